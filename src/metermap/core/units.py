"""Units and what they measure: where the units of the catalogue, of DLMS/COSEM and of Smart Energy meet.

A dimension is a product of powers of base quantities. They are those that metering keeps apart, not
those of physics: active, reactive and apparent energy are three, because nobody may add them; money
and counts are dimensions too. Factors are exact: they lead to the coherent unit of the dimension
(joule, cubic metre, second, volt, ampere, kelvin, pascal, currency, count).

Not in the table: logarithmic units (dB, dBm), which no factor converts; the British thermal unit and
the therm, whose size the dictionaries do not say; units that meter no supply (newton, weber).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

__all__ = [
    "DIMENSIONLESS",
    "UNITS",
    "Base",
    "Dimension",
    "Unit",
    "parse_unit",
    "printed_number",
]


class Base(StrEnum):
    """A quantity that is not made of others here."""

    ENERGY = "active energy"
    REACTIVE_ENERGY = "reactive energy"
    APPARENT_ENERGY = "apparent energy"
    VOLUME = "volume"
    TIME = "time"
    MONEY = "money"
    COUNT = "count"
    VOLTAGE = "voltage"
    CURRENT = "current"
    TEMPERATURE = "temperature"
    PRESSURE = "pressure"
    MASS = "mass"
    LENGTH = "length"
    ANGLE = "angle"
    SIZE = "size of data"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of powers, sorted by base, no power zero. Empty: a plain number."""

    powers: tuple[tuple[Base, int], ...] = ()

    def __mul__(self, other: Dimension) -> Dimension:
        return self._with(other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self._with(other, -1)

    def _with(self, other: Dimension, sign: int) -> Dimension:
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        return Dimension(tuple(sorted((base, power) for base, power in powers.items() if power)))

    def power(self, base: Base) -> int:
        """Return the power of a base quantity, 0 if it has no part."""
        return dict(self.powers).get(base, 0)

    def __str__(self) -> str:
        over = [_powered(base, power) for base, power in self.powers if power > 0]
        under = [_powered(base, -power) for base, power in self.powers if power < 0]
        return " per ".join([" times ".join(over) or "number", *under])


def _powered(base: Base, power: int) -> str:
    return base.value if power == 1 else f"{base.value}^{power}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. A value in it times `factor`, plus `offset`, is the value in the coherent unit.

    `factor` is None where only the dimension is known, as of "currency per period". `offset` is 0
    for all but temperatures.
    """

    symbol: str
    dimension: Dimension
    factor: Fraction | None
    offset: Fraction = Fraction(0)

    def __str__(self) -> str:
        return self.symbol

    def per(self, other: Unit) -> Unit:
        """Return the quotient of two units."""
        factor = None if self.factor is None or other.factor is None else self.factor / other.factor
        return Unit(f"{self.symbol}/{other.symbol}", self.dimension / other.dimension, factor)

    def times(self, number: Fraction) -> Unit:
        """Return the multiple of a unit: ``0.01 %``, ``100 cu ft``."""
        factor = None if self.factor is None else self.factor * number
        return Unit(f"{printed_number(number)} {self.symbol}", self.dimension, factor, self.offset)

    def converts_to(self, other: Unit) -> bool:
        """Return whether values can be converted: one dimension, both sizes known."""
        return self.dimension == other.dimension and self.factor is not None and other.factor is not None

    def convert(self, value: Fraction, to: Unit) -> Fraction:
        """Return the same quantity in another unit, exactly.

        Raises:
            ValueError: the units measure different things, or the size of one is not known.
        """
        if self.dimension != to.dimension or self.factor is None or to.factor is None:
            message = f"{self} ({self.dimension}) is not convertible to {to} ({to.dimension})"
            raise ValueError(message)
        return (value * self.factor + self.offset - to.offset) / to.factor


def _of(*powers: tuple[Base, int]) -> Dimension:
    return Dimension(tuple(sorted(powers)))


def _per_time(base: Base) -> Dimension:
    return _of((base, 1), (Base.TIME, -1))


DIMENSIONLESS: Final = Dimension()
_ENERGY, _REACTIVE, _APPARENT = _of((Base.ENERGY, 1)), _of((Base.REACTIVE_ENERGY, 1)), _of((Base.APPARENT_ENERGY, 1))
_POWER = _per_time(Base.ENERGY)
_REACTIVE_POWER, _APPARENT_POWER = _per_time(Base.REACTIVE_ENERGY), _per_time(Base.APPARENT_ENERGY)
_VOLUME, _FLOW, _TIME = _of((Base.VOLUME, 1)), _per_time(Base.VOLUME), _of((Base.TIME, 1))
_MONEY, _COUNT, _SIZE = _of((Base.MONEY, 1)), _of((Base.COUNT, 1)), _of((Base.SIZE, 1))
_VOLTAGE, _CURRENT, _CHARGE = _of((Base.VOLTAGE, 1)), _of((Base.CURRENT, 1)), _of((Base.CURRENT, 1), (Base.TIME, 1))
_TEMPERATURE, _PRESSURE, _MASS = _of((Base.TEMPERATURE, 1)), _of((Base.PRESSURE, 1)), _of((Base.MASS, 1))
_LENGTH, _ANGLE = _of((Base.LENGTH, 1)), _of((Base.ANGLE, 1))

_CUBIC_FOOT, _UK_GALLON, _US_GALLON = "0.028316846592", "0.00454609", "0.003785411784"
_FIVE_NINTHS = "5/9"

# Symbol as DLMS/COSEM writes it, dimension, factor (a blank: not known), further spellings.
_TABLE: Final[tuple[tuple[str, Dimension, str, tuple[str, ...]], ...]] = (
    ("J", _ENERGY, "1", ("joule",)),
    ("kJ", _ENERGY, "1000", ()),
    ("MJ", _ENERGY, "1000000", ()),
    ("GJ", _ENERGY, "1000000000", ()),
    ("Wh", _ENERGY, "3600", ("watt-hour", "watt hour")),
    ("kWh", _ENERGY, "3600000", ("kilowatt-hour", "kilowatt hour")),
    ("MWh", _ENERGY, "3600000000", ()),
    ("varh", _REACTIVE, "3600", ()),
    ("kvarh", _REACTIVE, "3600000", ()),
    ("VAh", _APPARENT, "3600", ()),
    ("kVAh", _APPARENT, "3600000", ()),
    ("W", _POWER, "1", ("watt",)),
    ("kW", _POWER, "1000", ("kilowatt",)),
    ("MW", _POWER, "1000000", ()),
    ("J/h", _POWER, "1/3600", ()),
    ("var", _REACTIVE_POWER, "1", ()),
    ("kvar", _REACTIVE_POWER, "1000", ()),
    ("VA", _APPARENT_POWER, "1", ()),
    ("kVA", _APPARENT_POWER, "1000", ()),
    ("m3", _VOLUME, "1", ("m\N{SUPERSCRIPT THREE}", "m^3", "cubic metre")),
    ("l", _VOLUME, "0.001", ("litre",)),
    ("cu ft", _VOLUME, _CUBIC_FOOT, ("ft3", "cubic foot", "cubic feet")),
    ("gal (imp)", _VOLUME, _UK_GALLON, ()),
    ("gal (US)", _VOLUME, _US_GALLON, ()),
    ("flow", _FLOW, "", ()),
    ("s", _TIME, "1", ("sec", "second")),
    ("ms", _TIME, "0.001", ("millisecond",)),
    ("min", _TIME, "60", ("minute", "mins")),
    ("h", _TIME, "3600", ("hour",)),
    ("d", _TIME, "86400", ("day",)),
    ("wk", _TIME, "604800", ("week",)),
    ("mo", _TIME, "", ("month",)),
    ("a", _TIME, "", ("year",)),
    ("period", _TIME, "", ()),
    ("currency", _MONEY, "1", ("currency unit",)),
    ("count", _COUNT, "1", ("unitless", "counts")),
    ("dimensionless", DIMENSIONLESS, "1", ()),
    ("%", DIMENSIONLESS, "0.01", ("percent", "per cent")),
    ("mV", _VOLTAGE, "0.001", ()),
    ("V", _VOLTAGE, "1", ("volt",)),
    ("kV", _VOLTAGE, "1000", ()),
    ("mA", _CURRENT, "0.001", ()),
    ("A", _CURRENT, "1", ("ampere", "amp")),
    ("C", _CHARGE, "1", ("coulomb",)),
    ("Ah", _CHARGE, "3600", ()),
    ("V2h", _of((Base.VOLTAGE, 2), (Base.TIME, 1)), "3600", ()),
    ("A2h", _of((Base.CURRENT, 2), (Base.TIME, 1)), "3600", ()),
    ("Hz", _of((Base.TIME, -1)), "1", ("hertz", "hz", "HZ")),
    ("K", _TEMPERATURE, "1", ("kelvin",)),
    ("degC", _TEMPERATURE, "1", ("\N{DEGREE SIGN}C", "degree celsius")),
    ("degF", _TEMPERATURE, _FIVE_NINTHS, ("\N{DEGREE SIGN}F",)),
    ("degR", _TEMPERATURE, _FIVE_NINTHS, ()),
    ("Pa", _PRESSURE, "1", ("pascal",)),
    ("kPa", _PRESSURE, "1000", ()),
    ("bar", _PRESSURE, "100000", ()),
    ("atm", _PRESSURE, "101325", ()),
    ("g", _MASS, "0.001", ("gram",)),
    ("kg", _MASS, "1", ("kilogram",)),
    ("m", _LENGTH, "1", ("metre",)),
    ("deg", _ANGLE, "1", ("\N{DEGREE SIGN}", "degree")),
    ("bit", _SIZE, "1", ()),
    ("octet", _SIZE, "8", ("byte",)),
    ("1/(Wh)", DIMENSIONLESS / _ENERGY, "1/3600", ("1/Wh",)),
    ("1/(varh)", DIMENSIONLESS / _REACTIVE, "1/3600", ("1/varh",)),
    ("1/(VAh)", DIMENSIONLESS / _APPARENT, "1/3600", ("1/VAh",)),
    ("1/m3", DIMENSIONLESS / _VOLUME, "1", ()),
)
_OFFSETS: Final[Mapping[str, Fraction]] = MappingProxyType(
    {"degC": Fraction("273.15"), "degF": Fraction("459.67") * Fraction(_FIVE_NINTHS)}
)


def _units() -> Iterator[tuple[str, Unit]]:
    for symbol, dimension, factor, others in _TABLE:
        unit = Unit(symbol, dimension, Fraction(factor) if factor else None, _OFFSETS.get(symbol, Fraction(0)))
        yield symbol, unit
        yield from ((name, unit) for name in others)


UNITS: Final[Mapping[str, Unit]] = MappingProxyType(dict(_units()))
"""Every simple unit by its symbol and its other spellings."""

_LONGEST = 80
_MULTIPLE = re.compile(r"(?P<number>\d{1,12}(?:\.\d{1,12})?)\s+(?P<unit>\D.*)")
_PER = re.compile(r"\s+per\s+|\s*/\s*")
_SHORTEST_WORD = 3
_LONGEST_WITH_PREFIX = 4
_FOLDED: Final[Mapping[str, Unit]] = MappingProxyType({name.casefold(): unit for name, unit in UNITS.items()})


def parse_unit(text: str) -> Unit | None:
    """Return the unit that `text` prints, such as ``kWh``, ``0.01 %``, ``currency per day``, ``MJ/m3``.

    Letter case counts where it must: S is no second, and mW no MW. None for anything else.
    """
    if len(text) > _LONGEST:
        return None
    folded = " ".join(text.split())
    if multiple := _MULTIPLE.fullmatch(folded):
        unit = parse_unit(multiple["unit"])
        return unit.times(Fraction(multiple["number"])) if unit else None
    return _simple(folded) or _quotient(folded)


def _simple(text: str) -> Unit | None:
    if unit := UNITS.get(text):
        return unit
    word = text.casefold()
    with_prefix = word.startswith("m") and len(word) <= _LONGEST_WITH_PREFIX
    if len(word) < _SHORTEST_WORD or with_prefix:
        return None
    return _FOLDED.get(word) or _FOLDED.get(word.removesuffix("s"))


def _quotient(text: str) -> Unit | None:
    first, *others = (_simple(part) for part in _PER.split(text))
    if not others or first is None:
        return None
    whole: Unit = first
    for part in others:
        if part is None:
            return None
        whole = whole.per(part)
    return whole


def printed_number(number: Fraction) -> str:
    """Return a number as people write it: ``0.001``, ``10000``; as a fraction if no decimal is exact."""
    rest = number.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = max(twos, fives)
    scaled = abs(number) * 10**digits
    whole = str(scaled.numerator).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)
