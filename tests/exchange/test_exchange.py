"""The released model: JSON that its schema accepts, and a table with one line a statement."""

from __future__ import annotations

import csv
import io
import json

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.exchange import generate
from metermap.codegen.exchange.schema import ModelDocument
from metermap.codegen.exchange.table import COLUMNS
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb
from tests.validating import faults_by_schema


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(generate(GeneratorInput(load_gb(), "gb", {}, load_dictionaries())).files)


def test_the_document_is_what_the_schema_says(files: dict[str, bytes]) -> None:
    document = ModelDocument.model_validate_json(files["model.json"])
    assert document.schema_version == 0
    assert len(document.elements) == len(load_gb().catalogue.elements)
    assert len({statement.key for statement in document.statements}) == len(document.statements)


def test_the_schema_is_published_beside_it(files: dict[str, bytes]) -> None:
    schema = json.loads(files["model.schema.json"])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert set(schema["required"]) >= {"schema_version", "statements", "elements", "coverage"}


def test_an_independent_validator_agrees(files: dict[str, bytes]) -> None:
    document, schema = files["model.json"].decode(), files["model.schema.json"].decode()
    assert faults_by_schema(document, schema) == []
    worse = json.loads(document)
    worse["statements"][0]["role"] = "none of the three"
    del worse["coverage"]
    assert len(faults_by_schema(json.dumps(worse), schema)) >= 2


def test_the_table_has_a_line_for_each_statement(files: dict[str, bytes]) -> None:
    lines = list(csv.DictReader(io.StringIO(files["model.csv"].decode())))
    assert tuple(lines[0]) == COLUMNS
    assert len(lines) == len(load_gb().statements)
    (line,) = [line for line in lines if line["row"] == "100" and line["device"] == "ESME"]
    assert line["class_id"] == "3"
    assert line["logical_name"] == "1-0:2.8.0.255"
    assert (line["access"], line["index"], line["type"]) == ("attribute", "2", "double-long-unsigned")
    assert line["cell"].startswith("smets2.xlsx[")
    assert line["place"].startswith("mappings/")


def test_the_same_model_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert dict(generate(GeneratorInput(load_gb(), "gb", {}, load_dictionaries())).files) == files


def test_no_host_is_named_but_the_schema_dialect(files: dict[str, bytes]) -> None:
    assert b"http" not in files["model.json"]
