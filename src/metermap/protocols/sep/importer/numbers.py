"""Numbers of cluster files: read in the file's spelling, checked against the type that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols.sep.clusters import in_type
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.reporting import At, Reporter
from metermap.protocols.sep.importer.spelling import bare_hexadecimal, digits_of, written
from metermap.protocols.tables import number

__all__ = ["BARE", "DECIMAL", "MARKED", "Spelling", "checked_bounds", "checked_default", "read_natural", "read_number"]

_LARGEST = (1 << 64) - 1
_BOOLEANS = {"true": "1", "false": "0"}
_FLOAT_MARKS = frozenset(".eE")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a format spells a kind of number, and what to tell who spells it differently."""

    read: Callable[[str], int | None]
    expected: str


MARKED = Spelling(number, "a decimal number, or 0x and hexadecimal digits")
DECIMAL = Spelling(lambda text: None if "x" in text.casefold() else number(text), "a decimal number")
BARE = Spelling(bare_hexadecimal, "hexadecimal digits")


def read_number(reporter: Reporter, spelling: Spelling, text: str, at: At, what: str) -> int | None:
    """Return a number; None for an empty text, and with a finding for any other that is none."""
    if not text:
        return None
    value = spelling.read(text)
    if value is None:
        reporter.report(codes.BAD_NUMBER, at, f"{what} {text[:60]!r} is no number", expected=spelling.expected)
    return value


def read_natural(
    reporter: Reporter, spelling: Spelling, text: str, at: At, what: str, *, largest: int = _LARGEST
) -> int | None:
    """Return a number from 0 to `largest`; None for an empty text, and with a finding for any other that is none."""
    value = read_number(reporter, spelling, text, at, what)
    if value is not None and not 0 <= value <= largest:
        reporter.report(codes.BAD_NUMBER, at, f"{what} {text[:60]} is out of range", expected=f"0 to 0x{largest:X}")
        return None
    return value


def checked_bounds(
    reporter: Reporter, spelling: Spelling, texts: tuple[str, str], type_: TypeDescriptor | None, at: At
) -> tuple[str, str]:
    """Return minimum and maximum as the dictionary writes them; what does not fit the type is a finding.

    Bounds of floating-point types are left out: the dictionary's are whole numbers.
    """
    if type_ is not None and type_.kind is Kind.FLOAT:
        return "", ""
    bounds = []
    for what, text in zip(("minimum", "maximum"), texts, strict=True):
        value = read_number(reporter, spelling, text, at, what)
        bounds.append(value if value is None or type_ is None else in_type(value, type_))
        if value is not None and type_ is not None and type_.octets:
            _check_width(reporter, (what, text, bounds[-1] or 0), type_, at)
    low, high = bounds
    if low is not None and high is not None and low > high:
        reporter.report(codes.RANGE_ORDER, at, f"minimum {low:,} is over maximum {high:,}")
    return _cell(low, type_), _cell(high, type_)


def checked_default(reporter: Reporter, spelling: Spelling, text: str, type_: TypeDescriptor | None, at: At) -> str:
    """Return a default as the dictionary writes it: a text as printed, a number in its notation."""
    if type_ is None or (type_.kind in (Kind.TEXT, Kind.OCTETS) and not type_.octets):
        return " ".join(text.split())
    text = _BOOLEANS.get(text.casefold(), text) if type_.kind is Kind.BOOLEAN else text
    if type_.kind is Kind.FLOAT and _FLOAT_MARKS & set(text):
        return ""
    value = read_number(reporter, spelling, text, at, "default")
    if value is None:
        return ""
    read = in_type(value, type_)
    if type_.octets:
        _check_width(reporter, ("default", text, read or 0), type_, at)
    return _cell(read, type_)


def _cell(value: int | None, type_: TypeDescriptor | None) -> str:
    return "" if value is None else written(value, type_)


def _check_width(reporter: Reporter, said: tuple[str, str, int], type_: TypeDescriptor, at: At) -> None:
    what, text, value = said
    octets = type_.octets or 0
    digits = digits_of(text)
    if not _fits(value, type_):
        reporter.report(codes.WIDTH, at, f"{what} {text[:60]} does not fit {type_.name}", expected=f"{octets} octets")
    elif digits is not None and digits > 2 * octets:
        message = f"{what} {text[:60]} has {digits} digits"
        reporter.report(codes.WIDTH, at, message, expected=f"{2 * octets} digits, as {type_.name} has")
    elif what == "maximum" and _fills_a_narrower(value, digits, type_):
        message = f"maximum {text[:60]} fills uint{value.bit_length()}, and the type is {type_.name}"
        reporter.report(codes.WIDTH, at, message, expected=f"0x{'F' * 2 * octets}, or another type")


def _fits(value: int, type_: TypeDescriptor) -> bool:
    width = 8 * (type_.octets or 0)
    if type_.kind is Kind.SIGNED:
        return -(1 << (width - 1)) <= value < 1 << (width - 1)
    return 0 <= value < 1 << width


def _fills_a_narrower(value: int, digits: int | None, type_: TypeDescriptor) -> bool:
    """Return whether a hexadecimal maximum is all ones in whole octets, but in fewer than the type has."""
    octets = type_.octets or 0
    return digits is not None and digits < 2 * octets and value in {(1 << 8 * width) - 1 for width in range(1, octets)}
