"""Sets of exact numbers: unions of arithmetic progressions, bounded or not.

What a catalogue allows and what a wire carries are such sets: ``0..10000``, ``0..65534 step 1``,
``0..42.94967295 step 0.00000001``. Every operation is exact; a law of sets that holds on paper holds here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Final

from metermap.core.units import printed_number

__all__ = ["EMPTY", "EVERY_INTEGER", "NumberSet", "Run", "numbers"]

Number = Fraction | int

_ONE: Final = Fraction(1)
_MOST_CLASSES: Final = 4096  # residue classes that a difference may leave
_MOST_JOINED: Final = 64  # runs before it that a run is held against in a union
_MOST_STEPS: Final = 100_000  # numbers that the search for a witness looks at


@dataclass(frozen=True, slots=True)
class Run:
    """All numbers ``residue + k * step`` from `low` to `high`, both among them; None: no end on that side.

    Made by `numbers`, which puts the ends on the progression; 0 <= residue < step.
    """

    low: Fraction | None
    high: Fraction | None
    step: Fraction = _ONE
    residue: Fraction = Fraction(0)

    def __contains__(self, number: Number) -> bool:
        return self.spans(number) and (number - self.residue) % self.step == 0

    def spans(self, number: Number) -> bool:
        """Whether a number lies between the ends, on the progression or not."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def at_least(self, number: Number) -> Fraction:
        """Return the least number of the endless progression that is not below `number`."""
        return self.residue + self.step * ceil((number - self.residue) / self.step)

    def at_most(self, number: Number) -> Fraction:
        """Return the greatest number of the endless progression that is not above `number`."""
        return self.residue + self.step * floor((number - self.residue) / self.step)

    def covers(self, other: Run) -> bool:
        """Whether the progression of `other` is part of this one's, wherever they end."""
        return other.step % self.step == 0 and (other.residue - self.residue) % self.step == 0

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return printed_number(self.low)
        step = "" if self.step == 1 and self.residue == 0 else f" step {printed_number(self.step)}"
        low = "-inf" if self.low is None else printed_number(self.low)
        return f"{low}..{'inf' if self.high is None else printed_number(self.high)}{step}"


def _run(low: Number | None, high: Number | None, step: Fraction, residue: Fraction) -> Run | None:
    """Return a run with its ends on the progression; None if no number is left."""
    endless = Run(None, None, step, residue % step)
    first = None if low is None else endless.at_least(low)
    last = None if high is None else endless.at_most(high)
    if first is not None and first == last:
        return Run(first, last, _ONE, first % 1)
    if first is not None and last is not None and first > last:
        return None
    return Run(first, last, step, endless.residue)


@dataclass(frozen=True, slots=True)
class NumberSet:
    """A union of runs, in the order of their lower ends. Two that hold the same numbers may differ in their runs."""

    runs: tuple[Run, ...] = ()

    def __contains__(self, number: Number) -> bool:
        return any(number in run for run in self.runs)

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __str__(self) -> str:
        return " | ".join(map(str, self.runs)) or "nothing"

    def __or__(self, other: NumberSet) -> NumberSet:
        return _union((*self.runs, *other.runs))

    def __and__(self, other: NumberSet) -> NumberSet:
        return _union(both for one in self.runs for two in other.runs if (both := _common(one, two)))

    def __sub__(self, other: NumberSet) -> NumberSet:
        """Return what is in this set and not in the other.

        Raises:
            ValueError: the steps are so different that too many progressions would be left.
        """
        left = list(self.runs)
        for run in other.runs:
            left = [rest for one in left for rest in _without(one, run)]
        return _union(left)

    @property
    def least(self) -> Fraction | None:
        """Return the least number; None if there is none."""
        ends = [run.low for run in self.runs]
        return min((end for end in ends if end is not None), default=None) if None not in ends else None

    @property
    def greatest(self) -> Fraction | None:
        """Return the greatest number; None if there is none."""
        ends = [run.high for run in self.runs]
        return max((end for end in ends if end is not None), default=None) if None not in ends else None

    def image(self, factor: Number, offset: Number = 0) -> NumberSet:
        """Return the numbers ``factor * x + offset``.

        Raises:
            ValueError: the factor is 0.
        """
        if factor == 0:
            message = "the factor of an image is 0"
            raise ValueError(message)
        return _union(_mapped(run, Fraction(factor), Fraction(offset)) for run in self.runs)

    def nearest_outside(self, other: NumberSet) -> Fraction | None:
        """Return the number nearest to 0 that is in this set and not in the other, None if there is none.

        Of two that are as near it is the positive one.

        Raises:
            ValueError: it takes too many steps to tell.
        """
        found = [witness for run in self.runs for witness in _witnesses(run, other.runs)]
        return min(found, key=lambda number: (abs(number), number < 0), default=None)

    def ends(self) -> Iterator[Fraction]:
        """Yield the ends of all runs that have them: what is worth trying first."""
        for run in self.runs:
            yield from (end for end in (run.low, run.high) if end is not None)


def numbers(
    low: Number | None, high: Number | None = None, *, step: Number = 1, through: Number | None = None
) -> NumberSet:
    """Return the numbers from `low` to `high` in steps; None: no end on that side.

    The steps go through `through`, else through `low`, else through `high`, else through 0.

    Raises:
        ValueError: the step is not above 0.
    """
    if step <= 0:
        message = f"a step is above 0, and not {step}"
        raise ValueError(message)
    anchor = next((number for number in (through, low, high) if number is not None), 0)
    run = _run(low, high, Fraction(step), Fraction(anchor))
    return NumberSet((run,)) if run else EMPTY


EMPTY: Final = NumberSet()
EVERY_INTEGER: Final = NumberSet((Run(None, None),))


def _key(run: Run) -> tuple[bool, Fraction, Fraction, Fraction]:
    return (run.low is not None, run.low or Fraction(0), run.step, run.residue)


def _union(runs: Iterable[Run]) -> NumberSet:
    """Return the union, with runs that meet made one; of runs on different steps, only few are looked through."""
    kept: list[Run] = []
    for run in sorted(runs, key=_key):
        first = len(kept) - min(len(kept), _MOST_JOINED)
        joined = next(((n, both) for n, one in enumerate(kept[first:], first) if (both := _joined(one, run))), None)
        if joined is None:
            kept.append(run)
        else:
            kept[joined[0]] = joined[1]
    return NumberSet(tuple(kept))


def _joined(one: Run, two: Run) -> Run | None:
    """Return the union of two runs where that is a run; None elsewhere."""
    for whole, part in ((one, two), (two, one)):
        if whole.covers(part) and _holds_ends(whole, part):
            return whole
        if _is_single(part) and part.low is not None and (part.low - whole.residue) % whole.step == 0:
            part = Run(part.low, part.high, whole.step, whole.residue)  # noqa: PLW2901  (the same number)
        if (whole.step, whole.residue) == (part.step, part.residue) and _meet(whole, part):
            return _spanned(whole, part)
    return None


def _is_single(run: Run) -> bool:
    return run.low is not None and run.low == run.high


def _holds_ends(whole: Run, part: Run) -> bool:
    below = whole.low is None or (part.low is not None and whole.low <= part.low)
    above = whole.high is None or (part.high is not None and part.high <= whole.high)
    return below and above


def _meet(one: Run, two: Run) -> bool:
    """Whether no number of the progression that two runs share lies between them."""
    return all(
        first.high is None or second.low is None or second.low <= first.high + first.step
        for first, second in ((one, two), (two, one))
    )


def _spanned(one: Run, two: Run) -> Run:
    low = None if one.low is None or two.low is None else min(one.low, two.low)
    high = None if one.high is None or two.high is None else max(one.high, two.high)
    return Run(low, high, one.step, one.residue)


def _common(one: Run, two: Run) -> Run | None:
    low = max((end for end in (one.low, two.low) if end is not None), default=None)
    high = min((end for end in (one.high, two.high) if end is not None), default=None)
    common = _progression(one, two)
    return None if common is None else _run(low, high, *common)


def _progression(one: Run, two: Run) -> tuple[Fraction, Fraction] | None:
    """Return step and residue of what two endless progressions share: the Chinese remainder theorem."""
    if one.covers(two):
        return two.step, two.residue
    scale = lcm(*(number.denominator for run in (one, two) for number in (run.step, run.residue)))
    (step, residue), (other, wanted) = ((int(run.step * scale), int(run.residue * scale)) for run in (one, two))
    shared = gcd(step, other)
    if (wanted - residue) % shared:
        return None
    times = (wanted - residue) // shared * pow(step // shared, -1, other // shared) % (other // shared)
    whole = lcm(step, other)
    return Fraction(whole, scale), Fraction((residue + step * times) % whole, scale)


def _without(one: Run, two: Run) -> Iterator[Run]:
    common = _common(one, two)
    if common is None:
        yield one
        return
    step, residue = _progression(one, two) or (one.step, one.residue)
    parts = [
        None if common.low is None else _below(one, common.low),
        *_other_classes(one, common, step, residue),
        None if common.high is None else _above(one, common.high),
    ]
    yield from (part for part in parts if part is not None)


def _below(run: Run, number: Fraction) -> Run | None:
    return _run(run.low, number - run.step, run.step, run.residue)


def _above(run: Run, number: Fraction) -> Run | None:
    return _run(number + run.step, run.high, run.step, run.residue)


def _other_classes(one: Run, common: Run, step: Fraction, residue: Fraction) -> Iterator[Run | None]:
    """Yield the residue classes of `one` between the ends of `common` that `common` does not take."""
    classes = int(step / one.step)
    if classes > _MOST_CLASSES:
        message = f"steps of {one.step} less steps of {step} leave {classes - 1} progressions"
        raise ValueError(message)
    for number in range(1, classes):
        yield _run(common.low, common.high, step, residue + number * one.step)


def _mapped(run: Run, factor: Fraction, offset: Fraction) -> Run:
    low, high = (None if end is None else factor * end + offset for end in (run.low, run.high))
    if factor < 0:
        low, high = high, low
    if low is not None and low == high:
        return Run(low, high, _ONE, low % 1)
    step = abs(factor) * run.step
    return Run(low, high, step, (factor * run.residue + offset) % step)


def _witnesses(run: Run, others: tuple[Run, ...]) -> Iterator[Fraction]:
    """Yield the first numbers of a run outside the others: going up from 0, and going down from it."""
    up = _first_outside(run, others)
    down = _first_outside(_negative(run), tuple(map(_negative, others)))
    yield from (found for found in (up, None if down is None else -down) if found is not None)


def _negative(run: Run) -> Run:
    return _mapped(run, Fraction(-1), Fraction(0))


def _first_outside(run: Run, others: tuple[Run, ...]) -> Fraction | None:
    """Return the least number of a run, from 0 on, that is in none of the others.

    Between two ends of the others everything repeats: it is enough to look at one period there.
    """
    number: Fraction | None = run.at_least(Fraction(0) if run.low is None else max(run.low, Fraction(0)))
    while number is not None and run.spans(number):
        edge = _next_edge(run, others, number)
        spanning = [other for other in others if other.spans(number)]
        if not any(other.covers(run) for other in spanning):
            for tried in _stretch(run, spanning, number, edge):
                if not any(tried in other for other in spanning):
                    return tried
        number = edge
    return None


def _next_edge(run: Run, others: tuple[Run, ...], number: Fraction) -> Fraction | None:
    """Return the first number of a run after `number` before which one of the others begins or ends."""
    lows = [other.low for other in others if other.low is not None]
    edges = [run.at_least(low) for low in lows if low > number]
    highs = [other.high for other in others if other.high is not None]
    edges += [run.at_most(high) + run.step for high in highs if high >= number]
    return min(edges, default=None)


def _stretch(run: Run, spanning: list[Run], number: Fraction, edge: Fraction | None) -> Iterator[Fraction]:
    scale = lcm(*(one.step.denominator for one in (run, *spanning)))
    period = lcm(*(int(one.step * scale) for one in (run, *spanning))) // int(run.step * scale)
    last = min(
        (end for end in (edge, None if run.high is None else run.high + run.step) if end is not None), default=None
    )
    for times in range(period):
        tried = number + times * run.step
        if last is not None and tried >= last:
            return
        if times > _MOST_STEPS:
            message = f"whether {run} lies within {NumberSet(tuple(spanning))} takes too many steps to tell"
            raise ValueError(message)
        yield tried
