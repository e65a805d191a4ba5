"""One finding type for all stages.

A fault does not end a stage: it goes on to its last input, so that one run shows everything it can see.
A code is a `Code` object. The stage that reports it defines it, once; a retired code is not given out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from metermap.core.places import Place, place_key

__all__ = ["Code", "Finding", "Findings", "Severity"]


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Return 0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    `subject` is a stable key (an element id, a file) by which a reviewed list names the finding;
    line numbers are not part of it. `expected` and `help` complete the message: what should
    stand there, and what to do. `also` holds secondary places. `clause` is the source of the rule.
    `suppressed` is the reason for which a mapping file or metermap.toml silences it; empty if none does.
    `edition` names the other edition of the catalogue that it is about, and `message` begins with that; empty if the
    edition that is worked on has it as well.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None
    subject: str = ""
    expected: str = ""
    help: str = ""
    also: tuple[Place, ...] = ()
    clause: str = ""
    suppressed: str = ""
    edition: str = ""

    @property
    def listed(self) -> str:
        """Return the subject as lists of findings write it: that of another edition with its name before it."""
        return f"{self.edition}: {self.subject}" if self.edition else self.subject

    @property
    def sort_key(self) -> tuple[tuple[str, str, int, int], str, str, str]:
        """Order: by place, then code, subject and text."""
        return (place_key(self.place), self.code, self.subject, self.message)


@dataclass(frozen=True, slots=True)
class Code:
    """The definition of a kind of finding: its code, severity, title and standing advice.

    A `judgement` weighs what was read and understood. An error that is none tells of something that could not
    be, so that outputs lack it or would be wrong.
    """

    id: str
    severity: Severity
    title: str
    help: str = ""
    judgement: bool = False

    @property
    def fixed(self) -> bool:
        """Return whether a workspace may neither lower nor allow it: an error that is no judgement."""
        return self.severity is Severity.ERROR and not self.judgement

    def at(
        self,
        place: Place | None,
        message: str,
        *,
        subject: str = "",
        expected: str = "",
        help: str = "",  # noqa: A002  (the word users read)
        also: Iterable[Place] = (),
        clause: str = "",
    ) -> Finding:
        """Return a finding of this kind."""
        return Finding(
            self.id,
            self.severity,
            message,
            place,
            subject,
            expected,
            help or self.help,
            tuple(also),
            clause,
        )


@dataclass(slots=True)
class Findings:
    """A collector that a stage fills and hands on."""

    items: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Collect one finding."""
        self.items.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Collect several findings."""
        self.items.extend(findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def errors(self) -> int:
        """Return how many are errors."""
        return sum(1 for item in self.items if item.severity is Severity.ERROR)

    def sorted(self) -> tuple[Finding, ...]:
        """Return all findings in the order of a reader."""
        return tuple(sorted(self.items, key=lambda item: item.sort_key))
