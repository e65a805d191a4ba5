"""The gap report as a record: what is said, what is not, and out of how many.

Both forms of the report and the site's page are written from this one record, so they cannot
disagree. What nobody recorded reads `NOT_RECORDED`; it is never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from metermap.core.render import counted
from metermap.mappings.model import State

__all__ = [
    "NOT_RECORDED",
    "SCHEMA_VERSION",
    "Column",
    "ErratumNote",
    "FindingCount",
    "Gap",
    "GapReport",
    "Parity",
    "ParityElement",
    "Proposal",
    "ProtocolField",
    "StatementCounts",
]

SCHEMA_VERSION = 0
NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """What stands behind a column's statements.

    `elements`, `protocol_fields`, `gaps` and `proposals` add up to `total`; `constants` counts
    those among them whose field always holds one value.
    """

    total: int
    elements: int
    protocol_fields: int
    gaps: int
    proposals: int
    constants: int


@dataclass(frozen=True, slots=True)
class Column:
    """A device over a protocol: the counts, each out of `elements`.

    `carrier` says that the device's catalogue elements must travel by this protocol. `reason` is
    why the device does not speak it, empty where it does.
    """

    device: str
    title: str
    protocol: str
    route: str
    carrier: bool
    reason: str
    elements: int
    mapped: int
    unaddressed: int
    no_home: int
    not_applicable: int
    proposed: int
    undecided: int
    statements: StatementCounts

    def count(self, state: State) -> int:
        """Return how many of the column's elements are in `state`."""
        counts = {
            State.MAPPED: self.mapped,
            State.UNADDRESSED: self.unaddressed,
            State.NO_HOME: self.no_home,
            State.NOT_APPLICABLE: self.not_applicable,
            State.PROPOSED: self.proposed,
            State.UNDECIDED: self.undecided,
        }
        return counts.get(state, 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """An element that a protocol is not known to carry: unaddressed, no home, or undecided.

    `cell` is where the catalogue lists the element. `home` is what the mapping names all the same,
    such as an alert; `statement` is the line where it speaks. Both are empty for an undecided one.
    """

    element: str
    item: str
    path: str
    row: int | None
    cell: str
    device: str
    protocol: str
    state: State
    reason: str
    owner: str
    decision: str
    home: str
    statement: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that nobody has reviewed, never counted as mapped."""

    key: str
    element: str
    item: str
    path: str
    row: int | None
    device: str
    protocol: str
    address: str
    type: str
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class ProtocolField:
    """A field of the protocol alone: the catalogue has nothing that it would carry."""

    key: str
    row: int | None
    item: str
    device: str
    protocol: str
    address: str
    type: str
    value: str
    place: str


@dataclass(frozen=True, slots=True)
class ParityElement:
    """An element carried on one side, or on both.

    `listed` says whether the catalogue lists it for a device of the other side, so that its
    absence there is a question and not a matter of course.
    """

    element: str
    item: str
    row: int | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Parity:
    """Two devices' sides by side: one catalogue line over two protocols, on two devices.

    `left` and `right` are protocols; the devices are those whose carrier each is.
    """

    left: str
    right: str
    left_devices: tuple[str, ...]
    right_devices: tuple[str, ...]
    both: tuple[ParityElement, ...]
    only_left: tuple[ParityElement, ...]
    only_right: tuple[ParityElement, ...]


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How often a code was found; `example` is the first finding's text."""

    code: str
    severity: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class ErratumNote:
    """A correction of the catalogue, and what became of it. `line` is what the corrected line is called."""

    key: str
    line: str
    field: str
    old: str
    new: str
    reason: str
    reference: str
    editions: str
    outcome: str
    cell: str


@dataclass(frozen=True, slots=True)
class GapReport:
    """The whole report. Entries are in the order of devices, protocols and catalogue lines.

    `items` and `elements` count everything; `home_items` and `home_elements` are the part of it
    that is known in the home only.
    """

    name: str
    title: str
    edition: str
    digest: str
    items: int
    elements: int
    home_items: int
    home_elements: int
    columns: tuple[Column, ...]
    gaps: tuple[Gap, ...]
    proposals: tuple[Proposal, ...]
    protocol_fields: tuple[ProtocolField, ...]
    parity: tuple[Parity, ...]
    findings: tuple[FindingCount, ...]
    errata: tuple[ErratumNote, ...] = ()
    schema_version: int = SCHEMA_VERSION

    @property
    def extent(self) -> str:
        """Return in words how much the catalogue holds, what is known in the home only apart."""
        items, elements = self.items - self.home_items, self.elements - self.home_elements
        listed = f"{counted(items, 'data item')} with {counted(elements, 'element')}"
        if not self.home_elements:
            return listed
        more = f"{counted(self.home_elements, 'more element')} known in the home only"
        total = f"{counted(self.items, 'item')} with {counted(self.elements, 'element')} in all"
        return f"{listed}, and {more}: {total}"
