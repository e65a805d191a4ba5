"""Composed DLMS data in Python: structures, arrays, choices, compact arrays, members of unknown order."""

from typing import NamedTuple, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import axdr, cosem
from metermap.codegen.python.runtime.codec import AnyCodec, Codec, DecodeError, Reason
from metermap.codegen.python.runtime.data import DATA, Data
from metermap.codegen.python.runtime.descriptions import TypeDescription
from metermap.codegen.python.runtime.structures import (
    Array,
    Choice,
    CompactArray,
    OrderNotStatedError,
    OrNull,
    Structure,
    describe,
)
from metermap.codegen.python.runtime.unordered import Unordered
from tests.codegen.python_composed import Careful, columns, mutated, outcome, rows


class Reading(NamedTuple):
    seconds: int
    value: int


class Threshold(NamedTuple):
    number: int
    name: bytes
    active: tuple[int, bool]
    text: str


class Everything(NamedTuple):
    numbers: tuple[int, ...]
    choice: int | None
    strings: tuple[tuple[int, bytes], ...]
    missing: int | None
    any_type: Data


READING = Structure(Reading, (axdr.DOUBLE_LONG_UNSIGNED, axdr.LONG_UNSIGNED))
READINGS = Array(READING)
ACTIVE: Structure[tuple[int, bool]] = Structure(tuple, (axdr.LONG_UNSIGNED, axdr.BOOLEAN))
THRESHOLD = Structure(Threshold, (axdr.UNSIGNED, axdr.OctetString(), ACTIVE, axdr.VisibleString()))
# As generated code writes it, one in the other: the type checkers must follow.
EVERYTHING = Structure(
    Everything,
    (
        Array(axdr.UNSIGNED, 1, 4),
        Choice({b"\x00": axdr.NULL_DATA, b"\x06": axdr.DOUBLE_LONG_UNSIGNED}),
        CompactArray(Structure(tuple, (axdr.UNSIGNED, axdr.OctetString()))),
        OrNull(axdr.LONG_UNSIGNED),
        DATA,
    ),
)

# From gurux-dlms (_GXCommon.setData of a GXArray of GXStructure, and of a GXStructure).
TWO_READINGS = bytes.fromhex("01 02 02 02 06 00 00 00 64 12 00 05 02 02 06 00 00 00 C8 12 00 06")
A_THRESHOLD = bytes.fromhex("02 04 11 01 09 02 01 02 02 02 12 00 07 03 01 0A 04 74 65 78 74")
# Read by gurux-dlms (_GXCommon.getData) as [[100, 5], [200, 6]], [[1, aabb], [2, cc]] and [1, 2, 3].
COMPACT_READINGS = bytes.fromhex("13 02 02 06 12 0C 00 00 00 64 00 05 00 00 00 C8 00 06")
COMPACT_STRINGS = bytes.fromhex("13 02 02 11 09 07 01 02 AA BB 02 01 CC")
COMPACT_NUMBERS = bytes.fromhex("13 11 03 01 02 03")


def refusal(codec: Codec[object], octets: str) -> tuple[Reason, int]:
    with pytest.raises(DecodeError) as caught:
        codec.decode_exact(bytes.fromhex(octets))
    return caught.value.reason, caught.value.offset


def composed(value: object) -> Codec[object]:
    return cast("Codec[object]", value)


def test_a_structure_is_an_instance_of_its_class() -> None:
    value = THRESHOLD.decode_exact(A_THRESHOLD)
    assert value == Threshold(1, b"\x01\x02", (7, True), "text")
    assert isinstance(value, Threshold)
    assert THRESHOLD.encode(value) == A_THRESHOLD


def test_composed_codecs_hold_composed_codecs() -> None:
    octets = bytes.fromhex("02 05 01 02 11 01 11 02 00 13 02 02 11 09 03 05 01 CC 00 01 01 16 07")  # by the type table
    value = EVERYTHING.decode_exact(octets)
    assert value == Everything((1, 2), None, ((5, b"\xcc"),), None, Data(1, (Data(22, 7),)))
    assert EVERYTHING.encode(value) == octets
    for end in range(len(octets)):
        assert refusal(composed(EVERYTHING), octets[:end].hex()) == (Reason.TRUNCATED, end)


def test_an_array_is_a_tuple_of_elements() -> None:
    values = READINGS.decode_exact(TWO_READINGS)
    assert values == (Reading(100, 5), Reading(200, 6))
    assert {type(value) for value in values} == {Reading}
    assert READINGS.encode(values) == TWO_READINGS
    assert READINGS.decode_exact(b"\x01\x00") == ()
    assert Array(axdr.UNSIGNED).decode_exact(bytes.fromhex("01 03 11 01 11 02 11 03")) == (1, 2, 3)


def test_a_compact_array_is_a_tuple_of_elements() -> None:
    compact = CompactArray(READING)
    assert compact.decode_exact(COMPACT_READINGS) == (Reading(100, 5), Reading(200, 6))
    assert compact.encode((Reading(100, 5), Reading(200, 6))) == COMPACT_READINGS
    strings: Structure[tuple[int, bytes]] = Structure(tuple, (axdr.UNSIGNED, axdr.OctetString()))
    assert CompactArray(strings).decode_exact(COMPACT_STRINGS) == ((1, b"\xaa\xbb"), (2, b"\xcc"))
    assert CompactArray(strings).encode(((1, b"\xaa\xbb"), (2, b"\xcc"))) == COMPACT_STRINGS
    assert CompactArray(axdr.UNSIGNED).decode_exact(COMPACT_NUMBERS) == (1, 2, 3)
    assert CompactArray(axdr.UNSIGNED).encode((1, 2, 3)) == COMPACT_NUMBERS


def test_a_null_in_the_description_of_a_compact_array_takes_no_octets() -> None:
    # Green Book: contents of null-data are empty.
    row: Structure[tuple[int | None, int]] = Structure(tuple, (OrNull(axdr.UNSIGNED), axdr.UNSIGNED))
    assert CompactArray(row).decode_exact(bytes.fromhex("13 02 02 00 11 02 07 08")) == ((None, 7), (None, 8))


def test_arrays_inside_a_compact_array_have_a_number_and_no_tags() -> None:
    # Green Book, TypeDescription: array is number-of-elements (Unsigned16) and type-description.
    pair = Array(axdr.LONG_UNSIGNED, 2, 2)
    octets = bytes.fromhex("13 01 00 02 12 08 00 01 00 02 00 03 00 04")
    assert CompactArray(pair).decode_exact(octets) == ((1, 2), (3, 4))
    assert CompactArray(pair).encode(((1, 2), (3, 4))) == octets
    assert describe(pair) == TypeDescription(1, (TypeDescription(18),), 2)


@pytest.mark.parametrize(
    ("codec", "octets", "expected"),
    [
        (READING, "01 02 06 00 00 00 64 12 00 05", (Reason.TAG, 0)),
        (READING, "02 03 06 00 00 00 64 12 00 05", (Reason.LENGTH, 1)),
        (READING, "02 01 06 00 00 00 64", (Reason.LENGTH, 1)),
        (READING, "02 02 05 00 00 00 64 12 00 05", (Reason.TAG, 2)),
        (READING, "02 02 06 00 00 00 64 11 00 05", (Reason.TAG, 7)),
        (READING, "02 02 99", (Reason.TRUNCATED, 3)),
        (READING, "02 02 06 00 00 00 64 12 00 05 00", (Reason.TRAILING, 10)),
        (READINGS, "01 03" + TWO_READINGS[2:].hex(), (Reason.TRUNCATED, 22)),
        (READINGS, "01 82 FF FF" + TWO_READINGS[2:].hex(), (Reason.TRUNCATED, 24)),
        (READINGS, "01 85 00 00 00 00 01", (Reason.LENGTH, 1)),
        (Array(READING, 1), "01 00", (Reason.LENGTH, 1)),
        (Array(READING, 0, 1), "01 82 FF FF", (Reason.LENGTH, 1)),
        (Array(READING, 3, 3), TWO_READINGS.hex(), (Reason.LENGTH, 1)),
        (Array(cosem.DATE), "01 02 09 05 07 E8 01 01 FF 09 05 07 E8 0D 01 FF", (Reason.VALUE, 13)),
        (CompactArray(READING), "13 02 02 06 11 05 00 00 00 64 05", (Reason.TAG, 4)),
        (CompactArray(READING), "13 02 02 06 12 07 00 00 00 64 00 05 00", (Reason.TRUNCATED, 13)),
        (CompactArray(READING), "13 02 02 06 12 06 00 00 00 64 00", (Reason.TRUNCATED, 11)),
        (CompactArray(READING), "13 07 00", (Reason.TAG, 1)),
        (CompactArray(READING), "13 13 11 00", (Reason.TAG, 1)),
        (CompactArray(READING), "13 02 82 FF FF 11", (Reason.TRUNCATED, 6)),
        (CompactArray(axdr.NULL_DATA), "13 00 05 00 00 00 00 00", (Reason.VALUE, 1)),
        (CompactArray(READING), "13 02 02 11 01 FF FF 00 02 00 00", (Reason.VALUE, 4)),
        (CompactArray(READING), "13 02 02 11 01 00 00 11 02 00 00", (Reason.VALUE, 4)),
        (CompactArray(READING), "13 02 12 11" + 17 * "00" + "01 05", (Reason.VALUE, 1)),
        (CompactArray(READING), "13 02 02 06 12 07 00 00 00 64 00 05 00 FF FF FF FF FF", (Reason.TRUNCATED, 13)),
        (CompactArray(READING), "13" + 16 * "02 01" + "11 00", (Reason.VALUE, 31)),
        (CompactArray(cosem.DATE), "13 09 06 05 07 E8 0D 01 FF", (Reason.VALUE, 6)),
        (CompactArray(cosem.DATE), "13 09 07 05 07 E8 0D 01 FF", (Reason.TRUNCATED, 9)),
    ],
)
def test_what_is_refused_and_where(codec: Codec[object], octets: str, expected: tuple[Reason, int]) -> None:
    assert refusal(codec, octets) == expected


@pytest.mark.parametrize("octets", [A_THRESHOLD, TWO_READINGS, COMPACT_READINGS, COMPACT_STRINGS], ids=bytes.hex)
def test_every_beginning_is_refused(octets: bytes) -> None:
    strings: Structure[tuple[int, bytes]] = Structure(tuple, (axdr.UNSIGNED, axdr.OctetString()))
    codecs = {A_THRESHOLD: THRESHOLD, TWO_READINGS: READINGS, COMPACT_READINGS: CompactArray(READING)}
    codec = codecs.get(octets, CompactArray(strings))
    for end in range(len(octets)):
        assert refusal(composed(codec), octets[:end].hex()) == (Reason.TRUNCATED, end)


def test_lengths_in_the_long_form_are_read() -> None:
    assert READING.decode_exact(bytes.fromhex("02 81 02 06 00 00 00 64 12 00 05")) == Reading(100, 5)
    assert READINGS.decode_exact(bytes.fromhex("01 81 02") + TWO_READINGS[2:]) == (Reading(100, 5), Reading(200, 6))
    name = Array(axdr.OctetString(2, 2))
    assert name.decode_exact(bytes.fromhex("01 02 09 81 02 AA BB 09 02 CC DD")) == (b"\xaa\xbb", b"\xcc\xdd")


@given(st.data())
def test_the_fast_way_and_the_careful_way_agree(data: st.DataObject) -> None:
    chosen = data.draw(columns())
    codecs = [codec for codec, _ in chosen]
    fast: Structure[tuple[object, ...]] = Structure(tuple, codecs)
    careful: Structure[tuple[object, ...]] = Structure(tuple, [Careful(composed(codec)) for codec in codecs])
    values = tuple(data.draw(rows(chosen)))
    one = Careful(composed(axdr.UNSIGNED))
    fast_outer: Structure[tuple[object, ...]] = Structure(tuple, (fast, axdr.UNSIGNED))
    careful_outer: Structure[tuple[object, ...]] = Structure(tuple, (careful, one))
    pairs: list[tuple[AnyCodec[object], AnyCodec[object]]] = [
        (Array(fast), Array(careful)),
        (Array(fast_outer), Array(careful_outer)),
    ]
    assert Array(fast).encode(values) == Array(careful).encode(values)
    assert Array(fast).decode_exact(Array(fast).encode(values)) == values
    nested = tuple((row, 1) for row in values)
    assert composed(pairs[1][0]).encode(nested) == composed(pairs[1][1]).encode(nested)
    for (quick, slow), octets in zip(
        pairs, (Array(careful).encode(values), composed(pairs[1][1]).encode(nested)), strict=True
    ):
        changed = data.draw(mutated(octets))
        assert outcome(quick, changed) == outcome(slow, changed)


@given(st.data())
def test_a_compact_array_and_an_array_hold_the_same(data: st.DataObject) -> None:
    chosen = [each for each in data.draw(columns()) if not isinstance(each[0], OrNull)] or [(axdr.UNSIGNED, st.just(1))]
    row: Structure[tuple[object, ...]] = Structure(tuple, [codec for codec, _ in chosen])
    hidden: Structure[tuple[object, ...]] = Structure(tuple, [Careful(composed(codec)) for codec, _ in chosen])
    values = tuple(data.draw(rows(chosen)))
    octets = CompactArray(row).encode(values)
    assert CompactArray(row).decode_exact(octets) == values
    assert CompactArray(hidden, describe(row)).encode(values) == octets
    changed = data.draw(mutated(octets))
    assert outcome(CompactArray(row), changed) == outcome(CompactArray(hidden, describe(row)), changed)


@given(st.binary(max_size=40))
def test_random_octets_raise_nothing_else(octets: bytes) -> None:
    for codec in (THRESHOLD, READINGS, CompactArray(READING), CompactArray(THRESHOLD)):
        outcome(codec, octets)
        outcome(codec, bytes((codec.tag,)) + octets)


def test_what_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="Reading has 2 members, not 3"):
        READING.encode(cast("Reading", (1, 2, 3)))
    with pytest.raises(ValueError, match="Reading has 2 members, not 3"):
        READINGS.encode(cast("tuple[Reading, ...]", ((1, 2, 3), (4,))))
    with pytest.raises(ValueError, match="65536 does not fit long-unsigned"):
        READINGS.encode((Reading(1, 2), Reading(1, 65536)))
    with pytest.raises(ValueError, match="of 1 elements, not 2 to 3"):
        Array(READING, 2, 3).encode((Reading(1, 2),))
    with pytest.raises(ValueError, match="no value of octet-string"):
        Structure(tuple, (axdr.OctetString(),)).encode((None,))
    with pytest.raises(ValueError, match="no one type description"):
        CompactArray(Array(axdr.UNSIGNED)).encode(((1,),))
    with pytest.raises(ValueError, match="take no octets"):
        CompactArray(axdr.NULL_DATA).encode((None,))
    with pytest.raises(ValueError, match="Reading has the fields seconds, value, not 1"):
        Structure(Reading, (axdr.UNSIGNED,))


def test_a_null_that_is_nested_in_a_structure_of_fixed_size_is_written_short() -> None:
    inner: Structure[tuple[int | None, int]] = Structure(tuple, (OrNull(axdr.UNSIGNED), axdr.UNSIGNED))
    outer: Structure[tuple[tuple[int | None, int], int]] = Structure(tuple, (inner, axdr.UNSIGNED))
    assert outer.encode(((None, 1), 2)) == bytes.fromhex("02 02 02 02 00 11 01 11 02")
    assert outer.decode_exact(bytes.fromhex("02 02 02 02 00 11 01 11 02")) == ((None, 1), 2)


def test_only_a_type_with_a_tag_of_its_own_may_be_null() -> None:
    choice: Choice[int] = Choice({b"\x06": axdr.DOUBLE_LONG_UNSIGNED})
    with pytest.raises(ValueError, match="has no tag of its own"):
        OrNull(choice)


def test_a_choice_goes_by_the_tag() -> None:
    choice: Choice[int | bytes | None] = Choice(
        {b"\x00": axdr.NULL_DATA, b"\x09": axdr.OctetString(), b"\x11": axdr.UNSIGNED, b"\x12": axdr.LONG_UNSIGNED}
    )
    for octets, value in (("00", None), ("09 01 AA", b"\xaa"), ("11 05", 5)):
        assert choice.decode_exact(bytes.fromhex(octets)) == value
        assert choice.encode(value) == bytes.fromhex(octets)
    assert choice.encode(256) == bytes.fromhex("12 01 00")
    assert choice.encode_as(b"\x12", 5) == bytes.fromhex("12 00 05")
    assert refusal(composed(choice), "16 05") == (Reason.TAG, 0)
    assert refusal(composed(choice), "") == (Reason.TRUNCATED, 0)
    with pytest.raises(ValueError, match="fits no alternative"):
        choice.encode(65536)
    with pytest.raises(ValueError, match=r"no alternative begins with 06; there are 00 \(null-data\), 09"):
        choice.encode_as(b"\x06", 5)


def test_structures_in_a_choice_are_told_apart_by_their_first_member() -> None:
    dates: Structure[tuple[bytes, int]] = Structure(tuple, (axdr.OctetString(), axdr.UNSIGNED))
    entries: Structure[tuple[int, int]] = Structure(tuple, (axdr.LONG_UNSIGNED, axdr.UNSIGNED))
    choice: Choice[tuple[object, ...]] = Choice({b"\x02\x02\x09": dates, b"\x02\x02\x12": entries})
    assert choice.decode_exact(bytes.fromhex("02 02 12 00 05 11 01")) == (5, 1)
    assert choice.decode_exact(bytes.fromhex("02 02 09 01 AA 11 01")) == (b"\xaa", 1)
    assert refusal(composed(choice), "02 02") == (Reason.TRUNCATED, 2)
    assert refusal(composed(choice), "02 03 12") == (Reason.TAG, 1)
    assert refusal(composed(choice), "02 02 06") == (Reason.TAG, 2)


def test_members_of_unknown_order_are_refused_until_the_order_is_given() -> None:
    members = Unordered("reading", {"value": axdr.LONG_UNSIGNED, "seconds": axdr.DOUBLE_LONG_UNSIGNED})
    octets = bytes.fromhex("02 02 06 00 00 00 64 12 00 05")
    with pytest.raises(OrderNotStatedError, match="value, seconds travel is not recorded"):
        members.decode(octets)
    with pytest.raises(OrderNotStatedError):
        members.encode({"value": 5, "seconds": 100})
    ordered = members.in_order(["seconds", "value"])
    assert ordered.decode_exact(octets) == {"seconds": 100, "value": 5}
    assert ordered.encode({"value": 5, "seconds": 100}) == octets
    with pytest.raises(ValueError, match="missing: value; there are seconds, value"):
        ordered.encode({"seconds": 100})
    for names, fault in (
        (["seconds"], "missing: value"),
        (["seconds", "value", "x"], "unknown: x"),
        (["value", "seconds", "value"], "doubled: value"),
    ):
        with pytest.raises(ValueError, match=f"{fault}; there are value, seconds"):
            members.in_order(names)


def test_members_that_some_devices_lack_may_be_left_out() -> None:
    members = Unordered("reading", {"value": axdr.UNSIGNED, "second": axdr.UNSIGNED}, optional=("second",))
    assert members.in_order(["value"]).decode_exact(bytes.fromhex("02 01 11 05")) == {"value": 5}
    both = members.in_order(["second", "value"])
    assert both.decode_exact(bytes.fromhex("02 02 11 05 11 06")) == {"second": 5, "value": 6}
    with pytest.raises(ValueError, match="missing: value"):
        members.in_order(["second"])


def test_the_order_inside_a_member_is_given_by_its_name() -> None:
    keys = Unordered("keys", {"key": axdr.UNSIGNED, "address": axdr.LONG_UNSIGNED})
    scale = Unordered("scale", {"scaler": axdr.INTEGER, "keys": Array(keys)})
    whole = Unordered("whole", {"scale": scale, "value": axdr.UNSIGNED})
    codec = whole.in_order(["value", "scale"], {"scale": ("keys", "scaler"), "scale.keys": ("address", "key")})
    octets = bytes.fromhex("02 02 11 07 02 02 01 01 02 02 12 00 09 11 08 0F FF")
    value = {"value": 7, "scale": {"keys": ({"address": 9, "key": 8},), "scaler": -1}}
    assert codec.decode_exact(octets) == value
    assert codec.encode(value) == octets
    with pytest.raises(OrderNotStatedError):
        whole.in_order(["value", "scale"]).decode_exact(octets)
    with pytest.raises(ValueError, match="the order of value is known"):
        whole.in_order(["value", "scale"], {"value": ("x",)})
    with pytest.raises(ValueError, match="unknown: colour"):
        whole.in_order(["value", "scale"], {"colour": ("x",)})
