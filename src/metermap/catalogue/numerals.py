"""Numbers in texts, read by the locale that a profile declares; those that nobody can tell without one."""

from __future__ import annotations

import re
from decimal import Decimal

from metermap.core.workspace import NumberLocale

__all__ = ["ambiguous_number", "in_one_notation", "parse_number", "parse_whole_number"]

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_LONGEST = 40


def parse_number(text: str, locale: NumberLocale) -> Decimal | None:
    """Return the number that `text` is in `locale`, exactly; None if it is none.

    Digits are ASCII. Groups between thousands marks have three digits, or it is no number: ``1.23``
    with full stops as thousands marks is a misprint or another locale, and not 123. A minus sign
    may be U+2212, a space any of the no-break and thin ones.
    """
    plain = text.strip().translate(_SPACES).replace("\u2212", "-")
    whole = r"[0-9]+"
    if locale.thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(locale.thousands)}[0-9]{{3}})+|[0-9]+)"
    found = re.fullmatch(rf"([-+]?{whole})(?:{re.escape(locale.decimal)}([0-9]+))?", plain)
    if found is None or len(plain) > _LONGEST:
        return None
    digits = found[1].replace(locale.thousands, "") if locale.thousands else found[1]
    return Decimal(f"{digits}.{found[2]}" if found[2] else digits)


def parse_whole_number(text: str, locale: NumberLocale) -> int | None:
    """Return the whole number that `text` is in `locale`; None if it is none, or is written with decimals.

    Nobody numbers rows ``1.000`` with a decimal point: in another locale that is a thousand.
    """
    number = parse_number(text, locale)
    return int(number) if number is not None and number.as_tuple().exponent == 0 else None


_MARKED = re.compile(r"(?<![A-Za-z0-9])[0-9]+(?:[.,'][0-9]+)+")
_ONE_COMMA = re.compile(r"[0-9]+,[0-9]+|0,[0-9,]+")
_ENDS = re.compile(r"[\[(][0-9]+,[0-9]+[\])]")
_SPACED_GROUP = re.compile(r"(?:^|[;,] )(?P<number>[0-9]{1,3}, [0-9]{3})(?![0-9]|\.\.)")
_POINT_IN_COUNT = re.compile(r"(?P<number>[0-9]{1,3}\.[0-9]{3})(?: entries| records)?")


def in_one_notation(text: str, locale: NumberLocale | None) -> str:
    """Return `text` with the numbers of `locale` written as ``1234.5``; other numbers stay as they are."""
    return _MARKED.sub(lambda found: _rewritten(found[0], locale) or found[0], text)


def _rewritten(printed: str, locale: NumberLocale | None) -> str:
    """Return a number in one notation; empty if it is none by the locale. No group of thousands begins with 0."""
    if locale is None or (locale.thousands and printed.startswith(f"0{locale.thousands}")):
        return ""
    number = parse_number(printed, locale)
    return "" if number is None else f"{number:f}"


def ambiguous_number(text: str, locale: NumberLocale | None, *, counts: bool = False) -> str:
    """Return the first number in `text` that could be another one; empty if there is none.

    A single comma may part decimals or thousands, and so may a full stop where entries are counted
    (`counts`), unless `locale` says which. ``1, 234`` is one number or two; ``[1,234]`` has two ends.
    """
    spaced = _SPACED_GROUP.search(text) or (_POINT_IN_COUNT.fullmatch(text) if counts and locale is None else None)
    if spaced:
        return spaced["number"]
    unclear = (found for found in _MARKED.finditer(text) if not _rewritten(found[0], locale))
    return next((found[0] for found in unclear if _ONE_COMMA.fullmatch(found[0]) and not _are_ends(found)), "")


def _are_ends(found: re.Match[str]) -> bool:
    return _ENDS.fullmatch(found.string[max(found.start() - 1, 0) : found.end() + 1]) is not None
