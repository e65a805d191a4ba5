"""Numbers that a workbook stores as text, read by the locale that its profile declares."""

from __future__ import annotations

import re
from decimal import Decimal

from metermap.core.workspace import NumberLocale

__all__ = ["parse_number", "parse_whole_number"]

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
