"""GB: the end-to-end envelope that carries ZCL commands between remote parties and devices ("GBZ").

What the Great Britain Companion Specification calls a GBZ payload, without the grouping header, MAC
and signature around it: the profile id and a number of use case specific components, each a ZCL
command behind an extended header. All numbers of the envelope are big-endian; the ZCL header and
payload are as on the ZigBee network, little-endian.

    profile id              2  0x0109, Smart Energy
    number of components    1
    in an alert: alert code 2
                 time stamp 4  seconds since 2000-01-01 00:00:00 UTC
    each component:
    control field           1  0x01 the last component, 0x02 encrypted, 0x10 from date time present
    cluster id              2
    GBZ command length      2  of what follows in the component
    from date time          4  if the control field says so: seconds as above, 0xFFFFFFFF no value
    additional header       2  if encrypted: control (0x00, reserved) and frame counter
    ZCL header              3 or 5
    ciphered length         2  if encrypted: of what follows
    ZCL payload, or what it was ciphered to: security header (5), ciphertext, MAC (12)

Where this stands: order, sizes and byte order are as Wireshark's dissector (gbcs_gbz) and Smart DCC's
gbcs-parser read them. Smart DCC's test messages (RTDS 4.5.0, published with that parser) agree in each of
334 messages with 1,217 components, also that the command length covers the from date time, that the last
component alone has the bit 0x01, and that the two lengths of an encrypted component agree. The Silicon
Labs plug-in "GBZ message controller" names the bits of the control field and writes the same fields; its
reader differs where the messages decide: it leaves the from date time out of the length and passes over
the additional header, and its writer puts the from date time little-endian.

Not confirmed: the clauses of the specification, which was not at hand; manufacturer specific commands,
of which no message holds one. Rules:

- encrypted and with a from date time at once: refused; the plug-in's comment calls it invalid, and no
  message does so;
- any other bit of the control field: refused, because nothing says what it does to the layout;
- the bit 0x01 anywhere but in the last component, or missing there: refused;
- the additional header's control is kept as it came.

Encryption, MAC and signature are the caller's: `Component.opened` and `Component.sealed` take functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from .codec import Codec, DecodeError, Octets, Reason, take
from .frames import HEADER, Frame, Header
from .payloads import ABSENT, Absent
from .zcl import UTC

__all__ = ["ALERT", "MESSAGE", "PROFILE_ID", "AdditionalHeader", "Alert", "Component", "Message"]

PROFILE_ID: Final = 0x0109
"""Smart Energy."""

_LAST: Final = 0x01
_ENCRYPTED: Final = 0x02
_FROM_DATE_TIME: Final = 0x10
_KNOWN: Final = _LAST | _ENCRYPTED | _FROM_DATE_TIME
_MOST_OCTET: Final = 0xFF
_MOST_CODE: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class AdditionalHeader:
    """What an encrypted component has before its ZCL header: an octet each."""

    frame_counter: int
    control: int = 0


@dataclass(frozen=True, slots=True)
class Component:
    """A use case specific component: a ZCL command of a cluster.

    `from_date_time` is `ABSENT` if the component has none, and None for the non-value 0xFFFFFFFF. With an
    `additional` header the component is encrypted, and `payload` holds the ciphered information in place
    of the ZCL payload.
    """

    cluster: int
    header: Header
    payload: bytes = b""
    from_date_time: datetime | Absent | None = ABSENT
    additional: AdditionalHeader | None = None

    @property
    def frame(self) -> Frame:
        """The ZCL command as a frame.

        Raises:
            ValueError: the component is encrypted.
        """
        if self.additional is not None:
            message = "the component is encrypted: open it first"
            raise ValueError(message)
        return Frame(self.header, self.payload)

    def opened(self, unprotect: Callable[[bytes], bytes]) -> Component:
        """Return the component with its ZCL payload in clear; one that is not encrypted as it is.

        `unprotect` takes the ciphered information (security header, ciphertext, MAC), checks and
        decrypts it, and returns the ZCL payload.
        """
        if self.additional is None:
            return self
        return replace(self, payload=unprotect(self.payload), additional=None)

    def sealed(self, protect: Callable[[bytes], bytes], frame_counter: int) -> Component:
        """Return the component encrypted: `protect` takes the ZCL payload and returns the ciphered information.

        Raises:
            ValueError: the component is encrypted already.
        """
        return replace(self, payload=protect(self.frame.payload), additional=AdditionalHeader(frame_counter))


@dataclass(frozen=True, slots=True)
class Message:
    """The payload of a command or a response."""

    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """The payload of an alert.

    What follows the time stamp depends on the alert code and is kept as `content`; `count` is what stands
    as the number of components, which Smart DCC's messages give as 1 even where the content is none.
    """

    code: int
    time: datetime | None
    count: int = 0
    content: bytes = b""

    def components(self) -> tuple[Component, ...]:
        """Return the content as components, which it is in the alert that carries a billing data log (0x8F0A).

        Raises:
            DecodeError: it is something else. Offsets count from the start of the content.
        """
        found, end = _read_components(self.content, 0, self.count)
        if end != len(self.content):
            raise DecodeError(Reason.TRAILING, end, f"{len(self.content) - end} octets follow the components")
        return found


class _MessageCodec(Codec[Message]):
    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Message, int]:
        count, start = _read_start(data, offset)
        components, end = _read_components(data, start, count)
        return Message(components), end

    def encode(self, value: Message) -> bytes:
        last = len(value.components) - 1
        components = (_component(each, last=at == last) for at, each in enumerate(value.components))
        return _start(len(value.components)) + b"".join(components)


class _AlertCodec(Codec[Alert]):
    """An alert takes all the octets left."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[Alert, int]:
        count, at = _read_start(data, offset)
        code = int.from_bytes(take(data, at, 2, "the alert code"), "big")
        time = _read_time(data, at + 2, "the time stamp")
        return Alert(code, time, count, bytes(data[at + 6 :])), len(data)

    def encode(self, value: Alert) -> bytes:
        return _start(value.count) + _big(value.code, "alert code") + UTC.encode(value.time)[::-1] + value.content


MESSAGE: Final[Codec[Message]] = _MessageCodec("GBZ message")
"""The payload of a command or a response."""
ALERT: Final[Codec[Alert]] = _AlertCodec("GBZ alert")
"""The payload of an alert. Which of the two a payload is, the grouping header says (its CRA flag)."""


def _read_start(data: Octets, offset: int) -> tuple[int, int]:
    profile = int.from_bytes(take(data, offset, 2, "the profile id"), "big")
    if profile != PROFILE_ID:
        raise DecodeError(Reason.VALUE, offset, f"the profile is 0x{profile:04X}, not 0x{PROFILE_ID:04X}")
    return take(data, offset + 2, 1, "the number of components")[0], offset + 3


def _read_time(data: Octets, offset: int, what: str) -> datetime | None:
    return UTC.decode_exact(take(data, offset, 4, what)[::-1])  # the codec is that of ZCL, little-endian


def _read_components(data: Octets, offset: int, count: int) -> tuple[tuple[Component, ...], int]:
    components = []
    for left in range(count - 1, -1, -1):
        component, offset = _read_component(data, offset, last=left == 0)
        components.append(component)
    return tuple(components), offset


def _read_component(data: Octets, offset: int, *, last: bool) -> tuple[Component, int]:
    control = take(data, offset, 1, "the control field")[0]
    _check_control(control, offset, last=last)
    cluster = int.from_bytes(take(data, offset + 1, 2, "the cluster id"), "big")
    length = int.from_bytes(take(data, offset + 3, 2, "the GBZ command length"), "big")
    start = offset + 5
    body = take(data, start, length, "the GBZ command")
    try:
        component = _read_command(body, control, cluster)
    except DecodeError as error:
        if error.reason is Reason.TRUNCATED:
            raise DecodeError(Reason.LENGTH, offset + 3, f"{length} octets: {error.detail}") from None
        raise DecodeError(error.reason, start + error.offset, error.detail) from None
    return component, start + length


def _check_control(control: int, offset: int, *, last: bool) -> None:
    if control & ~_KNOWN:
        raise DecodeError(Reason.VALUE, offset, f"control field 0x{control:02X} has bits that nothing explains")
    if control & _ENCRYPTED and control & _FROM_DATE_TIME:
        raise DecodeError(Reason.VALUE, offset, "an encrypted component has no from date time")
    if bool(control & _LAST) is not last:
        raise DecodeError(Reason.VALUE, offset, f"control field 0x{control:02X} in the wrong place")


def _read_command(body: bytes, control: int, cluster: int) -> Component:
    at = 0
    from_date_time: datetime | Absent | None = ABSENT
    additional = None
    if control & _FROM_DATE_TIME:
        from_date_time, at = _read_time(body, 0, "the from date time"), 4
    if control & _ENCRYPTED:
        reserved, counter = take(body, 0, 2, "the additional header")
        additional, at = AdditionalHeader(counter, reserved), 2
    header, at = HEADER.read(body, at)
    if additional is not None:
        length = int.from_bytes(take(body, at, 2, "the ciphered length"), "big")
        if length != len(body) - at - 2:
            raise DecodeError(Reason.LENGTH, at, f"ciphered length {length}, not {len(body) - at - 2}")
        at += 2
    return Component(cluster, header, body[at:], from_date_time, additional)


def _component(component: Component, *, last: bool) -> bytes:
    control = _LAST if last else 0
    before, between = b"", b""
    if not isinstance(component.from_date_time, Absent):
        control |= _FROM_DATE_TIME
        before = UTC.encode(component.from_date_time)[::-1]
    if component.additional is not None:
        if control & _FROM_DATE_TIME:
            message = "an encrypted component has no from date time"
            raise ValueError(message)
        control |= _ENCRYPTED
        before = _octet(component.additional.control, "additional header's control")
        before += _octet(component.additional.frame_counter, "frame counter")
        between = _big(len(component.payload), "ciphered length")
    command = before + HEADER.encode(component.header) + between + component.payload
    return bytes((control,)) + _big(component.cluster, "cluster id") + _big(len(command), "command length") + command


def _start(count: int) -> bytes:
    return PROFILE_ID.to_bytes(2, "big") + _octet(count, "number of components")


def _big(number: int, what: str) -> bytes:
    if not 0 <= number <= _MOST_CODE:
        message = f"{what}: {number} does not fit 16 bits"
        raise ValueError(message)
    return number.to_bytes(2, "big")


def _octet(number: int, what: str) -> bytes:
    if not 0 <= number <= _MOST_OCTET:
        message = f"{what}: {number} does not fit an octet"
        raise ValueError(message)
    return bytes((number,))
