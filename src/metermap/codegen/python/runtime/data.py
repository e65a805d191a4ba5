"""Self-describing A-XDR data: values that say their own type, where a standard or a meter leaves it open.

Source: DLMS UA Green Book, Data and compact-array. `Data` keeps the tag and, of a compact array, the
description: encoding what was decoded gives the same value in its canonical octets (lengths in the
shortest form, true as 0x01). Rules:

- each type is read by the rules of `axdr`, `cosem` and `descriptions`; tag 7 (floating-point) is refused
  like any unknown tag: its octets are not recorded.
- at most 16 arrays, structures and compact arrays are inside one another. The next is refused for its
  content (value), at its tag, before its number of elements is read.
- the number of elements is checked against the octets left before an element is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias

from . import axdr, cosem
from .axdr import Bits, length_octets, read_count
from .codec import AnyCodec, Codec, DecodeError, Octets, Reason, encode_with
from .cosem import Date, DateTime, Time
from .descriptions import ARRAY, COMPACT_ARRAY, MOST_NESTING, STRUCTURE, TypeDescription
from .structures import read_compact, write_compact

__all__ = ["DATA", "Data", "Plain", "Value"]

Simple: TypeAlias = bool | int | float | bytes | str | Bits | DateTime | Date | Time | None
Value: TypeAlias = Simple | tuple["Data", ...]
"""What `Data` holds: a simple value, or the elements or members."""
Plain: TypeAlias = Simple | list["Plain"] | tuple["Plain", ...]
"""A value without its types: an array is a list, a structure a tuple."""


@dataclass(frozen=True, slots=True)
class Data:
    """A value with its type's tag. `description` is that of a compact array's elements."""

    tag: int
    value: Value
    description: TypeDescription | None = None

    @property
    def type_name(self) -> str:
        """The name of the type; ``tag 7`` for a tag that is none."""
        leaf = _LEAVES.get(self.tag)
        return leaf.name if leaf else _COMPOSED.get(self.tag, f"tag {self.tag}")

    def plain(self) -> Plain:
        """Return the value without its types; arrays and compact arrays are lists, structures tuples."""
        if not isinstance(self.value, tuple):
            return self.value
        inside = (each.plain() for each in self.value)
        return tuple(inside) if self.tag == STRUCTURE else list(inside)


_COMPOSED: Final[Mapping[int, str]] = MappingProxyType(
    {ARRAY: "array", STRUCTURE: "structure", COMPACT_ARRAY: "compact-array"}
)
_SIMPLE: Final = (
    (type(None), (axdr.NULL_DATA, axdr.DONT_CARE)),
    (bool, (axdr.BOOLEAN,)),
    (Bits, (axdr.BitString(),)),
    (int, (axdr.DOUBLE_LONG, axdr.DOUBLE_LONG_UNSIGNED, axdr.BCD, axdr.INTEGER, axdr.LONG, axdr.UNSIGNED)),
    (int, (axdr.LONG_UNSIGNED, axdr.LONG64, axdr.LONG64_UNSIGNED, axdr.ENUM)),
    (int, (axdr.DELTA_INTEGER, axdr.DELTA_LONG, axdr.DELTA_DOUBLE_LONG)),
    (int, (axdr.DELTA_UNSIGNED, axdr.DELTA_LONG_UNSIGNED, axdr.DELTA_DOUBLE_LONG_UNSIGNED)),
    (float, (axdr.FLOAT32, axdr.FLOAT64)),
    (bytes, (axdr.OctetString(),)),
    (str, (axdr.VisibleString(), axdr.Utf8String())),
    (DateTime, (cosem.DATE_TIME_TAGGED,)),
    (Date, (cosem.DATE_TAGGED,)),
    (Time, (cosem.TIME_TAGGED,)),
)
_LEAVES: Final[Mapping[int, AnyCodec[Simple]]] = MappingProxyType(
    {codec.tag: codec for _, codecs in _SIMPLE for codec in codecs}
)
_KINDS: Final[Mapping[int, type]] = MappingProxyType({codec.tag: kind for kind, codecs in _SIMPLE for codec in codecs})


class _Data(Codec[Data]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Data, int]:
        return _read(data, offset, 0)

    def encode(self, value: Data) -> bytes:
        return _encode(value, 0)


DATA: Final[Codec[Data]] = _Data("data")
"""Data of any type."""


def _read(data: Octets, offset: int, outside: int) -> tuple[Data, int]:
    """Read the data at `offset`, which `outside` arrays and structures are around."""
    if offset >= len(data):
        raise DecodeError(Reason.TRUNCATED, len(data), "the tag of the data is missing")
    tag = data[offset]
    leaf = _LEAVES.get(tag)
    if leaf:
        value, end = leaf.read(data, offset)
        return Data(tag, value), end
    name = _COMPOSED.get(tag)
    if name is None:
        raise DecodeError(Reason.TAG, offset, f"0x{tag:02X} is no tag of data")
    if outside >= MOST_NESTING:
        raise DecodeError(Reason.VALUE, offset, f"nesting of more than {MOST_NESTING}")
    if tag == COMPACT_ARRAY:
        element = partial(_exact, outside=outside + 1)
        description, values, end = read_compact(data, offset + 1, name, element, outside + 1)
        return Data(tag, values, description), end
    return _read_parts(data, offset, name, outside + 1)


def _read_parts(data: Octets, offset: int, name: str, outside: int) -> tuple[Data, int]:
    count, at = read_count(data, offset + 1, name)
    values: list[Data] = []
    for _ in range(count):
        value, at = _read(data, at, outside)
        values.append(value)
    return Data(data[offset], tuple(values)), at


def _exact(octets: bytes, outside: int) -> Data:
    """Read an element of a compact array, whose description has given it exactly its octets."""
    return _read(octets, 0, outside)[0]


def _encode(data: Data, outside: int) -> bytes:
    if data.tag in _COMPOSED and isinstance(data.value, tuple):
        return _encode_composed(data, data.value, outside)
    kind = _KINDS.get(data.tag)
    if kind is None and data.tag not in _COMPOSED:
        message = f"{data.tag} is no tag of data; there are {', '.join(map(str, sorted({*_KINDS, *_COMPOSED})))}"
        raise ValueError(message)
    value = data.value
    if kind is None or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        message = f"{data.type_name} carries no {type(value).__name__}"
        raise ValueError(message)
    return encode_with(_LEAVES[data.tag], value)


def _encode_composed(data: Data, values: tuple[Data, ...], outside: int) -> bytes:
    if outside >= MOST_NESTING:
        message = f"nesting of more than {MOST_NESTING}"
        raise ValueError(message)
    inside = (_encode(each, outside + 1) for each in values)
    if data.tag != COMPACT_ARRAY:
        return bytes((data.tag,)) + length_octets(len(values)) + b"".join(inside)
    if data.description is None:
        message = "a compact array needs the description of its elements"
        raise ValueError(message)
    return write_compact(data.description, inside, outside + 1)
