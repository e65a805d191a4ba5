"""Every example of docs/workbooks.md says what happens; its tables list what there is."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path

import pytest

from metermap.beginnings import begin_from
from metermap.catalogue import codes
from metermap.catalogue.columns import PARTS
from metermap.catalogue.model import Element
from metermap.core.findings import Code, Findings
from metermap.core.render import counted
from metermap.core.workspace import load_workspace
from metermap.core.workspace_file import WorkbookTable
from tests.catalogue import shapes
from tests.catalogue.workbooks import read
from tests.conftest import ROOT

PAGE = (ROOT / "docs/workbooks.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(table, profile, expected, id=str(tomllib.loads(profile)["workbook"][0]["file"]))
    for (kind, table), (_, profile), (_, expected) in zip(BLOCKS, BLOCKS[1:], BLOCKS[2:], strict=False)
    if kind == "csv"
]
PROFILES = [text for kind, text in BLOCKS if kind == "toml"]


def shown(element: Element) -> str:
    row = f"row {element.row.value}" if element.row else "no row"
    return f"{element.id.value}, {row}, of {' and '.join(element.devices.value)}"


@pytest.mark.parametrize(("table", "profile", "expected"), EXAMPLES)
def test_an_example_reads_as_the_page_says(tmp_path: Path, table: str, profile: str, expected: str) -> None:
    book = tomllib.loads(profile)["workbook"][0]
    if book["file"].endswith(".csv"):
        (tmp_path / book["file"]).write_text(table, "utf-8")
    else:
        numbers = "." not in table.partition("\n")[2].partition(",")[0]
        rows = [tuple(_typed(cell, numbers=numbers) for cell in row) for row in csv.reader(io.StringIO(table))]
        shapes.write_by_hand(tmp_path / book["file"], {book["elements"][0]: shapes.HandSheet(rows)})

    catalogue, findings = read(shapes.workspace(tmp_path, profile))

    assert [finding for finding in findings if finding.severity != "note"] == []
    assert catalogue is not None
    assert [shown(element) for element in catalogue.elements] == expected.splitlines()


@pytest.mark.parametrize(("table", "profile", "expected"), EXAMPLES)
def test_an_example_loses_no_column_if_it_is_only_looked_at(
    tmp_path: Path, table: str, profile: str, expected: str
) -> None:
    (tmp_path / "example.csv").write_text(table, "utf-8")
    findings = Findings()
    beginning = begin_from(tmp_path / "example.csv", "new", findings)

    assert beginning is not None, (profile, list(findings))
    assert beginning.reads
    assert "not understood: '" not in beginning.toml.replace("\n#  ", "").replace("Data types not understood", "")
    assert f"# Read by this profile: {counted(len(expected.splitlines()), 'element')}." in beginning.toml


def _typed(cell: str, *, numbers: bool) -> str | int | None:
    return int(cell) if numbers and cell.isdecimal() else cell or None


def test_there_are_examples_of_both_kinds_of_file() -> None:
    files = [str(example.id) for example in EXAMPLES]

    assert len(files) >= 5
    assert {file.rpartition(".")[2] for file in files} == {"csv", "xlsx"}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_of_the_page_can_be_written(tmp_path: Path, profile: str) -> None:
    findings = Findings()

    assert load_workspace(shapes.workspace(tmp_path, profile), findings) is not None, list(findings)


@pytest.mark.parametrize("part", PARTS)
def test_the_columns_of_a_part_are_those_that_are_read(part: str) -> None:
    row = re.search(rf"^\| `{part}` \| (.*) \|$", PAGE, re.MULTILINE)
    expected = ", ".join(
        f"**{column.header}**" if column.filled else f"*{column.header}*" if column.optional else column.header
        for column in PARTS[part]
    )

    assert row
    assert row[1] == expected


def test_every_key_of_a_profile_is_on_the_page_of_the_workspace() -> None:
    page = (ROOT / "docs/workspace.md").read_text("utf-8")

    assert [key for key in WorkbookTable.model_fields if f"`{key}`" not in page] == []


def test_the_codes_of_profiles_are_on_the_page() -> None:
    known = [code.id for code in vars(codes).values() if isinstance(code, Code) and code.id.startswith("MM17")]

    assert len(known) == 10
    assert [code for code in known if code not in PAGE] == []
