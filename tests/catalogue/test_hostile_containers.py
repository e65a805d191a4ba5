"""Containers and XML that must not hurt: refused within seconds, with the part, the limit and the way out."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap import pipeline
from metermap.core.exits import Exit
from metermap.core.findings import Finding
from tests.catalogue.workbooks import (
    TOML,
    must_read,
    only,
    read,
    read_in_worker,
    rewrite,
    share_strings,
    small_workspace,
)

SHEET = "xl/worksheets/sheet1.xml"
PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
    SHEET,
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    share_strings(small_workspace(tmp_path) / "small.xlsx")
    return tmp_path / "small.xlsx"


def refusal(workbook: Path) -> Finding:
    catalogue, findings = read(workbook.parent)
    assert catalogue is None
    return only(findings)


def add(workbook: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(workbook, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def test_a_zip_bomb_in_one_member(workbook: Path) -> None:
    add(workbook, "xl/media/image1.png", bytes(100_000_000))

    outcome, line = read_in_worker(workbook.parent)
    assert outcome == "refused"
    assert line.startswith("MM101|small.xlsx|'xl/media/image1.png' in small.xlsx inflates from ")
    assert line.endswith("raise expansion under [limits] in metermap.toml.")


def test_a_member_that_inflates_to_more_than_its_directory_says(workbook: Path) -> None:
    add(workbook, "xl/worksheets/sheet9.xml", b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>")
    octets = bytearray(workbook.read_bytes())
    entry = octets.rindex(b"PK\x01\x02")
    octets[entry + 24 : entry + 28] = struct.pack("<L", 500)
    workbook.write_bytes(octets)

    outcome, line = read_in_worker(workbook.parent)
    assert (outcome, line[:58]) == ("refused", "MM100|small.xlsx[xl/worksheets/sheet9.xml]|'xl/worksheets/")


def test_members_that_overlap(workbook: Path) -> None:
    add(workbook, "xl/worksheets/sheet8.xml", b"<worksheet/>")
    add(workbook, "xl/worksheets/sheet9.xml", b"<worksheet/>")
    octets = bytearray(workbook.read_bytes())
    last = octets.rindex(b"PK\x01\x02")
    before = octets.rindex(b"PK\x01\x02", 0, last)
    octets[last + 42 : last + 46] = octets[before + 42 : before + 46]  # where its local header is
    workbook.write_bytes(octets)

    assert refusal(workbook).message == "small.xlsx holds parts that overlap"


@pytest.mark.parametrize("count", [10_000, 200_000])
def test_thousands_of_members(workbook: Path, count: int) -> None:
    entries = io.BytesIO()
    with zipfile.ZipFile(entries, "w") as archive:
        for number in range(100):
            archive.writestr(f"xl/media/{number:09}.png", b"")
    one = entries.getvalue()
    start = one.index(b"PK\x01\x02")
    directory = one[start : one.index(b"PK\x05\x06")] * (count // 100)
    numbered = bytearray(directory)
    for number in range(count):
        name = number * (46 + 22) + 46 + 9
        numbered[name : name + 9] = b"%09d" % number
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(numbered), start, 0)
    workbook.write_bytes(one[:start] + bytes(numbered) + end)

    outcome, line = read_in_worker(workbook.parent)
    assert (outcome, line[:16]) == ("refused", "MM101|small.xlsx")
    assert "raise members under [limits]" in line


def utf_16(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_of_packing_that_no_spreadsheet_uses(workbook: Path, method: int) -> None:
    with zipfile.ZipFile(workbook, "a", method) as archive:
        archive.writestr("xl/media/image1.png", b"x" * 1_000)

    assert refusal(workbook).code == "MM101"
    assert f"is packed by method {method}" in refusal(workbook).message


def test_a_name_that_is_no_utf_8_in_one_of_its_two_places(workbook: Path) -> None:
    octets = bytearray(workbook.read_bytes())
    local = octets.index(b"docProps/core.xml") - 30
    octets[local + 7] |= 0x08  # the name is UTF-8
    octets[local + 30] = 0xFF
    workbook.write_bytes(octets)

    assert refusal(workbook).message == "'docProps/core.xml' in small.xlsx is damaged"


STRUCTURES = re.compile(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)")


@given(st.integers(0, 1_000), st.integers(0, 60), st.integers(0, 255))
def test_octets_changed_in_the_structures_of_the_archive_are_never_a_traceback(
    structure: int, offset: int, octet: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = small_workspace(Path(folder)) / "small.xlsx"
        octets = bytearray(file.read_bytes())
        starts = [found.start() for found in STRUCTURES.finditer(octets)]
        octets[min(starts[structure % len(starts)] + offset, len(octets) - 1)] = octet
        file.write_bytes(octets)
        catalogue, findings = read(Path(folder))

    assert catalogue is not None or findings


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CONTENTS = {
    "an empty file": (b"", "it is empty", "Copy or download the workbook again."),
    "an old .xls": (
        OLE2 + "Workbook".encode("utf-16-le"),
        "it is an old .xls workbook",
        "save it as an Excel workbook",
    ),
    "a password": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "remove the password"),
    "HTML": (b"<html><table></table></html>", "it is HTML or XML", "save it as an Excel workbook"),
    "CSV": (b"row;item;path\n1;2;3\n", "it looks like a CSV or text file", "Name it .csv"),
    "anything": (bytes(range(256)), "it looks like neither a workbook nor text", "save it as an Excel workbook"),
    "octets with commas and without a NUL": (
        bytes(range(1, 256)) + b",;",
        "it looks like neither a workbook nor text",
        "save it as an Excel workbook",
    ),
    "a text": (b"a note", "its first octets are not those of one", "save it as an Excel workbook"),
    "a text in UTF-16": ("row;item".encode("utf-16"), "its first octets are not", "save it as an Excel workbook"),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_what_is_no_workbook_gets_its_own_hint(workbook: Path, case: str) -> None:
    content, nature, hint = CONTENTS[case]
    workbook.write_bytes(content)

    assert refusal(workbook).code == "MM100"
    assert nature in refusal(workbook).message
    assert hint in refusal(workbook).help


def test_a_refusal_ends_the_program_with_3(workbook: Path) -> None:
    workbook.write_bytes(b"")

    assert pipeline.check(workbook.parent).exit is Exit.INPUT
    assert int(Exit.INPUT) == 3


ATTACKS: dict[str, bytes] = {
    "an entity bomb": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
    "an external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "an entity of parameters": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;]>',
    "a document type alone": b"<!DOCTYPE x>",
    "a document type elsewhere": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_document_type_is_refused_in_every_part(workbook: Path, part: str, attack: str) -> None:
    def insert(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + ATTACKS[attack] + xml[start:]

    rewrite(workbook, {part: insert})

    assert (refusal(workbook).code, str(refusal(workbook).place)) == ("MM102", f"small.xlsx[{part}]")


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "invalid UTF-8": lambda xml: xml.replace(b">", b">\xc3\x28", 1) if not xml.startswith(b"<?") else xml + b"\xff",
    "a NUL": lambda xml: xml[:-5] + b"\x00" + xml[-5:],
    "truncated": lambda xml: xml[:-5],
    "two roots": lambda xml: xml + b"<x/>",
    "an entity that nobody declared": lambda xml: xml[: xml.rindex(b"</")] + b"&lol;" + xml[xml.rindex(b"</") :],
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_broken_xml_is_refused_in_every_part(workbook: Path, part: str, damage: str) -> None:
    rewrite(workbook, {part: DAMAGE[damage]})

    assert (refusal(workbook).code, str(refusal(workbook).place)) == ("MM102", f"small.xlsx[{part}]")
    assert "it is broken XML" in refusal(workbook).message


@pytest.mark.parametrize("part", PARTS)
def test_deep_nesting_is_refused_in_every_part(workbook: Path, part: str) -> None:
    def nest(xml: bytes) -> bytes:
        end = xml.rindex(b"</")
        return xml[:end] + b"<x><y><z>" * 100_000 + xml[end:]

    rewrite(workbook, {part: nest})
    outcome, line = read_in_worker(workbook.parent)
    assert (outcome, line.partition("|")[0]) == ("refused", "MM102")
    assert "xml_depth under [limits]" in line


@pytest.mark.parametrize(("element", "part"), [(b"t", "xl/sharedStrings.xml"), (b"v", SHEET)])
def test_300_megabytes_in_one_cell_are_refused_though_packing_is_allowed(
    workbook: Path, element: bytes, part: str
) -> None:
    long = b"<%s>" % element + b"x" * 250_000_000 + b"</%s>" % element
    start = b"<%s>" % element
    rewrite(workbook, {part: lambda xml: xml.replace(start, long + start, 1)})
    (workbook.parent / "metermap.toml").write_text(f"{TOML}\n[limits]\nexpansion = 100000\n", "utf-8")

    outcome, line = read_in_worker(workbook.parent, memory=300_000_000)
    assert outcome == "refused"
    assert "has more than 32,767 characters" in line
    assert "raise characters under [limits]" in line


def test_a_part_in_utf_16_is_read(workbook: Path) -> None:
    before = must_read(workbook.parent).elements
    rewrite(workbook, {SHEET: lambda xml: ("\ufeff" + xml.decode()).encode("utf-16-le")})

    assert must_read(workbook.parent).elements == before


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "docProps/core.xml"])
@pytest.mark.parametrize(
    "encoding", ["nonsense", "shift_jis", "utf-7", "rot13", "idna", "hex", "punycode", "cp037", "x" * 5_000]
)
def test_a_part_in_an_unusual_encoding_is_refused(workbook: Path, part: str, encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    rewrite(workbook, {part: lambda xml: declaration + xml[xml.index(b"?>") + 2 if xml.startswith(b"<?") else 0 :]})

    assert (refusal(workbook).code, str(refusal(workbook).place)) == ("MM102", f"small.xlsx[{part}]")
    assert "its encoding is" in refusal(workbook).message


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "US-ASCII", "ISO-8859-1"])
def test_a_part_in_a_usual_encoding_is_read(workbook: Path, encoding: str) -> None:
    before = must_read(workbook.parent).elements
    rewrite(workbook, {SHEET: lambda xml: f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + xml})

    assert must_read(workbook.parent).elements == before


def test_names_of_parts_are_compared_without_case(workbook: Path) -> None:
    before = must_read(workbook.parent).elements
    old = zipfile.ZipFile(io.BytesIO(workbook.read_bytes()))
    with zipfile.ZipFile(workbook, "w") as new:
        for member in old.infolist():
            new.writestr(member.filename.upper(), old.read(member))

    assert must_read(workbook.parent).elements == before
