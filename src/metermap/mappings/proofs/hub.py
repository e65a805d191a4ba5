"""What a hub translates: a value read from one wire, in the catalogue's terms, and written to another.

Two translations matter. An electricity meter speaks DLMS to the outside and Smart Energy in the home; the hub's
gas proxy mirrors a gas meter, which sleeps. Which field answers to which is told by the mapping where both wires
carry one element, by the catalogue where it lists an item of the home with rows, and else only by parity: the
gas meter carries the element so. What parity gives is a candidate that nobody has reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, SepAddress
from metermap.core.suggest import normal
from metermap.mappings.model import Role
from metermap.mappings.proofs.composed import compose
from metermap.mappings.proofs.stated import Sort
from metermap.mappings.proofs.verdicts import Proof, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metermap.catalogue.model import Catalogue
    from metermap.mappings.model import Statement
    from metermap.mappings.proofs.prove import Prover

__all__ = ["HUBS", "Basis", "Hub", "Translation", "translations"]


class Basis(StrEnum):
    """What says that two fields hold the same."""

    ELEMENT = "one element"
    ITEM = "item of the home"
    PARITY = "parity, unreviewed"
    NONE = "nothing"


@dataclass(frozen=True, slots=True)
class Translation:
    """A value that a hub hands on: from the field of `source` to that of `target`, both keys of statements.

    `source` is empty where nothing says which element of the meter it is; `target` of a candidate by parity is
    the statement of the other device that carries the element so. `proof` has the verdict.
    """

    source: str
    target: str
    element: str
    basis: Basis
    proof: Proof


@dataclass(frozen=True, slots=True)
class Hub:
    """A pair of wires: the meter's, by device and protocol, and the home's; `like` is the device of the candidates."""

    name: str
    meter: tuple[str, str]
    home: tuple[str, str]
    like: tuple[str, str]


HUBS: Final = (
    Hub("ESME over DLMS to ESME over Smart Energy", ("ESME", "dlms"), ("ESME", "sep"), ("GSME", "sep")),
    Hub("GSME to its mirror, the GPF", ("GSME", "sep"), ("GPF", "sep"), ("GSME", "sep")),
)
"""The translations of Great Britain's communications hub. A workspace without these devices has none."""


def translations(
    hub: Hub, catalogue: Catalogue, statements: tuple[Statement, ...], prover: Prover
) -> tuple[Translation, ...]:
    """Return what a hub hands on: first what the home's statements need, then the candidates by parity."""
    wires = {wire: [one for one in statements if _is_on(one, wire)] for wire in (hub.meter, hub.home, hub.like)}
    meter = _Meter(wires[hub.meter], _rows_by_item(catalogue, hub.meter[0]))
    needed = [found for target in wires[hub.home] for found in _needed(target, meter, prover)]
    done = {made.source for made in needed}
    candidates = _candidates([one for one in wires[hub.meter] if one.key not in done], wires[hub.like], prover)
    return (*needed, *candidates)


class _Meter:
    """The statements of the meter by element and by row, and the rows of the catalogue's items by name."""

    def __init__(self, statements: list[Statement], rows: dict[str, set[int]]) -> None:
        self.rows = rows
        self.by_element: dict[str, list[Statement]] = {}
        self.by_row: dict[int, list[Statement]] = {}
        for statement in statements:
            self.by_element.setdefault(statement.element, []).append(statement)
            if statement.row is not None:
                self.by_row.setdefault(statement.row, []).append(statement)


def _rows_by_item(catalogue: Catalogue, device: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for fact in catalogue.items:
        if fact.rows and fact.device.value.split(" ")[0] == device:
            found.setdefault(normal(fact.item.value), set()).update(fact.rows)
    return found


def _is_on(statement: Statement, wire: tuple[str, str]) -> bool:
    return (statement.device, statement.protocol) == wire and statement.role is Role.ELEMENT


def _needed(target: Statement, meter: _Meter, prover: Prover) -> Iterator[Translation]:
    """Yield where the value of a field in the home comes from."""
    if prover.stated(target).sort is Sort.METHOD:
        return
    basis, sources = Basis.ELEMENT, meter.by_element.get(target.element, [])
    if not sources:
        basis, sources = Basis.ITEM, _of_item(target, meter, prover)
    for source in sources:
        yield Translation(source.key, target.key, target.element, basis, compose(source, target, prover))
    if not sources:
        nothing = Proof(target.key, Verdict.UNDECIDED, reasons=(Reason.NO_COUNTERPART,))
        yield Translation("", target.key, target.element, Basis.NONE, nothing)


def _of_item(target: Statement, meter: _Meter, prover: Prover) -> list[Statement]:
    """Return the statements of the rows that the catalogue lists for an item of that name, values alone."""
    rows = sorted(meter.rows.get(normal(target.item), ()))
    return [one for row in rows for one in meter.by_row.get(row, ()) if not one.value and _is_current(one, prover)]


def _is_current(statement: Statement, prover: Prover) -> bool:
    """Whether a statement is about the value in force: no method, nothing of the next value or a log."""
    return prover.stated(statement).sort is not Sort.METHOD and "Next" not in statement.element


def _candidates(meter: list[Statement], like: list[Statement], prover: Prover) -> Iterator[Translation]:
    by_element: dict[str, list[Statement]] = {}
    for one in like:
        if isinstance(one.address, SepAddress) and one.address.access is Access.ATTRIBUTE:
            by_element.setdefault(one.element, []).append(one)
    for source in meter:
        homes = by_element.get(source.element, [])
        same = [one for one in homes if str(one.address) == str(source.address)]
        target = next(iter((*same, *homes)), None)
        if target is not None and not source.value and _is_current(source, prover) and _is_readable(source):
            proof = compose(source, target, prover)
            yield Translation(source.key, target.key, source.element, Basis.PARITY, proof)


def _is_readable(statement: Statement) -> bool:
    return statement.address is not None and getattr(statement.address, "access", None) is Access.ATTRIBUTE
