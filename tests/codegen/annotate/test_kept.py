"""What a copy keeps of a workbook, and what it says that it does not keep."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from metermap.annotating import annotate
from tests.catalogue.workbooks import must_read
from tests.codegen.annotate.copies import COPY, add_parts, copied, look, typed, workspace

if TYPE_CHECKING:
    from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
CTYPE = "application/vnd.openxmlformats-officedocument."


def furnish(book: Workbook) -> None:
    """Use what people use in workbooks, as far as openpyxl can write it."""
    extra = book.create_sheet("Extra")
    extra["A1"] = "=SUM(B1:B3)"
    extra["A2"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"), " plain")
    extra["A3"] = "= is text here"
    extra["A3"].data_type = "s"
    extra["A4"] = 12.5
    extra["A4"].number_format = "0.00"
    extra["A5"].fill = PatternFill("solid", fgColor="00FF00")
    extra["A5"].font = Font(strike=True)
    extra["C1"].hyperlink = "https://example.org/"
    extra["C2"] = "with a comment"
    extra["C2"].comment = Comment("Theirs", "Sam")
    extra.merge_cells("E1:F2")
    extra.merge_cells("E4:F5")
    extra.column_dimensions["B"].width = 33
    extra.column_dimensions["D"].hidden = True
    extra.row_dimensions[7].hidden = True
    extra.row_dimensions.group(8, 9, outline_level=1)
    extra.freeze_panes = "B2"
    extra.sheet_state = "hidden"
    extra.page_setup.orientation = "landscape"
    extra.print_title_rows = "1:2"
    extra.print_area = "A1:F20"
    extra.oddHeader.center.text = "Draft"
    validation = DataValidation(type="list", formula1='"yes,no"')
    for cells in ("B10:B12", "D10:D12", "F10"):
        validation.add(cells)
    extra.add_data_validation(validation)
    red = PatternFill("solid", bgColor="FF0000")
    rule = Rule("cellIs", operator="greaterThan", formula=["3"], dxf=DifferentialStyle(fill=red))
    extra.conditional_formatting.add("B1:B9", rule)
    book.defined_names["Limits"] = DefinedName("Limits", attr_text="Extra!$A$1:$A$4")
    for column, text in enumerate(("Name", "Value"), 8):
        extra.cell(1, column, text)
        extra.cell(2, column, "x")
    extra.add_table(Table(displayName="List", ref="H1:I2"))
    book.properties.creator = "Sam"


def test_everything_else_is_as_it_was(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", furnish)
    _, book = copied(root)
    original = load_workbook(root / "small.xlsx", rich_text=True)
    assert book.sheetnames[:-1] == original.sheetnames
    for sheet in ("Extra", "Use cases"):
        assert look(book, sheet) == look(original, sheet)
    assert isinstance(book["Extra"]["A2"].value, CellRichText)
    assert book["Extra"]["C2"].comment.text == "Theirs"
    assert book.defined_names["Limits"].attr_text == "Extra!$A$1:$A$4"
    assert book.properties.creator == "Sam"


def test_a_copy_is_read_like_the_original(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", furnish)
    before = must_read(root)
    copied(root)
    (tmp_path / "out" / COPY).replace(root / "small.xlsx")
    assert must_read(root) == before


def test_the_original_is_only_read(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", furnish)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in root.iterdir()}
    annotate(root)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
    assert {path.name for path in root.iterdir()} == {path.name for path in before} | {"annotated"}


def test_of_a_plain_workbook_nothing_is_lost(tmp_path: Path) -> None:
    result, _ = copied(workspace(tmp_path / "w"))
    assert result.copies[COPY].lost == ()


def test_what_a_comment_looked_like_is_lost_and_told(tmp_path: Path) -> None:
    result, _ = copied(workspace(tmp_path / "w", furnish))
    assert [lost.message for lost in result.copies[COPY].lost] == [
        "not kept: size of the box and format of the text of 1 comment in xl/comments/comment1.xml"
    ]


def into_sheet(text: str) -> dict[str, Callable[[bytes], bytes]]:
    return {SHEET: lambda content: content.replace(b"</worksheet>", text.encode() + b"</worksheet>")}


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">
<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/><xdr:sp/><xdr:clientData/></xdr:absoluteAnchor>
<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/><xdr:cxnSp/><xdr:clientData/></xdr:absoluteAnchor>
</xdr:wsDr>"""


@pytest.mark.parametrize(
    ("parts", "change", "told"),
    [
        (
            {"xl/drawings/drawing1.xml": DRAWING},
            {"[Content_Types].xml": typed("xl/drawings/drawing1.xml", CTYPE + "drawing+xml")},
            "2 shapes in xl/drawings/drawing1.xml",
        ),
        (
            {"xl/vbaProject.bin": "binary"},
            {"[Content_Types].xml": typed("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject")},
            "macros in xl/vbaProject.bin",
        ),
        (
            {"xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>"},
            {
                "[Content_Types].xml": typed(
                    "xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"
                )
            },
            "threaded comments (their text stays as a note) in xl/threadedComments/threadedComment1.xml",
        ),
        ({"customXml/item1.xml": "<a/>"}, {}, "custom XML in customXml/item1.xml"),
        ({"xl/unheardOf.xml": "<a/>"}, {}, "a part of another kind in xl/unheardOf.xml"),
        (
            {"xl/printerSettings/printerSettings1.bin": "x"},
            {},
            "printer settings in xl/printerSettings/printerSettings1.bin",
        ),
        ({}, into_sheet('<ignoredErrors><ignoredError sqref="A1"/></ignoredErrors>'), "the list of ignored errors"),
        ({}, into_sheet("<unheardOf/>"), "settings called unheardOf"),
        (
            {},
            into_sheet('<extLst><ext uri="{1}"><x:sparklineGroups xmlns:x="x"/></ext></extLst>'),
            "1 extension called sparklineGroups",
        ),
        (
            {},
            {SHEET: lambda content: content.replace(b"<v>100</v></c>", b"<f>50+50</f><v>100</v></c>", 1)},
            "the stored result of 1 formula",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_kept_is_told(
    tmp_path: Path, parts: dict[str, str], change: dict[str, Callable[[bytes], bytes]], told: str
) -> None:
    root = workspace(tmp_path / "w")
    add_parts(root / "small.xlsx", {name: text.encode() for name, text in parts.items()}, change)
    result, book = copied(root)
    messages = [lost.message for lost in result.copies[COPY].lost]
    assert [message for message in messages if message.startswith(f"not kept: {told}")], messages
    sheet = book["metermap findings"]
    assert messages[0] in {cell.value for cell in sheet["F"]}
    assert any(line.strip() == messages[0] for line in result.account())


def test_what_stands_under_a_merge_is_told(tmp_path: Path) -> None:
    def covered(book: Workbook) -> None:
        sheet = book["Use cases"]
        sheet["Z3"], sheet["Z4"] = "hidden", "hidden too"
        sheet["Z3"].comment = Comment("hidden as well", "Sam")

    root = workspace(tmp_path / "w", covered)
    merge = b'</sheetData><mergeCells><mergeCell ref="Y3:Z4"/></mergeCells>'
    sheet = "xl/worksheets/sheet3.xml"
    add_parts(root / "small.xlsx", {}, {sheet: lambda content: content.replace(b"</sheetData>", merge)})
    result, _ = copied(root)
    messages = [lost.message for lost in result.copies[COPY].lost]
    assert "not kept: what 2 cells under a merge hold in Use cases" in messages
    assert any("merged range but has a comment" in message for message in messages)


def test_a_chart_is_kept_and_what_may_be_lost_of_it_is_told(tmp_path: Path) -> None:
    def draw(book: Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["Elements"], min_col=2, min_row=5, max_row=6))
        book.worksheets[1].add_chart(chart, "K5")

    result, _ = copied(workspace(tmp_path / "w", draw))
    with zipfile.ZipFile(result.out / COPY) as archive:
        assert b"barChart" in archive.read("xl/charts/chart1.xml")
    assert [lost.message for lost in result.copies[COPY].lost] == [
        "not kept: what openpyxl does not know of 1 chart in xl/drawings/drawing1.xml"
    ]
