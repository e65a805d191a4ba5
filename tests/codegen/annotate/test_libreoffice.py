"""LibreOffice opens a copy and sees in it what we put there; and a workbook that it saved can be annotated."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from metermap.annotating import annotate
from tests.catalogue.workbooks import must_read
from tests.codegen.annotate.copies import COPY, commented, copied, listed, workspace
from tests.codegen.annotate.test_kept import furnish
from tests.tools import require_tool

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"


def quoted(book: Workbook) -> None:
    furnish(book)
    book["Elements"]["G5"] = None
    book["Elements"].title = "It's all"


def converted(path: Path, folder: Path, kind: str) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [require_tool("soffice"), "--headless", "--norestore", profile, "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", folder, path], capture_output=True, text=True, check=False, timeout=180
    )
    made = folder / f"{path.stem}.{kind}"
    assert made.is_file(), done.stderr or done.stdout
    return made


def with_quoted_sheet(root: Path) -> Path:
    workspace(root, quoted)
    toml = root / "metermap.toml"
    toml.write_text(toml.read_text("utf-8").replace('["Elements"]', '["It\'s all"]'), "utf-8")
    return root


def test_libreoffice_sees_every_comment_and_link(tmp_path: Path) -> None:
    require_tool("soffice")
    result, book = copied(with_quoted_sheet(tmp_path / "w"))
    tree = ET.parse(converted(result.out / COPY, tmp_path, "fods")).getroot()  # noqa: S314  (made by LibreOffice)
    notes = ["".join(note.itertext()) for note in tree.iter(f"{_OFFICE}annotation")]
    assert len(notes) == len(commented(book))
    assert any("warning MM143" in note and "What to do" in note for note in notes)
    tables = {table.get(f"{_TABLE}name"): table for table in tree.iter(f"{_TABLE}table")}
    links = [link.get(_LINK) for link in tables["metermap findings"].iter(f"{_TEXT}a")]
    names = {"It's all": "'It''s all'", "HAN": "'HAN'"}
    rows = [row for row in listed(book) if row["Sheet"]]
    assert links == [link for row in rows for link in [f"#{names[row['Sheet']]}.{row['Cell']}"] * 2]


def test_a_workbook_that_libreoffice_saved_is_annotated_and_read_like_before(tmp_path: Path) -> None:
    require_tool("soffice")
    root = with_quoted_sheet(tmp_path / "w")
    converted(root / "small.xlsx", tmp_path, "xlsx").replace(root / "small.xlsx")
    before = must_read(root)
    result = annotate(root, tmp_path / "out")
    assert load_workbook(result.out / COPY)["It's all"]["L3"].value == "metermap: mapping status"
    (result.out / COPY).replace(root / "small.xlsx")
    assert must_read(root) == before
