"""Holding two conversions against each other: whether they make the same number, its opposite, or another one."""

from __future__ import annotations

import operator
import zlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metermap.mappings.syntax import Expression

__all__ = ["Turn", "turn"]

_VALUE: Final = "value"
_LONGEST: Final = 300
_LARGEST: Final = 10_000  # bits of a number: a power of a power is soon larger than anybody can wait for
_OPERATIONS: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_SAMPLES: Final = range(1, 9)


class Turn(StrEnum):
    """What a conversion makes of a number that the former one made another of."""

    SAME = "same"
    ROUND = "round"  # the same number with the other sign
    OTHER = "other"
    ROUND_AND_OTHER = "round and other"  # another number, with the other sign wherever there is one


def turn(old: str, new: str) -> Turn:
    """Return how two conversions lie, by what they make of several values of all that they name.

    An empty one is the value itself. What cannot be read, or computed, is another.
    """
    pairs = [_both(old or _VALUE, new or _VALUE, sample) for sample in _SAMPLES]
    known = [pair for pair in pairs if pair is not None]
    if len(known) < len(pairs):
        return Turn.OTHER
    if all(was == now for was, now in known):
        return Turn.SAME
    if all(was == -now for was, now in known):
        return Turn.ROUND
    return Turn.ROUND_AND_OTHER if all(was * now < 0 for was, now in known) else Turn.OTHER


def _both(old: str, new: str, sample: int) -> tuple[Fraction, Fraction] | None:
    was, now = _computed(old, sample), _computed(new, sample)
    return (was, now) if was is not None and now is not None else None


def _computed(text: str, sample: int) -> Fraction | None:
    """Return what a conversion makes of one value for each name; None if that is nothing, or not known."""
    from metermap.mappings.parser import parse_hole  # noqa: PLC0415  (brings the grammar along, and few conversions differ)
    from metermap.mappings.syntax import Index  # noqa: PLC0415  (as above)

    tree = parse_hole(text) if len(text) <= _LONGEST else None
    return None if tree is None or isinstance(tree, Index) else _evaluated(tree, sample)


def _evaluated(tree: Expression, sample: int) -> Fraction | None:
    from metermap.mappings import syntax as s  # noqa: PLC0415  (as above)
    from metermap.mappings.expressions import expression_text  # noqa: PLC0415  (as above)

    match tree:
        case s.Number(value=number, unit=unit):
            return Fraction(number) * (_of_a_name(unit, sample) if unit else 1)
        case s.Negative(operand=operand):
            found = _evaluated(operand, sample)
            return -found if found is not None else None
        case s.Binary(operator=sign, left=left, right=right):
            one, two = _evaluated(left, sample), _evaluated(right, sample)
            return _applied(sign, one, two) if one is not None and two is not None else None
        case _:
            return Fraction(_of_a_name(expression_text(tree, {}), sample))


def _of_a_name(name: str, sample: int) -> int:
    """Return a number above zero for a name, another one in each sample."""
    return 1 + zlib.crc32(f"{sample} {name}".encode()) % 9973


def _applied(sign: str, one: Fraction, two: Fraction) -> Fraction | None:
    """Return the exact result; None where there is none, or none of a sensible size."""
    if sign == "^" and not (two.denominator == 1 and two >= 0 and _size(one) * two <= _LARGEST):
        return None
    if sign == "/" and not two:
        return None
    result = Fraction(one ** int(two)) if sign == "^" else _OPERATIONS[sign](one, two)
    return result if _size(result) <= _LARGEST else None


def _size(number: Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())
