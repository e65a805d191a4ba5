"""Several formats in one run, where each goes, and from which severity on a run fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from metermap.core.renderers.findings_schema import findings_schema
from tests.cli.conftest import Ran
from tests.validating import faults_by_schema

Run = Callable[..., Ran]


@pytest.fixture
def broken(gb_copy: Path) -> Path:
    """A workspace with an error, and a warning that nobody has reviewed."""
    (gb_copy / "mappings" / "zz-broken.map").write_text("on ESME over dlms, tunnelled.\n\nThis is not {\n", "utf-8")
    listed = (gb_copy / "expected-findings.csv").read_text("utf-8").splitlines(keepends=True)
    (gb_copy / "expected-findings.csv").write_text("".join(listed[:-1]), "utf-8")
    return gb_copy


def test_one_run_gives_all_formats(run: Run, broken: Path, tmp_path: Path) -> None:
    arguments: list[object] = ["check", broken, "--output-format", "concise"]
    for name in ("text", "json", "sarif", "github", "junit"):
        arguments += ["--output-format", name, "--output-file", tmp_path / f"report.{name}"]
    ran = run(*arguments)
    count = ran.out.count("\n")
    assert (ran.code, ran.err) == (1, "")
    assert count >= 2
    assert len(json.loads((tmp_path / "report.json").read_text("utf-8"))["findings"]) == count
    assert len(json.loads((tmp_path / "report.sarif").read_text("utf-8"))["runs"][0]["results"]) == count
    assert (tmp_path / "report.github").read_text("utf-8").count("\n") == count
    assert fromstring((tmp_path / "report.junit").read_text("utf-8")).get("tests") == str(count)
    assert (tmp_path / "report.text").read_text("utf-8").count(" MM") >= count


def test_with_files_only_nothing_is_printed(run: Run, broken: Path, tmp_path: Path) -> None:
    ran = run("check", broken, "--output-format=json", f"--output-file={tmp_path / 'report.json'}")
    assert ran == Ran(1, "", "")


class TestWrongUsage:
    """Exit 2, before anything is checked or written."""

    def test_a_file_without_a_format(self, run: Run, broken: Path, tmp_path: Path) -> None:
        ran = run("check", broken, "--output-file", tmp_path / "a", "--output-format", "json")
        assert ran.code == 2
        assert "name its --output-format right before it" in ran.err

    def test_two_files_for_one_format(self, run: Run, broken: Path, tmp_path: Path) -> None:
        pair = ("--output-file", tmp_path / "a", "--output-file", tmp_path / "b")
        assert run("check", broken, "--output-format", "json", *pair).code == 2

    def test_two_formats_on_standard_output(self, run: Run, broken: Path) -> None:
        ran = run("check", broken, "--output-format", "json", "--output-format", "sarif")
        assert ran.code == 2
        assert "json and sarif would both be printed" in ran.err

    def test_a_file_that_is_written_twice(self, run: Run, broken: Path, tmp_path: Path) -> None:
        twice = ("--output-format", "json", "--output-file", tmp_path / "a") * 2
        ran = run("check", broken, *twice)
        assert ran.code == 2
        assert "is named twice" in ran.err

    def test_an_input_of_the_workspace(self, run: Run, broken: Path) -> None:
        book = (broken / "smets2.xlsx").read_bytes()
        ran = run("check", broken, "--output-format", "json", "--output-file", broken / "smets2.xlsx")
        assert ran.code == 2
        assert "is not replaced" in ran.err
        assert (broken / "smets2.xlsx").read_bytes() == book


class TestFailOn:
    @pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("warning", 1), ("note", 1)])
    def test_an_error_fails_unless_nothing_does(self, run: Run, broken: Path, fail_on: str, code: int) -> None:
        assert run("check", broken, "--fail-on", fail_on).code == code

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1)])
    def test_a_warning_fails_from_warning_on(self, run: Run, broken: Path, fail_on: str, code: int) -> None:
        (broken / "mappings" / "zz-broken.map").unlink()
        assert run("check", broken, "--fail-on", fail_on).code == code

    def test_what_cannot_be_read_fails_always(self, run: Run, broken: Path) -> None:
        (broken / "smets2.xlsx").write_bytes(b"")
        assert run("check", broken, "--fail-on", "never").code == 3

    def test_notes_that_fail_are_shown(self, run: Run, gb_copy: Path) -> None:
        ran = run("check", gb_copy, "--fail-on", "note", "--output-format", "concise")
        assert ran.code == 1
        assert " note MM" in ran.out


@pytest.mark.parametrize("options", [(), ("--all",)])
def test_the_json_is_what_its_schema_says(run: Run, broken: Path, options: tuple[str, ...]) -> None:
    document = run("check", broken, "--output-format", "json", *options).out
    assert json.loads(document)["findings"]
    assert faults_by_schema(document, json.dumps(findings_schema())) == []


def test_the_schema_refuses_what_is_no_finding(run: Run, broken: Path) -> None:
    document = json.loads(run("check", broken, "--output-format", "json").out)
    for key, value in (("severity", "fatal"), ("place", {"file": "a"}), ("also", [None]), ("colour", "red")):
        worse = {**document, "findings": [{**document["findings"][0], key: value}]}
        assert faults_by_schema(json.dumps(worse), json.dumps(findings_schema()))
