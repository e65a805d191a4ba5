"""The raw cell stream: what any workbook reader yields. Frozen border, see docs/decisions/0001.

A reader yields the cells of a sheet row by row, left to right, and leaves out those that hold
nothing. It interprets nothing: no header, no type, no trimming.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

from metermap.core.places import CellPlace

__all__ = ["CellValue", "MergedRange", "RawCell", "RawSheet", "RawWorkbook", "ValueKind"]

CellValue: TypeAlias = str | int | float | bool | datetime | date | time | timedelta | None


class ValueKind(StrEnum):
    """How the file stores the value. A blank cell is only yielded if it holds a formula."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error value"


class MergedRange(NamedTuple):
    """A merged range; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class RawCell(NamedTuple):
    """A cell as the file stores it. A tuple, because there are hundreds of thousands of them.

    `number_format` is how a number or date is shown; empty for other kinds. `formula`: the value
    is what a formula gave when the file was last saved. `hidden`: its row, column or sheet is.
    `merged` is the range that the cell anchors (its top left cell), None otherwise.
    """

    file: str
    sheet: str
    row: int
    column: int
    kind: ValueKind
    value: CellValue
    number_format: str = ""
    formula: bool = False
    hidden: bool = False
    struck: bool = False
    merged: MergedRange | None = None
    comment: str = ""

    @property
    def place(self) -> CellPlace:
        """Return where the cell stands."""
        return CellPlace(self.file, self.sheet, self.row, self.column)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's name as printed, and whether it is hidden."""

    name: str
    hidden: bool


class RawWorkbook(Protocol):
    """An open workbook."""

    @property
    def file(self) -> str:
        """Return the name by which places quote the file."""

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        """Return the sheets, in the order of their tabs."""

    def cells(self, sheet: str) -> Iterator[RawCell]:
        """Yield the cells of the sheet called `sheet`; `RefusedError` if it is broken."""
