"""What is different from an earlier state, as the page of changes shows it: line by line, and what each change does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import (
    Act,
    Change,
    Diff,
    JudgedChange,
    JudgedField,
    Judgement,
    Kind,
    Record,
    Snapshot,
)
from metermap.codegen.changes.snapshot import snapshot_of
from metermap.codegen.changes.texts import address_text, field_title, said
from metermap.codegen.exchange.documents import model_document
from metermap.site.facts import SiteFacts

if TYPE_CHECKING:
    from metermap.codegen.gap_report.earlier import Earlier

__all__ = ["Changed", "Changes", "Shown", "Told", "changes_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """Which fields are compared of a kind of line, and which only the present state tells."""

    compared: tuple[str, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field that differs as it is shown: both values in words, both places, and what that does."""

    title: str
    old: str
    new: str
    old_place: str
    new_place: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of both states with the fields that are shown of it; what they bring along is not."""

    judged: JudgedChange
    fields: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different between two states. `told` is empty where the earlier file tells no fields."""

    diff: Diff
    old: Snapshot
    new: Snapshot
    told: Mapping[Kind, Told]

    def line(self, change: Change) -> Record:
        """Return the line of a change as it is now, or as it was if it is gone."""
        return change.record or _record(self.new, change.kind, change.new_index)

    def with_act(self, kind: Kind, act: Act) -> tuple[JudgedChange, ...]:
        """Return the lines of a kind to which this happened; no statements of elements to which it happened too."""
        found = tuple(one for one in self.diff.changes if one.change.kind is kind and act in one.change.acts)
        if kind is not Kind.STATEMENT:
            return found
        elements = {one.change.key for one in self.with_act(Kind.ELEMENT, act)}
        return tuple(one for one in found if said(one.change.record or {}, "element") not in elements)

    def changed(self, kind: Kind) -> tuple[Changed, ...]:
        """Return the lines of a kind that say something else, not those that only moved or have another name."""
        return tuple(
            one for one in map(self._changed, self.diff.changes) if one.judged.change.kind is kind and one.fields
        )

    def moved(self, kind: Kind) -> int:
        """Return how many lines of a kind stand elsewhere and are the same in all else."""
        return sum(one.change.kind is kind and one.change.acts == (Act.MOVED,) for one in self.diff.changes)

    def _changed(self, judged: JudgedChange) -> Changed:
        return Changed(judged, tuple(self._shown(judged)))

    def _shown(self, judged: JudgedChange) -> Iterator[Shown]:
        fields = [field for field in judged.fields if _is_shown(judged.change.kind, field)]
        parts = [field for field in fields if field.change.name.startswith("address.")]
        if parts and (whole := self._address(judged, parts)):
            yield whole
            fields = [field for field in fields if field not in parts]
        yield from (_of_field(judged.change.kind, field) for field in fields)

    def _address(self, judged: JudgedChange, parts: list[JudgedField]) -> Shown | None:
        """Return the whole address, which people know as one; None if it prints alike."""
        change = judged.change
        old = address_text(_record(self.old, change.kind, change.old_index).get("address"))
        new = address_text(_record(self.new, change.kind, change.new_index).get("address"))
        gravest = max((part.judgement for part in parts), key=lambda judgement: judgement.verdict.rank)
        return Shown("address", old, new, change.old_place, change.new_place, gravest) if old != new else None


def _record(state: Snapshot, kind: Kind, place: int | None) -> Record:
    return state.lists[kind][place] if place is not None else {}


_NAMED: Final = {
    Kind.ELEMENT: frozenset({"id", "item", "path"}),  # told as a renaming
    Kind.STATEMENT: frozenset({"element", "item"}),  # told of the element
}


def _is_shown(kind: Kind, field: JudgedField) -> bool:
    """Return whether a field is shown: a cause, not what it brings along; of positions, the printed row alone."""
    name = field.change.name
    return name not in _NAMED.get(kind, ()) and (not field.change.follows or (kind, name) == (Kind.ELEMENT, "row"))


def _of_field(kind: Kind, field: JudgedField) -> Shown:
    one = field.change
    title = field_title(one.name, kind)
    return Shown(title, one.old_text, one.new_text, one.old_place, one.new_place, field.judgement)


def changes_of(facts: SiteFacts, earlier: Earlier) -> Changes:
    """Return what is different, in the order of the catalogue; what is removed in that of the earlier file."""
    new = snapshot_of(model_document(facts.model, ()), "the model of this site")
    diff = compare(earlier.state, new, _renamed(facts, earlier.state))
    told = {} if earlier.source.form == "gap report" else {kind: _told(earlier.state, new, kind) for kind in Kind}
    return Changes(diff, earlier.state, new, told)


def _renamed(facts: SiteFacts, then: Snapshot) -> dict[str, str]:
    """Return the present name of each item of the earlier state that has another one by what metermap.toml says."""
    items = {said(line, "item") for lines in then.lists.values() for line in lines}
    return {item: now for item in sorted(items) if (now := facts.renamed(item)) != item}


def _told(old: Snapshot, new: Snapshot, kind: Kind) -> Told:
    then = {name for line in old.lists.get(kind, ()) for name in line}
    now = dict.fromkeys(name for line in new.lists[kind] for name in line)
    titles = {name: field_title(name, kind) for name in now if name not in _PLACES}
    return Told(
        tuple(title for name, title in titles.items() if name in then),
        tuple(title for name, title in titles.items() if name not in then),
    )


_PLACES: Final = frozenset({"place", "cell", "cells", "key"})
