"""Puts arguments in the place of a template's parameters, wherever the template uses them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Substitution"]

T = TypeVar("T")


class Substitution:
    """Arguments by parameter, and the place where the template is used: its fields stand there."""

    def __init__(self, arguments: Mapping[str, s.Bound], at: s.At) -> None:
        self.arguments = arguments
        self.at = at

    def block(self, block: s.WireBlock) -> s.WireBlock:
        """Return a block with the parameters replaced in all its fields and clauses."""
        return self._inside(block)

    def _inside(self, record: T) -> T:
        """Return a copy of a record of the syntax tree with its parts replaced."""
        assert is_dataclass(record)  # noqa: S101  (all of the tree but texts, numbers and tuples)
        parts = {part.name: self._part(getattr(record, part.name)) for part in fields(record)}
        if isinstance(record, s.Key):
            parts["at"] = self.at
        return replace(record, **parts)  # type: ignore[type-var]  # it is a dataclass

    def _part(self, part: object) -> object:
        match part:
            case tuple():
                return tuple(self._part(item) for item in part)
            case s.At() | s.TypeName() | None:
                return part
            case s.Bound():
                argument = self._argument(part.value)
                return self._inside(part) if argument is None else s.Bound(argument.value, argument.rows or part.rows)
            case s.Path():
                argument = self._argument(part)
                return self._inside(part) if argument is None else argument.value
            case _ if is_dataclass(part):
                return self._inside(part)
            case _:
                return part

    def _argument(self, expression: s.Expression) -> s.Bound | None:
        if isinstance(expression, s.Path) and len(expression.steps) == 1:
            step = expression.steps[0]
            if not step.quoted and step.args is None:
                return self.arguments.get(step.name)
        return None
