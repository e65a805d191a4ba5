"""What a name means in another edition, and what depends on it there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.codegen.impact.closure import touched_by
from metermap.codegen.impact.model import Origin, Touched
from metermap.codegen.impact.named import named_origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metermap.mappings.model import EditionModel, ResolvedModel

__all__ = ["items_in", "origin_in_editions", "touched_in"]


def origin_in_editions(editions: Sequence[EditionModel], text: str) -> Origin | None:
    """Return what a name means in the newest of `editions` (oldest first) that knows it; None if none does.

    Of an edition that is recorded in part, an address counts only where the record has something at it.
    """
    found = [(each, origin) for each in editions if (origin := named_origin(_recorded(each), text)) is not None]
    if not found:
        return None
    edition, origin = found[-1]
    names = ", ".join(each.name for each, _ in reversed(found))
    return replace(origin, what=f"{origin.what}, in {names}", edition=edition)


def _recorded(edition: EditionModel) -> ResolvedModel:
    return replace(edition.model, statements=tuple(filter(edition.records, edition.model.statements)))


def touched_in(edition: EditionModel, now: ResolvedModel, direct: Touched) -> Touched:
    """Return what depends on `direct` in an edition: of the statements those that it records, or has otherwise.

    `now` is the model of the edition that is worked on.
    """
    touched = touched_by(edition.model, direct)
    same = {statement.key: statement for statement in now.statements}
    own = (each for each in touched.statements if edition.records(each) or same.get(each.key) != each)
    return replace(touched, statements=tuple(own))


def items_in(touched: Touched) -> frozenset[str]:
    """Return the items that lines and statements are about, as their edition calls them."""
    return frozenset(
        {
            *(element.item.value for element in touched.elements),
            *(fact.item.value for fact in touched.facts),
            *(statement.item for statement in touched.statements),
        }
    )
