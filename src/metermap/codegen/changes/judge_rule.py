"""A rule: what a change of a field, or of a whole line, does, as a closed list of situations.

The first situation that holds decides, and the last always holds. docs/verdicts.md prints the same lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.codegen.changes.judge_case import Case
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
    "Rule",
    "always",
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


@dataclass(frozen=True, slots=True)
class Arm:
    """A situation, in words and as a question; the verdicts; and what whoever builds or reads devices must do."""

    when: str
    holds: Holds
    verdicts: Verdicts
    todo: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named list of situations, and the reason for judging so."""

    name: str
    reason: str
    arms: tuple[Arm, ...]

    def arm(self, case: Case) -> Arm:
        """Return the situation of a case."""
        return next(arm for arm in self.arms if arm.holds(case))


def when(words: str, holds: Holds, verdicts: Verdicts, todo: str) -> Arm:
    """Return a situation."""
    return Arm(words, holds, verdicts, todo)


def always(verdicts: Verdicts, todo: str) -> Arm:
    """Return the last situation, which is all that is left."""
    return Arm(OTHERWISE, lambda _: True, verdicts, todo)


def same(words: str, holds: Holds = Case.respelt) -> Arm:
    """Return the situation in which both values say the same."""
    return Arm(words, holds, DOCUMENTATION, "both say the same, nothing has to change")


def first_stated(todo: str) -> Arm:
    """Return the situation in which nothing was stated before: installed devices could not know."""
    return Arm("nothing was stated before", Case.first_said, CONFORMANCE, todo)


def not_stated(verdicts: Verdicts, todo: str) -> Arm:
    """Return the situation in which nothing is stated any more."""
    return Arm("nothing is stated any more", Case.no_longer_said, verdicts, todo)
