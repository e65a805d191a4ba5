"""A workbook in memory: what one pass over its parts keeps, small, and the raw cells made from it.

A sheet is kept whole before its first cell is handed out, because merges stand at the end of its
part. What is kept of a row are its values and a layout, which most rows of a table share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.cells import CellValue, MergedRange, RawCell, RawSheet, ValueKind
from metermap.catalogue.xlsx.references import Coordinates
from metermap.core.findings import Finding
from metermap.core.places import CellPlace, FilePlace

__all__ = ["CellFacts", "Layout", "Page", "Repeat", "Workbook"]

_LISTED = 5


class CellFacts(NamedTuple):
    """All of a cell but its value and row."""

    column: int
    kind: ValueKind
    number_format: str
    formula: bool
    struck: bool


Layout: TypeAlias = tuple[CellFacts, ...]


class Repeat(NamedTuple):
    """A cell that is there twice, with both values as people read them; the first is kept."""

    row: int
    column: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet holds.

    `numbers` and `layouts` have an entry for each row with a content, from top to bottom; `values`
    has those of all rows in one sequence. `hidden_columns` are those with a content.
    """

    name: str
    hidden: bool
    numbers: Sequence[int]
    layouts: Sequence[Layout]
    values: Sequence[CellValue]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merges: Mapping[Coordinates, MergedRange]
    comments: Mapping[Coordinates, str]
    repeats: tuple[Repeat, ...]

    def rows(self) -> Iterator[tuple[int, Layout, Sequence[CellValue]]]:
        """Yield each row: its number, its layout, and a value for each cell of that, left to right."""
        start = 0
        for number, layout in zip(self.numbers, self.layouts, strict=True):
            end = start + len(layout)
            yield number, layout, self.values[start:end]
            start = end


@dataclass(frozen=True, slots=True)
class Workbook:
    """A `RawWorkbook`. `links` are the other files and addresses that it refers to."""

    file: str
    pages: tuple[Page, ...]
    links: tuple[str, ...] = ()

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        """Return the sheets, in the order of their tabs."""
        return tuple(RawSheet(page.name, page.hidden) for page in self.pages)

    def cells(self, sheet: str) -> Iterator[RawCell]:
        """Yield the cells of the sheet called `sheet`; `KeyError` if there is none."""
        page = self._page(sheet)
        marked = {row for row, _ in (*page.merges, *page.comments)}
        for number, layout, values in page.rows():
            cells = self._cells(page, number, layout, values)
            yield from (_marked(cell, page) for cell in cells) if number in marked else cells

    def merges(self, sheet: str) -> tuple[MergedRange, ...]:
        """Return all merged ranges of a sheet, also those whose first cell is empty."""
        return tuple(self._page(sheet).merges.values())

    def comments(self, sheet: str) -> Mapping[Coordinates, str]:
        """Return all comments of a sheet by (row, column), also those on empty cells."""
        return self._page(sheet).comments

    def remarks(self) -> tuple[Finding, ...]:
        """Return what is wrong with the workbook although it can be read."""
        repeats = [self._repeated(page, repeat) for page in self.pages for repeat in page.repeats]
        return tuple(repeats + ([self._linked()] if self.links else []))

    def _page(self, sheet: str) -> Page:
        pages = {page.name: page for page in self.pages}
        return pages[sheet]

    def _cells(self, page: Page, row: int, layout: Layout, values: Sequence[CellValue]) -> Iterator[RawCell]:
        file, sheet, columns = self.file, page.name, page.hidden_columns
        hidden = page.hidden or row in page.hidden_rows
        for (column, kind, shown, formula, struck), value in zip(layout, values, strict=True):
            yield RawCell(file, sheet, row, column, kind, value, shown, formula, hidden or column in columns, struck)

    def _repeated(self, page: Page, repeat: Repeat) -> Finding:
        place = CellPlace(self.file, page.name, repeat.row, repeat.column)
        message = f"{place} is there twice: {repeat.first} and {repeat.second}"
        return codes.REPEATED_CELL.at(place, message, subject=str(place))

    def _linked(self) -> Finding:
        shown = ", ".join(f"{link!r:.80}" for link in self.links[:_LISTED])
        more = f" and {len(self.links) - _LISTED} more" if len(self.links) > _LISTED else ""
        message = f"{self.file} refers to {shown}{more}"
        return codes.EXTERNAL_LINK.at(FilePlace(self.file), message, subject=self.file)


def _marked(cell: RawCell, page: Page) -> RawCell:
    at = (cell.row, cell.column)
    return cell._replace(merged=page.merges.get(at), comment=page.comments.get(at, ""))
