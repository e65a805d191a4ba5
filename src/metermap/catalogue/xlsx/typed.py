"""What a cell stores, as text, and what that means: a number, a date, a text, a boolean, an error value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from metermap.catalogue.cells import CellValue, ValueKind
from metermap.catalogue.xlsx.dates import elapsed, from_iso, moment
from metermap.catalogue.xlsx.references import index
from metermap.catalogue.xlsx.styles import Style
from metermap.catalogue.xlsx.texts import unescaped

__all__ = ["BookFacts", "Converter", "Typed", "ValueFaultError"]

Typed: TypeAlias = tuple[ValueKind, CellValue]

_TEXT = ValueKind.TEXT
_NOTHING: Typed = (ValueKind.BLANK, None)
_MAY_BE_EMPTY = frozenset({"s", "str", "inlineStr"})
_NUMBER = re.compile(r"\s*[-+]?(?P<whole>[0-9]*)(?P<rest>(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)\s*")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_KEPT_ONCE = 5_000  # how many texts and numbers are kept once, however often they stand


class ValueFaultError(Exception):
    """A cell holds what its type does not allow; the message completes "the cell ..."."""


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a sheet's cells refer to."""

    strings: Sequence[str] = ()
    struck_strings: frozenset[int] = frozenset()
    styles: tuple[Style, ...] = (Style(),)
    from_1904: bool = False


class Converter:
    """Makes values of what cells of a workbook store.

    `plain_strings` are the shared strings met lately, by the number that cells write, without those
    that are struck through.
    """

    def __init__(self, book: BookFacts) -> None:
        self.plain_strings: dict[str | None, str] = {}
        self._book = book
        self._texts: dict[str, str] = {}
        self._numbers: dict[str, int | float] = {}
        self._by_type: Mapping[str, Callable[[str, Style], Typed]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": self._boolean,
            "e": lambda text, _: (ValueKind.ERROR, text),
            "d": self._iso_date,
        }

    def typed(self, text: str | None, stored_as: str, style: Style) -> Typed:
        """Return the value of a cell that stores `text`, None if nothing, as the type `stored_as`.

        Raises `ValueFaultError`.
        """
        if text is None or (not text and stored_as not in _MAY_BE_EMPTY):
            return _NOTHING
        convert = self._by_type.get(stored_as)
        if convert is None:
            message = f"has a value of the unknown type {stored_as!r:.20}"
            raise ValueFaultError(message)
        return convert(text, style)

    def strikes(self, text: str) -> bool:
        """Return whether the shared string with this number has a struck-through run."""
        return index(text) in self._book.struck_strings

    def _number(self, text: str, style: Style) -> Typed:
        number = self._numbers.get(text)
        if number is None:
            number = _number(text)
            _keep(self._numbers, text, number)
        return self._moment(number, style) if style.date else (ValueKind.NUMBER, number)

    def _moment(self, number: float, style: Style) -> Typed:
        try:
            value = elapsed(number) if style.elapsed else moment(number, from_1904=self._book.from_1904)
        except (OverflowError, ValueError):  # shown as ####: it stays the number that it is
            return ValueKind.NUMBER, number
        return ValueKind.DATE, value

    def _shared(self, text: str, _: Style) -> Typed:
        number, strings = index(text), self._book.strings
        if number >= len(strings):
            message = f"refers to shared string {text!r:.20}, and there are {len(strings)}"
            raise ValueFaultError(message)
        if number not in self._book.struck_strings:
            _keep(self.plain_strings, text, strings[number])
        return _TEXT, strings[number]

    def _text(self, text: str, _: Style) -> Typed:
        known = self._texts.get(text)
        if known is None:
            known = unescaped(text)
            _keep(self._texts, text, known)
        return _TEXT, known

    @staticmethod
    def _boolean(text: str, _: Style) -> Typed:
        if text.strip() not in _BOOLEANS:
            message = f"is stored as a boolean and holds {text!r:.40}"
            raise ValueFaultError(message)
        return ValueKind.BOOLEAN, _BOOLEANS[text.strip()]

    @staticmethod
    def _iso_date(text: str, _: Style) -> Typed:
        try:
            return ValueKind.DATE, from_iso(text)
        except (ValueError, OverflowError):
            message = f"is stored as a date and holds {text!r:.40}"
            raise ValueFaultError(message) from None


Key = TypeVar("Key")
Kept = TypeVar("Kept")


def _keep(known: dict[Key, Kept], key: Key, value: Kept) -> None:
    if len(known) >= _KEPT_ONCE:
        known.clear()
    known[key] = value


def _number(text: str) -> int | float:
    found = _NUMBER.fullmatch(text)
    digits = found is not None and (found["whole"] or found["rest"].lstrip(".")[:1].isdigit())
    number = float(text) if digits else float("inf")
    if abs(number) == float("inf"):
        message = f"is stored as a number and holds {text!r:.40}"
        raise ValueFaultError(message)
    return number if found is None or found["rest"] else int(text)
