"""Mapping status and addresses, in columns to the right of everything that a sheet holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries

from metermap.catalogue.columns import ELEMENTS, HAN_ONLY, folded
from metermap.catalogue.model import Element
from metermap.codegen.annotate.codes import refusal
from metermap.codegen.annotate.model import AUTHOR, Request
from metermap.codegen.annotate.status import address_text, status_text
from metermap.codegen.annotate.texts import put_text
from metermap.core.places import CellPlace, column_letters
from metermap.mappings.model import ResolvedModel

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEADERS", "add_columns"]

HEADERS = (f"{AUTHOR}: mapping status", f"{AUTHOR}: DLMS addresses", f"{AUTHOR}: SEP addresses")

_WIDTHS = (44, 60, 60)
_LAST_COLUMN = 16_384  # XFD
_FEWEST = 2  # texts that make a row a header, and not a heading


def add_columns(book: Workbook, request: Request) -> int:
    """Add the columns to each sheet that holds elements; return how many rows they speak of."""
    if request.model is None:
        return 0
    sheets = _by_sheet(request.model.catalogue.elements, request.file)
    known = {folded(column.header) for column in (*ELEMENTS, *HAN_ONLY)}
    known |= {folded(text) for texts in request.headers.values() for text in texts}
    for sheet in book.worksheets:
        if sheet.title in sheets:
            _add_to(sheet, request.file, request.model, sheets[sheet.title], known)
    return sum(len(sheets.get(sheet.title, ())) for sheet in book.worksheets)


def _by_sheet(elements: Iterable[Element], file: str) -> Mapping[str, Mapping[int, Element]]:
    """Return the elements that stand in the workbook, by sheet and row."""
    sheets: dict[str, dict[int, Element]] = {}
    for element in elements:
        place = next(_places(element), None)
        if place is not None and place.file == file:
            sheets.setdefault(place.sheet, {}).setdefault(place.row, element)
    return sheets


def _places(element: Element) -> Iterator[CellPlace]:
    values = (element.id, element.item, element.path, element.reference, element.category, element.data_type)
    return (value.place for value in (*values, element.devices) if value.place is not None)


def _add_to(
    sheet: Worksheet, file: str, model: ResolvedModel, elements: Mapping[int, Element], known: set[str]
) -> None:
    header = _header_row(sheet, elements, known)
    first = _free_column(sheet, {header, *elements})
    if first + len(HEADERS) - 1 > _LAST_COLUMN:
        raise refusal(file, f"{file}[{sheet.title}] has no free columns for the mapping status")
    _make_room(sheet, first)
    for column, text, width in zip(range(first, first + len(HEADERS)), HEADERS, _WIDTHS, strict=True):
        cell = _new(sheet, header, column)
        if not cell.has_style:
            cell.font = Font(bold=True)
        put_text(cell, text)
        sheet.column_dimensions[column_letters(column)].width = width
    for row, element in elements.items():
        put_text(_new(sheet, row, first), status_text(model, element))
        for column, protocol in enumerate(("dlms", "sep"), first + 1):
            put_text(_new(sheet, row, column), address_text(model, element, protocol))


def _new(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell) or cell.value is not None:
        message = f"{cell.coordinate} was to be free"
        raise AssertionError(message)
    return cell


def _header_row(sheet: Worksheet, elements: Mapping[int, Element], known: set[str]) -> int:
    """Return the row of the table's header: that above the elements which prints most of their known headers.

    Where a profile calls the columns otherwise, the nearest row above with texts in two of them.
    """
    top = min(elements)
    columns = sorted({place.column for element in elements.values() for place in _places(element)})
    best, most = 0, 0
    for row in range(top - 1, 0, -1):
        found = sum(folded(text) in known for text in _texts(sheet, row, columns))
        if found > most:
            best, most = row, found
    filled = (row for row in range(top - 1, 0, -1) if len(list(_texts(sheet, row, columns))) >= _FEWEST)
    return best or next(filled, max(top - 1, 1))


def _texts(sheet: Worksheet, row: int, columns: Iterable[int]) -> Iterator[str]:
    for column in columns:
        cell = sheet._cells.get((row, column))  # noqa: SLF001  (the public way makes the cell)
        if cell is not None and cell.value is not None:
            yield str(cell.value)


def _free_column(sheet: Worksheet, rows: Collection[int]) -> int:
    """Return the first of our columns: from there on nothing is said in the sheet, and our rows are not merged."""
    cells = sheet._cells.items()  # noqa: SLF001  (the public way makes every cell out to the last one)
    last = max((column for (row, column), cell in cells if _is_taken(cell, ours=row in rows)), default=0)
    references = [*(table.ref for table in sheet.tables.values()), sheet.auto_filter.ref]
    ends = (range_boundaries(reference)[2] or 0 for reference in references if reference)
    return max(last, *ends, 0) + 1


def _is_taken(cell: Cell | MergedCell, *, ours: bool) -> bool:
    if isinstance(cell, MergedCell):
        return ours  # the title of a sheet may be merged out to the last column
    return cell.value is not None or bool(cell.comment or cell.hyperlink)


def _make_room(sheet: Worksheet, first: int) -> None:
    """Part a definition of columns that covers ours from theirs: two for one column make a file unreadable."""
    last = first + len(HEADERS) - 1
    for letters, dimension in list(sheet.column_dimensions.items()):
        dimension.reindex()
        low, high = dimension.min, dimension.max
        if low is None or high is None or high < first or low > last:
            continue
        del sheet.column_dimensions[letters]
        for start, end in ((low, first - 1), (last + 1, high)):
            if start <= end:
                _define(sheet, dimension, start, end)


def _define(sheet: Worksheet, like: ColumnDimension, start: int, end: int) -> None:
    new = copy(like)
    new.index, new.min, new.max = column_letters(start), start, end
    sheet.column_dimensions[new.index] = new
