"""Looking at a sheet that nobody has described: which part of a catalogue it may hold, and under which headers.

Every guess is kept with how sure it is. The header is the row, or the two rows, in which most texts
are known: standard headers, other people's names for them, near misspellings.
"""

from __future__ import annotations

import difflib
import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from metermap.catalogue.cells import RawSheet, RawWorkbook
from metermap.catalogue.columns import PARTS, folded
from metermap.catalogue.headers import SEARCHED_ROWS, Heading, NumberedRow, headings
from metermap.catalogue.synonyms import SYNONYMS, VAGUE
from metermap.core.places import column_letters
from metermap.core.suggest import normal

__all__ = ["ColumnGuess", "Look", "Sureness", "look_at"]

_ALIKE = 0.85
_LEAST = 2


class Sureness(IntEnum):
    """How a column was known."""

    SURE = 0  # by its standard header
    LIKELY = 1  # by a name that others use for it
    GUESS = 2  # by a text that resembles one of these
    VAGUE = 3  # by a name that others use, although it stands below a group and says little there


class ColumnGuess(NamedTuple):
    """A column that was understood; `cell` is that of its header, `text` what heads it."""

    field: str
    header: str
    text: str
    cell: str
    how: Sureness


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet seems to be. `part` is empty if nothing in it looks like a part of a catalogue."""

    sheet: RawSheet
    part: str = ""
    header_rows: tuple[int, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()
    others: tuple[Heading, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields whose columns were found."""
        return frozenset(column.field for column in self.columns)


# What a sheet must head to be taken for a part, and at least one of what it must head beside it.
_TELLING: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "use_cases": (frozenset({"code"}), frozenset(column.field for column in PARTS["use_cases"]) - {"code"}),
    "elements": (frozenset({"item", "path"}), frozenset()),
    "items": (frozenset({"item"}), frozenset({"unit", "range", "access", "depth", "description"})),
}

# Elements that no printed table lists have these columns and no others.
_HAN_ONLY = frozenset(column.field for column in PARTS["han_only"])


def look_at(book: RawWorkbook, sheet: RawSheet) -> Look:
    """Return what the sheet seems to be; `RefusedError` if it turns out to be broken."""
    rows = _first_rows(book, sheet)
    for part in _TELLING:
        found = _with_guesses(max(_looks(sheet, rows, part), key=_rank, default=Look(sheet)))
        needed, beside = _TELLING[part]
        if needed <= found.fields and (not beside or beside & found.fields):
            return replace(found, part="han_only") if found.fields == _HAN_ONLY else _with_vague(found)
    return Look(sheet)


def _first_rows(book: RawWorkbook, sheet: RawSheet) -> list[NumberedRow]:
    rows: list[NumberedRow] = []
    for number, group in groupby(book.cells(sheet.name), attrgetter("row")):
        if number > SEARCHED_ROWS:
            break
        rows.append((number, tuple(group)))
    return rows


def _rank(look: Look) -> tuple[int, int, bool]:
    """More columns are better, then surer ones; of equals a header that fills both its rows, or has one."""
    return len(look.columns), -sum(column.how for column in look.columns), len(look.header_rows) == 1


def _looks(sheet: RawSheet, rows: Sequence[NumberedRow], part: str) -> Iterator[Look]:
    candidates: list[tuple[NumberedRow, ...]] = [(row,) for row in rows]
    candidates += [pair for pair in pairwise(rows) if pair[1][0] == pair[0][0] + 1]
    for candidate in candidates:
        found = tuple(map(_without_group, headings(candidate)))
        columns = _understood(found, part)
        if len(columns) >= _LEAST:
            known = {column.cell for column in columns}
            others = tuple(heading for heading in found if _cell(heading) not in known)
            yield Look(sheet, part, tuple(number for number, _ in candidate), columns, others)


def _without_group(heading: Heading) -> Heading:
    """Leave out the group's text alone: any row of values below a header would make it a group."""
    return replace(heading, texts=heading.texts[:2])


def _with_guesses(look: Look) -> Look:
    """Add what only resembles a header: costly to compare, so for the chosen header alone."""
    columns = {column.field: column for column in look.columns}
    others = list(look.others)
    for column in PARTS.get(look.part, ()):
        near = next((heading for heading in others if _resembles(heading.texts[0], column.header)), None)
        if near is not None and column.field not in columns:
            others.remove(near)
            text, cell = near.texts[0], _cell(near)
            columns[column.field] = ColumnGuess(column.field, column.header, text, cell, Sureness.GUESS)
    return replace(look, columns=tuple(columns.values()), others=tuple(others))


def _with_vague(look: Look) -> Look:
    """Add what has a vague name below a group, if its field has no column and no other claims it."""
    claims: dict[str, list[tuple[Heading, str]]] = {}
    for heading in look.others:
        for _, _, name, header in _vocabulary(look.part).get(_vague(heading), ()):
            if name not in look.fields:
                claims.setdefault(name, []).append((heading, header))
    alone = {name: found[0] for name, found in claims.items() if len(found) == 1}
    guesses = tuple(
        ColumnGuess(name, header, heading.texts[0], _cell(heading), Sureness.VAGUE)
        for name, (heading, header) in alone.items()
    )
    known = {guess.cell for guess in guesses}
    others = tuple(heading for heading in look.others if _cell(heading) not in known)
    return replace(look, columns=(*look.columns, *guesses), others=others)


def _vague(heading: Heading) -> str:
    """Return the folded text that a heading has below a group, if that is a vague one."""
    text = folded(heading.texts[1]) if len(heading.texts) > 1 else ""
    return text if text in VAGUE else ""


def _cell(heading: Heading) -> str:
    return f"{column_letters(heading.column)}{heading.cell.row}"


def _understood(found: Sequence[Heading], part: str) -> tuple[ColumnGuess, ...]:
    """Return the columns that are understood: the surest first, no field and no column twice."""
    claims = sorted(
        (claim for position, heading in enumerate(found) for claim in _claims(heading, position, part)),
        key=lambda claim: claim[:3],
    )
    texts = Counter(folded(heading.texts[0]) for heading in found)
    columns: dict[str, tuple[int, ColumnGuess]] = {}
    taken: set[int] = set()
    for how, _, position, field, header in claims:
        heading = found[position]
        unique = texts[folded(heading.texts[0])] == 1
        if field not in columns and position not in taken and (unique or how is Sureness.SURE):
            taken.add(position)
            columns[field] = (position, ColumnGuess(field, header, heading.texts[0], _cell(heading), how))
    return tuple(column for _, column in sorted(columns.values()))


def _claims(heading: Heading, position: int, part: str) -> Iterator[tuple[Sureness, int, int, str, str]]:
    """Yield which fields the heading may be: how surely, by which synonym, its position, field and header."""
    vocabulary = _vocabulary(part)
    for text in _readings(heading):
        for how, rank, field, header in vocabulary.get(text, ()):
            yield how, rank, position, field, header


@functools.cache
def _vocabulary(part: str) -> dict[str, list[tuple[Sureness, int, str, str]]]:
    """Return what each folded text may head: how surely, as which of the synonyms, field and header."""
    known: dict[str, list[tuple[Sureness, int, str, str]]] = {}
    for column in PARTS[part]:
        known.setdefault(folded(column.header), []).append((Sureness.SURE, 0, column.field, column.header))
        for rank, text in enumerate(SYNONYMS.get(column.field, ())):
            known.setdefault(text, []).append((Sureness.LIKELY, rank, column.field, column.header))
    return known


def _readings(heading: Heading) -> list[str]:
    """Return the texts of a heading as synonyms have them; a vague one does not count below a group."""
    whole, *parts = heading.texts
    joined = folded(whole.replace(" / ", " ")) if parts else folded(whole)
    return [joined, *(folded(text) for text in parts if folded(text) not in VAGUE)]


def _resembles(text: str, standard: str) -> bool:
    one, other = normal(text), normal(standard)
    return abs(len(one) - len(other)) <= len(other) // 3 and difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE
