"""What is said at a leaf: its clauses, the record of its review, and the statement but for its device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.mappings import syntax as s
from metermap.mappings.model import Role, Statement

if TYPE_CHECKING:
    from metermap.core.addresses import Address
    from metermap.core.types import TypeDescriptor
    from metermap.mappings.leaves import Leaf
    from metermap.mappings.model import Allowance, Device

__all__ = ["NOT_YET", "RECORD", "RELATIONS", "STATUSES", "Maker", "Said", "key_of", "said_at"]

STATUSES = ("unreviewed", "proposed", "planned", "reviewed", "agreed", "decided", "disputed", "withdrawn")
"""What the record of a review may say; a withdrawn sentence is kept for the record and says nothing."""

NOT_YET = ("proposed", "planned")
"""What a sentence of such a status says holds not yet, and is never counted as mapped."""

RELATIONS = ("exact", "narrow", "broad", "close", "related")
"""How an element and its home relate: the matches of the SSSOM and SKOS vocabularies."""

RECORD = (
    "relation",
    "confidence",
    "reviewer",
    "owner",
    "date",
    "evidence",
    "source",
    "searched",
    "found",
    "question",
    "rule",
    "decision",
)
"""The entries of a review's record; `owner` is who has to act next, `date` that of the status."""


@dataclass(frozen=True, slots=True)
class Said:
    """The clauses that hold at a leaf: the nearest of each, and all of those that add up."""

    type: s.TypeName | None
    unit: s.Expression | None
    only: s.Set | None
    coded: s.Coded | None
    becomes: tuple[s.Path, s.Path] | None
    optional: bool
    status: str
    record: tuple[tuple[str, str], ...]
    since: str
    until: str
    when: tuple[s.Compared, ...]
    use_cases: tuple[s.Step, ...]
    because: tuple[str, ...]
    despite: tuple[str, ...]
    allow: tuple[s.Allow, ...]


def said_at(chain: tuple[s.Clauses, ...]) -> Said:
    """Return what the clauses from the scope inwards say together."""
    own = chain[-1]
    status = next((clauses for clauses in reversed(chain) if clauses.status), s.Clauses())
    return Said(
        own.type,
        own.unit,
        own.only,
        own.coded,
        own.becomes,
        any(clauses.optional for clauses in chain),
        status.status or "unreviewed",
        status.record,
        next((clauses.since for clauses in reversed(chain) if clauses.since), ""),
        next((clauses.until for clauses in reversed(chain) if clauses.until), ""),
        tuple(test for clauses in chain for test in clauses.when),
        tuple(step for clauses in chain for step in clauses.use_cases),
        tuple(text for clauses in chain for text in clauses.because),
        tuple(text for clauses in chain for text in clauses.despite),
        tuple(allow for clauses in chain for allow in clauses.allow),
    )


def key_of(device: str, protocol: str, what: str, row: int | None) -> str:
    """Return the key of a statement; `what` is the element's id, or item and address of a protocol field."""
    return f"{device}/{protocol}/{what}" + ("" if row is None else f"#{row}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A statement but for its device."""

    leaf: Leaf
    row: int | None
    role: Role
    element: str
    item: str
    address: Address | None
    type: TypeDescriptor | None
    dictionary_type: TypeDescriptor | None
    value: str
    unit: str
    said: Said
    use_cases: tuple[str, ...]
    conditions: tuple[str, ...]
    coded: tuple[tuple[str, str], ...]
    only: str
    becomes: str
    conversion: str
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    allows: tuple[Allowance, ...]

    def __call__(self, device: Device) -> Statement:
        """Return the statement for a device."""
        scope, said = self.leaf.scope, self.said
        variants = dict(scope.variants).get(device.id, ())
        conditions = (f"variant = {' | '.join(variants)}", *self.conditions) if variants else self.conditions
        what = self.element or f"{self.item} {self.address}"
        return Statement(
            key=key_of(device.id, scope.protocol, what, self.row),
            row=self.row,
            role=self.role,
            device=device.id,
            protocol=scope.protocol,
            route=scope.route or dict(device.protocols).get(scope.protocol, ""),
            element=self.element,
            item=self.item,
            address=self.address,
            type=self.type,
            dictionary_type=self.dictionary_type,
            value=self.value,
            unit=self.unit,
            status=said.status,
            relation=dict(said.record).get("relation", ""),
            use_cases=self.use_cases,
            conditions=conditions,
            coded=self.coded,
            only=self.only,
            becomes=self.becomes,
            optional=said.optional,
            because=said.because,
            despite=said.despite,
            since=said.since,
            until=said.until,
            place=self.leaf.place,
            conversion=self.conversion,
            record=said.record,
            roles=self.roles,
            allows=self.allows,
        )
