"""The report on standards as a record: what a mapping rests on, what it depends on, how the tests come out.

All forms of the report are written from this one record. What nobody recorded is an empty text here, and
reads `NOT_RECORDED` or "unreviewed" where people read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metermap.protocols.standards import StandardRecord

__all__ = [
    "NOT_RECORDED",
    "SCHEMA_VERSION",
    "Citation",
    "Count",
    "Dependence",
    "Dependent",
    "EditionNeed",
    "EditionUse",
    "Outcome",
    "RungCount",
    "StandardUse",
    "StandardsReport",
    "Usage",
    "Verdict",
    "VerdictPart",
]

SCHEMA_VERSION = 0
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Count:
    """How many: distinct elements of the catalogue, and statements, those of protocol fields included."""

    elements: int
    statements: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What of a device over a protocol rests on a standard; proposals are counted apart, and nowhere else."""

    device: str
    protocol: str
    mapped: Count
    proposed: Count


class EditionUse(StrEnum):
    """What an edition is to the mapping."""

    REQUIRED = "required"  # the workspace says that a device must meet it
    LOWEST = "lowest"  # the lowest that holds all that is mapped of a device
    ONLY = "only"  # the only one that the overlay knows
    POSSIBLE = "possible"  # one of several: nobody recorded which
    OTHER = "other"  # of the same standard, and not asked for


@dataclass(frozen=True, slots=True)
class StandardUse:
    """A standard that the mapping rests on.

    `through` says what leads to it: ``dictionary sep``, ``overlay gb``, or the id of its source.
    `editions` are its rows of the register, in order, each with what it is to the mapping; empty if the
    register does not hold the standard. `unregistered` are the editions that the mapping rests on, or may
    rest on, and that the register does not hold. `usage` is empty where another standard leads here.
    """

    id: str
    through: tuple[str, ...]
    editions: tuple[tuple[EditionUse, StandardRecord], ...]
    usage: tuple[Usage, ...]
    unregistered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A standard that the catalogue's own lines cite, by its printed short name; `id` is empty if unregistered."""

    name: str
    id: str
    elements: int


@dataclass(frozen=True, slots=True)
class RungCount:
    """What an edition brought of that which is mapped: a dated statement counts at the latest edition it needs."""

    edition: str
    count: Count


@dataclass(frozen=True, slots=True)
class EditionNeed:
    """Which edition of a ladder a device needs for what is mapped of it over a protocol, or proposed.

    `must_meet` are the editions that the workspace says; `ordered` is whether one of them is of this
    ladder: of another one nothing can be told here. `lowest` is the lowest edition that holds everything of
    which an edition is recorded; empty if there is none, or nothing is recorded. `forcing` are the elements
    (or protocol fields) that need it, by name. `not_recorded` counts the statements whose attribute, method
    or command no table dates; they are at no rung.
    """

    device: str
    protocol: str
    proposed: bool
    ladder: str
    must_meet: tuple[str, ...]
    ordered: bool
    lowest: str
    forcing: tuple[str, ...]
    rungs: tuple[RungCount, ...]
    not_recorded: Count


@dataclass(frozen=True, slots=True)
class Dependent:
    """A statement that depends on a draft, a proposal or a national extension; `why` lists on what.

    `element` is empty for a field of the protocol alone. `cell` is where the catalogue lists the element,
    `place` the line of the mapping.
    """

    key: str
    device: str
    protocol: str
    kinds: tuple[str, ...]
    why: tuple[str, ...]
    element: str
    item: str
    row: int | None
    cell: str
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class Dependence:
    """How many of a device's elements and statements over a protocol depend on one kind of thing."""

    device: str
    protocol: str
    kind: str
    count: Count


class Outcome(StrEnum):
    """How a test comes out; it passes only when every part of it does."""

    PASS = "pass"  # noqa: S105  (the outcome of a test, no password)
    FAIL = "fail"
    UNTOLD = "cannot be told"
    NO_DATE = "no date set"
    NO_HOME = "no home protocol set"


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """What a test says of one device or standard, and why; `details` are what the reason rests on, one by one."""

    subject: str
    outcome: Outcome
    reason: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of the consultation's tests."""

    name: str
    outcome: Outcome
    parts: tuple[VerdictPart, ...]


@dataclass(frozen=True, slots=True)
class StandardsReport:
    """The whole report.

    `unaddressed` counts statements whose home is an alert or a message: they rest on no dictionary.
    `others` are the ids of registered standards to which neither a statement nor the catalogue leads.
    """

    name: str
    title: str
    edition: str
    digest: str
    standards: tuple[StandardUse, ...]
    others: tuple[str, ...]
    citations: tuple[Citation, ...]
    needs: tuple[EditionNeed, ...]
    dependence: tuple[Dependence, ...]
    dependents: tuple[Dependent, ...]
    tests: tuple[Verdict, ...]
    unaddressed: Count
    schema_version: int = SCHEMA_VERSION

    @property
    def failed(self) -> bool:
        """Return whether a test fails."""
        return any(verdict.outcome is Outcome.FAIL for verdict in self.tests)
