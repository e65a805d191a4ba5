"""Finding the header of a sheet by its texts: in any of its first rows, in one row or in two.

In a header of two rows the upper one holds group headings over the columns of the lower one. A
column then has several texts by which it may be known, the most telling first: ``Group / Column``,
``Column``, and the group alone if it stands over one column only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell
from metermap.catalogue.columns import folded
from metermap.catalogue.profiles import PartProfile
from metermap.core.findings import Findings
from metermap.core.places import CellPlace, FilePlace
from metermap.core.suggest import did_you_mean

__all__ = ["SEARCHED_ROWS", "Header", "Heading", "NumberedRow", "find_header", "headings", "is_complete"]

SEARCHED_ROWS = 200
_LEAST = 2  # a single text that happens to be a header makes no header row
_TWO_ROWS = 2

NumberedRow: TypeAlias = tuple[int, tuple[RawCell, ...]]


@dataclass(frozen=True, slots=True)
class Heading:
    """What heads a column: the cell that it is quoted by, and its texts, the most telling first."""

    cell: RawCell
    column: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet. `columns` maps a field to its column; `last_row` is its lower or only row."""

    columns: Mapping[str, int]
    headed: frozenset[int]
    last_row: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row, or two, that may be the header, and the headings that each field claims."""

    rows: tuple[NumberedRow, ...]
    headings: tuple[Heading, ...]
    claimed: Mapping[str, tuple[Heading, ...]]

    @property
    def rank(self) -> tuple[int, bool]:
        """More fields are better; of two with the same number that whose cells reach over both its rows."""
        first = self.rows[0][0]
        tall = len(self.rows) == _TWO_ROWS and any(
            heading.cell.merged and heading.cell.row == first and heading.cell.merged.bottom == self.rows[-1][0]
            for found in self.claimed.values()
            for heading in found
        )
        return len(self.claimed), tall


def find_header(rows: Sequence[NumberedRow], at: FilePlace, part: PartProfile, findings: Findings) -> Header | None:
    """Return the header among the first rows of the sheet `at`; None if it is not complete.

    Whatever is missing or stands twice is reported, each at its own place.
    """
    best = max(_candidates(rows, part), key=lambda candidate: candidate.rank, default=None)
    if best is None or len(best.claimed) < min(_LEAST, len(part.needed)):
        _report_no_header(rows, at, part, best, findings)
        return None
    twice = [found for found in best.claimed.values() if len(found) > 1]
    for first, *others in twice:
        for heading in others:
            message = f"{at}: {heading.texts[0]!s:.60} heads two columns"
            repeated = codes.REPEATED_COLUMN.at(heading.cell.place, message, subject=str(at), also=[first.cell.place])
            findings.add(repeated)
    missing = [name for name in part.headers if name in part.needed - best.claimed.keys()]
    for name in missing:
        _report_missing(name, best, at, part, findings)
    if twice or missing:
        return None
    columns = {field: found[0].column for field, found in best.claimed.items()}
    return Header(columns, frozenset(heading.column for heading in best.headings), best.rows[-1][0])


def is_complete(rows: Sequence[NumberedRow], part: PartProfile) -> bool:
    """Return whether the last row, alone or with the one above it, heads all columns that are needed.

    Where a header may have two rows, a single one never is the last word: the next may add to it.
    """
    if part.header_rows == 1:
        return part.needed <= _candidate(rows[-1:], part).claimed.keys()
    return len(rows) >= _TWO_ROWS and any(
        part.needed <= candidate.claimed.keys() for candidate in _candidates(rows[-_TWO_ROWS:], part)
    )


def _candidates(rows: Sequence[NumberedRow], part: PartProfile) -> Iterator[_Candidate]:
    """Yield single rows before pairs: of two that know the same columns the simpler is the header."""
    words = part.words
    telling = {number for number, row in rows if any(folded(_text(cell)) in words for cell in row)}
    if part.header_rows != _TWO_ROWS:
        yield from (_candidate((row,), part) for row in rows if row[0] in telling)
    if part.header_rows != 1:
        for upper, lower in pairwise(rows):
            if lower[0] == upper[0] + 1 and not telling.isdisjoint((upper[0], lower[0])):
                yield _candidate((upper, lower), part)


def _candidate(rows: Sequence[NumberedRow], part: PartProfile) -> _Candidate:
    found = headings(rows)
    return _Candidate(tuple(rows), found, _claims(found, part.names))


def _claims(found: Sequence[Heading], names: Mapping[str, str]) -> dict[str, tuple[Heading, ...]]:
    """Return the headings of each field. A less telling text counts where no more telling one does."""
    claims: dict[str, tuple[Heading, ...]] = {}
    taken: set[int] = set()
    for level in range(max((len(heading.texts) for heading in found), default=0)):
        now: dict[str, list[Heading]] = {}
        for heading in found:
            if heading.column not in taken and level < len(heading.texts):
                field = names.get(folded(heading.texts[level]))
                if field is not None and field not in claims:
                    now.setdefault(field, []).append(heading)
        claims |= {field: tuple(group) for field, group in now.items()}
        taken |= {heading.column for group in now.values() for heading in group}
    return claims


def headings(rows: Sequence[NumberedRow]) -> tuple[Heading, ...]:
    """Return the headings of a header of one row or two, from left to right."""
    if len(rows) == 1:
        cells = rows[0][1]
        return tuple(Heading(cell, cell.column, (_text(cell),)) for cell in cells if _text(cell))
    upper, lower = ({cell.column: cell for cell in row if _text(cell)} for _, row in rows)
    groups = _groups(upper, lower)
    reach = Counter(group.column for group in groups.values())
    found = []
    for column in sorted({*upper, *lower}):
        below, group = lower.get(column), groups.get(column)
        if below is None:
            found.append(Heading(upper[column], column, (_text(upper[column]),)))
        elif group is None:
            found.append(Heading(below, column, (_text(below),)))
        else:
            whole = f"{_text(group)} / {_text(below)}"
            texts = (whole, _text(below), _text(group)) if reach[group.column] == 1 else (whole, _text(below))
            found.append(Heading(below, column, texts))
    return tuple(found)


def _groups(upper: Mapping[int, RawCell], lower: Mapping[int, RawCell]) -> dict[int, RawCell]:
    """Return the group heading over each column of the lower row.

    A heading reaches over the cells that it is merged with. One that is not merged reaches to the
    next heading, as in a CSV file, provided that it stands over a column itself.
    """
    groups: dict[int, RawCell] = {}
    reach: RawCell | None = None
    for column in range(1, max((*upper, *lower), default=0) + 1):
        reach = upper.get(column, reach)
        if reach is None:
            continue
        last = reach.merged.right if reach.merged else None if reach.column in lower else reach.column
        if column in lower and (last is None or column <= last):
            groups[column] = reach
    return groups


def _text(cell: RawCell) -> str:
    return " ".join(str(cell.value).split())


def _report_no_header(
    rows: Sequence[NumberedRow], at: FilePlace, part: PartProfile, best: _Candidate | None, findings: Findings
) -> None:
    sought = "a row with " + ", ".join(header for name, header in part.headers.items() if name in part.needed)
    where = f" in its first {min(rows[-1][0], SEARCHED_ROWS)} rows" if rows else ": it is empty"
    known = next(iter(best.claimed.values()))[0] if best and best.claimed else None
    near = f"; {known.cell.place} is the only text that could belong to it" if known else ""
    message = f"{at} has no header row{where}{near}"
    findings.add(codes.NO_HEADER.at(at, message, subject=str(at), expected=sought))


def _report_missing(name: str, best: _Candidate, at: FilePlace, part: PartProfile, findings: Findings) -> None:
    header = part.headers[name]
    rows = [str(number) for number, _ in best.rows]
    place = CellPlace(at.file, at.part, best.rows[-1][0], best.headings[0].column)
    known = {id(heading) for group in best.claimed.values() for heading in group}
    spare = [text for heading in best.headings if id(heading) not in known for text in heading.texts]
    sought = (header, *part.further.get(name, ()))
    near = next(filter(None, (did_you_mean(text, spare) for text in sought)), "")
    expected = "a column headed " + " or ".join(map(repr, sought)) + (f"; {near}" if near else "")
    message = f"{at}: the column {header!r} is missing from the header in row {' and '.join(rows)}"
    findings.add(codes.MISSING_COLUMN.at(place, message, subject=f"{at} {header}", expected=expected))
