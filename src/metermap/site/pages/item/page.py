"""The page of a data item, put together: the answer first, then the catalogue, the devices, and the record."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.core.markup import link, section, tag, text
from metermap.core.text import Html
from metermap.site.facts import Item
from metermap.site.pages.item import record
from metermap.site.pages.item.answer import answer, jump_links
from metermap.site.pages.item.catalogue import description, elements_table, facts_table
from metermap.site.pages.item.context import ROOT, ItemPages, Said
from metermap.site.pages.item.editions import item_editions
from metermap.site.pages.item.places import device_section

__all__ = ["item_body"]

_SECTIONS = (
    ("elements", "Elements"),
    ("facts", "The item as a whole"),
    ("gaps", "Gaps"),
    ("findings", "Findings"),
    ("evidence", "Evidence"),
    ("history", "History"),
)
_EDITIONS = "Editions"


def item_body(pages: ItemPages, item: Item) -> Iterator[Html]:
    """Yield the content of an item's page."""
    said = pages.said(item)
    columns = [column for device in pages.devices(said) for column in pages.columns(device.id)]
    yield tag("h1", text(item.name))
    yield tag("p", text(description(item)), class_="lead")
    yield tag("p", *_extent(pages, item), class_="quiet")
    yield jump_links(pages, said, _sections(pages))
    yield answer(pages, said)
    yield section("Elements", elements_table(pages, item, columns), anchor="elements")
    yield section("The item as a whole", facts_table(item.facts), anchor="facts")
    for device in pages.devices(said):
        yield device_section(pages, said, device)
    if ladder := pages.facts.ladder:
        yield section(_EDITIONS, item_editions(ladder, item), anchor="item-editions")
    yield from _record(pages, said)


def _sections(pages: ItemPages) -> Iterator[tuple[str, str]]:
    """Yield the anchors and titles of the sections behind the devices."""
    for anchor, title in _SECTIONS:
        if anchor == "gaps" and pages.facts.ladder:
            yield "item-editions", _EDITIONS
        yield anchor, title


def _extent(pages: ItemPages, item: Item) -> Iterator[Html]:
    """Yield how many elements there are, and the sections that they cite, linked."""
    count = len(item.elements)
    sensitive = sum(element.sensitive.value for element in item.elements)
    yield text("1 element" if count == 1 else f"{count} elements")
    alone = ", none of them sensitive" if count > 1 else ", not sensitive"
    yield text(f", {sensitive} of them sensitive" if sensitive else alone)
    cited = dict.fromkeys(each for element in item.elements for each in element.references or ())
    for reference in cited:
        page = pages.facts.map.section(reference)
        yield text(", ")
        yield link(ROOT + page, text(reference)) if page else text(reference)
    of_item = dict.fromkeys(fact.section.value for fact in item.facts if fact.section.value)
    if of_item and not cited:
        yield text(f"; the item is in {', '.join(of_item)}")


def _record(pages: ItemPages, said: Said) -> Iterator[Html]:
    yield section("Gaps", record.gaps(pages, said), anchor="gaps")
    yield section("Findings", record.findings(pages, said), anchor="findings")
    proofs = tag("p", link(f"{ROOT}proofs.html", text("All value proofs")))
    yield section("Evidence", record.evidence(pages, said), proofs, anchor="evidence")
    yield section("History", record.history(pages, said), anchor="history")
    if links := record.change_links(pages, said):
        yield section("Change it", links, anchor="change")
