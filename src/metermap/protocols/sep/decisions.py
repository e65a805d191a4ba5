"""What was decided where sources contradict each other about an attribute, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.core.addresses import Side
from metermap.protocols import codes
from metermap.protocols.tables import Table

__all__ = ["DECISIONS", "Decision", "Verdict", "read_decisions"]

DECISIONS: Final = ("cluster", "side", "id", "said", "aspect", "verdict", "basis")


class Verdict(StrEnum):
    """Whether the contradiction is decided for what the dictionary holds."""

    OURS = "ours"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Decision:
    """One contradiction: `said` is what the differing source says, as in the attribute's `disagreement`.

    `basis` names the further sources that agree with the dictionary, or the clause; it is empty only
    where the verdict is unresolved.
    """

    said: str
    aspect: str
    verdict: Verdict
    basis: str


def read_decisions(table: Table) -> dict[tuple[int, Side, int], tuple[Decision, ...]]:
    """Return the decisions by cluster, side and attribute id."""
    found: dict[tuple[int, Side, int], list[Decision]] = {}
    for line, (cluster, side, id_, said, aspect, verdict, basis) in table:
        cluster_id, attribute_id = table.required(line, "cluster", cluster), table.required(line, "id", id_)
        if cluster_id is None or attribute_id is None:
            continue
        if side not in tuple(Side) or verdict not in tuple(Verdict):
            expected = " or ".join(Verdict)
            table.report(codes.BAD_CELL, line, f"{verdict!r} is no verdict", column="verdict", expected=expected)
        elif (verdict == Verdict.OURS) != bool(basis):
            table.report(codes.BAD_CELL, line, "what is decided has a basis, and nothing else has", column="basis")
        else:
            key = (cluster_id, Side(side), attribute_id)
            found.setdefault(key, []).append(Decision(said, aspect, Verdict(verdict), basis))
    return {key: tuple(decisions) for key, decisions in found.items()}
