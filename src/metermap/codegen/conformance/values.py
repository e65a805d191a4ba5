"""Values of vectors as JSON, and the parts of them: docs/vectors.md has the notation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.layouts import Field, Layout, Payload, Sequence, Variant, children
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, Step
from metermap.codegen.conformance.spans import Way

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json

__all__ = ["bits_of", "other_names", "value_at", "way_of", "with_value"]

_OF_A_CHOICE: Final = frozenset({"type", "value"})


def way_of(steps: Iterable[Step]) -> Way:
    """Return the way that steps of the bindings lead; of a list of many, to the first that they name."""
    way: list[str | int] = []
    for step in steps:
        match step:
            case MemberStep(name=name):
                way.append(name)
            case ElementStep(first=first):
                way.append(first or 1)
            case BitsStep():
                pass
    return tuple(way)


def bits_of(steps: Iterable[Step]) -> BitsStep | None:
    """Return the bits that the steps end in, if they do."""
    return next((step for step in steps if isinstance(step, BitsStep)), None)


def other_names(layout: Layout) -> Mapping[str, frozenset[str]]:
    """Return what the members of the general form of a variant are called in its cases, by position.

    A day of any calendar has the member ``activePriceTierOrFriendlyCreditEnable``; a day of prices calls it
    ``priceTier``. A name that a case has too is no name of the general form alone.
    """
    found: dict[str, frozenset[str]] = {}
    for inside in children(layout):
        found |= other_names(inside)
    if isinstance(layout, Variant):
        cases = [_members(case.layout) for case in layout.cases]
        taken = {each.name for case in cases for each in case}
        for number, each in enumerate(_members(layout.otherwise)):
            if each.name not in taken:
                found[each.name] = frozenset(case[number].name for case in cases if number < len(case))
    return found


def _members(layout: Layout) -> tuple[Field, ...]:
    element = layout.element if isinstance(layout, Sequence) else layout
    return element.fields if isinstance(element, Payload) else ()


def value_at(value: Json, way: Way) -> Json:
    """Return the part of a value to which a way leads; None where it has no such part."""
    for part in way:
        value = _inside(value, part)
        match value, part:
            case Mapping(), str():
                value = value.get(part)
            case list(), int() if part <= len(value):
                value = value[part - 1]
            case _:
                return None
    return value


def _inside(value: Json, part: str | int) -> Json:
    """Return what a choice holds: it is written with the type of the alternative."""
    if isinstance(value, Mapping) and value.keys() == _OF_A_CHOICE and part not in value:
        return value["value"]
    return value


def with_value(value: Json, way: Way, part: Json) -> Json:
    """Return the value with another part in that place; the value itself is not changed."""
    if not way:
        return part
    if isinstance(value, Mapping):
        key = way[0] if way[0] in value else "value"
        rest = way[1:] if key == way[0] else way
        return {**value, str(key): with_value(value[str(key)], rest, part)}
    if isinstance(value, list) and isinstance(way[0], int):
        at = way[0] - 1
        return [*value[:at], with_value(value[at], way[1:], part), *value[at + 1 :]]
    return value
