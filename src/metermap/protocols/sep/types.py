"""The notation of ZigBee Cluster Library types, read into type descriptors.

What is written, and by whom:

uint48, enum8<SupplyStatus>, map8<PriceTrailingDigit>, octstr, UTC, key128
struct:EventLogPayload[], uint8[]           a structure of the dictionary; a list
octets[22]                                  so many octets and nothing else: a part of a certificate
UINT8, BITMAP8 (NIBBLES), OCTETSTRING[n]    as the GB table prints them
INT24U, BITMAP8, UTC_TIME                   as older files name them
octstr!removed1.2a, uint8@se-1.2a           a field that an edition removed or brought
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from metermap.core.findings import Findings
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.protocols.tables import Table, number, read_table

__all__ = ["no_value", "parse_zcl_type", "read_zcl_type", "zcl_type_names"]

TYPES: Final = Path(__file__).parent / "data" / "types.csv"
TYPE_COLUMNS: Final = ("id", "name", "long_name", "kind", "octets", "minimum", "maximum", "non_value")

_LONGEST = 200
_BITS_AN_OCTET = 8
_LONGEST_STRING: Final = {"octstr": 254, "string": 254, "octstr16": 65534, "string16": 65534}
_PRINTED: Final = {"utctime": "UTC", "octetstring": "octstr", "charstring": "string", "structure": "struct"}
_WIDTHS: Final = {"uint": "uint", "bitmap": "map"}
_CONDITION = re.compile(r"[!@].*")
_NOTE = re.compile(r"\s*\([^()]*\)$")
_OCTETS = re.compile(r"octets\[(\d{1,4})\]")
_SIZED = re.compile(r"(uint|bitmap)(\d+)")
_SHAPE = re.compile(r"(?P<name>\w+)(?::(?P<structure>\w+))?(?:<(?P<table>\w+)>)?(?P<list>\[\w*\])?")


def parse_zcl_type(text: str) -> TypeDescriptor | None:
    """Return the type that `text` writes, whatever its case, or None if it is no known type.

    A structure is named and has no members here: they are the dictionary's.
    """
    found = read_zcl_type(text)
    inner = found.element or found
    return None if inner.kind is Kind.UNKNOWN else found


def read_zcl_type(text: str) -> TypeDescriptor:
    """Return the type that `text` writes; the kind is UNKNOWN if it is no known type."""
    printed = text.strip()
    shape = _SHAPE.fullmatch(_NOTE.sub("", _CONDITION.sub("", printed))) if len(printed) <= _LONGEST else None
    base = _named(shape["name"]) if shape else None
    if shape and (counted := _OCTETS.fullmatch(shape[0])):
        return TypeDescriptor(Kind.OCTETS, TypeSystem.SEP, "octets", octets=int(counted[1]), printed=printed)
    if shape is None or base is None:
        return TypeDescriptor(Kind.UNKNOWN, TypeSystem.SEP, printed, printed=printed)
    if shape["structure"]:
        base = replace(base, name=shape["structure"])
    base = replace(base, enumeration=shape["table"] or "", printed=printed)
    string = base.kind in (Kind.OCTETS, Kind.TEXT) and base.octets is None
    if not shape["list"] or (string and shape["list"] != "[]"):  # OCTETSTRING[n]: n octets, no list
        return base
    return TypeDescriptor(Kind.ARRAY, TypeSystem.SEP, "list", element=base, printed=printed)


def zcl_type_names() -> tuple[str, ...]:
    """Return the names of all types as the ZigBee Cluster Library writes them."""
    return tuple(dict.fromkeys(type_.name for type_ in _types().values()))


def no_value(type_: TypeDescriptor) -> str:
    """Return what means "no value" in a type: ``0xFF``, ``NaN``, or the length or count that does; empty if nothing."""
    return next((non_value for _, (_, name, *_, non_value) in _table() if name == type_.name), "")


def _named(name: str) -> TypeDescriptor | None:
    wanted = name.casefold()
    if sized := _SIZED.fullmatch(wanted):
        wanted = _WIDTHS[sized[1]] + sized[2]
    return _types().get(_PRINTED.get(wanted, wanted).casefold())


@cache
def _table() -> Table:
    return read_table(TYPES, TYPE_COLUMNS, Findings())


@cache
def _types() -> dict[str, TypeDescriptor]:
    """Return the packaged table of types by both of their names, which never changes at run time."""
    found: dict[str, TypeDescriptor] = {}
    for _, (id_, name, long_name, kind, octets, minimum, maximum, non_value) in _table():
        type_ = TypeDescriptor(
            Kind(kind),
            TypeSystem.SEP,
            name,
            tag=number(id_),
            octets=number(octets),
            minimum=number(minimum),
            maximum=number(maximum),
            length=(0, _LONGEST_STRING[name]) if name in _LONGEST_STRING else None,
            non_value=number(non_value),
            printed=name,
        )
        found[name.casefold()] = found[long_name.casefold()] = _bits(type_)
    return found


def _bits(type_: TypeDescriptor) -> TypeDescriptor:
    if type_.kind is not Kind.BITS or type_.octets is None:
        return type_
    width = type_.octets * _BITS_AN_OCTET
    return replace(type_, minimum=0, maximum=(1 << width) - 1, length=(width, width))
