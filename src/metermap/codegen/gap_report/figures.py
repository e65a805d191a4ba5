"""The figures that a report opens with, each with what it is out of, and what a meeting can settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from metermap.codegen.gap_report.counts import Counts
from metermap.codegen.gap_report.model import GapReport
from metermap.codegen.gap_report.picture import Bar
from metermap.codegen.gap_report.trend_model import Trend
from metermap.codegen.titles import protocol_title
from metermap.core.render import counted
from metermap.mappings.standing import HOMES, Standing

__all__ = ["PICTURE_TITLE", "Figure", "Task", "bars", "figures", "tasks", "trend_sentence"]


PICTURE_TITLE: Final = "Elements of each device over each protocol, by standing"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, what it is out of, and what is counted."""

    count: int
    whole: int
    said: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a meeting or an owner can settle: how many out of how many, and where the report lists them.

    That is a section, `anchor`, or the gaps of a `standing`.
    """

    count: int
    whole: int
    said: str
    anchor: str = ""
    standing: Standing | None = None


def figures(report: GapReport) -> tuple[Figure, ...]:
    """Return the report's key figures.

    An element of several devices counts for each of them, as in the picture; "carrier" is the protocol by
    which a device's elements must travel.
    """
    carriers = [column.counts for column in report.columns if column.carrier]
    columns = [column.counts for column in report.columns]
    asked = sum(counts.elements.total for counts in carriers)
    homes = sum(counts.elements.mapped for counts in columns)

    def known(standing: Standing) -> int:
        return sum(counts.elements.count(standing) for counts in columns)

    sensitive = [element for element in report.security.elements if element.standing is not Standing.NOT_APPLICABLE]
    at_risk = [element for element in sensitive if element.standing not in HOMES]
    return (
        Figure(sum(counts.elements.mapped for counts in carriers), asked, "elements have a home over their carrier"),
        Figure(known(Standing.EXACT), homes, "homes are exact: every value comes back"),
        Figure(known(Standing.LIMITED), homes, "homes have a limit: a value is known that breaks"),
        Figure(known(Standing.CARRIED), homes, "homes whose worth is not decided"),
        Figure(
            len(report.gaps), sum(column.elements for column in report.columns), "elements over a protocol are gaps"
        ),
        Figure(len(at_risk), len(sensitive), "sensitive elements over a protocol have no home"),
        _tested(columns),
        Figure(*_open_findings(report), "findings are open"),
    )


def _tested(columns: Sequence[Counts]) -> Figure:
    """Return how many homes are tested, with those that failed beside them."""
    failed = sum(counts.failed for counts in columns)
    said = f"homes are tested by a laboratory; {failed:,} failed" if failed else "homes are tested by a laboratory"
    return Figure(sum(counts.tested for counts in columns), sum(counts.elements.mapped for counts in columns), said)


def _open_findings(report: GapReport) -> tuple[int, int]:
    """Return how many findings are open, out of all; one that nobody judged is open."""
    return (
        sum(found.count if found.open is None else found.open for found in report.findings),
        sum(found.count for found in report.findings),
    )


def bars(report: GapReport) -> Sequence[Bar]:
    """Return the bars of the picture, one a column of the report."""
    return [
        Bar(
            column.device,
            protocol_title(column.protocol),
            ", ".join(filter(None, (column.route or "not spoken", "carrier" if column.carrier else ""))),
            column.elements,
            tuple((standing, column.count(standing)) for standing in Standing),
        )
        for column in report.columns
    ]


_TASKS = (
    (Standing.UNADDRESSED, "the source names no address: ask its owner for one"),
    (Standing.LIMITED, "a value breaks: accept the limit or change the home"),
    (Standing.NO_HOME, "stated to have no home: confirm it or find one"),
    (Standing.PROPOSED, "proposed: review the candidate"),
    (Standing.PLANNED, "planned: make the home"),
    (Standing.UNDECIDED, "nobody has said anything: decide"),
)


def tasks(report: GapReport) -> tuple[Task, ...]:
    """Return what a meeting can settle: the gaps by standing, and the reason that leaves most proofs undecided."""
    counts = Counter(gap.standing for gap in report.gaps)
    return (
        *(Task(counts[one], len(report.gaps), said, standing=one) for one, said in _TASKS if counts[one]),
        *_proof_task(report),
    )


def _proof_task(report: GapReport) -> Iterator[Task]:
    if report.proof_reasons:
        first = max(report.proof_reasons, key=lambda reason: reason.homes)
        homes = sum(column.mapped for column in report.columns)
        yield Task(first.homes, homes, f"no verdict, because {first.meaning}", "undecided-proofs")


def trend_sentence(found: Trend) -> str:
    """Return in a sentence what is different."""
    source = f"Since {found.source.name or 'the earlier report'}"
    named = f"{source} ({found.source.edition or 'edition not recorded'}, {found.source.digest[:12]})"
    if found.empty:
        return f"{named} nothing is different."
    said = (
        counted(len(found.new_gaps), "new gap"),
        f"{len(found.closed_gaps):,} closed",
        f"{counted(len(found.changed), 'other change')} of standing",
        f"{counted(len(found.added), 'element')} added",
        f"{len(found.removed):,} removed",
    )
    return f"{named}: {', '.join(said)}."
