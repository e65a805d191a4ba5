"""Workbooks that must not hurt whoever annotates them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from metermap.annotating import annotate
from metermap.codegen.annotate import workbook as annotating
from metermap.codegen.annotate.package import _area
from metermap.codegen.annotate.texts import put_text
from metermap.core.exits import Exit
from metermap.core.files import OutputRefusedError
from metermap.core.text import one_line
from tests.catalogue.workbooks import rewrite
from tests.codegen.annotate.copies import COPY, add_parts, commented, copied, listed, typed, workspace

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workbook reaches openpyxl for annotating."""

    def fail(*_: object) -> NoReturn:
        pytest.fail("openpyxl was to open a workbook that is refused")

    monkeypatch.setattr(annotating, "open_book", fail)


@pytest.mark.usefixtures("never_opened")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b'<!DOCTYPE a [<!ENTITY b "c">]>' + content,
        lambda content: content.replace(b"</worksheet>", b""),
        lambda content: content.replace(b'ref="A1:K1"', b'ref="A1:XFD1048576"'),
    ],
    ids=["document type", "broken XML", "huge merge"],
)
def test_a_workbook_that_the_reader_refuses_is_not_annotated(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    root = workspace(tmp_path / "w")
    rewrite(root / "small.xlsx", {SHEET: spoil})
    result = annotate(root)
    assert (result.exit, dict(result.copies), result.complete) == (Exit.INPUT, {}, False)
    assert "small.xlsx is not annotated: it is refused" in [finding.message for finding in result.findings]
    assert not (root / "annotated").exists()


@pytest.mark.usefixtures("never_opened")
@pytest.mark.parametrize(
    ("parts", "change"),
    [
        (
            {},
            {
                SHEET: lambda content: content.replace(
                    b"<pageM", b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks><pageM'
                )
            },
        ),
        (
            {},
            {
                SHEET: lambda content: content.replace(
                    b"<pageM", b'<hyperlinks><hyperlink ref="A:XFD"/></hyperlinks><pageM'
                )
            },
        ),
        (
            {"xl/comments1.xml": b'<comments><commentList><comment ref="A1:XFD1048576"/></commentList></comments>'},
            {"[Content_Types].xml": typed("xl/comments1.xml", "x")},
        ),
        ({"xl/tables/table1.xml": b'<table ref="A1:XFD1048576"/>'}, {}),
    ],
    ids=["a link over the sheet", "a link over all columns", "a comment over the sheet", "a table over the sheet"],
)
def test_what_would_keep_openpyxl_busy_for_ever_is_refused(
    tmp_path: Path, parts: dict[str, bytes], change: dict[str, Callable[[bytes], bytes]]
) -> None:
    root = workspace(tmp_path / "w")
    add_parts(root / "small.xlsx", parts, change)
    result = annotate(root)
    assert result.exit is Exit.INPUT
    assert [finding.code for finding in result.findings] == ["MM860"]
    assert "1,000,000" in result.findings[0].help


@pytest.mark.usefixtures("never_opened")
def test_a_million_formatted_cells_are_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path / "w")
    rows = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(100, 1100))
    rewrite(root / "small.xlsx", {SHEET: lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")})
    monkeypatch.setattr(annotating, "CELLS", 1000)
    result = annotate(root)
    assert [finding.code for finding in result.findings] == ["MM860"]
    assert "Up to 1,000 can be annotated" in result.findings[0].help


def test_the_target_of_a_link_in_an_empty_cell_becomes_no_formula(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    link = b'<hyperlinks><hyperlink ref="N20" location="=1+1"/></hyperlinks><pageM'
    rewrite(root / "small.xlsx", {SHEET: lambda content: content.replace(b"<pageM", link)})
    result, _ = copied(root)
    with zipfile.ZipFile(result.out / COPY) as archive:
        sheet = archive.read(SHEET)
    assert b"<f>" not in sheet
    assert b'<c r="N20" t="n" />' in sheet
    assert b'location="=1+1"' in sheet, "the link itself is the editor's"


def test_one_workbook_of_two_is_refused_and_the_other_annotated(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    (root / "other.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    toml = root / "metermap.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[[workbook]]\nfile = "other.xlsx"\nitems = ["Items"]\n', "utf-8")
    result, book = copied(root)
    assert result.exit is Exit.INPUT
    assert list(result.copies) == [COPY]
    assert "MM100" in {row["Code"] for row in listed(book)}
    assert "No mapping status" in list(result.account())[-1]


def test_a_missing_column_still_gives_comments_and_the_exit_code_of_a_check(tmp_path: Path) -> None:
    def drop(book: Workbook) -> None:
        book["Elements"]["K3"] = "Devizes"

    result, book = copied(workspace(tmp_path / "w", drop))
    assert result.exit is Exit.FINDINGS
    assert not result.complete
    assert commented(book) == ["Elements!A3"]
    assert book["Elements"]["L3"].value is None


def test_a_text_file_among_the_workbooks_is_told(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    (root / "more.csv").write_text("Device,Item\n", "utf-8")
    toml = root / "metermap.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[[workbook]]\nfile = "more.csv"\nitems = ["Items"]\n', "utf-8")
    result, _ = copied(root)
    assert "MM862" in [finding.code for finding in result.findings]
    assert list(result.copies) == [COPY]


@pytest.mark.parametrize("folder", ["", "data", "data/below", "."])
def test_a_folder_of_inputs_is_no_place_for_copies(tmp_path: Path, folder: str) -> None:
    root = workspace(tmp_path / "w")
    (root / "data").mkdir()
    (root / "small.xlsx").rename(root / "data/small.xlsx")
    toml = root / "metermap.toml"
    toml.write_text(toml.read_text("utf-8").replace('"small.xlsx"', '"data/small.xlsx"'), "utf-8")
    before = sorted(root.rglob("*"))
    with pytest.raises(OutputRefusedError, match="has to do with the input"):
        annotate(root, root / folder)
    assert sorted(root.rglob("*")) == before
    assert annotate(root).copies.keys() == {"data/small.annotated.xlsx"}


def test_another_output_of_metermap_is_not_replaced(tmp_path: Path) -> None:
    from metermap.core.files import write_tree  # noqa: PLC0415  (as a build does)

    root = workspace(tmp_path / "w")
    write_tree(root / "build", {"report.md": b"report"})
    with pytest.raises(OutputRefusedError, match="another output of metermap"):
        annotate(root, root / "build")
    assert (root / "build/report.md").read_bytes() == b"report"


@given(st.text(max_size=60))
def test_a_text_in_a_cell_is_that_text_and_nothing_else(text: str) -> None:
    import io  # noqa: PLC0415

    book = Workbook()
    cell = book.worksheets[0]["A1"]
    put_text(cell, f"{text}.")
    stream = io.BytesIO()
    book.save(stream)
    read = load_workbook(stream).worksheets[0].cell(1, 1)
    assert read.data_type == "s"
    assert str(read.value).replace("_x005F_", "_") == one_line(f"{text}.")


@pytest.mark.parametrize(
    ("reference", "cells"),
    [("A1", 1), ("A1:B3", 6), ("$A$1:$B$3", 6), ("B3:A1", 6), ("A:B", 2 * 1_048_576), ("2:3", 2 * 16_384)],
)
def test_how_far_a_reference_reaches(reference: str, cells: int) -> None:
    assert _area(reference) == cells


@pytest.mark.parametrize("reference", ["", "A1:B2:C3", "A1 B2", "Sheet!A1", "ABCD1", "-1"])
def test_what_is_no_reference_reaches_everywhere(reference: str) -> None:
    assert _area(reference) == 1_048_576 * 16_384
