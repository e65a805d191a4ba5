"""The data types that the catalogue prints, as type descriptors.

The catalogue's types say little: ``INTEGER`` has no width, ``DATE-TIME`` no form on a wire.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from metermap.core.types import Kind, Member, TypeDescriptor, TypeSystem

__all__ = ["known_types", "parse_catalogue_type"]

_SIMPLE = {
    "BIT-STRING": Kind.BITS,
    "BOOLEAN": Kind.BOOLEAN,
    "DATE": Kind.DATE,
    "DATE WITH WILDCARDS": Kind.DATE,
    "DATE-TIME": Kind.DATE_TIME,
    "DATE-TIME NO WILDCARDS": Kind.DATE_TIME,
    "ENUMERATION": Kind.ENUM,
    "INTEGER": Kind.INTEGER,
    "METHOD": Kind.METHOD,
    "OCTET-STRING": Kind.OCTETS,
    "STRUCTURE": Kind.STRUCTURE,
    "TEXT": Kind.TEXT,
    "TIME NO WILDCARDS": Kind.TIME,
}
_COUNTS = {"TWO": 2, "THREE": 3}


def parse_catalogue_type(text: str) -> TypeDescriptor:
    """Return the type that `text` prints; kind UNKNOWN if it is empty or not understood.

    Letter case and white space do not count. `name` is the type in capitals, `printed` the text.
    """
    folded = " ".join(text.upper().split())
    for parse in _PARSERS:
        found = parse(folded)
        if found is not None:
            return replace(found, printed=text)
    return TypeDescriptor(Kind.UNKNOWN, TypeSystem.CATALOGUE, folded, printed=text)


def known_types() -> tuple[str, ...]:
    """Return examples of every type that is understood, as they are printed."""
    composed = ("INTEGER[1..3]", "BOOLEAN (three)", "Two INTEGERs", "Series of BOOLEANS", "DATE-TIME and Periodicity")
    return (*_SIMPLE, *composed)


def _type(kind: Kind, name: str) -> TypeDescriptor:
    return TypeDescriptor(kind, TypeSystem.CATALOGUE, name)


def _array(element: TypeDescriptor, name: str, count: int | None) -> TypeDescriptor:
    length = None if count is None else (count, count)
    return replace(_type(Kind.ARRAY, name), element=element, length=length)


def _simple(text: str) -> TypeDescriptor | None:
    kind = _SIMPLE.get(text)
    return None if kind is None else _type(kind, text)


def _plural(text: str) -> TypeDescriptor | None:
    """Return the type of ``INTEGERS``, ``BIT-STRINGS``."""
    return _simple(text) or _simple(text.removesuffix("S"))


def _indexed(text: str) -> TypeDescriptor | None:
    """``INTEGER[1..3]``: three of them; ``INTEGER[8][4]``: eight by four."""
    found = re.fullmatch(r"(.+?)\[(?:(\d{1,6})\.\.)?(\d{1,6})\]((?:\[\d{1,6}\])*)", text)
    inner = _simple(found[1]) if found else None
    if found is None or inner is None:
        return None
    for size in reversed(re.findall(r"\d+", found[4])):
        inner = _array(inner, f"{inner.name}[{size}]", int(size))
    return _array(inner, text, int(found[3]) - int(found[2] or 1) + 1)


def _counted(text: str) -> TypeDescriptor | None:
    """``Two BIT-STRINGs``, ``BOOLEAN (three)``."""
    found = re.fullmatch(r"(TWO|THREE) (.+)", text)
    if found:
        inner, count = _plural(found[2]), _COUNTS[found[1]]
    elif found := re.fullmatch(r"(.+) \((TWO|THREE)\)", text):
        inner, count = _simple(found[1]), _COUNTS[found[2]]
    else:
        return None
    return None if inner is None else _array(inner, text, count)


def _series(text: str) -> TypeDescriptor | None:
    """``Series of BOOLEANS``, ``Series of Event / Alert Codes and BIT-STRINGs``."""
    if not text.startswith("SERIES OF "):
        return None
    rest = text.removeprefix("SERIES OF ")
    if rest == "EVENT / ALERT CODES AND BIT-STRINGS":
        parts = (
            Member("Event / Alert Code", _type(Kind.UNKNOWN, "EVENT / ALERT CODE")),
            Member("BIT-STRING", _type(Kind.BITS, "BIT-STRING")),
        )
        entry = replace(_type(Kind.STRUCTURE, "EVENT / ALERT CODE AND BIT-STRING"), members=parts)
        return _array(entry, text, None)
    inner = _plural(rest)
    return None if inner is None else _array(inner, text, None)


def _with_periodicity(text: str) -> TypeDescriptor | None:
    if text != "DATE-TIME AND PERIODICITY":
        return None
    parts = (
        Member("DATE-TIME", _type(Kind.DATE_TIME, "DATE-TIME")),
        Member("Periodicity", _type(Kind.UNKNOWN, "PERIODICITY")),
    )
    return replace(_type(Kind.STRUCTURE, text), members=parts)


def _log(text: str) -> TypeDescriptor | None:
    if text not in {"LOG", "LOG OF STRUCTURE"}:
        return None
    return _array(_type(Kind.STRUCTURE, "STRUCTURE"), text, None)


_PARSERS: tuple[Callable[[str], TypeDescriptor | None], ...] = (
    _simple,
    _indexed,
    _counted,
    _series,
    _with_periodicity,
    _log,
)
