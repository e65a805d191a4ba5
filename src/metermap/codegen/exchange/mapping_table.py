"""The mapping as a table for people and programs, and what such a table cannot carry.

CSV is for a spreadsheet unless it is raw: what one would run as a formula is marked with an apostrophe. Both, and
a workbook, can be read back by `metermap mappings import`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.codegen.exchange.sssom import sssom_table
from metermap.codegen.exchange.table import COLUMNS, model_table, table_rows
from metermap.core.render import counted
from metermap.core.text import csv_cell, one_line
from metermap.mappings.import_statements import TEXTS
from metermap.mappings.model import Role

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["CELL_CHARACTERS", "SHEET", "Exported", "as_csv", "as_raw_csv", "as_sssom", "as_xlsx", "left_out"]

SHEET: Final = "Statements"
CELL_CHARACTERS: Final = 32_000
"""How many characters of a text a cell of a workbook gets; the file format has room for few more."""

_APOSTROPHE: Final = "'"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and what of the model it does not carry, a line each."""

    data: bytes
    account: tuple[str, ...] = ()


def as_raw_csv(model: ResolvedModel) -> Exported:
    """Return the table as CSV, each cell exactly as it is: for programs, not for spreadsheets."""
    return Exported(model_table(model).encode(), left_out(model, lambda text: text))


def as_csv(model: ResolvedModel) -> Exported:
    """Return the table as CSV for a spreadsheet; cells that it would run are marked, what is invisible is escaped."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(cell) for cell in row] for row in table_rows(model))
    return Exported(out.getvalue().encode(), left_out(model, one_line))


def as_xlsx(model: ResolvedModel) -> Exported:
    """Return the table as a workbook with one sheet; every cell is a text, the header row is frozen."""
    from openpyxl import Workbook  # noqa: PLC0415  (only this form needs it)
    from openpyxl.cell import Cell  # noqa: PLC0415

    from metermap.codegen.annotate.texts import put_text  # noqa: PLC0415  (brings openpyxl along)
    from metermap.codegen.annotate.write import Opened, save_book  # noqa: PLC0415

    book = Workbook()
    book.properties.creator = None
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for at, cells in enumerate((COLUMNS, *table_rows(model)), start=1):
        for column, text in enumerate(cells, start=1):
            cell = sheet.cell(at, column)
            if text and isinstance(cell, Cell):
                put_text(cell, text)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return Exported(save_book(Opened(book, (), None, None)), left_out(model, _in_a_cell))


def as_sssom(model: ResolvedModel, options: Mapping[str, str]) -> Exported:
    """Return the mappings as SSSOM; see `sssom_table`. Fields that no catalogue element stands behind have no place."""
    protocol = sum(1 for statement in model.statements if statement.role is Role.PROTOCOL)
    account = (
        counted(protocol, "field") + " of the protocol alone, which no element of the catalogue stands behind",
        "types, units, roles and editions, which SSSOM has no slot for",
    )
    return Exported(sssom_table(model, options).encode(), account[0 if protocol else 1 :])


def _in_a_cell(text: str) -> str:
    return one_line(text)[:CELL_CHARACTERS]


def left_out(model: ResolvedModel, written: Callable[[str], str]) -> tuple[str, ...]:
    """Return what a table of the model does not carry; `written` is what becomes of a text in a cell."""
    said = set().union(*(statement.allows for statement in model.statements)) if model.statements else set()
    cells = [cell for row in table_rows(model) for cell in row]
    counts = (
        (sum(allow not in said for allow in model.allows), "'allow' of a whole file or of nothing that is said"),
        (sum(written(cell) != cell for cell in cells), "cell with characters that are written as escapes or cut off"),
        (sum(_looks_marked(cell) for cell in cells), "cell that is read back without its first apostrophe"),
        (sum(map(_runs_together, model.statements)), "statement with a text that holds a separator of the table"),
    )
    found = tuple(counted(number, what) for number, what in counts if number)
    return ("comments, names for patterns (let), indices and the layout of the mapping files", *found)


def _looks_marked(cell: str) -> bool:
    bare = cell.removeprefix(_APOSTROPHE)
    return bare != cell and csv_cell(bare) != bare


def _runs_together(statement: Statement) -> bool:
    """Return whether a list in one cell cannot be taken apart as it was put together."""
    pairs = (text for pair in (*statement.record, *statement.coded) for text in pair)
    roles = (role for _, named in statement.roles for role in named)
    return (
        _hold((*statement.because, *statement.despite, *(allow.reason for allow in statement.allows)), TEXTS)
        or _hold((*pairs, *statement.conditions), "; ")
        or _hold((text for pair in (*statement.record, *statement.coded) for text in pair), " = ")
        or _hold(roles, ", ")
    )


def _hold(texts: Iterable[str], separator: str) -> bool:
    return any(separator in text for text in texts)
