"""Holding two values of a field against each other: the same written differently, wider, narrower, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

from metermap.catalogue.quantities import Amount, Constraint, Form, Indices, Interval, LogDepth, UnitList
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units
from metermap.codegen.changes.judge_records import is_said
from metermap.core.numbers import whole_number
from metermap.core.suggest import normal
from metermap.core.units import parse_unit
from metermap.mappings.proofs.sets import NumberSet, numbers

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "Width",
    "bracketed",
    "depths",
    "is_count",
    "is_length",
    "limits",
    "one_dimension",
    "permitted",
    "ranges",
    "roles_in",
    "same_number",
    "same_parts",
    "same_spelling",
    "same_unit",
    "without_brackets",
]


class Width(StrEnum):
    """How the second of two sets of values lies to the first."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    ACROSS = "across"  # each has values that the other has not
    UNKNOWN = "unknown"  # nobody can say from what is written


def same_spelling(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two texts differ in letter case and spaces alone; a sign or a full stop would count."""
    return isinstance(old, str) and isinstance(new, str) and _folded(old) == _folded(new)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def same_number(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two texts are one whole number, such as ``0x10`` and ``16``."""
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    number = whole_number(old.strip())
    return number is not None and number == whole_number(new.strip())


def same_parts(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two types, or lists of members, differ only in how they print."""
    return is_said(old) and is_said(new) and _unprinted(old) == _unprinted(new)


def _unprinted(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {name: _unprinted(part) for name, part in value.items() if name != "printed"}
        case list():
            return [_unprinted(part) for part in value]
    return value


# sets of numbers


def _width(old: NumberSet, new: NumberSet) -> Width:
    try:
        gone, come = bool(old - new), bool(new - old)
    except ValueError:  # the steps of the two are too different to say
        return Width.UNKNOWN
    if gone and come:
        return Width.ACROSS
    return Width.NARROWER if gone else Width.WIDER if come else Width.SAME


def _by_hull(old: tuple[int | None, int | None], new: tuple[int | None, int | None]) -> Width:
    """Return how two spans of whole numbers lie; None: no end on that side."""
    return _width(numbers(*old), numbers(*new))


def limits(name: str, old: JsonValue, new: JsonValue) -> Width:
    """Return how two ends of a span lie, ``minimum`` or ``maximum``, or two lengths ``[least, most]``."""
    ends = [_end(name, value) for value in (old, new)]
    return _by_hull(ends[0], ends[1]) if ends[0] and ends[1] else Width.UNKNOWN


def _end(name: str, value: JsonValue) -> tuple[int | None, int | None] | None:
    match value:
        case None:
            return None, None
        case bool():
            return None
        case int():
            return (value, None) if name == "minimum" else (None, value)
        case [int() | None as least, int() | None as most]:
            return least, most
    return None


_MOST_PARTS: Final = 500
_PERMITTED: Final = re.compile(r"\s*(?P<low>-?\w+)\s*(?:\.\.\s*(?P<high>-?\w+)\s*)?")


def permitted(old: JsonValue, new: JsonValue) -> Width:
    """Return how two clauses ``only`` lie, ``0x3 | 0x6`` or ``1..0xFF``; an empty one permits all that the type has."""
    sets = [_permitted(value) for value in (old, new)]
    return _width(sets[0], sets[1]) if sets[0] and sets[1] else Width.UNKNOWN


def _permitted(value: JsonValue) -> NumberSet | None:
    if not value:
        return numbers(None, None)
    found = NumberSet()
    parts = str(value).split("|")
    if len(parts) > _MOST_PARTS:  # nobody writes so many, and a union takes its time
        return None
    for part in parts:
        run = _PERMITTED.fullmatch(part)
        low = whole_number(run["low"]) if run else None
        high = whole_number(run["high"]) if run and run["high"] else low
        if low is None or high is None:
            return None
        found |= numbers(low, high)
    return found


# what a catalogue prints


def same_unit(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two texts print the same units, such as ``m3`` and ``cubic metres``.

    Units of which only the dimension is known, such as ``currency per period``, are the same if they read the same.
    Letter case counts where a word is the symbol of a unit: mW is not MW, and ``Boolean`` is ``boolean``.
    """
    was, now = _units(old), _units(new)
    sized = was is not None and all(unit.factor is not None for unit in was.units)
    return (sized and _sizes(was) == _sizes(now)) or _read_alike(old, new)


def _read_alike(old: JsonValue, new: JsonValue) -> bool:
    return old == new or (isinstance(old, str) and isinstance(new, str) and _symbols(old) == _symbols(new))


_WORDS_OF_UNITS: Final = re.compile(r"[^\W\d_]+|.")


def _symbols(text: str) -> list[str]:
    """Return the words and marks of a unit, in small letters where that makes no other unit of them."""
    words = [(word, word.casefold()) for word in _WORDS_OF_UNITS.findall(" ".join(text.split()))]
    return [small if parse_unit(word) == parse_unit(small) else word for word, small in words]


def one_dimension(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two texts print units of the same dimensions: ``Wh`` and ``kWh``, and not ``varh``."""
    was, now = _units(old), _units(new)
    return was is not None and now is not None and _dimensions(was) == _dimensions(now)


def _units(value: JsonValue) -> UnitList | None:
    return parse_units(value) if isinstance(value, str) else None


def _sizes(found: UnitList | None) -> object:
    sizes = tuple((unit.dimension, unit.factor, unit.offset) for unit in found.units) if found else ()
    return (sizes, found.instead, found.remark) if found else None


def _dimensions(found: UnitList) -> object:
    return tuple(unit.dimension for unit in found.units), found.instead


def _clauses(value: JsonValue) -> list[tuple[str, Interval]] | None:
    """Return what each clause of a text of ranges limits, with its numbers; None if any says something else."""
    clauses = parse_ranges(value) if isinstance(value, str) else None
    found = [(clause.device, _numbers(clause.says)) for clause in clauses or ()]
    known = [(f"{device}: {kind[0]}", kind[1]) for device, kind in found if kind]
    return known if known and len(known) == len(found) else None


def _numbers(says: Constraint) -> tuple[str, Interval] | None:
    match says:
        case Interval() as values:
            return f"{_VALUES} in {values.unit}", values
        case Indices(range=indices):
            return "indices", indices
        case Amount(count=count, of=of):
            measured = _MEASURED.match(of)
            return (f"{_LENGTH} in {of}", _from_nothing(count)) if measured else (f"count of {of}", _up_to(count))
        case Form(word=word):
            return f"form {word}", Interval(None, None)
        case LogDepth(entries=Interval() as entries):
            return "count of entries", _up_to(entries)
    return None


def _up_to(count: Interval) -> Interval:
    """Return a count as the places that there must be: fifty entries are among a hundred."""
    return Interval(Fraction(0), count.high if count.high is not None else count.low)


def _from_nothing(length: Interval) -> Interval:
    """Return a length that begins at nothing where no least one is stated: ``up to 4 octets``."""
    return length if length.low is not None else replace(length, low=Fraction(0))


_VALUES: Final = "values"
_LENGTH: Final = "length"
_MEASURED: Final = re.compile(r"(?:octet|byte|bit|digit|(?:hex )?character)s?(?: per .*)?\Z")
_COUNTS: Final = re.compile(r"[^:]*: (?:count of |indices)")


def is_count(value: JsonValue) -> bool:
    """Return whether a text of ranges says how many there are, or which instances; not which values, or how long."""
    found = _clauses(value)
    return found is not None and all(_COUNTS.match(limited) for limited, _ in found)


def is_length(old: JsonValue, new: JsonValue) -> bool:
    """Return whether two texts state lengths of the same thing, such as ``4 octets`` and ``1..4 octets``."""
    found = _clauses(old)
    return found is not None and any(f": {_LENGTH}" in limited for limited, _ in found) and _is_known(ranges(old, new))


def _is_known(width: Width) -> bool:
    return width is not Width.UNKNOWN


def ranges(old: JsonValue, new: JsonValue) -> Width:
    """Return how two texts of ranges lie, if they limit the same things, such as ``ESME 0..50, GSME 0..20``."""
    was, now = _clauses(old), _clauses(new)
    if was is None or now is None or [limited for limited, _ in was] != [limited for limited, _ in now]:
        return Width.UNKNOWN
    return _together(_of_intervals(one, two) for (_, one), (_, two) in zip(was, now, strict=True))


def _together(parts: Iterable[Width]) -> Width:
    """Return how wholes lie of which the parts lie so."""
    found = set(parts) - {Width.SAME}
    if not found:
        return Width.SAME
    return found.pop() if len(found) == 1 else Width.UNKNOWN if Width.UNKNOWN in found else Width.ACROSS


def depths(old: JsonValue, new: JsonValue) -> Width:
    """Return how two texts that say how much a log keeps lie, by their entries."""
    found = [parse_depth(value) if isinstance(value, str) else None for value in (old, new)]
    entries = [depth.entries if depth else None for depth in found]
    if entries[0] is None or entries[1] is None:
        return Width.UNKNOWN
    return _of_intervals(_up_to(entries[0]), _up_to(entries[1]))


def _of_intervals(old: Interval, new: Interval) -> Width:
    if (old.low_open, old.high_open) != (new.low_open, new.high_open) or bool(old.step) != bool(new.step):
        return Width.UNKNOWN
    ends = [end for interval in (old, new) for end in (interval.low, interval.high) if end is not None]
    finest = Fraction(1, lcm(*(end.denominator for end in ends)))
    return _width(_in_steps(old, finest), _in_steps(new, finest))


def _in_steps(interval: Interval, finest: Fraction) -> NumberSet:
    return numbers(interval.low, interval.high, step=interval.step or finest, through=interval.low)


# names with indices

_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_SPAN: Final = re.compile(r"(?P<low>\d{1,18})(?:\.\.(?P<high>\d{1,18}))?")


def without_brackets(value: JsonValue) -> str:
    """Return a path without its indices: ``logEntries[].timestamp``."""
    return _BRACKETS.sub("[]", value) if isinstance(value, str) else ""


def bracketed(old: JsonValue, new: JsonValue) -> Width | None:
    """Return how the indices of two paths lie; None if they differ in more than indices.

    ``entries[1..22]`` and ``entries[1..30]``: wider. An instance that became another, and a span that begins
    elsewhere, lie across.
    """
    if not isinstance(old, str) or not isinstance(new, str) or without_brackets(old) != without_brackets(new):
        return None
    return _together(_spans(old, new))


def _spans(old: str, new: str) -> Iterator[Width]:
    for was, now in zip(_BRACKETS.findall(old), _BRACKETS.findall(new), strict=True):
        one, two = _SPAN.fullmatch(was), _SPAN.fullmatch(now)
        if was == now:
            yield Width.SAME
        elif one is None or two is None:
            yield Width.UNKNOWN
        elif one["low"] != two["low"] or not one["high"] or not two["high"]:
            yield Width.ACROSS
        else:
            yield Width.WIDER if int(two["high"]) > int(one["high"]) else Width.NARROWER


_RIGHT: Final = re.compile(r"\s*(?P<right>[RW]):(?P<roles>.*)", re.DOTALL)


def roles_in(value: JsonValue) -> frozenset[str]:
    """Return what a list names, be it a text: ``Supplier;Load Controller``, ``R:ACB,Supplier | W:Supplier``.

    Of rights each role is named with what it may do; letter case, spaces and punctuation do not count.
    """
    parts = re.split(r"[;|]", value) if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    return frozenset(name for part in parts if isinstance(part, str) for name in _named(part))


def _named(part: str) -> Iterator[str]:
    if found := _RIGHT.fullmatch(part):
        yield from (f"{found['right']} {normal(role)}" for role in found["roles"].split(",") if normal(role))
    elif normal(part):
        yield normal(part)
