"""Rules on access: what the catalogue lets roles do, what use cases have them do, what the protocol allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.render import counted
from metermap.core.rules import Example, Family
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import named

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, UseCase
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["RULES"]

_READ, _UPDATE = "Read", "Update"
_NO_ROLE: Final = frozenset({"", "(none)", "See GBCS"})
"""What the catalogue prints where no role is named."""


def _cases(subject: Subject, statement: Statement) -> tuple[UseCase, ...]:
    found = (subject.catalogue.use_case_by_code.get(code) for code in statement.use_cases)
    return tuple(case for case in found if case is not None)


def _roles(text: str) -> frozenset[str]:
    return frozenset(role.strip() for role in text.split(";")) - _NO_ROLE


def _only(cases: tuple[UseCase, ...], kind: str) -> bool:
    return bool(cases) and all(case.read_or_update.value == kind for case in cases)


def read_only(subject: Subject) -> Iterator[Finding]:
    """An attribute that the dictionary lets nobody write, in use cases that only update."""
    for statement, _ in subject.once:
        address = statement.address
        if not isinstance(address, SepAddress) or address.access is not Access.ATTRIBUTE:
            continue
        cluster = subject.dictionaries.sep.cluster(address.cluster_id)
        attribute = cluster.attribute(address.id, address.side) if cluster is not None else None
        if attribute is None or not attribute.access or "W" in attribute.access:
            continue
        if _only(_cases(subject, statement), _UPDATE):
            yield codes.READ_ONLY.at(
                statement.place,
                f"{named(subject, statement)}: {' and '.join(statement.use_cases)} would write attribute "
                f"{address.name} of {address.cluster}, which can only be read",
                subject=subject_of(statement),
                expected="a command, or an attribute with access RW",
                also=row_of(subject, statement),
            )


def no_writer(subject: Subject) -> Iterator[Finding]:
    """An element with readers alone in use cases that only update, or with writers alone in ones that only read."""
    for statement, _ in subject.once:
        element = subject.catalogue.element_by_id.get(statement.element)
        if element is None or _answers(statement):
            continue
        cases, fault = _cases(subject, statement), ""
        readers, writers = _roles(element.readers.value), _roles(element.writers.value)
        if readers and not writers and _only(cases, _UPDATE):
            fault = "only updates, and the catalogue names readers alone"
        if writers and not readers and _only(cases, _READ):
            fault = "only reads, and the catalogue names writers alone"
        if fault:
            yield codes.NO_WRITER.at(
                statement.place,
                f"{element.name}: {' and '.join(statement.use_cases)} {fault}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _answers(statement: Statement) -> bool:
    """Return whether the statement is about what comes back: an update may be answered by what was read."""
    match statement.address:
        case DlmsAddress(returned=returned):
            return returned
        case SepAddress(request=request):
            return bool(request)
        case _:
            return True


def role_not_listed(subject: Subject) -> Iterator[Finding]:
    """A role that a use case serves and that the catalogue lists neither among readers nor among writers."""
    told: dict[tuple[str, str, tuple[str, ...]], list[Statement]] = {}
    for statement, _ in subject.once:
        element = subject.catalogue.element_by_id.get(statement.element)
        listed = _roles(f"{element.readers.value};{element.writers.value}") if element is not None else frozenset()
        if element is None or not listed:
            continue
        fewer = {code: frozenset(roles) for code, roles in statement.roles}
        for case in _cases(subject, statement):
            served = fewer.get(case.code.value, _roles(case.roles.value))
            if others := served - _allowed(element, case):
                key = (case.code.value, element.item.value, tuple(sorted(others)))
                told.setdefault(key, []).append(statement)
    for (case_code, item, unlisted), statements in told.items():
        yield codes.ROLE_NOT_LISTED.at(
            statements[0].place,
            f"{case_code} serves {', '.join(unlisted)}, not listed at {counted(len(statements), 'element')} of {item}: "
            f"{named(subject, statements[0])} first",
            subject=f"{case_code}/{item}",
            also=row_of(subject, statements[0]),
        )


def _allowed(element: Element, case: UseCase) -> frozenset[str]:
    return _roles(element.writers.value if case.read_or_update.value == _UPDATE else element.readers.value)


_PROTOCOLS: Final = {"DLMS": "dlms", "ZSE": "sep"}
"""What the catalogue calls the protocols of use cases."""


def other_protocol(subject: Subject) -> Iterator[Finding]:
    """A statement for a use case whose messages are those of another protocol."""
    for statement, _ in subject.once:
        for case in _cases(subject, statement):
            spoken = _PROTOCOLS.get(case.protocol.value, statement.protocol)
            if spoken != statement.protocol:
                yield codes.OTHER_PROTOCOL.at(
                    statement.place,
                    f"{named(subject, statement)} over {statement.protocol} is for {case.code.value}, "
                    f"whose messages are of {spoken}",
                    subject=f"{subject_of(statement)} {case.code.value}",
                    expected=f"a use case over {statement.protocol}",
                    also=(case.protocol.place,) if case.protocol.place else (),
                )


_CALORIFIC = """on GSME over sep, tunnelled.
CalorificValue is Price {{ CalorificValue @0x0304: {} as uint32 }} for {}.
"""
_REGISTER = """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value #100 as double-long-unsigned }} for {}.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.READ_ONLY,
        Family.ACCESS,
        "A use case that only updates, and an attribute that the dictionary lets nobody write: the message would be "
        "refused. Most clusters change such an attribute by a command. The rule looks at Smart Energy alone: of "
        "COSEM attributes each association lists its own access rights, and the dictionary holds none.",
        failing=Example(_CALORIFIC.format("valueNext #1371", "GCS23")),
        passing=Example(_CALORIFIC.format("value #1740", "GCS21a")),
        check=read_only,
    ),
    CheckedRule(
        codes.NO_WRITER,
        Family.ACCESS,
        "The catalogue lists who may read and who may write an element. Where it lists readers alone, a use case "
        "that only updates has nothing to do with it, unless the element comes back in the answer; and the other "
        "way round.",
        failing=Example(_REGISTER.format("ECS28b")),
        passing=Example(_REGISTER.format("ECS17a")),
        check=no_writer,
    ),
    CheckedRule(
        codes.ROLE_NOT_LISTED,
        Family.ACCESS,
        "A use case lists the roles that it serves; a read needs them among the readers of the element, an update "
        "among its writers. One finding stands for all elements of an item that a use case sends.",
        failing=Example(_REGISTER.format("ECS17b")),
        passing=Example(_REGISTER.format("ECS17a")),
        check=role_not_listed,
    ),
    CheckedRule(
        codes.OTHER_PROTOCOL,
        Family.ACCESS,
        "The catalogue says over which protocol a use case's messages go. A sentence over another protocol can be "
        "no part of them.",
        failing=Example(_REGISTER.format("GCS13a")),
        passing=Example(_REGISTER.format("ECS17a")),
        check=other_protocol,
    ),
)
