"""The findings of annotating, MM860 to MM869. Codes are never reused."""

from __future__ import annotations

from metermap.catalogue.container import RefusedError
from metermap.core.findings import Code, Severity
from metermap.core.places import FilePlace

__all__ = ["NOT_ANNOTATED", "NOT_KEPT", "NOT_NAMED", "NOT_XLSX", "refusal"]

NOT_ANNOTATED = Code(
    "MM860",
    Severity.ERROR,
    "A workbook cannot be annotated",
    "Open it in a spreadsheet program, save it anew, and try again.",
)
NOT_KEPT = Code(
    "MM861",
    Severity.NOTE,
    "The annotated copy does not keep something of the workbook",
    "Look for it in the original, which is unchanged.",
)
NOT_XLSX = Code(
    "MM862",
    Severity.WARNING,
    "An input is no workbook that can be annotated",
    "Its findings are listed in the copies of the other workbooks, and by metermap check.",
)
NOT_NAMED = Code(
    "MM863",
    Severity.ERROR,
    "The copy of a workbook cannot be named",
    "Rename the workbook, here and in metermap.toml.",
)


def refusal(file: str, message: str, advice: str = "") -> RefusedError:
    """Return the refusal of a workbook that the reader takes, and annotating does not."""
    return RefusedError(NOT_ANNOTATED.at(FilePlace(file), message, subject=file, help=advice))
