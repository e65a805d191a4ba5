"""The list of reviewed findings, and what it leaves over.

A working group reviews its warnings and writes down the verdict, so that a new one stands out. The
list is a CSV file with the columns code, subject, verdict, reason and, if the group counts false
alarms, alarm. It never excuses an error, and a row for a finding that no longer occurs is itself a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from metermap.core.expected_codes import INCOMPLETE_ROW, STALE, TWICE, UNREADABLE
from metermap.core.finding_list import read_list
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import TextPlace
from metermap.core.suggest import did_you_mean

__all__ = ["ALARM", "ALARMS", "COLUMNS", "VERDICTS", "Expectation", "Reviewed", "compare", "read_expected", "row_of"]

COLUMNS = ("code", "subject", "verdict", "reason")
VERDICTS = ("accepted", "open")
"""``accepted``: seen, and stays so. ``open``: seen, and what becomes of it is not decided."""
ALARM = "alarm"
"""A fifth column, which a list may have."""
ALARMS = ("true", "false", "undecided")
"""``true``: it is as the rule says. ``false``: the rule is mistaken. ``undecided``: it cannot be told."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A reviewed finding, known by its code and subject; of lines and words it says nothing.

    `alarm` is one of `ALARMS`; empty if nobody has judged the rule by it.
    """

    code: str
    subject: str
    verdict: str
    reason: str
    place: TextPlace
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The findings that a list leaves over, those that it accounts for, and its rows by code and subject."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    rows: Mapping[tuple[str, str], Expectation] = field(default_factory=dict)


def read_expected(root: Path, file: str, findings: Findings) -> tuple[Expectation, ...]:
    """Return the reviewed findings of a workspace's file; faults go to `findings`."""
    rows = (
        _read_row(header, place, cells, findings)
        for place, header, cells in read_list(root, file, (COLUMNS, (*COLUMNS, ALARM)), UNREADABLE, findings)
    )
    return tuple(row for row in rows if row)


def _read_row(header: tuple[str, ...], place: TextPlace, cells: list[str], findings: Findings) -> Expectation | None:
    values = dict(zip(header, cells, strict=False))
    values[ALARM] = values.get(ALARM, "").lower()  # a spreadsheet writes TRUE and FALSE
    empty = [column for column in COLUMNS if not values.get(column)]
    if empty or len(cells) not in {len(COLUMNS), len(header)}:
        message = f"no {', '.join(empty)} in this row" if empty else f"{len(cells)} cells in this row"
        findings.add(INCOMPLETE_ROW.at(place, message, expected=", ".join(header)))
        return None
    if values["verdict"] not in VERDICTS:
        findings.add(_no_such_word("verdict", values["verdict"], VERDICTS, place))
        return None
    if values[ALARM] and values[ALARM] not in ALARMS:
        findings.add(_no_such_word(ALARM, values[ALARM], ALARMS, place))
        return None
    return Expectation(**values, place=place)


def _no_such_word(column: str, word: str, words: tuple[str, ...], place: TextPlace) -> Finding:
    expected = f"{', '.join(words[:-1])} or {words[-1]}"
    if meant := did_you_mean(word, words):
        expected = f"{expected}; {meant}"
    help_ = f"Write one of the words that the column {column} may hold."
    return INCOMPLETE_ROW.at(place, f"there is no {column} {word!r}", expected=expected, help=help_)


def compare(
    findings: Iterable[Finding],
    expected: Iterable[Expectation],
    *,
    complete: bool = True,
    gone: Callable[[str], bool] = lambda _: False,
    silenced: Iterable[Finding] = (),
) -> Reviewed:
    """Part the findings into those that are new and those that the list accounts for.

    An error is always new. With `complete`, a row whose finding does not occur makes a new finding;
    a run that stopped early passes False, because there absence says nothing. `gone` tells of a subject
    that nothing speaks of any more: that is told by a finding of its own, and the row is only noted.
    Findings that were `silenced` before occur too.
    """
    remarks = Findings()
    listed = _by_key(expected, remarks)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        excused = finding.severity is not Severity.ERROR and row_of(finding, listed) is not None
        (known if excused else new).append(finding)
    if complete:
        found = (*new, *known, *silenced)
        seen = {(finding.code, name) for finding in found for name in (finding.listed, finding.subject)}
        remarks.extend(_stale(row, gone=gone(row.subject)) for key, row in listed.items() if key not in seen)
    new.extend(remarks)
    return Reviewed(tuple(sorted(new, key=_order)), tuple(sorted(known, key=_order)), listed)


def row_of(finding: Finding, rows: Mapping[tuple[str, str], Expectation]) -> Expectation | None:
    """Return the row that accounts for a finding: one for its edition, else one for its subject in whatever edition."""
    return rows.get((finding.code, finding.listed)) or rows.get((finding.code, finding.subject))


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
