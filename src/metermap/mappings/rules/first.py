"""The first rules over resolved statements, as functions from a `Subject` to findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress
from metermap.core.rules import Example, Family
from metermap.core.types import Kind, TypeDescriptor
from metermap.mappings import codes
from metermap.mappings.model import Role, Statement
from metermap.mappings.rules.base import Check, CheckedRule, Subject, row_of, said_once, subject_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.findings import Finding

__all__ = ["CHECKS", "RULES", "same_type"]

_INTEGERS = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.INTEGER})

# What a wire kind must be to carry a catalogue kind at all. Ranges are the business of the proofs.
_CARRIERS: dict[Kind, frozenset[Kind]] = {
    Kind.INTEGER: _INTEGERS,
    Kind.UNSIGNED: _INTEGERS,
    Kind.SIGNED: _INTEGERS,
    Kind.ENUM: _INTEGERS | {Kind.ENUM, Kind.BITS},
    Kind.BOOLEAN: _INTEGERS | {Kind.BOOLEAN, Kind.ENUM, Kind.BITS},
    Kind.BITS: frozenset({Kind.BITS, Kind.OCTETS}),
    Kind.OCTETS: frozenset({Kind.OCTETS, Kind.TEXT}),
    Kind.TEXT: frozenset({Kind.OCTETS, Kind.TEXT}),
    Kind.DATE_TIME: frozenset({Kind.DATE_TIME, Kind.OCTETS, Kind.UNSIGNED}),
    Kind.DATE: frozenset({Kind.DATE, Kind.DATE_TIME, Kind.OCTETS}),
    Kind.TIME: frozenset({Kind.TIME, Kind.OCTETS, Kind.UNSIGNED}),
}

_OPEN = frozenset({Kind.ANY, Kind.UNKNOWN, Kind.CHOICE, Kind.METHOD})


def no_address(subject: Subject) -> Iterator[Finding]:
    """A statement whose home is no object: the source specifies no address."""
    for statement, devices in said_once(subject.statements):
        if isinstance(statement.address, NamedAddress) and statement.role is Role.ELEMENT:
            element = subject.catalogue.element_by_id[statement.element]
            yield codes.NO_ADDRESS.at(
                statement.place,
                f"{element.name} is carried by {statement.address} on {', '.join(devices)}, without an address",
                subject=subject_of(statement),
                expected="an interface class and a logical name",
                also=row_of(subject, statement),
            )


def field_not_named(subject: Subject) -> Iterator[Finding]:
    """A statement about a field that the source does not name."""
    for statement, _ in said_once(subject.statements):
        address = statement.address
        unnamed = (isinstance(address, SepAddress) and address.field.split(".")[-1] == "_") or (
            isinstance(address, DlmsAddress) and address.member.split(".")[-1] == "_"
        )
        if unnamed:
            what = statement.element or statement.item
            yield codes.FIELD_NOT_NAMED.at(
                statement.place,
                f"{what}: in which field of {address}?",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def type_cannot_carry(subject: Subject) -> Iterator[Finding]:
    """The catalogue's type against the wire's."""
    for statement, _ in said_once(subject.statements):
        if statement.role is not Role.ELEMENT or statement.type is None or statement.conversion:
            continue
        element = subject.catalogue.element_by_id[statement.element]
        wire = _innermost(statement.type)
        if _carries(_innermost(element.type), wire) or _is_coded(statement) or _part_of_bitmap(statement):
            continue
        place = element.data_type.place
        yield codes.TYPE_CANNOT_CARRY.at(
            statement.place,
            f"{element.name} is {element.data_type.value or 'of no stated type'}; {wire} cannot carry it",
            subject=subject_of(statement),
            expected=_carrier_words(_innermost(element.type)),
            help="Correct the type, or say with 'coded' how the value is written on the wire.",
            also=(place,) if place else (),
        )


def _is_coded(statement: Statement) -> bool:
    """Whether a coding says how values are written; the name of a constant is none."""
    constants = statement.value.split(" | ")
    return any(theirs not in constants for _, theirs in statement.coded)


def _part_of_bitmap(statement: Statement) -> bool:
    address = statement.address
    return isinstance(address, SepAddress) and address.access is Access.ATTRIBUTE and bool(address.field)


def _innermost(kind: TypeDescriptor) -> TypeDescriptor:
    while kind.kind is Kind.ARRAY and kind.element is not None:
        kind = kind.element
    return kind


def _carries(ours: TypeDescriptor, wire: TypeDescriptor) -> bool:
    carriers = _CARRIERS.get(ours.kind)
    return carriers is None or wire.kind in _OPEN or wire.kind in carriers


def _carrier_words(ours: TypeDescriptor) -> str:
    return " or ".join(sorted(kind.value for kind in _CARRIERS.get(ours.kind, ())))


def type_deviates(subject: Subject) -> Iterator[Finding]:
    """The type that a mapping states against the dictionary's; a recorded deviation is silent."""
    for statement, _ in said_once(subject.statements):
        stated, known = statement.type, statement.dictionary_type
        if stated is None or known is None or stated is known or statement.despite or same_type(stated, known):
            continue
        yield codes.TYPE_DEVIATES.at(
            statement.place,
            f"{statement.element or statement.item} is stated as {stated}; the dictionary has {known}",
            subject=subject_of(statement),
            expected=str(known),
            also=row_of(subject, statement),
        )


def same_type(stated: TypeDescriptor, known: TypeDescriptor) -> bool:
    """Return whether a stated type is the dictionary's, or one that the dictionary allows."""
    if known.kind is Kind.CHOICE and known.members:
        return any(same_type(stated, member.type) for member in known.members)
    if known.kind in _OPEN or stated.kind in _OPEN:
        return True
    if stated.tag is not None and known.tag is not None:
        return stated.tag == known.tag and _same_length(stated, known)
    return stated.kind is known.kind and _same_length(stated, known)


def _same_length(stated: TypeDescriptor, known: TypeDescriptor) -> bool:
    if stated.length is None or known.length is None:
        return True
    low, high = known.length
    least, most = stated.length
    return low <= least and (high is None or (most is not None and most <= high))


def duplicate(subject: Subject) -> Iterator[Finding]:
    """One element, or one field of a sentence, said twice of the same place, use cases and editions.

    Statements that differ in their conditions, in what they become, in use cases or in editions are
    different statements; two that differ only in their constant contradict each other.
    """
    seen: dict[tuple[object, ...], Statement] = {}
    for statement in subject.statements:
        if statement.role is Role.GAP:
            continue
        key = (
            statement.device,
            statement.protocol,
            statement.element or (statement.item, statement.row),
            str(statement.address),
            frozenset(statement.conditions),
            statement.becomes,
            statement.use_cases,
            (statement.since, statement.until),
        )
        other = seen.setdefault(key, statement)
        if other is not statement:
            both = f", with {other.value} and with {statement.value}" if other.value != statement.value else ""
            what = statement.element or statement.item
            yield codes.DUPLICATE_STATEMENT.at(
                statement.place,
                f"{what} of {statement.device} is said twice of {statement.address}{both}",
                subject=subject_of(statement),
                also=(*((other.place,) if other.place != statement.place else ()), *row_of(subject, statement)),
            )


def contradiction(subject: Subject) -> Iterator[Finding]:
    """One element of one device that a protocol carries and that is nowhere."""
    gaps = {
        (statement.device, statement.protocol, statement.element): statement
        for statement in subject.statements
        if statement.role is Role.GAP
    }
    for statement, devices in said_once(subject.statements):
        gap = gaps.get((devices[0], statement.protocol, statement.element))
        if gap is not None and statement.role is Role.ELEMENT:
            yield codes.CONTRADICTION.at(
                statement.place,
                f"{statement.element} of {', '.join(devices)} is carried by {statement.address}, and nowhere",
                subject=subject_of(statement),
                also=(gap.place, *row_of(subject, statement)),
            )


_NUMBER = re.compile(r"-?(?:0x[0-9A-Fa-f]+|0b[01]+|\d+)")
_BITS_IN_OCTET = 8


def constant_does_not_fit(subject: Subject) -> Iterator[Finding]:
    """A constant that the type has no room for; a signed type also takes its octets as written in hexadecimal."""
    for statement, _ in said_once(subject.statements):
        kind = statement.type
        if kind is None or kind.octets is None or kind.kind not in _SIZED:
            continue
        bits = _BITS_IN_OCTET * kind.octets
        low = -(1 << (bits - 1)) if kind.kind is Kind.SIGNED else 0
        for text in statement.value.split(" | "):
            if _NUMBER.fullmatch(text) and not low <= int(text, 0) < 1 << bits:
                yield codes.CONSTANT_DOES_NOT_FIT.at(
                    statement.place,
                    f"{statement.element or statement.item}: {text} does not fit {kind}",
                    subject=subject_of(statement),
                    expected=f"{low} to {(1 << bits) - 1}",
                    also=row_of(subject, statement),
                )


_SIZED = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.ENUM, Kind.BITS})


def not_of_the_device(subject: Subject) -> Iterator[Finding]:
    """A statement about an element of another device."""
    for statement, devices in said_once(subject.statements):
        element = subject.catalogue.element_by_id.get(statement.element)
        if element is None:
            continue
        others = [device for device in devices if device not in element.devices.value]
        if others:
            yield codes.NOT_OF_THE_DEVICE.at(
                statement.place,
                f"{element.name} is no element of {', '.join(others)}",
                subject=subject_of(statement),
                expected=", ".join(element.devices.value),
                also=(element.devices.place,) if element.devices.place else (),
            )


def undecided(subject: Subject) -> Iterator[Finding]:
    """An element without a statement over the protocol that must carry it on a device.

    A proposal decides nothing, but of an element known in the home only nothing more is asked.
    """
    firm = {
        (statement.element, statement.device, statement.protocol)
        for statement in subject.statements
        if statement.element and not statement.proposed
    }
    named = {(statement.element, statement.device) for statement in subject.statements if statement.element}
    for element in subject.catalogue.elements:
        silent: dict[str, list[str]] = defaultdict(list)
        for device in subject.devices:
            if device.id not in element.devices.value:
                continue
            key = (element.id.value, device.id)
            decided = key in named if element.han_only else (*key, device.carrier) in firm
            if not decided and (*key, device.carrier) not in subject.attempted:
                silent[device.carrier].append(device.id)
        for protocol, devices in sorted(silent.items()):
            yield _undecided(element, protocol, devices)


def _undecided(element: Element, protocol: str, devices: list[str]) -> Finding:
    row = f" (row {element.row.value})" if element.row else ""
    return codes.UNDECIDED.at(
        element.place,
        f"{element.name}{row}: no statement on {', '.join(devices)} over {protocol}",
        subject=f"{protocol}/{element.id.value}",
    )


CHECKS: tuple[Check, ...] = (
    no_address,
    field_not_named,
    type_cannot_carry,
    type_deviates,
    duplicate,
    constant_does_not_fit,
    not_of_the_device,
    undecided,
)


_CARRIED = """on GSME over sep, tunnelled.
RemainingBatteryCapacity is Metering { RemainingBatteryLifeInDays @0x0205: value #1751 as uint16 } for GCS33.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.CONTRADICTION,
        Family.CONFLICT,
        "An element that a protocol carries is not nowhere. Two people may have written the two sentences, "
        "months apart; only one of them can stand, and reports would count the element twice.",
        failing=Example(f'{_CARRIED}RemainingBatteryCapacity is Nowhere because "no attribute holds it".\n'),
        passing=Example(_CARRIED),
        check=contradiction,
    ),
)
