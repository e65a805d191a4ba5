"""Did you mean: the names nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from metermap.protocols.tables import normal

__all__ = ["closest"]

_LONGEST = 100
_ALIKE = 0.6


def closest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` candidates that resemble `word`, best first.

    Case, spaces and punctuation do not count. A word over 100 characters resembles nothing:
    comparing costs time that grows with the square of the length.
    """
    if limit < 1 or len(word) > _LONGEST:
        return ()
    import difflib  # noqa: PLC0415  (only a misspelling pays for it)

    names: dict[str, str] = {}
    for candidate in candidates:
        names.setdefault(normal(candidate), candidate)
    return tuple(names[found] for found in difflib.get_close_matches(normal(word), names, limit, _ALIKE))
