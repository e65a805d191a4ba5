"""The record of the report on value proofs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "SCHEMA_VERSION",
    "BrokenLine",
    "Counted",
    "HubCount",
    "HubLine",
    "HubReport",
    "ProofLine",
    "ProofReport",
    "VerdictCount",
]

SCHEMA_VERSION: Final = 0


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many statements and elements of a device over a protocol got which verdict.

    `asked` is the number of elements that the workspace asks about there, the denominator; `elements` have a proof.
    An element of several statements is broken if one is, else undecided if one is, else lossless. `proposed` of
    the statements are proposals.
    """

    device: str
    protocol: str
    asked: int
    elements: int
    lossless: int
    broken: int
    undecided: int
    statements: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A reason, an assumption or a way to break: its name, what it means, how many statements it holds for.

    `decided_by` is who could decide a reason, and the question to them.
    """

    name: str
    meaning: str
    statements: int
    elements: int
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A counter-example."""

    kind: str
    value: str
    raw: str
    why: str
    directions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """The proof of one statement; see `metermap.mappings.proofs.Proof` for what the fields say."""

    key: str
    device: str
    protocol: str
    row: int | None
    element: str
    address: str
    status: str
    verdict: str
    stated: str
    carried: str
    conversion: str
    broken: BrokenLine | None
    reasons: tuple[str, ...]
    assumptions: tuple[str, ...]
    conditional: tuple[str, ...]
    limits: str
    beyond: str
    evidence: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class HubCount:
    """How many values a hub hands on, by what says that two fields hold the same."""

    basis: str
    values: int
    lossless: int
    broken: int
    undecided: int


@dataclass(frozen=True, slots=True)
class HubLine:
    """One value that a hub hands on; `source` and `target` are keys of statements."""

    source: str
    target: str
    element: str
    basis: str
    verdict: str
    broken: BrokenLine | None
    reasons: tuple[str, ...]
    assumptions: tuple[str, ...]
    conditional: tuple[str, ...]
    limits: str


@dataclass(frozen=True, slots=True)
class HubReport:
    """A translation of a hub, from the wire of the `meter` to that of the `home`: each a device and a protocol.

    Of the `held` elements of the meter that have a value, `left` are taken by nothing in the home.
    """

    name: str
    meter: tuple[str, str]
    home: tuple[str, str]
    held: int
    left: int
    counts: tuple[HubCount, ...]
    lines: tuple[HubLine, ...]


@dataclass(frozen=True, slots=True)
class ProofReport:
    """All proofs of a workspace, counted and listed in the order of the mapping."""

    name: str
    title: str
    edition: str
    digest: str
    counts: tuple[VerdictCount, ...]
    reasons: tuple[Counted, ...]
    assumptions: tuple[Counted, ...]
    breakages: tuple[Counted, ...]
    proofs: tuple[ProofLine, ...]
    hubs: tuple[HubReport, ...]
    schema_version: int = SCHEMA_VERSION
