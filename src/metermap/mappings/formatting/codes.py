"""The findings of the formatter, MM235 to MM239. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["CANNOT_BE_READ", "CANNOT_BE_WRITTEN"]

CANNOT_BE_READ = Code(
    "MM235",
    Severity.ERROR,
    "A file to be formatted cannot be read",
    "Name a mapping file, a workspace, or - for standard input.",
)
CANNOT_BE_WRITTEN = Code(
    "MM236",
    Severity.ERROR,
    "A file cannot be written in the canonical layout",
    "The file is as it was. Make it writable, or name the file that a link leads to.",
)
