"""The report as a workbook: filters, frozen headings, links, a page set up to print, and no text that runs."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from metermap.codegen.gap_report import build_report
from metermap.codegen.gap_report.as_xlsx import report_xlsx
from metermap.codegen.gap_report.as_xlsx_model import Linked, cell_link
from metermap.core.text import one_line
from metermap.site.names import site_map
from tests.gap_report.reports import full_report
from tests.site.hostile import HOSTILE
from tests.site.small_model import small_model

SHEETS = [
    "Summary",
    "Trend",
    "Changes",
    "Coverage",
    "Sections",
    "Gaps",
    "Limits",
    "Proposals",
    "Protocol fields",
    "Hub",
    "Parity",
    "Standards",
    "Security",
    "Roles",
    "Sensitive",
    "To decide",
    "Findings",
    "Errata",
    "Statements",
    "Elements",
]
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\uff1d1",
    "#REF!",
    "=cmd|'/c calc'!A1",
    "http://example.com",
)


@pytest.fixture(scope="module")
def octets() -> bytes:
    return report_xlsx(full_report("Some text"))


@pytest.fixture(scope="module")
def book(octets: bytes) -> Workbook:
    return load_workbook(io.BytesIO(octets))


@pytest.fixture(scope="module")
def small() -> Workbook:
    return load_workbook(io.BytesIO(report_xlsx(build_report(small_model()))))


def tables(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets[1:] if isinstance(sheet, Worksheet)]


class TestSheets:
    def test_there_is_one_for_each_part(self, book: Workbook) -> None:
        assert book.sheetnames == SHEETS

    def test_those_on_an_earlier_report_are_left_out_without_one(self, small: Workbook) -> None:
        assert small.sheetnames == [name for name in SHEETS if name not in {"Trend", "Changes"}]

    def test_headings_stay_in_sight_and_filter(self, book: Workbook) -> None:
        for sheet in tables(book):
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions

    def test_each_column_has_a_heading_a_width_and_a_place_to_wrap(self, book: Workbook) -> None:
        for sheet in tables(book):
            for heading in sheet[1]:
                assert heading.value
                assert 5 < sheet.column_dimensions[heading.column_letter].width <= 90
                assert heading.alignment.wrap_text

    def test_numbers_are_numbers_and_shares_per_cent(self, small: Workbook) -> None:
        sheet = small["Coverage"]
        row = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
        assert (row["With a home"].value, row["Out of"].value, row["With a home"].number_format) == (4, 5, "#,##0")
        assert row["Share"].value == pytest.approx(4 / 5)
        assert row["Share"].number_format == "0.0%"

    def test_a_printed_row_number_is_no_quantity(self, small: Workbook) -> None:
        sheet = small["Gaps"]
        rows = [cell for column in sheet.iter_cols() if column[0].value == "Row" for cell in column[1:]]
        assert 1771 in {cell.value for cell in rows}
        assert {cell.number_format for cell in rows if cell.value} == {"0"}


class TestPrint:
    def test_each_sheet_is_across_as_wide_as_the_page_and_numbered(self, book: Workbook) -> None:
        for sheet in tables(book):
            assert sheet.page_setup.orientation == "landscape"
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr is not None
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.oddFooter is not None
            assert sheet.oddFooter.right.text == "&P of &N"

    def test_the_summary_is_one_page(self, book: Workbook) -> None:
        setup = book["Summary"].page_setup
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("portrait", 1, 1)

    def test_an_ampersand_in_the_title_is_no_code_of_the_page_header(self) -> None:
        made = load_workbook(io.BytesIO(report_xlsx(full_report("A&P && Q"))))
        header = made["Gaps"].oddHeader
        assert header is not None
        assert header.left.text == "Gap report: A&&P &&&& Q"


class TestLinks:
    def test_a_gap_leads_to_its_cell_and_to_its_page(self, small: Workbook) -> None:
        model = small_model()
        pages = site_map(model).elements
        sheet = small["Gaps"]
        heads = {str(cell.value): at for at, cell in enumerate(sheet[1], start=1)}
        for at, gap in enumerate(build_report(model).gaps, start=2):
            page = sheet.cell(at, heads["Item"]).hyperlink
            cell = sheet.cell(at, heads["Cell"]).hyperlink
            assert page is not None
            assert cell is not None
            assert page.target == f"../site/{pages[gap.element]}"
            assert cell.target == "../../smets2.xlsx"
            assert (
                f"smets2.xlsx[Elements]!{(cell.location or '').removeprefix(chr(39) + 'Elements' + chr(39) + '!')}"
                == gap.cell
            )

    def test_the_first_sheet_leads_to_the_others(self, book: Workbook) -> None:
        links = [cell.hyperlink for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink]
        assert [(link.location or "") for link in links] == [f"'{name}'!A1" for name in SHEETS[1:]]

    def test_a_sheet_and_a_file_may_have_odd_names(self) -> None:
        found = cell_link("folder/my file#1.xlsx[It's [new]]!AB12", "../../")
        assert found == Linked(
            "folder/my file#1.xlsx[It's [new]]!AB12", "../../folder/my%20file%231.xlsx", "'It''s [new]'!AB12"
        )
        assert cell_link("elements.csv!D14", "") == Linked("elements.csv!D14", "elements.csv", "D14")

    @pytest.mark.parametrize("place", ["", "mappings/a.map:3:5", "metermap.toml", "a[b]!c", "javascript:alert(1)"])
    def test_what_is_no_cell_leads_nowhere(self, place: str) -> None:
        assert cell_link(place, "../../") == place


class TestTexts:
    @pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
    def test_no_text_in_any_field_runs(self, text: str) -> None:
        made = load_workbook(io.BytesIO(report_xlsx(full_report(text))))
        shown = {
            cell.value
            for sheet in tables(made)
            for row in sheet.iter_rows(min_row=2)
            for cell in row
            if cell.data_type != "n" and cell.value is not None
        }
        types = {cell.data_type for sheet in made.worksheets for row in sheet.iter_rows() for cell in row}
        assert types <= {"s", "n"}
        assert one_line(text) in shown

    def test_no_cell_of_the_file_is_a_formula(self) -> None:
        with zipfile.ZipFile(io.BytesIO(report_xlsx(full_report("=1+1")))) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            assert len(sheets) == len(SHEETS)
            for name in sheets:
                root = ET.fromstring(archive.read(name))  # noqa: S314  (it is our own)
                assert not root.findall(".//{*}f")

    def test_what_a_cell_cannot_hold_is_said_to_be_left_out(self) -> None:
        text = "x" * 40_000
        made = load_workbook(io.BytesIO(report_xlsx(full_report(text))))
        values = [cell.value for row in made["Errata"].iter_rows(min_row=2) for cell in row]
        assert all(len(str(value)) <= 32_767 for value in values)
        assert any(str(value).endswith("characters left out)") for value in values)

    @given(st.text(max_size=20))
    @settings(max_examples=15)
    def test_any_text_gives_a_file_that_opens(self, text: str) -> None:
        made = load_workbook(io.BytesIO(report_xlsx(full_report(text))))
        assert made.sheetnames == SHEETS


class TestFile:
    def test_the_same_report_gives_the_same_bytes(self, octets: bytes) -> None:
        assert report_xlsx(full_report("Some text")) == octets

    def test_it_holds_no_time_and_no_other_program_s_name(self, octets: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert not re.search(r"created|modified|creator|openpyxl", core)
