"""A page for each use case, and the list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from metermap.catalogue.model import UseCase
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.site.facts import SiteFacts
from metermap.site.homes import HomesTable, subject_key
from metermap.site.pieces import Page, definitions, errata_table, place

__all__ = ["use_case_list", "use_case_pages"]

_ROOT = "../"


def use_case_list(facts: SiteFacts) -> Page:
    """Return the list of use cases, in the catalogue's order."""
    head = ("Use case", "Title", "Message code", "Target", "Protocol", "Reads or updates", "Statements")
    rows = (tag("tr", *labelled(head, _list_cells(facts, case))) for case in facts.model.catalogue.use_cases)
    named = sum(case in facts.by_use_case for case in facts.model.catalogue.use_case_by_code)
    caption = f"{len(facts.model.catalogue.use_cases):,} use cases; statements of the mapping name {named:,} of them"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=1)
    return Page("use-cases/index", "Use cases", join((tag("h1", text("Use cases")), shown)))


def _list_cells(facts: SiteFacts, case: UseCase) -> Iterator[Html]:
    name = case.code.value
    yield tag("th", link(_ROOT + facts.map.use_case(name), text(name)), scope="row")
    for value in (case.title, case.message_code, case.target, case.protocol, case.read_or_update):
        yield tag("td", text(value))
    yield tag("td", text(len(facts.by_use_case.get(name, ())) or ""), class_="number")


def use_case_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each use case."""
    for name, case in facts.model.catalogue.use_case_by_code.items():
        yield Page(facts.map.use_cases[name], name, join((tag("h1", text(name)), *_body(facts, case))))


def _body(facts: SiteFacts, case: UseCase) -> Iterator[Html]:
    statements = facts.by_use_case.get(case.code.value, ())
    # Some catalogues begin the title with the code, which is the heading here.
    yield tag("p", text(case.title.value.removeprefix(case.code.value).strip()), class_="lead")
    yield _said(facts, case, statements)
    if statements:
        yield section("By device", _by_device(facts, statements), anchor="devices")
        shown = HomesTable(facts, _ROOT, device=True, use_case=case.code.value).write(
            "What its messages carry", statements
        )
        yield section("What its messages carry", shown, anchor="carries")
    else:
        yield tag("p", text("No statement of the mapping names this use case."), class_="quiet")
    if corrections := facts.model.catalogue.corrections(case):
        yield section("Errata", errata_table(corrections), anchor="errata")


def _said(facts: SiteFacts, case: UseCase, statements: Sequence[Statement]) -> Html:
    pairs = (
        ("Message code", code(case.message_code)),
        ("Target", _target(facts, case)),
        ("Protocol", text(case.protocol)),
        ("Message type", text(case.message_type)),
        ("Reads or updates", text(case.read_or_update)),
        ("Future dated", text(case.future_datable)),
        ("Replay protection", text(case.replay_protection)),
        ("Remote parties", text("; ".join(part.strip() for part in case.roles.value.split(";")))),
        ("Fewer parties here", text(_fewer(case, statements))),
        ("Service reference", text(case.service_reference)),
        ("Cell", place(case.code.place)),
    )
    return definitions(pairs, class_="two")


def _target(facts: SiteFacts, case: UseCase) -> Html:
    """Return the target as printed, with the devices that have a page linked."""
    parts = re.split(r"(\w+)", case.target.value)
    return join(link(_ROOT + page, text(part)) if (page := facts.map.device(part)) else text(part) for part in parts)


def _fewer(case: UseCase, statements: Sequence[Statement]) -> str:
    """Return for how many statements the mapping names fewer parties than the catalogue, and which."""
    name = case.code.value
    said = [roles for statement in statements for one, roles in statement.roles if one == name]
    counted = {roles: said.count(roles) for roles in dict.fromkeys(said)}
    of = len(statements)
    return "; ".join(f"{' and '.join(roles)}, for {number:,} of {of:,} statements" for roles, number in counted.items())


def _by_device(facts: SiteFacts, statements: Sequence[Statement]) -> Html:
    head = ("Device", "Route", "Objects or clusters", "Elements carried", "Protocol fields", "Statements")
    groups: dict[tuple[str, str], list[Statement]] = {}
    for said in statements:
        groups.setdefault((said.device, said.route), []).append(said)
    rows = (
        tag(
            "tr",
            *labelled(
                head,
                (
                    tag("th", _device(facts, device), scope="row"),
                    tag("td", text(route)),
                    *(tag("td", text(number), class_="number") for number in _numbers(found)),
                ),
            ),
        )
        for (device, route), found in groups.items()
    )
    caption = "What the mapping says of it; protocol fields are those that no element of the catalogue asks for"
    return table(caption, head, [tag("tbody", *rows)], class_="stack", numbers=4)


def _device(facts: SiteFacts, device: str) -> Html:
    page = facts.map.device(device)
    return link(_ROOT + page, text(device)) if page else text(device)


def _numbers(found: Sequence[Statement]) -> tuple[int, int, int, int]:
    subjects = {subject_key(said.address) for said in found}
    elements = {said.element for said in found if said.element and not said.proposed}
    fields = sum(not said.element for said in found)
    return len(subjects - {""}), len(elements), fields, len(found)
