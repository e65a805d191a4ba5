"""The report on standards as tables for a spreadsheet: the standards, or what depends on something unsettled.

What a spreadsheet would run as a formula is marked as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.standards.model import Dependent, EditionUse, StandardsReport, StandardUse, Usage
from metermap.codegen.standards.words import or_not_recorded
from metermap.core.text import csv_cell
from metermap.protocols.standards import StandardRecord

__all__ = ["DEPENDENTS", "STANDARDS", "dependents_csv", "standards_csv"]

STANDARDS = (
    "standard",
    "title",
    "body",
    "edition",
    "use",
    "status",
    "standing",
    "recognition",
    "recognised_by",
    "recognised_since",
    "expected_by",
    "basis",
    "contribution",
    "study",
    "terms",
    "openness_source",
    "provenance",
    "through",
    "device",
    "protocol",
    "elements",
    "statements",
    "proposed_elements",
    "proposed_statements",
)
DEPENDENTS = ("device", "protocol", "row", "item", "element", "kinds", "why", "address", "cell", "mapping")


def standards_csv(report: StandardsReport) -> str:
    """Return a line for each edition of each standard and each device and protocol that rests on the standard."""
    return _csv(STANDARDS, (line for use in report.standards for line in _lines(use)))


def dependents_csv(report: StandardsReport) -> str:
    """Return a line for each statement that depends on a draft, a proposal or a national extension."""
    return _csv(DEPENDENTS, map(_dependent, report.dependents))


def _csv(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([csv_cell(cell) for cell in line] for line in lines)
    return text.getvalue()


def _lines(use: StandardUse) -> Iterator[tuple[str, ...]]:
    usages = [_usage(usage) for usage in use.usage] or [("",) * 6]
    records = [_record(what, record) for what, record in use.editions] or [(use.id, *("",) * 16)]
    for record in records:
        for usage in usages:
            yield (*record, " ".join(use.through), *usage)


def _record(what: EditionUse, record: StandardRecord) -> tuple[str, ...]:
    openness = record.openness
    return (
        record.id,
        record.title,
        record.body,
        record.edition,
        what.value,
        or_not_recorded(record.status),
        record.standing.value,
        record.recognition,
        or_not_recorded(record.recognised_by),
        or_not_recorded(record.recognised_since),
        or_not_recorded(record.expected_by),
        record.basis,
        or_not_recorded(openness.contribution),
        or_not_recorded(openness.study),
        or_not_recorded(openness.terms),
        or_not_recorded(openness.source),
        record.provenance,
    )


def _usage(usage: Usage) -> tuple[str, ...]:
    counts = (usage.mapped.elements, usage.mapped.statements, usage.proposed.elements, usage.proposed.statements)
    return (usage.device, usage.protocol, *map(str, counts))


def _dependent(one: Dependent) -> tuple[str, ...]:
    row = "" if one.row is None else str(one.row)
    kinds, why = "; ".join(one.kinds), "; ".join(one.why)
    return (one.device, one.protocol, row, one.item, one.element, kinds, why, one.address, one.cell, one.place)
