"""Decisions: where the sources of the class tables contradict each other, and what was decided.

A line says of one member what the table prints (`ours`), what others print (`theirs`, ``source=value``),
who was followed, and on what basis: a clause, a third source, or the reason why it is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.core.addresses import Access
from metermap.core.findings import Code, Findings
from metermap.core.places import FilePlace
from metermap.protocols import codes
from metermap.protocols.dlms.model import ClassMember, InterfaceClass
from metermap.protocols.dlms.types import holes
from metermap.protocols.tables import Table

__all__ = ["DECISIONS", "Aspect", "Decision", "Verdict", "check_decisions", "read_decisions"]

DECISIONS: Final = ("class_id", "version", "kind", "index", "aspect", "ours", "theirs", "verdict", "basis")


class Aspect(StrEnum):
    """What a decision is about."""

    TYPE = "type"  # sources print different types
    MEMBERS = "members"  # the first source names a type, and does not spell it out
    SELECTOR = "selector"  # which class versions have a way of selective access


class Verdict(StrEnum):
    """Who was followed."""

    OURS = "ours"
    THEIRS = "theirs"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewed contradiction or gap.

    `ours` is the outer type in the table where the aspect is the type; what the first source prints where
    it is the members. `detail` narrows the aspect: the number of a selector.
    """

    class_id: int
    version: int
    access: Access
    index: int
    aspect: Aspect
    detail: str
    ours: str
    theirs: str
    verdict: Verdict
    basis: str

    @property
    def place(self) -> tuple[int, int, Access, int]:
        """Return class id, version, attribute or method, and its index."""
        return (self.class_id, self.version, self.access, self.index)


def read_decisions(table: Table) -> tuple[Decision, ...]:
    """Return the decisions; a line that is none is a finding."""
    found = []
    for line, (class_id, version, kind, index, aspect, ours, theirs, verdict, basis) in table:
        numbers = (
            table.required(line, "class_id", class_id),
            table.required(line, "version", version),
            table.required(line, "index", index),
        )
        word, _, detail = aspect.partition(" ")
        known = kind in (Access.ATTRIBUTE, Access.METHOD) and word in set(Aspect) and verdict in set(Verdict)
        if not known or not basis:
            message = f"{kind} {aspect} {verdict} is no decision with a basis"
            table.report(codes.BAD_CELL, line, message, column="verdict", expected="ours, theirs or unresolved")
            continue
        first, second, third = numbers
        if first is not None and second is not None and third is not None:
            place = (first, second, Access(kind), third)
            found.append(Decision(*place, Aspect(word), detail, ours, theirs, Verdict(verdict), basis))
    return tuple(found)


def check_decisions(class_: InterfaceClass, decisions: tuple[Decision, ...], findings: Findings) -> None:
    """Report members whose sources disagree without a decision, and decisions that hold no more.

    `decisions` are those on this version of the class.
    """
    members = {(Access.ATTRIBUTE, member.index): member for member in class_.attributes}
    members |= {(Access.METHOD, member.index): member for member in class_.methods}
    decided = {(decision.access, decision.index, decision.aspect) for decision in decisions}
    for (access, index), member in members.items():
        if member.sources_disagree and (access, index, Aspect.TYPE) not in decided:
            _add(findings, codes.UNDECIDED, class_, f"{access} {index} {member.name}: {member.sources_disagree}")
    for decision in decisions:
        stale = _stale(decision, members.get((decision.access, decision.index)))
        if stale:
            where = f"{decision.access} {decision.index} {decision.aspect}"
            _add(findings, codes.STALE_DECISION, class_, f"{where}: {stale}")


def _stale(decision: Decision, member: ClassMember | None) -> str:
    """Return why a decision holds no more, or an empty text."""
    if member is None:
        return "there is no such member"
    if decision.aspect is Aspect.TYPE:
        return next(_stale_type(decision, member), "")
    if decision.aspect is Aspect.MEMBERS:
        open_ = any(True for _ in holes(member.type))
        if open_ and decision.verdict is not Verdict.UNRESOLVED:
            return "the type is not spelled out"
        if not open_ and decision.verdict is Verdict.UNRESOLVED:
            return "the type is spelled out by now"
    return ""


def _stale_type(decision: Decision, member: ClassMember) -> Iterator[str]:
    if not member.sources_disagree:
        yield "no source disagrees"
    elif decision.theirs != member.sources_disagree:
        yield f"the table has {member.sources_disagree!r}, the decision {decision.theirs!r}"
    if decision.ours != member.type.name:
        yield f"the type is {member.type.name}, not {decision.ours}"


def _add(findings: Findings, code: Code, class_: InterfaceClass, what: str) -> None:
    subject = f"class {class_.id} version {class_.version}"
    findings.add(code.at(FilePlace("dictionary", subject), f"{subject} {what}", subject=subject))
