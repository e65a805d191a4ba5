"""The typed catalogue. Every value that came from a workbook knows its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from metermap.catalogue.erratum import Correction
from metermap.catalogue.quantities import Clause, LogDepth, UnitList
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units
from metermap.catalogue.references import Reference, parse_references
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.places import CellPlace
from metermap.core.types import TypeDescriptor
from metermap.core.workspace import NumberLocale

__all__ = ["Catalogue", "Element", "ItemFact", "UseCase", "Value"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A value with the cell it was read from.

    `place` is None only where the workbook has no such column. `original` keeps what the cell
    printed when an erratum or a canonical spelling replaced it.
    """

    value: T
    place: CellPlace | None = None
    original: str | None = None

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a data item.

    `id` is the element's own and does not change. `row` is its printed row number, which another
    edition may give to something else; None for an element that no such table lists (HAN only). `readers` and
    `writers` are as printed. `errata` names the errata applied to it.
    """

    id: Value[str]
    row: Value[int] | None
    reference: Value[str]
    section: str
    item: Value[str]
    path: Value[str]
    category: Value[str]
    data_type: Value[str]
    type: TypeDescriptor
    sensitive: Value[bool]
    readers: Value[str]
    writers: Value[str]
    devices: Value[tuple[str, ...]]
    han_only: bool = False
    errata: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return item and path as people quote them: ``ActiveExportRegister.value``."""
        return f"{self.item.value}.{self.path.value}" if self.path.value else self.item.value

    @property
    def place(self) -> CellPlace | None:
        """Return the cell that stands for the element: that of its path."""
        return self.path.place

    @property
    def references(self) -> tuple[Reference, ...] | None:
        """Return the sections that the element cites; None if the text is not understood."""
        return parse_references(self.reference.value)


@dataclass(frozen=True, slots=True)
class ItemFact:
    """What the catalogue says of an item as a whole, for one device.

    The values are as printed; the properties beside them are typed, None where the text is empty or
    not understood. `errata` names the errata applied to it. `numbers` is how the workbook writes numbers
    in text; None if its profile does not say. `rows_place` is the cell of `rows`.
    """

    device: Value[str]
    section: Value[str]
    category: Value[str]
    item: Value[str]
    data_type: Value[str]
    unit: Value[str]
    range: Value[str]
    access: Value[str]
    depth: Value[str]
    description: Value[str]
    source: Value[str]
    review: Value[str]
    rows: tuple[int, ...]
    errata: tuple[str, ...] = ()
    numbers: NumberLocale | None = None
    rows_place: CellPlace | None = None

    @property
    def key(self) -> str:
        """Return what names the fact in lists, made of the texts that tell it from others."""
        return "; ".join(filter(None, (self.device.value, self.section.value, self.item.value)))

    @property
    def type(self) -> TypeDescriptor:
        """Return the data type; of kind UNKNOWN if it is empty or not understood."""
        return parse_catalogue_type(self.data_type.value)

    @property
    def units(self) -> UnitList | None:
        """Return the units."""
        return parse_units(self.unit.value, self.numbers)

    @property
    def ranges(self) -> tuple[Clause, ...] | None:
        """Return what the range or resolution says."""
        return parse_ranges(self.range.value, self.numbers)

    @property
    def entries(self) -> LogDepth | None:
        """Return how many entries the item keeps."""
        return parse_depth(self.depth.value, self.numbers)

    @property
    def references(self) -> tuple[Reference, ...] | None:
        """Return the sections that the fact is about; () if it names none."""
        return parse_references(self.section.value)


@dataclass(frozen=True, slots=True)
class UseCase:
    """A use case: who may do what to which device, by which message. `errata` names the errata applied to it."""

    code: Value[str]
    title: Value[str]
    message_code: Value[str]
    target: Value[str]
    protocol: Value[str]
    message_type: Value[str]
    read_or_update: Value[str]
    future_datable: Value[str]
    replay_protection: Value[str]
    roles: Value[str]
    service_reference: Value[str]
    errata: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Catalogue:
    """All that the workbooks of a workspace say.

    `errata` tells what became of each erratum. `withdrawn` are elements that the source strikes through,
    where the profile takes that for withdrawn.
    """

    elements: tuple[Element, ...]
    items: tuple[ItemFact, ...]
    use_cases: tuple[UseCase, ...]
    errata: tuple[Correction, ...] = ()
    withdrawn: tuple[Element, ...] = ()

    def corrections(self, line: Element | ItemFact | UseCase) -> tuple[Correction, ...]:
        """Return the errata applied to a line, in the order of their file."""
        return tuple(self._correction_by_key[key] for key in line.errata if key in self._correction_by_key)

    @cached_property
    def _correction_by_key(self) -> dict[str, Correction]:
        return {correction.erratum.key: correction for correction in self.errata}

    @cached_property
    def element_by_id(self) -> dict[str, Element]:
        """Return the elements by their stable id."""
        return {element.id.value: element for element in self.elements}

    @cached_property
    def elements_by_row(self) -> dict[int, Element]:
        """Return the elements by printed row number."""
        return {element.row.value: element for element in self.elements if element.row}

    @cached_property
    def use_case_by_code(self) -> dict[str, UseCase]:
        """Return the use cases by code."""
        return {case.code.value: case for case in self.use_cases}

    @cached_property
    def facts_by_row(self) -> dict[int, tuple[ItemFact, ...]]:
        """Return the item-level facts by the printed row numbers they join to."""
        joined: dict[int, list[ItemFact]] = {}
        for fact in self.items:
            for row in fact.rows:
                joined.setdefault(row, []).append(fact)
        return {row: tuple(facts) for row, facts in joined.items()}
