"""Reading dictionary tables: comma-separated text, one heading line, one fact a line.

Nothing here is specific to a protocol. A fault in a table is a finding with file and line; what can
still be read is returned.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from metermap.core.findings import Code, Findings
from metermap.core.places import FilePlace, TextPlace
from metermap.protocols import codes

__all__ = ["Table", "number", "read_table"]

_FIRST_LINE = 2
_NUMBER = re.compile(r"(-)?(?:0[xX]([0-9A-Fa-f]{1,40})|([0-9]{1,40}))")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file, as text, with where they stand."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    findings: Findings

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row with its line number, which counts from 1."""
        return enumerate(self.rows, _FIRST_LINE)

    def report(self, code: Code, line: int, message: str, *, column: str = "", expected: str = "") -> None:
        """Collect a finding about a line; the place's column is the cell's position in the line."""
        position = self.columns.index(column) + 1 if column else 1
        self.findings.add(code.at(TextPlace(self.file, line, position), message, subject=self.file, expected=expected))

    def integer(self, line: int, column: str, text: str) -> int | None:
        """Return the number in a cell; None for an empty cell, and with a finding for any other text."""
        if not text:
            return None
        value = number(text)
        if value is None:
            self.report(
                codes.BAD_CELL,
                line,
                f"{column} {text!r} is no number",
                column=column,
                expected="a decimal number, or 0x and hexadecimal digits",
            )
        return value

    def required(self, line: int, column: str, text: str) -> int | None:
        """Return the number in a cell that must hold one."""
        if not text:
            self.report(codes.BAD_CELL, line, f"{column} is empty", column=column, expected="a number")
        return self.integer(line, column, text)


def read_table(file: Path, columns: Sequence[str], findings: Findings, name: str = "") -> Table:
    """Return the table in `file`; empty, with a finding, if the file or its heading is not as expected.

    `name` is what findings call the file; the last parts of its path by default.
    """
    shown = name or "/".join(file.parts[-3:])
    empty = Table(shown, tuple(columns), (), findings)
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        findings.add(codes.UNREADABLE.at(FilePlace(shown), f"{shown}: {_reason(fault)}", subject=shown))
        return empty
    heading = lines[0] if lines else []
    if heading != list(columns):
        message = f"{shown} has the columns {', '.join(heading) or '(none)'}"
        place = TextPlace(shown, 1, 1)
        findings.add(codes.BAD_HEADER.at(place, message, subject=shown, expected=", ".join(columns)))
        return empty
    return _checked(empty, lines[1:])


def _reason(fault: Exception) -> str:
    match fault:
        case OSError():
            return fault.strerror or "it cannot be opened"
        case UnicodeDecodeError():
            return "it is not UTF-8 text"
        case _:
            return str(fault)


def _checked(table: Table, lines: list[list[str]]) -> Table:
    width = len(table.columns)
    if all(len(line) == width for line in lines):
        return Table(table.file, table.columns, tuple(map(tuple, lines)), table.findings)
    for number_, line in enumerate(lines, _FIRST_LINE):
        if len(line) != width:
            table.report(codes.BAD_CELL, number_, f"the line has {len(line)} cells", expected=f"{width} cells")
    rows = tuple(tuple((*line, *[""] * width)[:width]) for line in lines)
    return Table(table.file, table.columns, rows, table.findings)


def number(text: str) -> int | None:
    """Return the number that `text` writes in decimal or as 0x and hexadecimal digits, or None."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, hexadecimal, decimal = found.groups()
    value = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return -value if sign else value


def normal(name: str) -> str:
    """Return `name` without case, spaces and punctuation: how names are compared."""
    return "".join(filter(str.isalnum, name)).casefold()
