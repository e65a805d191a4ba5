"""A page for each data item, and the list of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from metermap.core.markup import join, table, tag, text
from metermap.core.site_settings import SiteSettings
from metermap.core.text import Html
from metermap.site.bound import Bound
from metermap.site.facts import Item, SiteFacts
from metermap.site.pages.item import ItemPages, item_body
from metermap.site.pages.item.catalogue import references
from metermap.site.pieces import Page, item_link

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
    yield tag("td", text(references(item)), class_="quiet")
    held = Counter(device for element in item.elements for device in element.devices.value)
    for device in devices:
        yield tag("td", text(held[device] or ""), class_="number")
    yield tag("td", text(len(item.elements)), class_="number")
    yield tag("td", text(len(item.findings) or ""), class_="number")


def item_pages(facts: SiteFacts, bound: Bound, settings: SiteSettings) -> Iterator[Page]:
    """Yield the page of each data item."""
    pages = ItemPages(facts, bound, settings)
    for item in facts.items:
        yield Page(facts.map.items[item.name], item.name, join(item_body(pages, item)))
