"""A diff as JSON: what is written is read back as it was, and what is no diff is refused in plain words."""

import dataclasses
import json

import pytest
from hypothesis import given

from metermap.codegen.changes.model import Diff, JudgedField, Kind
from metermap.codegen.changes.snapshot import DocumentError
from metermap.codegen.diff_report.as_json import diff_json, diff_schema, read_diff
from tests.codegen.diff_report.diffs import ANOTHER_OBJECT, NEW, OLD, field, history, judged, statement
from tests.codegen.diff_report.strategies import DIFFS
from tests.validating import faults_by_schema


@given(DIFFS)
def test_reading_gives_back_what_was_written(diff: Diff) -> None:
    assert read_diff(diff_json(diff).encode()) == diff


def test_what_is_known_of_an_edition_is_read_back() -> None:
    assert read_diff(diff_json(history()).encode()) == history()


def test_all_lines_are_there_those_that_only_moved_too() -> None:
    document = json.loads(diff_json(history()))
    assert len(document["changes"]) == 999
    assert document["counts"] == {"wire": 10, "meaning": 1, "conformance": 1, "compatible": 4, "documentation": 983}


def test_a_field_has_both_values_both_places_and_its_verdict() -> None:
    document = json.loads(diff_json(history()))
    [change] = [one for one in document["changes"] if one["key"] == "GSME/Calorific Value"]
    assert change["fields"][1] == {
        "name": "unit",
        "old": "MJ/m3",
        "new": "kWh/m3",
        "old_text": "MJ/m3",
        "new_text": "kWh/m3",
        "old_place": "smets2.xlsx[Elements]!G14",
        "new_place": "smets2.xlsx[Elements]!G15",
        "follows": "",
        "judgement": {"verdict": "meaning", "also": [], "why": "the same number is another amount"},
    }


def test_it_is_what_its_schema_says() -> None:
    assert faults_by_schema(diff_json(history()), diff_schema()) == []


@pytest.mark.parametrize("name", ["schema_version", "old", "counts", "changes"])
def test_a_document_that_lacks_a_part_is_not(name: str) -> None:
    document = json.loads(diff_json(history()))
    del document[name]
    assert faults_by_schema(json.dumps(document), diff_schema())


def test_the_schema_describes_every_record() -> None:
    schema = json.loads(diff_schema())
    assert schema["description"]
    assert not [name for name, of in schema["$defs"].items() if name != "JsonValue" and not of.get("description")]


EMPTY = Diff(OLD, NEW, tuple(Kind))
SMALL = Diff(OLD, NEW, tuple(Kind), (judged(statement("a.b", field("unit", "Wh", "kWh")), ANOTHER_OBJECT),))


def with_part(diff: Diff, name: str, value: object) -> bytes:
    return json.dumps({**json.loads(diff_json(diff)), name: value}).encode()


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "Invalid JSON"),
        (b"PK\x03\x04", "Invalid JSON"),
        (b"\xff\xfe", "Invalid JSON"),
        (b"[]", "should be an object"),
        (b"[" * 100_000, "recursion limit"),
        (b'{"schema_version": 0, "name": "gb", "statements": []}', "schema_version: Input should be 1"),
        (with_part(EMPTY, "schema_version", 2), "schema_version: Input should be 1"),
        (with_part(EMPTY, "note", "x"), "note: Extra inputs are not permitted"),
        (with_part(EMPTY, "compared", ["gap"]), "compared.0: Input should be"),
        (with_part(EMPTY, "old", "gb"), "old: Input should be an object"),
        (with_part(EMPTY, "counts", {"wire": 7}), "counts are not those of its changes"),
        (with_part(EMPTY, "counts", {"fatal": 0}), "counts.fatal"),
        (with_part(SMALL, "changes", []), "counts are not those of its changes"),
    ],
)
def test_anything_else_is_refused(octets: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why) as caught:
        read_diff(octets)
    assert str(caught.value).startswith("is no diff of schema version 1")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_is_none_of_json_is_refused(number: str) -> None:
    octets = diff_json(SMALL).replace('"old": "Wh"', f'"old": {number}')
    with pytest.raises(DocumentError, match=r"changes\.0\.fields\.0\.old"):
        read_diff(octets.encode())


def test_too_long_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metermap.codegen.diff_report.as_json.LONGEST", 10)
    with pytest.raises(DocumentError, match="more than 10 octets"):
        read_diff(diff_json(EMPTY).encode())


def test_a_mark_of_the_byte_order_is_no_part_of_it() -> None:
    assert read_diff(b"\xef\xbb\xbf" + diff_json(EMPTY).encode()) == EMPTY


def test_a_judged_field_that_did_not_change_is_an_error_of_the_program() -> None:
    [change] = SMALL.changes
    other = JudgedField(field("range", "1", "2"), ANOTHER_OBJECT)
    wrong = dataclasses.replace(SMALL, changes=(dataclasses.replace(change, fields=(other,)),))
    with pytest.raises(ValueError, match=r"range of ESME/dlms/a\.b is judged"):
        diff_json(wrong)
