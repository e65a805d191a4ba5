"""A diff as it is told: gravest first, by item, and once what is the same on many lines.

All forms for people are made from this; JSON and XLSX also tell each line by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from metermap.codegen.changes.model import BREAKS, Act, Change, Diff, JudgedChange, Judgement, Kind, Verdict, Whom
from metermap.codegen.diff_report.lines import (
    ToldField,
    item_names,
    line_names,
    line_places,
    line_said,
    over,
    shortly,
    told_fields,
)
from metermap.codegen.diff_report.words import LISTED, array_name, array_of, file_or_sheet, is_cell
from metermap.core.render import counted

__all__ = [
    "NOBODY",
    "Chapter",
    "Hit",
    "ItemChanges",
    "Member",
    "Moved",
    "Telling",
    "chapters",
    "counted_changes",
    "hits",
    "joined_whom",
    "moved",
    "moved_in_words",
    "only_moved",
    "told_acts",
    "told_count",
    "told_counts",
]

NOBODY: Final = "nobody named"
"""Who is hit by a change that names nobody."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the lines of a telling: its names within the item, the devices and the protocol, both places.

    `said` is what an added or removed line says, such as its address, or both printed rows of one that moved, and how
    often a line of that name stands at that place. `fields` are those that differ in another way than on other lines.
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
    """Who is hit, and by how many changes of each break, gravest first; one change may break several things."""

    name: str
    counts: Mapping[Verdict, int]

    @property
    def row(self) -> tuple[str, *tuple[int, ...]]:
        """The name, or that nobody is named, and the counts."""
        return (self.name or NOBODY, *self.counts.values())


@dataclass(frozen=True, slots=True)
class Moved:
    """How many lines only moved to a file or a sheet, and what they stood in before, if that was another.

    `within` is true if each has kept its row or its line, so that the file or the sheet is only called otherwise.
    """

    place: str
    before: str
    example: str
    count: int
    within: bool

    @property
    def said(self) -> str:
        """What happened to them in words: ``983 lines stand in another row``."""
        return where_moved(self)


def only_moved(judged: JudgedChange) -> bool:
    """Return whether a line only stands elsewhere, and that does nothing."""
    return judged.change.acts == (Act.MOVED,) and judged.judgement.verdicts == (Verdict.DOCUMENTATION,)


def moved(diff: Diff) -> tuple[Moved, ...]:
    """Return the lines that only moved, by the file or sheet where they are now, in the order of the first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for change in (judged.change for judged in diff.changes if only_moved(judged)):
        now, was = change.new_place or change.old_place, change.old_place or change.new_place
        name, before = file_or_sheet(now), file_or_sheet(was)
        found.setdefault((name, before if before != name else ""), []).append((was, now))
    return tuple(_moved(name, before, places) for (name, before), places in found.items())


def _moved(name: str, before: str, places: Sequence[tuple[str, str]]) -> Moved:
    within = all(was.removeprefix(before) == now.removeprefix(name) for was, now in places) if before else False
    return Moved(name, before, places[0][1], len(places), within)


def where_moved(moved: Moved) -> str:
    """Return what happened to lines that only moved to a file or sheet, and what that was called before."""
    lines, stand = ("line", "stands") if moved.count == 1 else ("lines", "stand")
    rows = is_cell(moved.example)
    if moved.within:
        same = "row" if rows else "line"
        return f"{moved.count:,} {lines} {stand} in the same {same} as before; it was called {moved.before}"
    where = "in another row" if rows and not moved.before else "elsewhere"
    stood = f"; before {'it' if moved.count == 1 else 'they'} stood in {moved.before}" if moved.before else ""
    return f"{moved.count:,} {lines} {stand} {where if not stood else 'here'}{stood}"


def told_count(diff: Diff) -> int:
    """Return how many changes there are, without the lines that only moved."""
    return len(diff.changes) - sum(map(only_moved, diff.changes))


def told_counts(diff: Diff) -> dict[Verdict, int]:
    """Return how many changes there are by their gravest verdict, gravest first, without lines that only moved."""
    return replace(diff, changes=tuple(judged for judged in diff.changes if not only_moved(judged))).counts()


def moved_in_words(diff: Diff) -> str:
    """Return how many lines only moved: ``983 lines that only moved``; empty if none did."""
    count = len(diff.changes) - told_count(diff)
    return f"{counted(count, 'line')} that only moved" if count else ""


def counted_changes(diff: Diff) -> str:
    """Return how many changes there are, and lines that only moved: ``91 changes, and 983 lines that only moved``."""
    return ", and ".join(filter(None, (counted(told_count(diff), "change"), moved_in_words(diff))))


def hits(diff: Diff) -> Iterator[tuple[str, tuple[Hit, ...]]]:
    """Yield ``devices`` and ``roles``, each with those that are hit by what breaks, as they first come.

    The last hit is of those changes that name nobody. Where none names anybody, nothing is yielded.
    """
    for by in ("devices", "roles"):
        found: dict[str, Counter[Verdict]] = {}
        for judged in diff.changes:
            breaks = [verdict for verdict in judged.judgement.verdicts if verdict in BREAKS]
            named = judged.whom.devices if by == "devices" else judged.whom.roles
            for name in (named or ("",)) if breaks else ():
                found.setdefault(name, Counter()).update(breaks)
        order = sorted(found, key=lambda name: not name)
        if any(order):
            yield by, tuple(Hit(name, {verdict: found[name][verdict] for verdict in BREAKS}) for name in order)


def chapters(diff: Diff) -> tuple[Chapter, ...]:
    """Return what is told one by one, gravest verdict first, in each the items in the catalogue's order."""
    told = [judged for judged in diff.changes if not only_moved(judged)]
    order = _order(diff)
    return tuple(
        Chapter(verdict, tuple(_items(of, order)), len(of))
        for verdict in reversed(Verdict)
        if (of := [judged for judged in told if judged.judgement.verdict is verdict])
    )


_Heading: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


def _heading(change: Change) -> _Heading:
    """Return what changes are grouped by: their item now and before, whatever member of an array it is."""
    now, before = map(array_of, item_names(change))
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
        names = [item_names(judged.change) for judged in found[heading]]
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
    at_once = {field.judgement for field in fields} <= {shortly(first.change, first.judgement)}
    return Telling(
        first.change.kind,
        told_acts(first.change),
        shortly(first.change, first.judgement),
        joined_whom(alike),
        tuple(field for field in fields if field.old != LISTED or not at_once),
        tuple(_members(alike, common, alone=alone)),
        len(alike),
        at_once,
        first.change.note,
    )


def _sameness(judged: JudgedChange) -> Hashable:
    """Return what two changes of an item must have in common to be told together."""
    change, judgement = judged.change, shortly(judged.change, judged.judgement)
    return change.kind, told_acts(change), change.protocol, judgement, judged.whom.edition, change.note


def told_acts(change: Change) -> tuple[Act, ...]:
    """Return what happened; that a line moved as well is seen from its places."""
    return tuple(act for act in change.acts if act is not Act.MOVED) or change.acts


def joined_whom(alike: Iterable[JudgedChange]) -> Whom:
    """Return all who are hit by changes of one edition."""
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
        member = Member(
            *line_names(change, alone=alone), (), change.protocol, *line_places(change), line_said(change), fields
        )
        found.setdefault(member, []).append(change.device)
    for member, devices in found.items():
        times = max(Counter(devices).values())
        said = ", ".join(filter(None, (member.said, f"{times:,} times" if times > 1 else "")))
        yield replace(member, devices=tuple(dict.fromkeys(filter(None, devices))), said=said)
