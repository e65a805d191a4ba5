"""What a build writes of the vectors, and what no vector may be."""

import json

import pytest
from pydantic import ValidationError

from metermap.codegen.base import GeneratorInput
from metermap.codegen.vectors import Vector, generate, layout_of, read_vectors
from metermap.codegen.vectors.model import DATA, FILES, SCHEMA, Document, printed
from tests.codegen.gb_model import given

GOOD = {
    "id": "dlms/unsigned/5",
    "type": "axdr unsigned",
    "kind": "typical",
    "hex": "1105",
    "source": "by hand: tag 17, 5",
}
ACCEPTED = {**GOOD, "value": 5, "consumed": 2}
REFUSED = {**GOOD, "kind": "invalid", "reason": "tag"}


def written(source: GeneratorInput) -> Document:
    return Document.model_validate_json(generate(source).files["vectors.json"])


def test_all_vectors_are_written_with_their_schema() -> None:
    made = generate(given())
    assert written(given()).vectors == read_vectors()
    assert made.files["vectors.schema.json"] == SCHEMA.read_bytes()
    assert made.counts["vectors"] == len(read_vectors())


def test_an_entry_leads_to_the_vectors_of_its_type() -> None:
    entries = written(given()).entries
    model = given().model
    addressed = {statement.key for statement in model.statements if statement.address and not statement.proposed}
    assert entries.keys() == addressed
    assert {"axdr double-long-unsigned", "axdr structure{scaler:integer,unit:enum}", "zcl map8"} <= set(
        entries.values()
    )
    assert set(entries.values()) - {None} <= {vector.type for vector in read_vectors()}


def test_a_type_comes_with_its_members_conditions_and_counts() -> None:
    types = written(given()).types
    with_layout = {vector.type for vector in read_vectors()} - {"zcl frame"}
    assert types.keys() == {type_ for type_ in with_layout if not type_.startswith("zcl global")}
    assert types["zcl command 0x0705 client 0x0A"] == (
        "payload{latestEndTime:UTC,numberOfDebts:uint8,debtType if octets remain:enum8}"
    )
    assert types["axdr octet-string(2..4)"] == "octet-string[2..4]"


def test_the_same_model_gives_the_same_bytes_and_an_unknown_option_is_a_finding() -> None:
    source = given()
    assert generate(source).files == generate(given()).files
    wrong = GeneratorInput(source.model, source.package, {"colour": "red"}, source.dictionaries)
    assert [finding.code for finding in generate(wrong).findings] == ["MM720"]


def test_null_is_a_value_and_is_written() -> None:
    null = next(vector for vector in read_vectors() if vector.type == "axdr null-data")
    assert json.loads(printed(null))["value"] is None
    assert Vector.model_validate_json(printed(null)) == null


@pytest.mark.parametrize("good", [ACCEPTED, REFUSED], ids=["accepted", "refused"])
def test_a_vector_is_read_as_it_was_printed(good: dict[str, object]) -> None:
    vector = Vector.model_validate(good)
    assert Vector.model_validate_json(printed(vector)) == vector


@pytest.mark.parametrize(
    "wrong",
    [
        {**ACCEPTED, "reason": "tag"},
        {**ACCEPTED, "kind": "invalid"},
        {**ACCEPTED, "offset": 0},
        {**REFUSED, "value": 5},
        {**REFUSED, "consumed": 2},
        {**REFUSED, "again": "1105"},
        {**REFUSED, "kind": "typical"},
        {**REFUSED, "reason": "rubbish"},
        {**ACCEPTED, "hex": "110"},
        {**ACCEPTED, "source": "us"},
        {**ACCEPTED, "sauce": "by hand"},
        {**ACCEPTED, "id": "five"},
    ],
    ids=str,
)
def test_what_is_no_vector(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Vector.model_validate(wrong)


@pytest.mark.parametrize("type_", ["axdr rubbish", "zcl uint7", "zcl command 0x0705 client 0xFF", "uint8", ""])
def test_what_is_no_type(type_: str) -> None:
    with pytest.raises(ValueError, match=r"no command|names no layout"):
        layout_of(type_)


def test_there_is_no_file_that_nobody_reads() -> None:
    assert {file.stem for file in DATA.iterdir()} == set(FILES)
