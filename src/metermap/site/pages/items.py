"""A page for each data item, and the list of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from metermap.catalogue.erratum import Correction
from metermap.catalogue.model import Element, ItemFact, Value
from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Device, State
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.homes import HomesTable
from metermap.site.pieces import (
    Page,
    definitions,
    element_label,
    errata_table,
    findings_table,
    item_link,
    mark,
    place,
)

__all__ = ["item_list", "item_pages"]

_ROOT = "../"


def item_list(facts: SiteFacts) -> Page:
    """Return the list of all data items."""
    devices = [device.id for device in facts.model.devices]
    head = ("Data item", "SMETS sections as printed", *devices, "Elements", "Findings")
    rows = (tag("tr", *_list_cells(facts, item, devices)) for item in facts.items)
    home = facts.report.home_items
    known = f", {home:,} of them known in the home only" if home else ""
    caption = f"{len(facts.items):,} data items{known}. Under a device stand the elements that it holds."
    body = join(
        (
            tag("h1", text("Data items")),
            table(caption, head, [tag("tbody", *rows)], class_="list", numbers=len(devices) + 2),
        )
    )
    return Page("items/index", "Data items", body)


def _list_cells(facts: SiteFacts, item: Item, devices: Iterable[str]) -> Iterator[Html]:
    yield tag("th", item_link(facts, item.name, _ROOT), scope="row")
    yield tag("td", text(_references(item)), class_="quiet")
    held = Counter(device for element in item.elements for device in element.devices.value)
    for device in devices:
        yield tag("td", text(held[device] or ""), class_="number")
    yield tag("td", text(len(item.elements)), class_="number")
    yield tag("td", text(len(item.findings) or ""), class_="number")


def _references(item: Item) -> str:
    return ", ".join(dict.fromkeys(element.reference.value for element in item.elements if element.reference.value))


def item_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each data item."""
    for item in facts.items:
        yield Page(facts.map.items[item.name], item.name, join(_item_body(facts, item)))


def _item_body(facts: SiteFacts, item: Item) -> Iterator[Html]:
    yield tag("h1", text(item.name))
    yield tag("p", text(_lead(item)), class_="lead")
    devices = [device for device in facts.model.devices if device.id in item.devices]
    yield _glance(facts, item, devices)
    if item.facts:
        yield section("The item as a whole", _item_facts(item.facts), anchor="facts")
    anchored: set[str] = set()
    for device in devices:
        yield _device(facts, item, device, anchored)
    if unknown := [said for said in item.statements if said.device not in {device.id for device in devices}]:
        table_of = HomesTable(facts, _ROOT, device=True)
        yield section("On devices that don't list it", table_of.write("Statements for other devices", unknown))
    if corrections := _corrections(facts, item):
        yield section("Errata", errata_table(corrections), anchor="errata")
    yield section("Findings", _findings(facts, item), anchor="findings")


def _corrections(facts: SiteFacts, item: Item) -> tuple[Correction, ...]:
    """Return the errata applied to the item's elements and facts, each once."""
    lines: tuple[Element | ItemFact, ...] = (*item.elements, *item.facts)
    return tuple(dict.fromkeys(one for line in lines for one in facts.model.catalogue.corrections(line)))


def _lead(item: Item) -> str:
    count = len(item.elements)
    sensitive = sum(element.sensitive.value for element in item.elements)
    parts = [
        "1 element" if count == 1 else f"{count} elements",
        f"{sensitive} of them sensitive" if sensitive else "none of them sensitive" if count > 1 else "not sensitive",
        _references(item),
    ]
    return ", ".join(part for part in parts if part)


def _glance(facts: SiteFacts, item: Item, devices: Iterable[Device]) -> Html:
    """Return one line for each device and protocol: how many elements are in which state."""
    shown = {device.id for device in devices}
    pairs = [
        (f"{column.device} over {protocol_title(column.protocol)}", _tally(facts, item, column))
        for column in facts.columns
        if column.device in shown
    ]
    return definitions(pairs, class_="glance")


def _tally(facts: SiteFacts, item: Item, column: Column) -> Html:
    states = Counter(state for element in item.elements if (state := facts.state(element, column)))
    total = sum(states.values())
    shown = (
        tag("span", mark(state), text(f" {states[state]} of {total} {state.value}"), class_="tally")
        for state in State
        if states[state]
    )
    return join(shown)


def _item_facts(found: Iterable[ItemFact]) -> Html:
    head = (
        "Device",
        "Section",
        "Data type",
        "Unit",
        "Range or resolution",
        "Access",
        "Entries",
        "Description",
        "Source",
    )
    rows = (tag("tr", *labelled(head, _fact_cells(fact))) for fact in found)
    return table("What the catalogue says of the item", head, [tag("tbody", *rows)], class_="facts stack")


def _fact_cells(fact: ItemFact) -> Iterator[Html]:
    note = f"corrected by {', '.join(fact.errata)}" if fact.errata else ""
    said = tag("small", text(note), class_="note") if note else EMPTY
    yield tag("th", text(fact.device), said, scope="row")
    for value in (fact.section, fact.data_type, fact.unit, fact.range, fact.access, fact.depth, fact.description):
        yield _valued(value)
    yield tag("td", text(fact.source), _review(fact), _corrected(fact.source))


def _valued(value: Value[str]) -> Html:
    return tag("td", text(value), _corrected(value))


def _review(fact: ItemFact) -> Html:
    """Return the review status, where it says more than the source beside it."""
    said, source = (
        {word.rstrip("s") for word in re.findall(r"\w+", value.value.casefold())}
        for value in (fact.review, fact.source)
    )
    return tag("small", text(fact.review), class_="note") if said - source else EMPTY


def _corrected(value: Value[str] | Value[int] | Value[tuple[str, ...]]) -> Html:
    """Return what the cell printed where an erratum or a canonical spelling replaced it."""
    return tag("small", text(f"printed: {value.original}"), class_="note") if value.original else EMPTY


def _device(facts: SiteFacts, item: Item, device: Device, anchored: set[str]) -> Html:
    elements = [element for element in item.elements if device.id in element.devices.value]
    columns = [column for column in facts.columns if column.device == device.id]
    heading = f"{device.title} ({device.id})" if device.title else device.id
    return section(
        heading,
        _elements(facts, elements, columns, anchored),
        *(_protocol(facts, item, column) for column in columns),
        anchor=f"device-{device.id}",
    )


def _elements(facts: SiteFacts, elements: list[Element], columns: list[Column], anchored: set[str]) -> Html:
    named, said = ("Row", "Element"), ("Category", "Data type", "Sensitive", "Read by", "Written by", "Cell")
    states = tuple(protocol_title(column.protocol) for column in columns)
    head = (*named, *states, *said)
    rows = []
    for element in elements:
        anchor = "" if element.id.value in anchored else facts.map.anchors[element.id.value]
        anchored.add(element.id.value)
        cells = (tag("td", mark(facts.state(element, column)), class_="state") for column in columns)
        said_of_it = labelled(head, (*_name_cells(element), *cells, *_said_cells(element)))
        rows.append(tag("tr", *said_of_it, id=anchor))
    count = "1 element" if len(elements) == 1 else f"{len(elements)} elements"
    caption = f"{count}, with the state in each protocol"
    return table(caption, head, [tag("tbody", *rows)], class_="elements stack")


def _name_cells(element: Element) -> Iterator[Html]:
    row = element.row
    yield tag("td", text(row or ""), _corrected(row) if row else EMPTY, class_="number")
    notes = [
        "home area network only" if element.han_only else "",
        f"corrected by {', '.join(element.errata)}" if element.errata else "",
    ]
    said = (tag("small", text(note), class_="note") for note in notes if note)
    yield tag("th", element_label(element), _corrected(element.path), *said, scope="row")


def _said_cells(element: Element) -> Iterator[Html]:
    yield tag("td", text(element.category), _corrected(element.category))
    yield tag("td", text(element.data_type), _corrected(element.data_type))
    yield tag(
        "td", text("sensitive" if element.sensitive.value else "no"), class_="" if element.sensitive.value else "quiet"
    )
    yield tag("td", text(_parties(element.readers.value)), _corrected(element.readers))
    yield tag("td", text(_parties(element.writers.value)), _corrected(element.writers))
    yield tag("td", place(element.place))


def _parties(printed: str) -> str:
    return "; ".join(party.strip() for party in printed.split(";") if party.strip())


def _protocol(facts: SiteFacts, item: Item, column: Column) -> Html:
    said = [
        statement
        for statement in item.statements
        if (statement.device, statement.protocol) == (column.device, column.protocol)
    ]
    route = f", {column.route}" if column.route else ""
    heading = f"{column.device} over {protocol_title(column.protocol)}{route}"
    if said:
        body = HomesTable(facts, _ROOT).write(f"{heading}: where each element is carried", said)
    elif column.reason:
        body = tag("p", mark(State.NOT_APPLICABLE), text(f" Not applicable: {column.reason}."))
    else:
        body = tag(
            "p", mark(State.UNDECIDED), text(" Undecided: no statement speaks of it, and no reason is recorded.")
        )
    return section(heading, body, anchor=f"{column.device}-{column.protocol}", level=3)


def _findings(facts: SiteFacts, item: Item) -> Html:
    if not item.findings:
        return tag("p", text("None."), class_="quiet")
    shown = findings_table(facts, item.findings, _ROOT, "What the checks found about this item")
    return join((shown, tag("p", link(f"{_ROOT}findings.html", text("All findings")))))
