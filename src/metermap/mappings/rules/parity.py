"""Rules on parity: one line of the catalogue, carried by two protocols that do not say the same of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.types import Kind
from metermap.mappings import whole_codes as codes
from metermap.mappings.rules.base import CheckedRule, Subject, row_of
from metermap.mappings.rules.reading import firm_elements, grouped, listed

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, ItemFact, Value
    from metermap.core.findings import Finding
    from metermap.core.types import TypeDescriptor
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

_NUMBERS = frozenset({Kind.UNSIGNED, Kind.SIGNED})
_BITS_IN_OCTET = 8
_FACTS: tuple[tuple[str, Callable[[ItemFact], Value[str]]], ...] = (
    ("data type", lambda fact: fact.data_type),
    ("unit", lambda fact: fact.unit),
    ("range", lambda fact: fact.range),
    ("access", lambda fact: fact.access),
    ("depth", lambda fact: fact.depth),
)


class _Pair(NamedTuple):
    """A line of the catalogue on two protocols, each with the statements of devices that must carry it so."""

    element: Element
    one: tuple[Statement, ...]
    two: tuple[Statement, ...]

    @property
    def protocols(self) -> str:
        return f"{self.one[0].protocol}, {self.two[0].protocol}"


def _pairs(subject: Subject) -> Iterator[_Pair]:
    """Yield the elements that two protocols carry, each for devices whose own it is."""
    carrier = {device.id: device.carrier for device in subject.devices}
    own = (one for one in firm_elements(subject) if carrier.get(one.device) == one.protocol)
    for id_, statements in grouped(own, lambda one: one.element).items():
        sides = [tuple(side) for _, side in sorted(grouped(statements, lambda one: one.protocol).items())]
        for at, one in enumerate(sides):
            for two in sides[at + 1 :]:
                yield _Pair(subject.catalogue.element_by_id[id_], one, two)


# types and restrictions


def held_sets_differ(subject: Subject) -> Iterator[Finding]:
    """The numbers that two types hold, one finding for each pair of types; the code for 'no value' counts as one."""
    found: dict[tuple[str, str], list[_Pair]] = {}
    for pair in _pairs(subject):
        for one, two in product(pair.one, pair.two):
            sets = (_held(one), _held(two))
            if None not in sets and sets[0] != sets[1] and one.type is not None and two.type is not None:
                pairs = found.setdefault((f"{one.type} ({sets[0]})", f"{two.type} ({sets[1]})"), [])
                pairs += [pair] if pair not in pairs else []
    for (mine, theirs), pairs in found.items():
        yield codes.HELD_SETS_DIFFER.at(
            pairs[0].one[0].place,
            f"{mine} and {theirs} carry the same elements, {len(pairs)} of them: "
            f"{listed(pair.element.name for pair in pairs)}",
            subject=f"{pairs[0].protocols}; {mine}, {theirs}",
            also=tuple(pair.two[0].place for pair in pairs),
        )


def _held(statement: Statement) -> str | None:
    """Return the range of a plain number by its width; None for what is coded, converted, fixed or no number."""
    kind = statement.type
    plain = not (statement.coded or statement.conversion or statement.value)
    if kind is None or kind.kind not in _NUMBERS or kind.octets is None or not plain:
        return None
    return _width(kind)


def _width(kind: TypeDescriptor) -> str:
    bits = _BITS_IN_OCTET * (kind.octets or 0)
    if kind.kind is Kind.SIGNED:
        return f"{-(1 << (bits - 1))}..{(1 << (bits - 1)) - 1}"
    return f"0..{(1 << bits) - 1}"


def restrictions_differ(subject: Subject) -> Iterator[Finding]:
    """What one protocol permits or fixes and the other leaves free, one finding for each restriction.

    Commands are coded by each protocol in its own way, so that only data is compared.
    """
    found: dict[tuple[str, str, str], list[_Pair]] = {}
    for pair in _pairs(subject):
        if not pair.element.category.value.startswith("Method") or pair.element.category.value == "Method Input":
            for mine, theirs in ((pair.one, pair.two), (pair.two, pair.one)):
                what = _restriction(mine)
                if what and not _restriction(theirs) and _comparable(mine, theirs):
                    key = (what, mine[0].protocol, theirs[0].protocol)
                    found.setdefault(key, []).append(pair)
    for (what, protocol, other), pairs in found.items():
        first = next(one for one in (*pairs[0].one, *pairs[0].two) if one.protocol == protocol)
        yield codes.RESTRICTIONS_DIFFER.at(
            first.place,
            f"{protocol} has {what}, {other} does not, for {len(pairs)}: {listed(pair.element.name for pair in pairs)}",
            subject=f"{protocol}, {other}; {what}",
            also=row_of(subject, first),
        )


def _restriction(statements: tuple[Statement, ...]) -> str:
    """Return the first restriction of an element's statements, in words; empty if there is none."""
    for statement in statements:
        if statement.only and not _spans(statement):
            return f"'only {statement.only}'"
        if statement.value:
            return f"the constant {statement.value}"
    return ""


def _spans(statement: Statement) -> bool:
    """Whether 'only' permits all that the type has room for."""
    kind = statement.type
    if kind is None or kind.kind not in _NUMBERS or kind.octets is None:
        return False
    low, _, high = statement.only.partition("..")
    ends = (whole_number(low.strip()), whole_number(high.strip()))
    return f"{ends[0]}..{ends[1]}" == _width(kind)


def _comparable(mine: tuple[Statement, ...], theirs: tuple[Statement, ...]) -> bool:
    """Whether the other side has a named field, and for a set of numbers a plain number."""
    fixed = any(statement.value and not statement.only for statement in mine)
    return theirs[0].type is not None and (fixed or _held(theirs[0]) is not None)


# the catalogue's own words


def facts_differ(subject: Subject) -> Iterator[Finding]:
    """The facts of one line for the devices of two protocols, one finding for each difference."""
    found: dict[tuple[str, str, str], list[tuple[_Pair, Value[str], Value[str]]]] = {}
    for pair in _pairs(subject):
        for name, field in _FACTS:
            mine, theirs = (_said(subject, pair, side, field) for side in (pair.one, pair.two))
            if mine and theirs and not mine.keys() & theirs.keys():
                one, two = next(iter(mine.values())), next(iter(theirs.values()))
                found.setdefault((name, " or ".join(mine), " or ".join(theirs)), []).append((pair, one, two))
    for (name, mine_said, theirs_said), differing in found.items():
        pair, one, two = differing[0]
        yield codes.FACTS_DIFFER.at(
            one.place,
            f"{name} of {listed(each[0].element.name for each in differing)}: '{mine_said}' for "
            f"{pair.one[0].device}, '{theirs_said}' for {pair.two[0].device}",
            subject=f"{name}: {mine_said}, {theirs_said}",
            also=(two.place,) if two.place else (),
        )


def _said(
    subject: Subject, pair: _Pair, side: tuple[Statement, ...], field: Callable[[ItemFact], Value[str]]
) -> dict[str, Value[str]]:
    """Return what the facts of a row say for the devices of one side, by text."""
    row = pair.element.row
    facts = subject.catalogue.facts_by_row.get(row.value, ()) if row is not None else ()
    devices = {statement.device for statement in side}
    values = (field(fact) for fact in facts if fact.device.value.split()[0] in devices)
    return {value.value: value for value in values if value.value}


# reading and writing


def kinds_of_use_differ(subject: Subject) -> Iterator[Finding]:
    """Whether use cases read an element, update it or both, on each protocol."""
    for pair in _pairs(subject):
        mine, theirs = (_kinds(subject, side) for side in (pair.one, pair.two))
        if mine and theirs and mine != theirs:
            yield codes.KINDS_OF_USE_DIFFER.at(
                pair.one[0].place,
                f"{pair.element.name}: {_use(mine, pair.one)}, {_use(theirs, pair.two)}",
                subject=f"{pair.protocols}; {pair.element.id.value}",
                also=(pair.two[0].place, *row_of(subject, pair.one[0])),
            )


def _kinds(subject: Subject, side: tuple[Statement, ...]) -> frozenset[str]:
    known = subject.catalogue.use_case_by_code
    cases = (case for statement in side for case in statement.use_cases if case in known)
    return frozenset(known[case].read_or_update.value for case in cases)


def _use(kinds: frozenset[str], side: tuple[Statement, ...]) -> str:
    cases = listed(case for statement in side for case in statement.use_cases)
    return f"{' and '.join(sorted(kinds))} over {side[0].protocol} for {cases}"


_LIMIT = """on ESME over dlms, tunnelled.
DebtRecoveryRateCap is ExtendedData 0-0:94.44.128.12 {{ value_passive: amountNext #1195 as {dlms} }} for {case}.
on GSME over sep, tunnelled.
DebtRecoveryRateCap is Prepayment {{
    call SetOverallDebtCap @0x0C {{ OverallDebtCap: amountNext #1195 as int32{only} }} returns DefaultResponse
}} for GCS05.
"""

_DAYS = """on ESME over dlms, tunnelled.
TariffSwitchingTable(SpecialDays) is SpecialDaysTable 0-0:11.0.0.255 {
    entries[e in 0..50] { specialday_date: date[e].current #785 as octet-string(5) }
} for ECS24.
on GSME over sep, tunnelled.
TariffSwitchingTable(SpecialDays) is Calendar {
    call GetSpecialDays @0x04 returns PublishSpecialDays { _: date[0..n].current #785 }
} for GCS21f.
"""
_EVENTS = """on ESME over dlms, tunnelled.
EventLog(incGPF) is ProfileGeneric 0-0:99.98.0.255 {
    buffer[e in 1..100] { logCode: logEntries[e].logEntry.logCode #588 as long-unsigned }
} for ECS35a.
on GSME over sep, tunnelled.
EventLog(incGPF) is Events {
    call GetEventLog @0x00 returns PublishEventLog { LogPayload: logEntries[1..100].logEntry { _: logCode #588 } }
} for CS10a.
"""
_SYMMETRIC = " only -0x7FFFFFFF .. 0x7FFFFFFF"

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.HELD_SETS_DIFFER,
        Family.PARITY,
        "One line of the catalogue is to mean the same for electricity and gas. If the two types hold different "
        "numbers, there are values that one meter can be given and the other cannot. Say by 'only' which are meant, "
        "or ask for another type.",
        failing=Example(_LIMIT.format(dlms="long-unsigned", case="ECS08a", only="")),
        passing=Example(_LIMIT.format(dlms="double-long", case="ECS08a", only="")),
        check=held_sets_differ,
    ),
    CheckedRule(
        codes.RESTRICTIONS_DIFFER,
        Family.PARITY,
        "A value that one mapping forbids and the other permits is legal for one meter and not for the other. What "
        "commands are coded by is left out: each protocol has codes of its own. An 'only' that permits all that its "
        "type holds restricts nothing.",
        failing=Example(_LIMIT.format(dlms="double-long", case="ECS08a", only=_SYMMETRIC)),
        passing=Example(_LIMIT.format(dlms="double-long", case="ECS08a", only="")),
        check=restrictions_differ,
    ),
    CheckedRule(
        codes.FACTS_DIFFER,
        Family.PARITY,
        "The catalogue joins one printed row to facts of several devices. Where they name different types, units, "
        "ranges, depths or rights, one row stands for two things, and whoever implements both has to know it.",
        failing=Example(_DAYS),
        passing=Example(_EVENTS),
        check=facts_differ,
    ),
    CheckedRule(
        codes.KINDS_OF_USE_DIFFER,
        Family.PARITY,
        "An element that use cases read and write over one protocol, and only read over the other, can be set on one "
        "meter alone. Either a use case is missing or the sentence is for too many.",
        failing=Example(_LIMIT.format(dlms="double-long", case="ECS26a", only="")),
        passing=Example(_LIMIT.format(dlms="double-long", case="ECS08a", only="")),
        check=kinds_of_use_differ,
    ),
)
