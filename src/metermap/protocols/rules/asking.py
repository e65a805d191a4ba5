"""Why `metermap protocols show` has no answer: what was asked for, in words, because a question is no file."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule
from metermap.protocols import codes

__all__ = ["RULES"]


def _asked(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    show = "metermap protocols show"
    return Rule(
        code, Family.DICTIONARY, explanation, Example(text=f"{show} {failing}"), Example(text=f"{show} {passing}")
    )


RULES: tuple[Rule, ...] = (
    _asked(
        codes.UNKNOWN_ENTRY,
        "Neither dictionary nor workspace has anything of this name or number. The help names what comes close, in any "
        "spelling.",
        "Meterng",
        "Metering",
    ),
    _asked(
        codes.WRONG_SIDE,
        "In Smart Energy the server and the client of a cluster have attributes and commands of their own, under the "
        "same numbers. The one that is asked for is on the other side.",
        "'Metering client CurrentSummationDelivered'",
        "'Metering server CurrentSummationDelivered'",
    ),
    _asked(
        codes.NOT_FOUND,
        "The class or cluster is known, and has no attribute, method or command of this name or number. The help names "
        "the closest.",
        "Register.valeu",
        "Register.value",
    ),
    _asked(
        codes.UNKNOWN_VERSION,
        "Versions of an interface class differ in their attributes. The dictionary does not have the one asked for.",
        "'7 v9'",
        "'7 v1'",
    ),
    _asked(
        codes.WRONG_KIND,
        "Attributes and methods are numbered apart: 3.A2 and 3.M2 are two things. What was asked for is of the other "
        "kind.",
        "3.M2",
        "3.A2",
    ),
    _asked(
        codes.NOT_A_NAME,
        "A logical name has six groups from 0 to 255. The message says which group is at fault.",
        "1-0:300.8.0.255",
        "1-0:1.8.0.255",
    ),
    _asked(
        codes.UNKNOWN_PART,
        "The value has members, or selective access, of other names; or it is a simple value and has no parts at all.",
        "Register.scaler_unit.untis",
        "Register.scaler_unit.unit",
    ),
    _asked(
        codes.AMBIGUOUS,
        "The text fits more than one entry, and to answer with one of them would be a guess. The help lists them in a "
        "spelling that fits only one.",
        "'status', if several classes have an attribute of that name",
        "ProfileGeneric.buffer",
    ),
)
