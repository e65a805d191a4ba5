"""How long ago the recorded dates of gaps are, up to a day that somebody names: outputs know no day of their own."""

from __future__ import annotations

import dataclasses
from datetime import date

from metermap.codegen.gap_report.model import GapReport
from metermap.core.partial_dates import parse_partial_date

__all__ = ["with_ages"]


def with_ages(report: GapReport, day: date) -> GapReport:
    """Return the report with the age of each gap whose date is recorded, in days up to `day`."""
    gaps = tuple(dataclasses.replace(gap, age=_age(gap.date, day)) for gap in report.gaps)
    return dataclasses.replace(report, gaps=gaps, as_of=day.isoformat())


def _age(recorded: str, day: date) -> int | None:
    """Return the days since a date; None where it is not one day, or is still to come."""
    found = parse_partial_date(recorded)
    if found is None or found.first != found.last or found.first > day:
        return None
    return (day - found.first).days
