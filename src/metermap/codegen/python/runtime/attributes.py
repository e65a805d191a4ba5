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


_record: Final = AttributeRecord._make  # at half the cost of a call with the fields


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
        take(data, len(data) - 1, 2, "the attribute id")
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
    octets, offset, sizes, head = bytes(data), 0, PLAIN_SIZES.get, _RESPONSE.unpack_from
    last = len(octets) - _RESPONSE.size
    while offset <= last:
        attribute, status, type_id = head(octets, offset)
        if status != SUCCESS:
            yield AttributeRecord(attribute, status, None, b"")
            offset += 3
            continue
        start = offset + 4
        end = start + sizes(type_id, len(octets))
        if end > len(octets):
            end = _value_end(octets, start - 1)
        yield _record((attribute, SUCCESS, type_id, octets[start:end]))
        offset = end
    if offset < len(octets):
        yield _last_response(octets, offset)


def reports(data: Octets) -> Iterator[AttributeRecord]:
    """Cut the payload of a Report Attributes command: id, type, value.

    Raises:
        DecodeError: the payload is cut short, or holds a type that has no codec.
    """
    octets, offset, sizes, head = bytes(data), 0, PLAIN_SIZES.get, _REPORT.unpack_from
    last = len(octets) - _REPORT.size
    while offset <= last:
        attribute, type_id = head(octets, offset)
        start = offset + 3
        end = start + sizes(type_id, len(octets))
        if end > len(octets):
            end = _value_end(octets, start - 1)
        yield _record((attribute, SUCCESS, type_id, octets[start:end]))
        offset = end
    if offset < len(octets):
        take(octets, offset, 2, "the attribute id")
        take(octets, offset + 2, 1, "the type")


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
    return b"".join(map(_response_octets, records))


def encode_reports(records: Iterable[AttributeRecord]) -> bytes:
    """Return the payload of a Report Attributes command.

    Raises:
        ValueError: an id does not fit, a record has no value, or its octets are not one value of the type.
    """
    return b"".join(map(_report_octets, records))


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


def _value_end(octets: bytes, offset: int) -> int:
    """Return the offset behind the type at `offset` and its value, which is read for that."""
    return codec_of(CODECS, octets, offset).read(octets, offset + 1)[1]


def _last_response(octets: bytes, offset: int) -> AttributeRecord:
    """Return the record of fewer than four octets at the end: one with a status and no value."""
    attribute = int.from_bytes(take(octets, offset, 2, "the attribute id"), "little")
    status = take(octets, offset + 2, 1, "the status")[0]
    if status == SUCCESS:
        take(octets, offset + 3, 1, "the type")
    return AttributeRecord(attribute, status, None, b"")


def _response_octets(record: AttributeRecord) -> bytes:
    attribute, status, type_id, value = record
    if status == SUCCESS:
        return _RESPONSE.pack(_checked_id(attribute), SUCCESS, _checked_type(record)) + value
    if type_id is not None or value:
        message = f"attribute 0x{attribute:04X} has status 0x{status:02X} and no value"
        raise ValueError(message)
    return _id_octets(attribute) + _octet(status, "status")


def _report_octets(record: AttributeRecord) -> bytes:
    return _REPORT.pack(_checked_id(record.attribute), _checked_type(record)) + record.value


def _checked_type(record: AttributeRecord) -> int:
    """Return the type of a record whose octets are one value of it."""
    codec = None if record.type is None else CODECS.get(record.type)
    if record.type is None or codec is None or record.status != SUCCESS:
        message = f"the record of attribute 0x{record.attribute:04X} has no type with a codec"
        raise ValueError(message)
    if PLAIN_SIZES.get(record.type) != len(record.value):
        codec.decode_exact(record.value)
    return record.type


def _checked_id(attribute: int) -> int:
    if not 0 <= attribute <= _MOST_ID:
        message = f"{attribute} is no attribute id"
        raise ValueError(message)
    return attribute


def _id_octets(attribute: int) -> bytes:
    return _checked_id(attribute).to_bytes(2, "little")


def _octet(number: int, what: str) -> bytes:
    if not 0 <= number <= _MOST_OCTET:
        message = f"{number} is no {what}"
        raise ValueError(message)
    return bytes((number,))
