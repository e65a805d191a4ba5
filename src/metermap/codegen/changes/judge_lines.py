"""The rules for whole lines: what one that is new, gone, renamed or moved does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_homes import (
    APPEARS,
    GOES,
    NO_ADDRESS,
    NO_HOME,
    NO_HOME_BEFORE,
    NOT_AGREED,
    NOT_CARRIED,
)
from metermap.codegen.changes.judge_rule import (
    COMPATIBLE,
    CONFORMANCE,
    DOCUMENTATION,
    WIRE_ALONE,
    Rule,
    always,
    when,
)
from metermap.codegen.changes.model import Act, Kind

__all__ = ["LINES"]

_RENAMED: Final = Rule(
    "renamed line",
    "It is the same under another name: no message has a name in it, generated code has.",
    (always(DOCUMENTATION, "the octets stay, code and queries that use the generated name must use the new one"),),
)
_MOVED: Final = Rule(
    "moved line",
    "Another cell, row or place in the order. No message follows the order of a catalogue.",
    (always(DOCUMENTATION, "references to the old place have to follow, devices and messages stay as they are"),),
)
_NEW_DEVICE: Final = Rule(
    "new device",
    "No device of its kind is installed by the old edition.",
    (always(COMPATIBLE, "build it by the new edition, none is installed by the old one"),),
)
_OLD_DEVICE: Final = Rule(
    "device that is gone",
    "Whoever reads such devices finds nothing stated for new ones.",
    (
        when(
            "it carried something",
            lambda case: bool(case.was.by_device.get(case.change.old_key)),
            WIRE_ALONE,
            "do not count on such devices any more, installed ones may go on",
        ),
        always(COMPATIBLE, "nothing was carried there, installed devices may go on"),
    ),
)
_NEW_ELEMENT: Final = Rule(
    "new element",
    "Devices that have to hold it were built without it.",
    (
        when(
            "no device has it",
            lambda case: not case.has_devices(),
            DOCUMENTATION,
            "nothing has to be built before a device has it",
        ),
        always(CONFORMANCE, "build it into the devices that have it, installed ones lack it"),
    ),
)
_OLD_ELEMENT: Final = Rule(
    "element that is gone",
    "Installed devices hold more than is asked for, which harms nobody; who reads it finds nothing in new ones.",
    (
        when(
            "it was carried, or nothing tells whether it was",
            Case.element_carried,
            WIRE_ALONE,
            "readers must do without, installed devices may keep it",
        ),
        always(COMPATIBLE, "no message carried it, devices may keep it"),
    ),
)
_NEW_FACT: Final = Rule(
    "new fact of an item",
    "What is now stated of an item of a device, installed ones could not know.",
    (always(CONFORMANCE, "hold devices against what is stated, installed ones could not know it"),),
)
_OLD_FACT: Final = Rule(
    "fact of an item that is gone",
    "Less is asked of devices.",
    (always(COMPATIBLE, "nothing is asked of it any more, devices may keep it as it is"),),
)
_NEW_USE_CASE: Final = Rule(
    "new use case",
    "Its targets have to accept a message that installed ones do not know.",
    (always(CONFORMANCE, "devices must accept the message, installed ones refuse it"),),
)
_OLD_USE_CASE: Final = Rule(
    "use case that is gone",
    "Who sends it gets no answer from new devices.",
    (always(WIRE_ALONE, "do not send the message any more, devices that accept it may go on"),),
)
_NEW_STATEMENT: Final = Rule(
    "new statement",
    "A home that is new is asked of devices that could not know it, also where the element was required before and "
    "nobody had said where it goes. One beside the home over the protocol that has to carry it asks nothing of them.",
    (
        NO_HOME,
        NOT_AGREED,
        NO_ADDRESS,
        *APPEARS,
    ),
)
_OLD_STATEMENT: Final = Rule(
    "statement that is gone",
    "Installed devices may keep what they have; who asks there gets no answer from new ones. If the place carries "
    "another element now, an answer means something else.",
    (
        NO_HOME_BEFORE,
        NOT_CARRIED,
        *GOES,
    ),
)

LINES: Final[Mapping[tuple[Kind, Act], Rule]] = {
    (Kind.DEVICE, Act.ADDED): _NEW_DEVICE,
    (Kind.DEVICE, Act.REMOVED): _OLD_DEVICE,
    (Kind.ELEMENT, Act.ADDED): _NEW_ELEMENT,
    (Kind.ELEMENT, Act.REMOVED): _OLD_ELEMENT,
    (Kind.ITEM, Act.ADDED): _NEW_FACT,
    (Kind.ITEM, Act.REMOVED): _OLD_FACT,
    (Kind.USE_CASE, Act.ADDED): _NEW_USE_CASE,
    (Kind.USE_CASE, Act.REMOVED): _OLD_USE_CASE,
    (Kind.STATEMENT, Act.ADDED): _NEW_STATEMENT,
    (Kind.STATEMENT, Act.REMOVED): _OLD_STATEMENT,
    **{(kind, Act.RENAMED): _RENAMED for kind in Kind},
    **{(kind, Act.MOVED): _MOVED for kind in Kind},
}
"""The rule for each kind of line and each act; fields that changed are judged one by one. A test counts them."""
