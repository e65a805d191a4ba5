"""Why the findings of dictionary files are findings: overlays of a workspace show most of them."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.protocols import codes

__all__ = ["RULES"]

_MANIFEST = 'format = 1\nid = "ours"\ntitle = "An overlay of our own"\nbody = "our working group"\n'
_HEADER = (
    "side,id,name,type,enumeration,minimum,maximum,default,length,access,mandatory,"
    "introduced,introduced_basis,removed,sources,disagreement\n"
)
_ROW = "server,0x0F00,OurAttribute,uint8,,,,,,R,O,,,,,\n"
_READ = """on GSME over sep, tunnelled.
CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.
"""


def _overlay(table: str = _HEADER + _ROW, manifest: str = _MANIFEST) -> Example:
    """Return a workspace with an overlay of its own that adds an attribute; its table reads so."""
    toml = small_workspace('[dictionaries.sep]\noverlays = ["overlays/ours"]\n')
    return Example(
        _READ,
        (
            ("metermap.toml", toml),
            ("elements.csv", SMALL_ELEMENTS),
            ("overlays/ours/dictionary.toml", manifest),
            ("overlays/ours/sep/clusters/0x0700/attributes.csv", table),
        ),
    )


def _choosing(tables: str) -> Example:
    return Example(files=(("metermap.toml", small_workspace(tables)), ("elements.csv", SMALL_ELEMENTS)))


def _table(code: Code, explanation: str, failing: Example, passing: Example | None = None) -> Rule:
    return Rule(code, Family.DICTIONARY, explanation, failing, passing or _overlay())


def _in_words(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.DICTIONARY, explanation, Example(text=failing), Example(text=passing))


RULES: tuple[Rule, ...] = (
    _table(
        codes.UNREADABLE,
        "A file of the dictionary or of an overlay is missing, is not UTF-8, or is no well-formed CSV. What it states "
        "is not known, so names that it defines would be reported as unknown.",
        _overlay(manifest="format = \n"),
    ),
    _table(
        codes.UNKNOWN_FORMAT,
        "The manifest says in which edition of the file format the tables are. A newer one may mean something else by "
        "the same columns, so nothing is read from it.",
        _overlay(manifest=_MANIFEST.replace("format = 1", "format = 9")),
    ),
    _table(
        codes.BAD_HEADER,
        "Tables of a dictionary have fixed columns in a fixed order, because a line that is read one column off states "
        "something else. Nothing is taken from the table.",
        _overlay(_HEADER.replace("side", "sides") + _ROW),
    ),
    _table(
        codes.BAD_CELL,
        "The cell does not hold what its column is for: an id that is no number, a flag that is neither set nor "
        "empty. The row is left out, so that nothing is half known.",
        _overlay(_HEADER + _ROW.replace("0x0F00", "F00")),
    ),
    _table(
        codes.DUPLICATE,
        "Two rows are about one thing. If they agree one is superfluous; if not, which of them holds depends on "
        "nothing but their order.",
        _overlay(_HEADER + _ROW + _ROW),
    ),
    _table(
        codes.UNKNOWN_TYPE,
        "A type that the protocol does not have can be neither compared nor encoded. It is misspelt, or it has to be "
        "defined in the table of types first.",
        _overlay(_HEADER + _ROW.replace("uint8", "uint9")),
    ),
    _in_words(
        codes.UNRESOLVED,
        "One table names an enumeration, a structure or an edition that no other table defines. What it is remains "
        "open until it is added, or listed as known to be missing.",
        "An attribute of type enum8<Colour>, and no enumeration Colour.",
        "The enumeration Colour in enumerations.csv.",
    ),
    _in_words(
        codes.OUT_OF_RANGE,
        "A minimum, a maximum or a default that the type has no room for. Standards do print such numbers; then the "
        "number stays, and the finding says that it is theirs.",
        "The default 0x100 of an attribute of type uint8.",
        "The default 0xFF.",
    ),
    _table(
        codes.UNKNOWN_OVERLAY,
        "metermap.toml names an overlay that is neither shipped nor a folder of the workspace. Everything national "
        "would be unknown.",
        _choosing('[dictionaries.dlms]\noverlays = ["bg"]\n'),
        _choosing('[dictionaries.dlms]\noverlays = ["gb"]\n'),
    ),
    _table(
        codes.UNKNOWN_DICTIONARY,
        "A table [dictionaries.X] of metermap.toml chooses an edition and overlays for the protocol X. There is no "
        "dictionary of that name, so the choice has no effect.",
        _choosing('[dictionaries.dmls]\nedition = ""\n'),
        _choosing('[dictionaries.dlms]\nedition = ""\n'),
    ),
    _table(
        codes.UNKNOWN_EDITION,
        "Statements are held against the edition that a device must meet. The dictionary's ladder has none of this "
        "name, so nothing could be held against it.",
        _choosing('[dictionaries.sep]\nedition = "SE 9"\n'),
        _choosing('[dictionaries.sep]\nedition = "SE 1.2a"\n'),
    ),
    _table(
        codes.NOT_TOGETHER,
        "Editions of one ladder exclude each other: a device meets one of them. Editions of several ladders may hold "
        "together where the dictionary says that entries rest on both.",
        _choosing('[dictionaries.sep]\nedition = ["SE 1.2a", "SE 1.4"]\n'),
        _choosing('[dictionaries.sep]\nedition = "SE 1.4"\n'),
    ),
    _in_words(
        codes.UNDECIDED,
        "The sources of the dictionary say different things of one member, and no decision is on record. Users of the "
        "dictionary would rely on a coin that nobody saw fall.",
        "Two libraries print attribute 3 of a class as structure and as array; decisions.csv says nothing of it.",
        "A line in decisions.csv with the choice and the clause that it rests on.",
    ),
    _in_words(
        codes.STALE_DECISION,
        "A decision was made about something that reads differently now. It may not hold any more, and it must not "
        "stay there unread.",
        "decisions.csv settles the type of attribute 3, and the table spells that type out by now.",
        "The decision is removed.",
    ),
)
