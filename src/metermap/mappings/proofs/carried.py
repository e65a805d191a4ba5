"""The set that the wire carries: from the type, its non-value, and what the mapping restricts and codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import SepAddress
from metermap.core.numbers import whole_number
from metermap.core.types import Kind, TypeSystem
from metermap.mappings.proofs.sets import EMPTY, NumberSet, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from metermap.core.types import TypeDescriptor
    from metermap.mappings.model import Statement

__all__ = ["MOST_PARTS", "OPEN", "Carried", "Form", "allowed_of", "carried_of"]

OPEN: Final = "_"  # all other values are as they are
MOST_PARTS: Final = 256
"""How many parts of a restriction, or codes of a table, are compared."""
_EPOCH: Final = "epoch2000"
_RANGE: Final = re.compile(r"(-?\w+)(?:\s*\.\.\s*(-?\w+))?")
_BITS_AN_OCTET: Final = 8
_BITS: Final = re.compile(r"@(\d{1,2})(?:\.\.@?(\d{1,2}))?")
_CHOICE: Final = "[["


class Form(StrEnum):
    """What a value looks like on the wire."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    SECONDS = "seconds since 2000"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    OCTETS = "octets"
    ASCII = "visible characters"
    UTF8 = "UTF-8 text"
    BITS = "bits"


@dataclass(frozen=True, slots=True)
class Carried:
    """What one field can hold.

    `numbers` are the raw numbers that are values; of octets and bits, the lengths. `sentinels` are codes with a
    meaning of their own beside the values, `codes` the mapping's closed table of names and codes, both as the
    type reads them. `non_value` is the code for "no value". `room` says that a length was printed as room.
    """

    form: Form
    numbers: NumberSet
    type: TypeDescriptor
    non_value: int | None = None
    sentinels: tuple[tuple[str, int], ...] = ()
    codes: tuple[tuple[str, int], ...] = ()
    room: bool = False

    @property
    def values(self) -> NumberSet:
        """Return the raw numbers that stand for values of the element: those that are no sentinel."""
        taken = EMPTY
        for _, code in self.sentinels:
            taken |= numbers(code, code)
        return self.numbers - taken if taken else self.numbers

    @property
    def counts(self) -> bool:
        """Whether a raw number counts something; codes and packed bits are numbers that do not."""
        return self.form is Form.NUMBER and self.type.kind in (Kind.UNSIGNED, Kind.SIGNED)


def carried_of(statement: Statement, code_of: Callable[[TypeDescriptor, str], int | None]) -> Carried | None:
    """Return what the field of a statement holds; None where its type is composed, or not one that is compared.

    `code_of` gives the code of a member of a type's enumeration by its name.
    """
    kind = statement.type
    form = _form(kind, statement.unit) if kind else None
    if kind is None or form is None:
        return None
    values = _some_bits(statement) or _numbers(kind, form)
    if not values or len(statement.coded) > MOST_PARTS:
        return None
    coded = _coded(statement, kind, code_of)
    return Carried(
        form,
        values,
        kind,
        kind.non_value,
        *coded,
        room=form in _SIZED and kind.length is not None and _is_room(kind),
    )


_SIZED: Final = frozenset({Form.OCTETS, Form.ASCII, Form.UTF8})
_SIMPLE: Final = {
    Kind.UNSIGNED: Form.NUMBER,
    Kind.SIGNED: Form.NUMBER,
    Kind.ENUM: Form.NUMBER,
    Kind.BOOLEAN: Form.BOOLEAN,
    Kind.DATE_TIME: Form.DATE_TIME,
    Kind.DATE: Form.DATE,
    Kind.TIME: Form.TIME,
    Kind.OCTETS: Form.OCTETS,
}


def _form(kind: TypeDescriptor, unit: str) -> Form | None:
    if unit == _EPOCH or (kind.system is TypeSystem.SEP and kind.kind is Kind.DATE_TIME):
        return Form.SECONDS
    if kind.kind is Kind.TEXT:
        return Form.ASCII if kind.name == "visible-string" else Form.UTF8
    if kind.kind is Kind.BITS:
        return Form.BITS if kind.system is TypeSystem.DLMS else Form.NUMBER
    return _SIMPLE.get(kind.kind)


@cache
def _numbers(kind: TypeDescriptor, form: Form) -> NumberSet:
    if form is Form.BOOLEAN:
        return numbers(0, 1)
    if form in (Form.NUMBER, Form.SECONDS):
        return numbers(kind.minimum, kind.maximum) if kind.minimum is not None else EMPTY
    low, high = kind.length or (kind.octets or 0, kind.octets)
    return numbers(0 if _is_room(kind) else low, high)


def _some_bits(statement: Statement) -> NumberSet | None:
    """Return the numbers of bits ``@4..7`` of a packed attribute; None where the whole value is meant."""
    address = statement.address
    found = _BITS.fullmatch(address.field) if isinstance(address, SepAddress) else None
    if found is None:
        return None
    size = int(found[2] or found[1]) - int(found[1]) + 1
    return numbers(0, (1 << size) - 1) if size > 0 else EMPTY


def _is_room(kind: TypeDescriptor) -> bool:
    """Whether a single size is the room there is: so a mapping table prints it, and a standard's brackets do not."""
    sized = kind.length is not None and kind.length[0] == kind.length[1]
    return sized and kind.kind is not Kind.BITS and "[" not in kind.printed.replace(_CHOICE, "")


def _coded(
    statement: Statement, kind: TypeDescriptor, code_of: Callable[[TypeDescriptor, str], int | None]
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """Return the sentinels and the closed table of the mapping."""
    pairs = [(word, code) for word, text in statement.coded if (code := _code(text, kind, code_of)) is not None]
    named = tuple((word, signed(code, kind)) for word, code in pairs)
    if any(word == OPEN for word, _ in statement.coded):
        return tuple((word, code) for word, code in named if code != kind.non_value), ()
    return (), named


def _code(text: str, kind: TypeDescriptor, code_of: Callable[[TypeDescriptor, str], int | None]) -> int | None:
    number = whole_number(text)
    return code_of(kind, text) if number is None else number


def signed(number: int, kind: TypeDescriptor) -> int:
    """Return what a signed type reads where all its bits are written as an unsigned number: 0xFF in an int8 is -1."""
    if kind.octets is None or kind.kind is not Kind.SIGNED:
        return number
    span = 1 << (_BITS_AN_OCTET * kind.octets)
    return number - span if span // 2 < number < span else number


def allowed_of(statement: Statement) -> NumberSet | None:
    """Return the numbers that ``only 0..3 | 7`` names; None where nothing is restricted, or not to numbers."""
    if not statement.only:
        return None
    found = EMPTY
    pieces = statement.only.split("|")
    if len(pieces) > MOST_PARTS:
        return None
    for piece in pieces:
        read = _RANGE.fullmatch(piece.strip())
        if read is None:
            continue
        low, high = whole_number(read[1]), whole_number(read[2] or read[1])
        if low is None or high is None:
            return None
        found |= numbers(low, high)
    return found or None
