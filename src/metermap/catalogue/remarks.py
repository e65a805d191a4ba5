"""What one must know of a sheet although no single cell is at fault: what is hidden, struck through, left aside.

Gathered row by row, reported once a sheet, with the rows counted and the first of them listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace, FilePlace, Place, column_letters
from metermap.core.render import counted

__all__ = ["Remarks"]

_LISTED = 10


@dataclass(slots=True)
class Remarks:
    """What a sheet has of such things. `hidden`, `struck`: what the profile says becomes of them."""

    at: FilePlace
    hidden: Literal["read", "skip", "refuse"] | None = None
    struck: Literal["read", "skip", "withdrawn"] | None = None
    hidden_sheet: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    struck_cells: list[RawCell] = field(default_factory=list)
    group_rows: list[int] = field(default_factory=list)
    outside: list[RawCell] = field(default_factory=list)

    def leaves_out(self, number: int, *, hidden: bool, struck: bool) -> bool:
        """Return whether the profile leaves such a row out; it is counted then."""
        if hidden and self.hidden == "skip" and not self.hidden_sheet:
            self.hidden_rows.append(number)
            return True
        if struck and self.struck == "skip":
            self.struck_rows.append(number)
            return True
        return False

    def look(self, number: int, marked: Sequence[RawCell], *, struck: bool) -> None:
        """Take note of a row that is read, and of its cells that are hidden or struck through."""
        visible_columns = [cell for cell in marked if cell.column not in self.hidden_columns]
        if any(cell.hidden for cell in visible_columns):
            self.hidden_rows.append(number)
        if struck:
            self.struck_rows.append(number)
        else:
            self.struck_cells += [cell for cell in marked if cell.struck]

    def report(self, findings: Findings) -> None:
        """Report all of it."""
        self._report_hidden(findings)
        self._report_struck(findings)
        if self.group_rows:
            message = f"nothing but what is filled downwards in {_rows(self.group_rows)}"
            self._add(codes.GROUP_ROWS, self._row(self.group_rows[0]), message, findings)
        if self.outside:
            first = self.outside[0]
            message = f"{_cells(self.outside)} in columns without a header not read"
            self._add(codes.OUTSIDE_COLUMNS, first.place, message, findings)

    def _report_hidden(self, findings: Findings) -> None:
        code, done = {
            None: (codes.HIDDEN, "hidden and read nevertheless"),
            "read": (codes.READ_AS_DECLARED, "hidden, and read"),
            "skip": (codes.LEFT_OUT, "hidden, and left out"),
            "refuse": (codes.HIDDEN_REFUSED, "hidden, which the profile refuses"),
        }[self.hidden]
        if self.hidden_sheet:
            self._add(code, self.at, f"the sheet is {done}", findings)
            return
        if self.hidden_rows:
            self._add(code, self._row(self.hidden_rows[0]), f"{_rows(self.hidden_rows)} {done}", findings)
        if self.hidden_columns:
            letters = [column_letters(column) for column in sorted(self.hidden_columns)]
            message = f"{counted(len(letters), 'column')} {done}: {_listed(letters)}"
            self._add(code, self.at, message, findings)

    def _report_struck(self, findings: Findings) -> None:
        code, done = {
            None: (codes.STRUCK_THROUGH, "struck through and read nevertheless"),
            "read": (codes.READ_AS_DECLARED, "struck through, and read"),
            "skip": (codes.LEFT_OUT, "struck through, and left out"),
            "withdrawn": (codes.LEFT_OUT, "struck through, and taken for withdrawn"),
        }[self.struck]
        if self.struck_rows:
            self._add(code, self._row(self.struck_rows[0]), f"{_rows(self.struck_rows)} {done}", findings)
        if self.struck_cells:
            # A row that is struck through in part may be withdrawn or not: no profile can know.
            code = codes.READ_AS_DECLARED if self.struck == "read" else codes.STRUCK_THROUGH
            message = f"{_cells(self.struck_cells)} struck through in rows that are not, and read"
            self._add(code, self.struck_cells[0].place, message, findings)

    def _row(self, number: int) -> CellPlace:
        return CellPlace(self.at.file, self.at.part, number, 1)

    def _add(self, code: Code, place: Place, what: str, findings: Findings) -> None:
        findings.add(code.at(place, f"{self.at}: {what}", subject=str(self.at)))


def _rows(numbers: Sequence[int]) -> str:
    return f"{counted(len(numbers), 'row')} ({_listed(map(str, numbers))})"


def _cells(cells: Sequence[RawCell]) -> str:
    return f"{counted(len(cells), 'cell')} ({_listed(cell.place.cell for cell in cells)})"


def _listed(texts: Iterable[str]) -> str:
    known = list(texts)
    more = f" and {len(known) - _LISTED:,} more" if len(known) > _LISTED else ""
    return ", ".join(known[:_LISTED]) + more
