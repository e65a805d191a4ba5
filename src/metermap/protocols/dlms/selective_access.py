"""Selective access: the ways to read a part of an attribute, version by version of its class."""

from __future__ import annotations

from typing import Final

from metermap.protocols import codes
from metermap.protocols.dlms.model import Selector
from metermap.protocols.dlms.types import holes, read_dlms_type
from metermap.protocols.tables import Table

__all__ = ["SELECTIVE_ACCESS", "Selectors", "read_selectors"]

SELECTIVE_ACCESS: Final = ("class_id", "version", "attribute_index", "selector", "name", "type")

Selectors = dict[tuple[int, int], dict[int, tuple[Selector, ...]]]
"""By class id and attribute index, then by class version."""


def read_selectors(table: Table) -> Selectors:
    """Return all ways of selective access."""
    found: Selectors = {}
    for line, (class_id, version, attribute, selector, name, type_) in table:
        cells = zip(SELECTIVE_ACCESS, (class_id, version, attribute, selector), strict=False)
        numbers = [value for column, text in cells if (value := table.required(line, column, text)) is not None]
        if len(numbers) < len(SELECTIVE_ACCESS) - 2:
            continue
        class_number, rung, index, code = numbers
        descriptor = read_dlms_type(type_)
        if any(True for _ in holes(descriptor)):
            table.report(codes.UNKNOWN_TYPE, line, f"{type_!r} is no DLMS type", column="type")
        rungs = found.setdefault((class_number, index), {})
        rungs[rung] = (*rungs.get(rung, ()), Selector(name, code, descriptor))
    return found
