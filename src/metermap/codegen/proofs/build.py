"""From a model with its proofs to the record of the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from metermap.codegen.proofs.model import (
    BrokenLine,
    Counted,
    HubCount,
    HubLine,
    HubReport,
    ProofLine,
    ProofReport,
    VerdictCount,
)
from metermap.mappings.proofs import (
    ASSUMED,
    DECIDED_BY,
    HUBS,
    WHY_UNDECIDED,
    Basis,
    Hub,
    Prover,
    Translation,
    Verdict,
    translations,
)
from metermap.mappings.proofs.stated import Sort

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, Statement
    from metermap.mappings.proofs import CounterExample, Proof
    from metermap.protocols import Dictionaries

__all__ = ["build_proof_report"]

_WORST_FIRST = (Verdict.BROKEN, Verdict.UNDECIDED, Verdict.LOSSLESS)


def build_proof_report(model: ResolvedModel, dictionaries: Dictionaries) -> ProofReport:
    """Return the report on the proofs of a model; hubs only where the workspace has the devices."""
    by_key = {statement.key: statement for statement in model.statements}
    pairs = [(by_key[proof.key], proof) for proof in model.proofs]
    return ProofReport(
        name=model.name,
        title=model.title,
        edition=model.edition,
        digest=model.digest,
        counts=tuple(_counts(model, pairs)),
        reasons=_counted(pairs, lambda proof: proof.reasons, WHY_UNDECIDED, DECIDED_BY),
        assumptions=_counted(pairs, lambda proof: proof.assumptions, ASSUMED),
        breakages=_counted(pairs, lambda proof: [proof.broken.kind] if proof.broken else [], {}),
        proofs=tuple(_line(statement, proof) for statement, proof in pairs),
        hubs=_hubs(model, dictionaries),
    )


Name = TypeVar("Name", bound=StrEnum)
Pairs = list[tuple["Statement", "Proof"]]


def _counts(model: ResolvedModel, pairs: Pairs) -> Iterable[VerdictCount]:
    for part in model.coverage:
        here = [(one, proof) for one, proof in pairs if (one.device, one.protocol) == (part.device, part.protocol)]
        verdicts: dict[str, set[Verdict]] = defaultdict(set)
        for statement, proof in here:
            verdicts[statement.element].add(proof.verdict)
        worst = Counter(next(verdict for verdict in _WORST_FIRST if verdict in found) for found in verdicts.values())
        if here:
            yield VerdictCount(
                part.device,
                part.protocol,
                asked=part.elements,
                elements=len(verdicts),
                lossless=worst[Verdict.LOSSLESS],
                broken=worst[Verdict.BROKEN],
                undecided=worst[Verdict.UNDECIDED],
                statements=len(here),
                proposed=sum(statement.proposed for statement, _ in here),
            )


def _counted(
    pairs: Pairs,
    names_of: Callable[[Proof], Iterable[Name]],
    meanings: Mapping[Name, str],
    deciders: Mapping[Name, str] | None = None,
) -> tuple[Counted, ...]:
    """Return the names that proofs have, the most frequent first."""
    statements: Counter[Name] = Counter()
    elements: dict[Name, set[tuple[str, str, str]]] = defaultdict(set)
    for statement, proof in pairs:
        for name in names_of(proof):
            statements[name] += 1
            elements[name].add((statement.device, statement.protocol, statement.element))
    order = sorted(statements, key=lambda name: (-statements[name], name))
    return tuple(
        Counted(
            str(name), meanings.get(name, ""), statements[name], len(elements[name]), (deciders or {}).get(name, "")
        )
        for name in order
    )


def _broken(example: CounterExample | None) -> BrokenLine | None:
    if example is None:
        return None
    directions = tuple(direction.value for direction in example.directions)
    return BrokenLine(example.kind.value, example.value, example.raw, example.why, directions)


def _line(statement: Statement, proof: Proof) -> ProofLine:
    return ProofLine(
        key=proof.key,
        device=statement.device,
        protocol=statement.protocol,
        row=statement.row,
        element=statement.element,
        address=str(statement.address or ""),
        status=statement.status,
        verdict=proof.verdict.value,
        stated=proof.stated,
        carried=proof.carried,
        conversion=proof.conversion,
        broken=_broken(proof.broken),
        reasons=tuple(reason.value for reason in proof.reasons),
        assumptions=tuple(assumption.value for assumption in proof.assumptions),
        conditional=proof.conditional,
        limits=proof.limits,
        beyond=proof.beyond,
        evidence=tuple(map(str, proof.evidence)),
        place=str(statement.place),
    )


def _hubs(model: ResolvedModel, dictionaries: Dictionaries) -> tuple[HubReport, ...]:
    prover = Prover(model.catalogue, dictionaries, model.statements)
    spoken = {(statement.device, statement.protocol) for statement in model.statements}
    return tuple(_hub(hub, model, prover) for hub in HUBS if {hub.meter, hub.home} <= spoken)


def _hub(hub: Hub, model: ResolvedModel, prover: Prover) -> HubReport:
    made = translations(hub, model.catalogue, model.statements, prover)
    by_key = {statement.key: statement for statement in model.statements}
    by_basis = {basis: [one.proof.verdict for one in made if one.basis is basis] for basis in Basis}
    counts = tuple(
        HubCount(
            basis.value,
            len(verdicts),
            verdicts.count(Verdict.LOSSLESS),
            verdicts.count(Verdict.BROKEN),
            verdicts.count(Verdict.UNDECIDED),
        )
        for basis, verdicts in by_basis.items()
        if verdicts
    )
    taken = {by_key[one.source].element for one in made if one.source}
    held = {
        one.element
        for one in by_key.values()
        if (one.device, one.protocol) == hub.meter and one.element and prover.stated(one).sort is not Sort.METHOD
    }
    return HubReport(hub.name, hub.meter, hub.home, len(held), len(held - taken), counts, tuple(map(_hub_line, made)))


def _hub_line(made: Translation) -> HubLine:
    proof = made.proof
    return HubLine(
        made.source,
        made.target,
        made.element,
        made.basis.value,
        proof.verdict.value,
        _broken(proof.broken),
        tuple(reason.value for reason in proof.reasons),
        tuple(assumption.value for assumption in proof.assumptions),
        proof.conditional,
        proof.limits,
    )
