"""The findings of `protocols import zcl`, MM820 to MM849. Codes are never reused."""

from __future__ import annotations

from typing import Final

from metermap.core.findings import Code, Severity

__all__ = [
    "BAD_NUMBER",
    "BROKEN_XML",
    "COMMENTED_OUT",
    "CONTRADICTION",
    "DUPLICATE",
    "INCLUDE_MISSING",
    "INCLUDE_REFUSED",
    "INCOMPLETE",
    "LADDER_ORDER",
    "MANUFACTURER_SPECIFIC",
    "NOT_HELD",
    "OVER_LIMIT",
    "RANGE_ORDER",
    "REPEATED_LABEL",
    "UNKNOWN_EDITION",
    "UNKNOWN_FORMAT",
    "UNKNOWN_SIDE",
    "UNKNOWN_TYPE",
    "UNREADABLE",
    "UNREADABLE_INPUT",
    "UNSAFE_XML",
    "WIDTH",
    "WRONG_TYPE_ID",
]

UNREADABLE: Final = Code(
    "MM820",
    Severity.ERROR,
    "The file cannot be read",
    "Name a file that exists and that you may read.",
)
UNSAFE_XML: Final = Code(
    "MM821",
    Severity.ERROR,
    "The XML file is refused: it declares a document type or entities",
    "Cluster files need neither; remove the declaration if you trust the file.",
)
OVER_LIMIT: Final = Code(
    "MM822",
    Severity.ERROR,
    "The files are larger than a cluster library ever is",
    "Import a part of it, or split the file.",
)
BROKEN_XML: Final = Code(
    "MM823",
    Severity.ERROR,
    "The file is not well-formed XML",
    "Correct the file at the place named, or fetch it again: perhaps only a part of it arrived.",
)
UNKNOWN_FORMAT: Final = Code(
    "MM824",
    Severity.ERROR,
    "The XML file is in no format that the import reads",
    "Import files whose root is `configurator`, or a `library`, `cluster` or `global` of the dotdot format.",
)
INCLUDE_REFUSED: Final = Code(
    "MM825",
    Severity.ERROR,
    "An XInclude leads out of the folder of the file that it stands in",
    "Name the file on the command line if it belongs to the library.",
)
INCLUDE_MISSING: Final = Code(
    "MM826",
    Severity.WARNING,
    "An XInclude names a file that is not there",
    "Put the file beside the library, or remove the include.",
)
INCOMPLETE: Final = Code(
    "MM827",
    Severity.ERROR,
    "An entry lacks what it cannot be read without",
    "Complete the entry; it is left out until then.",
)
BAD_NUMBER: Final = Code(
    "MM828",
    Severity.ERROR,
    "A number is malformed",
    "Correct it; nothing is taken from it until then.",
)
DUPLICATE: Final = Code(
    "MM829",
    Severity.ERROR,
    "A file says the same thing twice",
    "Remove one of the two; the first is used.",
)
REPEATED_LABEL: Final = Code(
    "MM830",
    Severity.WARNING,
    "An attribute's label repeats that of another attribute",
    "Compare with the standard: probably one label was copied and not changed.",
)
UNKNOWN_TYPE: Final = Code(
    "MM831",
    Severity.ERROR,
    "A type is known neither to the files nor to the dictionary",
    "Import the file that defines it together with this one, or correct the name.",
)
WRONG_TYPE_ID: Final = Code(
    "MM832",
    Severity.WARNING,
    "A type has another id or size than in the ZigBee Cluster Library",
    "Correct the table of types; the import goes by the name.",
)
WIDTH: Final = Code(
    "MM833",
    Severity.WARNING,
    "A number is not of the width of its type",
    "Compare with the standard: the number or the type is probably that of another entry.",
)
RANGE_ORDER: Final = Code(
    "MM834",
    Severity.WARNING,
    "A range has its minimum over its maximum",
    "Compare with the standard; hexadecimal bounds of a signed type are two's complement.",
)
UNKNOWN_EDITION: Final = Code(
    "MM835",
    Severity.WARNING,
    "A file names an edition that the dictionary's ladder does not know",
    "It is kept as printed; add a rung to the dictionary's manifest, or correct the name.",
)
MANUFACTURER_SPECIFIC: Final = Code(
    "MM836",
    Severity.NOTE,
    "Entries of single manufacturers are left out",
    "The dictionary holds the standard alone.",
)
COMMENTED_OUT: Final = Code(
    "MM837",
    Severity.NOTE,
    "Entries inside an XML comment are not read",
    "Take the comment marks away if the entries hold.",
)
NOT_HELD: Final = Code(
    "MM838",
    Severity.NOTE,
    "A file states something that is not compared",
    "Nothing is lost in the file; the difference says nothing about it.",
)
CONTRADICTION: Final = Code(
    "MM839",
    Severity.WARNING,
    "Two of the files say different things about the same entry",
    "Import only one of them, or correct one; what was read first is used.",
)
UNKNOWN_SIDE: Final = Code(
    "MM840",
    Severity.ERROR,
    "A side or sender is none",
    "Write client, server or, for a command, either; the entry is left out until then.",
)
LADDER_ORDER: Final = Code(
    "MM841",
    Severity.WARNING,
    "A file has the editions of a ladder in another order than the dictionary",
    "A domain names the newest edition first, then the older ones.",
)

UNREADABLE_INPUT: Final = frozenset(
    code.id for code in (UNREADABLE, UNSAFE_XML, OVER_LIMIT, BROKEN_XML, UNKNOWN_FORMAT)
)
"""The codes after which a file counts as not read."""
