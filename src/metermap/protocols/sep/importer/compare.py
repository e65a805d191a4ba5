"""Whether two lines say the same: cell by cell, and field by field of lists.

Spelling is no difference: names, conditions and numbers are compared by what they mean. A cell that the
file leaves empty says nothing, so it is no difference either; it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import Final

from metermap.core.suggest import normal
from metermap.core.types import Kind
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.clusters import in_type
from metermap.protocols.sep.importer.difference import Detail, What
from metermap.protocols.sep.importer.said import Line, Said, member_set
from metermap.protocols.sep.importer.spelling import canonical
from metermap.protocols.sep.types import parse_zcl_type
from metermap.protocols.tables import number

__all__ = ["FieldPair", "LineComparer", "merged", "pair_fields"]

EnumerationOf = Callable[[str], Enumeration | None]
FieldPair = tuple[Line | None, Line | None]
"""A field of the dictionary and its counterpart in the file; None for one that has none."""

_NOTHING: Final = frozenset({"", "no"})
"""Cells that record nothing that a file could have left out."""
_NUMBERS: Final = frozenset({"minimum", "maximum", "default", "length"})


class LineComparer:
    """Compares lines, and counts the cells that files leave empty."""

    def __init__(self, enumeration: EnumerationOf, said: Said) -> None:
        self.enumeration = enumeration
        self.said = said
        self.unstated: Counter[tuple[What, str]] = Counter()

    def details(
        self, what: What, columns: tuple[str, ...], ours: Line, theirs: Line, owners: tuple[str, ...] = ()
    ) -> tuple[Detail, ...]:
        """Return the cells that differ; `owners` are words in names that say whose the entry is."""
        found = []
        for column in columns:
            if not theirs[column]:
                self.unstated[what, column] += 0 if ours[column] in _NOTHING else 1
            elif not self._same(column, ours, theirs, owners):
                found.append(Detail(column, ours[column], theirs[column]))
        return tuple(found)

    def _same(self, column: str, ours: Line, theirs: Line, owners: tuple[str, ...]) -> bool:
        before, after = ours[column], theirs[column]
        if column in _NUMBERS:
            # Without a type of its own the file's number is read as the dictionary's type reads it.
            return _value(before, ours["type"]) == _value(after, theirs["type"] or ours["type"])
        if column == "name":
            return theirs.called(before, owners)
        if column == "enumeration":
            return self.same_table(before, after)
        meaning = _MEANINGS.get(column, str)
        return meaning(before) == meaning(after)

    def same_table(self, before: str, after: str) -> bool:
        """Return whether two names mean one enumeration: the same name, or other names for the same members."""
        if normal(before) == normal(after):
            return True
        ours, theirs = self.enumeration(before) if before else None, self.said.tables.get(normal(after))
        return ours is not None and theirs is not None and member_set(ours) == member_set(theirs.table)


def _shape(plain: str) -> tuple[bool, str]:
    return plain.endswith("[]"), normal(plain)


def _value(text: str, plain: str) -> int | str:
    """Return the number that a cell writes, as its type reads it; the text itself if it writes none."""
    type_ = parse_zcl_type(plain)
    value = number(text) if type_ is None or type_.kind is not Kind.TEXT else None
    if value is None:
        return " ".join(text.split())
    return value if type_ is None else in_type(value, type_) or 0


_MEANINGS: Final[dict[str, Callable[[str], object]]] = {
    "type": _shape,
    "present_if": canonical,
    "count": canonical,
}
"""What a cell of a column means, spelling set aside; for the other columns the text itself."""


def pair_fields(ours: tuple[Line, ...], theirs: tuple[Line, ...]) -> Iterator[FieldPair]:
    """Yield the fields of two lists side by side, in an order that keeps both.

    Fields of the same name belong together; where names differ between two that do, fields belong
    together by position.
    """
    first_names, second_names = ([normal(line["name"]) for line in lines] for lines in (ours, theirs))
    matcher = SequenceMatcher(None, first_names, second_names, autojunk=False)
    for _, low, high, first, last in matcher.get_opcodes():
        before, after = ours[low:high], theirs[first:last]
        common = min(len(before), len(after))
        yield from zip(before[:common], after[:common], strict=True)
        yield from ((line, None) for line in before[common:])
        yield from ((None, line) for line in after[common:])


def merged(ours: Line, theirs: Line, details: tuple[Detail, ...]) -> Line:
    """Return the dictionary's line with the cells that differ taken from the file."""
    changed = {detail.column: detail.after for detail in details}
    cells: dict[str, str] = {**ours.cells, **changed}
    if "introduced" in changed:
        cells["introduced_basis"] = ""  # the file prints it
    if "type" in changed:
        cells["enumeration"] = theirs["enumeration"]  # that of the old type means nothing on the new one
    return Line(cells, theirs.place)
