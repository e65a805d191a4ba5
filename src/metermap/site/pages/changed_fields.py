"""The part of the page of changes that tells fields: the old and the new value, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from metermap.codegen.changes.record import Differences, Line
from metermap.core.markup import label, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.site.changes import Compared
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pieces import definitions, element_link, item_link

__all__ = ["compared_fields", "field_counts", "field_sections"]

_Names: TypeAlias = Callable[[SiteFacts, Line], tuple[Html, ...]]

# Of each kind: its plural, the singular, and the headings of the cells that name a line of it.
_KINDS = {
    "elements": ("Elements", "element", ("Element",)),
    "items": ("Facts of items", "fact of an item", ("Item", "Device")),
    "use-cases": ("Use cases", "use case", ("Use case",)),
    "statements": ("Statements", "statement", ("Element or item", "Device and protocol")),
}


def field_counts(compared: Compared) -> Iterator[tuple[str, str, int]]:
    """Yield what is counted, the anchor of its section, and how many."""
    for kind, (title, _, _) in _KINDS.items():
        found, words = _of(compared, kind), title.casefold()
        yield f"{words} changed", f"{kind}-changed", len(found.changed)
        if kind != "elements":
            yield f"{words} added", f"{kind}-added", len(found.added)
            yield f"{words} removed", f"{kind}-removed", len(found.removed)


def _of(compared: Compared, kind: str) -> Differences:
    return {
        "elements": compared.elements,
        "items": compared.items,
        "use-cases": compared.use_cases,
        "statements": compared.statements,
    }[kind]


def field_sections(facts: SiteFacts, compared: Compared) -> Iterator[Html]:
    """Yield a section for what differs, what is new and what is gone of each kind of line, where there is any."""
    for kind, (title, _, _) in _KINDS.items():
        found = _of(compared, kind)
        if found.changed:
            yield section(f"{title} changed", _changed(facts, kind, found), anchor=f"{kind}-changed")
        if kind != "elements":
            for word, lines, said in (("added", found.added, _NEW), ("removed", found.removed, _GONE)):
                if lines:
                    listed = _listed(facts, kind, lines, said)
                    yield section(f"{title} {word}", listed, anchor=f"{kind}-{word}")


_NEW = "of which the earlier state knows nothing"
_GONE = "of which only the earlier state knows"


def _changed(facts: SiteFacts, kind: str, found: Differences) -> Html:
    _, noun, names = _KINDS[kind]
    head = (*names, "Field", "Then", "Now")
    rows = [
        tag("tr", *labelled(head, (*_named(facts, kind, pair.new), tag("td", text(one.field)), then, now)))
        for pair in found.changed
        for one in pair.differences
        for then, now in [(_value(one.old, one.old_place), _value(one.new, one.new_place))]
    ]
    caption = f"{counted(len(rows), 'field')} of {_counted(len(found.changed), noun)}, with the value then and now"
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _counted(number: int, noun: str) -> str:
    """Return number and noun; the noun may go on after its first word (``fact of an item``)."""
    first, blank, rest = noun.partition(" of ")
    return f"{counted(number, first)}{blank}{rest}"


def _value(value: str, where: str) -> Html:
    shown = text(value) if value else tag("span", text("nothing"), class_="quiet")
    place = tag("small", text(f" {where or 'not recorded'}"), class_="place")
    return tag("td", tag("p", shown, place, class_="side"))


def _listed(facts: SiteFacts, kind: str, lines: tuple[Line, ...], said: str) -> Html:
    _, noun, names = _KINDS[kind]
    head = (*names, _SAID[kind][0], "Place")
    rows = (
        tag("tr", *labelled(head, (*_named(facts, kind, line), _said(kind, line), _place(line.place))))
        for line in lines
    )
    return table(f"{_counted(len(lines), noun)} {said}", head, [tag("tbody", *rows)], class_="stack")


# What tells a line that only one of the states has: the heading of its cell, and the fields in it.
_SAID = {
    "items": ("Section", ("section",)),
    "use-cases": ("Title", ("title",)),
    "statements": ("Address", ("address", "use cases")),
}


def _said(kind: str, line: Line) -> Html:
    values = [value for name in _SAID[kind][1] if (value := line.fields.get(name))]
    return tag("td", *(tag("p", text(value), class_="side") for value in values or ["nothing"]))


def _place(where: str) -> Html:
    return tag("td", tag("span", text(where or "not recorded"), class_="place"))


def _named(facts: SiteFacts, kind: str, line: Line) -> tuple[Html, ...]:
    """Return the cells that name a line, linked to what the site has of it."""
    return _CELLS[kind](facts, line)


def _element(facts: SiteFacts, line: Line) -> tuple[Html, ...]:
    return (_heading(_element_name(facts, line.subject[0])),)


def _element_name(facts: SiteFacts, key: str) -> Html:
    element = facts.model.catalogue.element_by_id.get(key)
    return element_link(facts, key, "", label(element.name if element else key))


def _item(facts: SiteFacts, line: Line) -> tuple[Html, ...]:
    device, item, _ = line.subject
    return _heading(item_link(facts, item, "")), tag("td", text(device))


def _use_case(facts: SiteFacts, line: Line) -> tuple[Html, ...]:
    [code] = line.subject
    address = facts.map.use_case(code)
    return (_heading(link(address, text(code)) if address else text(code)),)


def _statement(facts: SiteFacts, line: Line) -> tuple[Html, ...]:
    element, item, device, protocol = line.subject
    name = _element_name(facts, element) if element else item_link(facts, item, "")
    return _heading(name), tag("td", text(f"{device} over {protocol_title(protocol)}"))


def _heading(content: Html) -> Html:
    return tag("th", content, scope="row")


_CELLS: dict[str, _Names] = {
    "elements": _element,
    "items": _item,
    "use-cases": _use_case,
    "statements": _statement,
}

_LEFT_OUT = (
    "Where a line stands in its file or table, the order of lines, the key of a statement, and the lists of devices, "
    "errata, proofs, findings, results of laboratories and sources. Standings tell what the proofs are worth. Names of "
    "elements are under Elements renamed."
)


def compared_fields(compared: Compared) -> Html:
    """Return which fields are compared of each kind of line, how lines are paired, and what is left out."""
    kinds = ((told.title, text(", ".join(told.compared) or "nothing")) for told in compared.kinds)
    untold = ((f"{told.title}, not told then", text(", ".join(told.untold))) for told in compared.kinds)
    paired = (
        "Elements by id; facts by device, item and section; use cases by code; statements within an element, or the "
        "item of a protocol field, a device and a protocol, by the address, the printed row, variant and use cases "
        "that they have most in common. Statements of an element that was added or removed are not listed again."
    )
    return definitions((*kinds, *untold, ("Paired", text(paired)), ("Left out", text(_LEFT_OUT))))
