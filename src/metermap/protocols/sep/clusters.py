"""Reading one cluster: its attributes, its commands and their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from metermap.core.addresses import Side
from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.findings import Findings
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.sep.conditions import parse_condition, parse_count
from metermap.protocols.sep.layers import Absent, Layer
from metermap.protocols.sep.model import STANDARD, Alias, Cluster, EnumerationOf, SepAttribute, SepCommand
from metermap.protocols.sep.types import read_zcl_type
from metermap.protocols.tables import Table, number

__all__ = [
    "ATTRIBUTES",
    "CLUSTERS",
    "COMMANDS",
    "FIELDS",
    "GLOBAL_ATTRIBUTES",
    "ClusterEntry",
    "Reader",
    "in_type",
    "read_index",
]

CLUSTERS: Final = ("id", "name", "introduced", "introduced_basis")
ATTRIBUTES: Final = (
    "side",
    "id",
    "name",
    "type",
    "enumeration",
    "minimum",
    "maximum",
    "default",
    "length",
    "access",
    "mandatory",
    "introduced",
    "introduced_basis",
    "removed",
    "sources",
    "disagreement",
)
GLOBAL_ATTRIBUTES: Final = (
    "id",
    "name",
    "type",
    "enumeration",
    "minimum",
    "maximum",
    "default",
    "access",
    "mandatory",
    "introduced",
    "sources",
    "basis",
)
COMMANDS: Final = ("sender", "id", "name", "mandatory", "introduced", "introduced_basis", "removed")
FIELDS: Final = (
    "sender",
    "command",
    "position",
    "name",
    "type",
    "present_if",
    "count",
    "introduced",
    "removed",
    "basis",
)

_BITS_AN_OCTET: Final = 8
_SIDES: Final = {side.value: side for side in Side}

StructureOf = Callable[[str], tuple[Member, ...]]
"""Finds the members of a structure of the dictionary; empty if it holds none of that name."""

AbsentIn = Callable[[Layer], Absent]
"""Tells what a layer takes away from those below it."""


@dataclass(frozen=True, slots=True)
class ClusterEntry:
    """A line of the index of clusters; `layers` are those that may say something of the cluster, lowest first."""

    id: int
    name: str
    lifetime: Lifetime
    layers: tuple[Layer, ...]
    source: str


def read_index(layers: tuple[Layer, ...], findings: Findings) -> tuple[ClusterEntry, ...]:
    """Return the clusters of all layers, which are given lowest first."""
    overlays = tuple(layer for layer in layers if not layer.standard)
    entries: dict[int, ClusterEntry] = {}
    for layer in layers:
        table = layer.table("clusters", CLUSTERS, findings)
        seen = set()
        for line, (id_, name, introduced, basis) in table:
            found = table.required(line, "id", id_)
            if found is None:
                continue
            if found in seen:
                table.report(codes.DUPLICATE, line, f"cluster {id_} stands here twice", column="id")
            seen.add(found)
            below = entries[found].layers if found in entries else (layer, *overlays) if layer.standard else overlays
            entries[found] = ClusterEntry(found, name, Lifetime(introduced, "", basis), below, layer.source)
    return tuple(entries.values())


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a cluster needs to know of the rest of the dictionary."""

    enumeration: EnumerationOf
    structure: StructureOf
    absent: AbsentIn
    findings: Findings

    def cluster(self, entry: ClusterEntry, aliases: tuple[Alias, ...]) -> Cluster:
        """Return a cluster with all that its files hold, those of overlays over those of the standard."""
        attributes: dict[tuple[Side, int], SepAttribute] = {}
        commands: dict[tuple[Side, int], SepCommand] = {}
        for layer in entry.layers:
            absent = self.absent(layer)
            attributes = _kept(attributes, entry.id, "attribute", absent)
            commands = _kept(commands, entry.id, "command", absent)
            folder = f"clusters/0x{entry.id:04X}"
            attributes |= self._attributes(layer.table(f"{folder}/attributes", ATTRIBUTES, self.findings), layer.source)
            commands |= self._commands(
                layer.table(f"{folder}/commands", COMMANDS, self.findings),
                layer.table(f"{folder}/command_fields", FIELDS, self.findings),
                aliases,
                layer.source,
            )
        names = tuple(alias for alias in aliases if not alias.command)
        return Cluster(
            entry.id,
            entry.name,
            entry.lifetime,
            tuple(attributes.values()),
            tuple(commands.values()),
            names,
            entry.source,
        )

    def _attributes(self, table: Table, source: str) -> dict[tuple[Side, int], SepAttribute]:
        shapes: dict[tuple[str, ...], _Shape] = {}  # many attributes share type and range
        found: dict[tuple[Side, int], SepAttribute] = {}
        for line, row in table:
            cells = row[3:7]
            if cells not in shapes:
                shapes[cells] = _shape(table, line, cells)
            attribute = self._attribute(table, line, row, shapes[cells])
            if attribute is None:
                continue
            key = (attribute.side, attribute.id)
            if key in found:
                table.report(codes.DUPLICATE, line, f"{row[0]} attribute {row[1]} stands here twice", column="id")
            found[key] = attribute if source == STANDARD else replace(attribute, source=source)
        return found

    def global_attributes(self, table: Table, side: Side) -> tuple[SepAttribute, ...]:
        """Return the attributes that every cluster has, as those of one side."""
        rows = []
        for id_, name, type_, enumeration, low, high, default, access, mandatory, introduced, sources, _ in table.rows:
            known = (side.value, id_, name, type_, enumeration, low, high, default, "", access, mandatory, introduced)
            rows.append((*known, "", "", sources, ""))
        return tuple(self._attributes(replace(table, columns=ATTRIBUTES, rows=tuple(rows)), STANDARD).values())

    def _attribute(self, table: Table, line: int, row: tuple[str, ...], shape: _Shape) -> SepAttribute | None:
        side, id_, name, _, enumeration, _, _, default, length, access, mandatory, *rest = row
        attribute_id, sender = table.required(line, "id", id_), _side(table, line, side)
        if attribute_id is None or sender is None:
            return None
        introduced, basis, removed, sources, disagreement = rest
        return SepAttribute(
            attribute_id,
            name,
            sender,
            shape.type,
            access,
            mandatory == "M",
            Lifetime(introduced, removed, basis),
            enumeration,
            shape.minimum,
            shape.maximum,
            default,
            number(length) if length else None,
            number(sources),
            disagreement,
            lookup=self.enumeration,
        )

    def _commands(
        self, table: Table, fields: Table, aliases: tuple[Alias, ...], source: str
    ) -> dict[tuple[Side, int], SepCommand]:
        parts = self._fields(fields)
        found: dict[tuple[Side, int], SepCommand] = {}
        for line, (sender, id_, name, mandatory, introduced, basis, removed) in table:
            command_id, side = table.required(line, "id", id_), _side(table, line, sender)
            if command_id is None or side is None:
                continue
            key = (side, command_id)
            if key in found:
                table.report(codes.DUPLICATE, line, f"{sender} command {id_} stands here twice", column="id")
            found[key] = SepCommand(
                command_id,
                name,
                side,
                mandatory == "M",
                Lifetime(introduced, removed, basis),
                tuple(parts.pop(key, ())),
                source=source,
                aliases=tuple(alias for alias in aliases if alias.command == name),
                lookup=self.enumeration,
            )
        for side, command_id in parts:
            fields.report(codes.UNRESOLVED, 1, f"fields of {side} command 0x{command_id:02X}, not in the table")
        return found

    def _fields(self, table: Table) -> dict[tuple[Side, int], list[Member]]:
        found: dict[tuple[Side, int], list[Member]] = {}
        for line, (sender, command, position, name, type_, present_if, count, introduced, removed, _) in table:
            command_id, side = table.required(line, "command", command), _side(table, line, sender)
            if command_id is None or side is None:
                continue
            members = found.setdefault((side, command_id), [])
            if table.required(line, "position", position) != len(members) + 1:
                table.report(codes.BAD_CELL, line, f"position is {position}", column="position", expected="1, 2, 3 ...")
            member = self.member(table, line, (name, type_, present_if, count))
            lifetime = Lifetime(introduced, removed) if introduced or removed else ALWAYS
            members.append(replace(member, lifetime=lifetime))
        return found

    def member(self, table: Table, line: int, cells: tuple[str, str, str, str]) -> Member:
        """Return a field by its name, type, condition and count, with the members of its structure if it has one."""
        name, text, present_if, count = cells
        if present_if and parse_condition(present_if) is None:
            table.report(codes.BAD_CELL, line, f"{present_if!r} is no condition", column="present_if")
        if count and parse_count(count) is None:
            table.report(codes.BAD_CELL, line, f"{count!r} counts nothing", column="count")
        return Member(name, self.type(table, line, text), present_if, count)

    def type(self, table: Table, line: int, text: str) -> TypeDescriptor:
        """Return the type that a cell writes, with the members of its structure if it has one."""
        type_ = read_zcl_type(text)
        inner = type_.element or type_
        if inner.kind is Kind.UNKNOWN and inner.name != "unk":
            table.report(codes.UNKNOWN_TYPE, line, f"{text!r} is no type of the ZigBee Cluster Library", column="type")
        if inner.kind is Kind.STRUCTURE:
            inner = replace(inner, members=self.structure(inner.name))
            type_ = replace(type_, element=inner) if type_.element else inner
        return type_


_Entry = TypeVar("_Entry")


def _kept(
    entries: dict[tuple[Side, int], _Entry], cluster: int, kind: str, absent: Absent
) -> dict[tuple[Side, int], _Entry]:
    if not absent:
        return entries
    return {key: entry for key, entry in entries.items() if (cluster, kind, *key) not in absent}


def _side(table: Table, line: int, text: str) -> Side | None:
    if text in _SIDES:
        return _SIDES[text]
    table.report(codes.BAD_CELL, line, f"{text!r} is no side", expected="server or client")
    return None


@dataclass(frozen=True, slots=True)
class _Shape:
    """The type of an attribute, narrowed to the stated range where that fits the type; the range as stated."""

    type: TypeDescriptor
    minimum: int | None = None
    maximum: int | None = None


def _shape(table: Table, line: int, cells: tuple[str, ...]) -> _Shape:
    text, enumeration, low, high = cells
    type_ = replace(read_zcl_type(text), enumeration=enumeration)
    if type_.kind is Kind.UNKNOWN:
        table.report(codes.UNKNOWN_TYPE, line, f"{text!r} is no type of the ZigBee Cluster Library", column="type")
        return _Shape(type_)
    minimum = in_type(table.integer(line, "minimum", low), type_)
    maximum = in_type(table.integer(line, "maximum", high), type_)
    return _Shape(_narrowed(type_, minimum, maximum), minimum, maximum)


def _narrowed(type_: TypeDescriptor, minimum: int | None, maximum: int | None) -> TypeDescriptor:
    """Return the type with the stated bounds that it can hold; stated ranges often include the non-value."""
    if type_.minimum is None or type_.maximum is None:
        return type_
    low = type_.minimum if minimum is None else max(minimum, type_.minimum)
    high = type_.maximum if maximum is None else min(maximum, type_.maximum)
    return replace(type_, minimum=low, maximum=high) if low <= high else type_


def in_type(value: int | None, type_: TypeDescriptor) -> int | None:
    """Return a number as its type reads it: hexadecimal of a signed type is two's complement."""
    if value is None or type_.kind is not Kind.SIGNED or type_.octets is None:
        return value
    width = type_.octets * _BITS_AN_OCTET
    return value - (1 << width) if (1 << (width - 1)) <= value < (1 << width) else value
