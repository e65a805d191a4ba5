"""A diff as a workbook: filters, frozen headings, a page set up to print, and no text that runs."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from metermap.codegen.changes.model import Diff, Kind
from metermap.codegen.diff_report import as_xlsx
from metermap.codegen.diff_report.as_xlsx import diff_xlsx
from metermap.core.text import one_line
from tests.codegen.diff_report.diffs import NEW, OLD, everywhere, history
from tests.site.hostile import HOSTILE

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "#REF!", "=cmd|'/c calc'!A1")


def opened(diff: Diff) -> Workbook:
    return load_workbook(io.BytesIO(diff_xlsx(diff)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(history())


def rows(book: Workbook, name: str) -> list[dict[str, object]]:
    head, *others = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]


def test_there_are_a_summary_the_changes_and_what_moved(book: Workbook) -> None:
    assert book.sheetnames == ["Summary", "Changes", "Moved"]


def test_the_summary_says_what_breaks_and_for_whom(book: Workbook) -> None:
    told = [tuple(cell for cell in row if cell is not None) for row in book["Summary"].iter_rows(values_only=True)]
    assert told[0] == ("Changes: GBCS 0.8.1 → GBCS 4.x",)
    assert ("Only part of GBCS 0.8.1 is recorded. What is not recorded shows no difference.",) in told
    assert ("breaks the wire", 10, "the octets, or where they are found, are others") in told
    assert ("ESME", 10, 0, 10) in told


def test_a_field_that_changed_is_a_row_gravest_first(book: Workbook) -> None:
    found = rows(book, "Changes")
    assert [row["Verdict"] for row in found[:12]] == [
        *["breaks the wire"] * 10,
        "breaks meaning",
        "documentation only",
    ]
    assert found[10] == {
        "Verdict": "breaks meaning",
        "Also": None,
        "Act": "changed",
        "Kind": "item",
        "Item": "Calorific Value",
        "Path": None,
        "Id": "GSME/Calorific Value",
        "Old name": None,
        "Device": "GSME",
        "Protocol": None,
        "Field": "unit",
        "Follows": None,
        "Old": "MJ/m3",
        "New": "kWh/m3",
        "Old cell": "smets2.xlsx[Elements]!G14",
        "New cell": "smets2.xlsx[Elements]!G15",
        "Why": "the same number is another amount",
        "Devices": "GSME",
        "Roles": "Supplier, NetworkOperator",
        "Edition": "GBCS 0.8.1",
        "Note": None,
    }


def test_a_line_that_is_new_or_gone_is_a_row_with_what_it_says(book: Workbook) -> None:
    found = {row["Act"]: row for row in rows(book, "Changes") if row["Act"] in ("added", "removed")}
    assert (found["added"]["Old"], found["added"]["New"]) == (None, "data type UINT32")
    assert (found["removed"]["Old"], found["removed"]["New"]) == ("data type UINT32", None)


def test_all_lines_that_moved_are_there_with_both_cells(book: Workbook) -> None:
    found = rows(book, "Moved")
    assert len(found) == 986
    assert found[0]["Old cell"] == "smets2.xlsx[Elements]!D100"
    assert found[0]["New cell"] == "smets2.xlsx[Elements]!D101"
    assert (found[-1]["Old row"], found[-1]["New row"], found[-1]["Also"]) == ("702", "749", "renamed")


def test_headings_stay_in_sight_and_filter_and_print_on_each_page(book: Workbook) -> None:
    for name in ("Changes", "Moved"):
        sheet = book[name]
        assert isinstance(sheet, Worksheet)
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_nothing_different_has_sheets_with_headings_alone() -> None:
    book = opened(Diff(OLD, NEW, tuple(Kind)))
    assert rows(book, "Changes") == rows(book, "Moved") == []
    told = [cell.value for row in book["Summary"].iter_rows() for cell in row]
    assert "No difference. Compared: devices, elements, facts of items, use cases and statements." in told


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_no_text_in_any_field_runs(text: str) -> None:
    book = opened(everywhere(text))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert one_line(text) in {cell.value for cell in cells}


@given(st.text(max_size=30))
@settings(max_examples=15)
def test_any_text_makes_a_workbook_that_opens(text: str) -> None:
    assert len(rows(opened(everywhere(text)), "Changes")) == 25


def test_rows_that_a_sheet_cannot_hold_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "_MOST", 100)
    book = opened(history())
    assert len(rows(book, "Moved")) == 100
    told = [cell.value for row in book["Summary"].iter_rows() for cell in row]
    assert "each line that stands in another row or file; 886 more rows are only in the JSON" in told
