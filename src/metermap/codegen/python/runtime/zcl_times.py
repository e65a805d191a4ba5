"""ZCL: UTC, date and time of day (ZigBee Cluster Library, "Data types"); `zcl` names their codecs.

UTC counts seconds since 2000-01-01 00:00:00 UTC. An octet 0xFF in a date or a time of day is an
unused field; four of them are the non-value of the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import ClassVar, Final, TypeAlias

from .codec import Codec, DecodeError, Octets, Reason, take

__all__ = ["Date", "DateCodec", "TimeOfDay", "TimeOfDayCodec", "UtcCodec"]

_SIZE: Final = 4
_UNUSED: Final = 0xFF
_NO_TIME: Final = 0xFFFF_FFFF
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  (as other runtimes of Python write it)


class UtcCodec(Codec[datetime | None]):
    """Seconds since the start of 2000, as an aware `datetime`."""

    __slots__ = ()

    size: ClassVar = _SIZE

    def read(self, data: Octets, offset: int) -> tuple[datetime | None, int]:
        """Return the moment; any four octets are one, or none."""
        seconds = int.from_bytes(take(data, offset, _SIZE, self.name), "little")
        return None if seconds == _NO_TIME else _EPOCH + timedelta(seconds=seconds), offset + _SIZE

    def encode(self, value: datetime | None) -> bytes:
        """Return the octets.

        Raises:
            ValueError: the time has no zone, is no whole second, or lies outside 2000 to 2136.
        """
        return (_NO_TIME if value is None else self._seconds(value)).to_bytes(_SIZE, "little")

    def _seconds(self, value: datetime) -> int:
        if value.tzinfo is None:
            message = "a UTC time needs a time zone"
            raise ValueError(message)
        seconds, rest = divmod(value - _EPOCH, timedelta(seconds=1))
        if rest:
            message = f"{value} is no whole second"
            raise ValueError(message)
        if not 0 <= seconds < _NO_TIME:
            message = f"{value} does not fit {self.name}"
            raise ValueError(message)
        return seconds


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A ZCL time of day; None is an unused field."""

    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A ZCL date; None is an unused field. `year` is 1900 to 2154; `day_of_week` counts from 1, Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_of_week: int | None = None


_Limits: TypeAlias = tuple[tuple[str, int, int], ...]
_TIME_FIELDS: Final[_Limits] = (("hour", 0, 23), ("minute", 0, 59), ("second", 0, 59), ("hundredth", 0, 99))
_DATE_FIELDS: Final[_Limits] = (("year", 0, 254), ("month", 1, 12), ("day", 1, 31), ("day of week", 1, 7))
_FIRST_YEAR: Final = 1900


def _read_fields(data: Octets, offset: int, limits: _Limits, name: str) -> list[int | None]:
    found: list[int | None] = []
    for at, (octet, (field, low, high)) in enumerate(zip(take(data, offset, _SIZE, name), limits, strict=True), offset):
        if octet != _UNUSED and not low <= octet <= high:
            raise DecodeError(Reason.VALUE, at, f"{octet} is no {field}")
        found.append(None if octet == _UNUSED else octet)
    return found


def _write_fields(values: tuple[int | None, ...], limits: _Limits) -> bytes:
    for value, (field, low, high) in zip(values, limits, strict=True):
        if value is not None and not low <= value <= high:
            message = f"{value} is no {field}"
            raise ValueError(message)
    return bytes(_UNUSED if value is None else value for value in values)


class TimeOfDayCodec(Codec[TimeOfDay | None]):
    """Hour, minute, second, hundredth, each an octet."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[TimeOfDay | None, int]:
        """Return the time; each field is checked on its own."""
        found = TimeOfDay(*_read_fields(data, offset, _TIME_FIELDS, self.name))
        return None if found == TimeOfDay() else found, offset + _SIZE

    def encode(self, value: TimeOfDay | None) -> bytes:
        """Return the octets.

        Raises:
            ValueError: a field is out of its range.
        """
        time = value or TimeOfDay()
        return _write_fields((time.hour, time.minute, time.second, time.hundredths), _TIME_FIELDS)


class DateCodec(Codec[Date | None]):
    """Year since 1900, month, day, day of week, each an octet."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Date | None, int]:
        """Return the date; each field is checked on its own, not against a calendar."""
        year, month, day, day_of_week = _read_fields(data, offset, _DATE_FIELDS, self.name)
        found = Date(None if year is None else year + _FIRST_YEAR, month, day, day_of_week)
        return None if found == Date() else found, offset + _SIZE

    def encode(self, value: Date | None) -> bytes:
        """Return the octets.

        Raises:
            ValueError: a field is out of its range.
        """
        date = value or Date()
        year = None if date.year is None else date.year - _FIRST_YEAR
        return _write_fields((year, date.month, date.day, date.day_of_week), _DATE_FIELDS)
