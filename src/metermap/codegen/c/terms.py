"""The catalogue's terms as rows of const tables: numbers in one file, words in another; equal blocks once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from metermap.codegen.bindings.scan import EntryFacts
from metermap.codegen.bindings.terms import own_leaf
from metermap.codegen.bindings.transfers import Place
from metermap.codegen.c.filters import CInitializer
from metermap.codegen.python.runtime.parts import Bits, Element, Member, Step
from metermap.codegen.python.runtime.scales import Role, Scale, ScaleSource, Sibling
from metermap.codegen.python.runtime.terms import (
    NO_VALUE,
    Bitmap,
    Bounds,
    Coded,
    Scaled,
    Seconds,
    Sense,
    Terms,
    bounds_of,
)
from metermap.codegen.python.runtime.units import UNIT_CODES

__all__ = ["TermsTable", "UnitCodes"]

T = TypeVar("T")

_METERING: Final = ("amount", "rate")
_DLMS: Final = "dlms"  # gb_unit_symbol of the runtime has them
_ALL_BITS: Final = 0xFFFF_FFFF_FFFF_FFFF
_MOST_32: Final = 0xFFFF_FFFF
_MOST_16: Final = 0x7FFF
_MOST_ROWS: Final = 0xFFFF
_NOTHING: Final = (("bounds", "{0, 0}"),)


@dataclass(slots=True)
class _Blocks(Generic[T]):
    """One table: rows, and where each block of them begins."""

    rows: list[T] = field(default_factory=list)
    starts: dict[tuple[T, ...], int] = field(default_factory=dict)

    def add(self, block: tuple[T, ...]) -> int:
        """Return where a block begins.

        Raises:
            ValueError: the table is full.
        """
        if block not in self.starts:
            self.starts[block] = len(self.rows) if block else 0
            self.rows += block
        if len(self.rows) > _MOST_ROWS:
            message = f"a table of {len(self.rows)} rows, and its numbers have 16 bits"
            raise ValueError(message)
        return self.starts[block]


@dataclass(frozen=True, slots=True)
class UnitCodes:
    """A row of what a sibling's codes mean: the table of units, if the sibling is a code of Smart Energy."""

    table: str
    count: int
    is_metering: bool
    sibling: str


@dataclass(slots=True)
class TermsTable:
    """The tables of a package. `prefix` is that of its names; `path` says where the steps of a path begin."""

    prefix: str
    path: Callable[[tuple[str, ...]], int]
    _rows: _Blocks[tuple[tuple[str, str], ...]] = field(default_factory=_Blocks)
    _names: _Blocks[tuple[int, str]] = field(default_factory=_Blocks)
    _meanings: _Blocks[tuple[int, str]] = field(default_factory=_Blocks)
    _ranges: _Blocks[Bounds] = field(default_factory=_Blocks)
    _siblings: _Blocks[Sibling] = field(default_factory=_Blocks)
    _units: _Blocks[str] = field(default_factory=_Blocks)
    _non_values: _Blocks[str] = field(default_factory=_Blocks)

    def __post_init__(self) -> None:
        self._rows.add((_NOTHING,))
        self._units.add(("",))
        self._non_values.add((NO_VALUE.word,))

    def add(self, facts: EntryFacts) -> int:
        """Return the number of the row of an entry's terms; 0 if it is no number and nothing is known of it.

        Raises:
            ValueError: a stated scale has larger numbers than the row.
        """
        return self._rows.add((tuple(self._row(facts.terms, _bounds(facts))),))

    def rows(self) -> Iterator[tuple[tuple[str, CInitializer], ...]]:
        """Yield the fields of each row that are not 0."""
        for row in self._rows.rows:
            yield tuple((name, CInitializer(code)) for name, code in row)

    def ranges(self) -> Iterator[CInitializer]:
        """Yield the ranges."""
        yield from (CInitializer(_range(one)) for one in self._ranges.rows)

    def meanings(self) -> Iterator[CInitializer]:
        """Yield the codes that stand for no value."""
        yield from (CInitializer(_number(code)) for code, _ in self._meanings.rows)

    def siblings(self) -> Iterator[tuple[tuple[str, CInitializer], ...]]:
        """Yield the fields of each sibling that are not 0."""
        for sibling in self._siblings.rows:
            yield tuple((name, CInitializer(code)) for name, code in self._sibling(sibling))

    def names(self) -> Iterator[tuple[CInitializer, str]]:
        """Yield codes and masks with their names."""
        yield from ((CInitializer(f"0x{code & _ALL_BITS:X}u"), name) for code, name in self._names.rows)

    def words(self) -> Iterator[str]:
        """Yield the words of the meanings."""
        yield from (word for _, word in self._meanings.rows)

    def units(self) -> Iterator[str]:
        """Yield the units of stated scales, and those that siblings do not tell."""
        yield from self._units.rows

    def non_values(self) -> Iterator[str]:
        """Yield what a value that is none means."""
        yield from self._non_values.rows

    def unit_codes(self) -> Iterator[UnitCodes]:
        """Yield what the codes of each sibling mean."""
        for one in self._siblings.rows:
            table = "" if one.units in ("", _DLMS) else one.units
            count = len(UNIT_CODES[table]) if table else 0
            yield UnitCodes(table, count, table in _METERING, one.name)

    def unit_tables(self) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
        """Yield the tables of units that siblings ask for, by name."""
        for name in sorted({codes.table for codes in self.unit_codes() if codes.table}):
            yield name, tuple(UNIT_CODES[name].items())

    def _row(self, terms: Terms, bounds: Bounds | None) -> Iterator[tuple[str, str]]:
        if bounds is None:
            yield from _NOTHING
        else:
            yield from (("is_number", "true"), ("bounds", _range(bounds)))
            if bounds[0] >= 0:
                yield "is_unsigned", "true"
            yield from self._block("range", "ranges", self._ranges, _held(terms.allowed, bounds))
        yield from self._sense(terms.sense)
        yield from self._block("meaning", "meanings", self._meanings, terms.meanings)
        if terms.non_value:
            yield "non_value", f"{self._non_values.add((terms.non_value,)):d}"

    def _sense(self, sense: Sense) -> Iterator[tuple[str, str]]:
        upper = self.prefix.upper()
        match sense:
            case Coded(names):
                yield "sense", f"{upper}_SENSE_CODED"
                yield from self._block("name", "names", self._names, names)
            case Bitmap(masks):
                yield "sense", f"{upper}_SENSE_BITMAP"
                yield from self._block("name", "names", self._names, masks)
            case Scaled(source):
                yield "sense", f"{upper}_SENSE_SCALED"
                yield from self._source(source)
            case Seconds():
                yield "sense", f"{upper}_SENSE_SECONDS"
            case None:
                return

    def _source(self, source: ScaleSource) -> Iterator[tuple[str, str]]:
        if source.stated is not None:
            yield "scale", _scale(source.stated)
            yield "stated_unit", f"{self._units.add((source.stated.unit,)):d}"
        yield from self._block("sibling", "siblings", self._siblings, source.siblings)
        yield "known_unit", f"{self._units.add((source.unit,)):d}"

    def _block(self, one: str, many: str, table: _Blocks[T], block: tuple[T, ...]) -> Iterator[tuple[str, str]]:
        if block:
            yield many, f"{table.add(block):d}"
            yield f"{one}_count", f"{len(block):d}"

    def _sibling(self, sibling: Sibling) -> Iterator[tuple[str, str]]:
        upper = self.prefix.upper()
        steps = tuple(_step(step, upper) for step in sibling.steps if not isinstance(step, Bits))
        if steps:
            yield "path", f"&{self.prefix}_paths[{self.path(steps):d}]"
            yield "steps", f"{len(steps):d}"
        if sibling.cluster_id is not None:
            yield "cluster", f"0x{sibling.cluster_id:04X}"
        if sibling.number is not None:
            yield "number", f"{sibling.number:d}"
        for step in sibling.steps:
            if isinstance(step, Bits):
                yield from (("lowest_bit", f"{step.lowest:d}"), ("bit_width", f"{step.width:d}"))
        yield "role", f"{upper}_ROLE_{_ROLES[sibling.role]}"


_ROLES: Final = {role: role.name for role in Role}


def _bounds(facts: EntryFacts) -> Bounds | None:
    """Return the least and the greatest number of an entry's own value; None if it is no number."""
    if not facts.has_codec:
        return None
    if facts.bits:
        return 0, (1 << facts.bits[1]) - 1
    leaf = own_leaf(facts.statement, Place(facts.transfer, facts.steps))
    return bounds_of(leaf.codec.name) if leaf else None


def _held(allowed: tuple[Bounds, ...], bounds: Bounds) -> tuple[Bounds, ...]:
    """Return what the type holds of the ranges that the mapping allows."""
    held = ((max(low, bounds[0]), min(high, bounds[1])) for low, high in allowed)
    return tuple((low, high) for low, high in held if low <= high)


def _scale(scale: Scale) -> str:
    if max(scale.multiplier, scale.divisor) > _MOST_32 or abs(scale.exponent) > _MOST_16:
        message = f"{scale}: multiplier and divisor of the C bindings have 32 bits, the exponent 16"
        raise ValueError(message)
    return f"{{{scale.multiplier:d}u, {scale.divisor:d}u, {scale.exponent:d}}}"


def _range(bounds: Bounds) -> str:
    return f"{{{_number(bounds[0])}, {_number(bounds[1])}}}"


def _number(number: int) -> str:
    """Return the 64 bits of a number as an int64_t."""
    number &= _ALL_BITS
    signed = number - (_ALL_BITS + 1) if number > _ALL_BITS >> 1 else number
    return "INT64_MIN" if signed == -(_ALL_BITS + 1) // 2 else f"{signed:d}"


def _step(step: Step, upper: str) -> str:
    match step:
        case Member(number):
            return f"{number:d}"
        case Element(int() as first, last) if first == last:
            return f"{first - 1:d}"
        case _:
            return f"{upper}_ANY_ELEMENT"
