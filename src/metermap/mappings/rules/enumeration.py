"""Rules on enumerations, both ways: what the catalogue names and the wire cannot say, and the other way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.catalogue.quantities import Choices, Coding
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.core.types import Kind
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import facts_of, named, said_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject
    from metermap.protocols import Enumeration

__all__ = ["RULES"]

_REST: Final = "_"


def _wire_table(subject: Subject, statement: Statement) -> Enumeration | None:
    """Return the named values of the wire's enumeration; None where it has none, or they are bits."""
    for type_ in filter(None, (statement.type, statement.dictionary_type)):
        table = subject.dictionaries.enumeration_of(type_)
        if table is not None:
            return None if table.bitmap else table
    return None


def _coding(statement: Statement) -> tuple[tuple[str, str], ...]:
    """Return the entries of a coding but for the rest; the name of a constant is none."""
    constants = statement.value.split(" | ") if statement.value else []
    pairs = tuple(pair for pair in statement.coded if _REST not in pair)
    return () if constants and all(theirs in constants for _, theirs in pairs) else pairs


def coded_twice(subject: Subject) -> Iterator[Finding]:
    """A coding in which a value of ours or of theirs stands twice: one direction is not said."""
    for statement, _ in subject.once:
        table = _wire_table(subject, statement)
        ours = [normal(name) for name, _ in statement.coded]
        theirs = [_code(theirs, table) for _, theirs in statement.coded]
        twice = [pair for at, pair in enumerate(statement.coded) if ours[at] in ours[:at] or theirs[at] in theirs[:at]]
        for name, value in twice:
            yield codes.CODED_TWICE.at(
                statement.place,
                f"{named(subject, statement)}: '{name} = {value}' repeats a value of an earlier entry of the coding",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _code(theirs: str, table: Enumeration | None) -> int | str:
    member = table.member(theirs) if table is not None else None
    number = whole_number(theirs)
    return member.value if member is not None else theirs if number is None else number


def not_on_the_wire(subject: Subject) -> Iterator[Finding]:
    """A constant, or a value of a coding, that the wire's enumeration does not have."""
    for statement, _ in subject.once:
        table = _wire_table(subject, statement)
        if table is None or statement.despite:
            continue
        texts = (*statement.value.split(" | "), *(theirs for _, theirs in statement.coded))
        numbers = dict.fromkeys(number for text in texts if (number := whole_number(text)) is not None)
        unknown = [number for number in numbers if table.named(number) is None]
        if unknown:
            yield codes.NOT_ON_THE_WIRE.at(
                statement.place,
                f"{named(subject, statement)} is {' or '.join(map(str, unknown))} of {table.name or statement.type}, "
                "which has no such value",
                subject=subject_of(statement),
                expected=", ".join(f"{member.value} {member.name}" for member in table.members),
                also=row_of(subject, statement),
            )


def _names_of_catalogue(subject: Subject, statement: Statement, devices: tuple[str, ...]) -> dict[str, str]:
    """Return the names of the values that the catalogue lists, as they are compared and as printed."""
    facts = facts_of(subject, statement, devices)
    choices = (name for choice in said_of(facts, devices, Choices) if not choice.of for name in choice.names)
    meanings = (word or value for coding in said_of(facts, devices, Coding) for value, word in coding.pairs)
    return {normal(name): name for name in (*choices, *meanings)}


_TRUTH: Final = frozenset({"true", "false"})


def not_of_catalogue(subject: Subject) -> Iterator[Finding]:
    """A closed coding that names other values than the catalogue lists."""
    for statement, devices in subject.once:
        coding = _coding(statement)
        if not coding or any(_REST in pair for pair in statement.coded):
            continue
        listed, ours = _names_of_catalogue(subject, statement, devices), {normal(name): name for name, _ in coding}
        if not listed or ours.keys() == listed.keys() or ours.keys() == _TRUTH:
            continue
        extra = [name for key, name in ours.items() if key not in listed]
        missing = [name for key, name in listed.items() if key not in ours]
        told = [f"the catalogue has no {', '.join(extra)}"] if extra else []
        told += [f"the coding has no {', '.join(missing)}"] if missing else []
        yield codes.NOT_OF_CATALOGUE.at(
            statement.place,
            f"{named(subject, statement)}: {'; '.join(told)}",
            subject=subject_of(statement),
            expected=", ".join(listed.values()),
            also=row_of(subject, statement),
        )


def _same_names(listed: dict[str, str], table: Enumeration | None, *, narrowed: bool) -> bool:
    """Return whether both sides have the same names; a narrowed enumeration may have more."""
    names = {normal(member.name) for member in table.members} if table is not None else set()
    return listed.keys() == names or (narrowed and listed.keys() <= names)


_NAMED_KINDS: Final = frozenset({Kind.ENUM, Kind.BOOLEAN})


def members_not_matched(subject: Subject) -> Iterator[Finding]:
    """A truth value or a listed value in an enumeration of other names, and no coding that says which is which."""
    for statement, devices in subject.once:
        element, wire = subject.catalogue.element_by_id.get(statement.element), statement.type
        if element is None or wire is None or wire.kind is not Kind.ENUM or element.type.kind not in _NAMED_KINDS:
            continue
        if statement.coded or statement.value or statement.conversion:
            continue
        listed = _names_of_catalogue(subject, statement, devices)
        if element.type.kind is Kind.BOOLEAN:
            listed = listed or {"true": "TRUE", "false": "FALSE"}
        table = _wire_table(subject, statement)
        if listed and not _same_names(listed, table, narrowed=bool(statement.only)):
            theirs = ", ".join(member.name for member in table.members) if table is not None else "no names on record"
            yield codes.MEMBERS_NOT_MATCHED.at(
                statement.place,
                f"{element.name} is {', '.join(listed.values())}; the wire's {wire} has {theirs}",
                subject=subject_of(statement),
                expected=f"coded {{ {', '.join(f'{name} = …' for name in listed.values())} }}",
                also=row_of(subject, statement),
            )


_CURRENCY = """on GSME over sep, tunnelled.
CurrencyUnit is Price {{
    call PublishTariffInformation @0x04 {{ Currency: valueNext #18 as uint16 coded {{ {} }} }} returns DefaultResponse
}} for GCS01a.
"""
_RESET = """on GSME over sep, tunnelled.
MeterBalance is Prepayment {{
    call CreditAdjustment @0x05 {{ CreditAdjustmentType: reset #1049 = {} as enum8 }} returns DefaultResponse
}} for GCS40b.
"""
_TAMPER = """on GSME over sep, tunnelled.
SupplyTamperState is Metering {{ SupplyTamperState @0x0607: value #1960 as enum8{} }} for GCS21m.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.CODED_TWICE,
        Family.ENUMERATION,
        "A coding is read both ways. If two of ours become one value on the wire, nobody can tell them apart again; "
        "if one of ours has two, each writer picks another.",
        failing=Example(_CURRENCY.format("GBP = 826, EUR = 826")),
        passing=Example(_CURRENCY.format("GBP = 826, EUR = 978")),
        check=coded_twice,
    ),
    CheckedRule(
        codes.NOT_ON_THE_WIRE,
        Family.ENUMERATION,
        "The dictionary lists the values of many enumerations. A constant or a coding that uses another one sends "
        "what a device by the standard does not know. Where a country adds a value, an overlay or 'despite' says so.",
        failing=Example(_RESET.format("2")),
        passing=Example(_RESET.format("1")),
        check=not_on_the_wire,
    ),
    CheckedRule(
        codes.NOT_OF_CATALOGUE,
        Family.ENUMERATION,
        "A coding without '_ = _' is complete. Where the catalogue lists the values of an item, each of them needs "
        "an entry, or it cannot be sent; and an entry under another name says of what the catalogue does not know.",
        failing=Example(_CURRENCY.format("GBP = 826, USD = 840")),
        passing=Example(_CURRENCY.format("GBP = 826, EUR = 978")),
        check=not_of_catalogue,
    ),
    CheckedRule(
        codes.MEMBERS_NOT_MATCHED,
        Family.ENUMERATION,
        "The catalogue names the values, or says true and false; the wire has an enumeration whose members are "
        "called otherwise, or have no names on record. Which is which must be said, even where it seems plain.",
        failing=Example(_TAMPER.format("")),
        passing=Example(_TAMPER.format(" coded { locked = 0x00, unchanged = 0x03 }")),
        check=members_not_matched,
    ),
)
