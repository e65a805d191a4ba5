"""Mapping status and addresses, to the right of what a sheet holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.dimensions import ColumnDimension

from metermap.codegen.annotate.columns import _make_room
from metermap.core.places import column_letters
from tests.codegen.annotate.copies import MAPPING, copied, workspace

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

STATUS, DLMS, SEP = "metermap: mapping status", "metermap: DLMS addresses", "metermap: SEP addresses"


def row(sheet: Worksheet, number: int, first: int = 12) -> list[object]:
    return [sheet.cell(number, column).value for column in range(first, first + 3)]


def test_each_element_has_its_status_and_its_addresses(tmp_path: Path) -> None:
    result, book = copied(workspace(tmp_path / "w"))
    sheet = book["Elements"]
    assert row(sheet, 3) == [STATUS, DLMS, SEP]
    assert row(sheet, 4) == [None, None, None], "a heading is no element"
    assert row(sheet, 5) == ["ESME over dlms: mapped", "3/1-0:2.8.0.255/A2 value (ESME)", "not asked about"]
    assert row(sheet, 6) == ["GSME over sep: undecided", "not asked about", "GSME: undecided"]
    assert row(book["HAN"], 2, 6)[0] == "GPF over sep: undecided"
    assert result.copies["small.annotated.xlsx"].rows == 3


def test_a_deliberate_gap_and_a_proposal_are_told_in_the_words_of_the_model(tmp_path: Path) -> None:
    mapping = MAPPING + '\non GSME over sep, tunnelled.\n\nCalorificValue is Nowhere because "no cluster has it".\n'
    _, book = copied(workspace(tmp_path / "w", mapping=mapping))
    assert row(book["Elements"], 6) == ["GSME over sep: no home", "not asked about", "GSME: no home"]


def test_what_is_open_stands_before_what_is_done(tmp_path: Path) -> None:
    def two_devices(book: Workbook) -> None:
        book["Elements"]["K5"] = "ESME; GSME"

    _, book = copied(workspace(tmp_path / "w", two_devices))
    assert row(book["Elements"], 5)[0] == "GSME over sep: undecided; ESME over dlms: mapped"


def test_whatever_stands_to_the_right_of_the_table_is_left_alone(tmp_path: Path) -> None:
    def notes(book: Workbook) -> None:
        book["Elements"]["N9"] = "a note far down"
        book["Elements"]["P3"].fill = PatternFill("solid", fgColor="FFFF00")

    _, book = copied(workspace(tmp_path / "w", notes))
    sheet = book["Elements"]
    assert sheet["N9"].value == "a note far down"
    assert row(sheet, 3, 15) == [STATUS, DLMS, SEP]
    assert sheet["P3"].fill.fgColor.rgb == "00FFFF00", "an empty cell keeps its fill"


def test_a_title_merged_over_the_whole_sheet_does_not_push_them_out(tmp_path: Path) -> None:
    def wide(book: Workbook) -> None:
        book["Elements"].unmerge_cells("A1:K1")
        book["Elements"].merge_cells("A1:XFD1")

    _, book = copied(workspace(tmp_path / "w", wide))
    assert row(book["Elements"], 3) == [STATUS, DLMS, SEP]


def test_element_rows_merged_to_the_last_column_leave_no_room(tmp_path: Path) -> None:
    from metermap.annotating import annotate  # noqa: PLC0415  (the only one that is refused here)

    def merged(book: Workbook) -> None:
        book["Elements"].merge_cells("K5:XFD5")

    result = annotate(workspace(tmp_path / "w", merged), tmp_path / "out")
    assert not result.copies
    assert "no free columns" in result.findings[0].message


def test_the_header_row_is_found_below_a_row_of_groups(tmp_path: Path) -> None:
    def groups(book: Workbook) -> None:
        sheet = book["Elements"]
        for cell in ("A2", "C2", "F2", "I2"):
            sheet[cell] = "Group"
        sheet.merge_cells("C2:E2")

    _, book = copied(workspace(tmp_path / "w", groups))
    assert row(book["Elements"], 3) == [STATUS, DLMS, SEP]
    assert row(book["Elements"], 2) == [None, None, None]


def test_a_faulty_row_between_header_and_elements_is_not_taken_for_the_header(tmp_path: Path) -> None:
    def faulty(book: Workbook) -> None:
        sheet = book["Elements"]
        sheet.insert_rows(5)
        for column in range(2, 12):
            sheet.cell(5, column, "no id here")

    _, book = copied(workspace(tmp_path / "w", faulty))
    assert row(book["Elements"], 3) == [STATUS, DLMS, SEP]
    assert row(book["Elements"], 5) == [None, None, None]


def test_hidden_columns_to_the_right_stay_hidden_beside_ours(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        dimension = book["Elements"].column_dimensions["L"]
        dimension.min, dimension.max, dimension.hidden = 12, 16384, True

    _, book = copied(workspace(tmp_path / "w", hide))
    dimensions = book["Elements"].column_dimensions
    assert not any(dimensions[letters].hidden for letters in "LMN")
    assert (dimensions["O"].hidden, dimensions["O"].min, dimensions["O"].max) == (True, 15, 16384)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), max_size=12),
    st.integers(1, 80),
)
def test_no_column_is_ever_defined_twice(ranges: list[tuple[int, int]], first: int) -> None:
    sheet = cast("Worksheet", Workbook().active)
    end = 0
    theirs: dict[int, float] = {}
    for gap, more in ranges:  # definitions beside each other, as programs write them
        start, end = end + gap, end + gap + more
        letters = column_letters(start)
        sheet.column_dimensions[letters] = ColumnDimension(sheet, letters, width=start, min=start, max=end)
        theirs |= dict.fromkeys(range(start, end + 1), float(start))
    _make_room(sheet, first)
    defined: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        assert dimension.min is not None
        assert dimension.max is not None
        for column in range(dimension.min, dimension.max + 1):
            assert column not in defined
            defined[column] = dimension.width
    assert defined == {column: width for column, width in theirs.items() if not first <= column < first + 3}


@pytest.mark.parametrize("text", ["=1+1", "-5"])
def test_a_column_is_text(tmp_path: Path, text: str) -> None:
    def hostile(book: Workbook) -> None:
        cell = book["Elements"]["A5"]
        cell.value, cell.data_type = text, "s"

    _, book = copied(workspace(tmp_path / "w", hostile))
    assert {book["Elements"].cell(5, column).data_type for column in (12, 13, 14)} == {"s"}
