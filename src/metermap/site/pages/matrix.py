"""The matrix: every element against every device and protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from metermap.catalogue.model import Element
from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, join, label, link, tag, text
from metermap.core.text import Html, slug
from metermap.mappings.standing import LETTERS, Standing
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.filters import Choice, Facet, filter_controls, tokens
from metermap.site.pieces import Page, standing_legend, standing_mark
from metermap.site.search import address_words

__all__ = ["matrix"]

_CAPTION = (
    "Standing of each element by device and protocol. An empty cell: nobody asks, because the device does not hold "
    "the element, or because it is one of the home area network and the protocol does not go there."
)
_KEYS = (
    "The arrow keys move from cell to cell, Home and End along a row, Page Up and Page Down by ten rows; Enter opens "
    "the element. Headings sort: once up, twice down, three times as it was."
)

# A row's letter for a cell in which nobody asks.
_NOTHING = " "


def matrix(facts: SiteFacts) -> Page:
    """Return the matrix, grouped by item. What filters and sorts it appears where scripts run."""
    widest = str(2 + len(facts.columns))
    bodies = (_item(facts, item, widest) for item in facts.items)
    inner = tag("table", tag("caption", text(_CAPTION)), _head(facts), *bodies, class_="matrix", id="matrix")
    frame = tag("div", inner, class_="scroll tall", role="group", aria_label="Matrix", tabindex="0")
    keys = tag("p", text(_KEYS), class_="quiet keys js-only")
    heading = tag("h1", text("Matrix"))
    controls = filter_controls("matrix", "elements", _facets(facts), hint="tamper, 362, 1-0:2.8.0")
    return Page("matrix", "Matrix", join((heading, standing_legend(), controls, frame, keys)))


# ---- what can be chosen ----------------------------------------------------------------------


def _facets(facts: SiteFacts) -> Iterator[Facet]:
    elements = facts.model.catalogue.elements
    columns = facts.columns
    yield Facet("standing", "Standing", tuple(_standings()), of="cell")
    devices = {tokens([column.device]): column.device for column in columns}
    yield Facet("device", "Device", _choices(devices), of="column")
    protocols = {tokens([column.protocol]): protocol_title(column.protocol) for column in columns}
    yield Facet("protocol", "Protocol", _choices(protocols), of="column")
    yield Facet("category", "Category", _choices(_slugs(element.category.value for element in elements)))
    yield Facet("section", "Section", _choices(_slugs(element.section for element in elements)), one=True)
    if any(element.sensitive.value for element in elements):
        yield Facet("sensitive", "Sensitive", (Choice("yes", text("yes")), Choice("no", text("no"))), one=True)


def _standings() -> Iterator[Choice]:
    for standing, letter in LETTERS.items():
        yield Choice(letter, join((standing_mark(standing), text(f" {standing.value}"))))


def _choices(titles: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, text(title)) for value, title in titles.items())


def _slug(value: str) -> str:
    return slug(value) if value else ""


def _slugs(values: Iterable[str]) -> dict[str, str]:
    """Return the values that are not empty by what rows say for them, in the values' order."""
    return {_slug(value): value for value in sorted(set(values)) if value}


# ---- the table -------------------------------------------------------------------------------


def _head(facts: SiteFacts) -> Html:
    row = tag("th", text("Row"), scope="col", data_sort="row", data_kind="number")
    name = tag("th", text("Element"), scope="col", data_sort="name")
    return tag("thead", tag("tr", row, name, *(_heading(column) for column in facts.columns)))


def _heading(column: Column) -> Html:
    """Return a column's heading: device, protocol, and how much of what is mapped."""
    return tag(
        "th",
        text(column.device),
        tag("small", text(protocol_title(column.protocol))),
        tag("small", text(f"{column.mapped} of {column.elements}"), class_="count"),
        scope="col",
        data_column="yes",
        data_device=tokens([column.device]),
        data_protocol=tokens([column.protocol]),
        data_sort=f"{column.device}-{column.protocol}",
        data_order="".join(LETTERS.values()),
    )


def _item(facts: SiteFacts, item: Item, widest: str) -> Html:
    address = facts.map.item(item.name)
    heading = tag("tr", tag("th", link(address, text(item.name)), colspan=widest, scope="rowgroup"), class_="group")
    paths = Counter(element.path.value for element in item.elements)
    rows = (_row(facts, element, twin=paths[element.path.value] > 1) for element in item.elements)
    return tag("tbody", heading, *rows)


def _row(facts: SiteFacts, element: Element, *, twin: bool) -> Html:
    held = [_standing(facts, element, column) for column in facts.columns]
    said = facts.model.statements_by_element.get(element.id.value, ())
    return tag(
        "tr",
        *_name_cells(facts, element, _twin_note(element) if twin else EMPTY),
        *map(_cell, held),
        data_s="".join(LETTERS[standing] if standing else _NOTHING for standing in held),
        data_q=f"{element.reference} {address_words(element, said)}".strip(),
        data_category=_slug(element.category.value),
        data_section=_slug(element.section),
        data_sensitive="yes" if element.sensitive.value else "no",
    )


def _twin_note(element: Element) -> Html:
    """Return what tells an element from another with the same name: its printed row, or its id."""
    return tag("small", text(f" row {element.row}" if element.row else f" {element.id}"))


def _name_cells(facts: SiteFacts, element: Element, note: Html) -> Iterator[Html]:
    yield tag("td", text(element.row or ""), class_="number")
    name = label(element.path.value or element.item.value)
    yield tag("th", link(facts.map.elements[element.id.value], name), note, scope="row")


_EMPTY_CELL = tag("td")
_CELLS = {
    standing: tag("td", tag("i", text(letter), class_=standing.value.replace(" ", "-")))
    for standing, letter in LETTERS.items()
}


def _standing(facts: SiteFacts, element: Element, column: Column) -> Standing | None:
    return facts.model.standings.get((element.id.value, column.device, column.protocol))


def _cell(standing: Standing | None) -> Html:
    return _CELLS[standing] if standing else _EMPTY_CELL
