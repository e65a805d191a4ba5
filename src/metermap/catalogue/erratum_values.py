"""The values of errata, typed as the reader types the cells that they correct.

A text is compared as it stands. Of lists and flags the meaning is compared, so that blanks after
separators, and the two ways to print no, do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.catalogue.notations import could_be_one_number
from metermap.core.suggest import did_you_mean

__all__ = ["CellMeaning", "bad_value", "meaning", "printed"]

CellMeaning: TypeAlias = str | bool | tuple[str, ...] | tuple[int, ...]
"""What a cell says: a text, whether something is so, devices, or printed row numbers."""


@dataclass(frozen=True, slots=True)
class _Notation:
    """How the cells of a field are written; `read` returns None for what is not written so."""

    read: Callable[[str], CellMeaning | None]
    expected: str


def _flag(text: str) -> bool | None:
    return {"yes": True, "no": False, "": False}.get(text.strip().casefold())


def _devices(text: str) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,]", text) if part.strip())) or None


def _rows(text: str) -> tuple[int, ...] | None:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if could_be_one_number(text.strip()) or not all(re.fullmatch(r"[0-9]{1,7}", part) for part in parts):
        return None
    return tuple(map(int, parts))


_NOTATIONS: Final = {
    "sensitive": _Notation(_flag, "yes, no or nothing"),
    "devices": _Notation(_devices, "one device or more, such as ESME; GSME"),
    "rows": _Notation(_rows, "such as 675, 676, with a space after each comma"),
}


def meaning(field: str, text: str) -> CellMeaning | None:
    """Return what `text` means in the cells of `field`; None if it cannot stand there."""
    notation = _NOTATIONS.get(field)
    return notation.read(text) if notation else text


def printed(value: CellMeaning) -> str:
    """Return the text that means `value`: ``yes`` or ``no``, devices parted by ``;``, rows by ``,``."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case _:
            separator = "; " if any(isinstance(part, str) for part in value) else ", "
            return separator.join(map(str, value))


def bad_value(field: str, text: str, devices: Collection[str]) -> str | None:
    """Return what is expected if `text` cannot become the value of `field`, else None."""
    value = meaning(field, text)
    if value is None:
        return _NOTATIONS[field].expected
    unknown = next((name for name in value if name not in devices), None) if isinstance(value, tuple) else None
    if field != "devices" or unknown is None:
        return None
    return did_you_mean(str(unknown), devices) or "one of " + ", ".join(devices)
