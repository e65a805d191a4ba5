"""A workbook in which a cell is supposed to say something else than the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metermap.catalogue.cells import RawCell, RawSheet, RawWorkbook, ValueKind
from metermap.core.numbers import whole_number
from metermap.core.places import CellPlace

__all__ = ["supposed_workbook"]


def supposed_workbook(book: RawWorkbook, texts: Mapping[CellPlace, str]) -> RawWorkbook:
    """Return a workbook with other texts in some cells, as if they had been typed there; an empty text empties a cell.

    A whole number typed where the file has a number is one; all else is text.
    """
    here = {place: text for place, text in texts.items() if place.file == book.file}
    return _Supposed(book, here) if here else book


@dataclass(frozen=True, slots=True)
class _Supposed:
    book: RawWorkbook
    texts: Mapping[CellPlace, str]

    @property
    def file(self) -> str:
        return self.book.file

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        return self.book.sheets

    def cells(self, sheet: str) -> Iterator[RawCell]:
        """Yield the cells in their order, those that are supposed among them."""
        waiting = sorted((place for place in self.texts if place.sheet == sheet), key=_position)
        for cell in self.book.cells(sheet):
            while waiting and _position(waiting[0]) < (cell.row, cell.column):
                yield from self._typed(waiting.pop(0), None)
            if waiting and _position(waiting[0]) == (cell.row, cell.column):
                yield from self._typed(waiting.pop(0), cell)
            else:
                yield cell
        for place in waiting:
            yield from self._typed(place, None)

    def _typed(self, place: CellPlace, cell: RawCell | None) -> Iterator[RawCell]:
        text = self.texts[place]
        if not text:
            return
        known = cell or RawCell(place.file, place.sheet, place.row, place.column, ValueKind.TEXT, text)
        number = whole_number(text) if known.kind is ValueKind.NUMBER else None
        if number is not None:
            yield known._replace(value=number, formula=False)
        else:
            yield known._replace(kind=ValueKind.TEXT, value=text, number_format="", formula=False)


def _position(place: CellPlace) -> tuple[int, int]:
    return place.row, place.column
