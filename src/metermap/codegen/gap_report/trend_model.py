"""The part of the gap report's record that compares it with an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from metermap.codegen.gap_report.counts import Tally

__all__ = ["Trend", "TrendColumn", "TrendLine", "TrendSource"]


@dataclass(frozen=True, slots=True)
class TrendSource:
    """The earlier file: `form` is ``gap report`` or ``model``, the rest is what it says of itself.

    `coarse` says that it tells only what is mapped, not whether exactly, with a limit or undecided: the three
    then count as one, and a change between them is none.
    """

    form: str
    schema_version: int
    name: str
    edition: str
    digest: str
    coarse: bool


@dataclass(frozen=True, slots=True)
class TrendColumn:
    """A device over a protocol then and now; None where that report does not ask about it.

    Against a coarse source everything mapped is counted as `Tally.carried`, then and now.
    """

    device: str
    protocol: str
    old: Tally | None
    new: Tally | None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """An element of a device over a protocol: its standing then and now, in words.

    ``mapped`` stands for exact, limited and carried where the source is coarse. Empty means that the report does
    not ask about it. `cell` is where the catalogue lists it now, empty if it does not any more.
    """

    element: str
    item: str
    path: str
    row: int | None
    cell: str
    device: str
    protocol: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Trend:
    """What is different from an earlier model or report.

    `new_gaps` are gaps that were none then, also those of new elements. `closed_gaps` are gaps that are none any
    more, also those of removed elements. `changed` are all other changes of standing. `added` and `removed`
    are ids of elements that only one of the two lists. A report has no difference from itself.
    """

    source: TrendSource
    columns: tuple[TrendColumn, ...]
    new_gaps: tuple[TrendLine, ...]
    closed_gaps: tuple[TrendLine, ...]
    changed: tuple[TrendLine, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Return whether nothing is different."""
        moved = any(column.old != column.new for column in self.columns)
        return not (moved or self.new_gaps or self.closed_gaps or self.changed or self.added or self.removed)
