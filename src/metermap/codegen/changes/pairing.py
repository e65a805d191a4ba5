"""Pairing the lines of two lists: each step looks every line up once, so that long lists are soon paired."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from metermap.codegen.changes.model import Record

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Pairing", "Step", "content", "keeping_order", "told"]

Step: TypeAlias = Callable[[Record], Hashable]
"""What two lines must have in common to be a pair; None is never in common."""


def told(name: str) -> Step:
    """Return the step for a field that both tell."""
    return lambda line: content(line[name]) if name in line else None


def content(value: JsonValue | Record) -> Hashable:
    """Return what stands for a value: equal values have equal ones."""
    return value if isinstance(value, str | int | None) else json.dumps(value, sort_keys=True)


class Pairing:
    """Two lists of which lines are paired, each at most once, by one step after the other."""

    def __init__(self, old: Sequence[Record], new: Sequence[Record]) -> None:
        self.old = old
        self.new = new
        self.partner: dict[int, int] = {}
        """The place of the old line by that of the new one."""
        self.by: dict[int, str] = {}
        """How they are known to be the same, by the place of the new line."""
        self._free = dict.fromkeys(range(len(old)))
        self._left = dict.fromkeys(range(len(new)))
        self._parted: dict[int, int] = {}

    def free(self) -> tuple[int, ...]:
        """Return the places of old lines that have no partner."""
        return tuple(self._free)

    def left(self) -> tuple[int, ...]:
        """Return the places of new lines that have no partner."""
        return tuple(self._left)

    def in_order(self, by: str, old: Step, new: Step) -> None:
        """Pair lines that have this in common, the first with the first where there are several."""
        waiting = _by_key(self._free, self.old, old)
        for place in self.left():
            if queue := waiting.get(new(self.new[place])):
                self._pair(queue.popleft(), place, by)

    def unambiguous(self, by: str, old: Step, new: Step) -> None:
        """Pair lines that have this in common with one alone."""
        if not self._free or not self._left:
            return
        olds, news = _by_key(self._free, self.old, old), _by_key(self._left, self.new, new)
        for key, places in news.items():
            were = olds.get(key, deque())
            if len(places) == len(were) == 1 and self._parted.get(places[0]) != were[0]:
                self._pair(were[0], places[0], by)

    def equal(self, by: str, step: Step) -> None:
        """Pair lines that have this in common and are the same in all: soon done where little differs."""
        waiting = _by_key(self._free, self.old, step)
        for place in self.left():
            line = self.new[place]
            if (queue := waiting.get(step(line))) and self.old[queue[0]] == line:
                self._pair(queue.popleft(), place, by)

    def apart(self, differs: Callable[[Record, Record], bool]) -> dict[int, int]:
        """Undo the pairs of which it holds, for good, and return them: places of old lines by those of the new ones."""
        undone = {place: was for place, was in self.partner.items() if differs(self.old[was], self.new[place])}
        for place in undone:
            self._free[self.partner.pop(place)] = None
            self._left[place] = None
            del self.by[place]
        self._free, self._left = dict.fromkeys(sorted(self._free)), dict.fromkeys(sorted(self._left))
        self._parted |= undone
        return undone

    def _pair(self, old: int, new: int, by: str) -> None:
        self.partner[new], self.by[new] = old, by
        del self._free[old], self._left[new]


def _by_key(places: Iterable[int], lines: Sequence[Record], step: Step) -> dict[Hashable, deque[int]]:
    found: dict[Hashable, deque[int]] = {}
    for place in places:
        if (key := step(lines[place])) is not None:
            found.setdefault(key, deque()).append(place)
    return found


def keeping_order(numbers: Sequence[int]) -> Iterator[int]:
    """Yield the places of a longest run of numbers that grow; the others are as few as can be.

    See Fredman, On computing the length of longest increasing subsequences, 1975.
    """
    ends: list[int] = []
    lowest: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(lowest, number)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1], lowest[length : length + 1] = [place], [number]
    run: list[int] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(at)
        at = before[at]
    yield from reversed(run)
