"""Reads a mapping table, CSV or XLSX, into rows with known columns.

Columns are found by their header text, wherever they stand; the header row is the first that
holds the columns every mapping table needs. Nothing is guessed about a cell's meaning here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.core.places import CellPlace, FilePlace, Place, TextPlace
from metermap.core.text import csv_cell, one_line
from metermap.mappings import import_codes as codes
from metermap.mappings.import_statements import known_columns

if TYPE_CHECKING:
    from metermap.core.findings import Findings

__all__ = ["STATEMENTS", "TableRow", "read_rows"]

STATEMENTS: Final = "statements"
"""What `read_rows` returns for a table of statements, which has a protocol in each row."""

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 100_000
_HEADER_WITHIN: Final = 50  # title lines above the header row

_COMMON: Final = ("row", "name", "use_cases")
_COLUMNS: Final = {
    "dlms": (*_COMMON, "class_id", "logical_name", "access", "number", "attribute_name", "dlms_type"),
    "sep": (*_COMMON, "parameter", "cluster", "command", "response"),
}
_ALIASES: Final = {
    "row": ("row", "rownumber", "rowno", "no", "mappingtablerow"),
    "reference": ("reference", "ref", "section", "smetsreference", "smetschtsreference"),
    "name": ("name", "dataitem", "item", "smetsdataitem", "object", "element"),
    "use_cases": ("usecases", "usecase", "usecasereferences"),
    "devices": ("devices", "device"),
    "class_id": ("classid", "class", "interfaceclass", "cosemclassid", "ic"),
    "logical_name": ("obis", "logicalname", "obiscode", "ln"),
    "access": ("attributeormethod", "am", "attributemethod"),
    "number": ("number", "attributenumber", "attributeormethodnumber", "attributemethodnumber", "index"),
    "attribute_name": ("attributename", "attributeormethodname", "attributemethodname"),
    "dlms_type": ("dlmstype", "cosemtype", "dlmsdatatype", "cosemdatatype"),
    "constant": ("constant", "value", "constantvalue"),
    "data_type": ("datatype", "zsedatatype", "zcltype", "zcldatatype"),
    "parameter": ("attributevalueorparameter", "attributevalueparameter", "parameter", "attribute"),
    "cluster": ("cluster", "zclcluster"),
    "command": ("command", "zclcommand"),
    "response": ("response", "zclresponse", "responsecommand"),
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: the cells of known columns, trimmed, and where it stands."""

    cells: dict[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(path: Path, protocol: str | None, findings: Findings) -> tuple[str, tuple[TableRow, ...]]:
    """Return the table's protocol and rows; ``("", ())`` with findings if it is none.

    `protocol` settles what the columns would; None detects it from them. A table of statements is known by its
    columns: its protocol is `STATEMENTS`, its cells are as they were before a spreadsheet got them.
    """
    lines = _xlsx(path, findings) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path, findings)
    reading = _Reading(protocol, _COLUMNS.get(protocol or "", _COMMON))
    for count, (place, cells) in enumerate(lines):
        if count > MAX_ROWS:
            findings.add(codes.NOT_A_TABLE.at(place, f"the table has more than {MAX_ROWS:,} rows"))
            return "", ()
        reading.line(place, cells, count)
    if not reading.header and not findings.errors:
        expected = ", ".join(reading.best)
        findings.add(codes.NO_COLUMN.at(FilePlace(path.name), "no row heads all columns", expected=expected))
    return (reading.kind or "", tuple(reading.rows)) if reading.header else ("", ())


@dataclass(slots=True)
class _Reading:
    """What is known of a table so far: its kind, its header once that is found, its rows."""

    kind: str | None
    best: tuple[str, ...]
    header: Mapping[str, int] = field(default_factory=dict)
    rows: list[TableRow] = field(default_factory=list)

    def line(self, place: Place, cells: list[str], count: int) -> None:
        """Take in a line: a title, the header, a row."""
        if self.header:
            exact = self.kind == STATEMENTS
            texts = [_unmarked(cell) if exact else _tidy(cell) for cell in cells]
            if any(texts):
                self.rows.append(TableRow(_picked(self.header, texts), place))
        elif statements := known_columns(cells):
            self.kind, self.header = STATEMENTS, statements
        else:
            self._look_for_header([_tidy(cell) for cell in cells], count)

    def _look_for_header(self, cells: list[str], count: int) -> None:
        columns = _columns(cells)
        kinds = [self.kind] if self.kind in _COLUMNS else list(_COLUMNS)
        known = [name for name in kinds if name and set(_COLUMNS[name]) <= set(columns)]
        if known:
            self.kind, self.header = known[0], columns
        elif count < _HEADER_WITHIN and set(_COMMON) <= set(columns):
            self.best = _nearest(columns, self.kind)


def _unmarked(cell: str) -> str:
    """Return a cell without the apostrophe that `csv_cell` puts before what a spreadsheet would run."""
    bare = cell.removeprefix("'")
    return bare if bare != cell and csv_cell(bare) == cell else cell


def _nearest(columns: Iterable[str], protocol: str | None) -> tuple[str, ...]:
    """Return the columns that the most similar kind of table still needs."""
    kinds = [protocol] if protocol in _COLUMNS else list(_COLUMNS)
    missing = [tuple(name for name in _COLUMNS[kind] if name not in set(columns)) for kind in kinds if kind]
    return min(missing, key=len)


def _columns(cells: list[str]) -> dict[str, int]:
    known = {alias: column for column, aliases in _ALIASES.items() for alias in aliases}
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        column = known.get(re.sub(r"[\W_]+", "", cell).lower())
        if column is not None:
            found.setdefault(column, position)
    return found


def _picked(header: Mapping[str, int], cells: list[str]) -> dict[str, str]:
    return {column: cells[position] if position < len(cells) else "" for column, position in header.items()}


def _csv(path: Path, findings: Findings) -> Iterator[tuple[Place, list[str]]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            findings.add(codes.NOT_A_TABLE.at(FilePlace(path.name), f"the file is larger than {MAX_BYTES:,} bytes"))
            return
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        findings.add(codes.NOT_A_TABLE.at(FilePlace(path.name), f"byte {fault.start} is not UTF-8"))
        return
    except OSError as fault:
        findings.add(codes.NOT_A_TABLE.at(FilePlace(path.name), fault.strerror or "it cannot be opened"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            yield TextPlace(path.name, reader.line_num, 1), cells
    except csv.Error as fault:
        findings.add(codes.NOT_A_TABLE.at(TextPlace(path.name, reader.line_num, 1), str(fault)))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _xlsx(path: Path, findings: Findings) -> Iterator[tuple[Place, list[str]]]:
    from metermap.catalogue.xlsx.reader import open_workbook  # noqa: PLC0415  (brings zip and XML along)

    with open_workbook(path, path.name, findings) as book:
        if book is None:
            return
        for sheet in book.sheets:
            if sheet.hidden:
                continue
            rows: dict[int, dict[int, str]] = {}
            for cell in book.cells(sheet.name):
                rows.setdefault(cell.row, {})[cell.column] = _text(cell.value)
            for number, cells in rows.items():
                yield (
                    CellPlace(path.name, sheet.name, number, 1),
                    [cells.get(at, "") for at in range(1, max(cells) + 1)],
                )


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _tidy(text: str) -> str:
    """Return a cell's text on one line, with white space as single spaces and nothing invisible."""
    return one_line(" ".join(text.split()))
