"""The notation of ZigBee Cluster Library types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.types import Kind, TypeSystem
from metermap.protocols.sep.types import parse_zcl_type, read_zcl_type, zcl_type_names


@pytest.mark.parametrize(
    ("text", "name", "kind", "tag", "octets"),
    [
        ("uint48", "uint48", Kind.UNSIGNED, 0x25, 6),
        ("UINT48", "uint48", Kind.UNSIGNED, 0x25, 6),
        ("INT48U", "uint48", Kind.UNSIGNED, 0x25, 6),
        ("int32", "int32", Kind.SIGNED, 0x2B, 4),
        ("BITMAP8 (NIBBLES)", "map8", Kind.BITS, 0x18, 1),
        ("enum8<SupplyStatus>", "enum8", Kind.ENUM, 0x30, 1),
        ("UTCTime", "UTC", Kind.DATE_TIME, 0xE2, 4),
        ("UTC_TIME", "UTC", Kind.DATE_TIME, 0xE2, 4),
        ("OCTETSTRING[n]", "octstr", Kind.OCTETS, 0x41, None),
        ("CHARSTRING[n]", "string", Kind.TEXT, 0x42, None),
        ("octstr!removed1.2a", "octstr", Kind.OCTETS, 0x41, None),
        ("key128", "key128", Kind.OCTETS, 0xF1, 16),
        ("bool", "bool", Kind.BOOLEAN, 0x10, 1),
    ],
)
def test_every_spelling_is_the_same_type(text: str, name: str, kind: Kind, tag: int, octets: int | None) -> None:
    type_ = parse_zcl_type(text)
    assert type_ is not None
    assert (type_.name, type_.kind, type_.tag, type_.octets) == (name, kind, tag, octets)
    assert type_.system is TypeSystem.SEP
    assert str(type_) == text


@pytest.mark.parametrize(
    ("text", "low", "high", "non_value"),
    [
        ("uint8", 0, 0xFE, 0xFF),
        ("uint48", 0, 0xFFFFFFFFFFFE, 0xFFFFFFFFFFFF),
        ("int32", -0x7FFFFFFF, 0x7FFFFFFF, 0x80000000),
        ("UTC", 0, 0xFFFFFFFE, 0xFFFFFFFF),
        ("map16", 0, 0xFFFF, None),
    ],
)
def test_one_code_means_no_value(text: str, low: int, high: int, non_value: int | None) -> None:
    type_ = parse_zcl_type(text)
    assert type_ is not None
    assert (type_.minimum, type_.maximum, type_.non_value) == (low, high, non_value)


def test_lists_and_structures() -> None:
    samples = parse_zcl_type("uint24[]")
    log = parse_zcl_type("struct:EventLogPayload[]")
    assert samples is not None
    assert log is not None
    assert samples.kind is log.kind is Kind.ARRAY
    assert samples.element is not None
    assert log.element is not None
    assert samples.element.name == "uint24"
    assert (log.element.kind, log.element.name) == (Kind.STRUCTURE, "EventLogPayload")


def test_an_enumeration_is_named() -> None:
    type_ = parse_zcl_type("map16<PaymentControlConfiguration>")
    assert type_ is not None
    assert type_.enumeration == "PaymentControlConfiguration"


@pytest.mark.parametrize("text", ["", "--", "uint49", "Refer to ZigBee standard", "u" * 10_000, "uint8[", "unk"])
def test_what_is_no_type_is_none(text: str) -> None:
    assert parse_zcl_type(text) is None


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert read_zcl_type(text).printed == text.strip()


@given(st.sampled_from(zcl_type_names()), st.data())
def test_case_does_not_count(name: str, data: st.DataObject) -> None:
    spelling = "".join(data.draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in name)
    assert read_zcl_type(spelling).name == name
