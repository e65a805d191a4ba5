"""What is compared of a model, as texts, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Details", "Difference", "Differences", "Line", "Pair", "Parts"]

Parts: TypeAlias = Mapping[str, str]
"""Texts by what they are about, such as ``readers``; an empty text is nothing said."""


@dataclass(frozen=True, slots=True)
class Line:
    """An element, a fact of an item, a use case or a statement of a model.

    `subject` names what it is about. `fields` are those that the document has; a field of `finer` (``wire type``) has
    parts that its text in `fields` does not tell. `cells` are the places of single fields, `place` is that of others.
    """

    subject: tuple[str, ...]
    fields: Parts
    place: str = ""
    cells: Parts = field(default_factory=dict)
    finer: Mapping[str, Parts] = field(default_factory=dict)

    def at(self, name: str) -> str:
        """Return the place of a field."""
        return self.cells.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Details:
    """The lines of a model: subjects are (id), (device, item, section), (code), (element, item, device, protocol).

    The `element` of a statement is empty for a protocol field, its `item` for an element.
    """

    elements: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()
    use_cases: tuple[Line, ...] = ()
    statements: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its name, both texts and the places of both."""

    field: str
    old: str
    new: str
    old_place: str
    new_place: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of both models of which fields differ; `new` is the present one."""

    new: Line
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """The lines of one kind that differ in fields, that are new, and that are gone."""

    changed: tuple[Pair, ...] = ()
    added: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
