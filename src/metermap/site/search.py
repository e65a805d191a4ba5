"""The search index: a script of data that our own few lines of JavaScript look through.

A lunr index splits ``1-0:2.8.0.255`` at its punctuation and finds every object; here a term is
found wherever it stands. The index is a script and not JSON because a browser lets a page from
the file system load the one and not the other. Spellings are the script's business (`search.js`):
the index holds one for each thing, the canonical one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlencode

from metermap.catalogue.model import Element
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress
from metermap.core.markup import join, link, tag, text
from metermap.core.text import Html, one_line
from metermap.mappings.model import Statement
from metermap.mappings.standing import LETTERS, MEANINGS
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.filters import tokens
from metermap.site.homes import member_name
from metermap.site.pieces import Page

__all__ = ["Entry", "Kind", "search_index", "search_page"]


class Kind(IntEnum):
    """What an entry is about; of two that fit a query as well, the lower comes first."""

    ITEM = 0
    OBJECT = 1
    CLASS = 2
    CLUSTER = 3
    ATTRIBUTE = 4
    COMMAND = 5
    USE_CASE = 6
    SECTION = 7
    DEVICE = 8
    STANDARD = 9
    RULE = 10
    PAGE = 11
    ELEMENT = 12


_TITLES = {
    Kind.ITEM: "Data item",
    Kind.OBJECT: "COSEM object",
    Kind.CLASS: "Interface class",
    Kind.CLUSTER: "Cluster",
    Kind.ATTRIBUTE: "Attribute",
    Kind.COMMAND: "Command",
    Kind.USE_CASE: "Use case",
    Kind.SECTION: "Section",
    Kind.DEVICE: "Device",
    Kind.STANDARD: "Standard",
    Kind.RULE: "Finding",
    Kind.PAGE: "Page",
    Kind.ELEMENT: "Element",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing to be found: title and detail as shown, address from the site's root, further words to be found by."""

    kind: Kind
    title: str
    detail: str
    address: str
    words: str = ""


def search_index(facts: SiteFacts) -> str:
    """Return the script that holds the index: entries by page, so that each path stands there once."""
    pages: dict[str, list[list[int | str]]] = {}
    for entry in _entries(facts):
        page, _, anchor = entry.address.partition("#")
        shown = (one_line(entry.title), one_line(entry.detail), anchor, one_line(entry.words))
        pages.setdefault(page, []).append([int(entry.kind), *shown])
    kinds = json.dumps([_TITLES[kind] for kind in Kind])
    lines = ",\n".join(_compact([page, entries]) for page, entries in pages.items())
    return f'"use strict";\nwindow.metermapIndex = {{kinds: {kinds}, pages: [\n{lines}\n]}};\n'


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _entries(facts: SiteFacts) -> Iterator[Entry]:
    yield from _items(facts)
    yield from _subjects(facts)
    yield from _members(facts)
    yield from _use_cases(facts)
    yield from _pages(facts)
    yield from _elements(facts)


def _items(facts: SiteFacts) -> Iterator[Entry]:
    for item in facts.items:
        devices = ", ".join(device.id for device in facts.model.devices if device.id in item.devices)
        references = dict.fromkeys(element.reference.value for element in item.elements)
        yield Entry(Kind.ITEM, item.name, devices, facts.map.item(item.name), " ".join(references))


def _elements(facts: SiteFacts) -> Iterator[Entry]:
    for element in facts.model.catalogue.elements:
        said = facts.model.statements_by_element.get(element.id.value, ())
        row = f"row {element.row}" if element.row else ""
        detail = ", ".join(part for part in (row, *element.devices.value) if part)
        address = facts.map.elements[element.id.value]
        yield Entry(Kind.ELEMENT, element.name.rstrip("."), detail, address, address_words(element, said))


def address_words(element: Element, said: Iterable[Statement]) -> str:
    """Return what an element is found by beside its name: its row, and where it is carried, each once."""
    words = dict.fromkeys(word for statement in said for word in _address_words(statement.address))
    return " ".join((f"#{element.row}" if element.row else "", *words)).strip()


def _address_words(address: Address | None) -> Iterator[str]:
    match address:
        case DlmsAddress():
            yield from (str(address.logical_name), address.name)
        case SepAddress():
            yield from (f"0x{address.cluster_id:04X}", address.name)
        case NamedAddress():
            yield from (address.kind, address.instance)
        case None:
            return


def _subjects(facts: SiteFacts) -> Iterator[Entry]:
    for key, statements in facts.model.by_object.items():
        match statements[0].address:
            case DlmsAddress() as home:
                name = home.logical_name
                detail = f"{home.class_name}, class {home.class_id}"
                yield Entry(Kind.OBJECT, str(name), detail, facts.map.subject(key))
            case SepAddress() as home:
                yield Entry(Kind.CLUSTER, f"{key} {home.cluster}", "Smart Energy", facts.map.subject(key))
            case _:
                pass


def _members(facts: SiteFacts) -> Iterator[Entry]:
    """Yield the attributes and commands of clusters that the mapping uses."""
    members: dict[str, Entry] = {}
    for key, statements in facts.model.by_object.items():
        for home in (statement.address for statement in statements):
            if isinstance(home, SepAddress):
                address = f"{facts.map.subject(key)}#{member_name(home)[1]}"
                members.setdefault(address, _member(home, address))
    yield from members.values()


def _member(home: SepAddress, address: str) -> Entry:
    kind, digits = (Kind.COMMAND, 2) if home.access is Access.COMMAND else (Kind.ATTRIBUTE, 4)
    detail = f"{home.access.value} 0x{home.id:0{digits}X} of {home.cluster} 0x{home.cluster_id:04X}"
    words = f"0x{home.cluster_id:04X}/0x{home.id:04X} 0x{home.id:04X}"
    return Entry(kind, home.name, detail, address, words)


def _use_cases(facts: SiteFacts) -> Iterator[Entry]:
    for code, case in facts.model.catalogue.use_case_by_code.items():
        title = case.title.value.removeprefix(code).strip()
        yield Entry(Kind.USE_CASE, code, title, facts.map.use_case(code), case.message_code.value)


def _pages(facts: SiteFacts) -> Iterator[Entry]:
    """Yield the pages that stand for themselves, and the matrix for each state and column."""
    yield Entry(Kind.PAGE, "Matrix", "every element against every device and protocol", "matrix.html")
    yield Entry(Kind.PAGE, "Gap report", "what nobody has settled", "gaps.html")
    yield Entry(Kind.PAGE, "Findings", "what the checks object to", "findings.html")
    for standing, letter in LETTERS.items():
        address = f"matrix.html?{urlencode({'standing': letter})}"
        yield Entry(Kind.PAGE, f"Matrix: {standing.value}", MEANINGS[standing], address)
    for column in facts.columns:
        title = f"Matrix: {column.device} over {protocol_title(column.protocol)}"
        query = {"device": tokens([column.device]), "protocol": tokens([column.protocol])}
        address = f"matrix.html?{urlencode(query)}"
        yield Entry(Kind.PAGE, title, column.title, address)


_HINT = (
    "Type a name, a logical name in any spelling, a cluster, an attribute, a command, a use case, a section or a "
    "printed row."
)


def search_page() -> Page:
    """Return the page that shows what a query in its address finds (``search.html?q=tamper``)."""
    lists = (
        ("data items", "items/index.html"),
        ("COSEM objects", "objects/index.html"),
        ("clusters", "clusters/index.html"),
        ("use cases", "use-cases/index.html"),
    )
    links = join((link(address, text(title)) for title, address in lists), ", ")
    found = tag("p", text(_HINT), role="status", class_="lead")
    without = tag("p", text("The search needs a script. Without one, look in the lists: "), links, class_="no-js")
    return Page("search", "Search", join((tag("h1", text("Search")), without, _results(found))))


def _results(found: Html) -> Html:
    return tag("div", found, id="search-page", class_="results js-only")
