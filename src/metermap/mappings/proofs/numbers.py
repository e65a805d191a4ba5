"""Proofs about numbers: a set of the catalogue, times a factor, against the raw numbers of a field."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from metermap.core.units import printed_number
from metermap.mappings.proofs.carried import allowed_of
from metermap.mappings.proofs.sets import NumberSet, numbers
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Proof, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from metermap.mappings.model import Statement
    from metermap.mappings.proofs.carried import Carried
    from metermap.mappings.proofs.scaling import Scale
    from metermap.mappings.proofs.stated import Stated

__all__ = ["broken_number", "prove_number", "prove_restriction"]

_NO_UNIT: Final = frozenset({"", "none", "text", "boolean", "boolean/enum", "enum", "UTC"})


def prove_number(statement: Statement, stated: Stated, carried: Carried, scale: Scale) -> Proof:
    """Prove that every number of the catalogue's set comes back from the wire."""
    if stated.numbers is None and allowed_of(statement) is not None:
        return prove_restriction(statement, carried, scale)
    if stated.numbers is None or scale.factor is None:
        return _undecided(statement, stated, carried, scale)
    wanted = stated.numbers.image(scale.factor)
    allowed = allowed_of(statement)
    held = carried.values if allowed is None else carried.values & allowed
    broken = broken_number(wanted, held, carried, lambda raw: _in_unit(raw / (scale.factor or 1), stated))
    beyond = None if broken else held.nearest_outside(wanted)
    return Proof(
        statement.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        stated=_with_unit(stated.numbers, stated),
        carried=_with_unit(held.image(1 / scale.factor), stated),
        conversion=scale.said,
        broken=broken,
        assumptions=(*stated.assumptions, *scale.assumptions),
        beyond="" if beyond is None else _in_unit(beyond / scale.factor, stated),
        evidence=stated.evidence,
    )


def prove_restriction(statement: Statement, carried: Carried, scale: Scale) -> Proof:
    """Prove that every raw number that the mapping allows is a value on the wire, whatever it stands for."""
    allowed = allowed_of(statement) or numbers(1, 0)
    broken = broken_number(allowed, carried.values, carried, _raw)
    return Proof(
        statement.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        stated=f"raw {allowed}",
        carried=f"raw {carried.values}",
        conversion="" if scale.assumptions else scale.said,
        broken=broken,
        assumptions=(Assumption.RESTRICTION,),
        conditional=scale.conditional,
        evidence=(statement.place,),
    )


def _undecided(statement: Statement, stated: Stated, carried: Carried, scale: Scale) -> Proof:
    assumed = bool(scale.assumptions)  # nothing is decided by it, so nothing is shown by it
    factor = None if assumed else scale.factor
    lost = None if assumed else _lost_step(stated, scale)
    held = carried.values
    shown = f"raw {held}" if factor is None else _with_unit(held.image(1 / factor), stated)
    why = Reason.NO_SCALE if assumed else scale.reason
    reasons = tuple(reason for reason in (stated.missing, why) if reason is not None)
    return Proof(
        statement.key,
        Verdict.BROKEN if lost else Verdict.UNDECIDED,
        stated=_with_unit(stated.numbers, stated) if stated.numbers is not None else "",
        carried=shown,
        conversion="" if assumed else scale.said,
        broken=lost,
        reasons=() if lost else reasons,
        conditional=scale.conditional,
        limits="" if lost else shown,
        evidence=stated.evidence,
    )


def _lost_step(stated: Stated, scale: Scale) -> CounterExample | None:
    """Return the smallest step of the catalogue's resolution where the wire has no number for it."""
    if stated.step is None or scale.factor is None or (stated.step * scale.factor).denominator == 1:
        return None
    raw = stated.step * scale.factor
    why = f"a step of the catalogue's resolution would be {printed_number(raw)} on the wire, which counts whole numbers"
    return CounterExample(Breakage.RESOLUTION, _in_unit(stated.step, stated), why, raw=printed_number(raw))


def broken_number(
    wanted: NumberSet, held: NumberSet, carried: Carried, said: Callable[[Fraction], str]
) -> CounterExample | None:
    """Return the number nearest to 0 that is wanted and not held; `said` prints it as the catalogue would."""
    raw = wanted.nearest_outside(held)
    if raw is None:
        return None
    kind, why = _breakage(raw, carried)
    if kind is Breakage.NON_VALUE and raw + 1 in wanted:
        kind, why = Breakage.OVERFLOW, _too_far(carried)
    return CounterExample(kind, said(raw), why, raw=printed_number(raw))


def _breakage(raw: Fraction, carried: Carried) -> tuple[Breakage, str]:
    sentinel = next((word for word, code in carried.sentinels if code == raw), None)
    least = carried.numbers.least
    if raw.denominator != 1:
        return Breakage.RESOLUTION, f"{carried.type} counts whole numbers; this would be {printed_number(raw)}"
    if sentinel is not None:
        return Breakage.SENTINEL, f"{printed_number(raw)} on the wire says '{sentinel}'"
    if raw == carried.non_value:
        return Breakage.NON_VALUE, f"{_hexadecimal(raw)} in {carried.type} says that there is no value"
    if least == 0 and raw < 0:
        return Breakage.SIGN, f"{carried.type} has no sign"
    if raw in carried.numbers:
        return Breakage.OVERFLOW, "the mapping's 'only' leaves it out"
    return Breakage.OVERFLOW, _too_far(carried)


def _too_far(carried: Carried) -> str:
    return f"{carried.type} holds {_shown(carried.numbers.least)} to {_shown(carried.numbers.greatest)}"


def _shown(number: Fraction | None) -> str:
    return "any" if number is None else printed_number(number)


def _hexadecimal(number: Fraction) -> str:
    return f"0x{int(number):X}"


def _raw(number: Fraction) -> str:
    return printed_number(number)


def _in_unit(number: Fraction, stated: Stated) -> str:
    unit = "" if stated.unit_printed in _NO_UNIT else f" {_multiple(stated)}"
    return f"{printed_number(number)}{unit}"


def _multiple(stated: Stated) -> str:
    printed = stated.unit_printed
    return f"x {printed}" if printed[:1].isdigit() else printed


def _with_unit(values: NumberSet, stated: Stated) -> str:
    unit = "" if stated.unit_printed in _NO_UNIT else f" {_multiple(stated)}"
    return f"{values}{unit}"
