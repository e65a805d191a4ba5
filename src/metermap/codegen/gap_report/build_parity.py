"""Parity: two devices whose carriers differ, side by side, by the catalogue's lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from metermap.codegen.gap_report.aspects import Parity, ParityElement, ParityLine, ParitySide
from metermap.mappings.standing import HOMES

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.gap_report.index import Asked, Index

__all__ = ["parities_of"]


def parities_of(index: Index) -> Iterator[Parity]:
    """Yield the parity of each two devices with different carriers for which the catalogue lists a common element.

    They come in the order of the workspace's devices, so the first pair is that of its first two such devices.
    """
    carriers = [asked for asked in index.asked if asked.protocol == asked.device.carrier]
    for left, right in combinations(carriers, 2):
        if left.protocol != right.protocol and (found := _parity(index, left, right)).lines:
            yield found


def _parity(index: Index, left: Asked, right: Asked) -> Parity:
    both, only_left, only_right = [], [], []
    lines = []
    for element in index.model.catalogue.elements:
        here, there = _carries(index, element, left), _carries(index, element, right)
        if (line := _line(index, element, left, right)) is not None:
            lines.append(line)
        if here and there:
            both.append(_element(index, element, right))
        elif here:
            only_left.append(_element(index, element, right))
        elif there:
            only_right.append(_element(index, element, left))
    groups = (tuple(both), tuple(only_left), tuple(only_right))
    named = (left.protocol, right.protocol, left.device.id, right.device.id)
    return Parity(*named, *groups, tuple(lines))


def _carries(index: Index, element: Element, asked: Asked) -> bool:
    return index.standing(element, asked) in HOMES


def _row(element: Element) -> int | None:
    return element.row.value if element.row else None


def _element(index: Index, element: Element, other: Asked) -> ParityElement:
    listed = index.standing(element, other) is not None
    return ParityElement(element.id.value, element.item.value, _row(element), listed)


def _line(index: Index, element: Element, left: Asked, right: Asked) -> ParityLine | None:
    """Return how the two stand to an element; None unless both are asked about it over their carriers."""
    here, there = _side(index, element, left), _side(index, element, right)
    if here is None or there is None:
        return None
    return ParityLine(element.id.value, element.item.value, element.path.value, _row(element), here, there)


def _side(index: Index, element: Element, asked: Asked) -> ParitySide | None:
    standing = index.standing(element, asked)
    if standing is None:
        return None
    firm = (said for said in index.said_of(element, asked) if said.address and not said.proposed)
    addresses = tuple(dict.fromkeys(str(said.address) for said in firm))
    return ParitySide(asked.device.id, asked.protocol, standing, addresses)
