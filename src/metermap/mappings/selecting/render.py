"""What was selected, as a table, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from metermap.core.text import csv_cell, one_line

if TYPE_CHECKING:
    from metermap.mappings.selecting.select import Selected

__all__ = ["JSON_VERSION", "as_csv", "as_json", "as_table"]

JSON_VERSION = 0
_GAP = 2
_NARROWEST = 8


def as_json(selected: Selected) -> str:
    """Return a JSON document: `version`, `columns`, `asked`, `rows`; a value is always a list of texts."""
    rows = [{name: list(cell) for name, cell in zip(selected.columns, row, strict=True)} for row in selected.rows]
    document = {"version": JSON_VERSION, "columns": list(selected.columns), "asked": selected.asked, "rows": rows}
    return json.dumps(document, indent=2) + "\n"


def as_csv(selected: Selected) -> str:
    """Return the rows as CSV for people: several values of a cell are joined by ``; ``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(selected.columns)
    writer.writerows([csv_cell("; ".join(cell)) for cell in row] for row in selected.rows)
    return out.getvalue()


def as_table(selected: Selected, width: int) -> str:
    """Return the rows in columns that fit into `width` where they can; of several values the first is shown.

    The widest columns give way, and a cut text ends in ``…``.
    """
    shown = [[one_line(cell[0]) if cell else "" for cell in row] for row in selected.rows]
    widths = _widths([list(selected.columns), *shown], width)
    lines = (list(selected.columns), ["-" * each for each in widths], *shown)
    return "".join(_line(line, widths) for line in lines)


def _widths(lines: list[list[str]], width: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    narrowest = [max(len(heading), _NARROWEST) for heading in lines[0]]
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        widest = max(range(len(widths)), key=lambda at: widths[at] - narrowest[at])
        if widths[widest] <= narrowest[widest]:
            break
        widths[widest] -= 1
    return widths


def _line(cells: list[str], widths: list[int]) -> str:
    fitted = (_cut(cell, width).ljust(width) for cell, width in zip(cells, widths, strict=True))
    return (" " * _GAP).join(fitted).rstrip() + "\n"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
