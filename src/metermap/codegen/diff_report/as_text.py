"""A diff as text for a terminal: what happened at a glance, then each change. What a catalogue says is escaped."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff, Judgement, Side, Verdict
from metermap.codegen.diff_report.lines import ToldField, over
from metermap.codegen.diff_report.telling import (
    Chapter,
    ItemChanges,
    Member,
    Telling,
    chapters,
    counted_changes,
    hits,
    moved,
    told_counts,
)
from metermap.codegen.diff_report.words import (
    COUNTED,
    LISTED,
    digest_of,
    for_whom,
    headline,
    lines_in_words,
    notes,
    places,
)
from metermap.core.render import counted, painted
from metermap.core.text import one_line, shortened

__all__ = ["diff_text"]

_WIDTH: Final = 100
_LONGEST: Final = 600
"""The characters of a value that are shown; other forms have all of it."""
_BOLD: Final = "1"
_COLOURS: Final = {
    Verdict.WIRE: "1;31",
    Verdict.MEANING: "1;35",
    Verdict.CONFORMANCE: "1;33",
    Verdict.COMPATIBLE: "36",
    Verdict.DOCUMENTATION: "2",
}


def diff_text(diff: Diff, *, colour: bool = False) -> str:
    """Return the diff as lines of about 100 characters; only colours are escape sequences, and only if asked for."""
    return "".join(f"{line.rstrip()}\n" for line in _Text(colour).lines(diff))


@dataclass(frozen=True, slots=True)
class _Text:
    """Writes a diff with colours or without."""

    colour: bool

    def lines(self, diff: Diff) -> Iterator[str]:
        yield self.bold(" -> ".join(map(one_line, headline(diff))))
        yield from _wrapped(f"old: {_side(diff.old)}", "  ", "       ")
        yield from _wrapped(f"new: {_side(diff.new)}", "  ", "       ")
        for said in notes(diff):
            yield from _wrapped(said, "  ", "  ")
        if diff.changes:
            yield ""
            yield from self.counts(diff)
            yield from self.hit(diff)
            for chapter in chapters(diff):
                yield from self.chapter(chapter)
            yield from self.moves(diff)

    def bold(self, text: str) -> str:
        return painted(text, _BOLD, colour=self.colour)

    def verdict(self, verdict: Verdict, text: str) -> str:
        return painted(text, _COLOURS[verdict], colour=self.colour)

    def counts(self, diff: Diff) -> Iterator[str]:
        yield self.bold(counted_changes(diff))
        counts = told_counts(diff)
        width = max(len(f"{count:,}") for count in counts.values())
        for verdict, count in counts.items():
            line = f"  {count:>{width},}  {COUNTED[verdict]}"
            yield self.verdict(verdict, line) if count else line

    def hit(self, diff: Diff) -> Iterator[str]:
        for by, found in hits(diff):
            yield ""
            yield from _table((f"Breaks for {by}", *(verdict.word for verdict in BREAKS)), [hit.row for hit in found])

    def chapter(self, chapter: Chapter) -> Iterator[str]:
        yield ""
        title = f"{chapter.verdict.value.capitalize()}: {counted(chapter.count, 'change')}"
        yield self.verdict(chapter.verdict, f"{title} {'-' * max(3, _WIDTH - len(title) - 1)}")
        for item in chapter.items:
            yield ""
            yield from self.item(item)

    def item(self, item: ItemChanges) -> Iterator[str]:
        was = f" (was {one_line(item.old_name)})" if item.old_name else ""
        yield self.bold(one_line(item.name) + was)
        for telling in item.tellings:
            yield from self.telling(telling, item.name)

    def telling(self, telling: Telling, item: str) -> Iterator[str]:
        [first, *others] = telling.members
        title = ", ".join(filter(None, (lines_in_words(telling.kind, telling.acts, telling.count), telling.over)))
        alone = "" if others else _member(first, telling, item)
        yield from _wrapped(": ".join(filter(None, (title, alone))), "  ", "      ")
        yield from self.fields(telling)
        if telling.judged_at_once:
            yield from self.why(telling.judgement, "    ")
        if whom := for_whom(telling.whom):
            yield from _wrapped(f"for {whom}", "    ", "      ")
        if telling.note:
            yield from _wrapped(f"note: {telling.note}", "    ", "      ")
        for member in telling.members:
            if others:
                yield from _wrapped(_member(member, telling), "    - ", "        ")
            for field in member.fields:
                yield from _field(field, "      ")

    def fields(self, telling: Telling) -> Iterator[str]:
        """Yield the fields of all lines, and of those in a row that do the same, once what that is."""
        for field, following in zip_longest(telling.fields, telling.fields[1:]):
            indent = "      " if field.follows else "    "
            yield from _field(field, indent)
            last = following is None or following.judgement != field.judgement
            if field.judgement and not telling.judged_at_once and last:
                yield from self.why(field.judgement, f"{indent}  ")

    def why(self, judgement: Judgement, indent: str) -> Iterator[str]:
        said = f"{', '.join(judgement.verdicts)}: {judgement.why}"
        for line in _wrapped(said, indent, f"{indent}  "):
            yield self.verdict(judgement.verdict, line)

    def moves(self, diff: Diff) -> Iterator[str]:
        found = moved(diff)
        if found:
            yield ""
            yield self.bold("Only moved")
        for one in found:
            yield from _wrapped(f"{one.place or 'not recorded where'}: {one.said}", "  ", "    ")


def _side(side: Side) -> str:
    """Return what a state was read from, its name and digest."""
    digest = f"SHA-256 {digest_of(side)}" if side.digest else "no digest recorded"
    return ", ".join(filter(None, (side.source, side.name if side.name != side.source else "", digest)))


def _table(head: Sequence[str], rows: Iterable[tuple[str, *tuple[int, ...]]]) -> Iterator[str]:
    cells = [tuple(head), *((one_line(f"  {name}"), *(f"{count:,}" for count in counts)) for name, *counts in rows)]
    first, *widths = (max(map(len, column)) for column in zip(*cells, strict=True))
    for name, *numbers in cells:
        set_right = (number.rjust(width) for number, width in zip(numbers, widths, strict=True))
        yield "  ".join((name.ljust(first), *set_right))


def _field(field: ToldField, indent: str) -> Iterator[str]:
    old, new = (shortened(value, _LONGEST) for value in (field.old, field.new))
    line = f"{field.title}: {LISTED if old == LISTED else f'{old} -> {new}'}"
    if len(indent) + len(line) <= _WIDTH:
        yield from _wrapped(line, indent, indent)
    else:
        yield from _wrapped(f"{field.title}:", indent, f"{indent}  ")
        yield from _wrapped(old, f"{indent}  - ", f"{indent}    ")
        yield from _wrapped(new, f"{indent}  + ", f"{indent}    ")


def _member(member: Member, telling: Telling, item: str = "") -> str:
    """Return what tells a line from the others of its telling; its name is not said again where it is the item's."""
    name = f"{member.old_name} -> {member.name}" if member.old_name else "" if member.name == item else member.name
    held = "" if telling.over else over(member.devices, member.protocol)
    told = ", ".join(filter(None, (held, member.said)))
    where = places(member.old_place, member.new_place)
    return "  ".join(filter(None, (name, f"({told})" if told else "", where)))


def _wrapped(text: str, first: str, others: str) -> list[str]:
    """Return the text in lines; a long word, such as a place, stays whole, so that it can be copied."""
    shown = one_line(text)
    made = textwrap.wrap(
        shown,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return made or [first]
