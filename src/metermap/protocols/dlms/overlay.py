"""A national overlay on the DLMS dictionary: own structures, names and objects.

The overlay's structures are written a leaf a line: ``[1..25].boost_end,double-long-unsigned``.
The order of members on the wire is known only where the column `position` states it; the mapping
tables that such overlays are made from list members in an order of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from metermap.core.addresses import Access
from metermap.core.findings import Findings
from metermap.core.logical_names import LogicalName, NotALogicalName, parse_logical_name, read_logical_name
from metermap.core.types import Kind, Member, TypeDescriptor, TypeSystem
from metermap.protocols import codes
from metermap.protocols.dlms.model import Deviation
from metermap.protocols.dlms.types import read_dlms_type
from metermap.protocols.manifest import Manifest, read_manifest
from metermap.protocols.tables import Table, number, read_table

__all__ = ["DEVIATIONS", "MEMBERS", "OBJECTS", "RENAMED", "TYPE_NAMES", "Overlay", "OverlayObject", "Part", "Place"]

MEMBERS: Final = ("class_id", "logical_name", "access", "index", "part", "path", "position", "type", "condition")
OBJECTS: Final = ("logical_name", "class_ids", "keeps")
RENAMED: Final = ("class_id", "access", "index", "name", "standard_name")
TYPE_NAMES: Final = ("name",)
DEVIATIONS: Final = ("class_id", "logical_name", "access", "index", "part", "gb", "standard")

Place = tuple[int, LogicalName, Access, int, str]
"""Class id, logical name, attribute or method, its index, and ``value``, ``argument`` or ``returned``."""

_PARTS: Final = frozenset({"value", "argument", "returned"})
_STEP = re.compile(r"([^.\[\]]*)(?:\[(\d+)\.\.(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Part:
    """The whole type at a place; `order_known` is false where nothing states the order of its members."""

    type: TypeDescriptor
    order_known: bool


@dataclass(frozen=True, slots=True)
class OverlayObject:
    """An object that an overlay uses: its class ids, and the catalogue's items that it keeps."""

    class_ids: tuple[int, ...]
    keeps: str = ""


@dataclass(slots=True)
class _Node:
    """A part of a structure while it is put together."""

    type: TypeDescriptor | None = None
    condition: str = ""
    count: tuple[int, int] | None = None
    position: int | None = None
    parts: dict[str, _Node] = field(default_factory=dict)


class Overlay:
    """One folder of an overlay's DLMS tables, each read when it is first asked for."""

    def __init__(self, folder: Path, name: str, findings: Findings) -> None:
        """Remember where the tables are; nothing is read."""
        self.folder = folder
        self.name = name
        self._findings = findings
        self._parts: dict[Place, Part] | None = None
        self._objects: dict[LogicalName, OverlayObject] | None = None
        self._renamed: dict[tuple[int, Access, int], dict[str, str]] | None = None
        self._deviations: tuple[Deviation, ...] | None = None

    def _table(self, name: str, columns: tuple[str, ...]) -> Table:
        return read_table(self.folder / f"{name}.csv", columns, self._findings)

    def manifest(self) -> Manifest | None:
        """Return what the overlay as a whole is: its title, who publishes it, its editions."""
        return read_manifest(self.folder.parent, self._findings)

    def part(self, place: Place) -> Part | None:
        """Return the overlay's own type at a place, or None if it has none."""
        if self._parts is None:
            self._parts = _read_parts(self._table("members", MEMBERS))
        return self._parts.get(place)

    @property
    def objects(self) -> dict[LogicalName, OverlayObject]:
        """The objects that the overlay uses."""
        if self._objects is None:
            self._objects = _read_objects(self._table("objects", OBJECTS))
        return self._objects

    def standard_name(self, class_id: int, access: Access, index: int, name: str) -> str:
        """Return what the standard calls a member that the overlay calls `name`; `name` itself if the same."""
        if self._renamed is None:
            self._renamed = _read_renamed(self._table("renamed_members", RENAMED))
        return self._renamed.get((class_id, access, index), {}).get(name, name)

    def type_names(self) -> frozenset[str]:
        """Return words that the overlay's sources print in paths, and that name types, not members."""
        return frozenset(name for _, (name,) in self._table("type_names", TYPE_NAMES))

    def deviations(self) -> tuple[Deviation, ...]:
        """Return where the overlay departs from the standard."""
        if self._deviations is None:
            self._deviations = tuple(_read_deviations(self._table("deviations", DEVIATIONS), self.name))
        return self._deviations


def _read_deviations(table: Table, source: str) -> Iterator[Deviation]:
    for line, (class_id, name, access, index, part, overlay, standard) in table:
        place = _place(table, line, (class_id, name, access, index, part))
        if place is not None:
            yield Deviation(place[0], place[1], access, place[3], part, overlay, standard, source)


def _place(table: Table, line: int, cells: tuple[str, str, str, str, str]) -> Place | None:
    class_id, index = table.required(line, "class_id", cells[0]), table.required(line, "index", cells[3])
    name = parse_logical_name(cells[1])
    if name is None:
        _report_name(table, line, cells[1])
    if cells[2] not in (Access.ATTRIBUTE, Access.METHOD) or cells[4] not in _PARTS:
        table.report(codes.BAD_CELL, line, f"{cells[2]} {cells[4]} is no place in an object", column="access")
        return None
    if class_id is None or index is None or name is None:
        return None
    return (class_id, name, Access(cells[2]), index, cells[4])


def _report_name(table: Table, line: int, text: str) -> None:
    found = read_logical_name(text)
    if isinstance(found, NotALogicalName):
        message = f"{text!r} is no logical name: {found.reason}"
        table.report(codes.BAD_CELL, line, message, column="logical_name", expected=found.expected)


def _read_objects(table: Table) -> dict[LogicalName, OverlayObject]:
    found: dict[LogicalName, OverlayObject] = {}
    for line, (text, class_ids, keeps) in table:
        name = parse_logical_name(text)
        if name is None:
            _report_name(table, line, text)
        elif name in found:
            table.report(codes.DUPLICATE, line, f"{name} stands here twice", column="logical_name")
        else:
            ids = (table.integer(line, "class_ids", word) for word in class_ids.split())
            found[name] = OverlayObject(tuple(id_ for id_ in ids if id_ is not None), keeps)
    return found


def _read_renamed(table: Table) -> dict[tuple[int, Access, int], dict[str, str]]:
    found: dict[tuple[int, Access, int], dict[str, str]] = {}
    for line, (class_id, access, index, name, standard_name) in table:
        key = (table.required(line, "class_id", class_id), table.required(line, "index", index))
        if key[0] is not None and key[1] is not None and access in (Access.ATTRIBUTE, Access.METHOD):
            found.setdefault((key[0], Access(access), key[1]), {})[name] = standard_name
    return found


def _read_parts(table: Table) -> dict[Place, Part]:
    roots: dict[Place, _Node] = {}
    for line, (class_id, name, access, index, part, path, position, type_, condition) in table:
        place = _place(table, line, (class_id, name, access, index, part))
        if place is None:
            continue
        leaf = _descend(roots.setdefault(place, _Node()), path)
        if leaf.type is not None or leaf.parts:
            table.report(codes.DUPLICATE, line, f"{path or 'the whole'} stands here twice", column="path")
        leaf.type, leaf.condition, leaf.position = read_dlms_type(type_), condition, number(position)
        if leaf.type.kind is Kind.UNKNOWN:
            table.report(codes.UNKNOWN_TYPE, line, f"{type_!r} is no DLMS type", column="type")
    return {place: Part(_type(root), _ordered(root)) for place, root in roots.items()}


def _descend(node: _Node, path: str) -> _Node:
    for name, low, high in _steps(path):
        if name:
            node = node.parts.setdefault(name, _Node())
        if high:
            node.count = (int(low), int(high))
    return node


def _steps(path: str) -> Iterable[tuple[str, str, str]]:
    """Yield name and index range of each step: ``[1..12].a[1..8].value``."""
    for text in re.split(r"(?<!\.)\.(?!\.)", path) if path else ():
        step = _STEP.fullmatch(text)
        if step:
            yield step[1], step[2] or "", step[3] or ""


def _type(node: _Node) -> TypeDescriptor:
    inner = node.type or _structure(node)
    if node.count is None:
        return inner
    # the table prints index ranges: the highest is a limit, and how few there may be is not said
    return TypeDescriptor(
        Kind.ARRAY, TypeSystem.DLMS, "array", 1, length=(0, node.count[1]), element=inner, printed=f"array of {inner}"
    )


def _structure(node: _Node) -> TypeDescriptor:
    parts = sorted(node.parts.items(), key=lambda item: item[1].position or 0)
    members = tuple(Member(name, _type(part), part.condition) for name, part in parts)
    printed = "structure" if _ordered(node) else "structure (order of members not recorded)"
    return TypeDescriptor(Kind.STRUCTURE, TypeSystem.DLMS, "structure", 2, members=members, printed=printed)


def _ordered(node: _Node) -> bool:
    parts = node.parts.values()
    return all(part.position is not None and _ordered(part) for part in parts)
