"""Parity: the carriers of the devices side by side, by the catalogue's lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from metermap.codegen.gap_report.aspects import Parity, ParityElement, ParityLine, ParitySide
from metermap.mappings.standing import HOMES

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.gap_report.index import Asked, Index

__all__ = ["parities_of"]


@dataclass(frozen=True, slots=True)
class _Side:
    protocol: str
    columns: tuple[Asked, ...]

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(asked.device.id for asked in self.columns)

    def carries(self, index: Index, element: Element) -> bool:
        return any(index.standing(element, asked) in HOMES for asked in self.columns)

    def lists(self, element: Element) -> bool:
        return any(device in element.devices.value for device in self.devices)


def parities_of(index: Index) -> Iterator[Parity]:
    """Yield the parity of each two protocols that are the carriers of devices."""
    sides: dict[str, list[Asked]] = {}
    for asked in index.asked:
        if asked.protocol == asked.device.carrier:
            sides.setdefault(asked.protocol, []).append(asked)
    made = [_Side(protocol, tuple(columns)) for protocol, columns in sides.items()]
    for left, right in combinations(made, 2):
        yield _parity(index, left, right)


def _parity(index: Index, left: _Side, right: _Side) -> Parity:
    both, only_left, only_right = [], [], []
    lines = []
    for element in index.model.catalogue.elements:
        here, there = left.carries(index, element), right.carries(index, element)
        if here and there:
            both.append(_element(element, right))
        elif here:
            only_left.append(_element(element, right))
        elif there:
            only_right.append(_element(element, left))
        if left.lists(element) and right.lists(element):
            lines.append(_line(index, element, left, right))
    groups = (tuple(both), tuple(only_left), tuple(only_right))
    return Parity(left.protocol, right.protocol, left.devices, right.devices, *groups, tuple(lines))


def _row(element: Element) -> int | None:
    return element.row.value if element.row else None


def _element(element: Element, other: _Side) -> ParityElement:
    return ParityElement(element.id.value, element.item.value, _row(element), other.lists(element))


def _line(index: Index, element: Element, left: _Side, right: _Side) -> ParityLine:
    sides = (tuple(_sides(index, element, side)) for side in (left, right))
    return ParityLine(element.id.value, element.item.value, element.path.value, _row(element), *sides)


def _sides(index: Index, element: Element, side: _Side) -> Iterator[ParitySide]:
    for asked in side.columns:
        standing = index.standing(element, asked)
        if standing is not None:
            firm = (said for said in index.said_of(element, asked) if said.address and not said.proposed)
            addresses = tuple(dict.fromkeys(str(said.address) for said in firm))
            yield ParitySide(asked.device.id, asked.protocol, standing, addresses)
