"""The resolved model: what was said, with every name looked up. Frozen border, see docs/decisions.

It is the input of all generators, and what is released as JSON (schema version 0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from metermap.catalogue.model import Catalogue, Element
from metermap.core.addresses import Address, DlmsAddress, SepAddress
from metermap.core.findings import Finding
from metermap.core.places import TextPlace
from metermap.core.types import TypeDescriptor

if TYPE_CHECKING:
    from metermap.mappings.proofs.verdicts import Proof
    from metermap.mappings.results.record import TestResult
    from metermap.mappings.standing import Standing

__all__ = [
    "SCHEMA_VERSION",
    "Allowance",
    "Coverage",
    "Device",
    "EditionModel",
    "ResolvedModel",
    "Role",
    "Source",
    "State",
    "Statement",
]

SCHEMA_VERSION = 0


class Role(StrEnum):
    """What stands behind a statement."""

    ELEMENT = "element"  # for an element of the catalogue
    PROTOCOL = "protocol"  # for a field of the protocol alone, to which nothing in the catalogue answers
    GAP = "gap"  # says that an element is carried nowhere


class State(StrEnum):
    """What can be said of an element of a device over a protocol."""

    MAPPED = "mapped"
    UNADDRESSED = "unaddressed"  # a statement, but the source specifies no address
    PLANNED = "planned"
    NO_HOME = "no home"
    NOT_APPLICABLE = "not applicable"
    PROPOSED = "proposed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings that a mapping file allows, by an `allow`: their codes as written, and the reason.

    `place` is that of the `allow`. It holds for findings from `begins` to `ends`, in the file of
    `begins`; None is the end of that file. Both lie in the file that the `allow` stands in.
    """

    codes: tuple[str, ...]
    reason: str
    place: TextPlace
    begins: TextPlace
    ends: TextPlace | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """How one element of one device (or one protocol field) is carried by one protocol.

    `key` is unique in the model and stable while the statement says the same. `row` is the
    printed row the statement is tied to. `element` is the catalogue element's id, empty for a
    protocol field. `type` is what the mapping states, or else what the dictionary says;
    `dictionary_type` is the dictionary's own. `value` is the constant the field always holds,
    as written. `conversion` is the expression over our names where the value is computed.
    `status` is as recorded (``unreviewed`` where nothing is); proposed and planned ones are
    never counted as mapped. `relation` is what the record of a review states, empty where none
    does; `record` is that record. `roles` are use cases of `use_cases` that fewer roles may send
    than the catalogue lists for them, each with those roles. `allows` are the clauses `allow` that
    hold for the statement, outermost first.
    """

    key: str
    row: int | None
    role: Role
    device: str
    protocol: str
    route: str
    element: str
    item: str
    address: Address | None
    type: TypeDescriptor | None
    dictionary_type: TypeDescriptor | None
    value: str
    unit: str
    status: str
    relation: str
    use_cases: tuple[str, ...]
    conditions: tuple[str, ...]
    coded: tuple[tuple[str, str], ...]
    only: str
    becomes: str
    optional: bool
    because: tuple[str, ...]
    despite: tuple[str, ...]
    since: str
    until: str
    place: TextPlace
    conversion: str = ""
    record: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    allows: tuple[Allowance, ...] = ()

    @property
    def proposed(self) -> bool:
        """Return whether the statement holds not yet: a proposal that nobody has reviewed, or a plan."""
        return self.status in {"proposed", "planned"}


@dataclass(frozen=True, slots=True)
class Device:
    """A device of the workspace.

    `protocols` maps a protocol to its route; `carrier` is the one by which the device's catalogue
    elements must be carried. `silent` gives, for a protocol the device does not speak, the stated
    reason. `editions` gives the editions of a protocol's dictionary that the device must meet, where
    any is recorded. `variants` are the names by which mapping files tell kinds of the device apart.
    """

    id: str
    title: str
    carrier: str
    protocols: tuple[tuple[str, str], ...]
    silent: tuple[tuple[str, str], ...] = ()
    editions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file the model was made from, with the SHA-256 of its bytes."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a device's elements a protocol carries. The parts add up to `elements`."""

    device: str
    protocol: str
    elements: int
    mapped: int
    unaddressed: int
    planned: int
    no_home: int
    not_applicable: int
    proposed: int
    undecided: int


@dataclass(frozen=True)
class ResolvedModel:
    """Everything that generators, reports and the site are made from.

    `allows` are all that the mapping files allow, clauses and sentences, in the order of the files.
    `proofs` are the value proofs of the statements that carry an element, in their order. `results` are what
    laboratories found, in the order of files and rows; `metermap.mappings.results.tested` counts them.
    """

    name: str
    title: str
    edition: str
    catalogue: Catalogue
    devices: tuple[Device, ...]
    statements: tuple[Statement, ...]
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]
    digest: str
    schema_version: int = SCHEMA_VERSION
    allows: tuple[Allowance, ...] = ()
    proofs: tuple[Proof, ...] = ()
    results: tuple[TestResult, ...] = ()

    @cached_property
    def proof_by_key(self) -> dict[str, Proof]:
        """Return the value proofs by the key of their statement; protocol fields and gaps have none."""
        return {proof.key: proof for proof in self.proofs}

    @cached_property
    def statements_by_element(self) -> dict[str, tuple[Statement, ...]]:
        """Return the statements that carry each element, by element id."""
        grouped: dict[str, list[Statement]] = {}
        for statement in self.statements:
            if statement.element:
                grouped.setdefault(statement.element, []).append(statement)
        return {element: tuple(found) for element, found in grouped.items()}

    @cached_property
    def states(self) -> dict[tuple[str, str, str], State]:
        """Return the state of each (element id, device, protocol) that the workspace asks about.

        A HAN-only element is asked about over the protocols that the device speaks natively.
        """
        found: dict[tuple[str, str, str], State] = {}
        for device in self.devices:
            for protocol, route in (*device.protocols, *device.silent):
                for element in self.catalogue.elements:
                    at_home = route == "native" or not element.han_only
                    if device.id in element.devices.value and at_home:
                        found[element.id.value, device.id, protocol] = self._state(element, device, protocol)
        return found

    @cached_property
    def standings(self) -> dict[tuple[str, str, str], Standing]:
        """Return the standing of each (element id, device, protocol) that has a state: what its home is worth."""
        from metermap.mappings.standing import standings  # noqa: PLC0415  (it takes the verdicts of the proofs along)

        return standings(self)

    def _state(self, element: Element, device: Device, protocol: str) -> State:
        said = [
            statement
            for statement in self.statements_by_element.get(element.id.value, ())
            if statement.device == device.id and statement.protocol == protocol
        ]
        firm = [statement for statement in said if not statement.proposed]
        if any(isinstance(statement.address, DlmsAddress | SepAddress) for statement in firm):
            return State.MAPPED
        if any(statement.role is Role.ELEMENT for statement in firm):
            return State.UNADDRESSED
        if firm:
            return State.NO_HOME
        if said:
            return State.PLANNED if any(statement.status == "planned" for statement in said) else State.PROPOSED
        if protocol in dict(device.silent):
            return State.NOT_APPLICABLE
        return State.UNDECIDED

    @cached_property
    def by_object(self) -> dict[str, tuple[Statement, ...]]:
        """Return the statements by COSEM object (``3/1-0:2.8.0.255``) or cluster (``0x0702``)."""
        grouped: dict[str, list[Statement]] = {}
        for statement in self.statements:
            match statement.address:
                case DlmsAddress() as address:
                    grouped.setdefault(address.object, []).append(statement)
                case SepAddress() as address:
                    grouped.setdefault(f"0x{address.cluster_id:04X}", []).append(statement)
                case _:
                    pass
        return {key: tuple(found) for key, found in sorted(grouped.items())}


@dataclass(frozen=True, slots=True)
class EditionModel:
    """Another edition of catalogue and mapping that a workspace keeps alive beside the one that is worked on.

    `label` is its name as a path may have it. `date` and `source` are empty if they are not recorded. Of a `partial`
    edition only part is recorded: the statements in `own`, by key, and the elements in `recorded`, by id. All else of
    its `model` is taken from the edition that is worked on, and nothing says that it was so. Of a whole edition all
    is recorded. `named` are the names that items had then, by those that they have now.
    """

    name: str
    label: str
    date: str
    source: str
    partial: bool
    model: ResolvedModel
    own: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)

    def records(self, said: Statement) -> bool:
        """Whether the edition's record makes a statement of the model, rather than nothing saying that it was so."""
        return not self.partial or said.key in self.own
