"""Making the gap report's record from the resolved model, and from the other reports where they are at hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.catalogue.erratum import Correction
from metermap.catalogue.model import Element
from metermap.codegen.gap_report.aspects import ProofReason
from metermap.codegen.gap_report.build_gaps import gaps_of
from metermap.codegen.gap_report.build_hubs import hubs_of
from metermap.codegen.gap_report.build_parity import parities_of
from metermap.codegen.gap_report.build_security import security_of
from metermap.codegen.gap_report.build_standards import standards_of
from metermap.codegen.gap_report.counts import Counts, tally_of
from metermap.codegen.gap_report.index import Asked, Index, expanded, printed_section
from metermap.codegen.gap_report.model import (
    NOT_RECORDED,
    Column,
    ElementLine,
    ErratumNote,
    FindingCount,
    GapReport,
    Proposal,
    ProtocolField,
    SectionCounts,
    StatementCounts,
)
from metermap.core.judged import Outcome as Became
from metermap.core.judged import unjudged
from metermap.mappings.model import ResolvedModel, Role, Statement
from metermap.mappings.results import Outcome
from metermap.mappings.standing import Standing

if TYPE_CHECKING:
    from metermap.codegen.proofs.model import ProofReport
    from metermap.codegen.standards.model import StandardsReport
    from metermap.core.findings import Severity
    from metermap.core.judged import JudgedFinding

__all__ = ["Beside", "build_report"]

_OUTCOMES: Final = (Became.OPEN, Became.NOTE, Became.REVIEWED, Became.SUPPRESSED, Became.HELD)
# in the order of the fields of `FindingCount`


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report takes from other reports on the same model; what is None is left out of it, and said to be."""

    proofs: ProofReport | None = None
    standards: StandardsReport | None = None
    judged: tuple[JudgedFinding, ...] | None = None


def build_report(model: ResolvedModel, beside: Beside | None = None) -> GapReport:
    """Return the report on `model`; the views of hubs and standards come from the reports `beside` it."""
    index = Index(model)
    known = beside or Beside()
    elements = model.catalogue.elements
    return GapReport(
        name=model.name,
        title=model.title,
        edition=model.edition,
        digest=model.digest,
        items=len({element.item.value for element in elements}),
        elements=len(elements),
        home_items=_home_items(elements),
        home_elements=sum(element.han_only for element in elements),
        columns=tuple(_column(index, asked) for asked in index.asked),
        lines=tuple(_line(index, element) for element in elements),
        gaps=tuple(gaps_of(index)),
        proposals=tuple(_proposals(index)),
        protocol_fields=tuple(_protocol_fields(index)),
        parity=tuple(parities_of(index)),
        hubs=hubs_of(index, known.proofs) if known.proofs else (),
        standards=standards_of(index, known.standards) if known.standards else None,
        security=security_of(index),
        proof_reasons=tuple(_proof_reasons(index, known.proofs)) if known.proofs else (),
        findings=tuple(_finding_counts(_judged(model, known), known=known.judged is not None)),
        errata=tuple(map(_erratum, model.catalogue.errata)),
    )


def _judged(model: ResolvedModel, known: Beside) -> tuple[JudgedFinding, ...]:
    return unjudged(model.findings) if known.judged is None else known.judged


def _home_items(elements: Iterable[Element]) -> int:
    """Return how many items have no element but such as are known in the home only."""
    items: dict[str, bool] = {}
    for element in elements:
        items[element.item.value] = items.get(element.item.value, True) and element.han_only
    return sum(items.values())


def _column(index: Index, asked: Asked) -> Column:
    found = index.standings(asked)
    outcomes = {element.id.value: index.outcome(element, asked) for element, _ in found}
    sections: dict[str, list[tuple[Element, Standing]]] = {}
    for element, standing in found:
        sections.setdefault(printed_section(element), []).append((element, standing))
    said = index.statements(asked)
    return Column(
        device=asked.device.id,
        title=asked.device.title,
        protocol=asked.protocol,
        route=asked.route,
        carrier=asked.protocol == asked.device.carrier,
        reason=asked.reason,
        counts=_counts(found, outcomes),
        sections=tuple(SectionCounts(section, _counts(held, outcomes)) for section, held in sections.items()),
        statements=_statement_counts(said),
    )


def _counts(found: Sequence[tuple[Element, Standing]], outcomes: Mapping[str, Outcome]) -> Counts:
    said = Counter(outcomes[element.id.value] for element, _ in found)
    numbered = [(standing, expanded(element)) for element, standing in found]
    return Counts(
        elements=tally_of((standing, 1) for standing, _ in numbered),
        expanded=tally_of((standing, number) for standing, number in numbered if number is not None),
        uncounted=tally_of((standing, 1) for standing, number in numbered if number is None),
        tested=said[Outcome.PASSED],
        failed=said[Outcome.FAILED],
    )


def _statement_counts(statements: Iterable[Statement]) -> StatementCounts:
    said = list(statements)
    firm = [statement.role for statement in said if not statement.proposed]
    return StatementCounts(
        total=len(said),
        elements=firm.count(Role.ELEMENT),
        protocol_fields=firm.count(Role.PROTOCOL),
        gaps=firm.count(Role.GAP),
        proposals=len(said) - len(firm),
        constants=sum(1 for statement in said if statement.value),
    )


def _line(index: Index, element: Element) -> ElementLine:
    return ElementLine(
        element=element.id.value,
        item=element.item.value,
        path=element.path.value,
        row=element.row.value if element.row else None,
        cell=str(element.place or ""),
        section=printed_section(element),
        clause=element.reference.value,
        expanded=expanded(element),
        sensitive=element.sensitive.value,
        standings=tuple(index.standing(element, asked) for asked in index.asked),
    )


def _in_order(model: ResolvedModel, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements by device, protocol, printed row and key."""
    devices = {device.id: index for index, device in enumerate(model.devices)}
    last = len(devices)
    return sorted(statements, key=lambda said: (devices.get(said.device, last), said.protocol, said.row or 0, said.key))


def _proposals(index: Index) -> Iterator[Proposal]:
    for said in _in_order(index.model, (statement for statement in index.model.statements if statement.proposed)):
        element = index.model.catalogue.element_by_id.get(said.element)
        yield Proposal(
            key=said.key,
            element=said.element,
            item=element.item.value if element else said.item,
            path=element.path.value if element else "",
            row=said.row,
            device=said.device,
            protocol=said.protocol,
            address=str(said.address or ""),
            type=str(said.type or ""),
            reason="; ".join(said.because) or NOT_RECORDED,
            place=str(said.place),
            status=said.status,
        )


def _protocol_fields(index: Index) -> Iterator[ProtocolField]:
    fields = (statement for statement in index.model.statements if statement.role is Role.PROTOCOL)
    for said in _in_order(index.model, fields):
        yield ProtocolField(
            key=said.key,
            row=said.row,
            item=said.item,
            device=said.device,
            protocol=said.protocol,
            address=str(said.address or ""),
            type=str(said.type or ""),
            value=said.value,
            place=str(said.place),
        )


def _proof_reasons(index: Index, proofs: ProofReport) -> Iterator[ProofReason]:
    homes = _undecided_homes(index.model)
    for one in proofs.reasons:
        yield ProofReason(one.name, one.meaning, one.statements, one.elements, len(homes[one.name]), one.decided_by)


def _undecided_homes(model: ResolvedModel) -> dict[str, set[tuple[str, str, str]]]:
    """Return by reason the elements over a protocol that have a home on whose values it leaves no verdict."""
    found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for said in model.statements:
        key = (said.element, said.device, said.protocol)
        proof = model.proof_by_key.get(said.key)
        if proof is not None and not said.proposed and model.standings.get(key) is Standing.CARRIED:
            for reason in proof.reasons:
                found[reason.value].add(key)
    return found


def _erratum(correction: Correction) -> ErratumNote:
    erratum = correction.erratum
    return ErratumNote(
        key=erratum.key,
        line=erratum.target.key,
        field=erratum.field,
        old=erratum.old,
        new=erratum.new,
        reason=erratum.reason,
        reference=erratum.reference or NOT_RECORDED,
        editions=erratum.editions,
        outcome=correction.outcome.value,
        cell=str(correction.cell or ""),
    )


def _finding_counts(judged: Iterable[JudgedFinding], *, known: bool) -> Iterator[FindingCount]:
    """Yield how often each code was found, the worst first; what became of them only where that is `known`."""
    grouped: dict[tuple[Severity, str], list[JudgedFinding]] = {}
    for one in sorted(judged, key=lambda one: one.finding.sort_key):
        grouped.setdefault((one.finding.severity, one.finding.code), []).append(one)
    for severity, code in sorted(grouped, key=lambda key: (key[0].rank, key[1])):
        found = grouped[severity, code]
        became = Counter(one.outcome for one in found)
        numbers = [became[what] for what in _OUTCOMES] if known else []
        yield FindingCount(code, severity.value, len(found), found[0].finding.message, *numbers)
