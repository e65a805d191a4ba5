"""What reading makes of a cell that says no field of a line: a header, the heading of a section, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from metermap.catalogue.cells import RawSheet, RawWorkbook
from metermap.catalogue.columns import PARTS
from metermap.catalogue.container import RefusedError
from metermap.catalogue.profiles import part_profile, wanted_sheets
from metermap.catalogue.sheets import find_sheets
from metermap.catalogue.sources import open_source
from metermap.catalogue.table import Layout, Row, read_table
from metermap.core.findings import Findings
from metermap.core.places import CellPlace
from metermap.core.suggest import did_you_mean
from metermap.core.workspace import WorkbookProfile, Workspace

__all__ = ["CellUse", "NoCellError", "Use", "use_of"]

_ROWS, _COLUMNS = 1_048_576, 16_384  # ECMA-376 part 1, 18.3.1.73 and 18.3.1.13: what a sheet has room for


class NoCellError(Exception):
    """There is no such cell; the message says what there is."""


class Use(StrEnum):
    """What becomes of a cell; the texts go on after the name of the cell."""

    FIELD = "is in a column that is read"
    HEADER = "is a header, by which a column is found"
    SECTION = "is the heading of a section, which the lines below it belong to"
    ABOVE = "is above the header; nothing of it is read but to find the header"
    NO_COLUMN = "is in a column that no part of metermap reads"
    NO_LINE = "is in a column that is read, but no line of the catalogue comes of its row"
    NO_SHEET = "is in a sheet that no part of metermap reads: metermap.toml does not name it"


@dataclass(frozen=True, slots=True)
class CellUse:
    """What a cell is used for. `text` is what it holds.

    `header` is the column that it stands in, empty if that is not read. `rows` are the first and the last row of the
    lines that a heading is for, (0, 0) if it is for none.
    """

    use: Use
    text: str = ""
    header: str = ""
    rows: tuple[int, int] = (0, 0)


def use_of(workspace: Workspace, cell: CellPlace) -> CellUse:
    """Return what reading the workspace makes of a cell, the workbook read anew.

    Raises:
        NoCellError: the workspace has no such workbook, the workbook no such sheet, or no sheet has such a cell.
    """
    profiles = {profile.file: profile for profile in workspace.workbooks}
    profile = profiles.get(cell.file)
    if profile is None:
        message = f"no workbook of the workspace is called {cell.file[:200]!r}; {_meant(cell.file, profiles)}"
        raise NoCellError(message)
    if not 0 < cell.row <= _ROWS or not 0 < cell.column <= _COLUMNS:
        message = f"no sheet has a cell {cell.cell}"
        raise NoCellError(message)
    with open_source(workspace.root / profile.file, profile, Findings(), workspace.limits) as book:
        if book is None:
            message = f"{cell.file} cannot be read; metermap check says why"
            raise NoCellError(message)
        sheets = {sheet.name: sheet for sheet in book.sheets}
        if cell.sheet not in sheets:
            message = f"{cell.file} has no sheet {cell.sheet[:200]!r}; {_meant(cell.sheet, sheets)}"
            raise NoCellError(message)
        uses = list(_uses(book, profile, sheets[cell.sheet], cell))
        return max(uses, key=lambda found: _RANKS.index(found.use), default=CellUse(Use.NO_SHEET, _text(book, cell)))


_RANKS = (Use.NO_SHEET, Use.NO_COLUMN, Use.ABOVE, Use.NO_LINE, Use.SECTION, Use.HEADER, Use.FIELD)


def _meant(name: str, known: dict[str, WorkbookProfile] | dict[str, RawSheet]) -> str:
    return did_you_mean(name, known) or f"there is {', '.join(map(repr, known)) or 'none'}"


def _uses(book: RawWorkbook, profile: WorkbookProfile, sheet: RawSheet, cell: CellPlace) -> Iterator[CellUse]:
    """Yield what each part that reads the sheet makes of the cell."""
    for name, wanted in wanted_sheets(profile).items():
        found = find_sheets(book, wanted, Findings()) or ()
        with suppress(RefusedError):
            table = read_table(book, sheet, part_profile(profile, PARTS[name]), Findings()) if sheet in found else None
            if table is not None:
                yield _use(book, table.layout, tuple(table.rows), cell)


def _use(book: RawWorkbook, layout: Layout, rows: tuple[Row, ...], cell: CellPlace) -> CellUse:
    text = _text(book, cell)
    fields = [name for name, column in layout.columns.items() if column == cell.column]
    header = layout.headers[fields[0]] if fields else ""
    if cell.row <= layout.header_row:
        if cell.row < layout.header_row or not fields:
            return CellUse(Use.ABOVE, text)
        return CellUse(Use.HEADER, text, header, (rows[0].number, rows[-1].number) if rows else (0, 0))
    if any(row.number == cell.row for row in rows):
        return CellUse(Use.FIELD if fields else Use.NO_COLUMN, text, header)
    below = [row for row in rows if row.number > cell.row]
    section = " ".join(text.split())
    if section and below and below[0].section == section:
        ends = next((row.number - 1 for row in below if row.section != section), below[-1].number)
        return CellUse(Use.SECTION, text, header, (below[0].number, ends))
    return CellUse(Use.NO_LINE if fields else Use.NO_COLUMN, text, header)


def _text(book: RawWorkbook, cell: CellPlace) -> str:
    for raw in book.cells(cell.sheet):
        if (raw.row, raw.column) == (cell.row, cell.column):
            return "" if raw.value is None else str(raw.value)
        if raw.row > cell.row:
            break
    return ""
