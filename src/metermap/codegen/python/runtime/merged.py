"""Fixed-size values side by side, read and written by one `struct`.

Members of a structure and rows of a buffer mostly take the same octets each time. Then one `struct`
takes a whole run of them, and tags are compared in bulk. This is a short cut, not a second rule:
whatever does not fit gives None, and the caller goes the careful way, which says what is wrong.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import chain
from typing import Final, TypeAlias

from .axdr import AxdrCodec, Fixed
from .codec import AnyCodec, Octets

__all__ = ["Merged", "fixed_of"]

Row: TypeAlias = tuple[object, ...]

# What reading or writing a value of another kind may raise: the careful way finds out which.
_UNFIT: Final = (ArithmeticError, AttributeError, TypeError, ValueError, struct.error)


def fixed_of(codec: AnyCodec[object]) -> Fixed | None:
    """Return how a codec's values lie in the same octets each time; None if they do not."""
    return codec.fixed if isinstance(codec, AxdrCodec) else None


class Merged:
    """Fixed-size values that lie one behind the other, the same each time. `size` is in octets."""

    __slots__ = ("_converted", "_heads", "_layout", "_reads", "_rows", "_stencil", "_tags", "_whole", "_writes", "size")

    def __init__(self, parts: Sequence[Fixed]) -> None:
        self._heads = tuple(part.head for part in parts)
        self._layout = "".join(f"{len(part.head)}x{part.layout}" for part in parts)
        self._whole = struct.Struct(">" + "".join(f"{len(part.head)}s{part.layout}" for part in parts))
        self._rows = struct.Struct(f">{self._layout}")
        self.size = self._rows.size
        self._reads = tuple(part.read for part in parts)
        self._writes = tuple(part.write for part in parts)
        self._converted = any(self._reads) or any(self._writes)
        self._stencil: tuple[object, ...] = tuple(chain.from_iterable((head, None) for head in self._heads))
        self._tags = tuple(_tags(parts))

    def read(self, data: Octets, offset: int) -> Row | None:
        """Return the values at `offset`."""
        try:
            found = self._whole.unpack_from(data, offset)
        except struct.error:
            return None
        if found[::2] != self._heads:
            return None
        return self._made(found[1::2]) if self._converted else found[1::2]

    def _made(self, items: Row) -> Row | None:
        try:
            return tuple(item if read is None else read(item) for read, item in zip(self._reads, items, strict=True))
        except _UNFIT:
            return None

    def read_rows(self, data: Octets, start: int, count: int) -> Sequence[Row] | None:
        """Return `count` rows of the values from `start`."""
        end = start + count * self.size
        if end > len(data):
            return None
        octets = bytes(data[start:end])
        if any(octets[at :: self.size] != tag * count for at, tag in self._tags):
            return None
        rows = list(self._rows.iter_unpack(octets))
        return self._made_rows(rows) if self._converted else rows

    def _made_rows(self, rows: Sequence[Row]) -> Sequence[Row] | None:
        try:
            columns = [
                column if read is None else [read(item) for item in column]
                for read, column in zip(self._reads, zip(*rows, strict=True), strict=False)
            ]
        except _UNFIT:
            return None
        return list(zip(*columns, strict=True))

    def write(self, values: Row) -> bytes | None:
        """Return the octets of the values."""
        items = list(self._stencil)
        try:
            items[1::2] = self._items(values) if self._converted else values
            return self._whole.pack(*items)
        except _UNFIT:
            return None

    def _items(self, values: Row) -> list[object]:
        return [value if write is None else write(value) for write, value in zip(self._writes, values, strict=True)]

    def write_rows(self, rows: Sequence[Row]) -> bytes | None:
        """Return the octets of the rows."""
        width = len(self._heads)
        try:
            if any(len(row) != width for row in rows):
                return None
            items = map(self._items, rows) if self._converted else rows
            octets = bytearray(struct.pack(f">{self._layout * len(rows)}", *chain.from_iterable(items)))
        except _UNFIT:
            return None
        for at, tag in self._tags:
            octets[at :: self.size] = tag * len(rows)
        return bytes(octets)


def _tags(parts: Sequence[Fixed]) -> list[tuple[int, bytes]]:
    """Return each octet of the heads, with its place in the row."""
    tags: list[tuple[int, bytes]] = []
    at = 0
    for part in parts:
        tags += [(at + index, part.head[index : index + 1]) for index in range(len(part.head))]
        at += len(part.head) + struct.calcsize(f">{part.layout}")
    return tags
