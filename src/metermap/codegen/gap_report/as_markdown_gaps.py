"""The gap report in Markdown: the gaps by standing, the proposals and the fields that no element asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.gap_report.markdown_table import heading, none_found, over, row_numbers, table
from metermap.codegen.gap_report.model import NOT_RECORDED, Column, Gap, GapReport, Limit
from metermap.core.render import counted
from metermap.mappings.standing import Standing

__all__ = ["gaps"]

_SPOKEN: Final = (
    (Standing.UNADDRESSED, "Statements without an address"),
    (Standing.PLANNED, "Planned"),
    (Standing.NO_HOME, "Elements without a home"),
    (Standing.PROPOSED, "Elements with proposals alone"),
)


def gaps(report: GapReport) -> Iterator[str]:
    """Yield the sections on gaps."""
    yield from _limits(report)
    for standing, title in _SPOKEN:
        yield from _spoken(report, standing, title)
    yield from _undecided(report)
    yield from _proposals(report)
    yield from _protocol_fields(report)


def _with(report: GapReport, standing: Standing) -> list[Gap]:
    return [gap for gap in report.gaps if gap.standing is standing]


def _element(gap: Gap) -> str:
    row = "" if gap.row is None else f" (row {gap.row})"
    return f"{'.'.join(filter(None, (gap.item, gap.path)))}{row}"


def _source(gap: Gap) -> str:
    return "; ".join(filter(None, (gap.clause, gap.cell)))


def _responsible(gap: Gap) -> str:
    """Return owner, decision and date, those that nobody recorded left out unless it is all of them."""
    told = (("owner", gap.owner), ("decision", gap.decision), ("date", gap.dated))
    return "; ".join(f"{name}: {said}" for name, said in told if said != NOT_RECORDED) or NOT_RECORDED


def _limits(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Mapped with a limit")
    found = _with(report, Standing.LIMITED)
    if not found:
        yield from none_found("No value is known that breaks.")
        return
    yield f"{counted(len(found), 'home')} from which not every value comes back, each with a value that does not."
    yield ""
    head = (
        "Element",
        "Over",
        "Value",
        "How it breaks",
        "Why",
        "Address",
        "Clause and cell",
        "Consequence",
        "Proposal",
        "Responsible",
        "Mapping",
    )
    yield from table(head, (_limit_row(gap, limit) for gap in found for limit in gap.limits))


def _limit_row(gap: Gap, limit: Limit) -> tuple[str, ...]:
    value = f"{limit.value} (raw {limit.raw})" if limit.raw and limit.raw != limit.value else limit.value
    kind = f"{limit.kind}, {' and '.join(limit.directions)}"
    return (
        _element(gap),
        over(gap.device, gap.protocol),
        value,
        kind,
        limit.why,
        limit.address,
        _source(gap),
        gap.consequence,
        gap.proposal,
        _responsible(gap),
        limit.statement,
    )


def _spoken(report: GapReport, standing: Standing, title: str) -> Iterator[str]:
    yield from heading(2, title)
    found = _with(report, standing)
    if not found:
        yield from none_found()
        return
    yield f"{len(found):,} in all."
    yield ""
    head = (
        "Element",
        "Over",
        "Clause and cell",
        "Reason",
        "Consequence",
        "Proposal",
        "Responsible",
        "Home named",
        "Mapping",
    )
    yield from table(head, map(_spoken_row, found))


def _spoken_row(gap: Gap) -> tuple[str, ...]:
    return (
        _element(gap),
        over(gap.device, gap.protocol),
        _source(gap),
        gap.reason,
        gap.consequence,
        gap.proposal,
        _responsible(gap),
        # A proposal names its home in the column before.
        gap.home if gap.home != gap.proposal else "",
        gap.statement,
    )


def _undecided(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Undecided")
    yield "Elements of which no statement speaks, by item. No reason, owner or decision is recorded for any of them."
    yield "*Carried elsewhere* counts those that another protocol of the same device carries. The CSV and JSON forms"
    yield "list each with its cell and clause."
    yield ""
    for column in report.columns:
        found = [gap for gap in _with(report, Standing.UNDECIDED) if _is_in(gap, column)]
        if found:
            yield from heading(3, over(column.device, column.protocol))
            yield f"{len(found):,} of {column.elements:,} elements."
            yield ""
            head = ("Item", "Printed rows", "Sensitive", "Carried elsewhere", "Undecided")
            yield from table(head, _by_item(found), numbers=3)


def _is_in(gap: Gap, column: Column) -> bool:
    return (gap.device, gap.protocol) == (column.device, column.protocol)


def _by_item(found: Iterable[Gap]) -> Iterator[tuple[str, str, str, str, int]]:
    grouped: dict[str, list[Gap]] = {}
    for gap in found:
        grouped.setdefault(gap.item, []).append(gap)
    for item, gaps_here in grouped.items():
        unnumbered = ", ".join(gap.path or gap.item for gap in gaps_here if gap.row is None)
        rows = "; ".join(part for part in (row_numbers(gap.row for gap in gaps_here), unnumbered) if part)
        sensitive = sum(gap.sensitive for gap in gaps_here)
        elsewhere = sum(bool(gap.carried_over) for gap in gaps_here)
        number = len(gaps_here)
        yield item, rows, f"{sensitive} of {number}", f"{elsewhere} of {number}", number


def _proposals(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Proposals and plans")
    yield f"{counted(len(report.proposals), 'statement')} that hold not yet; none is counted as mapped."
    yield ""
    if report.proposals:
        rows = (
            (
                found.item,
                found.path,
                over(found.device, found.protocol),
                found.status,
                found.address,
                found.type,
                found.place,
            )
            for found in report.proposals
        )
        yield from table(("Item", "Element", "Over", "Status", "Address", "Type", "Mapping"), rows)


def _protocol_fields(report: GapReport) -> Iterator[str]:
    yield from heading(2, "Protocol fields that no element asks for")
    yield f"{counted(len(report.protocol_fields), 'statement')}."
    yield ""
    if report.protocol_fields:
        rows = (
            (
                "" if found.row is None else str(found.row),
                over(found.device, found.protocol),
                found.item,
                found.address,
                found.type,
                found.value,
                found.place,
            )
            for found in report.protocol_fields
        )
        yield from table(("Row", "Over", "Item", "Address", "Type", "Always", "Mapping"), rows)
