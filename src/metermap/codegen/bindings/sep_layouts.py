"""Layouts of the payloads of Smart Energy commands, from the dictionary's fields, structures and variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import Case, Field, Layout, Leaf, Payload, Sequence, Variant
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import Cluster, SepCommand, SepDictionary
from metermap.protocols.sep.conditions import Count, parse_condition, parse_count
from metermap.protocols.sep.variants import Variant as VariantRow

__all__ = ["NotStatedError", "payload_layout", "zcl_leaf"]

_TO_THE_END: Final = Count()
_REST: Final = Leaf(Codec(Wire.ZCL, "rest"))


class NotStatedError(Exception):
    """No source says what some octets are; the text says which."""


def payload_layout(sep: SepDictionary, cluster: Cluster, command: SepCommand) -> Payload:
    """Return the layout of a command's payload in the latest edition: fields that an edition removed are left out.

    Raises:
        NotStatedError: a field cannot be read, because its type or its count is not recorded.
    """
    variants = sep.semantics.variants_of(cluster.id, command.side, command.id)
    return _Payloads(sep, variants).payload(command.name, command.fields, last=True)


def zcl_leaf(sep: SepDictionary, type_: TypeDescriptor) -> Leaf | None:
    """Return the leaf of a simple type, with its named values; None if the type is not simple."""
    if type_.name == "octets" and type_.octets is not None:
        return Leaf(Codec(Wire.ZCL, "octets", type_.octets, type_.octets))
    name = ZCL_NAMES.get(-1 if type_.tag is None else type_.tag)
    if name is None:
        return None
    named = sep.enumeration(type_.enumeration) if type_.enumeration else None
    return Leaf(Codec(Wire.ZCL, name), tuple((member.value, member.name) for member in named.members) if named else ())


@dataclass(frozen=True, slots=True)
class _Payloads:
    sep: SepDictionary
    variants: tuple[VariantRow, ...]

    def payload(self, name: str, members: tuple[Member, ...], *, last: bool) -> Payload:
        """Return the layout of fields; nothing of the command stands behind the `last` ones."""
        return Payload(name, tuple(self._fields(members, last=last)))

    def _fields(self, members: tuple[Member, ...], *, last: bool) -> Iterator[Field]:
        kept = [member for member in members if not member.lifetime.until]
        for member in kept:
            present = parse_condition(member.condition) if member.condition else None
            yield Field(member.name, self._field(member, last=last and member is kept[-1]), present)

    def _field(self, member: Member, *, last: bool) -> Layout:
        plain = self._counted(member, member.type, last=last)
        rows = [row for row in self.variants if normal(row.field) == normal(member.name)]
        cases = tuple(Case(row.condition, self._counted(member, row.type, last=last)) for row in rows)
        return Variant(cases, plain) if any(case.layout != plain for case in cases) else plain

    def _counted(self, member: Member, type_: TypeDescriptor, *, last: bool) -> Layout:
        if type_.kind is not Kind.ARRAY or type_.element is None:
            return self._single(member, type_, last=last)
        count = parse_count(member.count) if member.count else None
        if count is None and not last:
            message = f"how long the list {member.name} is"
            raise NotStatedError(message)
        # A last list has nothing behind it: where no field counts it, it goes on to the end.
        count = count or _TO_THE_END
        element = self._single(member, type_.element, last=False)
        return _REST if count == _TO_THE_END and element == Leaf(Codec(Wire.ZCL, "uint8")) else Sequence(element, count)

    def _single(self, member: Member, type_: TypeDescriptor, *, last: bool) -> Layout:
        if type_.kind is Kind.STRUCTURE and type_.members:
            return self.payload(type_.name, type_.members, last=last)
        leaf = zcl_leaf(self.sep, type_)
        if leaf is None:
            message = f"the type of {member.name} ({type_})"
            raise NotStatedError(message)
        return leaf
