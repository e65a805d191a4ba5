"""How names are compared, and what is suggested for a name that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

__all__ = ["advice", "closest", "did_you_mean", "normal"]

_LONGEST = 100
_LONGEST_CANDIDATE = 4 * _LONGEST
_COMPARED = 500
_ALIKE = 0.6


@lru_cache(maxsize=10_000)  # lookups compare the same names over and over
def normal(name: str) -> str:
    """Return `name` without case, spaces and punctuation: how names are compared."""
    return "".join(filter(str.isalnum, name)).casefold()


def closest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` candidates that resemble `word`, best first.

    Case, spaces and punctuation do not count. A word over 100 characters resembles nothing:
    comparing costs time that grows with the square of the length. Of many candidates, those with
    most pairs of letters in common are compared.
    """
    if limit < 1 or len(word) > _LONGEST:
        return ()
    import difflib  # noqa: PLC0415  (only a misspelling pays for it)

    wanted = normal(word)
    names: dict[str, str] = {}
    for candidate in candidates:
        if len(candidate) <= _LONGEST_CANDIDATE:
            names.setdefault(normal(candidate), candidate)
    alike = difflib.get_close_matches(wanted, _likely(wanted, names), limit, _ALIKE)
    return tuple(names[found] for found in alike)


def _likely(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names that may be alike by their length; of more than `_COMPARED`, the likeliest."""
    shortest, longest = len(wanted) * _ALIKE / (2 - _ALIKE), len(wanted) * (2 - _ALIKE) / _ALIKE
    fitting = [name for name in names if shortest <= len(name) <= longest]
    if len(fitting) <= _COMPARED:
        return fitting
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    return sorted(fitting, key=lambda name: sum(pair in name for pair in pairs), reverse=True)[:_COMPARED]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'X'?`` for the closest known name, or an empty text; ties go to the first."""
    close = closest(word, sorted(known), limit=1)
    return f"did you mean {close[0]!r}?" if close else ""


def advice(close: Iterable[str]) -> str:
    """Return a sentence that names the candidates, or an empty text."""
    names = " or ".join(close)
    return f"Did you mean {names}?" if names else ""
