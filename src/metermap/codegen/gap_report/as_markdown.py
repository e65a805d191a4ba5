"""The gap report as Markdown, for the people in the room: a page of summary, then the tables.

A printed row number is a name and not a number of things: it has no separator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.gap_report.as_markdown_aspects import aspects
from metermap.codegen.gap_report.as_markdown_gaps import gaps
from metermap.codegen.gap_report.as_markdown_trend import trend, trend_sentence
from metermap.codegen.gap_report.counts import Counts
from metermap.codegen.gap_report.figures import PICTURE_TITLE, figures, tasks
from metermap.codegen.gap_report.markdown_table import heading, over, table
from metermap.codegen.gap_report.model import NOT_RECORDED, Column, GapReport
from metermap.codegen.titles import protocol_title
from metermap.core.text import markdown
from metermap.mappings.standing import LETTERS, MEANINGS, Standing

__all__ = ["report_markdown"]

_LETTERS: Final = tuple(LETTERS[standing] for standing in Standing)


def report_markdown(report: GapReport, *, picture: bool = True) -> str:
    """Return the report as a Markdown document; it shows the `picture` if the file of that lies beside it."""
    return "\n".join(_lines(report, picture=picture)) + "\n"


def _lines(report: GapReport, *, picture: bool) -> Iterator[str]:
    yield from _summary(report, picture=picture)
    if report.trend:
        yield from trend(report.trend)
    yield from _sections(report)
    yield from _statements(report)
    yield from gaps(report)
    yield from aspects(report)


def _summary(report: GapReport, *, picture: bool) -> Iterator[str]:
    yield from heading(1, f"Gap report: {report.title or report.name}")
    yield f"Catalogue edition: {markdown(report.edition or NOT_RECORDED)}."
    yield f"{report.extent}."
    if report.as_of:
        yield report.counted_up_to
    yield f"Made from the model with SHA-256 {markdown(report.digest)}."
    yield ""
    for figure in figures(report):
        yield f"- {figure.count:,} of {figure.whole:,} {markdown(figure.said)}"
    if report.trend:
        yield f"- {markdown(trend_sentence(report.trend))}"
    yield ""
    if picture:
        yield f"![{PICTURE_TITLE}](gap-report.svg)"
        yield ""
    yield from _coverage(report)
    settle = tasks(report)
    if settle:
        yield "What can be settled:"
        yield ""
        yield from (f"- {task.count:,} of {task.whole:,}: {markdown(task.said)}" for task in settle)
        yield ""
    yield from _legend()


def _coverage(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Coverage")
    head = ("Device", "Protocol", "Mapped", *_LETTERS, "Elements", "Tested")
    yield from table(head, map(_coverage_row, report.columns), numbers=len(head) - 2)
    silent = [column for column in report.columns if column.reason]
    for column in silent:
        yield f"- {markdown(over(column.device, column.protocol))} does not apply: {markdown(column.reason)}"
    if silent:
        yield ""


def _legend() -> Iterator[str]:
    yield "Mapped is E, L and C together; the letters add up to the elements, and an element that several devices hold"
    yield "counts for each. *Carrier* is the protocol by which a device's elements must travel. What nobody wrote down"
    yield "reads “not recorded”: silence is no reason, and a missing statement is no gap, only undecided."
    yield ""
    rows = ((LETTERS[standing], standing.value, meaning) for standing, meaning in MEANINGS.items())
    yield from table(("Letter", "Standing", "Meaning"), rows)


def _coverage_row(column: Column) -> tuple[str | int, ...]:
    tally = column.counts.elements
    return (
        column.device,
        _protocol(column),
        f"{tally.mapped} of {tally.total}",
        *(tally.count(standing) for standing in Standing),
        tally.total,
        column.counts.evidence,
    )


def _protocol(column: Column) -> str:
    notes = [note for note in (column.route, "carrier" if column.carrier else "") if note]
    title = protocol_title(column.protocol)
    return f"{title} ({', '.join(notes)})" if notes else title


def _sections(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Coverage by section")
    yield "The sections of the catalogue, as it heads them. *Spelled out* counts each index of a range: a log of twelve"
    yield "entries counts twelve. Elements whose range is open, or ends in a letter, say no number; they are counted in"
    yield "the last column and not among those spelled out."
    yield ""
    head = ("Section", "Mapped", *_LETTERS, "Elements", "Mapped, spelled out", "No number", "Tested")
    for column in report.columns:
        yield from heading(3, over(column.device, column.protocol))
        lines = ((part.section, part.counts) for part in column.sections)
        yield from table(head, _section_rows((*lines, ("all", column.counts))), numbers=len(head) - 1)


def _section_rows(parts: Iterable[tuple[str, Counts]]) -> Iterator[tuple[str | int, ...]]:
    for section, counts in parts:
        tally = counts.elements
        yield (
            section,
            f"{tally.mapped} of {tally.total}",
            *(tally.count(standing) for standing in Standing),
            tally.total,
            f"{counts.expanded.mapped:,} of {counts.expanded.total:,}",
            counts.uncounted.total,
            counts.evidence,
        )


def _statements(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Statements")
    yield "What the statements of the mapping carry. The parts add up to the total; constants are counted among them."
    yield ""
    head = ("Device", "Protocol", "Elements", "Protocol fields", "Gaps", "Proposals", "Total", "Of them constants")
    rows = (
        (
            column.device,
            protocol_title(column.protocol),
            column.statements.elements,
            column.statements.protocol_fields,
            column.statements.gaps,
            column.statements.proposals,
            column.statements.total,
            f"{column.statements.constants} of {column.statements.total}",
        )
        for column in report.columns
        if column.statements.total
    )
    yield from table(head, rows, numbers=6)
