"""The report's further sections: the hub's view, parity, standards, security, findings, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.gap_report.as_html_pieces import (
    STANDING_HEADS,
    Links,
    element_cell,
    lines,
    listing,
    mark,
    none_found,
    number,
    over,
    part,
    part_section,
    place,
    row_of,
    tally_cells,
    td,
    words,
)
from metermap.codegen.gap_report.aspects import (
    HubCount,
    HubValue,
    HubView,
    Parity,
    ParityElement,
    ParityLine,
    ParitySide,
    ProofReason,
    RoleCount,
    SecurityColumn,
    SensitiveElement,
    StandardLine,
)
from metermap.codegen.gap_report.model import ErratumNote, FindingCount, GapReport
from metermap.codegen.titles import protocol_title
from metermap.core.markup import EMPTY, code, join, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html

__all__ = ["errata", "findings", "hubs", "parities", "proof_reasons", "security", "standards"]

# ---- what the hub hands on ------------------------------------------------------------------


def hubs(report: GapReport, links: Links) -> Html:
    """Return the section on what a hub mirrors or translates."""
    lead = "What a hub takes from a meter's wire and hands on in the home, and whether every value survives."
    shown = [_hub(hub, links) for hub in report.hubs] or [none_found("The workspace describes no hub.")]
    return part_section("The hub's view", "hub", lead, *shown)


_HUB_HEAD: Final = ("Rests on", "Values", "Lossless", "Broken", "Undecided")
_VALUE_HEAD: Final = ("Element", "From", "To", "Verdict", "Why", "Rests on", "Mapping")


def _hub(hub: HubView, links: Links) -> Html:
    taken = hub.held - hub.left
    counts = table(
        f"Values handed on, by what says that both sides hold the same. {taken:,} of the {hub.held:,} elements with a "
        "value on the meter's wire are taken on.",
        _HUB_HEAD,
        [tag("tbody", *(tag("tr", *_hub_cells(found)) for found in hub.counts))],
        class_="counts",
        numbers=4,
    )
    rows = (_value_cells(found, links) for found in hub.values)
    values = listing(counted(len(hub.values), "value"), _VALUE_HEAD, rows) if hub.values else EMPTY
    heading = f"{hub.name}: {over(*hub.meter)} to {over(*hub.home)}"
    return section(heading, counts, values, level=3)


def _hub_cells(found: HubCount) -> Iterator[Html]:
    yield tag("th", text(found.basis), scope="row")
    yield number(found.values)
    yield from (part(count, found.values) for count in (found.lossless, found.broken, found.undecided))


def _value_cells(found: HubValue, links: Links) -> Iterator[Html]:
    yield element_cell(links, found.element, found.item, found.element.removeprefix(found.item).lstrip("."))
    yield words(found.source or "not recorded")
    yield td(text(found.target))
    yield td(text(found.verdict))
    broken = join((text("value "), code(found.value))) if found.value else EMPTY
    yield td(lines(broken, text(found.why), *map(text, found.reasons)))
    yield td(text(found.basis))
    yield td(lines(place(found.source_statement), place(found.target_statement)))


# ---- both sides -----------------------------------------------------------------------------


def parities(report: GapReport, links: Links) -> Html:
    """Return the section that sets each two devices of different carriers side by side."""
    lead = "The lines of the catalogue on each two devices whose carriers differ; no value is sent over both."
    shown = [_parity(parity, links) for parity in report.parity]
    return part_section("Parity", "parity", lead, *(shown or [none_found("All devices have the same carrier.")]))


def _parity(parity: Parity, links: Links) -> Html:
    left, right = over(parity.left_device, parity.left), over(parity.right_device, parity.right)
    groups = (
        ("mapped on both", parity.both),
        (f"only by {left}", parity.only_left),
        (f"only by {right}", parity.only_right),
    )
    total = sum(len(group) for _, group in groups)
    counts = table(
        "Elements with a home on either device",
        ("Elements", "Items with such an element", "Count", "Listed for both"),
        [tag("tbody", *(tag("tr", *_parity_cells(name, group, total)) for name, group in groups))],
        class_="counts",
        numbers=3,
    )
    rows = (_line_cells(line, links) for line in parity.lines)
    caption = f"{counted(len(parity.lines), 'element')} that the catalogue lists for both"
    listed = listing(caption, ("Element", left, right), rows) if parity.lines else EMPTY
    return section(f"{left} and {right}", counts, listed, level=3)


def _parity_cells(name: str, group: tuple[ParityElement, ...], total: int) -> Iterator[Html]:
    yield tag("th", text(name), scope="row")
    yield number(len({found.item for found in group}))
    yield part(len(group), total)
    yield part(sum(found.listed for found in group), len(group))


def _line_cells(line: ParityLine, links: Links) -> Iterator[Html]:
    yield element_cell(links, line.element, line.item, line.path, row_of(line.row))
    yield td(_side(line.left))
    yield td(_side(line.right))


def _side(side: ParitySide) -> Html:
    said = "; ".join(side.addresses) or side.standing.value
    return join((mark(side.standing), text(said)), " ")


# ---- standards ------------------------------------------------------------------------------

_STANDARD_HEAD: Final = ("Standard", "Edition", "Use", "Recognition", "Elements that rest on it")


def standards(report: GapReport, _: Links) -> Html:
    """Return the section on editions whose recognition is not recorded."""
    lead = "Editions of standards on which elements rest or may rest, and whose recognition nobody has recorded."
    if report.standards is None:
        shown = none_found("The report on standards was not at hand.")
    elif not report.standards:
        shown = none_found("Every edition in use is recorded as recognised.")
    else:
        caption = counted(len(report.standards), "edition")
        shown = listing(caption, _STANDARD_HEAD, map(_standard_cells, report.standards))
    return part_section("Dependency on editions not recognised", "standards", lead, shown)


def _standard_cells(found: StandardLine) -> Iterator[Html]:
    title = tag("small", text(", ".join(filter(None, (found.title, found.body)))))
    yield tag("th", text(found.standard), title, scope="row")
    yield td(lines(text(found.edition), tag("small", text(found.status))))
    through = tag("small", text(f"through {', '.join(found.through)}")) if found.through else EMPTY
    yield td(lines(text(found.use), through))
    yield td(lines(text(found.standing), text(found.recognition), tag("small", text(found.basis))))
    yield td(
        lines(
            *(text(f"{over(used.device, used.protocol)}: {used.elements:,} of {used.total:,}") for used in found.usage)
        )
    )


# ---- security -------------------------------------------------------------------------------

_ROLE_HEAD: Final = ("Device", "Protocol", "Role", "May read", "May update", "Restricted by the mapping")
_SENSITIVE_HEAD: Final = ("Element", "Over", "Standing", "Use cases", "Read by", "Updated by", "Cell")


def security(report: GapReport, links: Links) -> Html:
    """Return the section on sensitive elements: by route, by role, and each of them."""
    found = report.security
    head = ("Device", "Protocol", "Protection", "Sensitive", *STANDING_HEADS)
    columns = table(
        "Sensitive elements by device, protocol and route, and where their protection ends",
        head,
        [tag("tbody", *(tag("tr", *_secure_cells(column)) for column in found.columns))],
        class_="counts",
        numbers=len(head) - 3,
    )
    roles = table(
        "Sensitive elements that a role may read or update, by its use cases",
        _ROLE_HEAD,
        [tag("tbody", *(tag("tr", *_role_cells(role)) for role in found.roles))],
        class_="counts",
        numbers=3,
    )
    rows = (_sensitive_cells(element, links) for element in found.elements)
    listed = listing(counted(len(found.elements), "sensitive element"), _SENSITIVE_HEAD, rows)
    lead = "Elements that the catalogue marks as sensitive: by which route they travel, who may read or update them."
    return part_section(
        "Security", "security", lead, columns, *([roles] if found.roles else []), *([listed] if found.elements else [])
    )


def _secure_cells(found: SecurityColumn) -> Iterator[Html]:
    yield tag("th", text(found.device), scope="row")
    yield td(lines(text(protocol_title(found.protocol)), tag("small", text(found.route or "not spoken"))))
    yield words(found.protection)
    yield part(found.sensitive.total, found.elements)
    yield from tally_cells(found.sensitive)


def _role_cells(found: RoleCount) -> Iterator[Html]:
    yield tag("th", text(found.device), scope="row")
    yield td(text(protocol_title(found.protocol)))
    yield td(text(found.role))
    yield from (part(count, found.of) for count in (found.reads, found.updates, found.restricted))


def _sensitive_cells(found: SensitiveElement, links: Links) -> Iterator[Html]:
    yield element_cell(links, found.element, found.item, found.path, row_of(found.row))
    yield td(lines(text(over(found.device, found.protocol)), tag("small", text(found.route))))
    yield td(join((mark(found.standing), text(found.standing.value)), " "))
    yield td(join(map(links.use_case, found.use_cases), " "), class_="cases")
    yield td(text(", ".join(found.readers)))
    yield td(text(", ".join(found.updaters)))
    yield td(place(found.cell))


# ---- findings, proofs, errata ---------------------------------------------------------------

_FINDING_HEAD: Final = ("Code", "Severity", "First of them", "Found", "Open", "Reviewed", "Suppressed", "Baseline")
_REASON_HEAD: Final = ("Why undecided", "Meaning", "Decided by", "Elements", "With a home", "Statements")
_ERRATUM_HEAD: Final = ("Erratum", "Line", "Field", "Printed", "Corrected", "Reason", "Reference", "Outcome", "Cell")


def findings(report: GapReport, links: Links) -> Html:
    """Return the section on findings by code, and what became of them."""
    lead = "What the checks object to, by code. Reviewed and suppressed findings are counted, not hidden."
    if not report.findings:
        return part_section("Findings", "findings", lead, none_found("No findings."))
    rows = (tag("tr", *_finding_cells(found, links)) for found in report.findings)
    total = sum(found.count for found in report.findings)
    caption = f"{counted(total, 'finding')} of {counted(len(report.findings), 'code')}"
    shown = table(caption, _FINDING_HEAD, [tag("tbody", *rows)], class_="codes", numbers=5)
    return part_section("Findings", "findings", lead, shown)


def _finding_cells(found: FindingCount, links: Links) -> Iterator[Html]:
    yield tag("th", links.rule(found.code), scope="row")
    yield td(tag("span", text(found.severity), class_=f"severity {found.severity}"))
    yield td(text(found.example))
    yield number(found.count)
    for count in (found.open, found.reviewed, found.suppressed, found.baseline):
        yield td(text("not judged"), class_="number zero") if count is None else number(count)


def proof_reasons(report: GapReport, _: Links) -> Html:
    """Return the section on what would decide the elements that are carried without a verdict."""
    lead = "Why it is not decided whether every value of an element survives, and what would decide it."
    if not report.proof_reasons:
        return part_section("What would decide the rest", "undecided-proofs", lead, none_found("All are decided."))
    shown = listing("Reasons for no verdict", _REASON_HEAD, map(_reason_cells, report.proof_reasons))
    return part_section("What would decide the rest", "undecided-proofs", lead, shown)


def _reason_cells(found: ProofReason) -> Iterable[Html]:
    yield tag("th", text(found.name), scope="row")
    yield td(text(found.meaning))
    yield td(text(found.decided_by))
    yield number(found.elements)
    yield number(found.homes)
    yield number(found.statements)


def errata(report: GapReport, _: Links) -> Html:
    """Return the section on corrections of the catalogue."""
    lead = "Corrections of the catalogue. What is reported of these lines is reported of the corrected ones."
    if not report.errata:
        return part_section("Errata", "errata", lead, none_found("No errata."))
    rows = map(_erratum_cells, report.errata)
    return part_section("Errata", "errata", lead, listing(f"Errata: {len(report.errata):,}", _ERRATUM_HEAD, rows))


def _erratum_cells(found: ErratumNote) -> Iterator[Html]:
    yield tag("th", text(found.key), scope="row")
    for said in (found.line, found.field, found.old, found.new, found.reason, found.reference):
        yield words(said)
    yield td(lines(text(found.outcome), tag("small", text(found.editions))))
    yield td(place(found.cell))
