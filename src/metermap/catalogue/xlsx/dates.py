"""Dates and times: serial numbers in the 1900 and 1904 systems, and ISO 8601. No zone: a sheet has none."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

__all__ = ["elapsed", "from_iso", "moment"]

_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's dates have no zone)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_DAY_MS = 86_400_000
_NO_SUCH_DAY = 60  # 29 February 1900, which the 1900 system counts
_LENGTH = re.compile(r"PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,6})?)S)?")


def moment(serial: float, *, from_1904: bool) -> datetime | time:
    """Return the moment that a serial number stands for, to the millisecond; below 1 it is a time of day.

    Raises:
        ValueError, OverflowError: no calendar has it.
    """
    if serial < 0:
        message = f"{serial} is before the first day"
        raise ValueError(message)
    day, fraction = divmod(serial, 1)
    within = timedelta(milliseconds=round(fraction * _DAY_MS))
    if day == 0 and not within.days:
        return (_EPOCH_1904 + within).time()
    if from_1904:
        return _EPOCH_1904 + timedelta(days=day) + within
    return _EPOCH_1900 + timedelta(days=day + (day < _NO_SUCH_DAY)) + within


def elapsed(serial: float) -> timedelta:
    """Return the length of time that a number of days stands for, to the millisecond; `OverflowError` if too long."""
    return timedelta(milliseconds=round(serial * _DAY_MS))


def from_iso(text: str) -> datetime | date | time | timedelta:
    """Return the date, time, moment or length of time that ISO 8601 text stands for; `ValueError` if none."""
    text = text.strip()
    if length := _LENGTH.fullmatch(text):
        hours, minutes, seconds = (float(part or 0) for part in length.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    plain = text.removesuffix("Z")
    if "T" in plain.lstrip("T"):
        return datetime.fromisoformat(plain).replace(tzinfo=None)
    if ":" in plain:
        return time.fromisoformat(plain).replace(tzinfo=None)
    return date.fromisoformat(plain)
