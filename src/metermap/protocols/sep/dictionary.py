"""The Smart Energy dictionary: clusters, attributes, commands, enumerations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import Member
from metermap.protocols import codes
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.manifest import Manifest, read_manifest
from metermap.protocols.sep.clusters import GLOBAL_ATTRIBUTES, ClusterEntry, Reader, read_index
from metermap.protocols.sep.layers import Absent, Layer, layers_of, read_absent
from metermap.protocols.sep.model import Alias, Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.restrictions import RESTRICTIONS, Restriction, read_restrictions, restriction_of
from metermap.protocols.sep.semantics import Semantics
from metermap.protocols.sep.structures import STRUCTURES, Structures
from metermap.protocols.tables import Table, number

__all__ = ["ALIASES", "ENUMERATIONS", "GLOBAL_COMMANDS", "GLOBAL_FIELDS", "LISTED", "STRUCTURES", "SepDictionary"]

ENUMERATIONS: Final = ("kind", "name", "type", "value", "member")
GLOBAL_COMMANDS: Final = ("id", "name")
GLOBAL_FIELDS: Final = ("command", "position", "name", "type", "present_if", "count", "basis")
ALIASES: Final = ("cluster", "command", "printed", "name")
LISTED: Final = ("cluster", "side", "id")

_EVERY_CLUSTER: Final = "*"


class SepDictionary:
    """The standard's tables and the overlays on them; each table is read when first asked for."""

    def __init__(self, folder: Path, overlays: tuple[Path, ...], findings: Findings) -> None:
        """Remember where the tables are; nothing is read."""
        self.folder = folder
        self.overlays = overlays
        self._layers = layers_of(folder, overlays)
        self._findings = findings
        self._entries: dict[int | str, ClusterEntry] | None = None
        self._clusters: dict[int, Cluster] = {}
        self._absent: dict[Layer, Absent] = {}
        self._enumerations: dict[str, Enumeration] | None = None
        self._structures: Structures | None = None
        self._globals: tuple[SepCommand, ...] | None = None
        self._global_attributes: dict[Side, tuple[SepAttribute, ...]] = {}
        self._aliases: tuple[tuple[str, Alias], ...] | None = None
        self._restrictions: tuple[Restriction, ...] | None = None
        self._reader = Reader(self.enumeration, self.structure, self._absent_in, findings)
        self.semantics = Semantics(folder, self._reader.type, findings)

    def _tables(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[Table, str]]:
        """Yield a table of each layer, lowest first, with the source that its entries quote."""
        for layer in self._layers:
            yield layer.table(name, columns, self._findings), layer.source

    def _absent_in(self, layer: Layer) -> Absent:
        if layer not in self._absent:
            self._absent[layer] = read_absent(layer, self._findings)
        return self._absent[layer]

    def _overlay_layers(self) -> tuple[Layer, ...]:
        """Return the overlays' layers, the first named first."""
        return self._layers[:0:-1]

    def manifest(self) -> Manifest | None:
        """Return title and ladder of editions."""
        return read_manifest(self.folder, self._findings)

    def cluster_names(self) -> tuple[str, ...]:
        """Return the names of all clusters as the mapping language writes them: ``DeviceManagement``."""
        return tuple("".join(filter(str.isalnum, entry.name)) for entry in self._clusters_by_id())

    def cluster_ids(self) -> tuple[int, ...]:
        """Return the ids of all clusters."""
        return tuple(entry.id for entry in self._clusters_by_id())

    def cluster(self, name_or_id: str | int) -> Cluster | None:
        """Return a cluster by name (without case, spaces and punctuation), id, or id as ``0x0702``."""
        wanted = name_or_id if isinstance(name_or_id, int) else number(name_or_id)
        entry = self._index().get(normal(str(name_or_id)) if wanted is None else wanted)
        if entry is None:
            return None
        if entry.id not in self._clusters:
            self._clusters[entry.id] = self._reader.cluster(entry, self._aliases_of(f"0x{entry.id:04X}"))
        return self._clusters[entry.id]

    def _clusters_by_id(self) -> tuple[ClusterEntry, ...]:
        return tuple(entry for key, entry in self._index().items() if isinstance(key, int))

    def _index(self) -> dict[int | str, ClusterEntry]:
        """Return the entries by id and by name; of two with one name the first is found by it."""
        if self._entries is None:
            self._entries = {}
            for entry in read_index(self._layers, self._findings):
                self._entries[entry.id] = entry
                self._entries.setdefault(normal(entry.name), entry)
        return self._entries

    def _aliases_of(self, cluster: str) -> tuple[Alias, ...]:
        if self._aliases is None:
            tables = [layer.table("aliases", ALIASES, self._findings) for layer in self._overlay_layers()]
            self._aliases = tuple(
                (place, Alias(printed, name, command))
                for table in tables
                for _, (place, command, printed, name) in table
            )
        return tuple(alias for place, alias in self._aliases if place in (cluster, _EVERY_CLUSTER))

    def global_command(self, name_or_id: str | int) -> SepCommand | None:
        """Return a command that every cluster has: ``ReadAttributes`` or 0x00, ``DefaultResponse`` or 0x0B."""
        if self._globals is None:
            self._globals = self._read_globals()
        wanted: str | int = name_or_id
        if isinstance(name_or_id, str):
            name = normal(name_or_id)
            known = (alias.name for alias in self._aliases_of(_EVERY_CLUSTER) if normal(alias.printed) == name)
            wanted = normal(next(known, name))
        return next((found for found in self._globals if wanted in (found.id, normal(found.name))), None)

    def global_commands(self) -> tuple[SepCommand, ...]:
        """Return all commands that every cluster has."""
        self.global_command(0)
        return self._globals or ()

    def global_attributes(self, side: Side = Side.SERVER) -> tuple[SepAttribute, ...]:
        """Return the attributes that every cluster has, on both of its sides."""
        if side not in self._global_attributes:
            table = self._layers[0].table("global_attributes", GLOBAL_ATTRIBUTES, self._findings)
            self._global_attributes[side] = self._reader.global_attributes(table, side)
        return self._global_attributes[side]

    def global_attribute(self, name_or_id: str | int, side: Side = Side.SERVER) -> SepAttribute | None:
        """Return an attribute that every cluster has: ``ClusterRevision`` or 0xFFFD."""
        wanted = name_or_id if isinstance(name_or_id, int) else normal(name_or_id)
        found = (each for each in self.global_attributes(side) if wanted in (each.id, normal(each.name)))
        return next(found, None)

    def _read_globals(self) -> tuple[SepCommand, ...]:
        found: tuple[SepCommand, ...] = ()
        for layer in self._layers:
            over = tuple(self._globals_of(layer))
            ids = {command.id for command in over}
            found = (*(command for command in found if command.id not in ids), *over)
        return found

    def _globals_of(self, layer: Layer) -> Iterator[SepCommand]:
        fields: dict[int | None, list[Member]] = {}
        table = layer.table("global_command_fields", GLOBAL_FIELDS, self._findings)
        for line, (command, _, name, type_, present_if, count, _) in table:
            part = self._reader.member(table, line, (name, type_, present_if, count))
            fields.setdefault(table.required(line, "command", command), []).append(part)
        table = layer.table("global_commands", GLOBAL_COMMANDS, self._findings)
        for line, (id_, name) in table:
            found = table.required(line, "id", id_)
            if found is not None:
                parts = tuple(fields.get(found, ()))
                yield SepCommand(
                    found,
                    name,
                    Side.CLIENT,
                    fields=parts,
                    generic=True,
                    source=layer.source,
                    lookup=self.enumeration,
                )

    def enumeration_names(self) -> tuple[str, ...]:
        """Return the names of all enumerations and bitmaps."""
        self.enumeration("")
        return tuple(found.name for found in (self._enumerations or {}).values())

    def enumeration(self, name: str) -> Enumeration | None:
        """Return an enumeration or bitmap by name."""
        if self._enumerations is None:
            self._enumerations = {}
            for table, source in self._tables("enumerations", ENUMERATIONS):
                self._enumerations |= _read_enumerations(table, source)
        return self._enumerations.get(normal(name))

    def structure(self, name: str) -> tuple[Member, ...]:
        """Return the members of a structure that commands repeat; empty if the dictionary holds none of that name."""
        return self._all_structures().members(name)

    def structure_names(self) -> tuple[str, ...]:
        """Return the names of all structures that commands repeat."""
        return self._all_structures().names

    def _all_structures(self) -> Structures:
        if self._structures is None:
            self._structures = Structures(
                (table for table, _ in self._tables("structures", STRUCTURES)), self._reader.member
            )
        return self._structures

    def restrictions(self) -> tuple[Restriction, ...]:
        """Return what the overlays allow less than the standard does."""
        if self._restrictions is None:
            tables = (
                (layer.table("restrictions", RESTRICTIONS, self._findings), layer.source)
                for layer in self._overlay_layers()
            )
            self._restrictions = tuple(found for table, name in tables for found in read_restrictions(table, name))
        return self._restrictions

    def restriction(
        self, cluster: int, sender: Side, command: str, path: tuple[str, ...] = ()
    ) -> tuple[Restriction, ...]:
        """Return what the overlays say of a field of a command and of the parts inside it; of all fields by default."""
        return restriction_of(self.restrictions(), cluster, sender, command, path)

    def listed(self) -> frozenset[tuple[int, Side, int]]:
        """Return cluster, side and id of the attributes that an overlay's country lists as its own."""
        found = set()
        for layer in self._overlay_layers():
            table = layer.table("listed_attributes", LISTED, self._findings)
            for line, (cluster, side, id_) in table:
                cluster_id, attribute_id = table.required(line, "cluster", cluster), table.required(line, "id", id_)
                if cluster_id is not None and attribute_id is not None and side in (Side.SERVER, Side.CLIENT):
                    found.add((cluster_id, Side(side), attribute_id))
        return frozenset(found)


def _read_enumerations(table: Table, source: str) -> dict[str, Enumeration]:
    members: dict[tuple[str, str, str], dict[str, EnumerationMember]] = {}
    for line, (kind, name, type_, value, member) in table:
        code = table.required(line, "value", value)
        if code is None:
            continue
        known = members.setdefault((kind, name, type_), {})
        if member in known:
            table.report(codes.DUPLICATE, line, f"{name} has the member {member} twice", column="member")
        known[member] = EnumerationMember(member, code)
    return {
        normal(name): Enumeration(name, type_, kind == "bitmap", tuple(known.values()), source)
        for (kind, name, type_), known in members.items()
    }
