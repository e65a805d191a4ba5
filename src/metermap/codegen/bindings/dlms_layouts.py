"""Layouts of DLMS/COSEM data, from the dictionary's types and what the mapping says of their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from metermap.codegen.bindings.codecs import leaf_codec
from metermap.codegen.bindings.layouts import (
    DATA,
    Alternative,
    Array,
    Buffer,
    Choice,
    Data,
    Field,
    Layout,
    Leaf,
    Structure,
    Unordered,
    children,
)
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.dlms.model import camel
from metermap.protocols.dlms.types import described_by, inline_enumeration

__all__ = ["DlmsLayouts", "Path", "element_name"]

Path = tuple[str, ...]
"""Names of members from the whole inward; arrays are looked through."""

_OPEN: Final = frozenset({Kind.ANY, Kind.UNKNOWN, Kind.METHOD})
_STRUCTURE_TAG: Final = 2
_ARRAY_TAG: Final = 1
_COMPOSED: Final = frozenset({Kind.ARRAY, Kind.STRUCTURE, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class DlmsLayouts:
    """Makes the layout of one thing that travels whole.

    `stated` are the types that the mapping states of parts, by path: they count where the dictionary
    leaves the type open. `meanings` are other types of the same parts, the catalogue's: they tell whether
    an octet-string is a date. `ordered` is false where nothing records the order of members. A `buffer` is
    that of a profile: its rows are columns that other attributes describe.
    """

    stated: Mapping[Path, TypeDescriptor]
    meanings: Mapping[Path, tuple[TypeDescriptor | None, ...]]
    ordered: bool = True
    buffer: bool = False

    def layout(self, type_: TypeDescriptor, name: str) -> Layout:
        """Return the layout of a whole; `name` is that of its structure, if it is one."""
        if self.buffer and type_.kind is Kind.ARRAY and type_.element is not None:
            row = type_.element
            columns = () if described_by(row) else tuple(self._fields(row.members, name, ()))
            return Buffer(name, columns)
        return self._layout(type_, name, ())

    def _layout(self, type_: TypeDescriptor, name: str, path: Path) -> Layout:
        match type_.kind:
            case Kind.ARRAY if type_.element is not None:
                return Array(self._layout(type_.element, element_name(name), path))
            case Kind.STRUCTURE if type_.members:
                fields = tuple(self._fields(type_.members, name, path))
                known = self.ordered or len(fields) == 1
                return Structure(name, fields) if known else Unordered(name, fields)
            case Kind.CHOICE:
                return self._stated(path) or self._choice(type_, name, path)
            case kind if kind in _OPEN or kind in _COMPOSED:
                return self._stated(path) or DATA
            case _:
                return self._leaf(type_, path)

    def _fields(self, members: tuple[Member, ...], name: str, path: Path) -> list[Field]:
        return [
            Field(
                member.name,
                self._layout(member.type, name + camel(member.name), (*path, member.name)),
                optional=bool(member.condition),
            )
            for member in members
        ]

    def _stated(self, path: Path) -> Layout | None:
        """Return the layout of the one simple type that the mapping states of a part."""
        stated = self.stated.get(path)
        if stated is None or stated.kind in _OPEN or stated.kind in _COMPOSED:
            return None
        return self._leaf(stated, path)

    def _leaf(self, type_: TypeDescriptor, path: Path) -> Layout:
        codec = leaf_codec(type_, self.meanings.get(path, ()))
        if codec is None:
            return DATA
        named = inline_enumeration(type_)
        return Leaf(codec, tuple((member.value, member.name) for member in named.members) if named else ())

    def _choice(self, type_: TypeDescriptor, name: str, path: Path) -> Layout:
        """Return a choice whose alternatives begin differently; data of any type if they do not."""
        alternatives: list[Alternative] = []
        for number, member in enumerate(type_.members, 1):
            layout = self._layout(member.type, f"{name}{number}", path)
            if isinstance(layout, Choice):
                alternatives += layout.alternatives
            elif not _is_unordered(layout) and (lead := _lead(layout)):
                alternatives.append(Alternative(lead, layout))
            else:
                return DATA
        alternatives.sort(key=lambda each: each.lead)
        told_apart = not any(after.lead.startswith(before.lead) for before, after in pairwise(alternatives))
        return Choice(tuple(alternatives)) if alternatives and told_apart else DATA


def _is_unordered(layout: Layout) -> bool:
    """Whether a value, or a part of it, travels in an order that is not recorded: then data must do in a choice."""
    return isinstance(layout, Unordered | Buffer) or any(map(_is_unordered, children(layout)))


def element_name(name: str) -> str:
    """Return what one element of a list is called: ``Entry`` of ``Entries``."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else f"{name}Item"


def _lead(layout: Layout) -> bytes:
    """Return the octets that every value of the layout begins with; none if that is not certain."""
    match layout:
        case Leaf():
            return bytes(layout.codec.lead)
        case Structure():
            return bytes((_STRUCTURE_TAG, len(layout.fields))) + _lead(layout.fields[0].layout)
        case Array():
            return bytes((_ARRAY_TAG,))
        case Data() | _:
            return b""
