"""The type description of a compact array, and contents without tags.

Source: DLMS UA Green Book, TypeDescription and compact-array. A description is a tag; an array's goes
on with the number of elements (two octets) and the description of one, a structure's with the number
of members and theirs. Contents carry no tags and no counts; strings keep their lengths.

`expand` gives each element the tags that the description says, `compact` takes them away: what reads
a compact array is then the codec that reads the same elements of an array. Rules:

- contents that end inside an element are truncated there, whatever follows;
- an array in a description, or the whole, whose elements take no octets is refused: their number
  would say nothing. At most 16 such types may stand in a description: they could fill the memory;
- a description holds no compact array.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from .axdr import length_octets, read_count, read_length
from .codec import DecodeError, Octets, Reason, take

__all__ = ["ARRAY", "COMPACT_ARRAY", "MOST_NESTING", "STRUCTURE", "Element", "TypeDescription", "compact", "expand"]

ARRAY: Final = 1
STRUCTURE: Final = 2
COMPACT_ARRAY: Final = 19
MOST_NESTING: Final = 16
"""How many arrays, structures and compact arrays may be inside one another in self-describing data."""

_MOST_EMPTY: Final = 16
_BIT_STRING: Final = 4
_STRINGS: Final = frozenset({_BIT_STRING, 9, 10, 12})
_SIZES: Final[Mapping[int, int]] = MappingProxyType(
    {0: 0, 3: 1, 5: 4, 6: 4, 13: 1, 15: 1, 16: 2, 17: 1, 18: 2, 20: 8, 21: 8, 22: 1, 23: 4, 24: 8, 25: 12, 26: 5, 27: 4}
    | {28: 1, 29: 2, 30: 4, 31: 1, 32: 2, 33: 4, 255: 0}
)


@dataclass(frozen=True, slots=True)
class TypeDescription:
    """A type: its tag; for a structure its `members`, for an array its one member and the `count` of elements.

    `at` is where the description stood in the octets that it was read from; it is no part of its value.
    """

    tag: int
    members: tuple[TypeDescription, ...] = ()
    count: int = 0
    at: int = field(default=0, compare=False, repr=False)

    @property
    def least(self) -> int:
        """The least octets that a value takes in the contents."""
        inside = sum(member.least for member in self.members)
        return inside * self.count if self.tag == ARRAY else inside + _SIZES.get(self.tag, self.tag in _STRINGS)

    @property
    def empty(self) -> int:
        """How many types of no octets stand in the description."""
        if self.members:
            return sum(member.empty for member in self.members)
        return int(self.least == 0)

    def octets(self) -> bytes:
        """Return the octets of the description.

        Raises:
            ValueError: a tag is none of a description, or counts do not fit.
        """
        inside = b"".join(member.octets() for member in self.members)
        if self.tag == STRUCTURE:
            return bytes((STRUCTURE,)) + length_octets(len(self.members)) + inside
        if self.tag == ARRAY and len(self.members) == 1 and 0 <= self.count <= 0xFFFF:  # noqa: PLR2004  (two octets)
            return bytes((ARRAY,)) + self.count.to_bytes(2, "big") + inside
        if self.members or not (self.tag in _SIZES or self.tag in _STRINGS):
            message = f"{self} is no type description"
            raise ValueError(message)
        return bytes((self.tag,))

    @classmethod
    def read(cls, data: Octets, offset: int, depth: int = 1) -> tuple[TypeDescription, int]:
        """Return the description at `offset`, `depth` arrays or structures deep, and the offset behind it.

        Raises:
            DecodeError: no description stands there, or it breaks a rule of this module.
        """
        found, end = _read(data, offset, depth)
        if found.least == 0:
            raise DecodeError(Reason.VALUE, offset, "the elements of a compact array take no octets")
        if found.empty > _MOST_EMPTY:
            raise DecodeError(Reason.VALUE, offset, f"{found.empty} types of no octets in a compact array")
        return found, end


def _read(data: Octets, offset: int, depth: int) -> tuple[TypeDescription, int]:
    tag = take(data, offset, 1, "the type description")[0]
    if tag not in (ARRAY, STRUCTURE):
        if tag in _SIZES or tag in _STRINGS:
            return TypeDescription(tag, at=offset), offset + 1
        raise DecodeError(Reason.TAG, offset, f"0x{tag:02X} is no tag of a type description")
    if depth >= MOST_NESTING:
        raise DecodeError(Reason.VALUE, offset, f"nesting of more than {MOST_NESTING}")
    if tag == ARRAY:
        return _read_array(data, offset, depth)
    count, at = read_count(data, offset + 1, "the type description")
    members: list[TypeDescription] = []
    for _ in range(count):
        member, at = _read(data, at, depth + 1)
        members.append(member)
    return TypeDescription(STRUCTURE, tuple(members), at=offset), at


def _read_array(data: Octets, offset: int, depth: int) -> tuple[TypeDescription, int]:
    count = int.from_bytes(take(data, offset + 1, 2, "the number of elements"), "big")
    element, end = _read(data, offset + 3, depth + 1)
    if count * element.least == 0:
        raise DecodeError(Reason.VALUE, offset, "the elements of an array take no octets")
    return TypeDescription(ARRAY, (element,), count, offset), end


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a compact array with its tags put in: pieces of octets, each with where it came from.

    With a `fault` the contents end inside it, and these are the pieces before.
    """

    pieces: tuple[tuple[bytes, int], ...]
    end: int
    fault: DecodeError | None = None

    @property
    def octets(self) -> bytes:
        """The element as it would travel in an array."""
        return b"".join(piece for piece, _ in self.pieces)

    def origin(self, offset: int) -> int:
        """Return where an octet of `octets` stood."""
        for piece, at in self.pieces:
            if offset < len(piece):
                return at + offset
            offset -= len(piece)
        return self.end


def expand(description: TypeDescription, data: Octets, start: int, end: int) -> Iterator[Element]:
    """Yield the elements of contents that reach from `start` to `end`; the last may have a fault.

    What is wrong with the type of an element is found before its end: the reader of an element asks first.
    """
    contents = memoryview(data)[:end]
    while start < end:
        pieces: list[tuple[bytes, int]] = []
        try:
            start = _expand(description, contents, start, pieces)
        except DecodeError as fault:
            yield Element(tuple(pieces), end, fault)
            return
        yield Element(tuple(pieces), start)


def _expand(description: TypeDescription, data: Octets, at: int, pieces: list[tuple[bytes, int]]) -> int:
    tag = description.tag
    if tag in (ARRAY, STRUCTURE):
        count = description.count if tag == ARRAY else len(description.members)
        pieces.append((bytes((tag,)) + length_octets(count), description.at))
        if tag == ARRAY and count > len(data) - at:  # an element takes an octet at least
            raise DecodeError(Reason.TRUNCATED, len(data), f"{count} elements do not fit the octets left")
        for member in description.members * (count if tag == ARRAY else 1):
            at = _expand(member, data, at, pieces)
        return at
    pieces.append((bytes((tag,)), description.at))
    end = _content_end(tag, data, at)
    pieces.append((bytes(data[at:end]), at))
    take(data, at, end - at, "a value of the compact array")
    return end


def _content_end(tag: int, data: Octets, at: int) -> int:
    """Return the offset behind the content of a simple type."""
    if tag in _SIZES:
        return at + _SIZES[tag]
    count, start = read_length(data, at, "a string of the compact array")
    return start + ((count + 7) // 8 if tag == _BIT_STRING else count)


def compact(description: TypeDescription, octets: bytes) -> bytes:
    """Return an element without its tags.

    Raises:
        ValueError: it is of another type than the description says.
    """
    pieces: list[bytes] = []
    end = _compact(description, octets, 0, pieces)
    if end != len(octets):
        message = f"octets follow an element of {description}"
        raise ValueError(message)
    return b"".join(pieces)


def _compact(description: TypeDescription, octets: bytes, at: int, pieces: list[bytes]) -> int:
    tag = description.tag
    if at >= len(octets) or octets[at] != tag:
        message = f"the compact array's elements have tag 0x{tag:02X} where 0x{octets[at : at + 1].hex()} stands"
        raise ValueError(message)
    if tag in (ARRAY, STRUCTURE):
        stated = description.count if tag == ARRAY else len(description.members)
        count, at = read_length(octets, at + 1, "the element")
        if count != stated:
            message = f"the compact array's elements have {stated} parts, not {count}"
            raise ValueError(message)
        for member in description.members * (count if tag == ARRAY else 1):
            at = _compact(member, octets, at, pieces)
        return at
    end = _content_end(tag, octets, at + 1)
    pieces.append(octets[at + 1 : end])
    return end
