"""Parity: each two devices whose carriers differ side by side, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from metermap.codegen.gap_report.aspects import Parity, ParityElement, ParityLine, ParitySide
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.markup import EMPTY, code, join, label, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html, slug
from metermap.mappings.model import Statement
from metermap.mappings.standing import HOMES
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.homes import member_page
from metermap.site.names import sep_number
from metermap.site.pieces import Page, element_link, item_link, standing_legend, standing_mark

__all__ = ["parity"]


def parity(facts: SiteFacts) -> Page:
    """Return the page."""
    return Page("parity", "Parity", join((tag("h1", text("Parity")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    lead = (
        "The same line of the catalogue on two devices whose carriers differ, such as a meter of electricity and one "
        "of gas: where each is carried, and what the catalogue says differently of them. No value is sent over both."
    )
    yield tag("p", text(lead), class_="lead")
    if not facts.report.parity:
        yield tag("p", text("All devices have the same carrier: there is nothing to set side by side."))
        return
    yield standing_legend()
    for found in facts.report.parity:
        yield from _pair(facts, found)


def _pair(facts: SiteFacts, found: Parity) -> Iterator[Html]:
    left, right = _name(found.left_device, found.left), _name(found.right_device, found.right)
    pair = f"{found.left_device} and {found.right_device}"
    key = slug(pair)
    yield section(f"{left} and {right}", _counts(found, left, right), anchor=f"counts-{key}")
    yield section(f"{pair} side by side", _side_by_side(facts, found, (left, right)), anchor=f"lines-{key}")
    for heading, group, anchor in (
        (f"{found.left_device}, not {found.right_device}", found.only_left, "left"),
        (f"{found.right_device}, not {found.left_device}", found.only_right, "right"),
    ):
        listed = [one for one in group if one.listed]
        if listed:
            caption = f"Carried on the one, though listed for both: {counted(len(listed), 'element')}"
            yield section(heading, _one_sided(facts, listed, caption), anchor=f"only-{anchor}-{key}")


def _name(device: str, protocol: str) -> str:
    return f"{device} over {protocol_title(protocol)}"


def _counts(found: Parity, left: str, right: str) -> Html:
    groups = (
        ("mapped on both", found.both),
        (f"only by {left}", found.only_left),
        (f"only by {right}", found.only_right),
    )
    total = sum(len(group) for _, group in groups)
    head = ("Elements", "Items with such an element", "Count", "Listed for both")
    rows = (
        tag(
            "tr",
            *labelled(
                head,
                (
                    tag("th", text(side), scope="row"),
                    tag("td", text(len({one.item for one in group})), class_="number"),
                    tag("td", text(f"{len(group):,} of {total:,}"), class_="number"),
                    tag("td", text(f"{sum(one.listed for one in group):,} of {len(group):,}"), class_="number"),
                ),
            ),
        )
        for side, group in groups
    )
    return table("Elements that either device carries", head, [tag("tbody", *rows)], class_="stack", numbers=3)


def _side_by_side(facts: SiteFacts, found: Parity, sides: tuple[str, str]) -> Html:
    head = ("Element", *sides)
    items = {item.name: item for item in facts.items}
    bodies = [
        tag("tbody", *_item(facts, items[name], list(lines), head))
        for name, lines in groupby(
            sorted(found.lines, key=lambda line: line.item.casefold()), key=lambda line: line.item
        )
    ]
    both = sum(line.left.standing in HOMES and line.right.standing in HOMES for line in found.lines)
    caption = f"Listed for both: {counted(len(found.lines), 'element')}; {both:,} of them mapped on both"
    return table(caption, head, bodies, class_="parity stack")


def _item(facts: SiteFacts, item: Item, lines: list[ParityLine], head: tuple[str, ...]) -> Iterator[Html]:
    differences = tuple(_differences(item))
    said = (tag("small", text(one), class_="note") for one in differences)
    heading = tag("th", item_link(facts, item.name, ""), *said, colspan=str(len(head)), scope="rowgroup")
    yield tag("tr", heading, class_="group")
    for line in lines:
        row = tag("small", text(f" row {line.row}")) if line.row is not None else EMPTY
        shown = element_link(facts, line.element, "", label(line.path or line.item))
        cells = (tag("td", *_home_of(facts, line.element, side)) for side in (line.left, line.right))
        yield tag("tr", *labelled(head, (tag("th", shown, row, scope="row"), *cells)))


def _home_of(facts: SiteFacts, element: str, side: ParitySide) -> Iterator[Html]:
    said = facts.model.statements_by_element.get(element, ())
    here = [one for one in said if (one.device, one.protocol) == (side.device, side.protocol) and not one.proposed]
    yield tag("p", standing_mark(side.standing), text(f" {side.device}"), class_="side")
    yield from (_home(facts, one) for one in here)


def _home(facts: SiteFacts, statement: Statement) -> Html:
    if not isinstance(statement.address, DlmsAddress | SepAddress):
        return tag("p", text(statement.address or "no address"), class_="side quiet")
    shown = link(member_page(facts.map, statement.address), *_spelled(statement.address))
    kind = tag("small", text(f" {statement.type}")) if statement.type else EMPTY
    unit = tag("small", text(f" in {statement.unit}")) if statement.unit else EMPTY
    return tag("p", shown, kind, unit, class_="side")


def _spelled(address: DlmsAddress | SepAddress) -> Iterator[Html]:
    """Yield an address in the words of its protocol; a field that its source does not name is left out."""
    if isinstance(address, DlmsAddress):
        yield code(address.logical_name)
        kind = "method" if address.access is Access.METHOD else "attribute"
        yield text(f" {address.class_name} {kind} {address.index} ")
        part = address.member
    else:
        yield code(f"0x{address.cluster_id:04X}")
        yield text(f" {address.cluster} {address.access.value} ")
        yield code(sep_number(address))
        yield text(" ")
        part = "" if address.field == "_" else address.field
    yield code(address.name)
    if part:
        yield text(": ")
        yield code(part)


def _differences(item: Item) -> Iterator[str]:
    """Yield what the catalogue says of the item differently from one device to another."""
    aspects = (
        ("Data type", [(fact.device.value, fact.data_type.value) for fact in item.facts]),
        ("Unit", [(fact.device.value, fact.unit.value) for fact in item.facts]),
        ("Range or resolution", [(fact.device.value, fact.range.value) for fact in item.facts]),
    )
    for aspect, facts in aspects:
        said: dict[str, dict[str, None]] = {}
        for device, value in facts:
            said.setdefault(value or "not stated", {})[device] = None
        if len(said) > 1:
            told = (f"{', '.join(devices)}: {value}" for value, devices in said.items())
            yield f"{aspect} differs. {'; '.join(told)}."


def _one_sided(facts: SiteFacts, found: Iterable[ParityElement], caption: str) -> Html:
    head = ("Item", "Elements", "Which: printed row, or name")
    rows = []
    for name, group in groupby(sorted(found, key=lambda one: one.item.casefold()), key=lambda one: one.item):
        members = list(group)
        shown = join((_short(facts, one) for one in members), " ")
        cells = (
            tag("th", item_link(facts, name, ""), scope="row"),
            tag("td", text(len(members)), class_="number"),
            tag("td", shown, class_="many"),
        )
        rows.append(tag("tr", *labelled(head, cells)))
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _short(facts: SiteFacts, found: ParityElement) -> Html:
    shown = text(found.element if found.row is None else found.row)
    return tag("span", element_link(facts, found.element, "", shown), title=found.element, class_="short")
