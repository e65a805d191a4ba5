"""What the catalogue states of an element's unit and range: its own, apart from what is said of its item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.catalogue.model import Element, ItemFact
from metermap.catalogue.quantities import Amount, Combination, Indices, LogDepth, Product, Resolution
from metermap.core.markup import join, tag, text
from metermap.core.text import Html
from metermap.mappings.proofs.stated import Sort, has_unit, is_bounded_by, sort_of

__all__ = ["bounds", "bounds_of_item"]

_OF_THE_ITEM: Final = "of the item: "
# How many entries an item has, which numbers its index has, and its scale say nothing of the values of an element.
_OTHER: Final = (Amount, Combination, Indices, LogDepth, Product, Resolution)
_Said = tuple[str, str]


def bounds(element: Element, facts: Iterable[ItemFact]) -> Html:
    """Return the unit and range that the item's lines state of an element, by device where they differ.

    Depth of a log and range of an index are about the item and stand with its lines. What may be about the element,
    or not, is told as of the item.
    """
    by_device: dict[str, tuple[_Said, ...]] = {}
    for fact in facts:
        known = by_device.get(fact.device.value, ())
        by_device[fact.device.value] = tuple(dict.fromkeys((*known, *_said(element, fact))))
    devices: dict[tuple[_Said, ...], list[str]] = {}
    for device, said in by_device.items():
        devices.setdefault(said, []).append(device)
    if not any(devices):
        return tag("span", text("not stated"), class_="quiet")
    named = len(devices) > 1
    return join(_lines(f"{', '.join(ids)}: " if named else "", said) for said, ids in devices.items() if said)


def bounds_of_item(facts: Iterable[ItemFact]) -> Html:
    """Return the unit and range of an item, for an element that no line is tied to by its row."""
    said = [(_OF_THE_ITEM, value) for fact in facts for value in (fact.unit.value, fact.range.value) if value]
    return _lines("", dict.fromkeys(said)) if said else tag("span", text("not stated"), class_="quiet")


def _lines(devices: str, said: Iterable[_Said]) -> Html:
    lines = [tag("small" if whose else "span", text(f"{whose}{what}"), class_="note") for whose, what in said]
    return join((tag("em", text(devices)) if devices else text(""), *lines))


def _said(element: Element, fact: ItemFact) -> Iterator[_Said]:
    """Yield whose unit and whose range a line states, '' for the element's own, and what they are."""
    if fact.unit.value and has_unit(element, fact):
        yield "", fact.unit.value
    elif fact.unit.value and sort_of(element) is Sort.NUMBER and not _goes_with_a_value(element, fact):
        yield _OF_THE_ITEM, fact.unit.value
    clauses = fact.ranges
    says = [clause.says for clause in clauses or ()]
    if any(is_bounded_by(element, fact, each) for each in says):
        yield "", fact.range.value
    elif fact.range.value and not (says and all(isinstance(each, _OTHER) for each in says)):
        yield _OF_THE_ITEM, fact.range.value


def _goes_with_a_value(element: Element, fact: ItemFact) -> bool:
    """Whether the element is of the line's type and yet not the value: its scale, its period."""
    return (element.type.element or element.type).kind is (fact.type.element or fact.type).kind
