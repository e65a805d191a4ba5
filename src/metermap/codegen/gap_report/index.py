"""What the parts of the report look up: what the workspace asks about, the standings, the statements by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.catalogue.paths import parse_path
from metermap.codegen.gap_report.model import NOT_RECORDED
from metermap.mappings.results import Outcome, tested

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.mappings.model import Device, ResolvedModel, Statement
    from metermap.mappings.standing import Standing

__all__ = ["Asked", "Index", "expanded", "printed_section"]

# A range of more is a misprint, and its sum would be no number that a spreadsheet holds exactly.
_MOST: Final = 10**9


@dataclass(frozen=True, slots=True)
class Asked:
    """A device over a protocol, with its route; or the reason why the device does not speak it."""

    device: Device
    protocol: str
    route: str
    reason: str


class Index:
    """A model, asked by column: the carrier of each device comes first."""

    def __init__(self, model: ResolvedModel) -> None:
        """Group the statements by device and protocol, and by element there."""
        self.model = model
        self.asked = tuple(one for device in model.devices for one in _asked(device))
        self._evidence = tested(model).evidence
        self._by_column: dict[tuple[str, str], list[Statement]] = {}
        self._by_element: dict[tuple[str, str, str], list[Statement]] = {}
        for said in model.statements:
            self._by_column.setdefault((said.device, said.protocol), []).append(said)
            if said.element:
                self._by_element.setdefault((said.element, said.device, said.protocol), []).append(said)

    def statements(self, asked: Asked) -> list[Statement]:
        """Return all statements of a column, those of protocol fields included."""
        return self._by_column.get((asked.device.id, asked.protocol), [])

    def said_of(self, element: Element, asked: Asked) -> list[Statement]:
        """Return the statements of an element in a column, proposals and plans included."""
        return self._by_element.get((element.id.value, asked.device.id, asked.protocol), [])

    def standing(self, element: Element, asked: Asked) -> Standing | None:
        """Return the standing of an element in a column; None where the workspace does not ask."""
        return self.model.standings.get((element.id.value, asked.device.id, asked.protocol))

    def standings(self, asked: Asked) -> list[tuple[Element, Standing]]:
        """Return the elements that a column asks about, with their standings, in the order of the catalogue."""
        pairs = ((element, self.standing(element, asked)) for element in self.model.catalogue.elements)
        return [(element, standing) for element, standing in pairs if standing is not None]

    def outcome(self, element: Element, asked: Asked) -> Outcome:
        """Return what laboratories found of an element that a column carries; not run where it carries none."""
        evidence = self._evidence.get((element.id.value, asked.device.id, asked.protocol))
        return evidence.outcome if evidence is not None and evidence.carried else Outcome.NOT_RUN


def _asked(device: Device) -> Iterator[Asked]:
    for protocol, route in sorted(device.protocols, key=lambda pair: pair[0] != device.carrier):
        yield Asked(device, protocol, route, "")
    for protocol, reason in device.silent:
        yield Asked(device, protocol, "", reason or NOT_RECORDED)


def expanded(element: Element) -> int | None:
    """Return how many elements with single indices an element stands for; None if its range says no number.

    A range says none if it is open, ends in a letter, or runs backwards; nor does an index that is a letter: ``[n]``
    is one path to the mapping, and as many elements as there are devices of that kind.
    """
    paths = [parse_path(text) for text in (element.item.value, element.path.value) if text]
    product = 1
    for path in paths:
        if not path.count or any(index.count is None for index in path.indices):
            return None
        product *= path.count
    return product if product <= _MOST else None


def printed_section(element: Element) -> str:
    """Return the section under which the catalogue lists an element; `NOT_RECORDED` where it names none."""
    return element.section.strip() or NOT_RECORDED
