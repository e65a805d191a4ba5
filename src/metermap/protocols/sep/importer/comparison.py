"""The whole comparison: clusters, what clusters share, and the overlay's tables that follow from both.

An entry that the dictionary has and the files lack is missing only where a file defines the whole cluster and
all of it could be read, and not if the dictionary itself records that an edition removed it.
"""

from __future__ import annotations

from collections.abc import Iterable

from metermap.core.addresses import Side
from metermap.core.suggest import normal
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.importer.compare import LineComparer, merged, pair_fields
from metermap.protocols.sep.importer.difference import (
    Change,
    ClusterDifference,
    Comparison,
    Detail,
    Difference,
    Tally,
    What,
)
from metermap.protocols.sep.importer.ours import attribute_line, cluster_line, command_line, field_line
from metermap.protocols.sep.importer.rows import Tables
from metermap.protocols.sep.importer.said import (
    ATTRIBUTE,
    CLUSTER,
    COMMAND,
    FIELD,
    GLOBAL_COMMAND,
    GLOBAL_FIELD,
    STRUCTURE_FIELD,
    Key,
    Line,
    Said,
    SaidCluster,
    SaidCommand,
    SaidTable,
)
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand

__all__ = ["compare"]


def compare(
    dictionary: SepDictionary,
    said: Said,
    files: tuple[str, ...],
    only: frozenset[int] = frozenset(),
    *,
    keep_missing: bool = False,
) -> Comparison:
    """Return what differs between the dictionary, its overlays included, and what files say.

    `only` limits the comparison to clusters with these ids and to what they use. With `keep_missing`
    the overlay leaves in the dictionary what the files lack.
    """
    return _Comparing(dictionary, said, keep_missing=keep_missing).all(files, only)


class _Comparing:
    def __init__(self, dictionary: SepDictionary, said: Said, *, keep_missing: bool) -> None:
        self.dictionary = dictionary
        self.said = said
        self.keep_missing = keep_missing
        self.lines = LineComparer(dictionary.enumeration, said)
        self.tables = Tables()
        self.used: list[Line] = []
        """Lines whose enumeration and structure the dictionary must hold if it takes them in."""
        self.spoken: list[Line] = []
        """All lines of the files that were compared."""

    def all(self, files: tuple[str, ...], only: frozenset[int]) -> Comparison:
        found = [cluster for id_, cluster in sorted(self.said.clusters.items()) if not only or id_ in only]
        clusters = tuple(self.cluster(cluster) for cluster in found)
        shared = [*(() if only else self.global_commands()), *self.structures(every=not only)]
        shared += self.enumerations(every=not only)
        return Comparison(
            files,
            tuple(self.said.ladders),
            clusters,
            tuple(shared),
            self.tables.sorted(),
            self.lines.unstated,
            self.said.left_out,
            len(self.dictionary.cluster_ids()),
        )

    # clusters

    def cluster(self, said: SaidCluster) -> ClusterDifference:
        ours = self.dictionary.cluster(said.id)
        differences = list(self.cluster_line(said, ours))
        attributes = {(found.side, found.id): found for found in ours.attributes} if ours else {}
        commands = {(found.side, found.id): found for found in ours.commands} if ours else {}
        for key in _keys(attributes, said.attributes):
            differences += self.attribute(said, key, attributes.get(key), said.attributes.get(key))
        for key in _keys(commands, said.commands):
            differences += self.command(said, key, commands.get(key), said.commands.get(key))
        return ClusterDifference(
            said.id,
            ours.name if ours else said.line["name"],
            ours is not None,
            said.complete,
            _tally(attributes.keys(), said.attributes.keys()),
            _tally(commands.keys(), said.commands.keys()),
            tuple(differences),
        )

    def cluster_line(self, said: SaidCluster, ours: Cluster | None) -> Iterable[Difference]:
        key, name = f"0x{said.id:04X}", said.line["name"]
        if ours is None:
            self.tables.cluster(said.id, said.line)
            yield Difference(Change.ADDED, What.CLUSTER, key, name, said.line.place)
        elif said.whole:
            line = cluster_line(ours)
            details = self.lines.details(What.CLUSTER, CLUSTER, line, said.line)
            if details:
                self.tables.cluster(said.id, merged(line, said.line, details))
                yield Difference(Change.CHANGED, What.CLUSTER, key, ours.name, said.line.place, details)

    def attribute(
        self, cluster: SaidCluster, key: Key, ours: SepAttribute | None, theirs: Line | None
    ) -> Iterable[Difference]:
        shown = f"{key[0]} 0x{key[1]:04X}"
        if theirs is None:
            if ours is not None and cluster.complete and not ours.lifetime.until:
                self.absent(cluster.id, "attribute", key)
                yield Difference(Change.MISSING, What.ATTRIBUTE, shown, ours.name)
            return
        self.spoken.append(theirs)
        if ours is None:
            self.used.append(theirs)
            self.tables.attribute(cluster.id, key, Line({**theirs.cells, "sources": "1"}))
            yield Difference(Change.ADDED, What.ATTRIBUTE, shown, theirs["name"], theirs.place)
            return
        line = attribute_line(ours)
        owners = (key[0].value, cluster.line["name"])
        details = self.lines.details(What.ATTRIBUTE, ATTRIBUTE, line, theirs, owners)
        if details:
            self.use(theirs, details)
            self.tables.attribute(cluster.id, key, merged(line, theirs, details))
            yield Difference(Change.CHANGED, What.ATTRIBUTE, shown, ours.name, theirs.place, details)

    def command(
        self, cluster: SaidCluster, key: Key, ours: SepCommand | None, theirs: SaidCommand | None
    ) -> Iterable[Difference]:
        shown = f"{key[0]} 0x{key[1]:02X}"
        if theirs is None:
            if ours is not None and cluster.complete and not ours.lifetime.until:
                self.absent(cluster.id, "command", key)
                yield Difference(Change.MISSING, What.COMMAND, shown, ours.name)
            return
        self.spoken += theirs.fields
        if ours is None:
            self.used += theirs.fields
            self.tables.command(cluster.id, key, theirs.line, theirs.fields)
            yield Difference(Change.ADDED, What.COMMAND, shown, theirs.line["name"], theirs.line.place)
            return
        line = command_line(ours)
        details = self.lines.details(What.COMMAND, COMMAND, line, theirs.line, (key[0].value,))
        parts, fields = self.fields(FIELD, shown, tuple(map(field_line, ours.fields)), theirs.fields)
        if details:
            yield Difference(Change.CHANGED, What.COMMAND, shown, ours.name, theirs.line.place, details)
        if details or parts:
            self.tables.command(cluster.id, key, merged(line, theirs.line, details), fields)
        yield from parts

    def use(self, theirs: Line, details: tuple[Detail, ...]) -> None:
        """Note the enumeration that a changed line takes over with its type."""
        if {"type", "enumeration"} & {detail.column for detail in details}:
            self.used.append(theirs)

    def absent(self, cluster: int, kind: str, key: Key) -> None:
        if not self.keep_missing:
            self.tables.absent(cluster, kind, key)

    def fields(
        self, columns: tuple[str, ...], owner: str, ours: tuple[Line, ...], theirs: tuple[Line, ...]
    ) -> tuple[list[Difference], list[Line]]:
        """Return what differs between two lists of fields, and the list that the overlay would hold."""
        differences, fields = [], []
        for before, after in pair_fields(ours, theirs):
            shown = f"{owner} {(before or after or Line({}))['name']}"
            details = self.lines.details(What.FIELD, columns, before, after) if before and after else ()
            name = (before or after or Line({}))["name"]
            if before is None and after is not None:
                differences.append(Difference(Change.ADDED, What.FIELD, shown, name, after.place))
                self.used.append(after)
                fields.append(after)
            elif before is not None and after is None:
                if not before["removed"]:
                    differences.append(Difference(Change.MISSING, What.FIELD, shown, name))
                if before["removed"] or self.keep_missing:
                    fields.append(before)
            elif before is not None and after is not None:
                if details:
                    differences.append(Difference(Change.CHANGED, What.FIELD, shown, name, after.place, details))
                    self.use(after, details)
                fields.append(merged(before, after, details))
        return differences, fields

    # what clusters share

    def global_commands(self) -> Iterable[Difference]:
        for id_, theirs in sorted(self.said.global_commands.items()):
            ours = self.dictionary.global_command(id_)
            shown = f"global 0x{id_:02X}"
            self.spoken += theirs.fields
            if ours is None:
                self.used += theirs.fields
                self.tables.global_command(id_, theirs.line, theirs.fields)
                yield Difference(Change.ADDED, What.COMMAND, shown, theirs.line["name"], theirs.line.place)
                continue
            line = Line({"name": ours.name})
            details = self.lines.details(What.COMMAND, GLOBAL_COMMAND, line, theirs.line)
            parts, fields = self.fields(GLOBAL_FIELD, shown, tuple(map(field_line, ours.fields)), theirs.fields)
            if details:
                yield Difference(Change.CHANGED, What.COMMAND, shown, ours.name, theirs.line.place, details)
            if details or parts:
                self.tables.global_command(id_, merged(line, theirs.line, details), fields)
            yield from parts

    def structures(self, *, every: bool) -> list[Difference]:
        """Compare structures that both know, and add those that new lines use, and what these use in turn."""
        differences: list[Difference] = []
        known = {normal(name) for name in self.dictionary.structure_names()}
        waiting = [name for name in self.said.structures if every and name in known]
        waiting += [_structure_of(line) for line in self.spoken]
        done: set[str] = set()
        while waiting:
            name = waiting.pop(0)
            said = self.said.structures.get(name)
            if said is None or name in done:
                continue
            done.add(name)
            ours = self.dictionary.structure(said.name)
            self.spoken += said.fields
            waiting += [_structure_of(line) for line in said.fields]
            parts, fields = self.fields(STRUCTURE_FIELD, said.name, tuple(map(field_line, ours)), said.fields)
            if parts:
                self.tables.structure(said.name, fields)
            added = Difference(Change.ADDED, What.STRUCTURE, said.name, said.name, said.place)
            differences += parts if ours else [added]
        return differences

    def enumerations(self, *, every: bool) -> Iterable[Difference]:
        needed = {normal(line["enumeration"]) for line in self.used}
        spoken = {normal(line["enumeration"]) for line in self.spoken}
        for name, said in sorted(self.said.tables.items()):
            ours = self.dictionary.enumeration(name)
            if ours is None and name in needed and said.table.members:
                self.tables.enumeration(said.table)
                table = said.table
                yield Difference(Change.ADDED, What.ENUMERATION, table.name, table.name, said.place)
            elif ours is not None and (every or name in spoken):
                yield from self.enumeration(ours, said)

    def enumeration(self, ours: Enumeration, said: SaidTable) -> Iterable[Difference]:
        theirs = said.table
        details = _table_details(ours, theirs)
        members = list(_member_differences(ours, said))
        if details:
            yield Difference(Change.CHANGED, What.ENUMERATION, ours.name, ours.name, said.place, details)
        yield from members
        if details or members:
            self.tables.enumeration(self.united(ours, said))

    def united(self, ours: Enumeration, said: SaidTable) -> Enumeration:
        """Return the enumeration for the overlay: the files' members, spelt as the dictionary spells them."""
        spelt = {(member.value, normal(member.name)): member for member in ours.members}
        members = {(member.value, normal(member.name)): member for member in said.table.members}
        kept = spelt if self.keep_missing or said.lost else {}
        chosen = {key: spelt.get(key, member) for key, member in {**kept, **members}.items()}
        return Enumeration(ours.name, said.table.type, said.table.bitmap, tuple(chosen.values()))


def _keys(ours: Iterable[Key], theirs: Iterable[Key]) -> list[Key]:
    """Return the keys of both, in the order of the dictionary's files: client first, then by id."""
    return sorted({*ours, *theirs}, key=lambda key: (key[0] is Side.SERVER, key[1]))


def _tally(ours: Iterable[Key], theirs: Iterable[Key]) -> Tally:
    first, second = set(ours), set(theirs)
    return Tally(len(first), len(second), len(first & second))


def _structure_of(line: Line) -> str:
    """Return the normal name of the structure that a field is of; empty if it is of none."""
    plain = line["type"]
    return normal(plain.removeprefix("struct:")) if plain.startswith("struct:") else ""


def _table_details(ours: Enumeration, theirs: Enumeration) -> tuple[Detail, ...]:
    kinds = ("bitmap" if ours.bitmap else "enum", "bitmap" if theirs.bitmap else "enum")
    pairs = (("kind", *kinds), ("type", ours.type, theirs.type))
    return tuple(Detail(column, before, after) for column, before, after in pairs if before != after)


def _member_differences(ours: Enumeration, said: SaidTable) -> Iterable[Difference]:
    before = {(member.value, normal(member.name)): member for member in ours.members}
    after = {(member.value, normal(member.name)): member for member in said.table.members}
    gone = [member for key, member in before.items() if key not in after]
    come = [member for key, member in after.items() if key not in before]
    for member in come:
        old = next((found for found in gone if found.value == member.value), None)
        shown = f"{ours.name} 0x{member.value:02X}"
        if old is None:
            yield Difference(Change.ADDED, What.MEMBER, shown, member.name, said.place)
        else:
            gone.remove(old)
            details = (Detail("member", old.name, member.name),)
            yield Difference(Change.CHANGED, What.MEMBER, shown, old.name, said.place, details)
    for member in () if said.lost else gone:
        yield Difference(Change.MISSING, What.MEMBER, f"{ours.name} 0x{member.value:02X}", member.name)
