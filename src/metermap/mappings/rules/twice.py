"""Rules on contradictions between sentences: one thing said twice, carried and nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.rules import Example, Family
from metermap.mappings import codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]


def duplicate(subject: Subject) -> Iterator[Finding]:
    """One element, or one field of a sentence, said twice of the same place, use cases and editions.

    Statements that differ in their conditions, in what they become, in use cases or in editions are
    different statements; two that differ only in their constant contradict each other. What a template
    says many times over in one place is told once.
    """
    yield from dict.fromkeys(_duplicates(subject))


def _duplicates(subject: Subject) -> Iterator[Finding]:
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
    for statement, devices in subject.once:
        gap = gaps.get((devices[0], statement.protocol, statement.element))
        if gap is not None and statement.role is Role.ELEMENT:
            yield codes.CONTRADICTION.at(
                statement.place,
                f"{statement.element} of {', '.join(devices)} is carried by {statement.address}, and nowhere",
                subject=subject_of(statement),
                also=(gap.place, *row_of(subject, statement)),
            )


_CARRIED = """on GSME over sep, tunnelled.
RemainingBatteryCapacity is Metering { RemainingBatteryLifeInDays @0x0205: value #1751 as uint16 } for GCS33.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.DUPLICATE_STATEMENT,
        Family.CONFLICT,
        "Two statements that agree in element, address, condition, use cases and editions say one thing twice: "
        "reports count it double, and the next correction reaches only one of the two. If they differ in their "
        "constant they contradict each other. Remove one, or say what tells them apart: a condition with 'when', "
        "the use cases with 'for'.",
        failing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100, value: value #100 }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 }.
"""
        ),
        check=duplicate,
    ),
    CheckedRule(
        codes.CONTRADICTION,
        Family.CONFLICT,
        "An element that a protocol carries is not nowhere. Two people may have written the two sentences, "
        "months apart; only one of them can stand, and reports would count the element twice. "
        "Keep the sentence that the evidence supports.",
        failing=Example(f'{_CARRIED}RemainingBatteryCapacity is Nowhere because "no attribute holds it".\n'),
        passing=Example(_CARRIED),
        check=contradiction,
    ),
)
