"""The standard's tables and the overlays on them: which folder has the say about which line.

An overlay holds only the tables and lines that it adds or replaces:

a line of `clusters`, `attributes`       replaces the line with the same key, or adds to the table
a line of `commands`, `global_commands`  the same, and with it all fields of the command
an enumeration, a structure              replaces the one of that name as a whole
a line of `absent`                       takes an attribute or a command away that lies below
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.protocols import codes
from metermap.protocols.sep.model import STANDARD
from metermap.protocols.tables import Table, read_table

__all__ = ["ABSENT", "Absent", "Layer", "layers_of", "read_absent"]

ABSENT: Final = ("cluster", "kind", "side", "id")

Absent = frozenset[tuple[int, str, Side, int]]
"""Cluster, ``attribute`` or ``command``, the attribute's side or the command's sender, and id."""

_KINDS: Final = ("attribute", "command")


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of Smart Energy tables; `source` is what its entries quote as where they come from."""

    folder: Path
    source: str = STANDARD

    @property
    def standard(self) -> bool:
        """Return whether these are the standard's tables, all of which must be there."""
        return self.source == STANDARD

    def table(self, name: str, columns: tuple[str, ...], findings: Findings) -> Table:
        """Return a table of the layer; an overlay that does not hold it has an empty one."""
        file = self.folder / f"{name}.csv"
        if not self.standard and not file.exists():
            return Table(file.name, columns, (), findings)
        return read_table(file, columns, findings, "" if self.standard else f"{self.source}/sep/{name}.csv")


def layers_of(folder: Path, overlays: tuple[Path, ...]) -> tuple[Layer, ...]:
    """Return the layers from the standard upwards; of the overlays the first named has the last word."""
    return (Layer(folder), *(Layer(overlay, overlay.parent.name) for overlay in reversed(overlays)))


def read_absent(layer: Layer, findings: Findings) -> Absent:
    """Return what a layer takes away from those below it."""
    if layer.standard:
        return frozenset()
    table = layer.table("absent", ABSENT, findings)
    found = set()
    for line, (cluster, kind, side, id_) in table:
        cluster_id, entry = table.required(line, "cluster", cluster), table.required(line, "id", id_)
        if kind not in _KINDS or side not in tuple(Side):
            expected = f"{' or '.join(_KINDS)}, and server or client"
            table.report(codes.BAD_CELL, line, f"{kind!r} of {side!r} is nothing to take away", expected=expected)
        elif cluster_id is not None and entry is not None:
            found.add((cluster_id, kind, Side(side), entry))
    return frozenset(found)
