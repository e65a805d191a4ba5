"""Puts arguments in the place of a template's parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Substitution"]


class Substitution:
    """Puts arguments in the place of a template's parameters."""

    def __init__(self, arguments: Mapping[str, s.Bound], at: s.At) -> None:
        self.arguments = arguments
        self.at = at

    def _key(self, key: s.Key) -> s.Key:
        return replace(key, at=self.at)

    def block(self, block: s.WireBlock) -> s.WireBlock:
        """Return a block with the parameters replaced in all its fields."""
        return s.WireBlock(tuple(self._field(field) for field in block.fields))

    def _field(self, field: s.Field) -> s.Field:
        match field:
            case s.Carries():
                bounds = tuple(self._bound(bound) for bound in field.bounds)
                block = self.block(field.block) if field.block else None
                return replace(field, key=self._key(field.key), bounds=bounds, block=block)
            case s.Fixed():
                return replace(field, key=self._key(field.key), value=self._set(field.value))
            case s.Nested():
                return replace(field, key=self._key(field.key), block=self.block(field.block))
            case s.Call():
                bounds = tuple(self._bound(bound) for bound in field.bounds)
                block = self.block(field.block) if field.block else None
                return replace(field, key=self._key(field.key), bounds=bounds, block=block)

    def _bound(self, bound: s.Bound) -> s.Bound:
        argument = self._argument(bound.value)
        if argument is not None:
            return s.Bound(argument.value, argument.rows or bound.rows)
        return s.Bound(self._expression(bound.value), bound.rows)

    def _set(self, values: s.Set) -> s.Set:
        return s.Set(
            tuple(
                s.Range(self._expression(part.low), None if part.high is None else self._expression(part.high))
                for part in values.ranges
            )
        )

    def _expression(self, expression: s.Expression) -> s.Expression:
        argument = self._argument(expression)
        if argument is not None:
            return argument.value
        match expression:
            case s.Negative():
                return s.Negative(self._expression(expression.operand))
            case s.Binary():
                left, right = self._expression(expression.left), self._expression(expression.right)
                return s.Binary(expression.operator, left, right)
            case _:
                return expression

    def _argument(self, expression: s.Expression) -> s.Bound | None:
        if isinstance(expression, s.Path) and len(expression.steps) == 1:
            step = expression.steps[0]
            if not step.quoted and step.args is None:
                return self.arguments.get(step.name)
        return None
