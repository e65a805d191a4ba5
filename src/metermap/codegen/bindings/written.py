"""Layouts from what vectors and people write: ``axdr array{long}``, ``zcl command 0x0705 client 0x02``."""

from __future__ import annotations

import re
from typing import Final

from metermap.codegen.bindings.codecs import COMPOSED, Codec, Wire
from metermap.codegen.bindings.dlms_layouts import DlmsLayouts
from metermap.codegen.bindings.layouts import Layout, Leaf
from metermap.codegen.bindings.sep_layouts import payload_layout, zcl_leaf
from metermap.core.addresses import Side
from metermap.protocols import Dictionaries
from metermap.protocols.dlms.types import parse_dlms_type
from metermap.protocols.sep.types import parse_zcl_type

__all__ = ["layout_of"]

_COMMAND: Final = re.compile(r"zcl command (0x[0-9A-F]{4}) (client|server) (0x[0-9A-F]{2})")
_IN_NO_ORDER: Final = re.compile(r"axdr (buffer|unordered) (.+)")
_COLLECTIONS: Final = frozenset({"array", "struct", "set", "bag"})


def layout_of(dictionaries: Dictionaries, text: str) -> Layout:
    """Return the layout that a text names.

    ``axdr`` is followed by a type as the DLMS dictionary writes it, or by one of the composed values
    (``date-time``, ``scaler_unit``); ``axdr buffer`` by the type of a profile's buffer, and ``axdr unordered`` by
    that of structures whose order nothing records. ``zcl`` is followed by a type (``array``, ``struct``, ``set``
    and ``bag`` are those of attributes), or by ``command``, a cluster, its sender and the number.

    Raises:
        ValueError: the text names none.
    """
    if found := _COMMAND.fullmatch(text):
        return _payload(dictionaries, text, found)
    wire, _, name = text.partition(" ")
    if wire == Wire.AXDR and name in COMPOSED:
        return Leaf(Codec(Wire.AXDR, name))
    open_ = _IN_NO_ORDER.fullmatch(text)
    known = parse_dlms_type(open_[2] if open_ else name) if wire == Wire.AXDR else None
    if known is not None:
        kind = open_[1] if open_ else ""
        return DlmsLayouts({}, {}, ordered=kind != "unordered", buffer=kind == "buffer").layout(known, "Value")
    if wire == Wire.ZCL and name in _COLLECTIONS:
        return Leaf(Codec(Wire.ZCL, name))
    simple = parse_zcl_type(name) if wire == Wire.ZCL else None
    leaf = zcl_leaf(dictionaries.sep, simple) if simple else None
    if leaf is None:
        message = f"{text!r} names no layout"
        raise ValueError(message)
    return leaf


def _payload(dictionaries: Dictionaries, text: str, found: re.Match[str]) -> Layout:
    cluster = dictionaries.sep.cluster(int(found[1], 16))
    wanted = (Side(found[2]), int(found[3], 16))
    command = next((one for one in cluster.commands if (one.side, one.id) == wanted), None) if cluster else None
    if cluster is None or command is None:
        message = f"there is no command {text!r}"
        raise ValueError(message)
    return payload_layout(dictionaries.sep, cluster, command)
