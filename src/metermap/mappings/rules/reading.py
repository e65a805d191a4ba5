"""What the rules about size, structure and conflict read from statements: homes, index ranges, numbers, conditions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeVar

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.suggest import normal
from metermap.mappings.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from metermap.core.addresses import Address
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject
    from metermap.protocols import SepCommand

__all__ = [
    "apart",
    "command_of",
    "firm_elements",
    "grouped",
    "home_of",
    "index_ranges",
    "listed",
    "possible_counts",
    "without_index",
]

T = TypeVar("T")
K = TypeVar("K")

_RANGE = re.compile(r"\[(\w{1,40})(?:\.\.(\w{1,40}))?\]")
_TEST = re.compile(r"(?P<left>.+?) (?P<operator>!?=) (?P<right>.+)")
_SHOWN = 6


def grouped(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return things by key, keys and things in the order in which they come."""
    found: dict[K, list[T]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return dict(found)


def listed(names: Iterable[str]) -> str:
    """Return names joined for a message; of many, the first and how many more."""
    every = tuple(dict.fromkeys(names))
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(every[:_SHOWN]) + more


def firm_elements(subject: Subject) -> Iterator[Statement]:
    """Yield the statements that carry an element and are no mere proposal."""
    for statement in subject.statements:
        if statement.role is Role.ELEMENT and not statement.proposed:
            yield statement


def home_of(address: Address | None) -> str:
    """Return what a home is without what is inside it: the attribute, method or command, as text."""
    match address:
        case DlmsAddress():
            return str(replace(address, member="", selector="", through=""))
        case SepAddress():
            return str(replace(address, field=""))
        case _:
            return str(address)


def without_index(name: str) -> str:
    """Return a name or a path without what stands in square brackets."""
    return _RANGE.sub("", name)


def command_of(subject: Subject, address: SepAddress, name: str = "") -> SepCommand | None:
    """Return the command of an address, or another one of the same cluster; None if the dictionary has none."""
    cluster = subject.dictionaries.sep.cluster(address.cluster_id)
    if cluster is None or address.access is not Access.COMMAND:
        return None
    return cluster.command(name) if name else cluster.command(address.id, address.side)


def index_ranges(text: str) -> tuple[tuple[int, int], ...] | None:
    """Return the index ranges of a path, in order; None if one has a letter for an end."""
    found = []
    for low, high in _RANGE.findall(text):
        ends = (low, high or low)
        if not all(end.isdecimal() for end in ends):
            return None
        found.append((int(ends[0]), int(ends[1])))
    return tuple(found)


def possible_counts(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return how many places index ranges have together.

    Sources write ``[0..50]`` both for 51 places and for none to 50 of them, so that there may be two answers.
    """
    options = [{high - low + 1} | ({high} if low == 0 and high else set()) for low, high in ranges]
    return frozenset(prod(choice) for choice in product(*options))


def apart(one: Statement, other: Statement) -> bool:
    """Whether two statements never hold at once: different use cases, different conditions, different editions."""
    if one.use_cases and other.use_cases and not set(one.use_cases) & set(other.use_cases):
        return True
    if {one.since, one.until} != {other.since, other.until}:
        return True
    mine = [test for test in map(_TEST.fullmatch, one.conditions) if test]
    theirs = [test for test in map(_TEST.fullmatch, other.conditions) if test]
    return any(_exclude(first, second) for first in mine for second in theirs)


def _exclude(first: re.Match[str], second: re.Match[str]) -> bool:
    if normal(first["left"]) != normal(second["left"]):
        return False
    mine, theirs = (set(map(normal, test["right"].split(" | "))) for test in (first, second))
    if first["operator"] == second["operator"] == "=":
        return not mine & theirs
    return first["operator"] != second["operator"] and mine == theirs
