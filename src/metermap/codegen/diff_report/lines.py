"""What is told of one line that changed: its names, its places, its fields, and what it says if it is new or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.judge_words import todo_in
from metermap.codegen.changes.model import (
    BREAKS,
    PLACE,
    Act,
    Change,
    FieldChange,
    JudgedChange,
    Judgement,
    Kind,
    Verdict,
)
from metermap.codegen.changes.texts import address_text, field_title
from metermap.codegen.diff_report.words import item_of, places, values
from metermap.codegen.titles import protocol_title

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "ToldField",
    "item_and_path",
    "item_names",
    "line_names",
    "line_places",
    "line_said",
    "line_says",
    "over",
    "shortly",
    "told_fields",
]

_WHOLE: Final = (Kind.DEVICE, Kind.USE_CASE)
"""The lines whose name is no item with a path."""
_RECORDS: Final = ("address", "type")
"""The fields that are made of parts, each of them judged."""
_ROW: Final = "row"
_NAMES: Final = frozenset({"id", "key", "element", "item", "path"})


@dataclass(frozen=True, slots=True)
class ToldField:
    """A field that differs, with both values in words, and what that does if it is judged.

    `follows` is the title of the field that brought it along, which stands before it; empty if none did.
    """

    title: str
    old: str
    new: str
    judgement: Judgement | None
    follows: str = ""


def item_and_path(change: Change) -> tuple[str, str]:
    """Return the item and the path of a line; a device or a use case has none but its name."""
    name = change.name or change.old_name
    return (name, "") if change.kind in _WHOLE else item_of(name)


def item_names(change: Change) -> tuple[str, str]:
    """Return the item of a change, or its device or use case, now and before; the old name if it is gone."""
    names = (change.name or change.old_name, change.old_name or change.name)
    now, before = names if change.kind in _WHOLE else (item_of(name)[0] for name in names)
    return now, before


def line_names(change: Change, *, alone: bool) -> tuple[str, str]:
    """Return the name of a line, within its item if that is the only one, and the old one if that was another."""
    names = (change.name or change.old_name, change.old_name)
    if alone and change.kind not in _WHOLE:
        names = (item_of(names[0])[1] or names[0], item_of(names[1])[1] or names[1])
    now, before = names
    return now, before if before != now else ""


def line_places(change: Change) -> tuple[str, str]:
    """Return the places of the fields, if all have the same; else those of the line."""
    of_fields = {(field.old_place, field.new_place) for field in change.fields if not _is_beside(change, field)}
    [(old, new), *others] = of_fields or {("", "")}
    return (change.old_place, change.new_place) if others or not (old or new) else (old, new)


_PLAIN: Final = frozenset({"address", "title"})
"""What needs no name beside it."""

# What tells an added or removed line: the fields of its record, with their names in words.
_TELLING: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DEVICE: ("title",),
    Kind.ELEMENT: ("data_type", "category"),
    Kind.ITEM: ("data_type", "unit", "range", "access"),
    Kind.USE_CASE: ("title",),
    Kind.STATEMENT: ("address", "type", "value"),
}


def line_said(change: Change) -> str:
    """Return what an added or removed line says, or both printed rows; empty if there is nothing to say."""
    if change.record is None:
        row = next((field for field in change.fields if field.name == _ROW and _is_beside(change, field)), None)
        return f"row {places(row.old_text, row.new_text)}" if row else ""
    parts = ((name, _text(change.record.get(name))) for name in _TELLING[change.kind])
    return ", ".join(
        said if name in _PLAIN else f"{field_title(name, change.kind)} {said}" for name, said in parts if said
    )


def line_says(change: Change) -> tuple[str, str]:
    """Return what an added or removed line says: nothing before and something now, or the other way round."""
    said = line_said(change) if change.record is not None else ""
    return ("", said) if Act.ADDED in change.acts else (said, "")


def _text(value: JsonValue) -> str:
    match value:
        case str() | int():
            return str(value)
        case {"printed": str(printed)}:
            return printed
        case dict() if "protocol" in value:
            return _address(value)
        case _:
            return ""


def _address(value: dict[str, JsonValue]) -> str:
    """Return an address as it prints; of what is none, the values that it has."""
    try:
        return address_text(value)
    except ValueError:
        return " ".join(str(part) for part in value.values() if isinstance(part, str | int) and part)


def over(devices: Sequence[str], protocol: str) -> str:
    """Return devices and protocol in words: ``ESME, GSME over DLMS/COSEM``."""
    return " over ".join(filter(None, (", ".join(devices), protocol_title(protocol) if protocol else "")))


def told_fields(judged: JudgedChange) -> tuple[ToldField, ...]:
    """Return the fields of a change, gravest first, without those that its names and places tell.

    A field that follows from another stands after it.
    """
    said = _said_of(judged)
    told = [field for field in judged.change.fields if not _is_beside(judged.change, field)]
    ranks = {field.name: _rank(said.get(field.name)) for field in told}
    gravest = dict(ranks)
    for field in told:
        if field.follows in gravest:
            gravest[field.follows] = max(gravest[field.follows], ranks[field.name])
    order = {field.name: place for place, field in enumerate(told)}

    def place(field: FieldChange) -> tuple[int, int, int]:
        first = field.follows if field.follows in gravest else field.name
        return -gravest[first], order[first], order[field.name] if first != field.name else -1

    return tuple(
        ToldField(
            field_title(field.name, judged.change.kind),
            *values(field),
            shortly(judged.change, judgement) if (judgement := said.get(field.name)) else None,
            field_title(field.follows, judged.change.kind) if field.follows in gravest else "",
        )
        for field in sorted(told, key=place)
    )


def _said_of(judged: JudgedChange) -> Mapping[str, Judgement]:
    """Return what each field does; what only prints or names an address or a type does what its gravest part does."""
    said = {field.change.name: field.judgement for field in judged.fields}
    for root in _RECORDS:
        parts = [judgement for name, judgement in said.items() if name.partition(".")[0] == root]
        gravest = max(parts, key=_rank, default=None)
        if gravest is not None and gravest.verdict in BREAKS:
            harmless = (name for name, one in said.items() if one.verdict is Verdict.DOCUMENTATION)
            said |= dict.fromkeys([name for name in harmless if name.partition(".")[0] == root], gravest)
    return said


def _rank(judgement: Judgement | None) -> int:
    return judgement.verdict.rank if judgement else 0


def shortly(change: Change, judgement: Judgement) -> Judgement:
    """Return a judgement that says what has to be done; of what and what it was stands beside it."""
    return replace(judgement, why=todo_in(change, judgement.why))


def _is_beside(change: Change, field: FieldChange) -> bool:
    """Return whether a field is told by the names and the places of its line, or follows from these."""
    names = _NAMES if Act.RENAMED in change.acts and change.name != change.old_name else frozenset()
    return field.follows == PLACE or field.name in names
