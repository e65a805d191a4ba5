"""The codecs of what the xDLMS APDUs are made of: one for each piece of `services`.

A piece has no tag of its own; decoding is `read`, and faults are told in reading order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Final, Generic, TypeVar

from .axdr import read_count, read_length
from .codec import Codec, DecodeError, Octets, Reason, take
from .services import (
    AccessAction,
    AccessGet,
    AccessResult,
    AccessService,
    AccessSet,
    AccessSpecification,
    ActionResponse,
    ActionResult,
    AttributeDescriptor,
    DataAccessResult,
    DataBlock,
    DataBlockG,
    GetDataResult,
    InvocationCounterError,
    InvokeIdAndPriority,
    LongInvokeIdAndPriority,
    MethodDescriptor,
    SelectiveAccess,
    ServiceError,
    StateError,
)
from .skipping import skip_data

__all__ = [
    "ACCESS_RESULT",
    "ACCESS_SERVICE",
    "ACCESS_SPECIFICATION",
    "ACTION_RESPONSE",
    "ACTION_RESULT",
    "ATTRIBUTE",
    "ATTRIBUTE_WITH_SELECTION",
    "DATA",
    "DATA_ACCESS_RESULT",
    "DATA_BLOCK",
    "DATA_BLOCK_G",
    "DATE_TIME",
    "GET_DATA_RESULT",
    "GET_RESULTS",
    "INTEGER8",
    "INVOKE",
    "LAST_BLOCK",
    "LONG_INVOKE",
    "METHOD",
    "RAW_DATA",
    "SELECTION",
    "SERVICE_ERROR",
    "SERVICE_ERROR_CODE",
    "STATE_ERROR",
    "UNSIGNED8",
    "UNSIGNED16",
    "UNSIGNED24",
    "UNSIGNED32",
    "AsManyOf",
    "Code",
    "ListOf",
    "Optional",
    "length_octets",
]

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)

_LOGICAL_NAME: Final = 6
_LONG_FORM: Final = 0x80


def length_octets(count: int) -> bytes:
    """Return an A-XDR length in its shortest form."""
    if count < _LONG_FORM:
        return bytes((count,))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((_LONG_FORM | len(octets),)) + octets


class _Number(Codec[int]):
    __slots__ = ("_signed", "_size")

    def __init__(self, name: str, size: int, *, signed: bool = False) -> None:
        super().__init__(name)
        self._size = size
        self._signed = signed

    def read(self, data: Octets, offset: int) -> tuple[int, int]:
        octets = take(data, offset, self._size, self.name)
        return int.from_bytes(octets, "big", signed=self._signed), offset + self._size

    def encode(self, value: int) -> bytes:
        try:
            return value.to_bytes(self._size, "big", signed=self._signed)
        except OverflowError:
            message = f"{value} does not fit {self.name}"
            raise ValueError(message) from None


class _Flag(Codec[bool]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bool, int]:
        return take(data, offset, 1, self.name) != b"\x00", offset + 1

    def encode(self, value: bool) -> bytes:
        return b"\x01" if value else b"\x00"


class Code(Codec[E]):
    """An ENUMERATED or the tag of a CHOICE: `reason` says what an unknown code is."""

    __slots__ = ("_codes", "_reason")

    def __init__(self, name: str, codes: type[E], reason: Reason = Reason.VALUE) -> None:
        super().__init__(name)
        self._codes = codes
        self._reason = reason

    def read(self, data: Octets, offset: int) -> tuple[E, int]:
        """Return the code at `offset`, and the offset behind it."""
        code = take(data, offset, 1, self.name)[0]
        try:
            return self._codes(code), offset + 1
        except ValueError:
            raise DecodeError(self._reason, offset, f"{code} is no {self.name}") from None

    def encode(self, value: E) -> bytes:
        """Return the octet of the code."""
        return bytes((self._codes(value),))


class Optional(Codec[T | None]):
    """An OPTIONAL: 0x00 if it is absent (None), 0x01 and the piece if not."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Codec[T]) -> None:
        super().__init__(f"optional {inner.name}")
        self._inner = inner

    def read(self, data: Octets, offset: int) -> tuple[T | None, int]:
        """Return the piece or None, and the offset behind it."""
        present = take(data, offset, 1, self.name)[0]
        if present > 1:
            raise DecodeError(Reason.VALUE, offset, f"{present} does not say whether there is: {self.name}")
        return self._inner.read(data, offset + 1) if present else (None, offset + 1)

    def encode(self, value: T | None) -> bytes:
        """Return the octet of presence, and the piece."""
        return b"\x00" if value is None else b"\x01" + self._inner.encode(value)


class ListOf(Codec[Sequence[T]], Generic[T]):
    """A SEQUENCE OF: the count, then the items. Decoded to a tuple."""

    __slots__ = ("_item",)

    def __init__(self, name: str, item: Codec[T]) -> None:
        super().__init__(name)
        self._item = item

    def read(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int]:
        """Return the items, and the offset behind them."""
        count, offset = read_count(data, offset, self.name)
        items = []
        for _ in range(count):
            item, offset = self._item.read(data, offset)
            items.append(item)
        return tuple(items), offset

    def encode(self, value: Sequence[T]) -> bytes:
        """Return the count and the octets of the items."""
        return length_octets(len(value)) + b"".join(map(self._item.encode, value))


class AsManyOf(ListOf[T]):
    """A list with an item for each item of the list before it."""

    __slots__ = ()

    def read_as_many(self, data: Octets, offset: int, expected: int) -> tuple[tuple[T, ...], int]:
        """Return `expected` items.

        Raises:
            DecodeError: LENGTH, if the list has more or fewer.
        """
        count, _ = read_length(data, offset, self.name)
        if count != expected:
            raise DecodeError(Reason.LENGTH, offset, f"{self.name}: {count} items for the {expected} before them")
        return self.read(data, offset)


class _OctetString(Codec[bytes]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bytes, int]:
        size, start = read_length(data, offset, self.name)
        return take(data, start, size, self.name), start + size

    def encode(self, value: bytes) -> bytes:
        return length_octets(len(value)) + value


class _Data(Codec[bytes]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bytes, int]:
        end = skip_data(data, offset)
        return bytes(data[offset:end]), end

    def encode(self, value: bytes) -> bytes:
        self.decode_exact(value)  # a DecodeError is a ValueError: octets that are no data cannot be sent
        return value


class _Invoke(Codec[InvokeIdAndPriority]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[InvokeIdAndPriority, int]:
        octet = take(data, offset, 1, self.name)[0]
        if octet & 0x30:
            raise DecodeError(Reason.VALUE, offset, f"a reserved bit of {self.name} is set")
        return InvokeIdAndPriority(octet & 0x0F, bool(octet & 0x40), bool(octet & 0x80)), offset + 1

    def encode(self, value: InvokeIdAndPriority) -> bytes:
        _check_id(value.id, 0x0F)
        return bytes((value.id | value.confirmed << 6 | value.high_priority << 7,))


class _LongInvoke(Codec[LongInvokeIdAndPriority]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[LongInvokeIdAndPriority, int]:
        octets = take(data, offset, 4, self.name)
        if octets[0] & 0x0F:
            raise DecodeError(Reason.VALUE, offset, f"a reserved bit of {self.name} is set")
        flags = (bool(octets[0] & bit) for bit in (0x40, 0x80, 0x20, 0x10))
        return LongInvokeIdAndPriority(int.from_bytes(octets[1:], "big"), *flags), offset + 4

    def encode(self, value: LongInvokeIdAndPriority) -> bytes:
        _check_id(value.id, 0xFFFFFF)
        flags = value.self_descriptive << 28 | value.break_on_error << 29
        return (value.id | flags | value.confirmed << 30 | value.high_priority << 31).to_bytes(4, "big")


def _check_id(number: int, most: int) -> None:
    if not 0 <= number <= most:
        message = f"the invoke id {number} is not 0 to {most}"
        raise ValueError(message)


UNSIGNED8: Final = _Number("Unsigned8", 1)
INTEGER8: Final = _Number("Integer8", 1, signed=True)
UNSIGNED16: Final = _Number("Unsigned16", 2)
UNSIGNED24: Final = _Number("Unsigned24", 3)
UNSIGNED32: Final = _Number("Unsigned32", 4)
LAST_BLOCK: Final = _Flag("last-block")
DATA: Final = _Data("data")
DATE_TIME: Final = _OctetString("date-time")
RAW_DATA: Final = _OctetString("raw-data")
INVOKE: Final = _Invoke("invoke-id-and-priority")
LONG_INVOKE: Final = _LongInvoke("long-invoke-id-and-priority")
DATA_ACCESS_RESULT: Final = Code("data-access-result", DataAccessResult)
ACTION_RESULT: Final = Code("action-result", ActionResult)
STATE_ERROR: Final = Code("state-error", StateError)


class _Selection(Codec[SelectiveAccess]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[SelectiveAccess, int]:
        selector, offset = UNSIGNED8.read(data, offset)
        parameters, offset = DATA.read(data, offset)
        return SelectiveAccess(selector, parameters), offset

    def encode(self, value: SelectiveAccess) -> bytes:
        return UNSIGNED8.encode(value.selector) + DATA.encode(value.parameters)


SELECTION: Final = _Selection("selective-access-descriptor")
_OPTIONAL_SELECTION: Final = Optional(SELECTION)


def _read_address(data: Octets, offset: int, name: str) -> tuple[int, bytes, int]:
    """Return class-id, instance-id and attribute-id or method-id, which take 9 octets."""
    octets = take(data, offset, 3 + _LOGICAL_NAME, name)
    return int.from_bytes(octets[:2], "big"), octets[2:-1], int.from_bytes(octets[-1:], "big", signed=True)


def _address_octets(class_id: int, logical_name: bytes, index: int) -> bytes:
    if len(logical_name) != _LOGICAL_NAME:
        message = f"a logical name has {_LOGICAL_NAME} octets, not {len(logical_name)}"
        raise ValueError(message)
    return UNSIGNED16.encode(class_id) + logical_name + INTEGER8.encode(index)


class _Attribute(Codec[AttributeDescriptor]):
    """The descriptor without selection: as ACCESS has it."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[AttributeDescriptor, int]:
        return AttributeDescriptor(*_read_address(data, offset, self.name)), offset + 3 + _LOGICAL_NAME

    def encode(self, value: AttributeDescriptor) -> bytes:
        return _address_octets(value.class_id, value.logical_name, value.attribute)


class _AttributeWithSelection(Codec[AttributeDescriptor]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[AttributeDescriptor, int]:
        address = _read_address(data, offset, self.name)
        selection, offset = _OPTIONAL_SELECTION.read(data, offset + 3 + _LOGICAL_NAME)
        return AttributeDescriptor(*address, selection), offset

    def encode(self, value: AttributeDescriptor) -> bytes:
        return ATTRIBUTE.encode(value) + _OPTIONAL_SELECTION.encode(value.selection)


class _Method(Codec[MethodDescriptor]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[MethodDescriptor, int]:
        return MethodDescriptor(*_read_address(data, offset, self.name)), offset + 3 + _LOGICAL_NAME

    def encode(self, value: MethodDescriptor) -> bytes:
        return _address_octets(value.class_id, value.logical_name, value.method)


ATTRIBUTE: Final = _Attribute("cosem-attribute-descriptor")
ATTRIBUTE_WITH_SELECTION: Final = _AttributeWithSelection("cosem-attribute-descriptor")
METHOD: Final = _Method("cosem-method-descriptor")


class _Choice(Codec[GetDataResult]):
    """Octets under tag 0, a Data-Access-Result under tag 1."""

    __slots__ = ("_octets",)

    def __init__(self, name: str, octets: Codec[bytes]) -> None:
        super().__init__(name)
        self._octets = octets

    def read(self, data: Octets, offset: int) -> tuple[GetDataResult, int]:
        match take(data, offset, 1, self.name)[0]:
            case 0:
                return self._octets.read(data, offset + 1)
            case 1:
                return DATA_ACCESS_RESULT.read(data, offset + 1)
            case tag:
                raise DecodeError(Reason.TAG, offset, f"{self.name} has no choice {tag}")

    def encode(self, value: GetDataResult) -> bytes:
        if isinstance(value, bytes):
            return b"\x00" + self._octets.encode(value)
        return b"\x01" + DATA_ACCESS_RESULT.encode(value)


GET_DATA_RESULT: Final = _Choice("get-data-result", DATA)
_RAW_DATA_OR_RESULT: Final = _Choice("result of the datablock", RAW_DATA)


class _DataBlock(Codec[DataBlock]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[DataBlock, int]:
        last, offset = LAST_BLOCK.read(data, offset)
        number, offset = UNSIGNED32.read(data, offset)
        raw_data, offset = RAW_DATA.read(data, offset)
        return DataBlock(last, number, raw_data), offset

    def encode(self, value: DataBlock) -> bytes:
        head = LAST_BLOCK.encode(value.last_block) + UNSIGNED32.encode(value.block_number)
        return head + RAW_DATA.encode(value.raw_data)


class _DataBlockG(Codec[DataBlockG]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[DataBlockG, int]:
        last, offset = LAST_BLOCK.read(data, offset)
        number, offset = UNSIGNED32.read(data, offset)
        result, offset = _RAW_DATA_OR_RESULT.read(data, offset)
        return DataBlockG(last, number, result), offset

    def encode(self, value: DataBlockG) -> bytes:
        head = LAST_BLOCK.encode(value.last_block) + UNSIGNED32.encode(value.block_number)
        return head + _RAW_DATA_OR_RESULT.encode(value.result)


DATA_BLOCK: Final = _DataBlock("datablock")
DATA_BLOCK_G: Final = _DataBlockG("datablock")


class _ActionResponse(Codec[ActionResponse]):
    __slots__ = ()
    _PARAMETERS: Final = Optional(GET_DATA_RESULT)

    def read(self, data: Octets, offset: int) -> tuple[ActionResponse, int]:
        result, offset = ACTION_RESULT.read(data, offset)
        parameters, offset = self._PARAMETERS.read(data, offset)
        return ActionResponse(result, parameters), offset

    def encode(self, value: ActionResponse) -> bytes:
        return ACTION_RESULT.encode(value.result) + self._PARAMETERS.encode(value.return_parameters)


class _AccessSpecification(Codec[AccessSpecification]):
    """Choices 1 to 3: GET, SET, ACTION; 4 and 5: GET and SET with selection."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[AccessSpecification, int]:
        match take(data, offset, 1, self.name)[0]:
            case 1 | 2 | 4 | 5 as choice:
                attribute, end = ATTRIBUTE.read(data, offset + 1)
            case 3:
                method, end = METHOD.read(data, offset + 1)
                return AccessAction(method), end
            case tag:
                raise DecodeError(Reason.TAG, offset, f"{self.name} has no choice {tag}")
        if choice > 3:  # noqa: PLR2004  (with selection)
            selection, end = SELECTION.read(data, end)
            attribute = replace(attribute, selection=selection)
        return (AccessGet if choice in (1, 4) else AccessSet)(attribute), end

    def encode(self, value: AccessSpecification) -> bytes:
        if isinstance(value, AccessAction):
            return b"\x03" + METHOD.encode(value.method)
        choice = 1 if isinstance(value, AccessGet) else 2
        if value.attribute.selection is None:
            return bytes((choice,)) + ATTRIBUTE.encode(value.attribute)
        return bytes((choice + 3,)) + ATTRIBUTE.encode(value.attribute) + SELECTION.encode(value.attribute.selection)


class _AccessResult(Codec[AccessResult]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[AccessResult, int]:
        service, offset = ACCESS_SERVICE.read(data, offset)
        code = ACTION_RESULT if service is AccessService.ACTION else DATA_ACCESS_RESULT
        result, offset = code.read(data, offset)
        return AccessResult(service, result), offset

    def encode(self, value: AccessResult) -> bytes:
        codes = ActionResult if value.service is AccessService.ACTION else DataAccessResult
        return ACCESS_SERVICE.encode(value.service) + bytes((codes(value.result),))


class _ServiceError(Codec[ServiceError | InvocationCounterError]):
    __slots__ = ()
    _COUNTER: Final = 6

    def read(self, data: Octets, offset: int) -> tuple[ServiceError | InvocationCounterError, int]:
        if take(data, offset, 1, self.name)[0] != self._COUNTER:
            return SERVICE_ERROR_CODE.read(data, offset)
        counter, offset = UNSIGNED32.read(data, offset + 1)
        return InvocationCounterError(counter), offset

    def encode(self, value: ServiceError | InvocationCounterError) -> bytes:
        if isinstance(value, InvocationCounterError):
            return bytes((self._COUNTER,)) + UNSIGNED32.encode(value.counter)
        return SERVICE_ERROR_CODE.encode(value)


ACCESS_SERVICE: Final = Code("access-response-specification", AccessService, Reason.TAG)
SERVICE_ERROR_CODE: Final = Code("service-error", ServiceError, Reason.TAG)
ACTION_RESPONSE: Final = _ActionResponse("action-response")
ACCESS_SPECIFICATION: Final = _AccessSpecification("access-request-specification")
ACCESS_RESULT: Final = _AccessResult("access-response-specification")
SERVICE_ERROR: Final = _ServiceError("service-error")
GET_RESULTS: Final = ListOf("result", GET_DATA_RESULT)
