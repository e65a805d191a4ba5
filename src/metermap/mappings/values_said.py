"""What is said of a value, and cannot be: a scale of zero, unknown names, backwards ranges, entries twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TYPE_CHECKING

from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.elements import path_text
from metermap.mappings.expressions import divides_by_zero, evaluate, expression_text, names_in, paths_in
from metermap.mappings.leaves import Leaf, opened
from metermap.mappings.places import LOWER_BIT_FIRST

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element
    from metermap.mappings.elements import Match
    from metermap.mappings.expressions import Environment
    from metermap.mappings.places import Reporter
    from metermap.mappings.said import Said

__all__ = ["NUMBERED", "check_becomes", "check_conversion", "check_said"]

NUMBERED = re.compile(r"\d+(?:\.\d+)?")


def check_conversion(
    leaf: Leaf,
    environment: Environment,
    find: Callable[[s.Path], Match],
    known: Collection[str],
    report: Reporter,
) -> None:
    """Report a conversion without a value, one that keeps nothing of its element, and names that it cannot know.

    `find` looks an element up; `known` are the paths of the item.
    """
    if leaf.bound is None:
        return
    expression = leaf.bound.value
    text = expression_text(expression, environment)
    if divides_by_zero(expression):
        report(codes.NOT_COMPUTABLE, leaf.at, f"{text} divides by zero")
    if _keeps_nothing(expression):
        report(codes.NO_SCALE, leaf.at, f"{text} is the same for all values", help="Correct the number.")
    indices = {name for name, _ in opened(leaf)}
    for path in paths_in(expression):
        if not find(path).elements and not names_in(path) & indices:
            name = path_text(path.steps, environment)
            message = f"'{name}' is neither an element of the catalogue nor an index"
            report(codes.UNKNOWN_NAME, path.at, message, help=advice(closest(name, [*known, *sorted(indices)])))


def _keeps_nothing(expression: s.Expression) -> bool:
    """Return whether a part of an expression comes to one value whatever its names stand for."""
    match expression:
        case s.Negative():
            return _keeps_nothing(expression.operand)
        case s.Binary() if evaluate(expression, {}) is None:
            left, right = evaluate(expression.left, {}), evaluate(expression.right, {})
            by_zero = {"*": left == 0 or right == 0, "/": left == 0, "^": right == 0}.get(expression.operator, False)
            return by_zero or _keeps_nothing(expression.left) or _keeps_nothing(expression.right)
        case _:
            return False


def check_said(leaf: Leaf, said: Said, catalogue: Catalogue, report: Reporter) -> None:
    """Report bits and editions that run backwards, an entry of a review said twice, and a home of no use case."""
    _check_bits(leaf, report)
    _check_editions(leaf, said, report)
    _check_record(leaf, said, report)
    _check_home(leaf, catalogue, report)


def _check_bits(leaf: Leaf, report: Reporter) -> None:
    for bits in (level.key.number for level in leaf.levels):
        if bits is None or bits.high is None:
            continue
        low, high = evaluate(bits.low, {}), evaluate(bits.high, {})
        if low is not None and high is not None and low > high:
            message = f"the bits @{low}..{high} run backwards"
            report(codes.BAD_RANGE, leaf.at, message, help=LOWER_BIT_FIRST)


def _check_editions(leaf: Leaf, said: Said, report: Reporter) -> None:
    if not NUMBERED.fullmatch(said.since) or not NUMBERED.fullmatch(said.until):
        return
    # 4.10 follows 4.2 where editions are counted, and comes before it as a decimal: only what is backwards in both is.
    if Decimal(said.since) > Decimal(said.until) and _counted(said.since) > _counted(said.until):
        message = f"'since {said.since} until {said.until}' runs backwards"
        report(codes.BAD_RANGE, leaf.at, message, help="'since' is the first edition, 'until' the last.")


def _check_record(leaf: Leaf, said: Said, report: Reporter) -> None:
    in_scope = not any(clauses.status for clauses in leaf.clauses[1:])
    for name, count in Counter(name for name, _ in said.record).items():
        if count > 1:
            message = f"the review says '{name:.60}' {count} times"
            report(codes.SAID_TWICE, leaf.scope.at if in_scope else leaf.at, message)


def _check_home(leaf: Leaf, catalogue: Catalogue, report: Reporter) -> None:
    if leaf.home.step.name not in {"Alert", "Message"}:
        return
    known = catalogue.use_case_by_code
    for path in (path for arg in leaf.home.step.args or () for path in paths_in(arg.value)):
        code = path_text(path.steps, {})
        if code not in known:
            hint = advice(closest(code, list(known)))
            report(codes.UNKNOWN_USE_CASE, path.at, f"no use case has the code '{code:.60}'", help=hint)


def _counted(edition: str) -> tuple[int, ...]:
    return tuple(map(int, edition.split(".")))


def check_becomes(becomes: tuple[s.Path, s.Path], found: tuple[tuple[Element, ...], ...], report: Reporter) -> None:
    """Report a value that becomes itself, and one whose moment is no other element than a value.

    `found` are the elements that are carried, and those that the two paths of `becomes` name. Where several have one
    name nothing is told.
    """
    carried, target, moment = found
    if len(target) == 1 and target == carried:
        report(codes.BECOMES_ITSELF, becomes[0].at, f"{target[0].name} becomes itself")
    if len(moment) == 1 and moment in {carried, target}:
        report(codes.BECOMES_ITSELF, becomes[1].at, f"{moment[0].name} is a value here and the moment as well")
