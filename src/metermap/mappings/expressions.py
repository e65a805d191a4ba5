"""Numbers, ranges and holes: evaluating the small expressions of the language, and printing them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from typing import TypeAlias

from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_hole

__all__ = [
    "Environment",
    "Span",
    "bindings_of_name",
    "divides_by_zero",
    "evaluate",
    "expression_text",
    "fill",
    "index_text",
    "is_open",
    "names_in",
    "numbers_in",
    "paths_in",
    "set_text",
    "siblings_in",
    "span_of",
    "step_text",
    "whole",
]


@dataclass(frozen=True, slots=True)
class Span:
    """The values of an index, `low` to `high` inclusive."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


Environment: TypeAlias = Mapping[str, int | Span]

_HOLE = re.compile(r"<([^<>\n]+)>")


def evaluate(expression: s.Expression, environment: Environment) -> Decimal | None:
    """Return the value of an expression over numbers and spread indices, or None."""
    match expression:
        case s.Number():
            return expression.value
        case s.Path(steps=(s.Step(quoted=False, args=None, indices=()) as step,)):
            value = environment.get(step.name)
            return Decimal(value) if isinstance(value, int) else None
        case s.Negative():
            operand = evaluate(expression.operand, environment)
            return None if operand is None else operand.copy_negate()
        case s.Binary():
            left = evaluate(expression.left, environment)
            right = evaluate(expression.right, environment)
            if left is None or right is None:
                return None
            return _apply(expression.operator, left, right)
        case _:
            return None


_EXACT = Context(prec=200, traps=[Inexact, DivisionByZero, InvalidOperation, Overflow])
MAX_DIGITS = 80
MAX_POWER = 64


def _apply(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    """Return the exact result, or None where there is none, or none of a sensible size."""
    if operator == "^" and not 0 <= right <= MAX_POWER:
        return None
    operations = {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply, "/": _EXACT.divide, "^": _EXACT.power}
    try:
        result = operations[operator](left, right)
    except (ArithmeticError, ValueError):
        return None
    return result if result.is_finite() and result.adjusted() < MAX_DIGITS else None


def whole(expression: s.Expression, environment: Environment) -> int | None:
    """Return the value of an expression if it is a whole number."""
    value = evaluate(expression, environment)
    return int(value) if value is not None and value == value.to_integral_value() else None


def span_of(values: s.Set, environment: Environment) -> Span | None:
    """Return the one range that `values` states, if it is one of whole numbers."""
    if len(values.ranges) != 1:
        return None
    low = whole(values.ranges[0].low, environment)
    high = low if values.ranges[0].high is None else whole(values.ranges[0].high, environment)
    return Span(low, high) if low is not None and high is not None and low <= high else None


def is_open(values: s.Set) -> bool:
    """Return whether a range has no upper end but a letter: ``1..n``, as many as there are."""
    if len(values.ranges) != 1 or whole(values.ranges[0].low, {}) is None:
        return False
    match values.ranges[0].high:
        case s.Path(steps=(s.Step(quoted=False, args=None, indices=()),)):
            return True
        case _:
            return False


def divides_by_zero(expression: s.Expression) -> bool:
    """Return whether an expression divides by a constant that is zero."""
    match expression:
        case s.Binary():
            zero = expression.operator == "/" and evaluate(expression.right, {}) == 0
            return zero or divides_by_zero(expression.left) or divides_by_zero(expression.right)
        case s.Negative():
            return divides_by_zero(expression.operand)
        case _:
            return False


def siblings_in(expression: s.Expression) -> Iterator[s.Step]:
    """Yield the protocol's own fields that an expression uses: ``.Divisor``."""
    match expression:
        case s.Sibling():
            yield expression.step
        case s.Negative():
            yield from siblings_in(expression.operand)
        case s.Binary():
            yield from siblings_in(expression.left)
            yield from siblings_in(expression.right)
        case _:
            return


def paths_in(expression: s.Expression) -> Iterator[s.Path]:
    """Yield the paths over our names in an expression, from left to right."""
    match expression:
        case s.Path():
            yield expression
        case s.Negative():
            yield from paths_in(expression.operand)
        case s.Binary():
            yield from paths_in(expression.left)
            yield from paths_in(expression.right)
        case _:
            return


def numbers_in(expression: s.Expression) -> Iterator[s.Number]:
    """Yield the numbers in an expression, from left to right."""
    match expression:
        case s.Number():
            yield expression
        case s.Negative():
            yield from numbers_in(expression.operand)
        case s.Binary():
            yield from numbers_in(expression.left)
            yield from numbers_in(expression.right)
        case _:
            return


def names_in(expression: s.Expression) -> set[str]:
    """Return the plain one-word names in an expression: those that may be indices."""
    return {
        path.steps[0].name
        for path in paths_in(expression)
        if len(path.steps) == 1 and not path.steps[0].quoted and path.steps[0].args is None
    }


def holes(name: str) -> Iterator[tuple[str, s.Expression | s.Index | None]]:
    """Yield the text and the tree of each hole in a name."""
    for found in _HOLE.finditer(name):
        yield found[1], parse_hole(found[1])


def bindings_of_name(name: str) -> Iterator[tuple[str, s.Set]]:
    """Yield the indices that a name opens: ``<b in 1..4>``."""
    for _, tree in holes(name):
        if isinstance(tree, s.Index) and tree.name:
            yield tree.name, tree.set


def fill(name: str, environment: Environment) -> str | None:
    """Return a name with its holes filled, or None when one has no value."""
    faults: list[str] = []

    def value(found: re.Match[str]) -> str:
        tree = parse_hole(found[1])
        if isinstance(tree, s.Index) and tree.name:
            number = environment.get(tree.name)
            if isinstance(number, int):
                return str(number)
        elif tree is not None and not isinstance(tree, s.Index):
            result = whole(tree, environment)
            if result is not None:
                return str(result)
        faults.append(found[1])
        return found[0]

    filled = _HOLE.sub(value, name)
    return None if faults else filled


def index_text(index: s.Index, environment: Environment) -> str:
    """Return ``[3]`` or ``[1..12]`` for what stands in square brackets."""
    if index.name is not None:
        value = environment.get(index.name)
        if value is None and is_open(index.set):
            return f"[{set_text(index.set, environment)}]"
        return f"[{value}]" if value is not None else f"[{index.name}]"
    if len(index.set.ranges) == 1 and index.set.ranges[0].high is None:
        only = index.set.ranges[0].low
        number = whole(only, environment)
        if number is not None:
            return f"[{number}]"
        names = names_in(only)
        if isinstance(only, s.Path) and len(names) == 1:
            value = environment.get(next(iter(names)))
            if value is not None:
                return f"[{value}]"
    return f"[{set_text(index.set, environment)}]"


def step_text(step: s.Step, environment: Environment) -> str:
    """Return a step as text with its holes filled and its indices stated."""
    name = fill(step.name, environment) or step.name
    if step.args is not None:
        name += "(" + ", ".join(expression_text(arg.value, environment) for arg in step.args) + ")"
    return name + "".join(index_text(index, environment) for index in step.indices)


def set_text(values: s.Set, environment: Environment) -> str:
    """Return a set as the language writes it, with what can be computed computed."""
    return " | ".join(_range_text(part, environment) for part in values.ranges)


def _range_text(part: s.Range, environment: Environment) -> str:
    low = expression_text(part.low, environment)
    return low if part.high is None else f"{low}..{expression_text(part.high, environment)}"


def expression_text(expression: s.Expression, environment: Environment) -> str:
    """Return an expression as the language writes it, with what can be computed computed."""
    match expression:
        case s.Number():
            return f"{expression.text} {expression.unit}".strip()
        case s.Path():
            return _path_text(expression, environment)
        case s.Sibling():
            return "." + step_text(expression.step, environment)
        case s.Negative():
            return f"-{_operand_text(expression.operand, environment)}"
        case s.Binary():
            result = evaluate(expression, environment)
            if result is not None:
                return format(result.normalize(_EXACT), "f")
            left = _operand_text(expression.left, environment)
            return f"{left} {expression.operator} {_operand_text(expression.right, environment)}"


def _operand_text(expression: s.Expression, environment: Environment) -> str:
    text = expression_text(expression, environment)
    computed = evaluate(expression, environment) is not None
    return f"({text})" if isinstance(expression, s.Binary) and not computed else text


def _path_text(path: s.Path, environment: Environment) -> str:
    step = path.steps[0]
    plain = len(path.steps) == 1 and not step.quoted and step.args is None and not step.indices
    if plain and step.name in environment:
        value = environment[step.name]
        return str(value) if isinstance(value, int) else f"{step.name} in {value}"
    return ".".join(
        f'"{part.name}"' if part.quoted and not part.name else step_text(part, environment) for part in path.steps
    )
