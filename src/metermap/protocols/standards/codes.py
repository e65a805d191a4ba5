"""The findings of the standards register: codes MM852 to MM859."""

from __future__ import annotations

from typing import Final

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_CELL",
    "BAD_HEADING",
    "MISLEADING_TEXT",
    "TWICE",
    "UNKNOWN_STANDARD",
    "UNREADABLE",
    "WITHOUT_BASIS",
]

UNREADABLE: Final = Code(
    "MM852",
    Severity.ERROR,
    "The register of standards cannot be read",
    "Save it as CSV in UTF-8, under a megabyte, with the columns of docs/standards.md.",
)
BAD_HEADING: Final = Code(
    "MM853",
    Severity.ERROR,
    "The register of standards has other columns than the format asks for",
    "Give it the columns of docs/standards.md, in that order.",
)
BAD_CELL: Final = Code(
    "MM854",
    Severity.ERROR,
    "A cell of the register of standards is not what its column holds",
    "Correct the cell; the row is not used until then.",
)
TWICE: Final = Code(
    "MM855",
    Severity.ERROR,
    "The register of standards has an edition twice",
    "Remove one of the two rows.",
)
WITHOUT_BASIS: Final = Code(
    "MM856",
    Severity.ERROR,
    "A row of the register of standards states something without saying what it rests on",
    "Say how it is known, or leave the cell empty; the row is not used until then.",
)
UNKNOWN_STANDARD: Final = Code(
    "MM857",
    Severity.ERROR,
    "A row of the register names a standard that the register does not hold",
    "Correct the id, or add the standard.",
)
MISLEADING_TEXT: Final = Code(
    "MM858",
    Severity.ERROR,
    "A character in the register changes the direction of the text around it",
    "Remove the character: it can hide what is said. The row is not used until then.",
)
