"""What can go wrong when the site is built (MM7xx)."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["BUILD_FAILED", "BUILD_WARNING", "NO_MKDOCS"]

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
