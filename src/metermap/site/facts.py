"""What the pages are made of: the model's records, grouped the way a reader meets them.

This is the site's only pass over the whole model; the page writers look up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from metermap.catalogue.model import Element, ItemFact
from metermap.catalogue.references import Reference
from metermap.codegen.base import GeneratorInput
from metermap.codegen.editions import Ladder, ladder_of
from metermap.codegen.gap_report import report_on
from metermap.codegen.gap_report.earlier import Earlier
from metermap.codegen.gap_report.model import Column, GapReport
from metermap.codegen.proofs import ProofReport, build_proof_report
from metermap.codegen.standards.model import StandardsReport
from metermap.codegen.titles import protocol_title
from metermap.core.addresses import DlmsAddress
from metermap.core.findings import Finding
from metermap.core.judged import JudgedFinding
from metermap.core.logical_names import LogicalName
from metermap.core.places import Place
from metermap.core.rules import Rule
from metermap.mappings.model import ResolvedModel, State, Statement
from metermap.mappings.standing import Standing
from metermap.protocols import Dictionaries
from metermap.site.names import SiteMap, site_map

__all__ = ["Item", "SiteFacts", "gather", "protocol_title"]

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """A data item: its elements in catalogue order, what is said of it, and what was found."""

    name: str
    elements: tuple[Element, ...]
    facts: tuple[ItemFact, ...]
    statements: tuple[Statement, ...]
    findings: tuple[JudgedFinding, ...]

    @property
    def devices(self) -> frozenset[str]:
        """Return the ids of the devices that hold any of the elements."""
        return frozenset(device for element in self.elements for device in element.devices.value)


@dataclass(frozen=True)
class SiteFacts:
    """All that a page writer may look up.

    `findings` are in reading order, each with what became of it; `finding_items` says which item one is about.
    `standards` is None and `rules` empty where nobody has made them. `earlier` is the state that changes are shown
    against, None if none is given; `renamed` tells the name that a data item has now. `ladder` are the editions that
    the workspace keeps alive, None where there is but one.
    """

    model: ResolvedModel
    report: GapReport
    map: SiteMap
    items: tuple[Item, ...]
    by_use_case: dict[str, tuple[Statement, ...]]
    finding_items: dict[Finding, str]
    findings: tuple[JudgedFinding, ...]
    dictionaries: Dictionaries
    proofs: ProofReport
    standards: StandardsReport | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    earlier: Earlier | None = None
    renamed: Callable[[str], str] = str
    ladder: Ladder | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the devices over the protocols, in the report's order."""
        return self.report.columns

    def state(self, element: Element, column: Column) -> State | None:
        """Return the state of an element in a column; None where the device does not hold it."""
        return self.model.states.get((element.id.value, column.device, column.protocol))

    @cached_property
    def by_section(self) -> dict[Reference, tuple[Element, ...]]:
        """Return the elements by the sections that they cite; those that cite none are nowhere."""
        return _grouped(
            (reference, element)
            for element in self.model.catalogue.elements
            for reference in element.references or ()
            if not reference.logical_name
        )

    def standing(self, element: Element, column: Column) -> Standing | None:
        """Return the standing of an element in a column; None where the device does not hold it."""
        return self.model.standings.get((element.id.value, column.device, column.protocol))

    @cached_property
    def object_names(self) -> dict[LogicalName, str]:
        """Return what the logical names of the objects in use say, in words."""
        homes = {statement.address for statement in self.model.statements}
        names = {home.logical_name for home in homes if isinstance(home, DlmsAddress)}
        return {name: self.dictionaries.dlms.describe_logical_name(name) for name in names}

    @cached_property
    def by_code(self) -> dict[str, tuple[JudgedFinding, ...]]:
        """Return the findings by code, in reading order."""
        return _grouped((judged.finding.code, judged) for judged in self.findings)


def gather(request: GeneratorInput) -> SiteFacts:
    """Return what the pages about the request's model are made of."""
    model, judged = request.model, request.findings
    elements = _grouped((element.item.value, element) for element in model.catalogue.elements)
    statements = _grouped((_item_of(model, statement), statement) for statement in model.statements)
    proofs = build_proof_report(model, request.dictionaries)
    finding_items = _finding_items(model, [one.finding for one in judged])
    findings = _grouped((finding_items.get(one.finding, ""), one) for one in judged)
    return SiteFacts(
        model=model,
        report=report_on(request, proofs),
        map=site_map(model, dict.fromkeys(one.finding.code for one in judged)),
        items=tuple(
            Item(name, held, _item_facts(model, name, held), statements.get(name, ()), findings.get(name, ()))
            for name, held in sorted(elements.items(), key=lambda pair: (pair[0].casefold(), pair[0]))
        ),
        by_use_case=_grouped((case, statement) for statement in model.statements for case in statement.use_cases),
        finding_items=finding_items,
        findings=judged,
        dictionaries=request.dictionaries,
        proofs=proofs,
        standards=request.standards,
        rules=request.rules,
        earlier=request.earlier,
        renamed=request.site.present_name,
        ladder=ladder_of(model, request.editions, request.site.renamed) if request.editions else None,
    )


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    grouped: dict[K, list[T]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in grouped.items()}


def _item_of(model: ResolvedModel, statement: Statement) -> str:
    """Return the item a statement is shown with: its element's, or the one the statement names."""
    element = model.catalogue.element_by_id.get(statement.element)
    return element.item.value if element else statement.item


def _item_facts(model: ResolvedModel, name: str, elements: Iterable[Element]) -> tuple[ItemFact, ...]:
    """Return the facts that the elements' printed rows join to, and those under the very name."""
    joined = [
        fact for element in elements if element.row for fact in model.catalogue.facts_by_row.get(element.row.value, ())
    ]
    named = [fact for fact in model.catalogue.items if fact.item.value == name]
    return tuple({id(fact): fact for fact in (*joined, *named)}.values())


def _finding_items(model: ResolvedModel, findings: Iterable[Finding]) -> dict[Finding, str]:
    """Return the item that each finding is about, for those that are about one."""
    subjects, places = _subjects(model), _places(model)
    found: dict[Finding, str] = {}
    for finding in findings:
        item = subjects.get(finding.subject) or next(
            (places[place] for place in (finding.place, *finding.also) if place in places), ""
        )
        if item:
            found[finding] = item
    return found


def _subjects(model: ResolvedModel) -> dict[str, str]:
    """Return items by what a finding's subject may name: statement, element or item itself."""
    items = {element.item.value for element in model.catalogue.elements}
    named = {statement.key: _item_of(model, statement) for statement in model.statements}
    named.update((element.id.value, element.item.value) for element in model.catalogue.elements)
    named.update((item, item) for item in items)
    return {subject: item for subject, item in named.items() if item in items}


def _places(model: ResolvedModel) -> dict[Place | None, str]:
    """Return items by the place of a statement, a cell of an element, or of a fact by its name."""
    items = {element.item.value for element in model.catalogue.elements}
    places: dict[Place | None, str] = {
        statement.place: item for statement in model.statements if (item := _item_of(model, statement)) in items
    }
    for element in model.catalogue.elements:
        places.update((place, element.item.value) for place in _cells(element))
    places.pop(None, None)
    return places


def _cells(element: Element) -> Iterator[Place | None]:
    values = (element.id, element.reference, element.item, element.path, element.category, element.data_type)
    yield from (value.place for value in values)
    yield from (value.place for value in (element.sensitive, element.readers, element.writers, element.devices))
    if element.row:
        yield element.row.place
