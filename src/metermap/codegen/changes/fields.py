"""Telling two lines apart, field by field, each with both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.codegen.changes.model import PLACE, FieldChange, Kind, Record
from metermap.codegen.changes.texts import said, value_text

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["NESTED", "field_changes", "line_place"]

NESTED: Final = frozenset({"address", "type"})
"""The fields that are objects with fields of their own; other objects are lists by name, and one value."""

_Raw: TypeAlias = "tuple[str, JsonValue, JsonValue]"

_POSITIONS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.DEVICE: frozenset(),
    Kind.ELEMENT: frozenset({"row", "cells"}),
    Kind.ITEM: frozenset({"cell"}),
    Kind.USE_CASE: frozenset({"cell"}),
    Kind.STATEMENT: frozenset({"place", "key"}),
}

# What a field follows from, if that differs as well; the first that does is named.
_CAUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "address.class_name": ("address.class_id",),
    "address.cluster": ("address.cluster_id",),
    "address.name": ("address.id", "address.index", "address.class_id", "address.cluster_id"),
    "address.reply_id": ("address.reply",),
    "address.request_id": ("address.request",),
    "address.read_with": ("address.access",),
    "item": ("element",),
    "roles": ("use_cases",),
    "type": ("data_type",),
    "type.printed": ("data_type",),
}
_OF_TYPE: Final = ("data_type", "type.printed", "type.name")


def field_changes(kind: Kind, old: Record, new: Record, rows: Mapping[int, int]) -> tuple[FieldChange, ...]:
    """Return the fields told by both lines that differ: each before those that follow from it, places at the end.

    `rows` tells where elements moved: the printed row now by that of old.
    """
    found = {name: (was, now) for name, was, now in _differing(old, new)}
    causes = {name: _cause(kind, name, found, rows) for name in found}
    if kind is Kind.ELEMENT and causes.get("row") == PLACE and _cell(old) == _cell(new):
        causes["row"] = ""  # it stands where it stood, and is numbered otherwise
    changes = {
        name: FieldChange(
            name,
            was,
            now,
            value_text(name, was),
            value_text(name, now),
            _place(kind, old, name),
            _place(kind, new, name),
            causes[name],
        )
        for name, (was, now) in found.items()
    }
    return tuple(changes[name] for name in _ordered(causes))


def _differing(old: Record, new: Record) -> Iterator[_Raw]:
    for name, now in new.items():
        if name in old and old[name] != now:
            was = old[name]
            if name in NESTED and isinstance(was, dict) and isinstance(now, dict) and _alike(was, now):
                yield from ((f"{name}.{part}", was[part], now[part]) for part in _parts(was, now))
            else:
                yield name, was, now


def _alike(was: Mapping[str, JsonValue], now: Mapping[str, JsonValue]) -> bool:
    """Return whether two objects have the same fields: an address of another protocol has others."""
    return was.get("protocol") == now.get("protocol")


def _parts(was: Mapping[str, JsonValue], now: Mapping[str, JsonValue]) -> Iterator[str]:
    return (part for part in now if part in was and was[part] != now[part])


def _cause(kind: Kind, name: str, found: Mapping[str, tuple[JsonValue, JsonValue]], rows: Mapping[int, int]) -> str:
    if _is_position(kind, name, *found[name], rows):
        return PLACE
    causes = _CAUSES.get(name, _OF_TYPE if name.startswith("type.") else ())
    return next((cause for cause in causes if cause in found and cause != name), "")


def _is_position(kind: Kind, name: str, was: JsonValue, now: JsonValue, rows: Mapping[int, int]) -> bool:
    """Return whether a field only says where a line stands, or where something stands that the line names."""
    match kind, name, was, now:
        case Kind.ELEMENT, "row", _, _:
            return was is not None and now is not None
        case Kind.STATEMENT, "row", int(), int():
            return rows.get(was) == now
        case Kind.ITEM, "rows", list(), list():
            return [rows.get(row, row) if isinstance(row, int) else row for row in was] == now
        case Kind.STATEMENT, "allows", list(), list():
            return list(map(_allowed, was)) == list(map(_allowed, now))
    return name in _POSITIONS[kind]


def _allowed(allowance: JsonValue) -> JsonValue:
    """Return what an allowance says, without where it stands and how far it reaches."""
    said_of_place = {"place", "begins", "ends"}
    if not isinstance(allowance, dict):
        return allowance
    return {name: value for name, value in allowance.items() if name not in said_of_place}


def _ordered(causes: Mapping[str, str]) -> Iterable[str]:
    """Return the names in the order of the document, but each after the one that it follows from."""
    order = {name: number for number, name in enumerate(causes)}

    def rank(name: str) -> tuple[bool, int, bool, int]:
        first = name
        while (cause := causes[first]) and cause in order and cause != first:
            first = cause
        return causes[name] == PLACE, order[first], first != name, order[name]

    return sorted(causes, key=rank)


def _place(kind: Kind, record: Record, name: str) -> str:
    """Return the cell of a field, where it has one of its own, or the place of the line."""
    cells = record.get("cells")
    if isinstance(cells, dict):
        root = name.partition(".")[0]
        cell = cells.get("data_type" if root == "type" else root)
        if isinstance(cell, str) and cell:
            return cell
    return line_place(kind, record)


def _cell(element: Record) -> str:
    """Return sheet and cell of an element, whatever the workbook is called."""
    return line_place(Kind.ELEMENT, element).rpartition("[")[2]


def line_place(kind: Kind, record: Record) -> str:
    """Return where a line stands: the cell of an element's path, a line of a mapping file; empty if not told."""
    if kind is Kind.ELEMENT:
        cells = record.get("cells")
        cell = cells.get("path", "") if isinstance(cells, dict) else ""
        return cell if isinstance(cell, str) else ""
    return said(record, "place" if kind is Kind.STATEMENT else "cell")
