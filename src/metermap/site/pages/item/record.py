"""What is open and what is recorded of an item: gaps, findings, evidence, history, and where to change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.catalogue.erratum import Correction
from metermap.catalogue.model import Element, ItemFact
from metermap.codegen.gap_report.model import Gap
from metermap.core.markup import EMPTY, join, labelled, link, table, tag, text
from metermap.core.places import CellPlace, Place, TextPlace
from metermap.core.text import Html
from metermap.mappings.results import TestResult
from metermap.site.facts import protocol_title
from metermap.site.pages.item.context import ROOT, ItemPages, Said
from metermap.site.pieces import definitions, element_link, errata_table, findings_table, place, standing_mark

__all__ = ["change_links", "evidence", "findings", "gaps", "history"]

_GAPS: Final = ("Element", "Device", "Standing", "Reason", "Consequence", "Would close it", "Owner and decision")


def gaps(pages: ItemPages, said: Said) -> Html:
    """Return the gaps of the item, and what would close each."""
    found = pages.gaps.get(said.item.name, ())
    if not found:
        return tag("p", text("No gap is reported."), class_="quiet")
    rows = (tag("tr", *labelled(_GAPS, _gap_cells(pages, gap))) for gap in found)
    return table("Gaps", _GAPS, [tag("tbody", *rows)], class_="gaps stack")


def _gap_cells(pages: ItemPages, gap: Gap) -> Iterator[Html]:
    yield tag("th", element_link(pages.facts, gap.element, ROOT, text(gap.path or gap.item)), scope="row")
    yield tag("td", text(f"{gap.device} over {protocol_title(gap.protocol)}"))
    yield tag("td", standing_mark(gap.standing), text(f" {gap.standing.value}"))
    limits = (f"{limit.value}: {limit.why}" for limit in gap.limits)
    yield tag("td", text(gap.reason), *(tag("small", text(limit), class_="note") for limit in limits))
    yield tag("td", text(gap.consequence))
    yield tag("td", text(gap.proposal))
    yield tag("td", text(gap.owner), tag("small", text(gap.decision), class_="note"))


def findings(pages: ItemPages, said: Said) -> Html:
    """Return the findings about the item, each with what became of it."""
    if not said.item.findings:
        return tag("p", text("None."), class_="quiet")
    shown = findings_table(pages.facts, said.item.findings, ROOT, "What the checks found about this item")
    return join((shown, tag("p", link(f"{ROOT}findings.html", text("All findings")))))


def evidence(pages: ItemPages, said: Said) -> Html:
    """Return what laboratories found of the item's elements."""
    held = {element.id.value for element in said.item.elements}
    results = [result for result in pages.facts.model.results if result.element in held]
    if not results:
        return tag("p", text("No test result is recorded."), class_="quiet")
    head = ("Element", "Device", "Tested", "Outcome", "Edition", "Date", "Laboratory", "Cell")
    rows = (tag("tr", *labelled(head, _result_cells(pages, result))) for result in results)
    return table("What laboratories found", head, [tag("tbody", *rows)], class_="results stack")


def _result_cells(pages: ItemPages, result: TestResult) -> Iterator[Html]:
    edition = pages.facts.model.edition
    yield tag("th", element_link(pages.facts, result.element, ROOT, text(result.element)), scope="row")
    yield tag("td", text(f"{result.device} over {protocol_title(result.protocol)}"))
    yield tag("td", text(result.subject))
    yield tag("td", text(result.outcome.value))
    stale = tag("small", text("another edition: it does not count"), class_="note")
    yield tag("td", text(result.edition), stale if result.edition != edition else EMPTY)
    yield tag("td", text(result.date))
    yield tag("td", text(result.laboratory))
    yield tag("td", place(result.place))


def history(pages: ItemPages, said: Said) -> Html:
    """Return what is known of the item's past: former names, editions that statements speak of, and errata."""
    names = pages.former_names.get(said.item.name, ())
    editions = dict.fromkeys(
        " ".join(part for part in (each.since and f"since {each.since}", each.until and f"until {each.until}") if part)
        for each in said.item.statements
        if each.since or each.until
    )
    corrections = _corrections(pages, said)
    known = definitions(
        (
            ("Former names", text(", ".join(names) or "none is recorded")),
            ("Editions of the statements", text(", ".join(editions) or "not recorded")),
            ("Errata", text("see below" if corrections else "none is applied")),
        )
    )
    return join((known, errata_table(corrections) if corrections else EMPTY))


def _corrections(pages: ItemPages, said: Said) -> tuple[Correction, ...]:
    """Return the errata applied to the item's elements and facts, each once."""
    lines: tuple[Element | ItemFact, ...] = (*said.item.elements, *said.item.facts)
    catalogue = pages.facts.model.catalogue
    return tuple(dict.fromkeys(one for line in lines for one in catalogue.corrections(line)))


def _written(pages: ItemPages, said: Said) -> Iterator[Place]:
    """Yield where errata of the item and verdicts on its findings are written."""
    yield from (one.erratum.place for one in _corrections(pages, said))
    yield from (judged.place for judged in said.item.findings if judged.place is not None)


def _workbooks(said: Said) -> Iterator[str]:
    """Yield the files that the item's elements and lines stand in."""
    cells = (*(element.path.place for element in said.item.elements), *(fact.item.place for fact in said.item.facts))
    yield from dict.fromkeys(cell.file for cell in cells if cell is not None)


def _line_of(where: Place) -> int | None:
    match where:
        case CellPlace(row=line) | TextPlace(line=line):
            return line
        case _:
            return None


def change_links(pages: ItemPages, said: Said) -> Html:
    """Return where the item's lines are edited and an issue about it is opened; nothing where that is not recorded."""
    settings = pages.settings
    files: dict[str, int] = {}
    for each in said.item.statements:
        files[each.place.file] = min(each.place.line, files.get(each.place.file, each.place.line))
    found = {f"Edit {file}": settings.edit_link(file, line) for file, line in files.items()}
    for place_ in _written(pages, said):
        line = _line_of(place_)
        named = f"Edit {place_.file}, line {line}" if line else f"Edit {place_.file}"
        found[named] = settings.edit_link(place_.file, line) if line else settings.file_link(place_.file)
    found |= {f"Edit {file}": settings.file_link(file) for file in _workbooks(said)}
    links = [link(address, text(named)) for named, address in found.items() if address]
    if address := settings.issue_link(said.item.name):
        links.append(link(address, text("Open an issue about this item")))
    return tag("ul", *(tag("li", each) for each in links), class_="change") if links else EMPTY
