"""What the catalogue says of a statement beyond its element's row: the facts of the item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from metermap.core.types import Kind, TypeDescriptor

if TYPE_CHECKING:
    from metermap.catalogue.model import ItemFact
    from metermap.catalogue.quantities import Constraint
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["facts_of", "innermost", "named", "said_of"]

T = TypeVar("T", bound="Constraint")


def facts_of(subject: Subject, statement: Statement, devices: Iterable[str]) -> tuple[ItemFact, ...]:
    """Return the facts joined to the statement's row of any of the devices.

    A fact may narrow its device down (``ESME polyphase``): it speaks of that device.
    """
    if statement.row is None:
        return ()
    facts = subject.catalogue.facts_by_row.get(statement.row, ())
    return tuple(fact for fact in facts if fact.device.value.partition(" ")[0] in devices)


def said_of(facts: Iterable[ItemFact], devices: Iterable[str], kind: type[T]) -> Iterator[T]:
    """Yield what the facts' ranges say of one kind, for any of the devices."""
    for fact in facts:
        for clause in fact.ranges or ():
            if isinstance(clause.says, kind) and (not clause.device or clause.device in devices):
                yield clause.says


def innermost(type_: TypeDescriptor) -> TypeDescriptor:
    """Return the type of the elements of an array of any depth; any other type itself."""
    while type_.kind is Kind.ARRAY and type_.element is not None:
        type_ = type_.element
    return type_


def named(subject: Subject, statement: Statement) -> str:
    """Return what messages call the statement: the element's name, or the item of a protocol field."""
    element = subject.catalogue.element_by_id.get(statement.element)
    return element.name if element is not None else statement.item
