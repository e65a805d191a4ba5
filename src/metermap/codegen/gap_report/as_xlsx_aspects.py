"""The sheets of the report's workbook on its further parts: hub, parity, standards, security, findings, trend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report.as_xlsx_model import (
    CELL,
    DEVICE,
    ITEM,
    NAMED,
    PROTOCOL,
    ROUTE,
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
)
from metermap.codegen.gap_report.aspects import (
    HubValue,
    HubView,
    Parity,
    ParityLine,
    ParitySide,
    SecurityColumn,
    StandardLine,
)
from metermap.codegen.gap_report.counts import Tally
from metermap.codegen.gap_report.trend_model import Trend, TrendLine
from metermap.codegen.titles import protocol_title

__all__ = [
    "errata",
    "findings",
    "hub",
    "parity",
    "proof_reasons",
    "roles",
    "security",
    "sensitive",
    "standards",
    "statements",
    "trend",
    "trend_counts",
]

_WHY: Final = Head("Why", 36)


def hub(source: Source) -> Sheet:
    """Return each value that a hub hands on."""
    heads = (
        Head("Hub", 30),
        Head("From", 24),
        Head("To", 24),
        ITEM,
        Head("Element", 34),
        Head("Address on the meter", 40),
        Head("Address in the home", 40),
        Head("Rests on", 20),
        Head("Verdict", 12),
        Head("Value that breaks", 20),
        _WHY,
        Head("Mapping of the meter", 34),
        Head("Mapping of the home", 34),
    )
    rows = tuple(_hub_row(source, view, value) for view in source.report.hubs for value in view.values)
    return Sheet("Hub", "values that a hub takes from a meter and hands on in the home", heads, rows)


def _hub_row(source: Source, view: HubView, value: HubValue) -> tuple[Cell, ...]:
    return (
        view.name,
        _side_name(view.meter),
        _side_name(view.home),
        value.item,
        source.linked(value.element, value.element),
        value.source or "not recorded",
        value.target,
        value.basis,
        value.verdict,
        value.value,
        "; ".join(filter(None, (value.why, *value.reasons))),
        value.source_statement,
        value.target_statement,
    )


def _side_name(side: tuple[str, str]) -> str:
    device, protocol = side
    return f"{device} over {protocol_title(protocol)}"


def parity(source: Source) -> Sheet:
    """Return the elements that the catalogue lists for both devices of a pair, a line for each device."""
    heads = (
        Head("Parity", 26),
        *NAMED,
        DEVICE,
        PROTOCOL,
        STANDING,
        Head("Addresses", 60),
    )
    rows = tuple(
        row for pair in source.report.parity for line in pair.lines for row in _parity_rows(source, pair, line)
    )
    return Sheet("Parity", "elements listed for two devices whose carriers differ", heads, rows)


def _parity_rows(source: Source, pair: Parity, line: ParityLine) -> Iterator[tuple[Cell, ...]]:
    named = source.named(line.element, line.item, line.path, line.row)
    for side in (line.left, line.right):
        yield (f"{pair.left_device} and {pair.right_device}", *named, *_parity_side(side))


def _parity_side(side: ParitySide) -> tuple[Cell, ...]:
    return side.device, protocol_title(side.protocol), side.standing.value, "; ".join(side.addresses)


def standards(source: Source) -> Sheet:
    """Return the editions that are not recorded as recognised, a line for each device over a protocol."""
    heads = (
        Head("Standard", 24),
        Head("Title", 40),
        Head("Body", 16),
        Head("Edition", 20),
        Head("Status", 12),
        Head("Use", 12),
        Head("Recognition", 18),
        Head("As printed", 30),
        Head("Basis", 40),
        Head("Through", 30),
        DEVICE,
        PROTOCOL,
        Head("Elements", 10, Kind.NUMBER),
        Head("Out of", 10, Kind.NUMBER),
    )
    rows = (row for found in source.report.standards or () for row in _standard_rows(found))
    return Sheet("Standards", "editions in use whose recognition is not recorded", heads, tuple(rows))


def _standard_rows(found: StandardLine) -> Iterator[tuple[Cell, ...]]:
    said = (
        found.standard,
        found.title,
        found.body,
        found.edition,
        found.status,
        found.use,
        found.standing,
        found.recognition,
        found.basis,
        listed(found.through),
    )
    for used in found.usage:
        yield (*said, used.device, protocol_title(used.protocol), used.elements, used.total)
    if not found.usage:
        yield (*said, "", "", 0, 0)


def security(source: Source) -> Sheet:
    """Return the sensitive elements by device, protocol and route."""
    heads = (
        DEVICE,
        PROTOCOL,
        ROUTE,
        Head("Protection", 50),
        Head("Sensitive", 10, Kind.NUMBER),
        Head("Out of", 10, Kind.NUMBER),
        *TALLY,
    )
    rows = tuple(map(_security_row, source.report.security.columns))
    return Sheet("Security", "sensitive elements by route, and where protection ends", heads, rows)


def _security_row(found: SecurityColumn) -> tuple[Cell, ...]:
    return (
        found.device,
        protocol_title(found.protocol),
        found.route or "not spoken",
        found.protection,
        found.sensitive.total,
        found.elements,
        *by_standing(found.sensitive),
    )


def roles(source: Source) -> Sheet:
    """Return how many sensitive elements each role may read or update."""
    heads = (
        DEVICE,
        PROTOCOL,
        Head("Role", 30),
        Head("May read", 10, Kind.NUMBER),
        Head("May update", 10, Kind.NUMBER),
        Head("Restricted", 10, Kind.NUMBER),
        Head("Out of", 10, Kind.NUMBER),
    )
    rows = (
        (
            found.device,
            protocol_title(found.protocol),
            found.role,
            found.reads,
            found.updates,
            found.restricted,
            found.of,
        )
        for found in source.report.security.roles
    )
    return Sheet("Roles", "sensitive elements that a role may read or update", heads, tuple(rows))


def sensitive(source: Source) -> Sheet:
    """Return each sensitive element."""
    heads = (
        DEVICE,
        PROTOCOL,
        ROUTE,
        STANDING,
        *NAMED,
        Head("Use cases", 24),
        Head("Read by", 30),
        Head("Updated by", 30),
        CELL,
    )
    rows = (
        (
            found.device,
            protocol_title(found.protocol),
            found.route or "not spoken",
            found.standing.value,
            *source.named(found.element, found.item, found.path, found.row),
            listed(found.use_cases),
            listed(found.readers),
            listed(found.updaters),
            source.cell(found.cell),
        )
        for found in source.report.security.elements
    )
    return Sheet("Sensitive", "each sensitive element with the roles of its use cases", heads, tuple(rows))


def proof_reasons(source: Source) -> Sheet:
    """Return why it is not decided whether values survive."""
    heads = (
        Head("Why undecided", 22),
        Head("Meaning", 50),
        Head("Decided by", 70),
        Head("Elements", 10, Kind.NUMBER),
        Head("With a home", 10, Kind.NUMBER),
        Head("Statements", 11, Kind.NUMBER),
    )
    rows = (
        (found.name, found.meaning, found.decided_by, found.elements, found.homes, found.statements)
        for found in source.report.proof_reasons
    )
    return Sheet("To decide", "what would decide whether values survive", heads, tuple(rows))


def findings(source: Source) -> Sheet:
    """Return the findings by code; an empty cell where nobody has judged them."""
    judged = ("Open", "Reviewed", "Suppressed", "Baseline")
    heads = (
        Head("Code", 10),
        Head("Severity", 10),
        Head("Found", 9, Kind.NUMBER),
        *(Head(name, 11, Kind.NUMBER) for name in judged),
        Head("First of them", 90),
    )
    rows = (
        (
            found.code,
            found.severity,
            found.count,
            found.open,
            found.reviewed,
            found.suppressed,
            found.baseline,
            found.example,
        )
        for found in source.report.findings
    )
    return Sheet("Findings", "what the checks object to, by code", heads, tuple(rows))


def errata(source: Source) -> Sheet:
    """Return the corrections of the catalogue."""
    names = ("Erratum", "Line", "Field", "Printed", "Corrected")
    heads = (
        *(Head(name, 20) for name in names),
        Head("Reason", 44),
        Head("Reference", 30),
        Head("Editions", 16),
        Head("Outcome", 14),
        CELL,
    )
    rows = (
        (
            found.key,
            found.line,
            found.field,
            found.old,
            found.new,
            found.reason,
            found.reference,
            found.editions,
            found.outcome,
            source.cell(found.cell),
        )
        for found in source.report.errata
    )
    return Sheet("Errata", "corrections of the catalogue", heads, tuple(rows))


def statements(source: Source) -> Sheet:
    """Return what stands behind the statements of the mapping."""
    names = ("Elements", "Protocol fields", "Gaps", "Proposals", "Total", "Of them constants")
    heads = (DEVICE, PROTOCOL, ROUTE, *(Head(name, 11, Kind.NUMBER) for name in names))
    rows = (
        (*over(column), said.elements, said.protocol_fields, said.gaps, said.proposals, said.total, said.constants)
        for column in source.report.columns
        if (said := column.statements).total
    )
    return Sheet("Statements", "what the statements of the mapping carry", heads, tuple(rows))


def trend_counts(found: Trend) -> Sheet:
    """Return the counts then and now."""
    names = ("With a home", "Out of", "Undecided")
    heads = (
        DEVICE,
        PROTOCOL,
        *(Head(f"{name}, {when}", 12, Kind.NUMBER) for when in ("then", "now") for name in names),
    )
    rows = (
        (column.device, protocol_title(column.protocol), *_then(column.old), *_then(column.new))
        for column in found.columns
    )
    return Sheet("Trend", "counts of the earlier report and of this one", heads, tuple(rows))


def _then(tally: Tally | None) -> tuple[Cell, Cell, Cell]:
    return (None, None, None) if tally is None else (tally.mapped, tally.total, tally.undecided)


def trend(source: Source, found: Trend) -> Sheet:
    """Return each change since the earlier report."""
    heads = (Head("Change", 14), DEVICE, PROTOCOL, *NAMED, Head("Then", 14), Head("Now", 14), CELL)
    groups = (("new gap", found.new_gaps), ("closed gap", found.closed_gaps), ("other", found.changed))
    changed = (_change(source, kind, line) for kind, lines in groups for line in lines)
    only = (("element added", found.added), ("element removed", found.removed))
    named = (_only(source, kind, name) for kind, names in only for name in names)
    return Sheet("Changes", "each change since the earlier report", heads, (*changed, *named))


def _only(source: Source, kind: str, element: str) -> tuple[Cell, ...]:
    return kind, "", "", None, source.linked(element, element), "", "", "", ""


def _change(source: Source, kind: str, line: TrendLine) -> tuple[Cell, ...]:
    return (
        kind,
        line.device,
        protocol_title(line.protocol),
        *source.named(line.element, line.item, line.path, line.row),
        line.old or "not asked",
        line.new or "not asked",
        source.cell(line.cell),
    )
