"""What a comparison of files with the dictionary finds: plain frozen records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from metermap.core.places import TextPlace
from metermap.protocols.sep.importer.editions import FileLadder

__all__ = ["Change", "ClusterDifference", "Comparison", "Detail", "Difference", "Tally", "What"]


class Change(StrEnum):
    """How an entry differs."""

    ADDED = "added"
    MISSING = "missing"
    CHANGED = "changed"


class What(StrEnum):
    """What kind of entry differs."""

    CLUSTER = "cluster"
    ATTRIBUTE = "attribute"
    COMMAND = "command"
    FIELD = "field"
    ENUMERATION = "enumeration"
    MEMBER = "member"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Detail:
    """A cell that differs: the dictionary's value and the file's; empty if there is none."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that differs.

    `key` says which within its cluster or table, such as ``server 0x0000``. `place` is where the file
    speaks of it, None for an entry that the files lack. `details` are the cells of a changed entry.
    """

    change: Change
    what: What
    key: str
    name: str
    place: TextPlace | None = None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a kind there are: in the dictionary, in the files, and in both."""

    dictionary: int = 0
    files: int = 0
    both: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.dictionary + other.dictionary, self.files + other.files, self.both + other.both)


@dataclass(frozen=True, slots=True)
class ClusterDifference:
    """A cluster that the files speak of.

    `known` if the dictionary holds it, `whole` if a file defines it and
    all of it could be read: only then is an entry missing.
    """

    id: int
    name: str
    known: bool
    whole: bool
    attributes: Tally
    commands: Tally
    differences: tuple[Difference, ...]


Row: TypeAlias = tuple[str, ...]
"""A line of a dictionary table, its cells in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between files and dictionary.

    `tables` are those of the overlay that would take the dictionary where the files are: the name of a
    table without ``.csv``, and its lines. `unstated` counts cells that the dictionary fills and the files
    leave empty, by kind of entry and column. `left_out` counts what was not compared.
    """

    files: tuple[str, ...]
    ladders: tuple[FileLadder, ...]
    clusters: tuple[ClusterDifference, ...]
    shared: tuple[Difference, ...]
    tables: Mapping[str, tuple[Row, ...]]
    unstated: Mapping[tuple[What, str], int] = field(default_factory=Counter)
    left_out: Mapping[str, int] = field(default_factory=Counter)
    clusters_known: int = 0

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return all differences, cluster by cluster, then those of enumerations, structures and the rest."""
        return (*(found for cluster in self.clusters for found in cluster.differences), *self.shared)

    def count(self, change: Change, what: What) -> int:
        """Return how many entries of a kind differ in a way."""
        return sum(1 for found in self.differences if found.change is change and found.what is what)
