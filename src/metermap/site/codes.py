"""What can go wrong when the site is built (MM7xx)."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BUILD_FAILED",
    "BUILD_WARNING",
    "NO_MKDOCS",
    "RENAMED_STILL_THERE",
    "RENAMED_TAKEN",
    "RENAMED_UNKNOWN",
]

BUILD_FAILED = Code(
    "MM710",
    Severity.ERROR,
    "mkdocs could not build the site",
    "Run mkdocs build in the site's source folder to see its own account.",
)
BUILD_WARNING = Code(
    "MM711",
    Severity.WARNING,
    "mkdocs warned while it built the site",
    "The site was built; look at the page the warning names.",
)
NO_MKDOCS = Code(
    "MM712",
    Severity.ERROR,
    "mkdocs is not installed",
    "Install mkdocs 1.6.1 or later, before 2; it is one of metermap's required packages.",
)
RENAMED_UNKNOWN = Code(
    "MM722",
    Severity.WARNING,
    "a renaming leads to a data item that there is not",
    "Correct the new name under [site.renamed], or remove the line; until then the old address leads nowhere.",
)
RENAMED_STILL_THERE = Code(
    "MM723",
    Severity.WARNING,
    "a former name is still the name of a data item",
    "Remove the line under [site.renamed]: the page of that item stands at the address.",
)
RENAMED_TAKEN = Code(
    "MM724",
    Severity.WARNING,
    "another data item has the address of a former name now",
    "Nothing can lead on from there; remove the line under [site.renamed].",
)
