"""What an association agrees on: InitiateRequest, InitiateResponse and the conformance block (the Green Book).

They travel as `user_information` of an AARQ and its AARE. A ciphered one is the caller's to open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from .codec import Codec, DecodeError, Octets, Reason, take
from .pieces import INTEGER8, RAW_DATA, UNSIGNED8, UNSIGNED16, UNSIGNED24, Optional

__all__ = [
    "CONFIRMED_SERVICE_ERROR",
    "INITIATE_REQUEST",
    "INITIATE_RESPONSE",
    "ConfirmedServiceError",
    "Conformance",
    "InitiateRequest",
    "InitiateResponse",
]

_DLMS_VERSION: Final = 6
_VAA_NAME: Final = 7  # of logical name referencing
_CONFORMANCE: Final = bytes.fromhex("5F 1F 04 00")  # tag, length, and that no bit of the last octet is unused


class Conformance(IntFlag):
    """The conformance block: what a client proposes and a server agrees to. Bit 0 is the first of 24."""

    GENERAL_PROTECTION = 1 << 22
    GENERAL_BLOCK_TRANSFER = 1 << 21
    READ = 1 << 20
    WRITE = 1 << 19
    UNCONFIRMED_WRITE = 1 << 18
    DELTA_VALUE_ENCODING = 1 << 17
    ATTRIBUTE0_SUPPORTED_WITH_SET = 1 << 15
    PRIORITY_MGMT_SUPPORTED = 1 << 14
    ATTRIBUTE0_SUPPORTED_WITH_GET = 1 << 13
    BLOCK_TRANSFER_WITH_GET_OR_READ = 1 << 12
    BLOCK_TRANSFER_WITH_SET_OR_WRITE = 1 << 11
    BLOCK_TRANSFER_WITH_ACTION = 1 << 10
    MULTIPLE_REFERENCES = 1 << 9
    INFORMATION_REPORT = 1 << 8
    DATA_NOTIFICATION = 1 << 7
    ACCESS = 1 << 6
    PARAMETERIZED_ACCESS = 1 << 5
    GET = 1 << 4
    SET = 1 << 3
    SELECTIVE_ACCESS = 1 << 2
    EVENT_NOTIFICATION = 1 << 1
    ACTION = 1 << 0


@dataclass(frozen=True, slots=True)
class InitiateRequest:
    """What a client proposes. `client_max_receive_pdu_size` is in octets; 0 sets no limit."""

    conformance: Conformance
    client_max_receive_pdu_size: int = 0xFFFF
    dedicated_key: bytes | None = None
    response_allowed: bool = True
    quality_of_service: int | None = None


@dataclass(frozen=True, slots=True)
class InitiateResponse:
    """What a server agrees to. `server_max_receive_pdu_size` is in octets; 0 sets no limit."""

    conformance: Conformance
    server_max_receive_pdu_size: int = 0xFFFF
    quality_of_service: int | None = None


@dataclass(frozen=True, slots=True)
class ConfirmedServiceError:
    """Why there is no InitiateResponse: the service (1: initiate), the kind of error, and its code."""

    service: int
    kind: int
    code: int


class _Fixed(Codec[None]):
    """Octets that can only be these."""

    __slots__ = ("_octets", "_reason")

    def __init__(self, name: str, octets: bytes, reason: Reason) -> None:
        super().__init__(name)
        self._octets = octets
        self._reason = reason

    def read(self, data: Octets, offset: int) -> tuple[None, int]:
        for at, octet in enumerate(self._octets, offset):
            if take(data, at, 1, self.name)[0] != octet:
                raise DecodeError(self._reason, at, f"{self.name} is not {self._octets.hex(' ').upper()}")
        return None, offset + len(self._octets)

    def encode(self, value: None) -> bytes:
        del value
        return self._octets


class _Conformance(Codec[Conformance]):
    __slots__ = ()
    _HEAD: Final = _Fixed("the head of the conformance block", _CONFORMANCE, Reason.TAG)

    def read(self, data: Octets, offset: int) -> tuple[Conformance, int]:
        _, offset = self._HEAD.read(data, offset)
        bits, offset = UNSIGNED24.read(data, offset)
        return Conformance(bits), offset

    def encode(self, value: Conformance) -> bytes:
        return _CONFORMANCE + UNSIGNED24.encode(value)


_BLOCK: Final = _Conformance("conformance")
_KEY: Final = Optional(RAW_DATA)
_QUALITY: Final = Optional(INTEGER8)
_VERSION: Final = _Fixed("dlms-version-number", bytes((_DLMS_VERSION,)), Reason.VALUE)
_VAA: Final = _Fixed("vaa-name", _VAA_NAME.to_bytes(2, "big"), Reason.VALUE)
_REQUEST: Final = _Fixed("the tag of the InitiateRequest", b"\x01", Reason.TAG)
_RESPONSE: Final = _Fixed("the tag of the InitiateResponse", b"\x08", Reason.TAG)
_ERROR: Final = _Fixed("the tag of the ConfirmedServiceError", b"\x0e", Reason.TAG)


class _InitiateRequest(Codec[InitiateRequest]):
    __slots__ = ()
    _ALLOWED: Final = Optional(UNSIGNED8)  # BOOLEAN DEFAULT TRUE: absent, or there and 0 or not

    def read(self, data: Octets, offset: int) -> tuple[InitiateRequest, int]:
        _, offset = _REQUEST.read(data, offset)
        key, offset = _KEY.read(data, offset)
        allowed, offset = self._ALLOWED.read(data, offset)
        quality, offset = _QUALITY.read(data, offset)
        _, offset = _VERSION.read(data, offset)
        conformance, offset = _BLOCK.read(data, offset)
        size, offset = UNSIGNED16.read(data, offset)
        return InitiateRequest(conformance, size, key, allowed != 0, quality), offset

    def encode(self, value: InitiateRequest) -> bytes:
        allowed = self._ALLOWED.encode(None if value.response_allowed else 0)
        head = _REQUEST.encode(None) + _KEY.encode(value.dedicated_key) + allowed
        proposed = _QUALITY.encode(value.quality_of_service) + _VERSION.encode(None) + _BLOCK.encode(value.conformance)
        return head + proposed + UNSIGNED16.encode(value.client_max_receive_pdu_size)


class _InitiateResponse(Codec[InitiateResponse]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[InitiateResponse, int]:
        _, offset = _RESPONSE.read(data, offset)
        quality, offset = _QUALITY.read(data, offset)
        _, offset = _VERSION.read(data, offset)
        conformance, offset = _BLOCK.read(data, offset)
        size, offset = UNSIGNED16.read(data, offset)
        _, offset = _VAA.read(data, offset)
        return InitiateResponse(conformance, size, quality), offset

    def encode(self, value: InitiateResponse) -> bytes:
        head = _RESPONSE.encode(None) + _QUALITY.encode(value.quality_of_service) + _VERSION.encode(None)
        size = UNSIGNED16.encode(value.server_max_receive_pdu_size)
        return head + _BLOCK.encode(value.conformance) + size + _VAA.encode(None)


class _ConfirmedServiceError(Codec[ConfirmedServiceError]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[ConfirmedServiceError, int]:
        _, offset = _ERROR.read(data, offset)
        service, kind, code = take(data, offset, 3, self.name)
        return ConfirmedServiceError(service, kind, code), offset + 3

    def encode(self, value: ConfirmedServiceError) -> bytes:
        return _ERROR.encode(None) + bytes((value.service, value.kind, value.code))


INITIATE_REQUEST: Final[Codec[InitiateRequest]] = _InitiateRequest("InitiateRequest")
INITIATE_RESPONSE: Final[Codec[InitiateResponse]] = _InitiateResponse("InitiateResponse")
CONFIRMED_SERVICE_ERROR: Final[Codec[ConfirmedServiceError]] = _ConfirmedServiceError("ConfirmedServiceError")
