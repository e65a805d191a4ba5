"""Dates as records print them: a year, a month or a day, compared without guessing what is not said."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["EXPECTED", "PartialDate", "parse_partial_date"]

EXPECTED = "a date: 2013, 2013-11 or 2013-11-30"
"""What a cell that holds a date may look like (ISO 8601, calendar dates)."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The days that a date may mean, from `first` to `last`: one, a month or a year of them."""

    first: date
    last: date

    def is_by(self, limit: PartialDate) -> bool | None:
        """Return whether it is no later than the last day of `limit`; None where the date is too coarse to tell."""
        if self.last <= limit.last:
            return True
        return False if self.first > limit.last else None


def parse_partial_date(text: str) -> PartialDate | None:
    """Return what ``2013``, ``2013-11`` or ``2013-11-30`` means; None for all else, and for no day of the calendar."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return PartialDate(first, first)
    last_month = month or _DECEMBER
    return PartialDate(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))
