"""What a catalogue prints about size: units, ranges, resolutions, and how much a log keeps.

Each text becomes typed clauses, or stays a text. Numbers are exact. A clause prints in one notation,
which reads as the same clause again. ``100 entries`` says how many there are, ``1..100`` which numbers
are allowed, ``n = 1..5`` which indices; none is taken for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TypeAlias

from metermap.core.units import Unit, printed_number

__all__ = [
    "Amount",
    "Choices",
    "Clause",
    "Coding",
    "Combination",
    "Constraint",
    "Duration",
    "Form",
    "Indices",
    "Interval",
    "LogDepth",
    "Product",
    "Resolution",
    "UnitList",
]


@dataclass(frozen=True, slots=True)
class UnitList:
    """What the column of units says.

    `units` are one or several; several mean that parts of the item have different ones.
    `instead` is the word that stands there where there is no unit, such as ``boolean`` or ``UTC``,
    and `remark` what follows in brackets.
    """

    units: tuple[Unit, ...] = ()
    instead: str = ""
    remark: str = ""

    def __str__(self) -> str:
        said = self.instead or ", ".join(map(str, self.units))
        return f"{said} ({self.remark})" if self.remark else said


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`, in steps from `low` if `step` is given.

    None: not bounded on that side. An end belongs to it unless it is open. `unit` is None where
    the text prints none.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    step: Fraction | None = None
    unit: Unit | None = None

    def __contains__(self, number: Fraction | int) -> bool:
        below = self.low is not None and (number < self.low or (self.low_open and number == self.low))
        above = self.high is not None and (number > self.high or (self.high_open and number == self.high))
        off = bool(self.step) and self.low is not None and (number - self.low) % (self.step or 1) != 0
        return not (below or above or off)

    @property
    def single(self) -> Fraction | None:
        """Return the only number of the interval; None if there are more."""
        return self.low if self.low == self.high else None

    def __str__(self) -> str:
        step = f" step {printed_number(self.step)}" if self.step else ""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self._ends()}{step}{unit}"

    def _ends(self) -> str:
        if self.low is None or self.high is None:
            return self._half()
        low, high = printed_number(self.low), printed_number(self.high)
        if self.low_open or self.high_open:
            return f"{'(' if self.low_open else '['}{low}..{high}{')' if self.high_open else ']'}"
        return low if low == high else f"{low}..{high}"

    def _half(self) -> str:
        if self.low is not None:
            return f"{'>' if self.low_open else '>='} {printed_number(self.low)}"
        if self.high is not None:
            return f"{'<' if self.high_open else '<='} {printed_number(self.high)}"
        return "any"


@dataclass(frozen=True, slots=True)
class Amount:
    """How many of something: ``0..16 devices``, ``up to 116 octets``. `of` is as printed, in the plural or not."""

    count: Interval
    of: str

    def __str__(self) -> str:
        return f"{self.count} {self.of}".rstrip()


@dataclass(frozen=True, slots=True)
class Product:
    """A table of several dimensions, ``8 TOU x 4 blocks``, and how many values it has if that is said."""

    factors: tuple[Amount, ...]
    total: Amount | None = None

    @property
    def agrees(self) -> bool:
        """Return whether the factors make the total."""
        counts = [factor.count.single for factor in self.factors]
        known = [count for count in counts if count is not None]
        return self.total is None or len(known) < len(counts) or self.total.count.single == prod(known)

    def __str__(self) -> str:
        factors = " x ".join(map(str, self.factors))
        return f"{factors} = {self.total}" if self.total else factors


@dataclass(frozen=True, slots=True)
class Combination:
    """Several amounts of one thing: added, ``48 primary + 4 secondary``, or side by side, ``3 seasons/2 weeks``."""

    parts: tuple[Amount | Product, ...]
    added: bool
    total: Amount | None = None

    @property
    def agrees(self) -> bool:
        """Return whether amounts that are added make the total."""
        counts = [part.count.single for part in self.parts if isinstance(part, Amount)]
        known = [count for count in counts if count is not None]
        told = self.added and self.total is not None and len(known) == len(self.parts)
        return not told or self.total is None or self.total.count.single == sum(known)

    def __str__(self) -> str:
        parts = (" + " if self.added else "/").join(map(str, self.parts))
        return f"{parts} = {self.total}" if self.total else parts


@dataclass(frozen=True, slots=True)
class Resolution:
    """The smallest step of a value: ``0.001 kWh``, or a scaler's power of ten, without unit."""

    step: Fraction
    unit: Unit | None = None

    def __str__(self) -> str:
        return f"{printed_number(self.step)} {self.unit}" if self.unit else f"step {printed_number(self.step)}"


@dataclass(frozen=True, slots=True)
class Duration:
    """A time as printed: a number of a unit of time. Months and years have no exact length."""

    number: Fraction
    unit: Unit

    @property
    def seconds(self) -> Fraction | None:
        """Return the exact length; None for months and years."""
        return None if self.unit.factor is None else self.number * self.unit.factor

    def __str__(self) -> str:
        return f"{printed_number(self.number)} {self.unit}"


@dataclass(frozen=True, slots=True)
class LogDepth:
    """How much a log keeps: so many entries, over such a time, one each `every`; what is not said is None."""

    entries: Interval | None = None
    span: Duration | None = None
    every: Duration | None = None

    @property
    def agrees(self) -> bool:
        """Return whether entries, span and period fit; both ends of the span may be counted."""
        span = self.span.seconds if self.span else None
        every = self.every.seconds if self.every else None
        if self.entries is None or self.entries.high is None or span is None or not every:
            return True
        return 0 <= self.entries.high - span / every <= 1

    def __str__(self) -> str:
        parts = [f"{self.entries} entries"] if self.entries else []
        parts += [str(self.span)] if self.span else []
        return ", ".join(parts) + (f" every {self.every}" if self.every else "")


@dataclass(frozen=True, slots=True)
class Indices:
    """Which numbers an index letter stands for: ``n = 1..5``."""

    letter: str
    range: Interval

    def __str__(self) -> str:
        return f"{self.letter} = {self.range}"


@dataclass(frozen=True, slots=True)
class Choices:
    """The names of the only values, ``Enabled, Disabled, Armed``; `of` is what they are values of."""

    names: tuple[str, ...]
    of: str = ""

    def __str__(self) -> str:
        names = ", ".join(self.names)
        return f"{self.of}: {names}" if self.of else names


@dataclass(frozen=True, slots=True)
class Coding:
    """What single values mean: ``TRUE = GBP, FALSE = EUR``. A value without a meaning has an empty one."""

    pairs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return ", ".join(f"{value} = {meaning}" if meaning else value for value, meaning in self.pairs)


@dataclass(frozen=True, slots=True)
class Form:
    """A word about the form of the value that this program knows: ``utf8 text``, ``EUI-64``, ``fixed``."""

    word: str

    def __str__(self) -> str:
        return self.word


Constraint: TypeAlias = (
    Interval | Amount | Product | Combination | Resolution | LogDepth | Indices | Choices | Coding | Form
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a cell of ranges says, and the device for which it says so, empty for all."""

    says: Constraint
    device: str = ""

    def __str__(self) -> str:
        return f"{self.says} on {self.device}" if self.device else str(self.says)
