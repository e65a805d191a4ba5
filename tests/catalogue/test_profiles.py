"""What a profile may declare about sheets that others made, each on rows of the Great Britain catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from metermap import pipeline
from metermap.catalogue.model import Catalogue
from metermap.catalogue.numerals import parse_number
from metermap.core.exits import Exit
from metermap.core.findings import Finding
from metermap.core.workspace import NumberLocale
from tests.catalogue.workbooks import ELEMENT_HEADERS, ELEMENT_ROWS, TOML, fill, only, read, small_workspace

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cells = Sequence[str | float | None]

HEADERS = ELEMENT_HEADERS
EXPORT, CALORIFIC = ELEMENT_ROWS


def profiled(root: Path, profile: str, change: Callable[[Workbook], object] = lambda _: None) -> Path:
    """Make the small workspace with further lines in its [[workbook]] table."""
    small_workspace(root, change)
    with_profile(root, TOML.replace('han_only = ["HAN"]', f'han_only = ["HAN"]\n{profile}'))
    return root


def with_profile(root: Path, toml: str) -> None:
    (root / "metermap.toml").write_text(toml, encoding="utf-8")


def sheet_of(root: Path, profile: str, rows: Sequence[Cells], change: Callable[[Worksheet], object]) -> Path:
    """Make a workspace whose one sheet has these rows from the first on."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Elements"
    for number, row in enumerate(rows, 1):
        fill(sheet, number, tuple(row))
    change(sheet)
    book.save(root / "small.xlsx")
    toml = TOML.replace('use_cases = ["Use cases"]\nhan_only = ["HAN"]\n', f"{profile}\n")
    with_profile(root, toml.replace('errata = "errata.toml"\n', ""))
    return root


def nothing(_: object) -> None:
    pass


def without(row: Cells, *headers: str) -> Cells:
    return tuple(value for header, value in zip(HEADERS, row, strict=True) if header not in headers)


def ids(catalogue: Catalogue | None) -> list[str]:
    assert catalogue is not None
    return [element.id.value for element in catalogue.elements]


def shown(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.code, str(finding.place), finding.message) for finding in findings]


# ---- sheets -------------------------------------------------------------------------------------


def split(book: Workbook) -> None:
    """Part the elements into a sheet for electricity and one for gas."""
    gas = book.copy_worksheet(book["Elements"])
    gas.title = "Elem gas"
    gas.delete_rows(5)
    book["Elements"].title = "Elem electricity"
    book["Elem electricity"].delete_rows(6)


def test_a_pattern_takes_sheets_in_the_order_of_their_tabs(tmp_path: Path) -> None:
    small_workspace(tmp_path, split)
    with_profile(tmp_path, TOML.replace('["Elements"]', '["elem*"]'))

    catalogue, findings = read(tmp_path)

    assert findings == ()
    assert ids(catalogue)[:2] == ["ActiveExportRegister.value", "CalorificValue.value"]


def test_names_before_a_pattern_come_first_and_no_sheet_comes_twice(tmp_path: Path) -> None:
    small_workspace(tmp_path, split)
    with_profile(tmp_path, TOML.replace('["Elements"]', '["Elem gas", "Elem*"]'))

    catalogue, findings = read(tmp_path)

    assert findings == ()
    assert ids(catalogue)[:2] == ["CalorificValue.value", "ActiveExportRegister.value"]


def test_a_pattern_that_matches_nothing_is_a_finding(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    with_profile(tmp_path, TOML.replace('["Elements"]', '["Elements", "Wate?*"]'))

    catalogue, findings = read(tmp_path)

    assert catalogue is None
    assert (only(findings).code, only(findings).message) == ("MM110", "small.xlsx has no sheet 'Wate?*'")
    assert only(findings).expected == "sheets that match 'Wate?*'; there are Elements, HAN, Use cases"


def test_brackets_in_a_pattern_are_only_brackets(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    with_profile(tmp_path, TOML.replace('["Elements"]', '["[E]lements"]'))

    assert only(read(tmp_path)[1]).code == "MM110"


# ---- headers ------------------------------------------------------------------------------------

GROUPED_HEADERS: tuple[Cells, Cells] = (
    ("Element id", "Row", "Source", "Data item", None, None, "Data type", "Sensitive", "Roles", None, "Devices"),
    (None, None, "Reference", "Name", "Path", "Category", None, None, "Read", "Write", None),
)
GROUPED_ALIASES = (
    "headers = { Item = ['Data item / Name'], 'Attribute path' = ['Path'], "
    "Readers = ['Roles / Read'], Writers = ['Roles / Write'] }"
)


def merge_groups(sheet: Worksheet) -> None:
    for cells in ("A1:A2", "B1:B2", "G1:G2", "H1:H2", "K1:K2", "D1:F1", "I1:J1"):
        sheet.merge_cells(cells)


@pytest.mark.parametrize("rows", ["", "header_rows = 2\n"])
@pytest.mark.parametrize("merge", [merge_groups, nothing])
def test_a_header_of_two_rows_is_known_by_group_and_column(
    tmp_path: Path, rows: str, merge: Callable[[Worksheet], object]
) -> None:
    """Group headings reach over their columns whether they are merged or not."""
    table = (*GROUPED_HEADERS, EXPORT, CALORIFIC)

    catalogue, findings = read(sheet_of(tmp_path, rows + GROUPED_ALIASES, table, merge))

    assert findings == ()
    assert catalogue is not None
    assert ids(catalogue) == ["ActiveExportRegister.value", "CalorificValue.value"]
    assert catalogue.elements[0].readers.value == EXPORT[8]
    assert str(catalogue.elements[0].item.place) == "small.xlsx[Elements]!D3"


def test_the_group_alone_names_a_column_if_it_stands_over_one_only(tmp_path: Path) -> None:
    below = (None, None, None, None, "(within the item)", None, None, "(on the wire)", None, None, None)

    catalogue, findings = read(sheet_of(tmp_path, "header_rows = 2", (HEADERS, below, EXPORT), nothing))

    assert findings == ()
    assert ids(catalogue) == ["ActiveExportRegister.value"]


def test_one_text_under_two_groups_needs_the_group(tmp_path: Path) -> None:
    upper = (None,) * 8 + ("Read", "Write", None)
    lower = (*HEADERS[:8], "Roles", "Roles", "Devices")
    aliases = "headers = { Readers = ['Roles'], Writers = ['Write / Roles'] }"

    catalogue, findings = read(sheet_of(tmp_path, aliases, (upper, lower, EXPORT), nothing))
    assert findings == ()
    assert catalogue is not None

    aliases = "header_rows = 2\nheaders = { Readers = ['Roles'], Writers = ['Written by'] }"
    _, findings = read(sheet_of(tmp_path, aliases, (upper, lower, EXPORT), nothing))
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MM112", "small.xlsx[Elements]!A2"),
        ("MM113", "small.xlsx[Elements]!J2"),
    ]


def test_a_missing_column_says_what_was_sought_where_and_what_is_there(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Elements"]["G3"] = "Typ"

    profile = "headers = { 'Data type' = ['Type', 'Datatype'] }"
    _, findings = read(profiled(tmp_path, profile, rename))

    assert shown(findings) == [
        (
            "MM112",
            "small.xlsx[Elements]!A3",
            "small.xlsx[Elements]: the column 'Data type' is missing from the header in row 3",
        )
    ]
    assert only(findings).expected == "a column headed 'Data type' or 'Type' or 'Datatype'; did you mean 'Typ'?"


def test_a_further_text_may_be_the_standard_header_of_another_column(tmp_path: Path) -> None:
    header = ["Item" if text == "Attribute path" else "Object" if text == "Item" else text for text in HEADERS]
    profile = "headers = { Item = ['Object'], 'Attribute path' = ['Item'] }"

    catalogue, findings = read(sheet_of(tmp_path, profile, (header, EXPORT), nothing))

    assert findings == ()
    assert catalogue is not None
    assert (catalogue.elements[0].item.value, catalogue.elements[0].path.value) == ("ActiveExportRegister", "value")


def test_cells_in_columns_without_a_header_are_told(tmp_path: Path) -> None:
    _, findings = read(profiled(tmp_path, "", lambda book: book["Elements"].__setitem__("M5", "look into this")))

    message = "small.xlsx[Elements]: 1 cell (M5) in columns without a header not read"
    assert shown(findings) == [("MM178", "small.xlsx[Elements]!M5", message)]


def test_sheets_of_one_pattern_that_head_their_columns_differently_are_each_told(tmp_path: Path) -> None:
    def spoil(book: Workbook) -> None:
        split(book)
        book["Elem electricity"]["E3"] = "Attribute"
        book["Elem gas"]["G3"] = "Item"

    small_workspace(tmp_path, spoil)
    with_profile(tmp_path, TOML.replace('["Elements"]', '["Elem*"]'))

    catalogue, findings = read(tmp_path)

    assert catalogue is None
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MM112", "small.xlsx[Elem electricity]!A3"),
        ("MM112", "small.xlsx[Elem gas]!A3"),
        ("MM113", "small.xlsx[Elem gas]!G3"),
    ]


# ---- fill ---------------------------------------------------------------------------------------


def three_paths() -> list[Cells]:
    """One item with three elements; the item's name stands in the first row only."""
    first = list(EXPORT)
    rows: list[Cells] = [HEADERS, first]
    for path in ("unit", "scaler"):
        row: list[str | int | None] = list(EXPORT)
        row[0], row[1], row[3], row[4] = f"ActiveExportRegister.{path}", 100 + len(rows), None, path
        rows.append(row)
    return rows


@pytest.mark.parametrize("merge", [nothing, lambda sheet: sheet.merge_cells("D2:D4")])
def test_a_declared_column_is_filled_downwards_and_keeps_the_place(
    tmp_path: Path, merge: Callable[[Worksheet], object]
) -> None:
    catalogue, findings = read(sheet_of(tmp_path, 'fill = ["Item"]', three_paths(), merge))

    assert findings == ()
    assert catalogue is not None
    assert [element.name for element in catalogue.elements] == [
        "ActiveExportRegister.value",
        "ActiveExportRegister.unit",
        "ActiveExportRegister.scaler",
    ]
    assert {str(element.item.place) for element in catalogue.elements} == {"small.xlsx[Elements]!D2"}


def test_without_a_declaration_nothing_is_filled(tmp_path: Path) -> None:
    _, findings = read(sheet_of(tmp_path, "", three_paths(), lambda sheet: sheet.merge_cells("D2:D4")))

    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MM129", "small.xlsx[Elements]!D2"),
        ("MM125", "small.xlsx[Elements]!D3"),
        ("MM125", "small.xlsx[Elements]!D4"),
    ]
    assert "under fill in metermap.toml" in findings[0].help


def test_a_merged_cell_stands_for_no_row_outside_its_range(tmp_path: Path) -> None:
    table = sheet_of(tmp_path, 'fill = ["Item"]', three_paths(), lambda sheet: sheet.merge_cells("D2:D3"))

    assert [(finding.code, str(finding.place)) for finding in read(table)[1]] == [("MM125", "small.xlsx[Elements]!D4")]


def test_a_cell_merged_sideways_is_not_filled_from(tmp_path: Path) -> None:
    table = sheet_of(tmp_path, 'fill = ["Item"]', three_paths(), lambda sheet: sheet.merge_cells("C2:D2"))

    assert ("MM129", "small.xlsx[Elements]!C2") in [(finding.code, str(finding.place)) for finding in read(table)[1]]


def test_filling_ends_at_a_section_heading(tmp_path: Path) -> None:
    rows = three_paths()
    rows.insert(3, ("Another section", *([None] * 10)))
    table = sheet_of(tmp_path, 'fill = ["Item"]', rows, lambda sheet: sheet.merge_cells("A4:K4"))

    assert [(finding.code, str(finding.place)) for finding in read(table)[1]] == [("MM125", "small.xlsx[Elements]!D5")]


def test_a_space_is_filled_over_where_that_is_declared_and_kept_where_it_is_not(tmp_path: Path) -> None:
    rows = [list(row) for row in three_paths()]
    rows[2][3] = rows[2][5] = " "

    catalogue, findings = read(sheet_of(tmp_path, 'fill = ["Item"]', rows, nothing))

    assert findings == ()
    assert catalogue is not None
    element = catalogue.elements[1]
    assert element.item.value == "ActiveExportRegister"
    assert (element.category.value, element.category.original) == ("", " ")


def test_a_row_of_filled_columns_only_heads_those_below(tmp_path: Path) -> None:
    rows = three_paths()
    object_row: list[str | int | None] = [None] * 11
    object_row[2], object_row[3] = "SMETS 5.7.5.2", "ActiveExportRegister"
    first = list(rows[1])
    first[2] = first[3] = None
    rows[1:2] = [object_row, first]

    catalogue, findings = read(sheet_of(tmp_path, 'fill = ["Item", "Reference"]', rows, nothing))

    assert catalogue is not None
    assert [element.item.value for element in catalogue.elements] == ["ActiveExportRegister"] * 3
    message = "small.xlsx[Elements]: nothing but what is filled downwards in 1 row (2)"
    assert shown(findings) == [("MM177", "small.xlsx[Elements]!A2", message)]


# ---- columns that there are not -------------------------------------------------------------------

FEW = ("Element id", "Row", "Sensitive", "Readers", "Writers", "Category", "Devices")


def test_a_sheet_may_lack_columns_if_the_profile_says_so(tmp_path: Path) -> None:
    profile = (
        "lacks = ['Row', 'Sensitive', 'Readers', 'Writers', 'Category']\n"
        "constants = { Devices = 'ESME; GSME' }\nid_from = ['Item', 'Attribute path']"
    )
    table = sheet_of(tmp_path, profile, (without(HEADERS, *FEW), without(EXPORT, *FEW)), nothing)

    catalogue, findings = read(table)

    assert findings == ()
    assert catalogue is not None
    (element,) = catalogue.elements
    assert (element.id.value, str(element.id.place)) == ("ActiveExportRegister.value", "small.xlsx[Elements]!C2")
    assert (element.row, element.devices.value, element.devices.place) == (None, ("ESME", "GSME"), None)
    assert (element.sensitive.value, element.readers.value) == (False, "")


def test_two_composed_ids_that_are_equal_are_a_finding_at_the_second_row(tmp_path: Path) -> None:
    header, row = without(HEADERS, "Element id", "Row"), without(EXPORT, "Element id", "Row")
    profile = "lacks = ['Row']\nid_from = ['Item', 'Attribute path']"

    _, findings = read(sheet_of(tmp_path, profile, (header, row, row), nothing))

    assert (only(findings).code, str(only(findings).place)) == ("MM140", "small.xlsx[Elements]!C3")


def test_a_section_column_serves_where_there_are_no_headings(tmp_path: Path) -> None:
    table = sheet_of(tmp_path, "", ((*HEADERS, "Section"), (*EXPORT, "Import and export")), nothing)

    catalogue, findings = read(table)

    assert findings == ()
    assert catalogue is not None
    assert catalogue.elements[0].section == "Import and export"


def test_the_profile_says_what_a_sheet_means_by_its_words(tmp_path: Path) -> None:
    row = ["ja" if value == "yes" else "E-Zähler, GSME" if value == "ESME" else value for value in EXPORT]
    profile = "values = { Sensitive = { ja = 'yes', nein = 'no' }, Devices = { 'E-zähler' = 'ESME' } }"

    catalogue, findings = read(sheet_of(tmp_path, profile, (HEADERS, row), nothing))

    assert findings == ()
    assert catalogue is not None
    assert (catalogue.elements[0].sensitive.value, catalogue.elements[0].sensitive.original) == (True, "ja")
    assert catalogue.elements[0].devices.value == ("ESME", "GSME")


CROSSED_HEADERS = (*HEADERS[:-1], "ESME", "GSME", "GPF")
CROSSES = "marks = { Devices = { ESME = 'ESME', GSME = 'GSME', GPF = 'GPF' } }"


def test_a_column_for_each_device_with_crosses(tmp_path: Path) -> None:
    rows = (CROSSED_HEADERS, (*EXPORT[:-1], "x", "-", None), (*CALORIFIC[:-1], None, "X", "\u2713"))

    catalogue, findings = read(sheet_of(tmp_path, CROSSES, rows, nothing))

    assert findings == ()
    assert catalogue is not None
    assert [element.devices.value for element in catalogue.elements] == [("ESME",), ("GSME", "GPF")]
    assert str(catalogue.elements[1].devices.place) == "small.xlsx[Elements]!L3"


def test_a_cross_is_nothing_else_and_one_there_must_be(tmp_path: Path) -> None:
    rows = (CROSSED_HEADERS, (*EXPORT[:-1], "TBC", None, None))

    _, findings = read(sheet_of(tmp_path, CROSSES, rows, nothing))

    assert shown(findings) == [
        ("MM125", "small.xlsx[Elements]!K2", "Devices: no column has a cross"),
        ("MM126", "small.xlsx[Elements]!K2", "ESME is 'TBC'"),
    ]


def test_a_missing_column_of_crosses_is_told_as_any_other(tmp_path: Path) -> None:
    _, findings = read(sheet_of(tmp_path, CROSSES, ((*HEADERS[:-1], "ESME", "GSME"), (*EXPORT[:-1], "x")), nothing))

    message = "small.xlsx[Elements]: the column 'GPF' is missing from the header in row 1"
    assert (only(findings).code, only(findings).message) == ("MM112", message)


def test_what_no_sheet_needs_is_told(tmp_path: Path) -> None:
    profile = (
        "lacks = ['Category']\nfill = ['Unit']\nconstants = { Devices = 'ESME' }\nid_from = ['Item']\n"
        "values = { Access = { r = 'read' } }"
    )
    _, findings = read(profiled(tmp_path, profile))

    assert {finding.code for finding in findings} == {"MM173"}
    assert [(str(finding.place), finding.message) for finding in findings] == [
        ("metermap.toml:13:1", "small.xlsx: lacks names 'Category', and every sheet has that column"),
        ("metermap.toml:14:1", "small.xlsx: fill names 'Unit', and no sheet has that column"),
        ("metermap.toml:15:1", "small.xlsx: constants names 'Devices', and every sheet has that column"),
        ("metermap.toml:16:1", "small.xlsx: id_from names 'Element id', and every sheet has that column"),
        ("metermap.toml:17:1", "small.xlsx: values names 'Access', and no sheet has that column"),
    ]


def test_a_fault_of_a_profile_points_at_the_line_of_its_key(tmp_path: Path) -> None:
    profile = """
fill = ["Itemm"]

[workbook.headers]
Item = ["Name"]
"Atribute path" = ["Path"]

[workbook.values."Data typ"]
integer = "INTEGER"
"""
    _, findings = read(profiled(tmp_path, profile))

    text = (tmp_path / "metermap.toml").read_text("utf-8").splitlines()
    assert [text[int(str(finding.place).split(":")[1]) - 1] for finding in findings] == [
        'fill = ["Itemm"]',
        '"Atribute path" = ["Path"]',
        '[workbook.values."Data typ"]',
    ]


@pytest.mark.parametrize(
    ("profile", "code", "message", "expected"),
    [
        ("fill = ['Itme']", "MM171", "small.xlsx: fill names 'Itme', which it cannot", "did you mean 'Item'?"),
        ("lacks = ['Item']", "MM171", "small.xlsx: lacks names 'Item', which it cannot", ""),
        ("constants = { Row = '1' }", "MM171", "small.xlsx: constants names 'Row', which it cannot", ""),
        ("headers = { Pth = ['x'] }", "MM171", "small.xlsx: headers names 'Pth', which it cannot", ""),
        (
            "constants = { Devices = 'ESNE' }",
            "MM171",
            "small.xlsx: constants.Devices names 'ESNE', which is no device",
            "did you mean 'ESME'?",
        ),
        (
            "marks = { Devices = { x = 'ESNE' } }",
            "MM171",
            "small.xlsx: marks.Devices names 'ESNE', which is no device",
            "did you mean 'ESME'?",
        ),
        (
            "headers = { Item = ['Name'], 'Attribute path' = ['name'] }",
            "MM172",
            "small.xlsx: the header 'name' stands for 'Item' and for 'Attribute path'",
            "",
        ),
        (
            "lacks = ['Category']\nconstants = { Category = 'x' }",
            "MM172",
            "small.xlsx: 'Category' has a constant, and is said to be lacking",
            "",
        ),
    ],
)
def test_a_profile_at_fault_is_a_mistake_in_the_workspace_file(
    tmp_path: Path, profile: str, code: str, message: str, expected: str
) -> None:
    profiled(tmp_path, profile)

    result = pipeline.check(tmp_path)

    assert result.exit is Exit.USAGE
    last_line = 13 + profile.count("\n")
    assert shown(result.findings) == [(code, f"metermap.toml:{last_line}:1", message)]
    assert expected in result.findings[0].expected


# ---- hidden and struck through -------------------------------------------------------------------


def hide_row(book: Workbook) -> None:
    book["Elements"].row_dimensions[6].hidden = True


def strike_row(book: Workbook) -> None:
    for cell in book["Elements"][6]:
        cell.font = Font(strike=True)


ROW_6 = "small.xlsx[Elements]!A6"


@pytest.mark.parametrize(
    ("profile", "code", "count", "what"),
    [
        ("", "MM130", 3, "hidden and read nevertheless"),
        ('hidden = "read"', "MM175", 3, "hidden, and read"),
        ('hidden = "skip"', "MM174", 2, "hidden, and left out"),
        ('hidden = "refuse"', "MM176", 3, "hidden, which the profile refuses"),
    ],
)
def test_the_profile_says_what_becomes_of_hidden_rows(
    tmp_path: Path, profile: str, code: str, count: int, what: str
) -> None:
    catalogue, findings = read(profiled(tmp_path, profile, hide_row))

    assert shown(findings) == [(code, ROW_6, f"small.xlsx[Elements]: 1 row (6) {what}")]
    assert len(ids(catalogue)) == count


@pytest.mark.parametrize(
    ("profile", "code", "count", "what"),
    [
        ("", "MM131", 3, "struck through and read nevertheless"),
        ('struck = "read"', "MM175", 3, "struck through, and read"),
        ('struck = "skip"', "MM174", 2, "struck through, and left out"),
        ('struck = "withdrawn"', "MM174", 2, "struck through, and taken for withdrawn"),
    ],
)
def test_the_profile_says_what_becomes_of_struck_through_rows(
    tmp_path: Path, profile: str, code: str, count: int, what: str
) -> None:
    catalogue, findings = read(profiled(tmp_path, profile, strike_row))

    assert shown(findings) == [(code, ROW_6, f"small.xlsx[Elements]: 1 row (6) {what}")]
    assert len(ids(catalogue)) == count


def test_a_withdrawn_element_is_kept_aside_and_a_mapping_that_names_it_is_told(tmp_path: Path) -> None:
    profiled(tmp_path, 'struck = "withdrawn"', strike_row)
    catalogue, _ = read(tmp_path)
    assert catalogue is not None
    assert [element.name for element in catalogue.withdrawn] == ["CalorificValue.value"]

    toml = (tmp_path / "metermap.toml").read_text()
    with_profile(tmp_path, f'mappings = ["*.map"]\n{toml}')
    text = "on GSME over sep, tunnelled.\nCalorificValue is Metering { CalorificValue: value }.\n"
    (tmp_path / "gas.map").write_text(text)
    finding = next(finding for finding in pipeline.check(tmp_path).findings if finding.code == "MM301")
    assert finding.help == "The catalogue withdraws it: small.xlsx[Elements]!E6 is struck through."


def test_a_row_that_is_struck_through_in_part_is_read_with_a_warning(tmp_path: Path) -> None:
    def strike(book: Workbook) -> None:
        book["Elements"]["G6"].font = Font(strike=True)

    catalogue, findings = read(profiled(tmp_path, 'struck = "skip"', strike))

    message = "small.xlsx[Elements]: 1 cell (G6) struck through in rows that are not, and read"
    assert shown(findings) == [("MM131", "small.xlsx[Elements]!G6", message)]
    assert len(ids(catalogue)) == 3


def test_a_hidden_column_is_left_out_as_if_it_were_not_there(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["Elements"].column_dimensions["F"].hidden = True

    _, findings = read(profiled(tmp_path, 'hidden = "skip"', hide))
    assert only(findings).code == "MM112"

    catalogue, findings = read(profiled(tmp_path, 'hidden = "skip"\nlacks = ["Category"]', hide))
    assert shown(findings) == [
        ("MM174", "small.xlsx[Elements]", "small.xlsx[Elements]: 1 column hidden, and left out: F")
    ]
    assert catalogue is not None
    assert catalogue.elements[0].category.value == ""


def test_a_hidden_sheet_is_left_out(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["HAN"].sheet_state = "hidden"

    catalogue, findings = read(profiled(tmp_path, 'hidden = "skip"', hide))

    assert shown(findings) == [("MM174", "small.xlsx[HAN]", "small.xlsx[HAN]: the sheet is hidden, and left out")]
    assert len(ids(catalogue)) == 2


def test_a_merged_name_in_a_hidden_row_still_stands_for_the_rows_below(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("D2:D4")
        sheet.row_dimensions[2].hidden = True

    table = sheet_of(tmp_path, 'fill = ["Item"]\nhidden = "skip"', three_paths(), change)

    assert ids(read(table)[0]) == ["ActiveExportRegister.unit", "ActiveExportRegister.scaler"]


# ---- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "number"),
    [
        ("1234.5", ".", "", "1234.5"),
        ("1.234,5", ",", ".", "1234.5"),
        ("9\u202f999\u00a0999", ",", " ", "9999999"),
        ("1'000", ".", "'", "1000"),
        ("\u22120,5", ",", "", "-0.5"),
        (" 42 ", ".", "", "42"),
        ("0.10", ".", "", "0.10"),
    ],
)
def test_a_number_in_its_locale(text: str, decimal: str, thousands: str, number: str) -> None:
    found = parse_number(text, NumberLocale(decimal, thousands))

    assert found == Decimal(number)
    assert str(found) == number


@pytest.mark.parametrize("text", ["1.23", "1.2345", "12.34.567", "1,5,5", ",5", "5,", "1 000", "", "-", "٣", "9" * 50])
def test_what_is_no_number_in_its_locale(text: str) -> None:
    assert parse_number(text, NumberLocale(",", ".")) is None


def test_text_is_a_number_only_where_the_profile_says_how_numbers_are_written(tmp_path: Path) -> None:
    row = ["1.234" if value == 100 else value for value in EXPORT]
    declared = 'numbers = { decimal = ",", thousands = "." }'

    catalogue, findings = read(sheet_of(tmp_path, declared, (HEADERS, row), nothing))
    assert findings == ()
    assert catalogue is not None
    assert list(catalogue.elements_by_row) == [1234]

    assert only(read(sheet_of(tmp_path, "", (HEADERS, row), nothing))[1]).code == "MM124"


def test_a_row_number_with_decimals_is_more_likely_one_of_another_locale(tmp_path: Path) -> None:
    row = ["1.000" if value == 100 else value for value in EXPORT]

    finding = only(read(sheet_of(tmp_path, 'numbers = { decimal = "." }', (HEADERS, row), nothing))[1])
    assert (finding.code, finding.message) == ("MM124", "Row is '1.000', stored as text")


def test_a_whole_number_stands_for_its_digits_only_where_the_profile_says_so(tmp_path: Path) -> None:
    rows = (HEADERS, (*EXPORT[:5], 3, *EXPORT[6:]), (*CALORIFIC[:5], 3.5, *CALORIFIC[6:]))

    catalogue, findings = read(sheet_of(tmp_path, "whole_numbers = ['Category']", rows, nothing))

    assert shown(findings) == [("MM123", "small.xlsx[Elements]!F3", "Category is 3.5, stored as a number")]
    assert catalogue is not None
    assert catalogue.elements[0].category.value == "3"

    assert len(read(sheet_of(tmp_path, "", rows, nothing))[1]) == 2


def test_a_misspelt_key_gets_the_suggestion_of_its_table(tmp_path: Path) -> None:
    profiled(tmp_path, 'numbers = { decimel = "," }\nhiden = "skip"')

    findings = pipeline.check(tmp_path).findings
    assert [(finding.code, finding.message, finding.expected) for finding in findings] == [
        ("MM003", "workbook[1].numbers.decimel is no known key", "did you mean 'decimal'?"),
        ("MM003", "workbook[1].hiden is no known key", "did you mean 'hidden'?"),
    ]


def test_one_mark_cannot_do_both(tmp_path: Path) -> None:
    profiled(tmp_path, 'numbers = { decimal = ",", thousands = "," }')

    result = pipeline.check(tmp_path)

    assert (result.exit, only(result.findings).code) == (Exit.USAGE, "MM008")
    assert str(only(result.findings).place) == "metermap.toml:13:1"


# ---- several workbooks --------------------------------------------------------------------------


def test_sheets_about_one_device_each_and_two_workbooks_make_one_catalogue(tmp_path: Path) -> None:
    """The same file may have two profiles, and another file a third."""
    book = Workbook()
    for title, row in (("Electricity", EXPORT), ("Gas", CALORIFIC)):
        sheet = book.create_sheet(title)
        fill(sheet, 1, tuple(without(HEADERS, "Devices")))
        fill(sheet, 2, tuple(without(row, "Devices")))
    book.save(tmp_path / "both.xlsx")
    profiles = "".join(
        f'[[workbook]]\nfile = "both.xlsx"\nelements = ["{title}"]\nconstants = {{ Devices = "{device}" }}\n'
        for title, device in (("Electricity", "ESME"), ("Gas", "GSME"))
    )
    small_workspace(tmp_path)
    small = TOML.replace('elements = ["Elements"]\n', "")
    with_profile(tmp_path, small.replace("[[device]]", f"{profiles}\n[[device]]", 1))

    catalogue, findings = read(tmp_path)

    assert findings == ()
    assert catalogue is not None
    devices = {element.id.value: element.devices.value for element in catalogue.elements}
    assert devices == {
        "ActiveExportRegister.value": ("ESME",),
        "CalorificValue.value": ("GSME",),
        "Cumulative Current Day Value Store.cost": ("ESME", "GPF"),
    }
