"""Asking dictionaries and workspace at once: the cards of a text, with who maps there and by which use cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from metermap.catalogue.model import UseCase
from metermap.core.findings import Finding
from metermap.core.suggest import advice, closest
from metermap.mappings.model import ResolvedModel
from metermap.mappings.users import statements_about, use_case_tables, users_table
from metermap.protocols import codes
from metermap.protocols.ask import ask, card_of, known_names
from metermap.protocols.cards import Card
from metermap.protocols.dictionaries import Dictionaries
from metermap.protocols.search import Hit, matching, search_dictionaries

__all__ = ["Answer", "search", "show"]

_STEPS = re.compile(r"[./]")
_LIKE_A_USE_CASE = re.compile(r"[A-Z]{2,5}\d{1,3}[a-z]?")


@dataclass(frozen=True, slots=True)
class Answer:
    """The cards of what a text means; `finding` says why there are none."""

    cards: tuple[Card, ...] = ()
    finding: Finding | None = None


def show(dictionaries: Dictionaries, model: ResolvedModel | None, text: str) -> Answer:
    """Return the cards of all that `text` means; without a model they do not say who maps there."""
    case = _use_case(model, text)
    if case is not None and model is not None:
        return Answer((_use_case_card(model, case),))
    found = ask(dictionaries, text)
    if isinstance(found, Finding):
        return Answer(finding=_with_use_cases(dictionaries, found, model, text))
    cards = []
    for entry in found:
        card = card_of(dictionaries, entry)
        if model is not None:
            statements = statements_about(model, entry)
            nobody = () if statements else (f"Nobody maps here in {model.title}.",)
            tables = (users_table(model, statements),) if statements else ()
            card = replace(card, tables=(*card.tables, *tables), remarks=(*card.remarks, *nobody))
        cards.append(card)
    return Answer(tuple(cards))


def _use_case(model: ResolvedModel | None, text: str) -> UseCase | None:
    if model is None:
        return None
    wanted = text.strip().casefold()
    return next((case for case in model.catalogue.use_cases if case.code.value.casefold() == wanted), None)


def _with_use_cases(dictionaries: Dictionaries, finding: Finding, model: ResolvedModel | None, text: str) -> Finding:
    """Let a text that nothing has resemble a use case, too; without a workspace, say who knows of use cases."""
    if finding.code != codes.UNKNOWN_ENTRY.id or _STEPS.search(text):
        return finding
    if model is not None:
        names = (*model.catalogue.use_case_by_code, *known_names(dictionaries))
        return replace(finding, help=advice(closest(text, names)) or finding.help)
    if _LIKE_A_USE_CASE.fullmatch(text.strip()) is None:
        return finding
    return replace(finding, help=f"{finding.help} Use cases are a workspace's: name it by --workspace.".strip())


def _use_case_card(model: ResolvedModel, case: UseCase) -> Card:
    facts = (
        ("title", case.title.value),
        ("message code", case.message_code.value),
        ("target", case.target.value),
        ("protocol", case.protocol.value),
        ("message type", case.message_type.value),
        ("read or update", case.read_or_update.value),
        ("future datable", case.future_datable.value),
        ("replay protection", case.replay_protection.value),
        ("roles", case.roles.value),
        ("service reference", case.service_reference.value),
        ("stands in", str(case.code.place) if case.code.place else ""),
    )
    tables = tuple(table for table in use_case_tables(model, case.code.value) if table.rows)
    remarks = () if tables else ("No statement of the mapping names it.",)
    return Card("use case", case.code.value, facts, tables, remarks)


def search(dictionaries: Dictionaries, model: ResolvedModel | None, words: str) -> tuple[Hit, ...]:
    """Return all that holds every word in its name: of the dictionaries, and of a workspace if there is a model."""
    own = () if model is None else matching(_workspace_hits(model), words)
    return (*own, *search_dictionaries(dictionaries, words))


def _workspace_hits(model: ResolvedModel) -> Iterator[Hit]:
    for case in model.catalogue.use_cases:
        yield Hit("use case", case.code.value, case.title.value)
    items: dict[str, int] = {}
    for element in model.catalogue.elements:
        items[element.item.value] = items.get(element.item.value, 0) + 1
    for item, count in items.items():
        yield Hit("item", item, f"{count} element{'' if count == 1 else 's'}")
