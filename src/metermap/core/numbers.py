"""Whole numbers as people write them in mapping files and tables."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["whole_number"]

# Python reads no more than 4,300 decimal digits; of powers of two it reads any number, in time that grows with them.
_DECIMAL: Final = re.compile(r"-?[0-9]{1,4000}")
_OTHER_BASE: Final = re.compile(r"-?(?:0x[0-9A-Fa-f]+|0b[01]+)")


def whole_number(text: str) -> int | None:
    """Return the number that a text is, in the base it is written in; None for anything else.

    A leading zero changes nothing: ``007`` is 7.
    """
    if _DECIMAL.fullmatch(text):
        return int(text)
    return int(text, 0) if _OTHER_BASE.fullmatch(text) else None
