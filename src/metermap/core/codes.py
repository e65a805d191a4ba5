"""The findings of the workspace file, MM001 to MM049. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_VALUE",
    "CONTRADICTION",
    "DUPLICATE",
    "FIXED_LEVEL",
    "LEVEL_OF_NOTHING",
    "MISSING_KEY",
    "NOT_TOML",
    "NO_WORKSPACE",
    "OUTSIDE",
    "UNKNOWN_KEY",
]

NO_WORKSPACE = Code(
    "MM001",
    Severity.ERROR,
    "The workspace cannot be read",
    "Name a folder that holds a metermap.toml, or the file itself.",
)
NOT_TOML = Code(
    "MM002",
    Severity.ERROR,
    "The workspace file is not TOML",
    "Texts stand in quotes, lists in square brackets; one setting a line.",
)
UNKNOWN_KEY = Code(
    "MM003",
    Severity.ERROR,
    "The workspace file has a key that nobody reads",
    "Correct the spelling, or remove the key.",
)
MISSING_KEY = Code("MM004", Severity.ERROR, "The workspace file lacks a key", "Add the key.")
BAD_VALUE = Code("MM005", Severity.ERROR, "A value of the workspace file is of the wrong kind")
OUTSIDE = Code(
    "MM006",
    Severity.ERROR,
    "A path leads out of the workspace",
    "Copy the file into the workspace and name it by its path from there.",
)
DUPLICATE = Code("MM007", Severity.ERROR, "The workspace file says the same thing twice", "Remove one of the two.")
CONTRADICTION = Code("MM008", Severity.ERROR, "The workspace file contradicts itself")
LEVEL_OF_NOTHING = Code(
    "MM009",
    Severity.ERROR,
    "The workspace sets the severity of a finding that there is not",
    "Correct the code, or take the line out of metermap.toml; `metermap rules` lists all codes.",
)
FIXED_LEVEL = Code(
    "MM010",
    Severity.ERROR,
    "The workspace lowers an error that cannot be lowered",
    "Take the line out of metermap.toml and mend what the error tells of: outputs would lack it or be wrong.",
)
