"""Reads the results that laboratories return: CSV files with a header row, one result a row.

A row without an outcome is one of the template that nobody has filled in, and says nothing. Columns that are not
ours are the laboratory's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from metermap.catalogue.csv_reader import csv_rows
from metermap.core.findings import Findings
from metermap.core.places import CellPlace, FilePlace
from metermap.core.suggest import did_you_mean
from metermap.core.text import csv_cell
from metermap.mappings.results import codes
from metermap.mappings.results.compare import compared
from metermap.mappings.results.record import Outcome, TestResult
from metermap.mappings.results.subjects import Subjects

if TYPE_CHECKING:
    from metermap.catalogue.cells import RawCell
    from metermap.core.findings import Code, Finding
    from metermap.core.workspace import Workspace
    from metermap.mappings.model import ResolvedModel

__all__ = ["COLUMNS", "LABORATORY", "read_results"]

COLUMNS: Final = ("device", "protocol", "subject", "outcome", "edition", "date")
"""The columns that a file of results must have, in any order."""
LABORATORY: Final = "laboratory"
"""The column that is read where there is one."""

_READ: Final = (*COLUMNS, LABORATORY)
_MOST_FAULTS: Final = 1_000
_WORDS: Final = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row below the header: the texts of our columns, without spaces around them, and where its cells stand."""

    texts: Mapping[str, str]
    places: Mapping[str, CellPlace]
    place: CellPlace

    def fault(self, code: Code, column: str, message: str, *, expected: str = "") -> Finding:
        place = self.places.get(column, self.place)
        return code.at(place, message, subject=self.texts["subject"] or str(place), expected=expected)


def read_results(workspace: Workspace, model: ResolvedModel, findings: Findings) -> tuple[TestResult, ...]:
    """Return the results in the workspace's files, in the order of files and rows; faults go to `findings`.

    Results of another edition, and of elements that are not carried, are among them: `tested` does not count them.
    """
    files = _files(workspace, findings)
    if not files:
        return ()
    subjects = Subjects(model)
    results: list[TestResult] = []
    for file in files:
        faults = Findings()
        rows = (row for row in _rows(workspace, file, faults) if row.texts["outcome"])
        results += filter(None, (_result(row, subjects, faults) for row in rows))
        findings.extend(_bounded(file, faults))
    findings.extend(compared(results, model))
    return tuple(results)


def _files(workspace: Workspace, findings: Findings) -> tuple[str, ...]:
    for pattern in workspace.results:
        inside = workspace.files_of(pattern)
        found = sorted({path.relative_to(workspace.root).as_posix() for path in workspace.root.glob(pattern)})
        for name in found:
            if name not in inside:
                message = f"{name} is no file of the workspace and is not read"
                advice = "Put the file itself there: a link that leads out of the workspace is not followed."
                findings.add(codes.UNREADABLE.at(FilePlace(name), message, subject=name, help=advice))
        if not found:
            message = f"no file matches {pattern}"
            findings.add(codes.NO_FILE.at(FilePlace("metermap.toml", "results"), message, subject=pattern))
    return workspace.files_of(*workspace.results)


def _bounded(file: str, faults: Findings) -> Iterator[Finding]:
    yield from faults.items[:_MOST_FAULTS]
    if len(faults) > _MOST_FAULTS:
        message = f"{file} has {len(faults) - _MOST_FAULTS:,} more faults, which are not told"
        yield codes.TOO_MANY.at(FilePlace(file), message, subject=file)


def _rows(workspace: Workspace, file: str, findings: Findings) -> Iterator[_Row]:
    """Yield the rows below the header. What makes the file unreadable is a finding of results, not of workbooks."""
    refused = Findings()
    rows = csv_rows(workspace.root / file, file, refused, workspace.limits)
    header = _header(file, next(rows, ()), findings) if not refused.items else {}
    for cells in rows if header else ():
        found = {header[cell.column]: cell for cell in cells if cell.column in header}
        texts = {column: _unmarked(str(found[column].value).strip()) if column in found else "" for column in _READ}
        places = {column: cell.place for column, cell in found.items()}
        yield _Row(texts, places, CellPlace(file, "", cells[0].row, 1))
    findings.extend(_as_ours(fault) for fault in refused)


def _unmarked(text: str) -> str:
    """Return a text without the apostrophe with which the template kept a spreadsheet from running it."""
    bare = text.removeprefix("'")
    return bare if csv_cell(bare) == text else text


def _as_ours(fault: Finding) -> Finding:
    ours = codes.UNREADABLE
    return replace(fault, code=ours.id, severity=ours.severity, help=ours.help)


def _header(file: str, cells: tuple[RawCell, ...], findings: Findings) -> Mapping[int, str]:
    """Return our columns by their number; empty if one is missing or stands twice, which is told."""
    names = {cell.column: str(cell.value).strip().casefold() for cell in cells}
    found = {number: name for number, name in names.items() if name in _READ}
    counted = Counter(found.values())
    faults = [_bad_header(file, f"the column {name} stands twice", "") for name in _READ if counted[name] > 1] + [
        _bad_header(file, f"there is no column {name}", did_you_mean(name, set(names.values()) - set(_READ)))
        for name in COLUMNS
        if not counted[name]
    ]
    if cells:
        findings.extend(faults)
    return {} if faults else found


def _bad_header(file: str, message: str, meant: str) -> Finding:
    expected = ", ".join(_READ) + (f"; {meant}" if meant else "")
    return codes.UNREADABLE.at(CellPlace(file, "", 1, 1), f"{file}: {message}", subject=file, expected=expected)


def _result(row: _Row, subjects: Subjects, findings: Findings) -> TestResult | None:
    """Return the result of a row; None if it has a fault, and all of its faults are told."""
    texts = row.texts
    faults = [*_missing(row, subjects.edition), *_wrong_words(row)]
    meant = None
    if texts["device"] and texts["protocol"] and texts["subject"]:
        meant = subjects.find(texts["device"], texts["protocol"], texts["subject"])
        if meant.why:
            faults.append(row.fault(codes.UNKNOWN_SUBJECT, meant.column, meant.why, expected=meant.expected))
    findings.extend(faults)
    if faults or meant is None:
        return None
    return TestResult(
        device=texts["device"],
        protocol=texts["protocol"],
        subject=texts["subject"],
        outcome=Outcome(texts["outcome"].casefold()),
        edition=texts["edition"],
        date=texts["date"],
        laboratory=texts[LABORATORY],
        element=meant.element,
        statement=meant.statement,
        use_case=meant.use_case,
        place=row.place,
    )


def _missing(row: _Row, edition: str) -> Iterator[Finding]:
    optional = set() if edition else {"edition"}
    if empty := [column for column in COLUMNS if not row.texts[column] and column not in optional]:
        message = f"no {', '.join(empty)} in this row"
        yield row.fault(codes.INCOMPLETE_ROW, empty[0], message, expected=", ".join(COLUMNS))


def _wrong_words(row: _Row) -> Iterator[Finding]:
    outcome, day = row.texts["outcome"], row.texts["date"]
    if outcome.casefold() not in _WORDS:
        meant = did_you_mean(outcome, _WORDS)
        expected = "passed, failed or not run" + (f"; {meant}" if meant else "")
        yield row.fault(codes.UNKNOWN_OUTCOME, "outcome", f"there is no outcome {outcome!r:.60}", expected=expected)
    if day and not _is_day(day):
        message = f"{day!r:.60} is no day of the calendar"
        yield row.fault(codes.BAD_DATE, "date", message, expected="a day as 2026-03-31")


def _is_day(text: str) -> bool:
    try:
        # date.fromisoformat also takes 20260331 and 2026-W13-2: one spelling only, so that dates compare as texts
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
