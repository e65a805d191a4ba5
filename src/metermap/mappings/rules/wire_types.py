"""Rules on wire types: what can carry a value, what the dictionary has, what a constant needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.types import Kind, TypeDescriptor
from metermap.mappings import codes
from metermap.mappings.model import Role, Statement
from metermap.mappings.proofs.carried import allowed_of
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.facts import innermost

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.proofs.sets import NumberSet

__all__ = ["RULES", "same_type"]

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


def type_cannot_carry(subject: Subject) -> Iterator[Finding]:
    """The catalogue's type against the wire's."""
    for statement, _ in subject.once:
        if statement.role is not Role.ELEMENT or statement.type is None or statement.conversion:
            continue
        element = subject.catalogue.element_by_id[statement.element]
        wire = innermost(statement.type)
        if _carries(innermost(element.type), wire) or _is_coded(statement) or _part_of_bitmap(statement):
            continue
        place = element.data_type.place
        yield codes.TYPE_CANNOT_CARRY.at(
            statement.place,
            f"{element.name} is {element.data_type.value or 'of no stated type'}; {wire} cannot carry it",
            subject=subject_of(statement),
            expected=_carrier_words(innermost(element.type)),
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


def _carries(ours: TypeDescriptor, wire: TypeDescriptor) -> bool:
    carriers = _CARRIERS.get(ours.kind)
    return carriers is None or wire.kind in _OPEN or wire.kind in carriers


def _carrier_words(ours: TypeDescriptor) -> str:
    return " or ".join(sorted(kind.value for kind in _CARRIERS.get(ours.kind, ())))


def more_than_two_values(subject: Subject) -> Iterator[Finding]:
    """A BOOLEAN of the catalogue in a number of which more than two values are permitted."""
    for statement, _ in subject.once:
        element = subject.catalogue.element_by_id.get(statement.element)
        if element is None or statement.type is None or innermost(element.type).kind is not Kind.BOOLEAN:
            continue
        allowed = allowed_of(statement)
        if statement.type.kind in _INTEGERS and allowed is not None and _more_than_two(allowed):
            yield codes.MORE_THAN_TWO_VALUES.at(
                statement.place,
                f"{element.name} is BOOLEAN, and 'only {statement.only}' permits more than two values",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _more_than_two(allowed: NumberSet) -> bool:
    wide = any(run.low is None or run.high is None or run.high - run.low > run.step for run in allowed.runs)
    return wide or len(set(allowed.ends())) > len((False, True))


def type_deviates(subject: Subject) -> Iterator[Finding]:
    """The type that a mapping states against the dictionary's; a recorded deviation is silent."""
    for statement, _ in subject.once:
        stated, known = statement.type, statement.dictionary_type
        if stated is None or known is None or stated is known or statement.despite or same_type(stated, known):
            continue
        if any(same_type(stated, shape) for shape in _shapes(subject, statement)):
            continue
        yield codes.TYPE_DEVIATES.at(
            statement.place,
            f"{statement.element or statement.item} is stated as {stated}; the dictionary has {known}",
            subject=subject_of(statement),
            expected=str(known),
            also=row_of(subject, statement),
        )


def _shapes(subject: Subject, statement: Statement) -> Iterator[TypeDescriptor]:
    """Yield the types that a member of a repeated structure has where an earlier field decides on its shape.

    A shape may call the member otherwise; its position in the structure tells which it is.
    """
    address = statement.address
    if not isinstance(address, SepAddress) or address.access is not Access.COMMAND:
        return
    field, _, member = address.field.partition(".")
    sep = subject.dictionaries.sep
    cluster = sep.cluster(address.cluster_id)
    command = cluster.command(address.id, address.side) if cluster else None
    whole = command.field((field,)) if command else None
    names = [part.name for part in innermost(whole).members] if whole else []
    if member not in names:
        return
    for variant in sep.semantics.variants_of(address.cluster_id, address.side, address.id):
        parts = innermost(variant.type).members
        if variant.field == field and len(parts) == len(names):
            yield parts[names.index(member)].type


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


_BITS_IN_OCTET = 8
_FRACTION = re.compile(r"-?\d+\.\d*[1-9]\d*")
_SIZED = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.ENUM, Kind.BITS})


def constant_does_not_fit(subject: Subject) -> Iterator[Finding]:
    """A constant that the type has no room for, or no whole number at all.

    A signed type also takes its octets as written in hexadecimal, and a string of bits a text.
    """
    for statement, _ in subject.once:
        kind = statement.type
        if kind is None or kind.octets is None or kind.kind not in _SIZED:
            continue
        bits = _BITS_IN_OCTET * kind.octets
        low = -(1 << (bits - 1)) if kind.kind is Kind.SIGNED else 0
        for text in statement.value.split(" | "):
            number = whole_number(text)
            none = _FRACTION.fullmatch(text) or (text.startswith('"') and kind.kind is not Kind.BITS)
            fits = low <= number < 1 << bits if number is not None else not none
            if not fits:
                yield codes.CONSTANT_DOES_NOT_FIT.at(
                    statement.place,
                    f"{statement.element or statement.item}: {text} does not fit {kind}",
                    subject=subject_of(statement),
                    expected=f"{low} to {(1 << bits) - 1}",
                    also=row_of(subject, statement),
                )


_DAY = """on GSME over sep, tunnelled.
Non-DisablementCalendar is Calendar {
    call PublishDayProfile @0x01 {
        DayID: nextDayIdentifiers[1..5] #1537 as uint8%s
    } returns DefaultResponse for GCS20r
}.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.MORE_THAN_TWO_VALUES,
        Family.TYPE,
        "What is true or false has two values. Where the mapping permits more, the catalogue's type or the range "
        "belongs to another row: two lines may have changed places in the table. Say the type that is meant by an "
        "erratum, or correct 'only'.",
        failing=Example(_DAY % " only 1..0xFF"),
        passing=Example(_DAY % " only 0 | 1"),
        check=more_than_two_values,
    ),
    CheckedRule(
        codes.TYPE_CANNOT_CARRY,
        Family.TYPE,
        "A number does not travel as a string of octets, nor a date and time as an integer, unless somebody has said "
        "how it is written there. Either the wire type is a slip, or a conversion is missing: correct 'as', or state "
        "the conversion, with 'coded' for a table of values. If the catalogue's own type is wrong, an erratum "
        "corrects it.",
        failing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 as octet-string(4) }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 as double-long-unsigned }.
"""
        ),
        check=type_cannot_carry,
    ),
    CheckedRule(
        codes.TYPE_DEVIATES,
        Family.TYPE,
        "A meter that follows the standard sends the dictionary's type, and a reader built from the mapping expects "
        "the type that the mapping states. Where they differ one of the two misreads the octets. If the mapping "
        "slipped, correct 'as'. If the source really asks for the other type, record it with 'despite' and what the "
        "standard says: then the deviation is known, and shown in the reports. Where an earlier field decides on the "
        "shape of a structure, the type may be that of any shape.",
        failing=Example(
            """on ESME over dlms, tunnelled.
LoadLimitPeriod(Timer) is Limiter 0-0:17.0.0.255 { min_over_threshold_duration: valueCurrent as long }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
LoadLimitPeriod(Timer) is Limiter 0-0:17.0.0.255 { min_over_threshold_duration: valueCurrent as double-long-unsigned }.
"""
        ),
        check=type_deviates,
    ),
    CheckedRule(
        codes.CONSTANT_DOES_NOT_FIT,
        Family.TYPE,
        "No device can send a constant that its type has no room for, a text or a fraction as a whole number among "
        "them, and generated code would cut it off or refuse it. Look the constant up in the source: as a rule a "
        "digit is wrong, or the type. A signed type also takes its octets as written in hexadecimal, so 0xFF is -1 in "
        "one octet.",
        failing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unit: unit #233 = 256 }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unit: unit #233 = 30 }.
"""
        ),
        check=constant_does_not_fit,
    ),
)
