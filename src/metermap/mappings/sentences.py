"""Sentences that say something else than they seem to: homes that overlap, use cases of one home only, length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.expressions import evaluate, expression_text

if TYPE_CHECKING:
    from metermap.core.findings import Code

__all__ = ["MAX_LINES", "doubts_of", "exclude_each_other", "positions"]

MAX_LINES = 30
"""How many lines a sentence may have before it is called long."""

Doubt: TypeAlias = "tuple[Code, s.At, str]"


def doubts_of(mapping: s.Mapping) -> Iterator[Doubt]:
    """Yield code, place and message of what may be misread in a sentence."""
    if (count := _last_line(mapping.homes[-1]) - mapping.subject.at.line + 1) > MAX_LINES:
        yield (
            codes.LONG_SENTENCE,
            mapping.subject.at,
            f"the sentence has {count} lines; {MAX_LINES} are read at a glance",
        )
    if len(mapping.homes) > 1:
        yield from _use_cases(mapping.homes)
        yield from _overlaps(mapping.homes)


def positions(part: object) -> Iterator[s.At]:
    """Yield every position in a part of a tree."""
    match part:
        case s.At():
            yield part
        case tuple():
            for item in part:
                yield from positions(item)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from positions(getattr(part, field.name))
        case _:
            return


def _last_line(home: s.Home) -> int:
    """Return the line of the last thing in a home: of its clauses, or of the last field in its braces."""
    parts: list[object] = [home.step, home.clauses]
    block = home.block
    while block.fields:
        last = block.fields[-1]
        if not isinstance(last, s.Carries | s.Nested) or last.block is None or not last.block.fields:
            parts.append(last)
            break
        parts.append(last.clauses)
        block = last.block
    return max(at.line for at in positions(tuple(parts)))


def _use_cases(homes: tuple[s.Home, ...]) -> Iterator[Doubt]:
    *others, last = homes
    if last.clauses.use_cases and not any(_has_use_cases(home) for home in others):
        codes_said = " and ".join(step.name for step in last.clauses.use_cases)
        message = f"'for {codes_said}' is said of the last home alone"
        yield codes.USE_CASES_OF_ONE_HOME, last.clauses.use_cases[0].at, message


def _has_use_cases(part: object) -> bool:
    match part:
        case s.Clauses(use_cases=cases) if cases:
            return True
        case tuple():
            return any(map(_has_use_cases, part))
        case _ if is_dataclass(part):
            return any(_has_use_cases(getattr(part, field.name)) for field in fields(part))
        case _:
            return False


def _overlaps(homes: tuple[s.Home, ...]) -> Iterator[Doubt]:
    """With a condition on one home, each must be excluded by every other; without any, all hold at once."""
    if not any(home.clauses.when for home in homes):
        return
    for one, other in combinations(homes, 2):
        if not exclude_each_other(one.clauses.when, other.clauses.when):
            message = f"{_shown(one)} and {_shown(other)} may both hold"
            yield codes.HOMES_NOT_DISJOINT, other.step.at, message


def _shown(home: s.Home) -> str:
    tests = " and ".join(f"{expression_text(test.left, {})} {test.operator} ..." for test in home.clauses.when)
    name = f"{home.step.name} {home.instance.text}" if home.instance is not None else home.step.name
    return f"{name} {f'when {tests}' if tests else 'without a condition'}"


# ---- conditions ----------------------------------------------------------------------------------


def exclude_each_other(one: tuple[s.Compared, ...], other: tuple[s.Compared, ...]) -> bool:
    """Return whether two conjunctions can never hold at once: one test of each contradicts one of the other."""
    return any(
        expression_text(left.left, {}) == expression_text(right.left, {}) and _contradict(left, right)
        for left in one
        for right in other
    )


_Span: TypeAlias = tuple[Decimal, Decimal]
_LOW, _HIGH = Decimal("-Infinity"), Decimal("Infinity")


def _contradict(one: s.Compared, other: s.Compared) -> bool:
    if "!=" in (one.operator, other.operator):
        return _against_unequal(one, other)
    names, spans = _values(one)
    other_names, other_spans = _values(other)
    if (names and other_spans) or (spans and other_names):
        return False  # a name and a number cannot be compared
    apart = all(high < low2 or high2 < low for low, high in spans for low2, high2 in other_spans)
    return not names & other_names and apart


def _against_unequal(one: s.Compared, other: s.Compared) -> bool:
    """``x = a`` excludes ``x != a | b``; two inequalities exclude nothing."""
    if one.operator == "!=":
        one, other = other, one
    if one.operator != "=" or other.operator != "!=":
        return False
    names, spans = _values(one)
    other_names, other_spans = _values(other)
    inside = all(any(low2 <= low and high <= high2 for low2, high2 in other_spans) for low, high in spans)
    return names <= other_names and inside


def _values(test: s.Compared) -> tuple[set[str], list[_Span]]:
    """Return the names and the spans of numbers that a test admits; for ``!=``, those it does not."""
    names: set[str] = set()
    spans: list[_Span] = []
    for part in test.right.ranges:
        low = evaluate(part.low, {})
        high = low if part.high is None else evaluate(part.high, {})
        if low is None or high is None:
            names.add(expression_text(part.low, {}))
        else:
            spans.append(_span(test.operator, low, high))
    return names, spans


def _span(operator: str, low: Decimal, high: Decimal) -> _Span:
    match operator:
        case "<":
            return _LOW, high.next_minus()
        case "<=":
            return _LOW, high
        case ">":
            return low.next_plus(), _HIGH
        case ">=":
            return low, _HIGH
        case _:
            return low, high
