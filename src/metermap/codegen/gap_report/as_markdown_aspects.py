"""The gap report in Markdown: parity, the hub's view, standards, security, proofs, findings, errata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.codegen.gap_report.aspects import (
    HubView,
    Parity,
    ParityElement,
    ParityLine,
    ParitySide,
    Security,
    SecurityColumn,
    StandardLine,
)
from metermap.codegen.gap_report.markdown_table import heading, none_found, over, row_numbers, table
from metermap.codegen.gap_report.model import NOT_RECORDED, FindingCount, GapReport
from metermap.codegen.titles import protocol_title
from metermap.mappings.standing import LETTERS, Standing

__all__ = ["aspects"]


def aspects(report: GapReport) -> Iterator[str]:
    """Yield the sections that look at the mapping from one side each."""
    yield from _hubs(report.hubs)
    for parity in report.parity:
        yield from _parity(parity)
    yield from _standards(report.standards)
    yield from _security(report.security)
    yield from _proof_reasons(report)
    yield from _errata(report)
    yield from _findings(report.findings)


def _hubs(hubs: Sequence[HubView]) -> Iterator[str]:
    yield from heading(2, "The hub's view")
    if not hubs:
        yield from none_found("No wires that a hub would join are described.")
    for hub in hubs:
        yield from heading(3, hub.name)
        yield f"From {over(*hub.meter)} to {over(*hub.home)}. {hub.left:,} of {hub.held:,} elements with a value on the"
        yield "meter's wire are taken by nothing in the home."
        yield ""
        counts = ((one.basis, one.lossless, one.broken, one.undecided, one.values) for one in hub.counts)
        yield from table(("What says that both hold the same", "Lossless", "Broken", "Undecided", "Values"), counts, 4)
        head = ("Element", "From", "To", "What says so", "Verdict", "Value that breaks", "Why")
        values = (
            (
                one.element or one.item,
                one.source or NOT_RECORDED,
                one.target,
                one.basis,
                one.verdict,
                one.value,
                one.why or "; ".join(one.reasons),
            )
            for one in hub.values
        )
        yield from table(head, values)


def _parity(parity: Parity) -> Iterator[str]:
    left, right = over(parity.left_device, parity.left), over(parity.right_device, parity.right)
    total = len(parity.both) + len(parity.only_left) + len(parity.only_right)
    yield from heading(2, f"Parity: {left} and {right}")
    yield "The lines of the catalogue on two devices whose carriers differ; no value is sent over both. Items counted"
    yield "beside elements are those with at least one such element."
    yield ""
    groups = (
        ("mapped on both", parity.both),
        (f"only by {left}", parity.only_left),
        (f"only by {right}", parity.only_right),
    )
    rows = (
        (
            label,
            len({found.item for found in group}),
            f"{len(group)} of {total}",
            f"{sum(found.listed for found in group)} of {len(group)}",
        )
        for label, group in groups
    )
    yield from table(("Elements", "Items", "Count", "Listed by the catalogue for both"), rows, numbers=3)
    for label, group in groups[1:]:
        yield from _one_sided(label, [found for found in group if found.listed])
    yield from heading(3, "Side by side")
    yield f"{len(parity.lines):,} elements are listed for both."
    yield ""
    yield from table(("Element", left, right), (_side_row(line) for line in parity.lines))


def _one_sided(label: str, group: Sequence[ParityElement]) -> Iterator[str]:
    if not group:
        return
    yield from heading(3, f"{label[0].upper()}{label[1:]}, though listed for both")
    grouped: dict[str, list[ParityElement]] = {}
    for found in group:
        grouped.setdefault(found.item, []).append(found)
    rows = ((item, row_numbers(entry.row for entry in found), len(found)) for item, found in grouped.items())
    yield from table(("Item", "Printed rows", "Elements"), rows, numbers=1)


def _side_row(line: ParityLine) -> tuple[str, str, str]:
    row = "" if line.row is None else f" (row {line.row})"
    name = f"{'.'.join(filter(None, (line.item, line.path)))}{row}"
    return name, _side(line.left), _side(line.right)


def _side(side: ParitySide) -> str:
    return f"{', '.join(side.addresses)} ({side.standing})" if side.addresses else side.standing.value


def _standards(standards: Sequence[StandardLine] | None) -> Iterator[str]:
    yield from heading(2, "Dependency on editions that are not recognised")
    if standards is None:
        yield from none_found("The report on standards was not at hand.")
        return
    if not standards:
        yield from none_found()
        return
    yield "Editions on which elements rest or may rest, and that are not known to be recognised. Where several editions"
    yield "are possible, nobody recorded on which one the mapping rests. The report on standards has the rest."
    yield ""
    head = ("Standard", "Edition", "Use", "Recognition", "Basis", "Elements that rest on it")
    yield from table(head, map(_standard_row, standards))


def _standard_row(line: StandardLine) -> tuple[str, ...]:
    used = (f"{one.elements} of {one.total} of {over(one.device, one.protocol)}" for one in line.usage)
    through = f"through {', '.join(line.through)}"
    status = f"; {line.status}" if line.status else ""
    name = f"{line.standard}: {line.title}" if line.title else line.standard
    return (
        name,
        line.edition or NOT_RECORDED,
        line.use or NOT_RECORDED,
        f"{line.standing}{status}",
        line.basis,
        "; ".join(used) or through,
    )


def _security(security: Security) -> Iterator[str]:
    yield from heading(2, "Security")
    yield "Elements that the catalogue marks as sensitive, by device and route; the letters are those of the coverage."
    yield ""
    head = ("Device", "Protocol", "Route", "Protection", *(LETTERS[one] for one in Standing), "Sensitive", "Elements")
    yield from table(head, map(_security_row, security.columns), numbers=len(Standing) + 2)
    yield "Roles that may read or update a sensitive element, by the use cases that carry it. *Restricted* counts those"
    yield "for which the mapping admits fewer roles than the catalogue lists, and this one among them."
    yield ""
    if not security.roles:
        yield from none_found("No use case carries a sensitive element.")
        return
    roles = (
        (
            over(one.device, one.protocol),
            one.role,
            f"{one.reads} of {one.of}",
            f"{one.updates} of {one.of}",
            f"{one.restricted} of {one.of}",
        )
        for one in security.roles
    )
    yield from table(("Over", "Role", "May read", "May update", "Restricted"), roles, numbers=3)


def _security_row(column: SecurityColumn) -> tuple[str | int, ...]:
    return (
        column.device,
        protocol_title(column.protocol),
        column.route or "not spoken",
        column.protection,
        *(column.sensitive.count(one) for one in Standing),
        f"{column.sensitive.total} of {column.elements}",
        column.elements,
    )


def _proof_reasons(report: GapReport) -> Iterator[str]:
    yield from heading(2, "What would decide the rest")
    if not report.proof_reasons:
        yield from none_found("No value proof is undecided.")
        return
    yield "Why value proofs are undecided, and who could decide. The report on proofs lists each."
    yield ""
    rows = (
        (one.name, one.meaning, one.decided_by, one.statements, one.elements, one.homes) for one in report.proof_reasons
    )
    yield from table(
        ("Reason", "Meaning", "Who could decide, and what", "Statements", "Elements", "With a home"), rows, numbers=3
    )


def _errata(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Errata")
    yield "Corrections of the catalogue. What is reported of these lines is reported of the corrected ones."
    yield ""
    if not report.errata:
        yield from none_found()
        return
    head = ("Erratum", "Line", "Field", "Printed", "Corrected", "Reason", "Reference", "Editions", "Outcome", "Cell")
    rows = (
        (one.key, one.line, one.field, one.old, one.new, one.reason, one.reference, one.editions, one.outcome, one.cell)
        for one in report.errata
    )
    yield from table(head, rows)


def _findings(findings: Sequence[FindingCount]) -> Iterator[str]:
    yield from heading(2, "Findings by code")
    if not findings:
        yield from none_found()
        return
    if any(found.open is None for found in findings):
        yield "Nobody has held them against the list of reviewed findings."
        yield ""
        rows = ((found.code, found.severity, found.example, found.count) for found in findings)
        yield from table(("Code", "Severity", "First of them", "Count"), rows, numbers=1)
        return
    outcomes = ("Open", "Notes", "Reviewed", "Suppressed", "In the baseline", "Count")
    yield from table(
        ("Code", "Severity", "First of them", *outcomes), map(_finding_row, findings), numbers=len(outcomes)
    )


def _finding_row(found: FindingCount) -> tuple[str | int | None, ...]:
    became = (found.open, found.notes, found.reviewed, found.suppressed, found.baseline)
    return (found.code, found.severity, found.example, *became, found.count)
