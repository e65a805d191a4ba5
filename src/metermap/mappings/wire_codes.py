"""The findings of the rules on address, type, unit, enumeration, access and time. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BOTH_SIDES",
    "CODED_TWICE",
    "COUNTRY_BLOCK",
    "COUNT_DIFFERS",
    "EPOCH_NOT_SAID",
    "HALF_SCALER_UNIT",
    "LENGTH_DIFFERS",
    "LOCAL_TIME",
    "MEMBERS_NOT_MATCHED",
    "NAME_MEANS_ANOTHER",
    "NOT_OF_CATALOGUE",
    "NOT_ON_THE_WIRE",
    "NO_TEXT",
    "NO_WRITER",
    "OBIS_TYPE",
    "OTHER_PROTOCOL",
    "OTHER_QUANTITY",
    "OTHER_SCALER",
    "OTHER_SIZE",
    "PART_OF_TIME_LOST",
    "READ_ONLY",
    "RESERVED_NUMBER",
    "ROLE_NOT_LISTED",
    "SAID_TWICE",
    "SAME_SENDER",
    "SCALE_NOT_SAID",
    "TIMES_OF_TWO_TYPES",
    "TWO_CLASSES",
    "WILDCARDS_LOST",
    "ZERO_SCALE",
]

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# ---- address and edition ------------------------------------------------------------------------
BOTH_SIDES = Code(
    "MM410",
    _W,
    "A device is server and client of one cluster",
    "Use what one side holds and sends, or say on which device the other side is.",
)
SAME_SENDER = Code(
    "MM411", _E, "A command is answered by one that the same side sends", "Name a command that the other side sends."
)
RESERVED_NUMBER = Code(
    "MM412",
    _E,
    "The number is only kept for an earlier version of the class",
    "Use what the version of the dictionary has instead.",
)
TWO_CLASSES = Code(
    "MM413",
    _E,
    "A logical name stands for objects of two classes",
    "Correct the class or the logical name of one of them.",
)
NAME_MEANS_ANOTHER = Code(
    "MM414",
    _W,
    "The standard keeps something else at the logical name",
    "Correct the logical name, or record the deviation with 'despite \"...\"'.",
)
COUNTRY_BLOCK = Code(
    "MM415",
    _W,
    "A logical name that a country or a manufacturer defines, and no overlay describes",
    "Correct the logical name, or add the object to the overlay.",
)

# ---- type ---------------------------------------------------------------------------------------
LENGTH_DIFFERS = Code("MM416", _W, "The lengths on both sides differ", "Correct the length in 'as'.")
NO_TEXT = Code("MM417", _W, "Octets that need not be text travel as text", "Use a type of octets.")
COUNT_DIFFERS = Code(
    "MM418", _W, "The numbers of values on both sides differ", "Correct the index, or the type in the workbook."
)
OBIS_TYPE = Code(
    "MM419",
    _W,
    "The standard has other types at the logical name",
    "Correct 'as' or the logical name, or record the deviation with 'despite \"...\"'.",
)

# ---- unit and scale -----------------------------------------------------------------------------
OTHER_QUANTITY = Code("MM420", _E, "The units on both sides measure different things", "Correct the unit.")
OTHER_SIZE = Code(
    "MM421", _W, "The units on both sides differ in size", "Say how the number is converted, or correct the unit."
)
HALF_SCALER_UNIT = Code("MM422", _W, "Only one of scaler and unit is said", "Say the other.")
OTHER_SCALER = Code("MM423", _E, "The scaler is not the catalogue's", "Correct the scaler.")
SCALE_NOT_SAID = Code(
    "MM424",
    _W,
    "What scales a number is not said",
    "Map what scales it on the same device, or compute the value with it.",
)
SAID_TWICE = Code("MM425", _E, "A unit or scaler has two values", "Keep one of them.")
ZERO_SCALE = Code("MM426", _E, "A multiplier or divisor is always zero", "Correct the constant.")

# ---- enumeration --------------------------------------------------------------------------------
CODED_TWICE = Code("MM427", _E, "A coding uses a value twice", "Keep one of the two entries.")
NOT_ON_THE_WIRE = Code(
    "MM428",
    _W,
    "The wire's enumeration has no such value",
    "Correct the value, or record the deviation with 'despite \"...\"'.",
)
NOT_OF_CATALOGUE = Code(
    "MM429",
    _W,
    "A coding and the catalogue name different values",
    "Name in 'coded' each value of the catalogue, and no other.",
)
MEMBERS_NOT_MATCHED = Code(
    "MM430",
    _W,
    "Which value of the wire is which of the catalogue is not said",
    "Say it with 'coded { ours = theirs }'.",
)

# ---- access -------------------------------------------------------------------------------------
READ_ONLY = Code("MM431", _W, "An update writes what the protocol only lets read", "Use the command that changes it.")
NO_WRITER = Code(
    "MM432",
    _W,
    "A use case does what the catalogue lets nobody do",
    "Correct the use case, or the readers and writers in the workbook.",
)
ROLE_NOT_LISTED = Code(
    "MM433",
    _W,
    "A use case serves a role that the catalogue does not list",
    "Correct the use case, or the readers and writers in the workbook.",
)
OTHER_PROTOCOL = Code("MM434", _E, "The use case is one of another protocol", "Correct the use case or the 'on'.")

# ---- time and epoch -----------------------------------------------------------------------------
EPOCH_NOT_SAID = Code(
    "MM435", _W, "A point in time travels as a number, and from when it counts is not said", "Say it: 'in epoch2000'."
)
PART_OF_TIME_LOST = Code(
    "MM436", _W, "The type has no room for a part of the date and time", "Use a type with date and time."
)
TIMES_OF_TWO_TYPES = Code(
    "MM437",
    _W,
    "A log is asked for times of another type than it holds",
    "Use one type for the times of the log and of the question.",
)
WILDCARDS_LOST = Code("MM438", _W, "The type cannot carry a wildcard", "Use a type whose fields may be left open.")
LOCAL_TIME = Code("MM439", _W, "The catalogue says UTC, the wire carries local time", "Use what carries UTC.")
