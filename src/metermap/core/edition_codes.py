"""The findings about editions of catalogue and mapping, MM940 to MM943. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["NEVER_HOLDS", "NOT_WITHOUT", "SHARED_AND_OWN", "UNKNOWN_EDITION"]

UNKNOWN_EDITION = Code(
    "MM940",
    Severity.WARNING,
    "A statement names an edition that the workspace does not declare",
    "Write the name as metermap.toml has it, or declare the edition there under [[editions]].",
)
NEVER_HOLDS = Code(
    "MM941",
    Severity.ERROR,
    "A statement holds in no edition",
    "since names the first edition that has it, until the last; the first is not after the last.",
)
SHARED_AND_OWN = Code(
    "MM942",
    Severity.ERROR,
    "A mapping file of one edition is read for all of them as well",
    "Keep it in a folder that the patterns of mappings do not reach, such as editions/.",
)
NOT_WITHOUT = Code(
    "MM943",
    Severity.WARNING,
    "An edition is said to lack or to name otherwise what the catalogue does not have",
    "Correct the name, or take it out: without holds items and ids of elements, named the present names of items.",
)
