"""Further parts of the gap report's record: parity, the hub's view, standards, security, what would decide proofs."""

from __future__ import annotations

from dataclasses import dataclass

from metermap.codegen.gap_report.counts import Tally
from metermap.mappings.standing import Standing

__all__ = [
    "HubCount",
    "HubValue",
    "HubView",
    "Parity",
    "ParityElement",
    "ParityLine",
    "ParitySide",
    "ProofReason",
    "RoleCount",
    "Security",
    "SecurityColumn",
    "SensitiveElement",
    "StandardLine",
    "StandardUsage",
]


@dataclass(frozen=True, slots=True)
class ParityElement:
    """An element carried on one side, or on both.

    `listed` says whether the other device's carrier is asked about it too, since the catalogue lists it for both, so
    that its absence there is a question and not a matter of course.
    """

    element: str
    item: str
    row: int | None
    listed: bool


@dataclass(frozen=True, slots=True)
class ParitySide:
    """How one device stands to an element over its carrier; `addresses` are those of firm statements."""

    device: str
    protocol: str
    standing: Standing
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParityLine:
    """An element that the catalogue lists for both devices: how it travels here and there."""

    element: str
    item: str
    path: str
    row: int | None
    left: ParitySide
    right: ParitySide


@dataclass(frozen=True, slots=True)
class Parity:
    """Two devices side by side: the lines of the catalogue over two protocols.

    `left` and `right` are the protocols, which are the carriers of the devices and not the same. `lines` are the
    elements that both carriers are asked about, in the order of the catalogue.
    """

    left: str
    right: str
    left_device: str
    right_device: str
    both: tuple[ParityElement, ...]
    only_left: tuple[ParityElement, ...]
    only_right: tuple[ParityElement, ...]
    lines: tuple[ParityLine, ...]


@dataclass(frozen=True, slots=True)
class HubCount:
    """How many values a hub hands on by one basis, by verdict; they add up to `values`."""

    basis: str
    values: int
    lossless: int
    broken: int
    undecided: int


@dataclass(frozen=True, slots=True)
class HubValue:
    """One value that a hub hands on, from the address on the meter to that in the home.

    `basis` is what says that both hold the same. `source` is empty where nothing says where the value comes from.
    `value` and `why` are the value that does not survive, where one is known; `reasons` are why nothing is
    decided. `source_statement` and `target_statement` are lines of the mapping.
    """

    element: str
    item: str
    source: str
    target: str
    basis: str
    verdict: str
    value: str
    why: str
    reasons: tuple[str, ...]
    source_statement: str
    target_statement: str


@dataclass(frozen=True, slots=True)
class HubView:
    """What the hub mirrors or translates: one pair of wires, each a device and a protocol.

    Of the `held` elements with a value on the meter's wire, `left` are taken by nothing in the home.
    """

    name: str
    meter: tuple[str, str]
    home: tuple[str, str]
    held: int
    left: int
    counts: tuple[HubCount, ...]
    values: tuple[HubValue, ...]


@dataclass(frozen=True, slots=True)
class StandardUsage:
    """How many of a device's `elements` over a protocol rest on a standard, out of the `total` asked about."""

    device: str
    protocol: str
    elements: int
    total: int


@dataclass(frozen=True, slots=True)
class StandardLine:
    """An edition of a standard on which elements rest or may rest, and whose recognition is not recorded.

    `use` is what the edition is to the mapping: ``required``, ``lowest``, ``only`` or ``possible`` (nobody
    recorded which of several). `standing` is that of its recognition: ``unreviewed`` where nobody recorded
    any, ``none known``, ``not recognised``, ``in process``, or ``not in the register``. `status` is that of the
    edition itself, such as ``withdrawn`` or ``draft``, empty where none is recorded. `recognition` and `basis`
    are as printed by their source.
    """

    standard: str
    title: str
    body: str
    edition: str
    use: str
    standing: str
    status: str
    recognition: str
    basis: str
    through: tuple[str, ...]
    usage: tuple[StandardUsage, ...]


@dataclass(frozen=True, slots=True)
class SecurityColumn:
    """The sensitive elements of a device over a protocol, by standing, and where their protection ends.

    `protection` is said of the route; `route` is empty where the device does not speak the protocol.
    """

    device: str
    protocol: str
    route: str
    protection: str
    sensitive: Tally
    elements: int


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many sensitive elements of a device over a protocol a role may read or update, by use cases.

    Out of `of`: the sensitive elements that have a use case there. `restricted` counts those among them for which
    the mapping admits fewer roles than the catalogue lists, and this one is among the admitted.
    """

    device: str
    protocol: str
    role: str
    reads: int
    updates: int
    of: int
    restricted: int


@dataclass(frozen=True, slots=True)
class SensitiveElement:
    """A sensitive element of a device over a protocol: the roles of its use cases, reading and updating apart."""

    element: str
    item: str
    path: str
    row: int | None
    cell: str
    device: str
    protocol: str
    route: str
    standing: Standing
    use_cases: tuple[str, ...]
    readers: tuple[str, ...]
    updaters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Security:
    """Sensitive elements: counts by column and role, and each of them."""

    columns: tuple[SecurityColumn, ...]
    roles: tuple[RoleCount, ...]
    elements: tuple[SensitiveElement, ...]


@dataclass(frozen=True, slots=True)
class ProofReason:
    """Why proofs are undecided: how many statements and elements, and who could decide. See the report on proofs.

    `homes` counts those of the elements whose standing is carried: it has a home, and this leaves it without a
    verdict. The others are only named or proposed, or a value of theirs is known to break.
    """

    name: str
    meaning: str
    statements: int
    elements: int
    homes: int
    decided_by: str
