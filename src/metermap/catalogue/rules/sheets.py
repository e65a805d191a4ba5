"""Why the findings of reading workbooks and their profiles are findings, MM100 to MM113 and MM170 to MM179."""

from __future__ import annotations

from metermap.catalogue import codes
from metermap.catalogue.rules.tables import HEADERS, catalogue_of, elements_of, in_words
from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule

__all__ = ["RULES"]

_GOOD = catalogue_of()
_SECOND = {"Element id": "CalorificValue.unit", "Row": "22", "Attribute path": "unit"}


def _read(code: Code, explanation: str, failing: Example, passing: Example = _GOOD) -> Rule:
    return Rule(code, Family.WORKBOOK, explanation, failing, passing)


def _without(*headers: str) -> str:
    """Return a good table without some of its columns."""
    kept = [number for number, header in enumerate(HEADERS) if header not in headers]
    lines = (line.split(",") for line in elements_of({}).splitlines())
    return "".join(",".join(line[number] for number in kept) + "\n" for line in lines)


_FILES: tuple[Rule, ...] = (
    in_words(
        codes.UNREADABLE_WORKBOOK,
        Family.WORKBOOK,
        "The file is missing, is protected by a password, or is no .xlsx file, whatever its name says. Nothing was "
        "read from it, so the check ends here. Old .xls files and .ods files are saved as .xlsx in a spreadsheet "
        "program.",
        "catalogue.xlsx is an .xls file that was renamed.",
        "The same workbook, opened and saved as an Excel workbook.",
    ),
    in_words(
        codes.UNSAFE_CONTAINER,
        Family.WORKBOOK,
        "An .xlsx file is a ZIP archive. This one unpacks to far more than it holds, has members twice or with names "
        "that lead out of it, or is larger than a catalogue ever is. Reading it could fill the memory. [limits] in "
        "metermap.toml raises a limit that an honest workbook meets.",
        "A workbook of a few kilobytes that unpacks to several gigabytes.",
        "The same sheets, saved anew by a spreadsheet program.",
    ),
    in_words(
        codes.UNSAFE_XML,
        Family.WORKBOOK,
        "A part of the workbook declares entities or a document type, or is not well-formed. No spreadsheet program "
        "writes that, and an entity could make a reader open files or fill the memory.",
        "A sheet whose XML begins with a DOCTYPE.",
        "The same sheet, saved anew by a spreadsheet program.",
    ),
    in_words(
        codes.FAR_CELL,
        Family.WORKBOOK,
        "A single cell a million rows down makes the sheet a million rows long. It is a slip of the cursor, and what "
        "it was meant to say is not said where it should be.",
        "A stray full stop in XFD1048576.",
        "The sheet without that cell.",
    ),
    in_words(
        codes.BROKEN_PART,
        Family.WORKBOOK,
        "One part of the file says something else than another: a cell names a shared text that there is not, or a "
        "sheet is listed and missing. A program wrote it wrongly, or the file was cut short.",
        "A cell that refers to the shared text number 9,000 of 12.",
        "The workbook, saved anew by a spreadsheet program.",
    ),
    in_words(
        codes.REPEATED_CELL,
        Family.WORKBOOK,
        "The file has one cell twice, with two values. A spreadsheet program shows one of them, and which one differs "
        "from program to program. The first is read.",
        "Two entries for D14 in the XML of a sheet.",
        "The workbook, saved anew by a spreadsheet program.",
    ),
    in_words(
        codes.EXTERNAL_LINK,
        Family.WORKBOOK,
        "What another file says today it need not say tomorrow, and others do not have it. metermap never opens it: "
        "the value that the workbook keeps is read. The link should not be in a source that people share.",
        "A cell with the formula ='[prices.xlsx]Sheet1'!A1.",
        "The value itself in the cell.",
    ),
    _read(
        codes.UNREADABLE_CSV,
        "The file is missing, is not in the encoding that the profile names, or has quotation marks that do not pair. "
        "Nothing is taken from it, because a wrong start would move every cell after it.",
        catalogue_of(elements_of({}) + '"open\n'),
    ),
)

_HEADERS: tuple[Rule, ...] = (
    _read(
        codes.MISSING_SHEET,
        "metermap.toml names a sheet that the workbook does not have, or a pattern that no sheet matches. Its part of "
        "the catalogue would silently be empty.",
        catalogue_of(profile='items    = ["Item facts"]'),
    ),
    _read(
        codes.NO_HEADER,
        "Columns are found by their header texts, wherever they stand. No row of the sheet has enough of them, so the "
        "columns mean nothing. The message says what was sought and what comes nearest.",
        catalogue_of("one,two\nthree,four\n"),
    ),
    _read(
        codes.MISSING_COLUMN,
        "The header row has no text for this column. The column may be headed differently: give its text under "
        "[workbook.headers]. Columns that a group does not keep are named under 'lacks'.",
        catalogue_of(_without("Category")),
        catalogue_of(_without("Category"), profile='lacks    = ["Category"]'),
    ),
    _read(
        codes.REPEATED_COLUMN,
        "Two columns claim to be the same one, and nobody can tell which holds. As a rule the second is a note or an "
        "older version.",
        catalogue_of(elements_of({}).replace("Writers", "Readers")),
    ),
    _read(
        codes.OUTSIDE_COLUMNS,
        "There are cells to the right of the table, under no header. They are not read. That is as it should be for a "
        "remark, and not for a value that slipped a column.",
        catalogue_of(elements_of({}).replace(",GSME\n", ",GSME,,a remark\n")),
    ),
)

_PROFILES: tuple[Rule, ...] = (
    _read(
        codes.UNKNOWN_COLUMN,
        "The profile names a column that catalogues do not have, or a part of one. What it is meant to change stays as "
        "it is.",
        catalogue_of(profile='lacks    = ["Catgory"]'),
        catalogue_of(_without("Category"), profile='lacks    = ["Category"]'),
    ),
    _read(
        codes.PROFILE_CONTRADICTION,
        "Two keys of the profile cannot both hold: a column that is lacking and has further headers, or that is filled "
        "downwards and composed. Which one is meant cannot be told.",
        catalogue_of(
            _without("Category"), profile='lacks    = ["Category"]\nconstants = { Category = "Constant data" }'
        ),
        catalogue_of(_without("Category"), profile='constants = { Category = "Constant data" }'),
    ),
    _read(
        codes.UNUSED_ENTRY,
        "No sheet needs the entry. It is left over from an earlier edition of the workbook, or misspelt, and then what "
        "it should do does not happen.",
        catalogue_of(profile='lacks    = ["Category"]'),
        catalogue_of(_without("Category"), profile='lacks    = ["Category"]'),
    ),
    in_words(
        codes.LEFT_OUT,
        Family.WORKBOOK,
        "The profile says that hidden or struck-through rows are skipped. The note counts them and names the rows, so "
        "that nobody wonders where they are.",
        "Row 12 is hidden, and the profile has hidden = 'skip'.",
        "No row is hidden.",
    ),
    in_words(
        codes.READ_AS_DECLARED,
        Family.WORKBOOK,
        "The profile says that hidden or struck-through rows are read. The note counts them: who looks at the sheet "
        "does not see them.",
        "Row 12 is hidden, and the profile has hidden = 'read'.",
        "No row is hidden.",
    ),
    in_words(
        codes.HIDDEN_REFUSED,
        Family.WORKBOOK,
        "The group has agreed that nothing in the workbook may be hidden, and says so with hidden = 'refuse'. "
        "Something is.",
        "Row 12 is hidden, and the profile has hidden = 'refuse'.",
        "Row 12 is shown, or removed.",
    ),
    _read(
        codes.GROUP_ROWS,
        "A row holds nothing but columns that are filled downwards: it heads the rows below it and is no element. If "
        "it should be one its other cells are missing.",
        catalogue_of(
            elements_of(
                dict.fromkeys(HEADERS, "") | {"Item": "CalorificValue"},
                {"Item": ""},
            ),
            profile='fill     = ["Item"]',
        ),
        catalogue_of(elements_of({}, {"Item": "", **_SECOND}), profile='fill     = ["Item"]'),
    ),
    in_words(
        codes.NOTHING_TO_PROPOSE,
        Family.WORKBOOK,
        "`metermap init --from` looks for sheets whose headers are those of a catalogue, in any usual wording. It "
        "found none, so it has nothing to build a profile on.",
        "metermap init --from invoices.xlsx workspace",
        "metermap init --from catalogue.xlsx workspace",
    ),
)

RULES: tuple[Rule, ...] = (*_FILES, *_HEADERS, *_PROFILES)
