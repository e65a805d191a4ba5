"""What people write where a value should stand: nothing in five ways, and numbers in other notations.

Nothing is converted here: a number that could be another number is never guessed.
"""

from __future__ import annotations

import re
from enum import StrEnum

from metermap.catalogue.cells import RawCell, ValueKind
from metermap.catalogue.model import Value

__all__ = ["Absence", "absence", "could_be_one_number", "notation", "shown_as_another_number"]


class Absence(StrEnum):
    """Five ways to say nothing, and what each may mean."""

    BLANK = "nothing was entered"
    SPACE = "only white space: it looks empty and is not"
    DASH = "a dash: deliberately none"
    NOT_APPLICABLE = "not applicable"
    OPEN = "still to be settled"


_DASHES = frozenset({"-", "--", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})
_NOT_APPLICABLE = frozenset({"n/a", "n.a.", "na", "n / a", "not applicable"})
_OPEN = frozenset({"tbc", "tbd", "tba", "t.b.c.", "t.b.d.", "to be confirmed", "to be defined", "?", "??"})


def absence(value: Value[str]) -> Absence | None:
    """Return in which way a text says nothing; None if it says something."""
    text = " ".join(value.value.casefold().split())
    if not text:
        return Absence.SPACE if value.original else Absence.BLANK
    for meaning, texts in (
        (Absence.DASH, _DASHES),
        (Absence.NOT_APPLICABLE, _NOT_APPLICABLE),
        (Absence.OPEN, _OPEN),
    ):
        if text in texts:
            return meaning
    return None


_NOTATIONS = (
    (re.compile(r"\d,\d"), "a comma may part decimals or thousands"),
    (re.compile(r"\d[ \u00a0\u2009\u202f']\d{3}"), "thousands are set apart"),
    (re.compile(r"\d\.\d{3}(?!\d)"), "a full stop may part decimals or thousands"),
    (re.compile(r"[\u2212\u2010-\u2014\ufe63\uff0d]\s*\d"), "the minus is not the character -"),
    (re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u2079\u207a-\u207f]"), "a superscript"),
    (re.compile(r"\d\s*[%\u2030]"), "a percent sign"),
    (re.compile(r"[^\x00-\x7f]", re.UNICODE), "digits or signs of another script"),
)


def notation(text: str) -> str:
    """Return what is unusual about the notation of a number; empty if nothing is, or if it holds no digit."""
    if not any(character.isdigit() for character in text):
        return ""
    return next((told for pattern, told in _NOTATIONS if pattern.search(text)), "")


_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


def could_be_one_number(text: str) -> bool:
    """Return whether a list of numbers might be one number with separators of thousands: ``1,234``."""
    return _GROUPED.fullmatch(text) is not None


_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SCALED = re.compile(r"%|[0#?],+(?![0#?,])")


def shown_as_another_number(cell: RawCell) -> bool:
    """Return whether the cell's format shows its number as another: a percentage, or in thousands."""
    shown = _LITERAL.sub("", cell.number_format).partition(";")[0]
    return cell.kind is ValueKind.NUMBER and bool(cell.value) and _SCALED.search(shown) is not None
