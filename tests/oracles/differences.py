"""The reviewed lists of differences: read, written, and held against what there is.

One line is one difference. What its `verdict` may be:

ours         our dictionary is right
theirs       the oracle is right: our dictionary should change
both         both are right: two names of one thing, two editions
unresolved   nobody knows yet

What its `basis` may be, several joined by ``; ``. All but the last are checked:

dlms-spodes agrees              another oracle says the same as the side that the verdict names
table: dotdot, herdsman         our own table names these sources as differing from it, as the oracle does
table: only gurux-py            our own table names this source as differing from it, and no other
number and type agree           for a name: its number, and all else that was compared of it, agrees
any other text                  a clause, or a source that anybody can look up
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.oracles.ask import HERE, ORACLES
from tests.oracles.checks import NAME, Check
from tests.oracles.names import canonical

__all__ = [
    "CODECS",
    "COLUMNS",
    "LISTS",
    "Difference",
    "Evidence",
    "faults",
    "merged",
    "print_lines",
    "read_lists",
    "write_lists",
]

LISTS: Final = HERE / "differences"
CODECS: Final = "codecs.csv"  # of octets, not of dictionaries: tests.oracles.vector_files reads it
COLUMNS: Final = ("oracle", "place", "entry", "aspect", "ours", "theirs", "verdict", "basis")
VERDICTS: Final = ("ours", "theirs", "both", "unresolved")

_AGREES = re.compile(rf"({'|'.join(ORACLES)}) agrees")
_ONLY = re.compile(r"table: only (\S+)")
_TABLE = re.compile(r"table: (.+)")
_SOURCE = re.compile(r"([\w.-]+)[:=]")
_REST: Final = "number and type agree"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of a list: a check that disagrees, and what a reviewer found."""

    check: Check
    verdict: str = ""
    basis: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the line's cells, in the order of COLUMNS."""
        check = self.check
        return (
            check.oracle,
            check.place,
            check.entry,
            check.aspect,
            check.ours,
            check.theirs,
            self.verdict,
            self.basis,
        )

    @property
    def file(self) -> str:
        """Return the name of the list that it belongs to: names have lists of their own."""
        return f"{self.check.oracle}{'-names' if self.check.of_name else ''}.csv"


def read_lists(folder: Path = LISTS) -> tuple[Difference, ...]:
    """Return all lines of all lists.

    Raises:
        ValueError: a list has other columns.
    """
    found: list[Difference] = []
    for file in _lists(folder):
        with file.open(encoding="utf-8", newline="") as stream:
            heading, *rows = csv.reader(stream, strict=True)
        if tuple(heading) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
            message = f"{file.name} does not have the columns {', '.join(COLUMNS)}"
            raise ValueError(message)
        found += map(_line, rows)
    return tuple(found)


def _lists(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.glob("*.csv")) if file.name != CODECS]


def _line(row: list[str]) -> Difference:
    oracle, place, entry, aspect, ours, theirs, verdict, basis = row
    return Difference(Check(oracle, place, entry, aspect, ours, theirs, agrees=False), verdict, basis)


def merged(current: Iterable[Check], lines: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return the current differences, each with its verdict if nothing that was compared has changed."""
    known = {(line.check.key, line.check.ours, line.check.theirs): line for line in lines}
    found = []
    for check in current:
        line = known.get((check.key, check.ours, check.theirs))
        found.append(Difference(check, line.verdict, line.basis) if line else Difference(check))
    return tuple(found)


def print_lines(lines: Iterable[Difference]) -> str:
    """Return lines as a list has them, without the heading."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(line.cells for line in lines)
    return out.getvalue()


def write_lists(lines: Iterable[Difference], folder: Path = LISTS) -> None:
    """Write the lists anew, their lines in the order given."""
    lists: dict[str, list[Difference]] = {}
    for line in lines:
        lists.setdefault(line.file, []).append(line)
    folder.mkdir(exist_ok=True)
    for file in _lists(folder):
        file.unlink()
    for name, found in lists.items():
        text = ",".join(COLUMNS) + "\n" + print_lines(found)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a basis may rest on: all checks, and what our tables record of their sources, by place."""

    checks: tuple[Check, ...]
    recorded: dict[str, str]

    def backs(self, line: Difference, other: str) -> bool:
        """Whether another oracle says the same as the side that the verdict names."""
        for check in self.checks:
            if check.key == (other, line.check.place, line.check.aspect) and other != line.check.oracle:
                if line.verdict == "ours":
                    return check.agrees
                return line.verdict == "theirs" and canonical(check.theirs) == canonical(line.check.theirs)
        return False

    def names(self, line: Difference, sources: str) -> bool:
        """Whether our table names all these sources as saying something else than it does."""
        wanted = {source.strip() for source in sources.split(",")}
        return wanted <= self._sources(line)

    def names_only(self, line: Difference, source: str) -> bool:
        """Whether our table names this source, and no other, as saying something else than it does."""
        return self._sources(line) == {source}

    def _sources(self, line: Difference) -> set[str]:
        return set(_SOURCE.findall(self.recorded.get(line.check.place, "")))

    def rest_agrees(self, line: Difference) -> bool:
        """Whether the oracle agrees in all that was compared of what bears the name, and more than its presence was.

        For the name of a field or member that is the rest of this field, else the rest of the entry.
        """
        key, part = (line.check.oracle, line.check.place), line.check.aspect.removesuffix(NAME)
        rest = [check for check in self.checks if check.key[:2] == key and check.aspect.startswith(part)]
        substance = [check for check in rest if not check.of_name and not check.of_presence]
        return bool(substance) and all(check.agrees for check in rest if not check.of_name)


def faults(lines: Iterable[Difference], evidence: Evidence) -> Iterator[str]:
    """Yield what is wrong with the verdicts and bases of the lines, one sentence each."""
    for line in lines:
        where = f"{line.file}: {line.check.place} {line.check.aspect}"
        if line.verdict not in VERDICTS:
            yield f"{where}: verdict {line.verdict!r} is none of {', '.join(VERDICTS)}"
        elif not line.basis and line.verdict != "unresolved":
            yield f"{where}: the verdict {line.verdict!r} has no basis"
        for clause in filter(None, line.basis.split("; ")):
            if not _holds(line, clause, evidence):
                yield f"{where}: the basis {clause!r} does not hold"


def _holds(line: Difference, clause: str, evidence: Evidence) -> bool:
    if found := _AGREES.fullmatch(clause):
        return evidence.backs(line, found[1])
    if found := _ONLY.fullmatch(clause):
        return evidence.names_only(line, found[1])
    if found := _TABLE.fullmatch(clause):
        return evidence.names(line, found[1])
    if clause == _REST:
        return line.check.of_name and evidence.rest_agrees(line)
    return True
