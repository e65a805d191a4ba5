"""The limits of a workbook: in one place, told in words, changed under [limits] in metermap.toml."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from metermap.core.findings import Findings
from metermap.core.limits import LIMITS, Limits, limit_help
from metermap.core.workspace import load_workspace
from metermap.core.workspace_file import LimitsTable
from tests.catalogue.workbooks import TOML, must_read, only, read, small_workspace

NAMES = [limit.name for limit in fields(Limits)]


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_is_told_with_its_figure_and_how_to_raise_it(name: str) -> None:
    told = limit_help(name, LIMITS)

    assert f"{getattr(LIMITS, name):,}" in told
    assert told.endswith(f" If the workbook is honest, raise {name} under [limits] in metermap.toml.")


def test_the_configuration_knows_the_same_limits_with_the_same_figures() -> None:
    assert Limits(**LimitsTable().model_dump()) == LIMITS


def configured(root: Path, limits: str) -> Path:
    small_workspace(root)
    (root / "metermap.toml").write_text(f"{TOML}\n[limits]\n{limits}\n", "utf-8")
    return root


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("file_octets = 5000", "MM101"),
        ("members = 5", "MM101"),
        ("part_octets = 1000", "MM101"),
        ("total_octets = 9000", "MM101"),
        ("xml_depth = 3", "MM102"),
        ("rows = 5", "MM103"),
        ("columns = 10", "MM103"),
        ("cells = 20", "MM101"),
        ("merged_cells = 10", "MM103"),
        ("characters = 30", "MM101"),
    ],
)
def test_a_limit_of_the_workspace_holds_and_is_named(tmp_path: Path, limit: str, code: str) -> None:
    name, _, figure = limit.partition(" = ")
    catalogue, findings = read(configured(tmp_path, limit))

    assert catalogue is None
    assert only(findings).code == code
    assert f"{int(figure):,}" in only(findings).help
    assert f"raise {name} under [limits]" in only(findings).help


def test_the_limit_of_expansion_holds_from_a_size_on(tmp_path: Path) -> None:
    catalogue, findings = read(configured(tmp_path, "expansion = 2\nexpansion_from = 100"))

    assert catalogue is None
    assert "raise expansion under [limits]" in only(findings).help
    assert must_read(configured(tmp_path, "expansion = 2"))


def test_what_a_limit_refuses_is_read_when_it_is_raised(tmp_path: Path) -> None:
    small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("C5", "x" * 40_000))
    # openpyxl cuts a longer text to what a cell may hold; here only the limit changes
    (tmp_path / "metermap.toml").write_text(f"{TOML}\n[limits]\ncharacters = 32766\n", "utf-8")
    assert read(tmp_path)[0] is None

    (tmp_path / "metermap.toml").write_text(f"{TOML}\n[limits]\ncharacters = 32767\n", "utf-8")
    assert len(must_read(tmp_path).elements[0].reference.value) == 32_767


def test_an_unknown_limit_gets_a_suggestion_and_its_line(tmp_path: Path) -> None:
    findings = Findings()
    assert load_workspace(configured(tmp_path, "rows = 10\ncharcters = 5"), findings) is None

    line = len(TOML.splitlines()) + 4
    assert str(only(findings.sorted()).place) == f"metermap.toml:{line}:1"
    assert only(findings.sorted()).message == "limits.charcters is no known key"
    assert only(findings.sorted()).expected == "did you mean 'characters'?"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("0", "a larger number"), ("-5", "a larger number"), ('"many"', "a whole number"), ("1.5", "a whole number")],
)
def test_a_limit_is_a_whole_number_from_1(tmp_path: Path, figure: str, expected: str) -> None:
    findings = Findings()
    assert load_workspace(configured(tmp_path, f"rows = {figure}"), findings) is None
    assert only(findings.sorted()).expected == expected
