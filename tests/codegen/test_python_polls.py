"""Polls: the fast way through a response and the careful one give the same."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import zcl
from metermap.codegen.python.runtime.codec import AnyCodec, DecodeError, Octets, Reason
from metermap.codegen.python.runtime.polls import Failed, Poll


@dataclass(frozen=True)
class Asked:
    name: str
    number: int
    type_id: int

    @property
    def codec(self) -> AnyCodec[object]:
        return zcl.CODECS[self.type_id]

    def decode_exact(self, data: Octets) -> object:
        return zcl.CODECS[self.type_id].decode_exact(data)


SUMMATION = Asked("summation", 0x0000, 0x25)
STATUS = Asked("status", 0x0200, 0x18)
SERIAL = Asked("serial", 0x0100, 0x41)
FIXED = Poll((SUMMATION, STATUS))
MIXED = Poll((SUMMATION, SERIAL))

# By the layout of the ZigBee Cluster Library, "Read attributes response": id, status, type, value.
BOTH = bytes.fromhex("0000 00 25 010203040506  0002 00 18 AA")


def careful(poll: Poll, data: bytes) -> object:
    return poll._decode_carefully(data)


def outcome(ask: object, *arguments: object) -> object:
    try:
        return ask(*arguments)  # type: ignore[operator]  # a function, whichever
    except DecodeError as error:
        return error.reason, error.offset


def test_the_request_names_the_attributes_in_order() -> None:
    assert FIXED.payload == bytes.fromhex("0000 0002")


def test_a_response_in_order_gives_the_values() -> None:
    assert FIXED.decode(BOTH) == (0x060504030201, 0xAA)


def test_another_order_gives_the_same_values() -> None:
    assert FIXED.decode(BOTH[10:] + BOTH[:10]) == (0x060504030201, 0xAA)


def test_a_value_of_any_length_is_read_too() -> None:
    assert MIXED.decode(bytes.fromhex("0000 00 25 010203040506  0001 00 41 02 4142")) == (0x060504030201, b"AB")


def test_an_attribute_that_cannot_be_read_says_its_status() -> None:
    assert FIXED.decode(bytes.fromhex("0000 86  0002 00 18 AA")) == (Failed(0x86), 0xAA)


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        ("0000 00 25 010203040506", Reason.TRUNCATED),
        ("0000 00 25 010203040506  0002 00 20 AA", Reason.TAG),
        ("0000 00 25 010203040506  0002 00 18 AA  0300 00 18 AA", Reason.VALUE),
        ("0000 00 25 010203040506  0000 00 25 010203040506", Reason.VALUE),
        ("0000 00 25 0102030405", Reason.TRUNCATED),
    ],
)
def test_a_response_that_is_not_the_answer_is_refused(octets: str, reason: Reason) -> None:
    with pytest.raises(DecodeError) as refused:
        FIXED.decode(bytes.fromhex(octets))
    assert refused.value.reason is reason


def test_an_attribute_is_asked_for_once() -> None:
    with pytest.raises(ValueError, match="each attribute once"):
        Poll((SUMMATION, SUMMATION))


@given(st.lists(st.tuples(st.integers(0, len(BOTH) - 1), st.integers(0, 255)), max_size=3))
def test_both_ways_through_a_response_agree(changes: list[tuple[int, int]]) -> None:
    data = bytearray(BOTH)
    for place, octet in changes:
        data[place] = octet
    assert outcome(FIXED.decode, bytes(data)) == outcome(careful, FIXED, bytes(data))
