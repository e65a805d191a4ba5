"""Scales: what makes a raw number a quantity, exactly, and a quantity a raw number again.

A scale is stated by the mapping, passed by the caller, or made of what stands beside the value: the scaler_unit
of a register, the multiplier, divisor, unit and trailing digits of a Smart Energy attribute, the price_scale
of a charge. There are no floating-point numbers here: what a decimal number cannot be exactly is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Final

from .cosem import Quantity, ScalerUnit
from .units import MULTIPLES, UNIT_CODES

if TYPE_CHECKING:
    from .parts import Step

__all__ = [
    "UNKNOWN_UNIT",
    "Refusal",
    "Role",
    "Scale",
    "ScaleSource",
    "Sibling",
    "TermsError",
    "in_unit",
]

UNKNOWN_UNIT: Final = "unit not recorded"
"""The unit of a quantity whose scale is known and whose unit no source names."""

_FIRST_BCD: Final = 0x80
_DIGITS_FROM_BIT: Final = 4
_NIBBLE: Final = 0xF
_FURTHEST: Final = 400  # decimal places: more than any scale of the wires and a number of 64 bits reach
_OTHER: Final = "other"


class Refusal(Enum):
    """Why a value cannot be given or taken in the catalogue's terms."""

    OVERFLOW = "the type does not hold the number"
    RESOLUTION = "the scale does not carry the number exactly"
    NOT_ALLOWED = "the mapping does not allow the number"
    NO_SUCH_NAME = "nothing has that name"
    NO_SUCH_MEANING = "the type has no code of that meaning"
    TAKEN = "the number's code means something else"
    UNIT = "the units differ"
    SCALE = "the scale is not known"
    KIND = "the value is of another kind"
    NOT_A_VALUE = "there is no value"
    ELEMENT = "the entries are of different elements"
    DEVICE = "the entries are of different devices"
    PART = "a part travels only in its whole"


class TermsError(ValueError):
    """A value that cannot be given or taken. `nearest` is the nearest one that could be, None where there is none."""

    def __init__(self, reason: Refusal, detail: str, nearest: object = None) -> None:
        self.reason = reason
        self.detail = detail if nearest is None else f"{detail}; the nearest that fits is {nearest}"
        self.nearest = nearest
        super().__init__(f"{self.detail} ({reason.value})")


@dataclass(frozen=True, slots=True)
class Scale:
    """The value is the raw number times `multiplier` / `divisor`, times 10 to the power of `exponent`, in `unit`.

    Raises:
        ValueError: multiplier or divisor is not positive.
    """

    exponent: int = 0
    unit: str = ""
    multiplier: int = 1
    divisor: int = 1

    def __post_init__(self) -> None:
        if self.multiplier < 1 or self.divisor < 1:
            message = f"a scale of {self.multiplier} / {self.divisor}"
            raise ValueError(message)

    @classmethod
    def of(cls, given: Scale | ScalerUnit) -> Scale:
        """Return the scale that a scaler_unit is; a scale as it is."""
        return given if isinstance(given, Scale) else cls(given.scaler, given.unit_name)

    def quantity(self, raw: int) -> Quantity:
        """Return the quantity that a raw number stands for.

        Raises:
            TermsError: no decimal number is exactly the value, as for a divisor of 3.
        """
        factor = Fraction(self.multiplier, self.divisor)
        places = _places(factor.denominator)
        if places is None:
            value = raw * factor
            places = _places(value.denominator)
            if places is None:
                raise TermsError(Refusal.RESOLUTION, f"{raw} times {factor} is no decimal number")
        number = raw * factor * 10**places
        return Quantity(_decimal(int(number), self.exponent - places), self.unit)

    def number(self, quantity: Quantity) -> Fraction:
        """Return what the raw number of a quantity would be, which need not be a whole number.

        Raises:
            TermsError: the quantity has another unit, is not finite, or larger or finer than anything on the wire.
        """
        _check_size(quantity)
        value = Fraction(in_unit(quantity, self.unit).value)
        return value * self.divisor / self.multiplier / Fraction(10) ** self.exponent


def _places(denominator: int) -> int | None:
    """Return how many decimal places a fraction with that denominator has; None if they never end."""
    places = 0
    while denominator > 1:
        common = gcd(denominator, 10)
        if common == 1:
            return None
        denominator //= common
        places += 1
    return places


def _decimal(number: int, exponent: int) -> Decimal:
    """Return number times 10 to the power of `exponent`, with all its digits whatever the context's precision is."""
    if exponent >= 0:
        return Decimal(number * 10**exponent)
    sign, digits, _ = Decimal(number).as_tuple()
    return Decimal((sign, digits, exponent))


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """Return the same quantity in another unit, if the one is a power of ten of the other: ``kWh`` and ``Wh``.

    Raises:
        TermsError: it is not, or no source names one of the units.
    """
    if quantity.unit == unit:
        return quantity
    _check_size(quantity)
    here, power = MULTIPLES.get(quantity.unit, (quantity.unit, 0))
    there, wanted = MULTIPLES.get(unit, (unit, 0))
    if here != there:
        raise TermsError(Refusal.UNIT, f"{quantity} is not in {unit or 'no unit'}")
    sign, digits, exponent = quantity.value.as_tuple()
    return Quantity(Decimal((sign, digits, int(exponent) + power - wanted)), unit)


def _check_size(quantity: Quantity) -> None:
    """Refuse what is no number, or so large or fine that exact arithmetic with it would take for ever."""
    value: object = quantity.value
    if not isinstance(value, Decimal):
        raise TermsError(Refusal.KIND, f"{value!r} is no Decimal")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TermsError(Refusal.NOT_A_VALUE, f"{value} is no number")
    if value.adjusted() > _FURTHEST:
        raise TermsError(Refusal.OVERFLOW, f"{value} {quantity.unit}")
    if exponent < -_FURTHEST:
        raise TermsError(Refusal.RESOLUTION, f"{value} {quantity.unit}")


class Role(Enum):
    """What a number beside a value says of it."""

    SCALER_UNIT = "scaler_unit"  # exponent and unit, an attribute of the same COSEM object
    EXPONENT = "exponent"  # the power of ten
    MULTIPLIER = "multiplier"
    DIVISOR = "divisor"
    TRAILING_DIGITS = "trailing digits"  # an octet whose bits 4 to 7 count the digits behind the decimal point
    UNIT = "unit"  # a code


@dataclass(frozen=True, slots=True)
class Sibling:
    """A number that scales another, and where it is: an attribute of the same object, or in the same whole.

    `name` is that of the standard. An attribute is number `number` of the same COSEM object, or of the cluster
    `cluster_id`. What stands in the same whole is reached by `steps`. `units` is the table of a unit's codes.
    """

    role: Role
    name: str
    number: int | None = None
    cluster_id: int | None = None
    steps: tuple[Step, ...] = ()
    units: str = ""


@dataclass(frozen=True, slots=True)
class ScaleSource:
    """Where a scale comes from: what is `stated`, and the siblings that say the rest when they are read.

    `unit` is the unit where no sibling tells it, or only that it is another one than the standard lists.
    """

    stated: Scale | None = None
    siblings: tuple[Sibling, ...] = ()
    unit: str = ""

    @property
    def in_whole(self) -> bool:
        """Whether all siblings travel with the value."""
        return bool(self.siblings) and all(sibling.steps for sibling in self.siblings)

    def known(self, scale: Scale) -> Scale:
        """Return a scale with the unit that is known where the scale's own is ``other``, as that of prices is."""
        return replace(scale, unit=self.unit) if scale.unit == _OTHER and self.unit else scale

    def read(self, numbers: Mapping[str, int | ScalerUnit | None]) -> Scale:
        """Return the scale that the siblings make, given their raw values by name.

        Raises:
            TermsError: a sibling is missing, has no value, or none that scales.
        """
        found: dict[Role, int] = {}
        unit = self.unit
        for sibling in self.siblings:
            number = numbers.get(sibling.name)
            if isinstance(number, ScalerUnit):
                return self.known(Scale.of(number))
            if number is None:
                raise TermsError(Refusal.SCALE, f"{sibling.name} is not given")
            if sibling.role is Role.UNIT:
                unit = _unit(sibling, number)
            else:
                found[sibling.role] = number
        digits = found.get(Role.TRAILING_DIGITS, 0) >> _DIGITS_FROM_BIT & _NIBBLE
        exponent = found.get(Role.EXPONENT, 0) - digits
        try:
            return Scale(exponent, unit, found.get(Role.MULTIPLIER, 1), found.get(Role.DIVISOR, 1))
        except ValueError as error:
            raise TermsError(Refusal.SCALE, str(error)) from None


def _unit(sibling: Sibling, code: int) -> str:
    if sibling.units in ("amount", "rate") and code >= _FIRST_BCD:
        raise TermsError(Refusal.SCALE, f"{sibling.name} 0x{code:02X}: the numbers are binary-coded decimals")
    return UNIT_CODES[sibling.units].get(code, f"unit {code}")
