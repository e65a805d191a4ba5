"""ZCL frames and global commands, with octets that zigpy 2.4.0 writes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import frames, zcl
from metermap.codegen.python.runtime.attributes import (
    AttributeRecord,
    WriteStatus,
    encode_read_responses,
    encode_reports,
)
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.frames import Command, Frame, FrameType, Header

HEADERS = st.builds(
    Header,
    st.sampled_from(FrameType),
    st.integers(0, 255),
    st.integers(0, 255),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 0xFFFF),
    st.integers(0, 7),
)
VALUES = [(0x20, b"\x09"), (0x25, bytes(6)), (0x42, b"\x02ab"), (0x10, b"\x01"), (0x48, b"\x20\x01\x00\x05")]
RECORDS = st.builds(
    lambda attribute, value: AttributeRecord(attribute, 0, *value), st.integers(0, 0xFFFF), st.sampled_from(VALUES)
)
REFUSED = st.builds(AttributeRecord, st.integers(0, 0xFFFF), st.integers(1, 255), st.none(), st.just(b""))
FAILED = st.builds(WriteStatus, st.integers(1, 255), st.integers(0, 0xFFFF))


@pytest.mark.parametrize(
    ("octets", "header"),
    [  # zigpy: ZCLHeader.general and ZCLHeader.cluster
        ("00 21 00", Header(FrameType.GLOBAL, 0x00, 0x21)),
        ("18 22 01", Header(FrameType.GLOBAL, 0x01, 0x22, to_client=True, disable_default_response=True)),
        ("05 5F11 23 05", Header(FrameType.CLUSTER, 0x05, 0x23, manufacturer=0x115F)),
        ("19 24 06", Header(FrameType.CLUSTER, 0x06, 0x24, to_client=True, disable_default_response=True)),
        ("E1 01 02", Header(FrameType.CLUSTER, 0x02, 0x01, reserved=7)),  # not from zigpy: reserved bits are kept
    ],
)
def test_headers(octets: str, header: Header) -> None:
    assert frames.HEADER.decode_exact(bytes.fromhex(octets)) == header
    assert frames.HEADER.encode(header) == bytes.fromhex(octets)


@pytest.mark.parametrize("control", [0x02, 0x03, 0xFF])
def test_reserved_frame_types_are_refused(control: int) -> None:
    with pytest.raises(DecodeError, match="is reserved") as caught:
        frames.FRAME.decode_exact(bytes((control, 1, 2)))
    assert (caught.value.reason, caught.value.offset) == (Reason.VALUE, 0)


@given(HEADERS, st.binary(max_size=20))
def test_a_frame_goes_there_and_back(header: Header, payload: bytes) -> None:
    frame = Frame(header, payload)
    octets = frames.FRAME.encode(frame)
    assert frames.FRAME.decode_exact(octets) == frame
    assert frames.FRAME.decode(b"\xee" + octets, 1) == (frame, len(octets))
    for end in range(len(octets) - len(payload)):
        with pytest.raises(DecodeError) as caught:
            frames.FRAME.decode_exact(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (Header(FrameType.GLOBAL, 256, 0), "command: 256"),
        (Header(FrameType.GLOBAL, 0, -1), "sequence: -1"),
        (Header(FrameType.GLOBAL, 0, 0, manufacturer=0x10000), "manufacturer: 65536"),
        (Header(FrameType.GLOBAL, 0, 0, reserved=8), "reserved: 8"),
    ],
)
def test_a_header_that_does_not_fit_is_not_encoded(header: Header, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        frames.HEADER.encode(header)


@pytest.mark.parametrize(
    ("command", "octets", "value"),
    [  # zigpy: GENERAL_COMMANDS[...].schema
        (Command.READ_ATTRIBUTES, "0000 0003 FDFF", (0, 0x0300, 0xFFFD)),
        (Command.READ_ATTRIBUTES, "", ()),
        (
            Command.READ_ATTRIBUTES_RESPONSE,
            "0000 00 25 40E201000000 0706 86 0703 00 41 024142",
            (
                AttributeRecord(0x0000, 0, 0x25, bytes.fromhex("40E201000000")),
                AttributeRecord(0x0607, 0x86, None, b""),
                AttributeRecord(0x0307, 0, 0x41, b"\x02AB"),
            ),
        ),
        (
            Command.WRITE_ATTRIBUTES,
            "1000 20 09 1100 E2 804A371C",
            (AttributeRecord(0x10, 0, 0x20, b"\x09"), AttributeRecord(0x11, 0, 0xE2, bytes.fromhex("804A371C"))),
        ),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "00", (WriteStatus(0, None),)),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "88 1000 87 1100", (WriteStatus(0x88, 0x10), WriteStatus(0x87, 0x11))),
        (Command.REPORT_ATTRIBUTES, "0004 2A FBFFFF", (AttributeRecord(0x0400, 0, 0x2A, bytes.fromhex("FBFFFF")),)),
        (Command.DEFAULT_RESPONSE, "02 81", frames.DefaultResponse(2, 0x81)),
    ],
)
def test_payloads_of_global_commands(command: Command, octets: str, value: object) -> None:
    codec = frames.GLOBAL_PAYLOADS[command]
    assert codec.decode_exact(bytes.fromhex(octets)) == value
    assert codec.encode(value) == bytes.fromhex(octets)
    assert codec.decode(b"\xee" + bytes.fromhex(octets), 1) == (value, len(bytes.fromhex(octets)))


def test_the_commands_that_write_share_a_payload() -> None:
    payloads = frames.GLOBAL_PAYLOADS
    for command in (Command.WRITE_ATTRIBUTES_UNDIVIDED, Command.WRITE_ATTRIBUTES_NO_RESPONSE):
        assert payloads[command] is payloads[Command.WRITE_ATTRIBUTES]
    assert set(payloads) == set(Command)


@given(st.lists(RECORDS | REFUSED).map(tuple), st.lists(RECORDS).map(tuple), st.lists(FAILED, min_size=1).map(tuple))
def test_records_go_there_and_back(
    responses: tuple[AttributeRecord, ...], reports: tuple[AttributeRecord, ...], failed: tuple[WriteStatus, ...]
) -> None:
    read, report, write = frames.READ_ATTRIBUTES_RESPONSE, frames.REPORT_ATTRIBUTES, frames.WRITE_ATTRIBUTES_RESPONSE
    assert read.decode_exact(read.encode(responses)) == responses
    assert report.decode_exact(report.encode(reports)) == reports
    assert write.decode_exact(write.encode(failed)) == failed


@pytest.mark.parametrize("command", Command)
@given(octets=st.binary(max_size=40))
def test_random_payloads_are_refused_or_read(command: Command, octets: bytes) -> None:
    codec = frames.GLOBAL_PAYLOADS[command]
    with suppress(DecodeError):
        value, consumed = codec.decode(octets)
        assert codec.encode(value) == octets[:consumed]


@pytest.mark.parametrize(
    ("command", "octets", "reason", "at"),
    [
        (Command.READ_ATTRIBUTES, "00 00 01", Reason.TRUNCATED, 3),
        (Command.READ_ATTRIBUTES_RESPONSE, "00", Reason.TRUNCATED, 1),
        (Command.READ_ATTRIBUTES_RESPONSE, "0000", Reason.TRUNCATED, 2),
        (Command.READ_ATTRIBUTES_RESPONSE, "0000 00", Reason.TRUNCATED, 3),
        (Command.READ_ATTRIBUTES_RESPONSE, "0000 00 25 01", Reason.TRUNCATED, 5),
        (Command.READ_ATTRIBUTES_RESPONSE, "0000 00 00", Reason.TAG, 3),
        (Command.READ_ATTRIBUTES_RESPONSE, "0000 00 10 02", Reason.VALUE, 4),
        (Command.REPORT_ATTRIBUTES, "0000", Reason.TRUNCATED, 2),
        (Command.REPORT_ATTRIBUTES, "0000 FF", Reason.TAG, 2),
        (Command.REPORT_ATTRIBUTES, "0000 43 FEFF 00", Reason.TRUNCATED, 6),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "", Reason.TRUNCATED, 0),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "88 10", Reason.TRUNCATED, 2),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "00 1000", Reason.VALUE, 0),
        (Command.WRITE_ATTRIBUTES_RESPONSE, "88 1000 00", Reason.VALUE, 3),
        (Command.DEFAULT_RESPONSE, "02", Reason.TRUNCATED, 1),
    ],
)
def test_hostile_payloads(command: Command, octets: str, reason: Reason, at: int) -> None:
    with pytest.raises(DecodeError) as caught:
        frames.GLOBAL_PAYLOADS[command].decode_exact(bytes.fromhex(octets))
    assert (caught.value.reason, caught.value.offset) == (reason, at)
    with pytest.raises(DecodeError) as caught:  # the same behind other octets: offsets count from the start of all
        frames.GLOBAL_PAYLOADS[command].read(b"\xee\xee" + bytes.fromhex(octets), 2)
    assert (caught.value.reason, caught.value.offset) == (reason, 2 + at)


@pytest.mark.parametrize(
    "record",
    [
        AttributeRecord(0x10000, 0, 0x20, b"\x01"),
        AttributeRecord(1, 0, 0x20, b"\x01\x02"),  # two octets are no uint8
        AttributeRecord(1, 0, 0x00, b""),  # no codec
        AttributeRecord(1, 0, None, b""),
        AttributeRecord(1, 0x86, 0x20, b"\x01"),  # a value in spite of the status
        AttributeRecord(1, 256, None, b""),
    ],
)
def test_a_record_that_is_none_is_not_encoded(record: AttributeRecord) -> None:
    for encode in (encode_read_responses, encode_reports):
        with pytest.raises(ValueError, match=r"attribute|octets follow|no status"):
            encode([record])


def test_a_write_response_is_all_well_or_all_that_failed() -> None:
    for statuses in (
        (),
        (WriteStatus(0, 1),),
        (WriteStatus(0x88, None),),
        (WriteStatus(0, None), WriteStatus(0x88, 1)),
    ):
        with pytest.raises(ValueError, match="one success without id"):
            frames.WRITE_ATTRIBUTES_RESPONSE.encode(statuses)


def test_a_request_and_its_answers() -> None:
    request = frames.global_frame(Command.READ_ATTRIBUTES, frames.READ_ATTRIBUTES.encode((0x0206,)), 7)
    assert frames.FRAME.encode(request) == bytes.fromhex("00 07 00 0602")
    refusal = frames.default_response(request.header, 0xC0)
    assert frames.FRAME.encode(refusal) == bytes.fromhex("08 07 0B 00 C0")
    answer = frames.default_response(Header(FrameType.CLUSTER, 2, 9, to_client=True, manufacturer=0x1234), 0)
    assert frames.FRAME.encode(answer) == bytes.fromhex("04 3412 09 0B 02 00")
    with pytest.raises(ValueError, match="Default Response"):
        frames.default_response(request.header, 256)


def test_a_value_of_a_record_is_decoded_by_its_type() -> None:
    [record] = frames.READ_ATTRIBUTES_RESPONSE.decode_exact(bytes.fromhex("0000 00 25 40E201000000"))
    assert record.type is not None
    assert zcl.CODECS[record.type].decode_exact(record.value) == 123456
