"""The pieces that a diff in Markdown is made of; a changelog is made of the same.

All that a catalogue says is escaped. Nothing leads anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff, Side
from metermap.codegen.diff_report.tables import field_table, line_table, telling_title, whom_sentence
from metermap.codegen.diff_report.telling import Telling, counted_changes, hits, moved, told_counts
from metermap.codegen.diff_report.words import VERDICTS, digest_of, notes
from metermap.codegen.gap_report.markdown_table import heading, table
from metermap.core.text import markdown, shortened

__all__ = [
    "LINES",
    "hit_tables",
    "item_heading",
    "moved_list",
    "note_list",
    "side_table",
    "telling_lines",
    "verdict_table",
]

_LONGEST: Final = 600
"""The characters of a value that are shown; other forms have all of it."""
LINES: Final = 40
"""The lines of a telling that are listed where a text must not be long."""


def side_table(diff: Diff) -> Iterator[str]:
    """Yield what both states were read from."""
    yield from table(("", "Read from", "Name", "SHA-256"), (("old", *_side(diff.old)), ("new", *_side(diff.new))))


def _side(side: Side) -> tuple[str, str, str]:
    return side.source, side.name, digest_of(side) or "not recorded"


def note_list(diff: Diff) -> Iterator[str]:
    """Yield what was not compared, and what cannot show a difference; that nothing is different."""
    said = notes(diff)
    yield from (f"- {markdown(note)}" for note in said)
    if said:
        yield ""


def verdict_table(diff: Diff) -> Iterator[str]:
    """Yield the number of changes by their gravest verdict, and that of lines that only moved."""
    yield f"{counted_changes(diff)}."
    yield ""
    rows = ((verdict.value.capitalize(), VERDICTS[verdict], count) for verdict, count in told_counts(diff).items())
    yield from table(("Verdict", "What it says", "Changes"), rows, numbers=1)


def hit_tables(diff: Diff) -> Iterator[str]:
    """Yield who is hit by what breaks: devices, then roles; nothing where nobody is."""
    for by, found in hits(diff):
        head = (f"Breaks for {by}", *(verdict.word for verdict in BREAKS))
        yield from table(head, [hit.row for hit in found], numbers=len(BREAKS))


def item_heading(name: str, old_name: str, level: int) -> Iterator[str]:
    """Yield the heading of what happened to an item."""
    yield from heading(level, f"{name} (was {old_name})" if old_name else name or "(without a name)")


def telling_lines(telling: Telling, item: str, most: int = LINES) -> Iterator[str]:
    """Yield what happened to one or more lines of an item: a sentence, and tables of fields and of the first lines."""
    judgement, whom = telling.judgement, whom_sentence(telling)
    why = markdown(judgement.why.rstrip("."))
    verdicts = ", ".join(judgement.verdicts).capitalize()
    yield f"**{markdown(telling_title(telling))}.** *{verdicts}*: {why}. {markdown(whom)}".rstrip()
    yield ""
    for found in (field_table(telling), line_table(telling, item, most)):
        if found:
            yield from table(found.head, ([shortened(cell, _LONGEST) for cell in row] for row in found.rows))
            if found.left_out:
                yield f"And {found.left_out:,} more lines, which other forms list."
                yield ""


def moved_list(diff: Diff) -> Iterator[str]:
    """Yield how many lines only moved, by file or sheet."""
    found = moved(diff)
    for one in found:
        yield f"- {markdown(one.place or 'Not recorded where')}: {one.said}"
    if found:
        yield ""
