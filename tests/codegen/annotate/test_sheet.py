"""The sheet of all findings, and its links."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from metermap.catalogue.codes import NO_HEADER
from tests.codegen.annotate.copies import COPY, MAPPING, copied, listed, workspace

if TYPE_CHECKING:
    from openpyxl import Workbook


def without_type(book: Workbook) -> None:
    book["Elements"]["G5"] = None


def test_every_finding_is_a_row(tmp_path: Path) -> None:
    row = "MM143,ActiveExportRegister.value,open,Nobody knows.\n"
    result, book = copied(workspace(tmp_path / "w", without_type, reviewed=row))
    rows = listed(book)
    assert len(rows) == result.copies[COPY].listed
    assert rows[0] == {
        "Code": "MM143",
        "Severity": "warning",
        "Sheet": "Elements",
        "Cell": "G5",
        "Element or subject": "ActiveExportRegister.value",
        "Message": "ActiveExportRegister.value has no data type",
        "Expected": "",
        "What to do": "State the data type, if it is known.",
        "Reviewed": "open: Nobody knows.",
        "Found at, and see also": "small.xlsx[Elements]!G5",
    }
    assert {row["Reviewed"] for row in rows[1:]} == {"not reviewed"}


def test_its_header_is_frozen_and_filters(tmp_path: Path) -> None:
    result, book = copied(workspace(tmp_path / "w", without_type))
    sheet = book["metermap findings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:J{result.copies[COPY].listed + 1}"
    assert book.sheetnames[-1] == sheet.title, "the other sheets keep their places"


@pytest.mark.parametrize("name", ["It's all", "A!B", "x 'y' z", "Ünïcode", "Sheet1"])
def test_a_link_leads_to_the_cell_whatever_the_sheet_is_called(tmp_path: Path, name: str) -> None:
    def rename(book: Workbook) -> None:
        without_type(book)
        book["Elements"].title = name

    root = workspace(tmp_path / "w", rename)
    toml = root / "metermap.toml"
    toml.write_text(toml.read_text("utf-8").replace('elements = ["Elements"]', f'elements = ["{name}"]'), "utf-8")
    _, book = copied(root)
    link = book["metermap findings"]["D2"].hyperlink
    assert link.target is None, "it leads to nothing outside"
    quoted, _, cell = link.location.rpartition("!")
    assert quoted == "'" + name.replace("'", "''") + "'"
    assert book[name][cell].comment


def test_the_finding_of_another_input_has_no_link(tmp_path: Path) -> None:
    _, book = copied(workspace(tmp_path / "w", mapping=MAPPING + "\nNothing is Register 1-0:1.8.0.255.\n"))
    numbers = [
        number for number, row in enumerate(listed(book), 2) if row["Found at, and see also"].startswith("small.map")
    ]
    assert numbers
    for number in numbers:
        assert book["metermap findings"].cell(number, 4).hyperlink is None
        assert book["metermap findings"].cell(number, 4).value is None


def test_a_finding_about_a_sheet_leads_to_its_first_cell(tmp_path: Path) -> None:
    def headless(book: Workbook) -> None:
        book["HAN"].delete_rows(1)

    _, book = copied(workspace(tmp_path / "w", headless))
    sheet = book["metermap findings"]
    number = next(number for number, row in enumerate(listed(book), 2) if row["Code"] == NO_HEADER.id)
    link = sheet.cell(number, 3).hyperlink
    assert link is not None
    assert link.location == "'HAN'!A1"


def test_a_name_that_is_taken_is_left_to_the_editor(tmp_path: Path) -> None:
    def take(book: Workbook) -> None:
        without_type(book)
        book.create_sheet("Metermap FINDINGS")["A1"] = "the editor's"
        book.create_sheet("metermap findings 2")

    _, book = copied(workspace(tmp_path / "w", take))
    assert book["Metermap FINDINGS"]["A1"].value == "the editor's"
    assert listed(book, "metermap findings 3")[0]["Code"] == "MM143"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "#REF!", "=cmd|' /C calc'!A0"])
def test_no_text_of_a_cell_becomes_a_formula(tmp_path: Path, start: str) -> None:
    def hostile(book: Workbook) -> None:
        cell = book["Elements"]["A5"]
        cell.value, cell.data_type = f"{start}.value", "s"
        book["Elements"]["G5"] = None

    result, book = copied(workspace(tmp_path / "w", hostile, mapping="on ESME over dlms, tunnelled.\n"))
    cells = [cell for row in book["metermap findings"].iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == f"{start}.value" for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    with zipfile.ZipFile(result.out / COPY) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))
    assert not re.search(rb"<f[ >]", sheets)
