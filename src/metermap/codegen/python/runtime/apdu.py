"""The xDLMS APDUs of logical name referencing (IEC 62056-5-3, the DLMS UA Green Book): built and taken apart.

``APDU.decode_exact(octets)`` gives one of the dataclasses below, ``apdu.encode()`` its octets. GET, SET and
ACTION in all their forms, ACCESS, data-notification, exception-response. General-block-transfer is not
among them. Values are octets, the A-XDR data as it travels: the codec of an entry decodes them.

**Security is the caller's.** Ciphering, MAC and signature wrap a whole APDU, so they stand around this
module and not in it: `Protect` is called with what `encode` gave before it is sent, `Unprotect` with
what came before it is decoded. Where nothing is protected, both are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, NamedTuple, TypeAlias

from . import pieces
from .codec import Codec, DecodeError, Octets, Reason, take
from .pieces import AsManyOf, ListOf, Optional
from .services import (
    AccessResult,
    AccessSpecification,
    ActionResponse,
    AttributeDescriptor,
    DataAccessResult,
    DataBlock,
    DataBlockG,
    GetDataResult,
    InvocationCounterError,
    InvokeIdAndPriority,
    LongInvokeIdAndPriority,
    MethodDescriptor,
    ServiceError,
    StateError,
)

__all__ = [
    "APDU",
    "AccessRequest",
    "AccessResponse",
    "ActionRequestNextPblock",
    "ActionRequestNormal",
    "ActionRequestWithFirstPblock",
    "ActionRequestWithList",
    "ActionRequestWithListAndFirstPblock",
    "ActionRequestWithPblock",
    "ActionResponseNextPblock",
    "ActionResponseNormal",
    "ActionResponseWithList",
    "ActionResponseWithPblock",
    "Apdu",
    "DataNotification",
    "ExceptionResponse",
    "GetRequestNext",
    "GetRequestNormal",
    "GetRequestWithList",
    "GetResponseNormal",
    "GetResponseWithDatablock",
    "GetResponseWithList",
    "Protect",
    "SetRequestNormal",
    "SetRequestWithDatablock",
    "SetRequestWithFirstDatablock",
    "SetRequestWithList",
    "SetRequestWithListAndFirstDatablock",
    "SetResponseDatablock",
    "SetResponseLastDatablock",
    "SetResponseLastDatablockWithList",
    "SetResponseNormal",
    "SetResponseWithList",
    "Unprotect",
]


Protect: TypeAlias = Callable[[bytes], bytes]
"""The caller's protection of an APDU: its octets to those that go out (ciphered, with MAC or signature)."""

Unprotect: TypeAlias = Callable[[bytes], bytes]
"""The caller's check of what came: the octets of the APDU inside. Raises what the caller chooses."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """Any of the APDUs; `TAG` is its tag, and the choice within it where there is one."""

    TAG: ClassVar[bytes] = b""

    def encode(self) -> bytes:
        """Return the octets.

        Raises:
            ValueError: a field that the APDU cannot carry.
        """
        return APDU.encode(self)


@dataclass(frozen=True, slots=True)
class GetRequestNormal(Apdu):
    """Read an attribute, or what selective access selects of it."""

    TAG: ClassVar[bytes] = b"\xc0\x01"
    invoke: InvokeIdAndPriority
    attribute: AttributeDescriptor


@dataclass(frozen=True, slots=True)
class GetRequestNext(Apdu):
    """Ask for the next block; `block_number` is that of the last one received."""

    TAG: ClassVar[bytes] = b"\xc0\x02"
    invoke: InvokeIdAndPriority
    block_number: int


@dataclass(frozen=True, slots=True)
class GetRequestWithList(Apdu):
    """Read several attributes."""

    TAG: ClassVar[bytes] = b"\xc0\x03"
    invoke: InvokeIdAndPriority
    attributes: Sequence[AttributeDescriptor]


@dataclass(frozen=True, slots=True)
class GetResponseNormal(Apdu):
    """The data read, or why there is none."""

    TAG: ClassVar[bytes] = b"\xc4\x01"
    invoke: InvokeIdAndPriority
    result: GetDataResult


@dataclass(frozen=True, slots=True)
class GetResponseWithDatablock(Apdu):
    """A block of the response."""

    TAG: ClassVar[bytes] = b"\xc4\x02"
    invoke: InvokeIdAndPriority
    block: DataBlockG


@dataclass(frozen=True, slots=True)
class GetResponseWithList(Apdu):
    """A result for each attribute asked for."""

    TAG: ClassVar[bytes] = b"\xc4\x03"
    invoke: InvokeIdAndPriority
    results: Sequence[GetDataResult]


@dataclass(frozen=True, slots=True)
class SetRequestNormal(Apdu):
    """Write an attribute."""

    TAG: ClassVar[bytes] = b"\xc1\x01"
    invoke: InvokeIdAndPriority
    attribute: AttributeDescriptor
    value: bytes


@dataclass(frozen=True, slots=True)
class SetRequestWithFirstDatablock(Apdu):
    """Write an attribute, and the first block of its value."""

    TAG: ClassVar[bytes] = b"\xc1\x02"
    invoke: InvokeIdAndPriority
    attribute: AttributeDescriptor
    block: DataBlock


@dataclass(frozen=True, slots=True)
class SetRequestWithDatablock(Apdu):
    """A further block of what is written."""

    TAG: ClassVar[bytes] = b"\xc1\x03"
    invoke: InvokeIdAndPriority
    block: DataBlock


@dataclass(frozen=True, slots=True)
class SetRequestWithList(Apdu):
    """Write several attributes: a value for each."""

    TAG: ClassVar[bytes] = b"\xc1\x04"
    invoke: InvokeIdAndPriority
    attributes: Sequence[AttributeDescriptor]
    values: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class SetRequestWithListAndFirstDatablock(Apdu):
    """Write several attributes, and the first block of the list of values."""

    TAG: ClassVar[bytes] = b"\xc1\x05"
    invoke: InvokeIdAndPriority
    attributes: Sequence[AttributeDescriptor]
    block: DataBlock


@dataclass(frozen=True, slots=True)
class SetResponseNormal(Apdu):
    """How writing went."""

    TAG: ClassVar[bytes] = b"\xc5\x01"
    invoke: InvokeIdAndPriority
    result: DataAccessResult


@dataclass(frozen=True, slots=True)
class SetResponseDatablock(Apdu):
    """A block has arrived."""

    TAG: ClassVar[bytes] = b"\xc5\x02"
    invoke: InvokeIdAndPriority
    block_number: int


@dataclass(frozen=True, slots=True)
class SetResponseLastDatablock(Apdu):
    """The last block has arrived, and how writing went."""

    TAG: ClassVar[bytes] = b"\xc5\x03"
    invoke: InvokeIdAndPriority
    result: DataAccessResult
    block_number: int


@dataclass(frozen=True, slots=True)
class SetResponseLastDatablockWithList(Apdu):
    """The last block has arrived, and how writing each attribute went."""

    TAG: ClassVar[bytes] = b"\xc5\x04"
    invoke: InvokeIdAndPriority
    results: Sequence[DataAccessResult]
    block_number: int


@dataclass(frozen=True, slots=True)
class SetResponseWithList(Apdu):
    """How writing each attribute went."""

    TAG: ClassVar[bytes] = b"\xc5\x05"
    invoke: InvokeIdAndPriority
    results: Sequence[DataAccessResult]


@dataclass(frozen=True, slots=True)
class ActionRequestNormal(Apdu):
    """Invoke a method, with its parameters if it has any."""

    TAG: ClassVar[bytes] = b"\xc3\x01"
    invoke: InvokeIdAndPriority
    method: MethodDescriptor
    parameters: bytes | None = None


@dataclass(frozen=True, slots=True)
class ActionRequestNextPblock(Apdu):
    """Ask for the next block of the response; `block_number` is that of the last one received."""

    TAG: ClassVar[bytes] = b"\xc3\x02"
    invoke: InvokeIdAndPriority
    block_number: int


@dataclass(frozen=True, slots=True)
class ActionRequestWithList(Apdu):
    """Invoke several methods: parameters for each, null-data for none."""

    TAG: ClassVar[bytes] = b"\xc3\x03"
    invoke: InvokeIdAndPriority
    methods: Sequence[MethodDescriptor]
    parameters: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class ActionRequestWithFirstPblock(Apdu):
    """Invoke a method, and the first block of its parameters."""

    TAG: ClassVar[bytes] = b"\xc3\x04"
    invoke: InvokeIdAndPriority
    method: MethodDescriptor
    block: DataBlock


@dataclass(frozen=True, slots=True)
class ActionRequestWithListAndFirstPblock(Apdu):
    """Invoke several methods, and the first block of the list of parameters."""

    TAG: ClassVar[bytes] = b"\xc3\x05"
    invoke: InvokeIdAndPriority
    methods: Sequence[MethodDescriptor]
    block: DataBlock


@dataclass(frozen=True, slots=True)
class ActionRequestWithPblock(Apdu):
    """A further block of parameters."""

    TAG: ClassVar[bytes] = b"\xc3\x06"
    invoke: InvokeIdAndPriority
    block: DataBlock


@dataclass(frozen=True, slots=True)
class ActionResponseNormal(Apdu):
    """How the method went, and what it returned."""

    TAG: ClassVar[bytes] = b"\xc7\x01"
    invoke: InvokeIdAndPriority
    response: ActionResponse


@dataclass(frozen=True, slots=True)
class ActionResponseWithPblock(Apdu):
    """A block of the response."""

    TAG: ClassVar[bytes] = b"\xc7\x02"
    invoke: InvokeIdAndPriority
    block: DataBlock


@dataclass(frozen=True, slots=True)
class ActionResponseWithList(Apdu):
    """How each method went, and what it returned."""

    TAG: ClassVar[bytes] = b"\xc7\x03"
    invoke: InvokeIdAndPriority
    responses: Sequence[ActionResponse]


@dataclass(frozen=True, slots=True)
class ActionResponseNextPblock(Apdu):
    """Ask for the next block of the parameters."""

    TAG: ClassVar[bytes] = b"\xc7\x04"
    invoke: InvokeIdAndPriority
    block_number: int


@dataclass(frozen=True, slots=True)
class AccessRequest(Apdu):
    """Several services in one; null-data in `data` for those that need none. `date_time`: empty, or 12 octets."""

    TAG: ClassVar[bytes] = b"\xd9"
    invoke: LongInvokeIdAndPriority
    date_time: bytes
    specifications: Sequence[AccessSpecification]
    data: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class AccessResponse(Apdu):
    """A data item and a result for each service asked for; null-data where there is no data."""

    TAG: ClassVar[bytes] = b"\xda"
    invoke: LongInvokeIdAndPriority
    date_time: bytes
    specifications: Sequence[AccessSpecification] | None
    data: Sequence[bytes]
    results: Sequence[AccessResult]


@dataclass(frozen=True, slots=True)
class DataNotification(Apdu):
    """What a server sends unasked."""

    TAG: ClassVar[bytes] = b"\x0f"
    invoke: LongInvokeIdAndPriority
    date_time: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class ExceptionResponse(Apdu):
    """The request was not understood, or could not be served."""

    TAG: ClassVar[bytes] = b"\xd8"
    state_error: StateError
    service_error: ServiceError | InvocationCounterError


class _Layout(NamedTuple):
    """An APDU's class, and the codecs of its fields in their order."""

    make: Callable[..., Apdu]
    pieces: tuple[Codec[Any], ...]


_SELECTED: Final = pieces.ATTRIBUTE_WITH_SELECTION
_ATTRIBUTES: Final = ListOf("attribute-descriptor-list", _SELECTED)
_METHODS: Final = ListOf("cosem-method-descriptor-list", pieces.METHOD)
_VALUES: Final = AsManyOf("value-list", pieces.DATA)
_PARAMETERS: Final = AsManyOf("method-invocation-parameters", pieces.DATA)
_RESULTS: Final = ListOf("result", pieces.DATA_ACCESS_RESULT)
_SPECIFICATIONS: Final = ListOf("access-request-specification", pieces.ACCESS_SPECIFICATION)

_CONFIRMED: Final[tuple[tuple[type[Apdu], tuple[Codec[Any], ...]], ...]] = (
    (GetRequestNormal, (_SELECTED,)),
    (GetRequestNext, (pieces.UNSIGNED32,)),
    (GetRequestWithList, (_ATTRIBUTES,)),
    (GetResponseNormal, (pieces.GET_DATA_RESULT,)),
    (GetResponseWithDatablock, (pieces.DATA_BLOCK_G,)),
    (GetResponseWithList, (pieces.GET_RESULTS,)),
    (SetRequestNormal, (_SELECTED, pieces.DATA)),
    (SetRequestWithFirstDatablock, (_SELECTED, pieces.DATA_BLOCK)),
    (SetRequestWithDatablock, (pieces.DATA_BLOCK,)),
    (SetRequestWithList, (_ATTRIBUTES, _VALUES)),
    (SetRequestWithListAndFirstDatablock, (_ATTRIBUTES, pieces.DATA_BLOCK)),
    (SetResponseNormal, (pieces.DATA_ACCESS_RESULT,)),
    (SetResponseDatablock, (pieces.UNSIGNED32,)),
    (SetResponseLastDatablock, (pieces.DATA_ACCESS_RESULT, pieces.UNSIGNED32)),
    (SetResponseLastDatablockWithList, (_RESULTS, pieces.UNSIGNED32)),
    (SetResponseWithList, (_RESULTS,)),
    (ActionRequestNormal, (pieces.METHOD, Optional(pieces.DATA))),
    (ActionRequestNextPblock, (pieces.UNSIGNED32,)),
    (ActionRequestWithList, (_METHODS, _PARAMETERS)),
    (ActionRequestWithFirstPblock, (pieces.METHOD, pieces.DATA_BLOCK)),
    (ActionRequestWithListAndFirstPblock, (_METHODS, pieces.DATA_BLOCK)),
    (ActionRequestWithPblock, (pieces.DATA_BLOCK,)),
    (ActionResponseNormal, (pieces.ACTION_RESPONSE,)),
    (ActionResponseWithPblock, (pieces.DATA_BLOCK,)),
    (ActionResponseWithList, (ListOf("list-of-responses", pieces.ACTION_RESPONSE),)),
    (ActionResponseNextPblock, (pieces.UNSIGNED32,)),
)
_LONG: Final = (pieces.LONG_INVOKE, pieces.DATE_TIME)
_LAYOUTS: Final[dict[bytes, _Layout]] = {
    **{each.TAG: _Layout(each, (pieces.INVOKE, *behind)) for each, behind in _CONFIRMED},
    AccessRequest.TAG: _Layout(
        AccessRequest, (*_LONG, _SPECIFICATIONS, AsManyOf("access-request-list-of-data", pieces.DATA))
    ),
    AccessResponse.TAG: _Layout(
        AccessResponse,
        (
            *_LONG,
            Optional(_SPECIFICATIONS),
            AsManyOf("access-response-list-of-data", pieces.DATA),
            AsManyOf("access-response-specification", pieces.ACCESS_RESULT),
        ),
    ),
    DataNotification.TAG: _Layout(DataNotification, (*_LONG, pieces.DATA)),
    ExceptionResponse.TAG: _Layout(ExceptionResponse, (pieces.STATE_ERROR, pieces.SERVICE_ERROR)),
}
_TAGS: Final = frozenset(tag[0] for tag in _LAYOUTS)


class _ApduCodec(Codec[Apdu]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Apdu, int]:
        layout, offset = _read_layout(data, offset)
        values: list[Any] = []
        for piece in layout.pieces:
            if isinstance(piece, AsManyOf) and values[-1] is not None:
                value, offset = piece.read_as_many(data, offset, len(values[-1]))
            else:
                value, offset = piece.read(data, offset)
            values.append(value)
        return layout.make(*values), offset

    def encode(self, value: Apdu) -> bytes:
        layout = _LAYOUTS[value.TAG]
        values = [getattr(value, field.name) for field in fields(value)]
        for before, piece, after in zip(values, layout.pieces[1:], values[1:], strict=False):
            if isinstance(piece, AsManyOf) and before is not None and len(before) != len(after):
                message = f"{piece.name}: {len(after)} items for the {len(before)} before them"
                raise ValueError(message)
        encoded = (piece.encode(each) for piece, each in zip(layout.pieces, values, strict=True))
        return value.TAG + b"".join(encoded)


def _read_layout(data: Octets, offset: int) -> tuple[_Layout, int]:
    tag = take(data, offset, 1, "the tag of the APDU")
    if tag[0] not in _TAGS:
        raise DecodeError(Reason.TAG, offset, f"no APDU of this module has tag 0x{tag[0]:02X}")
    if tag in _LAYOUTS:
        return _LAYOUTS[tag], offset + 1
    choice = take(data, offset + 1, 1, "the choice of the APDU")
    layout = _LAYOUTS.get(tag + choice)
    if layout is None:
        raise DecodeError(Reason.TAG, offset + 1, f"the APDU 0x{tag[0]:02X} has no choice {choice[0]}")
    return layout, offset + 2


APDU: Final[Codec[Apdu]] = _ApduCodec("xDLMS APDU")
"""The codec of all APDUs."""
