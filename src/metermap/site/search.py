"""The search index: a script of data that our own few lines of JavaScript look through.

A lunr index splits ``1-0:2.8.0.255`` at its punctuation and finds every object; here a term is
found wherever it stands. The index is a script and not JSON because a browser lets a page from
the file system load the one and not the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from metermap.catalogue.model import Element
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress
from metermap.core.text import one_line
from metermap.mappings.model import Statement
from metermap.site.facts import SiteFacts
from metermap.site.homes import member_name

__all__ = ["search_index"]

Entry: TypeAlias = tuple[str, str, str, str, str]
"""Kind, title, detail, address from the site's root, and further words to be found by."""


def search_index(facts: SiteFacts) -> str:
    """Return the script that holds the index."""
    entries = [*_items(facts), *_subjects(facts), *_members(facts), *_use_cases(facts), *_elements(facts)]
    shown = ",\n".join(
        json.dumps([one_line(part) if index != _ADDRESS else part for index, part in enumerate(entry)])
        for entry in entries
    )
    return f'"use strict";\nwindow.metermapIndex = [\n{shown}\n];\n'


_ADDRESS = 3


def _items(facts: SiteFacts) -> Iterator[Entry]:
    for item in facts.items:
        devices = ", ".join(device.id for device in facts.model.devices if device.id in item.devices)
        references = dict.fromkeys(element.reference.value for element in item.elements)
        yield "Data item", item.name, devices, facts.map.item(item.name), " ".join(references)


def _elements(facts: SiteFacts) -> Iterator[Entry]:
    for element in facts.model.catalogue.elements:
        said = facts.model.statements_by_element.get(element.id.value, ())
        row = f"row {element.row}" if element.row else ""
        detail = ", ".join(part for part in (row, *element.devices.value) if part)
        yield "Element", element.name.rstrip("."), detail, facts.map.elements[element.id.value], _words(element, said)


def _words(element: Element, said: Iterable[Statement]) -> str:
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
                yield "COSEM object", str(name), detail, facts.map.subject(key), name.octets.hex().upper()
            case SepAddress() as home:
                yield "Cluster", f"{key} {home.cluster}", "Smart Energy", facts.map.subject(key), ""
            case _:
                pass


def _members(facts: SiteFacts) -> Iterator[Entry]:
    """Yield the attributes and commands of clusters that the mapping uses."""
    seen: set[str] = set()
    for key, statements in facts.model.by_object.items():
        for home in (statement.address for statement in statements):
            if isinstance(home, SepAddress):
                address = f"{facts.map.subject(key)}#{member_name(home)[1]}"
                if address not in seen:
                    seen.add(address)
                    digits = 2 if home.access is Access.COMMAND else 4
                    detail = f"{home.access.value} 0x{home.id:0{digits}X} of {home.cluster} 0x{home.cluster_id:04X}"
                    yield home.access.value.capitalize(), home.name, detail, address, f"0x{home.id:04X}"


def _use_cases(facts: SiteFacts) -> Iterator[Entry]:
    for code, case in facts.model.catalogue.use_case_by_code.items():
        yield "Use case", code, case.title.value, facts.map.use_case(code), case.message_code.value
