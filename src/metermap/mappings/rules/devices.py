"""Rules on devices: a statement about an element of another device, an element that nobody speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.rules import SMALL_ELEMENTS, Example, Family, small_workspace
from metermap.mappings import codes
from metermap.mappings.rules.base import CheckedRule, Subject, subject_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.findings import Finding

__all__ = ["RULES"]


def not_of_the_device(subject: Subject) -> Iterator[Finding]:
    """A statement about an element of another device."""
    for statement, devices in subject.once:
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


_ONE = (("metermap.toml", small_workspace()), ("elements.csv", SMALL_ELEMENTS))

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.NOT_OF_THE_DEVICE,
        Family.COVERAGE,
        "The catalogue says which devices hold an element. A statement about another device is either under the "
        "wrong 'on', or the catalogue lacks a device. Correct the 'on'; if the catalogue is wrong, correct its "
        "devices, with an erratum if the workbook belongs to others.",
        failing=Example(
            """on SAPC over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 }.
"""
        ),
        check=not_of_the_device,
    ),
    CheckedRule(
        codes.UNDECIDED,
        Family.COVERAGE,
        "What is not said is undecided: neither carried nor known to be missing. Each element of a device needs a "
        "sentence over the protocol that has to carry it. Write the sentence, or say that no place was found, and "
        "why, with 'is Nowhere'. A proposal is no decision.",
        failing=Example(files=_ONE),
        passing=Example(
            """on GSME over sep, tunnelled.
CalorificValue is Nowhere because "for the sake of the example".
""",
            files=_ONE,
        ),
        check=undecided,
    ),
)
