"""Payloads of commands: presence, counts, variants; every command of the dictionary goes there and back."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.codegen.python.runtime import zcl
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.payloads import (
    ABSENT,
    IN_PAYLOAD,
    OCTETS_REMAIN,
    REST,
    Absent,
    Count,
    Field,
    Payload,
    Term,
    Typed,
    Variant,
    Variants,
    When,
)
from metermap.protocols import SepCommand
from tests.codegen.sep_payloads import AnyPayload, command_payload, commands, payload_values

COMMANDS = list(commands())
NAMES = [f"{'global' if cluster is None else f'0x{cluster:04X}'} {command.name}" for cluster, command in COMMANDS]
OK, LATER = When(((Term("status", "==", 0),),)), When(((Term("status", "==", 0x97),),))
MORE = When(((OCTETS_REMAIN,),))


class ImageBlock(NamedTuple):
    status: int | None
    offset: int | Absent | None
    size: int | Absent | None
    data: tuple[int | None, ...] | Absent
    wait: int | Absent | None


IMAGE_BLOCK = Payload(
    ImageBlock,
    (
        Field("status", zcl.ENUM8),
        Field("offset", zcl.UINT32, OK),
        Field("size", zcl.UINT8, OK),
        Field("data", zcl.UINT8, OK, Count("size")),
        Field("wait", zcl.UINT16, LATER),
    ),
)


class Label(NamedTuple):
    tier: int | None
    label: bytes | None


class Labels(NamedTuple):
    control: int
    labels: tuple[Label, ...]
    note: int | Absent | None
    last: int | Absent | None


LABELS = Payload(
    Labels,
    (
        Field("control", zcl.MAP8),
        Field(
            "labels",
            Payload(Label, (Field("tier", zcl.UINT8), Field("label", zcl.OCTSTR))),
            count=Count("control", shift=4),
        ),
        Field("note", zcl.UINT8, MORE),
        Field("last", zcl.UINT8, MORE),
    ),
)


class Samples(NamedTuple):
    type: int | None
    samples: object


SAMPLES = Payload(
    Samples,
    (
        Field("type", zcl.UINT8),
        Field(
            "samples",
            Variants(
                (
                    Variant(
                        When(((Term("type", "==", 4),), (Term("type", ">=", 0x80), Term("type", "<", 0xFF)))),
                        zcl.INT24,
                        Count(),
                    ),
                    Variant(When(((Term("type", "==", 5),),)), zcl.UTC),
                )
            ),
        ),
    ),
)


# The dictionary


@pytest.mark.parametrize(("cluster", "command"), COMMANDS, ids=NAMES)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_each_command_goes_there_and_back(cluster: int | None, command: SepCommand, data: st.DataObject) -> None:
    payload = command_payload(cluster, command)
    value = data.draw(payload_values(payload))
    octets = payload.encode(value)
    assert payload.decode_exact(octets) == value
    assert payload.decode(b"\xee" + octets, 1) == (value, len(octets))
    _cut_short(payload, octets)


def _cut_short(payload: AnyPayload, octets: bytes) -> None:
    """A payload that is cut is refused, or is the beginning of the same where fields go by its end."""
    for end in range(len(octets)):
        refusal = _refusal(payload, octets[:end])
        if refusal is None:
            assert payload.goes_by_the_end
            assert payload.encode(payload.decode_exact(octets[:end])) == octets[:end]
        else:
            assert (refusal.reason, refusal.offset) == (Reason.TRUNCATED, end)


def _refusal(payload: AnyPayload, octets: bytes) -> DecodeError | None:
    try:
        payload.decode_exact(octets)
    except DecodeError as error:
        return error
    return None


@pytest.mark.parametrize(("cluster", "command"), COMMANDS, ids=NAMES)
@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=60))
def test_random_octets_are_refused_or_read(cluster: int | None, command: SepCommand, octets: bytes) -> None:
    payload = command_payload(cluster, command)
    with suppress(DecodeError):
        value, consumed = payload.decode(octets)
        assert consumed <= len(octets)
        assert payload.decode_exact(payload.encode(value)) == value


# Presence and counts


@pytest.mark.parametrize(
    ("octets", "value"),
    [  # zigpy 2.4.0, Ota image_block_response, less the fields that ImageBlock leaves out
        ("00 40000000 02 AABB", ImageBlock(0, 64, 2, (0xAA, 0xBB), ABSENT)),
        ("97 0300", ImageBlock(0x97, ABSENT, ABSENT, ABSENT, 3)),
        ("01", ImageBlock(1, ABSENT, ABSENT, ABSENT, ABSENT)),
        ("00 FFFFFFFF 00", ImageBlock(0, None, 0, (), ABSENT)),
    ],
)
def test_a_field_is_there_as_its_condition_says(octets: str, value: ImageBlock) -> None:
    assert IMAGE_BLOCK.decode_exact(bytes.fromhex(octets)) == value
    assert IMAGE_BLOCK.encode(value) == bytes.fromhex(octets)


def test_absent_is_not_the_non_value() -> None:
    assert repr(IMAGE_BLOCK.decode_exact(b"\x01").wait) == "ABSENT"
    assert IMAGE_BLOCK.decode_exact(bytes.fromhex("97 FFFF")).wait is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (ImageBlock(1, ABSENT, ABSENT, ABSENT, 3), "wait is there though its condition does not hold"),
        (ImageBlock(0x97, ABSENT, ABSENT, ABSENT, ABSENT), "wait is ABSENT though its condition holds"),
        (ImageBlock(0, 64, 3, (1, 2), ABSENT), "data: 2 elements, where size counts 3"),
        (ImageBlock(0, 64, 1, (256,), ABSENT), "data: 256 does not fit uint8"),
        (ImageBlock(0, 2**32, 0, (), ABSENT), "offset: 4294967296 does not fit uint32"),
    ],
)
def test_a_value_that_contradicts_itself_is_not_encoded(value: ImageBlock, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        IMAGE_BLOCK.encode(value)


class Chain(NamedTuple):
    status: int | None
    first: int | Absent | None
    second: int | Absent | None
    list: tuple[int | None, ...]


def test_a_condition_on_an_absent_field_does_not_hold_and_its_count_is_none() -> None:
    not_seven = When(((Term("first", "!=", 7),),))
    payload = Payload(
        Chain,
        (
            Field("status", zcl.UINT8),
            Field("first", zcl.UINT8, OK),
            Field("second", zcl.UINT8, not_seven),
            Field("list", zcl.UINT8, count=Count("first")),
        ),
    )
    for octets, value in (("01", Chain(1, ABSENT, ABSENT, ())), ("00 01 02 03", Chain(0, 1, 2, (3,)))):
        assert payload.decode_exact(bytes.fromhex(octets)) == value
        assert payload.encode(value) == bytes.fromhex(octets)
    with pytest.raises(ValueError, match="second is there though its condition does not hold"):
        payload.encode(Chain(1, ABSENT, 2, ()))


def test_a_count_beyond_the_octets_left_is_refused_before_any_element() -> None:
    with pytest.raises(DecodeError, match="255 elements of data do not fit") as caught:
        IMAGE_BLOCK.decode_exact(bytes.fromhex("00 40000000 FF AABB"))
    assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, 8)


def test_a_part_of_a_field_counts_structures() -> None:
    octets = bytes.fromhex("2F 01 02 4142 02 00 07")
    value = Labels(0x2F, (Label(1, b"AB"), Label(2, b"")), 7, ABSENT)
    assert LABELS.decode_exact(octets) == value
    assert LABELS.encode(value) == octets
    with pytest.raises(ValueError, match="labels: 1 elements, where control counts 2"):
        LABELS.encode(value._replace(labels=(Label(1, b""),)))


def test_fields_end_with_the_payload() -> None:
    assert LABELS.decode_exact(b"\x00") == Labels(0, (), ABSENT, ABSENT)
    assert LABELS.decode_exact(b"\x00\x01\x02") == Labels(0, (), 1, 2)
    with pytest.raises(ValueError, match="last is there though the payload ends before note"):
        LABELS.encode(Labels(0, (), ABSENT, 2))


class Rest(NamedTuple):
    rest: tuple[int | None, ...] | Absent


def test_an_empty_field_that_ends_with_the_payload_is_absent() -> None:
    payload = Payload(Rest, (Field("rest", zcl.UINT8, MORE, Count()),))
    assert payload.decode_exact(b"") == Rest(ABSENT)
    assert payload.decode_exact(b"\x01\xff") == Rest((1, None))
    with pytest.raises(ValueError, match="an empty one is ABSENT"):
        payload.encode(Rest(()))


@pytest.mark.parametrize(
    ("octets", "value"),
    [
        ("04 FFFFFF 000080", Samples(4, (-1, None))),
        ("80 010000", Samples(0x80, (1,))),
        ("05 804A371C", Samples(5, datetime(2015, 1, 1, tzinfo=UTC))),
    ],
)
def test_an_earlier_field_says_what_a_field_is(octets: str, value: Samples) -> None:
    assert SAMPLES.decode_exact(bytes.fromhex(octets)) == value
    assert SAMPLES.encode(value) == bytes.fromhex(octets)


def test_what_nothing_explains_is_refused() -> None:
    for octets in ("06 01", "FF 010000"):  # the non-value counts as its code
        with pytest.raises(DecodeError, match="nothing says what samples is here") as caught:
            SAMPLES.decode_exact(bytes.fromhex(octets))
        assert caught.value.reason is Reason.VALUE
    with pytest.raises(ValueError, match="nothing says what samples is here"):
        SAMPLES.encode(Samples(6, ()))


class Value(NamedTuple):
    type: int | None
    value: object


def test_a_field_holds_the_type_of_another() -> None:
    payload = Payload(Value, (Field("type", zcl.UINT8), Field("value", Typed("type"))))
    assert payload.decode_exact(bytes.fromhex("42 02 6162")) == Value(0x42, "ab")
    assert payload.encode(Value(0x2A, -2)) == bytes.fromhex("2A FEFFFF")
    with pytest.raises(DecodeError, match="nothing says what value is here"):
        payload.decode_exact(b"\x00")


# What a payload cannot be made of


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((Field("rest", zcl.UINT8, OK),), "rest goes by status, which does not stand before it"),
        ((Field("rest", zcl.UINT8, count=Count("rest")),), "rest goes by rest"),
        ((Field("rest", zcl.UINT8, count=Count()), Field("more", zcl.UINT8)), "more stands behind rest"),
        ((Field("rest", LABELS), Field("more", zcl.UINT8, MORE)), "more stands behind rest, which takes the octets"),
        ((Field("rest", LABELS, count=Count()),), "Labels goes by the end of the payload and cannot be repeated"),
    ],
)
def test_fields_that_cannot_be_told_apart_are_no_payload(fields: tuple[Field, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Payload(Rest, fields)


# Octets to the end, and what only a payload can read


class Blob(NamedTuple):
    kind: int | None
    rest: bytes


BLOB: Payload[Blob] = Payload(Blob, (Field("kind", zcl.UINT8), Field("rest", REST)))


@pytest.mark.parametrize("octets", ["01", "01 AA", "01 00 FF"])
def test_the_rest_are_the_octets_as_they_are(octets: str) -> None:
    data = bytes.fromhex(octets)
    assert BLOB.decode_exact(data) == Blob(1, data[1:])
    assert BLOB.encode(Blob(1, data[1:])) == data


def test_nothing_may_stand_behind_the_rest() -> None:
    with pytest.raises(ValueError, match="kind stands behind rest, which takes the octets left"):
        Payload(Blob, (Field("rest", REST), Field("kind", zcl.UINT8)))


def test_what_earlier_fields_decide_has_no_codec_of_its_own() -> None:
    with pytest.raises(ValueError, match="read and write the payload"):
        IN_PAYLOAD.decode(b"")
    with pytest.raises(ValueError, match="read and write the payload"):
        IN_PAYLOAD.encode(())
