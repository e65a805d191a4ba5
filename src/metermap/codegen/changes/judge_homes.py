"""A home that appears, or goes: the same situations, be it a line, an address, a role or a status that tells of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_rule import (
    COMPATIBLE,
    CONFORMANCE,
    DOCUMENTATION,
    OTHERWISE,
    WIRE_ALONE,
    Arm,
    Holds,
    always,
    when,
)
from metermap.codegen.changes.model import Verdict

__all__ = ["APPEARS", "GOES", "NOT_AGREED", "NOT_CARRIED", "NO_ADDRESS", "NO_HOME", "NO_HOME_BEFORE", "where"]

NO_HOME: Final = when("it says that there is no home", Case.is_gap, DOCUMENTATION, "nothing has to be built")
NOT_AGREED: Final = when(
    "it is proposed or planned",
    lambda case: not case.is_binding(),
    COMPATIBLE,
    "nobody has to follow before it is agreed",
)
NO_ADDRESS: Final = when(
    "it states no address", lambda case: not case.carries(), COMPATIBLE, "nothing can be built before it does"
)
APPEARS: Final = (
    when(
        "messages may leave it out",
        Case.may_be_left_out,
        COMPATIBLE,
        "readers may find it there, and must be ready for messages without it",
    ),
    when(
        "the element has its home over the protocol that has to carry it, and this is another",
        lambda case: not case.duty(),
        COMPATIBLE,
        "it may be read there as well, where a device has it",
    ),
    always(CONFORMANCE, "build it at the address, installed devices could not know it"),
)
"""What a home does that is there now and was not."""

NO_HOME_BEFORE: Final = when("it said that there is no home", Case.was_gap, DOCUMENTATION, "nothing has to change")
NOT_CARRIED: Final = when(
    "it was proposed or planned, or had no address",
    lambda case: not case.carried(),
    COMPATIBLE,
    "nobody could count on it",
)
GOES: Final = (
    when(
        "messages could leave it out",
        Case.could_be_left_out,
        COMPATIBLE,
        "readers were ready for messages without it",
    ),
    when(
        "the place carries another element now",
        Case.place_taken,
        (Verdict.WIRE, Verdict.MEANING),
        "do not ask there any more, an answer of new devices is another element's",
    ),
    always(WIRE_ALONE, "do not ask there any more, installed devices may go on answering"),
)
"""What a home does that was there and is not any more."""


def where(words: str, holds: Holds, *arms: Arm) -> tuple[Arm, ...]:
    """Return situations that hold under one condition alone; the last of them is all that is left of it."""
    return tuple(_under(words, holds, arm) for arm in arms)


def _under(words: str, holds: Holds, arm: Arm) -> Arm:
    told = words if arm.when == OTHERWISE else f"{words}, and {arm.when}"
    return replace(arm, when=told, holds=lambda case: holds(case) and arm.holds(case))
