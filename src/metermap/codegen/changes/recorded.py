"""What is recorded of a partial edition, and the changes that are about that.

A partial edition takes over from another one what nobody wrote down of it. Recorded are the lines and fields by which
it differs from that edition, what it is known not to have, and its own statements as far as they say something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from metermap.codegen.changes.acts import acts_of
from metermap.codegen.changes.model import Act, Change, Kind, Record, Recorded, Snapshot
from metermap.codegen.changes.texts import said

__all__ = ["BROAD", "of_recorded", "recorded_of"]

BROAD: Final = "broad"
"""The relation of a statement of which a partial edition records the home and no part of it."""

_INSIDE: Final = frozenset({"member", "selector", "returned", "through", "sequence", "field"})
"""Of an address, what says where in an attribute, a method or a command something stands."""
_OF_TYPE: Final = frozenset({"type", "dictionary_type"})
_OF_INSIDE: Final = frozenset({"relation", "record", "value", "unit", "conversion", "coded", "becomes"})
"""What is said of the part of an attribute, and follows from which part it is."""


def recorded_of(own: AbstractSet[str], state: Snapshot, changes: Iterable[Change]) -> Recorded:
    """Return what is recorded of a state that was filled from another one.

    `own` are the keys of the statements that its record makes, `changes` those from the other state to this one.
    """
    fields: dict[Kind, dict[int, frozenset[str]]] = {kind: {} for kind in Kind}
    lacking: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for change in changes:
        if change.new_index is None:
            lacking[change.kind].add(change.old_key)
        elif change.record is not None:
            fields[change.kind][change.new_index] = frozenset(change.record)
        elif change.fields:
            fields[change.kind][change.new_index] = frozenset(_root(field.name) for field in change.fields)
    subjects: set[tuple[str, str, str]] = set()
    for place, line in enumerate(state.lists.get(Kind.STATEMENT, ())):
        if said(line, "key") in own:
            fields[Kind.STATEMENT][place] = frozenset(_stated(line))
            subjects.add(_subject(line))
    frozen = {kind: frozenset(keys) for kind, keys in lacking.items()}
    return Recorded(fields, frozen, frozenset(subject for subject in subjects if subject[0]))


def _root(name: str) -> str:
    return name.partition(".")[0]


def _subject(statement: Record) -> tuple[str, str, str]:
    return said(statement, "element"), said(statement, "device"), said(statement, "protocol")


def _stated(statement: Record) -> Iterator[str]:
    """Yield the fields that a statement of a partial edition records.

    A relation broad says that the home is known and not the part of it; a type that is the dictionary's is not stated.
    """
    broad = said(statement, "relation") == BROAD
    address = statement.get("address")
    for name in statement:
        if name == "address" and broad and isinstance(address, dict):
            yield from (f"address.{part}" for part in address if part not in _INSIDE)
        elif not (name in _OF_TYPE and (broad or _is_of_dictionary(statement))) and not (broad and name in _OF_INSIDE):
            yield name


def _is_of_dictionary(statement: Record) -> bool:
    kind = statement.get("type")
    return not isinstance(kind, dict) or kind.get("printed") == statement.get("dictionary_type")


def of_recorded(changes: Iterable[Change], old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Yield the changes of what is recorded on both sides, each with the fields that are; a whole side records all."""
    changes = tuple(changes)
    present = {change.old_key: change.key for change in changes if change.kind is Kind.ELEMENT and change.old_key}
    former = {key: old_key for old_key, key in present.items()}
    for change in changes:
        found: Change | None = change
        if old.recorded is not None:
            found = _of_side(change, old.recorded, change.old_index, former)
        if new.recorded is not None and found is not None:
            found = _of_side(found, new.recorded, change.new_index, present)
        if found is not None:
            yield found


def _of_side(change: Change, recorded: Recorded, place: int | None, ids: Mapping[str, str]) -> Change | None:
    """Return what a side records of a change; None if nothing. `ids` are those that this side has, by the other's."""
    if place is None:
        return change if _is_lacking(change, recorded, ids) else None
    names = recorded.fields.get(change.kind, {}).get(place)
    if names is None:
        return None
    if change.record is not None:
        return change
    fields = tuple(field for field in change.fields if _is_among(field.name, names))
    if len(fields) == len(change.fields):
        return replace(change, acts=acts_of(change.kind, fields, stays=True)) if fields else None
    kept = {field.name for field in fields}
    fields = tuple(replace(field, follows="") if _lost(field.follows, change, kept) else field for field in fields)
    told = any(not (change.kind is Kind.STATEMENT and field.name == "key") for field in fields)
    return replace(change, fields=fields, acts=acts_of(change.kind, fields, stays=True)) if told else None


def _lost(cause: str, change: Change, kept: AbstractSet[str]) -> bool:
    """Return whether the field that another one follows from is not told with it."""
    return cause not in kept and any(field.name == cause for field in change.fields)


def _is_among(name: str, names: AbstractSet[str]) -> bool:
    """Return whether a field is recorded: itself, the object that it stands in, or a part of it."""
    return name in names or _root(name) in names or any(known.startswith(f"{name}.") for known in names)


def _is_lacking(change: Change, recorded: Recorded, ids: Mapping[str, str]) -> bool:
    """Return whether a side is known not to have a line of the other one."""
    key = change.key if Act.ADDED in change.acts else change.old_key
    if key in recorded.lacking.get(change.kind, ()):
        return True
    if change.kind is not Kind.STATEMENT or change.record is None:
        return False
    element, *rest = _subject(change.record)
    if element in recorded.lacking.get(Kind.ELEMENT, ()):
        return True
    return (ids.get(element, element), *rest) in recorded.subjects
