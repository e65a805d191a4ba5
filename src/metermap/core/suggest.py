"""Suggestions for a name that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["did_you_mean"]

_CLOSE_ENOUGH = 0.6


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'X'?`` for the closest known name, or an empty text.

    Letter case does not count as a difference; ties go to the name that sorts first.
    """
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=_CLOSE_ENOUGH)
    return f"did you mean {by_folded[close[0]]!r}?" if close else ""
