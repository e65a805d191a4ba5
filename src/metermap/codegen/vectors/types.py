"""The layouts of the vectors' types, by the packaged dictionaries.

axdr double-long-unsigned               the notation of the DLMS dictionary
axdr octet-string[12:date_time]
axdr structure{scaler:integer,unit:enum}
zcl uint48                              a ZCL type
zcl command 0x0705 client 0x02          the payload of a command: cluster, sender, command id
zcl global 0x01                         the payload of a general command, in attribute records
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

_GLOBAL: Final = re.compile(r"zcl global 0x[0-9A-F]{2}")


@cache
def layout_of(type_: str) -> Layout | None:
    """Return the layout of a vector's type; None for a general command, which is no layout of an address.

    Raises:
        ValueError: the text is no type.
        NotStatedError: no source states all octets of the command.
    """
    wire, _, name = type_.partition(" ")
    if name == SCALER_UNIT_TYPE:
        return Leaf(Codec(Wire.AXDR, "scaler_unit"))
    if wire == Wire.AXDR and name in AXDR_NAMES.values():
        return Leaf(Codec(Wire.AXDR, name))
    return None if _GLOBAL.fullmatch(type_) else written.layout_of(_standard(), type_)


@cache
def _standard() -> Dictionaries:
    return load_dictionaries(())
