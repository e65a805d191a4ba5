"""The findings of the list of reviewed findings, MM050 to MM059. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["INCOMPLETE_ROW", "STALE", "TWICE", "UNREADABLE"]

UNREADABLE = Code(
    "MM050",
    Severity.ERROR,
    "The list of reviewed findings cannot be read",
    "Save it as CSV in UTF-8 with the columns code, subject, verdict, reason and, if you wish, alarm.",
)
INCOMPLETE_ROW = Code(
    "MM051",
    Severity.ERROR,
    "A row of the list of reviewed findings is incomplete",
    "Fill in code, subject, verdict and reason, or take the row out.",
)
TWICE = Code("MM052", Severity.WARNING, "A finding is reviewed twice", "Keep one of the two rows.")
STALE = Code(
    "MM053",
    Severity.WARNING,
    "A reviewed finding no longer occurs",
    "Take the row out of the list; if the finding should still occur, look for what hides it.",
)
