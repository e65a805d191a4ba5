"""The octets of Smart Energy: values without tags, least significant octet first; payloads field by field.

Source: ZigBee Cluster Library, "Data types".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.layouts import Leaf, Payload, Sequence, Variant
from metermap.codegen.explaining.sample import shown
from metermap.mappings.proofs.moments import moment
from metermap.site.octets.piece import NotExplainedError, Piece, Run

if TYPE_CHECKING:
    from metermap.codegen.bindings.layouts import Layout
    from metermap.codegen.vectors.model import Json

__all__ = ["read_zcl", "size_of"]

_NUMBERED: Final = re.compile(r"(?:data|map|uint|int|enum)(\d+)")
_SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "bool": 1,
        **dict.fromkeys(("semi", "clusterId", "attribId"), 2),
        **dict.fromkeys(("single", "UTC", "ToD", "date", "bacOID"), 4),
        **dict.fromkeys(("double", "EUI64"), 8),
        "key128": 16,
    }
)
_LENGTHS: Final[Mapping[str, int]] = MappingProxyType({"octstr": 1, "string": 1, "octstr16": 2, "string16": 2})
_IN_ORDER: Final = frozenset({"ToD", "date", "key128"})  # octet by octet, no number


def size_of(type_: str) -> int | None:
    """Return how many octets every value of a ZCL type has; None if it is not always the same."""
    numbered = _NUMBERED.fullmatch(type_)
    return int(numbered[1]) // 8 if numbered else _SIZES.get(type_)


def read_zcl(layout: Layout, octets: bytes, value: Json, name: str) -> Piece:
    """Return what the octets are.

    Raises:
        NotExplainedError: a value is an array, a set or a bag.
    """
    return _Reader(octets, {}).piece(layout, 0, value, name)


@dataclass(frozen=True, slots=True)
class _Reader:
    """`numbers` are the fields of the payload so far, which decide what later ones are."""

    octets: bytes
    numbers: dict[str, int] = field(default_factory=dict)

    def piece(self, layout: Layout, at: int, value: Json, name: str) -> Piece:
        match layout:
            case Leaf():
                return self._leaf(layout, at, value, name)
            case Payload() if isinstance(value, Mapping):
                return self._payload(layout, at, value, name)
            case Sequence() if isinstance(value, list):
                return self._list(layout, at, value, name)
            case Variant():
                return self.piece(self._chosen(layout, at), at, value, name)
            case _:
                raise NotExplainedError

    def _payload(self, layout: Payload, at: int, value: Mapping[str, Json], name: str) -> Piece:
        own = _Reader(self.octets)
        parts, end = [], at
        for each in layout.fields:
            if each.name not in value:
                continue
            found = value[each.name]
            part = own.piece(each.layout, end, found, each.name)
            parts.append(part)
            end = part.end
            if isinstance(found, int):
                own.numbers[each.name] = found
        return Piece(name, "fields one after the other", at, end, "", (), tuple(parts))

    def _list(self, layout: Sequence, at: int, value: list[Json], name: str) -> Piece:
        parts, end = [], at
        for number, each in enumerate(value, 1):
            part = self.piece(layout.element, end, each, f"element {number}")
            parts.append(part)
            end = part.end
        return Piece(name, f"list of {len(value)}", at, end, "" if parts else "no elements", (), tuple(parts))

    def _chosen(self, layout: Variant, at: int) -> Layout:
        remain = at < len(self.octets)
        for case in layout.cases:
            known = all(field in self.numbers for field in case.when.fields)
            if known and case.when.holds(self.numbers, octets_remain=remain):
                return case.layout
        return layout.otherwise

    def _leaf(self, leaf: Leaf, at: int, value: Json, name: str) -> Piece:
        type_, said = leaf.codec.name, _said(leaf, value)
        if type_ in _LENGTHS:
            return self._string(type_, at, said, name)
        size = self._size(leaf, at)
        order = ", least significant octet first" if size > 1 and not self._in_order(type_) else ""
        return Piece(name, type_, at, at + size, said, (Run(at, at + size, said + order),) if size else ())

    def _string(self, type_: str, at: int, said: str, name: str) -> Piece:
        begins = at + _LENGTHS[type_]
        unset = self.octets[at:begins] == b"\xff" * _LENGTHS[type_]
        size = 0 if unset else int.from_bytes(self.octets[at:begins], "little")
        runs = [Run(at, begins, "no value" if unset else f"length: {size} octets")]
        runs += [Run(begins, begins + size, said)] if size else []
        return Piece(name, type_, at, begins + size, said, tuple(runs))

    def _size(self, leaf: Leaf, at: int) -> int:
        if leaf.codec.name == "rest":
            return len(self.octets) - at
        size = leaf.codec.maximum if leaf.codec.name == "octets" else size_of(leaf.codec.name)
        if size is None:
            raise NotExplainedError
        return size

    @staticmethod
    def _in_order(type_: str) -> bool:
        return type_ in _IN_ORDER or type_ in {"octets", "rest"}


def _said(leaf: Leaf, value: Json) -> str:
    """Return the value, with the name that the dictionary has for it."""
    if value is None:
        return "no value"
    if leaf.codec.name == "UTC" and isinstance(value, int):
        return f"{value}, {moment(value)}"
    named = dict(leaf.names).get(value) if isinstance(value, int) and "map" not in leaf.codec.name else None
    return f"{shown(value)}, {named}" if named else shown(value)
