"""The cards of an element: what the catalogue says, and for each home where it is, when, by whom, how and what for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from metermap.codegen.bindings.scan import scan
from metermap.codegen.explaining.sample import Sample, Samples
from metermap.codegen.explaining.words import ROUTES, breaking, scale_words, spelled
from metermap.codegen.titles import protocol_title
from metermap.mappings.model import Role, State
from metermap.mappings.proofs import ASSUMED, DECIDED_BY, WHY_UNDECIDED
from metermap.mappings.rules.base import said_once, subject_of
from metermap.protocols.cards import Card, CardTable

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, ItemFact, Value
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.core.findings import Finding
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["element_cards"]


def element_cards(given: GeneratorInput, elements: Iterable[Element]) -> Iterator[Card]:
    """Yield the card of each element and, behind it, one for each sentence that says where it is carried.

    Without elements nothing is read. `given` is what generators get: the model and its dictionaries.
    """
    asked = tuple(elements)
    if not asked:
        return
    from metermap.codegen.vectors import read_vectors  # noqa: PLC0415  (brings pydantic along)

    samples = Samples(read_vectors(), given.dictionaries)
    entries = {entry.statement.key: entry for device in scan(given, str).devices for entry in device.entries}
    then = _other_editions(given, asked)
    for element in asked:
        said = given.model.statements_by_element.get(element.id.value, ())
        yield _element(given.model, element, then.get(element.id.value, ""))
        for statement, devices in said_once(said):
            yield _Home(given, statement, devices).card(entries.get(statement.key), samples)


# ---- what the catalogue says ------------------------------------------------------------------------


def _celled(value: Value[str] | Value[int] | Value[tuple[str, ...]] | Value[bool] | None, text: str = "") -> str:
    """Return a value with its cell, and with what the cell printed where that was corrected."""
    if value is None:
        return ""
    shown = text or str(value.value)
    printed = f", printed {value.original!r}" if value.original else ""
    return f"{shown}  ({value.place}{printed})" if shown and value.place else shown


def _other_editions(given: GeneratorInput, elements: Iterable[Element]) -> Mapping[str, str]:
    """Return in words where the other editions of the workspace have each element, by its id."""
    if not given.editions:
        return {}
    from metermap.codegen.editions.forms import in_one_line  # noqa: PLC0415  (it asks what a text means, as we do)
    from metermap.codegen.editions.known import known_of  # noqa: PLC0415
    from metermap.codegen.editions.ladder import ladder_of  # noqa: PLC0415

    ladder = ladder_of(given.model, given.editions, given.site.renamed)
    ids = (element.id.value for element in elements)
    subjects = ((id_, ladder.subject(len(ladder.steps), [id_])) for id_ in ids)
    return {id_: "; ".join(map(in_one_line, known_of(ladder, subject)[:-1])) for id_, subject in subjects}


def _element(model: ResolvedModel, element: Element, then: str) -> Card:
    facts = model.catalogue.facts_by_row.get(element.row.value, ()) if element.row else ()
    pairs = (
        ("id", _celled(element.id)),
        ("row", _celled(element.row)),
        ("reference", _celled(element.reference)),
        ("category", _celled(element.category)),
        ("data type", _celled(element.data_type) or "not stated"),
        ("sensitive", _celled(element.sensitive, "yes" if element.sensitive.value else "no")),
        ("read by", _celled(element.readers)),
        ("written by", _celled(element.writers)),
        ("devices", _celled(element.devices, ", ".join(element.devices.value))),
        ("errata", ", ".join(element.errata)),
        ("editions", then),
    )
    tables = (_facts(facts), _findings(model, (element.id.value, element.name)))
    return Card("element of the catalogue", element.name, pairs, tables, tuple(_not_carried(model, element)))


def _facts(facts: Iterable[ItemFact]) -> CardTable:
    rows = tuple(
        (
            str(fact.device),
            str(fact.item),
            str(fact.unit),
            str(fact.range),
            str(fact.access),
            str(fact.depth),
            str(fact.description),
            str(fact.item.place or ""),
        )
        for fact in facts
    )
    headings = ("device", "item", "unit", "range or resolution", "access", "entries", "description", "cell")
    return CardTable("What the catalogue says of the item", headings, rows)


def _findings(model: ResolvedModel, subjects: tuple[str, ...]) -> CardTable:
    return _findings_table(found for found in model.findings if found.subject in subjects)


def _findings_table(found: Iterable[Finding]) -> CardTable:
    rows = tuple((each.code, each.severity.value, each.message, str(each.place or "")) for each in found)
    return CardTable("Findings", ("code", "severity", "message", "place"), rows)


def _not_carried(model: ResolvedModel, element: Element) -> Iterator[str]:
    """Yield a sentence for each device and protocol where nothing says that the element is carried."""
    for (id_, device, protocol), state in model.states.items():
        if id_ == element.id.value and state in {State.UNDECIDED, State.NOT_APPLICABLE}:
            reason = dict(next(each for each in model.devices if each.id == device).silent).get(protocol, "")
            why = f": {reason}" if reason and state is State.NOT_APPLICABLE else ""
            yield f"{device} over {protocol_title(protocol)}: {state.value}{why}."


# ---- where it is carried ------------------------------------------------------------------------------


class _Home:
    """One sentence about an element, and the devices of which it is said."""

    def __init__(self, given: GeneratorInput, statement: Statement, devices: tuple[str, ...]) -> None:
        self.model = given.model
        self.dictionaries = given.dictionaries
        self.said = statement
        self.devices = devices

    def card(self, entry: EntryFacts | None, samples: Samples) -> Card:
        """Return the card; `entry` is what the bindings make of the statement, None if they have none."""
        said = self.said
        where = str(said.address) if said.address is not None else "nowhere"
        protocol = protocol_title(said.protocol)
        title = f"{', '.join(self.devices)} over {protocol}: {where}"
        facts = (*self._place(), *self._value(entry), *self._proof(), *self._sample(entry, samples), *self._review())
        tables = (self._use_cases(), self._findings())
        kind = (
            "gap"
            if said.role is Role.GAP
            else "home"
            if not said.proposed
            else "plan"
            if said.status == "planned"
            else "proposal"
        )
        return Card(kind, title, facts, tables)

    def _place(self) -> Iterator[tuple[str, str]]:
        said = self.said
        yield "at", "; ".join(f"{name} {what}" for name, what in spelled(self.dictionaries, said.address))
        yield "route", ROUTES.get(said.route, said.route)
        yield "when", " and ".join(said.conditions)
        yield (
            "editions",
            " ".join(filter(None, (said.since and f"since {said.since}", said.until and f"until {said.until}"))),
        )
        yield "said in", str(said.place)

    def _value(self, entry: EntryFacts | None) -> Iterator[tuple[str, str]]:
        said = self.said
        yield "type on the wire", str(said.type) if said.type is not None else ""
        deviates = said.dictionary_type is not None and str(said.dictionary_type) != str(said.type)
        yield "dictionary's type", str(said.dictionary_type) if deviates else ""
        yield "always", said.value
        yield "computed", said.conversion
        yield "unit", said.unit or (entry.unit if entry else "")
        yield "scale", scale_words(entry)
        yield "part", entry.part if entry else ""
        yield "permitted", said.only
        yield "coded", ", ".join(f"{ours} = {theirs}" for ours, theirs in said.coded)
        yield "becomes", said.becomes
        yield "no codec", (entry.missing or entry.reason.value) if entry and entry.reason else ""

    def _proof(self) -> Iterator[tuple[str, str]]:
        proof = self.model.proof_by_key.get(self.said.key)
        if proof is None:
            return
        yield "proof", proof.verdict.value + (f": {breaking(proof.broken)}" if proof.broken else "")
        yield "catalogue allows", proof.stated
        yield "wire carries", proof.carried
        yield "conversion", proof.conversion
        yield "not decided as", "; ".join(WHY_UNDECIDED[reason] for reason in proof.reasons)
        yield "would decide it", "; ".join(DECIDED_BY[reason] for reason in proof.reasons)
        yield "assumed", "; ".join(ASSUMED[assumption] for assumption in proof.assumptions)
        yield "depends on", ", ".join(proof.conditional)
        yield "comes back", proof.limits
        yield "wire also says", proof.beyond
        yield "proved from", ", ".join(map(str, proof.evidence))

    def _sample(self, entry: EntryFacts | None, samples: Samples) -> Iterator[tuple[str, str]]:
        sample: Sample | None = samples.of(entry) if entry else None
        if sample is None:
            return
        whole = f"a whole {sample.type}"
        value = f"the value {sample.value}" if sample.value is not None else "a value that the vector does not name"
        yield "example", f"{value} in {sample.octets.hex(' ').upper()}, {whole} (made by {sample.source})"

    def _review(self) -> Iterator[tuple[str, str]]:
        said = self.said
        yield "because", " ".join(said.because)
        yield "despite", " ".join(said.despite)
        yield "review", said.status + "".join(f"; {name}: {value}" for name, value in said.record)
        yield "relation", said.relation or "not recorded"

    def _use_cases(self) -> CardTable:
        known = self.model.catalogue.use_case_by_code
        rows = tuple(
            (
                case.code.value,
                case.title.value,
                case.message_code.value,
                case.read_or_update.value,
                case.replay_protection.value,
                case.roles.value,
                case.service_reference.value,
                str(case.code.place or ""),
            )
            for code in self.said.use_cases
            if (case := known.get(code)) is not None
        )
        headings = ("code", "title", "message", "does", "replay protection", "roles", "service", "cell")
        return CardTable("Use cases", headings, rows)

    def _findings(self) -> CardTable:
        subject = subject_of(self.said)
        return _findings_table(found for found in self.model.findings if found.subject == subject)
