"""The lines that a query is asked of, made of a resolved model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.mappings.rules.base import subject_of
from metermap.mappings.selecting.fields import Line

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["lines_of"]


def lines_of(model: ResolvedModel) -> Iterator[Line]:
    """Yield a line for each statement, in the order of the model, then one for each element that nothing is said of."""
    found = _findings(model)
    for statement in model.statements:
        yield _said(model, statement, found)
    spoken = {(said.element, said.device, said.protocol) for said in model.statements}
    for (element, device, protocol), state in model.states.items():
        if (element, device, protocol) not in spoken:
            known = model.catalogue.element_by_id[element]
            facts = model.catalogue.facts_by_row.get(known.row.value, ()) if known.row else ()
            about = (*found.get(f"{protocol}/{element}", ()), *found.get(element, ()))
            yield Line(device, protocol, known, facts, None, state, (), about)


def _findings(model: ResolvedModel) -> dict[str, tuple[Finding, ...]]:
    """Return the findings by the subject that they are about."""
    found: dict[str, list[Finding]] = {}
    for finding in model.findings:
        found.setdefault(finding.subject, []).append(finding)
    return {subject: tuple(findings) for subject, findings in found.items()}


def _said(model: ResolvedModel, statement: Statement, found: dict[str, tuple[Finding, ...]]) -> Line:
    catalogue = model.catalogue
    cases = tuple(
        catalogue.use_case_by_code[code] for code in statement.use_cases if code in catalogue.use_case_by_code
    )
    return Line(
        statement.device,
        statement.protocol,
        catalogue.element_by_id.get(statement.element),
        catalogue.facts_by_row.get(statement.row, ()) if statement.row is not None else (),
        statement,
        model.states.get((statement.element, statement.device, statement.protocol)),
        cases,
        (*found.get(subject_of(statement), ()), *found.get(statement.element, ())),
        model.proof_by_key.get(statement.key),
    )
