"""The baseline: findings that were there when a group began to count, and that nobody has reviewed yet.

It lets a group with a thousand old warnings ask for no new one from today on. The list of reviewed
findings (`metermap.core.expected`) says what somebody decided, and why; the baseline says only that
something was there, and how often. It excuses no error, it is held against what the reviewed list
leaves over, and it may only shrink.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from metermap.core.baseline_codes import BAD_ROW, STALE, TWICE, UNREADABLE
from metermap.core.finding_list import read_list
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import TextPlace

__all__ = ["BASELINE_COLUMNS", "Baselined", "Entry", "baseline_text", "counted_keys", "hold_against", "read_baseline"]

BASELINE_COLUMNS = ("code", "subject", "count")
_LARGEST_COUNT = 10**9


@dataclass(frozen=True, slots=True)
class Entry:
    """How many findings of a code there may be about a subject."""

    code: str
    subject: str
    count: int
    place: TextPlace

    @property
    def key(self) -> tuple[str, str]:
        """Return code and subject."""
        return self.code, self.subject


@dataclass(frozen=True, slots=True)
class Baselined:
    """The findings that a baseline leaves over, those that it holds, and what it lists too many of."""

    new: tuple[Finding, ...]
    held: tuple[Finding, ...]
    stale: tuple[Finding, ...]


def read_baseline(root: Path, file: str, findings: Findings) -> tuple[Entry, ...]:
    """Return the entries of a workspace's baseline; faults go to `findings`."""
    entries: dict[tuple[str, str], Entry] = {}
    for place, _, cells in read_list(root, file, (BASELINE_COLUMNS,), UNREADABLE, findings):
        entry = _entry(place, cells, findings)
        if entry is None:
            continue
        first = entries.setdefault(entry.key, entry)
        if first is not entry:
            message = f"{entry.code} of {entry.subject} stands twice in the baseline"
            findings.add(TWICE.at(place, message, subject=" ".join(entry.key), also=(first.place,)))
    return tuple(entries.values())


def _entry(place: TextPlace, cells: list[str], findings: Findings) -> Entry | None:
    expected = ", ".join(BASELINE_COLUMNS)
    if len(cells) != len(BASELINE_COLUMNS) or not cells[0]:
        findings.add(BAD_ROW.at(place, f"the row has {', '.join(cells)}", expected=expected))
        return None
    code, subject, count = cells
    number = int(count) if count.isascii() and count.isdigit() and len(count) <= len(str(_LARGEST_COUNT)) else 0
    if number < 1:
        message = f"{code} of {subject}: {count!r:.40} is no number of findings"
        findings.add(BAD_ROW.at(place, message, expected="a whole number from 1"))
        return None
    return Entry(code, subject, number, place)


def hold_against(findings: Iterable[Finding], entries: Iterable[Entry]) -> Baselined:
    """Part the findings into new ones and those that the baseline holds.

    An error or a note is never held. Of more findings about one subject than the entry counts, those that
    stand last are new: which of them was there first, nobody can tell.
    """
    listed = tuple(entries)
    left = {entry.key: entry.count for entry in listed}
    new: list[Finding] = []
    held: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: finding.sort_key):
        key = (finding.code, finding.listed)
        if finding.severity is Severity.WARNING and left.get(key, 0) > 0:
            left[key] -= 1
            held.append(finding)
        else:
            new.append(finding)
    return Baselined(tuple(new), tuple(held), tuple(_stale(listed, left)))


def _stale(entries: Iterable[Entry], left: dict[tuple[str, str], int]) -> Iterator[Finding]:
    for entry in entries:
        if left[entry.key]:
            occurs = entry.count - left[entry.key]
            message = f"{entry.code} of {entry.subject}: the baseline counts {entry.count:,}, and {occurs:,} occur"
            yield STALE.at(entry.place, message, subject=" ".join(entry.key))


def counted_keys(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """Return how many findings there are of each code and subject; only warnings go into a baseline."""
    return Counter((finding.code, finding.listed) for finding in findings if finding.severity is Severity.WARNING)


def baseline_text(counts: Counter[tuple[str, str]]) -> str:
    """Return a baseline as CSV, sorted by code and subject, lines ended by a line feed."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(BASELINE_COLUMNS)
    writer.writerows((code, subject, count) for (code, subject), count in sorted(counts.items()) if count > 0)
    return stream.getvalue()
