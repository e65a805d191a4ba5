"""A sheet as a table: the header, the section headings, the rows of values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import attrgetter

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell, RawSheet, RawWorkbook
from metermap.catalogue.columns import folded
from metermap.catalogue.guards import watched
from metermap.catalogue.headers import SEARCHED_ROWS, Header, NumberedRow, find_header, is_complete
from metermap.catalogue.profiles import PartProfile
from metermap.catalogue.remarks import Remarks
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace, FilePlace
from metermap.core.workspace import NumberLocale

__all__ = ["Layout", "Row", "Table", "read_table"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where and how a sheet keeps its fields: the same for all its rows.

    `columns` has no entry for a field without a column; such a field has crosses in the columns of
    its `marks`, or a constant, or nothing. `header_row` is the lower or only row of the header.
    """

    at: FilePlace
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    constants: Mapping[str, str]
    marks: Mapping[str, Mapping[str, str]]
    meanings: Mapping[str, Mapping[str, str]]
    whole_numbers: frozenset[str]
    numbers: NumberLocale | None
    header_row: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values; `cells` holds what is not empty, by column.

    A cell that was filled downwards is that of the row it stands in. `struck`: all of the row is
    struck through.
    """

    layout: Layout
    number: int
    section: str
    cells: Mapping[int, RawCell]
    struck: bool = False

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the standard header of each field."""
        return self.layout.headers

    def cell(self, name: str) -> RawCell | None:
        """Return the cell of a field; None if it is empty, or there is no such column."""
        return self.cells.get(self.layout.columns.get(name, 0))

    def place(self, name: str) -> CellPlace | None:
        """Return where the field's cell stands, empty or not; None if there is no such column."""
        column = self.layout.columns.get(name)
        if column is None:
            return None
        cell = self.cells.get(column)
        return CellPlace(self.layout.at.file, self.layout.at.part, cell.row if cell else self.number, column)

    def constant(self, name: str) -> str:
        """Return the value of a field that has no column; empty if it has no constant either."""
        return self.layout.constants.get(name, "")

    def meaning(self, name: str, text: str) -> str:
        """Return what `text` stands for in a field, by the profile; mostly itself."""
        meanings = self.layout.meanings.get(name)
        return meanings.get(folded(text), text) if meanings else text


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's layout, and its rows, read as they are asked for."""

    layout: Layout
    rows: Iterator[Row]


def read_table(book: RawWorkbook, sheet: RawSheet, part: PartProfile, findings: Findings) -> Table | None:
    """Return the table in a sheet; None if its header is not complete.

    The header may stand in any of the first 200 rows, its columns in any order; columns with other
    headers are left alone. `RefusedError` if the sheet turns out to be broken.
    """
    at = FilePlace(book.file, sheet.name)
    cells = watched(book.cells(sheet.name), findings)
    rows = ((number, tuple(group)) for number, group in groupby(cells, attrgetter("row")))
    first = _first_rows(rows, part)
    hidden = frozenset() if sheet.hidden else _hidden_columns(first)
    dropped = hidden if part.hidden == "skip" else frozenset[int]()
    header = find_header([_without(row, dropped) for row in first], at, part, findings)
    if header is None:
        return None
    constants = {name: value for name, value in part.constants.items() if name not in header.columns}
    layout = Layout(
        at,
        header.columns,
        part.headers,
        constants,
        part.marks,
        part.meanings,
        part.whole_numbers,
        part.numbers,
        header.last_row,
    )
    below = (_without(row, dropped) for row in chain(first, rows) if row[0] > header.last_row)
    reading = _Reading(layout, header, part, Remarks(at, part.hidden, part.struck), findings)
    reading.remarks.hidden_columns = set(hidden if part.hidden == "skip" else hidden & set(header.columns.values()))
    reading.remarks.hidden_sheet = sheet.hidden
    return Table(layout, reading.rows(below, hidden))


def _first_rows(rows: Iterator[NumberedRow], part: PartProfile) -> list[NumberedRow]:
    """Return as many rows as it takes to know the header."""
    first: list[NumberedRow] = []
    for row in rows:
        first.append(row)
        if row[0] > SEARCHED_ROWS or is_complete(first, part):
            break
    return first


def _hidden_columns(rows: Iterable[NumberedRow]) -> frozenset[int]:
    """Return the hidden columns: those without a visible cell, in rows that have one elsewhere."""
    visible: set[int] = set()
    hidden: set[int] = set()
    for _, row in rows:
        shown = {cell.column for cell in row if not cell.hidden}
        visible |= shown
        if shown:
            hidden |= {cell.column for cell in row if cell.hidden}
    return frozenset(hidden - visible)


def _without(row: NumberedRow, columns: frozenset[int]) -> NumberedRow:
    return (row[0], tuple(cell for cell in row[1] if cell.column not in columns)) if columns else row


@dataclass(slots=True)
class _Fill:
    """What stands for the empty cells of the columns that are filled downwards."""

    columns: frozenset[int]
    last: dict[int, RawCell] = field(default_factory=dict)

    def look(self, cells: Mapping[int, RawCell]) -> None:
        for column in self.columns & cells.keys():
            self.last[column] = cells[column]

    def complete(self, number: int, cells: dict[int, RawCell], said: Collection[int]) -> None:
        """Fill the columns of row `number` that say nothing; a merged cell stands for no row outside its range."""
        for column in self.columns.difference(said):
            above = self.last.get(column)
            if above is not None and (above.merged is None or number <= above.merged.bottom):
                cells[column] = above


@dataclass(slots=True)
class _Reading:
    """The state on the way down a sheet."""

    layout: Layout
    header: Header
    part: PartProfile
    remarks: Remarks
    findings: Findings
    section: str = ""
    ours: frozenset[int] = frozenset()
    fill: _Fill = field(default_factory=lambda: _Fill(frozenset()))

    def rows(self, rows: Iterable[NumberedRow], hidden_columns: frozenset[int]) -> Iterator[Row]:
        columns = self.header.columns
        self.ours = frozenset(columns.values())
        self.fill = _Fill(frozenset(columns[name] for name in self.part.fill if name in columns))
        for number, row in rows:
            said = [cell for cell in row if not isinstance(cell.value, str) or cell.value.strip()]
            if not said:
                continue
            own = {cell.column: cell for cell in said if cell.column in self.ours}
            self.fill.look(own)
            hidden = all(cell.hidden for cell in said if cell.column not in hidden_columns)
            struck = all(cell.struck for cell in own.values() or said)
            if self.remarks.leaves_out(number, hidden=hidden, struck=struck):
                continue
            if self._takes_heading(said, own) or not own:
                self._look_outside(said)
                continue
            if own.keys() <= self.fill.columns:
                self.remarks.group_rows.append(number)
                continue
            if len(own) != len(said):
                self._look_outside(said)
            yield self._row(row, own, struck=struck)
        self.remarks.report(self.findings)

    def _takes_heading(self, said: list[RawCell], own: Mapping[int, RawCell]) -> bool:
        """Take the only text of a row, merged or in a column of ours, for a section heading; return whether it is."""
        cell = said[0]
        if len(said) != 1 or not isinstance(cell.value, str) or len(self.ours) == 1:
            return False
        if cell.column in self.fill.columns and not _is_wide(cell):
            return False
        if cell.merged is None and not own:
            return False
        self.section = " ".join(cell.value.split())
        self.fill.last.clear()
        if cell.merged is None:
            _report(codes.LONE_VALUE, cell, f"{cell.place} stands alone in its row", self.findings)
        return True

    def _row(self, row: tuple[RawCell, ...], own: Mapping[int, RawCell], *, struck: bool) -> Row:
        number = row[0].row
        marked = [cell for cell in own.values() if cell.hidden or cell.struck or cell.merged]
        if marked:
            self.remarks.look(number, marked, struck=struck)
            self._report_merges(marked)
        # Cells of white space stay: an empty cell and a space are not the same.
        cells = {cell.column: cell for cell in row if cell.column in self.ours}
        if self.fill.columns:
            self.fill.complete(number, cells, said=own.keys())
        return Row(self.layout, number, self.section, cells, struck)

    def _look_outside(self, said: list[RawCell]) -> None:
        """Remember cells in columns that nothing heads, unless a merged heading reaches over them."""
        self.remarks.outside += [cell for cell in said if cell.column not in self.header.headed and not _is_wide(cell)]

    def _report_merges(self, cells: Iterable[RawCell]) -> None:
        for cell in cells:
            if cell.merged and (cell.column not in self.fill.columns or _is_wide(cell)):
                _report(codes.MERGED_DATA, cell, f"{cell.place} is merged with its neighbours", self.findings)


def _is_wide(cell: RawCell) -> bool:
    return cell.merged is not None and cell.merged.right > cell.merged.left


def _report(code: Code, cell: RawCell, message: str, findings: Findings) -> None:
    findings.add(code.at(cell.place, message, subject=str(cell.place)))
