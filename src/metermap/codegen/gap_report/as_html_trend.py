"""What is different from an earlier report: in a sentence for the first page, and as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report.as_html_pieces import (
    Links,
    element_cell,
    lines,
    listing,
    none_found,
    over,
    part_section,
    place,
    row_of,
    td,
)
from metermap.codegen.gap_report.counts import Tally
from metermap.codegen.gap_report.figures import trend_sentence
from metermap.codegen.gap_report.trend_model import Trend, TrendColumn, TrendLine
from metermap.codegen.titles import protocol_title
from metermap.core.markup import EMPTY, code, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.standing import Standing

__all__ = ["trend", "trend_link"]


def trend(found: Trend, links: Links) -> Html:
    """Return the section on what is different."""
    coarse = " The earlier one tells only what is mapped; a change of what a home is worth cannot be seen."
    lead = trend_sentence(found) + (coarse if found.source.coarse else "")
    columns = table(
        "Elements with a home, then and now",
        ("Device", "Protocol", "Then", "Now", "Undecided then", "Undecided now"),
        [tag("tbody", *(tag("tr", *_column_cells(column)) for column in found.columns))],
        class_="counts",
        numbers=4,
    )
    groups = (("New gaps", found.new_gaps), ("Closed gaps", found.closed_gaps), ("Other changes", found.changed))
    listed = (_lines(heading, group, links) for heading, group in groups)
    names = (_names("Elements added", found.added), _names("Elements removed", found.removed))
    return part_section("Since the earlier report", "trend", lead, columns, *listed, *names)


def _column_cells(column: TrendColumn) -> Iterator[Html]:
    yield tag("th", text(column.device), scope="row")
    yield td(text(protocol_title(column.protocol)))
    for tally in (column.old, column.new):
        yield td(text(_mapped(tally)), class_="number")
    for tally in (column.old, column.new):
        yield td(text("not asked" if tally is None else f"{tally.count(Standing.UNDECIDED):,}"), class_="number")


def _mapped(tally: Tally | None) -> str:
    return "not asked" if tally is None else f"{tally.mapped:,} of {tally.total:,}"


_HEAD: Final = ("Element", "Over", "Then", "Now", "Cell")


def _lines(heading: str, group: tuple[TrendLine, ...], links: Links) -> Html:
    rows = (_line_cells(line, links) for line in group)
    shown = listing(f"{heading}: {len(group):,}", _HEAD, rows) if group else none_found("None.")
    return section(heading, shown, level=3)


def _line_cells(line: TrendLine, links: Links) -> Iterator[Html]:
    yield element_cell(links, line.element, line.item, line.path, row_of(line.row))
    yield td(text(over(line.device, line.protocol)))
    yield td(text(line.old or "not asked"))
    yield td(text(line.new or "not asked"))
    yield td(place(line.cell))


def _names(heading: str, elements: tuple[str, ...]) -> Html:
    if not elements:
        return EMPTY
    return section(heading, tag("p", lines(*map(code, elements))), level=3)


def trend_link(found: Trend) -> Html:
    """Return the sentence with a link to the section."""
    return tag("p", text(f"{trend_sentence(found)} "), link("#trend", text("What is different")), class_="trend")
