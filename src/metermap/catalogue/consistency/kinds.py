"""Names, categories, units and types that contradict each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import Lines, grouped, innermost
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.consistency.spelling import words
from metermap.catalogue.model import Element, ItemFact
from metermap.core.findings import Finding
from metermap.core.types import Kind
from metermap.core.units import DIMENSIONLESS, UNITS, Dimension

__all__ = ["RULES"]

_ENERGY, _POWER, _MONEY, _TIME = (UNITS[symbol].dimension for symbol in ("Wh", "W", "currency", "s"))
_REACTIVE, _REACTIVE_POWER = UNITS["varh"].dimension, UNITS["var"].dimension
_VOLTAGE, _VOLUME, _COUNT = UNITS["V"].dimension, UNITS["m3"].dimension, UNITS["count"].dimension
# The first entry all of whose words are in a name decides: a period of a voltage is a time.
_MEASURED: tuple[tuple[frozenset[str], tuple[Dimension, ...]], ...] = tuple(
    (frozenset(said.split()), dimensions)
    for said, dimensions in (
        ("counter", (_COUNT, DIMENSIONLESS, _ENERGY, _VOLUME)),
        ("period", (_TIME,)),
        ("duration", (_TIME,)),
        ("percentage", (DIMENSIONLESS,)),
        ("consumption", (_ENERGY, _VOLUME)),
        ("price", (_MONEY / _ENERGY, _MONEY / _VOLUME, _MONEY)),
        *((word, (_MONEY,)) for word in ("balance", "credit", "credits", "debt register", "debt registers")),
        ("reactive power", (_REACTIVE_POWER,)),
        ("reactive", (_REACTIVE, _REACTIVE_POWER)),
        ("energy", (_ENERGY,)),
        ("power", (_POWER,)),
        ("demand", (_POWER,)),
        ("register", (_ENERGY, _VOLUME)),
        ("voltage", (_VOLTAGE,)),
        ("flow rate", (_VOLUME / _TIME,)),
    )
)
_NUMBERS = frozenset({Kind.INTEGER, Kind.FLOAT, Kind.UNSIGNED, Kind.SIGNED})
_OPEN = frozenset({Kind.STRUCTURE, Kind.UNKNOWN})
_ENOUGH, _SHARE = 5, 0.9
_SCALES = frozenset({"unit", "scale", "scaler", "multiplier", "divisor"})


# Names and units


def _names_and_units(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.items:
        units = lines.units(line)
        expected = _dimensions(line.item.value)
        if units is None or not units.units or not expected:
            continue
        if not any(unit.dimension in expected for unit in units.units):
            said = ", ".join(str(unit.dimension) for unit in units.units)
            message = f"{line.item.value:.100} is in {line.unit.value:.60}, which is {said}"
            subject = line.key
            yield codes.NAME_AND_UNIT.at(line.unit.place, message, subject=subject, expected=str(expected[0]))


def _dimensions(name: str) -> tuple[Dimension, ...]:
    """Return what a quantity of that name measures, () if the name does not tell; brackets do not count."""
    said = frozenset(words(re.sub(r"\([^()]*\)", "", name)))
    if "per" in said:
        return ()
    return next((dimensions for wanted, dimensions in _MEASURED if wanted <= said), ())


def _types_and_units(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.items:
        units = lines.units(line)
        kind = innermost(line.type)
        physical = units is not None and any(unit.dimension.powers for unit in units.units)
        if physical and kind not in _NUMBERS | _OPEN:
            message = f"{line.item.value:.100} is in {line.unit.value:.60}, and of type {line.data_type.value:.60}"
            yield codes.TYPE_AND_UNIT.at(line.data_type.place, message, subject=line.key, expected="a number")


# Types


def _scaled(lines: Lines) -> Iterator[Finding]:
    for elements in lines.by_item.values():
        for group in grouped(elements, lambda line: lines.path(line).steps[:-1]).values():
            scale = next((line for line in group if lines.last_step(line) in _SCALES), None)
            for line in group if scale else ():
                if lines.last_step(line) == "value" and innermost(line.type) not in _NUMBERS | _OPEN and scale:
                    also = [scale.path.place] if scale.path.place else []
                    message = (
                        f"{line.name:.100} is of type {line.data_type.value:.60}, and has a {lines.last_step(scale)}"
                    )
                    place, subject = line.data_type.place, line.id.value
                    yield codes.SCALED.at(place, message, subject=subject, expected="a number", also=also)


def _other_types(lines: Lines) -> Iterator[Finding]:
    typed = [line for line in lines.elements if line.data_type.value]
    for name, same in grouped(typed, lambda line: _name(lines, line)).items():
        usual, times = Counter(line.data_type.value for line in same).most_common(1)[0]
        if times < max(_ENOUGH, _SHARE * len(same)):
            continue
        for line in same:
            if line.data_type.value != usual:
                others = f"{times} others called {name} are {usual:.60}"
                message = f"{line.name:.100} is of type {line.data_type.value:.60}; {others}"
                place, subject = line.data_type.place, line.id.value
                yield codes.OTHER_TYPE.at(place, message, subject=subject, expected=usual)


def _name(lines: Lines, line: Element) -> str:
    """Return the last step of a path with its role: methodInput: value is no value."""
    role = lines.path(line).role
    return f"{role}: {lines.last_step(line)}" if role else lines.last_step(line)


def _categories(lines: Lines) -> Iterator[Finding]:
    for line in lines.elements:
        category = " ".join(line.category.value.casefold().split())
        role = lines.path(line).role
        typed = bool(line.data_type.value.strip())  # a type that is missing is MM143's, and contradicts nothing
        if category and typed and (category == "method") is not (line.type.kind is Kind.METHOD):
            yield _contradiction(line, f"of type {line.data_type.value:.60}")
        elif category and _ROLE_OF.get(category, "") != (role if role in _ROLE_OF.values() else ""):
            yield _contradiction(line, f"called {line.path.value:.80}")


_ROLE_OF = {"method input": "methodInput", "method output": "methodOutput"}


def _contradiction(line: Element, what: str) -> Finding:
    message = f"{line.name:.100} is in the category {line.category.value:.40} and {what}"
    return codes.CATEGORY_AND_TYPE.at(line.category.place, message, subject=line.id.value)


_LOGS = (
    *("EventLog(CHF)", "EventLog(incGPF)", "SecurityLog(CHF)", "SecurityLog(notCHF)", "PowerEventLog"),
    *("SubGHzChannelLog", "NetworkDataLog", "DailyReadLog(export)", "ProfileDataLog(Export)"),
    "AuxiliaryControllerEventLog",
)


def _stamped(types: tuple[str, ...]) -> tuple[Element, ...]:
    pairs = enumerate(zip(_LOGS, types, strict=True), 1)
    return tuple(element(n, item, "timestamp", kind) for n, (item, kind) in pairs)


def _counters(kind: str) -> tuple[Element, ...]:
    return (
        element(1377, "TariffBlockCounter[1..4]", "value", kind),
        element(1378, "TariffBlockCounter[1..4]", "divisor"),
    )


def _demand(item: str, data_type: str, unit: str) -> Example:
    facts: tuple[ItemFact, ...] = (fact(284, "ESME", item, data_type, section="SMETS 5.7.5.19", unit=unit),)
    return Example(facts=facts)


RULES = (
    Rule(
        codes.NAME_AND_UNIT,
        "Words such as energy, power, reactive, voltage, price, balance, period and counter say what is measured. "
        "The word that says most decides: a measurement period of a voltage is a time.",
        _names_and_units,
        failing=_demand("Maximum Demand Active Energy Import Value", "INTEGER", "W (name says energy)"),
        passing=_demand("Maximum Demand Active Power Export Value", "INTEGER", "W"),
    ),
    Rule(
        codes.OTHER_TYPE,
        "Where nine in ten of the elements of one name, five or more, have one type, another type is a slip or "
        "another thing.",
        _other_types,
        failing=Example(elements=_stamped((*["DATE-TIME"] * 9, "INTEGER"))),
        passing=Example(elements=_stamped((*["DATE-TIME"] * 8, "INTEGER", "INTEGER"))),
    ),
    Rule(
        codes.CATEGORY_AND_TYPE,
        "The category Method goes with the type Method, Method Input with a path that begins methodInput:, and "
        "Method Output with methodOutput:.",
        _categories,
        failing=Example(
            elements=(
                element(1784, "AuxiliaryControllerEventLog", "clear", "INTEGER", category="Method"),
                element(675, "Time", "methodOutput: value", "DATE-TIME", category="Operational data"),
            )
        ),
        passing=Example(elements=(element(668, "EventLog(incGPF)", "clear", "Method", category="Method"),)),
    ),
    Rule(
        codes.SCALED,
        "What has a unit, a scale, a multiplier or a divisor is counted in numbers.",
        _scaled,
        failing=Example(elements=_counters("ENUMERATION")),
        passing=Example(elements=_counters("INTEGER")),
    ),
    Rule(
        codes.TYPE_AND_UNIT,
        "A value in a unit is a number, or made of numbers.",
        _types_and_units,
        failing=_demand("Maximum Demand (Configurable Time) Active Power Import Value", "DATE-TIME", "W"),
        passing=_demand("Maximum Demand (Configurable Time) Active Power Import Value", "INTEGER", "W"),
    ),
)
