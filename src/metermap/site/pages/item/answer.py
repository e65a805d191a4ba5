"""The first screen of an item's page: under which address each device keeps what, and which use cases carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, code, join, labelled, link, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.mappings.standing import Standing
from metermap.site.facts import protocol_title
from metermap.site.homes import member_name, subject_link, wire_type
from metermap.site.pages.item.context import ROOT, ItemPages, Place, Said, no_home, unasked
from metermap.site.pieces import element_label, standing_mark

__all__ = ["answer", "jump_links"]

_HEAD: Final = ("Element", "Where it is", "Type", "Use cases")
_MOST: Final = 4
_ELEMENTS: Final = 3


def jump_links(pages: ItemPages, said: Said, sections: Iterator[tuple[str, str]]) -> Html:
    """Return the navigation on the page: the devices, then the sections, each an anchor and a title."""
    devices = (tag("li", link(f"#device-{device.id}", text(device.id))) for device in pages.devices(said))
    others = (tag("li", link(f"#{anchor}", text(title))) for anchor, title in sections)
    return tag("nav", tag("ul", *devices, *others), class_="jump", aria_label="On this page")


def answer(pages: ItemPages, said: Said) -> Html:
    """Return the table that says where each device keeps the item."""
    bodies = [
        tag("tbody", *_column(pages, said, column))
        for device in pages.devices(said)
        for column in pages.columns(device.id)
    ]
    return table("Where each device keeps it", _HEAD, bodies, class_="answer stack")


def _column(pages: ItemPages, said: Said, column: Column) -> Iterator[Html]:
    places = said.at(column)
    title = join(
        (
            link(f"#device-{column.device}", text(column.device)),
            text(f" over {protocol_title(column.protocol)}"),
            tag("small", text(f" {column.route}")) if column.route else EMPTY,
        )
    )
    heading = tag("th", title, _tally(pages, said, column), colspan=str(len(_HEAD)), scope="rowgroup")
    yield tag("tr", heading, class_="group")
    for place in islice(places, _MOST):
        yield tag("tr", *labelled(_HEAD, _cells(pages, place)))
    if len(places) > _MOST:
        rest = len(places) - _MOST
        more = link(f"#{places[_MOST].anchor}", text("1 more place" if rest == 1 else f"{rest} more places"))
        yield tag("tr", tag("td", more, colspan=str(len(_HEAD))), class_="more")


def _tally(pages: ItemPages, said: Said, column: Column) -> Html:
    """Return how many elements stand how; of a protocol that says nothing of them, why."""
    found = Counter(
        standing for element in said.item.elements if (standing := pages.standing(element, column)) is not None
    )
    total = sum(found.values())
    shown = [
        tag("span", standing_mark(standing), text(f" {found[standing]} of {total} {standing.value}"), class_="tally")
        for standing in Standing
        if found[standing]
    ]
    why = column.reason if found[Standing.NOT_APPLICABLE] else ""
    if not shown:
        why = unasked(said, column)
    return tag("span", *shown, tag("small", text(why)) if why else EMPTY, class_="tallies")


def _cells(pages: ItemPages, place: Place) -> Iterator[Html]:
    first = place.first
    yield tag("td", _elements(pages, place))
    if place.is_gap:
        yield tag("td", link(f"#{place.anchor}", no_home(place)))
        yield tag("td")
        yield tag("td")
        return
    named, _ = member_name(first.address)
    where = join((subject_link(pages.facts, first.address, ROOT), text(", "), link(f"#{place.anchor}", named)))
    yield tag("td", text("no address is specified") if first.address is None else where)
    yield tag("td", wire_type(first) if len(place.statements) == 1 else text(f"{len(place.statements)} parts"))
    yield tag("td", _use_cases(pages, place.statements), class_="cases")


def _elements(pages: ItemPages, place: Place) -> Html:
    ids = [said.element for said in place.statements if said.element]
    known = pages.facts.model.catalogue.element_by_id
    shown = [
        join((link(f"#{pages.facts.map.anchors[id_]}", element_label(known[id_])), pages.twin_note(known[id_])))
        if id_ in known
        else code(id_)
        for id_ in dict.fromkeys(ids)
    ]
    proposed = tag("small", text(f" {place.first.status}"), class_="proposal") if place.first.proposed else EMPTY
    if not shown:
        return join((tag("span", text("protocol field"), class_="quiet"), proposed))
    more = tag("small", text(f" and {len(shown) - _ELEMENTS} more")) if len(shown) > _ELEMENTS else EMPTY
    return join((join(shown[:_ELEMENTS], ", "), more, proposed))


def _use_cases(pages: ItemPages, statements: tuple[Statement, ...]) -> Html:
    """Return the codes with what each does, rather those that read; a use case of the catalogue is linked."""
    known = pages.facts.model.catalogue.use_case_by_code
    codes = dict.fromkeys(case for said in statements for case in said.use_cases)
    shown = []
    for each in codes:
        case, address = known.get(each), pages.facts.map.use_case(each)
        if case is None or not address:
            shown.append(text(each))
            continue
        does = case.read_or_update.value.casefold()
        linked = link(ROOT + address, text(each), title=case.title.value)
        shown.append(join((linked, tag("small", text(f" {does}")) if does else EMPTY)))
    return tag("ul", *(tag("li", each) for each in shown), class_="short-list") if shown else EMPTY
