"""When a field of a payload is present, and how many elements a list has.

The notation is what the tables hold:

    status == 0x00                      an earlier field of the same payload, compared with a number
    fieldControl & 0x01 != 0            the field under a mask
    status == 0x00 and direction != 1   all of them; ``or`` binds less than ``and``
    octets remain                       simply if the payload goes on

    numberOfSamples                     as many as the field says
    control & 0x0F, control >> 4        as many as a part of the field says
    octets remain                       as many as the payload has room for
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = ["Comparison", "Condition", "Count", "OctetsRemain", "parse_condition", "parse_count"]

_OCTETS_REMAIN: Final = "octets remain"
_NUMBER: Final = r"0[xX][0-9A-Fa-f]{1,16}|\d{1,18}"
_COMPARISON = re.compile(rf"(\w+)(?: & ({_NUMBER}))? (==|!=|>=|<=|<|>) ({_NUMBER})")
_COUNT = re.compile(rf"(\w+)(?: & ({_NUMBER})| >> ({_NUMBER}))?")
_OPERATORS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field, under a mask if there is one, compared with a number."""

    field: str
    operator: str
    number: int
    mask: int | None = None

    def __str__(self) -> str:
        masked = self.field if self.mask is None else f"{self.field} & 0x{self.mask:02X}"
        return f"{masked} {self.operator} 0x{self.number:02X}"

    def holds(self, value: int) -> bool:
        """Whether the comparison holds for a value of the field."""
        return _OPERATORS[self.operator](value if self.mask is None else value & self.mask, self.number)


@dataclass(frozen=True, slots=True)
class OctetsRemain:
    """True while the payload goes on."""

    def __str__(self) -> str:
        return _OCTETS_REMAIN


Term: TypeAlias = Comparison | OctetsRemain


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, each a tuple of terms that must all hold."""

    alternatives: tuple[tuple[Term, ...], ...]

    def __str__(self) -> str:
        return " or ".join(" and ".join(map(str, terms)) for terms in self.alternatives)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that the condition asks for, each once."""
        terms = (term for alternative in self.alternatives for term in alternative)
        return tuple(dict.fromkeys(term.field for term in terms if isinstance(term, Comparison)))

    def holds(self, values: Mapping[str, int], *, octets_remain: bool) -> bool:
        """Whether the field is present, given the values of the fields before it.

        Raises:
            KeyError: a field that the condition asks for has no value.
        """
        return any(
            all(octets_remain if isinstance(term, OctetsRemain) else term.holds(values[term.field]) for term in terms)
            for terms in self.alternatives
        )


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements a list has: a field, under a mask or shifted; no field means to the payload's end."""

    field: str = ""
    mask: int | None = None
    shift: int = 0

    def __str__(self) -> str:
        if not self.field:
            return _OCTETS_REMAIN
        masked = self.field if self.mask is None else f"{self.field} & 0x{self.mask:02X}"
        return f"{masked} >> {self.shift}" if self.shift else masked

    def of(self, value: int) -> int:
        """Return the number of elements for a value of the field."""
        return (value if self.mask is None else value & self.mask) >> self.shift


def parse_condition(text: str) -> Condition | None:
    """Return the condition that `text` writes, or None if it writes none."""
    alternatives = tuple(tuple(map(_term, part.split(" and "))) for part in text.split(" or "))
    known = tuple(tuple(term for term in terms if term is not None) for terms in alternatives)
    return Condition(known) if known == alternatives else None


def _term(text: str) -> Term | None:
    if text == _OCTETS_REMAIN:
        return OctetsRemain()
    found = _COMPARISON.fullmatch(text)
    if found is None:
        return None
    return Comparison(found[1], found[3], int(found[4], 0), int(found[2], 0) if found[2] else None)


def parse_count(text: str) -> Count | None:
    """Return the count that `text` writes, or None if it writes none."""
    if text == _OCTETS_REMAIN:
        return Count()
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    return Count(found[1], int(found[2], 0) if found[2] else None, int(found[3], 0) if found[3] else 0)
