"""The tables of the sources, read anew and plainly: the workbook, the printed rows, the dictionary's files.

Nothing of metermap is imported here: what is derived from these tables must not share its mistakes.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

__all__ = ["Tables", "read_tables"]

_ROOT: Final = Path(__file__).parents[3]
_PROTOCOLS: Final = _ROOT / "src" / "metermap" / "protocols"
_HEADS: Final = {"Elements": 5, "HAN": 5, "Item facts": 5, "Use cases": 4}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Each sheet and each table as rows of text by column name; the printed rows by their number."""

    elements: tuple[Row, ...]
    han: tuple[Row, ...]
    facts: tuple[Row, ...]
    cases: tuple[Row, ...]
    dlms: dict[int, list[Row]]
    sep: dict[int, list[Row]]
    dlms_types: tuple[Row, ...]
    sep_types: dict[str, Row]
    scaling: tuple[Row, ...]

    def element(self, name: str) -> Row:
        """Return the element of a name, item and path joined by a full stop."""
        return next(row for row in self.elements if f"{row['Item']}.{row['Attribute path']}" == name)

    def element_of(self, number: int) -> Row | None:
        """Return the element of a printed row number; None if the catalogue lists none."""
        return next((row for row in self.elements if row["Row"] == str(number)), None)

    def fields(self, cluster: str, sender: str, command: str) -> list[str]:
        """Return the names of a command's fields, in their order."""
        rows = self.cluster(cluster, "command_fields.csv")
        return [row["name"] for row in rows if (row["sender"], row["command"]) == (sender, command)]

    def cluster(self, cluster: str, file: str) -> list[Row]:
        """Return a table of a cluster of the Smart Energy dictionary."""
        return _csv(_PROTOCOLS / "sep" / "data" / "clusters" / cluster / file)

    def cosem_class(self, number: str) -> list[Row]:
        """Return the attributes and methods of a COSEM interface class."""
        return _csv(_PROTOCOLS / "dlms" / "data" / "classes" / f"{int(number):04}.csv")


@cache
def read_tables() -> Tables:
    """Return all tables."""
    sheets = _sheets()
    return Tables(
        elements=sheets["Elements"],
        han=sheets["HAN"],
        facts=sheets["Item facts"],
        cases=sheets["Use cases"],
        dlms=_numbered("dlms-rows.csv"),
        sep=_numbered("sep-rows.csv"),
        dlms_types=tuple(_csv(_PROTOCOLS / "dlms" / "data" / "data_types.csv")),
        sep_types={row["name"]: row for row in _csv(_PROTOCOLS / "sep" / "data" / "types.csv")},
        scaling=tuple(_csv(_PROTOCOLS / "sep" / "data" / "scaling.csv")),
    )


def _sheets() -> dict[str, tuple[Row, ...]]:
    book = load_workbook(_ROOT / "gb" / "smets2.xlsx", read_only=True)
    try:
        return {name: _sheet(list(book[name].iter_rows(values_only=True)), head) for name, head in _HEADS.items()}
    finally:
        book.close()


def _sheet(rows: list[tuple[object, ...]], head: int) -> tuple[Row, ...]:
    names = [str(cell) for cell in rows[head - 1]]
    texts = ([("" if cell is None else str(cell)) for cell in row] for row in rows[head:])
    return tuple(dict(zip(names, row, strict=False)) for row in texts if any(row[1:]))  # a title has one cell


def _numbered(file: str) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in _csv(_ROOT / "tests" / "gb" / file):
        found[int(row["row"])].append(row)
    return dict(found)


def _csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
