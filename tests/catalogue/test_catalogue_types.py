"""The data types that the catalogue prints."""

from __future__ import annotations

import pytest

from metermap.catalogue.types import parse_catalogue_type
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
