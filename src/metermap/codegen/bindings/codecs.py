"""The codecs of values that are not composed, and why an address may have none.

A new simple type is a new name here and a codec in each runtime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from metermap.core.addresses import Access, DlmsAddress
from metermap.core.types import Kind, TypeDescriptor, TypeSystem

__all__ = [
    "AXDR_NAMES",
    "COMPOSED",
    "SCALER_UNIT_OF",
    "SCALER_UNIT_TYPE",
    "ZCL_NAMES",
    "Codec",
    "NoCodec",
    "Wire",
    "leaf_codec",
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

    @property
    def lead(self) -> tuple[int, ...]:
        """Return the octets that every value of an A-XDR codec begins with: its tag, and the length of a date."""
        known = {"scaler_unit": (2, 2)} | {name: (9, size) for name, size in _IN_OCTETS.values()}
        return known.get(self.name) or (next(tag for tag, name in AXDR_NAMES.items() if name == self.name),)


class NoCodec(StrEnum):
    """Why a mapped address has no codec; the text goes into the bindings and the counts."""

    NAMED = "an alert or a message, whose layout no source states"
    NOT_STATED = "no source states the octets"
    PART = "the mapping names a part that the layout lacks"


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
        26: "date-tagged",
        27: "time-tagged",
        13: "bcd",
        28: "delta-integer",
        29: "delta-long",
        30: "delta-double-long",
        31: "delta-unsigned",
        32: "delta-long-unsigned",
        33: "delta-double-long-unsigned",
        255: "dont-care",
    }
)

# Values that COSEM composes of A-XDR data, or that have a tag of their own besides.
COMPOSED: Final = frozenset(
    {"date-time", "date-time-tagged", "date", "date-tagged", "time", "time-tagged", "scaler_unit"}
)

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
_SIZED: Final = frozenset({"octet-string", "visible-string", "utf8-string", "bit-string"})
# A date or time in an octet-string: its kind and the one length that it has.
_IN_OCTETS: Final = MappingProxyType(
    {Kind.DATE_TIME: ("date-time", 12), Kind.DATE: ("date", 5), Kind.TIME: ("time", 4)}
)


def scaler_unit_member(address: DlmsAddress) -> str | None:
    """Return which part of a scaler_unit attribute is meant: ``scaler``, ``unit``, '' for both; None if none."""
    if address.access is not Access.ATTRIBUTE or (address.class_id, address.index) not in _SCALER_UNITS:
        return None
    last = address.member.rpartition(".")[2]
    return last if last in ("", "scaler", "unit") else None


def leaf_codec(stated: TypeDescriptor, meanings: tuple[TypeDescriptor | None, ...] = ()) -> Codec | None:
    """Return the codec of a simple type of DLMS/COSEM; None if it is not simple.

    `meanings` are other types of the same value, such as the catalogue's: they tell whether an octet-string is
    a date or a time.
    """
    name = AXDR_NAMES.get(-1 if stated.tag is None else stated.tag)
    if stated.kind in _IN_OCTETS and name in (None, "octet-string"):
        return Codec(Wire.AXDR, _IN_OCTETS[stated.kind][0])
    if name is None or stated.system is not TypeSystem.DLMS:
        return None
    if name not in _SIZED:
        return Codec(Wire.AXDR, name)
    low, high = stated.length or (0, None)
    for meaning in meanings:
        dated = _IN_OCTETS.get(meaning.kind) if meaning and name == "octet-string" else None
        if dated and (low, high) == (dated[1], dated[1]):
            return Codec(Wire.AXDR, dated[0])
    # A single size that a mapping table prints is the room there is: published messages send 13 octets
    # where it prints octet-string(26). A bit string, and the brackets of a dictionary, mean exactly so many.
    if low == high and name != "bit-string" and "[" not in stated.printed:
        low = 0
    return Codec(Wire.AXDR, name, low, high)
