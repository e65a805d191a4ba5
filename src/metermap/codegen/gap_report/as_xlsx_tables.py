"""The sheets of the report's workbook that count and list what there is: coverage, elements, gaps, limits, fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from metermap.codegen.gap_report.as_xlsx_model import (
    CELL,
    DEVICE,
    ITEM,
    LINE,
    NAMED,
    PROTOCOL,
    ROUTE,
    ROW,
    STANDING,
    TALLY,
    Cell,
    Head,
    Kind,
    Sheet,
    Source,
    by_standing,
    listed,
    over,
    share,
)
from metermap.codegen.gap_report.model import Column, Gap
from metermap.codegen.titles import protocol_title

__all__ = ["coverage", "elements", "gaps", "limits", "proposals", "protocol_fields", "sections"]


def coverage(source: Source) -> Sheet:
    """Return the counts by device, protocol and route, in elements and spelled out."""
    heads = (
        DEVICE,
        Head("Title", 30),
        PROTOCOL,
        ROUTE,
        Head("Carrier", 9),
        Head("Counted", 12),
        Head("With a home", 10, Kind.NUMBER),
        Head("Out of", 10, Kind.NUMBER),
        Head("Share", 9, Kind.SHARE),
        *TALLY,
        Head("No number", 10, Kind.NUMBER),
        Head("Tested", 9, Kind.NUMBER),
        Head("Failed", 9, Kind.NUMBER),
        Head("Why not spoken", 34),
    )
    rows = (row for column in source.report.columns for row in _coverage_rows(column))
    return Sheet("Coverage", "elements by device, protocol and route", heads, tuple(rows))


def sections(source: Source) -> Sheet:
    """Return the counts by section of the catalogue."""
    heads = (
        DEVICE,
        PROTOCOL,
        ROUTE,
        Head("Section", 40),
        Head("With a home", 10, Kind.NUMBER),
        Head("Out of", 10, Kind.NUMBER),
        Head("Share", 9, Kind.SHARE),
        *TALLY,
        Head("Spelled out, with a home", 13, Kind.NUMBER),
        Head("Spelled out, out of", 13, Kind.NUMBER),
        Head("No number", 10, Kind.NUMBER),
        Head("Tested", 9, Kind.NUMBER),
        Head("Failed", 9, Kind.NUMBER),
    )
    rows = (
        (
            *over(column),
            section.section,
            section.counts.elements.mapped,
            section.counts.elements.total,
            share(section.counts.elements.mapped, section.counts.elements.total),
            *by_standing(section.counts.elements),
            section.counts.expanded.mapped,
            section.counts.expanded.total,
            section.counts.uncounted.total,
            section.counts.tested,
            section.counts.failed,
        )
        for column in source.report.columns
        for section in column.sections
    )
    return Sheet("Sections", "the same elements by section of the catalogue", heads, tuple(rows))


def elements(source: Source) -> Sheet:
    """Return each element with its standing in each column."""
    columns = source.report.columns
    heads = (
        *NAMED,
        Head("Section", 30),
        Head("Clause", 24),
        Head("Spelled out", 9, Kind.NUMBER),
        Head("Sensitive", 10),
        CELL,
        *(Head(f"{column.device} over {protocol_title(column.protocol)}", 15) for column in columns),
    )
    rows = (
        (
            *source.named(line.element, line.item, line.path, line.row),
            line.section,
            line.clause,
            line.expanded,
            "yes" if line.sensitive else "no",
            source.cell(line.cell),
            *(standing.value if standing else "" for standing in line.standings),
        )
        for line in source.report.lines
    )
    return Sheet("Elements", "each element once, with its standing everywhere", heads, tuple(rows))


def gaps(source: Source) -> Sheet:
    """Return each gap."""
    heads = (
        DEVICE,
        PROTOCOL,
        ROUTE,
        STANDING,
        *NAMED,
        Head("Section", 18),
        Head("Clause", 16),
        Head("Spelled out", 8, Kind.NUMBER),
        Head("Sensitive", 9),
        Head("Home named", 24),
        Head("Reason", 22),
        Head("Consequence", 32),
        Head("Proposal", 24),
        Head("Owner", 12),
        Head("Decision", 12),
        Head("Date", 10),
        *([Head("Age in days", 8, Kind.NUMBER)] if source.report.as_of else ()),
        Head("Status", 11),
        Head("Use cases", 12),
        CELL,
        LINE,
    )
    rows = tuple(map(partial(_gap, source), source.report.gaps))
    return Sheet("Gaps", "elements that a protocol does not carry, or not all of", heads, rows)


def _gap(source: Source, gap: Gap) -> tuple[Cell, ...]:
    return (
        gap.device,
        protocol_title(gap.protocol),
        gap.route,
        gap.standing.value,
        *source.named(gap.element, gap.item, gap.path, gap.row),
        gap.section,
        gap.clause,
        gap.expanded,
        "yes" if gap.sensitive else "no",
        gap.home,
        gap.reason,
        gap.consequence,
        gap.proposal,
        gap.owner,
        gap.decision,
        gap.date,
        *([gap.age] if source.report.as_of else ()),
        gap.status,
        listed(gap.use_cases),
        source.cell(gap.cell),
        gap.statement,
    )


def limits(source: Source) -> Sheet:
    """Return each value that breaks."""
    heads = (
        DEVICE,
        PROTOCOL,
        *NAMED,
        Head("Kind", 16),
        Head("Value that breaks", 24),
        Head("On the wire", 16),
        Head("Why", 36),
        Head("Directions", 16),
        Head("Address", 36),
        Head("Evidence", 30),
        LINE,
    )
    rows = (
        (
            gap.device,
            protocol_title(gap.protocol),
            *source.named(gap.element, gap.item, gap.path, gap.row),
            limit.kind,
            limit.value,
            limit.raw,
            limit.why,
            listed(limit.directions),
            limit.address,
            _evidence(source, limit.evidence),
            limit.statement,
        )
        for gap in source.report.gaps
        for limit in gap.limits
    )
    return Sheet("Limits", "values that do not come back as they were", heads, tuple(rows))


def proposals(source: Source) -> Sheet:
    """Return each statement that holds not yet."""
    heads = (
        DEVICE,
        PROTOCOL,
        *NAMED,
        Head("Status", 12),
        Head("Address", 44),
        Head("Type", 24),
        Head("Reason", 30),
        LINE,
    )
    rows = (
        (
            found.device,
            protocol_title(found.protocol),
            *source.named(found.element, found.item, found.path, found.row),
            found.status,
            found.address,
            found.type,
            found.reason,
            found.place,
        )
        for found in source.report.proposals
    )
    return Sheet("Proposals", "statements that nobody has reviewed, and plans", heads, tuple(rows))


def protocol_fields(source: Source) -> Sheet:
    """Return each field that no element asks for."""
    heads = (
        DEVICE,
        PROTOCOL,
        ROW,
        ITEM,
        Head("Address", 50),
        Head("Type", 24),
        Head("Always", 18),
        LINE,
    )
    rows = (
        (
            found.device,
            protocol_title(found.protocol),
            found.row,
            found.item,
            found.address,
            found.type,
            found.value,
            found.place,
        )
        for found in source.report.protocol_fields
    )
    return Sheet("Protocol fields", "fields that no element asks for", heads, tuple(rows))


def _coverage_rows(column: Column) -> Iterator[tuple[Cell, ...]]:
    counts = column.counts
    device, protocol, route = over(column)
    opening = (device, column.title, protocol, route, "yes" if column.carrier else "no")
    for counted, tally in (("elements", counts.elements), ("spelled out", counts.expanded)):
        once = counted == "elements"
        yield (
            *opening,
            counted,
            tally.mapped,
            tally.total,
            share(tally.mapped, tally.total),
            *by_standing(tally),
            counts.uncounted.total if once else None,
            counts.tested if once else None,
            counts.failed if once else None,
            column.reason,
        )


def _evidence(source: Source, places: tuple[str, ...]) -> Cell:
    """Return the places; a single cell leads there."""
    return source.cell(places[0]) if len(places) == 1 else listed(places)
