"""Rules on homes: where the source names no address, or no field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.core.rules import Example, Family
from metermap.mappings import codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["RULES"]


def no_address(subject: Subject) -> Iterator[Finding]:
    """A statement whose home is no object: the source specifies no address."""
    for statement, devices in subject.once:
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
    for statement, _ in subject.once:
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


RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.NO_ADDRESS,
        Family.ADDRESS,
        "Alerts and messages are known by the code of their use case. The source prints them without an interface "
        "class and a logical name, so nobody can read the element by an address, and the bindings have no codec "
        "for it. Ask the owner of the source for the address. Until then the sentence is the honest one: leave it, "
        "and enter the finding in the list of reviewed ones.",
        failing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Message(ECS17a) { value: value #100 as double-long-unsigned } for ECS17a.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 as double-long-unsigned } for ECS17a.
"""
        ),
        check=no_address,
    ),
    CheckedRule(
        codes.FIELD_NOT_NAMED,
        Family.ADDRESS,
        "The field is written as _ because the source names the command that carries the element and stops there. "
        "Which of the command's fields it is can often be guessed; a guess in a mapping looks like a fact. Name the "
        "field once a source does, and cite that source.",
        failing=Example(
            """on GSME over sep, tunnelled.
BillingDataLog(mostrecentPaymentBasedDebtRepayment) is Prepayment {
    call GetDebtRepaymentLog: readLog #574 returns PublishDebtLog { _: logEntries[e in 1..10].logEntry.amount #517 }
} for GCS15d.
"""
        ),
        passing=Example(
            """on GSME over sep, tunnelled.
BillingDataLog(mostrecentPaymentBasedDebtRepayment) is Prepayment {
    call GetDebtRepaymentLog: readLog #574 returns PublishDebtLog {
        debtPayload[1..10].amountCollected: logEntries[e in 1..10].logEntry.amount #517
    }
} for GCS15d.
"""
        ),
        check=field_not_named,
    ),
)
