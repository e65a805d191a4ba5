"""The data types that the catalogue prints."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.types import known_types, parse_catalogue_type
from metermap.core.types import Kind
from tests.catalogue.workbooks import GB, must_read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BIT-STRING", Kind.BITS),
        ("BOOLEAN", Kind.BOOLEAN),
        ("DATE", Kind.DATE),
        ("DATE WITH WILDCARDS", Kind.DATE),
        ("DATE-TIME", Kind.DATE_TIME),
        ("DATE-TIME no wildcards", Kind.DATE_TIME),
        ("ENUMERATION", Kind.ENUM),
        ("INTEGER", Kind.INTEGER),
        ("iNTEGER", Kind.INTEGER),
        ("Method", Kind.METHOD),
        ("method", Kind.METHOD),
        ("OCTET-STRING", Kind.OCTETS),
        ("STRUCTURE", Kind.STRUCTURE),
        ("TIME NO WILDCARDS", Kind.TIME),
        ("", Kind.UNKNOWN),
        ("INTEGRE", Kind.UNKNOWN),
    ],
)
def test_simple_types(text: str, kind: Kind) -> None:
    found = parse_catalogue_type(text)

    assert (found.kind, found.printed) == (kind, text)


@pytest.mark.parametrize(
    ("text", "inner", "length"),
    [
        ("INTEGER[1..3]", Kind.INTEGER, (3, 3)),
        ("BOOLEAN (three)", Kind.BOOLEAN, (3, 3)),
        ("Two BIT-STRINGs", Kind.BITS, (2, 2)),
        ("Two INTEGERs", Kind.INTEGER, (2, 2)),
        ("Series of BOOLEANS", Kind.BOOLEAN, None),
        ("INTEGER[8][4]", Kind.ARRAY, (8, 8)),
    ],
)
def test_several_of_a_kind_are_an_array(text: str, inner: Kind, length: tuple[int, int] | None) -> None:
    found = parse_catalogue_type(text)

    assert found.kind is Kind.ARRAY
    assert found.element is not None
    assert (found.element.kind, found.length) == (inner, length)


def test_a_matrix_is_an_array_of_arrays() -> None:
    row = parse_catalogue_type("INTEGER[8][4]").element

    assert row is not None
    assert row.length == (4, 4)
    assert row.element is not None
    assert row.element.kind is Kind.INTEGER


def test_a_date_with_periodicity_has_two_members() -> None:
    found = parse_catalogue_type("DATE-TIME and Periodicity")

    assert [(member.name, member.type.kind) for member in found.members] == [
        ("DATE-TIME", Kind.DATE_TIME),
        ("Periodicity", Kind.UNKNOWN),
    ]


def test_a_series_of_codes_and_bit_strings_is_an_array_of_pairs() -> None:
    found = parse_catalogue_type("Series of Event / Alert Codes and BIT-STRINGs")

    assert found.element is not None
    assert [member.name for member in found.element.members] == ["Event / Alert Code", "BIT-STRING"]


def test_every_type_printed_in_gb_is_understood() -> None:
    unknown = {
        element.data_type.value
        for element in must_read(GB).elements
        if element.type.kind is Kind.UNKNOWN and not element.han_only
    }

    assert unknown == {""}


@pytest.mark.parametrize(
    ("text", "kind", "length", "bounds"),
    [
        ("OCTET-STRING (8)", Kind.OCTETS, (8, 8), (None, None)),
        ("BIT-STRING (SIZE 256)", Kind.BITS, (256, 256), (None, None)),
        ("INTEGER (0..255)", Kind.INTEGER, None, (0, 255)),
        ("INTEGER (4)", Kind.ARRAY, (4, 4), (None, None)),
        ("INTEGER[1..n]", Kind.ARRAY, None, (None, None)),
        ("Four BOOLEANs", Kind.ARRAY, (4, 4), (None, None)),
        ("List of DATE-TIMEs", Kind.ARRAY, None, (None, None)),
        ("log of structure", Kind.ARRAY, None, (None, None)),
        ("INTEGER and BOOLEAN", Kind.STRUCTURE, None, (None, None)),
    ],
)
def test_notations_of_other_catalogues(
    text: str, kind: Kind, length: tuple[int, int] | None, bounds: tuple[int | None, int | None]
) -> None:
    found = parse_catalogue_type(text)

    assert (found.kind, found.length, (found.minimum, found.maximum)) == (kind, length, bounds)


@pytest.mark.parametrize("text", ["INTEGER (5..1)", "INTEGER[5..1]", "Series of", "INTEGER and", "[1..3]", "Two"])
def test_what_is_no_type(text: str) -> None:
    assert parse_catalogue_type(text).kind is Kind.UNKNOWN


_WORDS = st.sampled_from(
    [
        "INTEGER",
        "BIT-STRINGs",
        "BOOLEAN",
        "DATE-TIME",
        "no wildcards",
        "Two",
        "Series of",
        "and",
        "[1..3]",
        "(8)",
        "log",
    ]
)


@given(st.text(max_size=40) | st.lists(_WORDS, max_size=5).map(" ".join))
def test_any_text_has_an_answer_and_its_name_names_the_same_type(text: str) -> None:
    found = parse_catalogue_type(text)

    assert found.printed == text
    assert replace(parse_catalogue_type(found.name), printed=text) == found


def test_every_suggestion_is_a_type() -> None:
    assert all(parse_catalogue_type(text).kind is not Kind.UNKNOWN for text in known_types())


def test_a_hostile_type_takes_no_time() -> None:
    start = time.perf_counter()
    parse_catalogue_type("INTEGER" + "[1]" * 10_000)

    assert time.perf_counter() - start < 2


def test_every_type_of_an_item_in_gb_is_understood() -> None:
    assert {fact.data_type.value for fact in must_read(GB).items if fact.type.kind is Kind.UNKNOWN} == {""}
