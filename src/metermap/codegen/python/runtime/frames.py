"""ZCL: frames and the global commands (ZigBee Cluster Library, "Frame formats" and "Command frames").

A frame is a header and a payload that takes the rest of the octets. The header is the frame control,
the manufacturer code if the frame control says so, the transaction sequence number and the command
id. Rules:

- frame types 2 and 3 are reserved and refused: nothing says what follows the frame control;
- the reserved bits 5 to 7 of the frame control are kept as they came, and are 0 unless given.

`GLOBAL_PAYLOADS` reads the payloads of the global commands; those of a cluster's own commands are
`payloads.Payload` codecs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from . import attributes
from .attributes import AttributeRecord, WriteStatus
from .codec import Codec, DecodeError, Octets, Reason, take

__all__ = [
    "DEFAULT_RESPONSE",
    "FRAME",
    "GLOBAL_PAYLOADS",
    "HEADER",
    "READ_ATTRIBUTES",
    "READ_ATTRIBUTES_RESPONSE",
    "REPORT_ATTRIBUTES",
    "WRITE_ATTRIBUTES",
    "WRITE_ATTRIBUTES_RESPONSE",
    "Command",
    "DefaultResponse",
    "Frame",
    "FrameType",
    "Header",
    "default_response",
    "global_frame",
]

T = TypeVar("T")

_TYPE_BITS: Final = 0x03
_MANUFACTURER_SPECIFIC: Final = 0x04
_TO_CLIENT: Final = 0x08
_NO_DEFAULT_RESPONSE: Final = 0x10
_RESERVED_AT: Final = 5
_MOST_RESERVED: Final = 0x07
_MOST_OCTET: Final = 0xFF
_MOST_CODE: Final = 0xFFFF


class FrameType(IntEnum):
    """Whose command a frame holds: one that every cluster has, or the cluster's own."""

    GLOBAL = 0
    CLUSTER = 1


class Command(IntEnum):
    """The global commands that have a payload codec here."""

    READ_ATTRIBUTES = 0x00
    READ_ATTRIBUTES_RESPONSE = 0x01
    WRITE_ATTRIBUTES = 0x02
    WRITE_ATTRIBUTES_UNDIVIDED = 0x03
    WRITE_ATTRIBUTES_RESPONSE = 0x04
    WRITE_ATTRIBUTES_NO_RESPONSE = 0x05
    REPORT_ATTRIBUTES = 0x0A
    DEFAULT_RESPONSE = 0x0B


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a frame.

    `command` and `sequence` are one octet each; `to_client` is the direction, from the server side to
    the client side; `manufacturer` is a code of 16 bits, None in a frame that is not manufacturer
    specific; `reserved` holds bits 5 to 7 of the frame control, shifted down.
    """

    type: FrameType
    command: int
    sequence: int
    to_client: bool = False
    disable_default_response: bool = False
    manufacturer: int | None = None
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """A header and the octets of the payload."""

    header: Header
    payload: bytes = b""


class _HeaderCodec(Codec[Header]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Header, int]:
        control = take(data, offset, 1, "the frame control")[0]
        if control & _TYPE_BITS not in (FrameType.GLOBAL, FrameType.CLUSTER):
            raise DecodeError(Reason.VALUE, offset, f"frame type {control & _TYPE_BITS} is reserved")
        offset += 1
        manufacturer = None
        if control & _MANUFACTURER_SPECIFIC:
            manufacturer = int.from_bytes(take(data, offset, 2, "the manufacturer code"), "little")
            offset += 2
        sequence, command = take(data, offset, 2, self.name)
        header = Header(
            FrameType(control & _TYPE_BITS),
            command,
            sequence,
            bool(control & _TO_CLIENT),
            bool(control & _NO_DEFAULT_RESPONSE),
            manufacturer,
            control >> _RESERVED_AT,
        )
        return header, offset + 2

    def encode(self, value: Header) -> bytes:
        self._check(value)
        control = (
            value.type
            | (_MANUFACTURER_SPECIFIC if value.manufacturer is not None else 0)
            | (_TO_CLIENT if value.to_client else 0)
            | (_NO_DEFAULT_RESPONSE if value.disable_default_response else 0)
            | value.reserved << _RESERVED_AT
        )
        code = b"" if value.manufacturer is None else value.manufacturer.to_bytes(2, "little")
        return bytes((control,)) + code + bytes((value.sequence, value.command))

    def _check(self, value: Header) -> None:
        limits = (
            ("sequence", value.sequence, _MOST_OCTET),
            ("command", value.command, _MOST_OCTET),
            ("manufacturer", value.manufacturer or 0, _MOST_CODE),
            ("reserved", value.reserved, _MOST_RESERVED),
        )
        for name, number, most in limits:
            if not 0 <= number <= most:
                message = f"{name}: {number} does not fit the {self.name}"
                raise ValueError(message)


class _FrameCodec(Codec[Frame]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Frame, int]:
        header, start = HEADER.read(data, offset)
        return Frame(header, bytes(data[start:])), len(data)

    def encode(self, value: Frame) -> bytes:
        return HEADER.encode(value.header) + value.payload


HEADER: Final[Codec[Header]] = _HeaderCodec("ZCL header")
"""The header alone."""
FRAME: Final[Codec[Frame]] = _FrameCodec("ZCL frame")
"""The whole frame: the payload takes the octets left."""


class DefaultResponse(NamedTuple):
    """The payload of a Default Response: the command that it answers, and its status."""

    command: int
    status: int


class _Records(Codec[tuple[T, ...]]):
    """The payload of a global command, which takes the octets left."""

    __slots__ = ("_cut", "_join")

    def __init__(self, name: str, cut: Callable[[Octets], Iterable[T]], join: Callable[[Iterable[T]], bytes]) -> None:
        super().__init__(name)
        self._cut = cut
        self._join = join

    def read(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int]:
        try:
            return tuple(self._cut(data[offset:])), len(data)
        except DecodeError as error:
            raise DecodeError(error.reason, error.offset + offset, error.detail) from None

    def encode(self, value: tuple[T, ...]) -> bytes:
        return self._join(value)


class _DefaultResponse(Codec[DefaultResponse]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[DefaultResponse, int]:
        command, status = take(data, offset, 2, self.name)
        return DefaultResponse(command, status), offset + 2

    def encode(self, value: DefaultResponse) -> bytes:
        if not (0 <= value.command <= _MOST_OCTET and 0 <= value.status <= _MOST_OCTET):
            message = f"{value} does not fit the {self.name}"
            raise ValueError(message)
        return bytes(value)


READ_ATTRIBUTES: Final[Codec[tuple[int, ...]]] = _Records(
    "Read Attributes", attributes.attribute_ids, attributes.encode_attribute_ids
)
READ_ATTRIBUTES_RESPONSE: Final[Codec[tuple[AttributeRecord, ...]]] = _Records(
    "Read Attributes Response", attributes.read_responses, attributes.encode_read_responses
)
WRITE_ATTRIBUTES: Final[Codec[tuple[AttributeRecord, ...]]] = _Records(
    "Write Attributes", attributes.writes, attributes.encode_writes
)
"""The payload of all three commands that write."""
WRITE_ATTRIBUTES_RESPONSE: Final[Codec[tuple[WriteStatus, ...]]] = _Records(
    "Write Attributes Response", attributes.write_responses, attributes.encode_write_responses
)
REPORT_ATTRIBUTES: Final[Codec[tuple[AttributeRecord, ...]]] = _Records(
    "Report Attributes", attributes.reports, attributes.encode_reports
)
DEFAULT_RESPONSE: Final[Codec[DefaultResponse]] = _DefaultResponse("Default Response")

GLOBAL_PAYLOADS: Final[Mapping[int, Codec[Any]]] = MappingProxyType(  # a command's payload is of its own type
    {
        Command.READ_ATTRIBUTES: READ_ATTRIBUTES,
        Command.READ_ATTRIBUTES_RESPONSE: READ_ATTRIBUTES_RESPONSE,
        Command.WRITE_ATTRIBUTES: WRITE_ATTRIBUTES,
        Command.WRITE_ATTRIBUTES_UNDIVIDED: WRITE_ATTRIBUTES,
        Command.WRITE_ATTRIBUTES_RESPONSE: WRITE_ATTRIBUTES_RESPONSE,
        Command.WRITE_ATTRIBUTES_NO_RESPONSE: WRITE_ATTRIBUTES,
        Command.REPORT_ATTRIBUTES: REPORT_ATTRIBUTES,
        Command.DEFAULT_RESPONSE: DEFAULT_RESPONSE,
    }
)
"""The codecs of the payloads of the global commands, by command id."""


def global_frame(
    command: Command, payload: bytes, sequence: int, *, to_client: bool = False, manufacturer: int | None = None
) -> Frame:
    """Return the frame of a global command, such as READ_ATTRIBUTES with ``READ_ATTRIBUTES.encode(ids)``."""
    return Frame(Header(FrameType.GLOBAL, command, sequence, to_client, manufacturer=manufacturer), payload)


def default_response(answered: Header, status: int) -> Frame:
    """Return the Default Response to a command: the other way, with its sequence number and manufacturer code.

    Raises:
        ValueError: the status is no octet.
    """
    payload = DEFAULT_RESPONSE.encode(DefaultResponse(answered.command, status))
    to_client, manufacturer = not answered.to_client, answered.manufacturer
    return global_frame(
        Command.DEFAULT_RESPONSE, payload, answered.sequence, to_client=to_client, manufacturer=manufacturer
    )
