"""A reader of CSV files that yields the raw cell stream: one sheet without a name, all cells text.

Rows are counted as a spreadsheet program shows them: a line break inside quotation marks begins no
new row. Nothing that looks like a formula, a number or a date is taken for one.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import groupby, islice
from pathlib import Path

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell, RawSheet, RawWorkbook, ValueKind
from metermap.catalogue.container import RefusedError
from metermap.core.findings import Findings
from metermap.core.limits import LIMITS, Limits, limit_help
from metermap.core.places import CellPlace, FilePlace, Place, TextPlace

__all__ = ["DELIMITERS", "CsvWorkbook", "csv_rows", "open_csv"]

DELIMITERS = (",", ";", "\t")
_SAMPLE = 200
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@contextmanager
def open_csv(
    path: Path,
    file: str,
    findings: Findings,
    limits: Limits = LIMITS,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[RawWorkbook | None]:
    """Open the CSV file at `path`, which places quote as `file`; None if it is refused.

    Without an `encoding` it is UTF-8, or what its byte order mark says. Without a `delimiter` it is
    the comma, semicolon or tab that makes the most regular table.
    """
    book: RawWorkbook | None = None
    try:
        text = _decoded(_read(path, file, limits), file, encoding)
        if not text.strip():
            raise _refused(FilePlace(file), file, "it is empty", "Copy or download the file again.", "a CSV file")
        book = CsvWorkbook(file, text, delimiter or _delimiter(text), limits)
    except RefusedError as refusal:
        findings.add(refusal.finding)
    yield book


def csv_rows(path: Path, file: str, findings: Findings, limits: Limits = LIMITS) -> Iterator[tuple[RawCell, ...]]:
    """Yield the rows of a CSV file that hold something, for readers of tables that are no workbook.

    A file that is refused, or a row that cannot be read, ends them with a finding.
    """
    with open_csv(path, file, findings, limits) as book:
        if book is None:
            return
        try:
            for _, cells in groupby(book.cells(""), key=lambda cell: cell.row):
                yield tuple(cells)
        except RefusedError as refusal:
            findings.add(refusal.finding)


class CsvWorkbook:
    """An open CSV file."""

    def __init__(self, file: str, text: str, delimiter: str, limits: Limits) -> None:
        self.delimiter = delimiter
        self._file = file
        self._text = text
        self._limits = limits

    @property
    def file(self) -> str:
        """Return the name by which places quote the file."""
        return self._file

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        """Return the one sheet; it has no name."""
        return (RawSheet("", hidden=False),)

    def cells(self, sheet: str) -> Iterator[RawCell]:
        """Yield the cells that hold something; `RefusedError` if the file is broken."""
        number = 0
        try:
            for number, row in enumerate(_records(self._text, self.delimiter), 1):
                for column, value in enumerate(row, 1):
                    if value:
                        self._check(number, column, value)
                        yield RawCell(self._file, sheet, number, column, ValueKind.TEXT, value)
        except csv.Error as fault:
            place = CellPlace(self._file, sheet, number + 1, 1)
            if "field limit" in str(fault):
                raise self._too_long(place) from None
            message = f"the quotation marks of row {place.row} do not pair"
            advice = "A text in quotation marks ends with one; one inside it is written twice."
            raise _refused(place, self._file, message, advice) from None

    def _check(self, row: int, column: int, value: str) -> None:
        limits = self._limits
        place = CellPlace(self._file, "", row, column)
        if row > limits.rows or column > limits.columns:
            name = "rows" if row > limits.rows else "columns"
            message = f"a cell of {self._file} stands in {place.cell}"
            raise RefusedError(codes.FAR_CELL.at(place, message, subject=self._file, help=limit_help(name, limits)))
        if len(value) > limits.characters:
            raise self._too_long(place)

    def _too_long(self, place: CellPlace) -> RefusedError:
        most = min(self._limits.characters, csv.field_size_limit())
        advice = f"{limit_help('characters', self._limits)} Perhaps a quotation mark is not closed."
        return _refused(place, self._file, f"the cell {place.cell} has more than {most:,} characters", advice)


def _refused(place: Place, file: str, why: str, advice: str = "", expected: str = "") -> RefusedError:
    return RefusedError(codes.UNREADABLE_CSV.at(place, f"{file}: {why}", subject=file, expected=expected, help=advice))


def _read(path: Path, file: str, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            octets = stream.read(limits.file_octets + 1)
    except OSError as fault:
        why = "it does not exist" if isinstance(fault, FileNotFoundError) else fault.strerror or "it cannot be opened"
        advice = "Correct the name in metermap.toml, or put the file in its place."
        raise _refused(FilePlace(file), file, why, advice) from None
    if len(octets) > limits.file_octets:
        why = f"it has more than {limits.file_octets:,} octets"
        raise _refused(FilePlace(file), file, why, limit_help("file_octets", limits))
    return octets


def _decoded(octets: bytes, file: str, encoding: str | None) -> str:
    codec, shown = encoding or "utf-8", (encoding or "utf-8").upper()
    for mark, marked, name in _MARKS:
        if octets.startswith(mark):
            if encoding and encoding != name.lower():
                why = f"it begins with the mark of {name}, and metermap.toml declares {encoding}"
                raise _refused(FilePlace(file), file, why, "Take the encoding out of metermap.toml.")
            codec, shown = marked, name
    try:
        text = octets.decode(codec)
    except UnicodeDecodeError as fault:
        before = octets[: fault.start]
        place = TextPlace(file, before.count(b"\n") + 1, fault.start - before.rfind(b"\n"))
        why = f"it is not {shown}: octet 0x{octets[fault.start]:02x} in line {place.line}"
        advice = 'Save it in UTF-8, or declare encoding = "cp1252" in metermap.toml if Windows wrote it.'
        raise _refused(place, file, why, advice) from None
    if "\x00" in text:
        raise _refused(FilePlace(file), file, "it holds NUL characters and is no text", expected="a CSV file")
    return text


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Return the delimiter by which most rows have most columns, all the same number of them."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> int:
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # by another delimiter the marks may pair; if by none, reading says where
        widths.update(len(row) for row in islice(_records(text, delimiter), _SAMPLE) if row)
    return max((count * (width - 1) for width, count in widths.items()), default=0)
