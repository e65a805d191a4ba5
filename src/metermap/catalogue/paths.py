"""Item names and attribute paths of the catalogue: steps, index ranges, and a key to compare them by.

Printed forms: ``logEntries[1..12].logEntry.timestamp``, ``(Phase[1])AverageRMSOverVoltageCounter``,
``TariffThresholdMatrixBlocks[1to3]TOU[8]``, ``methodInput: logDetails.device[1..16].deviceidentifier``,
``nextDayIdentifiers[1..m].Time[1..n].startTime``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ElementPath", "IndexRange", "Step", "canonical_key", "has_unpaired_brackets", "parse_path"]

# A closing brace for a bracket is a misprint of the source (row 810), read as what it means.
_INDEX = re.compile(
    r"\[(?:(?P<first>\d{1,9})to(?P<last>\d{1,9}|[A-Za-z])"
    r"|(?P<low>\d{1,9}|[A-Za-z]\w{0,30})(?:\.\.(?P<high>\d{1,9}|[A-Za-z]\w{0,30}))?)[\]}]"
)
_ROLE = re.compile(r"(method|methodInput|methodOutput|alertOutput):", re.IGNORECASE)
_ROLES = {role.casefold(): role for role in ("method", "methodInput", "methodOutput", "alertOutput")}
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class IndexRange:
    """Both ends belong to the range. An end is a number, or the letter that the source prints."""

    low: int | str
    high: int | str

    @property
    def count(self) -> int | None:
        """Return how many indices the range has; None if an end is a letter."""
        if isinstance(self.low, int) and isinstance(self.high, int):
            return self.high - self.low + 1
        return None

    def __str__(self) -> str:
        return f"[{self.low}]" if self.low == self.high else f"[{self.low}..{self.high}]"


@dataclass(frozen=True, slots=True)
class Step:
    """A name on the way to an element, with the indices that it prints: ``device[1..16]``."""

    name: str
    indices: tuple[IndexRange, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementPath:
    """A parsed attribute path.

    `role` is what the source prints before a colon: ``method``, ``methodInput``, ``methodOutput``,
    ``alertOutput``; empty for data.
    """

    role: str
    steps: tuple[Step, ...]


def canonical_key(text: str) -> tuple[str, tuple[IndexRange, ...]]:
    """Return `text` without white space and with every bracketed index emptied, and the indices.

    ``(Phase[1])AverageRMSOverVoltageCounter`` gives ``(Phase[])AverageRMSOverVoltageCounter`` and
    (1..1). Letter case counts. Brackets that hold no index stay as they are.
    """
    ranges: list[IndexRange] = []

    def empty(found: re.Match[str]) -> str:
        ranges.append(_range(found))
        return "[]"

    key = _INDEX.sub(empty, "".join(text.split()))
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
    low = found["first"] or found["low"]
    return IndexRange(_end(low), _end(found["last"] or found["high"] or low))


def _end(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _split(text: str) -> list[str]:
    """Split at full stops that stand outside brackets."""
    return re.split(r"\.(?![^\[(]*[\])}])", text)


def _step(text: str) -> Step:
    key, ranges = canonical_key(text)
    return Step(key.removesuffix("[]") if key.count("[]") == 1 else key, ranges)
