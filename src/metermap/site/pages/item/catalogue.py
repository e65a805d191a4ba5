"""What the catalogue says of an item: its facts, and its elements as a table, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from metermap.catalogue.model import Element, ItemFact, Value
from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, labelled, table, tag, text
from metermap.core.text import Html
from metermap.site.facts import Item, protocol_title
from metermap.site.pages.item.bounds import bounds, bounds_of_item
from metermap.site.pages.item.context import ItemPages
from metermap.site.pieces import element_label, place, standing_mark

__all__ = ["description", "elements_table", "facts_table", "parties", "references"]

_FACTS: Final = (
    *("Device", "Section", "Data type", "Unit", "Range or resolution", "Access", "Entries", "Description"),
    *("Source", "Cell"),
)
_NO_DESCRIPTION: Final = "No description is recorded."


def references(item: Item) -> str:
    """Return the sections that the item's elements cite, as printed."""
    return ", ".join(dict.fromkeys(element.reference.value for element in item.elements if element.reference.value))


def description(item: Item) -> str:
    """Return what the item is, as the catalogue describes it."""
    said = dict.fromkeys(fact.description.value for fact in item.facts if fact.description.value)
    return " ".join(said) or _NO_DESCRIPTION


def facts_table(facts: Iterable[ItemFact]) -> Html:
    """Return the lines of the catalogue about the item as a whole; where there are none, that there are none."""
    rows = [tag("tr", *labelled(_FACTS, _fact_cells(fact))) for fact in facts]
    if not rows:
        return tag("p", text("The catalogue has no line about the item as a whole."), class_="quiet")
    return table("The lines about the item as a whole", _FACTS, [tag("tbody", *rows)], class_="facts stack")


def _fact_cells(fact: ItemFact) -> Iterator[Html]:
    note = f"corrected by {', '.join(fact.errata)}" if fact.errata else ""
    yield tag("th", text(fact.device), _note(note), scope="row")
    for value in (fact.section, fact.data_type, fact.unit, fact.range, fact.access, fact.depth, fact.description):
        yield tag("td", text(value), _corrected(value))
    yield tag("td", text(fact.source), _review(fact), _corrected(fact.source))
    yield tag("td", place(fact.item.place))


def _review(fact: ItemFact) -> Html:
    """Return the review status, where it says more than the source beside it."""
    said, source = (
        {word.rstrip("s") for word in re.findall(r"\w+", value.value.casefold())}
        for value in (fact.review, fact.source)
    )
    return _note(str(fact.review)) if said - source else EMPTY


def _note(said: str) -> Html:
    return tag("small", text(said), class_="note") if said else EMPTY


def _corrected(value: Value[str] | Value[int] | Value[tuple[str, ...]]) -> Html:
    """Return what the cell printed where an erratum or a canonical spelling replaced it."""
    return _note(f"printed: {value.original}" if value.original else "")


def elements_table(pages: ItemPages, item: Item, columns: Sequence[Column]) -> Html:
    """Return the elements, each with its anchor, and how each stands on each device over each protocol."""
    states = tuple(f"{column.device} {protocol_title(column.protocol)}" for column in columns)
    said = ("Category and type", "Unit and range", "Access", "Sensitive", "Cell")
    head = ("Row", "Element", *states, *said)
    rows = []
    for element in item.elements:
        standings = (tag("td", standing_mark(pages.standing(element, column)), class_="state") for column in columns)
        cells = (*_name_cells(element), *standings, *_said_cells(pages, item, element))
        rows.append(tag("tr", *labelled(head, cells), id=pages.facts.map.anchors[element.id.value]))
    count = "1 element" if len(item.elements) == 1 else f"{len(item.elements)} elements"
    caption = f"{count}, and how each stands on each device over each protocol"
    return table(caption, head, [tag("tbody", *rows)], class_="elements stack")


def _name_cells(element: Element) -> Iterator[Html]:
    row = element.row
    yield tag("td", text(row or ""), _corrected(row) if row else EMPTY, class_="number")
    notes = ["home area network only"] if element.han_only else []
    notes += [f"corrected by {', '.join(element.errata)}"] if element.errata else []
    yield tag("th", element_label(element), _corrected(element.path), *map(_note, notes), scope="row")


def _said_cells(pages: ItemPages, item: Item, element: Element) -> Iterator[Html]:
    yield tag("td", *_typed(element, () if element.row else item.facts))
    facts = pages.facts.model.catalogue.facts_by_row.get(element.row.value, ()) if element.row else ()
    yield tag("td", bounds(element, facts) if element.row else bounds_of_item(item.facts))
    yield tag("td", *_access("read by", element.readers), *_access("written by", element.writers))
    sensitive = element.sensitive.value
    yield tag("td", text("sensitive") if sensitive else _quiet("no"))
    yield tag("td", place(element.place))


def _typed(element: Element, facts: Iterable[ItemFact]) -> Iterator[Html]:
    """Yield category and type; of an element without a row, that of the item's lines where it has none itself."""
    of_item = ", ".join(dict.fromkeys(fact.data_type.value for fact in facts if fact.data_type.value))
    unstated = f"of the item: {of_item}" if of_item else "no data type is stated"
    yield text(element.category)
    yield _corrected(element.category)
    yield tag("span", text(element.data_type) or _quiet(unstated), class_="said")
    yield _corrected(element.data_type)


def _access(verb: str, printed: Value[str]) -> Iterator[Html]:
    if said := parties(printed.value):
        yield tag("span", tag("em", text(f"{verb} ")), text(said), class_="said")
    yield _corrected(printed)


def _quiet(said: str) -> Html:
    return tag("span", text(said), class_="quiet")


def parties(printed: str) -> str:
    """Return the parties that a cell lists, each apart from the next."""
    return "; ".join(party.strip() for party in printed.split(";") if party.strip())
