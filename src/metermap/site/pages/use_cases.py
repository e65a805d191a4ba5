"""A page for each use case, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.catalogue.model import UseCase
from metermap.core.markup import join, link, section, table, tag, text
from metermap.core.text import Html
from metermap.site.facts import SiteFacts
from metermap.site.homes import HomesTable
from metermap.site.pieces import Page, definitions, errata_table

__all__ = ["use_case_list", "use_case_pages"]

_ROOT = "../"


def use_case_list(facts: SiteFacts) -> Page:
    """Return the list of use cases, in the catalogue's order."""
    head = ("Use case", "Title", "Message code", "Target", "Protocol", "Reads or updates", "Statements")
    rows = (tag("tr", *_list_cells(facts, case)) for case in facts.model.catalogue.use_cases)
    caption = f"{len(facts.model.catalogue.use_cases):,} use cases"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list", numbers=1)
    return Page("use-cases/index", "Use cases", join((tag("h1", text("Use cases")), shown)))


def _list_cells(facts: SiteFacts, case: UseCase) -> Iterator[Html]:
    code = case.code.value
    yield tag("th", link(_ROOT + facts.map.use_case(code), text(code)), scope="row")
    for value in (case.title, case.message_code, case.target, case.protocol, case.read_or_update):
        yield tag("td", text(value))
    yield tag("td", text(len(facts.by_use_case.get(code, ())) or ""), class_="number")


def use_case_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each use case."""
    for code, case in facts.model.catalogue.use_case_by_code.items():
        statements = facts.by_use_case.get(code, ())
        if statements:
            shown = HomesTable(facts, _ROOT, device=True).write("What its messages carry", statements)
        else:
            shown = tag("p", text("No statement of the mapping names this use case."), class_="quiet")
        body = [tag("h1", text(code)), _said(case), shown]
        if corrections := facts.model.catalogue.corrections(case):
            body.append(section("Errata", errata_table(corrections), anchor="errata"))
        yield Page(facts.map.use_cases[code], code, join(body))


def _said(case: UseCase) -> Html:
    pairs = (
        ("Title", case.title),
        ("Message code", case.message_code),
        ("Target", case.target),
        ("Protocol", case.protocol),
        ("Message type", case.message_type),
        ("Reads or updates", case.read_or_update),
        ("Future dated", case.future_datable),
        ("Replay protection", case.replay_protection),
        ("Remote parties", case.roles),
        ("Service reference", case.service_reference),
    )
    return definitions(((term, text(value)) for term, value in pairs), class_="two")
