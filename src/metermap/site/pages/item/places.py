"""The places at which a device keeps an item: the address spelled out, its parts, use cases, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from metermap.codegen.explaining.words import ROUTES, spelled
from metermap.codegen.gap_report.model import Column
from metermap.core.addresses import Address, DlmsAddress, NamedAddress, SepAddress
from metermap.core.markup import EMPTY, code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Device, Statement
from metermap.mappings.standing import Standing
from metermap.site.homes import member_name, member_page, subject_key
from metermap.site.names import SiteMap
from metermap.site.pages.item.catalogue import parties
from metermap.site.pages.item.context import ROOT, ItemPages, Place, Said, column_title, no_home, unasked
from metermap.site.pages.item.examples import example_section
from metermap.site.pages.item.parts import gaps_table, names_table, parts_table
from metermap.site.pages.item.sides import sides
from metermap.site.pieces import definitions, standing_mark

__all__ = ["device_section"]

_OPEN: Final = 3
_GROUPS: Final = "ABCDEF"


def device_section(pages: ItemPages, said: Said, device: Device) -> Html:
    """Return all that is known of the item on a device."""
    heading = f"{device.title} ({device.id})" if device.title else device.id
    columns = pages.columns(device.id)
    return section(
        heading,
        _elsewhere(pages, said, device),
        *(_protocol(pages, said, column) for column in columns),
        anchor=f"device-{device.id}",
    )


def _elsewhere(pages: ItemPages, said: Said, device: Device) -> Html:
    """Return the other devices that carry the item, and those of which only something else is said, with what."""
    others = [
        column
        for other in pages.devices(said)
        if other.id != device.id
        for column in pages.columns(other.id)
        if said.at(column)
    ]
    carried = [_column_link(column) for column in others if not said.lack(column)]
    lacking = [join((_column_link(column), text(f": {lack}"))) for column in others if (lack := said.lack(column))]
    shown = join((join(carried, ", ") if carried else text("carried by no other device"), *lacking), "; ")
    listed = EMPTY if device.id in said.item.devices else text("The catalogue does not list it for this device. ")
    page = pages.facts.map.device(device.id)
    device_page = link(ROOT + page, text(f"All that {device.id} holds")) if page else EMPTY
    said_of_it = (listed, text("The same item elsewhere: "), shown, text(". "), device_page)
    return tag("p", *said_of_it, class_="quiet")


def _column_link(column: Column) -> Html:
    return link(f"#{column.device}-{column.protocol}", text(column_title(column)))


def _protocol(pages: ItemPages, said: Said, column: Column) -> Html:
    places = said.at(column)
    if places:
        route = ROUTES.get(column.route, column.route)
        carried = (_place(pages, place, is_open=number < _OPEN) for number, place in enumerate(places))
        body = join((tag("p", text(f"Route: {route}."), class_="quiet") if route else EMPTY, *carried))
    elif not any(pages.standing(element, column) for element in said.item.elements):
        why = unasked(said, column)
        body = tag("p", text(f"{why[0].upper()}{why[1:]}."), class_="quiet")
    elif column.reason:
        body = tag("p", standing_mark(Standing.NOT_APPLICABLE), text(f" Not applicable: {column.reason}."))
    else:
        said_nothing = " Undecided: no statement speaks of it, and no reason is recorded."
        body = tag("p", standing_mark(Standing.UNDECIDED), text(said_nothing))
    return section(column_title(column), body, anchor=f"{column.device}-{column.protocol}", level=3)


def _place(pages: ItemPages, place: Place, *, is_open: bool) -> Html:
    content: tuple[Html, ...] = (gaps_table(pages, place),) if place.is_gap else _content(pages, place)
    open_ = {"open": "open"} if is_open else {}
    return tag("details", tag("summary", _heading(place)), *content, class_="home", id=place.anchor, **open_)


def _heading(place: Place) -> Html:
    address = place.first.address
    if place.is_gap:
        return no_home(place)
    return text("No address is specified") if address is None else join((_subject(address), member_name(address)[0]))


def _content(pages: ItemPages, place: Place) -> tuple[Html, ...]:
    return (
        definitions((*_spelled(pages, place.first.address), *_sides(pages, place)), class_="address"),
        parts_table(pages, place),
        _use_cases(pages, place.statements),
        example_section(pages, place),
        names_table(pages, place),
    )


def _subject(address: Address) -> Html:
    match address:
        case DlmsAddress():
            return join((code(address.logical_name), text(" ")))
        case SepAddress():
            return join((code(f"0x{address.cluster_id:04X}"), text(f" {address.cluster}, ")))
        case _:
            return EMPTY


def _spelled(pages: ItemPages, address: Address | None) -> Iterator[tuple[str, Html]]:
    """Yield the address in words; what has a page is linked."""
    linked = dict(_pages_of(pages.facts.map, address))
    for name, said in spelled(pages.bound.dictionaries, _whole(address)):
        page = linked.get(name, "")
        yield name[0].upper() + name[1:], link(ROOT + page, text(said)) if page else text(said)
        if name == "logical name" and isinstance(address, DlmsAddress):
            yield "Value groups", pages.value_groups(address.logical_name)
            yield "Octets", code(address.logical_name.octets.hex(" ").upper())


def _pages_of(site: SiteMap, address: Address | None) -> Iterator[tuple[str, str]]:
    """Yield what a part of an address is called, and the page about it."""
    match address:
        case DlmsAddress():
            yield "interface class", site.class_(address.class_id)
            yield "logical name", site.subject(subject_key(address))
            yield address.access.value, member_page(site, address)
        case SepAddress():
            yield "cluster", site.subject(subject_key(address))
            yield address.access.value, member_page(site, address)
        case _:
            return


def _whole(address: Address | None) -> Address | None:
    """Return an address without what tells its parts apart."""
    match address:
        case DlmsAddress():
            return replace(address, member="", through="")
        case SepAddress():
            return replace(address, field="", request="", request_id=None, reply="", reply_id=None)
        case NamedAddress():
            return replace(address, field="")
        case None:
            return None


def _sides(pages: ItemPages, place: Place) -> Iterator[tuple[str, Html]]:
    return ((name, text(said)) for name, said in sides(pages, place))


def _use_cases(pages: ItemPages, statements: Sequence[Statement]) -> Html:
    """Return the use cases with who may send them: the catalogue's roles, or the fewer that a mapping states."""
    codes = dict.fromkeys(case for said in statements for case in said.use_cases)
    if not codes:
        return tag("p", text("No use case is recorded for it."), class_="quiet")
    fewer = {case: roles for said in statements for case, roles in said.roles}
    head = ("Use case", "Message", "Does", "May be sent by", "Service", "Replay protection")
    rows = (tag("tr", *labelled(head, _use_case_cells(pages, each, fewer.get(each, ())))) for each in codes)
    return table("Use cases that carry it", head, [tag("tbody", *rows)], class_="cases-table stack")


def _use_case_cells(pages: ItemPages, name: str, fewer: Sequence[str]) -> Iterator[Html]:
    case = pages.facts.model.catalogue.use_case_by_code.get(name)
    if case is None:
        yield tag("th", text(name), tag("small", text("not in the catalogue"), class_="note"), scope="row")
        yield from (tag("td") for _ in range(5))
        return
    title = case.title.value.removeprefix(name).strip()
    linked = link(ROOT + pages.facts.map.use_case(name), text(name))
    yield tag("th", linked, text(f" {title}"), scope="row")
    yield tag("td", code(case.message_code))
    yield tag("td", text(case.read_or_update))
    roles = text("; ".join(fewer) or parties(case.roles.value))
    said = tag("small", text(f"of {parties(case.roles.value)}, by the mapping"), class_="note") if fewer else EMPTY
    yield tag("td", roles or text("not recorded"), said)
    yield tag("td", text(case.service_reference))
    yield tag("td", text(case.replay_protection))
