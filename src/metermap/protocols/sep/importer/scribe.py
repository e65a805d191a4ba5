"""What both readers share: resolving the types that files name, and gathering entries.

An entry that is read twice is told in the same words whichever format it stands in. What was read first
is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, NamedTuple

from metermap.core.addresses import Side
from metermap.core.places import TextPlace
from metermap.core.suggest import advice, closest, normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.sep.conditions import parse_condition, parse_count
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.editions import SpecReader
from metermap.protocols.sep.importer.reporting import At, Reporter
from metermap.protocols.sep.importer.said import (
    GLOBAL_FIELD,
    STRUCTURE_FIELD,
    Cells,
    Key,
    Line,
    Said,
    SaidCluster,
    SaidCommand,
    SaidStructure,
    SaidTable,
    member_set,
)
from metermap.protocols.sep.importer.spelling import camel, dictionary_condition, dictionary_count, word
from metermap.protocols.sep.importer.xml_tree import Element
from metermap.protocols.sep.types import parse_zcl_type, read_zcl_type, zcl_type_names

__all__ = [
    "FIRST_OF_MANUFACTURERS",
    "LARGEST_COMMAND",
    "LARGEST_ID",
    "MANUFACTURER",
    "UNSTATED_FIELDS",
    "Named",
    "Scribe",
    "TypeUse",
    "largest_member",
    "zcl_type",
]

LARGEST_ID: Final = 0xFFFF
LARGEST_COMMAND: Final = 0xFF
FIRST_OF_MANUFACTURERS: Final = 0xFC00
"""The first cluster id that the ZigBee Cluster Library leaves to manufacturers."""
MANUFACTURER: Final = "entries of single manufacturers"
UNSTATED_FIELDS: Final = "structures whose fields are not stated"

_COUNTED: Final = frozenset({Kind.ENUM, Kind.BITS, Kind.UNSIGNED})
_SIDES: Final = {"server": (Side.SERVER,), "client": (Side.CLIENT,), "either": (Side.CLIENT, Side.SERVER)}


@dataclass(frozen=True, slots=True)
class TypeUse:
    """The type of an attribute or field, in the dictionary's notation, and its enumeration or bitmap."""

    plain: str
    enumeration: str = ""

    @property
    def descriptor(self) -> TypeDescriptor | None:
        """Return the type, if it is one of the ZigBee Cluster Library."""
        return parse_zcl_type(self.plain)

    def listed(self) -> TypeUse:
        """Return the type of a list of these."""
        return replace(self, plain=f"{self.plain}[]")


class Named(NamedTuple):
    """A member of an enumeration or bitmap as a file states it; `value` is None if it could not be read."""

    name: str
    value: int | None
    place: TextPlace


class Scribe:
    """Gathers what files say into a `Said`."""

    def __init__(self, dictionary: SepDictionary, editions: SpecReader, reporter: Reporter) -> None:
        self.said = Said(left_out=reporter.left_out)
        self.dictionary = dictionary
        self.editions = editions
        self.reporter = reporter
        self.derived: dict[str, str] = {}
        """The normal names of types that stand for another one, and that one's name."""
        self.structures: dict[str, str] = {}
        """The normal names of structures that the files define, and the names."""
        self._labels: dict[tuple[int, Side, str], tuple[int, TextPlace]] = {}

    # types

    def type_use(self, name: str, at: At) -> TypeUse | None:
        """Return the type that a file names; None, with a finding, if nobody knows it."""
        found = self._type_use(name, ())
        if found is None:
            what = f"type {name[:60]!r} is unknown" if name else "there is no type"
            hint = advice(closest(name, (*zcl_type_names(), *self._type_names())))
            self.reporter.report(codes.UNKNOWN_TYPE, at, what, help=hint)
        return found

    def _type_use(self, name: str, seen: tuple[str, ...]) -> TypeUse | None:
        plain = zcl_type(name)
        if plain is not None:
            return TypeUse(plain.name)
        wanted = normal(name)
        if not wanted or wanted in seen:
            return None
        if wanted in self.derived:
            return self._type_use(self.derived[wanted], (*seen, wanted))
        table = self.said.tables[wanted].table if wanted in self.said.tables else None
        if table is None and wanted in self.structures:
            return TypeUse(f"struct:{self.structures[wanted]}")
        return self._of_dictionary(name) if table is None else _of_table(table)

    def _of_dictionary(self, name: str) -> TypeUse | None:
        table = self.dictionary.enumeration(name)
        if table is not None:
            return _of_table(table)
        known = next((known for known in self.dictionary.structure_names() if normal(known) == normal(name)), "")
        return TypeUse(f"struct:{known}") if known else None

    def _type_names(self) -> list[str]:
        tables = [said.table.name for said in self.said.tables.values()]
        return [*tables, *self.structures.values(), *self.dictionary.enumeration_names()]

    def add_table(self, name: str, type_: str, members: Iterable[Named], at: At, *, inline: bool = False) -> TypeUse:
        """Take an enumeration or bitmap in, and return it as a type.

        `inline` marks one that stands inside an entry and has no name of its own. One that was read
        before and differs is a finding.
        """
        spelt = word(camel(name)) or f"Unnamed{at.place.line}"
        found, lost = self._members(members, at)
        table = Enumeration(spelt, type_, type_.startswith("map"), found)
        if inline:
            table = replace(table, name=self._free_name(table))
        before = self.said.tables.setdefault(normal(table.name), SaidTable(table, at.place, inline, lost))
        if member_set(before.table) != member_set(table) or before.table.bitmap != table.bitmap:
            self.reporter.report(codes.CONTRADICTION, at, "it was read before and differs", also=before.place)
        return _of_table(table)

    def _free_name(self, table: Enumeration) -> str:
        """Return a name for an inline enumeration that means no other one, in the files or in the dictionary."""
        for number in count(1):
            name = table.name if number == 1 else f"{table.name}{number}"
            said = self.said.tables.get(normal(name))
            known = (said.table if said else None, self.dictionary.enumeration(name))
            if all(other is None or member_set(other) == member_set(table) for other in known):
                break
        return name

    def _members(self, found: Iterable[Named], at: At) -> tuple[tuple[EnumerationMember, ...], bool]:
        """Return the members, and whether one was lost or there is none, so that nobody knows what there is."""
        members: dict[str, EnumerationMember] = {}
        lost = False
        for name, value, place in found:
            here = At(place, at.subject)
            shown = " ".join(name.split())
            if value is None:
                lost = True
            elif not normal(shown):
                self.reporter.report(codes.INCOMPLETE, here, f"the member {value:#x} has no name")
                lost = True
            elif shown in members:
                self.reporter.report(codes.DUPLICATE, here, f"the member {shown[:60]} is here twice")
            else:
                members[shown] = EnumerationMember(shown, value)
        return tuple(members.values()), lost or not members

    def condition(self, text: str, masks: Mapping[str, int], place: TextPlace) -> str:
        """Return a presence condition as the dictionary writes it; one that it cannot write is counted."""
        written = dictionary_condition(text, masks)
        if not written or parse_condition(written) is not None:
            return written
        self.reporter.leave_out("conditions that the dictionary has no notation for", place)
        return ""

    def count(self, text: str, place: TextPlace) -> str:
        """Return what counts a list as the dictionary writes it; what it cannot write is counted."""
        written = dictionary_count(text)
        if not written or parse_count(written) is not None:
            return written
        self.reporter.leave_out("counts that the dictionary has no notation for", place)
        return ""

    def name_structure(self, name: str) -> None:
        """Note that the files define a structure; it is called as the dictionary calls it."""
        spelt = (known for known in self.dictionary.structure_names() if normal(known) == normal(name))
        self.structures.setdefault(normal(name), next(spelt, name))

    def add_structure(self, name: str, fields: tuple[Line, ...], at: At) -> None:
        """Take a structure in; one that was read before and differs is a finding."""
        structure = SaidStructure(self.structures.get(normal(name), name), fields, at.place)
        before = self.said.structures.setdefault(normal(name), structure)
        self._leave_out_cells(fields, STRUCTURE_FIELD)
        if [line.cells for line in before.fields] != [line.cells for line in fields]:
            self.reporter.report(codes.CONTRADICTION, at, "it was read before and differs", also=before.place)

    # entries

    def named(self, element: Element, what: str, at: At) -> str:
        """Return an entry's name as the dictionary writes names; what has none is a finding, and called by its line."""
        name = word(camel(element.get("name")))
        if not name:
            self.reporter.report(codes.INCOMPLETE, at, "there is no name")
        return name or f"{what}{at.place.line}"

    def cluster(self, id_: int, line: Line, at: At, *, whole: bool) -> SaidCluster:
        """Return the cluster with that id, to add entries to; `whole` if the file defines it."""
        known = self.said.clusters.setdefault(id_, SaidCluster(id_, line, whole))
        if whole and not known.whole:
            known.line, known.whole = line, True
        elif whole and known.line.cells != line.cells:
            also = known.line.place
            self.reporter.report(codes.CONTRADICTION, at, "it was read before under another name", also=also)
        return known

    def sides(self, text: str, at: At) -> tuple[Side, ...]:
        """Return the sides that a word means; none, with a finding, for a word that means no side."""
        sides = _SIDES.get(text.casefold(), ())
        if not sides:
            what = f"{text[:60]!r} is no side" if text else "there is no side"
            self.reporter.report(codes.UNKNOWN_SIDE, at, what, expected=" or ".join(_SIDES))
        return sides

    def add_attribute(self, cluster: SaidCluster, key: Key, line: Line, at: At) -> None:
        """Take an attribute in."""
        before = cluster.attributes.setdefault(key, line)
        if before is not line:
            self._again(at, before, same=before.cells == line.cells)

    def add_command(self, cluster: SaidCluster, key: Key, command: SaidCommand, at: At) -> None:
        """Take a command in."""
        before = cluster.commands.setdefault(key, command)
        if before is not command:
            self._again(at, before.line, same=_cells(before) == _cells(command))

    def add_global_command(self, id_: int, command: SaidCommand, at: At) -> None:
        """Take a command in that every cluster has."""
        self._leave_out_cells(command.fields, GLOBAL_FIELD)
        before = self.said.global_commands.setdefault(id_, command)
        if before is not command:
            self._again(at, before.line, same=_cells(before) == _cells(command))

    def _leave_out_cells(self, fields: tuple[Line, ...], columns: tuple[str, ...]) -> None:
        for line in fields:
            if line.place is not None and any(cell for column, cell in line.cells.items() if column not in columns):
                self.reporter.leave_out("editions of fields of structures and global commands", line.place)

    def repeats(self, cluster: int, key: Key, label: str, at: At) -> bool:
        """Return whether another attribute of the same side has this label; if so it is a finding."""
        side, id_ = key
        first, also = self._labels.setdefault((cluster, side, normal(label)), (id_, at.place))
        if first == id_:
            return False
        what = f"label {label[:60]!r} is that of attribute 0x{first:04X}"
        self.reporter.report(codes.REPEATED_LABEL, at, what, also=also)
        return True

    def _again(self, at: At, before: Line, *, same: bool) -> None:
        if before.place is not None and before.place.file == at.place.file:
            self.reporter.report(codes.DUPLICATE, at, "it stands in this file twice", also=before.place)
        elif not same:
            self.reporter.report(codes.CONTRADICTION, at, "it was read before and differs", also=before.place)


def zcl_type(name: str) -> TypeDescriptor | None:
    """Return the type of the ZigBee Cluster Library that a file names, `unk` included; None for any other name."""
    found = read_zcl_type(name) if word(name) == name else None
    return found if found is not None and (found.kind is not Kind.UNKNOWN or found.tag is not None) else None


def largest_member(type_: TypeDescriptor | None) -> int | None:
    """Return the largest value or mask of an enumeration of a type; None for a type that cannot have one."""
    if type_ is None or type_.kind not in _COUNTED or not type_.octets:
        return None
    return (1 << 8 * type_.octets) - 1


def _cells(command: SaidCommand) -> list[Cells]:
    return [command.line.cells, *(part.cells for part in command.fields)]


def _of_table(table: Enumeration) -> TypeUse:
    return TypeUse(table.type, table.name)
