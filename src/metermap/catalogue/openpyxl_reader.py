"""A reader of .xlsx files that yields the raw cell stream, with openpyxl in read-only mode.

openpyxl sees a workbook only after `container` and `parts` have let it pass. It is imported when
a workbook is opened, not before: that takes half a second.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from metermap.catalogue import codes
from metermap.catalogue.cells import CellValue, RawCell, RawSheet, RawWorkbook, ValueKind
from metermap.catalogue.container import RefusedError, open_container, refuse_cell
from metermap.catalogue.limits import LIMITS, Limits
from metermap.catalogue.parts import SheetFacts, WorkbookFacts, inspect_parts
from metermap.core.findings import Findings
from metermap.core.places import FilePlace

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["open_workbook"]


class _SheetCell(Protocol):
    """A cell as openpyxl's read-only mode has it; its type stubs know none."""

    @property
    def value(self) -> CellValue: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


_SheetRow: TypeAlias = tuple[_SheetCell, ...]


@contextmanager
def open_workbook(path: Path, file: str, findings: Findings, limits: Limits = LIMITS) -> Iterator[RawWorkbook | None]:
    """Open the workbook at `path`, which places quote as `file`; None if it is refused."""
    try:
        with open_container(path, file, limits) as archive:
            facts = inspect_parts(archive, file, limits)
        workbook = _load(path, file)
    except RefusedError as refusal:
        findings.add(refusal.finding)
        yield None
        return
    with closing(workbook):
        yield _OpenpyxlWorkbook(file, workbook, facts)


def _load(path: Path, file: str) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415  (half a second to import)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that concern nobody here
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as fault:  # openpyxl raises KeyError, TypeError, ... for files it cannot follow
        message = f"{file} cannot be followed by openpyxl ({type(fault).__name__})"
        raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(file), message) from fault


class _OpenpyxlWorkbook:
    """An open workbook: openpyxl's values, completed by what the first pass saw."""

    def __init__(self, file: str, workbook: Workbook, facts: WorkbookFacts) -> None:
        self._file = file
        self._workbook = workbook
        self._facts = facts

    @property
    def file(self) -> str:
        return self._file

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        known = [sheet for sheet in self._workbook.worksheets if sheet.title in self._facts.sheets]
        return tuple(RawSheet(sheet.title, sheet.sheet_state != "visible") for sheet in known)

    def cells(self, sheet: str) -> Iterator[RawCell]:
        facts = self._facts.sheets[sheet]
        page = self._workbook[sheet]
        hidden = page.sheet_state != "visible"
        page.reset_dimensions()  # a <dimension> smaller than the data would drop rows silently
        rows = cast("Iterator[_SheetRow]", page.iter_rows())
        marked = facts.marked_rows()
        for number in range(1, facts.last_row + 1):  # what follows may be a million empty rows
            row = self._next(rows, sheet)
            if row is None:
                return
            row_hidden = hidden or number in facts.hidden_rows
            found = self._row(sheet, number, row, facts, hidden=row_hidden)
            yield from (_marked(cell, facts) for cell in found) if number in marked else found

    def _next(self, rows: Iterator[_SheetRow], sheet: str) -> _SheetRow | None:
        try:
            return next(rows, None)
        except Exception as fault:  # as in _load
            message = f"{self._file}[{sheet}] cannot be followed by openpyxl ({type(fault).__name__})"
            raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(self._file, sheet), message) from fault

    def _row(self, sheet: str, number: int, row: _SheetRow, facts: SheetFacts, *, hidden: bool) -> Iterator[RawCell]:
        unsolved = facts.unsolved.get(number, ())
        for column, cell in enumerate(row, 1):
            value = cell.value
            if value is None and column not in unsolved:
                continue
            kind = _kind(value, cell.data_type)
            shown = cell.number_format if kind in _FORMATTED else ""
            column_hidden = bool(facts.hidden_columns) and facts.hides_column(column)
            yield RawCell(self._file, sheet, number, column, kind, value, shown, hidden=hidden or column_hidden)


def _marked(cell: RawCell, facts: SheetFacts) -> RawCell:
    """Return the cell with what the first pass saw of it."""
    at = (cell.row, cell.column)
    return cell._replace(
        formula=at in facts.formulas,
        struck=at in facts.struck,
        merged=facts.merges.get(at),
        comment=facts.comments.get(at, ""),
    )


_FORMATTED = frozenset({ValueKind.NUMBER, ValueKind.DATE})


def _kind(value: CellValue, data_type: str) -> ValueKind:
    match value:
        case str():
            return ValueKind.ERROR if data_type == "e" else ValueKind.TEXT
        case bool():
            return ValueKind.BOOLEAN
        case int() | float():
            return ValueKind.NUMBER
        case datetime() | date() | time() | timedelta():
            return ValueKind.DATE
        case None:
            return ValueKind.BLANK
