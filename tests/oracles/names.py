"""How names are compared: without case and punctuation, and with known abbreviations written out.

The table of abbreviations is the only place where two different words count as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["ABBREVIATIONS", "canonical", "same_name", "used_abbreviations", "words"]

ABBREVIATIONS: Final = {
    "addr": "address",
    "app": "application",
    "carr": "carrier",
    "centimeter": "centimetre",
    "cur": "current",
    "desc": "description",
    "env": "environment",
    "ext": "extended",
    "gen": "generic",
    "hw": "hardware",
    "liter": "litre",
    "max": "maximum",
    "meter": "metre",
    "min": "minimum",
    "percent": "percentage",
    "ph": "phase",
    "rsp": "response",
    "summ": "summation",
    "thres": "threshold",
    "volt": "voltage",
}
"""A short word and what it stands for, in either library or in our tables."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _split(name: str) -> list[str]:
    return [ABBREVIATIONS.get(word.lower(), word.lower()) for word in _WORDS.findall(name)]


def words(name: str) -> frozenset[str]:
    """Return the words of a name, abbreviations written out."""
    return frozenset(_split(name))


def canonical(name: str) -> str:
    """Return a name in one spelling: lower case, no punctuation, no abbreviations."""
    return "".join(_split(name))


def same_name(ours: str, theirs: str) -> bool:
    """Whether two names differ in spelling only."""
    return canonical(ours) == canonical(theirs)


def used_abbreviations(names: Iterable[str]) -> frozenset[str]:
    """Return which abbreviations of the table occur in the names."""
    found = (word.lower() for name in names for word in _WORDS.findall(name))
    return frozenset(found) & ABBREVIATIONS.keys()
