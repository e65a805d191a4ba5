"""From what a place says to all in the model that depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.codegen.impact.cells import lines_where
from metermap.codegen.impact.model import Touched
from metermap.core.places import CellPlace
from metermap.mappings.rules.base import subject_of

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, Statement

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
    """Return statements with which touched ones share a finding, or may share one.

    Those are said at the same place, so that a finding there is shown for all, or they have a finding of their own on a
    device of a touched one: it may count the statements of the device.
    """
    places = {statement.place for statement in touched.statements}
    devices = {statement.device for statement in touched.statements}
    subjects = {finding.subject for finding in model.findings}
    found = {finding.place for finding in model.findings}

    def is_told(statement: Statement) -> bool:
        has_finding = statement.place in found or subject_of(statement) in subjects
        return statement.place in places or (has_finding and statement.device in devices)

    return Touched(statements=tuple(filter(is_told, model.statements)))


def compared_with(model: ResolvedModel, cell: CellPlace) -> Touched:
    """Return the lines with a finding in the column of a cell: it may count what the cells of the column say."""
    places = (place for finding in model.findings for place in (finding.place, *finding.also))
    column = (cell.file, cell.sheet, cell.column)
    rows = {
        place.row
        for place in places
        if isinstance(place, CellPlace) and (place.file, place.sheet, place.column) == column
    }

    def is_there(place: CellPlace) -> bool:
        return place.row in rows and (place.file, place.sheet) == (cell.file, cell.sheet)

    return lines_where(model.catalogue, is_there)
