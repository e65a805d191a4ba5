"""From what a place says to all in the model that depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.codegen.impact.model import Touched
from metermap.core.places import CellPlace

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel

__all__ = ["compared_with", "told_with", "touched_by"]


def touched_by(model: ResolvedModel, direct: Touched) -> Touched:
    """Return `direct` with all that depends on it.

    A fact touches the elements of its rows, a use case the statements that are carried in it, an element all
    statements about it; a statement touches its element, whose state and standing it makes.
    """
    rows = {row for fact in direct.facts for row in fact.rows}
    codes = {case.code.value for case in direct.use_cases}
    items = {fact.item.value for fact in direct.facts}
    ids = {element.id.value for element in direct.elements}
    ids |= {element.id.value for row in rows if (element := model.catalogue.elements_by_row.get(row))}
    ids |= {element.id.value for element in model.catalogue.elements if element.item.value in items}
    said = {statement.key for statement in direct.statements}
    said |= {statement.key for statement in model.statements if codes & set(statement.use_cases)}
    statements = tuple(each for each in model.statements if each.key in said or each.element in ids or each.row in rows)
    ids |= {statement.element for statement in statements}
    elements = tuple(element for element in model.catalogue.elements if element.id.value in ids)
    return Touched(elements, direct.facts, direct.use_cases, statements)


def told_with(model: ResolvedModel, touched: Touched) -> Touched:
    """Return what else is said at the places at which touched statements are said: a finding there is shown for all."""
    places = {statement.place for statement in touched.statements}
    return Touched(statements=tuple(statement for statement in model.statements if statement.place in places))


def compared_with(model: ResolvedModel, cell: CellPlace) -> Touched:
    """Return the lines with a finding in the column of a cell: it may count what the cells of the column say."""
    places = (place for finding in model.findings for place in (finding.place, *finding.also))
    column = (cell.file, cell.sheet, cell.column)
    rows = {
        place.row
        for place in places
        if isinstance(place, CellPlace) and (place.file, place.sheet, place.column) == column
    }

    def is_there(place: CellPlace | None) -> bool:
        return place is not None and place.row in rows and (place.file, place.sheet) == (cell.file, cell.sheet)

    catalogue = model.catalogue
    return Touched(
        elements=tuple(element for element in catalogue.elements if is_there(element.id.place)),
        facts=tuple(fact for fact in catalogue.items if is_there(fact.item.place)),
        use_cases=tuple(case for case in catalogue.use_cases if is_there(case.code.place)),
    )
