"""Where something stands in a file: the cell of a workbook, the line of a mapping file.

A place prints as an editor or an engineer would quote it:
``smets2.xlsx[Electricity]!D14``, ``esme.map:12:7``, ``metermap.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["CellPlace", "FilePlace", "Place", "TextPlace", "column_letters", "column_number", "place_key"]


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell; `row` and `column` count from 1. `cell` prints as the spreadsheet shows it.

    `sheet` is empty in a file that has but one and gives it no name: ``elements.csv!D14``.
    """

    file: str
    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The reference an editor types into the name box, such as ``D14``."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{FilePlace(self.file, self.sheet)}!{self.cell}"


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A character of a text file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A whole file, or a named part of it: a sheet, a key, a member of an archive."""

    file: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.file}[{self.part}]" if self.part else self.file


Place: TypeAlias = CellPlace | TextPlace | FilePlace


def column_letters(column: int) -> str:
    """Return the letters of a column number: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column named by the letters A to Z in either case: ``AA`` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place_key(place: Place | None) -> tuple[str, str, int, int]:
    """Return a key that sorts places as a reader meets them."""
    match place:
        case CellPlace():
            return (place.file, place.sheet, place.row, place.column)
        case TextPlace():
            return (place.file, "", place.line, place.column)
        case FilePlace():
            return (place.file, place.part, 0, 0)
        case None:
            return ("", "", 0, 0)
