"""A catalogue as the consistency rules look at it: grouped once, texts parsed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

from metermap.catalogue.consistency.spelling import counted_words, near_misses
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.paths import ElementPath, canonical_key, parse_path
from metermap.catalogue.quantities import Clause, LogDepth, UnitList
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units
from metermap.catalogue.references import Reference, parse_references
from metermap.core.types import Kind, TypeDescriptor
from metermap.core.workspace import NumberLocale

__all__ = ["MOST_SUGGESTIONS", "CellText", "Column", "Lines", "grouped", "innermost", "subject_of"]

Key = TypeVar("Key")
Line = TypeVar("Line")
Parsed = TypeVar("Parsed")

# A suggestion compares a text with every known one. Who has a hundred of them has another question.
MOST_SUGGESTIONS = 100
_ELEMENT_COLUMNS = ("reference", "item", "path", "category", "data_type", "readers", "writers")
_FACT_COLUMNS = ("device", "section", "category", "item", "data_type", "unit", "range", "access", "depth")
_CASE_COLUMNS = ("target", "protocol", "message_type", "read_or_update", "future_datable", "replay_protection", "roles")


@dataclass(frozen=True, slots=True)
class CellText:
    """A text that stands in a cell of a line, and the line's own key."""

    value: Value[str]
    subject: str
    numbers: NumberLocale | None = None

    @property
    def text(self) -> str:
        """Return the text."""
        return self.value.value


@dataclass(frozen=True)
class Column:
    """The filled cells of a column of one sheet, from above. `part` is ``element``, ``fact`` or ``use case``."""

    part: str
    field: str
    cells: tuple[CellText, ...]

    @cached_property
    def by_text(self) -> dict[str, list[CellText]]:
        """Return the cells by their text: there are far fewer texts than cells."""
        return grouped(self.cells, lambda cell: cell.text)


def grouped(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, list[Line]]:
    """Return the lines by key, keys and lines in the order of their first appearance."""
    groups: dict[Key, list[Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


Written: TypeAlias = tuple[str, NumberLocale | None]
"""A text, and how its workbook writes numbers."""


def _read(written: Iterable[Written], parse: Callable[[str, NumberLocale | None], Parsed]) -> Mapping[Written, Parsed]:
    return {(text, numbers): parse(text, numbers) for text, numbers in dict.fromkeys(written)}


def _parsed(texts: Iterable[str], parse: Callable[[str], Parsed]) -> Mapping[str, Parsed]:
    return {text: parse(text) for text in dict.fromkeys(texts)}


class Lines:
    """The lines of a catalogue. Everything is worked out when it is first asked for, and then kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Return the elements of the tables, without those that are known in the home only."""
        return tuple(element for element in self.catalogue.elements if not element.han_only)

    @cached_property
    def by_item(self) -> dict[str, list[Element]]:
        """Return the elements by item, spaces aside."""
        return grouped(self.elements, lambda element: "".join(element.item.value.split()))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return every column of texts, one for each sheet."""
        return tuple(_columns(self.catalogue))

    @cached_property
    def slips(self) -> Mapping[str, str]:
        """Return words that the whole catalogue has once or twice, and the frequent word one letter off each."""
        texts: Counter[str] = Counter()
        for column in self.columns:
            texts.update({text: len(cells) for text, cells in column.by_text.items()})
        texts.update(fact.description.value for fact in self.catalogue.items)
        texts.update(case.title.value for case in self.catalogue.use_cases)
        return dict(near_misses(counted_words(texts)))

    @cached_property
    def _paths(self) -> Mapping[str, ElementPath]:
        return _parsed((element.path.value for element in self.catalogue.elements), parse_path)

    @cached_property
    def references_by_text(self) -> Mapping[str, tuple[Reference, ...] | None]:
        """Return what each reference or section cites; None for a text that is empty or not understood."""
        elements = (element.reference.value for element in self.catalogue.elements)
        return _parsed((*elements, *(fact.section.value for fact in self.catalogue.items)), parse_references)

    @cached_property
    def units_by_text(self) -> Mapping[Written, UnitList | None]:
        """Return the units of each text; None for a text that is empty or not understood."""
        return _read(((fact.unit.value, fact.numbers) for fact in self.catalogue.items), parse_units)

    @cached_property
    def ranges_by_text(self) -> Mapping[Written, tuple[Clause, ...] | None]:
        """Return what each range or resolution says; None for a text that is empty or not understood."""
        return _read(((fact.range.value, fact.numbers) for fact in self.catalogue.items), parse_ranges)

    @cached_property
    def depths_by_text(self) -> Mapping[Written, LogDepth | None]:
        """Return how many entries each depth means; None for a text that is empty or not understood."""
        return _read(((fact.depth.value, fact.numbers) for fact in self.catalogue.items), parse_depth)

    def path(self, element: Element) -> ElementPath:
        """Return an element's path."""
        return self._paths[element.path.value]

    def cited(self, line: Element | ItemFact) -> tuple[Reference, ...]:
        """Return the sections that a line cites, as far as they are understood; a COSEM object is no section."""
        text = (line.reference if isinstance(line, Element) else line.section).value
        return tuple(cited for cited in self.references_by_text[text] or () if not cited.logical_name)

    def units(self, fact: ItemFact) -> UnitList | None:
        """Return a fact's units."""
        return self.units_by_text[fact.unit.value, fact.numbers]

    def ranges(self, fact: ItemFact) -> tuple[Clause, ...]:
        """Return what a fact's range says; () if that is nothing, or not understood."""
        return self.ranges_by_text[fact.range.value, fact.numbers] or ()

    def depth(self, fact: ItemFact) -> LogDepth | None:
        """Return a fact's depth."""
        return self.depths_by_text[fact.depth.value, fact.numbers]

    def last_step(self, element: Element) -> str:
        """Return the last name of an element's path, without indices; empty if it has none."""
        steps = self.path(element).steps
        return canonical_key(steps[-1].name)[0] if steps else ""


def _columns(catalogue: Catalogue) -> Iterator[Column]:
    """Yield every column of texts of a catalogue, one for each sheet: another sheet may have its own manners."""
    parts: tuple[tuple[str, tuple[str, ...], Iterable[Element | ItemFact | UseCase]], ...] = (
        ("element", _ELEMENT_COLUMNS, catalogue.elements),
        ("fact", _FACT_COLUMNS, catalogue.items),
        ("use case", _CASE_COLUMNS, catalogue.use_cases),
    )
    for part, fields, lines in parts:
        for field in fields:
            for cells in grouped(_cells(lines, field), _sheet).values():
                yield Column(part, field, tuple(cells))


def _cells(lines: Iterable[Element | ItemFact | UseCase], field: str) -> Iterator[CellText]:
    for line in lines:
        value: Value[str] = getattr(line, field)
        if value.value:
            yield CellText(value, subject_of(line), line.numbers if isinstance(line, ItemFact) else None)


def _sheet(cell: CellText) -> tuple[str, str]:
    place = cell.value.place
    return (place.file, place.sheet) if place else ("", "")


def subject_of(line: Element | ItemFact | UseCase) -> str:
    """Return the key by which a finding names a line."""
    match line:
        case Element():
            return line.id.value
        case ItemFact():
            return line.key
        case UseCase():
            return line.code.value


def innermost(kind: TypeDescriptor) -> Kind:
    """Return what an array is made of at last; of any other type its own kind."""
    while kind.kind is Kind.ARRAY and kind.element is not None:
        kind = kind.element
    return kind.kind
