"""Finding the catalogue element that a name in a mapping means."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.catalogue.paths import IndexRange, canonical_key
from metermap.mappings import syntax as s
from metermap.mappings.expressions import Environment, step_text

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element

__all__ = ["ElementIndex", "Match", "indices_of", "path_text"]

_KIND_OF_PATH = re.compile(r"^(?:method|methodInput|methodOutput|alertOutput)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """What a name found: the elements that fit, and those of that name whose indices do not.

    `indices` are those of the name, in its order.
    """

    elements: tuple[Element, ...]
    near: tuple[Element, ...] = ()
    indices: tuple[IndexRange, ...] = ()


def path_text(steps: tuple[s.Step, ...], environment: Environment) -> str:
    """Return our path as the catalogue prints paths: ``logEntries[1..12].logEntry.timestamp``."""
    return ".".join(step_text(step, environment) for step in steps)


class ElementIndex:
    """The elements of a catalogue by item and path, whatever their indices and spacing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.by_row = catalogue.elements_by_row
        self._by_name: dict[tuple[str, str], list[Element]] = defaultdict(list)
        self._paths_of: dict[str, list[str]] = defaultdict(list)
        for element in catalogue.elements:
            item = canonical_key(element.item.value)[0]
            path = _KIND_OF_PATH.sub("", element.path.value)
            self._by_name[item, canonical_key(path)[0]].append(element)
            self._paths_of[item].append(path)
        self.items = _item_names(catalogue)
        self._withdrawn = catalogue.withdrawn

    def knows_item(self, item: str) -> bool:
        """Return whether the catalogue has the item, whatever its index."""
        return canonical_key(item)[0] in self._paths_of

    def paths(self, item: str) -> tuple[str, ...]:
        """Return the element paths of an item, for suggestions."""
        return tuple(filter(None, self._paths_of.get(canonical_key(item)[0], ())))

    def of_item(self, item: str) -> tuple[Element, ...]:
        """Return all elements of an item, by its name and index."""
        key, wanted = canonical_key(item)
        return tuple(
            element
            for (name, _), elements in self._by_name.items()
            if name == key
            for element in elements
            if _within(wanted, canonical_key(element.item.value)[1])
            or _within(canonical_key(element.item.value)[1], wanted)
        )

    def withdrawal(self, item: str, path: str | None = None) -> str:
        """Return where the catalogue withdraws an item, or its element `path`, as advice; empty if it does not."""
        key, below = canonical_key(item)[0], canonical_key(path or "")[0]
        for element in self._withdrawn:
            own = canonical_key(_KIND_OF_PATH.sub("", element.path.value))[0]
            if canonical_key(element.item.value)[0] == key and (path is None or own == below):
                return f"The catalogue withdraws it: {element.place} is struck through."
        return ""

    def find(self, item: str, path: str) -> Match:
        """Return the elements of `item` that `path` means; indices must lie within the catalogue's."""
        item_key, item_indices = canonical_key(item)
        path_key, path_indices = canonical_key(_KIND_OF_PATH.sub("", path))
        named = self._by_name.get((item_key, path_key), [])
        wanted = (*item_indices, *path_indices)
        fitting = [element for element in named if _within(wanted, indices_of(element))]
        return Match(tuple(fitting), tuple(named), wanted)


def _item_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the item names, of two that differ only in spacing the one that the table prints."""
    tabled = sorted(catalogue.elements, key=lambda element: element.row is not None)
    names = {"".join(element.item.value.split()): element.item.value for element in tabled}
    return tuple(sorted(names.values()))


def indices_of(element: Element) -> tuple[IndexRange, ...]:
    """Return the indices of an element's name: those of its item, then those of its path."""
    path = _KIND_OF_PATH.sub("", element.path.value)
    return (*canonical_key(element.item.value)[1], *canonical_key(path)[1])


def _within(wanted: tuple[IndexRange, ...], known: tuple[IndexRange, ...]) -> bool:
    return len(wanted) == len(known) and all(map(_fits, wanted, known))


def _fits(wanted: IndexRange, known: IndexRange) -> bool:
    """A symbolic bound (``[1..n]``) admits every number."""
    if isinstance(wanted.low, int) and isinstance(known.low, int) and wanted.low < known.low:
        return False
    return not (isinstance(wanted.high, int) and isinstance(known.high, int) and wanted.high > known.high)
