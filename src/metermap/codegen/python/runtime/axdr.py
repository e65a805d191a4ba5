"""A-XDR: how DLMS/COSEM data travels (IEC 61334-6; types and tags of the DLMS UA Green Book).

Each codec reads and writes one data item with its tag. Rules where meters differ:

- boolean: 0x00 is false and any other octet is true (meters send 0xFF); true is written as 0x01.
- octet-string(n), visible-string(n), utf8-string(n): n is the most octets there may be.
  bit-string(n): exactly n bits; the unused bits of the last octet are 0.
- lengths: short or long form, of up to four octets; written in the shortest.
- visible-string is ASCII, utf8-string strictly UTF-8.
- null-data stands for no other type.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from .codec import Codec, Decoded, DecodeError, Octets, Reason, take

__all__ = [
    "BOOLEAN",
    "DOUBLE_LONG",
    "DOUBLE_LONG_UNSIGNED",
    "ENUM",
    "FLOAT32",
    "FLOAT64",
    "INTEGER",
    "LONG",
    "LONG64",
    "LONG64_UNSIGNED",
    "LONG_UNSIGNED",
    "NULL_DATA",
    "UNSIGNED",
    "BitString",
    "Bits",
    "OctetString",
    "Utf8String",
    "VisibleString",
    "read_length",
    "read_tag",
]

_OCTET_STRING: Final = 9
_LONG_FORM: Final = 0x80
_MOST_LENGTH_OCTETS: Final = 4


def read_tag(data: Octets, offset: int, tag: int, name: str) -> int:
    """Check the tag and return the offset behind it."""
    if offset >= len(data):
        raise DecodeError(Reason.TRUNCATED, len(data), f"the tag of the {name} is missing")
    if data[offset] != tag:
        raise DecodeError(Reason.TAG, offset, f"{name} has tag 0x{tag:02X}; 0x{data[offset]:02X} stands there")
    return offset + 1


def read_length(data: Octets, offset: int, name: str) -> tuple[int, int]:
    """Return the length at `offset` and the offset behind it."""
    first = take(data, offset, 1, f"the length of the {name}")[0]
    if first < _LONG_FORM:
        return first, offset + 1
    count = first - _LONG_FORM
    if not 0 < count <= _MOST_LENGTH_OCTETS:
        raise DecodeError(Reason.LENGTH, offset, f"a length of {count} length octets is not allowed")
    octets = take(data, offset + 1, count, f"the length of the {name}")
    return int.from_bytes(octets, "big"), offset + 1 + count


def _length_octets(count: int) -> bytes:
    if count < _LONG_FORM:
        return bytes((count,))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((_LONG_FORM | len(octets),)) + octets


class _Null(Codec[None]):
    __slots__ = ()

    def decode(self, data: Octets, offset: int = 0) -> Decoded[None]:
        return Decoded(None, read_tag(data, offset, 0, self.name) - offset)

    def encode(self, value: None) -> bytes:
        del value
        return b"\x00"


class _Boolean(Codec[bool]):
    __slots__ = ()

    def decode(self, data: Octets, offset: int = 0) -> Decoded[bool]:
        content = take(data, read_tag(data, offset, 3, self.name), 1, self.name)
        return Decoded(content != b"\x00", 2)

    def encode(self, value: bool) -> bytes:
        return b"\x03\x01" if value else b"\x03\x00"


class _Integer(Codec[int]):
    __slots__ = ("_size", "_struct", "_tag")

    def __init__(self, name: str, tag: int, layout: str) -> None:
        super().__init__(name)
        self._tag = tag
        self._struct = struct.Struct(f">{layout}")
        self._size = self._struct.size

    def decode(self, data: Octets, offset: int = 0) -> Decoded[int]:
        start = read_tag(data, offset, self._tag, self.name)
        found: int = self._struct.unpack(take(data, start, self._size, self.name))[0]
        return Decoded(found, 1 + self._size)

    def encode(self, value: int) -> bytes:
        try:
            return bytes((self._tag,)) + self._struct.pack(value)
        except struct.error:
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message) from None


class _Float(Codec[float]):
    __slots__ = ("_struct", "_tag")

    def __init__(self, name: str, tag: int, layout: str) -> None:
        super().__init__(name)
        self._tag = tag
        self._struct = struct.Struct(f">{layout}")

    def decode(self, data: Octets, offset: int = 0) -> Decoded[float]:
        start = read_tag(data, offset, self._tag, self.name)
        found: float = self._struct.unpack(take(data, start, self._struct.size, self.name))[0]
        return Decoded(found, 1 + self._struct.size)

    def encode(self, value: float) -> bytes:
        try:
            return bytes((self._tag,)) + self._struct.pack(value)
        except (OverflowError, struct.error):
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message) from None


NULL_DATA: Final[Codec[None]] = _Null("null-data")
BOOLEAN: Final[Codec[bool]] = _Boolean("boolean")
DOUBLE_LONG: Final[Codec[int]] = _Integer("double-long", 5, "i")
DOUBLE_LONG_UNSIGNED: Final[Codec[int]] = _Integer("double-long-unsigned", 6, "I")
INTEGER: Final[Codec[int]] = _Integer("integer", 15, "b")
LONG: Final[Codec[int]] = _Integer("long", 16, "h")
UNSIGNED: Final[Codec[int]] = _Integer("unsigned", 17, "B")
LONG_UNSIGNED: Final[Codec[int]] = _Integer("long-unsigned", 18, "H")
LONG64: Final[Codec[int]] = _Integer("long64", 20, "q")
LONG64_UNSIGNED: Final[Codec[int]] = _Integer("long64-unsigned", 21, "Q")
ENUM: Final[Codec[int]] = _Integer("enum", 22, "B")
FLOAT32: Final[Codec[float]] = _Float("float32", 23, "f")
FLOAT64: Final[Codec[float]] = _Float("float64", 24, "d")


@dataclass(frozen=True, slots=True)
class _Size:
    """How many octets or bits there may be; None for no limit."""

    minimum: int
    maximum: int | None

    def allows(self, count: int) -> bool:
        return count >= self.minimum and (self.maximum is None or count <= self.maximum)

    def __str__(self) -> str:
        if self.maximum is None:
            return f"{self.minimum} or more"
        return str(self.maximum) if self.minimum == self.maximum else f"{self.minimum} to {self.maximum}"


class _Octets(Codec[bytes]):
    """The shared part of the three string types: tag, length, octets."""

    __slots__ = ("_size", "_tag")

    def __init__(self, name: str, tag: int, minimum: int, maximum: int | None) -> None:
        super().__init__(name)
        self._tag = tag
        self._size = _Size(minimum, maximum)

    def decode(self, data: Octets, offset: int = 0) -> Decoded[bytes]:
        after_tag = read_tag(data, offset, self._tag, self.name)
        count, start = read_length(data, after_tag, self.name)
        if not self._size.allows(count):
            raise DecodeError(Reason.LENGTH, after_tag, f"{self.name} of {count} octets, not {self._size}")
        return Decoded(take(data, start, count, self.name), start + count - offset)

    def encode(self, value: bytes) -> bytes:
        if not self._size.allows(len(value)):
            message = f"{self.name} of {len(value)} octets, not {self._size}"
            raise ValueError(message)
        return bytes((self._tag,)) + _length_octets(len(value)) + value


class OctetString(_Octets):
    """An octet-string of `minimum` to `maximum` octets."""

    __slots__ = ()

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__("octet-string", _OCTET_STRING, minimum, maximum)


class _Text(Codec[str]):
    __slots__ = ("_encoding", "_octets")

    def __init__(self, octets: _Octets, encoding: str) -> None:
        super().__init__(octets.name)
        self._octets = octets
        self._encoding = encoding

    def decode(self, data: Octets, offset: int = 0) -> Decoded[str]:
        content, consumed = self._octets.decode(data, offset)
        try:
            return Decoded(content.decode(self._encoding), consumed)
        except UnicodeDecodeError as error:
            at = offset + consumed - len(content) + error.start
            raise DecodeError(Reason.VALUE, at, f"{self.name} is not {self._encoding}") from None

    def encode(self, value: str) -> bytes:
        return self._octets.encode(value.encode(self._encoding))


class VisibleString(_Text):
    """A visible-string of `minimum` to `maximum` ASCII characters."""

    __slots__ = ()

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__(_Octets("visible-string", 10, minimum, maximum), "ascii")


class Utf8String(_Text):
    """A utf8-string of `minimum` to `maximum` octets."""

    __slots__ = ()

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__(_Octets("utf8-string", 12, minimum, maximum), "utf-8")


@dataclass(frozen=True, slots=True)
class Bits:
    """A bit string: `length` bits in `octets`; bit 0 is the most significant bit of the first octet.

    Raises:
        ValueError: the octets are too many or too few, or an unused bit is set.
    """

    octets: bytes
    length: int

    def __post_init__(self) -> None:
        unused = 8 * len(self.octets) - self.length
        if not 0 <= unused <= 7 or (unused and self.octets[-1] & ((1 << unused) - 1)):  # noqa: PLR2004  (bits)
            message = f"{self.length} bits are not {self.octets.hex()}"
            raise ValueError(message)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, bit: int) -> bool:
        if not 0 <= bit < self.length:
            message = f"bit {bit} of {self.length}"
            raise IndexError(message)
        return bool(self.octets[bit // 8] & (0x80 >> bit % 8))

    def __str__(self) -> str:
        return "".join("1" if self[bit] else "0" for bit in range(self.length))

    @classmethod
    def parse(cls, text: str) -> Bits:
        """Return the bits that a text of 0 and 1 spells, bit 0 first."""
        padded = text.ljust((len(text) + 7) // 8 * 8, "0")
        return cls(bytes(int(padded[at : at + 8], 2) for at in range(0, len(padded), 8)), len(text))


class BitString(Codec[Bits]):
    """A bit-string of `minimum` to `maximum` bits."""

    __slots__ = ("_size",)

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__("bit-string")
        self._size = _Size(minimum, maximum)

    def decode(self, data: Octets, offset: int = 0) -> Decoded[Bits]:
        """Return the bits at `offset`."""
        after_tag = read_tag(data, offset, 4, self.name)
        count, start = read_length(data, after_tag, self.name)
        if not self._size.allows(count):
            raise DecodeError(Reason.LENGTH, after_tag, f"bit-string of {count} bits, not {self._size}")
        octets = take(data, start, (count + 7) // 8, self.name)
        try:
            return Decoded(Bits(octets, count), start + len(octets) - offset)
        except ValueError:
            raise DecodeError(Reason.VALUE, start + len(octets) - 1, "an unused bit of the bit-string is set") from None

    def encode(self, value: Bits) -> bytes:
        """Return the tag, the number of bits, and the octets."""
        if not self._size.allows(value.length):
            message = f"bit-string of {value.length} bits, not {self._size}"
            raise ValueError(message)
        return b"\x04" + _length_octets(value.length) + value.octets
