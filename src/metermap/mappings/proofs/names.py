"""Proofs about names: the members of an enumeration, and TRUE and FALSE, against the codes of a field."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.core.suggest import normal
from metermap.mappings.proofs.carried import Form
from metermap.mappings.proofs.stated import Sort
from metermap.mappings.proofs.verdicts import Assumption, Breakage, CounterExample, Direction, Proof, Reason, Verdict

if TYPE_CHECKING:
    from metermap.mappings.proofs.carried import Carried
    from metermap.mappings.proofs.stated import Stated

__all__ = ["prove_names", "prove_table"]


def prove_names(key: str, stated: Stated, carried: Carried, known: tuple[tuple[int, str], ...]) -> Proof:
    """Prove that every name has a code of its own. `known` are the members that the protocol names."""
    if carried.form is Form.BOOLEAN and stated.sort is Sort.BOOLEAN and not carried.codes:
        return Proof(key, Verdict.LOSSLESS, _said(stated.names), "FALSE, TRUE", evidence=stated.evidence)
    if carried.codes:
        return _table(key, stated, carried)
    codes = {normal(name): code for code, name in known}
    if stated.names and all(normal(name) in codes for name in stated.names):
        members = ", ".join(f"{name} = {code}" for code, name in known)
        return Proof(key, Verdict.LOSSLESS, _said(stated.names), members, evidence=stated.evidence)
    reasons = tuple(filter(None, (stated.missing, Reason.NO_CODES)))
    return Proof(
        key,
        Verdict.UNDECIDED,
        _said(stated.names),
        str(carried.type),
        reasons=reasons,
        evidence=stated.evidence,
    )


def _table(key: str, stated: Stated, carried: Carried) -> Proof:
    proof = prove_table(key, carried)
    if not stated.names or proof.verdict is Verdict.BROKEN:
        return proof
    words = {normal(word) for word, _ in carried.codes}
    meanings = {normal(name): normal(meaning) for name, meaning in stated.meanings}
    missing = [name for name in stated.names if not {normal(name), meanings.get(normal(name), "")} & words]
    proof = replace(proof, stated=_said(stated.names), assumptions=(), evidence=stated.evidence)
    if len(missing) == len(stated.names):
        return replace(proof, verdict=Verdict.UNDECIDED, reasons=(Reason.NO_CODES,))
    if missing:
        broken = CounterExample(Breakage.MEMBER, missing[0], f"no code of {carried.type} stands for it")
        return replace(proof, verdict=Verdict.BROKEN, broken=broken)
    return proof


def prove_table(key: str, carried: Carried) -> Proof:
    """Prove that the codes of the mapping's closed table are codes of the type, each of one name."""
    broken = next((found for word, code in carried.codes if (found := _bad_code(word, code, carried))), None)
    return Proof(
        key,
        Verdict.BROKEN if broken else Verdict.LOSSLESS,
        stated=", ".join(word for word, _ in carried.codes),
        carried=", ".join(f"{word} = {code}" for word, code in carried.codes),
        conversion="coded",
        broken=broken,
        assumptions=(Assumption.TABLE,),
    )


def _bad_code(word: str, code: int, carried: Carried) -> CounterExample | None:
    if code == carried.non_value:
        why = f"its code 0x{code:X} in {carried.type} says that there is no value"
        return CounterExample(Breakage.NON_VALUE, word, why, raw=str(code))
    if code not in carried.numbers:
        return CounterExample(Breakage.CODE, word, f"its code {code} is none of {carried.type}", raw=str(code))
    if Counter(code for _, code in carried.codes)[code] > 1:
        others = " and ".join(f"'{other}'" for other, same in carried.codes if same == code and other != word)
        both = (Direction.READING,)
        return CounterExample(Breakage.SENTINEL, word, f"its code {code} also says {others}", both, str(code))
    return None


def _said(names: tuple[str, ...]) -> str:
    return ", ".join(names)
