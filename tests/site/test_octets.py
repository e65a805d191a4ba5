"""Explaining octets: every octet has one explanation, in order, and values stand where their octets do."""

import pytest

from metermap.codegen.vectors import Vector, layout_of, read_vectors
from metermap.site.octets import NotExplainedError, Piece, Run, explained

COLLECTIONS = ("zcl array", "zcl bag", "zcl set", "zcl struct", "axdr data")
KNOWN = [vector for vector in read_vectors() if vector.accepted and not vector.order and layout_of(vector.type)]


def explanation(vector: Vector) -> Piece:
    layout = layout_of(vector.type)
    assert layout is not None
    return explained(layout, vector.octets, vector.value)


def runs_of(piece: Piece) -> list[Run]:
    return [*piece.runs, *(run for part in piece.parts for run in runs_of(part))]


def said(type_: str, octets: str) -> list[tuple[str, str]]:
    """Return the octets and what they say, of the vector of a type with these octets."""
    vector = next(each for each in KNOWN if (each.type, each.hex) == (type_, octets))
    return [(vector.octets[run.start : run.end].hex(), run.says) for run in runs_of(explanation(vector))]


def test_every_octet_of_every_vector_is_explained_once_and_in_order() -> None:
    for vector in (each for each in KNOWN if not each.type.startswith(COLLECTIONS)):
        ends = [0]
        for run in runs_of(explanation(vector)):
            assert run.start == ends[-1], vector.id
            ends.append(run.end)
        assert ends[-1] == vector.consumed, vector.id


def test_what_describes_itself_is_not_explained() -> None:
    vectors = [each for each in KNOWN if each.type.startswith(COLLECTIONS)]
    assert vectors
    for vector in vectors:
        with pytest.raises(NotExplainedError):
            explanation(vector)


def test_a_number_of_dlms_has_a_tag_and_its_most_significant_octet_first() -> None:
    assert said("axdr double-long-unsigned", "060001e240") == [
        ("06", "tag: double-long-unsigned"),
        ("0001e240", "123456, most significant octet first"),
    ]


def test_a_string_has_a_length_in_short_or_long_form() -> None:
    assert said("axdr octet-string", "09040123abcd")[1] == ("04", "length: 4 octets")
    assert said("axdr octet-string", "098400000001ff")[1] == ("8400000001", "length: 1 octets")


def test_a_number_of_smart_energy_has_its_least_significant_octet_first() -> None:
    assert said("zcl uint48", "bc9a78563412") == [("bc9a78563412", "20015998343868, least significant octet first")]
    assert said("zcl uint48", "ffffffffffff")[0][1].startswith("no value")


def test_a_time_of_smart_energy_is_told_as_the_moment_that_it_is() -> None:
    vector = next(each for each in KNOWN if (each.type, each.value) == ("zcl UTC", 473385600))
    assert [run.says for run in runs_of(explanation(vector))] == [
        "473385600, 2015-01-01T00:00:00Z, least significant octet first"
    ]


def test_the_fields_of_a_payload_have_their_names() -> None:
    vector = next(each for each in KNOWN if each.type == "zcl command 0x0702 client 0x0D")
    names = [part.name for part in explanation(vector).parts]
    assert names == ["issuerEventId", "supplyTamperState", "supplyDepletionState", *names[3:]]


def test_a_field_that_another_decides_is_read_as_the_other_says() -> None:
    signed = next(each for each in KNOWN if each.hex == "01000042072f0408070200fbffff890000")
    assert [part.says for part in explanation(signed).parts[-1].parts] == ["-5", "137"]
