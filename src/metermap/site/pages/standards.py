"""The page of standards: what the mapping rests on, how it is recognised, and what depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.codegen.standards import words
from metermap.codegen.standards.model import Dependence, EditionNeed, StandardsReport, StandardUse, Verdict
from metermap.core.markup import join, labelled, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.names import page_names
from metermap.site.pieces import Page, definitions

__all__ = ["standards"]

_EDITION_HEAD = ("Edition", "Use", "Status", "Recognition", "Basis", "Openness", "Recorded in")


def standards(facts: SiteFacts) -> Page:
    """Return the page; it says so where nobody has made the report on standards."""
    return Page("standards", "Standards", join((tag("h1", text("Standards")), *_body(facts.standards))))


def _body(report: StandardsReport | None) -> Iterator[Html]:
    if report is None:
        yield tag("p", text("The report on standards was not at hand when these pages were made."), class_="lead")
        return
    yield tag("p", text(words.INTRODUCTION), class_="lead")
    anchors = page_names(use.id for use in report.standards)
    for use in report.standards:
        yield section(use.id, *_use(use), anchor=f"standard-{anchors[use.id]}")
    yield section("Beside it", _around(report), anchor="beside")
    yield section("The edition that each device needs", _needs(report.needs), anchor="device-editions")
    yield section(
        "What depends on a draft, a proposal or a national extension",
        _dependence(report.dependence),
        anchor="dependence",
    )
    for index, verdict in enumerate(report.tests, 1):
        yield section(f"Test: {verdict.name}", *_verdict(verdict), anchor=f"test-{index}")


def _use(use: StandardUse) -> Iterator[Html]:
    title, body = words.title(use)
    yield definitions(
        (
            ("Title", text(title)),
            ("Published by", text(body)),
            ("Through", text(words.through_text(use))),
            ("What rests on it", _list(map(words.usage_text, use.usage))),
            ("Not in the register", text(", ".join(use.unregistered))),
            ("Other editions", text(words.other_editions(use))),
        )
    )
    asked = [
        (words.edition_title(record), dict(words.edition_facts(what, record)))
        for what, record in words.asked_editions(use)
    ]
    if asked:
        rows = (
            _row(_EDITION_HEAD, (name, *(said.get(label.lower(), "") for label in _EDITION_HEAD[1:])))
            for name, said in asked
        )
        caption = "Editions that the mapping rests on, or may rest on"
        yield table(caption, _EDITION_HEAD, [tag("tbody", *rows)], class_="stack")


def _list(entries: Iterator[str]) -> Html:
    shown = [tag("li", text(entry)) for entry in entries]
    return tag("ul", *shown, class_="plain") if shown else text("")


def _row(head: Sequence[str], cells: Sequence[str], *, numbers: int = 0) -> Html:
    """Return a row, its first cell as its heading, the last `numbers` cells set to the right."""
    first = len(cells) - numbers
    rest = (tag("td", text(cell), class_="number" if index >= first else "") for index, cell in enumerate(cells[1:], 1))
    return tag("tr", *labelled(head, (tag("th", text(cells[0]), scope="row"), *rest)))


def _around(report: StandardsReport) -> Html:
    lines = [
        f"The catalogue cites {cited.name} ({cited.id or 'not in the register'}): {counted(cited.elements, 'element')}."
        for cited in report.citations
    ]
    if report.unaddressed.statements:
        lines.append(f"In an alert or a message, on no dictionary: {words.count_text(report.unaddressed)}.")
    if report.others:
        lines.append(f"Registered, and nothing here leads there: {', '.join(report.others)}.")
    return (
        tag("ul", *(tag("li", text(line)) for line in lines)) if lines else tag("p", text("Nothing."), class_="quiet")
    )


def _needs(needs: Sequence[EditionNeed]) -> Html:
    head = ("Device", "Lowest edition", "What each edition brought", "Not checked")
    rows = (
        _row(head, (words.need_name(need), words.need_text(need), words.rung_text(need), words.unchecked_text(need)))
        for need in needs
    )
    caption = "The lowest edition that holds all that is mapped of a device"
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _dependence(found: Sequence[Dependence]) -> Html:
    if not found:
        return tag("p", text("Nothing."), class_="quiet")
    head = ("Device", "Protocol", "Depends on", "Elements", "Statements")
    rows = (
        _row(
            head,
            (
                one.device,
                protocol_title(one.protocol),
                one.kind,
                f"{one.count.elements:,}",
                f"{one.count.statements:,}",
            ),
            numbers=2,
        )
        for one in found
    )
    return table("By device, protocol and what is depended on", head, [tag("tbody", *rows)], class_="stack", numbers=2)


def _verdict(verdict: Verdict) -> Iterator[Html]:
    yield tag("p", text("Outcome: "), tag("strong", text(verdict.outcome.value)))
    head = ("Device or standard", "Outcome", "Reason")
    rows = (
        _row(head, (part.subject, part.outcome.value, ": ".join(filter(None, (part.reason, "; ".join(part.details))))))
        for part in verdict.parts
    )
    yield table("What the test says of each", head, [tag("tbody", *rows)], class_="stack")
