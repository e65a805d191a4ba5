"""The findings of `mappings import`, MM230 to MM234. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["NOT_A_TABLE", "NO_COLUMN", "NO_DEVICE", "ROW_LEFT_OUT", "UNKNOWN_NUMBER"]

NOT_A_TABLE = Code(
    "MM230",
    Severity.ERROR,
    "The mapping table cannot be read",
    "Import a .csv file in UTF-8, or an .xlsx workbook whose first sheet with a header row is the table.",
)
NO_COLUMN = Code(
    "MM231",
    Severity.ERROR,
    "The mapping table lacks a column",
    "Head each column with its name; other columns may stand between them.",
)
ROW_LEFT_OUT = Code(
    "MM232",
    Severity.WARNING,
    "A row of the mapping table is left out of the draft",
    "Correct the cell, or write the sentence by hand.",
)
UNKNOWN_NUMBER = Code(
    "MM233",
    Severity.WARNING,
    "The dictionary does not know the number that the table prints",
    "The draft names what the table prints; correct the table or the dictionary.",
)
NO_DEVICE = Code(
    "MM234",
    Severity.ERROR,
    "A row is for no device",
    "Name the devices in a column 'devices', separated by ';', or with --device.",
)
