"""Why the findings of `allow`, MM510 to MM513, of `mappings import`, MM230 to MM234, and of `fmt` are findings."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.mappings import allow_codes, import_codes
from metermap.mappings.formatting import codes as layout_codes

__all__ = ["RULES"]

_FILES = (("metermap.toml", small_workspace()), ("elements.csv", SMALL_ELEMENTS))
_SENTENCE = """on GSME over sep, tunnelled.
CalorificValue is Price { CalorificValue @0x0304: value #21 as int32 %s }.
"""
_GOOD = _SENTENCE % 'allow MM402 because "the source prints INT32"'


def _allow(code: Code, explanation: str, failing: str) -> Rule:
    return Rule(code, Family.REVIEW, explanation, Example(_SENTENCE % failing, _FILES), Example(_GOOD, _FILES))


def _import(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.LANGUAGE, explanation, Example(text=failing), Example(text=passing))


RULES: tuple[Rule, ...] = (
    _allow(
        allow_codes.ALLOWS_NOTHING,
        "The code behind 'allow' is none, so nothing is allowed. As a rule a digit is wrong.",
        'allow MM4020 because "the source prints INT32"',
    ),
    _allow(
        allow_codes.ALLOWS_FIXED,
        "The error tells of something that could not be read, resolved or encoded. Allowed it would still be missing "
        "from every output, and nobody would be told. It can be mended, not allowed.",
        'allow MM302 because "the source prints INT32"',
    ),
    _allow(
        allow_codes.UNUSED_ALLOW,
        "Nothing of this code is found inside what the 'allow' closes. The fault is mended, or the 'allow' stands in "
        "the wrong place. One that is left over would hide the next fault of its kind. Where an error inside hides "
        "what might be found, nothing is said.",
        'allow MM402 and MM403 because "the source prints INT32"',
    ),
    _allow(
        allow_codes.WITHOUT_REASON,
        "The reason is what the next reader has to go by when the finding is looked at again. An empty one says that "
        "somebody wanted it gone.",
        'allow MM402 because " "',
    ),
    _import(
        import_codes.NOT_A_TABLE,
        "The file is no CSV in UTF-8 and no workbook with a header row on its first sheet, so there is nothing to "
        "make a draft of.",
        "metermap mappings import table.xls",
        "metermap mappings import table.xlsx",
    ),
    _import(
        import_codes.NO_COLUMN,
        "A draft needs the element, and where the protocol carries it. The table has no column of that name, so each "
        "of its rows would be half a sentence.",
        "A table without a column for the logical name.",
        "The same table with the column.",
    ),
    _import(
        import_codes.ROW_LEFT_OUT,
        "A cell of the row cannot be understood, so no sentence can be made of it. The draft would look complete "
        "without it, which is why it is told.",
        "A row whose logical name reads 1-0:2.8.",
        "The same row with 1-0:2.8.0.255.",
    ),
    _import(
        import_codes.UNKNOWN_NUMBER,
        "The table prints an attribute or command by a number that the dictionary does not have. The draft keeps the "
        "number as a name, so that the check finds it again.",
        "Attribute 9 of the class Register.",
        "Attribute 2 of the class Register.",
    ),
    _import(
        import_codes.NO_DEVICE,
        "A sentence is about a device. Neither a column nor the command line says which device the row is for.",
        "A table without a column devices, imported without --device.",
        "metermap mappings import table.csv --device ESME",
    ),
    _import(
        layout_codes.CANNOT_BE_READ,
        "What is to be laid out is no file, or not one that this user may read; nothing is known of it, and nothing is "
        "written. The other files named are laid out all the same.",
        "metermap fmt mappings/missing.map",
        "metermap fmt mappings/electricity-registers.map",
    ),
    _import(
        layout_codes.CANNOT_BE_WRITTEN,
        "A layout replaces a file as a whole or not at all. It is not written through a symbolic link, which may lead "
        "to a file that others use, nor over a file that was changed meanwhile or may not be written.",
        "metermap fmt mappings/link.map, where link.map is a symbolic link.",
        "metermap fmt with the name of the file that the link leads to.",
    ),
)
