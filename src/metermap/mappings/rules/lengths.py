"""Rules on types, more finely than whether a kind of type can carry another at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.catalogue.quantities import Amount, Form, Interval
from metermap.core.addresses import Access, DlmsAddress
from metermap.core.rules import Example, Family
from metermap.core.types import Kind, TypeSystem
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import facts_of, innermost, said_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.findings import Finding
    from metermap.core.logical_names import LogicalName
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["RULES"]

_STRINGS: Final = {
    Kind.OCTETS: (frozenset({Kind.OCTETS, Kind.TEXT}), "octets"),
    Kind.TEXT: (frozenset({Kind.OCTETS, Kind.TEXT}), "octets"),
    Kind.BITS: (frozenset({Kind.BITS}), "bits"),
}
"""By kind of the catalogue: the kinds of the wire that have the same length, and what lengths count."""


def length_differs(subject: Subject) -> Iterator[Finding]:
    """A number of octets or bits that the catalogue states, and another on the wire.

    Where the catalogue states the most, the wire must have room for it.
    """
    for statement, devices in subject.once:
        element, wire = subject.catalogue.element_by_id.get(statement.element), statement.type
        kinds, unit = _STRINGS.get(element.type.kind, (frozenset(), "")) if element is not None else (frozenset(), "")
        if element is None or wire is None or wire.kind not in kinds or wire.length is None or statement.conversion:
            continue
        amounts = said_of(facts_of(subject, statement, devices), devices, Amount)
        stated = [amount.count for amount in amounts if amount.of == unit]
        if stated and not any(_fits(count, *wire.length) for count in stated):
            yield codes.LENGTH_DIFFERS.at(
                statement.place,
                f"{element.name} has {' or '.join(str(Amount(count, unit)) for count in stated)}; {wire.label} has not",
                subject=subject_of(statement),
                expected=" or ".join(map(str, stated)),
                also=row_of(subject, statement),
            )


def _fits(count: Interval, low: int, high: int | None) -> bool:
    exact = count.single
    if exact is not None:
        return low <= exact and (high is None or exact <= high) if low != high else exact == low
    return high is None or count.high is None or count.high <= high


_TEXT = re.compile(r"text|string|character", re.IGNORECASE)


def no_text(subject: Subject) -> Iterator[Finding]:
    """An element of octets, which the catalogue nowhere calls text, in a type of characters."""
    for statement, devices in subject.once:
        element, wire = subject.catalogue.element_by_id.get(statement.element), statement.type
        if element is None or wire is None or element.type.kind is not Kind.OCTETS or wire.kind is not Kind.TEXT:
            continue
        facts = facts_of(subject, statement, devices)
        words = [fact.unit.value for fact in facts]
        words += [form.word for form in said_of(facts, devices, Form)]
        words += [amount.of for amount in said_of(facts, devices, Amount)]
        if facts and not any(map(_TEXT.search, words)):
            yield codes.NO_TEXT.at(
                statement.place,
                f"{element.name} is {element.data_type.value}, and nowhere called text; {wire.label} is characters",
                subject=subject_of(statement),
                expected="a type of octets",
                also=row_of(subject, statement),
            )


_INDEX = re.compile(r"\[(\d+)\.\.(\d+)\]")


def count_differs(subject: Subject) -> Iterator[Finding]:
    """Values that the catalogue counts, in an array or in bits of another number."""
    for statement, _ in subject.once:
        element = subject.catalogue.element_by_id.get(statement.element)
        if element is None or element.type.kind is not Kind.ARRAY or statement.conversion:
            continue
        of_bits = statement.type is not None and statement.type.kind is Kind.BITS
        if of_bits and innermost(element.type).kind is not Kind.BOOLEAN:
            continue
        ours, theirs = _numbers_of(element), _number_on_wire(statement)
        if ours and theirs and theirs not in ours:
            yield codes.COUNT_DIFFERS.at(
                statement.place,
                f"{element.name} ({element.data_type.value}) has {max(ours)} values; {statement.address} has {theirs}",
                subject=subject_of(statement),
                expected=str(max(ours)),
                also=row_of(subject, statement),
            )


def _numbers_of(element: Element) -> frozenset[int]:
    """Return how many values an element may have; of ``[0..7]`` the catalogue does not tell whether 7 or 8."""
    if element.type.length is not None:
        return frozenset(number for number in element.type.length if number is not None)
    found = _INDEX.search(element.path.value, element.path.value.rfind("["))
    if found is None:
        return frozenset()
    low, high = int(found[1]), int(found[2])
    return frozenset({high, high + 1} if low == 0 else {high - low + 1})


def _number_on_wire(statement: Statement) -> int | None:
    """Return how many values the wire has: bits of a bit-string of a fixed length, or the last index of the address.

    A bitmap of Smart Energy has the bits that its octets have, whatever their number.
    """
    wire = statement.type
    if wire is not None and wire.kind is Kind.BITS:
        if wire.system is not TypeSystem.DLMS:
            return None
        return wire.length[0] if wire.length is not None and wire.length[0] == wire.length[1] else None
    member = statement.address.member if isinstance(statement.address, DlmsAddress) else ""
    found = _INDEX.search(member, member.rfind("[")) if member.endswith("]") else None
    return int(found[2]) - int(found[1]) + 1 if found is not None else None


_VALUE: Final = 2
_PLAIN_CLASSES: Final = (1, 3, 4)
"""Data, Register, Extended register: the type that a rule names is that of their attribute 2."""


def obis_type(subject: Subject) -> Iterator[Finding]:
    """A value whose type the standard's rule for the logical name does not allow."""
    told: set[LogicalName] = set()
    for statement, _ in subject.once:
        address, wire = statement.address, statement.type
        if not isinstance(address, DlmsAddress) or wire is None or statement.despite:
            continue
        place = (address.access, address.index, address.member)
        if address.class_id not in _PLAIN_CLASSES or place != (Access.ATTRIBUTE, _VALUE, ""):
            continue
        rule = subject.dictionaries.dlms.logical_name(address.logical_name)
        if rule is not None and rule.allows_type(innermost(wire)) is False and address.logical_name not in told:
            told.add(address.logical_name)
            yield codes.OBIS_TYPE.at(
                statement.place,
                f"{statement.item} is {wire.label} at {address.logical_name}; the rule {rule.pattern} has other types",
                subject=f"dlms/{address.object}",
                expected=" or ".join(rule.types or ()),
                also=row_of(subject, statement),
            )


_FIRMWARE = """on ESME over dlms, tunnelled.
FirmwareVersion is Data 0-0:0.2.1.255 {{ value: value #85 as {} }} for ECS52.
"""
_WEEKDAYS = """on ESME over dlms, tunnelled.
Non-DisablementCalendar is Schedule 0-0:12.0.1.255 {{
    entries[e in 1..22] {{ exec_weekdays: entries[e].execWeekdays[1..7] #733 as bit-string({}) }}
}} for ECS26a.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.LENGTH_DIFFERS,
        Family.TYPE,
        "Where the catalogue says how many octets or bits a value has, a type of a fixed other length cuts values "
        "off or fills them up, and two programs that do so differently no longer agree on the value.",
        failing=Example(_FIRMWARE.format("octet-string(3)")),
        passing=Example(_FIRMWARE.format("octet-string(4)")),
        check=length_differs,
    ),
    CheckedRule(
        codes.NO_TEXT,
        Family.TYPE,
        "A string of characters is read in some character set; octets that are no text may be no valid characters, "
        "and a program that shows or stores them as text loses them.",
        failing=Example(_FIRMWARE.format("visible-string(4)")),
        passing=Example(_FIRMWARE.format("octet-string(4)")),
        check=no_text,
    ),
    CheckedRule(
        codes.COUNT_DIFFERS,
        Family.TYPE,
        "The catalogue counts the values of a series in its type or in the index of its path. A bit string or an "
        "array of another length has a bit that means nothing, or lacks one.",
        failing=Example(_WEEKDAYS.format(8)),
        passing=Example(_WEEKDAYS.format(7)),
        check=count_differs,
    ),
    CheckedRule(
        codes.OBIS_TYPE,
        Family.TYPE,
        "For many logical names the standard says which data types the value may have. A reader that knows the "
        "standard only will not understand another one.",
        failing=Example(_FIRMWARE.format("bit-string(32)")),
        passing=Example(_FIRMWARE.format("octet-string(4)")),
        clause="DLMS UA Blue Book, OBIS: the list of standard objects and their data types",
        check=obis_type,
    ),
)
