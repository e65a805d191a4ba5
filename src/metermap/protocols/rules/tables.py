"""Why the findings of dictionary files are findings: overlays of a workspace show most of them."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule, small_workspace
from metermap.protocols import codes

__all__ = ["RULES"]

_ELEMENTS = """Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
CalorificValue.value,21,SMETS 4.6.4.3,CalorificValue,value,Configuration data,INTEGER,,Supplier,,GSME
"""
_MANIFEST = 'format = 1\nid = "ours"\ntitle = "An overlay of our own"\nbody = "our working group"\n'
_OBJECTS = "logical_name,class_ids,keeps\n0-0:96.1.0.255,1,Serial number\n"
_MEMBERS = (
    "class_id,logical_name,access,index,part,path,position,type,condition\n"
    "1,0-0:94.44.10.0,attribute,2,value,page28Mask,,bit-string(32),\n"
)
_ALIASES = "cluster,command,printed,name\n0x0702,,Our Consumption,CurrentSummationDelivered\n"


def _overlay(table: str = "dlms/objects.csv", text: str = _OBJECTS, manifest: str = _MANIFEST) -> Example:
    """Return a workspace with an overlay of its own, in which one table reads so."""
    toml = small_workspace('[dictionaries.dlms]\noverlays = ["overlays/ours"]\n')
    return Example(
        files=(
            ("metermap.toml", toml),
            ("elements.csv", _ELEMENTS),
            ("overlays/ours/dictionary.toml", manifest),
            (f"overlays/ours/{table}", text),
        )
    )


def _choosing(tables: str) -> Example:
    return Example(files=(("metermap.toml", small_workspace(tables)), ("elements.csv", _ELEMENTS)))


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
        _overlay(text=_OBJECTS.replace("class_ids", "classes")),
    ),
    _table(
        codes.BAD_CELL,
        "The cell does not hold what its column is for: a class id that is no number, a flag that is neither set nor "
        "empty. The row is left out, so that nothing is half known.",
        _overlay(text=_OBJECTS.replace(",1,", ",one,")),
    ),
    _table(
        codes.DUPLICATE,
        "Two rows are about one thing. If they agree one is superfluous; if not, which of them holds depends on "
        "nothing but their order.",
        _overlay(text=f"{_OBJECTS}0-0:96.1.0.255,1,Serial number\n"),
    ),
    _table(
        codes.UNKNOWN_TYPE,
        "A type that the protocol does not have can be neither compared nor encoded. It is misspelt, or it has to be "
        "defined in the table of types first.",
        _overlay("dlms/members.csv", _MEMBERS.replace("bit-string(32)", "bit-strnig(32)")),
        _overlay("dlms/members.csv", _MEMBERS),
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
