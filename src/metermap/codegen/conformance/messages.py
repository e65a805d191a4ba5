"""The messages of an exchange: COSEM APDUs and ZCL frames, built by the runtime of the Python bindings.

APDUs are bare: not ciphered, with the invoke id 1, confirmed and of high priority. Frames have the transaction
sequence number 1. What a laboratory's link puts around them is not theirs.
"""

from __future__ import annotations

from typing import Final

from metermap.codegen.bindings.codecs import ZCL_NAMES
from metermap.codegen.python.runtime.apdu import (
    ActionRequestNormal,
    ActionResponseNormal,
    GetRequestNormal,
    GetResponseNormal,
    SetRequestNormal,
    SetResponseNormal,
)
from metermap.codegen.python.runtime.attributes import SUCCESS, AttributeRecord, WriteStatus
from metermap.codegen.python.runtime.frames import (
    FRAME,
    READ_ATTRIBUTES,
    READ_ATTRIBUTES_RESPONSE,
    WRITE_ATTRIBUTES,
    WRITE_ATTRIBUTES_RESPONSE,
    Command,
    Frame,
    FrameType,
    Header,
    default_response,
    global_frame,
)
from metermap.codegen.python.runtime.services import (
    ActionResponse,
    ActionResult,
    AttributeDescriptor,
    DataAccessResult,
    InvokeIdAndPriority,
    MethodDescriptor,
    SelectiveAccess,
)
from metermap.core.addresses import DlmsAddress, SepAddress, Side

__all__ = [
    "accepted",
    "action_request",
    "action_response",
    "attribute_type",
    "command",
    "get_request",
    "get_response",
    "read_request",
    "read_response",
    "set_request",
    "set_response",
    "write_request",
    "write_response",
]

_INVOKE: Final = InvokeIdAndPriority(id=1)
_SEQUENCE: Final = 1
_TYPES: Final = {name: number for number, name in ZCL_NAMES.items()}


def _attribute(address: DlmsAddress, selection: SelectiveAccess | None = None) -> AttributeDescriptor:
    return AttributeDescriptor(address.class_id, address.logical_name.octets, address.index, selection)


def get_request(address: DlmsAddress, selection: SelectiveAccess | None = None) -> bytes:
    """Return a GET request of one attribute, or of what selective access selects of it."""
    return GetRequestNormal(_INVOKE, _attribute(address, selection)).encode()


def get_response(data: bytes) -> bytes:
    """Return the answer to a GET request."""
    return GetResponseNormal(_INVOKE, data).encode()


def set_request(address: DlmsAddress, data: bytes) -> bytes:
    """Return a SET request of one attribute."""
    return SetRequestNormal(_INVOKE, _attribute(address), data).encode()


def set_response() -> bytes:
    """Return the answer to a SET request that was carried out."""
    return SetResponseNormal(_INVOKE, DataAccessResult.SUCCESS).encode()


def action_request(address: DlmsAddress, parameters: bytes | None) -> bytes:
    """Return an ACTION request of one method."""
    method = MethodDescriptor(address.class_id, address.logical_name.octets, address.index)
    return ActionRequestNormal(_INVOKE, method, parameters).encode()


def action_response(returned: bytes | None = None) -> bytes:
    """Return the answer to an ACTION request that was carried out, with what the method returns if it does."""
    return ActionResponseNormal(_INVOKE, ActionResponse(ActionResult.SUCCESS, returned)).encode()


def attribute_type(name: str) -> int | None:
    """Return the type id of a ZCL type; None if an attribute has no such type."""
    return _TYPES.get(name)


def _to_holder(address: SepAddress) -> bool:
    """Whether a request goes to the client side: there is the attribute."""
    return address.side is Side.CLIENT


def _global(command_id: Command, payload: bytes, *, to_client: bool) -> bytes:
    return FRAME.encode(global_frame(command_id, payload, _SEQUENCE, to_client=to_client))


def read_request(address: SepAddress) -> bytes:
    """Return the frame of Read Attributes for one attribute."""
    payload = READ_ATTRIBUTES.encode((address.id,))
    return _global(Command.READ_ATTRIBUTES, payload, to_client=_to_holder(address))


def read_response(address: SepAddress, type_id: int, value: bytes) -> bytes:
    """Return the answer to it."""
    payload = READ_ATTRIBUTES_RESPONSE.encode((AttributeRecord(address.id, SUCCESS, type_id, value),))
    return _global(Command.READ_ATTRIBUTES_RESPONSE, payload, to_client=not _to_holder(address))


def write_request(address: SepAddress, type_id: int, value: bytes) -> bytes:
    """Return the frame of Write Attributes for one attribute."""
    payload = WRITE_ATTRIBUTES.encode((AttributeRecord(address.id, SUCCESS, type_id, value),))
    return _global(Command.WRITE_ATTRIBUTES, payload, to_client=_to_holder(address))


def write_response(address: SepAddress) -> bytes:
    """Return the answer to a write that was carried out."""
    payload = WRITE_ATTRIBUTES_RESPONSE.encode((WriteStatus(SUCCESS, None),))
    return _global(Command.WRITE_ATTRIBUTES_RESPONSE, payload, to_client=not _to_holder(address))


def _header(side: Side, number: int) -> Header:
    return Header(FrameType.CLUSTER, number, _SEQUENCE, to_client=side is Side.SERVER)


def command(side: Side, number: int, payload: bytes) -> bytes:
    """Return the frame of a cluster's command that `side` sends."""
    return FRAME.encode(Frame(_header(side, number), payload))


def accepted(side: Side, number: int) -> bytes:
    """Return the Default Response that says that a command of `side` was carried out."""
    return FRAME.encode(default_response(_header(side, number), SUCCESS))
