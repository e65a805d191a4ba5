"""What the pages of the data items are made of, gathered once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from metermap.catalogue.model import Element
from metermap.codegen.gap_report.model import Column, Gap
from metermap.core.addresses import DlmsAddress, SepAddress, address_key
from metermap.core.logical_names import LogicalName
from metermap.core.markup import EMPTY, code, join, tag, text
from metermap.core.site_settings import SiteSettings
from metermap.core.text import Html
from metermap.mappings.model import Device, Role, Statement
from metermap.mappings.results import Tested, tested
from metermap.mappings.standing import Standing
from metermap.protocols.dlms.logical_names import ValueGroup, meaning_of
from metermap.site.bound import Bound
from metermap.site.facts import Item, SiteFacts, protocol_title
from metermap.site.homes import address_order
from metermap.site.names import page_names

__all__ = ["ROOT", "ItemPages", "Place", "Said", "column_title", "no_home", "unasked"]

ROOT: Final = "../"


@dataclass(frozen=True, slots=True)
class Place:
    """What a device keeps at one attribute, method or command: the statements about it, parts of one whole.

    `anchor` is its place on the item's page.
    """

    device: str
    protocol: str
    statements: tuple[Statement, ...]
    anchor: str

    @property
    def first(self) -> Statement:
        """Return one of the statements; the address of all is the same, but for the part of the whole."""
        return self.statements[0]

    @property
    def is_gap(self) -> bool:
        """Return whether it is none: the statements say that elements have no home."""
        return self.first.role is Role.GAP

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the statements say what they do, each reason once; of a gap, why there is no home."""
        return tuple(dict.fromkeys(reason for said in self.statements for reason in said.because))


@dataclass(frozen=True)
class Said:
    """A data item with its places by device and protocol."""

    item: Item
    places: Mapping[tuple[str, str], tuple[Place, ...]]

    def at(self, column: Column) -> tuple[Place, ...]:
        """Return the places of a device over a protocol."""
        return self.places.get((column.device, column.protocol), ())

    def lack(self, column: Column) -> str:
        """Return why a device with places does not carry the item over a protocol: how they stand; '' where it does."""
        statements = [said for place in self.at(column) for said in place.statements]
        found = {_standing(said) for said in statements}
        lacks = [standing.value for standing in Standing if standing in found]
        return "" if None in found else ", ".join(lacks)

    @property
    def devices(self) -> frozenset[str]:
        """Return the devices that hold an element, or of which something is said."""
        return self.item.devices | {device for device, _ in self.places}


@dataclass(frozen=True)
class ItemPages:
    """All that the writers of the pages may look up."""

    facts: SiteFacts
    bound: Bound
    settings: SiteSettings

    @cached_property
    def tested(self) -> Tested:
        """Return what laboratories found."""
        return tested(self.facts.model)

    @cached_property
    def gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """Return the gaps by item, in the report's order."""
        found: dict[str, list[Gap]] = {}
        for gap in self.facts.report.gaps:
            found.setdefault(gap.item, []).append(gap)
        return {item: tuple(gaps) for item, gaps in found.items()}

    @cached_property
    def former_names(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names that items had before, by the name that they have now."""
        found: dict[str, list[str]] = {}
        for old in self.settings.renamed:
            found.setdefault(self.settings.present_name(old), []).append(old)
        return {name: tuple(sorted(old)) for name, old in found.items()}

    def twin_note(self, element: Element) -> Html:
        """Return the row that tells an element from another of its item with the same path; nothing for most."""
        alike = self._alike[element.item.value, element.path.value]
        return tag("small", text(f" row {element.row}")) if alike > 1 and element.row else EMPTY

    @cached_property
    def _alike(self) -> Counter[tuple[str, str]]:
        elements = self.facts.model.catalogue.elements
        return Counter((element.item.value, element.path.value) for element in elements)

    def value_groups(self, name: LogicalName) -> Html:
        """Return the six value groups of a logical name, each with its meaning where one is known."""
        if name not in self._groups:
            known = self.bound.dictionaries.dlms.value_groups()
            groups = zip("ABCDEF", name.groups, strict=True)
            shown = (_value_group(letter, value, meaning_of(known, letter, name)) for letter, value in groups)
            self._groups[name] = join(shown, " ")
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[LogicalName, Html]:
        return {}

    def said(self, item: Item) -> Said:
        """Return an item with its places."""
        return Said(item, dict(_places(item.statements)))

    def devices(self, said: Said) -> Iterator[Device]:
        """Yield the devices that the page is about, in the order of the workspace."""
        return (device for device in self.facts.model.devices if device.id in said.devices)

    def columns(self, device: str) -> tuple[Column, ...]:
        """Return a device over its protocols."""
        return tuple(column for column in self.facts.columns if column.device == device)

    def standing(self, element: Element, column: Column) -> Standing | None:
        """Return the standing of an element in a column; None where the device does not hold it there."""
        return self.facts.model.standings.get((element.id.value, column.device, column.protocol))


def _standing(said: Statement) -> Standing | None:
    """Return what a statement alone makes of an element that it does not carry; None if it carries it."""
    if said.proposed:
        return Standing.PLANNED if said.status == "planned" else Standing.PROPOSED
    if said.role is Role.GAP:
        return Standing.NO_HOME
    return None if isinstance(said.address, DlmsAddress | SepAddress) else Standing.UNADDRESSED


def _value_group(letter: str, value: int, meaning: ValueGroup | None) -> Html:
    said = tag("small", text(f" {meaning.meaning}")) if meaning else EMPTY
    return tag("span", code(f"{letter} {value}"), said, class_="value-group")


def unasked(said: Said, column: Column) -> str:
    """Return why none of an item's elements is asked about on a device over a protocol."""
    if column.device in said.item.devices:
        return "not asked here: its elements are known in the home only"
    return "the catalogue does not list it for the device"


def no_home(place: Place) -> Html:
    """Return that elements have no home, and why, for a table or a heading."""
    return text(f"No home: {'; '.join(place.reasons) or 'no reason is recorded'}")


def column_title(column: Column) -> str:
    """Return a device over a protocol, as a heading."""
    return f"{column.device} over {protocol_title(column.protocol)}"


def _methods_last(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return statements in their order, those of methods of the catalogue behind what is kept there."""
    return tuple(sorted(statements, key=lambda said: ".method: " in said.element))


def _places(statements: Iterable[Statement]) -> Iterator[tuple[tuple[str, str], tuple[Place, ...]]]:
    by_column: dict[tuple[str, str], dict[str, list[Statement]]] = {}
    for said in sorted(statements, key=lambda said: (address_order(said), said.row or 0, said.key)):
        groups = by_column.setdefault((said.device, said.protocol), {})
        key = "no home" if said.role is Role.GAP else address_key(said.address)
        groups.setdefault(key, []).append(said)
    names = [(*column, key) for column, groups in by_column.items() for key in groups]
    anchors = page_names(" ".join(name) for name in names)
    for column, groups in by_column.items():
        yield (
            column,
            tuple(
                Place(*column, _methods_last(found), f"at-{anchors[' '.join((*column, key))]}")
                for key, found in groups.items()
            ),
        )
