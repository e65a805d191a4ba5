"""One comparison of one thing: the unit that differences and coverage are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.oracles.names import same_name

__all__ = ["ABSENT", "NAME", "PRESENT", "Check", "held", "name_check", "ranges"]

ABSENT = "(absent)"
"""What a side says that does not hold the entry."""
PRESENT = "(present)"
NAME = "name"


@dataclass(frozen=True, slots=True)
class Check:
    """What one oracle says of one aspect of one entry, beside what our dictionary says.

    `place` is the key of the entry, by numbers only, so that it stays when a name changes: ``0x0702 server
    attribute 0x0000``, ``class 7 version 1 method 2``. `entry` is its name, for the reader. `aspect` says
    what was compared: ``type``, ``field 3 name``.
    """

    oracle: str
    place: str
    entry: str
    aspect: str
    ours: str
    theirs: str
    agrees: bool

    @property
    def of_name(self) -> bool:
        """Whether it compares how a thing is called, and not what it is."""
        return self.aspect.endswith(NAME)

    @property
    def of_presence(self) -> bool:
        """Whether it says only that a side holds the entry at all."""
        return self.theirs in (PRESENT, ABSENT) or self.ours == ABSENT

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what identifies it among all."""
        return (self.oracle, self.place, self.aspect)

    @property
    def sort_key(self) -> tuple[str | int, ...]:
        """Order: as a reader counts, attribute 2 before attribute 10."""
        words = re.split(r"(0x[0-9A-F]+|\d+)", "\0".join(self.key))  # every second one is a number
        return tuple(_number(word) if place % 2 else word for place, word in enumerate(words))


def _number(word: str) -> int:
    return int(word, 16 if word.startswith("0x") else 10)


def held(oracle: str, place: str, entry: str, aspect: str) -> Check:
    """Return the check of an entry that both sides hold."""
    return Check(oracle, place, entry, aspect, PRESENT, PRESENT, agrees=True)


def name_check(oracle: str, place: str, aspect: str, ours: str, theirs: str, *, entry: str = "") -> Check:
    """Return the comparison of two names."""
    return Check(oracle, place, entry or ours, aspect, ours, theirs, same_name(ours, theirs))


def ranges(values: set[int]) -> str:
    """Return numbers as a reader wants them: ``0-3 5 128-255``."""
    found: list[tuple[int, int]] = []
    for value in sorted(values):
        if found and value == found[-1][1] + 1:
            found[-1] = (found[-1][0], value)
        else:
            found.append((value, value))
    return " ".join(str(low) if low == high else f"{low}-{high}" for low, high in found)
