"""Lines of cells as rows of the dictionary's own tables: what an overlay consists of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.clusters import ATTRIBUTES, CLUSTERS, COMMANDS, FIELDS
from metermap.protocols.sep.dictionary import ENUMERATIONS, GLOBAL_COMMANDS, GLOBAL_FIELDS
from metermap.protocols.sep.importer.difference import Row
from metermap.protocols.sep.importer.ours import joined
from metermap.protocols.sep.importer.said import Key, Line
from metermap.protocols.sep.layers import ABSENT
from metermap.protocols.sep.structures import STRUCTURES

__all__ = ["COLUMNS", "Tables"]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "absent": ABSENT,
    "attributes": ATTRIBUTES,
    "clusters": CLUSTERS,
    "command_fields": FIELDS,
    "commands": COMMANDS,
    "enumerations": ENUMERATIONS,
    "global_command_fields": GLOBAL_FIELDS,
    "global_commands": GLOBAL_COMMANDS,
    "structures": STRUCTURES,
}
"""The columns of each table by the last part of its name."""


class Tables:
    """Collects the rows of an overlay by table: ``clusters/0x0702/attributes``, ``enumerations``."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}

    def _add(self, table: str, cells: Mapping[str, str]) -> None:
        columns = COLUMNS[table.rpartition("/")[2]]
        self.rows.setdefault(table, []).append(tuple(cells.get(column, "") for column in columns))

    def cluster(self, id_: int, line: Line) -> None:
        """Add a line of the index of clusters."""
        self._add("clusters", {**line.cells, "id": f"0x{id_:04X}"})

    def attribute(self, cluster: int, key: Key, line: Line) -> None:
        """Add an attribute."""
        access = f"R{'W' * (line['writable'] == 'yes')}{'P' * (line['reportable'] == 'yes')}"
        stated = bool(line["writable"] or line["reportable"])
        own = {"side": key[0].value, "id": f"0x{key[1]:04X}", "access": access if stated else ""}
        self._add(_of(cluster, "attributes"), {"type": "unk", **_filled(line), **own})

    def command(self, cluster: int, key: Key, line: Line, fields: Iterable[Line]) -> None:
        """Add a command with all its fields."""
        sender, id_ = key[0].value, f"0x{key[1]:02X}"
        self._add(_of(cluster, "commands"), {**line.cells, "sender": sender, "id": id_})
        for position, part in enumerate(fields, 1):
            own = {"sender": sender, "command": id_, "position": str(position), "type": _type(part)}
            self._add(_of(cluster, "command_fields"), {**part.cells, **own})

    def global_command(self, id_: int, line: Line, fields: Iterable[Line]) -> None:
        """Add a command that every cluster has, with all its fields."""
        self._add("global_commands", {"id": f"0x{id_:02X}", "name": line["name"]})
        for position, part in enumerate(fields, 1):
            own = {"command": f"0x{id_:02X}", "position": str(position), "type": _type(part)}
            self._add("global_command_fields", {**part.cells, **own})

    def structure(self, name: str, fields: Iterable[Line]) -> None:
        """Add a structure with all its fields."""
        for position, part in enumerate(fields, 1):
            own = {"structure": name, "position": str(position), "field": part["name"], "type": _type(part)}
            self._add("structures", {**part.cells, **own})

    def enumeration(self, table: Enumeration) -> None:
        """Add an enumeration or bitmap with all its members."""
        octets = max(1, int("".join(filter(str.isdigit, table.type)) or 8) // 8)
        for member in table.members:
            cells = {
                "kind": "bitmap" if table.bitmap else "enum",
                "name": table.name,
                "type": table.type,
                "value": f"0x{member.value:0{2 * octets}X}",
                "member": member.name,
            }
            self._add("enumerations", cells)

    def absent(self, cluster: int, kind: str, key: Key) -> None:
        """Take an attribute or command away."""
        digits = 4 if kind == "attribute" else 2
        id_ = f"0x{key[1]:0{digits}X}"
        self._add("absent", {"cluster": f"0x{cluster:04X}", "kind": kind, "side": key[0].value, "id": id_})

    def sorted(self) -> dict[str, tuple[Row, ...]]:
        """Return the tables in the order of their names."""
        return {name: tuple(rows) for name, rows in sorted(self.rows.items())}


def _of(cluster: int, table: str) -> str:
    return f"clusters/0x{cluster:04X}/{table}"


def _filled(line: Line) -> dict[str, str]:
    return {column: cell for column, cell in line.cells.items() if cell}


def _type(line: Line) -> str:
    return joined(line["type"] or "unk", line["enumeration"])
