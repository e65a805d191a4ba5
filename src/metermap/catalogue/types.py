"""The data types that the catalogue prints, as type descriptors.

The catalogue's types say little: ``INTEGER`` has no width, ``DATE-TIME`` no form on a wire. The grammar,
letter case aside:

    type   = simple | simple (8) | INTEGER (0..255) | simple (three) | simple[1..3] | simple[8][4]
           | number plural | series of plural { and plural } | type { and type }
    series = series, array, list, sequence, set or log
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from metermap.core.types import Kind, Member, TypeDescriptor, TypeSystem

__all__ = ["known_types", "parse_catalogue_type"]

_SIMPLE: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "BIT-STRING": Kind.BITS,
        "BOOLEAN": Kind.BOOLEAN,
        "DATE": Kind.DATE,
        "DATE NO WILDCARDS": Kind.DATE,
        "DATE WITH WILDCARDS": Kind.DATE,
        "DATE-TIME": Kind.DATE_TIME,
        "DATE-TIME NO WILDCARDS": Kind.DATE_TIME,
        "DATE-TIME WITH WILDCARDS": Kind.DATE_TIME,
        "ENUMERATION": Kind.ENUM,
        "INTEGER": Kind.INTEGER,
        "METHOD": Kind.METHOD,
        "OCTET-STRING": Kind.OCTETS,
        "STRUCTURE": Kind.STRUCTURE,
        "TEXT": Kind.TEXT,
        "TIME": Kind.TIME,
        "TIME NO WILDCARDS": Kind.TIME,
        "TIME WITH WILDCARDS": Kind.TIME,
    }
)
# Words that stand where a type could, and whose form the catalogue leaves open.
_NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {"PERIODICITY": "Periodicity", "EVENT / ALERT CODE": "Event / Alert Code"}
)
_WITH_LENGTH = frozenset({Kind.BITS, Kind.OCTETS, Kind.TEXT})
_COUNTS: Final[Mapping[str, int]] = MappingProxyType(
    {word: n for n, word in enumerate(["TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN"], 2)}
)
_COUNT_WORDS = "|".join(_COUNTS)
_LONGEST = 200


def parse_catalogue_type(text: str) -> TypeDescriptor:
    """Return the type that `text` prints; kind UNKNOWN if it is empty or not understood.

    Letter case and white space do not count. `name` is the type in capitals, `printed` the text.
    """
    folded = " ".join(text.upper().split())
    found = _parse(folded) if len(text) <= _LONGEST else None
    return replace(found or _type(Kind.UNKNOWN, folded), printed=text)


def known_types() -> tuple[str, ...]:
    """Return examples of every type that is understood, as they are printed."""
    composed = (
        "INTEGER[1..3]",
        "INTEGER[8][4]",
        "INTEGER (0..255)",
        "OCTET-STRING (8)",
        "BOOLEAN (three)",
        "Two INTEGERs",
        "Series of BOOLEANS",
        "log of structure",
        "DATE-TIME and Periodicity",
    )
    return (*_SIMPLE, *composed)


def _type(kind: Kind, name: str) -> TypeDescriptor:
    return TypeDescriptor(kind, TypeSystem.CATALOGUE, name)


def _parse(text: str) -> TypeDescriptor | None:
    return next(filter(None, (parse(text) for parse in _PARSERS)), None)


def _array(element: TypeDescriptor, name: str, count: int | None) -> TypeDescriptor:
    length = None if count is None else (count, count)
    return replace(_type(Kind.ARRAY, name), element=element, length=length)


def _structure(members: Iterable[TypeDescriptor], name: str) -> TypeDescriptor:
    named = tuple(Member(_NAMED.get(member.name, member.name), member) for member in members)
    return replace(_type(Kind.STRUCTURE, name), members=named)


def _simple(text: str) -> TypeDescriptor | None:
    kind = _SIMPLE.get(text)
    return None if kind is None else _type(kind, text)


def _plural(text: str) -> TypeDescriptor | None:
    """Return the type of ``INTEGERS``, ``BIT-STRINGS``, or a word that stands for one."""
    singular = text.removesuffix("S")
    word = next((form for form in (text, singular) if form in _NAMED), None)
    return _simple(text) or _simple(singular) or (_type(Kind.UNKNOWN, word) if word else None)


def _sized(text: str) -> TypeDescriptor | None:
    """``OCTET-STRING (8)``: eight octets; ``BOOLEAN (three)``: three of them."""
    found = re.fullmatch(rf"([A-Z -]+?) ?\((?:SIZE )?(\d{{1,6}}|{_COUNT_WORDS})\)", text)
    inner = _simple(found[1]) if found else None
    if found is None or inner is None:
        return None
    count = _COUNTS.get(found[2]) or int(found[2])
    if inner.kind in _WITH_LENGTH and found[2].isdigit():
        return replace(inner, name=text, length=(count, count))
    return _array(inner, text, count)


def _bounded(text: str) -> TypeDescriptor | None:
    """``INTEGER (0..255)``."""
    found = re.fullmatch(r"INTEGER ?\((-?\d{1,20})\.\.(-?\d{1,20})\)", text)
    if found is None or int(found[1]) > int(found[2]):
        return None
    return replace(_type(Kind.INTEGER, text), minimum=int(found[1]), maximum=int(found[2]))


def _indexed(text: str) -> TypeDescriptor | None:
    """``INTEGER[1..3]``: three of them; ``INTEGER[8][4]``: eight by four; ``INTEGER[1..n]``: not said how many."""
    found = re.fullmatch(r"([A-Z -]+)((?:\[(?:\d{1,6}\.\.)?(?:\d{1,6}|[A-Z])\])+)", text)
    inner = _simple(found[1]) if found else None
    if found is None or inner is None:
        return None
    name = found[1]
    for low, high in reversed(re.findall(r"\[(?:(\d+)\.\.)?(\w+)\]", found[2])):
        count = int(high) - int(low or 1) + 1 if high.isdigit() else None
        if count is not None and count < 1:
            return None
        name = f"{name}[{count or high}]"
        inner = _array(inner, name, count)
    return replace(inner, name=text)


def _counted(text: str) -> TypeDescriptor | None:
    """``Two BIT-STRINGs``."""
    found = re.fullmatch(rf"({_COUNT_WORDS}) (.+)", text)
    inner = _plural(found[2]) if found else None
    return None if found is None or inner is None else _array(inner, text, _COUNTS[found[1]])


def _series(text: str) -> TypeDescriptor | None:
    """``Series of BOOLEANS``, ``Series of Event / Alert Codes and BIT-STRINGs``; a log has structures."""
    if text == "LOG":
        return _array(_type(Kind.STRUCTURE, "STRUCTURE"), text, None)
    found = re.fullmatch(r"(?:SERIES|ARRAY|LIST|SEQUENCE|SET|LOG) OF (.+)", text)
    if found is None:
        return None
    parts = [_plural(part) for part in found[1].split(" AND ")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    element = known[0] if len(known) == 1 else _structure(known, " AND ".join(part.name for part in known))
    return _array(element, text, None)


def _pair(text: str) -> TypeDescriptor | None:
    """``DATE-TIME and Periodicity``: one of each."""
    parts = [_plural(part) for part in text.split(" AND ")]
    known = [part for part in parts if part is not None]
    return _structure(known, text) if 1 < len(known) == len(parts) else None


_PARSERS: Final[tuple[Callable[[str], TypeDescriptor | None], ...]] = (
    _simple,
    _bounded,
    _sized,
    _indexed,
    _counted,
    _series,
    _pair,
)
