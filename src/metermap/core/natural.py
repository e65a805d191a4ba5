"""The order in which people look for names with numbers in them."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["NaturalKey", "natural_order"]

NaturalKey: TypeAlias = tuple[tuple[bool, int, str], ...]

_NUMBER = re.compile(r"([0-9]+)")


def natural_order(text: str) -> NaturalKey:
    """Return a key that sorts ``ECS4a`` before ``ECS17b``, and ``4.9`` before ``4.10``; capitals do not matter.

    Where a number stands in one name and a letter in the other, the letter comes first. Numbers may be of any length.
    """
    parts = (part for part in _NUMBER.split(text) if part)
    return tuple(_number(part) if _NUMBER.fullmatch(part) else (False, 0, part.casefold()) for part in parts)


def _number(digits: str) -> tuple[bool, int, str]:
    said = digits.lstrip("0")
    return True, len(said), said
