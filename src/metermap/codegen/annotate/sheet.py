"""The sheet of all findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from metermap.codegen.annotate.model import AUTHOR, Remark
from metermap.codegen.annotate.places import Sheets
from metermap.codegen.annotate.texts import put_text
from metermap.core.places import CellPlace, column_letters

if TYPE_CHECKING:
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["NOT_REVIEWED", "SHEET", "add_findings_sheet"]

SHEET = f"{AUTHOR} findings"
NOT_REVIEWED = "not reviewed"

_SHEET_NAME = 31  # characters: what spreadsheet programs allow


class _Target(NamedTuple):
    """Where a row leads: a cell of this workbook, or a sheet as a whole, and then its first cell."""

    sheet: str
    row: int
    column: int
    whole: bool = False

    @property
    def cell(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


class _Column(NamedTuple):
    header: str
    width: int
    text: Callable[[Remark, _Target | None], str]


_COLUMNS = (
    _Column("Code", 9, lambda remark, _: remark.finding.code),
    _Column("Severity", 10, lambda remark, _: remark.finding.severity.value),
    _Column("Sheet", 16, lambda _, target: target.sheet if target else ""),
    _Column("Cell", 8, lambda _, target: target.cell if target and not target.whole else ""),
    _Column("Element or subject", 34, lambda remark, _: remark.finding.subject),
    _Column("Message", 60, lambda remark, _: remark.finding.message),
    _Column("Expected", 34, lambda remark, _: remark.finding.expected),
    _Column("What to do", 44, lambda remark, _: remark.finding.help),
    _Column("Reviewed", 34, lambda remark, _: remark.verdict or NOT_REVIEWED),
    _Column("Found at, and see also", 40, lambda remark, _: "; ".join(map(str, remark.places))),
)
_LINKED = ("Sheet", "Cell")


def add_findings_sheet(book: Workbook, sheets: Sheets, remarks: Iterable[Remark]) -> None:
    """Add a last sheet that lists all remarks, with links to the cells of this workbook.

    Those with a cell here come first, in the order of the tabs and cells; the others as they are given.
    """
    sheet: Worksheet = book.create_sheet(_free_name(book.sheetnames))
    _fill(sheet, 1, [column.header for column in _COLUMNS], [_style(sheet, Font(bold=True))] * len(_COLUMNS))
    style, link = _style(sheet), _style(sheet, Font(color="FF0563C1", underline="single"))
    rows = sorted(((remark, _target(sheets, remark)) for remark in remarks), key=lambda row: _order(sheets, row[1]))
    for number, (remark, target) in enumerate(rows, 2):
        texts = [column.text(remark, target) for column in _COLUMNS]
        styles = [link if column.header in _LINKED else style for column in _COLUMNS]
        cells = _fill(sheet, number, texts, styles)
        if target is not None:
            _link(cells, target)
    _lay_out(sheet, len(rows) + 1)


def _order(sheets: Sheets, target: _Target | None) -> tuple[bool, int, int, int]:
    if target is None:
        return (True, 0, 0, 0)
    return (False, sheets.order(target.sheet), target.row, target.column)


def _free_name(taken: Iterable[str]) -> str:
    """Return a name that no sheet has; programs do not tell upper case from lower."""
    folded = {name.casefold() for name in taken}
    names = (SHEET if number == 1 else f"{SHEET} {number}"[:_SHEET_NAME] for number in range(1, len(folded) + 2))
    return next(name for name in names if name.casefold() not in folded)


def _target(sheets: Sheets, remark: Remark) -> _Target | None:
    """Return the first cell of this workbook that the remark is about, else the sheet."""
    for place in remark.places:
        if isinstance(place, CellPlace) and sheets.cell(place) is not None:
            return _Target(place.sheet, place.row, place.column)
    whole = next(filter(None, map(sheets.whole, remark.places)), "")
    return _Target(whole, 1, 1, whole=True) if whole else None


def _style(sheet: Worksheet, font: Font | None = None) -> StyleArray:
    """Return the style of our cells, made once: openpyxl looks up each part of it for each cell."""
    cell = Cell(sheet, 1, 1)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = True
    if font:
        cell.font = font
    style: StyleArray = cell._style  # type: ignore[attr-defined]  # noqa: SLF001  (no public way shares a style)
    return style


def _fill(sheet: Worksheet, row: int, texts: Sequence[str], styles: Sequence[StyleArray]) -> list[Cell]:
    cells = []
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), 1):
        cell = Cell(sheet, row, column, style_array=style)
        sheet._cells[row, column] = cell  # noqa: SLF001  (the public way looks the new cell up again)
        if text:
            put_text(cell, text)
        cells.append(cell)
    return cells


def _link(cells: Sequence[Cell], target: _Target) -> None:
    """Make the cells of the place lead there. The link stays inside the workbook: it has a location, no target."""
    quoted = target.sheet.replace("'", "''")
    location = f"'{quoted}'!{target.cell}"
    for column, cell in zip(_COLUMNS, cells, strict=True):
        if column.header in _LINKED and cell.value:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)


def _lay_out(sheet: Worksheet, rows: int) -> None:
    for number, column in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[column_letters(number)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letters(len(_COLUMNS))}{rows}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
