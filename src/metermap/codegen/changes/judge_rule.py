"""A rule: what a change of a field, or of a whole line, does, as a closed list of situations.

The first situation that holds decides, and the last always holds. docs/verdicts.md prints the same lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_values import Width
from metermap.codegen.changes.model import Verdict

__all__ = [
    "COMPATIBLE",
    "CONFORMANCE",
    "DOCUMENTATION",
    "MEANING",
    "MEANING_ALONE",
    "OTHERWISE",
    "WIRE",
    "WIRE_ALONE",
    "Arm",
    "Hits",
    "Rule",
    "always",
    "by_width",
    "first_stated",
    "not_stated",
    "same",
    "when",
]

Holds: TypeAlias = Callable[[Case], bool]
"""Whether a situation is that of a case."""

Verdicts: TypeAlias = tuple[Verdict, ...]
"""Those that hold, gravest first."""

OTHERWISE: Final = "otherwise"

DOCUMENTATION: Final[Verdicts] = (Verdict.DOCUMENTATION,)
COMPATIBLE: Final[Verdicts] = (Verdict.COMPATIBLE,)
CONFORMANCE: Final[Verdicts] = (Verdict.CONFORMANCE,)
# A device that was right before sends the octets, or the meaning, of the old edition: it does not meet the new one.
MEANING: Final[Verdicts] = (Verdict.MEANING, Verdict.CONFORMANCE)
WIRE: Final[Verdicts] = (Verdict.WIRE, Verdict.CONFORMANCE)
# What is no longer asked of a device, installed ones may go on having.
MEANING_ALONE: Final[Verdicts] = (Verdict.MEANING,)
WIRE_ALONE: Final[Verdicts] = (Verdict.WIRE,)


class Hits(StrEnum):
    """Whom a situation hits of those whom a line is about."""

    ALL = "its devices and all roles"
    NAMED = "its devices and the roles in which the two lists differ"
    WRITERS = "the roles that write it"  # installed devices go on
    READERS = "the roles that read it"  # installed devices go on
    USERS = "all its roles"  # installed devices go on


@dataclass(frozen=True, slots=True)
class Arm:
    """A situation, in words and as a question; the verdicts; what whoever builds or reads devices must do; and whom."""

    when: str
    holds: Holds
    verdicts: Verdicts
    todo: str
    hits: Hits = Hits.ALL


@dataclass(frozen=True, slots=True)
class Rule:
    """A named list of situations, and the reason for judging so."""

    name: str
    reason: str
    arms: tuple[Arm, ...]

    def arm(self, case: Case) -> Arm:
        """Return the situation of a case."""
        return next(arm for arm in self.arms if arm.holds(case))


def when(words: str, holds: Holds, verdicts: Verdicts, todo: str, hits: Hits = Hits.ALL) -> Arm:
    """Return a situation."""
    return Arm(words, holds, verdicts, todo, hits)


def always(verdicts: Verdicts, todo: str, hits: Hits = Hits.ALL) -> Arm:
    """Return the last situation, which is all that is left."""
    return Arm(OTHERWISE, lambda _: True, verdicts, todo, hits)


def same(words: str, holds: Holds = Case.respelt) -> Arm:
    """Return the situation in which both values say the same."""
    return Arm(words, holds, DOCUMENTATION, "both say the same, nothing has to change")


def first_stated(todo: str) -> Arm:
    """Return the situation in which nothing was stated before: installed devices could not know."""
    return Arm("nothing was stated before", Case.first_said, CONFORMANCE, todo)


def not_stated(verdicts: Verdicts, todo: str, hits: Hits = Hits.ALL) -> Arm:
    """Return the situation in which nothing is stated any more."""
    return Arm("nothing is stated any more", Case.no_longer_said, verdicts, todo, hits)


def by_width(lies: Callable[[Case], Width]) -> tuple[Arm, ...]:
    """Return the situations of a set of values that became wider or narrower, by whether a role writes them."""
    return (
        when(
            "more values, and a role writes them",
            lambda case: lies(case) is Width.WIDER and case.written(),
            CONFORMANCE,
            "devices must accept the further values, installed ones may refuse them",
        ),
        when(
            "more values, and devices only report them",
            lambda case: lies(case) is Width.WIDER,
            COMPATIBLE,
            "who can decode the type can read the further values, see that nothing sorts them out",
        ),
        when(
            "fewer values, and a role writes them",
            lambda case: lies(case) is Width.NARROWER and case.written(),
            CONFORMANCE,
            "write only the values that are left, new devices may refuse the others, installed ones go on",
            Hits.WRITERS,
        ),
    )
