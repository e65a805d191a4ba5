"""References with every separator that occurs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.references import Reference, parse_references, printed_references
from tests.catalogue.workbooks import GB, must_read


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("SMETS 4.6.5.5/5.7.5.11", ["SMETS 4.6.5.5", "SMETS 5.7.5.11"]),
        (
            "SMETS 4.5.3.20 SMETS 5.5.1 / 9.4.1 CHTS 4.6.3.1",
            ["SMETS 4.5.3.20", "SMETS 5.5.1", "SMETS 9.4.1", "CHTS 4.6.3.1"],
        ),
        ("SMETS 4.1, 4.2 and 4.3; CHTS 4.5", ["SMETS 4.1", "SMETS 4.2", "SMETS 4.3", "CHTS 4.5"]),
        ("SMETS NA; CHTS 4.5.4.10", ["CHTS 4.5.4.10"]),
        ("SMETS 6 / IHDTS", ["SMETS 6", "IHDTS"]),
        ("CHTS", ["CHTS"]),
        ("CHTS DLMS", ["CHTS", "DLMS"]),
        ("(DLMS)", ["(DLMS)"]),
        ("SMETS2 section 5.7.4", ["SMETS2 5.7.4"]),
        ("SMETS NA", []),
        ("", []),
    ],
)
def test_a_reference_cites_sections_of_documents(text: str, cited: list[str]) -> None:
    found = parse_references(text)

    assert found is not None
    assert list(map(str, found)) == cited


@pytest.mark.parametrize(
    "text", ["5.7.4", "see the contract", "SMETS5.7.4", "SMETS 5.7.", "SMETS 5..7", ";", "SMETS " * 999]
)
def test_what_is_no_reference(text: str) -> None:
    assert parse_references(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-0:2.8.0.255", ["1-0:2.8.0.255"]),
        ("1-0:2.8.0*255; 1.0.1.8.0.255", ["1-0:2.8.0.255", "1-0:1.8.0.255"]),
    ],
)
def test_a_reference_may_cite_cosem_objects_and_keeps_their_spelling(text: str, names: list[str]) -> None:
    found = parse_references(text)

    assert found is not None
    assert [str(reference.logical_name) for reference in found] == names
    assert printed_references(found) == text


def test_six_numbers_may_be_a_section() -> None:
    assert parse_references("5.7.4.8.1.2") is None


def test_a_section_has_a_family_and_a_chapter() -> None:
    reference = Reference("SMETS", "5.7.5.20")

    assert (reference.family, reference.chapter) == ("SMETS 5.7.5", "SMETS 5")


_TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(["SMETS", "CHTS", "5.7.4", "4.6.5.5", "/", ";", "and", ", ", "(DLMS)", "NA", "A1", "section"]),
    max_size=9,
).map(" ".join)


@given(_TEXTS)
def test_printing_references_and_parsing_them_again_is_the_same(text: str) -> None:
    found = parse_references(text)

    assert found is None or parse_references(printed_references(found)) == found


def test_no_text_takes_long() -> None:
    start = time.perf_counter()
    for text in ("1." * 1000, "A" * 2000, "SMETS 1 " * 250, " " * 2000 + "!"):
        parse_references(text)

    assert time.perf_counter() - start < 2


def test_every_reference_of_gb_is_understood() -> None:
    catalogue = must_read(GB)
    texts = [element.reference.value for element in catalogue.elements] + [
        fact.section.value for fact in catalogue.items
    ]

    assert len(list(filter(None, texts))) == 1318
    assert [text for text in texts if parse_references(text) is None] == []
