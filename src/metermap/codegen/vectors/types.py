"""The notation of a vector's type, read into a layout.

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

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.dlms_layouts import DlmsLayouts
from metermap.codegen.bindings.layouts import Layout, Leaf
from metermap.codegen.bindings.sep_layouts import payload_layout
from metermap.core.addresses import Side
from metermap.protocols import SepDictionary, load_dictionaries
from metermap.protocols.dlms.types import parse_dlms_type

__all__ = ["TypeNotationError", "layout_of"]

_COMMAND: Final = re.compile(r"command 0x([0-9A-F]{4}) (client|server) 0x([0-9A-F]{2})")
_GLOBAL: Final = re.compile(r"global 0x[0-9A-F]{2}")


class TypeNotationError(ValueError):
    """A text is no type of a vector."""


def layout_of(type_: str) -> Layout | None:
    """Return the layout of a vector's type; None for a general command, which is no layout of an address.

    Raises:
        TypeNotationError: the text is no type.
        NotStatedError: no source states all octets of the command.
    """
    wire, _, name = type_.partition(" ")
    if wire == "axdr" and (found := parse_dlms_type(name)):
        return DlmsLayouts({}, {}).layout(found, "")
    if wire == "zcl" and name in ZCL_NAMES.values():
        return Leaf(Codec(Wire.ZCL, name))
    if wire == "zcl" and (command := _COMMAND.fullmatch(name)):
        return _command(int(command[1], 16), Side(command[2]), int(command[3], 16))
    if wire == "zcl" and _GLOBAL.fullmatch(name):
        return None
    message = f"{type_!r} is no type of a vector"
    raise TypeNotationError(message)


def _command(cluster_id: int, sender: Side, command_id: int) -> Layout:
    sep = _standard()
    cluster = sep.cluster(cluster_id)
    command = cluster.command(command_id, sender) if cluster else None
    if cluster is None or command is None:
        message = f"cluster 0x{cluster_id:04X} has no command 0x{command_id:02X} of the {sender}"
        raise TypeNotationError(message)
    return payload_layout(sep, cluster, command)


@cache
def _standard() -> SepDictionary:
    return load_dictionaries(()).sep
