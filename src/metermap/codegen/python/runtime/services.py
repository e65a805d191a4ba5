"""What the xDLMS APDUs are made of: descriptors, results, blocks (the services of IEC 62056-5-3, the Green Book).

Each piece is a frozen dataclass or an enumeration with the Green Book's name; its codec is in
`pieces`. Values are octets: A-XDR data as it travels, which an entry's codec decodes.

Rules where peers differ:

- a BOOLEAN (last-block): any octet but 0 is true, as in data; true is written as 0x01.
- an OPTIONAL is 0x00 or 0x01; any other octet is refused, and so is a code that an enumeration lacks.
- reserved bits of invoke-id-and-priority are 0; others are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

__all__ = [
    "AccessAction",
    "AccessGet",
    "AccessResult",
    "AccessService",
    "AccessSet",
    "AccessSpecification",
    "ActionResponse",
    "ActionResult",
    "AttributeDescriptor",
    "DataAccessResult",
    "DataBlock",
    "DataBlockG",
    "GetDataResult",
    "InvocationCounterError",
    "InvokeIdAndPriority",
    "LongInvokeIdAndPriority",
    "MethodDescriptor",
    "SelectiveAccess",
    "ServiceError",
    "StateError",
]


class DataAccessResult(IntEnum):
    """Data-Access-Result: how reading or writing an attribute went."""

    SUCCESS = 0
    HARDWARE_FAULT = 1
    TEMPORARY_FAILURE = 2
    READ_WRITE_DENIED = 3
    OBJECT_UNDEFINED = 4
    OBJECT_CLASS_INCONSISTENT = 9
    OBJECT_UNAVAILABLE = 11
    TYPE_UNMATCHED = 12
    SCOPE_OF_ACCESS_VIOLATED = 13
    DATA_BLOCK_UNAVAILABLE = 14
    LONG_GET_ABORTED = 15
    NO_LONG_GET_IN_PROGRESS = 16
    LONG_SET_ABORTED = 17
    NO_LONG_SET_IN_PROGRESS = 18
    DATA_BLOCK_NUMBER_INVALID = 19
    OTHER_REASON = 250


class ActionResult(IntEnum):
    """Action-Result: how invoking a method went."""

    SUCCESS = 0
    HARDWARE_FAULT = 1
    TEMPORARY_FAILURE = 2
    READ_WRITE_DENIED = 3
    OBJECT_UNDEFINED = 4
    OBJECT_CLASS_INCONSISTENT = 9
    OBJECT_UNAVAILABLE = 11
    TYPE_UNMATCHED = 12
    SCOPE_OF_ACCESS_VIOLATED = 13
    DATA_BLOCK_UNAVAILABLE = 14
    LONG_ACTION_ABORTED = 15
    NO_LONG_ACTION_IN_PROGRESS = 16
    OTHER_REASON = 250


class StateError(IntEnum):
    """The state-error of an ExceptionResponse."""

    SERVICE_NOT_ALLOWED = 1
    SERVICE_UNKNOWN = 2


class ServiceError(IntEnum):
    """The service-error of an ExceptionResponse that carries nothing else."""

    OPERATION_NOT_POSSIBLE = 1
    SERVICE_NOT_SUPPORTED = 2
    OTHER_REASON = 3
    PDU_TOO_LONG = 4
    DECIPHERING_ERROR = 5


class AccessService(IntEnum):
    """What an item of an ACCESS response answers."""

    GET = 1
    SET = 2
    ACTION = 3


GetDataResult: TypeAlias = bytes | DataAccessResult
"""Get-Data-Result: the octets of the data, or why there are none."""


@dataclass(frozen=True, slots=True)
class InvokeIdAndPriority:
    """Invoke-Id-And-Priority: pairs a response with its request. `id` is 0 to 15."""

    id: int = 1
    confirmed: bool = True
    high_priority: bool = True


@dataclass(frozen=True, slots=True)
class LongInvokeIdAndPriority:
    """Long-Invoke-Id-And-Priority of ACCESS and data-notification. `id` is 0 to 16,777,215."""

    id: int = 1
    confirmed: bool = True
    high_priority: bool = True
    break_on_error: bool = False
    self_descriptive: bool = False


@dataclass(frozen=True, slots=True)
class SelectiveAccess:
    """Selective-Access-Descriptor: the selector, and the octets of its parameters."""

    selector: int
    parameters: bytes


@dataclass(frozen=True, slots=True)
class AttributeDescriptor:
    """Cosem-Attribute-Descriptor(-With-Selection). `logical_name` is the instance-id, six octets."""

    class_id: int
    logical_name: bytes
    attribute: int
    selection: SelectiveAccess | None = None


@dataclass(frozen=True, slots=True)
class MethodDescriptor:
    """Cosem-Method-Descriptor. `logical_name` is the instance-id, six octets."""

    class_id: int
    logical_name: bytes
    method: int


@dataclass(frozen=True, slots=True)
class DataBlock:
    """DataBlock-SA: a part of what is too long for one APDU. Block numbers begin at 1."""

    last_block: bool
    block_number: int
    raw_data: bytes


@dataclass(frozen=True, slots=True)
class DataBlockG:
    """DataBlock-G of a GET response: raw data, or why there is none."""

    last_block: bool
    block_number: int
    result: GetDataResult


@dataclass(frozen=True, slots=True)
class ActionResponse:
    """Action-Response-With-Optional-Data."""

    result: ActionResult
    return_parameters: GetDataResult | None = None


@dataclass(frozen=True, slots=True)
class AccessGet:
    """Access-Request-Get, with selection where the descriptor has one."""

    attribute: AttributeDescriptor


@dataclass(frozen=True, slots=True)
class AccessSet:
    """Access-Request-Set, with selection where the descriptor has one."""

    attribute: AttributeDescriptor


@dataclass(frozen=True, slots=True)
class AccessAction:
    """Access-Request-Action."""

    method: MethodDescriptor


AccessSpecification: TypeAlias = AccessGet | AccessSet | AccessAction
"""Access-Request-Specification: one thing that an ACCESS request asks for."""


@dataclass(frozen=True, slots=True)
class AccessResult:
    """Access-Response-Specification: how one thing that was asked for went."""

    service: AccessService
    result: DataAccessResult | ActionResult


@dataclass(frozen=True, slots=True)
class InvocationCounterError:
    """The service-error of an ExceptionResponse that tells the invocation counter."""

    counter: int
