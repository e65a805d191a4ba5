"""The findings of the catalogue stage, MM100 to MM199, and of errata, MM600 to MM699.

Codes are never reused. Those in `UNREADABLE` mean that an input could not be read at all, those in
`PROFILE_FAULTS` that metermap.toml is at fault.
"""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_DEVICES",
    "BAD_ERRATUM",
    "BAD_FLAG",
    "BAD_INDEX",
    "BAD_PATH",
    "BAD_ROWS",
    "BLANK_CELL",
    "BROKEN_PART",
    "CATEGORY_AND_TYPE",
    "COPIED",
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
    "FACT_TWICE",
    "FAR_CELL",
    "FORMULA",
    "FORMULA_WITHOUT_VALUE",
    "GROUP_ROWS",
    "HIDDEN",
    "HIDDEN_CHARACTER",
    "HIDDEN_REFUSED",
    "ID_AND_NAME",
    "IMPOSSIBLE_VALUE",
    "LEFT_OUT",
    "LONE_VALUE",
    "LOOKALIKE_IDS",
    "MERGED_DATA",
    "MISSING_COLUMN",
    "MISSING_SHEET",
    "NAME_AND_UNIT",
    "NOTATIONS",
    "NOTHING_TO_PROPOSE",
    "NOT_A_NUMBER",
    "NOT_A_TEXT",
    "NO_HEADER",
    "NO_TYPE",
    "NUMBER_IN_DOUBT",
    "OF_ERRATA",
    "OTHER_DEVICE",
    "OTHER_ROWS",
    "OTHER_SECTION",
    "OTHER_TYPE",
    "OUTSIDE_COLUMNS",
    "PLACEHOLDER",
    "PROFILE_CONTRADICTION",
    "PROFILE_FAULTS",
    "READ_AS_DECLARED",
    "REPEATED_CELL",
    "REPEATED_COLUMN",
    "SCALED",
    "SECTION_OF_UNIT",
    "SHOWN_OTHERWISE",
    "SIZES",
    "SPELLING",
    "SPELLING_OF_NAME",
    "STRUCK_THROUGH",
    "TURNED_TEXT",
    "TWIN",
    "TYPE_AND_UNIT",
    "UNKNOWN_COLUMN",
    "UNKNOWN_DEPTH",
    "UNKNOWN_RANGE",
    "UNKNOWN_REFERENCE",
    "UNKNOWN_TYPE",
    "UNKNOWN_UNIT",
    "UNREADABLE",
    "UNREADABLE_CSV",
    "UNREADABLE_WORKBOOK",
    "UNSAFE_CONTAINER",
    "UNSAFE_XML",
    "UNUSED_ENTRY",
    "USE_CASES",
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
    "Unmerge them and fill every cell, or name the column under fill in metermap.toml.",
)
HIDDEN = Code(
    "MM130",
    _W,
    "A hidden row, column or sheet is read like any other",
    "Unhide it, remove it, or say under hidden in metermap.toml what becomes of it.",
)
STRUCK_THROUGH = Code(
    "MM131",
    _W,
    "A struck-through cell is read like any other",
    "Remove the row or the strike-through, or say under struck in metermap.toml what becomes of such rows.",
)

LONE_VALUE = Code(
    "MM132",
    _N,
    "A row has one text only and is taken for a section heading",
    "Merge the cell over the columns if it is a heading; fill the row if it is not.",
)
TWIN = Code(
    "MM133",
    _W,
    "Two lines list the same element",
    "Remove one; if the source lists it twice, end the second id in ~2.",
)
SPELLING = Code(
    "MM134",
    _W,
    "A word of a closed list is spelled in two ways",
    "Use one spelling in the whole column; an erratum corrects a workbook that others own.",
)
SPELLING_OF_NAME = Code(
    "MM135",
    _W,
    "A name is spelled in two ways",
    "Use one spelling; an erratum corrects a workbook that others own.",
)
OTHER_SECTION = Code(
    "MM136",
    _W,
    "A line cites another section than its neighbours",
    "Look the section up; an erratum corrects a workbook that others own.",
)
SECTION_OF_UNIT = Code(
    "MM137",
    _W,
    "A value and its unit or scale cite different sections",
    "Look the section up; an erratum corrects a workbook that others own.",
)
NAME_AND_UNIT = Code("MM138", _W, "A name contradicts its unit", "Correct the name or the unit.")
OTHER_TYPE = Code(
    "MM139",
    _W,
    "An element has another type than all others of its name",
    "Correct the type, or name the element differently.",
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
IMPOSSIBLE_VALUE = Code(
    "MM157",
    _E,
    "A cell says what cannot be",
    "Look the value up; an erratum corrects a workbook that others own.",
)
NUMBER_IN_DOUBT = Code(
    "MM158",
    _W,
    "A number could be another one",
    "Declare numbers = { decimal, thousands } in metermap.toml, or write the number without the mark.",
)
OTHER_DEVICE = Code(
    "MM159",
    _N,
    "Facts are about a device that the workspace does not declare",
    "Nothing, if the device is not aligned; else correct the name, or declare the device in metermap.toml.",
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

CATEGORY_AND_TYPE = Code("MM145", _W, "A category contradicts the path or the type", "Correct one of the two.")
SCALED = Code(
    "MM146",
    _W,
    "A value has a unit or a scale, and is no number",
    "Correct the type of the value.",
)
COPIED = Code(
    "MM147",
    _W,
    "A text seems to be copied from the line above",
    "Look the line up in the source.",
)
NOTATIONS = Code("MM148", _N, "The notation changes within a column", "Write the column in one notation.")
SIZES = Code("MM149", _W, "Two texts say different sizes", "Correct one of the two.")

UNKNOWN_UNIT = Code(
    "MM190",
    _W,
    "A unit is not understood",
    "Write a unit of docs/catalogue.md; the text is kept as it is.",
)
UNKNOWN_RANGE = Code(
    "MM191",
    _N,
    "A range or resolution is in words that are not understood",
    "Nothing, if it is a remark; docs/catalogue.md has the notations. The text is kept as it is.",
)
UNKNOWN_DEPTH = Code(
    "MM192", _W, "A depth is no number of entries", "Write a number, or such as 13 months, half-hourly."
)
UNKNOWN_REFERENCE = Code(
    "MM193",
    _W,
    "A reference is not understood",
    "Name a document and its sections, such as SMETS 5.7.4.8; CHTS 4.5.2, or a logical name. The text stays.",
)
BAD_INDEX = Code("MM194", _W, "A path has a step or an index that cannot be", "Correct the path.")
FACT_TWICE = Code("MM195", _W, "Two lines are about one item of one device", "Join them, if they are about one thing.")
ID_AND_NAME = Code(
    "MM196",
    _W,
    "An element's id is not its item and path",
    "See which of the two was copied from another line; an id never changes.",
)
TYPE_AND_UNIT = Code("MM197", _W, "A type contradicts its unit", "Correct the type or the unit.")
OTHER_ROWS = Code(
    "MM198",
    _W,
    "A fact names printed rows that do not fit",
    "Look the rows up; they join the fact to elements.",
)
USE_CASES = Code("MM199", _W, "A use case contradicts itself or another", "Correct the title or the message code.")
UNREADABLE_CSV = Code(
    "MM170",
    _E,
    "A CSV file cannot be read",
    "Save it anew as CSV in UTF-8, or say in metermap.toml how it is written.",
)
UNKNOWN_COLUMN = Code(
    "MM171",
    _E,
    "The profile of a workbook names something that there is not",
    "Correct the name in metermap.toml.",
)
PROFILE_CONTRADICTION = Code(
    "MM172",
    _E,
    "The profile of a workbook contradicts itself",
    "Remove one of the two from metermap.toml.",
)
UNUSED_ENTRY = Code(
    "MM173",
    _W,
    "The profile of a workbook says something that no sheet needs",
    "Remove the entry from metermap.toml, or correct it.",
)
LEFT_OUT = Code(
    "MM174",
    _N,
    "Something hidden or struck through is left out, as the profile says",
    "Nothing, if it is meant to be left out.",
)
READ_AS_DECLARED = Code(
    "MM175",
    _N,
    "Something hidden or struck through is read, as the profile says",
    "Nothing, if it is meant to be read.",
)
HIDDEN_REFUSED = Code(
    "MM176",
    _E,
    "Something is hidden, and the profile refuses that",
    "Unhide it, or remove it.",
)
GROUP_ROWS = Code(
    "MM177",
    _N,
    "Rows hold nothing but columns that are filled downwards, and head the rows below them",
    "Nothing, if these rows are headings; complete them if they are not.",
)
OUTSIDE_COLUMNS = Code(
    "MM178",
    _N,
    "Cells stand in columns without a header and are not read",
    "Give the column a header, or move the cells to where they belong.",
)

NOTHING_TO_PROPOSE = Code(
    "MM179",
    _E,
    "No sheet looks like a part of a catalogue",
    "Head the columns, or write the profile by hand; docs/workbooks.md says how.",
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

OF_ERRATA = frozenset(
    code.id
    for code in (
        ERRATA_UNREADABLE,
        BAD_ERRATUM,
        DUPLICATE_ERRATUM,
        ERRATUM_UNKNOWN_TARGET,
        ERRATUM_OLD_DIFFERS,
        ERRATUM_CHANGES_NOTHING,
        ERRATUM_NOT_APPLIED,
    )
)
UNREADABLE = frozenset(
    code.id
    for code in (
        UNREADABLE_WORKBOOK,
        UNSAFE_CONTAINER,
        UNSAFE_XML,
        FAR_CELL,
        BROKEN_PART,
        UNREADABLE_CSV,
        ERRATA_UNREADABLE,
    )
)
PROFILE_FAULTS = frozenset(code.id for code in (UNKNOWN_COLUMN, PROFILE_CONTRADICTION))
