"""Which fields of which lines of the catalogue a cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from metermap.catalogue.erratum import FIELDS, Part
from metermap.catalogue.model import Value
from metermap.codegen.impact.model import Said, Touched

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase
    from metermap.core.places import CellPlace

__all__ = ["lines_where", "said_at"]

_KEYS = {Part.ELEMENT: ("id", "row"), Part.FACT: ("device",), Part.USE_CASE: ("code",)}


def lines_where(catalogue: Catalogue, is_there: Callable[[CellPlace], bool]) -> Touched:
    """Return the lines of the catalogue that stand where `is_there` holds of the cell that names them."""

    def holds(place: CellPlace | None) -> bool:
        return place is not None and is_there(place)

    return Touched(
        tuple(element for element in catalogue.elements if holds(element.id.place)),
        tuple(fact for fact in catalogue.items if holds(fact.item.place)),
        tuple(case for case in catalogue.use_cases if holds(case.code.place)),
    )


def said_at(catalogue: Catalogue, cell: CellPlace) -> tuple[tuple[Said, ...], Touched]:
    """Return the fields that a cell says, and the lines of the catalogue that they are of.

    A cell that is filled downwards says a field of several lines.
    """
    found = list(_found(catalogue, cell))
    lines = [line for _, line in found]
    touched = Touched(
        tuple(line for line in catalogue.elements if any(line is other for other in lines)),
        tuple(line for line in catalogue.items if any(line is other for other in lines)),
        tuple(line for line in catalogue.use_cases if any(line is other for other in lines)),
    )
    return tuple(said for said, _ in found), touched


def _found(catalogue: Catalogue, cell: CellPlace) -> Iterator[tuple[Said, Element | ItemFact | UseCase]]:
    for element in catalogue.elements:
        yield from ((said, element) for said in _said(catalogue, Part.ELEMENT, element.id.value, element, cell))
    for fact in catalogue.items:
        yield from ((said, fact) for said in _said(catalogue, Part.FACT, fact.key, fact, cell))
    for case in catalogue.use_cases:
        yield from ((said, case) for said in _said(catalogue, Part.USE_CASE, case.code.value, case, cell))


def _said(
    catalogue: Catalogue, part: Part, key: str, line: Element | ItemFact | UseCase, cell: CellPlace
) -> Iterator[Said]:
    for name in (*_KEYS[part], *FIELDS[part]):
        value: Value[object] | tuple[int, ...] | None = getattr(line, name)
        if isinstance(value, Value):
            if value.place == cell:
                text = _text(value.value)
                printed = text if value.original is None else value.original
                yield Said(part, key, name, printed, text, _errata(catalogue, line, name))
        elif isinstance(value, tuple) and getattr(line, "rows_place", None) == cell:
            text = _text(value)
            yield Said(part, key, name, text, text, _errata(catalogue, line, name))


def _errata(catalogue: Catalogue, line: Element | ItemFact | UseCase, name: str) -> tuple[str, ...]:
    corrections = catalogue.corrections(line)
    return tuple(one.erratum.key for one in corrections if one.erratum.field == name and one.applied)


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
