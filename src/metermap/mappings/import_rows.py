"""Reads a mapping table, CSV or XLSX, into rows with known columns.

Columns are found by their header text, wherever they stand; the header row is the first that
holds the columns every mapping table needs. Nothing is guessed about a cell's meaning here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.core.places import CellPlace, FilePlace, Place, TextPlace
from metermap.core.text import one_line
from metermap.mappings import import_codes as codes

if TYPE_CHECKING:
    from metermap.core.findings import Findings

__all__ = ["TableRow", "read_rows"]

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

    `protocol` settles what the columns would; None detects it from them.
    """
    lines = _xlsx(path, findings) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path, findings)
    header: dict[str, int] = {}
    found: list[TableRow] = []
    best = _COLUMNS.get(protocol or "", _COMMON)
    for count, (place, cells) in enumerate(lines):
        if count > MAX_ROWS:
            findings.add(codes.NOT_A_TABLE.at(place, f"the table has more than {MAX_ROWS:,} rows"))
            return "", ()
        if header:
            if any(cells):
                found.append(TableRow(_picked(header, cells), place))
            continue
        columns = _columns(cells)
        known = [
            name for name in ([protocol] if protocol in _COLUMNS else _COLUMNS) if set(_COLUMNS[name]) <= set(columns)
        ]
        if known:
            protocol, header = known[0], columns
        elif count < _HEADER_WITHIN and set(_COMMON) <= set(columns):
            best = _nearest(columns, protocol)
    if not header and not findings.errors:
        findings.add(codes.NO_COLUMN.at(FilePlace(path.name), "no row heads all columns", expected=", ".join(best)))
    return (protocol or "", tuple(found)) if header else ("", ())


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


def _picked(header: dict[str, int], cells: list[str]) -> dict[str, str]:
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
            yield TextPlace(path.name, reader.line_num, 1), [_tidy(cell) for cell in cells]
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
                rows.setdefault(cell.row, {})[cell.column] = _tidy(_text(cell.value))
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
