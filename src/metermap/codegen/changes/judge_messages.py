"""The rules for fields of use cases and of devices: each a closed list of situations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_rule import (
    COMPATIBLE,
    CONFORMANCE,
    DOCUMENTATION,
    WIRE,
    Hits,
    Rule,
    always,
    first_stated,
    not_stated,
    same,
    when,
)
from metermap.codegen.changes.judge_values import roles_in, same_number

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "ACTING",
    "ACTION",
    "CARRIER",
    "CODES",
    "EDITIONS",
    "FUTURE",
    "PROTOCOLS",
    "REPLAY",
    "SERVICE",
    "TARGET",
    "VARIANTS",
]

# use cases

CODES: Final = Rule(
    "message code",
    "The code stands in each message and in each answer.",
    (
        same("the same number", lambda case: same_number(case.before, case.after)),
        first_stated("check which code installed devices know, the old edition left that open"),
        always(WIRE, "send and expect the new code, installed devices know the old one alone"),
    ),
)
TARGET: Final = Rule(
    "target",
    "Messages are addressed to their target. A further one must accept them; one that is gone does not any more.",
    (
        same("letter case or spaces differ"),
        first_stated("check which devices accept it, the old edition left that open"),
        when(
            "a device is no target any more",
            lambda case: bool(_targets(case, case.before) - _targets(case, case.after)),
            WIRE,
            "send it to the new target, the old one need not answer",
        ),
        always(CONFORMANCE, "the targets must accept it as it now says, installed ones may refuse"),
    ),
)


def _targets(case: Case, value: JsonValue) -> frozenset[str]:
    words = str(value or "")
    named = case.was.named_devices(words) | case.now.named_devices(words)
    return named or roles_in(words)


ACTION: Final = Rule(
    "form of a message",
    "Protocol, type of message and what it does decide how it is framed, protected and answered.",
    (
        same("letter case or spaces differ"),
        first_stated("check how installed devices take it, the old edition left that open"),
        always(WIRE, "build and check the message in the new form, installed devices know the old one"),
    ),
)
FUTURE: Final = Rule(
    "future dating",
    "A device that is told to act later must keep the order; one that need not may go on being able to, but who dates "
    "ahead is refused by new ones.",
    (
        same("letter case or spaces differ"),
        first_stated("check whether installed devices can act later, the old edition left that open"),
        when(
            "it may be dated ahead now",
            lambda case: str(case.after).strip().casefold() == "yes",
            CONFORMANCE,
            "devices must keep it until its time, installed ones may refuse",
        ),
        always(
            CONFORMANCE,
            "send it when it is to act, new devices may refuse to keep it, installed ones may go on",
            Hits.USERS,
        ),
    ),
)
REPLAY: Final = Rule(
    "protection against replay",
    "Sender and device must count alike: a device that checks refuses one that does not count, and one that does not "
    "check lets repetitions in.",
    (
        same("letter case or spaces differ"),
        first_stated("check whether installed devices count, the old edition left that open"),
        always(CONFORMANCE, "devices and senders must count as it now says, installed devices do as it said"),
    ),
)
ACTING: Final = Rule(
    "code of a use case",
    "The code is a name for people; the message code is what is sent.",
    (always(DOCUMENTATION, "messages stay, test plans and code that use the name must use the new one"),),
)
SERVICE: Final = Rule(
    "service reference",
    "It is how the message is ordered from whoever sends it. The message to the device stays.",
    (
        same("letter case or spaces differ"),
        always(COMPATIBLE, "order it by the new reference, the message to the device stays as it is"),
    ),
)

# devices

CARRIER: Final = Rule(
    "carrier",
    "The protocol that has to carry a device's elements is another.",
    (always(WIRE, "carry all elements by the new protocol, installed devices carry them by the old one"),),
)
PROTOCOLS: Final = Rule(
    "protocols and routes",
    "A route decides how messages are framed and protected. A further protocol is more to build.",
    (
        when(
            "further protocols, the others as before",
            lambda case: case.entries()[0].items() <= case.entries()[1].items(),
            CONFORMANCE,
            "devices must speak it too, installed ones do not",
        ),
        always(WIRE, "frame and route messages in the new way, installed devices know the old one"),
    ),
)
EDITIONS: Final = Rule(
    "editions of dictionaries",
    "Whether a device that was built to one edition meets another is what a change of edition leaves open, also where "
    "none was recorded. That none is recorded any more says nothing of devices.",
    (
        same("the same editions", lambda case: _editions(case)[0] == _editions(case)[1]),
        not_stated(DOCUMENTATION, "it is not recorded any more, and nothing follows from that"),
        first_stated("hold installed devices against the edition, none was recorded when they were built"),
        when(
            "fewer editions",
            lambda case: _editions(case)[1] < _editions(case)[0],
            COMPATIBLE,
            "devices may go on meeting those that are gone",
        ),
        always(CONFORMANCE, "hold installed devices against the new edition, they were built to the old one"),
    ),
)


def _editions(case: Case) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    was, now = (
        frozenset((protocol, str(name)) for protocol, names in side.items() for name in _list(names))
        for side in case.entries()
    )
    return was, now


def _list(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list | tuple) else [value]


VARIANTS: Final = Rule(
    "variants",
    "A variant is a word by which statements tell kinds of a device apart; nothing is required before one does. "
    "Installed devices of a kind that is gone are provided for no more.",
    (
        same("the same variants in another order", Case.same_names),
        when("further variants", Case.only_more, COMPATIBLE, "nothing is required of it until a statement says so"),
        always(CONFORMANCE, "say which statements hold for the kind that is gone, its devices are still installed"),
    ),
)
