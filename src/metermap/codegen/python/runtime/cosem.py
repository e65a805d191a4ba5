"""What COSEM puts into A-XDR data: date-time, date, time, and the scaler_unit of a register.

Sources: DLMS UA Blue Book, "Date and time formats", and the classes Register and Extended register.

Date and time fields are checked one by one, not against a calendar: 30 February decodes. 0 is let
through for month, day and day of week: GB messages carry an all-zero date-time.

A `DateTime` is not always a moment. `DateTime.to_datetime` and `to_aware` refuse:

- a wildcard in year, month, day, hour, minute or second, and a month or day that stands for another
  (last day of the month, begin of daylight saving);
- a date that no calendar has: 30 February, month 0.

Hundredths not specified are 0. Day of week and clock status are not looked at: the deviation alone says
how far from UTC, and where it is not specified the caller gives the zone.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Context, Decimal
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from .axdr import DOUBLE_LONG_UNSIGNED, ENUM, INTEGER, AxdrCodec, Fixed, read_count, read_length, read_tag
from .codec import DecodeError, Octets, Reason, take
from .units import UNITS

__all__ = [
    "DATE",
    "DATE_TAGGED",
    "DATE_TIME",
    "DATE_TIME_TAGGED",
    "DAY_LAST",
    "DAY_SECOND_LAST",
    "MONTH_DST_BEGIN",
    "MONTH_DST_END",
    "SCALER_UNIT",
    "SECONDS_2000",
    "TIME",
    "TIME_TAGGED",
    "Date",
    "DateTime",
    "Quantity",
    "ScalerUnit",
    "Time",
]

MONTH_DST_END: Final = 0xFD
MONTH_DST_BEGIN: Final = 0xFE
DAY_SECOND_LAST: Final = 0xFD
DAY_LAST: Final = 0xFE

T = TypeVar("T")

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ANY: Final = 0xFF
_ANY_YEAR: Final = 0xFFFF
_NO_DEVIATION: Final = -0x8000


@dataclass(frozen=True, slots=True)
class Date:
    """A COSEM date. None is the wildcard "not specified".

    `month` may be `MONTH_DST_BEGIN` or `MONTH_DST_END`, `day` `DAY_LAST` or `DAY_SECOND_LAST`.
    `day_of_week` counts from 1, Monday.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_of_week: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A COSEM time of day. None is the wildcard "not specified"."""

    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class DateTime:
    """A COSEM date-time, field by field.

    `deviation` is in minutes from local time to UTC (-60 for an hour east of Greenwich), None for
    "not specified". `clock_status` holds the status bits (0x80: daylight saving active), None for
    "not specified".
    """

    date: Date
    time: Time
    deviation: int | None = None
    clock_status: int | None = None

    def to_datetime(self, unspecified: tzinfo | None = None) -> datetime:
        """Return the point in time. `unspecified` is the time zone where the deviation does not say.

        Raises:
            ValueError: a field of the date or the time is a wildcard or no such date exists.
        """
        date, time = self.date, self.time
        if None in (date.year, date.month, date.day, time.hour, time.minute, time.second):
            message = f"{self} has wildcards"
            raise ValueError(message)
        zone = unspecified if self.deviation is None else timezone(timedelta(minutes=-self.deviation))
        return datetime(
            date.year or 0,
            date.month or 0,
            date.day or 0,
            time.hour or 0,
            time.minute or 0,
            time.second or 0,
            (time.hundredths or 0) * 10_000,
            zone,
        )

    def to_aware(self, unspecified: tzinfo | None = None) -> datetime:
        """Return the point in time with its time zone, as `to_datetime`.

        Raises:
            ValueError: also where neither the deviation nor `unspecified` says the zone.
        """
        if self.deviation is None and unspecified is None:
            message = f"{self} has no deviation, and no time zone is given"
            raise ValueError(message)
        return self.to_datetime(unspecified)

    @classmethod
    def from_datetime(cls, moment: datetime) -> DateTime:
        """Return the date-time of a moment; without a time zone the deviation is not specified.

        Raises:
            ValueError: the offset from UTC is no whole number of minutes.
        """
        date = Date(moment.year, moment.month, moment.day, moment.isoweekday())
        time = Time(moment.hour, moment.minute, moment.second, moment.microsecond // 10_000)
        offset = moment.utcoffset()
        if offset is None:
            return cls(date, time)
        minutes, rest = divmod(offset, timedelta(minutes=1))
        if rest:
            message = f"an offset of {offset} is no whole number of minutes"
            raise ValueError(message)
        return cls(date, time, -minutes, 0x80 if moment.dst() else 0)


@dataclass(frozen=True, slots=True)
class _Field:
    """The octets that one field of a date or time may be, besides the wildcard."""

    name: str
    minimum: int
    maximum: int
    special: tuple[int, ...] = ()

    def read(self, octet: int, offset: int) -> int | None:
        if octet == _ANY:
            return None
        if not self.allows(octet):
            raise DecodeError(Reason.VALUE, offset, f"{octet} is no {self.name}")
        return octet

    def write(self, value: int | None) -> int:
        if value is None:
            return _ANY
        if not self.allows(value):
            message = f"{value} is no {self.name}"
            raise ValueError(message)
        return value

    def allows(self, value: int) -> bool:
        return self.minimum <= value <= self.maximum or value in self.special


_MONTH: Final = _Field("month", 0, 12, (MONTH_DST_END, MONTH_DST_BEGIN))
_DAY: Final = _Field("day of month", 0, 31, (DAY_SECOND_LAST, DAY_LAST))
_DAY_OF_WEEK: Final = _Field("day of week", 0, 7)
_HOUR: Final = _Field("hour", 0, 23)
_MINUTE: Final = _Field("minute", 0, 59)
_SECOND: Final = _Field("second", 0, 59)
_HUNDREDTHS: Final = _Field("hundredth", 0, 99)
_EARLIEST_DEVIATION: Final = -720
_LATEST_DEVIATION: Final = 840


def _read_date(octets: bytes, offset: int) -> Date:
    year = int.from_bytes(octets[:2], "big")
    return Date(
        None if year == _ANY_YEAR else year,
        _MONTH.read(octets[2], offset + 2),
        _DAY.read(octets[3], offset + 3),
        _DAY_OF_WEEK.read(octets[4], offset + 4),
    )


def _write_date(date: Date) -> bytes:
    year = _ANY_YEAR if date.year is None else date.year
    if not 0 <= year <= _ANY_YEAR or date.year == _ANY_YEAR:
        message = f"{date.year} is no year"
        raise ValueError(message)
    fields = (_MONTH.write(date.month), _DAY.write(date.day), _DAY_OF_WEEK.write(date.day_of_week))
    return year.to_bytes(2, "big") + bytes(fields)


def _read_time(octets: bytes, offset: int) -> Time:
    return Time(
        _HOUR.read(octets[0], offset),
        _MINUTE.read(octets[1], offset + 1),
        _SECOND.read(octets[2], offset + 2),
        _HUNDREDTHS.read(octets[3], offset + 3),
    )


def _write_time(time: Time) -> bytes:
    return bytes(
        (
            _HOUR.write(time.hour),
            _MINUTE.write(time.minute),
            _SECOND.write(time.second),
            _HUNDREDTHS.write(time.hundredths),
        )
    )


def _read_date_time(octets: bytes, offset: int) -> DateTime:
    deviation = int.from_bytes(octets[9:11], "big", signed=True)
    if deviation != _NO_DEVIATION and not _EARLIEST_DEVIATION <= deviation <= _LATEST_DEVIATION:
        raise DecodeError(Reason.VALUE, offset + 9, f"a deviation of {deviation} minutes")
    return DateTime(
        _read_date(octets[:5], offset),
        _read_time(octets[5:9], offset + 5),
        None if deviation == _NO_DEVIATION else deviation,
        None if octets[11] == _ANY else octets[11],
    )


def _write_date_time(value: DateTime) -> bytes:
    deviation = _NO_DEVIATION if value.deviation is None else value.deviation
    if value.deviation is not None and not _EARLIEST_DEVIATION <= deviation <= _LATEST_DEVIATION:
        message = f"a deviation of {deviation} minutes"
        raise ValueError(message)
    status = _ANY if value.clock_status is None else value.clock_status
    if not 0 <= status <= _ANY or value.clock_status == _ANY:
        message = f"{value.clock_status} is no clock status"
        raise ValueError(message)
    return (
        _write_date(value.date) + _write_time(value.time) + deviation.to_bytes(2, "big", signed=True) + bytes((status,))
    )


class _Moment(AxdrCodec[T]):
    """A date, a time or both: `size` octets behind a head, the tag and length of an octet-string or an own tag."""

    __slots__ = ("_head", "_parse", "_size", "_write")

    def __init__(
        self, name: str, head: bytes, size: int, parse: Callable[[bytes, int], T], write: Callable[[T], bytes]
    ) -> None:
        super().__init__(name, head[0], Fixed(head, f"{size}s", self._content, write))
        self._head = head
        self._size = size
        self._parse = parse
        self._write = write

    def _content(self, octets: bytes) -> T:
        return self._parse(octets, 0)

    def read(self, data: Octets, offset: int) -> tuple[T, int]:
        start = _head(data, offset, self._head, self.name)
        return self._parse(take(data, start, self._size, self.name), start), start + self._size

    def encode(self, value: T) -> bytes:
        return self._head + self._write(value)


def _head(data: Octets, offset: int, head: bytes, name: str) -> int:
    """Check tag and, for an octet-string, length; return the offset of the content."""
    after_tag = read_tag(data, offset, head[0], name)
    if len(head) == 1:
        return after_tag
    count, start = read_length(data, after_tag, name)
    if count != head[1]:
        raise DecodeError(Reason.LENGTH, after_tag, f"{name} of {count} octets, not {head[1]}")
    return start


DATE_TIME: Final[AxdrCodec[DateTime]] = _Moment("date-time", b"\x09\x0c", 12, _read_date_time, _write_date_time)
"""A date-time as an octet-string of 12, the form that GB uses."""
DATE_TIME_TAGGED: Final[AxdrCodec[DateTime]] = _Moment("date-time", b"\x19", 12, _read_date_time, _write_date_time)
"""A date-time with a tag of its own."""
DATE: Final[AxdrCodec[Date]] = _Moment("date", b"\x09\x05", 5, _read_date, _write_date)
DATE_TAGGED: Final[AxdrCodec[Date]] = _Moment("date", b"\x1a", 5, _read_date, _write_date)
TIME: Final[AxdrCodec[Time]] = _Moment("time", b"\x09\x04", 4, _read_time, _write_time)
TIME_TAGGED: Final[AxdrCodec[Time]] = _Moment("time", b"\x1b", 4, _read_time, _write_time)


def _since_2000(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _seconds(moment: datetime) -> int:
    if moment.utcoffset() is None:
        message = f"{moment} has no time zone; seconds count from 2000-01-01 UTC"
        raise ValueError(message)
    seconds, rest = divmod(moment - _EPOCH, timedelta(seconds=1))
    if rest:
        message = f"{moment} is no whole second"
        raise ValueError(message)
    return seconds


class _Seconds2000(AxdrCodec[datetime]):
    """Seconds in a double-long-unsigned; every number is a moment."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("seconds since 2000", 6, Fixed(b"\x06", "I", _since_2000, _seconds))

    def read(self, data: Octets, offset: int) -> tuple[datetime, int]:
        seconds, end = DOUBLE_LONG_UNSIGNED.read(data, offset)
        return _since_2000(seconds), end

    def encode(self, value: datetime) -> bytes:
        return DOUBLE_LONG_UNSIGNED.encode(_seconds(value))


SECONDS_2000: Final[AxdrCodec[datetime]] = _Seconds2000()
"""The time stamp of GB's logs: seconds since 2000-01-01 UTC, as an aware datetime in UTC."""


class Quantity(NamedTuple):
    """A number with its unit; the unit is empty for a count."""

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".rstrip()


# Wide enough for every raw number of 64 bits, whatever context the caller works in.
_scaled: Final = Context(prec=24).scaleb


class ScalerUnit(NamedTuple):
    """The scaler_unit of a register: the value is the raw number times 10 to the power of `scaler`.

    `unit` is the code of the unit (Blue Book, enumeration of physical units).
    """

    scaler: int
    unit: int

    @property
    def unit_name(self) -> str:
        """The unit's symbol; empty for a count, ``unit 200`` for a code that the table lacks."""
        return UNITS.get(self.unit, f"unit {self.unit}")

    def apply(self, raw: int) -> Quantity:
        """Return the quantity that a raw register value stands for, exactly."""
        scaler = self.scaler
        value = _scaled(raw, scaler) if scaler < 0 else Decimal(raw * 10**scaler)
        return Quantity(value, UNITS.get(self.unit) or self.unit_name)


@lru_cache(maxsize=256)
def _scaler_unit(scaler: int, unit: int) -> ScalerUnit:
    """Return the record; a meter has a few dozen, and building one takes longer than reading it."""
    return ScalerUnit(scaler, unit)


class _ScalerUnit(AxdrCodec[ScalerUnit]):
    """A structure of two: integer and enum."""

    __slots__ = ("_unpack", "_unpack_from")

    def __init__(self) -> None:
        super().__init__("scaler_unit", 2)
        whole = struct.Struct(">3sbsB")
        self._unpack = whole.unpack
        self._unpack_from = whole.unpack_from

    def decode_exact(self, data: Octets) -> ScalerUnit:
        try:
            head, scaler, tag, unit = self._unpack(data)
        except struct.error:
            return super().decode_exact(data)
        if head == b"\x02\x02\x0f" and tag == b"\x16":
            return _scaler_unit(scaler, unit)
        return super().decode_exact(data)

    def read(self, data: Octets, offset: int) -> tuple[ScalerUnit, int]:
        try:
            head, scaler, tag, unit = self._unpack_from(data, offset)
        except struct.error:
            return self._read_carefully(data, offset)
        if head == b"\x02\x02\x0f" and tag == b"\x16":
            return _scaler_unit(scaler, unit), offset + 6
        return self._read_carefully(data, offset)

    def _read_carefully(self, data: Octets, offset: int) -> tuple[ScalerUnit, int]:
        after_tag = read_tag(data, offset, 2, self.name)
        _, start = read_count(data, after_tag, self.name, 2, 2)
        scaler, middle = INTEGER.read(data, start)
        unit, end = ENUM.read(data, middle)
        return ScalerUnit(scaler, unit), end

    def encode(self, value: ScalerUnit) -> bytes:
        return b"\x02\x02" + INTEGER.encode(value.scaler) + ENUM.encode(value.unit)


SCALER_UNIT: Final[AxdrCodec[ScalerUnit]] = _ScalerUnit()
