"""Reading the same attributes of a cluster again and again: the request once, each response in few steps.

    poll = Poll((gsme.CONSUMPTION_REGISTER_VALUE, gsme.SUPPLY_STATE_VALUE_OUTPUT_STATE))
    send(poll.payload)
    consumption, state = poll.decode(received)

A response that holds all the attributes in the order of the request, each with a value of a fixed size, is read
at once; any other is cut record by record. What comes out is the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .attributes import AttributeRecord, encode_attribute_ids, read_responses
from .codec import AnyCodec, DecodeError, Octets, Reason
from .zcl import PLAIN_SIZES

__all__ = ["Failed", "Poll", "Polled"]


class Polled(Protocol):
    """What a poll asks of an entry; `entries.SepAttribute` and `entries.SepBits` have it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def type_id(self) -> int: ...  # noqa: D102
    @property
    def codec(self) -> AnyCodec[object]: ...  # noqa: D102
    def decode_exact(self, data: Octets) -> object: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Failed:
    """Stands for the value of an attribute that could not be read; `status` is the ZCL status that says why."""

    status: int


class Poll:
    """The attributes of some entries of one cluster, in order.

    Raises:
        ValueError: an attribute is there twice.
    """

    __slots__ = ("_entries", "_heads", "_places", "_readers", "_struct")

    def __init__(self, entries: Iterable[Polled]) -> None:
        self._entries = tuple(entries)
        self._places = {entry.number: place for place, entry in enumerate(self._entries)}
        if len(self._places) < len(self._entries):
            message = "a poll asks for each attribute once"
            raise ValueError(message)
        sizes = [PLAIN_SIZES.get(entry.type_id) for entry in self._entries]
        self._struct = struct.Struct("<" + "".join(f"4s{size}s" for size in sizes)) if all(sizes) else None
        self._heads = tuple(struct.pack("<HBB", entry.number, 0, entry.type_id) for entry in self._entries)
        self._readers = tuple(entry.decode_exact for entry in self._entries)

    @property
    def payload(self) -> bytes:
        """The payload of the Read Attributes command that asks for them."""
        return encode_attribute_ids(entry.number for entry in self._entries)

    def decode(self, data: Octets) -> tuple[object, ...]:
        """Return the values in the payload of a Read Attributes Response, in the order of the entries.

        Raises:
            DecodeError: the octets are no such payload, a value is none of its type, or an attribute is missing,
                doubled or was not asked for.
        """
        if self._struct is not None and len(data) == self._struct.size:
            items = self._struct.unpack(data)
            if items[::2] == self._heads:
                return tuple([read(octets) for read, octets in zip(self._readers, items[1::2], strict=True)])
        return self._decode_carefully(data)

    def _decode_carefully(self, data: Octets) -> tuple[object, ...]:
        found: dict[int, object] = {}
        for record in read_responses(data):
            place = self._places.get(record.attribute)
            if place is None or place in found:
                what = "was not asked for" if place is None else "is there twice"
                raise DecodeError(Reason.VALUE, 0, f"attribute 0x{record.attribute:04X} {what}")
            found[place] = self._value(self._entries[place], record)
        missing = [entry.name for place, entry in enumerate(self._entries) if place not in found]
        if missing:
            raise DecodeError(Reason.TRUNCATED, len(data), f"the response lacks {', '.join(missing)}")
        return tuple(found[place] for place in range(len(self._entries)))

    @staticmethod
    def _value(entry: Polled, record: AttributeRecord) -> object:
        if record.type is None:
            return Failed(record.status)
        if record.type != entry.type_id:
            raise DecodeError(Reason.TAG, 0, f"{entry.name} has type 0x{entry.type_id:02X}, not 0x{record.type:02X}")
        return entry.decode_exact(record.value)
