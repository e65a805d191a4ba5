"""The set of SSSOM mappings: what it claims, and that the reference library reads the same."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from metermap.codegen.exchange.sssom import COLUMNS, UNSPECIFIED_LICENCE, sssom_table
from metermap.mappings.model import ResolvedModel, Role, Statement
from tests.gb.load import load_gb
from tests.tools import missing

HERE = Path(__file__).parent
PYTHON = "METERMAP_SSSOM_PYTHON"

Read = Callable[[str], dict[str, Any]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What sssom-py reads in a text: see tests/exchange/sssom/read_set.py."""
    python = os.environ.get(PYTHON) or str(HERE.parents[1] / ".venv-sssom" / "bin" / "python")
    if not Path(python).exists():
        missing(f"sssom-py is not installed: run `sh scripts/oracles`, or set {PYTHON}")

    def reading(text: str) -> dict[str, Any]:
        (tmp_path / "set.sssom.tsv").write_text(text, "utf-8")
        command = [python, "-I", str(HERE / "sssom" / "read_set.py"), str(tmp_path / "set.sssom.tsv")]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert not run.returncode, run.stderr[-2000:]
        found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        return found

    return reading


def _with(**changes: Any) -> ResolvedModel:  # noqa: ANN401  (fields of any type)
    """The model of Great Britain with one statement, changed."""
    model = load_gb()
    carried = next(statement for statement in model.statements if statement.role is Role.ELEMENT)
    return replace(model, statements=(replace(carried, **changes),))


def _lines(model: ResolvedModel, **options: str) -> list[dict[str, str]]:
    table = "".join(line for line in sssom_table(model, options).splitlines(keepends=True) if not line.startswith("#"))
    return list(csv.DictReader(io.StringIO(table), delimiter="\t"))


def _one(**changes: Any) -> dict[str, str]:  # noqa: ANN401  (as above)
    (line,) = _lines(_with(**changes))
    return line


def test_sssom_py_reads_all_mappings_and_finds_no_fault(read: Read) -> None:
    model = load_gb()
    found = read(sssom_table(model, {}))
    assert found["mappings"] == len(_lines(model)) == sum(bool(said.element) for said in model.statements)
    assert found["faults"] == {"JsonSchema": [], "PrefixMapCompleteness": [], "StrictCurieFormat": []}
    assert found["license"] == UNSPECIFIED_LICENCE
    written = [[line["subject_id"], line["object_id"], line["comment"]] for line in _lines(model)]
    assert sorted(found["pairs"]) == sorted(written)


def test_each_statement_about_an_element_is_a_line() -> None:
    model = load_gb()
    lines = _lines(model)
    about = [statement for statement in model.statements if statement.role is not Role.PROTOCOL]
    assert [(unquote(line["subject_id"]), line["object_label"]) for line in lines] == [
        (f"element:{statement.element}", str(statement.address)) for statement in about
    ]


def test_nothing_is_claimed_that_nobody_has_recorded() -> None:
    said = Counter((line["predicate_id"], line["mapping_justification"]) for line in _lines(load_gb()))
    unrecorded = [statement for statement in load_gb().statements if statement.relation or _reviewer(statement)]
    assert not unrecorded
    assert set(said) == {("skos:mappingRelation", "semapv:UnspecifiedMatching")}


def _reviewer(statement: Statement) -> str:
    return dict(statement.record).get("reviewer", "")


@pytest.mark.parametrize(
    ("relation", "predicate"),
    [
        ("exact", "skos:exactMatch"),
        ("narrow", "skos:narrowMatch"),
        ("broad", "skos:broadMatch"),
        ("close", "skos:closeMatch"),
        ("related", "skos:relatedMatch"),
        ("", "skos:mappingRelation"),
    ],
)
def test_a_recorded_relation_is_the_predicate(relation: str, predicate: str) -> None:
    assert _one(relation=relation)["predicate_id"] == predicate


def test_a_recorded_review_is_the_justification() -> None:
    record = (("reviewer", "A. N. Other"), ("confidence", "0.9"), ("evidence", "minutes 7"))
    line = _one(status="agreed", record=record)
    assert line["mapping_justification"] == "semapv:MappingReview"
    assert (line["reviewer_label"], line["confidence"]) == ("A. N. Other", "0.9")
    assert "evidence: minutes 7" in line["comment"]
    assert _one(status="agreed")["mapping_justification"] == "semapv:UnspecifiedMatching"
    assert _one(status="proposed", record=record)["mapping_justification"] == "semapv:UnspecifiedMatching"


@pytest.mark.parametrize("confidence", ["high", "1.5", "-1", "9" * 100])
def test_a_confidence_that_is_none_is_not_passed_on(confidence: str) -> None:
    assert not _one(record=(("confidence", confidence),))["confidence"]


def test_a_gap_has_no_term(read: Read) -> None:
    model = _with(role=Role.GAP, address=None, because=("a gas meter speaks no DLMS",))
    (line,) = _lines(model)
    assert (line["object_id"], line["comment"]) == ("sssom:NoTermFound", "a gas meter speaks no DLMS")
    found = read(sssom_table(model, {}))
    assert (found["mappings"], any(found["faults"].values())) == (1, False)


def test_a_group_may_say_where_its_names_are_and_what_the_licence_is(read: Read) -> None:
    options = {"iri": "https://example.org/gb/", "license": "https://creativecommons.org/licenses/by/4.0/"}
    text = sssom_table(_with(), options)
    assert '#  element: "https://example.org/gb/element/"' in text.splitlines()
    assert read(text)["license"] == options["license"]


def test_what_a_cell_holds_stays_in_its_cell(read: Read) -> None:
    hostile = 'a\tb\nc\r"d" #e |f\u2028\x00=1'
    model = _with(element=hostile, item=hostile, because=(hostile,), record=(("reviewer", hostile),))
    (line,) = _lines(replace(model, title=hostile))
    assert tuple(line) == COLUMNS
    found = read(sssom_table(replace(model, title=hostile), {}))
    assert (found["mappings"], any(found["faults"].values())) == (1, False)
