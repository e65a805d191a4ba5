"""A sheet of the report's workbook as a table of values, before any file format; what several sheets have alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias
from urllib.parse import quote

from metermap.codegen.gap_report.around import Around
from metermap.codegen.gap_report.counts import Tally
from metermap.codegen.gap_report.model import Column, GapReport
from metermap.codegen.titles import protocol_title
from metermap.mappings.standing import Standing

__all__ = [
    "CELL",
    "DEVICE",
    "ITEM",
    "LINE",
    "NAMED",
    "PATH",
    "PROTOCOL",
    "ROUTE",
    "ROW",
    "STANDING",
    "TALLY",
    "Book",
    "Cell",
    "Head",
    "Kind",
    "Line",
    "Linked",
    "Sheet",
    "Source",
    "Style",
    "by_standing",
    "cell_link",
    "listed",
    "over",
    "share",
]


class Kind(Enum):
    """How a column is shown."""

    TEXT = "text"
    NUMBER = "number"
    NAME = "name"  # a number that names something, such as a printed row
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, its width in characters, and how it is shown."""

    name: str
    width: float
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a relative address, `target`, and to a cell, `location`: there, or without a target here."""

    text: str
    target: str = ""
    location: str = ""


Cell: TypeAlias = str | int | float | Linked | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what it is called, what it holds in a sentence, its columns and rows."""

    name: str
    about: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Style(Enum):
    """How a line of the first sheet is shown."""

    TITLE = "title"
    HEAD = "head"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the first sheet; those that are `charted` are the table that its picture is drawn from."""

    cells: tuple[Cell, ...]
    style: Style = Style.PLAIN
    charted: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook: its title, the digest of the model, the lines of its first sheet, and the others."""

    title: str
    digest: str
    summary: tuple[Line, ...]
    sheets: tuple[Sheet, ...]


_CELL_PLACE = re.compile(r"(?P<file>[^\[\]!]+)(?:\[(?P<sheet>.+)\])?!(?P<cell>[A-Z]{1,3}[1-9][0-9]{0,6})")


def cell_link(place: str, workspace: str) -> Cell:
    """Return a place with the way to it, where it is a cell of a workbook; `workspace` is the way to that folder."""
    found = _CELL_PLACE.fullmatch(place)
    if not found:
        return place
    sheet = (found["sheet"] or "").replace("'", "''")
    location = f"'{sheet}'!{found['cell']}" if sheet else found["cell"]
    return Linked(place, workspace + quote(found["file"]), location)


# ---- columns that several sheets have --------------------------------------------------------

DEVICE: Final = Head("Device", 8)
PROTOCOL: Final = Head("Protocol", 13)
ROUTE: Final = Head("Route", 11)
ROW: Final = Head("Row", 7, Kind.NAME)
ITEM: Final = Head("Item", 24)
PATH: Final = Head("Element", 26)
CELL: Final = Head("Cell", 20)
LINE: Final = Head("Mapping", 24)
STANDING: Final = Head("Standing", 13)
TALLY: Final = tuple(Head(standing.value.capitalize(), 12, Kind.NUMBER) for standing in Standing)
NAMED: Final = (ROW, ITEM, PATH)


def by_standing(tally: Tally) -> Iterator[int]:
    """Yield the cells of `TALLY`."""
    yield from (tally.count(standing) for standing in Standing)


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole as a number from 0 to 1; None of nothing."""
    return part / whole if whole else None


def listed(values: Iterable[str]) -> str:
    """Return several values in one cell."""
    return ", ".join(values)


def over(column: Column) -> tuple[Cell, Cell, Cell]:
    """Return the cells of device, protocol and route."""
    return column.device, protocol_title(column.protocol), column.route or "not spoken"


@dataclass(frozen=True, slots=True)
class Source:
    """What the sheets are made from: the report, the elements' addresses from the site's root by id, and the ways."""

    report: GapReport
    pages: Mapping[str, str]
    around: Around

    def named(self, element: str, item: str, path: str, row: int | None) -> tuple[Cell, ...]:
        """Return the cells of `NAMED`; the item leads to the element on the site that is built beside the report."""
        return row, self.linked(element, item), path

    def linked(self, element: str, shown: str) -> Cell:
        """Return a text with the way to an element's page."""
        there = self.around.site and element in self.pages
        return Linked(shown, self.around.site + self.pages[element]) if there else shown

    def cell(self, place: str) -> Cell:
        """Return a place with the way to it, where it is a cell of a workbook."""
        return cell_link(place, self.around.workspace)
