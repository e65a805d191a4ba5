"""Columns: fields under each other have their values, row numbers and what follows them in line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from metermap.mappings.formatting.parts import Cells, Element
from metermap.mappings.formatting.texts import BREAK, WIDTH

__all__ = ["Lines", "aligned", "alone"]

Lines: TypeAlias = list[tuple[int, str]]
"""Lines as column and text; the last has no comma yet."""

_INDENT = 4
_LEFT_OUT = 5
"""How many widths of key may stay outside the columns so that the narrower ones have some."""

_STAYS = ("as ", "= ")
"""What does not leave the line of the value in columns: its type and what it is fixed to."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The widths of the columns: the name, the key with number and mark, the value, the rows; 0 is ragged."""

    name: int = 0
    key: int = 0
    value: int = 0
    rows: int = 0

    def key_of(self, cells: Cells) -> str:
        """Return key, number and mark and a space behind: ':' stands at the key, '=' at the value."""
        key = f"{cells.key:<{self.name}} {cells.number}" if cells.number else cells.key
        if cells.mark == "=":
            return f"{key:<{max(self.key - 2, len(key) + 1)}}= "
        return f"{key + cells.mark + ' ':<{self.key}}" if cells.mark else ""

    def line(self, cells: Cells, *, goes_on: bool) -> str:
        """Return key, value and rows; `goes_on` if something follows, which finds the columns filled."""
        value = f"{cells.value:<{self.value}}" if cells.rows or goes_on else cells.value
        rows = f"{cells.rows:<{self.rows}}" if goes_on else cells.rows
        return self.key_of(cells) + value + (f" {rows}" if rows else "")


def aligned(elements: Sequence[Element], indent: int) -> Iterator[tuple[Element, Lines | None]]:
    """Yield elements with their lines; None for those that stand in no columns."""
    for in_line, run in groupby(elements, key=lambda element: _may_be_in_line(element, indent)):
        members = list(run)
        lines = _in_columns(members, indent) if in_line and len(members) > 1 else {}
        yield from ((member, lines.get(number)) for number, member in enumerate(members))


def _may_be_in_line(element: Element, indent: int) -> bool:
    if element.cells is None or element.text is None or BREAK in element.text:
        return False
    if element.too_wide_for_braces and not _has_room(indent, element.text):
        return False
    return all(chunk.bracketed is None or _has_room(indent + _INDENT, chunk.text or "") for chunk in element.tail)


def _has_room(column: int, text: str) -> bool:
    return column + len(text) + 1 <= WIDTH


def _in_columns(elements: Sequence[Element], indent: int) -> dict[int, Lines]:
    """Return the lines of the elements that stand in columns, by their numbers."""
    keyed = [(len(_Grid().key_of(cells)), number, cells) for number, cells in _cells(elements)]
    for widest in sorted({width for width, _, _ in keyed}, reverse=True)[: _LEFT_OUT + 1]:
        chosen = [(cells, elements[number], number) for width, number, cells in keyed if width <= widest]
        for grid in _grids([(cells, bool(element.tail)) for cells, element, _ in chosen]):
            lines = [(number, _lines(element, cells, grid, indent)) for cells, element, number in chosen]
            found = {number: line for number, line in lines if line is not None}
            if 1 < len(chosen) == len(found):
                return found
    return {}


def _cells(elements: Sequence[Element]) -> Iterator[tuple[int, Cells]]:
    for number, element in enumerate(elements):
        if element.cells is not None:
            yield number, element.cells


def _grids(cells: Sequence[tuple[Cells, bool]]) -> Iterator[_Grid]:
    """Yield the grids that may be used, the one with most columns first; with each cells whether a clause follows."""
    name = max((len(cell.key) for cell, _ in cells if cell.number), default=0)
    key = max(len(_Grid(name).key_of(cell)) for cell, _ in cells)
    value = max((len(cell.value) for cell, goes_on in cells if goes_on or cell.rows), default=0)
    rows = max((len(cell.rows) for cell, goes_on in cells if goes_on), default=0)
    yield _Grid(name, key, value, rows)
    yield _Grid(name, key, value)
    yield _Grid(name, key)


def _lines(element: Element, cells: Cells, grid: _Grid, indent: int) -> Lines | None:
    """Return the lines of an element in columns, its clauses below the value if need be; None if there is no room."""
    texts = [chunk.text or "" for chunk in element.tail]
    line = grid.line(cells, goes_on=bool(texts))
    if texts and texts[0].startswith(_STAYS) and not _has_room(indent + len(line) + 1, texts[0]):
        return None
    return _filled([(indent, line)], texts, indent + len(grid.key_of(cells)))


def _filled(lines: Lines, texts: Sequence[str], hang: int) -> Lines | None:
    """Return lines with texts added to the last, or below it where it is full; None if one has no room."""
    filled = list(lines)
    for text in texts:
        at, line = filled[-1]
        if _has_room(at + len(line) + 1, text):
            filled[-1] = (at, f"{line} {text}")
        else:
            filled.append((hang, text))
    return filled if all(_has_room(at, line) for at, line in filled) else None


def alone(element: Element, indent: int) -> Lines | None:
    """Return the lines of an element in no columns: its value at its key, or below it. None if neither has room.

    An element with braces has none: those are opened instead.
    """
    cells = element.cells
    texts = [chunk.text for chunk in element.tail if chunk.text is not None]
    if cells is None or not cells.mark or element.head.has_braces or len(texts) < len(element.tail):
        return None
    if BREAK in (element.text or ""):
        return None
    key, value = _Grid().key_of(cells), _Grid().line(cells, goes_on=False)
    beside = _filled([(indent, value)], texts, indent + len(key))
    below = _filled([(indent, key.rstrip(" ")), (indent + _INDENT, value[len(key) :])], texts, indent + _INDENT)
    parts_type = bool(texts) and texts[0].startswith(_STAYS) and not _has_room(indent + len(value) + 1, texts[0])
    if beside is None or below is None:
        return beside or below
    return below if parts_type or len(below) < len(beside) else beside
