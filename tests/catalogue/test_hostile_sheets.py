"""Sheets that must not hurt: each fault with its cell; what is only large is read."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.catalogue.cells import RawCell, ValueKind
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.exits import Exit
from metermap.core.findings import Findings, Severity
from tests.catalogue.workbooks import must_read, only, read, read_in_worker, rewrite, share_strings, small_workspace

SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 20  # generous: each takes two or three on a slow machine


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    share_strings(small_workspace(tmp_path) / "small.xlsx")
    return tmp_path / "small.xlsx"


def put(workbook: Path, content: bytes, before: bytes = b"</sheetData>") -> Path:
    rewrite(workbook, {SHEET: lambda xml: xml.replace(before, content + before, 1)})
    return workbook


def cells(workbook: Path, sheet: str = "Elements") -> dict[str, RawCell]:
    findings = Findings()
    with open_workbook(workbook, "small.xlsx", findings) as book:
        assert book is not None, list(findings)
        return {cell.place.cell: cell for cell in book.cells(sheet)}


REFUSED = {
    "a cell at the far corner": (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "MM103", "!XFD1048576"),
    "a cell that is not in its row": (b'<row r="9"><c r="A10"><v>1</v></c></row>', "MM104", "[Elements]"),
    "a reference that is none": (b'<row r="9"><c r="9A"><v>1</v></c></row>', "MM104", "[Elements]"),
    "a row with the number 0": (b'<row r="0"><c><v>1</v></c></row>', "MM104", "[Elements]"),
    "a row with a huge number": (b'<row r="99999999999999999999"><c><v>1</v></c></row>', "MM103", ""),
    "a cell outside a row": (b'<c r="A9"><v>1</v></c>', "MM104", "[Elements]"),
    "a row inside a row": (b'<row r="9"><row r="10"/></row>', "MM104", "[Elements]"),
    "cells inside a cell": (b'<row r="9"><c r="A9">' + b"<c>" * 50_000 + b"</c>" * 50_000 + b"</c></row>", "MM104", ""),
    "a shared string that is not there": (b'<row r="9"><c r="A9" t="s"><v>4711</v></c></row>', "MM104", "!A9"),
    "a negative shared string": (b'<row r="9"><c r="A9" t="s"><v>-1</v></c></row>', "MM104", "!A9"),
    "a shared string that is no number": (b'<row r="9"><c r="A9" t="s"><v>1_0</v></c></row>', "MM104", "!A9"),
    "an empty shared string number": (b'<row r="9"><c r="A9" t="s"><v></v></c></row>', "MM104", "!A9"),
    "a style that is not there": (b'<row r="9"><c r="A9" s="99"><v>1</v></c></row>', "MM104", "!A9"),
    "a style of an empty cell": (b'<row r="9"><c r="A9" s="99"/></row>', "MM104", "!A9"),
    "a negative style": (b'<row r="9"><c r="A9" s="-1"><v>1</v></c></row>', "MM104", "!A9"),
    "a type that is not there": (b'<row r="9"><c r="A9" t="colour"><v>1</v></c></row>', "MM104", "!A9"),
    "a number that is none": (b'<row r="9"><c r="A9"><v>ten</v></c></row>', "MM104", "!A9"),
    "no number": (b'<row r="9"><c r="A9"><v>NaN</v></c></row>', "MM104", "!A9"),
    "an infinite number": (b'<row r="9"><c r="A9"><v>1E999</v></c></row>', "MM104", "!A9"),
    "a number with underscores": (b'<row r="9"><c r="A9"><v>1_000</v></c></row>', "MM104", "!A9"),
    "a number of 5,000 digits": (b'<row r="9"><c r="A9"><v>' + b"9" * 5_000 + b"</v></c></row>", "MM104", "!A9"),
    "a boolean that is none": (b'<row r="9"><c r="A9" t="b"><v>perhaps</v></c></row>', "MM104", "!A9"),
    "a date that is none": (b'<row r="9"><c r="A9" t="d"><v>2012-02-30</v></c></row>', "MM104", "!A9"),
    "an inline text of 32,768": (
        b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x" * 32_768 + b"</t></is></c></row>",
        "MM101",
        "!A9",
    ),
    "a formula's text of 32,768": (
        b'<row r="9"><c r="A9" t="str"><f>A1</f><v>' + b"x" * 32_768 + b"</v></c></row>",
        "MM101",
        "!A9",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sheet_that_contradicts_itself_is_refused_at_the_cell(workbook: Path, case: str) -> None:
    content, code, place = REFUSED[case]
    put(workbook, content)

    start = time.monotonic()
    outcome, line = read_in_worker(workbook.parent)
    assert time.monotonic() - start < SECONDS
    assert outcome == "refused"
    assert line.startswith(f"{code}|small.xlsx")
    assert line.split("|")[1].endswith(place)


@pytest.mark.parametrize(
    ("reference", "code"), [(b"A1:XFD1048576", "MM103"), (b"XFD1048576:A1", "MM103"), (b"A1:", "MM104"), (b"", "MM104")]
)
def test_a_merge_that_is_too_large_or_none(workbook: Path, reference: bytes, code: str) -> None:
    put(workbook, b'<mergeCell ref="%s"/>' % reference, before=b"</mergeCells>")

    outcome, line = read_in_worker(workbook.parent)
    assert (outcome, line.partition("|")[0]) == ("refused", code)


def test_two_cells_with_one_reference_are_an_error_that_names_both(workbook: Path) -> None:
    put(workbook, b'<row r="9"><c r="A9" t="str"><v>one</v></c><c r="A9"><v>2</v></c></row>')

    found = [finding for finding in read(workbook.parent)[1] if finding.code == "MM150"]
    assert [finding.message for finding in found] == ["small.xlsx[Elements]!A9 is there twice: 'one' and 2"]
    assert cells(workbook)["A9"].value == "one"


def test_two_cells_with_one_reference_end_the_program_with_1(gb_copy: Path) -> None:
    assert pipeline.check(gb_copy).exit is Exit.FINE
    put(gb_copy / "smets2.xlsx", b'<row r="900"><c r="Z900"><v>1</v></c><c r="Z900"><v>2</v></c></row>')

    checked = pipeline.check(gb_copy)
    assert [finding.code for finding in checked.findings] == ["MM150"]
    assert checked.exit is Exit.FINDINGS
    assert int(Exit.FINDINGS) == 1


def test_two_rows_with_one_number_are_read_as_one(workbook: Path) -> None:
    again = b'<row r="9"><c r="B9"><v>2</v></c><c r="A9"><v>3</v></c></row>'
    put(workbook, b'<row r="9"><c r="A9"><v>1</v></c></row>' + again)

    assert [cells(workbook)[cell].value for cell in ("A9", "B9")] == [1, 2]
    (told,) = (finding.message for finding in read(workbook.parent)[1] if finding.code == "MM150")
    assert told == "small.xlsx[Elements]!A9 is there twice: 1 and 3"


@pytest.mark.parametrize("dimension", [b"A1", b"A1:B2", b"A1:XFD1048576", b"nonsense", b""])
def test_a_dimension_that_lies_changes_nothing(workbook: Path, dimension: bytes) -> None:
    before = must_read(workbook.parent).elements
    rewrite(workbook, {SHEET: lambda xml: xml.replace(b'ref="A1:K6"', b'ref="%s"' % dimension, 1)})

    assert must_read(workbook.parent).elements == before


def test_a_part_that_is_no_worksheet_is_refused(workbook: Path) -> None:
    rewrite(workbook, {SHEET: lambda _: b"<html><row><c>1</c></row></html>"})

    assert only(read(workbook.parent)[1]).message == (
        "small.xlsx[Elements] is no worksheet: its part begins with 'html'"
    )


def test_a_sheet_without_a_part_is_refused(workbook: Path) -> None:
    rewrite(workbook, {"xl/_rels/workbook.xml.rels": lambda xml: xml.replace(b"sheet1.xml", b"sheet77.xml")})

    assert only(read(workbook.parent)[1]).message == "small.xlsx[Elements] has no part in the container"


def test_two_sheets_with_one_name_are_refused(workbook: Path) -> None:
    rewrite(workbook, {"xl/workbook.xml": lambda xml: xml.replace(b'name="HAN"', b'name="ELEMENTS"')})

    assert only(read(workbook.parent)[1]).message == "small.xlsx has two sheets called 'ELEMENTS'"


def large(path: Path, rows: Iterable[bytes]) -> Path:
    """Put rows into the first sheet, whatever their number."""
    small_workspace(path.parent)
    old = zipfile.ZipFile(path)
    parts = {member.filename: old.read(member) for member in old.infolist()}
    head, _, tail = parts.pop(SHEET).partition(b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in parts.items():
            new.writestr(name, content)
        with new.open(SHEET, "w") as stream:
            stream.write(head)
            stream.writelines(rows)
            stream.write(b"</sheetData>" + tail)
    return path


def test_a_million_empty_styled_rows_are_read_fast(tmp_path: Path) -> None:
    rows = (b'<row r="%d" s="0" customFormat="1"><c r="A%d" s="0"/></row>' % (row, row) for row in range(9, 1_000_009))
    large(tmp_path / "small.xlsx", rows)

    start = time.process_time()
    read_cells = cells(tmp_path / "small.xlsx")
    assert time.process_time() - start < SECONDS
    assert max(cell.row for cell in read_cells.values()) == 6


def test_200_000_real_rows_are_read_fast(tmp_path: Path) -> None:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>item %d</t></is></c><c r="B%d"><v>%d</v></c><c r="C%d"/></row>'
    large(tmp_path / "small.xlsx", (row % ((number,) * 6) for number in range(9, 200_009)))

    start = time.process_time()
    read_cells = cells(tmp_path / "small.xlsx")
    assert time.process_time() - start < SECONDS
    assert (read_cells["A200008"].value, read_cells["B200008"].value) == ("item 200008", 200_008)
    assert len(read_cells) == 400_000 + 32


def test_a_hundred_thousand_hidden_ranges_of_columns_cost_nothing(workbook: Path) -> None:
    ranges = b"".join(b'<col min="%d" max="16384" hidden="1"/>' % (number % 8 + 1) for number in range(100_000))
    put(workbook, ranges, before=b"</worksheet>")

    start = time.process_time()
    assert all(cell.hidden for cell in cells(workbook).values())
    assert time.process_time() - start < SECONDS


LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}" TargetMode="External"/></Relationships>'
)


def test_links_to_other_files_are_told_and_never_followed(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        target = "file:///somewhere/prices.xlsx"
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", LINK.format("externalLinkPath", target))
    put(workbook, b'<row r="9"><c r="L9"><f>[1]Prices!A1</f><v>5</v></c></row>')

    catalogue, findings = read(workbook.parent)
    assert catalogue is not None
    told = only(tuple(finding for finding in findings if finding.severity is not Severity.NOTE))
    assert (told.code, told.severity) == ("MM151", Severity.WARNING)
    assert told.message == "small.xlsx refers to 'file:///somewhere/prices.xlsx'"


def test_a_hyperlink_is_no_link_to_another_file(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", LINK.format("hyperlink", "https://example.org/"))

    assert read(workbook.parent)[1] == ()


def test_formulas_and_error_values_keep_their_kind(workbook: Path) -> None:
    put(
        workbook,
        b'<row r="9"><c r="A9"><f>1+1</f><v>2</v></c><c r="B9"><f>1+1</f></c>'
        b'<c r="C9" t="e"><f>Z1</f><v>#REF!</v></c><c r="D9" t="e"><v>#N/A</v></c></row>',
    )

    found = cells(workbook)
    assert [(found[cell].kind, found[cell].formula) for cell in ("A9", "B9", "C9", "D9")] == [
        (ValueKind.NUMBER, True),
        (ValueKind.BLANK, True),
        (ValueKind.ERROR, True),
        (ValueKind.ERROR, False),
    ]
