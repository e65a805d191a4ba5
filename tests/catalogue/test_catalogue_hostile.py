"""Workbooks that must not hurt: refused or reported, in a process with limits of its own."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.catalogue.codes import UNREADABLE
from tests.catalogue.workbooks import must_read, only, read, read_in_worker, rewrite, share_strings, small_workspace

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
SECOND = 10  # seconds: ten times what a refusal may take


def after_declaration(insert: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + insert + xml[start:]

    return change


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        assert old in xml, xml[:2000]
        return xml.replace(old, new, 1)

    return change


LAST_ROW = b"</sheetData>"

REFUSED = {
    "a single cell at the far corner": (
        SHEET,
        replaced(LAST_ROW, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "MM103|small.xlsx[Elements]!XFD1048576|",
    ),
    "a merge over the whole sheet": (
        SHEET,
        replaced(b"<mergeCell ", b'<mergeCell ref="A1:XFD1048576"/><mergeCell '),
        "MM103|small.xlsx[Elements]!A1|",
    ),
    "a shared string that is not there": (
        SHEET,
        replaced(LAST_ROW, b'<row r="9"><c r="A9" t="s"><v>4711</v></c></row></sheetData>'),
        "MM104|small.xlsx[Elements]!A9|",
    ),
    "a style that is not there": (
        SHEET,
        replaced(LAST_ROW, b'<row r="9"><c r="A9" s="99"><v>1</v></c></row></sheetData>'),
        "MM104|small.xlsx[Elements]!A9|",
    ),
    "an entity bomb in a sheet": (SHEET, after_declaration(BOMB), f"MM102|small.xlsx[{SHEET}]|"),
    "an entity bomb in the shared strings": (STRINGS, after_declaration(BOMB), f"MM102|small.xlsx[{STRINGS}]|"),
    "a document type in the core properties": (
        "docProps/core.xml",
        after_declaration(b"<!DOCTYPE x>"),
        "MM102|small.xlsx[docProps/core.xml]|",
    ),
    "an external entity in the relations": (
        "xl/_rels/workbook.xml.rels",
        after_declaration(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "MM102|small.xlsx[xl/_rels/workbook.xml.rels]|",
    ),
    "truncated XML": (SHEET, lambda xml: xml[:-40], f"MM102|small.xlsx[{SHEET}]|"),
    "a NUL in the XML": (SHEET, replaced(b"<sheetData>", b"<sheetData>\x00"), f"MM102|small.xlsx[{SHEET}]|"),
    "XML nested too deep": (
        SHEET,
        replaced(b"<sheetData>", b"<sheetData>" + b"<a>" * 200_000),
        f"MM102|small.xlsx[{SHEET}]|",
    ),
    "a text of 32,768 characters": (
        STRINGS,
        replaced(b"<t>CalorificValue</t>", b"<t>" + b"x" * 32_768 + b"</t>"),
        f"MM101|small.xlsx[{STRINGS}]|",
    ),
    "300 megabytes in one cell": (
        STRINGS,
        replaced(b"<t>CalorificValue</t>", b"<t>" + b"x" * 300_000_000 + b"</t>"),
        "MM101|small.xlsx|",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_part_is_refused_with_its_place(tmp_path: Path, case: str) -> None:
    part, change, expected = REFUSED[case]
    share_strings(small_workspace(tmp_path) / "small.xlsx")
    rewrite(tmp_path / "small.xlsx", {part: change})

    start = time.monotonic()
    outcome, line = read_in_worker(tmp_path)

    assert time.monotonic() - start < SECOND
    assert outcome == "refused"
    assert line.startswith(expected)
    assert line[:5] in UNREADABLE


def test_a_refusal_says_the_limit_and_what_to_do(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    rewrite(tmp_path / "small.xlsx", {SHEET: REFUSED["a single cell at the far corner"][1]})

    assert only(read(tmp_path)[1]).help == (
        "Delete the stray cell, or the rows and columns out to it, and save the workbook. "
        "Only the first 300,000 rows of a sheet may be filled. "
        "If the workbook is honest, raise rows under [limits] in metermap.toml."
    )


def test_a_dimension_smaller_than_the_data_loses_nothing(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    rewrite(tmp_path / "small.xlsx", {SHEET: replaced(b'<dimension ref="A1:K6"', b'<dimension ref="A1:B2"')})

    assert len(must_read(tmp_path).elements) == 3


def test_a_text_of_32767_characters_is_read_whole(tmp_path: Path) -> None:
    small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("C5", "x" * 32_767))

    assert len(must_read(tmp_path).elements[0].reference.value) == 32_767


CONTENTS = {
    "an empty file": (b"", "it is empty"),
    "an old .xls or a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .xls workbook"),
    "HTML": (b"\xef\xbb\xbf <html><table></table></html>", "it is HTML or XML under another name"),
    "CSV": (b"row;item;path\n1;2;3\n", "it looks like a CSV or text file"),
    "anything": (bytes(range(256)), "it looks like neither a workbook nor text"),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_what_is_no_workbook_is_told_apart(tmp_path: Path, case: str) -> None:
    content, hint = CONTENTS[case]
    small_workspace(tmp_path)
    (tmp_path / "small.xlsx").write_bytes(content)

    catalogue, findings = read(tmp_path)

    assert catalogue is None
    assert only(findings).code == "MM100"
    assert hint in only(findings).message


def test_a_truncated_workbook(tmp_path: Path) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    file.write_bytes(file.read_bytes()[:-200])

    assert only(read(tmp_path)[1]).message == "small.xlsx is a damaged archive: perhaps only a part of it arrived"


@pytest.mark.parametrize("position", range(100, 6000, 450))
def test_a_flipped_octet_is_never_a_traceback(tmp_path: Path, position: int) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    content = bytearray(file.read_bytes())
    content[position] ^= 0xFF
    file.write_bytes(content)

    catalogue, findings = read(tmp_path)

    assert catalogue is not None or any(finding.code in UNREADABLE for finding in findings)


def test_a_missing_workbook_suggests_one_that_is_there(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    (tmp_path / "small.xlsx").rename(tmp_path / "smal.xlsx")

    assert only(read(tmp_path)[1]).code == "MM100"
    assert only(read(tmp_path)[1]).expected == "did you mean 'smal.xlsx'?"


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/passwd", "xl\\evil.xml", "C:evil.xml"])
def test_a_member_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "<x/>")

    assert only(read(tmp_path)[1]).code == "MM101"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["errata.toml", "metermap.toml", "small.xlsx"]


def test_two_members_with_one_name_are_refused(tmp_path: Path) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<x/>")

    assert only(read(tmp_path)[1]).message == f"small.xlsx holds 2 parts called '{SHEET}'"


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}.png", "")

    assert "up to 2,000 parts" in only(read(tmp_path)[1]).help


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert only(read(tmp_path)[1]).message == "small.xlsx is an archive, but no workbook"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    file = small_workspace(tmp_path) / "small.xlsx"
    content = bytearray(file.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    file.write_bytes(content)

    assert only(read(tmp_path)[1]).message == "small.xlsx is an encrypted archive"
