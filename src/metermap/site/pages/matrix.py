"""The matrix: every element against every device and protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from metermap.catalogue.model import Element
from metermap.core.markup import EMPTY, join, label, link, tag, text
from metermap.core.text import Html
from metermap.mappings.model import State
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.pieces import LETTERS, Page, legend, mark

__all__ = ["matrix"]

_CAPTION = (
    "State of each element by device and protocol. An empty cell: nobody asks, because the device does not hold "
    "the element, or because it is one of the home area network and the protocol does not go there."
)


def matrix(facts: SiteFacts) -> Page:
    """Return the matrix, grouped by item. Its filter appears where scripts run."""
    widest = str(2 + len(facts.columns))
    bodies = (_item(facts, item, widest) for item in facts.items)
    inner = tag("table", tag("caption", text(_CAPTION)), _head(facts), *bodies, class_="matrix", id="matrix")
    region = tag("div", inner, class_="scroll tall", role="region", aria_label="Matrix", tabindex="0")
    body = join((tag("h1", text("Matrix")), legend(), _filter(), region))
    return Page("matrix", "Matrix", body)


def _head(facts: SiteFacts) -> Html:
    headings = (
        tag(
            "th",
            text(column.device),
            tag("small", text(protocol_title(column.protocol))),
            tag("small", text(f"{column.mapped} of {column.elements}"), class_="count"),
            scope="col",
        )
        for column in facts.columns
    )
    return tag(
        "thead", tag("tr", tag("th", text("Row"), scope="col"), tag("th", text("Element"), scope="col"), *headings)
    )


def _filter() -> Html:
    """Return the filter's form; a script of ours reveals it."""
    states = (tag("option", text(f"{LETTERS[state]} {state.value}"), value=LETTERS[state]) for state in State)
    parts = (
        tag("label", text("Show elements with "), Html('<input type="search" id="matrix-filter" autocomplete="off">')),
        tag("label", text("in state "), tag("select", tag("option", text("any")), *states, id="matrix-state")),
        tag("output", EMPTY, id="matrix-count", for_="matrix-filter matrix-state"),
    )
    return tag("form", *parts, class_="filter js-only", id="matrix-form")


def _item(facts: SiteFacts, item: Item, widest: str) -> Html:
    address = facts.map.item(item.name)
    heading = tag("tr", tag("th", link(address, text(item.name)), colspan=widest, scope="rowgroup"), class_="group")
    paths = Counter(element.path.value for element in item.elements)
    rows = (
        tag("tr", *_cells(facts, element, _twin_note(element) if paths[element.path.value] > 1 else EMPTY))
        for element in item.elements
    )
    return tag("tbody", heading, *rows)


def _twin_note(element: Element) -> Html:
    """Return what tells an element from another with the same name: its printed row, or its id."""
    return tag("small", text(f" row {element.row}" if element.row else f" {element.id}"))


def _cells(facts: SiteFacts, element: Element, note: Html) -> Iterator[Html]:
    yield tag("td", text(element.row or ""), class_="number")
    name = label(element.path.value or element.item.value)
    yield tag("th", link(facts.map.elements[element.id.value], name), note, scope="row")
    for column in facts.columns:
        yield tag("td", mark(facts.state(element, column)))
