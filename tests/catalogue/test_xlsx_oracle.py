"""Our reader against openpyxl's normal mode, cell by cell. What differs on purpose is named here."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, MAC_EPOCH, WINDOWS_EPOCH, from_excel

from metermap.catalogue.cells import CellValue, RawCell, ValueKind
from metermap.catalogue.xlsx import dates, styles
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Findings
from metermap.core.limits import LIMITS
from tests.catalogue.workbooks import GB, rewrite, share_strings

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Seen:
    """A cell as both readers can tell it."""

    value: CellValue
    error: bool = False
    number_format: str = ""
    formula: bool = False
    hidden: bool = False
    struck: bool = False
    merged: str = ""
    comment: str = ""


def ours(path: Path) -> dict[str, Seen]:
    findings = Findings()
    with open_workbook(path, path.name, findings) as book:
        assert book is not None, list(findings)
        cells = [cell for sheet in book.sheets for cell in book.cells(sheet.name)]
    assert len({str(cell.place) for cell in cells}) == len(cells)
    return {str(cell.place): _seen(cell) for cell in cells}


def _seen(cell: RawCell) -> Seen:
    merged = "" if cell.merged is None else ":".join(map(str, cell.merged))
    error = cell.kind is ValueKind.ERROR
    return Seen(cell.value, error, cell.number_format, cell.formula, cell.hidden, cell.struck, merged, cell.comment)


def theirs(path: Path) -> dict[str, Seen]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = load_workbook(path, data_only=True)
        formulas = load_workbook(path)
    found = {}
    for page in values.worksheets:
        merges = {
            (area.min_row, area.min_col): f"{area.min_row}:{area.min_col}:{area.max_row}:{area.max_col}"
            for area in page.merged_cells.ranges
        }
        for row in page.iter_rows():
            for cell in row:
                formula = formulas[page.title][cell.coordinate].data_type == "f"
                if isinstance(cell, Cell) and (cell.value is not None or formula):
                    place = f"{path.name}[{page.title}]!{cell.coordinate}"
                    found[place] = _told(page, cell, merges.get((cell.row, cell.column), ""), formula=formula)
    return found


def _told(page: Worksheet, cell: Cell, merged: str, *, formula: bool) -> Seen:
    value, letters = cell.value, cell.column_letter
    number = isinstance(value, int | float | datetime | date | time | timedelta) and not isinstance(value, bool)
    assert isinstance(value, str | int | float | bool | datetime | date | time | timedelta | None)
    return Seen(
        value,
        cell.data_type == "e",
        cell.number_format if number else "",
        formula,
        page.sheet_state != "visible"
        or page.row_dimensions[cell.row].hidden
        or _hides(page, column_index_from_string(letters)),
        bool(cell.font.strike),
        merged,
        cell.comment.text if cell.comment else "",
    )


def _hides(page: Worksheet, number: int) -> bool:
    groups = page.column_dimensions.values()
    return any(group.hidden and (group.min or 0) <= number <= (group.max or 0) for group in groups)


def test_the_great_britain_workbook_cell_by_cell() -> None:
    read = ours(GB / "smets2.xlsx")

    assert len(read) == 15_181
    assert read == theirs(GB / "smets2.xlsx")


def every_kind(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.title = "Kinds & <names>"
    rows: list[tuple[str | float | datetime | date | time | timedelta, ...]] = [
        ("text", "  spaces around  ", "line\nbreak", "tab\there", "“quotes” & <tags>", "£ € 中 😀", ""),
        (0, 1, -5, 1.1, 1e-9, 1.5e300, -0.001, 123456789012345678),
        (True, False, "#REF!", "#N/A", "#DIV/0!"),
        (datetime(2012, 7, 5), datetime(1999, 12, 31, 23, 59, 59, 999000), date(1904, 1, 2), time(12, 30), time(0)),  # noqa: DTZ001
        (timedelta(days=2, hours=3, minutes=4), timedelta(seconds=-1), timedelta(milliseconds=1500)),
        ("=1+1", "=A1", "=SUM(B2:B3)"),
        ("x" * 32_767, "'quoted", "0702", "1.10", "TRUE"),
    ]
    for row in rows:
        sheet.append(row)
    for column, shown in enumerate(("0%", "0.00E+00", "# ?/?", "0,000", '"day "0', "[Red]0;-0", "@", "General"), 1):
        cell = sheet.cell(9, column, 0.125)
        cell.number_format = shown
    for column, shown in enumerate(BUILTIN_FORMATS.values(), 1):
        sheet.cell(10, column, 1234.5678).number_format = shown
    for column, shown in enumerate(("yyyy-mm-dd", "[$-409]d mmm yy", "hh:mm", "[h]:mm:ss", "[mm]", "d/m;@", "m\\d"), 1):
        sheet.cell(11, column, 40000.75).number_format = shown


def beside_the_cells(book: Workbook) -> None:
    sheet = book.worksheets[0]
    for row in range(1, 8):
        sheet.append((f"row {row}", row, row / 8))
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A5")
    sheet["B2"].comment = Comment("look\nhere", "somebody")
    sheet["A6"].font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions.group("E", "G", hidden=True)
    sheet["F7"] = "in a hidden group"
    for state in ("hidden", "veryHidden"):
        page = book.create_sheet(state)
        page.sheet_state = state
        page["B3"] = "not seen"


def from_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    every_kind(book)


def nothing(_: Workbook) -> None:
    pass


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("fill", [every_kind, beside_the_cells, from_1904, nothing])
def test_workbooks_with_every_kind_of_cell(tmp_path: Path, fill: Callable[[Workbook], None], *, shared: bool) -> None:
    book = Workbook()
    fill(book)
    book.save(tmp_path / "kinds.xlsx")
    if shared:
        share_strings(tmp_path / "kinds.xlsx")

    assert ours(tmp_path / "kinds.xlsx") == theirs(tmp_path / "kinds.xlsx")


CELLS = {
    "a number without its type": b"<v>5</v>",
    "a scientific number": b"<v>1.0E-2</v>",
    "a number with an exponent and no point": b"<v>5E0</v>",
    "a negative zero": b"<v>-0.0</v>",
    "a formula with its value": b"<f>1+1</f><v>2</v>",
    "a formula without": b"<f>1+1</f>",
    "a formula with an empty value": b"<f>1+1</f><v></v>",
    "a shared formula": b'<f t="shared" si="0" ref="A1:A2">B1</f><v>7</v>',
    "an array formula": b'<f t="array" ref="A1:A2">B1:B2</f><v>7</v>',
    "an empty value": b"<v></v>",
    "nothing": b"",
}
TYPED = {
    "a formula's text": (b"str", b"<f>A1</f><v>seven</v>"),
    "a text that is no inline string": (b"str", b"<v>seven</v>"),
    "an error": (b"e", b"<v>#REF!</v>"),
    "a formula's error": (b"e", b"<f>#REF!</f><v>#REF!</v>"),
    "a boolean": (b"b", b"<v>1</v>"),
    "an ISO date": (b"d", b"<v>2012-07-05</v>"),
    "an ISO moment": (b"d", b"<v>2012-07-05T12:30:15</v>"),
    "an ISO moment in UTC": (b"d", b"<v>2012-07-05T12:30:15Z</v>"),
    "an ISO time": (b"d", b"<v>12:30:15</v>"),
    "an ISO length of time": (b"d", b"<v>PT3H4M5S</v>"),
    "an inline string": (b"inlineStr", b"<is><t>plain</t></is>"),
    "an empty inline string": (b"inlineStr", b"<is><t/></is>"),
    "kept spaces": (b"inlineStr", b'<is><t xml:space="preserve">  two  </t></is>'),
    "rich text": (b"inlineStr", b"<is><r><rPr><b/></rPr><t>bold</t></r><r><t> plain</t></r></is>"),
    "phonetic runs": (
        b"inlineStr",
        "<is><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></is>".encode(),
    ),
    "references of XML": (b"inlineStr", b"<is><t>&amp;&#65;&#x42;&lt;</t></is>"),
    "line breaks": (b"inlineStr", b"<is><t>a\r\nb&#10;c</t></is>"),
    "a text in pieces": (b"inlineStr", b"<is><t>a<!-- no -->b<![CDATA[<c>]]></t></is>"),
}


def with_cells(tmp_path: Path, cells: list[bytes]) -> Path:
    book = Workbook()
    book.worksheets[0]["A1"] = "first"
    book.save(tmp_path / "cells.xlsx")
    rows = b"".join(
        b'<row r="%d">%s</row>' % (row, cell.replace(b"@", b"%d" % row)) for row, cell in enumerate(cells, 2)
    )
    rewrite(tmp_path / "cells.xlsx", {SHEET: lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")})
    return tmp_path / "cells.xlsx"


@pytest.mark.parametrize("case", CELLS)
def test_a_number_or_formula_as_programs_write_it(tmp_path: Path, case: str) -> None:
    path = with_cells(tmp_path, [b'<c r="A@">%s</c>' % CELLS[case], b"<c>%s</c>" % CELLS[case]])

    assert ours(path) == theirs(path)


@pytest.mark.parametrize("case", TYPED)
def test_a_typed_cell_as_programs_write_it(tmp_path: Path, case: str) -> None:
    stored_as, content = TYPED[case]
    path = with_cells(tmp_path, [b'<c r="A@" t="%s">%s</c>' % (stored_as, content)])

    assert ours(path) == theirs(path)


# -- what differs on purpose --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"a_x000D_b", "a\rb"),
        (b"_x005F_x000D_", "_x000D_"),
        (b"_x001b_[31m", "\x1b[31m"),
        (b"_xD83D_", "_xD83D_"),
        (b"_x12_", "_x12_"),
    ],
)
def test_escaped_characters_are_unescaped_where_openpyxl_leaves_them(
    tmp_path: Path, written: bytes, meant: str
) -> None:
    path = with_cells(tmp_path, [b'<c r="A@" t="inlineStr"><is><t>%s</t></is></c>' % written])

    assert ours(path)["cells.xlsx[Sheet]!A2"].value == meant
    share_strings(path)
    assert ours(path)["cells.xlsx[Sheet]!A2"].value == meant


def test_a_formula_that_gives_an_empty_text_is_told_where_openpyxl_has_nothing(tmp_path: Path) -> None:
    path = with_cells(tmp_path, [b'<c r="A@" t="str"><f>B1</f><v></v></c>'])

    assert ours(path)["cells.xlsx[Sheet]!A2"] == Seen("", formula=True)
    assert theirs(path)["cells.xlsx[Sheet]!A2"] == Seen(None, formula=True)


def test_a_number_that_is_no_date_stays_a_number_where_openpyxl_makes_an_error_of_it(tmp_path: Path) -> None:
    book = Workbook()
    for row, value in enumerate((-1, 1e9), 1):
        book.worksheets[0].cell(row, 1, value).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "book.xlsx")

    assert [(seen.value, seen.error) for seen in ours(tmp_path / "book.xlsx").values()] == [(-1, False), (1e9, False)]


def test_a_text_with_a_struck_through_run_is_struck_through(tmp_path: Path) -> None:
    runs = b"<r><rPr><strike/></rPr><t>old</t></r><r><t>new</t></r>"
    path = with_cells(tmp_path, [b'<c r="A@" t="inlineStr"><is>%s</is></c>' % runs, b'<c r="A@"><v>1</v></c>'])

    assert [seen.struck for seen in ours(path).values()] == [False, True, False]
    share_strings(path)
    assert [seen.struck for seen in ours(path).values()] == [False, True, False]


def test_what_a_merge_covers_is_kept(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(("a", "covered"))
    book.save(tmp_path / "book.xlsx")
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    rewrite(tmp_path / "book.xlsx", {SHEET: lambda xml: xml.replace(b"</sheetData>", merge)})

    assert [seen.value for seen in ours(tmp_path / "book.xlsx").values()] == ["a", "covered"]
    assert isinstance(load_workbook(tmp_path / "book.xlsx").worksheets[0]["B1"], MergedCell)


def test_comments_and_merges_of_empty_cells_are_kept_beside_the_stream(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["B2"].comment = Comment("nothing here", "somebody")
    sheet.merge_cells("C3:D4")
    book.save(tmp_path / "book.xlsx")

    with open_workbook(tmp_path / "book.xlsx", "book.xlsx", Findings(), LIMITS) as read:
        assert read is not None
        assert dict(read.comments("Sheet")) == {(2, 2): "nothing here"}
        assert read.merges("Sheet") == ((3, 3, 4, 4),)


@pytest.mark.parametrize("prefix", [b"x:", b""])
@pytest.mark.parametrize(
    "namespace",
    [
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ],
)
def test_prefixes_and_the_strict_namespace_read_alike(tmp_path: Path, namespace: bytes, prefix: bytes) -> None:
    sheet = (
        b'<@worksheet xmlns%s="%s"><@sheetData><@row><@c><@v>5</@v></@c>'
        b'<@c t="inlineStr"><@is><@t>text</@t></@is></@c></@row></@sheetData></@worksheet>'
    ) % (b":x" if prefix else b"", namespace)
    path = with_cells(tmp_path, [])
    rewrite(path, {SHEET: lambda _: sheet.replace(b"@", prefix)})

    assert [seen.value for seen in ours(path).values()] == [5, "text"]


def test_cells_and_rows_out_of_order_come_in_order(tmp_path: Path) -> None:
    rows = b'<row r="9"><c r="B9"><v>2</v></c><c r="A9"><v>1</v></c></row><row r="4"><c r="A4"><v>0</v></c></row>'
    path = with_cells(tmp_path, [])
    rewrite(path, {SHEET: lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")})

    assert ours(path) == theirs(path)
    assert [seen.value for seen in ours(path).values()] == ["first", 0, 1, 2]


# -- laws ---------------------------------------------------------------------------------------------


@given(st.floats(0, 2_900_000))
def test_serial_numbers_are_the_moments_that_openpyxl_has(serial: float) -> None:
    assert dates.moment(serial, from_1904=False) == from_excel(serial, WINDOWS_EPOCH)
    assert dates.moment(serial, from_1904=True) == from_excel(serial, MAC_EPOCH)


@given(st.floats(-1e6, 1e6))
def test_lengths_of_time_are_those_of_openpyxl_to_the_millisecond(days: float) -> None:
    assert abs(dates.elapsed(days) - from_excel(days, timedelta=True)) <= timedelta(milliseconds=1)


PIECES = st.sampled_from(
    [
        "d",
        "m",
        "yy",
        "h",
        "ss",
        "0",
        "#,##0",
        '"d"',
        "[Red]",
        "[h]",
        "[mm]",
        "[$-409]",
        "\\d",
        "_m",
        ";",
        " ",
        "@",
        "E+0",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_date_formats_are_told_as_openpyxl_tells_them(code: str) -> None:
    assert styles.is_date_format(code) == is_date_format(code)
    if styles.is_date_format(code):
        assert styles.is_elapsed_format(code) == is_timedelta_format(code)
