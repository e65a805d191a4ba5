"""Reading the register of standards: metermap's own, and the rows that a workspace adds or overrides.

Both are tables with the columns `COLUMNS`. A row that has a fault is reported and left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from metermap.core.findings import Code, Findings
from metermap.core.partial_dates import EXPECTED, parse_partial_date
from metermap.core.places import FilePlace, TextPlace
from metermap.core.suggest import did_you_mean
from metermap.core.text import TURNING
from metermap.protocols.standards import codes
from metermap.protocols.standards.model import BUILT_IN, WORKSPACE, Openness, Register, StandardRecord, Standing

__all__ = ["COLUMNS", "load_register"]

COLUMNS: Final = (
    "id",
    "title",
    "body",
    "edition",
    "date",
    "kind",
    "status",
    "recognition",
    "basis",
    "standing",
    "recognised_by",
    "recognised_since",
    "expected_by",
    "source_of",
    "contribution",
    "study",
    "terms",
    "openness_source",
)

_TABLE: Final = Path(__file__).with_name("register.csv")
_SHOWN: Final = "standards/register.csv"
_LARGEST_FILE: Final = 1_000_000
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_FILLED: Final = ("title", "body")
_DATES: Final = ("date", "recognised_since", "expected_by")
_WORDS: Final = {
    "kind": ("international", "european", "national", "consortium"),
    "status": ("published", "draft", "proposal", "withdrawn"),
    "standing": tuple(standing.value for standing in Standing),
    "contribution": ("yes", "no"),
    "study": ("yes", "no"),
    "terms": ("FRAND", "free", "other"),
}


def load_register(findings: Findings, root: Path | None = None, file: str = "") -> Register:
    """Return the register, with the rows of the workspace's `file` below `root` if there is one.

    A row of the workspace replaces the row of the same id and edition as a whole, or is added. Faults
    go to `findings`, each with its line.
    """
    records = list(_read(_TABLE, _SHOWN, BUILT_IN, findings))
    if root is not None and file:
        records += _read(root / file, file, WORKSPACE, findings)
    register = Register(records)
    _check_sources(register, findings)
    return register


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table, by column."""

    cells: dict[str, str]
    place: TextPlace
    findings: Findings

    def report(self, code: Code, column: str, message: str, expected: str = "") -> None:
        place = TextPlace(self.place.file, self.place.line, COLUMNS.index(column) + 1)
        subject = " ".join(filter(None, (self.cells["id"], self.cells["edition"])))
        self.findings.add(code.at(place, message, subject=subject or self.place.file, expected=expected))


def _read(path: Path, file: str, provenance: str, findings: Findings) -> Iterator[StandardRecord]:
    seen: dict[tuple[str, str], TextPlace] = {}
    for row in _rows(path, file, findings):
        faults = len(findings)
        _check(row)
        record = _record(row, provenance)
        if record.key in seen:
            message = f"{_named(record)} stands here twice"
            findings.add(codes.TWICE.at(row.place, message, subject=_named(record), also=[seen[record.key]]))
        elif len(findings) == faults:
            yield record
        seen.setdefault(record.key, row.place)


def _named(record: StandardRecord) -> str:
    return " ".join(filter(None, record.key))


def _rows(path: Path, file: str, findings: Findings) -> Iterator[_Row]:
    text = _text(path, file, findings)
    reader = csv.reader(io.StringIO(text or "", newline=""), strict=True)
    try:
        heading = next(reader, [])
        if text is not None and tuple(heading) != COLUMNS:
            message = f"{file} has the columns {', '.join(heading) or '(none)'}"
            expected = ", ".join(COLUMNS)
            findings.add(codes.BAD_HEADING.at(TextPlace(file, 1, 1), message, subject=file, expected=expected))
            return
        line = reader.line_num + 1
        for cells in reader:
            place = TextPlace(file, line, 1)
            line = reader.line_num + 1
            if any(map(str.strip, cells)):
                yield from _row(cells, place, findings)
    except csv.Error as fault:
        place = TextPlace(file, max(reader.line_num, 1), 1)
        findings.add(codes.UNREADABLE.at(place, f"{file} is no well-formed CSV: {fault}", subject=file))


def _text(path: Path, file: str, findings: Findings) -> str | None:
    try:
        with path.open("rb") as stream:
            octets = stream.read(_LARGEST_FILE + 1)
        text = octets.decode("utf-8-sig")
    except OSError as fault:
        reason = f"cannot be read: {fault.strerror or 'it cannot be opened'}"
    except UnicodeDecodeError:
        reason = "is not UTF-8"
    else:
        if len(octets) <= _LARGEST_FILE:
            return text
        reason = f"is larger than {_LARGEST_FILE:,} octets"
    findings.add(codes.UNREADABLE.at(FilePlace(file), f"{file} {reason}", subject=file))
    return None


def _row(cells: list[str], place: TextPlace, findings: Findings) -> Iterator[_Row]:
    if len(cells) == len(COLUMNS):
        yield _Row(dict(zip(COLUMNS, map(str.strip, cells), strict=True)), place, findings)
        return
    message = f"the row has {len(cells)} cells"
    findings.add(codes.BAD_CELL.at(place, message, subject=place.file, expected=f"{len(COLUMNS)} cells"))


# ---- what a row must hold -----------------------------------------------------------------------


def _check(row: _Row) -> None:
    for column, cell in row.cells.items():
        if found := TURNING.search(cell):
            row.report(codes.MISLEADING_TEXT, column, f"the character U+{ord(found[0]):04X} stands in {column}")
    if not _ID.fullmatch(row.cells["id"]):
        expected = "a word: a small letter, then small letters, digits or hyphens"
        row.report(codes.BAD_CELL, "id", f"the id is {row.cells['id']!r:.80}", expected)
    for column in _FILLED:
        if not row.cells[column]:
            row.report(codes.BAD_CELL, column, f"{column} is empty", "a text")
    for column in _DATES:
        if row.cells[column] and parse_partial_date(row.cells[column]) is None:
            row.report(codes.BAD_CELL, column, f"{column} is {row.cells[column]!r:.80}", EXPECTED)
    for column, words in _WORDS.items():
        if row.cells[column] and row.cells[column] not in words:
            expected = did_you_mean(row.cells[column], words) or " or ".join(words)
            row.report(codes.BAD_CELL, column, f"{column} is {row.cells[column]!r:.80}", expected)
    _check_basis(row)


def _check_basis(row: _Row) -> None:
    """Find what is stated and rests on nothing, or on another cell than it needs."""
    cells = row.cells
    standing = _standing(cells["standing"])
    claimed = standing is not Standing.UNREVIEWED or cells["recognition"] not in ("", Standing.UNREVIEWED)
    if claimed and not cells["basis"]:
        row.report(codes.WITHOUT_BASIS, "basis", "a recognition is stated, and no basis", "how it is known")
    for column, needed in (
        ("recognised_by", Standing.RECOGNISED),
        ("recognised_since", Standing.RECOGNISED),
        ("expected_by", Standing.IN_PROCESS),
    ):
        if cells[column] and standing is not needed:
            message = f"{column} is stated of an edition whose standing is {standing}"
            row.report(codes.WITHOUT_BASIS, column, message, f"{needed} as standing, or nothing here")
    if _openness(cells).stated and not cells["openness_source"]:
        row.report(codes.WITHOUT_BASIS, "openness_source", "openness is stated, and no source", "who says so")


def _check_sources(register: Register, findings: Findings) -> None:
    known = {record.id for record in register.records}
    for record in register.records:
        for standard in record.source_of:
            if standard not in known:
                message = f"{_named(record)} is the source of {standard!r:.80}, which the register does not hold"
                expected = did_you_mean(standard, known)
                place = TextPlace(record.place.file, record.place.line, COLUMNS.index("source_of") + 1)
                findings.add(codes.UNKNOWN_STANDARD.at(place, message, subject=_named(record), expected=expected))


def _openness(cells: dict[str, str]) -> Openness:
    return Openness(cells["contribution"], cells["study"], cells["terms"], cells["openness_source"])


def _record(row: _Row, provenance: str) -> StandardRecord:
    cells = row.cells
    return StandardRecord(
        id=cells["id"],
        title=cells["title"],
        body=cells["body"],
        edition=cells["edition"],
        date=cells["date"],
        kind=cells["kind"],
        status=cells["status"],
        recognition=cells["recognition"],
        basis=cells["basis"],
        standing=_standing(cells["standing"]),
        recognised_by=cells["recognised_by"],
        recognised_since=cells["recognised_since"],
        expected_by=cells["expected_by"],
        source_of=tuple(cells["source_of"].split()),
        openness=_openness(cells),
        provenance=provenance,
        place=row.place,
    )


def _standing(word: str) -> Standing:
    known: Iterable[Standing] = Standing
    return next((standing for standing in known if standing == word), Standing.UNREVIEWED)
