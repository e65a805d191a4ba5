"""Layouts as rows of C tables: children side by side, equal blocks once, rules by slots."""

import re

import pytest

from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.bindings.layouts import (
    DATA,
    Alternative,
    Array,
    Buffer,
    Case,
    Choice,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Unordered,
    Variant,
)
from metermap.codegen.c.layouts import MOST_SLOTS, LayoutTable
from metermap.protocols.sep.conditions import Condition, Count, parse_condition, parse_count

LONG = Leaf(Codec(Wire.AXDR, "long"))
TEXT = Leaf(Codec(Wire.AXDR, "visible-string", 1, 4))
BYTE = Leaf(Codec(Wire.ZCL, "uint8"))
REST = Leaf(Codec(Wire.ZCL, "rest"))
KEY = Leaf(Codec(Wire.ZCL, "octets", 16, 16))


def condition(text: str) -> Condition:
    found = parse_condition(text)
    assert found is not None
    return found


def count(text: str) -> Count:
    found = parse_count(text)
    assert found is not None
    return found


def rows(layout: Layout) -> list[str]:
    """Return the rows of a layout as they are written."""
    table = LayoutTable("gb")
    last = table.add(layout)
    written = [", ".join(f"{name}={code}" for name, code in row) for row in table.rows()]
    assert last == len(written) - 1, "the layout's own row is the last that it needs"
    return [re.sub("maximum=GB_UNLIMITED, |GB_SHAPE_|GB_", "", row) for row in written]


def test_a_structure_has_its_members_side_by_side() -> None:
    assert rows(Structure("Pair", (Field("number", LONG), Field("text", TEXT)))) == [
        "codec=AXDR_LONG, shape=LEAF",
        "minimum=1u, maximum=4u, codec=AXDR_VISIBLE_STRING, shape=LEAF",
        "children=&gb_layouts[0], child_count=2, shape=STRUCTURE",
    ]


@pytest.mark.parametrize(
    ("layout", "last"),
    [
        (DATA, "shape=DATA"),
        (REST, "shape=REST"),
        (KEY, "maximum=16u, shape=FIXED"),
        (Array(LONG, 1, 3), "children=&gb_layouts[0], child_count=1, minimum=1u, maximum=3u, shape=ARRAY"),
        (Choice((Alternative(b"\x10", LONG),)), "children=&gb_layouts[0], child_count=1, shape=CHOICE"),
        (Unordered("Pair", (Field("number", LONG),)), "children=&gb_layouts[0], child_count=1, shape=UNORDERED"),
        (Buffer("Log", (Field("number", LONG),)), "children=&gb_layouts[1], child_count=1, shape=BUFFER"),
        (Buffer("Log", ()), "children=&gb_layouts[0], child_count=1, shape=BUFFER"),
    ],
    ids=str,
)
def test_each_shape_has_a_row(layout: Layout, last: str) -> None:
    assert rows(layout)[-1] == last


def test_equal_layouts_are_written_once() -> None:
    table = LayoutTable("gb")
    first = table.add(Array(Structure("A", (Field("x", LONG),))))
    assert table.add(Array(Structure("B", (Field("y", LONG),)))) == first
    assert len(list(table.rows())) == 3


def test_the_rules_of_a_payload_go_by_slots() -> None:
    table = LayoutTable("gb")
    table.add(
        Payload(
            "Publish",
            (
                Field("number", BYTE),
                Field("control", BYTE),
                Field("extra", BYTE, condition("control & 0x01 != 0 and number < 3 or octets remain")),
                Field("list", Sequence(BYTE, count("control >> 4"))),
                Field("rest", Sequence(BYTE, count("octets remain"))),
            ),
        )
    )
    fields = [dict(row) for row in table.rows()][-6:-1]
    assert [row.get("slot") for row in fields] == ["1", "2", None, None, None]
    assert [row.get("present") for row in fields] == [None, None, "&gb_terms[0]", None, None]
    assert [row.get("count") for row in fields] == [None, None, None, "&gb_counts[0]", "&gb_counts[1]"]
    assert list(table.terms()) == [
        "{.mask = 0x1u, .number = 0u, .slot = 2, .operation = GB_OPERATION_UNEQUAL, .joint = GB_JOINT_AND}",
        "{.mask = 0xFFFFFFFFu, .number = 3u, .slot = 1, .operation = GB_OPERATION_BELOW, .joint = GB_JOINT_OR}",
        "{.operation = GB_OPERATION_OCTETS_REMAIN, .joint = GB_JOINT_END}",
    ]
    assert list(table.counts()) == [
        "{.mask = 0xFFFFFFFFu, .slot = 2, .shift = 4}",
        "{.mask = 0xFFFFFFFFu, .slot = 0, .shift = 0}",
    ]


def test_the_last_case_of_a_variant_has_no_condition() -> None:
    variant = Variant((Case(condition("kind == 1"), KEY),), REST)
    table = LayoutTable("gb")
    table.add(Payload("Typed", (Field("kind", BYTE), Field("value", variant))))
    cases = [dict(row) for row in table.rows()][:2]
    assert [(row["shape"], row.get("present")) for row in cases] == [
        ("GB_SHAPE_FIXED", "&gb_terms[0]"),
        ("GB_SHAPE_REST", None),
    ]


def test_a_rule_that_asks_for_a_later_field_is_refused() -> None:
    payload = Payload("Odd", (Field("extra", BYTE, condition("control == 1")), Field("control", BYTE)))
    with pytest.raises(ValueError, match="asks for control"):
        LayoutTable("gb").add(payload)


def test_rules_that_ask_for_too_many_fields_are_refused() -> None:
    asked = [f"f{number}" for number in range(MOST_SLOTS + 1)]
    every = condition(" and ".join(f"{name} == 1" for name in asked))
    payload = Payload("Many", (*(Field(name, BYTE) for name in asked), Field("last", BYTE, every)))
    with pytest.raises(ValueError, match="room for 4"):
        LayoutTable("gb").add(payload)


def test_a_rule_with_a_number_beyond_32_bits_is_refused() -> None:
    payload = Payload("Wide", (Field("a", BYTE), Field("b", BYTE, condition("a == 0x100000000"))))
    with pytest.raises(ValueError, match="32 bits"):
        LayoutTable("gb").add(payload)
