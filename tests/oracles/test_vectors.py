"""The published vectors beside the oracles: built again, read again, and every difference judged."""

from __future__ import annotations

import json
import subprocess

import pytest

from metermap.codegen.vectors.model import FILES, SCHEMA, Kind, Vector, json_schema, printed, read_file
from tests.oracles import frames, gb_objects, gb_payloads
from tests.oracles.ask import ORACLES, ROOT, OraclesMissing, interpreter
from tests.oracles.cases import cases
from tests.oracles.differences import VERDICTS
from tests.oracles.octets import oracles_of
from tests.oracles.vector_entries import entries_of_gb
from tests.oracles.vector_figures import PAGE, figures_page
from tests.oracles.vector_files import (
    CodecDifference,
    Rebuilt,
    committed,
    file_of,
    print_codecs,
    read_codecs,
    rebuild,
)
from tests.tools import missing

_VALIDATE = """
import json, sys, jsonschema
schema, document = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.Draft202012Validator(schema).validate(document)
"""


@pytest.fixture(scope="module")
def rebuilt() -> Rebuilt:
    """The vectors as the oracles build and read them now."""
    try:
        return rebuild(committed())
    except OraclesMissing as reason:
        missing(str(reason))


def test_the_published_vectors_are_those_that_the_oracles_build(rebuilt: Rebuilt) -> None:
    published = committed()
    changed = [printed(vector) for id_, vector in rebuilt.vectors.items() if published.get(id_) != vector]
    gone = sorted(published.keys() - rebuilt.vectors.keys())
    assert (changed, gone) == ([], []), "run `sh scripts/oracles vectors --write`"


def test_what_an_oracle_says_otherwise_is_listed_and_every_listed_line_occurs(rebuilt: Rebuilt) -> None:
    listed, current = {line.key for line in read_codecs()}, {line.key for line in rebuilt.differences}
    new = [line for line in rebuilt.differences if line.key not in listed]
    gone = [line for line in read_codecs() if line.key not in current]
    assert (new, gone) == ([], []), f"\nadd, with a verdict:\n{print_codecs(new)}remove:\n{print_codecs(gone)}"


def test_the_page_of_figures_is_current() -> None:
    page = figures_page(committed().values(), read_codecs(), entries_of_gb())
    assert (ROOT / PAGE).read_text("utf-8") == page, "run `sh scripts/oracles vectors --write`"


def test_the_entries_without_vectors_are_alerts_and_structures_of_no_known_order_in_others() -> None:
    without = entries_of_gb().without
    assert sum(without.values()) < entries_of_gb().total / 20
    assert all(layout == "" or layout.count("unordered{") > 1 for layout in without)


def test_the_schema_holds_for_what_a_build_writes_in_a_validator_of_others() -> None:
    vectors = [json.loads(printed(vector)) for name in FILES for vector in read_file(name)]
    document = {"schema_version": 0, "digest": "0", "vectors": vectors, "types": {"axdr boolean": "boolean"}}
    document["entries"] = {"a": None, "b": "axdr boolean"}
    try:
        command = [interpreter(), "-I", "-c", _VALIDATE]
    except OraclesMissing as reason:
        missing(str(reason))
    subprocess.run(command, input=json.dumps([json_schema(), document]), text=True, check=True, timeout=60)


def test_the_published_schema_is_that_of_the_records() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


def test_every_line_has_a_verdict_and_a_basis() -> None:
    lines = read_codecs()
    assert len({line.key for line in lines}) == len(lines)
    assert [line.key for line in lines if line.verdict not in VERDICTS] == []
    assert [line.key for line in lines if not line.basis and line.verdict != "unresolved"] == []


def test_where_a_basis_says_that_an_oracle_agrees_it_does() -> None:
    listed = {(line.vector, line.library) for line in read_codecs()}
    assert [line.key for line in read_codecs() if _disproved(line, listed)] == []


def _disproved(line: CodecDifference, listed: set[tuple[str, str]]) -> bool:
    agreeing = [clause.removesuffix(" agrees") for clause in line.basis.split("; ") if clause.endswith(" agrees")]
    return any(other not in ORACLES or (line.vector, other) in listed for other in agreeing)


def test_each_file_holds_its_own_in_order_of_ids_each_once() -> None:
    vectors = [(name, vector) for name in FILES for vector in read_file(name)]
    assert [vector.id for name, vector in vectors if file_of(vector) != name] == []
    assert len({vector.id for _, vector in vectors}) == len(vectors)
    for name in FILES:
        ids = [vector.id for vector in read_file(name)]
        assert ids == sorted(ids)


def test_each_case_is_there_once_and_published() -> None:
    ids = [case.id for case in cases()]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= committed().keys()


def test_each_boundary_names_a_case() -> None:
    names = {case.id.partition("/")[2] for case in cases()}
    assert (frames.BOUNDARIES | gb_objects.BOUNDARIES | gb_payloads.BOUNDARIES) - names == set()


def test_each_type_has_typical_or_boundary_octets_and_each_wire_all_reasons() -> None:
    accepted = {vector.type for vector in committed().values() if vector.accepted}
    assert {vector.type for vector in committed().values()} <= accepted | _ONLY_REFUSED
    for wire in ("axdr", "zcl"):
        reasons = {vector.reason for vector in committed().values() if vector.type.startswith(wire) and vector.reason}
        assert len(reasons) == (5 if wire == "axdr" else 4)


_ONLY_REFUSED = {"axdr octet-string(2..4)", "axdr array{double-long-unsigned}"}


def test_what_nobody_confirms_is_marked(rebuilt: Rebuilt) -> None:
    del rebuilt
    unmarked = [vector.id for vector in committed().values() if _is_alone(vector) != vector.single_source]
    assert unmarked == []


def _is_alone(vector: Vector) -> bool:
    asked = oracles_of(vector.type)
    return not asked or (vector.source.startswith("by hand") and not vector.confirmed_by)


def test_a_refused_vector_has_a_place_or_the_rules_state_none() -> None:
    invalid = [vector for vector in committed().values() if vector.kind is Kind.INVALID]
    assert all(vector.offset is None or vector.offset <= len(vector.octets) for vector in invalid)
    assert sum(vector.offset is not None for vector in invalid) > len(invalid) // 4
