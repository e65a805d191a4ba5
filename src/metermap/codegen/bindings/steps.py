"""The way from what travels whole to one part of it: members, elements of lists, bits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Steps
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Choice,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Unordered,
    Variant,
)
from metermap.core.suggest import normal

__all__ = ["BitsStep", "ElementStep", "MemberStep", "Step", "leaf_at", "steps_to"]


@dataclass(frozen=True, slots=True)
class MemberStep:
    """To a member: its number, counted from 0, and its name in the layout."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class ElementStep:
    """To an element of a list. `first` and `last` count from 1, as the mapping does; None where it states none."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class BitsStep:
    """To some bits of a packed value: `width` bits from bit `lowest`, counted from the least significant."""

    lowest: int
    width: int
    name: str = ""


Step: TypeAlias = MemberStep | ElementStep | BitsStep

_INDEX: Final = re.compile(r"\[(?:(\d+)(?:\.\.(\d+))?)?[^\]]*\]")
_BITS: Final = re.compile(r"@?(\d{1,2})(?:\.\.@?(\d{1,2}))?")


def steps_to(layout: Layout, path: Steps[str]) -> tuple[Step, ...] | None:  # noqa: PLR0911  (one a shape)
    """Return the steps that a path of names and index ranges (``[1..4]``, ``week_name``) means; None if none.

    A list that the path gives no index for is stepped into all the same.
    """
    if not path:
        return ()
    match layout:
        case Array() | Sequence():
            return _into_list(layout.element, path)
        case Buffer():
            return _into_list(Unordered(layout.name, layout.fields), path)
        case Structure() | Unordered() | Payload():
            return _into_member(layout.fields, path)
        case Choice():
            return _first(tuple(each.layout for each in layout.alternatives), path)
        case Variant():
            return _first((*(case.layout for case in layout.cases), layout.otherwise), path)
        case Leaf() if len(path) == 1:
            bits = _bits(layout, path[0])
            return (bits,) if bits else None
        case _:
            return None


def _into_list(element: Layout, path: Steps[str]) -> tuple[Step, ...] | None:
    found = _INDEX.fullmatch(path[0])
    step = ElementStep()
    if found and found[1]:
        step = ElementStep(int(found[1]), int(found[2] or found[1]))
    rest = steps_to(element, path[1:] if found else path)
    return None if rest is None else (step, *rest)


def _into_member(fields: tuple[Field, ...], path: Steps[str]) -> tuple[Step, ...] | None:
    wanted = normal(path[0])
    for number, field in enumerate(fields):
        if normal(field.name) == wanted:
            rest = steps_to(field.layout, path[1:])
            return None if rest is None else (MemberStep(number, field.name), *rest)
    return None


def _first(layouts: tuple[Layout, ...], path: Steps[str]) -> tuple[Step, ...] | None:
    return next((found for layout in layouts if (found := steps_to(layout, path)) is not None), None)


def _bits(leaf: Leaf, name: str) -> BitsStep | None:
    """Return the bits of a packed value that are called `name` or numbered (``@4..7``)."""
    wanted = normal(name)
    for mask, called in leaf.names:
        if normal(called) == wanted and mask:
            lowest = (mask & -mask).bit_length() - 1
            return BitsStep(lowest, mask.bit_length() - lowest, called)
    found = _BITS.fullmatch(name)
    if found is None:
        return None
    lowest, highest = int(found[1]), int(found[2] or found[1])
    return BitsStep(lowest, highest - lowest + 1) if lowest <= highest else None


def leaf_at(layout: Layout, steps: Steps[Step]) -> Layout:
    """Return the layout that the steps lead to, the packed value where they end in bits.

    Of a choice or a variant, it is in the first alternative that the steps lead through.

    Raises:
        LookupError: the steps are not of this layout.
    """
    found = _follow(layout, steps)
    if found is None:
        message = f"the steps {steps} are not of the layout"
        raise LookupError(message)
    return found


def _follow(layout: Layout, steps: Steps[Step]) -> Layout | None:  # noqa: PLR0911  (one a shape)
    if not steps:
        return layout
    match layout, steps[0]:
        case Leaf(), BitsStep():
            return layout
        case ((Array() | Sequence()), ElementStep()):
            return _follow(layout.element, steps[1:])
        case Buffer(), ElementStep():
            return _follow(Unordered(layout.name, layout.fields), steps[1:])
        case ((Structure() | Unordered() | Payload()), MemberStep(number, name)) if _has(layout.fields, number, name):
            return _follow(layout.fields[number].layout, steps[1:])
        case Choice(), _:
            return _followed((each.layout for each in layout.alternatives), steps)
        case Variant(), _:
            return _followed((*(case.layout for case in layout.cases), layout.otherwise), steps)
        case _:
            return None


def _followed(layouts: Iterable[Layout], steps: Steps[Step]) -> Layout | None:
    return next((found for layout in layouts if (found := _follow(layout, steps)) is not None), None)


def _has(fields: tuple[Field, ...], number: int, name: str) -> bool:
    return number < len(fields) and fields[number].name == name
