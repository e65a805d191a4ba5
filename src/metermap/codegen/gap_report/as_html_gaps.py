"""The report's gaps: the table with its filter, the values that break, proposals and protocol fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report.as_html_filter import Facet, facet
from metermap.codegen.gap_report.as_html_pieces import (
    Links,
    element_cell,
    lines,
    listing,
    mark,
    none_found,
    over,
    part_section,
    place,
    recorded,
    row_of,
    td,
    word_of,
    words,
)
from metermap.codegen.gap_report.model import NOT_RECORDED, Gap, GapReport, Limit, Proposal, ProtocolField
from metermap.codegen.titles import protocol_title
from metermap.core.markup import EMPTY, code, join, labelled, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.standing import LETTERS, Standing

__all__ = ["GAPS_TABLE", "facets", "gaps", "limits", "proposals", "protocol_fields"]

GAPS_TABLE: Final = "gaps-table"
"""The id of the table that the filter is about."""

_GAP_HEAD: Final = (
    "Standing",
    "Element",
    "Home named",
    "Reason",
    "Consequence",
    "Proposal",
    "Owner, decision",
    "Where",
)


def gaps(report: GapReport, links: Links, controls: Html) -> Html:
    """Return the section of gaps; `controls` filter the element with the id `GAPS_TABLE`, by `facets`."""
    lead = (
        "An element that a protocol does not carry, carries with a limit, or is not known to carry. A missing "
        "statement is no gap in the protocol: the element is undecided."
    )
    if not report.gaps:
        return part_section("Gaps", "gaps", lead, none_found("No gaps."))
    rows = (_gap_row(gap, links) for gap in report.gaps)
    shown = table(counted(len(report.gaps), "gap"), _GAP_HEAD, [tag("tbody", *rows)], class_="stack gaps")
    return part_section("Gaps", "gaps", lead, controls, tag("div", shown, id=GAPS_TABLE))


def facets(report: GapReport) -> tuple[Facet, ...]:
    """Return by what the gaps can be filtered, with the values that occur."""
    found = report.gaps
    standings = Counter(gap.standing for gap in found)
    by_standing = ((one.value, f"{LETTERS[one]} {one.value}") for one in Standing for _ in range(standings[one]))
    return (
        facet("device", "Device", ((gap.device, gap.device) for gap in found)),
        facet("protocol", "Protocol", ((gap.protocol, protocol_title(gap.protocol)) for gap in found)),
        facet("standing", "Standing", by_standing),
        facet("section", "Section", ((_section(gap), _section(gap)) for gap in found)),
    )


def _section(gap: Gap) -> str:
    return gap.section or NOT_RECORDED


def _gap_row(gap: Gap, links: Links) -> Html:
    return tag(
        "tr",
        *labelled(_GAP_HEAD, _gap_cells(gap, links)),
        data_device=word_of(gap.device),
        data_protocol=word_of(gap.protocol),
        data_standing=word_of(gap.standing.value),
        data_section=word_of(_section(gap)),
    )


def _gap_cells(gap: Gap, links: Links) -> Iterator[Html]:
    standing = join((mark(gap.standing), text(gap.standing.value)), " ")
    yield td(lines(standing, text(over(gap.device, gap.protocol)), tag("small", text(gap.route))), class_="standing")
    yield element_cell(links, gap.element, gap.item, gap.path, *_sources(gap))
    # What is only proposed is no home; its own column has it.
    yield td(lines(EMPTY if gap.home == gap.proposal else text(gap.home), _cases(gap, links)))
    yield words(gap.reason)
    yield words(gap.consequence)
    yield words(gap.proposal)
    yield td(_decided(gap))
    yield td(lines(place(gap.cell), place(gap.statement)))


def _sources(gap: Gap) -> tuple[str, ...]:
    return ", ".join(filter(None, (row_of(gap.row), gap.clause))), gap.section


def _cases(gap: Gap, links: Links) -> Html:
    if not gap.use_cases:
        return EMPTY
    return tag("small", text("use cases "), join(map(links.use_case, gap.use_cases), " "), class_="cases")


def _decided(gap: Gap) -> Html:
    """Return owner, decision and date; one word where nobody recorded any of them."""
    said = (("owner", gap.owner), ("decision", gap.decision), ("date", gap.dated))
    if all(value == NOT_RECORDED for _, value in said):
        return recorded(NOT_RECORDED)
    return lines(*(join((text(f"{name}: "), recorded(value))) for name, value in said))


_LIMIT_HEAD: Final = ("Element", "Over", "Value that breaks", "Why", "Home", "Evidence", "Mapping")


def limits(report: GapReport, links: Links) -> Html:
    """Return the section of elements that have a home in which a value does not survive."""
    found = [(gap, limit) for gap in report.gaps for limit in gap.limits]
    limited = sum(column.counts.elements.limited for column in report.columns)
    mapped = sum(column.mapped for column in report.columns)
    lead = (
        f"{limited:,} of the {mapped:,} elements with a home have a limit: a value is known that does not come back "
        "as it was."
    )
    if not found:
        return part_section("Limits", "limits", lead, none_found("No value is known to break."))
    rows = (_limit_cells(gap, limit, links) for gap, limit in found)
    caption = f"{counted(len(found), 'limit')}, each with a value that breaks"
    return part_section("Limits", "limits", lead, listing(caption, _LIMIT_HEAD, rows))


def _limit_cells(gap: Gap, limit: Limit, links: Links) -> Iterator[Html]:
    yield element_cell(links, gap.element, gap.item, gap.path, row_of(gap.row))
    yield td(lines(text(gap.device), text(protocol_title(gap.protocol))))
    raw = tag("small", text(f"on the wire {limit.raw}")) if limit.raw else EMPTY
    yield td(lines(code(limit.value), raw, tag("small", text(", ".join((limit.kind, *limit.directions))))))
    yield words(limit.why)
    yield td(text(limit.address))
    yield td(lines(*map(place, limit.evidence)))
    yield td(place(limit.statement))


_PROPOSAL_HEAD: Final = ("Element", "Device", "Status", "Address", "Type", "Reason", "Mapping")


def proposals(report: GapReport, links: Links) -> Html:
    """Return the section of statements that hold not yet."""
    lead = "Statements that nobody has reviewed, and plans. None of them counts as a home."
    if not report.proposals:
        return part_section("Proposals", "proposals", lead, none_found("No proposals."))
    rows = (_proposal_cells(found, links) for found in report.proposals)
    caption = counted(len(report.proposals), "proposal")
    return part_section("Proposals", "proposals", lead, listing(caption, _PROPOSAL_HEAD, rows))


def _proposal_cells(found: Proposal, links: Links) -> Iterator[Html]:
    yield element_cell(links, found.element, found.item, found.path, row_of(found.row))
    yield td(lines(text(found.device), text(protocol_title(found.protocol))))
    yield td(text(found.status))
    yield td(text(found.address))
    yield td(code(found.type))
    yield words(found.reason)
    yield td(place(found.place))


_FIELD_HEAD: Final = ("Item", "Device", "Row", "Address", "Type", "Always", "Mapping")


def protocol_fields(report: GapReport, links: Links) -> Html:
    """Return the section of fields that a protocol demands and no element asks for."""
    lead = "Fields that a protocol demands. The catalogue has nothing that they would carry; many hold a constant."
    if not report.protocol_fields:
        return part_section("Protocol fields", "protocol-fields", lead, none_found("No such fields."))
    rows = (_field_cells(found, links) for found in report.protocol_fields)
    shown = listing(counted(len(report.protocol_fields), "field"), _FIELD_HEAD, rows)
    return part_section("Protocol fields that no element asks for", "protocol-fields", lead, shown)


def _field_cells(found: ProtocolField, links: Links) -> Iterator[Html]:
    yield tag("th", links.item(found.item), scope="row")
    yield td(lines(text(found.device), text(protocol_title(found.protocol))))
    yield td(text("" if found.row is None else found.row), class_="number")
    yield td(text(found.address))
    yield td(code(found.type))
    yield td(code(found.value))
    yield td(place(found.place))
