"""Why the findings of `metermap protocols import zcl` are findings, MM820 to MM841.

The import reads files that no workspace names, so the cases are told, each with what the file says.
"""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule
from metermap.protocols.sep.importer import codes

__all__ = ["RULES"]


def _file(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.DICTIONARY, explanation, Example(text=failing), Example(text=passing))


_READING: tuple[Rule, ...] = (
    _file(
        codes.UNREADABLE,
        "The file is not there, or may not be read. A comparison without it would call missing what it defines, so "
        "none is made.",
        "metermap protocols import zcl amy.xml, and the file is ami.xml.",
        "metermap protocols import zcl ami.xml",
    ),
    _file(
        codes.UNSAFE_XML,
        "A document type or an entity can make a reader open other files, or fill the memory from a few lines. Cluster "
        "files need neither.",
        "The file begins with <!DOCTYPE configurator [...]>.",
        "The file without that declaration.",
    ),
    _file(
        codes.OVER_LIMIT,
        "All clusters of the standard take a few megabytes. Files that are far larger are something else, and reading "
        "them could fill the memory.",
        "A file of two hundred megabytes.",
        "The clusters that are to be compared, in a file of their own.",
    ),
    _file(
        codes.BROKEN_XML,
        "A tag is not closed, or the file ends too early. What follows the place cannot be trusted, so nothing is "
        "taken from the file.",
        "The file ends inside <cluster>.",
        "The whole file.",
    ),
    _file(
        codes.UNKNOWN_FORMAT,
        "The import knows a file by its root element. This one is in neither of the two formats, so its names would "
        "mean nothing.",
        "The root is <clusters>.",
        "The root is <configurator>, or <library> of the dotdot format.",
    ),
    _file(
        codes.INCLUDE_REFUSED,
        "A library may include files of its own folder. One that leads out of it, by a path, a link or an address, "
        "could read anything of whoever imports it.",
        'An include of "../../secret.xml".',
        "The file named on the command line.",
    ),
    _file(
        codes.INCLUDE_MISSING,
        "The library names a file that is not beside it. Its clusters are not compared, and are not called missing "
        "either.",
        "An include of metering.xml, which is not there.",
        "metering.xml beside the library.",
    ),
)

_ENTRIES: tuple[Rule, ...] = (
    _file(
        codes.INCOMPLETE,
        "An attribute without id, type or name cannot be held against anything. It is left out.",
        '<attribute side="server" type="INT8U">',
        '<attribute side="server" code="0x0000" type="INT8U">',
    ),
    _file(
        codes.BAD_NUMBER,
        "What should be a number is none, or has digits of another base. To read a part of it would make another "
        "number.",
        'code="0x00G1"',
        'code="0x0061"',
    ),
    _file(
        codes.DUPLICATE,
        "One file defines one id twice in a cluster. The first is used; which of the two is meant the file does not "
        "say.",
        "Two attributes 0x0100 of one side of a cluster.",
        "One of them has the number of the standard.",
    ),
    _file(
        codes.REPEATED_LABEL,
        "Two attributes of a cluster have one label. As a rule a block was copied, and the label was not changed; the "
        "name that follows from it is then wrong.",
        "0x0100 and 0x0101 are both called CURRENT_TIER_1_SUMMATION_DELIVERED.",
        "0x0101 is called CURRENT_TIER_1_SUMMATION_RECEIVED.",
    ),
    _file(
        codes.UNKNOWN_TYPE,
        "Neither the files nor the dictionary define the type. It stands in a file that was not given, or is misspelt.",
        "The type CREDIT_STATUS, without types.xml.",
        "ami.xml and types.xml, imported together.",
    ),
    _file(
        codes.WRONG_TYPE_ID,
        "A table of types gives a type of the Cluster Library another id or size. Over the air the id counts, so a "
        "device built from that table would be misread. The import goes by the name.",
        "INT24U with the id 0x23.",
        "INT24U with the id 0x22.",
    ),
    _file(
        codes.WIDTH,
        "A default or a bound is written with more or fewer digits than its type has. The number or the type is "
        "probably that of the entry above.",
        'type="INT8U" default="0x0000"',
        'type="INT8U" default="0x00"',
    ),
    _file(
        codes.RANGE_ORDER,
        "The minimum is over the maximum, so no value is allowed. In a signed type hexadecimal bounds are two's "
        "complement, which may be what happened.",
        'min="0x10" max="0x01"',
        'min="0x01" max="0x10"',
    ),
    _file(
        codes.UNKNOWN_SIDE,
        "An attribute is the server's or the client's, and the two count apart. Without a side that is known it is "
        "left out.",
        'side="sever"',
        'side="server"',
    ),
    _file(
        codes.CONTRADICTION,
        "Two of the files define one entry, and disagree. What was read first is used, so the order of the files would "
        "decide.",
        "Two libraries that give one attribute two types.",
        "One of the two libraries.",
    ),
)

_REMARKS: tuple[Rule, ...] = (
    _file(
        codes.UNKNOWN_EDITION,
        "The file dates an entry by an edition that the dictionary's ladder does not have. It is kept as printed, and "
        "cannot be compared.",
        'introducedIn="se-1.9-07-5356-99"',
        'introducedIn="se-1.2a-07-5356-19"',
    ),
    _file(
        codes.LADDER_ORDER,
        "The file lists the editions of a domain in another order than the dictionary. One of the two is wrong about "
        "which came first, and since and until depend on it.",
        "Smart Energy 1.1 named as newer than 1.2a.",
        "The newest edition first, then the older ones.",
    ),
    _file(
        codes.MANUFACTURER_SPECIFIC,
        "Entries with a manufacturer's code, and clusters from 0xFC00 on, belong to single manufacturers. The "
        "dictionary holds the standard, so they are counted and left out.",
        'manufacturerCode="0x1002"',
        "An attribute without such a code.",
    ),
    _file(
        codes.COMMENTED_OUT,
        "Entries inside an XML comment were taken out by somebody. They are counted, for they may still be facts.",
        '<!-- <attribute side="server" code="0x0000"> -->',
        "The attribute without the comment marks.",
    ),
    _file(
        codes.NOT_HELD,
        "The file states something for which the dictionary has no place, such as a default of a command field. It is "
        "counted, so that nobody takes a silent comparison for agreement.",
        'A default of a field: <arg name="status" defaultValue="0x00"/>',
        'The field alone: <arg name="status"/>',
    ),
)

RULES: tuple[Rule, ...] = (*_READING, *_ENTRIES, *_REMARKS)
