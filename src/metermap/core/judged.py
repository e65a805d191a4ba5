"""What became of a finding: it is open, or somebody has reviewed it, silenced it, or put it into the baseline.

Reports and the site show every finding with it. A finding that nobody needs to look at any more is marked,
and never left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from metermap.core.findings import Finding, Severity

if TYPE_CHECKING:
    from metermap.core.places import Place

__all__ = ["JudgedFinding", "Outcome", "unjudged"]


class Outcome(StrEnum):
    """What became of a finding."""

    OPEN = "open"  # an error or a warning that counts
    NOTE = "note"  # a remark: it counts nowhere
    REVIEWED = "reviewed"  # the list of reviewed findings accounts for it
    SUPPRESSED = "suppressed"  # an `allow` or metermap.toml silences it
    HELD = "in the baseline"  # there when the group began to count, and nobody has reviewed it


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding and what became of it.

    `verdict` is that of the list of reviewed findings (``accepted`` or ``open``: seen, not decided). `reason` is the
    one that was written down, by the reviewer or by whoever silenced it. `place` is where it is written,
    None if that is not known apart from the reason. All three are empty where the outcome has none.
    """

    finding: Finding
    outcome: Outcome
    verdict: str = ""
    reason: str = ""
    place: Place | None = None


def unjudged(findings: Iterable[Finding]) -> tuple[JudgedFinding, ...]:
    """Return findings that nothing was held against, in reading order: what is not silenced is open, or a note."""
    return tuple(map(_unjudged, sorted(findings, key=lambda finding: finding.sort_key)))


def _unjudged(finding: Finding) -> JudgedFinding:
    if finding.suppressed:
        return JudgedFinding(finding, Outcome.SUPPRESSED, reason=finding.suppressed)
    return JudgedFinding(finding, Outcome.NOTE if finding.severity is Severity.NOTE else Outcome.OPEN)
