"""What cluster files say, in one form for both formats and for the dictionary: lines of named cells.

The cells are those of the dictionary's tables, with `access` in its parts (``writable``, ``reportable``) and
the type of a field apart from its enumeration. An empty cell means that nothing is stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from metermap.core.addresses import Side
from metermap.core.places import TextPlace
from metermap.core.suggest import normal
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.importer.editions import FileLadder
from metermap.protocols.sep.importer.spelling import alike

__all__ = [
    "ATTRIBUTE",
    "CLUSTER",
    "COMMAND",
    "FIELD",
    "GLOBAL_COMMAND",
    "GLOBAL_FIELD",
    "STRUCTURE_FIELD",
    "Cells",
    "Key",
    "Line",
    "Said",
    "SaidCluster",
    "SaidCommand",
    "SaidStructure",
    "SaidTable",
    "member_set",
]

Cells: TypeAlias = Mapping[str, str]
Key: TypeAlias = tuple[Side, int]
"""The side of an attribute or the sender of a command, and its id."""

CLUSTER: Final = ("name", "introduced")
ATTRIBUTE: Final = (
    "name",
    "type",
    "enumeration",
    "minimum",
    "maximum",
    "default",
    "length",
    "writable",
    "reportable",
    "mandatory",
    "introduced",
    "removed",
)
COMMAND: Final = ("name", "mandatory", "introduced", "removed")
FIELD: Final = ("name", "type", "enumeration", "present_if", "count", "introduced", "removed")
GLOBAL_COMMAND: Final = ("name",)
GLOBAL_FIELD: Final = ("name", "type", "enumeration", "present_if", "count")
STRUCTURE_FIELD: Final = ("name", "type", "enumeration", "present_if", "count")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry's cells. `names` are all its spellings, that of the cell `name` first."""

    cells: Cells
    place: TextPlace | None = None
    names: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def called(self, name: str, owners: tuple[str, ...] = ()) -> bool:
        """Return whether one of the spellings is `name`; `owners` are words that say whose the entry is."""
        return any(alike(name, spelling, owners) for spelling in (self["name"], *self.names))


@dataclass(frozen=True, slots=True)
class SaidTable:
    """An enumeration or bitmap.

    `inline` says that the file gives it no name and metermap made one; `lost`, that a member could not be
    read or there is none, so that nobody knows what else the file has.
    """

    table: Enumeration
    place: TextPlace
    inline: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class SaidStructure:
    """A structure with its fields."""

    name: str
    fields: tuple[Line, ...]
    place: TextPlace


@dataclass(frozen=True, slots=True)
class SaidCommand:
    """A command with its fields in wire order."""

    line: Line
    fields: tuple[Line, ...]


@dataclass(slots=True)
class SaidCluster:
    """A cluster as it is gathered.

    `whole` says that a file defines it and does not merely extend it; `lost`, that an entry could not be
    read, so that nobody knows what else the file has.
    """

    id: int
    line: Line
    whole: bool
    attributes: dict[Key, Line] = field(default_factory=dict)
    commands: dict[Key, SaidCommand] = field(default_factory=dict)
    lost: bool = False

    @property
    def complete(self) -> bool:
        """Return whether what is not here is not in the files."""
        return self.whole and not self.lost


@dataclass(slots=True)
class Said:
    """All that the files of one import say. Enumerations and structures are keyed by their normal names.

    `left_out` counts, by what it is, what the dictionary has no place for and the manufacturers' own entries.
    """

    clusters: dict[int, SaidCluster] = field(default_factory=dict)
    global_commands: dict[int, SaidCommand] = field(default_factory=dict)
    tables: dict[str, SaidTable] = field(default_factory=dict)
    structures: dict[str, SaidStructure] = field(default_factory=dict)
    ladders: list[FileLadder] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def member_set(table: Enumeration) -> frozenset[tuple[int, str]]:
    """Return the values and names of an enumeration, spelling set aside."""
    return frozenset((member.value, normal(member.name)) for member in table.members)
