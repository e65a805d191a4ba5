"""ZCL values: collections, fixed octets, what every codec promises."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import zcl
from metermap.codegen.python.runtime.codec import Codec, DecodeError, Reason
from metermap.codegen.python.runtime.zcl import Array, TypedValue, ZclValue
from metermap.codegen.python.runtime.zcl_collections import MOST_DEEP
from metermap.protocols import parse_zcl_type, zcl_type_names

COLLECTIONS = {0x48: zcl.ARRAY, 0x50: zcl.SET, 0x51: zcl.BAG}
SIMPLE: Mapping[int, st.SearchStrategy[ZclValue]] = {
    0x10: st.none() | st.booleans(),
    0x19: st.integers(0, 0xFFFF),
    0x22: st.none() | st.integers(0, 0xFFFFFE),
    0x2C: st.none() | st.integers(1 - 2**39, 2**39 - 1),
    0x3A: st.none() | st.floats(allow_nan=False),
    0x41: st.none() | st.binary(max_size=10),
    0x44: st.none() | st.text(max_size=10),
    0xE2: st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC)),
    0xE1: st.none() | st.just(zcl.Date(2024, 12, 31, 2)),
}


def arrays(elements: st.SearchStrategy[tuple[int, ZclValue]]) -> st.SearchStrategy[tuple[int, ZclValue]]:
    """Arrays whose elements are all the one drawn, of its type; now and then the non-value."""
    one = st.builds(lambda drawn, count: Array(drawn[0], (drawn[1],) * count), elements, st.integers(0, 3))
    nothing = elements.map(lambda drawn: Array(drawn[0], None))
    return st.tuples(st.sampled_from(sorted(COLLECTIONS)), one | nothing)


def structures(elements: st.SearchStrategy[tuple[int, ZclValue]]) -> st.SearchStrategy[tuple[int, ZclValue]]:
    members = st.lists(elements.map(lambda drawn: TypedValue(*drawn)), max_size=4).map(tuple)
    return st.tuples(st.just(0x4C), st.none() | members)


LEAVES: st.SearchStrategy[tuple[int, ZclValue]] = st.one_of(
    [st.tuples(st.just(type_id), values) for type_id, values in SIMPLE.items()]
)
VALUES = st.recursive(LEAVES, lambda inner: arrays(inner) | structures(inner), max_leaves=8)


def codec_of(type_id: int) -> Codec[Any]:
    return zcl.CODECS[type_id]


@pytest.mark.parametrize(
    ("codec", "octets", "value"),
    [  # zigpy 2.4.0: Array and ZCLStructure
        (zcl.ARRAY, "21 0300 0100 0302 FEFF", Array(0x21, (1, 0x203, 65534))),
        (
            zcl.STRUCT,
            "0300 20 07 42 02 6162 2A FEFFFF",
            (TypedValue(0x20, 7), TypedValue(0x42, "ab"), TypedValue(0x2A, -2)),
        ),
        (
            zcl.STRUCT,
            "0200 48 20 0200 01 02 4C 0100 10 01",
            (TypedValue(0x48, Array(0x20, (1, 2))), TypedValue(0x4C, (TypedValue(0x10, value=True),))),
        ),
        # the non-values: ZigBee Cluster Library, "Data types"
        (zcl.SET, "20 FFFF", Array(0x20, None)),
        (zcl.STRUCT, "FFFF", None),
        (zcl.BAG, "20 0000", Array(0x20, ())),
        (zcl.STRUCT, "0000", ()),
        (zcl.SET, "20 0200 07 07", Array(0x20, (7, 7))),  # equal elements are kept
    ],
)
def test_collections(codec: Codec[Any], octets: str, value: object) -> None:
    assert codec.decode_exact(bytes.fromhex(octets)) == value
    assert codec.encode(value) == bytes.fromhex(octets)


@given(VALUES)
def test_any_value_goes_there_and_back(drawn: tuple[int, ZclValue]) -> None:
    type_id, value = drawn
    codec = codec_of(type_id)
    octets = codec.encode(value)
    assert codec.decode_exact(octets) == value
    assert codec.read(b"\xee" + octets + b"\xee", 1) == (value, 1 + len(octets))
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            codec.decode_exact(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


@given(st.sampled_from(sorted(zcl.CODECS)), st.binary(max_size=30))
def test_random_octets_are_refused_or_read(type_id: int, octets: bytes) -> None:
    codec = codec_of(type_id)
    with suppress(DecodeError):
        value, consumed = codec.decode(octets)
        assert codec.decode_exact(octets[:consumed]) == value
        assert codec.decode_exact(codec.encode(value)) == value


@pytest.mark.parametrize(
    ("codec", "octets", "reason", "at"),
    [
        (zcl.ARRAY, "", Reason.TRUNCATED, 0),
        (zcl.ARRAY, "20 01", Reason.TRUNCATED, 2),
        (zcl.ARRAY, "20 FEFF 01", Reason.TRUNCATED, 4),  # 65,534 elements in one octet
        (zcl.ARRAY, "10 0200 07", Reason.TRUNCATED, 4),  # the count comes before what its elements say
        (zcl.ARRAY, "10 0200 07 01", Reason.VALUE, 3),
        (zcl.ARRAY, "00 0000", Reason.TAG, 0),
        (zcl.ARRAY, "FF FFFF", Reason.TAG, 0),
        (zcl.ARRAY, "20 0100 07 00", Reason.TRAILING, 4),
        (zcl.STRUCT, "FEFF", Reason.TRUNCATED, 2),
        (zcl.STRUCT, "0100 FF", Reason.TAG, 2),
        (zcl.STRUCT, "0100 48", Reason.TRUNCATED, 3),
        (zcl.STRUCT, "0200 20 01", Reason.TRUNCATED, 4),
    ],
)
def test_hostile_collections(codec: Codec[Any], octets: str, reason: Reason, at: int) -> None:
    with pytest.raises(DecodeError) as caught:
        codec.decode_exact(bytes.fromhex(octets))
    assert (caught.value.reason, caught.value.offset) == (reason, at)


def test_collections_stand_sixteen_deep_and_no_deeper() -> None:
    innermost = Array(0x20, (5,))
    deepest: Array = innermost
    for _ in range(MOST_DEEP - 1):
        deepest = Array(0x48, (deepest,))
    octets = zcl.ARRAY.encode(deepest)
    assert zcl.ARRAY.decode_exact(octets) == deepest
    for deeper in (Array(0x48, (deepest,)), Array(0x51, (deepest,))):
        with pytest.raises(ValueError, match="nesting"):
            zcl.ARRAY.encode(deeper)
        with pytest.raises(DecodeError, match="nesting") as caught:
            zcl.ARRAY.decode_exact(bytes((deeper.type, 1, 0)) + octets)
        assert (caught.value.reason, caught.value.offset) == (Reason.VALUE, 3 * MOST_DEEP)
    with pytest.raises(DecodeError, match="nesting"):  # a bomb costs no stack
        zcl.STRUCT.decode_exact(b"\x01\x00\x4c" * 100_000)


@pytest.mark.parametrize(
    ("codec", "value", "message"),
    [
        (zcl.ARRAY, Array(0x20, (256,)), "256 does not fit uint8"),
        (zcl.ARRAY, Array(0x00, ()), "no codec for the ZCL type 0x00"),
        (zcl.ARRAY, Array(0x20, (1,) * 0xFFFF), "65535 elements do not fit array"),
        (zcl.STRUCT, (TypedValue(0x1FF, 1),), "no codec for the ZCL type 0x1FF"),
        (zcl.FixedOctets("octets[3]", 3), b"ab", r"octets\[3\] takes 3 octets, not 2"),
    ],
)
def test_what_does_not_fit_is_not_encoded(codec: Codec[Any], value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        codec.encode(value)


def test_every_type_of_the_dictionary_has_a_codec() -> None:
    types = [parse_zcl_type(name) for name in zcl_type_names()]  # the unknown type is none to parse
    assert [type_.name for type_ in types if type_ is not None and type_.tag not in zcl.CODECS] == ["nodata"]


def test_sizes_to_cut_by_are_those_of_the_codecs() -> None:
    for type_id, size in zcl.PLAIN_SIZES.items():
        for octets in (bytes(size), b"\xff" * size, b"\x80" * size):
            assert codec_of(type_id).read(octets, 0)[1] == size
    assert {0x10, 0x41, 0x48, 0xE0, 0xE1}.isdisjoint(zcl.PLAIN_SIZES)  # some octets of these are refused


@pytest.mark.parametrize("type_id", sorted(zcl.PLAIN_SIZES))
def test_any_buffer_will_do(type_id: int) -> None:
    octets = bytes(range(zcl.PLAIN_SIZES[type_id]))
    codec = codec_of(type_id)
    expected = codec.decode_exact(octets)
    for buffer in (bytearray(octets), memoryview(octets)):
        assert codec.decode_exact(buffer) == codec.read(buffer, 0)[0] == expected
    for wrong, reason in ((octets[:-1], Reason.TRUNCATED), (octets + b"\x00", Reason.TRAILING)):
        with pytest.raises(DecodeError) as caught:
            codec.decode_exact(wrong)
        assert caught.value.reason is reason
