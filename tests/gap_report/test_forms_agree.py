"""Page, workbook and picture have the numbers and the lines of the JSON form: they are read back out of each."""

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from metermap.codegen.gap_report import report_markdown
from metermap.codegen.gap_report.as_csv_coverage import report_coverage_csv
from metermap.codegen.gap_report.as_html import report_html
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.gap_report.as_xlsx import report_xlsx
from metermap.codegen.titles import protocol_title
from metermap.mappings.standing import LETTERS, Standing
from tests.gap_report.reports import full_report

Rows = list[list[str]]
FIELDS = [standing.value.replace(" ", "_") for standing in Standing]


class Tables(HTMLParser):
    """The rows of a page's tables, by the section that holds them; a cell is its text on one line."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, Rows] = {}
        self.section = ""
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.section = dict(attrs).get("id") or self.section
        elif tag == "tr":
            self.rows.setdefault(self.section, []).append([])
        elif tag in {"td", "th"}:
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.cell is not None:
            self.rows[self.section][-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)


@dataclass(frozen=True, slots=True)
class Forms:
    """The JSON form of Great Britain's report, and what can be read in the others."""

    folder: Path
    document: dict[str, Any]
    page: dict[str, Rows]
    site_page: dict[str, Rows]
    book: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def forms(gb_build: Path) -> Forms:
    folder = gb_build / "report"
    return Forms(
        folder=folder,
        document=json.loads((folder / "gap-report.json").read_text("utf-8")),
        page=tables_of(folder / "gap-report.html"),
        site_page=tables_of(gb_build / "site" / "gaps.html"),
        book=sheets_of(folder / "gap-report.xlsx"),
    )


def tables_of(file: Path) -> dict[str, Rows]:
    tables = Tables()
    tables.feed(file.read_text("utf-8"))
    return tables.rows


def sheets_of(file: Path) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for sheet in load_workbook(file).worksheets[1:]:
        [head, *rows] = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


def number(cell: str) -> int:
    """Return the number of a cell such as ``559 of 567`` or ``1,234``; the first of two."""
    return int(cell.partition(" of ")[0].replace(",", ""))


def tally(found: dict[str, int]) -> list[int]:
    parts = [found[field] for field in FIELDS]
    return [sum(parts[:3]), *parts]


class TestCoverage:
    def test_the_page(self, forms: Forms) -> None:
        expected = [
            tally(column["counts"][kind]) for column in forms.document["columns"] for kind in ("elements", "expanded")
        ]
        for found in (forms.page, forms.site_page):
            counted = [row for row in found["coverage"] if {"elements", "spelled out"} & set(row)]
            shown = []
            for row in counted:
                start = next(place for place, cell in enumerate(row) if cell in {"elements", "spelled out"})
                shown.append([number(cell) for cell in row[start + 1 : start + 11]])
            assert shown == expected

    def test_the_denominators_of_the_page(self, forms: Forms) -> None:
        shown = [cell for row in forms.page["coverage"] for cell in row if " of " in cell and cell[0].isdigit()]
        for column in forms.document["columns"]:
            for kind in ("elements", "expanded"):
                found = column["counts"][kind]
                assert f"{tally(found)[0]:,} of {found['total']:,}" in shown

    def test_the_workbook(self, forms: Forms) -> None:
        rows = iter(forms.book["Coverage"])
        for column in forms.document["columns"]:
            for kind, counted in (("elements", "elements"), ("expanded", "spelled out")):
                row, found = next(rows), column["counts"][kind]
                assert (row["Device"], row["Protocol"]) == (column["device"], protocol_title(column["protocol"]))
                assert (row["Counted"], row["Out of"]) == (counted, found["total"])
                assert [row["With a home"], *(row[standing.value.capitalize()] for standing in Standing)] == tally(
                    found
                )
        assert next(rows, None) is None

    def test_the_picture(self, forms: Forms) -> None:
        root = ET.parse(forms.folder / "gap-report.svg").getroot()  # noqa: S314  (it is our own)
        texts = ["".join(text.itertext()).replace("\N{NO-BREAK SPACE}", " ") for text in root.findall(".//{*}text")]
        for column in forms.document["columns"]:
            found = column["counts"]["elements"]
            assert f"{tally(found)[0]:,} of {found['total']:,}" in texts
            parts = [(LETTERS[one], found[field]) for one, field in zip(Standing, FIELDS, strict=True) if found[field]]
            assert "   ".join(f"{letter} {count:,}" for letter, count in parts) in texts

    def test_the_sections(self, forms: Forms) -> None:
        sections = [section for column in forms.document["columns"] for section in column["sections"]]
        expected = [(one["section"], *tally(one["counts"]["elements"])) for one in sections]
        rows = [row for row in forms.page["sections"] if len(row) > 1][1:]
        assert [(row[0], *map(number, row[1:11])) for row in rows] == expected
        named = [standing.value.capitalize() for standing in Standing]
        in_book = [
            (row["Section"], row["With a home"], *(row[name] for name in named)) for row in forms.book["Sections"]
        ]
        assert in_book == expected


class TestLines:
    def test_each_gap(self, forms: Forms) -> None:
        gaps = forms.document["gaps"]
        for rows in (forms.page["gaps"], forms.site_page["gaps"]):
            assert len(rows) == len(gaps) + 1
            for gap, row in zip(gaps, rows[1:], strict=True):
                over = f"{gap['device']} over {protocol_title(gap['protocol'])}"
                assert row[0].startswith(f"{LETTERS[Standing(gap['standing'])]} {gap['standing']}{over}")
                assert row[1].startswith(named(gap))
                assert gap["reason"].split()[0] in row[3]
                assert row[-1].startswith(gap["cell"])
        texts = ("device", "standing", "item", "path", "section", "clause", "reason", "proposal", "owner", "decision")
        heads = (
            "Device",
            "Standing",
            "Item",
            "Element",
            "Section",
            "Clause",
            "Reason",
            "Proposal",
            "Owner",
            "Decision",
        )
        in_book = [[row[head] or "" for head in heads] for row in forms.book["Gaps"]]
        assert in_book == [[gap[field] for field in texts] for gap in gaps]
        assert [(row["Row"], row["Cell"]) for row in forms.book["Gaps"]] == [(gap["row"], gap["cell"]) for gap in gaps]

    def test_each_value_that_breaks(self, forms: Forms) -> None:
        values = [limit["value"] for gap in forms.document["gaps"] for limit in gap["limits"]]
        assert len(values) > 20
        assert [row[2].startswith(value) for value, row in zip(values, forms.page["limits"][1:], strict=True)]
        assert [row["Value that breaks"] for row in forms.book["Limits"]] == values

    @pytest.mark.parametrize(
        ("part", "section", "sheet"),
        [("proposals", "proposals", "Proposals"), ("protocol_fields", "protocol-fields", "Protocol fields")],
    )
    def test_each_proposal_and_protocol_field(self, forms: Forms, part: str, section: str, sheet: str) -> None:
        addresses = [found["address"] for found in forms.document[part]]
        heads = forms.page[section][0]
        shown = [row[heads.index("Address")] for row in forms.page[section][1:]]
        assert shown == [" ".join(address.split()) for address in addresses]
        assert [row["Address"] or "" for row in forms.book[sheet]] == addresses

    def test_the_other_parts(self, forms: Forms) -> None:
        assert len(forms.book["Elements"]) == len(forms.document["lines"])
        assert len(forms.book["Hub"]) == sum(len(hub["values"]) for hub in forms.document["hubs"])
        assert len(forms.book["Sensitive"]) == len(forms.document["security"]["elements"])
        assert len(forms.book["Errata"]) == len(forms.document["errata"])
        assert len(forms.page["errata"]) == len(forms.document["errata"]) + 1
        assert len(forms.page["standards"]) == len(forms.document["standards"]) + 1
        assert len(forms.page["undecided-proofs"]) == len(forms.document["proof_reasons"]) + 1
        lines = sum(len(parity["lines"]) for parity in forms.document["parity"])
        assert len({(row["Row"], row["Item"], row["Element"]) for row in forms.book["Parity"]}) <= lines

    def test_the_findings(self, forms: Forms) -> None:
        expected = [(found["code"], found["count"], found["open"]) for found in forms.document["findings"]]
        assert [(row["Code"], row["Found"], row["Open"]) for row in forms.book["Findings"]] == expected
        assert [(row[0], number(row[3]), number(row[4])) for row in forms.page["findings"][1:]] == expected

    def test_each_element_stands_in_the_workbook_as_it_is_counted(self, forms: Forms) -> None:
        for column in forms.document["columns"]:
            name = f"{column['device']} over {protocol_title(column['protocol'])}"
            counted = Counter(row[name] for row in forms.book["Elements"] if row[name])
            found = column["counts"]["elements"]
            assert counted == {
                one.value: found[field] for one, field in zip(Standing, FIELDS, strict=True) if found[field]
            }


def named(gap: dict[str, Any]) -> str:
    return " ".join(".".join(filter(None, (gap["item"], gap["path"]))).split())


def test_each_form_tells_what_failed_beside_what_is_tested(tmp_path: Path) -> None:
    report = full_report("Some text")
    figure = "1 of 6 homes are tested by a laboratory; 2 failed"
    assert report_markdown(report).count("| 1 of 6, 2 failed |") == 3
    assert figure in report_markdown(report)
    assert "1 of 6, 2 failed" in report_text(report)
    assert figure in " ".join(report_text(report).split())
    assert report_html(report).count(TESTED) == 2
    (tmp_path / "gap-report.xlsx").write_bytes(report_xlsx(report))
    book = sheets_of(tmp_path / "gap-report.xlsx")
    assert [(book[name][0]["Tested"], book[name][0]["Failed"]) for name in ("Coverage", "Sections")] == [(1, 2)] * 2
    [row, _] = csv.DictReader(io.StringIO(report_coverage_csv(report)))
    assert (row["tested"], row["failed"], row["mapped"]) == ("1", "2", "6")


TESTED = '<strong>1</strong> of 6</span><span class="line"><small>2 failed</small></span></td>'


def test_there_is_something_to_compare(forms: Forms) -> None:
    assert len(forms.document["columns"]) == 8
    assert len(forms.document["gaps"]) > 700
