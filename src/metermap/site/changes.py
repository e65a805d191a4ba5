"""What is different from an earlier state: elements by their stable ids, and where each is carried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.site.facts import SiteFacts

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.gap_report.earlier import Earlier
    from metermap.codegen.gap_report.earlier_documents import OldLine

__all__ = ["Changes", "Home", "Moved", "Renamed", "changes_of"]


@dataclass(frozen=True, slots=True)
class Home:
    """An address as it prints, and the place of the statement that names it."""

    address: str
    place: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """An element whose name differs: it kept its id, or metermap.toml says what its item is called now."""

    element: str
    old: str
    new: str
    old_cell: str
    new_cell: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An element of both states that is carried elsewhere by a device over a protocol."""

    element: str
    device: str
    protocol: str
    old: tuple[Home, ...]
    new: tuple[Home, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Added and removed elements, the renamed ones, which are in neither, and those that moved.

    `told` says whether the earlier file tells addresses; `moved` is empty where it does not.
    """

    added: tuple[Element, ...]
    removed: tuple[OldLine, ...]
    renamed: tuple[Renamed, ...]
    moved: tuple[Moved, ...]
    told: bool


def changes_of(facts: SiteFacts, earlier: Earlier) -> Changes:
    """Return what is different, in the order of the catalogue; what is removed in that of the earlier file."""
    now = facts.model.catalogue.element_by_id
    added = {_name(one.item.value, one.path.value): one for key, one in now.items() if key not in earlier.elements}
    removed = {key: line for key, line in earlier.elements.items() if key not in now}
    same = {key: _name(facts.renamed(line.item), line.path) for key, line in removed.items()}
    pairs = {key: added[name] for key, name in same.items() if name in added}
    follows = {element.id.value for element in pairs.values()}
    return Changes(
        added=tuple(one for key, one in now.items() if key not in earlier.elements and key not in follows),
        removed=tuple(line for key, line in removed.items() if key not in pairs),
        renamed=(*_renamed(facts, earlier), *(_followed(removed[key], element) for key, element in pairs.items())),
        moved=tuple(_moved(facts, earlier)) if earlier.homes else (),
        told=bool(earlier.homes),
    )


def _name(item: str, path: str) -> tuple[str, str]:
    return item, path


def _quoted(item: str, path: str) -> str:
    return f"{item}.{path}" if path else item


def _renamed(facts: SiteFacts, earlier: Earlier) -> Iterator[Renamed]:
    for key, element in facts.model.catalogue.element_by_id.items():
        line = earlier.elements.get(key)
        if line and _name(line.item, line.path) != _name(element.item.value, element.path.value):
            yield _followed(line, element)


def _followed(line: OldLine, element: Element) -> Renamed:
    cells = (line.cell, str(element.place or ""))
    return Renamed(element.id.value, _quoted(line.item, line.path), element.name, *cells)


def _moved(facts: SiteFacts, earlier: Earlier) -> Iterator[Moved]:
    """Yield elements of both states whose firm statements name other addresses; their order says nothing."""
    for element in facts.model.catalogue.elements:
        key = element.id.value
        if key in earlier.elements:
            for column in facts.columns:
                where = (key, column.device, column.protocol)
                old = tuple(Home(home.address, home.place) for home in earlier.homes.get(where, ()))
                new = _homes(facts, *where)
                if {home.address for home in old} != {home.address for home in new}:
                    yield Moved(*where, old, new)


def _homes(facts: SiteFacts, element: str, device: str, protocol: str) -> tuple[Home, ...]:
    return tuple(
        Home(str(said.address), str(said.place))
        for said in facts.model.statements_by_element.get(element, ())
        if (said.device, said.protocol) == (device, protocol)
        and not said.proposed
        and isinstance(said.address, DlmsAddress | SepAddress | NamedAddress)
    )
