"""Why the findings of single cells and lines are findings, MM120 to MM132, MM140, MM141 and MM151 to MM159."""

from __future__ import annotations

from metermap.catalogue import codes
from metermap.catalogue.columns import ITEMS
from metermap.catalogue.rules.tables import catalogue_of, elements_of, in_words, table
from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule, small_workspace

__all__ = ["RULES"]

_SECOND = {"Element id": "CalorificValue.unit", "Row": "22", "Attribute path": "unit"}


_FACT = {"Device": "GSME", "Section": "SMETS 4.6.4.3", "Item": "Calorific Value", "Data type": "INTEGER", "Rows": "21"}


def _items(**changes: str) -> str:
    """Return a table with one fact, in which some columns read differently."""
    fact = {**_FACT, **changes}
    headers = [column.header for column in ITEMS]
    return table(headers, [[fact.get(header, "") for header in headers]])


def _fact(items: str, profile: str = "") -> Example:
    """Return a workspace with one element and a table of facts."""
    return catalogue_of(tables=f'[[workbook]]\nfile = "items.csv"\nitems = ["*"]\n{profile}', items=items)


def _facts_alone(items: str) -> Example:
    toml = small_workspace().replace('elements = ["*"]', 'items    = ["*"]')
    return Example(files=(("metermap.toml", toml), ("elements.csv", items)))


def _cell(code: Code, explanation: str, *failing: dict[str, str], passing: tuple[dict[str, str], ...] = ({},)) -> Rule:
    return Rule(
        code, Family.CATALOGUE, explanation, catalogue_of(elements_of(*failing)), catalogue_of(elements_of(*passing))
    )


def _stored(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return in_words(code, Family.WORKBOOK, explanation, failing, passing)


_STORED: tuple[Rule, ...] = (
    _stored(
        codes.ERROR_VALUE,
        "A cell that shows #REF! or #N/A says nothing; the formula behind it has lost what it refers to. Read as text "
        "the mark would become part of a name.",
        "The cell of a data type shows #REF!.",
        "The cell holds INTEGER.",
    ),
    _stored(
        codes.FORMULA_WITHOUT_VALUE,
        "metermap runs no formula: it reads the value that the spreadsheet program stored beside it. Here none is "
        "stored, because the program that wrote the file did not calculate.",
        "=B2+1, written by a script, never opened in a spreadsheet program.",
        "The same workbook, recalculated and saved.",
    ),
    _stored(
        codes.FORMULA,
        "The stored value is read. It may be old, and a formula makes the text of a catalogue depend on cells that "
        "nobody reviews with it.",
        '=A2&".value" in the column of ids.',
        "ActiveExportRegister.value in the cell.",
    ),
    _stored(
        codes.NOT_A_TEXT,
        "A spreadsheet program turns 0702 into the number 702, and 5.10 into 5.1. A column of text that holds numbers "
        "has perhaps lost digits already, and nobody can tell.",
        "The number 5.1 in the column Reference.",
        "The text 5.10, in a cell formatted as text.",
    ),
    _stored(
        codes.NOT_A_NUMBER,
        "Printed row numbers are whole numbers; everything is joined by them. A fraction, a date or a text is none.",
        "The date 12 Jan in the column Row.",
        "The number 121.",
    ),
    _stored(
        codes.MERGED_DATA,
        "A merged cell has one value, and whether it holds for all its rows or only for the first cannot be seen. Name "
        "the column under 'fill' if it holds for all.",
        "ActiveExportRegister merged over three rows of the column Item.",
        "The item in each of the three rows.",
    ),
    _stored(
        codes.HIDDEN,
        "Who reviews the sheet does not see the row, and it is read. Perhaps it was hidden instead of deleted.",
        "Row 12 is hidden, and the profile does not say what that means.",
        "Row 12 is shown, or the profile has hidden = 'skip'.",
    ),
    _stored(
        codes.STRUCK_THROUGH,
        "Some strike through what is withdrawn, others what is done. Until the profile says what it means the row is "
        "read like any other.",
        "Row 12 is struck through, and the profile does not say what that means.",
        "The profile has struck = 'withdrawn'.",
    ),
    _stored(
        codes.LONE_VALUE,
        "A row of which one cell is filled is taken for the heading of a section. If it is an element its other cells "
        "are missing.",
        "A row that holds only the text Operational data.",
        "The same text, merged over the columns.",
    ),
    _stored(
        codes.SHOWN_OTHERWISE,
        "The format of the cell rounds, or hides digits: people agree to what they see, and the tool reads what is "
        "stored.",
        "100.4 shown as 100 in the column Row.",
        "100, in the format General.",
    ),
)

_SAID: tuple[Rule, ...] = (
    _cell(
        codes.BLANK_CELL,
        "An element has an id, a row, an item, a path and devices. Without one of them it cannot be named or placed, "
        "and is left out.",
        {"Item": ""},
    ),
    _cell(
        codes.PLACEHOLDER,
        "A dash or 'TBD' is no item and no device. Taken for a text it would become a name; taken for nothing, the "
        "cell is one that must be filled.",
        {"Item": "TBD"},
    ),
    _cell(
        codes.BAD_FLAG,
        "Whether an element is sensitive decides how it must be protected on its way. A text that is neither yes nor "
        "no leaves that open.",
        {"Sensitive": "perhaps"},
    ),
    _cell(
        codes.BAD_DEVICES,
        "The devices of an element are those of metermap.toml. One of another name would never be asked for a "
        "statement.",
        {"Devices": "GSMEE"},
    ),
    Rule(
        codes.BAD_ROWS,
        Family.CATALOGUE,
        "A fact joins elements by their printed rows. A text that is no list of whole numbers joins none.",
        _fact(_items(Rows="21, x")),
        _fact(_items()),
    ),
    _cell(
        codes.DUPLICATE_ID,
        "Mappings, errata and reviews name an element by its id. Two elements of one id cannot be told apart, and the "
        "second is left out.",
        {},
        {"Row": "22"},
        passing=({}, _SECOND),
    ),
    _cell(
        codes.DUPLICATE_ROW,
        "A printed row is one line of the source. Two elements that claim it are joined to the same facts.",
        {},
        _SECOND | {"Row": "21"},
        passing=({}, _SECOND),
    ),
    _cell(
        codes.TURNED_TEXT,
        "Such a character makes a program show the text in another order than it is stored: a name that looks like "
        "another. Nobody needs one in a catalogue.",
        {"Category": "Configuration \u202edata"},
    ),
    _cell(
        codes.HIDDEN_CHARACTER,
        "A character without width, or a control character, makes two names differ that look alike. It came along when "
        "the text was copied from a document.",
        {"Category": "Configuration\u200b data"},
    ),
    _cell(
        codes.LOOKALIKE_IDS,
        "Two ids that a reader takes for one, because a letter of another alphabet looks like ours: a mapping that "
        "names the one would never reach the other.",
        {},
        _SECOND | {"Element id": "Cal\u043erificValue.value"},
        passing=({}, _SECOND),
    ),
    Rule(
        codes.IMPOSSIBLE_VALUE,
        Family.CATALOGUE,
        "A depth from 9 to 1 holds nothing, and a bit that is there twice means two things. What is meant can only be "
        "looked up.",
        _fact(_items(Depth="9..1")),
        _fact(_items(Depth="1..9")),
    ),
    Rule(
        codes.NUMBER_IN_DOUBT,
        Family.CATALOGUE,
        "1.000 is one thousand in one country and one in another. Declare how the workbook writes numbers, and it is "
        "read so.",
        _fact(_items(**{"Range or resolution": "0,001 kWh"})),
        _fact(_items(**{"Range or resolution": "0,001 kWh"}), 'numbers = { decimal = ",", thousands = "." }\n'),
    ),
    Rule(
        codes.OTHER_DEVICE,
        Family.CATALOGUE,
        "There are facts about a device that metermap.toml does not declare. They are kept, and nothing is checked "
        "about the device. That is right for one that the group does not align.",
        _facts_alone(_items(Device="PPMID")),
        _facts_alone(_items()),
    ),
)

RULES: tuple[Rule, ...] = (*_STORED, *_SAID)
