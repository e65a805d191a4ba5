"""What makes a raw value of Smart Energy a quantity: attributes beside it that scale and format it.

In the table a name alone is an attribute of the same cluster, ``0x0700/Currency`` one of another,
``=V`` a unit that is always so, and ``10^HarmonicCurrentMultiplier`` an exponent of ten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from metermap.core.addresses import Side
from metermap.protocols import codes
from metermap.protocols.tables import Table, number

__all__ = [
    "MIRROR",
    "OCTET_LAYOUTS",
    "RECEIVED",
    "SCALING",
    "MirrorRole",
    "OctetPart",
    "Reference",
    "Scaling",
    "read_mirror",
    "read_octet_layouts",
    "read_received",
    "read_scaling",
]

SCALING: Final = (
    "cluster",
    "side",
    "attributes",
    "multiplier",
    "divisor",
    "unit",
    "formatting",
    "trailing_digits",
    "confidence",
    "basis",
)
OCTET_LAYOUTS: Final = ("layout", "low", "high", "meaning", "basis")
MIRROR: Final = ("cluster", "side", "kind", "id", "role", "basis")
RECEIVED: Final = ("cluster", "side", "delivered", "received", "basis")

_CONSTANT: Final = "="
_EXPONENT: Final = "10^"
_KINDS: Final = frozenset({"attribute", "command"})

Key = tuple[int, Side, int]
"""Cluster id, side, attribute id."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An attribute by name, in its cluster; or (`constant`) what is always so. `exponent`: the power of ten."""

    cluster: int
    name: str
    constant: bool = False
    exponent: bool = False

    def __str__(self) -> str:
        return f"10^{self.name}" if self.exponent else self.name


@dataclass(frozen=True, slots=True)
class Scaling:
    """The attributes that scale a value: value x multiplier / divisor, in `unit`, shown by `formatting`.

    `trailing_digits` names the attribute whose high bits count the digits behind the decimal point.
    None where no source names one. `confidence`: high if several sources say so, medium if one does,
    low if it follows from names alone. `basis` names the sources.
    """

    multiplier: Reference | None
    divisor: Reference | None
    unit: Reference | None
    formatting: Reference | None
    trailing_digits: Reference | None
    confidence: str
    basis: str

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return all that are named."""
        all_of_them = (self.multiplier, self.divisor, self.unit, self.formatting, self.trailing_digits)
        return tuple(each for each in all_of_them if each is not None)


@dataclass(frozen=True, slots=True)
class OctetPart:
    """Bits `low` to `high` of an octet that formats numbers."""

    layout: str
    low: int
    high: int
    meaning: str
    basis: str


@dataclass(frozen=True, slots=True)
class MirrorRole:
    """What an attribute or command is for where a hub holds the data of a sleeping meter."""

    cluster: int
    side: Side
    kind: str
    id: int
    role: str
    basis: str


def read_scaling(table: Table) -> dict[Key, Scaling]:
    """Return what scales each attribute, by cluster, side and attribute id."""
    found: dict[Key, Scaling] = {}
    for line, (cluster, side, attributes, *references, confidence, basis) in table:
        key = _key(table, line, cluster, side)
        if key is None:
            continue
        multiplier, divisor, unit, formatting, digits = (_reference(key[0], text) for text in references)
        scaling = Scaling(multiplier, divisor, unit, formatting, digits, confidence, basis)
        for id_ in _ids(table, line, "attributes", attributes):
            if (*key, id_) in found:
                table.report(codes.DUPLICATE, line, f"0x{id_:04X} stands here twice", column="attributes")
            found[*key, id_] = scaling
    return found


def _key(table: Table, line: int, cluster: str, side: str) -> tuple[int, Side] | None:
    id_ = table.required(line, "cluster", cluster)
    if side not in tuple(Side):
        table.report(codes.BAD_CELL, line, f"{side!r} is no side", column="side", expected="server or client")
        return None
    return (id_, Side(side)) if id_ is not None else None


def _ids(table: Table, line: int, column: str, text: str) -> Iterable[int]:
    for piece in text.split():
        low, _, high = piece.partition("-")
        first, last = number(low), number(high or low)
        if first is None or last is None or first > last:
            table.report(codes.BAD_CELL, line, f"{piece!r} is no id or range of ids", column=column)
        else:
            yield from range(first, last + 1)


def _reference(cluster: int, text: str) -> Reference | None:
    if not text:
        return None
    if text.startswith(_CONSTANT):
        return Reference(cluster, text.removeprefix(_CONSTANT), constant=True)
    other, slash, name = text.rpartition("/")
    owner = number(other) if slash else None
    return Reference(cluster if owner is None else owner, name.removeprefix(_EXPONENT), exponent=_EXPONENT in name)


def read_octet_layouts(table: Table) -> tuple[OctetPart, ...]:
    """Return the bits of the octets that format numbers."""
    found = []
    for line, (layout, low, high, meaning, basis) in table:
        first, last = table.required(line, "low", low), table.required(line, "high", high)
        if first is not None and last is not None:
            found.append(OctetPart(layout, first, last, meaning, basis))
    return tuple(found)


def read_mirror(table: Table) -> tuple[MirrorRole, ...]:
    """Return the attributes and commands that mirroring is done with."""
    found = []
    for line, (cluster, side, kind, id_, role, basis) in table:
        key, member = _key(table, line, cluster, side), table.required(line, "id", id_)
        if kind not in _KINDS:
            table.report(codes.BAD_CELL, line, f"{kind!r} is neither attribute nor command", column="kind")
        elif key is not None and member is not None:
            found.append(MirrorRole(*key, kind, member, role, basis))
    return tuple(found)


def read_received(table: Table) -> dict[Key, Key]:
    """Return for each delivered attribute the received one, where their names do not tell."""
    found: dict[Key, Key] = {}
    for line, (cluster, side, delivered, received, _) in table:
        key = _key(table, line, cluster, side)
        if key is None:
            continue
        first = tuple(_ids(table, line, "delivered", delivered))
        second = tuple(_ids(table, line, "received", received))
        if len(first) != len(second):
            table.report(codes.BAD_CELL, line, f"{delivered} and {received} have not as many ids", column="received")
        else:
            found.update({(*key, one): (*key, other) for one, other in zip(first, second, strict=True)})
    return found
