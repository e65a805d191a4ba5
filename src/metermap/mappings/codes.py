"""The findings of the mapping stage. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "AMBIGUOUS_ELEMENT",
    "BAD_LOGICAL_NAME",
    "BAD_RANGE",
    "BECOMES_ITSELF",
    "BITS_OUTSIDE",
    "BITS_OVERLAP",
    "CLASS_NOT_ALLOWED",
    "CONSTANT_CONTRADICTS",
    "CONSTANT_DOES_NOT_FIT",
    "CONTRADICTION",
    "DUPLICATE_STATEMENT",
    "ELEMENT_ROW",
    "FIELD_NOT_NAMED",
    "FILE_TOO_LARGE",
    "GAP_WITHOUT_REASON",
    "LOGICAL_NAME_NOT_COVERED",
    "MISLEADING_TEXT",
    "MOMENT_NOT_CARRIED",
    "MORE_THAN_TWO_VALUES",
    "NAME_AND_NUMBER",
    "NAME_WITHOUT_CODE",
    "NESTED_TOO_DEEP",
    "NOT_COMPUTABLE",
    "NOT_OF_THE_DEVICE",
    "NOT_TEXT",
    "NOT_YET_IN_EDITION",
    "NO_ADDRESS",
    "NO_EDITION_RECORDED",
    "NO_MAPPING_FILES",
    "NO_MORE_IN_EDITION",
    "NO_ORDER_OF_EDITIONS",
    "NO_SCALE",
    "NO_SCOPE",
    "OUTSIDE",
    "OUTSIDE_ITS_OWN",
    "PROTOCOL_NOT_SPOKEN",
    "RELATION_CONTRADICTED",
    "REPEATED_CLAUSE",
    "REPEATED_NAME",
    "ROWS_DO_NOT_FIT",
    "ROW_IS_ANOTHER",
    "SAID_TWICE",
    "SYNTAX",
    "SYNTAX_VERSION",
    "TOO_MANY_FAULTS",
    "TYPE_CANNOT_CARRY",
    "TYPE_DEVIATES",
    "UNDECIDED",
    "UNKNOWN_ATTRIBUTE",
    "UNKNOWN_CLASS",
    "UNKNOWN_CLUSTER",
    "UNKNOWN_COMMAND",
    "UNKNOWN_DEVICE",
    "UNKNOWN_ELEMENT",
    "UNKNOWN_FIELD",
    "UNKNOWN_ITEM",
    "UNKNOWN_LET",
    "UNKNOWN_MEMBER",
    "UNKNOWN_METHOD",
    "UNKNOWN_NAME",
    "UNKNOWN_PROTOCOL",
    "UNKNOWN_RECORD",
    "UNKNOWN_ROLE",
    "UNKNOWN_ROUTE",
    "UNKNOWN_SELECTOR",
    "UNKNOWN_STATUS",
    "UNKNOWN_TYPE",
    "UNKNOWN_USE",
    "UNKNOWN_USE_CASE",
    "UNKNOWN_VALUE",
    "UNUSED_LET",
    "VALUE_LOSES_PART",
    "VALUE_SAYS_ELSE",
    "VALUE_TOO_FAR",
    "WRONG_PATTERN",
]

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# ---- the language: MM2xx ------------------------------------------------------------------------
SYNTAX = Code("MM201", _E, "The sentence cannot be read")
NESTED_TOO_DEEP = Code("MM202", _E, "Brackets are nested too deep", "Split the sentence.")
FILE_TOO_LARGE = Code("MM203", _E, "The mapping file is too large", "Split the file.")
NOT_TEXT = Code("MM204", _E, "The mapping file is not UTF-8 text", "Save it as UTF-8.")
SYNTAX_VERSION = Code("MM205", _E, "The syntax version is not known", "Write 'syntax 1.'")
NO_SCOPE = Code("MM206", _E, "No 'on' holds here", "Put 'on DEVICE over PROTOCOL, ROUTE.' before the sentence.")
REPEATED_CLAUSE = Code("MM207", _E, "A clause stands twice", "Keep one of them.")
REPEATED_NAME = Code("MM208", _E, "A 'let' defines a name twice", "Rename one of them.")
NO_MAPPING_FILES = Code("MM209", _E, "No mapping file was found", "Check 'mappings' in metermap.toml.")
OUTSIDE = Code("MM210", _E, "A mapping file lies outside the workspace")

MISLEADING_TEXT = Code(
    "MM211",
    _E,
    "A character changes the direction of the text around it",
    "Remove the character: it can hide what is said.",
)
INCLUDE_NOT_FOUND = Code(
    "MM212", _E, "An included file is not there", "Correct the path: it is read from the folder of this file."
)
INCLUDE_OUTSIDE = Code("MM213", _E, "An include leads out of the workspace", "Keep the file in the workspace.")
INCLUDE_CYCLE = Code("MM214", _E, "A file includes itself", "Remove one of the includes.")
NOT_FOR_INCLUDE = Code(
    "MM215", _E, "An included file says more than names", "It may hold 'syntax', 'include' and 'let'; move the rest."
)
INCLUDED_TWICE = Code("MM216", _W, "A file is included twice", "Remove one of the two.")
TOO_MANY_INCLUDES = Code("MM217", _E, "The mapping includes too many files", "Join some of them.")
UNUSED_INCLUDE = Code("MM218", _W, "Nothing of an included file is used", "Remove the include.")
SYNTAX_NOT_FIRST = Code("MM219", _E, "'syntax' does not begin the file", "Make it the first sentence, once.")
COLON_FOR_EQUALS = Code("MM220", _E, "':' carries an element, and a constant stands there", "A constant follows '='.")
EQUALS_FOR_COLON = Code("MM221", _E, "'=' fixes a constant, and an element stands there", "An element follows ':'.")
USE_CASES_OF_ONE_HOME = Code(
    "MM222",
    _W,
    "Only the last home has use cases",
    "A clause belongs to the nearest home: repeat it, or move it to 'on'.",
)
HOMES_NOT_DISJOINT = Code(
    "MM223", _W, "Homes with conditions may hold at once", "Give each home a 'when' that excludes the others, or none."
)
LONG_SENTENCE = Code("MM224", _N, "The sentence is long", "Split it: sentences about one item add up.")

TOO_MANY_FAULTS = Code("MM350", _E, "Too many faults to list", "Correct those that are listed, and run again.")

# ---- resolution: MM3xx --------------------------------------------------------------------------
UNKNOWN_ITEM = Code("MM301", _E, "The catalogue has no such item")
UNKNOWN_ELEMENT = Code("MM302", _E, "The item has no such element")
ROW_IS_ANOTHER = Code("MM303", _E, "The row number is that of another element", "Correct the number or the name.")
ROWS_DO_NOT_FIT = Code("MM304", _E, "The row numbers cannot be counted off")
UNKNOWN_DEVICE = Code("MM305", _E, "The workspace has no such device")
UNKNOWN_CLASS = Code("MM306", _E, "The dictionary has no such interface class")
UNKNOWN_ATTRIBUTE = Code("MM307", _E, "There is no such attribute")
UNKNOWN_METHOD = Code("MM308", _E, "There is no such method")
UNKNOWN_MEMBER = Code("MM309", _E, "The value has no such member")
NO_ADDRESS = Code(
    "MM310",
    _W,
    "The source specifies no address",
    "The element stays without address until the source names a class and a logical name.",
)
UNKNOWN_CLUSTER = Code("MM311", _E, "The dictionary has no such cluster")
UNKNOWN_COMMAND = Code("MM313", _E, "The cluster has no such command")
UNKNOWN_FIELD = Code("MM314", _E, "The command has no such field")
NAME_AND_NUMBER = Code("MM315", _E, "Name and number disagree", "Correct one of them, or leave the number out.")
BAD_LOGICAL_NAME = Code("MM316", _E, "This is no logical name")
LOGICAL_NAME_NOT_COVERED = Code("MM317", _W, "No rule covers the logical name")
CLASS_NOT_ALLOWED = Code("MM318", _W, "The rule for the logical name names other classes")
UNKNOWN_TYPE = Code("MM319", _E, "The protocol has no such type")
UNKNOWN_USE_CASE = Code("MM320", _E, "The catalogue has no such use case")
UNKNOWN_NAME = Code("MM321", _E, "The name is not bound here")
UNKNOWN_LET = Code("MM322", _E, "No 'let' defines this name")
UNKNOWN_VALUE = Code("MM323", _E, "The enumeration has no such member")
AMBIGUOUS_ELEMENT = Code("MM324", _E, "Several elements have this name", "Say which by its row number.")
ELEMENT_ROW = Code("MM326", _E, "The row is an element of the catalogue", "Carry it: write 'field: element #row'.")
WRONG_PATTERN = Code("MM327", _E, "The pattern does not fit here")
UNKNOWN_PROTOCOL = Code("MM328", _E, "There is no such protocol")
UNKNOWN_ROUTE = Code("MM329", _E, "There is no such route")
UNKNOWN_SELECTOR = Code("MM330", _E, "The attribute has no such selective access")
FIELD_NOT_NAMED = Code(
    "MM331", _N, "The source names a command but no field", "Name the field when a source says which it is."
)

UNKNOWN_USE = Code("MM332", _E, "The workspace has no such dictionary, overlay or catalogue")
UNKNOWN_STATUS = Code("MM333", _E, "There is no such status")
GAP_WITHOUT_REASON = Code("MM334", _E, "A gap has no reason", 'Write: ITEM is Nowhere because "...".')
NOT_COMPUTABLE = Code("MM335", _E, "An expression has no value")
BAD_RANGE = Code("MM336", _E, "A range runs backwards or is none", "Write the lower end first: 1..8.")
BITS_OUTSIDE = Code("MM337", _E, "The bits lie outside the type")
UNUSED_LET = Code("MM338", _W, "A 'let' is never used", "Remove it.")
PROTOCOL_NOT_SPOKEN = Code("MM339", _E, "The device does not speak the protocol", "Correct the 'on', or metermap.toml.")
UNKNOWN_RECORD = Code("MM340", _E, "The record of a review has no such entry")

UNKNOWN_ROLE = Code("MM341", _E, "The use case has no such role", "Name roles that the catalogue lists for it.")
PART_OF_AN_ELEMENT = Code(
    "MM342", _W, "Only a part of an element is said", "Say the indices that are missing, or why they are nowhere."
)
UNKNOWN_UNIT = Code("MM344", _E, "There is no such unit")
UNKNOWN_VARIANT = Code("MM345", _E, "The device has no such variant")
BITS_OVERLAP = Code(
    "MM343", _E, "Bits of one word carry two things", "Correct the bits, or say with 'when' which hold."
)
NO_SCALE = Code("MM346", _E, "A scale leaves nothing of the value")
BECOMES_ITSELF = Code(
    "MM347", _E, "A value becomes itself", "Name the element that takes it over, and that of the time."
)
OUTSIDE_ITS_OWN = Code("MM348", _E, "A constant is not among the values permitted beside it", "Correct one of the two.")
SAID_TWICE = Code("MM349", _E, "A name stands twice where one is meant", "Keep one of them.")

# ---- rules: MM4xx, coverage: MM5xx ----------------------------------------------------------------
TYPE_CANNOT_CARRY = Code("MM401", _W, "The wire type cannot carry the catalogue type")
TYPE_DEVIATES = Code(
    "MM402",
    _W,
    "The type stated is not the dictionary's",
    "Correct 'as', or record the deviation with 'despite \"...\"'.",
)
DUPLICATE_STATEMENT = Code("MM403", _E, "The same thing is said twice", "Remove one of the two.", judgement=True)
CONTRADICTION = Code(
    "MM404", _E, "An element is carried and is nowhere", "Keep one of the two sentences.", judgement=True
)
CONSTANT_DOES_NOT_FIT = Code("MM405", _E, "The constant does not fit the type")
NOT_OF_THE_DEVICE = Code(
    "MM406",
    _W,
    "The catalogue does not list the element for the device",
    "Correct the 'on', or the devices of the element in the workbook.",
)
MORE_THAN_TWO_VALUES = Code(
    "MM407",
    _W,
    "A BOOLEAN is permitted more than two values",
    "Correct the type in the workbook, or 'only' in the mapping.",
)
# what the value proofs find: MM480 to MM499
VALUE_TOO_FAR = Code(
    "MM480",
    _W,
    "A value lies beyond what the wire holds",
    "Widen the type, or narrow the range in the catalogue or with 'only'.",
)
VALUE_LOSES_PART = Code(
    "MM481",
    _W,
    "The wire loses a part of a value",
    "Use a finer scale or a type that holds all of it, or correct the catalogue's type.",
)
VALUE_SAYS_ELSE = Code(
    "MM482",
    _W,
    "A value has a code that means something else",
    "Leave the code out of the range with 'only', or correct the code.",
)
MOMENT_NOT_CARRIED = Code(
    "MM483",
    _W,
    "The wire cannot say a moment that the catalogue allows",
    "Use a type that has wildcards, or correct the catalogue's type.",
)
NAME_WITHOUT_CODE = Code(
    "MM484",
    _W,
    "A name of the catalogue has no code on the wire",
    "Add the name to 'coded', with a code of the type.",
)
CONSTANT_CONTRADICTS = Code(
    "MM485",
    _W,
    "A constant contradicts the catalogue",
    "Correct the constant, or the cell.",
)
RELATION_CONTRADICTED = Code(
    "MM486",
    _W,
    "The value proof contradicts a review",
    "Correct the record of the review, or the mapping.",
)
UNDECIDED = Code(
    "MM501",
    _W,
    "No statement: undecided",
    "Map the element, or say 'ELEMENT is Nowhere because \"...\".'",
)

# ---- editions: MM850, MM851, MM871, MM872 ---------------------------------------------------------
NOT_YET_IN_EDITION = Code(
    "MM850",
    _W,
    "A statement needs a later edition than its device must meet",
    "Use what the edition has, or set a later edition in metermap.toml.",
)
NO_MORE_IN_EDITION = Code(
    "MM851",
    _W,
    "A statement uses what the edition that its device must meet took away",
    "Use what the edition has instead, or set an earlier edition in metermap.toml.",
)
NO_ORDER_OF_EDITIONS = Code(
    "MM871",
    _W,
    "Statements need entries of a ladder of editions of which none is set",
    "Set an edition of that ladder in metermap.toml: nothing is checked against one of another.",
)
NO_EDITION_RECORDED = Code(
    "MM872",
    _N,
    "The dictionary records no edition of what statements need",
    "Whether it holds in the edition that the device must meet cannot be told until a source says so.",
)
