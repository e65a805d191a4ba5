"""ZCL: how the values of Smart Energy attributes and fields travel (ZigBee Cluster Library, "Data types").

All numbers are little-endian. A codec reads and writes the value alone; `attributes` cuts payloads
into attribute records, `payloads` reads the payloads of commands. Rules:

- the code that means "no value" decodes to None, and None encodes to it, where the type has one;
- bool is 0, 1 or the non-value 0xFF; any other octet is refused;
- string and string16 are strictly UTF-8;
- UTC is seconds since 2000-01-01 00:00:00 UTC, given as an aware `datetime`;
- any NaN is the non-value of a floating-point type;
- enumerations and bitmaps are numbers; nothing is refused for lacking a name;
- no data (0x00) and unknown (0xFF) hold no value and have no codec;
- arrays, sets, bags and structures: see `zcl_collections`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from .codec import Codec, DecodeError, Octets, Reason, take
from .zcl_collections import Array, ArrayCodec, StructureCodec, TypedValue, ZclValue
from .zcl_times import Date, DateCodec, TimeOfDay, TimeOfDayCodec, UtcCodec

__all__ = [
    "ARRAY",
    "BAG",
    "BOOL",
    "CODECS",
    "DATE",
    "EUI64",
    "KEY128",
    "OCTSTR",
    "OCTSTR16",
    "PLAIN_SIZES",
    "SET",
    "STRING",
    "STRING16",
    "STRUCT",
    "TOD",
    "UTC",
    "Array",
    "Date",
    "FixedOctets",
    "TimeOfDay",
    "TypedValue",
    "ZclCodec",
    "ZclValue",
]

_ANY: Final = 0xFF


class _Number(Codec[int | None]):
    """An integer of 1 to 8 octets; `non_value` is the code for "no value"."""

    __slots__ = ("_maximum", "_minimum", "_non_value", "_signed", "size")

    def __init__(self, name: str, size: int, *, signed: bool = False) -> None:
        super().__init__(name)
        span = 1 << 8 * size
        self.size = size
        self._signed = signed
        self._minimum = -span // 2 if signed else 0
        self._maximum = self._minimum + span - 1
        self._non_value = self._minimum if signed else self._maximum

    def read(self, data: Octets, offset: int) -> tuple[int | None, int]:
        end = offset + self.size
        if end > len(data):
            take(data, offset, self.size, self.name)
        value = int.from_bytes(data[offset:end], "little", signed=self._signed)
        return None if value == self._non_value else value, end

    def decode_exact(self, data: Octets) -> int | None:
        if len(data) != self.size:  # the base class says what is wrong
            return super().decode_exact(data)
        whole = int.from_bytes(data, "little", signed=self._signed)
        return None if whole == self._non_value else whole

    def encode(self, value: int | None) -> bytes:
        raw = self._non_value if value is None else value
        if not self._minimum <= raw <= self._maximum or value == self._non_value:
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message)
        return raw.to_bytes(self.size, "little", signed=self._signed)


class _Bits(Codec[int]):
    """A bitmap or general data of 1 to 8 octets: every code is a value."""

    __slots__ = ("size",)

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name)
        self.size = size

    def read(self, data: Octets, offset: int) -> tuple[int, int]:
        return int.from_bytes(take(data, offset, self.size, self.name), "little"), offset + self.size

    def decode_exact(self, data: Octets) -> int:
        return int.from_bytes(data, "little") if len(data) == self.size else super().decode_exact(data)

    def encode(self, value: int) -> bytes:
        if not 0 <= value < 1 << 8 * self.size:
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message)
        return value.to_bytes(self.size, "little")


class _Bool(Codec[bool | None]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bool | None, int]:
        octet = take(data, offset, 1, self.name)[0]
        if octet not in (0, 1, _ANY):
            raise DecodeError(Reason.VALUE, offset, f"0x{octet:02X} is no bool")
        return None if octet == _ANY else bool(octet), offset + 1

    def encode(self, value: bool | None) -> bytes:
        return bytes((_ANY if value is None else int(value),))


class _Float(Codec[float | None]):
    __slots__ = ("_struct", "size")

    def __init__(self, name: str, layout: str) -> None:
        super().__init__(name)
        self._struct = struct.Struct(f"<{layout}")
        self.size = self._struct.size

    def read(self, data: Octets, offset: int) -> tuple[float | None, int]:
        value: float = self._struct.unpack(take(data, offset, self.size, self.name))[0]
        return None if math.isnan(value) else value, offset + self.size

    def encode(self, value: float | None) -> bytes:
        try:
            return self._struct.pack(math.nan if value is None else value)
        except (OverflowError, struct.error):
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message) from None


class _OctetString(Codec[bytes | None]):
    """Octets behind a length of 1 or 2 octets; all ones is the non-value."""

    __slots__ = ("_non_value", "_width")

    def __init__(self, name: str, width: int) -> None:
        super().__init__(name)
        self._width = width
        self._non_value = (1 << 8 * width) - 1

    def read(self, data: Octets, offset: int) -> tuple[bytes | None, int]:
        count = int.from_bytes(take(data, offset, self._width, f"the length of the {self.name}"), "little")
        start = offset + self._width
        if count == self._non_value:
            return None, start
        return take(data, start, count, self.name), start + count

    def encode(self, value: bytes | None) -> bytes:
        if value is None:
            return self._non_value.to_bytes(self._width, "little")
        if len(value) >= self._non_value:
            message = f"{len(value)} octets do not fit {self.name}"
            raise ValueError(message)
        return len(value).to_bytes(self._width, "little") + value


class _String(Codec[str | None]):
    __slots__ = ("_octets",)

    def __init__(self, name: str, width: int) -> None:
        super().__init__(name)
        self._octets = _OctetString(name, width)

    def read(self, data: Octets, offset: int) -> tuple[str | None, int]:
        content, end = self._octets.read(data, offset)
        if content is None:
            return None, end
        try:
            return content.decode("utf-8"), end
        except UnicodeDecodeError as error:
            raise DecodeError(Reason.VALUE, end - len(content) + error.start, f"{self.name} is not utf-8") from None

    def encode(self, value: str | None) -> bytes:
        return self._octets.encode(None if value is None else value.encode("utf-8"))


class FixedOctets(Codec[bytes]):
    """A fixed number of octets in the order sent: a key, a part of a certificate."""

    __slots__ = ("size",)

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name)
        self.size = size

    def read(self, data: Octets, offset: int) -> tuple[bytes, int]:
        """Return the octets and the offset behind them."""
        return take(data, offset, self.size, self.name), offset + self.size

    def encode(self, value: bytes) -> bytes:
        """Return the octets as they are.

        Raises:
            ValueError: there are more or fewer than the size.
        """
        if len(value) != self.size:
            message = f"{self.name} takes {self.size} octets, not {len(value)}"
            raise ValueError(message)
        return value


BOOL: Final[Codec[bool | None]] = _Bool("bool")
OCTSTR: Final[Codec[bytes | None]] = _OctetString("octstr", 1)
OCTSTR16: Final[Codec[bytes | None]] = _OctetString("octstr16", 2)
STRING: Final[Codec[str | None]] = _String("string", 1)
STRING16: Final[Codec[str | None]] = _String("string16", 2)
UTC: Final[Codec[datetime | None]] = UtcCodec("UTC")
TOD: Final[Codec[TimeOfDay | None]] = TimeOfDayCodec("ToD")
DATE: Final[Codec[Date | None]] = DateCodec("date")
EUI64: Final[Codec[int | None]] = _Number("EUI64", 8)
"""An IEEE address as a number: ``f"{value:016X}"`` is how it is printed."""
KEY128: Final[Codec[bytes]] = FixedOctets("key128", 16)
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
    | Codec[Array]
    | Codec[tuple[TypedValue, ...] | None]
)
"""Any codec of this module."""

_CODECS: Final[dict[int, Codec[Any]]] = {
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

ARRAY: Final[Codec[Array]] = ArrayCodec("array", _CODECS)
SET: Final[Codec[Array]] = ArrayCodec("set", _CODECS)
BAG: Final[Codec[Array]] = ArrayCodec("bag", _CODECS)
STRUCT: Final[Codec[tuple[TypedValue, ...] | None]] = StructureCodec("struct", _CODECS)
_CODECS.update({0x48: ARRAY, 0x4C: STRUCT, 0x50: SET, 0x51: BAG})  # they hold values of every type, their own included

CODECS: Final[Mapping[int, ZclCodec]] = MappingProxyType(_CODECS)
"""The codecs by ZCL type id."""

_PLAIN: Final = (_Number, _Bits, _Float, FixedOctets, UtcCodec)
PLAIN_SIZES: Final[Mapping[int, int]] = MappingProxyType(
    {type_id: codec.size for type_id, codec in _CODECS.items() if isinstance(codec, _PLAIN)}
)
"""The sizes, by ZCL type id, of values of which every pattern of octets is one: they can be cut without decoding."""
