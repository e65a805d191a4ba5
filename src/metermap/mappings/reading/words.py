"""How names, numbers, expressions and sets are spoken. Texts are the file's own, not yet fit for an output."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_hole

__all__ = [
    "bound",
    "bounds",
    "expression",
    "instance",
    "is_anything",
    "key",
    "keyed",
    "listed",
    "path",
    "rows",
    "step",
    "values",
]

_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "^": "to the power of"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
_HOLE = re.compile(r"<([^<>\n]+)>")


def listed(texts: Iterable[str], last: str = "and") -> str:
    """Return ``a, b and c``."""
    *before, end = texts
    return f"{', '.join(before)} {last} {end}" if before else end


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return f'"{text}"'


def step(node: s.Step) -> str:
    """Return a name; in quotes if it is written so, with its arguments and indices."""
    name = _HOLE.sub(_hole, node.name)
    said = quoted(name) if node.quoted else name
    if node.args is not None:
        said += f"({', '.join(map(bound, node.args))})"
    return said + "".join(f"[{_index(index)}]" for index in node.indices)


def _hole(found: re.Match[str]) -> str:
    tree = parse_hole(found[1])
    return f"<{_index(tree)}>" if isinstance(tree, s.Index) else found[0]


def _index(index: s.Index) -> str:
    return f"each {index.name} from {values(index.set)}" if index.name is not None else values(index.set)


def path(node: s.Path) -> str:
    """Return a name of ours, its steps joined by full stops."""
    return "anything" if _is_open(node) else ".".join(map(step, node.steps))


def _is_open(node: s.Expression) -> bool:
    match node:
        case s.Path(steps=(s.Step(name="_", quoted=False, args=None, indices=()),)):
            return True
        case _:
            return False


def expression(node: s.Expression) -> str:
    """Return an expression in words: ``value times the protocol's Divisor``."""
    match node:
        case s.Number():
            return f"{node.text} {node.unit}" if node.unit else node.text
        case s.Path():
            return path(node)
        case s.Sibling():
            return f"the protocol's {step(node.step)}"
        case s.Negative():
            return f"minus {_operand(node.operand, bracketed=True)}"
        case s.Binary():
            left = _operand(node.left, bracketed=_strength(node.left) < _STRENGTH[node.operator])
            right = _operand(node.right, bracketed=_strength(node.right) <= _STRENGTH[node.operator])
            return f"{left} {_OPERATORS[node.operator]} {right}"


def _strength(node: s.Expression) -> int:
    return _STRENGTH[node.operator] if isinstance(node, s.Binary) else max(_STRENGTH.values())


def _operand(node: s.Expression, *, bracketed: bool) -> str:
    return f"({expression(node)})" if bracketed and isinstance(node, s.Binary) else expression(node)


def values(node: s.Set) -> str:
    """Return a set: ``0 to 3 or 5``; the anonymous name is ``anything``."""
    return listed(map(_range, node.ranges), "or")


def _range(node: s.Range) -> str:
    low = expression(node.low)
    return low if node.high is None else f"{low} to {expression(node.high)}"


def is_anything(node: s.Set) -> bool:
    """Return whether a set is a lone ``_``."""
    return len(node.ranges) == 1 and node.ranges[0].high is None and _is_open(node.ranges[0].low)


def rows(node: s.Rows | None) -> str:
    """Return `` (row 100)`` or `` (rows 93 and 95 to 97)`` with a space in front; nothing for no rows."""
    if node is None:
        return ""
    runs = [f"{low} to {high}" if high > low else str(low) for low, high in _runs(node.numbers)]
    return f" ({'row' if len(node.numbers) == 1 else 'rows'} {listed(runs)})"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return numbers as first and last of those that count up by one; two make no run."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    parted = ([(low, low), (high, high)] if high == low + 1 else [(low, high)] for low, high in runs)
    return [run for part in parted for run in part]


def bound(node: s.Bound) -> str:
    """Return what a field carries, with its rows."""
    return expression(node.value) + rows(node.rows)


def bounds(nodes: Sequence[s.Bound]) -> str:
    """Return all that a field carries."""
    return listed(map(bound, nodes))


def key(node: s.Key) -> str:
    """Return the protocol's name of a field and its number, one of them or both."""
    parts = []
    if node.steps:
        parts.append(".".join(map(step, node.steps)))
    if node.number is not None:
        # Only bits are numbered from one to another.
        parts.append(f"{'number' if node.number.high is None else 'bit range'} {_range(node.number)}")
    said = ", ".join(parts)
    return "unnamed field" if said == "_" and not node.steps[0].quoted else said


def keyed(node: s.Key) -> str:
    """Return `key` with the comma that closes an apposition, for a verb to follow."""
    return key(node) + ("," if node.steps and node.number is not None else "")


def instance(node: s.Instance | None) -> str:
    """Return what identifies an object of a class, with a space in front; nothing for none."""
    match node:
        case None:
            return ""
        case s.Instance(kind="STRING"):
            return f" {quoted(node.text)}"
        case s.Instance(kind="NUMBER"):
            return f" number {node.text}"
        case s.Instance():
            return " " + _HOLE.sub(_hole, node.text)
