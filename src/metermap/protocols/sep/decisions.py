"""What was decided where sources contradict each other about an attribute or a field, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.core.addresses import Side
from metermap.protocols import codes
from metermap.protocols.tables import Table

__all__ = [
    "DECISIONS",
    "FIELD_DECISIONS",
    "Decision",
    "FieldDecision",
    "Verdict",
    "read_decisions",
    "read_field_decisions",
]

DECISIONS: Final = ("cluster", "side", "id", "said", "aspect", "verdict", "basis")
FIELD_DECISIONS: Final = ("cluster", "sender", "command", "field", "said", "aspect", "verdict", "basis")


class Verdict(StrEnum):
    """Whether the contradiction is decided for what the dictionary holds."""

    OURS = "ours"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Decision:
    """One contradiction: `said` is the differing source and what it says: for an attribute as in its `disagreement`.

    `basis` names the further sources that agree with the dictionary, or the clause; it is empty only
    where the verdict is unresolved.
    """

    said: str
    aspect: str
    verdict: Verdict
    basis: str


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """A contradiction about a field of a command.

    `command` is its id as printed. Of a structure the cluster is None, `command` is ``struct``, and `field`
    begins with the structure's name.
    """

    cluster: int | None
    sender: Side | None
    command: str
    field: str
    decision: Decision


def read_decisions(table: Table) -> dict[tuple[int, Side, int], tuple[Decision, ...]]:
    """Return the decisions by cluster, side and attribute id."""
    found: dict[tuple[int, Side, int], list[Decision]] = {}
    for line, (cluster, side, id_, *rest) in table:
        cluster_id, attribute_id = table.required(line, "cluster", cluster), table.required(line, "id", id_)
        decision = _decision(table, line, rest)
        if side not in tuple(Side):
            table.report(codes.BAD_CELL, line, f"{side!r} is no side", column="side", expected="server or client")
        elif cluster_id is not None and attribute_id is not None and decision is not None:
            found.setdefault((cluster_id, Side(side), attribute_id), []).append(decision)
    return {key: tuple(decisions) for key, decisions in found.items()}


def read_field_decisions(table: Table) -> tuple[FieldDecision, ...]:
    """Return the decisions about fields."""
    found = []
    for line, (cluster, sender, command, field, *rest) in table:
        decision = _decision(table, line, rest)
        if sender and sender not in tuple(Side):
            table.report(codes.BAD_CELL, line, f"{sender!r} is no side", column="sender", expected="server or client")
        elif decision is not None:
            id_ = table.integer(line, "cluster", cluster)
            found.append(FieldDecision(id_, Side(sender) if sender else None, command, field, decision))
    return tuple(found)


def _decision(table: Table, line: int, cells: list[str]) -> Decision | None:
    said, aspect, verdict, basis = cells
    if verdict not in tuple(Verdict):
        expected = " or ".join(Verdict)
        table.report(codes.BAD_CELL, line, f"{verdict!r} is no verdict", column="verdict", expected=expected)
        return None
    if (verdict == Verdict.OURS) != bool(basis):
        table.report(codes.BAD_CELL, line, "what is decided has a basis, and nothing else has", column="basis")
        return None
    return Decision(said, aspect, Verdict(verdict), basis)
