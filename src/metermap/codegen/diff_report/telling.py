"""A diff as it is told: gravest first, by item, and once what is the same on many lines.

All forms for people are made from this; JSON and XLSX also tell each line by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.codegen.changes.judge_words import todo_in
from metermap.codegen.changes.model import (
    BREAKS,
    PLACE,
    Act,
    Change,
    Diff,
    FieldChange,
    JudgedChange,
    Judgement,
    Kind,
    Verdict,
    Whom,
)
from metermap.codegen.changes.texts import address_text, field_title
from metermap.codegen.diff_report.words import LISTED, array_name, array_of, file_or_sheet, item_of, places, values
from metermap.codegen.titles import protocol_title

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "Chapter",
    "Hit",
    "ItemChanges",
    "Member",
    "Moved",
    "Telling",
    "ToldField",
    "chapters",
    "hits",
    "is_beside",
    "item_and_path",
    "line_says",
    "moved",
    "of_them_moved",
    "only_moved",
    "over",
    "told_fields",
]

_NOBODY: Final = ""
_WHOLE: Final = (Kind.DEVICE, Kind.USE_CASE)
"""The lines whose name is no item with a path."""
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


@dataclass(frozen=True, slots=True)
class Member:
    """One of the lines of a telling: its names within the item, the devices and the protocol, both places.

    `said` is what an added or removed line says, such as its address, or both printed rows of one that moved. `fields`
    are those that differ in another way than on the other lines.
    """

    name: str
    old_name: str
    devices: tuple[str, ...]
    protocol: str
    old_place: str
    new_place: str
    said: str = ""
    fields: tuple[ToldField, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What happened in the same way to one or more lines of an item; `count` is the number of changes in it.

    `fields` have the same values on all lines, or `LISTED` ones where each has its own. `judged_at_once` is
    true if all do the same, so that it need not be said of each. `note` says what else should be known.
    """

    kind: Kind
    acts: tuple[Act, ...]
    judgement: Judgement
    whom: Whom
    fields: tuple[ToldField, ...]
    members: tuple[Member, ...]
    count: int
    judged_at_once: bool
    note: str = ""

    @property
    def over(self) -> str:
        """The devices and the protocol of all lines in words, if they have the same: ``ESME over DLMS/COSEM``."""
        found = {over(member.devices, member.protocol) for member in self.members}
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What happened to an item, or to a device or use case of that name; `old_name` is empty where it kept its name.

    Members of an array are one item here: ``AuxiliaryController[1..5]``.
    """

    name: str
    old_name: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All changes of which a verdict is the gravest."""

    verdict: Verdict
    items: tuple[ItemChanges, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Who is hit, and by how many changes of each break; one change may break several things."""

    name: str
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many lines only moved to a file or a sheet."""

    place: str
    example: str
    count: int


def only_moved(judged: JudgedChange) -> bool:
    """Return whether a line only stands elsewhere, and that does nothing."""
    return judged.change.acts == (Act.MOVED,) and judged.judgement.verdicts == (Verdict.DOCUMENTATION,)


def moved(diff: Diff) -> tuple[Moved, ...]:
    """Return the lines that only moved, by the file or sheet where they are now, in the order of the first."""
    found: dict[str, list[str]] = {}
    for judged in diff.changes:
        if only_moved(judged):
            place = judged.change.new_place or judged.change.old_place
            found.setdefault(file_or_sheet(place), []).append(place)
    return tuple(Moved(name, places[0], len(places)) for name, places in found.items())


def of_them_moved(diff: Diff, verdict: Verdict) -> str:
    """Return what goes on after the number of changes of a verdict, where some of them are lines that only moved."""
    count = sum(map(only_moved, diff.changes)) if verdict is Verdict.DOCUMENTATION else 0
    return f", of them {count:,} lines that only moved" if count > 1 else ", one of them a line that only moved" * count


def hits(diff: Diff, by: str) -> tuple[Hit, ...]:
    """Return the breaks by ``devices`` or ``roles``, as they first come; the last, without a name, hits none named."""
    found: dict[str, Counter[Verdict]] = {}
    for judged in diff.changes:
        breaks = [verdict for verdict in judged.judgement.verdicts if verdict in BREAKS]
        if breaks:
            for name in (judged.whom.devices if by == "devices" else judged.whom.roles) or (_NOBODY,):
                found.setdefault(name, Counter()).update(breaks)
    nobody = found.pop(_NOBODY, None)
    named = [*found.items(), *([(_NOBODY, nobody)] if nobody else [])]
    return tuple(Hit(name, {verdict: counts[verdict] for verdict in BREAKS}) for name, counts in named)


def chapters(diff: Diff) -> tuple[Chapter, ...]:
    """Return what is told one by one, gravest verdict first, in each the items in the catalogue's order."""
    told = [judged for judged in diff.changes if not only_moved(judged)]
    order = _order(diff)
    return tuple(
        Chapter(verdict, tuple(_items(of, order)), len(of))
        for verdict in reversed(Verdict)
        if (of := [judged for judged in told if judged.judgement.verdict is verdict])
    )


def item_and_path(change: Change) -> tuple[str, str]:
    """Return the item and the path of a line; a device or a use case has none but its name."""
    name = change.name or change.old_name
    return (name, "") if change.kind in _WHOLE else item_of(name)


def _item_names(change: Change) -> tuple[str, str]:
    """Return the item of a change, or its device or use case, now and before; the old name if it is gone."""
    names = (change.name or change.old_name, change.old_name or change.name)
    now, before = names if change.kind in _WHOLE else (item_of(name)[0] for name in names)
    return now, before


_Heading: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


def _heading(change: Change) -> _Heading:
    """Return what changes are grouped by: their item now and before, whatever member of an array it is."""
    now, before = map(array_of, _item_names(change))
    return now, before


def _order(diff: Diff) -> dict[tuple[str, ...], int]:
    """Return the places of items as they first come among all changes, so that those of elements lead."""
    order: dict[tuple[str, ...], int] = {}
    for judged in diff.changes:
        order.setdefault(_heading(judged.change)[0], len(order))
    return order


def _items(changes: Sequence[JudgedChange], order: Mapping[tuple[str, ...], int]) -> Iterator[ItemChanges]:
    found: dict[_Heading, list[JudgedChange]] = {}
    for judged in changes:
        found.setdefault(_heading(judged.change), []).append(judged)
    for heading in sorted(found, key=lambda one: order[one[0]]):
        names = [_item_names(judged.change) for judged in found[heading]]
        now, before = (array_name(dict.fromkeys(side)) for side in zip(*names, strict=True))
        tellings = tuple(_tellings(found[heading], alone=len(set(names)) == 1))
        yield ItemChanges(now, before if before != now else "", tellings)


def _tellings(changes: Iterable[JudgedChange], *, alone: bool) -> Iterator[Telling]:
    """Yield what is the same in all, then, where only one line is, what is the same but for the values."""
    found: dict[Hashable, list[JudgedChange]] = {}
    for judged in changes:
        found.setdefault((_sameness(judged), told_fields(judged)), []).append(judged)
    told: dict[Hashable, list[JudgedChange]] = {}
    for key, alike in found.items():
        names = {judged.change.name for judged in alike}
        titles = tuple((field.title, field.judgement) for field in told_fields(alike[0]))
        told.setdefault(key if len(names) > 1 else (_sameness(alike[0]), titles), []).extend(alike)
    for alike in told.values():
        yield _telling(alike, alone=alone)


def _telling(alike: Sequence[JudgedChange], *, alone: bool) -> Telling:
    first = alike[0]
    common = set(told_fields(first)).intersection(*map(told_fields, alike))
    titles = {"", *(field.title for field in common)}
    common = {field for field in common if field.follows in titles}  # it stands with what it follows from
    fields = tuple(field if field in common else replace(field, old=LISTED, new=LISTED) for field in told_fields(first))
    at_once = {field.judgement for field in fields} <= {_shortly(first.change, first.judgement)}
    return Telling(
        first.change.kind,
        _acts(first.change),
        _shortly(first.change, first.judgement),
        _whom(alike),
        tuple(field for field in fields if field.old != LISTED or not at_once),
        tuple(_members(alike, common, alone=alone)),
        len(alike),
        at_once,
        first.change.note,
    )


def _sameness(judged: JudgedChange) -> Hashable:
    """Return what two changes of an item must have in common to be told together."""
    change, judgement = judged.change, _shortly(judged.change, judged.judgement)
    return change.kind, _acts(change), change.protocol, judgement, judged.whom.edition, change.note


def _acts(change: Change) -> tuple[Act, ...]:
    """Return what happened; that a line moved as well is seen from its places."""
    return tuple(act for act in change.acts if act is not Act.MOVED) or change.acts


def told_fields(judged: JudgedChange) -> tuple[ToldField, ...]:
    """Return the fields of a change, gravest first, without those that its names and places tell.

    A field that follows from another stands after it.
    """
    said = {field.change.name: field.judgement for field in judged.fields}
    told = [field for field in judged.change.fields if not is_beside(judged.change, field)]
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
            field_title(field.name),
            *values(field),
            _shortly(judged.change, judgement) if (judgement := said.get(field.name)) else None,
            field_title(field.follows) if field.follows in gravest else "",
        )
        for field in sorted(told, key=place)
    )


def _rank(judgement: Judgement | None) -> int:
    return judgement.verdict.rank if judgement else 0


def _shortly(change: Change, judgement: Judgement) -> Judgement:
    """Return a judgement that says what has to be done; of what and what it was stands beside it."""
    return replace(judgement, why=todo_in(change, judgement.why))


def is_beside(change: Change, field: FieldChange) -> bool:
    """Return whether a field is told by the names and the places of its line, or follows from these."""
    names = _NAMES if Act.RENAMED in change.acts and change.name != change.old_name else frozenset()
    return field.follows == PLACE or field.name in names


def _whom(alike: Iterable[JudgedChange]) -> Whom:
    hit = [judged.whom for judged in alike]
    devices = dict.fromkeys(device for whom in hit for device in whom.devices)
    roles = dict.fromkeys(role for whom in hit for role in whom.roles)
    return Whom(tuple(devices), hit[0].edition, tuple(roles))


def _members(alike: Iterable[JudgedChange], common: AbstractSet[ToldField], *, alone: bool) -> Iterator[Member]:
    """Yield the lines, those once that differ in the device alone; `alone` is true if they are all of one item."""
    found: dict[Member, list[str]] = {}
    for judged in alike:
        change = judged.change
        fields = tuple(field for field in told_fields(judged) if field not in common)
        member = Member(*_names(change, alone=alone), (), change.protocol, *_places(change), _said(change), fields)
        found.setdefault(member, []).append(change.device)
    for member, devices in found.items():
        yield replace(member, devices=tuple(dict.fromkeys(filter(None, devices))))


def _names(change: Change, *, alone: bool) -> tuple[str, str]:
    """Return the name of a line, within its item if that is the only one, and the old one if that was another."""
    names = (change.name or change.old_name, change.old_name)
    if alone and change.kind not in _WHOLE:
        names = (item_of(names[0])[1] or names[0], item_of(names[1])[1] or names[1])
    now, before = names
    return now, before if before != now else ""


def _places(change: Change) -> tuple[str, str]:
    """Return the places of the fields, if all have the same; else those of the line."""
    of_fields = {(field.old_place, field.new_place) for field in change.fields if not is_beside(change, field)}
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


def _said(change: Change) -> str:
    """Return what an added or removed line says, or both printed rows; empty if there is nothing to say."""
    if change.record is None:
        row = next((field for field in change.fields if field.name == _ROW and is_beside(change, field)), None)
        return f"row {places(row.old_text, row.new_text)}" if row else ""
    parts = ((name, _text(change.record.get(name))) for name in _TELLING[change.kind])
    return ", ".join(said if name in _PLAIN else f"{field_title(name)} {said}" for name, said in parts if said)


def line_says(change: Change) -> tuple[str, str]:
    """Return what an added or removed line says: nothing before and something now, or the other way round."""
    said = _said(change) if change.record is not None else ""
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
