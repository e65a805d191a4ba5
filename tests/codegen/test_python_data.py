"""Self-describing DLMS data in Python: every type keeps its tag; nesting and counts are bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.bindings.codecs import AXDR_NAMES
from metermap.codegen.python.runtime import cosem
from metermap.codegen.python.runtime.axdr import Bits
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.data import DATA, Data
from metermap.codegen.python.runtime.descriptions import MOST_NESTING, TypeDescription
from tests.codegen.python_composed import outcome

# Octets by the type table of the Green Book: tag, then content.
LEAVES = [
    ("00", Data(0, None)),
    ("03 01", Data(3, True)),  # noqa: FBT003
    ("04 09 A5 80", Data(4, Bits.parse("101001011"))),
    ("05 FF FF FF FE", Data(5, -2)),
    ("06 00 01 E2 40", Data(6, 123456)),
    ("09 02 AA BB", Data(9, b"\xaa\xbb")),
    ("0A 02 61 62", Data(10, "ab")),
    ("0C 02 C3 A9", Data(12, "é")),
    ("0D 85", Data(13, -123)),
    ("0F FF", Data(15, -1)),
    ("10 80 00", Data(16, -32768)),
    ("11 FF", Data(17, 255)),
    ("12 FF FF", Data(18, 65535)),
    ("14 FF FF FF FF FF FF FF FF", Data(20, -1)),
    ("15 FF FF FF FF FF FF FF FF", Data(21, 2**64 - 1)),
    ("16 1E", Data(22, 30)),
    ("17 3F 80 00 00", Data(23, 1.0)),
    ("18 C0 00 00 00 00 00 00 00", Data(24, -2.0)),
    (
        "19 07 E8 0C 1F FF 17 1E 00 00 FF C4 00",
        Data(25, cosem.DateTime(cosem.Date(2024, 12, 31), cosem.Time(23, 30, 0, 0), -60, 0)),
    ),
    ("1A 07 E8 0C FE 01", Data(26, cosem.Date(2024, 12, cosem.DAY_LAST, 1))),
    ("1B 17 FF FF FF", Data(27, cosem.Time(23))),
    ("1C FF", Data(28, -1)),
    ("1D FF FE", Data(29, -2)),
    ("1E FF FF FF FD", Data(30, -3)),
    ("1F FF", Data(31, 255)),
    ("20 FF FE", Data(32, 65534)),
    ("21 FF FF FF FD", Data(33, 2**32 - 3)),
    ("FF", Data(255, None)),
]
_SIMPLE = st.sampled_from([value for _, value in LEAVES])


def _composed(inside: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    return st.builds(Data, st.sampled_from([1, 2]), st.lists(inside, max_size=3).map(tuple))


TREES = st.recursive(_SIMPLE, _composed, max_leaves=12)


def refusal(octets: str) -> tuple[Reason, int]:
    with pytest.raises(DecodeError) as caught:
        DATA.decode_exact(bytes.fromhex(octets))
    return caught.value.reason, caught.value.offset


@pytest.mark.parametrize(("octets", "value"), LEAVES, ids=[octets for octets, _ in LEAVES])
def test_every_simple_type_keeps_its_tag(octets: str, value: Data) -> None:
    assert DATA.decode_exact(bytes.fromhex(octets)) == value
    assert DATA.encode(value) == bytes.fromhex(octets)
    assert value.plain() == value.value


def test_every_type_that_bindings_name_is_there() -> None:
    assert {value.tag for _, value in LEAVES} >= set(AXDR_NAMES)


def test_composed_data_is_nested() -> None:
    # From gurux-dlms (_GXCommon.setData of a GXStructure).
    octets = bytes.fromhex("02 04 11 01 09 02 01 02 02 02 12 00 07 03 01 0A 04 74 65 78 74")
    value = DATA.decode_exact(octets)
    assert value.plain() == (1, b"\x01\x02", (7, True), "text")
    assert DATA.encode(value) == octets
    assert DATA.decode_exact(bytes.fromhex("01 02 11 01 12 00 02")).plain() == [1, 2]


def test_a_compact_array_keeps_its_description() -> None:
    octets = bytes.fromhex("13 02 02 11 09 07 01 02 AA BB 02 01 CC")  # read by gurux-dlms as [[1, aabb], [2, cc]]
    value = DATA.decode_exact(octets)
    assert value.description == TypeDescription(2, (TypeDescription(17), TypeDescription(9)))
    assert value.plain() == [(1, b"\xaa\xbb"), (2, b"\xcc")]
    assert DATA.encode(value) == octets


def test_octets_that_are_not_canonical_become_so() -> None:
    for octets, canonical in (("03 FF", "03 01"), ("09 81 01 AA", "09 01 AA"), ("01 82 00 01 11 05", "01 01 11 05")):
        assert DATA.encode(DATA.decode_exact(bytes.fromhex(octets))) == bytes.fromhex(canonical)


def test_sixteen_may_be_nested_and_no_more() -> None:
    inside = "11 05"
    most = MOST_NESTING * "01 01 " + inside
    assert DATA.encode(DATA.decode_exact(bytes.fromhex(most))) == bytes.fromhex(most)
    assert refusal("02 01 " + most) == (Reason.VALUE, 2 * MOST_NESTING)
    assert refusal(MOST_NESTING * "01 01 " + "02") == (Reason.VALUE, 2 * MOST_NESTING)
    assert refusal(MOST_NESTING * "01 01 " + "13 11 01 05") == (Reason.VALUE, 2 * MOST_NESTING)
    with pytest.raises(ValueError, match="nesting of more than 16"):
        DATA.encode(Data(1, (DATA.decode_exact(bytes.fromhex(most)),)))


def test_a_description_counts_as_nesting() -> None:
    assert refusal((MOST_NESTING - 1) * "01 01 " + "13 02 01 11 01 05") == (Reason.VALUE, 2 * MOST_NESTING - 1)
    assert refusal((MOST_NESTING - 1) * "01 01 " + "13 02 01 11 00") == (Reason.VALUE, 2 * MOST_NESTING - 1)
    deep = (MOST_NESTING - 2) * "01 01 " + "13 02 01 11 01 05"
    assert DATA.encode(DATA.decode_exact(bytes.fromhex(deep))) == bytes.fromhex(deep)


def test_a_number_that_the_octets_cannot_hold_is_refused_at_once() -> None:
    for head in ("01 82 FF FF", "02 82 FF FF", "01 84 FF FF FF FF"):
        assert refusal(head + "99" * 9) == (Reason.TRUNCATED, len(bytes.fromhex(head)) + 9)


def test_unknown_tags_are_refused() -> None:
    for tag in set(range(256)) - {value.tag for _, value in LEAVES} - {1, 2, 19}:
        assert refusal(f"{tag:02X} 00 00 00 00") == (Reason.TAG, 0)


@given(TREES)
def test_decoding_undoes_encoding(value: Data) -> None:
    octets = DATA.encode(value)
    assert DATA.decode_exact(octets) == value
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            DATA.decode(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


@given(st.lists(st.sampled_from(list(range(35))), max_size=60).map(bytes), st.binary(max_size=30))
def test_random_octets_raise_nothing_else(likely: bytes, unlikely: bytes) -> None:
    for octets in (likely, unlikely, b"\x13" + likely):
        if isinstance(outcome(DATA, octets)[0], str):
            value, consumed = DATA.decode(octets)
            assert consumed <= len(octets)
            assert DATA.decode_exact(DATA.encode(value)) == value


@pytest.mark.parametrize(
    ("value", "story"),
    [
        (Data(7, 1.0), "7 is no tag of data; there are 0, 1, 2, 3"),
        (Data(17, 256), "256 does not fit unsigned"),
        (Data(17, "1"), "unsigned carries no str"),
        (Data(17, True), "unsigned carries no bool"),  # noqa: FBT003
        (Data(1, 5), "array carries no int"),
        (Data(9, (Data(17, 1),)), "octet-string carries no tuple"),
        (Data(19, (Data(17, 1),)), "needs the description"),
        (Data(19, (), TypeDescription(255)), "take no octets"),
        (Data(19, (), TypeDescription(7)), "is no type description"),
        (Data(19, (Data(17, 1),), TypeDescription(18)), "elements have tag 0x12 where 0x11 stands"),
    ],
)
def test_what_is_not_of_its_type_is_not_written(value: Data, story: str) -> None:
    with pytest.raises(ValueError, match=story):
        DATA.encode(value)
