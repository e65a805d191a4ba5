"""ZCL: attribute records, as the global commands carry them (ZigBee Cluster Library, "General command frames").

A payload is cut into records as they are asked for, and written from records. A record holds the octets of its
value alone: `zcl.CODECS[record.type]` or an entry decodes them. A record whose type has no codec (no
data, unknown) is refused, because nothing says where it ends.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .codec import DecodeError, Octets, Reason, take
from .zcl import CODECS, PLAIN_SIZES
from .zcl_collections import codec_of

__all__ = [
    "SUCCESS",
    "AttributeRecord",
    "WriteStatus",
    "attribute_ids",
    "encode_attribute_ids",
    "encode_read_responses",
    "encode_reports",
    "encode_write_responses",
    "encode_writes",
    "read_responses",
    "reports",
    "write_responses",
    "writes",
]

SUCCESS: Final = 0x00
"""The status of what succeeded."""

_RESPONSE: Final = struct.Struct("<HBB")  # attribute, status, type
_REPORT: Final = struct.Struct("<HB")  # attribute, type
_MOST_ID: Final = 0xFFFF
_MOST_OCTET: Final = 0xFF


class AttributeRecord(NamedTuple):
    """One attribute of a payload. With a `status` other than 0 there is no type and no value."""

    attribute: int
    status: int
    type: int | None
    value: bytes


class WriteStatus(NamedTuple):
    """What became of a write. `attribute` is None where the response says that all writes succeeded."""

    status: int
    attribute: int | None


def attribute_ids(data: Octets) -> tuple[int, ...]:
    """Return the attribute ids that the payload of a Read Attributes command lists.

    Raises:
        DecodeError: the payload ends inside an id.
    """
    if len(data) % 2:
        raise DecodeError(Reason.TRUNCATED, len(data), "the attribute id takes 1 octets more")
    return struct.unpack(f"<{len(data) // 2}H", data)


def encode_attribute_ids(attributes: Iterable[int]) -> bytes:
    """Return the payload of a Read Attributes command.

    Raises:
        ValueError: an id does not fit 16 bits.
    """
    return b"".join(_id_octets(attribute) for attribute in attributes)


def read_responses(data: Octets) -> Iterator[AttributeRecord]:
    """Cut the payload of a Read Attributes Response: id, status and, if that is 0, type and value.

    Raises:
        DecodeError: the payload is cut short, or holds a type that has no codec.
    """
    octets, offset, size = bytes(data), 0, len(data)
    while offset < size:
        if size - offset >= _RESPONSE.size:
            attribute, status, type_id = _RESPONSE.unpack_from(octets, offset)
        else:
            attribute = int.from_bytes(take(octets, offset, 2, "the attribute id"), "little")
            status, type_id = take(octets, offset + 2, 1, "the status")[0], None
        if status != SUCCESS:
            yield AttributeRecord(attribute, status, None, b"")
            offset += 3
            continue
        end = _value_end(octets, offset + 3, type_id)
        yield AttributeRecord(attribute, SUCCESS, type_id, octets[offset + 4 : end])
        offset = end


def reports(data: Octets) -> Iterator[AttributeRecord]:
    """Cut the payload of a Report Attributes command: id, type, value.

    Raises:
        DecodeError: the payload is cut short, or holds a type that has no codec.
    """
    octets, offset, size = bytes(data), 0, len(data)
    while offset < size:
        attribute = int.from_bytes(take(octets, offset, 2, "the attribute id"), "little")
        type_id = octets[offset + 2] if offset + 2 < size else None
        end = _value_end(octets, offset + 2, type_id)
        yield AttributeRecord(attribute, SUCCESS, type_id, octets[offset + 3 : end])
        offset = end


writes = reports
"""Cut the payload of a Write Attributes command (undivided, no response), which has the layout of a report."""


def write_responses(data: Octets) -> Iterator[WriteStatus]:
    """Cut the payload of a Write Attributes Response: a status 0 alone, or the status and id of each that failed.

    Raises:
        DecodeError: the payload is empty or cut short, or a status 0 is not alone.
    """
    take(data, 0, 1, "the status")
    if data[0] == SUCCESS and len(data) == 1:
        yield WriteStatus(SUCCESS, None)
        return
    for offset in range(0, len(data), 3):
        status = data[offset]
        if status == SUCCESS:
            raise DecodeError(Reason.VALUE, offset, "a status of success is not alone")
        yield WriteStatus(status, int.from_bytes(take(data, offset + 1, 2, "the attribute id"), "little"))


def encode_read_responses(records: Iterable[AttributeRecord]) -> bytes:
    """Return the payload of a Read Attributes Response.

    Raises:
        ValueError: an id or status does not fit, or the octets of a value are not one value of the type.
    """
    octets = []
    for record in records:
        octets += [_id_octets(record.attribute), _octet(record.status, "status")]
        octets.append(_typed_octets(record) if record.status == SUCCESS else _nothing(record))
    return b"".join(octets)


def encode_reports(records: Iterable[AttributeRecord]) -> bytes:
    """Return the payload of a Report Attributes command.

    Raises:
        ValueError: an id does not fit, a record has no value, or its octets are not one value of the type.
    """
    return b"".join(_id_octets(record.attribute) + _typed_octets(record) for record in records)


encode_writes = encode_reports
"""Return the payload of a Write Attributes command (undivided, no response)."""


def encode_write_responses(statuses: Iterable[WriteStatus]) -> bytes:
    """Return the payload of a Write Attributes Response.

    Raises:
        ValueError: the statuses are neither one of success without id nor failures with their ids.
    """
    given = tuple(statuses)
    if given == (WriteStatus(SUCCESS, None),):
        return bytes((SUCCESS,))
    if not given or any(status.status == SUCCESS or status.attribute is None for status in given):
        message = "a response tells one success without id, or of each failure its id"
        raise ValueError(message)
    return b"".join(_octet(each.status, "status") + _id_octets(each.attribute or 0) for each in given)


def _value_end(octets: bytes, offset: int, type_id: int | None) -> int:
    """Return the offset behind the type at `offset` and its value."""
    plain = PLAIN_SIZES.get(type_id) if type_id is not None else None
    if plain is not None and offset + 1 + plain <= len(octets):
        return offset + 1 + plain
    return codec_of(CODECS, octets, offset).read(octets, offset + 1)[1]


def _typed_octets(record: AttributeRecord) -> bytes:
    codec = None if record.type is None else CODECS.get(record.type)
    if record.type is None or codec is None or record.status != SUCCESS:
        message = f"the record of attribute 0x{record.attribute:04X} has no type with a codec"
        raise ValueError(message)
    codec.decode_exact(record.value)
    return bytes((record.type,)) + record.value


def _nothing(record: AttributeRecord) -> bytes:
    if record.type is not None or record.value:
        message = f"attribute 0x{record.attribute:04X} has status 0x{record.status:02X} and no value"
        raise ValueError(message)
    return b""


def _id_octets(attribute: int) -> bytes:
    if not 0 <= attribute <= _MOST_ID:
        message = f"{attribute} is no attribute id"
        raise ValueError(message)
    return attribute.to_bytes(2, "little")


def _octet(number: int, what: str) -> bytes:
    if not 0 <= number <= _MOST_OCTET:
        message = f"{number} is no {what}"
        raise ValueError(message)
    return bytes((number,))
