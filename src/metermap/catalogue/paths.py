"""Item names and attribute paths of the catalogue: steps, index ranges, and a key to compare them by.

Printed forms: ``logEntries[1..12].logEntry.timestamp``, ``(Phase[1])AverageRMSOverVoltageCounter``,
``TariffThresholdMatrixBlocks[1to3]TOU[8]``, ``methodInput: logDetails.device[1..16].deviceidentifier``,
``nextDayIdentifiers[1..m].Time[1..n].startTime``. Open ranges are ``[3..]``, ``[..5]`` and ``[]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

__all__ = ["ElementPath", "IndexRange", "Step", "canonical_key", "has_unpaired_brackets", "parse_path"]

# A closing brace for a bracket is a misprint of the source (row 810), read as what it means.
_END = r"(?:\d{1,9}|[A-Za-z]\w{0,30})"
_INDEX = re.compile(
    r"\[(?:(?P<first>\d{1,9})to(?P<last>\d{1,9}|[A-Za-z])"
    rf"|(?P<from>{_END})?\.\.(?P<to>{_END})?|(?P<one>{_END}))[\]}}]"
)
_ANY_INDEX = re.compile(rf"{_INDEX.pattern}|\[[\]}}]")
_ROLE = re.compile(r"(method|methodInput|methodOutput|alertOutput):", re.IGNORECASE)
_ROLES = {role.casefold(): role for role in ("method", "methodInput", "methodOutput", "alertOutput")}
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class IndexRange:
    """Both ends belong to the range. An end is a number, the letter that the source prints, or empty if it is open.

    A letter stands for any number: how many there are is said elsewhere, or nowhere.
    """

    low: int | str
    high: int | str

    @property
    def count(self) -> int | None:
        """Return how many indices the range has, 0 if it ends before it begins; None if an end is no number."""
        if isinstance(self.low, int) and isinstance(self.high, int):
            return max(0, self.high - self.low + 1)
        return None

    def contains(self, other: IndexRange) -> bool:
        """Return whether every index of `other` lies in this range; letters and open ends admit every number."""
        above = not isinstance(self.low, int) or (isinstance(other.low, int) and other.low >= self.low)
        below = not isinstance(self.high, int) or (isinstance(other.high, int) and other.high <= self.high)
        return above and below

    def overlaps(self, other: IndexRange) -> bool:
        """Return whether the ranges may have an index in common."""
        return _may_follow(self.low, other.high) and _may_follow(other.low, self.high)

    def __str__(self) -> str:
        return f"[{self.low}]" if self.low == self.high else f"[{self.low}..{self.high}]"


def _may_follow(low: int | str, high: int | str) -> bool:
    return not (isinstance(low, int) and isinstance(high, int)) or low <= high


@dataclass(frozen=True, slots=True)
class Step:
    """A name on the way to an element, with the indices that it prints: ``device[1..16]``.

    Where indices stand inside the name, it marks their places: ``(Phase[])Counter``.
    """

    name: str
    indices: tuple[IndexRange, ...] = ()

    def __str__(self) -> str:
        parts = self.name.split("[]")
        if len(parts) == 1:
            return self.name + "".join(map(str, self.indices))
        printed = [text for pair in zip(parts, (*map(str, self.indices), ""), strict=True) for text in pair]
        return "".join(printed)


@dataclass(frozen=True, slots=True)
class ElementPath:
    """A parsed attribute path.

    `role` is what the source prints before a colon: ``method``, ``methodInput``, ``methodOutput``,
    ``alertOutput``; empty for data.
    """

    role: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        steps = ".".join(map(str, self.steps))
        return f"{self.role}: {steps}" if self.role else steps

    @property
    def indices(self) -> tuple[IndexRange, ...]:
        """Return the ranges of all steps, in order."""
        return tuple(index for step in self.steps for index in step.indices)

    @property
    def count(self) -> int | None:
        """Return how many paths with single indices it stands for; None if a range is open or has a letter."""
        counts = [index.count for index in self.indices if index.low != index.high or index.low == ""]
        known = [count for count in counts if count is not None]
        return prod(known) if len(known) == len(counts) else None

    def expand(self) -> Iterator[ElementPath]:
        """Yield the paths with single indices it stands for, the last index running fastest; `count` of them.

        ``[n]`` stands for itself.

        Raises:
            ValueError: a range is open or has a letter, so that there is no end of them.
        """
        count = self.count
        if count is None:
            message = f"{self} has a range without an end"
            raise ValueError(message)
        for number in range(count):
            yield self._with(_chosen(self.indices, number))

    def _with(self, indices: tuple[IndexRange, ...]) -> ElementPath:
        rest = iter(indices)
        steps = (Step(step.name, tuple(next(rest) for _ in step.indices)) for step in self.steps)
        return ElementPath(self.role, tuple(steps))

    def contains(self, other: ElementPath) -> bool:
        """Return whether every path that `other` stands for is one of this path's."""
        pairs = zip(self.indices, other.indices, strict=True) if self._is_like(other) else None
        return pairs is not None and all(ours.contains(theirs) for ours, theirs in pairs)

    def overlaps(self, other: ElementPath) -> bool:
        """Return whether the two may stand for one path; letters and open ends admit every number."""
        pairs = zip(self.indices, other.indices, strict=True) if self._is_like(other) else None
        return pairs is not None and all(ours.overlaps(theirs) for ours, theirs in pairs)

    def _is_like(self, other: ElementPath) -> bool:
        """Return whether the paths differ in their indices only."""
        ours = (self.role, [(step.name, len(step.indices)) for step in self.steps])
        return ours == (other.role, [(step.name, len(step.indices)) for step in other.steps])


def _chosen(ranges: tuple[IndexRange, ...], number: int) -> tuple[IndexRange, ...]:
    """Return the indices of the path with that number, counted from 0: an odometer, the last wheel fastest."""
    chosen: list[IndexRange] = []
    for index in reversed(ranges):
        if isinstance(index.low, int) and index.count:
            number, digit = divmod(number, index.count)
            chosen.append(IndexRange(index.low + digit, index.low + digit))
        else:
            chosen.append(index)
    return tuple(reversed(chosen))


def canonical_key(text: str) -> tuple[str, tuple[IndexRange, ...]]:
    """Return `text` without white space and with every bracketed index emptied, and the indices.

    ``(Phase[1])AverageRMSOverVoltageCounter`` gives ``(Phase[])AverageRMSOverVoltageCounter`` and
    (1..1). Letter case counts. Brackets that hold no index stay as they are.
    """
    return _emptied("".join(text.split()), _INDEX)


def _emptied(text: str, pattern: re.Pattern[str]) -> tuple[str, tuple[IndexRange, ...]]:
    ranges: list[IndexRange] = []

    def empty(found: re.Match[str]) -> str:
        ranges.append(_range(found))
        return "[]"

    key = pattern.sub(empty, text)
    return key, tuple(ranges)


def parse_path(text: str) -> ElementPath:
    """Return the role and the steps of an attribute path or an item name."""
    compact = "".join(text.split())
    found = _ROLE.match(compact)
    role = _ROLES[found[1].casefold()] if found else ""
    rest = compact[found.end() :] if found else compact
    return ElementPath(role, tuple(map(_step, _split(rest))) if rest else ())


def has_unpaired_brackets(text: str) -> bool:
    """Return whether the brackets of `text` do not pair, as in ``currentWeeks[1..4}``."""
    opened: list[str] = []
    for character in text:
        if character in "([{":
            opened.append(character)
        elif character in _PAIRS and (not opened or opened.pop() != _PAIRS[character]):
            return True
    return bool(opened)


def _range(found: re.Match[str]) -> IndexRange:
    one = found["one"] or ""
    return IndexRange(_end(found["first"] or found["from"] or one), _end(found["last"] or found["to"] or one))


def _end(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _split(text: str) -> list[str]:
    """Split at full stops that stand outside brackets: the next bracket after them, if any, opens one."""
    steps: list[str] = []
    end, inside = len(text), False
    for at in range(len(text) - 1, -1, -1):
        character = text[at]
        if character in "[(":
            inside = False
        elif character in "])}":
            inside = True
        elif character == "." and not inside:
            steps.append(text[at + 1 : end])
            end = at
    steps.append(text[:end])
    return steps[::-1]


def _step(text: str) -> Step:
    key, ranges = _emptied(text, _ANY_INDEX)
    return Step(key.removesuffix("[]") if key.count("[]") == 1 else key, ranges)
