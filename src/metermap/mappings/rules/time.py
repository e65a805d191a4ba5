"""Rules on dates and times: from when they count, what of them a type has room for, and whose time they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.core.render import counted
from metermap.core.rules import Example, Family
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import facts_of, innermost, named

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["RULES"]

_NUMBERS: Final = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.INTEGER})
_TIMES: Final = frozenset({Kind.DATE_TIME, Kind.DATE, Kind.TIME})
_EPOCH: Final = "epoch"
"""How what stands after ``in`` begins where it says from when a number counts."""

_SECONDS_OCTETS: Final = 4
"""Fewer octets cannot count the seconds since any epoch in use."""

_DATE_OCTETS, _TIME_OCTETS = 5, 4
"""Lengths of the forms of DLMS UA Blue Book: date, time; a date-time has twelve octets."""


def _timed(subject: Subject) -> Iterator[tuple[Statement, tuple[str, ...], Element, TypeDescriptor]]:
    """Yield the statements that carry a date or time as it is, with element and wire type."""
    for statement, devices in subject.once:
        element = subject.catalogue.element_by_id.get(statement.element)
        if element is None or statement.type is None or statement.conversion or statement.value:
            continue
        if innermost(element.type).kind in _TIMES:
            yield statement, devices, element, innermost(statement.type)


def epoch_not_said(subject: Subject) -> Iterator[Finding]:
    """Points in time in plain numbers without an epoch: one finding for each type of a protocol."""
    grouped: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement, _, element, wire in _timed(subject):
        counts = wire.kind in _NUMBERS and (wire.octets or 0) >= _SECONDS_OCTETS
        if innermost(element.type).kind is Kind.DATE_TIME and counts and not statement.unit.startswith(_EPOCH):
            grouped[statement.protocol, wire.name].append(statement)
    for (protocol, name), statements in grouped.items():
        number = len(statements)
        others = f" and {counted(number - 1, 'other')}" if number > 1 else ""
        travel = "travel" if number > 1 else "travels"
        yield codes.EPOCH_NOT_SAID.at(
            statements[0].place,
            f"{named(subject, statements[0])}{others} {travel} as {name} over {protocol}, "
            "and from when it counts is not said",
            subject=f"epoch {protocol} {name}",
            expected="in epoch2000, or another epoch",
            also=row_of(subject, statements[0]),
        )


def part_of_time_lost(subject: Subject) -> Iterator[Finding]:
    """A date and time in a type of dates or of times alone, and the like."""
    for statement, _, element, wire in _timed(subject):
        lost = _lost(innermost(element.type).kind, wire)
        if lost and not statement.coded:
            yield codes.PART_OF_TIME_LOST.at(
                statement.place,
                f"{element.name} is {element.data_type.value}; {wire.label} has no room for the {lost}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _lost(ours: Kind, wire: TypeDescriptor) -> str:
    form = wire.kind is Kind.OCTETS and wire.system is TypeSystem.DLMS
    length = wire.length[1] if form and wire.length is not None else None
    date = wire.kind is Kind.DATE or length == _DATE_OCTETS
    time = wire.kind is Kind.TIME or length == _TIME_OCTETS
    if ours in (Kind.DATE_TIME, Kind.TIME) and date:
        return "time"
    if ours in (Kind.DATE_TIME, Kind.DATE) and time:
        return "date"
    short = wire.kind in _NUMBERS and wire.octets is not None and wire.octets < _SECONDS_OCTETS
    return "date" if ours is Kind.DATE_TIME and short else ""


def times_of_two_types(subject: Subject) -> Iterator[Finding]:
    """A profile whose entries have times of one type, and whose range is asked for in another."""
    columns: dict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
    asked: dict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
    for statement, devices, _, wire in _timed(subject):
        address = statement.address
        # Of a choice the meter may take whichever it holds.
        known = wire.kind in _NUMBERS or wire.kind in (Kind.OCTETS, *_TIMES)
        if isinstance(address, DlmsAddress) and known and (address.selector or address.member):
            for device in devices:
                (asked if address.selector else columns)[device, address.object].setdefault(wire.label, statement)
    told: set[object] = set()
    for key, questions in asked.items():
        held = columns.get(key)
        for label, question in questions.items():
            if held and label not in held and question.place not in told:
                told.add(question.place)
                yield codes.TIMES_OF_TWO_TYPES.at(
                    question.place,
                    f"{named(subject, question)} asks for times as {label}; log {key[1]} holds {' and '.join(held)}",
                    subject=subject_of(question),
                    expected=" or ".join(held),
                    also=tuple(statement.place for statement in held.values()),
                )


def wildcards_lost(subject: Subject) -> Iterator[Finding]:
    """A date or time whose fields may be left open, in a type that has no way to say so."""
    for statement, _, element, wire in _timed(subject):
        counted_ = wire.kind in _NUMBERS or (wire.kind is Kind.DATE_TIME and wire.name == "UTC")
        if "WITH WILDCARDS" in element.type.name and counted_:
            yield codes.WILDCARDS_LOST.at(
                statement.place,
                f"{element.name} is {element.data_type.value}; {wire.label} is always one point in time",
                subject=subject_of(statement),
                expected="date, octet-string(5) or octet-string(12)",
                also=row_of(subject, statement),
            )


_LOCAL = re.compile(r"Local ?Time|Standard ?Time", re.IGNORECASE)


def local_time(subject: Subject) -> Iterator[Finding]:
    """A point in time that the catalogue gives in UTC, at an address whose name says local time."""
    for statement, devices, element, _ in _timed(subject):
        address = statement.address
        place = f"{address.name} {address.field}" if isinstance(address, SepAddress) else ""
        listed = (fact.units for fact in facts_of(subject, statement, devices))
        utc = any(units is not None and units.instead == "UTC" for units in listed)
        if utc and _LOCAL.search(place):
            yield codes.LOCAL_TIME.at(
                statement.place,
                f"{element.name} is in UTC; {address} is in local time",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


_LOG = """on ESME over dlms, tunnelled.
PowerEventLog is ProfileGeneric 0-0:99.98.4.255 {{
    buffer[e in 1..100]: logEntries[e].logEntry {{ timestamp: timestamp #606 as {} }}
    by range_descriptor {{ from_value: fromDateTime #640 as {} }}
}} for ECS35e.
"""
_SECONDS = "double-long-unsigned in epoch2000"
_BEGIN = """on ESME over dlms, tunnelled.
Non-DisablementCalendar is Schedule 0-0:12.0.1.255 {{
    entries[e in 1..22] {{ begin_date: entries[e].beginDate #771 as {} }}
}} for ECS26a.
"""
_SPECIAL_DAYS = """on GSME over sep, tunnelled.
Non-DisablementCalendar(SpecialDays) is Calendar {{
    call PublishSpecialDays @0x04 {{ {}: date[d in 0..20].next #1696 }} returns DefaultResponse
}} for GCS05.
"""
_CLOCK = """on GSME over sep, tunnelled.
Time is Time {{ {}: value #675 }}.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.EPOCH_NOT_SAID,
        Family.TIME,
        "Seconds count from a moment: 1970 for some programs, 2000 for others, thirty years apart. A type that is a "
        "plain number does not say which; the mapping must. One finding stands for all elements that a protocol "
        "carries in the same type.",
        failing=Example(_LOG.format("double-long-unsigned", "double-long-unsigned")),
        passing=Example(_LOG.format(_SECONDS, _SECONDS)),
        check=epoch_not_said,
    ),
    CheckedRule(
        codes.PART_OF_TIME_LOST,
        Family.TIME,
        "The catalogue gives the element a date and a time, and the type has room for one of them, or for a number "
        "too small to count seconds. Two values that differ in the other part become one.",
        failing=Example(_BEGIN.format("octet-string(5)")),
        passing=Example(_BEGIN.format("octet-string(12)")),
        clause="DLMS UA Blue Book, formats of date and time: date 5 octets, time 4, date-time 12",
        check=part_of_time_lost,
    ),
    CheckedRule(
        codes.TIMES_OF_TWO_TYPES,
        Family.TIME,
        "A range of a profile is found by comparing its ends with the times in the buffer. Times of two types can "
        "only be compared by a meter that converts them, which no standard asks of it.",
        failing=Example(_LOG.format(_SECONDS, "octet-string(12)")),
        passing=Example(_LOG.format(_SECONDS, _SECONDS)),
        clause="DLMS UA Blue Book, Profile generic, range_descriptor",
        check=times_of_two_types,
    ),
    CheckedRule(
        codes.WILDCARDS_LOST,
        Family.TIME,
        "A date with wildcards means many days: every 25 December. A count of seconds is one moment, and no value "
        "of it means any of the fields left open.",
        failing=Example(_SPECIAL_DAYS.format("StartTime")),
        passing=Example(_SPECIAL_DAYS.format("SpecialDayEntry.SpecialDayDate")),
        check=wildcards_lost,
    ),
    CheckedRule(
        codes.LOCAL_TIME,
        Family.TIME,
        "The catalogue counts in UTC. An attribute of local or of standard time is off by the time zone, or in "
        "summer by an hour.",
        failing=Example(_CLOCK.format("LocalTime @0x0007")),
        passing=Example(_CLOCK.format("Time @0x0000")),
        clause="ZigBee Cluster Library, Time cluster: Time, StandardTime, LocalTime",
        check=local_time,
    ),
)
