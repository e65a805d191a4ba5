"""Reads octets by a layout, keeping where each value stands.

Only octets that a vector holds are explained: that they are well formed, and what they say, is known beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.codegen.bindings.layouts import is_dlms
from metermap.site.octets.axdr import read_axdr
from metermap.site.octets.zcl import read_zcl

if TYPE_CHECKING:
    from metermap.codegen.bindings.layouts import Layout
    from metermap.codegen.vectors.model import Json
    from metermap.site.octets.piece import Piece

__all__ = ["explained"]


def explained(layout: Layout, octets: bytes, value: Json, name: str = "") -> Piece:
    """Return what each octet of a whole is; `value` is that of the whole, as the vectors write it.

    Raises:
        NotExplainedError: they are of a shape that is not explained.
    """
    read = read_axdr if is_dlms(layout) else read_zcl
    return read(layout, octets, value, name)
