"""The gap report as a record: what is said, what is not, and out of how many. See docs/decisions/0029-gap-report.md.

All forms of the report and the site's pages are written from this one record, so they cannot
disagree. What nobody recorded reads `NOT_RECORDED`; it is never filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metermap.codegen.gap_report.aspects import HubView, Parity, ParityElement, ProofReason, Security, StandardLine
from metermap.codegen.gap_report.counts import Counts
from metermap.codegen.gap_report.trend_model import Trend
from metermap.core.render import counted
from metermap.mappings.model import State
from metermap.mappings.standing import HOMES, Standing

__all__ = [
    "GAPS",
    "NOT_RECORDED",
    "SCHEMA_VERSION",
    "Column",
    "ElementLine",
    "ErratumNote",
    "FindingCount",
    "Gap",
    "GapReport",
    "Limit",
    "Parity",
    "ParityElement",
    "Proposal",
    "ProtocolField",
    "SectionCounts",
    "StatementCounts",
    "state_of",
]

SCHEMA_VERSION: Final = 1
NOT_RECORDED: Final = "not recorded"

GAPS: Final = (
    Standing.LIMITED,
    Standing.UNADDRESSED,
    Standing.PLANNED,
    Standing.NO_HOME,
    Standing.PROPOSED,
    Standing.UNDECIDED,
)
"""The standings that make an element a gap. `CARRIED` is none: nothing is known against it."""


def state_of(standing: Standing) -> State:
    """Return the state of which a standing is a part."""
    return State.MAPPED if standing in HOMES else State(standing.value)


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """What stands behind a column's statements.

    `elements`, `protocol_fields`, `gaps` and `proposals` add up to `total`; `constants` counts
    those among them whose field always holds one value. Plans are among the `proposals`.
    """

    total: int
    elements: int
    protocol_fields: int
    gaps: int
    proposals: int
    constants: int


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """The counts of one section of the catalogue in a column; `section` as the catalogue heads it."""

    section: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Column:
    """A device over a protocol, by a route: the counts, each out of `counts.elements.total`.

    `route` is empty where the device does not speak the protocol, and `reason` then says why. `carrier`
    says that the device's catalogue elements must travel by this protocol. The `sections` add up to `counts`,
    in the order in which the catalogue first names them.
    """

    device: str
    title: str
    protocol: str
    route: str
    carrier: bool
    reason: str
    counts: Counts
    sections: tuple[SectionCounts, ...]
    statements: StatementCounts

    @property
    def name(self) -> str:
        """Return what a gate and a message call it: ``ESME/dlms``."""
        return f"{self.device}/{self.protocol}"

    @property
    def elements(self) -> int:
        """Return how many elements are asked about: the denominator."""
        return self.counts.elements.total

    @property
    def mapped(self) -> int:
        """Return how many elements have a home: exact, limited and carried."""
        return self.counts.elements.mapped

    @property
    def undecided(self) -> int:
        """Return of how many elements nobody has said anything."""
        return self.counts.elements.undecided

    @property
    def not_applicable(self) -> int:
        """Return how many elements the device cannot carry by a protocol that it does not speak."""
        return self.counts.elements.not_applicable

    def count(self, state: State | Standing) -> int:
        """Return how many of the column's elements are in a state, or have a standing."""
        tally = self.counts.elements
        return tally.count(state) if isinstance(state, Standing) else tally.of_state(state)


@dataclass(frozen=True, slots=True)
class ElementLine:
    """An element, once: `standings` has its standing in each column of the report, in their order.

    None means that the workspace does not ask about it there. `expanded` is how many elements it stands for,
    None where its range says no number. `clause` is what the catalogue cites, as printed.
    """

    element: str
    item: str
    path: str
    row: int | None
    cell: str
    section: str
    clause: str
    expanded: int | None
    sensitive: bool
    standings: tuple[Standing | None, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that does not come back from the wire, by one statement of an element.

    `kind` is how it breaks, `value` the value as the catalogue has it, `raw` that on the wire where it is a
    number there; `directions` are ``writing`` and ``reading``. `evidence` are the cells that the set of
    values was read from, `statement` the line of the mapping.
    """

    kind: str
    value: str
    raw: str
    why: str
    directions: tuple[str, ...]
    address: str
    evidence: tuple[str, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An element that a protocol does not carry, carries with a limit, or is not known to carry.

    `cell` is where the catalogue lists the element, `clause` what it cites as printed. `home` is what the
    mapping names, an address or an alert; `statement` is the line where it speaks and `status` its word; all
    three are empty where it says nothing. `consequences` are sentences, each read off the catalogue or the
    mapping; none if nothing follows. `proposal` is the candidate that the mapping holds. `reason`, `owner`,
    `decision`, `date` and `proposal` read `NOT_RECORDED` where nobody wrote anything. `limits` are the values
    that break, for `Standing.LIMITED` alone. `use_cases` are those of the statements that speak here.
    `carried_over` are the other protocols by which the same device carries the element. `age` is how many days before
    `GapReport.as_of` the date is, None where that is not asked, or `date` is not one day by then.
    """

    element: str
    item: str
    path: str
    row: int | None
    cell: str
    section: str
    clause: str
    device: str
    protocol: str
    route: str
    standing: Standing
    expanded: int | None
    sensitive: bool
    reason: str
    consequences: tuple[str, ...]
    proposal: str
    owner: str
    decision: str
    date: str
    home: str
    statement: str
    status: str
    use_cases: tuple[str, ...] = ()
    carried_over: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    age: int | None = None

    @property
    def dated(self) -> str:
        """Return the date with its age, where one is known."""
        return self.date if self.age is None else f"{self.date} ({counted(self.age, 'day')} old)"

    @property
    def state(self) -> State:
        """Return the state of which the standing is a part."""
        return state_of(self.standing)

    @property
    def consequence(self) -> str:
        """Return the consequences in one text, or that none is recorded."""
        return " ".join(self.consequences) or NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that holds not yet: `status` is ``proposed`` or ``planned``. Never counted as mapped."""

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
    status: str = "proposed"


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
class FindingCount:
    """How often a code was found; `example` is the first finding's text.

    `open`, `notes` (which count nowhere), `reviewed`, `suppressed` and `baseline` say what became of them and add
    up to `count`. All five are None where nobody has judged the findings yet.
    """

    code: str
    severity: str
    count: int
    example: str
    open: int | None = None
    notes: int | None = None
    reviewed: int | None = None
    suppressed: int | None = None
    baseline: int | None = None


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
    that is known in the home only. `lines` are all elements, `gaps` those that are a gap in a column.
    `standards` is None where the report on standards was not at hand; `trend` is None unless the report was
    held against an earlier one. `as_of` is the day up to which ages are counted (ISO 8601), empty where none is asked
    for.
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
    lines: tuple[ElementLine, ...]
    gaps: tuple[Gap, ...]
    proposals: tuple[Proposal, ...]
    protocol_fields: tuple[ProtocolField, ...]
    parity: tuple[Parity, ...]
    hubs: tuple[HubView, ...]
    standards: tuple[StandardLine, ...] | None
    security: Security
    proof_reasons: tuple[ProofReason, ...]
    findings: tuple[FindingCount, ...]
    errata: tuple[ErratumNote, ...] = ()
    trend: Trend | None = None
    as_of: str = ""
    schema_version: int = SCHEMA_VERSION

    @property
    def counted_up_to(self) -> str:
        """Return the sentence that says from when ages are; empty where there are none."""
        return f"Ages are counted up to {self.as_of}." if self.as_of else ""

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

    def column(self, device: str, protocol: str) -> Column | None:
        """Return the column of a device over a protocol; None if the workspace does not ask about it."""
        return next((one for one in self.columns if (one.device, one.protocol) == (device, protocol)), None)
