"""A protocol implementation conformance statement as a record: all its forms are written from it.

What nobody recorded is an empty text here, and reads "not recorded" where people read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json

__all__ = [
    "NOT_RECORDED",
    "SCHEMA_VERSION",
    "Asked",
    "CaseCounts",
    "Conformance",
    "Edition",
    "Item",
    "Listed",
    "Member",
    "Presence",
    "Service",
    "Statement",
    "TestCase",
    "Why",
]

SCHEMA_VERSION = 0
NOT_RECORDED = "not recorded"


class Presence(StrEnum):
    """Whether an implementation must have something, as far as a source says."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"
    NOT_RECORDED = "not recorded"


class Service(StrEnum):
    """What the stimulus of a test case is."""

    GET = "GET"
    SET = "SET"
    ACTION = "ACTION"
    READ_ATTRIBUTES = "Read Attributes"
    WRITE_ATTRIBUTES = "Write Attributes"
    COMMAND = "cluster command"
    NONE = "none"


class Why(StrEnum):
    """Why a test case lacks octets, or a value in them."""

    NAMED = "an alert or a message, whose octets no source states"
    NO_LAYOUT = "no source states the octets"
    ORDER = "no source records the order of the columns or members"
    NO_VECTOR = "no vector is of this type, and none of its parts"
    NOT_REACHED = "the octets of the vector have no such element"
    CONSTANT = "a value that the mapping fixes cannot be written in octets of the type"
    PROTECTED = "it is read through a data protection object, whose keys the mapping does not have"
    NO_REQUEST = "the mapping records no request that this answers"
    NO_REPLY = "the mapping records no answer to this command"
    NO_ROOM = "the address has a number that the messages of the protocol have no room for"
    NEITHER = "the catalogue does not say whether the use case reads or updates"


@dataclass(frozen=True, slots=True)
class TestCase:
    """What one statement carries in one use case, as a laboratory tests it.

    `id` is made of the use case and the statement's key. `exchange` names the messages: cases of one exchange are
    tested with one stimulus. `stimulus` is what the tester sends and `expected` what the implementation sends; empty
    where `why` says so. `carried_in` is which of them has the `value`, in the notation of the vectors; `value` is
    None where there is none. `own` tells that octets are composed or changed by metermap; `vectors` are those that
    it started from, `fixed` the places where another value stands instead of theirs: one of the mapping, one that the
    other message has, or zero in reserved bits.
    """

    __test__ = False  # no class of tests, whatever its name begins with

    id: str
    exchange: str
    device: str
    protocol: str
    use_case: str
    title: str
    use_case_cell: str
    roles: str
    element: str
    item: str
    statement: str
    address: str
    clause: str
    cell: str
    mapping: str
    presence: Presence
    condition: str
    service: Service
    stimulus: bytes
    expected: bytes
    carried_in: str
    value: Json
    vectors: tuple[str, ...]
    sources: tuple[str, ...]
    fixed: tuple[str, ...]
    own: bool
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many test cases a statement has: with both messages, with one of them, with none; and why."""

    cases: int
    both: int
    one: int
    none: int
    from_vectors: int
    own: int
    why: tuple[tuple[Why, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How many elements the catalogue gives the device, how many are mapped to a protocol, and how all stand."""

    protocol: str
    elements: int
    mapped: int
    standings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An element of the device that a protocol carries: a line that a maker fills in.

    `number` is its position in this statement; `element` is what lasts. `standing` says whether every value comes
    back. `tested` is what laboratories said. `addresses`, `use_cases` and `mapping` are those of the statements
    that carry it.
    """

    number: str
    protocol: str
    element: str
    reference: str
    category: str
    data_type: str
    standing: str
    addresses: tuple[str, ...]
    use_cases: tuple[str, ...]
    presence: Presence
    condition: str
    cell: str
    mapping: tuple[str, ...]
    tested: str


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute, method or command of an object or cluster, and what of the catalogue it carries.

    `id` is as the standard writes it. `access` is as recorded. `elements` are empty if the mapping leaves it alone.
    """

    kind: str
    id: str
    name: str
    side: str
    type: str
    access: str
    presence: Presence
    elements: tuple[str, ...]
    cells: tuple[str, ...]
    mapping: tuple[str, ...]
    use_cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A COSEM object, or a cluster: `id` is the logical name or the cluster's number.

    `class_id` and `version` are None of a cluster; `version` is the latest that the dictionary knows.
    """

    id: str
    name: str
    class_id: int | None
    version: int | None
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a standard that the mapping of the device rests on, by the register of standards."""

    standard: str
    title: str
    edition: str
    date: str
    status: str
    use: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of one device."""

    device: str
    title: str
    protocols: tuple[tuple[str, str], ...]
    editions: tuple[Edition, ...]
    asked: tuple[Asked, ...]
    items: tuple[Item, ...]
    objects: tuple[Listed, ...]
    clusters: tuple[Listed, ...]
    cases: tuple[TestCase, ...]

    @property
    def counts(self) -> CaseCounts:
        """Return how many test cases there are, and why some lack octets."""
        return _counted(self.cases)


def _counted(cases: Iterable[TestCase]) -> CaseCounts:
    those = tuple(cases)
    messages = [(bool(case.stimulus), bool(case.expected)) for case in those]
    reasons = Counter(why for case in those for why in case.why)
    with_octets = [case for case in those if case.stimulus or case.expected]
    return CaseCounts(
        len(those),
        sum(all(each) for each in messages),
        sum(any(each) and not all(each) for each in messages),
        sum(not any(each) for each in messages),
        sum(bool(case.vectors) and not case.own for case in with_octets),
        sum(case.own for case in with_octets),
        tuple((why, reasons[why]) for why in Why if reasons[why]),
    )


@dataclass(frozen=True, slots=True)
class Conformance:
    """The statements of a workspace's devices, in the order of metermap.toml."""

    name: str
    title: str
    edition: str
    digest: str
    statements: tuple[Statement, ...]
    schema_version: int = SCHEMA_VERSION
