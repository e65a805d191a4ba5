"""The other editions beside the released model: each is made of the model and what differs, exactly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from metermap.codegen import exchange
from metermap.codegen.changes.apply import apply
from metermap.codegen.changes.snapshot import read_snapshot
from metermap.codegen.diff_report.as_json import read_diff
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.exchange.editions import edition_state
from metermap.mappings.model import EditionModel
from tests.codegen.editions.older import given_editions, partly, wholly
from tests.codegen.editions.test_ladder import RENAMED, THEN, renamed_edition


@pytest.mark.parametrize("edition", [partly(), wholly(), renamed_edition()], ids=["in part", "whole", "renamed"])
def test_the_model_and_what_differs_give_the_edition_exactly(edition: EditionModel) -> None:
    files = exchange.generate(given_editions(edition)).files
    newest = read_snapshot(files["model.json"], "model.json")
    made = apply(newest, read_diff(files["editions/gbcs-0.8.1.json"]))
    document = json.loads(json.dumps(model_document(edition.model, ())))
    assert {kind.value: list(lines) for kind, lines in made.lists.items()} == {
        "device": document["devices"],
        "element": document["elements"],
        "item": document["items"],
        "use case": document["use_cases"],
        "statement": document["statements"],
    }
    assert (made.side.edition, made.side.partial) == ("GBCS 0.8.1", edition.partial)


def test_what_is_the_same_is_not_repeated() -> None:
    files = exchange.generate(given_editions(partly())).files
    told = json.loads(files["editions/gbcs-0.8.1.json"])
    assert len(told["changes"]) == 16
    assert len(files["editions/gbcs-0.8.1.json"]) < len(files["model.json"]) / 20


def test_the_list_names_each_edition_its_file_and_what_is_recorded() -> None:
    other = replace(wholly(), name="GBCS 1.0", label="gbcs-1.0", date="", source="")
    files = exchange.generate(given_editions(partly(), other)).files
    listed = json.loads(files["editions.json"])
    assert listed["newest"] == {
        "name": "GBCS 4.x",
        "file": "model.json",
        "digest": json.loads(files["model.json"])["digest"],
    }
    first, second = listed["editions"]
    assert (first["name"], first["date"], first["recorded"]) == ("GBCS 0.8.1", "2014-11-28", "in part")
    assert (second["name"], second["date"], second["recorded"]) == ("GBCS 1.0", "", "whole")
    for each, edition in ((first, partly()), (second, other)):
        assert hashlib.sha256(files[each["file"]]).hexdigest() == each["sha256"]
        assert each["digest"] == edition.model.digest
        assert each["recorded_statements"] == sorted(edition.own)
        assert each["recorded_elements"] == sorted(edition.recorded)


def test_an_edition_that_says_the_same_differs_in_nothing() -> None:
    same = replace(wholly(), model=given_editions().model)
    files = exchange.generate(given_editions(same)).files
    assert json.loads(files["editions/gbcs-0.8.1.json"])["changes"] == []


def test_without_other_editions_nothing_is_written_of_them() -> None:
    assert not [name for name in exchange.generate(given_editions()).files if "edition" in name]


def test_an_edition_recorded_in_part_says_so_of_its_state() -> None:
    assert edition_state(partly()).side.partial
    assert not edition_state(wholly()).side.partial


def test_an_edition_called_like_the_schema_takes_its_place_from_nobody() -> None:
    files = exchange.generate(given_editions(replace(wholly(), label="diff.schema"))).files
    assert json.loads(files["editions/diff.schema.json"])["changes"]
    assert json.loads(files["edition-diff.schema.json"])["$schema"]


def test_declared_names_pair_elements_whose_ids_were_others() -> None:
    older = replace(renamed_edition(), named={RENAMED: THEN})
    files = exchange.generate(given_editions(older)).files
    changes = json.loads(files["editions/gbcs-0.8.1.json"])["changes"]
    assert {one["paired_by"] for one in changes if one["old_key"] == f"{RENAMED}.value"} == {"metermap.toml"}
