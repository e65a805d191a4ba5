"""References such as ``D14``, and numbers in attributes."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["Coordinates", "coordinates", "index"]

Coordinates: TypeAlias = tuple[int, int]

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_NEVER = 1 << 40


def coordinates(reference: str) -> Coordinates | None:
    """Return (row, column) of a reference such as ``D14``, both from 1; None if it is none."""
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def index(text: str) -> int:
    """Return the number that `text` spells, or a number that no index reaches."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1048576") else _NEVER
