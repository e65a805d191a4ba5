"""ZCL: array, set, bag and structure as values of attributes (ZigBee Cluster Library, "Data types").

An array, set or bag is the type of its elements (one octet), their number (16 bits) and the elements;
a structure is the number of its members and, for each, its type and its value. Rules:

- the number 0xFFFF is the non-value;
- collections may stand in collections, at most `MOST_DEEP` deep, the outermost counted;
- a number that exceeds the octets left is refused before any element is read;
- elements stay in the order sent; equal elements of a set are not refused;
- an element of a type without codec (no data, unknown) is refused, even where there are no elements.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from .codec import Codec, DecodeError, Octets, Reason, take
from .zcl_times import Date, TimeOfDay

__all__ = ["MOST_DEEP", "Array", "ArrayCodec", "StructureCodec", "TypedValue", "ZclValue", "codec_of"]

MOST_DEEP: Final = 16
"""How deep collections may stand in one another."""

T = TypeVar("T")

_NO_VALUE: Final = 0xFFFF

ZclValue: TypeAlias = "int | float | bytes | str | datetime | TimeOfDay | Date | Array | tuple[TypedValue, ...] | None"
"""A value of any ZCL type."""


class Array(NamedTuple):
    """Elements of one type, `type` its ZCL type id; `elements` is None if the collection has no value."""

    type: int
    elements: tuple[ZclValue, ...] | None


class TypedValue(NamedTuple):
    """A member of a structure: its ZCL type id and its value."""

    type: int
    value: ZclValue


_Codecs: TypeAlias = Mapping[int, Codec[Any]]  # a value's type is known by its id only


def codec_of(codecs: _Codecs, data: Octets, offset: int) -> Codec[Any]:
    """Return the codec of the type whose id stands at `offset`.

    Raises:
        DecodeError: no octet is there, or the type has no codec.
    """
    if offset >= len(data):
        raise DecodeError(Reason.TRUNCATED, len(data), "the type is missing")
    codec = codecs.get(data[offset])
    if codec is None:
        raise DecodeError(Reason.TAG, offset, f"no codec for the ZCL type 0x{data[offset]:02X}")
    return codec


class CollectionCodec(Codec[T]):
    """What array and structure share: how deep they stand.

    `codecs` finds the codec of an element by its type id; it may be filled after the codec is made.
    """

    __slots__ = ("_codecs",)

    def __init__(self, name: str, codecs: _Codecs) -> None:
        super().__init__(name)
        self._codecs = codecs

    def read(self, data: Octets, offset: int) -> tuple[T, int]:
        """Return the collection at `offset` and the offset behind it."""
        return self.read_at(data, offset, 1)

    def encode(self, value: T) -> bytes:
        """Return the octets.

        Raises:
            ValueError: an element does not fit, its type has no codec, or there are too many or too deep.
        """
        return self.encode_at(value, 1)

    def read_at(self, data: Octets, offset: int, depth: int) -> tuple[T, int]:
        """Read the `depth`-th collection, the outermost counted as 1."""
        if depth > MOST_DEEP:
            raise DecodeError(Reason.VALUE, offset, f"nesting: collections stand more than {MOST_DEEP} deep")
        return self._read_content(data, offset, depth)

    def encode_at(self, value: T, depth: int) -> bytes:
        """Write the `depth`-th collection, the outermost counted as 1."""
        if depth > MOST_DEEP:
            message = f"nesting: collections stand more than {MOST_DEEP} deep"
            raise ValueError(message)
        return self._content(value, depth)

    @abstractmethod
    def _read_content(self, data: Octets, offset: int, depth: int) -> tuple[T, int]: ...

    @abstractmethod
    def _content(self, value: T, depth: int) -> bytes: ...

    def _codec(self, type_id: int) -> Codec[Any]:
        codec = self._codecs.get(type_id)
        if codec is None:
            message = f"no codec for the ZCL type 0x{type_id:02X}"
            raise ValueError(message)
        return codec


class ArrayCodec(CollectionCodec[Array]):
    """An array, a set or a bag: they differ in their type id alone."""

    __slots__ = ()

    def _read_content(self, data: Octets, offset: int, depth: int) -> tuple[Array, int]:
        codec = codec_of(self._codecs, data, offset)
        count, at = _read_count(data, offset + 1, self.name)
        if count is None:
            return Array(data[offset], None), at
        elements = []
        for _ in range(count):
            element, at = _read(codec, data, at, depth)
            elements.append(element)
        return Array(data[offset], tuple(elements)), at

    def _content(self, value: Array, depth: int) -> bytes:
        codec = self._codec(value.type)
        octets = [bytes((value.type,)), _count_octets(value.elements, self.name)]
        octets += [_encode(codec, element, depth) for element in value.elements or ()]
        return b"".join(octets)


class StructureCodec(CollectionCodec[tuple[TypedValue, ...] | None]):
    """A structure: each member says its own type; None is the non-value."""

    __slots__ = ()

    def _read_content(self, data: Octets, offset: int, depth: int) -> tuple[tuple[TypedValue, ...] | None, int]:
        count, at = _read_count(data, offset, self.name)
        if count is None:
            return None, at
        members = []
        for _ in range(count):
            codec, type_id = codec_of(self._codecs, data, at), data[at]
            value, at = _read(codec, data, at + 1, depth)
            members.append(TypedValue(type_id, value))
        return tuple(members), at

    def _content(self, value: tuple[TypedValue, ...] | None, depth: int) -> bytes:
        octets = [_count_octets(value, self.name)]
        for type_id, member in value or ():
            content = _encode(self._codec(type_id), member, depth)
            octets += [bytes((type_id,)), content]
        return b"".join(octets)


def _read_count(data: Octets, offset: int, name: str) -> tuple[int | None, int]:
    """Return the number of elements, None for the non-value, and the offset behind it."""
    count = int.from_bytes(take(data, offset, 2, f"the count of the {name}"), "little")
    if count == _NO_VALUE:
        return None, offset + 2
    if count > len(data) - offset - 2:
        raise DecodeError(Reason.TRUNCATED, len(data), f"{count} elements of the {name} do not fit the octets left")
    return count, offset + 2


def _count_octets(elements: tuple[object, ...] | None, name: str) -> bytes:
    if elements is not None and len(elements) >= _NO_VALUE:
        message = f"{len(elements)} elements do not fit {name}"
        raise ValueError(message)
    return (_NO_VALUE if elements is None else len(elements)).to_bytes(2, "little")


def _read(codec: Codec[Any], data: Octets, offset: int, depth: int) -> tuple[ZclValue, int]:
    if isinstance(codec, CollectionCodec):
        return codec.read_at(data, offset, depth + 1)
    found: tuple[ZclValue, int] = codec.read(data, offset)
    return found


def _encode(codec: Codec[Any], value: ZclValue, depth: int) -> bytes:
    return codec.encode_at(value, depth + 1) if isinstance(codec, CollectionCodec) else codec.encode(value)
