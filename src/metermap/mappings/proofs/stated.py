"""The set that the catalogue allows: from the element's type and the cells of its item's lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from metermap.catalogue.quantities import Amount, Choices, Coding, Combination, Form, Interval, Product, Resolution
from metermap.core.types import Kind
from metermap.mappings.proofs.sets import NumberSet, numbers
from metermap.mappings.proofs.verdicts import Assumption, Reason

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element, ItemFact
    from metermap.catalogue.quantities import Clause, Constraint
    from metermap.core.places import Place
    from metermap.core.types import TypeDescriptor
    from metermap.core.units import Unit

__all__ = ["Sort", "Stated", "StatedSets", "has_unit", "is_bounded_by", "sort_of"]


class Sort(StrEnum):
    """What kind of values an element has."""

    NUMBER = "number"
    NAME = "name"
    BOOLEAN = "boolean"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    OCTETS = "octets"
    BITS = "bits"
    METHOD = "method"
    WHOLE = "whole"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the catalogue says of the values of one element on one device.

    `numbers` are the allowed numbers in `unit` (of octets and bits: the lengths), None where nothing bounds them;
    `missing` then says why. `step` is the resolution where one is printed. `names` are the members, with the
    meanings that the catalogue gives FALSE and TRUE in `meanings`. `wildcards` is None where the catalogue does
    not say. `text` is the character set, empty where none is stated. `units` are as printed.
    """

    sort: Sort
    numbers: NumberSet | None = None
    missing: Reason | None = None
    unit: Unit | None = None
    unit_printed: str = ""
    step: Fraction | None = None
    names: tuple[str, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()
    wildcards: bool | None = None
    text: str = ""
    evidence: tuple[Place, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


_SORTS: Final = {
    Kind.INTEGER: Sort.NUMBER,
    Kind.ENUM: Sort.NAME,
    Kind.BOOLEAN: Sort.BOOLEAN,
    Kind.DATE_TIME: Sort.DATE_TIME,
    Kind.DATE: Sort.DATE,
    Kind.TIME: Sort.TIME,
    Kind.OCTETS: Sort.OCTETS,
    Kind.TEXT: Sort.OCTETS,
    Kind.BITS: Sort.BITS,
    Kind.METHOD: Sort.METHOD,
    Kind.STRUCTURE: Sort.WHOLE,
}
_INDEX: Final = re.compile(r"\[(\d+)(?:\.\.(\w+))?\]")
_LAST_INDEX: Final = re.compile(r"\[([01])\.\.(\d{1,4})\]$")
_SCALES: Final = frozenset({"scale", "scaler"})
_NOT_THE_VALUE: Final = ("unit", "scale", "scaler", "period", "timestamp", "datetime", "classid", "attribute")
_OCTETS: Final = frozenset({"octets", "octet", "characters", "hex characters", "bytes"})
_BITS: Final = frozenset({"bits", "bit", "bit string"})
_CHARACTER_SETS: Final = frozenset({"visible string", "utf8 text"})


class StatedSets:
    """What the catalogue says of its elements. Each cell is read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue; nothing is read before it is asked for."""
        self._catalogue = catalogue
        self._clauses: dict[str, tuple[Clause, ...] | None] = {}
        self._known: dict[tuple[str, str], Stated] = {}

    def of(self, element: Element, device: str) -> Stated:
        """Return what is said of an element on a device."""
        key = (element.id.value, device)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(element, device)
        return found

    def _read(self, element: Element, device: str) -> Stated:
        sort, type_ = _sort(element)
        facts = self._facts(element, device)
        says = [
            (fact, clause.says)
            for fact in facts
            for clause in self._ranges(fact) or ()
            if _is_of(clause.device, device) or not clause.device
        ]
        unread = [fact for fact in facts if fact.range.value.strip() and self._ranges(fact) is None]
        match sort:
            case Sort.NUMBER:
                return _number(element, type_, facts, says, unread)
            case Sort.NAME | Sort.BOOLEAN:
                return _names(sort, says, unread)
            case Sort.OCTETS | Sort.BITS:
                return _lengths(sort, element, type_, says, unread)
            case Sort.DATE_TIME | Sort.DATE | Sort.TIME:
                place = element.data_type.place
                evidence = (place,) if place else ()
                return Stated(sort, missing=Reason.NO_SPAN, wildcards=_wildcards(type_), evidence=evidence)
            case _:
                return Stated(sort)

    def _facts(self, element: Element, device: str) -> tuple[ItemFact, ...]:
        facts = self._catalogue.facts_by_row.get(element.row.value, ()) if element.row else ()
        return tuple(fact for fact in facts if _is_of(fact.device.value, device))

    def _ranges(self, fact: ItemFact) -> tuple[Clause, ...] | None:
        text = fact.range.value
        if text not in self._clauses:
            self._clauses[text] = fact.ranges
        return self._clauses[text]


def _is_of(said: str, device: str) -> bool:
    """Whether a line of ``ESME twin element`` is about an ESME."""
    return said.split(" ", 1)[0] == device


def _sort(element: Element) -> tuple[Sort, TypeDescriptor]:
    type_ = element.type
    if type_.kind is Kind.ARRAY and type_.element is not None:
        listed = type_.element.kind
        if listed is Kind.BOOLEAN:
            return Sort.BITS, type_
        return (Sort.WHOLE, type_) if listed is Kind.BITS else (_SORTS.get(listed, Sort.UNKNOWN), type_.element)
    return _SORTS.get(type_.kind, Sort.UNKNOWN), type_


Said = list[tuple["ItemFact", "Constraint"]]


def _number(
    element: Element, type_: TypeDescriptor, facts: tuple[ItemFact, ...], says: Said, unread: list[ItemFact]
) -> Stated:
    unit, printed = _unit(facts) if _is_the_value(element) else (None, "")
    step = next((said.step for _, said in says if isinstance(said, Resolution)), None)
    if _leaf(element) in _SCALES and step is not None:
        power = _power_of_ten(step)
        return Stated(
            Sort.NUMBER, None if power is None else numbers(power, power), evidence=_evidence(says, Resolution)
        )
    made = Stated(Sort.NUMBER, unit=unit, unit_printed=printed, step=step if _is_the_value(element) else None)
    if type_.minimum is not None and type_.maximum is not None:
        return _with(made, numbers(type_.minimum, type_.maximum), element.data_type.place)
    intervals = [(fact, said) for fact, said in says if isinstance(said, Interval)]
    if not intervals:
        evidence = tuple(fact.range.place for fact in unread if fact.range.place)
        missing = Reason.RANGE_NOT_READ if unread else Reason.NO_RANGE
        return _missing(made, missing, evidence if unread else _evidence(says, Resolution))
    fact, interval = intervals[0]
    if not _bounds_the_value(element, fact) or len({str(said) for _, said in intervals}) > 1:
        return _missing(made, Reason.NOT_TIED, _evidence(says, Interval))
    return _with(made, _set(interval), fact.range.place)


def _with(made: Stated, found: NumberSet, place: Place | None) -> Stated:
    assumed = (Assumption.WHOLE_UNITS,) if made.unit is not None and made.step is None else ()
    return Stated(
        made.sort,
        found,
        None,
        made.unit,
        made.unit_printed,
        made.step,
        evidence=(place,) if place else (),
        assumptions=assumed,
    )


def _missing(made: Stated, reason: Reason, evidence: tuple[Place, ...]) -> Stated:
    return Stated(made.sort, None, reason, made.unit, made.unit_printed, made.step, evidence=evidence)


def _evidence(says: Said, *kinds: type) -> tuple[Place, ...]:
    places = (fact.range.place for fact, said in says if isinstance(said, kinds))
    return tuple(dict.fromkeys(place for place in places if place))


def _power_of_ten(step: Fraction) -> int | None:
    """Return the exponent of a step that is a power of ten."""
    power = len(str(step.numerator)) - len(str(step.denominator))
    return power if Fraction(10) ** power == step else None


def _set(interval: Interval) -> NumberSet:
    step = interval.step or Fraction(1)
    low, high = interval.low, interval.high
    found = numbers(low, high, step=step)
    for end, is_open in ((low, interval.low_open), (high, interval.high_open)):
        if is_open and end is not None:
            found -= numbers(end, end)
    return found


def _leaf(element: Element) -> str:
    return re.sub(r"[^a-z]", "", element.path.value.rpartition(".")[2].casefold())


def _is_the_value(element: Element) -> bool:
    """Whether the element is what the item's unit and range are about, and not what goes with it."""
    return not any(word in _leaf(element) for word in _NOT_THE_VALUE)


def _bounds_the_value(element: Element, fact: ItemFact) -> bool:
    """Whether a line's range bounds the element: both are numbers, and the element is none of a list."""
    listed = any(found[2] for found in _INDEX.finditer(element.path.value))
    return _is_the_value(element) and fact.type.kind is Kind.INTEGER and not listed


def sort_of(element: Element) -> Sort:
    """Return what kind of values an element has; of a list, each of its values."""
    return _sort(element)[0]


def has_unit(element: Element, fact: ItemFact) -> bool:
    """Whether the unit on an item's line is the element's own: the element is the value, and of the line's type."""
    ours, theirs = (type_.element or type_ for type_ in (element.type, fact.type))
    return _is_the_value(element) and ours.kind is theirs.kind


def is_bounded_by(element: Element, fact: ItemFact, says: Constraint) -> bool:
    """Whether what an item's line says of ranges is read as the element's own, not as that of the item or a list."""
    sort = sort_of(element)
    match says:
        case Interval():
            return sort is Sort.NUMBER and _bounds_the_value(element, fact)
        case Resolution():
            return sort is Sort.NUMBER and (_is_the_value(element) or _leaf(element) in _SCALES)
        case Choices():
            return sort is Sort.NAME and _is_the_value(element)
        case Coding():
            return sort in {Sort.NAME, Sort.BOOLEAN} and _is_the_value(element)
        case Form():
            return sort in {Sort.OCTETS, Sort.BITS}
        case _:
            return _count(says, {Sort.OCTETS: _OCTETS, Sort.BITS: _BITS}.get(sort, frozenset())) is not None


def _unit(facts: tuple[ItemFact, ...]) -> tuple[Unit | None, str]:
    printed = {fact.unit.value for fact in facts if fact.unit.value}
    if len(printed) != 1:
        return None, ""
    found = next(fact.units for fact in facts if fact.unit.value)
    return (found.units[0] if found and len(found.units) == 1 else None), printed.pop()


def _names(sort: Sort, says: Said, unread: list[ItemFact]) -> Stated:
    choices = [said for _, said in says if isinstance(said, Choices)]
    codings = [said for _, said in says if isinstance(said, Coding)]
    evidence = _evidence(says, Choices, Coding)
    if sort is Sort.BOOLEAN:
        pairs = codings[0].pairs if codings else ()
        return Stated(sort, names=("FALSE", "TRUE"), meanings=pairs, evidence=evidence)
    if codings and all(meaning for _, meaning in codings[0].pairs):
        return Stated(sort, names=tuple(meaning for _, meaning in codings[0].pairs), evidence=evidence)
    if choices:
        return Stated(sort, names=choices[0].names, evidence=evidence)
    places = tuple(fact.range.place for fact in unread if fact.range.place)
    return Stated(sort, missing=Reason.RANGE_NOT_READ if unread else Reason.NO_MEMBERS, evidence=places)


def _lengths(sort: Sort, element: Element, type_: TypeDescriptor, says: Said, unread: list[ItemFact]) -> Stated:
    words = _OCTETS if sort is Sort.OCTETS else _BITS
    forms = [said.word for _, said in says if isinstance(said, Form)]
    text = next((word for word in forms if word in _CHARACTER_SETS), "")
    if type_.length is not None and type_.kind is not Kind.ARRAY:
        place = element.data_type.place
        return Stated(sort, numbers(*type_.length), text=text, evidence=(place,) if place else ())
    if sort is Sort.BITS and type_.kind is Kind.ARRAY:
        return _booleans(element)
    counted = [(fact, count) for fact, said in says if (count := _count(said, words)) is not None]
    if len({str(count) for _, count in counted}) != 1:
        places = tuple(fact.range.place for fact in unread if fact.range.place)
        missing = Reason.RANGE_NOT_READ if unread else Reason.NO_LENGTH
        return Stated(sort, missing=missing, text=text, evidence=places)
    fact, count = counted[0]
    lengths = numbers(0 if count.low is None else count.low, count.high)
    return Stated(sort, lengths, text=text, evidence=(fact.range.place,) if fact.range.place else ())


def _booleans(element: Element) -> Stated:
    """Return how many booleans ``execWeekdays[1..7]`` has; ``[0..7]`` may be up to seven of them, or eight."""
    found = _LAST_INDEX.search(element.path.value)
    evidence = (element.path.place,) if element.path.place else ()
    if found is None or found[1] == "0":
        return Stated(Sort.BITS, missing=Reason.INDEX if found else Reason.NO_LENGTH, evidence=evidence)
    return Stated(Sort.BITS, numbers(int(found[2]), int(found[2])), evidence=evidence)


def _count(said: Constraint, words: frozenset[str]) -> Interval | None:
    match said:
        case Amount() if said.of in words:
            return said.count
        case Product() | Combination() if said.total is not None and said.total.of in words:
            return said.total.count
        case _:
            return None


def _wildcards(type_: TypeDescriptor) -> bool | None:
    if "NO WILDCARDS" in type_.name:
        return False
    return True if "WITH WILDCARDS" in type_.name else None
