"""A page for each device: what it speaks, what of it is mapped, and what is known against that; and the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from metermap.catalogue.model import UseCase
from metermap.codegen.gap_report.model import Column
from metermap.codegen.proofs.model import ProofLine
from metermap.core.markup import EMPTY, code, join, label, labelled, link, section, table, tag, text
from metermap.core.natural import natural_order
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.model import Device
from metermap.mappings.standing import Standing
from metermap.site.elements import column_heading, mapped_text, standings_of, tally
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.pieces import Page, definitions, element_link, item_link, standing_legend, use_case_links

__all__ = ["broken_table", "device_list", "device_pages"]

_ROOT = "../"


def device_list(facts: SiteFacts) -> Page:
    """Return the list of devices."""
    head = ("Device", "Title", "Protocol and route", "Mapped")
    rows = (tag("tr", *labelled(head, _list_cells(facts, column))) for column in facts.columns)
    caption = "Each device over each protocol: the elements that have a home, out of those asked about"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=1)
    return Page("devices/index", "Devices", join((tag("h1", text("Devices")), shown)))


def _list_cells(facts: SiteFacts, column: Column) -> Iterator[Html]:
    yield tag("th", link(_ROOT + facts.map.device(column.device), text(column.device)), scope="row")
    yield tag("td", text(column.title))
    yield tag("td", _way(column))
    yield tag("td", text(f"{column.mapped:,} of {column.elements:,}"), class_="number")


def _way(column: Column) -> Html:
    """Return protocol and route, or why the device does not speak the protocol."""
    notes = [column.route, "carrier" if column.carrier else ""]
    said = f"not spoken: {column.reason}" if column.reason else ", ".join(filter(None, notes))
    return join((text(protocol_title(column.protocol)), tag("small", text(f" {said}"))))


def device_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each device."""
    for device in facts.model.devices:
        title = f"{device.title} ({device.id})"
        yield Page(facts.map.devices[device.id], title, join((tag("h1", text(title)), *_body(facts, device))))


def _body(facts: SiteFacts, device: Device) -> Iterator[Html]:
    columns = [column for column in facts.columns if column.device == device.id]
    items = [item for item in facts.items if device.id in item.devices]
    cases = [case for case in facts.model.catalogue.use_cases if _targets(case, device)]
    broken = [line for line in facts.proofs.proofs if line.broken and line.device == device.id]
    yield _about(device, columns)
    yield section("Counts", _counts(columns), standing_legend(), anchor="counts")
    yield section("Known limits", broken_table(facts, broken, _ROOT), anchor="limits")
    yield section("Gaps", _gaps(facts, columns), anchor="gaps")
    yield section("Use cases that target it", _cases(facts, cases), anchor="use-cases")
    yield section("Data items", _items(facts, device, columns, items), anchor="items")


def _about(device: Device, columns: Sequence[Column]) -> Html:
    editions = (f"{protocol_title(protocol)}: {', '.join(named)}" for protocol, named in device.editions if named)
    return definitions(
        (
            ("Speaks", join((_way(column) for column in columns if not column.reason), "; ")),
            ("Does not speak", join((_way(column) for column in columns if column.reason), "; ")),
            ("Kinds told apart", text(", ".join(device.variants) or "none")),
            ("Editions it must meet", text("; ".join(editions) or "not recorded")),
        )
    )


def _targets(case: UseCase, device: Device) -> bool:
    return device.id in re.findall(r"\w+", case.target.value)


def _counts(columns: Sequence[Column]) -> Html:
    head = ("Protocol", "Mapped", *(standing.value.capitalize() for standing in Standing), "Tested")
    rows = (tag("tr", *labelled(head, _count_cells(column))) for column in columns)
    caption = (
        "Elements by standing. Mapped: exact, limited and carried together. Tested: of those, passed by a laboratory"
    )
    return table(caption, head, [tag("tbody", *rows)], class_="stack", numbers=len(head) - 1)


def _count_cells(column: Column) -> Iterator[Html]:
    yield tag("th", _way(column), scope="row")
    yield tag("td", text(f"{column.mapped:,} of {column.elements:,}"), class_="number")
    for standing in Standing:
        count = column.count(standing)
        yield tag("td", text(f"{count:,}"), class_="number" if count else "number zero")
    said = column.counts.evidence if column.mapped else ""
    yield tag("td", text(said), class_="number")


def broken_table(facts: SiteFacts, lines: Sequence[ProofLine], root: str) -> Html:
    """Return values that are known not to survive, each with why; a sentence if there are none."""
    if not lines:
        return tag("p", text("No value is known that does not survive."), class_="quiet")
    head = ("Element", "Value", "Why it breaks", "The catalogue allows", "The wire carries", "Address")
    rows = (tag("tr", *labelled(head, _broken_cells(facts, line, root))) for line in lines)
    caption = f"{counted(len(lines), 'statement')} with a value that does not come back unchanged"
    return table(caption, head, [tag("tbody", *rows)], class_="broken stack")


def _broken_cells(facts: SiteFacts, line: ProofLine, root: str) -> Iterator[Html]:
    row = tag("small", text(f"{line.device}{'' if line.row is None else f', row {line.row}'}"), class_="note")
    yield tag("th", element_link(facts, line.element, root, label(line.element)), row, scope="row")
    broken = line.broken
    value, why = (broken.value, f"{broken.kind}: {broken.why}") if broken else ("", "")
    yield tag("td", code(value))
    yield from (tag("td", text(said)) for said in (why, line.stated, line.carried))
    yield tag("td", code(line.address))


def _gaps(facts: SiteFacts, columns: Sequence[Column]) -> Html:
    parts = []
    for column in columns:
        found = [gap for gap in facts.report.gaps if (gap.device, gap.protocol) == (column.device, column.protocol)]
        if found:
            said = f"{column_heading(column)}: {len(found):,} of {column.elements:,} elements"
            parts.append(tag("li", text(said)))
    where = tag("p", link(f"{_ROOT}gaps.html", text("The gap report lists each of them, with reason and consequence.")))
    return join((tag("ul", *parts), where)) if parts else tag("p", text("None."), class_="quiet")


def _cases(facts: SiteFacts, cases: Sequence[UseCase]) -> Html:
    if not cases:
        return tag("p", text("The catalogue names none."), class_="quiet")
    named = sum(case.code.value in facts.by_use_case for case in cases)
    note = f"{counted(len(cases), 'use case')}; statements of the mapping name {named:,} of them."
    return join(
        (
            tag("p", text(note)),
            tag(
                "p",
                use_case_links(facts, sorted((case.code.value for case in cases), key=natural_order), _ROOT),
                class_="many",
            ),
        )
    )


def _items(facts: SiteFacts, device: Device, columns: Sequence[Column], items: Sequence[Item]) -> Html:
    head = ("Data item", "Elements", *(protocol_title(column.protocol) for column in columns))
    rows = (tag("tr", *labelled(head, _item_cells(facts, device, columns, item))) for item in items)
    return table(
        f"It holds elements of {counted(len(items), 'data item')}", head, [tag("tbody", *rows)], class_="list stack"
    )


def _item_cells(facts: SiteFacts, device: Device, columns: Sequence[Column], item: Item) -> Iterator[Html]:
    held = [element for element in item.elements if device.id in element.devices.value]
    yield tag("th", item_link(facts, item.name, _ROOT), scope="row")
    yield tag("td", text(len(held)), class_="number")
    for column in columns:
        found = standings_of(facts, held, column)
        yield tag("td", *(tally(found) if found else (EMPTY,)), title=mapped_text(found))
