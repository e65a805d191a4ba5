"""Entries whose octets stand in an order that only the meter knows: how the caller gives it.

Each method returns a copy of the entry whose codec knows the order; the entry itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self, TypeVar

from .buffers import CaptureObject, ProfileBuffer
from .unordered import NOTHING_INSIDE, Unordered

__all__ = ["Orderable"]

E = TypeVar("E", bound="Orderable")


class Orderable:
    """An entry of a buffer or of a structure of unrecorded order, or of a part of one; or any other."""

    __slots__ = ()

    name: str
    codec: Any  # what it reads is the business of the entry's own class

    def in_order(self, names: Iterable[str], inside: Mapping[str, Iterable[str]] = NOTHING_INSIDE) -> Self:
        """Return the entry with the members of its structure in the order of the names; as `Unordered.in_order`.

        Raises:
            ValueError: the order is recorded, or a name is unknown, doubled or missing.
        """
        if not isinstance(self.codec, Unordered):
            what = "a structure whose order is not recorded"
            raise self._refusal(what)
        return _with_codec(self, self.codec.in_order(names, inside))

    def by_names(self, names: Iterable[str], *, compact: bool = False) -> Self:
        """Return the entry with the columns of its buffer in the order of the names; as `ProfileBuffer.by_names`.

        Raises:
            ValueError: it is of no buffer, or a name is unknown or doubled.
        """
        return _with_codec(self, self._buffer().by_names(names, compact=compact))

    def by_capture_objects(
        self,
        objects: Iterable[CaptureObject],
        names: Mapping[CaptureObject, str] | None = None,
        *,
        compact: bool = False,
    ) -> Self:
        """Return the entry with the columns that capture objects are; as `ProfileBuffer.by_capture_objects`.

        Raises:
            ValueError: it is of no buffer, or an object or a name is unknown or doubled.
        """
        return _with_codec(self, self._buffer().by_capture_objects(objects, names, compact=compact))

    def _buffer(self) -> ProfileBuffer:
        if not isinstance(self.codec, ProfileBuffer):
            what = "the buffer of a profile, or ordered already"
            raise self._refusal(what)
        return self.codec

    def _refusal(self, what: str) -> ValueError:
        return ValueError(f"{self.name} is not of {what}")


def _with_codec(entry: E, codec: object) -> E:
    made: E = replace(entry, codec=codec)  # type: ignore[type-var]  # each entry is a dataclass
    return made
