"""ZCL: how Smart Energy attributes travel (ZigBee Cluster Library, "Data types"; all little-endian).

A codec reads and writes the value alone; `read_responses`, `reports` and `writes` cut a payload
into attribute records. Rules:

- the code that means "no value" decodes to None, and None encodes to it, where the type has one;
- bool is 0, 1 or the non-value 0xFF; any other octet is refused;
- string and string16 are strictly UTF-8;
- UTC is seconds since 2000-01-01 00:00:00 UTC, given as an aware `datetime`;
- any NaN is the non-value of a floating-point type;
- enumerations and bitmaps are numbers; nothing is refused for lacking a name.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Final, TypeAlias

from .codec import Codec, Decoded, DecodeError, Octets, Reason, take

__all__ = [
    "BOOL",
    "CODECS",
    "DATE",
    "EUI64",
    "KEY128",
    "OCTSTR",
    "OCTSTR16",
    "STRING",
    "STRING16",
    "TOD",
    "UTC",
    "AttributeRecord",
    "Date",
    "TimeOfDay",
    "ZclCodec",
    "read_responses",
    "reports",
    "writes",
]

_ANY: Final = 0xFF
_SUCCESS: Final = 0x00
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  (UTC is a codec here)


class _Number(Codec[int | None]):
    """An integer of 1 to 8 octets; `non_value` is the code for "no value", None if there is none."""

    __slots__ = ("_maximum", "_minimum", "_non_value", "_signed", "_size")

    def __init__(self, name: str, size: int, *, signed: bool = False, non_value: bool = True) -> None:
        super().__init__(name)
        span = 1 << 8 * size
        self._size = size
        self._signed = signed
        self._minimum = -span // 2 if signed else 0
        self._maximum = self._minimum + span - 1
        self._non_value = (self._minimum if signed else self._maximum) if non_value else None

    def decode(self, data: Octets, offset: int = 0) -> Decoded[int | None]:
        octets = take(data, offset, self._size, self.name)
        value = int.from_bytes(octets, "little", signed=self._signed)
        return Decoded(None if value == self._non_value else value, self._size)

    def encode(self, value: int | None) -> bytes:
        raw = self._non_value if value is None else value
        if raw is None or not self._minimum <= raw <= self._maximum or value == self._non_value is not None:
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message)
        return raw.to_bytes(self._size, "little", signed=self._signed)


class _Bits(Codec[int]):
    """A bitmap or general data of 1 to 8 octets: every code is a value."""

    __slots__ = ("_size",)

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name)
        self._size = size

    def decode(self, data: Octets, offset: int = 0) -> Decoded[int]:
        return Decoded(int.from_bytes(take(data, offset, self._size, self.name), "little"), self._size)

    def encode(self, value: int) -> bytes:
        if not 0 <= value < 1 << 8 * self._size:
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message)
        return value.to_bytes(self._size, "little")


class _Bool(Codec[bool | None]):
    __slots__ = ()

    def decode(self, data: Octets, offset: int = 0) -> Decoded[bool | None]:
        octet = take(data, offset, 1, self.name)[0]
        if octet not in (0, 1, _ANY):
            raise DecodeError(Reason.VALUE, offset, f"0x{octet:02X} is no bool")
        return Decoded(None if octet == _ANY else bool(octet), 1)

    def encode(self, value: bool | None) -> bytes:
        return bytes((_ANY if value is None else int(value),))


class _Float(Codec[float | None]):
    __slots__ = ("_struct",)

    def __init__(self, name: str, layout: str) -> None:
        super().__init__(name)
        self._struct = struct.Struct(f"<{layout}")

    def decode(self, data: Octets, offset: int = 0) -> Decoded[float | None]:
        value: float = self._struct.unpack(take(data, offset, self._struct.size, self.name))[0]
        return Decoded(None if math.isnan(value) else value, self._struct.size)

    def encode(self, value: float | None) -> bytes:
        try:
            return self._struct.pack(math.nan if value is None else value)
        except (OverflowError, struct.error):
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message) from None


class _OctetString(Codec[bytes | None]):
    """Octets behind a length of 1 or 2 octets; all ones is the non-value."""

    __slots__ = ("_width",)

    def __init__(self, name: str, width: int) -> None:
        super().__init__(name)
        self._width = width

    def decode(self, data: Octets, offset: int = 0) -> Decoded[bytes | None]:
        count = int.from_bytes(take(data, offset, self._width, f"the length of the {self.name}"), "little")
        if count == self._non_value:
            return Decoded(None, self._width)
        return Decoded(take(data, offset + self._width, count, self.name), self._width + count)

    def encode(self, value: bytes | None) -> bytes:
        if value is None:
            return self._non_value.to_bytes(self._width, "little")
        if len(value) >= self._non_value:
            message = f"{len(value)} octets do not fit {self.name}"
            raise ValueError(message)
        return len(value).to_bytes(self._width, "little") + value

    @property
    def _non_value(self) -> int:
        return (1 << 8 * self._width) - 1


class _String(Codec[str | None]):
    __slots__ = ("_octets",)

    def __init__(self, name: str, width: int) -> None:
        super().__init__(name)
        self._octets = _OctetString(name, width)

    def decode(self, data: Octets, offset: int = 0) -> Decoded[str | None]:
        content, consumed = self._octets.decode(data, offset)
        if content is None:
            return Decoded(None, consumed)
        try:
            return Decoded(content.decode("utf-8"), consumed)
        except UnicodeDecodeError as error:
            at = offset + consumed - len(content) + error.start
            raise DecodeError(Reason.VALUE, at, f"{self.name} is not utf-8") from None

    def encode(self, value: str | None) -> bytes:
        return self._octets.encode(None if value is None else value.encode("utf-8"))


class _Utc(Codec[datetime | None]):
    __slots__ = ("_seconds",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._seconds = _Number(name, 4)

    def decode(self, data: Octets, offset: int = 0) -> Decoded[datetime | None]:
        seconds, consumed = self._seconds.decode(data, offset)
        return Decoded(None if seconds is None else _EPOCH + timedelta(seconds=seconds), consumed)

    def encode(self, value: datetime | None) -> bytes:
        if value is None:
            return self._seconds.encode(None)
        if value.tzinfo is None:
            message = "a UTC time needs a time zone"
            raise ValueError(message)
        seconds, rest = divmod(value - _EPOCH, timedelta(seconds=1))
        if rest:
            message = f"{value} is no whole second"
            raise ValueError(message)
        return self._seconds.encode(seconds)


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
    for at, (octet, (field, low, high)) in enumerate(zip(take(data, offset, 4, name), limits, strict=True), offset):
        if octet != _ANY and not low <= octet <= high:
            raise DecodeError(Reason.VALUE, at, f"{octet} is no {field}")
        found.append(None if octet == _ANY else octet)
    return found


def _write_fields(values: tuple[int | None, ...], limits: _Limits) -> bytes:
    for value, (field, low, high) in zip(values, limits, strict=True):
        if value is not None and not low <= value <= high:
            message = f"{value} is no {field}"
            raise ValueError(message)
    return bytes(_ANY if value is None else value for value in values)


class _TimeOfDay(Codec[TimeOfDay | None]):
    __slots__ = ()

    def decode(self, data: Octets, offset: int = 0) -> Decoded[TimeOfDay | None]:
        found = TimeOfDay(*_read_fields(data, offset, _TIME_FIELDS, self.name))
        return Decoded(None if found == TimeOfDay() else found, 4)

    def encode(self, value: TimeOfDay | None) -> bytes:
        time = value or TimeOfDay()
        return _write_fields((time.hour, time.minute, time.second, time.hundredths), _TIME_FIELDS)


class _Date(Codec[Date | None]):
    __slots__ = ()

    def decode(self, data: Octets, offset: int = 0) -> Decoded[Date | None]:
        year, month, day, day_of_week = _read_fields(data, offset, _DATE_FIELDS, self.name)
        found = Date(None if year is None else year + _FIRST_YEAR, month, day, day_of_week)
        return Decoded(None if found == Date() else found, 4)

    def encode(self, value: Date | None) -> bytes:
        date = value or Date()
        year = None if date.year is None else date.year - _FIRST_YEAR
        return _write_fields((year, date.month, date.day, date.day_of_week), _DATE_FIELDS)


class _Fixed(Codec[bytes]):
    """A fixed number of octets in the order sent."""

    __slots__ = ("_size",)

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name)
        self._size = size

    def decode(self, data: Octets, offset: int = 0) -> Decoded[bytes]:
        return Decoded(take(data, offset, self._size, self.name), self._size)

    def encode(self, value: bytes) -> bytes:
        if len(value) != self._size:
            message = f"{self.name} takes {self._size} octets, not {len(value)}"
            raise ValueError(message)
        return value


BOOL: Final[Codec[bool | None]] = _Bool("bool")
OCTSTR: Final[Codec[bytes | None]] = _OctetString("octstr", 1)
OCTSTR16: Final[Codec[bytes | None]] = _OctetString("octstr16", 2)
STRING: Final[Codec[str | None]] = _String("string", 1)
STRING16: Final[Codec[str | None]] = _String("string16", 2)
UTC: Final[Codec[datetime | None]] = _Utc("UTC")
TOD: Final[Codec[TimeOfDay | None]] = _TimeOfDay("ToD")
DATE: Final[Codec[Date | None]] = _Date("date")
EUI64: Final[Codec[int | None]] = _Number("EUI64", 8)
"""An IEEE address as a number: ``f"{value:016X}"`` is how it is printed."""
KEY128: Final[Codec[bytes]] = _Fixed("key128", 16)
DATA8: Final[Codec[int]] = _Bits("data8", 1)
DATA16: Final[Codec[int]] = _Bits("data16", 2)
DATA24: Final[Codec[int]] = _Bits("data24", 3)
DATA32: Final[Codec[int]] = _Bits("data32", 4)
DATA40: Final[Codec[int]] = _Bits("data40", 5)
DATA48: Final[Codec[int]] = _Bits("data48", 6)
DATA56: Final[Codec[int]] = _Bits("data56", 7)
DATA64: Final[Codec[int]] = _Bits("data64", 8)
MAP8: Final[Codec[int]] = _Bits("map8", 1)
MAP16: Final[Codec[int]] = _Bits("map16", 2)
MAP24: Final[Codec[int]] = _Bits("map24", 3)
MAP32: Final[Codec[int]] = _Bits("map32", 4)
MAP40: Final[Codec[int]] = _Bits("map40", 5)
MAP48: Final[Codec[int]] = _Bits("map48", 6)
MAP56: Final[Codec[int]] = _Bits("map56", 7)
MAP64: Final[Codec[int]] = _Bits("map64", 8)
UINT8: Final[Codec[int | None]] = _Number("uint8", 1)
UINT16: Final[Codec[int | None]] = _Number("uint16", 2)
UINT24: Final[Codec[int | None]] = _Number("uint24", 3)
UINT32: Final[Codec[int | None]] = _Number("uint32", 4)
UINT40: Final[Codec[int | None]] = _Number("uint40", 5)
UINT48: Final[Codec[int | None]] = _Number("uint48", 6)
UINT56: Final[Codec[int | None]] = _Number("uint56", 7)
UINT64: Final[Codec[int | None]] = _Number("uint64", 8)
INT8: Final[Codec[int | None]] = _Number("int8", 1, signed=True)
INT16: Final[Codec[int | None]] = _Number("int16", 2, signed=True)
INT24: Final[Codec[int | None]] = _Number("int24", 3, signed=True)
INT32: Final[Codec[int | None]] = _Number("int32", 4, signed=True)
INT40: Final[Codec[int | None]] = _Number("int40", 5, signed=True)
INT48: Final[Codec[int | None]] = _Number("int48", 6, signed=True)
INT56: Final[Codec[int | None]] = _Number("int56", 7, signed=True)
INT64: Final[Codec[int | None]] = _Number("int64", 8, signed=True)
ENUM8: Final[Codec[int | None]] = _Number("enum8", 1)
ENUM16: Final[Codec[int | None]] = _Number("enum16", 2)
SEMI: Final[Codec[float | None]] = _Float("semi", "e")
SINGLE: Final[Codec[float | None]] = _Float("single", "f")
DOUBLE: Final[Codec[float | None]] = _Float("double", "d")
CLUSTER_ID: Final[Codec[int | None]] = _Number("clusterId", 2)
ATTRIB_ID: Final[Codec[int | None]] = _Number("attribId", 2)
BAC_OID: Final[Codec[int | None]] = _Number("bacOID", 4)

ZclCodec: TypeAlias = (
    Codec[int]
    | Codec[int | None]
    | Codec[bool | None]
    | Codec[float | None]
    | Codec[bytes]
    | Codec[bytes | None]
    | Codec[str | None]
    | Codec[datetime | None]
    | Codec[TimeOfDay | None]
    | Codec[Date | None]
)
"""Any codec of this module."""

CODECS: Final[Mapping[int, ZclCodec]] = MappingProxyType(
    {
        0x08: DATA8,
        0x09: DATA16,
        0x0A: DATA24,
        0x0B: DATA32,
        0x0C: DATA40,
        0x0D: DATA48,
        0x0E: DATA56,
        0x0F: DATA64,
        0x10: BOOL,
        0x18: MAP8,
        0x19: MAP16,
        0x1A: MAP24,
        0x1B: MAP32,
        0x1C: MAP40,
        0x1D: MAP48,
        0x1E: MAP56,
        0x1F: MAP64,
        0x20: UINT8,
        0x21: UINT16,
        0x22: UINT24,
        0x23: UINT32,
        0x24: UINT40,
        0x25: UINT48,
        0x26: UINT56,
        0x27: UINT64,
        0x28: INT8,
        0x29: INT16,
        0x2A: INT24,
        0x2B: INT32,
        0x2C: INT40,
        0x2D: INT48,
        0x2E: INT56,
        0x2F: INT64,
        0x30: ENUM8,
        0x31: ENUM16,
        0x38: SEMI,
        0x39: SINGLE,
        0x3A: DOUBLE,
        0x41: OCTSTR,
        0x42: STRING,
        0x43: OCTSTR16,
        0x44: STRING16,
        0xE0: TOD,
        0xE1: DATE,
        0xE2: UTC,
        0xE8: CLUSTER_ID,
        0xE9: ATTRIB_ID,
        0xEA: BAC_OID,
        0xF0: EUI64,
        0xF1: KEY128,
    }
)
"""The codecs by ZCL type id."""


@dataclass(frozen=True, slots=True)
class AttributeRecord:
    """One attribute of a payload. With a `status` other than 0 there is no type and no value.

    `value` holds the octets of the value alone: `CODECS[type]` or an entry decodes them.
    """

    attribute: int
    status: int
    type: int | None
    value: bytes


def read_responses(data: Octets) -> Iterator[AttributeRecord]:
    """Cut the payload of a Read Attributes Response: id, status and, if that is 0, type and value.

    Raises:
        DecodeError: the payload is cut short, or holds a type that has no codec.
    """
    offset = 0
    while offset < len(data):
        attribute = int.from_bytes(take(data, offset, 2, "the attribute id"), "little")
        status = take(data, offset + 2, 1, "the status")[0]
        offset += 3
        if status != _SUCCESS:
            yield AttributeRecord(attribute, status, None, b"")
            continue
        record, offset = _typed(data, offset, attribute)
        yield record


def reports(data: Octets) -> Iterator[AttributeRecord]:
    """Cut the payload of a Report Attributes command: id, type, value.

    Raises:
        DecodeError: the payload is cut short, or holds a type that has no codec.
    """
    offset = 0
    while offset < len(data):
        attribute = int.from_bytes(take(data, offset, 2, "the attribute id"), "little")
        record, offset = _typed(data, offset + 2, attribute)
        yield record


writes = reports
"""Cut the payload of a Write Attributes command, which has the layout of a report."""


def _typed(data: Octets, offset: int, attribute: int) -> tuple[AttributeRecord, int]:
    """Return the record whose type and value stand at `offset`, and the offset behind it."""
    type_id = take(data, offset, 1, "the type")[0]
    codec = CODECS.get(type_id)
    if codec is None:
        raise DecodeError(Reason.TAG, offset, f"no codec for the ZCL type 0x{type_id:02X}")
    consumed = codec.decode(data, offset + 1).consumed
    end = offset + 1 + consumed
    return AttributeRecord(attribute, _SUCCESS, type_id, bytes(data[offset + 1 : end])), end
