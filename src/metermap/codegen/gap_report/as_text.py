"""The gap report's summary as text, a page for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from metermap.codegen.gap_report.as_markdown_trend import trend_sentence
from metermap.codegen.gap_report.figures import figures, tasks
from metermap.codegen.gap_report.model import NOT_RECORDED, Column, GapReport
from metermap.core.text import one_line
from metermap.mappings.standing import LETTERS, MEANINGS, Standing

__all__ = ["report_text"]

_NAMES: Final = 2  # columns of a table that hold names; the others hold numbers


def report_text(report: GapReport) -> str:
    """Return the summary. What a catalogue says is shown escaped."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(report))


def _lines(report: GapReport) -> Iterator[str]:
    yield one_line(report.title or report.name)
    yield f"Catalogue edition {one_line(report.edition or NOT_RECORDED)}. {report.extent}. {report.counted_up_to}"
    yield ""
    yield from _coverage(report.columns)
    yield ""
    yield from _right((f"{figure.count:,} of {figure.whole:,}", figure.said) for figure in figures(report))
    yield ""
    if settle := tasks(report):
        yield "What can be settled"
        yield from _right((f"{task.count:,} of {task.whole:,}", one_line(task.said)) for task in settle)
        yield ""
    if report.trend:
        yield f"{one_line(trend_sentence(report.trend))}."
        yield ""
    yield "Mapped is E, L and C together. A proposal or a plan is never counted as mapped."
    yield from (f"  {LETTERS[standing]}  {standing.value.ljust(14)}  {MEANINGS[standing]}" for standing in Standing)


def _coverage(columns: Sequence[Column]) -> Iterator[str]:
    head = ("", "", "mapped", "", *(LETTERS[standing] for standing in Standing), "tested")
    rows = [head, *map(_row, columns)]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        names = (cell.ljust(width) for cell, width in zip(row[:_NAMES], widths, strict=False))
        numbers = (cell.rjust(width) for cell, width in zip(row[_NAMES:], widths[_NAMES:], strict=True))
        yield "  ".join((*names, *numbers))


def _row(column: Column) -> tuple[str, ...]:
    tally = column.counts.elements
    route = column.route or "not spoken"
    return (
        one_line(column.name),
        f"{route}, carrier" if column.carrier else route,
        f"{tally.mapped:,} of {tally.total:,}",
        _percent(tally.mapped, tally.total),
        *(f"{tally.count(standing):,}" for standing in Standing),
        column.counts.evidence,
    )


def _percent(count: int, whole: int) -> str:
    """Return a share, rounded down: nothing that is not all of it is shown as 100 %."""
    return f"{count * 1000 // whole / 10:.1f} %" if whole else ""


def _right(rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    found = list(rows)
    width = max((len(number) for number, _ in found), default=0)
    yield from (f"  {number.rjust(width)}  {said}" for number, said in found)
