"""The gap report as CSV, one line a gap: for people in a spreadsheet, and exact for programs.

Against an earlier report the column `change` says what is new; gaps that were closed follow at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from metermap.codegen.gap_report.model import Gap, GapReport
from metermap.codegen.gap_report.trend import is_gap
from metermap.codegen.gap_report.trend_model import TrendLine
from metermap.core.text import csv_cell

__all__ = ["COLUMNS", "report_csv", "report_raw_csv"]

COLUMNS: Final = (
    "device",
    "protocol",
    "route",
    "standing",
    "change",
    "section",
    "item",
    "path",
    "row",
    "cell",
    "clause",
    "spelled out",
    "sensitive",
    "reason",
    "value that breaks",
    "how it breaks",
    "consequence",
    "proposal",
    "owner",
    "decision",
    "date",
    "age in days",
    "status",
    "home",
    "mapping",
    "use cases",
    "carried over",
    "element",
)
"""The headings. `spelled out` is empty where the range says no number, `age in days` where no day is named."""


def report_csv(report: GapReport) -> str:
    """Return the gaps for a spreadsheet: what it would run is marked as text, what is invisible is escaped."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(cell) for cell in row] for row in _rows(report))
    return out.getvalue()


def report_raw_csv(report: GapReport) -> str:
    """Return the same lines, each cell exactly as it is: for programs, not for spreadsheets."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(report))
    return out.getvalue()


def _rows(report: GapReport) -> Iterator[list[str]]:
    moved = (
        {} if report.trend is None else {_key(line): line for line in (*report.trend.new_gaps, *report.trend.changed)}
    )
    for gap in report.gaps:
        yield _in_columns(_gap(gap, moved.get((gap.element, gap.device, gap.protocol))))
    for line in report.trend.closed_gaps if report.trend else ():
        yield _in_columns(_closed(line))


def _in_columns(cells: Mapping[str, str]) -> list[str]:
    return [cells.get(column, "") for column in COLUMNS]


def _key(line: TrendLine) -> tuple[str, str, str]:
    return (line.element, line.device, line.protocol)


def _gap(gap: Gap, moved: TrendLine | None) -> dict[str, str]:
    return {
        "device": gap.device,
        "protocol": gap.protocol,
        "route": gap.route,
        "standing": gap.standing.value,
        "change": _change(moved) if moved else "",
        "section": gap.section,
        "item": gap.item,
        "path": gap.path,
        "row": _number(gap.row),
        "cell": gap.cell,
        "clause": gap.clause,
        "spelled out": _number(gap.expanded),
        "sensitive": "yes" if gap.sensitive else "no",
        "reason": gap.reason,
        "value that breaks": _joined(limit.value for limit in gap.limits),
        "how it breaks": _joined(limit.kind for limit in gap.limits),
        "consequence": gap.consequence,
        "proposal": gap.proposal,
        "owner": gap.owner,
        "decision": gap.decision,
        "date": gap.date,
        "age in days": _number(gap.age),
        "status": gap.status,
        "home": gap.home,
        "mapping": gap.statement,
        "use cases": _joined(gap.use_cases),
        "carried over": _joined(gap.carried_over),
        "element": gap.element,
    }


def _change(line: TrendLine) -> str:
    """Return what became of a line since the earlier report: a new gap, or what it was."""
    was = f"was {line.old}" if line.old else "was not asked about"
    return was if is_gap(line.old) else f"new gap, {was}"


def _closed(line: TrendLine) -> dict[str, str]:
    return {
        "device": line.device,
        "protocol": line.protocol,
        "standing": line.new or "not asked about",
        "change": f"closed gap, was {line.old}",
        "item": line.item,
        "path": line.path,
        "row": _number(line.row),
        "cell": line.cell,
        "element": line.element,
    }


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)
