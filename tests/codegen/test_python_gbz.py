"""GB's envelope for ZCL, with messages of Smart DCC's test data (RTDS 4.5.0, published with gbcs-parser)."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import frames, gbz
from metermap.codegen.python.runtime.attributes import AttributeRecord
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.frames import Command, FrameType, Header
from metermap.codegen.python.runtime.gbz import AdditionalHeader, Alert, Component, Message
from metermap.codegen.python.runtime.payloads import ABSENT
from tests.codegen.test_python_frames import HEADERS

GCS38_RESPONSE = bytes.fromhex("0109 01 01 0702 000C 080001 0602 00 41 040123ABCD")
GCS15E_COMMAND = bytes.fromhex("0109 01 11 0705 000C 1C0E6C00 010008 FEFFFFFF 05")
GCS13A_RESPONSE = bytes.fromhex(
    "0109 01 03 0702 0035 0000 180001 002E"
    "31000000004F09E4C663039DBC1AC6E41687ACF517E94A67906E819BAEADE786602FC6BE7509E30300A9CCBA6CDA"
)
FUTURE_DATED_ALERT = bytes.fromhex("0109 01 8F66 38818890 0E 006C 00000000000003E9 0705 01 06")
TWO = bytes.fromhex("0109 02 00 0702 0005 000000 0000 01 0705 0005 000100 0100")  # by hand, from the layout

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2136, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.none() | MOMENTS.map(lambda moment: moment.replace(microsecond=0))
PLAIN = st.builds(Component, st.integers(0, 0xFFFF), HEADERS, st.binary(max_size=30), TIMES | st.just(ABSENT))
ENCRYPTED = st.builds(
    Component,
    st.integers(0, 0xFFFF),
    HEADERS,
    st.binary(max_size=30),
    st.just(ABSENT),
    st.builds(AdditionalHeader, st.integers(0, 255), st.integers(0, 255)),
)
MESSAGES = st.builds(Message, st.lists(PLAIN | ENCRYPTED, max_size=4).map(tuple))


def refused(octets: bytes) -> tuple[Reason, int]:
    with pytest.raises(DecodeError) as caught:
        gbz.MESSAGE.decode_exact(octets)
    return caught.value.reason, caught.value.offset


def test_a_response_holds_a_zcl_command() -> None:
    [component] = gbz.MESSAGE.decode_exact(GCS38_RESPONSE).components
    assert (component.cluster, component.from_date_time, component.additional) == (0x0702, ABSENT, None)
    assert component.header == Header(FrameType.GLOBAL, Command.READ_ATTRIBUTES_RESPONSE, 0, to_client=True)
    records = frames.READ_ATTRIBUTES_RESPONSE.decode_exact(component.frame.payload)
    assert records == (AttributeRecord(0x0206, 0, 0x41, bytes.fromhex("040123ABCD")),)
    assert gbz.MESSAGE.encode(Message((component,))) == GCS38_RESPONSE


def test_the_length_covers_the_from_date_time() -> None:
    [component] = gbz.MESSAGE.decode_exact(GCS15E_COMMAND).components
    assert component.from_date_time == datetime(2014, 12, 1, tzinfo=UTC)
    assert component.header == Header(FrameType.CLUSTER, 8, 0)
    assert component.payload == bytes.fromhex("FEFFFFFF 05")
    assert gbz.MESSAGE.encode(Message((component,))) == GCS15E_COMMAND


def test_the_caller_opens_and_seals() -> None:
    [component] = gbz.MESSAGE.decode_exact(GCS13A_RESPONSE).components
    assert component.additional == AdditionalHeader(frame_counter=0)
    assert component.payload[:5] == bytes.fromhex("31 00000000")  # the security header is the caller's too
    with pytest.raises(ValueError, match="open it first"):
        _ = component.frame
    clear = component.opened(lambda ciphered: b"clear" + ciphered[:1])
    assert (clear.payload, clear.additional) == (b"clear\x31", None)
    assert clear.opened(lambda _: b"") is clear
    sealed = clear.sealed(lambda _: component.payload, 0)
    assert gbz.MESSAGE.encode(Message((sealed,))) == GCS13A_RESPONSE


def test_the_last_component_says_so() -> None:
    message = gbz.MESSAGE.decode_exact(TWO)
    assert [component.cluster for component in message.components] == [0x0702, 0x0705]
    assert gbz.MESSAGE.encode(message) == TWO
    assert refused(TWO[:3] + b"\x01" + TWO[4:]) == (Reason.VALUE, 3)
    assert refused(TWO[:13] + b"\x00" + TWO[14:]) == (Reason.VALUE, 13)


@pytest.mark.parametrize(
    ("octets", "reason", "at"),
    [
        ("0108 00", Reason.VALUE, 0),  # another profile
        ("0109 01 05 0702 0003 000000", Reason.VALUE, 3),  # a bit that nothing explains
        ("0109 01 13 0702 0009 000000000000000000", Reason.VALUE, 3),  # encrypted, and a from date time
        ("0109 01 01 0702 FFFF 000000", Reason.TRUNCATED, 11),
        ("0109 01 01 0702 0002 0000", Reason.LENGTH, 6),  # no room for the ZCL header
        ("0109 01 01 0702 0004 04000000", Reason.LENGTH, 6),  # nor for a manufacturer code
        ("0109 01 11 0702 0003 000000", Reason.LENGTH, 6),
        ("0109 01 01 0702 0003 020000", Reason.VALUE, 8),  # frame type
        ("0109 01 03 0702 0008 0000 000000 0000 AA", Reason.LENGTH, 13),  # ciphered length too small
        ("0109 01 03 0702 0008 0000 000000 0002 AA", Reason.LENGTH, 13),
        ("0109 FF", Reason.TRUNCATED, 3),
        ("0109 00 00", Reason.TRAILING, 3),
    ],
)
def test_hostile_messages(octets: str, reason: Reason, at: int) -> None:
    assert refused(bytes.fromhex(octets)) == (reason, at)


@given(MESSAGES)
def test_a_message_goes_there_and_back(message: Message) -> None:
    octets = gbz.MESSAGE.encode(message)
    assert gbz.MESSAGE.decode_exact(octets) == message
    assert gbz.MESSAGE.decode(b"\xee" + octets + b"\xee", 1) == (message, len(octets))
    for end in range(len(octets)):
        assert refused(octets[:end]) == (Reason.TRUNCATED, end)


@given(st.binary(max_size=40), st.booleans())
def test_random_octets_are_refused_or_read(octets: bytes, begins: bool) -> None:
    given_octets = b"\x01\x09\x01\x01" + octets if begins else octets
    with suppress(DecodeError):
        message, consumed = gbz.MESSAGE.decode(given_octets)
        assert gbz.MESSAGE.encode(message) == given_octets[:consumed]
    with suppress(DecodeError):
        alert = gbz.ALERT.decode_exact(given_octets)
        assert gbz.ALERT.encode(alert) == given_octets


def test_an_alert_has_code_and_time_before_its_content() -> None:
    alert = gbz.ALERT.decode_exact(FUTURE_DATED_ALERT)
    assert (alert.code, alert.time, alert.count) == (0x8F66, datetime(2030, 1, 15, 9, tzinfo=UTC), 1)
    assert alert.content == bytes.fromhex("0E 006C 00000000000003E9 0705 01 06")
    assert gbz.ALERT.encode(alert) == FUTURE_DATED_ALERT
    with pytest.raises(DecodeError):
        alert.components()


def test_an_alert_can_carry_components() -> None:
    alert = gbz.ALERT.decode_exact(bytes.fromhex("0109 01 8F0A 1C374A80") + GCS38_RESPONSE[3:])
    assert alert.time == datetime(2015, 1, 1, tzinfo=UTC)
    assert alert.components() == gbz.MESSAGE.decode_exact(GCS38_RESPONSE).components
    with pytest.raises(DecodeError) as caught:
        replace(alert, content=alert.content + b"\x00").components()
    assert caught.value.reason is Reason.TRAILING


@given(st.builds(Alert, st.integers(0, 0xFFFF), TIMES, st.integers(0, 255), st.binary(max_size=20)))
def test_an_alert_goes_there_and_back(alert: Alert) -> None:
    octets = gbz.ALERT.encode(alert)
    assert gbz.ALERT.decode_exact(octets) == alert
    for end in range(9):
        with pytest.raises(DecodeError) as caught:
            gbz.ALERT.decode_exact(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (Component(0x10000, Header(FrameType.GLOBAL, 0, 0)), "cluster id"),
        (Component(0, Header(FrameType.GLOBAL, 0, 0), bytes(0xFFFD)), "command length"),
        (Component(0, Header(FrameType.GLOBAL, 0, 0), b"", None, AdditionalHeader(0)), "no from date time"),
        (Component(0, Header(FrameType.GLOBAL, 0, 0), additional=AdditionalHeader(256)), "frame counter"),
        (Component(0, Header(FrameType.GLOBAL, 0, 0), additional=AdditionalHeader(0, 256)), "additional header"),
    ],
)
def test_what_does_not_fit_is_not_encoded(component: Component, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gbz.MESSAGE.encode(Message((component,)))
    with pytest.raises(ValueError, match="number of components"):
        gbz.MESSAGE.encode(Message((Component(0, Header(FrameType.GLOBAL, 0, 0)),) * 256))
