"""Faults that editors make: each is a finding with its cell, what was expected, and a way out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Findings
from tests.catalogue.workbooks import check, edit, must_read, only, read, rewrite, share_strings, small_workspace

if TYPE_CHECKING:
    from openpyxl import Workbook


def test_a_small_workspace_reads_without_a_finding(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path))

    assert catalogue is not None
    assert findings == ()
    assert [element.id.value for element in catalogue.elements] == [
        "ActiveExportRegister.value",
        "CalorificValue.value",
        "Cumulative Current Day Value Store.cost",
    ]
    assert str(catalogue.elements[0].path.place) == "small.xlsx[Elements]!E5"
    assert catalogue.elements[0].section == "Operational data"


def test_a_moved_column_is_found_by_its_header(tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        sheet = book["Elements"]
        for row in sheet.iter_rows(min_row=3, min_col=4, max_col=11):
            if row[0].row != 4:
                first = row[0].value
                for cell, right in pairwise(row):
                    cell.value = right.value
                row[-1].value = first

    element = must_read(small_workspace(tmp_path, move)).elements[0]

    assert element.item.value == "ActiveExportRegister"
    assert str(element.item.place) == "small.xlsx[Elements]!K5"


def test_inserted_rows_and_foreign_columns_do_no_harm(tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        sheet = book["Elements"]
        sheet.unmerge_cells("A4:K4")
        sheet.insert_rows(2, 3)
        sheet.merge_cells("A7:K7")
        sheet["L6"] = "Remarks"
        sheet["L8"] = "a remark"
        sheet["L12"] = "another, far below"

    catalogue, findings = read(small_workspace(tmp_path, insert))

    assert findings == ()
    assert catalogue is not None
    assert str(catalogue.elements[0].path.place) == "small.xlsx[Elements]!E8"


@pytest.mark.parametrize("header", ["ATTRIBUTE  PATH", "Attribute\npath", " Attribute\u00a0path\u00a0"])
def test_a_header_is_compared_without_case_line_breaks_and_odd_spaces(tmp_path: Path, header: str) -> None:
    def spell(book: Workbook) -> None:
        book["Elements"]["E3"] = header

    assert read(small_workspace(tmp_path, spell))[1] == ()


def test_a_profile_may_give_other_headers(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Elements"]["E3"] = "Path within the item"

    small_workspace(tmp_path, rename)
    toml = tmp_path / "metermap.toml"
    profile = 'han_only = ["HAN"]\nheaders = { "Attribute path" = ["Path within the item"] }'
    toml.write_text(toml.read_text().replace('han_only = ["HAN"]', profile))

    assert read(tmp_path)[1] == ()


def test_a_missing_sheet(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: setattr(book["Elements"], "title", "Elemnts")))

    assert catalogue is None
    assert only(findings).code == "MM110"
    assert only(findings).expected == "a sheet called 'Elements'; did you mean 'Elemnts'?"


def test_a_missing_column_names_the_header_that_comes_near(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("G3", "Date type")))

    assert catalogue is None
    assert only(findings).code == "MM112"
    assert only(findings).expected == "a column headed 'Data type'; did you mean 'Date type'?"


def test_all_missing_columns_and_sheets_come_in_one_run(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book["Elements"]["G3"] = "?"
        book["Elements"]["H3"] = "?"
        del book["HAN"]

    assert [finding.code for finding in read(small_workspace(tmp_path, spoil))[1]] == ["MM112", "MM112", "MM110"]


def test_a_sheet_without_a_header(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].delete_rows(3)))

    assert only(findings).code == "MM111"
    assert "Attribute path" in only(findings).expected


def test_a_header_that_stands_twice(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("L3", "item")))

    assert catalogue is None
    assert (only(findings).code, str(only(findings).place)) == ("MM113", "small.xlsx[Elements]!L3")
    assert [str(place) for place in only(findings).also] == ["small.xlsx[Elements]!D3"]


@pytest.mark.parametrize(
    ("cell", "value", "code", "message"),
    [
        ("D5", "#REF!", "MM120", "Item is the error value #REF!"),
        ("D5", "=A5", "MM121", "Item is a formula without a stored value"),
        ("C5", 5.7, "MM123", "Reference is 5.7, stored as a number"),
        ("C5", datetime(2012, 7, 5), "MM123", "Reference is 2012-07-05, stored as a date"),  # noqa: DTZ001  (a sheet's dates have no zone)
        ("G5", True, "MM123", "Data type is True, stored as a boolean"),
        ("B5", "100", "MM124", "Row is '100', stored as text"),
        ("B5", 100.5, "MM124", "Row is 100.5, stored as a number"),
        ("B5", -1, "MM124", "Row is -1, stored as a number"),
        ("B5", None, "MM125", "Row is empty"),
        ("E5", None, "MM125", "Attribute path is empty"),
        ("E5", "   ", "MM125", "Attribute path is empty"),
        ("H5", "perhaps", "MM126", "Sensitive is 'perhaps'"),
        ("K5", "ESNE", "MM127", "'ESNE' is no device of this workspace"),
    ],
)
def test_a_broken_cell_is_named_and_its_row_is_still_read(
    tmp_path: Path, cell: str, value: str | float | datetime | None, code: str, message: str
) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__(cell, value)))

    finding = only(findings)
    assert (finding.code, str(finding.place)) == (code, f"small.xlsx[Elements]!{cell}")
    assert finding.message == message
    assert finding.expected or finding.help
    assert catalogue is not None
    assert len(catalogue.elements) == 3


def test_a_workbook_that_is_not_there(tmp_path: Path) -> None:
    (small_workspace(tmp_path) / "small.xlsx").rename(tmp_path / "smal.xlsx")

    finding = only(read(tmp_path)[1])
    assert (finding.code, finding.message) == ("MM100", "small.xlsx does not exist")
    assert finding.expected == "did you mean 'smal.xlsx'?"
    assert finding.help == "Correct the name in metermap.toml, or put the workbook in its place."


def test_a_workbook_that_is_a_folder(tmp_path: Path) -> None:
    (small_workspace(tmp_path) / "small.xlsx").unlink()
    (tmp_path / "small.xlsx").mkdir()

    finding = only(read(tmp_path)[1])
    assert (finding.code, finding.message, finding.expected) == ("MM100", "small.xlsx is a folder", "")
    assert finding.help == "Name a workbook in metermap.toml, and not the folder that it is in."


def test_a_workbook_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (small_workspace(tmp_path) / "small.xlsx").unlink()
    os.mkfifo(tmp_path / "small.xlsx")

    assert only(read(tmp_path)[1]).message == "small.xlsx cannot be read: it is no file"


def test_a_number_in_a_text_column_is_to_be_retyped_never_guessed(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("C5", 1.1)))

    assert only(findings).help == "Format the cell as text, then retype its content."
    assert catalogue is not None
    assert catalogue.elements[0].reference.value == ""


def test_a_formula_with_a_stored_value_is_read_with_a_warning(tmp_path: Path) -> None:
    small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("B5", "=99+1"))
    stored = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"<f>99+1</f><v />", b"<f>99+1</f><v>100</v>")}
    rewrite(tmp_path / "small.xlsx", stored)

    catalogue, findings = read(tmp_path)

    assert (only(findings).code, str(only(findings).place)) == ("MM122", "small.xlsx[Elements]!B5")
    assert catalogue is not None
    assert 100 in catalogue.elements_by_row


def test_an_unknown_device_gets_a_suggestion_and_the_known_ones_stay(tmp_path: Path) -> None:
    catalogue, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("K5", "GSME; ESNE")))

    assert only(findings).expected == "did you mean 'ESME'?"
    assert catalogue is not None
    assert catalogue.elements[0].devices.value == ("GSME",)


def test_spaces_around_a_text_are_not_part_of_it(tmp_path: Path) -> None:
    spaced = small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("E5", " value "))

    assert must_read(spaced).elements[0].path.value == "value"
    assert must_read(spaced).elements[0].path.original == " value "


def test_two_rows_with_one_id(tmp_path: Path) -> None:
    catalogue, findings = read(
        small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("A6", "ActiveExportRegister.value"))
    )

    assert (only(findings).code, str(only(findings).place)) == ("MM140", "small.xlsx[Elements]!A6")
    assert [str(place) for place in only(findings).also] == ["small.xlsx[Elements]!A5"]
    assert catalogue is not None
    assert len(catalogue.elements) == 2


def test_two_elements_with_one_printed_row(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("B6", 100)))

    assert (only(findings).code, str(only(findings).place)) == ("MM141", "small.xlsx[Elements]!B6")
    assert [str(place) for place in only(findings).also] == ["small.xlsx[Elements]!B5"]


def test_merged_data_cells_are_not_guessed_at(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, lambda book: book["Elements"].merge_cells("D5:D6")))

    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MM129", "small.xlsx[Elements]!D5"),
        ("MM125", "small.xlsx[Elements]!D6"),
    ]


def _hide_row(book: Workbook) -> None:
    book["Elements"].row_dimensions[6].hidden = True


def _hide_column(book: Workbook) -> None:
    book["Elements"].column_dimensions["G"].hidden = True


def _hide_sheet(book: Workbook) -> None:
    book["HAN"].sheet_state = "hidden"


def _strike(book: Workbook) -> None:
    book["Elements"]["E6"].font = Font(strike=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [(_hide_row, "MM130"), (_hide_column, "MM130"), (_hide_sheet, "MM130"), (_strike, "MM131")],
)
def test_hidden_and_struck_through_cells_are_read_and_reported(
    tmp_path: Path, change: Callable[[Workbook], object], code: str
) -> None:
    catalogue, findings = read(small_workspace(tmp_path, change))

    assert only(findings).code == code
    assert catalogue is not None
    assert len(catalogue.elements) == 3


def test_a_type_that_is_not_understood_keeps_its_text(tmp_path: Path) -> None:
    root = small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("G5", "INTEGRE"))
    finding = only(check(root))

    assert (finding.code, finding.expected) == ("MM142", "did you mean 'INTEGER'?")
    assert must_read(root).elements[0].type.printed == "INTEGRE"


def test_the_raw_stream_carries_what_the_table_does_not_use(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Elements"]["B5"].number_format = "000"
        book["Elements"]["B5"].comment = Comment("look here", "somebody")

    small_workspace(tmp_path, change)
    with open_workbook(tmp_path / "small.xlsx", "small.xlsx", Findings()) as book:
        assert book is not None
        cells = {(cell.row, cell.column): cell for cell in book.cells("Elements")}

    assert (cells[5, 2].value, cells[5, 2].number_format, cells[5, 2].comment) == (100, "000", "look here")
    assert cells[4, 1].merged == (4, 1, 4, 11)


def test_a_workbook_saved_by_a_person_reads_the_same(tmp_path: Path) -> None:
    before = must_read(small_workspace(tmp_path))
    edit(tmp_path / "small.xlsx", lambda _: None)

    assert must_read(tmp_path).elements == before.elements


def test_shared_strings_read_like_inline_ones(tmp_path: Path) -> None:
    before = must_read(small_workspace(tmp_path))
    share_strings(tmp_path / "small.xlsx")

    assert must_read(tmp_path).elements == before.elements


def test_a_heading_that_is_not_merged_is_taken_for_one_and_told(tmp_path: Path) -> None:
    def unmerge(book: Workbook) -> None:
        sheet = book["Elements"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))

    catalogue, findings = read(small_workspace(tmp_path, unmerge))
    assert catalogue is not None
    assert {finding.code for finding in findings} <= {"MM132"}
    assert any(element.section for element in catalogue.elements)
