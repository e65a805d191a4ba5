"""Every form of the report says the same numbers: they are read back out of each and compared."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from metermap import questions
from metermap.codegen.gap_report.as_csv import COLUMNS
from metermap.codegen.gap_report.as_csv_coverage import COLUMNS as COVERAGE_COLUMNS
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.titles import protocol_title
from metermap.mappings.standing import Standing
from tests.conftest import ROOT

Column = tuple[str, str]
Numbers = dict[Column, tuple[int, ...]]
"""By device and protocol: mapped, the standings in order, and the elements."""


@pytest.fixture(scope="module")
def folder(gb_build: Path) -> Path:
    return gb_build / "report"


@pytest.fixture(scope="module")
def document(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((folder / "gap-report.json").read_text("utf-8"))
    return found


def of_json(document: dict[str, list[dict[str, object]]]) -> Numbers:
    found: Numbers = {}
    for column in document["columns"]:
        tally = column["counts"]["elements"]  # type: ignore[index]
        parts = tuple(tally[standing.value.replace(" ", "_")] for standing in Standing)
        found[str(column["device"]), str(column["protocol"])] = (sum(parts[:3]), *parts, tally["total"])
    return found


def numbers(cells: list[str]) -> tuple[int, ...]:
    """Return the numbers of cells such as ``559 of 567`` and ``1,234``; the first of two."""
    return tuple(int(cell.partition(" of ")[0].replace(",", "")) for cell in cells)


def in_order(column: Column) -> Column:
    return column[0], protocol_title(column[1])


def of_markdown(text: str) -> dict[Column, tuple[int, ...]]:
    table = text.partition("## Coverage\n")[2].partition("\n\n- ")[0]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines() if line[:1] == "|"]
    return {(row[0], row[1].partition(" (")[0]): numbers(row[2:-1]) for row in rows[2:]}


def of_text(text: str) -> dict[Column, tuple[int, ...]]:
    rows = re.findall(r"^(\w+)/(\w+) .*?(\d[\d,]*) of ([\d,]+) +[\d.]+ % +((?:[\d,]+ +){9})", text, re.MULTILINE)
    return {
        (device, protocol): numbers([mapped, *parts.split(), total]) for device, protocol, mapped, total, parts in rows
    }


def test_there_is_something_to_compare(document: dict[str, list[dict[str, object]]]) -> None:
    assert len(of_json(document)) == 8
    assert sum(numbers[-1] for numbers in of_json(document).values()) > 1000


def test_the_markdown_has_the_numbers_of_the_json(folder: Path, document: dict[str, list[dict[str, object]]]) -> None:
    expected = {in_order(column): found for column, found in of_json(document).items()}
    assert of_markdown((folder / "gap-report.md").read_text("utf-8")) == expected


def test_the_summary_has_them_too(document: dict[str, list[dict[str, object]]]) -> None:
    made = questions.gap_report(ROOT / "gb").report
    assert made is not None
    assert of_text(report_text(made)) == of_json(document)


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(file.read_text("utf-8"), newline=""))


@pytest.mark.parametrize("name", ["gap-report.csv", "gap-report-raw.csv"])
def test_the_csv_has_a_line_for_each_gap(folder: Path, document: dict[str, list[dict[str, object]]], name: str) -> None:
    lines = list(rows_of(folder / name))
    counted = Counter((line["device"], line["protocol"], line["standing"]) for line in lines)
    assert tuple(lines[0]) == COLUMNS
    assert sum(counted.values()) == len(document["gaps"])
    for column, found in of_json(document).items():
        by_standing = dict(zip(Standing, found[1:-1], strict=True))
        for standing in Standing:
            gaps = counted[(*column, standing.value)]
            assert gaps == (by_standing[standing] if standing in GAP_STANDINGS else 0)


def test_the_csv_of_the_coverage_has_every_count(folder: Path, document: dict[str, list[dict[str, object]]]) -> None:
    expected = [
        (column["device"], column["protocol"], part["section"], *of_counts(part["counts"]))
        for column in document["columns"]
        for part in ({"section": "", "counts": column["counts"]}, *column["sections"])  # type: ignore[misc]
    ]
    lines = list(rows_of(folder / "gap-report-coverage.csv"))
    found = [
        (line["device"], line["protocol"], line["section"], *(int(line[name]) for name in COVERAGE_COLUMNS[7:]))
        for line in lines
    ]
    assert tuple(lines[0]) == COVERAGE_COLUMNS
    assert found == expected


def of_counts(counts: dict[str, Any]) -> Iterator[int]:
    for kind in ("elements", "expanded", "uncounted"):
        parts = [counts[kind][standing.value.replace(" ", "_")] for standing in Standing]
        yield from (sum(parts[:3]), *parts, counts[kind]["total"])
        if kind == "elements":
            yield from (counts["tested"], counts["failed"])


GAP_STANDINGS = [one for one in Standing if one.value not in ("exact", "carried", "not applicable")]


def test_the_page_has_them_in_its_coverage(folder: Path, document: dict[str, list[dict[str, object]]]) -> None:
    page = (folder / "gap-report.html").read_text("utf-8")
    section = page.partition('id="coverage"')[2].partition("</section>")[0]
    text = unescape(re.sub(r"<[^>]+>", " ", section))
    for found in of_json(document).values():
        assert re.search(rf"\b{found[0]:,}\s+of\s+{found[-1]:,}\b", text)


def test_each_form_counts_the_same_gaps_without_an_address(
    folder: Path, document: dict[str, list[dict[str, object]]]
) -> None:
    expected = [gap["element"] for gap in document["gaps"] if gap["standing"] == "unaddressed"]
    markdown = (folder / "gap-report.md").read_text("utf-8")
    listed = markdown.partition("## Statements without an address\n")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\| (?!---|Element)", listed, re.MULTILINE)) == len(expected)
    in_csv = [row["element"] for row in rows_of(folder / "gap-report-raw.csv") if row["standing"] == "unaddressed"]
    assert in_csv == expected
