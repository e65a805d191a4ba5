"""The gap report's counts as CSV: a line for each device over a protocol, and one for each section there.

A line without a section is the whole. Each count has its denominator in the line: of the `elements` that are asked
about, of what they stand for with ranges spelled out, and of those that say no number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report.counts import Counts, Tally
from metermap.codegen.gap_report.model import Column, GapReport
from metermap.core.text import csv_cell
from metermap.mappings.standing import Standing

__all__ = ["COLUMNS", "report_coverage_csv"]

_NAMED: Final = ("device", "title", "protocol", "route", "carrier", "why not spoken", "section")
_TALLY: Final = ("mapped", *(standing.value for standing in Standing))

COLUMNS: Final = (
    *_NAMED,
    *_TALLY,
    "elements",
    "tested",
    "failed",
    *(f"spelled out: {name}" for name in (*_TALLY, "elements")),
    *(f"no number: {name}" for name in (*_TALLY, "elements")),
)
"""The headings. `tested` and `failed` are out of `mapped`, the others out of the `elements` of their kind."""


def report_coverage_csv(report: GapReport) -> str:
    """Return the counts, for a spreadsheet: a name that it would run is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for column in report.columns:
        parts = (("", column.counts), *((part.section, part.counts) for part in column.sections))
        writer.writerows((*map(csv_cell, _named(column, section)), *_numbers(counts)) for section, counts in parts)
    return out.getvalue()


def _named(column: Column, section: str) -> tuple[str, ...]:
    carrier = "yes" if column.carrier else "no"
    return column.device, column.title, column.protocol, column.route, carrier, column.reason, section


def _numbers(counts: Counts) -> Iterator[int]:
    yield from _tally(counts.elements)
    yield from (counts.tested, counts.failed)
    yield from _tally(counts.expanded)
    yield from _tally(counts.uncounted)


def _tally(tally: Tally) -> Iterator[int]:
    yield tally.mapped
    yield from map(tally.count, Standing)
    yield tally.total
