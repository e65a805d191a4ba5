"""What happened to a line, told by the fields that differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metermap.codegen.changes.model import PLACE, Act, FieldChange, Kind

__all__ = ["acts_of"]

_NAMES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.DEVICE: frozenset({"id"}),
    Kind.ELEMENT: frozenset({"id", "item", "path"}),
    Kind.ITEM: frozenset({"item"}),
    Kind.USE_CASE: frozenset({"code"}),
    Kind.STATEMENT: frozenset({"element", "item"}),
}
"""The fields by which people or files call a line."""


def acts_of(kind: Kind, fields: tuple[FieldChange, ...], *, stays: bool) -> tuple[Act, ...]:
    """Return what happened to a line; the key of a statement is made of what else is told."""
    told = [field for field in fields if (kind, field.name) != (Kind.STATEMENT, "key")]
    named = _NAMES[kind]
    acts = (
        (Act.RENAMED, any(field.name in named for field in told)),
        (Act.MOVED, not stays or not told or any(field.follows == PLACE for field in told)),
        (Act.CHANGED, any(field.follows != PLACE and field.name not in named for field in told)),
    )
    return tuple(act for act, holds in acts if holds)
