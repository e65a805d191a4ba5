"""The findings of the dictionary reader: codes MM800 to MM899."""

from __future__ import annotations

from typing import Final

from metermap.core.findings import Code, Severity

__all__ = [
    "AMBIGUOUS",
    "BAD_CELL",
    "BAD_HEADER",
    "DUPLICATE",
    "NOT_A_NAME",
    "NOT_FOUND",
    "NOT_TOGETHER",
    "OUT_OF_RANGE",
    "STALE_DECISION",
    "UNDECIDED",
    "UNKNOWN_DICTIONARY",
    "UNKNOWN_EDITION",
    "UNKNOWN_ENTRY",
    "UNKNOWN_FORMAT",
    "UNKNOWN_OVERLAY",
    "UNKNOWN_PART",
    "UNKNOWN_TYPE",
    "UNKNOWN_VERSION",
    "UNREADABLE",
    "UNRESOLVED",
    "WRONG_KIND",
    "WRONG_SIDE",
]

UNREADABLE: Final = Code(
    "MM801",
    Severity.ERROR,
    "A dictionary file cannot be read",
    "Restore the file: it is UTF-8 text, comma-separated, with one heading line.",
)
UNKNOWN_FORMAT: Final = Code(
    "MM802",
    Severity.ERROR,
    "The dictionary is in a format that this metermap does not read",
    "Use a metermap that reads it, or write `format = 1`.",
)
BAD_HEADER: Final = Code(
    "MM803",
    Severity.ERROR,
    "A dictionary table has other columns than the format asks for",
    "Give the table the columns of docs/decisions/0005-dictionary-files.md, in that order.",
)
BAD_CELL: Final = Code(
    "MM804",
    Severity.ERROR,
    "A cell of a dictionary table is not what its column holds",
    "Correct the cell; the rest of the row is not used until then.",
)
DUPLICATE: Final = Code(
    "MM805",
    Severity.ERROR,
    "A dictionary table says the same thing twice",
    "Remove one of the two rows.",
)
UNKNOWN_TYPE: Final = Code(
    "MM806",
    Severity.ERROR,
    "A dictionary table uses a type that nobody knows",
    "Use a type of the protocol's table of types, in the notation of docs/decisions/0005-dictionary-files.md.",
)
UNRESOLVED: Final = Code(
    "MM807",
    Severity.WARNING,
    "A dictionary refers to an enumeration, structure or type that it does not hold",
    "Add it to the table, or list the name among the unresolved ones.",
)
OUT_OF_RANGE: Final = Code(
    "MM808",
    Severity.WARNING,
    "A stated range or default does not fit the type",
    "Compare with the standard; keep the number as printed if the standard prints it.",
)
UNKNOWN_OVERLAY: Final = Code(
    "MM809",
    Severity.ERROR,
    "There is no overlay of that name",
    "Name one of the overlays that metermap ships, or the path of one in the workspace.",
)
UNKNOWN_DICTIONARY: Final = Code(
    "MM810",
    Severity.ERROR,
    "There is no dictionary for the protocol",
    "Correct the name of the table [dictionaries.PROTOCOL] in metermap.toml.",
)
UNKNOWN_EDITION: Final = Code(
    "MM811",
    Severity.ERROR,
    "The dictionary knows no such edition",
    "Name an edition of the dictionary, or leave it empty where none is recorded.",
)
NOT_TOGETHER: Final = Code(
    "MM870",
    Severity.ERROR,
    "Editions are named that no entry rests on together",
    "Name one edition; of a dictionary whose ladders hold together, one of each ladder.",
)
UNKNOWN_ENTRY: Final = Code(
    "MM880",
    Severity.ERROR,
    "Nothing in the dictionaries or the workspace goes by that name",
    "`metermap protocols search WORD` looks for a word in all names.",
)
WRONG_SIDE: Final = Code(
    "MM881",
    Severity.ERROR,
    "The attribute or command is on the other side of the cluster",
    "Name the other side, or leave the side out.",
)
UNDECIDED: Final = Code(
    "MM812",
    Severity.WARNING,
    "Sources disagree on a member, and nobody has decided",
    "Decide it in decisions.csv, with a clause or a third source, or enter it as unresolved.",
)
STALE_DECISION: Final = Code(
    "MM813",
    Severity.WARNING,
    "A decision does not fit the table any more",
    "Review the decision, or remove it.",
)
NOT_FOUND: Final = Code("MM814", Severity.ERROR, "The dictionary has no such entry")
UNKNOWN_VERSION: Final = Code("MM815", Severity.ERROR, "The interface class has no such version")
WRONG_KIND: Final = Code("MM816", Severity.ERROR, "A method is asked for as an attribute, or an attribute as a method")
NOT_A_NAME: Final = Code("MM817", Severity.ERROR, "This is no logical name")
UNKNOWN_PART: Final = Code("MM818", Severity.ERROR, "The value has no such member, or no such selective access")
AMBIGUOUS: Final = Code("MM819", Severity.ERROR, "The text may mean several entries", "Write the one that is meant.")
