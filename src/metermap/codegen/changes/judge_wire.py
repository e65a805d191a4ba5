"""The rules for fields of statements: what an address, a type or a clause that differs does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_conversion import Turn
from metermap.codegen.changes.judge_homes import (
    APPEARS,
    GOES,
    NO_ADDRESS,
    NO_HOME,
    NO_HOME_BEFORE,
    NOT_AGREED,
    NOT_CARRIED,
    where,
)
from metermap.codegen.changes.judge_records import is_said
from metermap.codegen.changes.judge_rule import (
    CONFORMANCE,
    DOCUMENTATION,
    MEANING,
    MEANING_ALONE,
    WIRE,
    WIRE_ALONE,
    Rule,
    always,
    by_width,
    first_stated,
    not_stated,
    same,
    when,
)
from metermap.codegen.changes.judge_values import (
    Width,
    bracketed,
    limits,
    one_dimension,
    permitted,
    same_number,
    same_parts,
    same_unit,
)
from metermap.codegen.changes.model import Verdict

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "ADDRESS",
    "ANSWER",
    "BECOMES",
    "CARRIED",
    "CODED",
    "CONDITIONS",
    "CONSTANT",
    "CONVERSION",
    "HOME",
    "LENGTH",
    "MAY_LACK",
    "MESSAGE",
    "NON_VALUE",
    "NUMBER_UNIT",
    "ONLY",
    "OPTIONAL",
    "PATH",
    "RELATION",
    "ROLE",
    "ROUTE",
    "SENDERS",
    "STATUS",
    "TYPE",
    "TYPE_NAME",
    "USE_CASES",
    "WHOLE_TYPE",
]

ROUTE: Final = Rule(
    "way of a statement",
    "Device, protocol and route decide who is addressed, in which frames and under which protection.",
    (always(WIRE, "address and frame it in the new way, installed devices know the old one"),),
)


def _has_home_now(case: Case) -> bool:
    return case.was_gap() and not case.is_gap()


ROLE: Final = Rule(
    "role of a statement",
    "A home that appears is asked of devices that could not know it; one that goes is missed by readers.",
    (
        *where("it had no home and has one now", _has_home_now, NOT_AGREED, NO_ADDRESS, *APPEARS),
        *where("it has no home any more", Case.is_gap, NOT_CARRIED, *GOES),
        always(MEANING, "the place holds an element now and did not, or the other way, so read it accordingly"),
    ),
)
CARRIED: Final = Rule(
    "element that is carried",
    "The same place with another element holds something else.",
    (
        when(
            "the element was renamed",
            Case.same_element,
            DOCUMENTATION,
            "code that uses its name must use the new one",
        ),
        always(
            MEANING, "what is read there is another element, so readers and devices must change what they take it for"
        ),
    ),
)

# addresses

HOME: Final = Rule(
    "whole address",
    "An address that was not specified is asked of devices that could not know it.",
    (
        *where("there is none any more", Case.no_longer_said, *GOES),
        *where("there is one now", Case.first_said, *APPEARS),
        always(WIRE, "address the new place, installed devices have it at the old one"),
    ),
)
ADDRESS: Final = Rule(
    "part of an address",
    "It stands in the octets of a request, or says which of them are meant.",
    (always(WIRE, "address the new place, installed devices have it at the old one"),),
)
PATH: Final = Rule(
    "path inside an address",
    "A member, a field or a place in a series is found by its position. More entries at the end leave the others "
    "where they are.",
    (
        when(
            "the indices alone differ, and there are more at the end",
            lambda case: bracketed(case.before, case.after) is Width.WIDER,
            CONFORMANCE,
            "devices must have the further entries, installed ones need not have them",
        ),
        always(WIRE, "read and write the new position, installed devices have it at the old one"),
    ),
)
ANSWER: Final = Rule(
    "command of an answer or a request",
    "Which command answers, or is answered, is part of the exchange; the name of a command is not.",
    (
        first_stated("check which command installed devices send, the old edition left that open"),
        always(WIRE, "send and expect the new command, installed devices know the old one"),
    ),
)
MESSAGE: Final = Rule(
    "use case of a named home",
    "An alert or a message is known by the code of its use case.",
    (
        when(
            "the use case was renamed",
            lambda case: isinstance(case.before, str) and case.names.use_cases.get(case.before) == case.after,
            DOCUMENTATION,
            "the message stays, code that uses the name must use the new one",
        ),
        always(WIRE, "send and expect the new message, installed devices know the old one"),
    ),
)

# types

WHOLE_TYPE: Final = Rule(
    "whole wire type",
    "Without a type nobody can decode; a type that nobody had stated is asked of devices that could not know it.",
    (
        first_stated("check what installed devices send, the old edition left the octets open"),
        not_stated(WIRE_ALONE, "readers cannot decode any more what new devices send"),
        always(WIRE, "the octets follow another type, so code and decode them anew"),
    ),
)
TYPE: Final = Rule(
    "part of a wire type",
    "Tag, size, sign and parts are the octets themselves.",
    (
        same("both are the same but for how they print", lambda case: same_parts(case.before, case.after)),
        when(
            "the old type left open which of several is sent",
            Case.type_left_open,
            CONFORMANCE,
            "send the type that is stated now, installed devices may send another",
        ),
        always(WIRE, "code and decode by the new type, installed devices use the old one"),
    ),
)
TYPE_NAME: Final = Rule(
    "name of a wire type",
    "A name with the same tag and size is another word for the same octets.",
    (
        when("tag and size are the same", Case.same_octets, DOCUMENTATION, "the octets stay as they are"),
        when(
            "the old type left open which of several is sent",
            Case.type_left_open,
            CONFORMANCE,
            "send the type that is stated now, installed devices may send another",
        ),
        always(WIRE, "code and decode by the new type, installed devices use the old one"),
    ),
)
LENGTH: Final = Rule(
    "length on the wire",
    "A fixed length that becomes another one moves what follows and what is accepted. No length is a set of values: "
    "also where it was variable, whoever sends, takes or keeps the value was built to the length that was stated.",
    (
        when(
            "the old length was fixed, others are allowed as well now, and devices only report it",
            lambda case: (
                _is_fixed(case.before)
                and limits("length", case.before, case.after) is Width.WIDER
                and not case.written()
            ),
            WIRE_ALONE,
            "readers must be ready for the further lengths, devices that send the old one may go on",
        ),
        when(
            "the old length was fixed",
            lambda case: _is_fixed(case.before),
            WIRE,
            "code and decode by the new length, installed devices use the old one",
        ),
        always(
            CONFORMANCE,
            "whoever sends, takes or keeps the value must cope with the new lengths, what is installed was built to "
            "the old ones",
        ),
    ),
)


def _is_fixed(value: JsonValue) -> bool:
    match value:
        case [least, most]:
            return least is not None and least == most
    return False


NON_VALUE: Final = Rule(
    "codes of a type",
    "Which code stands for no value, and which table of codes holds: octets that are read as before mean something "
    "else.",
    (always(MEANING, "read and write the codes by the new table, installed devices mean the old one"),),
)
MAY_LACK: Final = Rule(
    "left out or not",
    "What may be absent is missed by readers that count on it; devices that always send it may go on. What must be "
    "there is asked of devices that could leave it out.",
    (
        when(
            "it may be left out now",
            lambda case: case.after is True,
            WIRE_ALONE,
            "readers must be ready for messages without it",
        ),
        always(CONFORMANCE, "devices and senders must always send it, installed ones may leave it out"),
    ),
)
OPTIONAL: Final = Rule(
    "optional part of a wire type",
    "Whether a part may be absent can itself stand in the octets.",
    (always(WIRE, "code and decode by the new type, installed devices use the old one"),),
)

# clauses

CONSTANT: Final = Rule(
    "constant",
    "A field that always holds one value is octets that are fixed. Where it is the code of a unit, such as that of a "
    "scaler_unit, other numbers mean something else with it.",
    (
        same("the same number", lambda case: same_number(case.before, case.after)),
        first_stated("send the constant, installed devices may send something else"),
        not_stated(WIRE_ALONE, "readers must not count on the constant any more, devices that send it may go on"),
        when(
            "it is the code of a unit",
            Case.of_a_unit,
            (Verdict.WIRE, Verdict.MEANING, Verdict.CONFORMANCE),
            "send and expect the new code, the numbers that it belongs to count something else now",
        ),
        always(WIRE, "send and expect the new constant, installed devices use the old one"),
    ),
)
NUMBER_UNIT: Final = Rule(
    "unit of the transmitted number",
    "The number on the wire counts something else: it is another number for the same quantity. Without one it counts "
    "what the catalogue states.",
    (
        same("both are the same unit", lambda case: same_unit(case.before, case.after)),
        when(
            "the units measure different things",
            lambda case: is_said(case.before) and is_said(case.after) and not one_dimension(case.before, case.after),
            (Verdict.WIRE, Verdict.MEANING, Verdict.CONFORMANCE),
            "scale and name the number anew, installed devices send another quantity",
        ),
        always(WIRE, "scale the number anew, installed devices count as before"),
    ),
)
CONVERSION: Final = Rule(
    "conversion",
    "Another expression makes another number of the same value. One that only turns its sign round leaves octets that "
    "are read as before and mean the opposite.",
    (
        same("only names in it were changed", Case.renamed_within),
        same("both compute the same", lambda case: case.conversions() is Turn.SAME),
        when(
            "the sign alone is turned round",
            lambda case: case.conversions() is Turn.ROUND,
            MEANING,
            "take the number with the other sign, installed devices mean the opposite",
        ),
        when(
            "the sign is turned round, and the number is another",
            lambda case: case.conversions() is Turn.ROUND_AND_OTHER,
            (Verdict.WIRE, Verdict.MEANING, Verdict.CONFORMANCE),
            "compute the number by the new expression and with the other sign, installed devices use the old one",
        ),
        always(WIRE, "compute the number by the new expression, installed devices use the old one"),
    ),
)
CODED: Final = Rule(
    "coding",
    "Codes stand in the octets. A code more leaves the others as they are, and must be known.",
    (
        same("the same codes in another order", lambda case: _coding(case.before) == _coding(case.after)),
        when(
            "further codes, the others as before",
            lambda case: bool(_coding(case.before)) and _coding(case.before).items() <= _coding(case.after).items(),
            CONFORMANCE,
            "devices and readers must know the further codes, installed ones do not",
        ),
        always(WIRE, "code and decode by the new table, installed devices use the old one"),
    ),
)


def _coding(value: JsonValue) -> Mapping[str, str]:
    pairs = value if isinstance(value, list | tuple) else ()
    return {str(pair[0]): str(pair[1]) for pair in pairs if isinstance(pair, list | tuple) and len(pair) > 1}


def _permitted(case: Case) -> Width:
    return permitted(case.before, case.after)


ONLY: Final = Rule(
    "permitted values",
    "A profile that permits less than the standard, or more than it did, is a range: see there. Without one all "
    "values of the type are permitted.",
    (
        same("both permit the same", lambda case: _permitted(case) is Width.SAME),
        *by_width(_permitted),
        when(
            "other numbers are permitted",
            lambda case: _permitted(case) in (Width.NARROWER, Width.ACROSS),
            CONFORMANCE,
            "devices must keep to what is permitted now, installed ones may go beyond it",
        ),
        always(MEANING, "the two cannot be compared as numbers, so hold devices and readers against the new words"),
    ),
)

CONDITIONS: Final = Rule(
    "conditions",
    "A value that only holds under a condition means nothing where the condition does not hold; one that held under a "
    "condition and holds always is more to build.",
    (
        same("the same conditions in another order", Case.same_names),
        same("only names in them were changed", Case.renamed_within),
        when(
            "fewer conditions",
            Case.only_fewer,
            CONFORMANCE,
            "devices must have it in all cases that are left open now, installed ones need not",
        ),
        always(MEANING, "read and write it only where the new conditions hold, installed devices follow the old ones"),
    ),
)
BECOMES: Final = Rule(
    "staging",
    "A value that waits for its time is not the value that holds. Written alike, it acts at another time or elsewhere.",
    (
        same("only names in it were changed", Case.renamed_within),
        always(
            MEANING, "write and read the value as waiting or in force as it now says, installed devices do as it said"
        ),
    ),
)
USE_CASES: Final = Rule(
    "use cases of a statement",
    "A message that carries something more must be accepted and answered by devices; one that carries it no more is "
    "missed by those who read it there.",
    (
        same(
            "the same use cases in another order or under new names",
            lambda case: case.cases_in_present_names()[0] == case.cases_in_present_names()[1],
        ),
        when(
            "further use cases",
            lambda case: case.cases_in_present_names()[0] <= case.cases_in_present_names()[1],
            CONFORMANCE,
            "devices must also carry it in the further messages, installed ones may refuse",
        ),
        when(
            "fewer use cases",
            lambda case: case.cases_in_present_names()[1] <= case.cases_in_present_names()[0],
            WIRE_ALONE,
            "do not look for it in the messages that are gone, devices may go on answering",
        ),
        always(WIRE, "look for it in the new messages, installed devices carry it in the old ones"),
    ),
)
SENDERS: Final = Rule(
    "senders of a statement",
    "Fewer roles than the catalogue lists for a use case may send it: another list is another configuration of "
    "devices.",
    (
        same(
            "the same roles in another order",
            lambda case: (
                {name: _names(value) for name, value in case.entries()[0].items()}
                == {name: _names(value) for name, value in case.entries()[1].items()}
            ),
        ),
        always(CONFORMANCE, "devices must accept it from the roles that are named now, installed ones do as it said"),
    ),
)


def _names(value: JsonValue) -> frozenset[str]:
    return frozenset(str(part) for part in value) if isinstance(value, list | tuple) else frozenset([str(value)])


STATUS: Final = Rule(
    "status",
    "What is proposed or planned binds nobody. Once agreed it is asked of devices that could not know it; withdrawn "
    "into a proposal it is missed by readers. How far a review is says nothing of devices.",
    (
        when(
            "it holds as before, or binds nobody as before",
            lambda case: case.was_binding() == case.is_binding(),
            DOCUMENTATION,
            "nothing has to change",
        ),
        *where("it binds now", Case.is_binding, NO_HOME, NO_ADDRESS, *APPEARS),
        NO_HOME_BEFORE,
        NOT_CARRIED,
        *GOES,
    ),
)
_EXACT: Final = "exact"
RELATION: Final = Rule(
    "relation",
    "How exactly the place answers to the element. Where nothing was recorded a place is taken for exactly what it is "
    "mapped to, so that only a first record of anything else is news.",
    (
        when(
            "recorded for the first time, and exact",
            lambda case: case.first_said() and case.after == _EXACT,
            DOCUMENTATION,
            "nothing has to change",
        ),
        when(
            "recorded for the first time, and not exact",
            Case.first_said,
            MEANING_ALONE,
            "whoever took the place for exactly the element must look whether that harms, devices stay as they are",
        ),
        when(
            "not recorded any more",
            Case.no_longer_said,
            DOCUMENTATION,
            "nothing follows from that",
        ),
        always(MEANING_ALONE, "do not take the one for the other any more than the new relation allows"),
    ),
)
