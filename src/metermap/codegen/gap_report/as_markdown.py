"""The gap report as Markdown, for the people in the room.

Every cell goes through the `markdown` filter, so that a name with a bar or with markup stays in
its column and shows as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.gap_report.model import NOT_RECORDED, Column, Gap, GapReport, Parity, ParityElement
from metermap.core.text import Markdown, markdown
from metermap.mappings.model import State

__all__ = ["report_markdown"]

_DEFINITIONS = (
    ("mapped", "a statement gives the element a home, and it is not a proposal"),
    ("unaddressed", "a statement speaks of the element, but the source gives no address"),
    ("no home", "a deliberate gap: the group states that the protocol has no home for the element"),
    ("not applicable", "the device does not speak the protocol"),
    ("proposed", "the only statements are proposals that nobody has reviewed; never counted as mapped"),
    ("undecided", "nobody has said anything"),
)


def report_markdown(report: GapReport) -> str:
    """Return the report as a Markdown document."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: GapReport) -> Iterator[str]:
    yield from _opening(report)
    yield from _coverage(report)
    yield from _statements(report)
    yield from _spoken_gaps(report, State.UNADDRESSED, "Statements without an address")
    yield from _spoken_gaps(report, State.NO_HOME, "Elements without a home")
    yield from _undecided(report)
    yield from _proposals(report)
    yield from _protocol_fields(report)
    for parity in report.parity:
        yield from _parity(parity)
    yield from _errata(report)
    yield from _findings(report)


def _table(head: Sequence[str], rows: Iterable[Sequence[str | int]], numbers: int = 0) -> Iterator[str]:
    """Yield a table, each cell escaped; the last `numbers` columns are set to the right."""
    rules = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    yield _line(head)
    yield "| " + " | ".join(rules) + " |"
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Sequence[str | int]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: str | int) -> Markdown:
    return markdown(str(cell))


def _rows(rows: Iterable[int | None]) -> str:
    """Return printed row numbers, runs shortened to their ends; an element without one is left out."""
    runs: list[list[int]] = []
    for row in sorted({row for row in rows if row is not None}):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)  # noqa: RUF001


def _row(row: int | None) -> str:
    return "" if row is None else str(row)


def _opening(report: GapReport) -> Iterator[str]:
    yield f"# Gap report: {markdown(report.title or report.name)}"
    yield ""
    yield f"Catalogue edition: {markdown(report.edition or NOT_RECORDED)}."
    yield f"{report.extent}."
    yield f"Made from the model with SHA-256 {markdown(report.digest)}."
    yield ""
    yield "Every count stands beside the number it is out of. A proposal is never counted as mapped. What nobody"
    yield "wrote down reads “not recorded”: silence is no reason, and a missing statement is no gap, only undecided."
    yield ""
    yield from _table(("State", "Meaning"), _DEFINITIONS)


def _coverage(report: GapReport) -> Iterator[str]:
    yield "## Coverage"
    yield ""
    yield "An element that several devices hold is counted once for each device and protocol. *Carrier* marks the"
    yield "protocol by which a device's catalogue elements must travel."
    yield ""
    head = (
        "Device",
        "Protocol",
        "Mapped",
        "Unaddressed",
        "No home",
        "Not applicable",
        "Proposed",
        "Undecided",
        "Elements",
    )
    yield from _table(head, (_coverage_row(column) for column in report.columns), numbers=7)
    silent = [column for column in report.columns if column.reason]
    if silent:
        yield "### Not applicable, and why"
        yield ""
        rows = [(column.device, column.protocol, column.reason, column.not_applicable) for column in silent]
        yield from _table(("Device", "Protocol", "Reason", "Elements"), rows, numbers=1)


def _coverage_row(column: Column) -> tuple[str | int, ...]:
    return (
        f"{column.device} – {column.title}" if column.title else column.device,  # noqa: RUF001
        _protocol(column),
        f"{column.mapped} of {column.elements}",
        column.count(State.UNADDRESSED),
        column.count(State.NO_HOME),
        column.not_applicable,
        column.count(State.PROPOSED),
        column.undecided,
        column.elements,
    )


def _protocol(column: Column) -> str:
    notes = [note for note in (column.route, "carrier" if column.carrier else "") if note]
    return f"{column.protocol} ({', '.join(notes)})" if notes else column.protocol


def _statements(report: GapReport) -> Iterator[str]:
    yield "## Statements"
    yield ""
    yield "What the statements of the mapping carry. The parts add up to the total; constants are counted among them."
    yield ""
    head = ("Device", "Protocol", "Elements", "Protocol fields", "Gaps", "Proposals", "Total", "Of them constants")
    counted = [column for column in report.columns if column.statements.total]
    rows = [(column, column.statements) for column in counted]
    yield from _table(
        head,
        (
            (
                column.device,
                column.protocol,
                said.elements,
                said.protocol_fields,
                said.gaps,
                said.proposals,
                said.total,
                f"{said.constants} of {said.total}",
            )
            for column, said in rows
        ),
        numbers=6,
    )


def _spoken_gaps(report: GapReport, state: State, heading: str) -> Iterator[str]:
    gaps = [gap for gap in report.gaps if gap.state is state]
    yield f"## {heading}"
    yield ""
    if not gaps:
        yield "None."
        yield ""
        return
    yield f"{len(gaps)} in all."
    yield ""
    head = (
        "Row",
        "Item",
        "Element",
        "Device",
        "Protocol",
        "Home named",
        "Reason",
        "Owner",
        "Decision",
        "Cell",
        "Mapping",
    )
    yield from _table(head, (_spoken_row(gap) for gap in gaps))


def _spoken_row(gap: Gap) -> tuple[str, ...]:
    return (
        _row(gap.row),
        gap.item,
        gap.path,
        gap.device,
        gap.protocol,
        gap.home,
        gap.reason,
        gap.owner,
        gap.decision,
        gap.cell,
        gap.statement,
    )


def _undecided(report: GapReport) -> Iterator[str]:
    yield "## Undecided"
    yield ""
    yield "Elements of which no statement speaks, by item. No reason, owner or decision is recorded for any of them."
    yield "The JSON form lists each with its cell."
    yield ""
    for column in report.columns:
        gaps = [
            gap
            for gap in report.gaps
            if gap.state is State.UNDECIDED and (gap.device, gap.protocol) == (column.device, column.protocol)
        ]
        if gaps:
            yield f"### {markdown(column.device)} over {markdown(_protocol(column))}"
            yield ""
            yield f"{len(gaps)} of {column.elements} elements."
            yield ""
            yield from _table(("Item", "Undecided elements", "Printed rows"), _by_item(gaps))


def _by_item(gaps: Iterable[Gap]) -> Iterator[tuple[str, int, str]]:
    grouped: dict[str, list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault(gap.item, []).append(gap)
    for item, found in grouped.items():
        unnumbered = ", ".join(gap.path or gap.item for gap in found if gap.row is None)
        numbered = _rows(gap.row for gap in found)
        yield item, len(found), "; ".join(part for part in (numbered, unnumbered) if part)


def _proposals(report: GapReport) -> Iterator[str]:
    yield "## Proposals"
    yield ""
    yield f"{len(report.proposals)} statements that nobody has reviewed."
    yield ""
    if report.proposals:
        rows = [
            (found.device, found.protocol, found.item, found.path, found.address, found.type, found.place)
            for found in report.proposals
        ]
        yield from _table(("Device", "Protocol", "Item", "Element", "Address", "Type", "Mapping"), rows)


def _protocol_fields(report: GapReport) -> Iterator[str]:
    yield "## Protocol fields that no element asks for"
    yield ""
    yield f"{len(report.protocol_fields)} statements."
    yield ""
    if report.protocol_fields:
        rows = [
            (_row(found.row), found.device, found.protocol, found.item, found.address, found.type, found.value)
            for found in report.protocol_fields
        ]
        yield from _table(("Row", "Device", "Protocol", "Item", "Address", "Type", "Always"), rows)


def _parity(parity: Parity) -> Iterator[str]:
    left = f"{parity.left} ({', '.join(parity.left_devices)})"
    right = f"{parity.right} ({', '.join(parity.right_devices)})"
    total = len(parity.both) + len(parity.only_left) + len(parity.only_right)
    yield f"## Parity: {markdown(left)} and {markdown(right)}"
    yield ""
    yield "Each line of the catalogue on devices of either carrier; no value is sent over both. Items counted beside"
    yield "elements are those with at least one such element."
    yield ""
    groups = (
        ("carried on both sides", parity.both),
        (f"only by {parity.left}", parity.only_left),
        (f"only by {parity.right}", parity.only_right),
    )
    rows = [
        (
            label,
            len({found.item for found in group}),
            f"{len(group)} of {total}",
            f"{sum(found.listed for found in group)} of {len(group)}",
        )
        for label, group in groups
    ]
    head = ("Elements", "Items", "Count", "Listed by the catalogue for both sides")
    yield from _table(head, rows, numbers=3)
    for label, group in groups[1:]:
        yield from _one_sided(label, [found for found in group if found.listed])


def _one_sided(label: str, group: list[ParityElement]) -> Iterator[str]:
    if not group:
        return
    yield f"### {markdown(label[0].upper() + label[1:])}, though listed for both sides"
    yield ""
    grouped: dict[str, list[ParityElement]] = {}
    for found in group:
        grouped.setdefault(found.item, []).append(found)
    rows = [(item, len(found), _rows(entry.row for entry in found)) for item, found in grouped.items()]
    yield from _table(("Item", "Elements", "Printed rows"), rows)


def _errata(report: GapReport) -> Iterator[str]:
    yield "## Errata"
    yield ""
    yield "Corrections of the catalogue. What is reported of these lines is reported of the corrected ones."
    yield ""
    if not report.errata:
        yield "None."
        yield ""
        return
    head = ("Erratum", "Line", "Field", "Printed", "Corrected", "Reason", "Reference", "Editions", "Outcome", "Cell")
    rows = [
        (one.key, one.line, one.field, one.old, one.new, one.reason, one.reference, one.editions, one.outcome, one.cell)
        for one in report.errata
    ]
    yield from _table(head, rows)


def _findings(report: GapReport) -> Iterator[str]:
    yield "## Findings by code"
    yield ""
    if not report.findings:
        yield "None."
        return
    rows = [(found.code, found.severity, found.example, found.count) for found in report.findings]
    yield from _table(("Code", "Severity", "First of them", "Count"), rows, numbers=1)
