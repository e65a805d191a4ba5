"""Reading interface classes: one file a class, with all its versions.

A type may point at another one: ``array{as attr 3}`` within its class version,
``CHOICE(as Register.value)`` in another class, ``structure{as default}`` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor, TypeSystem
from metermap.protocols import codes
from metermap.protocols.dlms.model import RESERVED, ClassMember, InterfaceClass
from metermap.protocols.dlms.types import read_dlms_type
from metermap.protocols.tables import Table, read_table

__all__ = ["CLASSES", "MEMBERS", "ClassEntry", "read_class", "read_index"]

CLASSES: Final = ("id", "name", "versions")
MEMBERS: Final = (
    "version",
    "kind",
    "index",
    "name",
    "type",
    "static_dynamic",
    "confidence",
    "confirmed_by",
    "sources_disagree",
    "same_as",
)

_OF_ATTRIBUTE = re.compile(r"as attr (\d+)")
_OF_CLASS = re.compile(r"as ([^.]+)\.(\w+)")
_OF_SIBLING = re.compile(r"as (\w+)")

OtherClass = Callable[[str], InterfaceClass | None]


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A line of the index of classes: enough to find the file of one class."""

    id: int
    name: str
    versions: tuple[int, ...]
    file: Path
    source: str


def read_index(folder: Path, source: str, findings: Findings) -> tuple[ClassEntry, ...]:
    """Return the classes that `folder` holds."""
    table = read_table(folder / "interface_classes.csv", CLASSES, findings)
    entries: dict[int, ClassEntry] = {}
    for line, (id_, name, versions) in table:
        number = table.required(line, "id", id_)
        if number is None:
            continue
        if number in entries:
            table.report(codes.DUPLICATE, line, f"class {number} stands here twice", column="id")
        rungs = tuple(
            found for word in versions.split() if (found := table.integer(line, "versions", word)) is not None
        )
        entries[number] = ClassEntry(number, name, rungs, folder / "classes" / f"{number:04}.csv", source)
    return tuple(entries.values())


def read_class(entry: ClassEntry, version: int | None, other: OtherClass, findings: Findings) -> InterfaceClass:
    """Return one version of a class, the latest by default; `other` finds classes that its types point at."""
    table = read_table(entry.file, MEMBERS, findings)
    wanted = max(entry.versions, default=0) if version is None else version
    attributes, methods = _members(table, wanted)
    return InterfaceClass(
        entry.id,
        entry.name,
        wanted,
        entry.versions,
        _expanded(attributes, other),
        _expanded(methods, other),
        entry.source,
    )


def _members(table: Table, version: int) -> tuple[list[ClassMember], list[ClassMember]]:
    kinds: dict[str, dict[int, ClassMember]] = {"attribute": {}, "method": {}}
    for line, (row_version, kind, index, name, type_, *said) in table:
        if row_version != str(version):
            continue
        number = table.required(line, "index", index)
        if number is None or kind not in kinds:
            if kind not in kinds:
                table.report(codes.BAD_CELL, line, f"kind is {kind!r}", column="kind", expected="attribute or method")
            continue
        if number in kinds[kind]:
            table.report(codes.DUPLICATE, line, f"{kind} {number} stands here twice", column="index")
        kinds[kind][number] = ClassMember(number, name, _type(type_), *_said(said))
    return list(kinds["attribute"].values()), list(kinds["method"].values())


def _said(cells: list[str]) -> tuple[str, str, str, str, str]:
    """Return what the sources say of a member: the cells behind its type."""
    static_dynamic, confidence, confirmed_by, sources_disagree, same_as = cells
    return (static_dynamic, confidence, confirmed_by, sources_disagree, same_as)


def _type(text: str) -> TypeDescriptor:
    """Return the type of a member; a reserved number has none."""
    if text == RESERVED:
        return TypeDescriptor(Kind.NULL, TypeSystem.DLMS, RESERVED, printed=RESERVED)
    return read_dlms_type(text)


def _expanded(members: list[ClassMember], other: OtherClass) -> tuple[ClassMember, ...]:
    types = {member.index: member.type for member in members}
    return tuple(replace(member, type=_expand(member.type, types, other, ())) for member in members)


def _expand(
    type_: TypeDescriptor, types: dict[int, TypeDescriptor], other: OtherClass, siblings: tuple[Member, ...]
) -> TypeDescriptor:
    """Replace what points at another type by that type, keeping the text as printed."""
    lone = _lone_reference(type_)
    if lone:
        found = _referred(lone, types, other, siblings)
        return replace(found, printed=type_.printed) if found is not None else type_
    if type_.element is not None:
        return replace(type_, element=_expand(type_.element, types, other, siblings))
    if type_.members:
        parts = tuple(replace(part, type=_expand(part.type, types, other, type_.members)) for part in type_.members)
        return replace(type_, members=parts)
    return type_


def _lone_reference(type_: TypeDescriptor) -> str:
    """Return ``as attr 3`` for ``array{as attr 3}``, ``structure{as attr 3}``, ``CHOICE(as attr 3)``."""
    if type_.kind in (Kind.ARRAY, Kind.STRUCTURE, Kind.CHOICE):
        inside = re.fullmatch(r"\w+[{(](as [^{}()]+)[})]", type_.printed)
        return inside[1] if inside else ""
    return ""


def _referred(
    text: str, types: dict[int, TypeDescriptor], other: OtherClass, siblings: tuple[Member, ...]
) -> TypeDescriptor | None:
    if found := _OF_ATTRIBUTE.fullmatch(text):
        return types.get(int(found[1]))
    if found := _OF_CLASS.fullmatch(text):
        class_ = other(found[1])
        member = class_.attribute(found[2]) if class_ else None
        return member.type if member else None
    found = _OF_SIBLING.fullmatch(text)
    wanted = normal(found[1]) if found else ""
    return next((part.type for part in siblings if normal(part.name) == wanted), None)
