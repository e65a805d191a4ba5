"""Proofs about strings of octets and of bits: lengths, and the characters that a text may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.mappings.proofs.carried import Form
from metermap.mappings.proofs.stated import Sort
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Proof, Reason, Verdict

if TYPE_CHECKING:
    from metermap.mappings.proofs.carried import Carried
    from metermap.mappings.proofs.stated import Stated

__all__ = ["prove_string"]

_SETS = {Form.ASCII: "visible string", Form.UTF8: "utf8 text"}


def prove_string(key: str, stated: Stated, carried: Carried) -> Proof:
    """Prove that every string of the catalogue has a length that the wire carries, and characters."""
    what = "octets" if stated.sort is Sort.OCTETS else "bits"
    if (carried.form is Form.BITS) is not (stated.sort is Sort.BITS):
        return Proof(key, Verdict.UNDECIDED, "", str(carried.type), reasons=(Reason.NO_CONVERSION,))
    assumed = (Assumption.ROOM,) if carried.room else ()
    held = f"{carried.numbers} {what}"
    if carried.form in _SETS and stated.text != _SETS[carried.form]:
        return _undecided(key, stated, held, Reason.FREE_TEXT)
    if stated.numbers is None and carried.numbers.greatest is None:
        return Proof(key, Verdict.LOSSLESS, f"any number of {what}", held, evidence=stated.evidence)
    if stated.numbers is None:
        return _undecided(key, stated, held, stated.missing or Reason.NO_LENGTH)
    length = stated.numbers.nearest_outside(carried.numbers)
    if length is not None:
        example = CounterExample(Breakage.LENGTH, f"{length} {what}", f"{carried.type} has room for {held}")
        return Proof(key, Verdict.BROKEN, f"{stated.numbers} {what}", held, broken=example, evidence=stated.evidence)
    beyond = carried.numbers.nearest_outside(stated.numbers)
    return Proof(
        key,
        Verdict.LOSSLESS,
        f"{stated.numbers} {what}",
        held,
        assumptions=assumed,
        beyond="" if beyond is None else f"{beyond} {what}",
        evidence=stated.evidence,
    )


def _undecided(key: str, stated: Stated, held: str, reason: Reason) -> Proof:
    said = f"{stated.numbers}" if stated.numbers is not None else ""
    also = (stated.missing,) if stated.missing and stated.missing is not reason else ()
    return Proof(key, Verdict.UNDECIDED, said, held, reasons=(reason, *also), limits=held, evidence=stated.evidence)
