"""Judging changes: a verdict for each, why in a sentence, and whom it hits. docs/verdicts.md has the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_lines import LINES
from metermap.codegen.changes.judge_names import names_of
from metermap.codegen.changes.judge_records import Book, binds, is_gap, text
from metermap.codegen.changes.judge_rule import Arm, Hits
from metermap.codegen.changes.judge_table import rule_of
from metermap.codegen.changes.judge_words import sentence_of_field, sentence_of_line
from metermap.codegen.changes.model import (
    BREAKS,
    Act,
    Change,
    FieldChange,
    JudgedChange,
    JudgedField,
    Judgement,
    Kind,
    Record,
    Snapshot,
    Verdict,
)
from metermap.codegen.changes.whom import Hit, whom

__all__ = ["Judge"]

_LINE_ACTS: Final = (Act.ADDED, Act.REMOVED, Act.RENAMED, Act.MOVED)
_BOUND_NOBODY: Final = "the old statement bound nobody, so no device has to be touched for it"
_OWN_WORD: Final = frozenset({"status", "role"})
_KEYS: Final[Mapping[Kind, str]] = {
    Kind.DEVICE: "id",
    Kind.ELEMENT: "id",
    Kind.USE_CASE: "code",
    Kind.STATEMENT: "key",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rule of a field says of it."""

    change: FieldChange
    verdicts: tuple[Verdict, ...]
    todo: str
    hits: Hits

    def judgement(self, change: Change) -> Judgement:
        return Judgement(self.verdicts[0], sentence_of_field(change, self.change, self.todo), self.verdicts[1:])


def _with_parts(field: _Found, found: list[_Found]) -> _Found:
    """Return what is said of a field from which others follow: it is as grave as the gravest of these."""
    parts = [part for part in found if part.change.follows == field.change.name]
    gravest = max((field, *parts), key=lambda part: part.verdicts[0].rank)
    breaks = {verdict for part in (field, *parts) for verdict in part.verdicts}
    others = tuple(verdict for verdict in BREAKS if verdict in breaks - {gravest.verdicts[0]})
    return replace(field, verdicts=(gravest.verdicts[0], *others), todo=gravest.todo)


def _gravely(hit: list[tuple[Verdict, Hit]]) -> list[Hit]:
    """Return what decides who is hit: the breaks, or else what is compatible; nothing if all is documentation."""
    breaks = [one for verdict, one in hit if verdict in BREAKS]
    return breaks or [one for verdict, one in hit if verdict is Verdict.COMPATIBLE]


class Judge:
    """Judges the changes between two states."""

    def __init__(self, old: Snapshot, new: Snapshot, changes: Iterable[Change] = ()) -> None:
        """Look both states up. `changes` are all between them: they tell what was renamed and is the same."""
        self._was = Book(old)
        self._now = Book(new)
        self._names = names_of(changes, self._now)

    def judged(self, change: Change) -> JudgedChange:
        """Return a change with its verdict, those of its fields, and whom it hits."""
        case = self._case(change)
        found = [self._of_field(field, case) for field in change.fields]
        fields = tuple(JudgedField(field.change, _with_parts(field, found).judgement(change)) for field in found)
        lines = list(self._of_line(case))
        hit = [(field.verdicts[0], Hit(field.change, field.hits)) for field in found]
        hit += [(line.verdict, Hit(None, Hits.ALL)) for line in lines]
        return JudgedChange(change, _whole(lines, fields), whom(case, _gravely(hit)), fields)

    def _case(self, change: Change, field: FieldChange | None = None) -> Case:
        gone, come = Act.REMOVED in change.acts, Act.ADDED in change.acts
        old = None if come else _record(self._was, change.kind, change.old_index, change.old_key)
        new = None if gone else _record(self._now, change.kind, change.new_index, change.key)
        old, new = (change.record or old if gone else old), (change.record or new if come else new)
        return Case(change, field, old, new, self._was, self._now, self._names)

    def _of_field(self, field: FieldChange, whole: Case) -> _Found:
        case = Case(whole.change, field, whole.old, whole.new, self._was, self._now, self._names)
        arm = rule_of(whole.change.kind, field.name).arm(case)
        if _binds_nobody(case) and field.name not in _OWN_WORD and arm.verdicts[0].rank > Verdict.COMPATIBLE.rank:
            return _Found(field, (Verdict.COMPATIBLE,), _BOUND_NOBODY, Hits.ALL)
        return _Found(field, arm.verdicts, arm.todo, arm.hits)

    def _of_line(self, case: Case) -> Iterator[Judgement]:
        for act in _LINE_ACTS:
            if act in case.change.acts:
                arm: Arm = LINES[case.change.kind, act].arm(case)
                yield Judgement(arm.verdicts[0], sentence_of_line(case, act, arm.todo), arm.verdicts[1:])


def _record(book: Book, kind: Kind, index: int | None, key: str) -> Record | None:
    """Return the line at a place of a list; by its key where no place is told."""
    lines = book.records(kind)
    if index is not None and 0 <= index < len(lines):
        return lines[index]
    name = _KEYS.get(kind)
    return next((line for line in lines if text(line, name) == key), None) if name else None


def _binds_nobody(case: Case) -> bool:
    """Return whether it is about a statement that nobody had to follow before."""
    return case.change.kind is Kind.STATEMENT and case.old is not None and (not binds(case.old) or is_gap(case.old))


def _whole(of_lines: list[Judgement], fields: tuple[JudgedField, ...]) -> Judgement:
    """Return the gravest of all; the other breaks of the others hold as well.

    Of equals a field speaks before the line, but that a line was renamed or moved before what is documentation only.
    """
    of_fields = [field.judgement for field in fields]
    gravest = max((*of_fields, *of_lines), key=lambda judgement: judgement.verdict.rank, default=None)
    if gravest is None:
        return Judgement(Verdict.DOCUMENTATION, "Nothing that is compared differs.")
    if gravest.verdict is Verdict.DOCUMENTATION and of_lines:
        gravest = of_lines[0]
    also = {verdict for judgement in (*of_fields, *of_lines) for verdict in judgement.verdicts} - {gravest.verdict}
    return Judgement(gravest.verdict, gravest.why, tuple(verdict for verdict in BREAKS if verdict in also))
