"""``metermap impact``: an answer as text or JSON, a refusal with what was meant, and what differs exactly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.core.rules import SMALL_ELEMENTS
from tests.cli.conftest import Ran
from tests.conftest import ROOT
from tests.mapped import MAPPING

Run = Callable[..., Ran]
GB = ROOT / "gb"


def test_a_cell_is_answered_in_text(run: Run, small: Path) -> None:
    ran = run("impact", small, "elements.csv!G2")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("elements.csv!G2  (what a change touches)\n  is             the data type of element\n")
    for said in ("CalorificValue.value", "site/items/calorific-value.html", "mappings/gas.map:5:27"):
        assert said in ran.out


def test_and_in_json(run: Run, small: Path) -> None:
    document = json.loads(run("impact", small, "elements.csv!G2", "--output-format", "json").out)
    assert document["reach"] == "records"
    assert document["said"] == [
        {
            "part": "element",
            "line": "CalorificValue.value",
            "field": "data_type",
            "printed": "INTEGER",
            "value": "INTEGER",
            "errata": [],
        }
    ]
    assert [said["place"] for said in document["statements"]] == ["mappings/gas.map:5:27"]
    assert "site/items/calorific-value.html" in document["outputs"]["pages"]


def test_a_sheet_that_is_not_there_is_refused(run: Run) -> None:
    ran = run("impact", GB, "smets2.xlsx[Electricity]!D14")
    assert (ran.code, ran.out) == (1, "")
    assert "smets2.xlsx has no sheet 'Electricity'; there is 'Elements', 'HAN'" in ran.err


def test_text_of_others_reaches_no_terminal_as_it_is(run: Run, small: Path) -> None:
    evil = SMALL_ELEMENTS.replace("Configuration data", "\x1b[31mred")
    (small / "elements.csv").write_text(evil, "utf-8")
    ran = run("impact", small, "elements.csv!F2")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    refused = run("impact", small, "\x1b[31m")
    assert refused.code == 1
    assert "\x1b" not in refused.err


def test_a_workspace_that_cannot_be_resolved_says_why(run: Run, small: Path) -> None:
    (small / "elements.csv").unlink()
    ran = run("impact", small, "elements.csv!G2")
    assert (ran.code, ran.out) == (3, "")
    assert "MM170" in ran.err


class TestIf:
    def test_a_cell_that_says_something_else(self, run: Run, small: Path) -> None:
        before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
        ran = run("impact", small, "elements.csv!F2", "--if", "Operational data", "--output-format", "json")
        document = json.loads(ran.out)
        assert (ran.code, document["text"], document["if"]) == (0, "Configuration data", "Operational data")
        (change,) = document["diff"]["changes"]
        assert [field["name"] for field in change["fields"]] == ["category"]
        assert document["files"]["site/items/calorific-value.html"] == "changed"
        assert not any(name.startswith(("python/", "c/")) for name in document["files"])
        assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before

    def test_the_same_text_changes_nothing(self, run: Run, small: Path) -> None:
        ran = run("impact", small, "mappings/gas.map:5", "--if", MAPPING.splitlines()[4])
        assert ran.code == 0
        assert "No file of the outputs would say anything else, but for the digest of the inputs." in ran.out

    def test_a_line_that_cannot_be_read(self, run: Run, small: Path) -> None:
        document = json.loads(
            run("impact", small, "mappings/gas.map:5", "--if", "CalorificValue is", "--output-format", "json").out
        )
        assert any(finding["place"]["file"] == "mappings/gas.map" for finding in document["new"])
        assert document["symbols"]

    @pytest.mark.parametrize("absolute", [True, False])
    def test_a_file_that_is_a_link_stays_as_it_is(self, run: Run, small: Path, *, absolute: bool) -> None:
        original = small / "kept" / "gas.txt"
        original.parent.mkdir()
        (small / "mappings/gas.map").rename(original)
        (small / "mappings/gas.map").symlink_to(original if absolute else "../kept/gas.txt")
        before = original.read_bytes()
        ran = run("impact", small, "mappings/gas.map:5", "--if", "-- nothing")
        assert ran.code == 0
        assert "Findings that are new" in ran.out
        assert original.read_bytes() == before

    def test_a_pipe_is_not_waited_for(self, run: Run, small: Path) -> None:
        os.mkfifo(small / "pipe")
        assert run("impact", small, "mappings/gas.map:5", "--if", "-- nothing").code == 0

    def test_a_file_of_a_hidden_folder_that_is_read_is_read_then_too(self, run: Run, small: Path) -> None:
        (small / ".mappings").mkdir()
        (small / "mappings/gas.map").rename(small / ".mappings/gas.map")
        toml = (small / "metermap.toml").read_text("utf-8")
        (small / "metermap.toml").write_text(toml.replace("mappings/*.map", ".mappings/*.map"), "utf-8")
        line = MAPPING.splitlines()[4]
        ran = run("impact", small, ".mappings/gas.map:5", "--if", line)
        assert ran.code == 0
        assert "No file of the outputs would say anything else, but for the digest of the inputs." in ran.out

    def test_a_line_of_the_settings_says_what_it_says_now(self, run: Run, small: Path) -> None:
        first = (small / "metermap.toml").read_text("utf-8").splitlines()[0]
        document = json.loads(run("impact", small, "metermap.toml:1", "--if", first, "--output-format", "json").out)
        assert document["text"] == document["if"] == first

    def test_settings_that_cannot_be_read_build_nothing(self, run: Run, small: Path) -> None:
        ran = run("impact", small, "metermap.toml:1", "--if", "name = [")
        assert ran.code == 0
        assert "The check could not go on then: nothing would be built." in ran.out

    def test_a_name_says_nothing_that_could_be_otherwise(self, run: Run, small: Path) -> None:
        ran = run("impact", small, "CalorificValue", "--if", "x")
        assert (ran.code, ran.out) == (1, "")
        assert "with --if PLACE is a cell or a line of a file" in ran.err

    def test_it_is_one_line(self, run: Run, small: Path) -> None:
        ran = run("impact", small, "mappings/gas.map:5", "--if", "a\nb")
        assert ran.code == 2
        assert "--if takes one line" in ran.err
