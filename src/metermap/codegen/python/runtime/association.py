"""Opening and releasing an application association: the ACSE APDUs and what they carry (the Green Book).

AARQ, AARE, RLRQ and RLRE in BER as far as logical name referencing needs it: the lowest level (no
authentication) and the low level (a password). For other mechanisms the authentication values are
carried as they are; exchanging and checking them is the caller's, as is ciphering `user_information`.

A field that is not a member of the classes below is refused as TAG, and so is one out of order.
A length may be in short or long form and must match what it encloses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeVar

from .axdr import read_length
from .codec import DecodeError, Octets, Reason, take
from .pieces import length_octets

__all__ = [
    "Aare",
    "Aarq",
    "AssociationResult",
    "AuthenticationMechanism",
    "Context",
    "Diagnostic",
    "ReleaseRequestReason",
    "ReleaseResponseReason",
    "Rlre",
    "Rlrq",
]

E = TypeVar("E", bound=IntEnum)

# Object identifiers 2.16.756.5.8.1.n and 2.16.756.5.8.2.n without n; the first with tag and length.
_CONTEXT: Final = bytes.fromhex("06 07 60 85 74 05 08 01")
_MECHANISM: Final = bytes.fromhex("60 85 74 05 08 02")
_VERSION_1: Final = bytes.fromhex("07 80")
_AUTHENTICATION: Final = bytes.fromhex("07 80")  # a bit string: the functional unit of authentication

_AARQ: Final = 0x60
_AARE: Final = 0x61
_RLRQ: Final = 0x62
_RLRE: Final = 0x63
_OCTET_STRING: Final = 0x04
_PASSWORD: Final = 0x80
_USER_INFORMATION: Final = 0xBE


class Context(IntEnum):
    """The application context name: the last number of its object identifier."""

    LOGICAL_NAME = 1
    SHORT_NAME = 2
    LOGICAL_NAME_WITH_CIPHERING = 3
    SHORT_NAME_WITH_CIPHERING = 4


class AuthenticationMechanism(IntEnum):
    """The authentication mechanism: the last number of its object identifier."""

    LOWEST = 0
    LOW = 1
    HIGH = 2
    HIGH_MD5 = 3
    HIGH_SHA1 = 4
    HIGH_GMAC = 5
    HIGH_SHA256 = 6
    HIGH_ECDSA = 7


class AssociationResult(IntEnum):
    """The result of an AARE."""

    ACCEPTED = 0
    REJECTED_PERMANENT = 1
    REJECTED_TRANSIENT = 2


class Diagnostic(IntEnum):
    """The result-source-diagnostic of an AARE: the source (1 user, 2 provider) in hundreds, and its number."""

    NULL = 100
    NO_REASON_GIVEN = 101
    APPLICATION_CONTEXT_NAME_NOT_SUPPORTED = 102
    CALLING_AP_TITLE_NOT_RECOGNIZED = 103
    CALLING_AP_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 104
    CALLING_AE_QUALIFIER_NOT_RECOGNIZED = 105
    CALLING_AE_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 106
    CALLED_AP_TITLE_NOT_RECOGNIZED = 107
    CALLED_AP_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 108
    CALLED_AE_QUALIFIER_NOT_RECOGNIZED = 109
    CALLED_AE_INVOCATION_IDENTIFIER_NOT_RECOGNIZED = 110
    AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNISED = 111
    AUTHENTICATION_MECHANISM_NAME_REQUIRED = 112
    AUTHENTICATION_FAILURE = 113
    AUTHENTICATION_REQUIRED = 114
    PROVIDER_NULL = 200
    PROVIDER_NO_REASON_GIVEN = 201
    PROVIDER_NO_COMMON_ACSE_VERSION = 202


class ReleaseRequestReason(IntEnum):
    """Why an association is to be released."""

    NORMAL = 0
    URGENT = 1
    USER_DEFINED = 30


class ReleaseResponseReason(IntEnum):
    """The answer to a request for release."""

    NORMAL = 0
    NOT_FINISHED = 1
    USER_DEFINED = 30


@dataclass(frozen=True, slots=True)
class Aarq:
    """A request to associate. `user_information` holds an InitiateRequest, ciphered or not.

    `mechanism` is None at the lowest level; `authentication_value` is the password or the challenge.
    """

    user_information: bytes
    context: Context = Context.LOGICAL_NAME
    mechanism: AuthenticationMechanism | None = None
    authentication_value: bytes | None = None
    calling_ap_title: bytes | None = None

    def encode(self) -> bytes:
        """Return the octets."""
        fields = _tlv(0xA1, _CONTEXT + bytes((self.context,)))
        if self.calling_ap_title is not None:
            fields += _tlv(0xA6, _tlv(_OCTET_STRING, self.calling_ap_title))
        fields += _authentication((0x8A, 0x8B, 0xAC), self.mechanism, self.authentication_value)
        return _tlv(_AARQ, fields + _information(self.user_information))

    @classmethod
    def decode_exact(cls, data: Octets) -> Aarq:
        """Return the request that the whole of `data` is. Raises DecodeError."""
        reader = _Reader(data, _AARQ)
        made = cls(
            context=reader.context(),
            calling_ap_title=reader.wrapped(0xA6, _OCTET_STRING),
            mechanism=reader.mechanism(0x8A, 0x8B),
            authentication_value=reader.wrapped(0xAC, _PASSWORD),
            user_information=reader.user_information(),
        )
        reader.finish()
        return made


@dataclass(frozen=True, slots=True)
class Aare:
    """The answer to an Aarq. `user_information` holds an InitiateResponse, or a ConfirmedServiceError."""

    user_information: bytes
    result: AssociationResult = AssociationResult.ACCEPTED
    diagnostic: Diagnostic = Diagnostic.NULL
    context: Context = Context.LOGICAL_NAME
    mechanism: AuthenticationMechanism | None = None
    authentication_value: bytes | None = None
    responding_ap_title: bytes | None = None

    def encode(self) -> bytes:
        """Return the octets."""
        source, number = divmod(self.diagnostic, 100)
        fields = _tlv(0xA1, _CONTEXT + bytes((self.context,)))
        fields += _tlv(0xA2, _tlv(0x02, bytes((self.result,))))
        fields += _tlv(0xA3, _tlv(0xA0 + source, _tlv(0x02, bytes((number,)))))
        if self.responding_ap_title is not None:
            fields += _tlv(0xA4, _tlv(_OCTET_STRING, self.responding_ap_title))
        fields += _authentication((0x88, 0x89, 0xAA), self.mechanism, self.authentication_value)
        return _tlv(_AARE, fields + _information(self.user_information))

    @classmethod
    def decode_exact(cls, data: Octets) -> Aare:
        """Return the answer that the whole of `data` is. Raises DecodeError."""
        reader = _Reader(data, _AARE)
        made = cls(
            context=reader.context(),
            result=reader.result(),
            diagnostic=reader.diagnostic(),
            responding_ap_title=reader.wrapped(0xA4, _OCTET_STRING),
            mechanism=reader.mechanism(0x88, 0x89),
            authentication_value=reader.wrapped(0xAA, _PASSWORD),
            user_information=reader.user_information(),
        )
        reader.finish()
        return made


@dataclass(frozen=True, slots=True)
class Rlrq:
    """A request to release the association."""

    reason: ReleaseRequestReason | None = None
    user_information: bytes | None = None

    def encode(self) -> bytes:
        """Return the octets."""
        return _release(_RLRQ, self.reason, self.user_information)

    @classmethod
    def decode_exact(cls, data: Octets) -> Rlrq:
        """Return the request that the whole of `data` is. Raises DecodeError."""
        reader = _Reader(data, _RLRQ)
        made = cls(reader.reason(ReleaseRequestReason), reader.wrapped(_USER_INFORMATION, _OCTET_STRING))
        reader.finish()
        return made


@dataclass(frozen=True, slots=True)
class Rlre:
    """The answer to an Rlrq."""

    reason: ReleaseResponseReason | None = None
    user_information: bytes | None = None

    def encode(self) -> bytes:
        """Return the octets."""
        return _release(_RLRE, self.reason, self.user_information)

    @classmethod
    def decode_exact(cls, data: Octets) -> Rlre:
        """Return the answer that the whole of `data` is. Raises DecodeError."""
        reader = _Reader(data, _RLRE)
        made = cls(reader.reason(ReleaseResponseReason), reader.wrapped(_USER_INFORMATION, _OCTET_STRING))
        reader.finish()
        return made


# BER -------------------------------------------------------------------------------------------


def _tlv(tag: int, content: bytes) -> bytes:
    return bytes((tag,)) + length_octets(len(content)) + content


def _information(octets: bytes | None) -> bytes:
    return b"" if octets is None else _tlv(_USER_INFORMATION, _tlv(_OCTET_STRING, octets))


def _release(tag: int, reason: IntEnum | None, information: bytes | None) -> bytes:
    stated = b"" if reason is None else _tlv(0x80, bytes((reason,)))
    return _tlv(tag, stated + _information(information))


def _authentication(tags: Sequence[int], mechanism: AuthenticationMechanism | None, value: bytes | None) -> bytes:
    if mechanism is None:
        if value is not None:
            message = "an authentication value needs a mechanism"
            raise ValueError(message)
        return b""
    requirements, name, at = tags
    fields = _tlv(requirements, _AUTHENTICATION) + _tlv(name, _MECHANISM + bytes((mechanism,)))
    return fields if value is None else fields + _tlv(at, _tlv(_PASSWORD, value))


class _Reader:
    """The fields of one ACSE APDU, taken in the order of the standard."""

    def __init__(self, data: Octets, tag: int) -> None:
        self._data = data
        self._end = len(data)
        self._at = 0
        found = take(data, 0, 1, "the tag of the APDU")[0]
        if found != tag:
            raise DecodeError(Reason.TAG, 0, f"the APDU has tag 0x{tag:02X}; 0x{found:02X} stands there")
        size, start = read_length(data, 1, "APDU")
        take(data, start, size, "the APDU")
        self._at, self._end = start, start + size

    def finish(self) -> None:
        """Check that nothing is left."""
        if self._at < self._end:
            raise self._fault(Reason.TAG, "a field that is unknown or out of order")
        if self._end < len(self._data):
            raise self._fault(Reason.TRAILING, f"{len(self._data) - self._end} octets follow the APDU")

    def context(self) -> Context:
        """Skip the protocol version, which can only be 1, and return the application context name."""
        start = self._at
        version = self._optional(0x80)
        if version not in (None, _VERSION_1):
            raise DecodeError(Reason.VALUE, start, "the protocol version is not 1")
        start = self._at
        name = self._required(0xA1, "application-context-name")
        if name[:-1] != _CONTEXT:
            raise DecodeError(Reason.VALUE, start, "the application context name is not one of DLMS/COSEM")
        return self._code(name[-1:], Context)

    def result(self) -> AssociationResult:
        """Return the result: an INTEGER in its field."""
        return self._code(self._integer(self._required(0xA2, "result")), AssociationResult)

    def diagnostic(self) -> Diagnostic:
        """Return the diagnostic: an INTEGER under the tag of its source."""
        start = self._at
        content = self._required(0xA3, "result-source-diagnostic")
        if content[:1] not in (b"\xa1", b"\xa2") or content[1:2] != b"\x03":
            raise DecodeError(Reason.TAG, start, "the diagnostic has neither user nor provider as its source")
        number = self._integer(content[2:])[0]
        source = content[0] - 0xA0
        try:
            return Diagnostic(100 * source + number)
        except ValueError:
            raise self._fault(Reason.VALUE, f"{number} is no diagnostic of source {source}") from None

    def mechanism(self, requirements: int, name: int) -> AuthenticationMechanism | None:
        """Return the mechanism, if the functional unit of authentication is there."""
        start = self._at
        unit = self._optional(requirements)
        if unit not in (None, _AUTHENTICATION):
            raise DecodeError(Reason.VALUE, start, "the ACSE requirements are not those of authentication")
        start = self._at
        found = self._optional(name)
        if found is None:
            return None
        if found[:-1] != _MECHANISM:
            raise DecodeError(Reason.VALUE, start, "the mechanism name is not one of DLMS/COSEM")
        return self._code(found[-1:], AuthenticationMechanism)

    def reason(self, codes: type[E]) -> E | None:
        """Return the reason of a release, if it is stated."""
        content = self._optional(0x80)
        return None if content is None else self._code(content, codes)

    def user_information(self) -> bytes:
        """Return the user information, which an association cannot do without."""
        found = self.wrapped(_USER_INFORMATION, _OCTET_STRING)
        if found is None:
            raise self._fault(Reason.TAG, "the user-information is missing")
        return found

    def wrapped(self, tag: int, inner: int) -> bytes | None:
        """Return the content of the one item, of tag `inner`, in an optional field."""
        start = self._at
        content = self._optional(tag)
        if content is None:
            return None
        if content[:1] != bytes((inner,)):
            raise DecodeError(Reason.TAG, start, f"the field 0x{tag:02X} does not hold an item 0x{inner:02X}")
        try:
            size, begin = read_length(content, 1, "item")
        except DecodeError as error:
            raise DecodeError(Reason.LENGTH, start, error.detail) from None
        if begin + size != len(content):
            raise DecodeError(Reason.LENGTH, start, f"the item does not fill the field 0x{tag:02X}")
        return content[begin:]

    def _optional(self, tag: int) -> bytes | None:
        if self._at >= self._end or self._data[self._at] != tag:
            return None
        size, start = read_length(self._data, self._at + 1, "field")
        if start + size > self._end:
            raise self._fault(Reason.LENGTH, f"the field 0x{tag:02X} is longer than the APDU")
        self._at = start + size
        return bytes(self._data[start : self._at])

    def _required(self, tag: int, name: str) -> bytes:
        found = self._optional(tag)
        if found is None:
            raise self._fault(Reason.TAG, f"the {name} is missing")
        return found

    def _integer(self, content: bytes) -> bytes:
        if content[:2] != b"\x02\x01" or len(content) != 3:  # noqa: PLR2004  (tag, length, number)
            raise self._fault(Reason.VALUE, "no INTEGER of one octet")
        return content[2:]

    def _code(self, octet: bytes, codes: type[E]) -> E:
        if len(octet) != 1:
            raise self._fault(Reason.LENGTH, f"a {codes.__name__} takes one octet")
        try:
            return codes(octet[0])
        except ValueError:
            raise self._fault(Reason.VALUE, f"{octet[0]} is no {codes.__name__}") from None

    def _fault(self, reason: Reason, detail: str) -> DecodeError:
        return DecodeError(reason, self._at, detail)
