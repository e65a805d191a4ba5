"""Reading opens nothing else, runs nothing, contacts nothing; docs/security.md says so, each sentence with its test."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.core import store
from tests.catalogue.workbooks import GB, rewrite, share_strings, small_workspace

ROOT = Path(__file__).parents[2]
SHEET = "xl/worksheets/sheet1.xml"


def watched(workbook: Path, folder: str = "", *more: str) -> tuple[int, list[str], list[list[str]]]:
    """Read a workbook under watch; return how many cells it has, the findings, and what else was done."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("watch.py")), str(workbook), folder, *more],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, store.VARIABLE: folder},
    )
    assert done.returncode == 0, done.stderr
    cells, findings, told = json.loads(done.stdout)
    return cells, findings, told


def test_reading_the_great_britain_workbook_opens_nothing_else() -> None:
    assert watched(GB / "smets2.xlsx") == (15_181, [], [])


def test_the_watch_sees_what_it_is_there_for(tmp_path: Path) -> None:
    """A watch that sees nothing would keep every promise."""
    _, _, told = watched(small_workspace(tmp_path) / "small.xlsx", "", "careless")

    assert [event for event, _ in told] == ["socket.__new__", "open", "open", "os.system", "compile", "exec"]


RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}" TargetMode="External"/></Relationships>'
)
FORMULAS = (
    b'<row r="9"><c r="A9" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>x</v></c>'
    b'<c r="B9" t="str"><f>cmd|\'/c calc\'!A1</f><v>x</v></c>'
    b'<c r="C9" t="str"><f>HYPERLINK("file:///etc/hostname")</f><v>x</v></c>'
    b'<c r="D9"><f>[1]Prices!A1</f><v>5</v></c></row></sheetData>'
)


def in_sheet(old: bytes, new: bytes) -> Callable[[Path], None]:
    return lambda path: rewrite(path, {SHEET: lambda xml: xml.replace(old, new, 1)})


def added(name: str, content: str | bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)

    return change


def content(octets: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(octets)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "an external entity in a file": (
        in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'),
        "MM102",
    ),
    "an external entity elsewhere": (
        in_sheet(b"<worksheet", b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><worksheet'),
        "MM102",
    ),
    "a style sheet of XML": (
        in_sheet(b"<worksheet", b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><worksheet'),
        "",
    ),
    "a schema of XML": (
        in_sheet(
            b"<worksheet",
            b'<worksheet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a file:///etc/hostname"',
        ),
        "",
    ),
    "formulas that fetch and run": (in_sheet(b"</sheetData>", FORMULAS), ""),
    "a link to another workbook": (
        added("xl/externalLinks/_rels/externalLink1.xml.rels", RELATIONS.format("externalLinkPath", "/etc/hostname")),
        "MM151",
    ),
    "a picture that is elsewhere": (
        added("xl/drawings/_rels/drawing1.xml.rels", RELATIONS.format("image", "http://127.0.0.1:9/x.png")),
        "MM151",
    ),
    "a macro project": (added("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)), ""),
    "a program": (added("xl/embeddings/oleObject1.bin", b"MZ" + bytes(5_000)), ""),
    "a member that leads elsewhere": (added("../../evil.xml", "<x/>"), "MM101"),
    "a bomb": (added("xl/media/image1.png", bytes(50_000_000)), "MM101"),
    "no archive": (content(b"row;item\n1;2\n"), "MM100"),
    "nothing": (content(b""), "MM100"),
    "an old .xls": (content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)), "MM100"),
    "half an archive": (lambda path: path.write_bytes(path.read_bytes()[:3_000]), "MM100"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_opens_runs_and_contacts_nothing(tmp_path: Path, case: str) -> None:
    change, code = HOSTILE[case]
    share_strings(small_workspace(tmp_path) / "small.xlsx")
    change(tmp_path / "small.xlsx")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir())

    _, findings, told = watched(tmp_path / "small.xlsx")

    assert told == []
    assert findings == ([code] if code else [])
    assert sorted((path.name, path.stat().st_mtime_ns) for path in tmp_path.iterdir()) == before


def test_what_was_read_is_remembered_in_the_users_folder_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    workbook = small_workspace(tmp_path / "workspace") / "small.xlsx"
    folder = str(tmp_path / "cache")

    first, second = watched(workbook, folder), watched(workbook, folder)
    assert first == second
    assert first[2] == []
    assert len(list((tmp_path / "cache").iterdir())) == 1


# -- the written promise ------------------------------------------------------------------------------

PROMISE = re.compile(r"^- (?P<sentence>.*?)\n(?P<tests>(?:  - `[^`]+`\n)*)", re.MULTILINE | re.DOTALL)
PROMISES = [
    (found["sentence"], re.findall(r"`([^`]+)`", found["tests"]))
    for found in PROMISE.finditer((ROOT / "docs/security.md").read_text("utf-8"))
]


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_promises() -> None:
    assert len(PROMISES) > 10


@pytest.mark.parametrize(("sentence", "tests"), PROMISES, ids=[sentence[:40] for sentence, _ in PROMISES])
def test_each_promise_names_the_tests_that_keep_it(sentence: str, tests: list[str]) -> None:
    assert sentence.endswith(".")
    assert tests, sentence
    for test in tests:
        file, _, name = test.partition("::")
        name = name.rpartition("::")[2]  # a test may stand in a class
        assert name.startswith("test_")
        assert name in functions_of(file), test
