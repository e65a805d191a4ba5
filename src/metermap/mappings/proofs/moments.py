"""Proofs about moments: dates and times of the catalogue against seconds, COSEM date-times and ZigBee dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from metermap.core.types import TypeSystem
from metermap.mappings.proofs.carried import Form
from metermap.mappings.proofs.stated import Sort
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Proof, Reason, Verdict

if TYPE_CHECKING:
    from metermap.mappings.proofs.carried import Carried
    from metermap.mappings.proofs.sets import NumberSet
    from metermap.mappings.proofs.stated import Stated

__all__ = ["moment", "prove_moment", "seconds_said"]

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_PARTS: Final = {12: (True, True), 5: (True, False), 4: (False, True)}  # octets -> holds a date, holds a time
_NEEDED: Final = {Sort.DATE_TIME: (True, True), Sort.DATE: (True, False), Sort.TIME: (False, True)}
_FORMS: Final = {Form.DATE_TIME: (True, True), Form.DATE: (True, False), Form.TIME: (False, True)}
_OCTETS_OF_SECONDS: Final = 4
_EXAMPLE: Final = {Sort.DATE_TIME: "2024-02-29 12:30:45", Sort.DATE: "2024-02-29", Sort.TIME: "12:30:45"}
_EVERY_YEAR: Final = {
    Sort.DATE_TIME: "every 25 December at 00:00",
    Sort.DATE: "every 25 December",
    Sort.TIME: "any hour",
}


def moment(seconds: int) -> str:
    """Return the moment so many seconds after 2000-01-01 00:00:00 UTC, as ISO 8601 writes it."""
    return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_said(values: NumberSet) -> str:
    """Return a set of seconds as the moments that they are."""
    runs = ((run.low, run.high) for run in values.runs)
    shown = (
        moment(int(low)) if low == high else f"{moment(int(low))}..{moment(int(high))}"
        for low, high in runs
        if low is not None and high is not None
    )
    return " | ".join(shown)


def prove_moment(key: str, stated: Stated, carried: Carried) -> Proof:
    """Prove that every moment that the catalogue's type has comes back from the wire."""
    seconds = carried.form is Form.SECONDS or _is_a_count(carried)
    if seconds:
        return _in_seconds(key, stated, carried)
    held = _FORMS.get(carried.form) or _parts_of(carried)
    if held is None:
        return _undecided(key, stated, carried, Reason.NO_CONVERSION)
    lost = [
        part
        for part, need, has in zip(("date", "time of day"), _NEEDED[stated.sort], held, strict=True)
        if need and not has
    ]
    if lost:
        example = CounterExample(Breakage.PART, _EXAMPLE[stated.sort], f"{carried.type} holds no {lost[0]}")
        return Proof(key, Verdict.BROKEN, _stated(stated), str(carried.type), broken=example, evidence=stated.evidence)
    if carried.type.system is TypeSystem.SEP and held[0]:
        # A ZigBee date counts its years from 1900 in one octet, of which 255 is the wildcard.
        return _undecided(key, stated, carried, Reason.NO_SPAN, "the years 1900 to 2154")
    return Proof(
        key,
        Verdict.LOSSLESS,
        _stated(stated),
        str(carried.type),
        assumptions=(Assumption.CALENDAR,),
        evidence=stated.evidence,
    )


def _is_a_count(carried: Carried) -> bool:
    return carried.form is Form.NUMBER and carried.type.octets == _OCTETS_OF_SECONDS and carried.numbers.least == 0


def _parts_of(carried: Carried) -> tuple[bool, bool] | None:
    if carried.form is not Form.OCTETS or carried.type.system is not TypeSystem.DLMS:
        return None
    return _PARTS.get(carried.type.octets or 0)


def _in_seconds(key: str, stated: Stated, carried: Carried) -> Proof:
    assumed = () if carried.form is Form.SECONDS else (Assumption.EPOCH,)
    if stated.sort is Sort.TIME:
        return _undecided(key, stated, carried, Reason.NO_CONVERSION)
    if stated.wildcards:
        example = CounterExample(Breakage.WILDCARD, _EVERY_YEAR[stated.sort], "a count of seconds is one moment")
        said = seconds_said(carried.values)
        return Proof(
            key, Verdict.BROKEN, _stated(stated), said, broken=example, assumptions=assumed, evidence=stated.evidence
        )
    return Proof(
        key,
        Verdict.UNDECIDED,
        _stated(stated),
        seconds_said(carried.values),
        "seconds since 2000-01-01T00:00:00Z",
        reasons=(Reason.NO_SPAN,),
        assumptions=assumed,
        limits=seconds_said(carried.values),
        evidence=stated.evidence,
    )


def _undecided(key: str, stated: Stated, carried: Carried, reason: Reason, limits: str = "") -> Proof:
    return Proof(
        key,
        Verdict.UNDECIDED,
        _stated(stated),
        str(carried.type),
        reasons=(reason,),
        limits=limits,
        evidence=stated.evidence,
    )


def _stated(stated: Stated) -> str:
    wild = {None: "", False: " without wildcards", True: " with wildcards"}[stated.wildcards]
    return f"{stated.sort.value}{wild}"
