"""The layouts of the vectors' types, by the packaged dictionaries.

axdr double-long-unsigned               the notation of the DLMS dictionary
axdr octet-string[12:date_time]
axdr structure{scaler:integer,unit:enum}
axdr buffer array{structure{...}}       the buffer of a profile, its columns in no order
axdr unordered structure{...}           a structure whose order nothing records
zcl uint48                              a ZCL type
zcl command 0x0705 client 0x02          the payload of a command: cluster, sender, command id
zcl global 0x01                         the payload of a global command
zcl frame                               a header and the payload behind it

Payloads are those of the dictionary with GB's overlay: what meters of Great Britain send.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from metermap.codegen.bindings import written
from metermap.codegen.bindings.codecs import AXDR_NAMES, SCALER_UNIT_TYPE, Codec, Wire
from metermap.codegen.bindings.layouts import Layout, Leaf
from metermap.protocols import Dictionaries, load_dictionaries

__all__ = ["layout_of"]

_NO_LAYOUT: Final = re.compile(r"zcl (global 0x[0-9A-F]{2}|frame)")


@cache
def layout_of(type_: str) -> Layout | None:
    """Return the layout of a vector's type; None for a frame or a global command, which is no layout of an address.

    Raises:
        ValueError: the text is no type.
        NotStatedError: no source states all octets of the command.
    """
    wire, _, name = type_.partition(" ")
    if name == SCALER_UNIT_TYPE:
        return Leaf(Codec(Wire.AXDR, "scaler_unit"))
    if wire == Wire.AXDR and name in AXDR_NAMES.values():
        return Leaf(Codec(Wire.AXDR, name))
    return None if _NO_LAYOUT.fullmatch(type_) else written.layout_of(_dictionaries(), type_)


@cache
def _dictionaries() -> Dictionaries:
    return load_dictionaries(("gb",))
