"""A profile that is being proposed for a sheet, with the rows that it reads and the reasons for each guess."""

from __future__ import annotations

from dataclasses import dataclass, field

from metermap.catalogue.cells import RawCell
from metermap.catalogue.columns import PARTS
from metermap.catalogue.looking import Look
from metermap.catalogue.table import Row
from metermap.core.workspace import WorkbookProfile

__all__ = ["Proposal"]


@dataclass(slots=True)
class Proposal:
    """A profile for one sheet. `reasons` says why, by key of the profile; "" is for the whole."""

    look: Look
    profile: WorkbookProfile
    devices: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    reasons: dict[str, list[str]] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """Return which part of a catalogue the sheet holds."""
        return self.look.part

    def because(self, key: str, reason: str) -> None:
        """Add a reason."""
        self.reasons.setdefault(key, []).append(reason)

    def header(self, name: str) -> str:
        """Return the standard header of a field."""
        return next(column.header for column in PARTS[self.part] if column.field == name)

    def cells(self, name: str) -> list[RawCell]:
        """Return the cells of a field that hold something."""
        return [cell for row in self.rows if (cell := row.cell(name)) is not None and str(cell.value).strip()]
