"""The findings of results of laboratories, MM950 to MM960. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_DATE",
    "CONTRADICTION",
    "INCOMPLETE_ROW",
    "NOT_CARRIED",
    "NO_FILE",
    "STALE",
    "TOO_MANY",
    "TWICE",
    "UNKNOWN_OUTCOME",
    "UNKNOWN_SUBJECT",
    "UNREADABLE",
]

_E, _W = Severity.ERROR, Severity.WARNING

UNREADABLE = Code(
    "MM950",
    _E,
    "A file of test results cannot be read",
    "Save it as CSV in UTF-8, with the columns of the template that `metermap pics --results-template` writes.",
)
NO_FILE = Code(
    "MM951",
    _W,
    "No file of test results is there",
    "Correct the pattern under results in metermap.toml, put the files there, or take the pattern out.",
)
INCOMPLETE_ROW = Code(
    "MM952",
    _E,
    "A test result is incomplete",
    "Fill in device, protocol, subject, outcome, edition and date, or take the row out.",
)
UNKNOWN_SUBJECT = Code(
    "MM953",
    _E,
    "A test result is about nothing that the workspace has",
    "Name an element, a statement or a test case as `metermap pics` lists it, or take the row out.",
)
UNKNOWN_OUTCOME = Code(
    "MM954", _E, "A test result has an outcome that there is not", "Write passed, failed or not run."
)
BAD_DATE = Code("MM955", _E, "A test result has no date that can be read", "Write the day of the test as 2026-03-31.")
STALE = Code(
    "MM956",
    _W,
    "A test result is of another edition",
    "Have it tested by the present edition; until then it counts for nothing. Take the row out if nobody needs it.",
)
TWICE = Code("MM957", _W, "A test result is given twice", "Keep one of the two rows.")
CONTRADICTION = Code(
    "MM958",
    _W,
    "Test results contradict each other",
    "Find out which one holds, and take the other out; until then the element counts as failed.",
)
NOT_CARRIED = Code(
    "MM959",
    _W,
    "A test result is about an element that is not carried",
    "Write down what carries it, or ask the laboratory what was tested; it counts for nothing.",
)
TOO_MANY = Code(
    "MM960",
    _E,
    "A file of test results has too many faults",
    "Mend those that are told, as a rule one mistake repeated, and check again.",
)
