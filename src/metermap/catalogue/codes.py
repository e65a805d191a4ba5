"""The findings of the catalogue stage, MM100 to MM199, and of errata, MM600 to MM699.

Codes are never reused. Those in `UNREADABLE` mean that an input could not be read at all.
"""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_DEVICES",
    "BAD_ERRATUM",
    "BAD_FLAG",
    "BAD_PATH",
    "BAD_ROWS",
    "BLANK_CELL",
    "BROKEN_PART",
    "DUPLICATE_ERRATUM",
    "DUPLICATE_ID",
    "DUPLICATE_ROW",
    "ERRATA_UNREADABLE",
    "ERRATUM_CHANGES_NOTHING",
    "ERRATUM_NOT_APPLIED",
    "ERRATUM_OLD_DIFFERS",
    "ERRATUM_UNKNOWN_TARGET",
    "ERROR_VALUE",
    "EXTERNAL_LINK",
    "FAR_CELL",
    "FORMULA",
    "FORMULA_WITHOUT_VALUE",
    "HIDDEN",
    "HIDDEN_CHARACTER",
    "LOOKALIKE_IDS",
    "MERGED_DATA",
    "MISSING_COLUMN",
    "MISSING_SHEET",
    "NOT_A_NUMBER",
    "NOT_A_TEXT",
    "NO_HEADER",
    "NO_TYPE",
    "PLACEHOLDER",
    "REPEATED_CELL",
    "REPEATED_COLUMN",
    "SHOWN_OTHERWISE",
    "STRUCK_THROUGH",
    "TURNED_TEXT",
    "UNKNOWN_TYPE",
    "UNREADABLE",
    "UNREADABLE_WORKBOOK",
    "UNSAFE_CONTAINER",
    "UNSAFE_XML",
]

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

UNREADABLE_WORKBOOK = Code(
    "MM100",
    _E,
    "The workbook cannot be read",
    "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx), without a password.",
)
UNSAFE_CONTAINER = Code(
    "MM101",
    _E,
    "The workbook's container is not safe to open",
    "Save the workbook anew in a spreadsheet program; if it is honest and large, split it.",
)
UNSAFE_XML = Code(
    "MM102",
    _E,
    "A part of the workbook is no safe XML",
    "Save the workbook anew in a spreadsheet program.",
)
FAR_CELL = Code(
    "MM103",
    _E,
    "A cell stands far outside any table",
    "Delete the stray cell, or the rows and columns out to it, and save the workbook.",
)
BROKEN_PART = Code(
    "MM104",
    _E,
    "The workbook contradicts itself",
    "Save the workbook anew in a spreadsheet program.",
)

MISSING_SHEET = Code(
    "MM110",
    _E,
    "A sheet is missing",
    "Correct the name in metermap.toml, or name the sheet as there.",
)
NO_HEADER = Code(
    "MM111",
    _E,
    "A sheet has no header row",
    "Head the columns with the texts given, in one row; the row may stand anywhere.",
)
MISSING_COLUMN = Code(
    "MM112",
    _E,
    "A column is missing",
    "Add the column, or give its header under [workbook.headers] in metermap.toml.",
)
REPEATED_COLUMN = Code("MM113", _E, "Two columns have the same header", "Rename or remove one of them.")

ERROR_VALUE = Code("MM120", _E, "A cell holds an error value", "Repair the cell's formula, or type the value.")
FORMULA_WITHOUT_VALUE = Code(
    "MM121",
    _E,
    "A formula has no stored value",
    "Open the workbook in a spreadsheet program, recalculate and save it, or type the value.",
)
FORMULA = Code("MM122", _W, "A cell holds a formula; its stored value is read", "Type the value instead.")
NOT_A_TEXT = Code(
    "MM123",
    _E,
    "A cell that must be text is stored as something else",
    "Format the cell as text, then retype its content.",
)
NOT_A_NUMBER = Code(
    "MM124",
    _E,
    "A cell that must be a whole number is something else",
    "Type a whole number; if the cell is formatted as text, change the format first.",
)
BLANK_CELL = Code("MM125", _E, "A cell is empty that must not be", "Fill the cell, or delete the row.")
BAD_FLAG = Code("MM126", _E, "A cell says neither yes nor no", "Write yes, or leave the cell empty.")
BAD_DEVICES = Code(
    "MM127",
    _E,
    "A cell names an unknown device",
    "Correct the name, or declare the device in metermap.toml.",
)
BAD_ROWS = Code("MM128", _E, "A cell lists printed rows that cannot be", "List the row numbers, separated by commas.")
MERGED_DATA = Code(
    "MM129",
    _E,
    "Cells of a table are merged",
    "Unmerge them and fill every cell; only a section heading may be merged.",
)
HIDDEN = Code("MM130", _W, "A hidden row, column or sheet is read like any other", "Unhide it, or remove it.")
STRUCK_THROUGH = Code(
    "MM131",
    _W,
    "A struck-through cell is read like any other",
    "Remove the row if it is withdrawn, or the strike-through if it is not.",
)

LONE_VALUE = Code(
    "MM132",
    _N,
    "A row has one text only and is taken for a section heading",
    "Merge the cell over the columns if it is a heading; fill the row if it is not.",
)
REPEATED_CELL = Code(
    "MM150",
    _E,
    "A cell is there twice; the first is read",
    "Look at the cell in a spreadsheet program, retype it and save the workbook.",
)
EXTERNAL_LINK = Code(
    "MM151",
    _W,
    "The workbook refers to another file or address, which is never opened",
    "Break the link, or replace what it gives by its value.",
)
TURNED_TEXT = Code(
    "MM152",
    _E,
    "A text changes the direction of writing, so that it looks like another",
    "Retype the cell, or delete the characters named.",
)
HIDDEN_CHARACTER = Code(
    "MM153",
    _W,
    "A text holds characters that cannot be seen",
    "Retype the cell, or delete the characters named.",
)
LOOKALIKE_IDS = Code(
    "MM154", _E, "Two ids look alike", "Write the same thing in one way, or name different things apart."
)
PLACEHOLDER = Code(
    "MM155",
    _E,
    "A cell that must be filled says only that there is nothing",
    "Fill the cell, or delete the row.",
)
SHOWN_OTHERWISE = Code(
    "MM156",
    _E,
    "A number is stored as one number and shown as another",
    "Give the cell the format General and look at its number again.",
)
DUPLICATE_ID = Code("MM140", _E, "Two rows have the same id", "Give each its own id.")
DUPLICATE_ROW = Code("MM141", _E, "Two elements have the same printed row number", "Correct one of them.")
UNKNOWN_TYPE = Code(
    "MM142",
    _W,
    "A data type is not understood",
    "Write one of the known types; an erratum corrects a workbook that others own.",
)
NO_TYPE = Code("MM143", _W, "An element has no data type", "State the data type, if it is known.")
BAD_PATH = Code(
    "MM144",
    _W,
    "The brackets of an item or path do not pair",
    "Correct the path; an erratum corrects a workbook that others own.",
)

ERRATA_UNREADABLE = Code(
    "MM600",
    _E,
    "The errata cannot be read",
    "The file is TOML: an [[erratum]] table for each correction.",
)
BAD_ERRATUM = Code("MM601", _E, "An erratum is incomplete or wrong")
DUPLICATE_ERRATUM = Code("MM602", _E, "Two errata have the same key, or correct the same cell", "Remove one of them.")
ERRATUM_UNKNOWN_TARGET = Code(
    "MM603",
    _E,
    "An erratum corrects something that the catalogue does not have",
    "Correct the name, or remove the erratum.",
)
ERRATUM_OLD_DIFFERS = Code(
    "MM604",
    _E,
    "An erratum expects another value than the workbook has",
    "Look at the workbook's value again; correct the erratum or remove it.",
)
ERRATUM_CHANGES_NOTHING = Code(
    "MM605",
    _W,
    "An erratum changes nothing",
    "The workbook says already what the erratum says; remove the erratum.",
)
ERRATUM_NOT_APPLIED = Code(
    "MM606",
    Severity.NOTE,
    "An erratum is for another edition and was not applied",
    "Nothing, as long as other editions are in use.",
)

UNREADABLE = frozenset(
    code.id for code in (UNREADABLE_WORKBOOK, UNSAFE_CONTAINER, UNSAFE_XML, FAR_CELL, BROKEN_PART, ERRATA_UNREADABLE)
)
