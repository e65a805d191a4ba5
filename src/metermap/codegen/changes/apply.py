"""Making the new state of the old one and what is different: the other way round of comparing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from metermap.codegen.changes.fields import NESTED
from metermap.codegen.changes.model import Change, Diff, Kind, Record, Snapshot
from metermap.codegen.changes.texts import line_key
from metermap.core.text import one_line

__all__ = ["MismatchError", "apply"]


class MismatchError(Exception):
    """The differences are not those of this state; the message names the line that does not fit."""


def apply(old: Snapshot, diff: Diff) -> Snapshot:
    """Return the new state of a difference: its lists, in its order and with its places.

    It has the lists that were compared. Of two states that tell the same fields, `apply(x, compare(x, y, {}))` is `y`.

    Raises:
        MismatchError: the difference was not made of this state, or tells only what is recorded of a partial one.
    """
    if not diff.whole:
        message = "only what is recorded of a partial edition is told, which does not make the other state"
        raise MismatchError(message)
    by_kind: dict[Kind, list[Change]] = {kind: [] for kind in diff.compared}
    for judged in diff.changes:
        _check(judged.change, judged.change.kind in by_kind, "its list was not compared")
        by_kind[judged.change.kind].append(judged.change)
    lists = {kind: tuple(_applied(old.lists.get(kind, ()), changes)) for kind, changes in by_kind.items()}
    return Snapshot(replace(diff.new, kinds=diff.compared), lists)


def _applied(old: tuple[Record, ...], changes: Sequence[Change]) -> Iterator[Record]:
    """Yield the lines of the new list: those at a place that is told, and between them the others in their order."""
    placed: dict[int, Record] = {}
    taken: set[int] = set()
    for change in changes:
        line = _old_line(old, change, taken)
        if change.new_index is not None:
            _check(change, change.new_index not in placed, f"another line has place {change.new_index}")
            placed[change.new_index] = _new_line(line, change)
    others = (line for place, line in enumerate(old) if place not in taken)
    for place in range(len(old) - len(taken) + len(placed)):
        if place in placed:
            yield placed.pop(place)
        elif (line := next(others, None)) is not None:
            yield line
    for change in changes:
        _check(change, change.new_index not in placed, f"the new list has no place {change.new_index}")


def _old_line(old: tuple[Record, ...], change: Change, taken: set[int]) -> Record | None:
    """Return the line that was changed and note that it is taken; None for one that is added."""
    place = change.old_index
    if place is None:
        return None
    _check(change, 0 <= place < len(old) and place not in taken, f"this state has no such line at place {place}")
    _check(change, line_key(change.kind, old[place]) == change.old_key, f"another line is at place {place}")
    taken.add(place)
    return old[place]


def _new_line(line: Record | None, change: Change) -> Record:
    if line is None:
        _check(change, change.record is not None, "its record is lacking")
        return change.record or {}
    return _changed(line, change)


def _changed(line: Record, change: Change) -> Record:
    """Return the line with the fields that differ, in the order that the line has them."""
    changed = dict(line)
    for field in change.fields:
        name, _, part = field.name.partition(".")
        inner = changed.get(name)
        if part and name in NESTED and isinstance(inner, dict):
            _check(change, inner.get(part) == field.old, f"{field.name} is not what it was")
            changed[name] = {**inner, part: field.new}
        else:
            _check(change, changed.get(field.name) == field.old, f"{field.name} is not what it was")
            changed[field.name] = field.new
    return changed


def _check(change: Change, holds: object, otherwise: str) -> None:
    if not holds:
        message = one_line(f"{change.kind.value} {change.old_key or change.key}: {otherwise}")
        raise MismatchError(message)
