"""The report's tables of counts: coverage, sections, what is not spoken, what the statements say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.gap_report.as_html_pieces import (
    STANDING_HEADS,
    legend,
    lines,
    number,
    over,
    part,
    part_section,
    protocol_lines,
    protocol_note,
    tally_cells,
    td,
)
from metermap.codegen.gap_report.counts import Counts, Tally
from metermap.codegen.gap_report.model import Column, GapReport
from metermap.codegen.titles import protocol_title
from metermap.core.markup import EMPTY, join, section, table, tag, text
from metermap.core.text import Html

__all__ = ["coverage", "sections", "statements"]

_TWO_ROWS: Final = "2"


def coverage(report: GapReport) -> Html:
    """Return the section on what each device carries by each protocol, in elements and spelled out."""
    lead = (
        "An element that several devices hold counts for each of them. Spelled out, a log of 12 entries counts 12; "
        "elements that say no number are counted apart. Carrier marks the protocol by which the elements of the "
        "device must travel."
    )
    head = ("Device", "Protocol", "Counted", "With a home", *STANDING_HEADS, "No number", "Tested")
    shown = table(
        "Elements by device, protocol and route",
        head,
        (tag("tbody", *_column_rows(column)) for column in report.columns),
        class_="counts",
        numbers=len(head) - 3,
    )
    silent = [column for column in report.columns if column.reason]
    return part_section("Coverage", "coverage", lead, shown, legend(), *([_silent(silent)] if silent else []))


def _column_rows(column: Column) -> Iterator[Html]:
    counts = column.counts
    device = tag("th", text(column.device), tag("small", text(column.title)), scope="rowgroup", rowspan=_TWO_ROWS)
    protocol = tag("td", protocol_lines(column), rowspan=_TWO_ROWS)
    yield tag("tr", device, protocol, *_counted("elements", counts.elements, counts))
    yield tag("tr", *_counted("spelled out", counts.expanded, None))


def _counted(what: str, tally: Tally, counts: Counts | None) -> Iterator[Html]:
    yield td(text(what), class_="what")
    yield part(tally.mapped, tally.total)
    yield from tally_cells(tally)
    if counts is None:
        yield from (td(), td())
        return
    yield number(counts.uncounted.total)
    yield _tested(counts)


def _tested(counts: Counts) -> Html:
    """Return the cell of what is tested out of what has a home, with what failed below it."""
    tested = tag("strong", text(f"{counts.tested:,}"))
    failed = tag("small", text(f"{counts.failed:,} failed")) if counts.failed else EMPTY
    return td(lines(join((tested, text(f" of {counts.elements.mapped:,}"))), failed), class_="number")


def _silent(columns: Iterable[Column]) -> Html:
    rows = (
        tag(
            "tr",
            tag("th", text(column.device), scope="row"),
            td(text(protocol_title(column.protocol))),
            td(text(column.reason)),
            part(column.not_applicable, column.elements),
        )
        for column in columns
    )
    head = ("Device", "Protocol", "Reason", "Elements")
    shown = table("Protocols that a device does not speak", head, [tag("tbody", *rows)], numbers=1)
    return section("Not applicable, and why", shown, anchor="not-applicable", level=3)


def sections(report: GapReport) -> Html:
    """Return the section that parts each column by the sections of the catalogue."""
    head = ("Section", "With a home", *STANDING_HEADS, "Spelled out, with a home", "No number", "Tested")
    shown = table(
        "Elements by device, protocol, route and section",
        head,
        (tag("tbody", *_section_rows(column, str(len(head)))) for column in report.columns),
        class_="counts",
        numbers=len(head) - 1,
    )
    return part_section(
        "Sections", "sections", "The same elements by the section of the catalogue that lists them.", shown
    )


def _section_rows(column: Column, widest: str) -> Iterator[Html]:
    named = f"{over(column.device, column.protocol)}, {protocol_note(column)}"
    yield tag("tr", tag("th", text(named), colspan=widest, scope="rowgroup"), class_="group")
    for found in column.sections:
        counts = found.counts
        yield tag(
            "tr",
            tag("th", text(found.section or "no section recorded"), scope="row"),
            part(counts.elements.mapped, counts.elements.total),
            *tally_cells(counts.elements),
            part(counts.expanded.mapped, counts.expanded.total),
            number(counts.uncounted.total),
            _tested(counts),
        )


def statements(report: GapReport) -> Html:
    """Return the section on what stands behind the statements of the mapping."""
    head = ("Device", "Protocol", "Elements", "Protocol fields", "Gaps", "Proposals", "Total", "Of them constants")
    rows = (tag("tr", *_statement_cells(column)) for column in report.columns if column.statements.total)
    shown = table("Statements by device and protocol", head, [tag("tbody", *rows)], class_="counts", numbers=6)
    lead = "What the statements of the mapping carry. The parts add up to the total; constants are counted among them."
    return part_section("Statements", "statements", lead, shown)


def _statement_cells(column: Column) -> Iterator[Html]:
    said = column.statements
    yield tag("th", text(column.device), scope="row")
    yield td(protocol_lines(column))
    yield from map(number, (said.elements, said.protocol_fields, said.gaps, said.proposals, said.total))
    yield part(said.constants, said.total)
