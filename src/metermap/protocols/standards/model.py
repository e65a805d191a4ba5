"""What the register of standards answers with: plain frozen records.

An empty text means that nothing is recorded; no field is ever filled by guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from metermap.core.places import TextPlace

__all__ = ["BUILT_IN", "WORKSPACE", "Openness", "Register", "StandardRecord", "Standing"]

BUILT_IN = "metermap"
WORKSPACE = "workspace"


class Standing(StrEnum):
    """Whether a European standards organisation recognises an edition, as far as anybody has recorded."""

    RECOGNISED = "recognised"
    IN_PROCESS = "in process"
    NOT_RECOGNISED = "not recognised"
    NONE_KNOWN = "none known"  # somebody looked, and knows of no recognition
    UNREVIEWED = "unreviewed"  # nobody has recorded anything


@dataclass(frozen=True, slots=True)
class Openness:
    """How open a standard is in the European sense, with the source that says so.

    `contribution`: ``yes`` or ``no``, whether all stakeholders may contribute. `study`: whether it is
    available to study. `terms`: ``FRAND``, ``free`` or ``other``.
    """

    contribution: str = ""
    study: str = ""
    terms: str = ""
    source: str = ""

    @property
    def stated(self) -> bool:
        """Return whether anything is recorded."""
        return bool(self.contribution or self.study or self.terms)


@dataclass(frozen=True, slots=True)
class StandardRecord:
    """One edition of a standard.

    `date` is that of the edition. `recognition` and `basis` are as printed by their source; `standing`,
    `recognised_by`, `recognised_since` and `expected_by` are what can be read from them. `source_of`
    names the standards, by id, that this one is the source of. Dates are a year, a month or a day.
    `provenance` is ``metermap`` or ``workspace``, `place` the line of that file.
    """

    id: str
    title: str
    body: str
    edition: str
    date: str
    kind: str
    status: str
    recognition: str
    basis: str
    standing: Standing
    recognised_by: str
    recognised_since: str
    expected_by: str
    source_of: tuple[str, ...]
    openness: Openness
    provenance: str
    place: TextPlace

    @property
    def key(self) -> tuple[str, str]:
        """Return what a workspace names the row by: id and edition."""
        return (self.id, self.edition)


class Register:
    """The standards that anybody has recorded, each edition once."""

    def __init__(self, records: Iterable[StandardRecord]) -> None:
        """Take the rows; of two with the same id and edition the later one counts."""
        self._records = {record.key: record for record in records}

    @property
    def records(self) -> tuple[StandardRecord, ...]:
        """All rows, in their order."""
        return tuple(self._records.values())

    def edition(self, standard: str, edition: str) -> StandardRecord | None:
        """Return one edition of a standard, by id and edition as the register spells them."""
        return self._records.get((standard, edition))

    def editions(self, standard: str) -> tuple[StandardRecord, ...]:
        """Return all editions of a standard; empty if the register does not hold it."""
        return tuple(record for record in self._records.values() if record.id == standard)
