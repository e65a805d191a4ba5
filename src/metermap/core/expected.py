"""The list of reviewed findings, and what it leaves over.

A working group reviews its warnings and writes down the verdict, so that a new one stands out. The
list is a CSV file with the columns code, subject, verdict, reason. It never excuses an error, and a
row for a finding that no longer occurs is itself a finding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from metermap.core.expected_codes import INCOMPLETE_ROW, STALE, TWICE, UNREADABLE
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import FilePlace, TextPlace

__all__ = ["COLUMNS", "VERDICTS", "Expectation", "Reviewed", "compare", "read_expected"]

COLUMNS = ("code", "subject", "verdict", "reason")
VERDICTS = ("accepted", "open")
"""``accepted``: true, and stays so. ``open``: true, seen, and not decided."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A reviewed finding, known by its code and subject; of lines and words it says nothing."""

    code: str
    subject: str
    verdict: str
    reason: str
    place: TextPlace


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The findings that a list leaves over, and those that it accounts for."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]


def read_expected(root: Path, file: str, findings: Findings) -> tuple[Expectation, ...]:
    """Return the reviewed findings of a workspace's file; faults go to `findings`."""
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        findings.add(UNREADABLE.at(FilePlace(file), f"{file} cannot be read: {reason}"))
        return ()
    return _read_rows(file, text, findings)


def _read_rows(file: str, text: str, findings: Findings) -> tuple[Expectation, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Expectation] = []
    try:
        header = tuple(cell.strip().lower() for cell in next(reader, []))
        if header != COLUMNS:
            found = f"the first row of {file} is {', '.join(header) or 'empty'}"
            findings.add(UNREADABLE.at(TextPlace(file, 1, 1), found, expected=", ".join(COLUMNS)))
            return ()
        filled = (cells for cells in reader if any(map(str.strip, cells)))
        read = (_read_row(file, reader.line_num, cells, findings) for cells in filled)
        rows.extend(row for row in read if row)
    except csv.Error as error:
        message = f"{file} is no well-formed CSV: {error}"
        findings.add(UNREADABLE.at(TextPlace(file, reader.line_num, 1), message))
    return tuple(rows)


def _read_row(file: str, line: int, cells: list[str], findings: Findings) -> Expectation | None:
    place = TextPlace(file, line, 1)
    values = dict(zip(COLUMNS, map(str.strip, cells), strict=False))
    empty = [column for column in COLUMNS if not values.get(column)]
    if empty or len(cells) != len(COLUMNS):
        message = f"no {', '.join(empty)} in this row" if empty else f"{len(cells)} cells in this row"
        findings.add(INCOMPLETE_ROW.at(place, message, expected=", ".join(COLUMNS)))
        return None
    if values["verdict"] not in VERDICTS:
        message = f"there is no verdict {values['verdict']!r}"
        findings.add(INCOMPLETE_ROW.at(place, message, expected=" or ".join(VERDICTS)))
        return None
    return Expectation(**values, place=place)


def compare(
    findings: Iterable[Finding],
    expected: Iterable[Expectation],
    *,
    complete: bool = True,
    gone: Callable[[str], bool] = lambda _: False,
) -> Reviewed:
    """Part the findings into those that are new and those that the list accounts for.

    An error is always new. With `complete`, a row whose finding does not occur makes a new finding;
    a run that stopped early passes False, because there absence says nothing. `gone` tells of a subject
    that nothing speaks of any more: that is told by a finding of its own, and the row is only noted.
    """
    remarks = Findings()
    listed = _by_key(expected, remarks)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        excused = finding.severity is not Severity.ERROR and (finding.code, finding.subject) in listed
        (known if excused else new).append(finding)
    if complete:
        seen = {(finding.code, finding.subject) for finding in (*new, *known)}
        remarks.extend(_stale(row, gone=gone(row.subject)) for key, row in listed.items() if key not in seen)
    new.extend(remarks)
    return Reviewed(tuple(sorted(new, key=_order)), tuple(sorted(known, key=_order)))


def _by_key(expected: Iterable[Expectation], remarks: Findings) -> Mapping[tuple[str, str], Expectation]:
    listed: dict[tuple[str, str], Expectation] = {}
    for row in expected:
        first = listed.setdefault((row.code, row.subject), row)
        if first is not row:
            message = f"{row.code} of {row.subject} is reviewed twice"
            remarks.add(TWICE.at(row.place, message, subject=_name(row), also=(first.place,)))
    return listed


def _stale(row: Expectation, *, gone: bool) -> Finding:
    message = f"{row.code} of {row.subject} is reviewed, but does not occur"
    finding = STALE.at(row.place, message, subject=_name(row))
    return replace(finding, severity=Severity.NOTE) if gone else finding


def _name(row: Expectation) -> str:
    return f"{row.code} {row.subject}"


def _order(finding: Finding) -> tuple[tuple[str, str, int, int], str, str, str]:
    return finding.sort_key
