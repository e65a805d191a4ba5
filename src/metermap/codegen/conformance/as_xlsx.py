"""A statement as a workbook to fill in: lists to choose from, a frozen header, filters, ready to be printed.

Every text is stored as text, so that none is run as a formula, and no clock gets into the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from metermap.codegen.annotate.texts import put_text
from metermap.codegen.annotate.write import Opened, save_book
from metermap.codegen.conformance import tables, words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from metermap.codegen.conformance.model import Conformance, Statement

__all__ = ["statement_xlsx"]

_SUPPORT: Final = "Yes,No,N.A."
_OUTCOMES: Final = "passed,failed,not run"
_DEFAULT_WIDTH: Final = 14
_COVER: Final = (62, 66, 28, 16, 48, 40)
_WIDTHS: Final = {
    "Item": 9,
    "Reference": 30,
    "Element": 52,
    "Category": 18,
    "Data type": 18,
    "Protocol": 10,
    "Address": 46,
    "Use cases": 18,
    "Support": 10,
    "Remarks": 28,
    "Cell": 28,
    "Cells": 28,
    "Mapping": 36,
    "Class": 7,
    "Version": 8,
    "Class name": 24,
    "Logical name": 17,
    "Id": 8,
    "Name": 28,
    "Type or fields": 34,
    "Access": 22,
    "Elements": 42,
    "Cluster": 9,
    "Cluster name": 18,
    "subject": 46,
    "remarks": 28,
    "title": 34,
    "stimulus": 40,
    "expected": 40,
    "value": 26,
    "element": 38,
    "address": 42,
    "octets from": 24,
    "vectors": 30,
    "why without": 34,
    "exchange": 34,
    "reference": 24,
    "cell": 28,
    "mapping": 34,
    "use case cell": 24,
    "statement": 40,
}
_FONT: Final = "Calibri"  # that of all cells which state none
_HEAD: Final = Font(name=_FONT, bold=True, color="FFFFFF")
_HEAD_FILL: Final = PatternFill("solid", fgColor="1F3A4D")
_TO_FILL: Final = PatternFill("solid", fgColor="FFF8E1")
_LINE: Final = Side(style="thin", color="C9D1D6")
_BELOW: Final = Border(bottom=_LINE)
_BOXED: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_ONE_LINE: Final = Alignment(vertical="top")
_TITLE: Final = Font(name=_FONT, bold=True, size=14, color="1F3A4D")
_HEADING: Final = Font(name=_FONT, bold=True, size=11, color="1F3A4D")
_A3, _A4 = 8, 9
_ROWS: Final = 1_048_576  # of a sheet
_LINE_HEIGHT: Final = 15.0  # points
_FILLED: Final = 0.85  # of a line, where words are not broken
_HIGHEST: Final = 405.0  # points; a row can be 409 high


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table: its name, its columns, which are to be filled in and from which words, and the last that is printed."""

    name: str
    head: tables.Row
    rows: Iterable[tables.Row]
    to_fill: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    printed: str
    paper: int = _A4


def statement_xlsx(conformance: Conformance, statement: Statement) -> bytes:
    """Return the workbook of one device: the statement, its elements, objects, clusters and test cases."""
    book = Workbook()
    book.properties.creator = None
    book.properties.title = words.title(statement)
    _cover(book.worksheets[0], conformance, statement)
    support = (("Support", _SUPPORT),)
    blanks, support = ("Support", "Remarks"), (("Support", _SUPPORT),)
    sheets = [
        _Sheet("Elements", tables.ELEMENTS, tables.element_rows(statement), blanks, support, "Remarks"),
        _Sheet("Objects", tables.OBJECTS, tables.object_rows(statement), blanks, support, "Remarks"),
        _Sheet("Clusters", tables.CLUSTERS, tables.cluster_rows(statement), blanks, support, "Remarks"),
        _Sheet(
            "Test cases",
            tables.CASES,
            tables.case_rows(conformance, statement),
            ("outcome", "date", "laboratory", "remarks"),
            (("outcome", _OUTCOMES),),
            "element",
            _A3,
        ),
    ]
    for each in sheets:
        rows = tuple(each.rows)
        if rows:
            _table(book.create_sheet(each.name), each, rows)
    return save_book(Opened(book, (), None, None))


def _cover(sheet: Worksheet, conformance: Conformance, statement: Statement) -> None:
    sheet.title = "Statement"
    for column, width in zip("ABCDEF", _COVER, strict=True):
        sheet.column_dimensions[column].width = width
    row = _text(sheet, 1, (words.title(statement),), _TITLE) + 1
    row = _text(sheet, row, ("Identification",), _HEADING)
    for name in words.TO_FILL_IN:
        _text(sheet, row, (name,))
        _to_fill(sheet.cell(row, 2))
        row += 1
    for fact in words.facts(conformance, statement):
        row = _text(sheet, row, fact)
    row = _block(sheet, row + 1, "Standards", words.EDITIONS, words.edition_rows(statement))
    row = _block(sheet, row + 1, "Elements", words.COVERAGE, words.coverage_rows(statement))
    figures = ((what, f"{number:,}") for what, number in words.case_figures(statement.counts))
    _block(sheet, row + 1, "Test cases", ("What", "How many"), figures)
    _print_set_up(sheet, _A4)


def _block(sheet: Worksheet, row: int, name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    row = _text(sheet, row, (name,), _HEADING)
    _head(sheet, row, head)
    row += 1
    for cells in rows:
        row = _text(sheet, row, cells)
    return row


def _text(sheet: Worksheet, row: int, cells: Sequence[str], font: Font | None = None) -> int:
    """Put texts into a row, and return the number of the next."""
    for column, text in enumerate(cells, 1):
        cell = sheet.cell(row, column)
        if isinstance(cell, Cell):
            put_text(cell, text)
            cell.alignment = _TOP if font is None else Alignment(vertical="top")
            if font:
                cell.font = font
    if font is None:
        sheet.row_dimensions[row].height = _height(zip(cells, _COVER, strict=False))
    return row + 1


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height in points of a row of texts in columns of some width: no program works it out on opening."""
    lines = max((-(-len(text) // max(int(width * _FILLED), 1)) for text, width in cells), default=1)
    return min(_LINE_HEIGHT * max(lines, 1), _HIGHEST)


def _head(sheet: Worksheet, row: int, head: Sequence[str]) -> None:
    _text(sheet, row, head)
    for column in range(1, len(head) + 1):
        cell = sheet.cell(row, column)
        cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _TOP


def _to_fill(cell: object) -> None:
    if isinstance(cell, Cell):
        cell.fill, cell.border, cell.alignment = _TO_FILL, _BOXED, _TOP
        cell.number_format = "@"  # else a spreadsheet program makes a date of a version, and a number of a date


def _table(sheet: Worksheet, table: _Sheet, rows: Sequence[tables.Row]) -> None:
    _head(sheet, 1, table.head)
    widths = [_WIDTHS.get(name, _DEFAULT_WIDTH) for name in table.head]
    printed = table.head.index(table.printed) + 1
    to_fill = frozenset(number for number, name in enumerate(table.head, 1) if name in table.to_fill)
    for at, cells in enumerate(rows[: _ROWS - 1], 2):
        _row(sheet, at, cells, to_fill, printed)
        sheet.row_dimensions[at].height = _height(zip(cells[:printed], widths[:printed], strict=True))
    sheet.row_dimensions[1].height = _height(zip(table.head, widths, strict=True))
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for name, choices in table.choices:
        _choice(sheet, get_column_letter(table.head.index(name) + 1), choices, len(rows) + 1)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{get_column_letter(printed)}{len(rows) + 1}"
    _print_set_up(sheet, table.paper)


def _choice(sheet: Worksheet, letter: str, choices: str, last: int) -> None:
    checked = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
    checked.error = f"One of {choices.replace(',', ', ')}"
    checked.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(checked)


def _row(sheet: Worksheet, at: int, cells: tables.Row, to_fill: Collection[int], printed: int) -> None:
    """Put a row; what is not printed stays on one line, so that it makes no row higher."""
    for number, text in enumerate(cells, 1):
        cell = sheet.cell(at, number)
        if not isinstance(cell, Cell):
            continue
        if text:
            put_text(cell, text)
        cell.alignment, cell.border = _TOP if number <= printed else _ONE_LINE, _BELOW
        if number in to_fill:
            _to_fill(cell)


def _print_set_up(sheet: Worksheet, paper: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.35)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A, page &P of &N"
