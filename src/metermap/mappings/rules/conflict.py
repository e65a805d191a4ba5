"""Rules on conflicts: two elements on one address, one number that asks for two things, one element with two homes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.mappings import whole_codes as codes
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.reading import apart, firm_elements, grouped, home_of, listed

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]


_COMPARED = 200  # of more statements on one address, or of one element, the first tell enough


# one address


def shared_address(subject: Subject) -> Iterator[Finding]:
    """Elements on the same address that nothing keeps apart."""
    homes = grouped(firm_elements(subject), lambda one: (one.device, str(one.address)))
    fixed = _fixed_by_item(subject)
    told: set[tuple[str, ...]] = set()
    for (device, address), statements in homes.items():
        if isinstance(statements[0].address, SepAddress | DlmsAddress) and not _unnamed(address):
            pairs = (
                (one, two)
                for one, two in combinations(statements[:_COMPARED], 2)
                if not _in_order(subject, fixed, one, two)
            )
            clash = list(dict.fromkeys(statement for pair in pairs for statement in pair))
            names = tuple(dict.fromkeys(statement.element for statement in clash))
            if clash and names not in told:
                told.add(names)
                yield codes.SHARED_ADDRESS.at(
                    clash[0].place,
                    f"{listed(names)} all have {address} on {device}",
                    subject=f"{clash[0].protocol}/{address}",
                    also=tuple(statement.place for statement in clash[1:]),
                )


def _unnamed(address: str) -> bool:
    return re.search(r"[:.] _(?:\b|$)|\._\b", address) is not None


def _fixed_by_item(subject: Subject) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """Return the constants that go with an item in a home, by device: a field's name and its value."""
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for statement in subject.statements:
        if statement.value:
            key = (statement.device, home_of(statement.address), statement.item)
            found[key].add((str(statement.address), statement.value))
    return found


def _in_order(
    subject: Subject, fixed: dict[tuple[str, str, str], set[tuple[str, str]]], one: Statement, two: Statement
) -> bool:
    """Whether two elements may share an address.

    They may if one call does both, if the value is staged or conditional, if constants beside it tell them apart,
    if they are twins of one item, or if one is a method and the other what it takes.
    """
    beside = [fixed.get((each.device, home_of(each.address), each.item), set()) for each in (one, two)]
    elements = [subject.catalogue.element_by_id[each.element] for each in (one, two)]
    return (
        one.element == two.element
        or one.place == two.place
        or one.value != two.value
        or apart(one, two)
        or bool(one.becomes or two.becomes)
        or _twins(one, two)
        or _differ(dict(beside[0]), dict(beside[1]))
        or any(element.category.value == "Method" for element in elements)
    )


def _differ(mine: dict[str, str], theirs: dict[str, str]) -> bool:
    """Whether a field that both fix has different values."""
    return any(_plain(theirs[name]) != _plain(value) for name, value in mine.items() if name in theirs)


def _twins(one: Statement, two: Statement) -> bool:
    """Whether two elements differ in an index only, so that one attribute describes all of them."""
    return re.sub(r"\[\d+\]", "[]", one.element) == re.sub(r"\[\d+\]", "[]", two.element)


# calls


@dataclass(slots=True)
class _Call:
    """A command as a use case sends it: the values by which a receiver could tell it from others."""

    device: str
    home: str
    case: str
    first: Statement
    items: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    fixed: set[tuple[str, str]] = field(default_factory=set)


def _calls(subject: Subject) -> list[_Call]:
    """Return the commands that are sent to a device, by use case; what an answer brings belongs to its request."""
    calls: dict[tuple[str, str, str], _Call] = {}
    for statement in subject.statements:
        address = statement.address
        if not isinstance(address, SepAddress) or address.access is not Access.COMMAND or statement.proposed:
            continue
        home = f"{address.request or address.name} of {address.cluster}"
        for case in statement.use_cases:
            call = calls.setdefault((statement.device, home, case), _Call(statement.device, home, case, statement))
            call.items.add(statement.item)
            call.elements |= {statement.element} - {""}
            if not address.request:
                texts = (statement.value, statement.only)
                call.fixed |= {(normal(address.field), _plain(text)) for text in texts if text and ".." not in text}
    return list(map(partial(_as_elsewhere, list(calls.values())), calls.values()))


def _as_elsewhere(calls: list[_Call], call: _Call) -> _Call:
    """Return a call with what is fixed in another use case for its items, where nothing is said in its own."""
    alike = (
        one for one in calls if one.fixed and (one.device, one.home, one.items) == (call.device, call.home, call.items)
    )
    other = None if call.fixed else next(alike, None)
    return call if other is None else replace(call, fixed=other.fixed)


def _clashes(calls: list[_Call], *, alike: bool) -> list[_Call]:
    """Return the calls for different items that no constant tells apart; `alike`: that share a constant."""
    found = [
        pair
        for pair in combinations(calls, 2)
        if _others(*pair)
        and not _differ(dict(pair[0].fixed), dict(pair[1].fixed))
        and bool(pair[0].fixed & pair[1].fixed) is alike
    ]
    return [call for call in calls if any(call is each for pair in found for each in pair)]


def _others(call: _Call, other: _Call) -> bool:
    return not call.items & other.items and not call.elements & other.elements


def not_told_apart(subject: Subject) -> Iterator[Finding]:
    """Uses of a command for different items, without a constant that both have."""
    for calls in grouped(_calls(subject), lambda call: (call.device, call.home)).values():
        clash = _clashes(calls, alike=False)
        if clash:
            yield codes.NOT_TOLD_APART.at(
                clash[0].first.place,
                f"{clash[0].home} on {clash[0].device} means {_meanings(clash)}",
                subject=f"{clash[0].first.protocol}/{clash[0].device}/{clash[0].home}",
                also=tuple(call.first.place for call in clash[1:]),
            )


def _meanings(calls: list[_Call]) -> str:
    by_items = grouped(calls, lambda call: " and ".join(sorted(call.items)))
    return ", and ".join(f"{items} for {listed(call.case for call in some)}" for items, some in by_items.items())


def same_selector(subject: Subject) -> Iterator[Finding]:
    """The same constants in two uses of a command, on any device that its use cases are for."""
    known = {device.id for device in subject.devices}
    uses: dict[tuple[str, str], list[_Call]] = defaultdict(list)
    for call in _calls(subject):
        case = subject.catalogue.use_case_by_code.get(call.case)
        targets = known & set(re.findall(r"\w+", case.target.value)) if case is not None else set()
        for device in sorted({call.device, *targets}) if call.fixed else ():
            uses[device, call.home].append(call)
    for (device, home), calls in uses.items():
        clash = _clashes(calls, alike=True)
        if clash:
            values = listed(
                f"{name} = {text}" for name, text in sorted(set.intersection(*(one.fixed for one in clash)))
            )
            yield codes.SAME_SELECTOR.at(
                clash[0].first.place,
                f"{home} with {values or 'the same number'} on {device} means {_meanings(clash)}",
                subject=f"{clash[0].first.protocol}/{device}/{home}; {values}",
                also=tuple(call.first.place for call in clash[1:]),
            )


def _plain(text: str) -> str:
    """Return constants in one notation: 0x01 is 1."""
    numbers = (whole_number(part) for part in text.split(" | "))
    return " | ".join(
        part if number is None else str(number) for part, number in zip(text.split(" | "), numbers, strict=True)
    )


# one element


def stated_twice(subject: Subject) -> Iterator[Finding]:
    """An element with several homes that hold at once, without a reason."""
    said = grouped(firm_elements(subject), lambda one: (one.device, one.protocol, one.element))
    told: set[tuple[str, ...]] = set()
    for (device, _, element), statements in said.items():
        pairs = ((one, two) for one, two in combinations(statements[:_COMPARED], 2) if not _belong_together(one, two))
        clash = list(dict.fromkeys(statement for pair in pairs for statement in pair))
        homes = tuple(dict.fromkeys(str(statement.address) for statement in clash))
        if clash and (element, *homes) not in told:
            told.add((element, *homes))
            yield codes.STATED_TWICE.at(
                clash[0].place,
                f"{element} of {device} has {len(homes)} homes at once: {listed(homes)}",
                subject=subject_of(clash[0]),
                also=(*(statement.place for statement in clash[1:]), *row_of(subject, clash[0])),
            )


def _belong_together(one: Statement, two: Statement) -> bool:
    """Whether two homes of an element do not exclude each other: parts of one message or family, or with a reason."""
    if str(one.address) == str(two.address) or one.place == two.place or one.because or two.because:
        return True
    return home_of(one.address) == home_of(two.address) or _family(one) == _family(two) or apart(one, two)


def _family(statement: Statement) -> tuple[str, str]:
    """Return what attributes have in common that are numbered in their name; else what is one home's own."""
    address = statement.address
    if isinstance(address, SepAddress) and address.access is Access.ATTRIBUTE:
        return (address.cluster, re.sub(r"\d+", "#", address.name))
    return ("", str(address))


_LOGS = """on GSME over sep, tunnelled.
ProfileDataLog(ActiveEnergyImportedInPeriod) is Metering {{
    call GetSampledData @0x08 {{ SampleId: readLog #581 = 0x0001 }} returns GetSampledDataResponse for GCS17
}}.
NetworkDataLog is Metering {{
    call GetSampledData @0x08 {{ SampleId: readLog #1391 = {sample} }} returns GetSampledDataResponse for GCS18
}}.
"""

_CALENDARS = """on GSME over sep, tunnelled.
TariffSwitchingTable is Calendar {{
    call PublishCalendar @0x00 {{ StartTime: activateNextDateTime #858 as UTC{tariff} }} returns DefaultResponse
}} for GCS01a.
Non-DisablementCalendar is Calendar {{
    call PublishCalendar @0x00 {{ StartTime: activateNextDateTime #1206 as UTC{friendly} }} returns DefaultResponse
}} for GCS05.
"""

_THRESHOLDS = """on ESME over dlms, tunnelled.
LowMediumPowerThreshold is RegisterMonitor 0-0:16.0.0.255 {{
    thresholds[1]: threshold #862 as double-long-unsigned
}} for ECS26f.
MediumHighPowerThreshold is RegisterMonitor 0-0:16.0.0.255 {{
    thresholds[{number}]: threshold #863 as double-long-unsigned
}} for ECS26f.
"""

_SITE = """on GSME over sep, tunnelled.
MeterPointReferenceNumber is Metering {{ SiteID @0x0307: value #1747 as octstr }} for GCS46
also Metering {{ MeterSerialNumber @0x0308: value #1747 as octstr }} for GCS46{reason}.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.SHARED_ADDRESS,
        Family.CONFLICT,
        "Two elements on one address are one value with two meanings. They may share it if each has bits or members "
        "of its own, if one becomes the other, if conditions or use cases keep them apart, if a constant beside them "
        "says which is meant, or if one sentence says that one call does both.",
        failing=Example(_THRESHOLDS.format(number=1)),
        passing=Example(_THRESHOLDS.format(number=2)),
        check=shared_address,
    ),
    CheckedRule(
        codes.SAME_SELECTOR,
        Family.CONFLICT,
        "The number of a sample, a log or a snapshot's cause says what is asked for. The same number for two logs of "
        "one device brings one of them when the other is wanted. The devices are those of the sentence, and those "
        "that its use case is for.",
        failing=Example(_LOGS.format(sample="0x0001")),
        passing=Example(_LOGS.format(sample="0x0002")),
        check=same_selector,
    ),
    CheckedRule(
        codes.NOT_TOLD_APART,
        Family.CONFLICT,
        "A command that serves two items carries something by which the receiver knows which is meant. If no field "
        "is fixed in both, the elements of one may end up in the other: that the use cases differ, the receiving "
        "cluster does not see.",
        failing=Example(_CALENDARS.format(tariff="", friendly="")),
        passing=Example(_CALENDARS.format(tariff=", CalendarType = 0", friendly=", CalendarType = 3")),
        check=not_told_apart,
    ),
    CheckedRule(
        codes.STATED_TWICE,
        Family.CONFLICT,
        "An element with two homes at once can have two values. Several fields of one message, attributes that are "
        "numbered, homes of different use cases or conditions, and homes with a reason are none of that.",
        failing=Example(_SITE.format(reason="")),
        passing=Example(_SITE.format(reason=' because "the source prints both"')),
        check=stated_twice,
    ),
)
