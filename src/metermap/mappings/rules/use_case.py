"""Rules on use cases: each element in one, each one used, with the device, the protocol and the roles it is for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metermap.core.rules import Example, Family, small_workspace
from metermap.mappings import whole_codes as codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, said_once, subject_of
from metermap.mappings.rules.reading import firm_elements, listed

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, UseCase
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

_PROTOCOLS: Final = {"DLMS": "dlms", "ZSE": "sep"}
_NOBODY: Final = frozenset({"", "(none)", "See GBCS", "N/A"})


def no_use_case(subject: Subject) -> Iterator[Finding]:
    """Elements that no use case carries, where the catalogue has use cases; what is only proposed need not have one."""
    if not subject.catalogue.use_cases:
        return
    carried = {(one.element, one.protocol, one.device) for one in firm_elements(subject) if one.use_cases}
    for statement, devices in said_once(tuple(firm_elements(subject))):
        idle = [device for device in devices if (statement.element, statement.protocol, device) not in carried]
        if not statement.use_cases and idle:
            yield codes.NO_USE_CASE.at(
                statement.place,
                f"{statement.element} of {', '.join(idle)} is in no use case",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def unused_use_case(subject: Subject) -> Iterator[Finding]:
    """Use cases that no statement is for; one finding as long as these are more than half of all."""
    named = {case for statement in subject.statements for case in statement.use_cases}
    cases = [case for case in subject.catalogue.use_cases if case.code.value]
    unused = [case for case in cases if case.code.value not in named]
    if 2 * len(unused) > len(cases):
        codes_ = listed(case.code.value for case in unused)
        message = f"no statement is for {len(unused)} of {len(cases)} use cases: {codes_}"
        yield codes.UNUSED_USE_CASE.at(unused[0].code.place, message, subject="use cases")
        return
    for case in unused:
        message = f"no statement is for {case.title.value or case.code.value}"
        yield codes.UNUSED_USE_CASE.at(case.code.place, message, subject=case.code.value)


def other_target(subject: Subject) -> Iterator[Finding]:
    """The device of a sentence and the devices that its use case is for, one finding for all alike."""
    known = {device.id for device in subject.devices}
    wrong: dict[tuple[str, str], dict[str, list[Statement]]] = defaultdict(dict)
    for statement in subject.statements:
        for case in _cases(subject, statement):
            targets = known & set(re.findall(r"\w+", case.target.value))
            if targets and statement.device not in targets:
                wrong[statement.device, case.target.value].setdefault(case.code.value, []).append(statement)
    for (device, target), cases in wrong.items():
        first = next(iter(cases.values()))[0]
        count = sum(map(len, cases.values()))
        many = f"{count} statements" if count > 1 else "a statement"
        yield codes.OTHER_TARGET.at(
            first.place,
            f"{many} of {device} for {listed(cases)}, which the catalogue has for {target}",
            subject=f"{device}; {target}",
            also=tuple(one[0].place for one in list(cases.values())[1:]),
        )


def other_protocol(subject: Subject) -> Iterator[Finding]:
    """The protocol of a sentence and that of its use case."""
    for statement, devices in subject.once:
        for case in _cases(subject, statement):
            protocol = _PROTOCOLS.get(case.protocol.value)
            if protocol is not None and protocol != statement.protocol:
                yield codes.USE_CASE_OF_OTHER_PROTOCOL.at(
                    statement.place,
                    f"{statement.element or statement.item} of {', '.join(devices)} over {statement.protocol} "
                    f"for {case.code.value}, which is a use case of {case.protocol.value}",
                    subject=f"{subject_of(statement)}; {case.code.value}",
                    also=(case.protocol.place,) if case.protocol.place else (),
                )


def role_without_access(subject: Subject) -> Iterator[Finding]:
    """The roles of a use case, or those that a sentence names, and those that may read or write the element."""
    for statement, _ in said_once(tuple(firm_elements(subject))):
        element = subject.catalogue.element_by_id[statement.element]
        for case in _cases(subject, statement):
            allowed = _allowed(element, case)
            roles = dict(statement.roles).get(case.code.value) or tuple(case.roles.value.split(";"))
            lacking = [role for role in roles if role not in _NOBODY and role not in allowed]
            if allowed and lacking:
                verb = "read" if case.read_or_update.value == "Read" else "write"
                yield codes.ROLE_WITHOUT_ACCESS.at(
                    statement.place,
                    f"{listed(lacking)} may use {case.code.value}, but not {verb} {element.name}",
                    subject=f"{subject_of(statement)}; {case.code.value}",
                    expected=listed(sorted(allowed)),
                    also=row_of(subject, statement),
                )


def _allowed(element: Element, case: UseCase) -> frozenset[str]:
    """Return the roles that may read the element, or write it, as the use case does; empty if none is recorded."""
    roles = element.readers if case.read_or_update.value == "Read" else element.writers
    return frozenset(roles.value.split(";")) - _NOBODY


def _cases(subject: Subject, statement: Statement) -> Iterator[UseCase]:
    for code in () if statement.role is Role.GAP else statement.use_cases:
        case = subject.catalogue.use_case_by_code.get(code)
        if case is not None:
            yield case


_SITE = """on {device} over {protocol}, tunnelled.
FirmwareVersion is {home}{case}.
"""
_GAS = "Metering { CurrentMeterID @0x0206: value #85 as octstr }"
_ELECTRICITY = "Data 0-0:0.2.1.255 { value: value #85 as octet-string(4) }"


def _firmware(device: str, protocol: str, case: str) -> Example:
    home = _GAS if protocol == "sep" else _ELECTRICITY
    return Example(_SITE.format(device=device, protocol=protocol, home=home, case=case))


_ELEMENTS = """\
Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
FirmwareVersion.value,85,SMETS 4.6.1.3,FirmwareVersion,value,Constant data,OCTET STRING,,{readers},,GSME
"""
_CASES = """\
Use case,Title,Message code,Target,Protocol,Message type,Read or update,Future datable,Replay protection,\
Remote party roles,Service reference
GCS38,GCS38 Read GSME Firmware Version,0x0081,GSME,ZSE,SME.C.NC,Read,No,No,Supplier,11.2
"""


def _small(case: str, readers: str = "Supplier") -> Example:
    """Return an example with a catalogue of one element and one use case."""
    files = (
        ("metermap.toml", small_workspace('[[workbook]]\nfile      = "cases.csv"\nuse_cases = ["*"]\n')),
        ("elements.csv", _ELEMENTS.format(readers=readers)),
        ("cases.csv", _CASES),
    )
    return replace(_firmware("GSME", "sep", case), files=files)


RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.NO_USE_CASE,
        Family.USE_CASE,
        "An element that is carried but for which no message is sent is never read or written. Add the use cases by "
        "'for', or leave the element undecided. What is only proposed need not have any.",
        failing=_firmware("GSME", "sep", ""),
        passing=_firmware("GSME", "sep", " for GCS38"),
        check=no_use_case,
    ),
    CheckedRule(
        codes.UNUSED_USE_CASE,
        Family.USE_CASE,
        "Each use case of the catalogue carries something, so that a mapping that is complete names it. One that no "
        "statement is for is forgotten, or carries nothing that the catalogue lists.",
        failing=_small(""),
        passing=_small(" for GCS38"),
        check=unused_use_case,
    ),
    CheckedRule(
        codes.ROLE_WITHOUT_ACCESS,
        Family.USE_CASE,
        "The catalogue says twice who may do what: the roles of a use case may send its message, and the roles of an "
        "element may read or write it. A role that may send a message but not have its content stands wrongly in one "
        "of the two, or the sentence has to name the roles that may.",
        failing=_small(" for GCS38", readers="Network Operator"),
        passing=_small(" for GCS38"),
        check=role_without_access,
    ),
    CheckedRule(
        codes.OTHER_TARGET,
        Family.USE_CASE,
        "A use case is for the devices that the catalogue names as its target. A sentence about another device is "
        "under the wrong 'on', is for the wrong use case, or the catalogue leaves the device out. Targets that name "
        "no device of the workspace are passed over.",
        failing=_firmware("SAPC", "dlms", " for ECS52"),
        passing=_firmware("ESME", "dlms", " for ECS52"),
        check=other_target,
    ),
    CheckedRule(
        codes.USE_CASE_OF_OTHER_PROTOCOL,
        Family.USE_CASE,
        "A use case has one protocol. What another one carries is not in its message.",
        failing=_firmware("GSME", "sep", " for ECS52"),
        passing=_firmware("GSME", "sep", " for GCS38"),
        check=other_protocol,
    ),
)
