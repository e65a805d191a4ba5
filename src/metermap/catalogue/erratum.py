"""What an erratum says, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from metermap.core.places import CellPlace, Place

__all__ = ["FIELDS", "Correction", "Erratum", "Outcome", "Part", "Target"]


class Part(StrEnum):
    """Which part of the catalogue a line belongs to."""

    ELEMENT = "element"
    FACT = "fact"
    USE_CASE = "use case"


FIELDS: Final[Mapping[Part, tuple[str, ...]]] = MappingProxyType(
    {
        Part.ELEMENT: (
            *("reference", "item", "path", "category", "data_type", "sensitive", "readers", "writers", "devices"),
        ),
        Part.FACT: (
            *("section", "category", "item", "data_type", "unit", "range", "access", "depth"),
            *("description", "source", "review", "rows"),
        ),
        Part.USE_CASE: (
            *("title", "message_code", "target", "protocol", "message_type", "read_or_update", "future_datable"),
            *("replay_protection", "roles", "service_reference"),
        ),
    }
)
"""The fields that an erratum may correct, by part."""


@dataclass(frozen=True, slots=True)
class Target:
    """A line by its key as printed: an element's id, a use case's code, or device, section and item of a fact."""

    part: Part
    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction. `since` and `until` bound the editions it is for, both included; empty: any."""

    key: str
    target: Target
    field: str
    old: str
    new: str
    reason: str
    reference: str
    since: str
    until: str
    place: Place

    @property
    def editions(self) -> str:
        """Return the range in words."""
        parts = [f"since {self.since}" if self.since else "", f"until {self.until}" if self.until else ""]
        return " ".join(filter(None, parts)) or "any"


class Outcome(StrEnum):
    """What became of an erratum."""

    APPLIED = "applied"
    OTHER_EDITION = "not applied: it is for other editions"
    UNKNOWN_TARGET = "not applied: the catalogue has no such line"
    OLD_DIFFERS = "not applied: another value stands there"
    CHANGES_NOTHING = "not applied: it changes nothing"


@dataclass(frozen=True, slots=True)
class Correction:
    """An erratum, what became of it, and the cell that it is about; None if the line was not found."""

    erratum: Erratum
    outcome: Outcome
    cell: CellPlace | None = None

    @property
    def applied(self) -> bool:
        """Return whether the catalogue has the new value because of it."""
        return self.outcome is Outcome.APPLIED
