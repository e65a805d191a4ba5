"""What a format for programs is made from: the findings, which of them count, and what is known of their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from metermap.core.findings import Finding, Severity
from metermap.core.render import Hidden
from metermap.core.source_lines import SourceLines

__all__ = ["Aside", "FailOn", "Kind", "Report", "counts", "details"]


class FailOn(StrEnum):
    """From which severity on a finding fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding, as a `Code` and its `Rule` describe it. What is not written is empty."""

    code: str
    severity: Severity
    title: str
    help: str = ""
    explanation: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Why a finding does not count: the reason as written, and where.

    `accepted` is false while nobody has decided what becomes of it. `in_source` is true for what a mapping
    file allows, false for what stands in a list beside it.
    """

    reason: str
    accepted: bool = True
    in_source: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in reading order, and what the formats say of the run.

    `folder` is the workspace's folder as seen from where the program runs: the paths of findings are relative
    to it. Empty if that is the same folder. `aside` has the findings that do not count, `kinds` what is known
    of codes, and `fail_on` is the severity from which on the others fail. `sources` has the lines of mapping
    files, which text shows.
    """

    findings: tuple[Finding, ...]
    hidden: Hidden = field(default_factory=Hidden)
    folder: str = ""
    aside: Mapping[Finding, Aside] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    fail_on: FailOn = FailOn.WARNING
    version: str = ""
    sources: SourceLines | None = None

    def fails(self, finding: Finding) -> bool:
        """Return whether the finding makes the run fail."""
        return finding not in self.aside and counts(finding.severity, self.fail_on)


def counts(severity: Severity, fail_on: FailOn) -> bool:
    """Return whether a finding of this severity makes a run fail."""
    return fail_on is not FailOn.NEVER and severity.rank <= Severity(fail_on.value).rank


def details(finding: Finding) -> tuple[str, ...]:
    """Return the lines that complete a message: what was expected, what to do, other places, the source."""
    also = ", ".join(map(str, finding.also))
    labelled = {"expected": finding.expected, "help": finding.help, "see also": also, "source": finding.clause}
    return tuple(f"{label}: {text}" for label, text in labelled.items() if text)
