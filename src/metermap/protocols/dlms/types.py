"""The notation of DLMS types, read into type descriptors.

The words are those of the table of data types (``double-long-unsigned``, ``octet-string``). Around
them people and standards write lengths, ranges, structures, alternatives and named values:

    octet-string[6]                       six octets
    octet-string(12)[[OPTIONAL]]          the same idea as the GB table prints it, and it may be absent
    octet-string[12:date_time]            what the octets are
    long(min, -720..840)                  a range
    integer(0)                            always that number
    enum(1 credit,2 prepayment)           named values
    bit-string(b0 in_credit,b1 low_credit), enum(b2 authenticated_request,b3 encrypted_request)
    structure{scaler:integer,unit:enum}   members in wire order
    array{octet-string[6]}
    CHOICE(long,octet-string), array|null-data
    compact-array|array{structure{per capture_objects}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.findings import Findings
from metermap.core.types import Kind, Member, TypeDescriptor, TypeSystem
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.tables import Table, number, read_table

__all__ = [
    "data_type_lifetime",
    "data_type_tagged",
    "described_by",
    "dlms_type_names",
    "holes",
    "inline_enumeration",
    "parse_dlms_type",
    "read_dlms_type",
]

DATA_TYPES: Final = Path(__file__).parent / "data" / "data_types.csv"
DATA_TYPE_COLUMNS: Final = ("tag", "name", "kind", "octets", "minimum", "maximum", "introduced")

_LONGEST = 4096
_DEEPEST = 16
_BITS_AN_OCTET = 8
_HEAD = re.compile(r"[A-Za-z][\w-]*")
_FLAG = re.compile(r"\[\[(\w+)\]\]")
_RANGE = re.compile(r"(-?\d+)\s*\.\.\s*(-?\d+)")
_INTEGER = re.compile(r"-?\d+")
_COUNT = re.compile(r"(\d+)(?:\s*\.\.\s*(\d+))?(?::(\w+))?")
_PER = re.compile(r"structure\{per (\w+)\}")
_NAMED = re.compile(r"b?(\d+)\s+(\S.*)")
_CONTENT: Final = {"date_time": Kind.DATE_TIME, "date": Kind.DATE, "time": Kind.TIME}
_ANYTHING: Final = frozenset(
    {
        "data",
        "any",
        "simple",
        "CHOICE",
        "CHOICE(any)",
        "service-specific",
        "type of monitored attribute",
        "same type as monitored attribute",
    }
)
_PAIRS: Final = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}


def parse_dlms_type(text: str) -> TypeDescriptor | None:
    """Return the type that `text` writes, or None if any part of it is no known type.

    Safe on text of unknown origin: over 4,096 characters or 16 levels is None.
    """
    found = read_dlms_type(text)
    return None if _has_unknown(found) else found


def read_dlms_type(text: str) -> TypeDescriptor:
    """Return the type that `text` writes; parts that are no known type have the kind UNKNOWN."""
    printed = text.strip()
    if len(printed) > _LONGEST or _depth(printed) > _DEEPEST:
        return _unknown(printed)
    flags = _FLAG.findall(printed)
    found = _alternatives(_FLAG.sub("", printed).strip())
    return replace(found, optional="OPTIONAL" in flags, printed=printed) if flags else found


@cache
def _data_types() -> Table:
    """Return the packaged table of data types, which never changes while the program runs."""
    return read_table(DATA_TYPES, DATA_TYPE_COLUMNS, Findings())


@cache
def _simple_types() -> dict[str, TypeDescriptor]:
    return {
        name: TypeDescriptor(
            Kind(kind),
            TypeSystem.DLMS,
            name,
            tag=number(tag),
            octets=number(octets),
            minimum=number(minimum),
            maximum=number(maximum),
            printed=name,
        )
        for _, (tag, name, kind, octets, minimum, maximum, _introduced) in _data_types()
    }


def dlms_type_names() -> tuple[str, ...]:
    """Return the words of the notation: the names of all data types."""
    return tuple(_simple_types())


def data_type_lifetime(name: str) -> Lifetime:
    """Return the editions of the Green Book that have a data type; ALWAYS where that is not recorded."""
    introduced = next((cells[-1] for _, cells in _data_types() if cells[1] == name), "")
    return Lifetime(introduced) if introduced else ALWAYS


def data_type_tagged(tag: int) -> str:
    """Return the name of the data type with that A-XDR tag, or an empty text."""
    return next((name for name, type_ in _simple_types().items() if type_.tag == tag), "")


def holes(type_: TypeDescriptor) -> Iterator[str]:
    """Yield what is not spelled out in a type: unknown words, structures without members, arrays of nothing.

    Not a hole is a structure that another attribute describes at run time: `described_by`.
    """
    if type_.kind is Kind.UNKNOWN:
        yield type_.name
    bare = type_.kind is Kind.STRUCTURE and not type_.members and not described_by(type_)
    if bare or (type_.kind is Kind.ARRAY and type_.element is None):
        yield type_.printed or type_.name
    if type_.element is not None:
        yield from holes(type_.element)
    for member in type_.members:
        yield from holes(member.type)


def described_by(type_: TypeDescriptor) -> str:
    """Return the attribute that says at run time what a structure holds: ``structure{per capture_objects}``."""
    found = _PER.fullmatch(type_.printed) if type_.kind is Kind.STRUCTURE else None
    return found[1] if found else ""


def inline_enumeration(type_: TypeDescriptor) -> Enumeration | None:
    """Return the named values that an enum or bit-string carries in its own notation, or None.

    ``enum(b2 authenticated_request,b3 encrypted_request)`` is an enum whose value is a set of bits.
    """
    if type_.kind not in (Kind.ENUM, Kind.BITS) or "(" not in type_.printed:
        return None
    inside = type_.printed.partition("(")[2].rpartition(")")[0]
    pairs = [found for part in _split(inside, ",") if (found := _NAMED.fullmatch(part.strip()))]
    bitmap = type_.kind is Kind.BITS or (bool(pairs) and all(found[0].startswith("b") for found in pairs))
    members = tuple(EnumerationMember(found[2], 1 << int(found[1]) if bitmap else int(found[1])) for found in pairs)
    return Enumeration("", type_.name, bitmap, members) if members else None


def _alternatives(text: str) -> TypeDescriptor:
    parts = list(_split(text, "|"))
    if len(parts) == 1 and "/" in text and all(part in _simple_types() for part in text.split("/")):
        parts = text.split("/")
    if len(parts) == 1:
        return _one(text)
    if parts[0] == "compact-array":  # two encodings of one array
        return replace(_alternatives("|".join(parts[1:])), printed=text)
    return _choice(text, parts)


def _choice(text: str, parts: list[str]) -> TypeDescriptor:
    members = tuple(Member(part.strip(), _alternatives(part.strip())) for part in parts)
    return TypeDescriptor(Kind.CHOICE, TypeSystem.DLMS, "CHOICE", members=members, printed=text)


def _one(text: str) -> TypeDescriptor:
    if text in _ANYTHING:
        return TypeDescriptor(Kind.ANY, TypeSystem.DLMS, "CHOICE", printed=text)
    if text == "octet-string date_time":
        return replace(_one("octet-string[12:date_time]"), printed=text)
    head = _HEAD.match(text)
    name, rest = (head[0], text[head.end() :].strip()) if head else ("", "")
    if name == "CHOICE" and rest[:1] == "(":
        return _choice(text, [part for piece in _split(rest[1:-1], ",") for part in _split(piece, "|")])
    base = _simple_types().get("null-data" if name == "null" else name)
    if base is None or (rest and _PAIRS.get(rest[-1]) != -1):
        return _unknown(text)
    return replace(_refined(base, rest), printed=text)


def _refined(base: TypeDescriptor, rest: str) -> TypeDescriptor:
    """Apply what stands behind the name: braces, a length, a range, named values."""
    inside = rest[1:-1].strip()
    match base.kind, rest[:1]:
        case Kind.ARRAY, "{":
            return replace(base, element=_alternatives(inside))
        case Kind.STRUCTURE, "{":
            return replace(base, members=_members(inside))
        case (_, "") | (Kind.NULL, "("):
            return base
        case ((Kind.OCTETS | Kind.TEXT | Kind.BITS), ("(" | "[")):
            return _counted(base, inside)
        case ((Kind.SIGNED | Kind.UNSIGNED | Kind.ENUM), "("):
            return _bounded(base, inside)
        case _:
            return _unknown(f"{base.name}{rest}")


def _members(inside: str) -> tuple[Member, ...]:
    """Return the members of a structure; a lone word describes and names none."""
    parts = list(_split(inside, ","))
    if len(parts) == 1 and ":" not in inside:
        return ()
    members = []
    for part in parts:
        name, _, type_ = part.strip().partition(":")
        members.append(Member(name, _alternatives(type_.strip())))
    return tuple(members)


def _counted(base: TypeDescriptor, inside: str) -> TypeDescriptor:
    found = _COUNT.fullmatch(inside)
    if found is None:
        return base
    low, high = int(found[1]), int(found[2] or found[1])
    octets = -(-low // _BITS_AN_OCTET) if base.kind is Kind.BITS else low
    kind = _CONTENT.get(found[3] or "", base.kind)
    return replace(base, kind=kind, length=(low, high), octets=octets if low == high else None)


def _bounded(base: TypeDescriptor, inside: str) -> TypeDescriptor:
    if found := _RANGE.search(inside):
        return replace(base, minimum=int(found[1]), maximum=int(found[2]))
    if _INTEGER.fullmatch(inside):
        return replace(base, minimum=int(inside), maximum=int(inside))
    return base


def _split(text: str, separator: str) -> Iterator[str]:
    """Yield the pieces between separators that stand outside all brackets."""
    depth = start = 0
    for position, character in enumerate(text):
        depth += _PAIRS.get(character, 0)
        if character == separator and depth == 0:
            yield text[start:position]
            start = position + 1
    yield text[start:]


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += _PAIRS.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


def _unknown(text: str) -> TypeDescriptor:
    return TypeDescriptor(Kind.UNKNOWN, TypeSystem.DLMS, text, printed=text)


def _has_unknown(type_: TypeDescriptor) -> bool:
    if type_.kind is Kind.UNKNOWN or (type_.element is not None and _has_unknown(type_.element)):
        return True
    return any(_has_unknown(member.type) for member in type_.members)
