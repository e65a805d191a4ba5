"""Cells that are wrong by themselves: empty types, types nobody knows, brackets that do not pair."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import MOST_SUGGESTIONS, Lines, subject_of
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.model import Element, ItemFact
from metermap.catalogue.paths import has_unpaired_brackets
from metermap.catalogue.types import known_types
from metermap.core.findings import Finding
from metermap.core.suggest import did_you_mean
from metermap.core.types import Kind

__all__ = ["RULES"]


def _unknown_types(lines: Lines) -> Iterator[Finding]:
    found: list[Element | ItemFact] = [*lines.elements, *lines.catalogue.items]
    suggested: dict[str, str] = {}
    for line in found:
        printed = line.data_type.value
        if printed and line.type.kind is Kind.UNKNOWN:
            if printed not in suggested and len(suggested) < MOST_SUGGESTIONS:
                suggested[printed] = did_you_mean(printed, known_types())
            near = suggested.get(printed) or "one of " + ", ".join(known_types())
            message = f"{_name(line):.120}: the data type {printed!r:.60} is not understood"
            yield codes.UNKNOWN_TYPE.at(line.data_type.place, message, subject=subject_of(line), expected=near)


def _name(line: Element | ItemFact) -> str:
    return line.name if isinstance(line, Element) else line.item.value


def _empty_types(lines: Lines) -> Iterator[Finding]:
    for line in lines.elements:
        if line.data_type.place and not line.data_type.value:  # without a place: there is no such column
            message = f"{line.name:.120} has no data type"
            yield codes.NO_TYPE.at(line.data_type.place, message, subject=line.id.value)


def _brackets(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.elements:
        for value in (line.item, line.path):
            if has_unpaired_brackets(value.value):
                message = f"the brackets of {value.value!r:.100} do not pair"
                yield codes.BAD_PATH.at(value.place, message, subject=line.id.value)
    for fact_ in lines.catalogue.items:
        if has_unpaired_brackets(fact_.item.value):
            message = f"the brackets of {fact_.item.value!r:.100} do not pair"
            yield codes.BAD_PATH.at(fact_.item.place, message, subject=fact_.key)


_ITEM = "TariffSwitchingTable(SecondaryElement)"

RULES = (
    Rule(
        codes.UNKNOWN_TYPE,
        "A type that is not understood cannot be compared with the type on the wire.",
        _unknown_types,
        failing=Example(
            elements=(element(100, "ActiveExportRegister", "value", "INTEGRE"),),
            facts=(fact(209, "ESME", "Active Export Register", "INTEGRE"),),
        ),
        passing=Example(
            elements=(element(689, "TariffSwitchingTable(SpecialDays)", "dayIdentifier[0..n].next", "iNTEGER"),)
        ),
    ),
    Rule(
        codes.NO_TYPE,
        "An element without a type can be mapped to anything. A fact may have none: it may be about several things.",
        _empty_types,
        failing=Example(elements=(element(1922, "OperatingSubGHzChannel", "value", ""),)),
        passing=Example(
            elements=(element(1923, "SubGHzChannelLog", "method: readLog", "Method"),),
            facts=(fact(545, "CHF", "Operating Sub GHz Channel", ""),),
        ),
    ),
    Rule(
        codes.BAD_PATH,
        "A bracket that is not closed, or is closed by another, may hide an index.",
        _brackets,
        failing=Example(elements=(element(810, _ITEM, "currentWeeks[1..4}.days[3].Identifier"),)),
        passing=Example(elements=(element(812, _ITEM, "currentWeeks[1..4].days[4].Identifier"),)),
    ),
)
