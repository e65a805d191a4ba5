"""Text that goes into a cell or a comment: shown as it is, never run, never too long.

Sources: ECMA-376 part 1, 22.9.2.19 (ST_Xstring, the escapes ``_xHHHH_``) and the limit of a cell's text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metermap.core.text import one_line, shortened

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["put_text", "spelled"]

_CELL_CHARACTERS = 32_767
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def spelled(text: str) -> str:
    """Return the text as the file spells it: what cannot be seen or be in XML as an escape, on one line.

    A text that looks like an escape of the file format itself is marked as text.
    """
    return _ESCAPE.sub("_x005F_", one_line(text))


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as text, whatever it begins with: no program takes it for a formula."""
    cell.value = shortened(spelled(text), _CELL_CHARACTERS - 100)
    cell.data_type = "s"  # openpyxl takes =1 for a formula and #REF! for an error
    cell.quotePrefix = True  # and a spreadsheet program would when somebody edits the cell
