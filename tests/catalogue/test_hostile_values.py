"""Values that must not mislead: told at the cell, kept as they are, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.cells import RawCell, ValueKind
from metermap.catalogue.model import Value
from metermap.catalogue.notations import Absence, absence, notation, shown_as_another_number
from metermap.catalogue.quantity_texts import impossible, number_in_doubt, parse_depth, parse_ranges, parse_units
from metermap.core.findings import Finding, Severity
from metermap.core.logical_names import parse_logical_name
from metermap.core.render import OutputFormat, render
from metermap.core.workspace import NumberLocale
from tests.catalogue.workbooks import GB, check, fill, must_read, only, read, rewrite, small_workspace

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def with_value(tmp_path: Path, cell: str, value: str | float | datetime | time | None, shown: str = "") -> Path:
    def change(book: Workbook) -> None:
        at = book["Elements"][cell]
        at.value = value
        if shown:
            at.number_format = shown

    return small_workspace(tmp_path, change)


def told(tmp_path: Path, cell: str, value: str | float | datetime | time | None, shown: str = "") -> Finding:
    return only(read(with_value(tmp_path, cell, value, shown))[1])


@pytest.mark.parametrize(
    ("value", "shown", "message"),
    [
        (datetime(2008, 1, 0o1), "d.m.yy", "Reference is 2008-01-01, stored as a date"),  # noqa: DTZ001  (a sheet's dates have no zone)
        (time(1, 8), "h:mm", "Reference is 01:08:00, stored as a date"),
        (1.1, "0.00", "Reference is 1.1, stored as a number"),
        (0.0, "0.00E+00", "Reference is 0, stored as a number"),
        (702, "0000", "Reference is 702, stored as a number"),
        (1.00010800255e14, "General", "Reference is 100010800255000, stored as a number"),
    ],
    ids=["a logical name as a date", "one as a time", "1.10", "0E00", "0702", "a long number"],
)
def test_a_code_that_the_spreadsheet_took_for_a_number_is_to_be_retyped(
    tmp_path: Path, value: float | datetime | time, shown: str, message: str
) -> None:
    finding = told(tmp_path, "C5", value, shown)

    assert (finding.code, finding.severity, finding.message) == ("MM123", Severity.ERROR, message)
    assert finding.help == "Format the cell as text, then retype its content."
    assert must_read(tmp_path).elements[0].reference.value == ""


NOTHING = {
    None: Absence.BLANK,
    " ": Absence.SPACE,
    "-": Absence.DASH,
    "N/A": Absence.NOT_APPLICABLE,
    "TBC": Absence.OPEN,
}


@pytest.mark.parametrize("text", NOTHING)
def test_five_ways_to_say_nothing_are_kept_apart(tmp_path: Path, text: str | None) -> None:
    value = must_read(with_value(tmp_path, "C5", text)).elements[0].reference

    assert absence(value) is NOTHING[text]
    assert (value.original or value.value) == (text or "")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (None, "MM125", "Item is empty"),
        (" ", "MM125", "Item is empty"),
        ("-", "MM155", "Item is '-': a dash: deliberately none"),
        ("n/a", "MM155", "Item is 'n/a': not applicable"),
        ("TBC", "MM155", "Item is 'TBC': still to be settled"),
    ],
)
def test_none_of_them_fills_a_cell_that_must_be_filled(
    tmp_path: Path, text: str | None, code: str, message: str
) -> None:
    finding = told(tmp_path, "D5", text)

    assert (finding.code, finding.severity, finding.message) == (code, Severity.ERROR, message)


@given(st.text(min_size=1))
def test_what_says_something_is_no_absence(text: str) -> None:
    assert absence(Value(f"x{text}")) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,5", "a comma may part decimals or thousands"),
        ("1,234", "a comma may part decimals or thousands"),
        ("1.234", "a full stop may part decimals or thousands"),
        ("1 234", "thousands are set apart"),
        ("1\u00a0234", "thousands are set apart"),
        ("1'234", "thousands are set apart"),
        ("\u22125", "the minus is not the character -"),
        ("10\u00b2", "a superscript"),
        ("50 %", "a percent sign"),
        ("\uff11\uff12", "digits or signs of another script"),
        ("12", ""),
        ("-5", ""),
        ("twelve\u00b0", ""),
    ],
)
def test_a_number_in_another_notation_is_an_error_that_says_which(tmp_path: Path, text: str, why: str) -> None:
    assert notation(text) == why
    finding = told(tmp_path, "B5", text)
    assert (finding.code, finding.severity) == ("MM124", Severity.ERROR)
    assert finding.expected == "a whole number from 1" + (f"; {why}" if why else "")


@pytest.mark.parametrize(
    ("value", "shown"), [(1, "0%"), (5_000, "0,"), (5_000_000, "#,##0,,"), (7, '0.0"x"%'), (7, "[Red]0%;0")]
)
def test_a_number_that_is_shown_as_another_is_an_error(tmp_path: Path, value: int, shown: str) -> None:
    finding = told(tmp_path, "B5", value, shown)

    assert (finding.code, finding.severity) == ("MM156", Severity.ERROR)
    assert finding.message == f"Row is stored as {value}, in the format {shown!r}"


@pytest.mark.parametrize("shown", ["General", "0", "#,##0", "000", '0" %"', "0.00", "\\%0", "_%0"])
def test_a_number_that_is_shown_as_it_is_is_none(tmp_path: Path, shown: str) -> None:
    assert read(with_value(tmp_path, "B5", 5_000, shown))[1] == ()


def test_nothing_is_shown_as_nothing_in_percent() -> None:
    assert not shown_as_another_number(RawCell("f", "s", 1, 1, ValueKind.NUMBER, 0, "0%"))


@pytest.mark.parametrize(
    ("other", "points"),
    [
        ("activeexportregister.value", "U+0041 LATIN CAPITAL LETTER A against U+0061 LATIN SMALL LETTER A"),
        ("Active\u200bExportRegister.value", "U+0045 LATIN CAPITAL LETTER E against U+200B ZERO WIDTH SPACE"),
        ("\u0410ctiveExportRegister.value", "U+0041 LATIN CAPITAL LETTER A against U+0410 CYRILLIC CAPITAL LETTER A"),
        ("ActiveExp\u03bfrtRegister.value", "U+006F LATIN SMALL LETTER O against U+03BF GREEK SMALL LETTER OMICRON"),
        ("ActiveExportRegister.value\u200d", "the end against U+200D ZERO WIDTH JOINER"),
    ],
    ids=["case", "zero-width space", "Cyrillic", "Greek", "at the end"],
)
def test_ids_that_look_alike_are_an_error_that_names_both_code_points(tmp_path: Path, other: str, points: str) -> None:
    catalogue, findings = read(with_value(tmp_path, "A6", other))

    (finding,) = (finding for finding in findings if finding.code == "MM154")
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith(f" look alike: {points}")
    assert str(finding.place) == "small.xlsx[Elements]!A6"
    assert [str(place) for place in finding.also] == ["small.xlsx[Elements]!A5"]
    assert catalogue is not None
    assert len(catalogue.elements) == 3


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_text_that_turns_the_direction_of_writing_is_an_error(tmp_path: Path, character: str) -> None:
    finding = told(tmp_path, "C5", f"SMETS {character}5.7")

    assert (finding.code, finding.severity, str(finding.place)) == ("MM152", Severity.ERROR, "small.xlsx[Elements]!C5")
    assert f"U+{ord(character):04X} " in finding.message


@pytest.mark.parametrize("cell", ["A1", "A4", "E3", "L9"])
def test_also_in_titles_headings_headers_and_foreign_columns(tmp_path: Path, cell: str) -> None:
    findings = read(with_value(tmp_path, cell, "Attribute path\u202e"))[1]

    assert "MM152" in {finding.code for finding in findings}


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u00ad", "\u2028", "\u200f", "\ue000"])
def test_a_character_that_cannot_be_seen_is_a_warning(tmp_path: Path, character: str) -> None:
    finding = told(tmp_path, "C5", f"SMETS {character} 5.7")

    assert (finding.code, finding.severity) == ("MM153", Severity.WARNING)
    assert f"U+{ord(character):04X}" in finding.message
    assert must_read(tmp_path).elements[0].reference.value == f"SMETS {character} 5.7"


@pytest.mark.parametrize("text", ["two\nlines", "a\ttab", "no-break\u00a0space", "caf\u00e9", "5 \u00b0C", "\u2264 5"])
def test_ordinary_text_is_no_finding(tmp_path: Path, text: str) -> None:
    assert read(with_value(tmp_path, "C5", text))[1] == ()


@pytest.mark.parametrize("output_format", OutputFormat)
def test_terminal_escapes_in_a_cell_are_shown_escaped_everywhere(tmp_path: Path, output_format: OutputFormat) -> None:
    with_value(tmp_path, "H5", "MARK")
    hostile = b"perhaps_x001B_[2J_x0007__x0000_\xe2\x80\xae"
    rewrite(tmp_path / "small.xlsx", {SHEET: lambda xml: xml.replace(b"MARK", hostile)})

    findings = read(tmp_path)[1]
    assert [finding.code for finding in findings] == ["MM126", "MM152", "MM153"]
    assert "perhaps" in findings[0].message
    shown = render(findings, output_format)
    assert not {"\x1b", "\x07", "\x00", "\u202e"} & set(shown)


FACT_HEADERS = (
    *("Device", "Section", "Category", "Item", "Data type", "Unit", "Range or resolution"),
    *("Access", "Depth", "Description", "Source", "Rows", "Review"),
)
FACT: Mapping[str, str | int] = {
    "Device": "ESME",
    "Section": "SMETS 5.7",
    "Category": "Data",
    "Item": "Item",
    "Review": "public document",
}


def with_fact(tmp_path: Path, cells: Mapping[str, str | int], *, profile: str = "", errata: str = "") -> Path:
    """Make a workspace with one fact; its range stands in G2, its depth in I2."""

    def add(book: Workbook) -> None:
        sheet = book.create_sheet("Items")
        fill(sheet, 1, FACT_HEADERS)
        fill(sheet, 2, tuple({**FACT, **cells}.get(header) for header in FACT_HEADERS))

    small_workspace(tmp_path, add, errata)
    toml = tmp_path / "metermap.toml"
    toml.write_text(toml.read_text("utf-8").replace("han_only", f'items = ["Items"]\n{profile}\nhan_only'), "utf-8")
    return tmp_path


IMPOSSIBLE = {
    "9..1": "the range 9..1 ends before it begins",
    "100..0 kWh": "the range 100..0 ends before it begins",
    "0..5; 9 to 1": "the range 9 to 1 ends before it begins",
    "ESME 5..1": "the range 5..1 ends before it begins",
    "ESME 0..5, GSME 5..1": "the range 5..1 ends before it begins",
    "n = 5..1": "the range 5..1 ends before it begins",
    "[5, 1]": "the range [5, 1] ends before it begins",
    "(5, 5)": "the range (5, 5) has no number in it",
    "Enabled, Disabled, Enabled": "the value Enabled is there twice",
    "0 = off, 0 = on": "the value 0 is there twice",
    "0 = off, 1 = on; 0 = away, 2 = lost": "the value 0 is there twice",
    "bit 0 = a, bit 0 = b": "the value bit 0 is there twice",
    "bits 0-3 = mode, bits 2-5 = state": "bits 2-5 overlaps bits 0-3",
    "bits 7..4 = mode, bit 5 = state": "bit 5 overlaps bits 7..4",
}


@pytest.mark.parametrize(("text", "why"), IMPOSSIBLE.items())
def test_what_cannot_be_is_an_error_at_its_cell_and_nothing_else(tmp_path: Path, text: str, why: str) -> None:
    finding = only(check(with_fact(tmp_path, {"Range or resolution": text})))

    assert (finding.code, finding.severity, str(finding.place)) == ("MM157", Severity.ERROR, "small.xlsx[Items]!G2")
    assert finding.message == f"{text!r}: {why}"
    assert must_read(tmp_path).items[0].ranges is None


def test_a_depth_that_ends_before_it_begins_is_one_too(tmp_path: Path) -> None:
    finding = only(check(with_fact(tmp_path, {"Depth": "9..1"})))

    assert (finding.code, str(finding.place)) == ("MM157", "small.xlsx[Items]!I2")


def test_an_erratum_can_correct_it(tmp_path: Path) -> None:
    erratum = """[[erratum]]
key = "turned"
fact = { device = "ESME", section = "SMETS 5.7", item = "Item" }
field = "range"
old = "9..1"
new = "1..9"
reason = "Turned round."
reference = "SMETS 5.7"
"""
    assert check(with_fact(tmp_path, {"Range or resolution": "9..1"}, errata=erratum)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1..9",
        "5..5",
        "[1,234]",
        "0 = off, 1 = off",
        "bits 0-3 = a, bits 4-7 = b",
        "ESME 0 = a; GSME 0 = b",
        "2024-11-03",
    ],
)
def test_what_can_be_is_none(text: str) -> None:
    assert not impossible(text)


LOCALES = {"none": None, "English": NumberLocale(".", ","), "German": NumberLocale(",", ".")}
DOUBTFUL: list[
    tuple[str, dict[str, tuple[str | None, str | None]]]
] = [  # text, and what it says as a range and as a depth by locale; None: nothing
    ("0,001 kWh", {"none": (None, None), "English": (None, None), "German": ("0.001 kWh", None)}),
    ("1,234", {"none": (None, None), "English": ("1234", "1234 entries"), "German": ("1.234", None)}),
    ("1.000", {"none": ("1", None), "English": ("1", None), "German": ("1000", "1000 entries")}),
    ("1 234", dict.fromkeys(LOCALES, ("1234", "1234 entries"))),
    ("9,999,999", {"none": ("9999999", "9999999 entries"), "English": ("9999999", "9999999 entries")}),
    ("1, 234", dict.fromkeys(LOCALES, (None, None))),
]


@pytest.mark.parametrize(
    ("text", "locale", "says"), [(text, locale, says) for text, by in DOUBTFUL for locale, says in by.items()]
)
def test_a_number_is_never_read_as_another(text: str, locale: str, says: tuple[str | None, str | None]) -> None:
    clauses, depth = parse_ranges(text, LOCALES[locale]), parse_depth(text, LOCALES[locale])

    assert (str(clauses[0]) if clauses else None, str(depth) if depth else None) == says


def test_a_comma_between_brackets_parts_two_ends() -> None:
    assert [str(clause) for clause in parse_ranges("ESME [0,100) kWh") or ()] == ["[0..100) kWh on ESME"]


def test_units_too() -> None:
    assert parse_units("0,01 %") is None
    assert str(parse_units("0,01 %", LOCALES["German"])) == "0.01 %"


@pytest.mark.parametrize(
    ("header", "text", "number"),
    [
        ("Range or resolution", "0,001 kWh", "0,001"),
        ("Range or resolution", "0..1,234", "1,234"),
        ("Range or resolution", "1, 234", "1, 234"),
        ("Depth", "1.000", "1.000"),
        ("Depth", "1,234 entries", "1,234"),
        ("Unit", "0,01 %", "0,01"),
    ],
)
def test_a_number_in_doubt_is_a_warning_that_asks_for_the_notation(
    tmp_path: Path, header: str, text: str, number: str
) -> None:
    finding = only(check(with_fact(tmp_path, {header: text})))

    assert (finding.code, finding.severity) == ("MM158", Severity.WARNING)
    assert finding.message == f"{text!r}: {number} could be one number or another"
    assert finding.help.startswith("Declare numbers = { decimal, thousands } in metermap.toml")


def test_with_the_notation_declared_the_number_is_read_and_the_text_kept(tmp_path: Path) -> None:
    declared = 'numbers = { decimal = ",", thousands = "." }'
    root = with_fact(tmp_path, {"Range or resolution": "0,001 kWh", "Depth": "1.000"}, profile=declared)

    (fact,) = must_read(root).items
    assert check(root) == ()
    assert (fact.range.value, fact.depth.value) == ("0,001 kWh", "1.000")
    assert [*map(str, fact.ranges or ()), str(fact.entries)] == ["0.001 kWh", "1000 entries"]


def test_gb_has_no_such_text() -> None:
    for fact in must_read(GB).items:
        texts = [fact.unit.value, fact.range.value]
        assert not any(map(number_in_doubt, texts))
        assert not number_in_doubt(fact.depth.value, counts=True)
        assert not impossible(fact.range.value)


@pytest.mark.parametrize(
    ("printed", "rows"), [("675, 676", (675, 676)), ("1,2", (1, 2)), ("1,234", ()), ("1,234,567", ()), (675, (675,))]
)
def test_a_list_that_could_be_one_number_is_never_read_as_two(
    tmp_path: Path, printed: str | int, rows: tuple[int, ...]
) -> None:
    with_fact(tmp_path, {"Rows": printed})

    catalogue, findings = read(tmp_path)
    assert catalogue is not None
    assert catalogue.items[0].rows == rows
    assert [finding.code for finding in findings] == ([] if rows else ["MM128"])


def test_escapes_do_not_count_as_the_characters_they_are_written_with(tmp_path: Path) -> None:
    with_value(tmp_path, "C5", "MARK")
    written = b"a" + b"_x000D_" * 6_000 + b"b"
    rewrite(tmp_path / "small.xlsx", {SHEET: lambda xml: xml.replace(b"MARK", written)})

    assert must_read(tmp_path).elements[0].reference.value == "a" + "\r" * 6_000 + "b"


@pytest.mark.parametrize(
    "spelling",
    [
        "1-0:1.8.0.255",
        "1-0:1.8.0*255",
        "1.0.1.8.0.255",
        "0100010800FF",
        "0100010800ff",
        "1\u20130:1.8.0.255",
        "1-0:1.8.0.255\u00a0",
        "\u00a01 - 0 : 1.8.0.255",
        "\uff11-\uff10:\uff11.\uff18.\uff10.\uff12\uff15\uff15",
    ],
)
def test_a_logical_name_is_known_in_each_spelling(spelling: str) -> None:
    assert str(parse_logical_name(spelling)) == "1-0:1.8.0.255"


@pytest.mark.parametrize(
    "spelling",
    [
        "1-0:1.8.0.256",
        "1-0:1.8.0",
        "1-0:1.8.0.255.1",
        "1.0.1.8.0",
        "1.0.1.8.0.255.1",
        "-1-0:1.8.0.255",
        "1-0:1.8.0.-255",
        "1-0:1.8.0.9999999999",
        "0100010800",
        "0100010800FF00",
        "",
    ],
)
def test_what_is_no_logical_name_is_never_taken_for_one(spelling: str) -> None:
    assert parse_logical_name(spelling) is None
