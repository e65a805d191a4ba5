"""The notation of DLMS types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.types import Kind, TypeSystem
from metermap.protocols.dlms.types import dlms_type_names, inline_enumeration, parse_dlms_type, read_dlms_type


@pytest.mark.parametrize(
    ("text", "kind", "tag", "octets", "bounds"),
    [
        ("double-long-unsigned", Kind.UNSIGNED, 6, 4, (0, 4_294_967_295)),
        ("integer", Kind.SIGNED, 15, 1, (-128, 127)),
        ("integer(0)", Kind.SIGNED, 15, 1, (0, 0)),
        ("long(min, -720..840)", Kind.SIGNED, 16, 2, (-720, 840)),
        ("long-unsigned(40..65535, default 576)", Kind.UNSIGNED, 18, 2, (40, 65535)),
        ("long-unsigned(default 4059)", Kind.UNSIGNED, 18, 2, (0, 65535)),
        ("enum(0..9)", Kind.ENUM, 22, 1, (0, 9)),
        ("boolean", Kind.BOOLEAN, 3, 1, None),
        ("date-time", Kind.DATE_TIME, 25, 12, None),
        ("null (contrary to COSEM)", Kind.NULL, 0, 0, None),
    ],
)
def test_scalars(text: str, kind: Kind, tag: int, octets: int, bounds: tuple[int, int] | None) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    assert (type_.kind, type_.tag, type_.octets) == (kind, tag, octets)
    assert (type_.minimum, type_.maximum) == (bounds or (None, None))
    assert type_.system is TypeSystem.DLMS
    assert str(type_) == text


@pytest.mark.parametrize(
    ("text", "kind", "length", "octets"),
    [
        ("octet-string", Kind.OCTETS, None, None),
        ("octet-string[6]", Kind.OCTETS, (6, 6), 6),
        ("octet-string(0)", Kind.OCTETS, (0, 0), 0),
        ("octet-string[12:date_time]", Kind.DATE_TIME, (12, 12), 12),
        ("octet-string[5:date]", Kind.DATE, (5, 5), 5),
        ("octet-string[4:time]", Kind.TIME, (4, 4), 4),
        ("visible-string(22)[[OPTIONAL]]", Kind.TEXT, (22, 22), 22),
        ("bit-string(7)", Kind.BITS, (7, 7), 1),
        ("bit-string(512)", Kind.BITS, (512, 512), 64),
    ],
)
def test_strings_have_a_length(text: str, kind: Kind, length: tuple[int, int] | None, octets: int | None) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    assert (type_.kind, type_.length, type_.octets) == (kind, length, octets)


def test_a_flag_says_that_the_value_may_be_absent() -> None:
    optional = parse_dlms_type("octet-string(12)[[OPTIONAL]]")
    conditional = parse_dlms_type("double-long-unsigned[[TWIN_ELEMENT_ESME_ONLY]]")
    assert optional is not None
    assert conditional is not None
    assert optional.optional
    assert not conditional.optional
    assert str(conditional) == "double-long-unsigned[[TWIN_ELEMENT_ESME_ONLY]]"


def test_structures_and_arrays_nest() -> None:
    type_ = parse_dlms_type(
        "array{structure{day_id:unsigned,day_schedule:array{structure{start_time:octet-string[4]}}}}"
    )
    assert type_ is not None
    assert type_.element is not None
    assert [member.name for member in type_.element.members] == ["day_id", "day_schedule"]
    schedule = type_.member("day_schedule")
    assert schedule is not None
    assert str(schedule.member("start_time")) == "octet-string[4]"


@pytest.mark.parametrize("text", ["structure{per capture_objects}", "array{structure{object definition}}", "structure"])
def test_a_description_in_braces_names_no_member(text: str) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    assert (type_.element or type_).members == ()


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("CHOICE(null-data,structure)", ["null-data", "structure"]),
        ("octet-string[12]|date-time", ["octet-string[12]", "date-time"]),
        ("structure/octet-string", ["structure", "octet-string"]),
    ],
)
def test_alternatives(text: str, alternatives: list[str]) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    assert type_.kind is Kind.CHOICE
    assert [member.name for member in type_.members] == alternatives


def test_a_compact_array_is_another_encoding_of_the_same_array() -> None:
    type_ = parse_dlms_type("compact-array|array{long}")
    assert type_ is not None
    assert type_.kind is Kind.ARRAY
    assert str(type_.element) == "long"


@pytest.mark.parametrize("text", ["CHOICE(any)", "data", "same type as monitored attribute"])
def test_anything_goes(text: str) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    assert type_.kind is Kind.ANY


def test_named_values_come_with_the_type() -> None:
    mode = inline_enumeration(read_dlms_type("enum(1 credit,2 prepayment)"))
    bits = inline_enumeration(read_dlms_type("bit-string(b0 in_credit,b3 next_credit_selectable)"))
    assert mode is not None
    assert bits is not None
    assert [(member.name, member.value) for member in mode.members] == [("credit", 1), ("prepayment", 2)]
    assert bits.bitmap
    assert [(member.name, member.bits) for member in bits.members] == [
        ("in_credit", (0, 0)),
        ("next_credit_selectable", (3, 3)),
    ]
    assert inline_enumeration(read_dlms_type("enum(1..5)")) is None


@pytest.mark.parametrize("text", ["", "EXCEPTIONAL", "double-longs", "array{threshold}", "structure{a:longg}", "long]"])
def test_what_is_no_type_is_none(text: str) -> None:
    assert parse_dlms_type(text) is None


@pytest.mark.parametrize("text", ["array{" * 17 + "long" + "}" * 17, "x" * 5000, "array{" * 100_000])
def test_absurd_text_is_none_and_costs_little(text: str) -> None:
    assert parse_dlms_type(text) is None


@given(st.text(alphabet="array{}()[]|,:.0123456789-long structure", max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert read_dlms_type(text).printed == text.strip()


_simple = st.sampled_from([name for name in dlms_type_names() if name not in ("array", "structure")])
_names = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
_types = st.recursive(
    _simple,
    lambda inner: (
        inner.map(lambda type_: f"array{{{type_}}}")
        | st.lists(st.tuples(_names, inner), min_size=1, max_size=4).map(
            lambda parts: "structure{" + ",".join(f"{name}:{type_}" for name, type_ in parts) + "}"
        )
    ),
    max_leaves=8,
)


@given(_types)
def test_parts_print_what_they_were_read_from(text: str) -> None:
    type_ = parse_dlms_type(text)
    assert type_ is not None
    if type_.kind is Kind.STRUCTURE:
        assert text == "structure{" + ",".join(f"{part.name}:{part.type}" for part in type_.members) + "}"
    elif type_.element is not None:
        assert text == f"array{{{type_.element}}}"
    else:
        assert text == type_.name
