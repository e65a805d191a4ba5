"""Counts of the gap report: elements by standing, once as lines of the catalogue and once with ranges spelled out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.mappings.standing import HOMES, Standing

if TYPE_CHECKING:
    from metermap.mappings.model import State

__all__ = ["FIELDS", "Counts", "Tally", "tally_of"]

FIELDS: Final = tuple(standing.value.replace(" ", "_") for standing in Standing)
"""The fields of a `Tally`, in the order of `Standing`."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each standing; they add up to `total`, which is their denominator."""

    exact: int = 0
    limited: int = 0
    carried: int = 0
    unaddressed: int = 0
    planned: int = 0
    no_home: int = 0
    not_applicable: int = 0
    proposed: int = 0
    undecided: int = 0
    total: int = 0

    @property
    def mapped(self) -> int:
        """Return how many have a home, whatever is proved of it: exact, limited and carried."""
        return sum(map(self.count, HOMES))

    def count(self, standing: Standing) -> int:
        """Return how many have `standing`."""
        number: int = getattr(self, standing.value.replace(" ", "_"))
        return number

    def of_state(self, state: State) -> int:
        """Return how many are in `state`, of which the standings are the finer parts."""
        return self.mapped if state.value == "mapped" else self.count(Standing(state.value))


def tally_of(found: Iterable[tuple[Standing, int]]) -> Tally:
    """Return the sum of numbers by standing."""
    numbers = dict.fromkeys(Standing, 0)
    for standing, number in found:
        numbers[standing] += number
    named = dict(zip(FIELDS, numbers.values(), strict=True))
    return Tally(**named, total=sum(numbers.values()))


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a device over a protocol, or of one section there.

    `elements` counts lines of the catalogue. `expanded` counts what they stand for: a log of 12 entries counts
    12. `uncounted` are the elements that say no number, because a range is open or ends in a letter; they are in
    `elements` and not in `expanded`. `tested` is how many of the `elements.mapped` a laboratory passed and none
    failed, `failed` how many one failed.
    """

    elements: Tally
    expanded: Tally
    uncounted: Tally
    tested: int = 0
    failed: int = 0

    @property
    def evidence(self) -> str:
        """Return in words how many of those with a home are tested, and how many failed if any did."""
        said = f"{self.tested:,} of {self.elements.mapped:,}"
        return f"{said}, {self.failed:,} failed" if self.failed else said
