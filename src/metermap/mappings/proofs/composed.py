"""The composition of two proofs: what one wire carries, in the catalogue's terms, against what the other does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from metermap.core.types import Kind, TypeSystem
from metermap.core.units import printed_number
from metermap.mappings.proofs.carried import Form, allowed_of
from metermap.mappings.proofs.moments import moment, seconds_said
from metermap.mappings.proofs.numbers import broken_number
from metermap.mappings.proofs.stated import Sort
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Direction, Proof, Reason, Verdict

if TYPE_CHECKING:
    from metermap.mappings.model import Statement
    from metermap.mappings.proofs.carried import Carried
    from metermap.mappings.proofs.prove import Prover
    from metermap.mappings.proofs.scaling import Scale
    from metermap.mappings.proofs.sets import NumberSet
    from metermap.mappings.proofs.stated import Stated

__all__ = ["compose"]

_STRINGS: Final = frozenset({Form.OCTETS, Form.ASCII, Form.UTF8, Form.BITS})
_OCTETS_OF_MOMENTS: Final = {12: Form.DATE_TIME, 5: Form.DATE, 4: Form.TIME}
_TIMES: Final = frozenset({Sort.DATE_TIME, Sort.DATE, Sort.TIME})
_LAST_BEFORE_EPOCH: Final = -1


def compose(source: Statement, target: Statement, prover: Prover) -> Proof:
    """Prove that every value that the field of `source` can hold is one of the field of `target`.

    The catalogue's set counts where it is stated; else the type's width is taken for it, which is an assumption.
    """
    stated = prover.stated(source)
    one, two = prover.carried(source), prover.carried(target)
    if one is None or two is None:
        missing = Reason.NO_WIRE_TYPE if None in (source.type, target.type) else Reason.WHOLE
        return _undecided(target, missing)
    if str(source.address) == str(target.address) and source.type == target.type:
        return _same(source, target, prover, stated, one)
    if (
        one.form in (Form.NUMBER, Form.BOOLEAN)
        and two.form in (Form.NUMBER, Form.BOOLEAN)
        and stated.sort not in _TIMES
    ):
        return _numbers(source, target, prover, stated, (one, two))
    if stated.sort in _TIMES:
        return _moments(target, stated, one, two)
    if one.form in _STRINGS and two.form in _STRINGS and (one.form is Form.BITS) is (two.form is Form.BITS):
        return _strings(target, stated, one, two)
    return _undecided(target, Reason.NO_CONVERSION)


def _undecided(target: Statement, *reasons: Reason, limits: str = "", conditional: tuple[str, ...] = ()) -> Proof:
    return Proof(target.key, Verdict.UNDECIDED, reasons=reasons, limits=limits, conditional=conditional)


def _same(source: Statement, target: Statement, prover: Prover, stated: Stated, one: Carried) -> Proof:
    """One attribute on both sides: the octets are the same, and mean the same if what scales them is the same."""
    said = str(one.type)
    conditional = prover.scale(source, stated).conditional
    return Proof(target.key, Verdict.LOSSLESS, said, said, "as it is", conditional=conditional)


def _numbers(
    source: Statement, target: Statement, prover: Prover, stated: Stated, carried: tuple[Carried, Carried]
) -> Proof:
    one, two = carried
    if stated.sort in (Sort.NAME, Sort.BOOLEAN):
        same = one.form is two.form is Form.BOOLEAN
        return _names(target, one, two) if same else _undecided(target, Reason.NO_CODES)
    if not one.counts or not two.counts:
        coded = Kind.ENUM in (one.type.kind, two.type.kind)
        return _undecided(target, Reason.NO_CODES if coded else Reason.NO_CONVERSION)
    first, second = prover.scale(source, stated), prover.scale(target, stated)
    if first.factor is None or second.factor is None or first.assumptions or second.assumptions:
        return _unscaled(target, stated, carried, (first, second))
    ratio = second.factor / first.factor
    values = _held(source, stated, one, first)
    wanted = values.image(ratio)
    permitted = allowed_of(target)
    room = two.values if permitted is None else two.values & permitted
    broken = broken_number(wanted, room, two, lambda raw: printed_number(raw / ratio))
    return Proof(
        target.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        str(values),
        str(room.image(1 / ratio)),
        f"x {printed_number(ratio)}",
        broken=broken,
        assumptions=() if stated.numbers is not None else (Assumption.RANGE_OF_TYPE,),
        limits=str(values & room.image(1 / ratio)) if broken else "",
        evidence=stated.evidence,
    )


def _held(source: Statement, stated: Stated, one: Carried, scale: Scale) -> NumberSet:
    values = one.values
    allowed = allowed_of(source)
    if allowed is not None:
        values &= allowed
    if stated.numbers is not None and scale.factor is not None:
        values &= stated.numbers.image(scale.factor)
    return values


def _names(target: Statement, one: Carried, two: Carried) -> Proof:
    return Proof(target.key, Verdict.LOSSLESS, str(one.type), str(two.type), "as it is")


def _unscaled(
    target: Statement, stated: Stated, carried: tuple[Carried, Carried], scales: tuple[Scale, Scale]
) -> Proof:
    reasons = [Reason.NO_SCALE if scale.assumptions else scale.reason for scale in scales]
    conditional = tuple(dict.fromkeys(name for scale in scales for name in scale.conditional))
    found = tuple(dict.fromkeys(reason for reason in reasons if reason is not None))
    limits = _finest_step(stated, carried, scales) if found == (Reason.SCALE,) else ""
    return _undecided(target, *found, limits=limits, conditional=conditional)


def _finest_step(stated: Stated, carried: tuple[Carried, Carried], scales: tuple[Scale, Scale]) -> str:
    """Return how fine the home's step may be chosen so that all values of the meter fit and none is rounded."""
    one, two = (each.values.greatest for each in carried)
    factor = scales[0].factor
    if factor is None or one is None or two is None or stated.unit is None or two < one:
        return ""
    step = f"{printed_number(1 / factor)} {stated.unit}"
    return f"exact if a step on the second wire is {step} divided by a whole number from 1 to {int(two // one)}"


def _moment_form(carried: Carried) -> Form | None:
    if carried.form in (Form.SECONDS, Form.DATE_TIME, Form.DATE, Form.TIME):
        return carried.form
    if carried.form is Form.OCTETS and carried.type.system is TypeSystem.DLMS:
        return _OCTETS_OF_MOMENTS.get(carried.type.octets or 0)
    counts = carried.form is Form.NUMBER and carried.type.octets == len("2000") and carried.numbers.least == 0
    return Form.SECONDS if counts else None


def _moments(target: Statement, stated: Stated, one: Carried, two: Carried) -> Proof:
    """Compare moments. A count of seconds has an end and no wildcards; a COSEM date-time has neither."""
    first, second = _moment_form(one), _moment_form(two)
    assumed = (Assumption.EPOCH,) if Form.NUMBER in (one.form, two.form) else ()
    if first is None or second is None:
        return _undecided(target, Reason.NO_CONVERSION)
    if first is second is Form.SECONDS:
        broken = broken_number(one.values, two.values, two, lambda raw: moment(int(raw)))
        return _moved(target, one, two, broken, assumed)
    if first is second and one.type.system is two.type.system:
        return _moved(target, one, two, None, assumed)
    if (first, second) == (Form.DATE_TIME, Form.SECONDS):
        broken = CounterExample(
            Breakage.WILDCARD if stated.wildcards else Breakage.EPOCH,
            "every 25 December at 00:00" if stated.wildcards else moment(_LAST_BEFORE_EPOCH),
            f"{two.type} counts seconds from 2000-01-01 on",
            (Direction.READING,),
        )
        return _moved(target, one, two, broken, (*assumed, Assumption.RANGE_OF_TYPE))
    if (first, second) == (Form.SECONDS, Form.DATE_TIME):
        return _moved(target, one, two, None, assumed)
    return _undecided(target, Reason.NO_CONVERSION)


def _moved(
    target: Statement, one: Carried, two: Carried, broken: CounterExample | None, assumed: tuple[Assumption, ...]
) -> Proof:
    span = two.values if two.form in (Form.SECONDS, Form.NUMBER) else None
    return Proof(
        target.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        str(one.type),
        str(two.type),
        broken=broken,
        assumptions=assumed,
        limits=seconds_said(span) if broken and span is not None else "",
    )


def _strings(target: Statement, stated: Stated, one: Carried, two: Carried) -> Proof:
    if one.form is not two.form:
        return _undecided(target, Reason.FREE_TEXT)
    lengths = one.numbers if stated.numbers is None else one.numbers & stated.numbers
    unit = "bits" if one.form is Form.BITS else "octets"
    length: Fraction | None = lengths.nearest_outside(two.numbers)
    broken = None
    if length is not None:
        why = f"{two.type} has room for {two.numbers} {unit}"
        broken = CounterExample(Breakage.LENGTH, f"{length} {unit}", why, (Direction.READING,))
    return Proof(
        target.key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        f"{lengths} {unit}",
        f"{two.numbers} {unit}",
        broken=broken,
        assumptions=() if stated.numbers is not None else (Assumption.RANGE_OF_TYPE,),
        limits=f"{lengths & two.numbers} {unit}" if broken else "",
        evidence=stated.evidence,
    )
