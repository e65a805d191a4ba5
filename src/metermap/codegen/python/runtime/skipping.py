"""Where self-describing A-XDR data ends (`Data` of the DLMS UA Green Book), without decoding it.

An APDU holds data without stating its size. What is skipped here is measured and not judged: tags,
lengths, counts and depth are checked, contents are not. `bcd` takes one octet, `dont-care` none.
"""

from __future__ import annotations

from typing import Final

from .axdr import read_count, read_length
from .codec import DecodeError, Octets, Reason, take

__all__ = ["MOST_NESTING", "skip_data"]

MOST_NESTING: Final = 16
"""How many arrays, structures and compact arrays may stand in one another."""

_ARRAY: Final = 1
_STRUCTURE: Final = 2
_BIT_STRING: Final = 4
_COMPACT_ARRAY: Final = 19
_STRINGS: Final = frozenset({9, 10, 12})
_FIXED_BY_SIZE: Final = {
    0: (0, 255),
    1: (3, 13, 15, 17, 22, 28, 31),
    2: (16, 18, 29, 32),
    4: (5, 6, 23, 27, 30, 33),
    5: (26,),
    8: (20, 21, 24),
    12: (25,),
}
_FIXED: Final = {tag: size for size, tags in _FIXED_BY_SIZE.items() for tag in tags}
_ELEMENTS: Final = frozenset(_FIXED) | _STRINGS | {_BIT_STRING}


def skip_data(data: Octets, offset: int) -> int:
    """Return the offset behind the data item at `offset`.

    Raises:
        DecodeError: the item is cut short, has an unknown tag, or nests more than 16 deep.
    """
    if offset < 0:
        message = f"an offset of {offset}"
        raise ValueError(message)
    open_: list[int] = []  # what is still to come in each array or structure around the place
    while True:
        tag = take(data, offset, 1, "the tag of the data")[0]
        if tag in (_ARRAY, _STRUCTURE):
            _check_nesting(len(open_), offset)
            count, offset = read_count(data, offset + 1, "data")
            open_.append(count)
        elif tag == _COMPACT_ARRAY:
            _check_nesting(len(open_), offset)
            offset = _skip_octets(data, _skip_description(data, offset + 1, len(open_) + 1))
        else:
            offset = _skip_simple(data, offset, tag)
        while open_ and open_[-1] == 0:
            open_.pop()
        if not open_:
            return offset
        open_[-1] -= 1


def _check_nesting(depth: int, offset: int) -> None:
    if depth == MOST_NESTING:
        raise DecodeError(Reason.VALUE, offset, f"nesting: data more than {MOST_NESTING} deep")


def _skip_simple(data: Octets, offset: int, tag: int) -> int:
    if tag in _STRINGS:
        return _skip_octets(data, offset + 1)
    if tag == _BIT_STRING:
        bits, start = read_length(data, offset + 1, "bit-string")
        size = (bits + 7) // 8
    elif tag in _FIXED:
        start, size = offset + 1, _FIXED[tag]
    else:
        raise DecodeError(Reason.TAG, offset, f"0x{tag:02X} is no tag of data")
    take(data, start, size, "the data")
    return start + size


def _skip_octets(data: Octets, offset: int) -> int:
    size, start = read_length(data, offset, "data")
    take(data, start, size, "the data")
    return start + size


def _skip_description(data: Octets, offset: int, depth: int) -> int:
    """Return the offset behind the type description of a compact array."""
    open_: list[int] = []
    while True:
        tag = take(data, offset, 1, "the type of the compact-array")[0]
        if tag in (_ARRAY, _STRUCTURE):
            _check_nesting(depth + len(open_), offset)
            if tag == _ARRAY:
                take(data, offset + 1, 2, "the number of elements of the compact-array")
                count, offset = 1, offset + 3
            else:
                count, offset = read_count(data, offset + 1, "compact-array")
            open_.append(count)
        elif tag in _ELEMENTS:
            offset += 1
        else:
            raise DecodeError(Reason.TAG, offset, f"0x{tag:02X} is no type of a compact-array")
        while open_ and open_[-1] == 0:
            open_.pop()
        if not open_:
            return offset
        open_[-1] -= 1
