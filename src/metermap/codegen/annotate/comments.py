"""Findings as comments of the cells that they are about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from openpyxl.comments import Comment

from metermap.codegen.annotate.model import AUTHOR, Remark
from metermap.codegen.annotate.places import Sheets
from metermap.codegen.annotate.texts import spelled
from metermap.core.places import Place
from metermap.core.text import shortened

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["add_comments"]

_PIECE = 600  # characters of a message, an advice, ...
_COMMENT = 6_000  # characters of ours in one comment: what a box can show with scrolling
_WIDTH = 360  # pixels, with some 55 characters a line
_LINE_CHARACTERS = 55
_LINE = 17
_HEIGHTS = (60, 600)
_RULE = "-- metermap --"


def add_comments(sheets: Sheets, remarks: Iterable[Remark]) -> int:
    """Write the remarks that have cells in the workbook; return how many cells have got a comment."""
    grouped: dict[Cell, dict[str, None]] = {}
    for remark in remarks:
        for place in remark.places:
            cell = sheets.cell(place)
            if cell is not None:
                grouped.setdefault(cell, {})[_text(remark, place)] = None
    for cell, texts in grouped.items():
        cell.comment = _comment(cell, list(texts))
    return len(grouped)


def _comment(cell: Cell, texts: list[str]) -> Comment:
    """Return the comment for a cell; what an editor wrote there stays on top, with the editor's name."""
    ours = _joined(texts)
    theirs = cell.comment
    text = f"{theirs.text}\n\n{_RULE}\n{ours}" if theirs else ours
    return Comment(text, theirs.author if theirs else AUTHOR, height=_height(text), width=_WIDTH)


def _joined(texts: list[str]) -> str:
    """Return the texts of one cell, as many as fit; the others are counted. One at least fits."""
    taken, left = [texts[0]], _COMMENT - len(texts[0])
    for text in texts[1:]:
        left -= len(text)
        if left < 0:
            taken.append(f"and {len(texts) - len(taken):,} more findings, in the sheet of all findings")
            break
        taken.append(text)
    return "\n\n".join(taken)


def _height(text: str) -> int:
    lines = sum(max(1, math.ceil(len(line) / _LINE_CHARACTERS)) for line in text.split("\n"))
    low, high = _HEIGHTS
    return min(max(low, _LINE * (lines + 1)), high)


def _text(remark: Remark, at: Place) -> str:
    return "\n".join(shortened(spelled(line), _PIECE) for line in _lines(remark, at))


def _lines(remark: Remark, at: Place) -> Iterator[str]:
    finding = remark.finding
    yield f"{finding.severity.value} {finding.code}: {finding.message}"
    if finding.expected:
        yield f"Expected: {finding.expected}"
    if finding.help:
        yield f"What to do: {finding.help}"
    if finding.place is not None and finding.place != at:
        yield f"Found at: {finding.place}"
    if remark.review:
        yield f"Reviewed, {remark.verdict}"
