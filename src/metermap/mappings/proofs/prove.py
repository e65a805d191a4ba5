"""The value proof of each statement: what the catalogue allows, what the wire carries, and what lies between."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metermap.core.numbers import whole_number
from metermap.core.types import Kind, TypeDescriptor
from metermap.mappings.model import Role
from metermap.mappings.proofs.carried import MOST_PARTS, Form, allowed_of, carried_of, signed
from metermap.mappings.proofs.moments import prove_moment
from metermap.mappings.proofs.names import prove_names, prove_table
from metermap.mappings.proofs.numbers import broken_number, prove_number, prove_restriction
from metermap.mappings.proofs.scaling import Scale, Scales
from metermap.mappings.proofs.sets import numbers
from metermap.mappings.proofs.stated import Sort, Stated, StatedSets
from metermap.mappings.proofs.strings import prove_string
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Proof, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metermap.catalogue.model import Catalogue
    from metermap.core.places import Place
    from metermap.mappings.model import Statement
    from metermap.mappings.proofs.carried import Carried
    from metermap.protocols import Dictionaries

__all__ = ["Prover", "prove"]

_COMPOSED: Final = frozenset({Kind.STRUCTURE, Kind.ARRAY, Kind.CHOICE, Kind.ANY, Kind.NULL})
_HEXADECIMAL: Final = re.compile(r"0x([0-9A-Fa-f]*)")
_NO_SCALE: Final = Scale(None)


def prove(catalogue: Catalogue, dictionaries: Dictionaries, statements: tuple[Statement, ...]) -> tuple[Proof, ...]:
    """Return the proof of each statement that carries an element, in their order."""
    prover = Prover(catalogue, dictionaries, statements)
    return tuple(prover.proof(statement) for statement in statements if statement.role is Role.ELEMENT)


class Prover:
    """Proves statements of one model."""

    def __init__(self, catalogue: Catalogue, dictionaries: Dictionaries, statements: Iterable[Statement]) -> None:
        """Keep what proofs look things up in."""
        self._catalogue = catalogue
        self._dictionaries = dictionaries
        self._stated = StatedSets(catalogue)
        self._scales = Scales(dictionaries, statements)
        self._members: dict[TypeDescriptor, tuple[tuple[int, str], ...]] = {}

    def proof(self, statement: Statement) -> Proof:
        """Return the proof of a statement that carries an element of the catalogue."""
        stated = self.stated(statement)
        carried = self.carried(statement)
        reason = _hindrance(statement, stated)
        if reason is not None or carried is None:
            missing = reason or Reason.NO_CONVERSION
            shown = str(statement.type or "")
            return Proof(
                statement.key, Verdict.UNDECIDED, "", shown, reasons=(missing,), evidence=_cell(self, statement)
            )
        if statement.value:
            return _fixed(statement, stated, carried)
        return self._compared(statement, stated, carried)

    def stated(self, statement: Statement) -> Stated:
        """Return what the catalogue says of a statement's element on its device; of no element, nothing."""
        element = self._catalogue.element_by_id.get(statement.element)
        return self._stated.of(element, statement.device) if element else Stated(Sort.UNKNOWN)

    def carried(self, statement: Statement) -> Carried | None:
        """Return what the field of a statement carries; None where its type is composed or not known."""
        return carried_of(statement, self._code)

    def scale(self, statement: Statement, stated: Stated) -> Scale:
        """Return what makes a number of the catalogue a raw one."""
        return self._scales.of(statement, stated)

    def _compared(self, statement: Statement, stated: Stated, carried: Carried) -> Proof:
        form, sort = carried.form, stated.sort
        scale = self.scale(statement, stated)
        if scale.reason is Reason.COMPUTED:
            said = str(carried.type)
            return Proof(statement.key, Verdict.UNDECIDED, "", said, scale.said, reasons=(Reason.COMPUTED,))
        if sort in (Sort.NAME, Sort.BOOLEAN) and allowed_of(statement) is None:
            return prove_names(statement.key, stated, carried, self.members(statement))
        if sort in (Sort.DATE_TIME, Sort.DATE, Sort.TIME):
            return prove_moment(statement.key, stated, carried)
        if form in (Form.NUMBER, Form.BOOLEAN):
            return _number(statement, stated, carried, scale)
        if sort in (Sort.OCTETS, Sort.BITS):
            return prove_string(statement.key, stated, carried)
        return Proof(statement.key, Verdict.UNDECIDED, "", str(carried.type), reasons=(Reason.NO_CONVERSION,))

    def members(self, statement: Statement) -> tuple[tuple[int, str], ...]:
        """Return the codes and names that the protocol's enumeration has, empty if none is known."""
        kind = statement.dictionary_type or statement.type
        if kind is None:
            return ()
        if kind not in self._members:
            found = self._dictionaries.enumeration_of(kind)
            members = found.members if found and not found.bitmap else ()
            self._members[kind] = tuple((member.value, member.name) for member in members)
        return self._members[kind]

    def _code(self, kind: TypeDescriptor, name: str) -> int | None:
        found = self._dictionaries.sep.enumeration(kind.enumeration) if kind.enumeration else None
        member = found.member(name) if found else None
        return member.value if member else None


def _cell(prover: Prover, statement: Statement) -> tuple[Place, ...]:
    return prover.stated(statement).evidence


def _hindrance(statement: Statement, stated: Stated) -> Reason | None:
    """Return why nothing can be compared."""
    if statement.address is None:
        return Reason.NO_ADDRESS
    if stated.sort is Sort.METHOD:
        return Reason.METHOD
    if statement.type is None or statement.type.kind is Kind.UNKNOWN:
        return Reason.NO_WIRE_TYPE
    if statement.type.kind in _COMPOSED or stated.sort is Sort.WHOLE:
        return Reason.WHOLE
    if len(statement.coded) > MOST_PARTS or statement.only.count("|") > MOST_PARTS:
        return Reason.TOO_MANY
    return Reason.NO_TYPE if stated.sort is Sort.UNKNOWN else None


def _number(statement: Statement, stated: Stated, carried: Carried, scale: Scale) -> Proof:
    if carried.codes:
        return replace(prove_table(statement.key, carried), evidence=(statement.place,))
    if stated.sort is Sort.NUMBER and carried.counts:
        return prove_number(statement, stated, carried, scale)
    if stated.sort is Sort.NUMBER and allowed_of(statement) is not None:
        return prove_restriction(statement, carried, _NO_SCALE)
    named = stated.sort in (Sort.NAME, Sort.BOOLEAN) or carried.type.kind is Kind.ENUM
    why = Reason.NO_CODES if named else Reason.NO_CONVERSION
    reasons = tuple(filter(None, (stated.missing, why)))
    said = f"raw {carried.values}"
    return Proof(statement.key, Verdict.UNDECIDED, "", said, reasons=reasons, evidence=stated.evidence)


def _fixed(statement: Statement, stated: Stated, carried: Carried) -> Proof:
    """Prove that a constant is a value of the type, and none that the catalogue excludes."""
    number = whole_number(statement.value)
    if number is None:
        return _proved(statement, carried, None)
    raw = signed(number, carried.type)
    if carried.form in (Form.NUMBER, Form.BOOLEAN, Form.SECONDS):
        broken = broken_number(numbers(raw, raw), carried.numbers, carried, str)
    else:
        broken = _octets(statement.value, carried)
    known = stated.numbers if stated.sort is Sort.NUMBER and stated.unit is None else None
    if broken is None and known is not None and raw not in known:
        why = f"the catalogue says {stated.numbers}"
        broken = CounterExample(Breakage.CONSTANT, statement.value, why, raw=str(raw))
    proof = _proved(statement, carried, broken)
    # Only where the catalogue allows nothing else, no value of its own is taken away by the constant.
    alone = known is not None and known == numbers(raw, raw)
    return replace(proof, assumptions=(), evidence=stated.evidence) if alone or proof.broken else proof


def _octets(value: str, carried: Carried) -> CounterExample | None:
    found = _HEXADECIMAL.fullmatch(value)
    length = len(found[1]) // 2 if found else None
    if length is None or carried.form is Form.BITS or length in carried.numbers:
        return None
    return CounterExample(Breakage.LENGTH, value, f"{carried.type} has room for {carried.numbers} octets")


def _proved(statement: Statement, carried: Carried, broken: CounterExample | None) -> Proof:
    return Proof(
        statement.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        stated=f"always {statement.value}",
        carried=str(carried.type),
        broken=broken,
        assumptions=(Assumption.FIXED,),
        evidence=(statement.place,),
    )
