"""From the places of findings to the cells of an open workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell import Cell, MergedCell

from metermap.core.places import CellPlace, FilePlace, Place

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Sheets"]


class Sheets:
    """The tables of the workbook that places call `file`, in the order of their tabs."""

    def __init__(self, book: Workbook, file: str) -> None:
        self.file = file
        self._sheets = {sheet.title: sheet for sheet in book.worksheets}
        self._order = {title: number for number, title in enumerate(self._sheets)}
        self._anchors: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}

    def cell(self, place: Place) -> Cell | None:
        """Return the cell at a place, or the one that a merge shows there; None if it is not in this workbook."""
        if not isinstance(place, CellPlace) or place.file != self.file or place.sheet not in self._sheets:
            return None
        sheet = self._sheets[place.sheet]
        cell = sheet.cell(place.row, place.column)
        if isinstance(cell, MergedCell):
            cell = sheet.cell(*self._anchors_of(sheet)[place.row, place.column])
        return None if isinstance(cell, MergedCell) else cell

    def whole(self, place: Place) -> str:
        """Return the name of the sheet that a place means as a whole; empty if none of this workbook."""
        if not isinstance(place, FilePlace) or place.file != self.file or place.part not in self._sheets:
            return ""
        return place.part

    def order(self, sheet: str) -> int:
        """Return the number of a sheet's tab."""
        return self._order[sheet]

    def _anchors_of(self, sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
        """Return for each merged cell the one that it is merged into; looked up once for a sheet."""
        if sheet.title not in self._anchors:
            self._anchors[sheet.title] = {
                at: (merge.min_row, merge.min_col) for merge in sheet.merged_cells.ranges for at in merge.cells
            }
        return self._anchors[sheet.title]
