"""The findings of the baseline, MM514 to MM517. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["BAD_ROW", "STALE", "TWICE", "UNREADABLE"]

UNREADABLE = Code(
    "MM514",
    Severity.ERROR,
    "The baseline cannot be read",
    "Correct its name, or make it: `metermap baseline write` does.",
)
BAD_ROW = Code(
    "MM515",
    Severity.ERROR,
    "A row of the baseline is incomplete or wrong",
    "Restore the row: a code, a subject and how often the finding occurs.",
)
TWICE = Code("MM516", Severity.ERROR, "The baseline has a finding twice", "Keep one of the two rows.")
STALE = Code(
    "MM517",
    Severity.WARNING,
    "The baseline lists more than occurs",
    "Run `metermap baseline shrink`: what is mended must not come back unseen.",
)
