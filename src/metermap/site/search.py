"""The search index: a script of data that our own few lines of JavaScript look through.

A lunr index splits ``1-0:2.8.0.255`` at its punctuation and finds every object; here a term is
found wherever it stands. The index is a script and not JSON because a browser lets a page from
the file system load the one and not the other. Spellings are the script's business (`search.js`):
the index holds one for each thing, the canonical one. A word that begins with `CITED` is one that the entry only
cites: the logical name in a constant is no address of what holds the constant, and the script says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlencode

from metermap.catalogue.model import Element
from metermap.catalogue.references import Reference
from metermap.codegen.editions.former import former_words
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress
from metermap.core.logical_names import LogicalName, parse_logical_name
from metermap.core.markup import join, link, tag, text
from metermap.core.text import Html, one_line
from metermap.mappings.model import Statement
from metermap.mappings.standing import LETTERS, MEANINGS
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.filters import tokens
from metermap.site.names import page_names, sep_number
from metermap.site.pieces import Page

__all__ = ["CITED", "INDEX", "Entry", "Kind", "search_index", "search_page", "with_page"]

INDEX = "docs/assets/search-index.js"
"""Where the index stands in the source of the site."""

CITED = "="


class Kind(IntEnum):
    """What an entry is about; of two that fit a query as well, the lower comes first."""

    ITEM = 0
    CLASS = 1
    OBJECT = 2
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
    Kind.CLASS: "Interface class",
    Kind.OBJECT: "COSEM object",
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


def search_index(facts: SiteFacts, pages: Iterable[Page], former: Iterable[Page] = ()) -> str:
    """Return the script that holds the index: entries by page, so that each path stands there once.

    `pages` are those of the site. One that stands for itself, such as a report or a list, is found by its title.
    `former` are pages of names that items had before.
    """
    held: dict[str, list[list[int | str]]] = {}
    for entry in (*_entries(facts), *_titled(pages), *_former(former), *_then(facts)):
        page, _, anchor = entry.address.partition("#")
        shown = (one_line(entry.title), one_line(entry.detail), anchor, one_line(entry.words))
        held.setdefault(page, []).append([int(entry.kind), *shown])
    kinds = json.dumps([_TITLES[kind] for kind in Kind])
    lines = ",\n".join(_compact([page, entries]) for page, entries in held.items())
    meanings = _compact(_cited_only(facts))
    return f'"use strict";\nwindow.metermapIndex = {{kinds: {kinds}, pages: [\n{lines}{_END}, "named": {meanings}}};\n'


_END = "\n]"  # of the pages: no line of them begins like this, and JSON has no other break of a line


def with_page(script: str, title: str, address: str) -> str:
    """Return an index with one page more, which somebody added to the site after it was made."""
    line = _compact([address, [[int(Kind.PAGE), one_line(title), "", "", ""]]])
    start, _, end = script.rpartition(_END)
    return f"{start},\n{line}{_END}{end}"


def _cited_only(facts: SiteFacts) -> dict[str, str]:
    """Return what the dictionary calls the logical names that constants hold and no statement is at."""
    used = {str(home.logical_name) for home in _dlms_homes(facts)}
    cited = (name for statement in facts.model.statements if (name := _cited(statement.value)))
    names = {str(name): name for name in cited}
    describe = facts.dictionaries.dlms.describe_logical_name
    return {shown: one_line(describe(name)) for shown, name in names.items() if shown not in used}


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _entries(facts: SiteFacts) -> Iterator[Entry]:
    yield from _items(facts)
    yield from _subjects(facts)
    yield from _members(facts)
    yield from _use_cases(facts)
    yield from _classes(facts)
    yield from _sections(facts)
    yield from _devices(facts)
    yield from _standards(facts)
    yield from _rules(facts)
    yield from _matrix_views(facts)
    yield from _elements(facts)


def _items(facts: SiteFacts) -> Iterator[Entry]:
    for item in facts.items:
        devices = ", ".join(device.id for device in facts.model.devices if device.id in item.devices)
        words = dict.fromkeys((*(element.reference.value for element in item.elements), *_field_words(item)))
        yield Entry(Kind.ITEM, item.name, devices, facts.map.item(item.name), " ".join(words))


def _field_words(item: Item) -> Iterator[str]:
    """Yield what protocol fields of an item are found by: no element says their printed row or what they name."""
    for statement in item.statements:
        if not statement.element:
            yield from ([f"#{statement.row}"] if statement.row else [])
            yield from _named(statement.value)


def _elements(facts: SiteFacts) -> Iterator[Entry]:
    for element in facts.model.catalogue.elements:
        said = facts.model.statements_by_element.get(element.id.value, ())
        row = f"row {element.row}" if element.row else ""
        detail = ", ".join(part for part in (row, *element.devices.value) if part)
        address = facts.map.elements[element.id.value]
        words = [address_words(element, said), *(word for one in said for word in _named(one.value))]
        yield Entry(
            Kind.ELEMENT, element.name.rstrip("."), detail, address, " ".join(dict.fromkeys(filter(None, words)))
        )


def address_words(element: Element, said: Iterable[Statement]) -> str:
    """Return what an element is found by beside its name: its row, and where it is carried, each once."""
    words = dict.fromkeys(word for statement in said for word in _address_words(statement.address))
    return " ".join((f"#{element.row}" if element.row else "", *words)).strip()


def _named(value: str) -> Iterator[str]:
    """Yield the logical name that a constant cites, marked as cited."""
    if name := _cited(value):
        yield f"{CITED}{name}"


def _cited(value: str) -> LogicalName | None:
    """Return the logical name that a constant holds as its six octets, such as the commodity of a price."""
    return parse_logical_name(value) if _OCTETS.fullmatch(value) else None


_OCTETS = re.compile(r"0x[0-9A-Fa-f]{12}")


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
    for statement in facts.model.statements:
        if isinstance(statement.address, SepAddress):
            address = facts.map.member(statement.address)
            members.setdefault(address, _member(statement.address, address))
    yield from members.values()


def _member(home: SepAddress, address: str) -> Entry:
    kind = Kind.COMMAND if home.access is Access.COMMAND else Kind.ATTRIBUTE
    detail = f"{home.access.value} {sep_number(home)} of {home.cluster} 0x{home.cluster_id:04X}"
    words = f"0x{home.cluster_id:04X}/0x{home.id:04X} 0x{home.id:04X}"
    return Entry(kind, home.name, detail, address, words)


def _use_cases(facts: SiteFacts) -> Iterator[Entry]:
    for code, case in facts.model.catalogue.use_case_by_code.items():
        title = case.title.value.removeprefix(code).strip()
        yield Entry(Kind.USE_CASE, code, title, facts.map.use_case(code), case.message_code.value)


def _classes(facts: SiteFacts) -> Iterator[Entry]:
    names = {home.class_id: home.class_name for home in _dlms_homes(facts)}
    for class_id in facts.map.classes:
        yield Entry(Kind.CLASS, names[class_id], f"class {class_id}", facts.map.class_(class_id))


def _dlms_homes(facts: SiteFacts) -> Iterator[DlmsAddress]:
    for statement in facts.model.statements:
        if isinstance(statement.address, DlmsAddress):
            yield statement.address


def _sections(facts: SiteFacts) -> Iterator[Entry]:
    for family, page in facts.map.sections.items():
        yield Entry(Kind.SECTION, family, "and the sections below", f"{page}.html")
    cited = {
        reference
        for element in facts.model.catalogue.elements
        for reference in element.references or ()
        if facts.map.section(reference)
    }
    for reference in sorted(cited, key=_by_number):
        yield Entry(Kind.SECTION, str(reference), "", facts.map.section(reference))


def _by_number(reference: Reference) -> tuple[str, tuple[int, ...], str]:
    return reference.document, tuple(map(int, re.findall(r"\d+", reference.section))), reference.section


def _devices(facts: SiteFacts) -> Iterator[Entry]:
    for device in facts.model.devices:
        yield Entry(Kind.DEVICE, device.id, device.title, facts.map.device(device.id))


def _standards(facts: SiteFacts) -> Iterator[Entry]:
    used = facts.standards.standards if facts.standards else ()
    anchors = page_names(use.id for use in used)
    for use in used:
        titles = dict.fromkeys(record.title for _, record in use.editions)
        yield Entry(Kind.STANDARD, use.id, "; ".join(titles), f"standards.html#standard-{anchors[use.id]}")


def _rules(facts: SiteFacts) -> Iterator[Entry]:
    """Yield all rules; one without a finding here leads to the list of them."""
    for code in sorted({*facts.rules, *facts.by_code}):
        rule = facts.rules.get(code)
        address = facts.map.rule(code) or "rules/index.html"
        yield Entry(Kind.RULE, code, rule.code.title if rule else "", address)


def _titled(pages: Iterable[Page]) -> Iterator[Entry]:
    """Yield the pages that are no member of a folder, but the search's own."""
    for page in pages:
        if page.path.endswith("/index") or ("/" not in page.path and page.path not in _UNLISTED):
            yield Entry(Kind.PAGE, page.title, "", f"{page.path}.html")


def _former(pages: Iterable[Page]) -> Iterator[Entry]:
    for page in pages:
        yield Entry(Kind.ITEM, page.title, "former name", f"{page.path}.html")


def _then(facts: SiteFacts) -> Iterator[Entry]:
    """Yield the names and addresses that items had in other editions and have no more, each with the editions."""
    if facts.ladder:
        for then in former_words(facts.ladder):
            present = facts.map.item(then.item)
            address = f"{present}#item-editions" if present else "editions.html"
            named = f"{then.item} in {then.editions}" if then.word != then.item else f"known in {then.editions} alone"
            yield Entry(Kind.ITEM, then.word, named, address)


_UNLISTED = frozenset({"search"})


def _matrix_views(facts: SiteFacts) -> Iterator[Entry]:
    """Yield the matrix for each standing and each column."""
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
        ("devices", "devices/index.html"),
        ("matrix", "matrix.html"),
        ("COSEM objects", "objects/index.html"),
        ("interface classes", "classes/index.html"),
        ("clusters", "clusters/index.html"),
        ("use cases", "use-cases/index.html"),
        ("sections", "sections/index.html"),
        ("standards", "standards.html"),
        ("gap report", "gaps.html"),
        ("findings", "findings.html"),
        ("rules", "rules/index.html"),
    )
    links = join((link(address, text(title)) for title, address in lists), ", ")
    found = tag("p", text(_HINT), role="status", class_="lead")
    without = tag("p", text("The search needs a script. Without one, look in the lists: "), links, class_="no-js")
    return Page("search", "Search", join((tag("h1", text("Search")), without, _results(found))))


def _results(found: Html) -> Html:
    return tag("div", found, id="search-page", class_="results js-only")
