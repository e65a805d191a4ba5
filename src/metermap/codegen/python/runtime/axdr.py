"""A-XDR: how DLMS/COSEM data travels (IEC 61334-6; types and tags of the DLMS UA Green Book).

Each codec reads and writes one data item with its tag. Rules where meters differ:

- boolean: 0x00 is false and any other octet is true (meters send 0xFF); true is written as 0x01.
- octet-string(n), visible-string(n), utf8-string(n): n is the most octets there may be.
  bit-string(n): exactly n bits; the unused bits of the last octet are 0.
- lengths: short or long form, of up to four octets; written in the shortest.
- visible-string is ASCII, utf8-string strictly UTF-8.
- null-data stands for no other type; `structures.OrNull` says where it may.
- bcd is one signed octet, as the Green Book types it; the delta types are plain numbers.

What holds other values is in `structures`, values that say their own type in `data`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeVar

from .codec import Codec, DecodeError, Octets, Reason, take

__all__ = [
    "BCD",
    "BOOLEAN",
    "DELTA_DOUBLE_LONG",
    "DELTA_DOUBLE_LONG_UNSIGNED",
    "DELTA_INTEGER",
    "DELTA_LONG",
    "DELTA_LONG_UNSIGNED",
    "DELTA_UNSIGNED",
    "DONT_CARE",
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
    "AxdrCodec",
    "BitString",
    "Bits",
    "Fixed",
    "OctetString",
    "Utf8String",
    "VisibleString",
    "length_octets",
    "read_count",
    "read_length",
    "read_tag",
]

T = TypeVar("T")
N = TypeVar("N", bound=float)

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


def read_count(data: Octets, offset: int, name: str, least: int = 0, most: int | None = None) -> tuple[int, int]:
    """Return the count of elements or members at `offset` and the offset behind it.

    A count out of bounds is told before one that the octets left cannot hold: each takes one at least.
    """
    count, start = read_length(data, offset, name)
    if count < least or (most is not None and count > most):
        raise DecodeError(Reason.LENGTH, offset, f"{name} of {count} parts, not {_Size(least, most)}")
    if count > len(data) - start:
        raise DecodeError(Reason.TRUNCATED, len(data), f"{name} of {count} parts in {len(data) - start} octets")
    return count, start


def length_octets(count: int) -> bytes:
    """Return a length in its shortest form."""
    if count < _LONG_FORM:
        return bytes((count,))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((_LONG_FORM | len(octets),)) + octets


class Fixed(NamedTuple):
    """A value that takes the same octets whatever it is: `head`, then a content of one item.

    `head` is the tag, and the length where there is one. `layout` is the content for `struct`. `read`
    makes the value of the item that `struct` gives, and `write` the item of the value, raising
    ValueError; None where they are the same. Codecs of composed values merge what lies side by side.
    """

    head: bytes
    layout: str
    read: Callable[..., object] | None = None
    write: Callable[..., object] | None = None


class AxdrCodec(Codec[T]):
    """A codec of values that all have the same `tag`; `fixed` says more where all take the same octets."""

    __slots__ = ("fixed", "tag")

    def __init__(self, name: str, tag: int, fixed: Fixed | None = None) -> None:
        super().__init__(name)
        self.tag = tag
        self.fixed = fixed


class _Null(AxdrCodec[None]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[None, int]:
        return None, read_tag(data, offset, self.tag, self.name)

    def encode(self, value: None) -> bytes:
        given: object = value
        if given is not None:
            message = f"{self.name} carries no {value!r}"
            raise ValueError(message)
        return bytes((self.tag,))


def _true_or_false(value: bool) -> bool:
    if value not in (True, False):
        message = f"{value!r} is no boolean"
        raise ValueError(message)
    return value


class _Boolean(AxdrCodec[bool]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bool, int]:
        start = read_tag(data, offset, self.tag, self.name)
        return take(data, start, 1, self.name) != b"\x00", start + 1

    def encode(self, value: bool) -> bytes:
        return b"\x03\x01" if _true_or_false(value) else b"\x03\x00"


class _Number(AxdrCodec[N]):
    """A tag and a number of fixed width: one `struct` of both, the careful way only to say what is wrong."""

    __slots__ = ("_pack", "_size", "_struct", "_unpack", "_unpack_from")

    def __init__(self, name: str, tag: int, layout: str) -> None:
        super().__init__(name, tag, Fixed(bytes((tag,)), layout))
        self._struct = struct.Struct(f">B{layout}")
        self._size = self._struct.size
        self._pack = self._struct.pack
        self._unpack = self._struct.unpack
        self._unpack_from = self._struct.unpack_from

    def read(self, data: Octets, offset: int) -> tuple[N, int]:
        value: N
        try:
            tag, value = self._unpack_from(data, offset)
        except struct.error:
            return self._read_carefully(data, offset)
        if tag == self.tag:
            return value, offset + self._size
        return self._read_carefully(data, offset)

    def _read_carefully(self, data: Octets, offset: int) -> tuple[N, int]:
        start = read_tag(data, offset, self.tag, self.name)
        content = take(data, start, self._size - 1, self.name)
        value: N = self._unpack(bytes((self.tag,)) + content)[1]
        return value, start + len(content)

    def decode_exact(self, data: Octets) -> N:
        value: N
        try:
            tag, value = self._unpack(data)
        except struct.error:
            return super().decode_exact(data)
        if tag == self.tag:
            return value
        return super().decode_exact(data)

    def encode(self, value: N) -> bytes:
        try:
            return self._pack(self.tag, value)
        except (OverflowError, struct.error):
            message = f"{value!r} does not fit {self.name}"
            raise ValueError(message) from None


NULL_DATA: Final[AxdrCodec[None]] = _Null("null-data", 0)
BOOLEAN: Final[AxdrCodec[bool]] = _Boolean("boolean", 3, Fixed(b"\x03", "?", None, _true_or_false))
DOUBLE_LONG: Final[AxdrCodec[int]] = _Number("double-long", 5, "i")
DOUBLE_LONG_UNSIGNED: Final[AxdrCodec[int]] = _Number("double-long-unsigned", 6, "I")
BCD: Final[AxdrCodec[int]] = _Number("bcd", 13, "b")
"""One octet, which the Green Book types as a whole number of -128 to 127; what its digits are is not stated."""
INTEGER: Final[AxdrCodec[int]] = _Number("integer", 15, "b")
LONG: Final[AxdrCodec[int]] = _Number("long", 16, "h")
UNSIGNED: Final[AxdrCodec[int]] = _Number("unsigned", 17, "B")
LONG_UNSIGNED: Final[AxdrCodec[int]] = _Number("long-unsigned", 18, "H")
LONG64: Final[AxdrCodec[int]] = _Number("long64", 20, "q")
LONG64_UNSIGNED: Final[AxdrCodec[int]] = _Number("long64-unsigned", 21, "Q")
ENUM: Final[AxdrCodec[int]] = _Number("enum", 22, "B")
FLOAT32: Final[AxdrCodec[float]] = _Number("float32", 23, "f")
FLOAT64: Final[AxdrCodec[float]] = _Number("float64", 24, "d")
DELTA_INTEGER: Final[AxdrCodec[int]] = _Number("delta-integer", 28, "b")
DELTA_LONG: Final[AxdrCodec[int]] = _Number("delta-long", 29, "h")
DELTA_DOUBLE_LONG: Final[AxdrCodec[int]] = _Number("delta-double-long", 30, "i")
DELTA_UNSIGNED: Final[AxdrCodec[int]] = _Number("delta-unsigned", 31, "B")
DELTA_LONG_UNSIGNED: Final[AxdrCodec[int]] = _Number("delta-long-unsigned", 32, "H")
DELTA_DOUBLE_LONG_UNSIGNED: Final[AxdrCodec[int]] = _Number("delta-double-long-unsigned", 33, "I")
DONT_CARE: Final[AxdrCodec[None]] = _Null("dont-care", 255)


@dataclass(frozen=True, slots=True)
class _Size:
    """How many octets or bits there may be; None for no limit."""

    minimum: int
    maximum: int | None

    def allows(self, count: int) -> bool:
        return count >= self.minimum and (self.maximum is None or count <= self.maximum)

    @property
    def short(self) -> int | None:
        """The one size there may be, where its length takes one octet."""
        return self.minimum if self.minimum == self.maximum and self.minimum < _LONG_FORM else None

    def __str__(self) -> str:
        if self.maximum is None:
            return f"{self.minimum} or more"
        return str(self.maximum) if self.minimum == self.maximum else f"{self.minimum} to {self.maximum}"


class _Octets(AxdrCodec[bytes]):
    """The shared part of the three string types: tag, length, octets."""

    __slots__ = ("_size",)

    def __init__(self, name: str, tag: int, minimum: int, maximum: int | None) -> None:
        self._size = _Size(minimum, maximum)
        short = self._size.short
        fixed = None if short is None else Fixed(bytes((tag, short)), f"{short}s", None, self.sized)
        super().__init__(name, tag, fixed)

    def read(self, data: Octets, offset: int) -> tuple[bytes, int]:
        after_tag = read_tag(data, offset, self.tag, self.name)
        count, start = read_length(data, after_tag, self.name)
        if not self._size.allows(count):
            raise DecodeError(Reason.LENGTH, after_tag, f"{self.name} of {count} octets, not {self._size}")
        return take(data, start, count, self.name), start + count

    def sized(self, value: bytes) -> bytes:
        """Return the octets if there may be so many; ValueError if not."""
        if not self._size.allows(len(value)):
            message = f"{self.name} of {len(value)} octets, not {self._size}"
            raise ValueError(message)
        return value

    def encode(self, value: bytes) -> bytes:
        return bytes((self.tag,)) + length_octets(len(self.sized(value))) + value


class OctetString(_Octets):
    """An octet-string of `minimum` to `maximum` octets."""

    __slots__ = ()

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__("octet-string", _OCTET_STRING, minimum, maximum)


class _Text(AxdrCodec[str]):
    __slots__ = ("_encoding", "_octets")

    def __init__(self, octets: _Octets, encoding: str) -> None:
        self._octets = octets
        self._encoding = encoding
        fixed = octets.fixed and octets.fixed._replace(read=self._text, write=self._octets_of)
        super().__init__(octets.name, octets.tag, fixed)

    def _text(self, octets: bytes) -> str:
        return octets.decode(self._encoding)

    def _octets_of(self, text: str) -> bytes:
        return self._octets.sized(text.encode(self._encoding))

    def read(self, data: Octets, offset: int) -> tuple[str, int]:
        content, end = self._octets.read(data, offset)
        try:
            return self._text(content), end
        except UnicodeDecodeError as error:
            at = end - len(content) + error.start
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


class BitString(AxdrCodec[Bits]):
    """A bit-string of `minimum` to `maximum` bits."""

    __slots__ = ("_size",)

    def __init__(self, minimum: int = 0, maximum: int | None = None) -> None:
        self._size = _Size(minimum, maximum)
        super().__init__("bit-string", 4, self._fixed(self._size.short))

    def _fixed(self, bits: int | None) -> Fixed | None:
        if bits is None:
            return None
        return Fixed(bytes((4, bits)), f"{(bits + 7) // 8}s", partial(Bits, length=bits), self._content)

    def _content(self, value: Bits) -> bytes:
        return self._sized(value).octets

    def read(self, data: Octets, offset: int) -> tuple[Bits, int]:
        """Return the bits at `offset` and the offset behind them."""
        after_tag = read_tag(data, offset, self.tag, self.name)
        count, start = read_length(data, after_tag, self.name)
        if not self._size.allows(count):
            raise DecodeError(Reason.LENGTH, after_tag, f"bit-string of {count} bits, not {self._size}")
        octets = take(data, start, (count + 7) // 8, self.name)
        end = start + len(octets)
        try:
            return Bits(octets, count), end
        except ValueError:
            raise DecodeError(Reason.VALUE, end - 1, "an unused bit of the bit-string is set") from None

    def _sized(self, value: Bits) -> Bits:
        if not self._size.allows(value.length):
            message = f"bit-string of {value.length} bits, not {self._size}"
            raise ValueError(message)
        return value

    def encode(self, value: Bits) -> bytes:
        """Return the tag, the number of bits, and the octets."""
        return b"\x04" + length_octets(self._sized(value).length) + value.octets
