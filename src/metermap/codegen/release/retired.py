"""What a release retires: the ids, rows and addresses that the one before it had and it has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from metermap.codegen.changes.model import Kind, Record, Snapshot
from metermap.core.reserved import ReservedEntry, Retirable
from metermap.mappings.reserved import Thing, cluster_attribute

__all__ = ["retired_by", "uses_of_state"]

_NOT_YET = frozenset({"proposed", "planned"})


def retired_by(
    old: Snapshot, new: Snapshot, last: str, reason: str, known: Iterable[ReservedEntry]
) -> tuple[ReservedEntry, ...]:
    """Return what is in the old state and not in the new one, and is not in the list yet.

    `last` names the last edition that has it, in words.
    """
    had, has = uses_of_state(old), uses_of_state(new)
    listed = {entry.key for entry in known}
    gone = (thing for thing in had if thing not in has and thing not in listed)
    return tuple(ReservedEntry(kind, value, had[kind, value], last, reason) for kind, value in gone)


def uses_of_state(state: Snapshot) -> Mapping[Thing, tuple[str, ...]]:
    """Return the items that each id, row and address of a released model is about; see `mappings.reserved.uses_of`."""
    found: dict[Thing, dict[str, None]] = {}
    for element in state.lists.get(Kind.ELEMENT, ()):
        for thing in _of_element(element):
            found.setdefault(thing, {})[_text(element, "item")] = None
    for statement in state.lists.get(Kind.STATEMENT, ()):
        if _text(statement, "status") not in _NOT_YET:
            for thing in _of_statement(statement):
                found.setdefault(thing, {})[_text(statement, "item")] = None
    return {thing: tuple(items) for thing, items in found.items()}


def _of_element(element: Record) -> Iterator[Thing]:
    yield Retirable.ELEMENT_ID, _text(element, "id")
    yield from _row(element)


def _of_statement(statement: Record) -> Iterator[Thing]:
    yield from _row(statement)
    match statement.get("address"):
        case {"protocol": "dlms", "logical_name": str(name)}:
            yield Retirable.LOGICAL_NAME, name
        case {"protocol": "sep", "access": "attribute", "cluster_id": int(cluster), "side": str(side), "id": int(id_)}:
            yield Retirable.CLUSTER_ATTRIBUTE, cluster_attribute(cluster, side, id_)


def _row(record: Record) -> Iterator[Thing]:
    row = record.get("row")
    if isinstance(row, int):
        yield Retirable.ROW, str(row)


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""
