"""Which codec an address gets, or why it has none yet.

Codecs cover the simple types, date-time and scaler_unit at the attributes of some interface
classes, and Smart Energy attributes. A new shape is a new branch here and a codec in each runtime.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress
from metermap.core.types import Kind, TypeDescriptor, TypeSystem

__all__ = [
    "AXDR_NAMES",
    "COMPOSED",
    "SCALER_UNIT_OF",
    "SCALER_UNIT_TYPE",
    "ZCL_NAMES",
    "Choice",
    "Codec",
    "NoCodec",
    "Wire",
    "bits_of",
    "choose_codec",
    "scaler_unit_member",
]


class Wire(StrEnum):
    """Which runtime module a codec is of."""

    AXDR = "axdr"
    ZCL = "zcl"


@dataclass(frozen=True, slots=True, order=True)
class Codec:
    """A codec of one runtime. `name` is the type's name in its standard; sizes bound strings."""

    wire: Wire
    name: str
    minimum: int = 0
    maximum: int | None = None


class NoCodec(StrEnum):
    """Why a mapped address has no codec yet; the text goes into the bindings and the counts."""

    METHOD = "a method or its argument"
    COMMAND = "a command or its field"
    NAMED = "an alert or a message"
    INTERFACE_CLASS = "an interface class other than 1, 3, 4 and 9000"
    INDIRECT = "reached by selective access or through another object"
    PART = "a part of a structured value"
    UNTYPED = "the mapping states no single type"
    TYPE = "a type that is not simple"


@dataclass(frozen=True, slots=True)
class Choice:
    """What scanning decided for an address: a codec, or the reason why there is none."""

    codec: Codec | None
    reason: NoCodec | None = None


# A-XDR tags of the simple types: DLMS UA Green Book, "Data".
AXDR_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: "null-data",
        3: "boolean",
        4: "bit-string",
        5: "double-long",
        6: "double-long-unsigned",
        9: "octet-string",
        10: "visible-string",
        12: "utf8-string",
        15: "integer",
        16: "long",
        17: "unsigned",
        18: "long-unsigned",
        20: "long64",
        21: "long64-unsigned",
        22: "enum",
        23: "float32",
        24: "float64",
        25: "date-time-tagged",
    }
)

# Values that COSEM composes of A-XDR data, or that have a tag of their own besides.
COMPOSED: Final = frozenset({"date-time", "date-time-tagged", "date", "time", "scaler_unit"})

_SIZES: Final = (8, 16, 24, 32, 40, 48, 56, 64)

# ZCL type ids: ZigBee Cluster Library, "Data types".
ZCL_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {
        **{0x08 + step: f"data{bits}" for step, bits in enumerate(_SIZES)},
        0x10: "bool",
        **{0x18 + step: f"map{bits}" for step, bits in enumerate(_SIZES)},
        **{0x20 + step: f"uint{bits}" for step, bits in enumerate(_SIZES)},
        **{0x28 + step: f"int{bits}" for step, bits in enumerate(_SIZES)},
        0x30: "enum8",
        0x31: "enum16",
        0x38: "semi",
        0x39: "single",
        0x3A: "double",
        0x41: "octstr",
        0x42: "string",
        0x43: "octstr16",
        0x44: "string16",
        0xE0: "ToD",
        0xE1: "date",
        0xE2: "UTC",
        0xE8: "clusterId",
        0xE9: "attribId",
        0xEA: "bacOID",
        0xF0: "EUI64",
        0xF1: "key128",
    }
)

# Attribute that holds the scaler_unit of a value attribute, by class and value attribute.
SCALER_UNIT_OF: Final[Mapping[tuple[int, int], int]] = MappingProxyType(
    {(3, 2): 3, (4, 2): 3, (9000, 2): 3, (9000, 4): 5}
)
# The type of a scaler_unit attribute, Blue Book "Register": what travels, whichever member an element is.
SCALER_UNIT_TYPE: Final = "structure{scaler:integer,unit:enum}"
_SCALER_UNITS: Final = frozenset((class_id, index) for (class_id, _), index in SCALER_UNIT_OF.items())
_CLASSES: Final = frozenset({1, 3, 4, 9000})
_SIZED: Final = frozenset({"octet-string", "visible-string", "utf8-string", "bit-string"})
_NO_SINGLE_TYPE: Final = frozenset({Kind.CHOICE, Kind.ANY, Kind.UNKNOWN})
# A date or time in an octet-string: its kind and the one length that it has.
_IN_OCTETS: Final = MappingProxyType(
    {Kind.DATE_TIME: ("date-time", 12), Kind.DATE: ("date", 5), Kind.TIME: ("time", 4)}
)
_BIT_RANGE: Final = re.compile(r"@?(\d{1,2})(?:\.\.@?(\d{1,2}))?")


def choose_codec(
    address: Address, stated: TypeDescriptor | None, meanings: tuple[TypeDescriptor | None, ...]
) -> Choice:
    """Return the codec for an address whose wire type is `stated`, or the reason why there is none.

    `meanings` are the dictionary's type and the catalogue's: they tell whether an octet-string is
    a date or a time.
    """
    match address:
        case NamedAddress():
            return Choice(None, NoCodec.NAMED)
        case SepAddress():
            return _sep(address, stated)
        case DlmsAddress():
            return _dlms(address, stated, meanings)


def scaler_unit_member(address: DlmsAddress) -> str | None:
    """Return which part of a scaler_unit attribute is meant: ``scaler``, ``unit``, '' for both; None if none."""
    if address.access is not Access.ATTRIBUTE or (address.class_id, address.index) not in _SCALER_UNITS:
        return None
    last = address.member.rpartition(".")[2]
    return last if last in ("", "scaler", "unit") else None


def bits_of(field: str, stated: TypeDescriptor | None) -> tuple[int, int] | None:
    """Return the lowest bit and the width that a field path such as ``@4..7`` means, or None."""
    found = _BIT_RANGE.fullmatch(field)
    if found is None or stated is None or stated.octets is None:
        return None
    lowest, highest = int(found[1]), int(found[2] or found[1])
    if not lowest <= highest < 8 * stated.octets:
        return None
    return lowest, highest - lowest + 1


def _sep(address: SepAddress, stated: TypeDescriptor | None) -> Choice:
    if address.access is not Access.ATTRIBUTE:
        return Choice(None, NoCodec.COMMAND)
    if stated is None or stated.kind in _NO_SINGLE_TYPE:
        return Choice(None, NoCodec.UNTYPED)
    name = ZCL_NAMES.get(-1 if stated.tag is None else stated.tag)
    if name is None or stated.system is not TypeSystem.SEP:
        return Choice(None, NoCodec.TYPE)
    if address.field not in ("", "_") and (not name.startswith("map") or not bits_of(address.field, stated)):
        return Choice(None, NoCodec.PART)
    return Choice(Codec(Wire.ZCL, name))


def _dlms(address: DlmsAddress, stated: TypeDescriptor | None, meanings: tuple[TypeDescriptor | None, ...]) -> Choice:
    if reason := _out_of_reach(address):
        return Choice(None, reason)
    if scaler_unit_member(address) is not None:
        return Choice(Codec(Wire.AXDR, "scaler_unit"))
    if address.member:
        return Choice(None, NoCodec.PART)
    if stated is None or stated.kind in _NO_SINGLE_TYPE:
        return Choice(None, NoCodec.UNTYPED)
    return _simple(stated, meanings)


def _out_of_reach(address: DlmsAddress) -> NoCodec | None:
    if address.access is not Access.ATTRIBUTE:
        return NoCodec.METHOD
    if address.through or address.selector:
        return NoCodec.INDIRECT
    return None if address.class_id in _CLASSES else NoCodec.INTERFACE_CLASS


def _simple(stated: TypeDescriptor, meanings: tuple[TypeDescriptor | None, ...]) -> Choice:
    name = AXDR_NAMES.get(-1 if stated.tag is None else stated.tag)
    if stated.kind in _IN_OCTETS and name in (None, "octet-string"):
        return Choice(Codec(Wire.AXDR, _IN_OCTETS[stated.kind][0]))
    if name is None or stated.system is not TypeSystem.DLMS:
        return Choice(None, NoCodec.TYPE)
    if name not in _SIZED:
        return Choice(Codec(Wire.AXDR, name))
    low, high = stated.length or (0, None)
    for meaning in meanings:
        dated = _IN_OCTETS.get(meaning.kind) if meaning and name == "octet-string" else None
        if dated and (low, high) == (dated[1], dated[1]):
            return Choice(Codec(Wire.AXDR, dated[0]))
    # A single printed size of a string is the room it has: published messages send 13 octets
    # where the table prints octet-string(26). A bit string has exactly its bits.
    if low == high and name != "bit-string":
        low = 0
    return Choice(Codec(Wire.AXDR, name, low, high))
