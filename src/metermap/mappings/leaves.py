"""A leaf is one thing said of one place inside a home; its indices, and how they spread.

A leaf is still text: names are looked up by `statements`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from metermap.core.places import TextPlace
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.expressions import Span, bindings_of_name, holes, names_in, paths_in, span_of

if TYPE_CHECKING:
    from metermap.core.findings import Findings

__all__ = ["Leaf", "Level", "Where", "automatic", "bindings", "index_names", "index_sets", "opened", "spread"]

MAX_EXPANSION = 10_000


class Where(StrEnum):
    """What a level of a pattern is."""

    FIELD = "field"
    CALL = "call"
    RETURNS = "returns"
    SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a pattern: a field key, a call, a response, a selector.

    `reply` is the command that answers a call, where the sentence says so.
    """

    where: Where
    key: s.Key
    reply: s.Step | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One bound or fixed field.

    `subject` is the item's path. `levels` lead from the home to the field. `prefixes` are our
    paths that names inside continue from, outermost first. `bound` is what it carries; None for a
    protocol field. `clauses` run from the scope inwards. `through` is the home one must go through.
    """

    file: str
    scope: s.Scope
    subject: s.Path
    home: s.Home
    levels: tuple[Level, ...]
    prefixes: tuple[s.Path, ...]
    bound: s.Bound | None
    fixed: s.Set | None
    rows: tuple[int, ...] | None
    clauses: tuple[s.Clauses, ...]
    through: s.Through | None
    at: s.At
    only_prefix: bool = False

    @property
    def place(self) -> TextPlace:
        """Where the leaf stands."""
        return TextPlace(self.at.file or self.file, self.at.line, self.at.column)


def _steps_of(leaf: Leaf) -> Iterator[s.Step]:
    """Yield our steps: those of the item, the prefixes and the bound."""
    yield from leaf.subject.steps
    for prefix in leaf.prefixes:
        yield from prefix.steps
    if leaf.bound is not None:
        for path in paths_in(leaf.bound.value):
            yield from path.steps


def _wire_steps(leaf: Leaf) -> Iterator[s.Step]:
    for level in leaf.levels:
        yield from level.key.steps


def bindings(leaf: Leaf) -> dict[str, Span]:
    """Return the indices that are open at a leaf with their ranges, outermost first."""
    found: dict[str, Span] = {}
    for name, values in opened(leaf):
        span = span_of(values, {})
        if span is not None:
            found.setdefault(name, span)
    return found


def opened(leaf: Leaf) -> Iterator[tuple[str, s.Set]]:
    """Yield every index that a leaf opens, in a name's hole or in square brackets."""
    for step in leaf.subject.steps:
        yield from _opened_by(step)
    if leaf.home.instance is not None:
        yield from bindings_of_name(leaf.home.instance.text)
    for step in itertools.chain(_wire_steps(leaf), _steps_of(leaf)):
        yield from _opened_by(step)


def _opened_by(step: s.Step) -> Iterator[tuple[str, s.Set]]:
    yield from bindings_of_name(step.name)
    yield from ((index.name, index.set) for index in step.indices if index.name is not None)


def _names_in_holes(text: str) -> set[str]:
    names: set[str] = set()
    for _, tree in holes(text):
        if isinstance(tree, s.Index):
            names |= {tree.name} if tree.name else set()
        elif tree is not None:
            names |= names_in(tree)
    return names


def wire_names(leaf: Leaf) -> set[str]:
    """Return the indices on which the address itself depends."""
    names: set[str] = set()
    if leaf.home.instance is not None:
        names |= _names_in_holes(leaf.home.instance.text)
    for level in leaf.levels:
        for step in level.key.steps:
            names |= _names_in_holes(step.name)
        if level.key.number is not None:
            names |= names_in(level.key.number.low)
    return names


def automatic(leaf: Leaf) -> set[str]:
    """Return the indices that must be spread whatever the catalogue says."""
    names = wire_names(leaf)
    for step in _steps_of(leaf):
        names |= _names_in_holes(step.name)
    if leaf.fixed is not None:
        on_wire = {index.name for step in _wire_steps(leaf) for index in step.indices if index.name}
        for part in leaf.fixed.ranges:
            names |= names_in(part.low) - on_wire
    return names & bindings(leaf).keys()


def index_sets(leaf: Leaf) -> Iterator[s.Set]:
    """Yield what stands in square brackets, ours and theirs."""
    for step in itertools.chain(_wire_steps(leaf), _steps_of(leaf)):
        yield from (index.set for index in step.indices)


def index_names(leaf: Leaf) -> set[str]:
    """Return the indices that our names use in square brackets."""
    names: set[str] = set()
    for step in _steps_of(leaf):
        for index in step.indices:
            names |= {index.name} if index.name else set()
            for part in index.set.ranges:
                names |= names_in(part.low)
    return names & bindings(leaf).keys()


def spread(leaf: Leaf, names: set[str], findings: Findings | None) -> Iterator[dict[str, int | Span]]:
    """Yield an environment for each combination of the indices `names`; the others stay ranges."""
    spans = bindings(leaf)
    chosen = [name for name in spans if name in names]
    size = 1
    for name in chosen:
        size *= spans[name].high - spans[name].low + 1
    if size > MAX_EXPANSION:
        if findings is not None:
            message = f"the sentence stands for {size:,} statements; the limit is {MAX_EXPANSION:,}"
            findings.add(codes.ROWS_DO_NOT_FIT.at(leaf.place, message))
        return
    ranges = [range(spans[name].low, spans[name].high + 1) for name in chosen]
    for values in itertools.product(*ranges):
        yield {**spans, **dict(zip(chosen, values, strict=True))}
