"""The same inputs give the same bytes, whatever the clock says and however sets are ordered."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.codegen.annotate.copies import COPY, workspace
from tests.codegen.annotate.test_kept import furnish

if TYPE_CHECKING:
    from openpyxl import Workbook

# The clock is another one in each run: openpyxl asks it for the properties, zipfile for each member.
_RUN = """
import datetime, sys, time
from pathlib import Path

class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(int(sys.argv[3]), 5, 6, 7, 8, 9, tzinfo=tz)

datetime.datetime = Clock
time.time = lambda: (int(sys.argv[3]) - 1970) * 31_556_952.0
from metermap.annotating import annotate
assert annotate(Path(sys.argv[1]), Path(sys.argv[2])).copies
"""


def many_merges(book: Workbook) -> None:
    furnish(book)
    sheet = book.create_sheet("Merges")
    for row in range(1, 60, 3):
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=2)


def run(root: Path, out: Path, year: int, seed: int) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", _RUN, str(root), str(out), str(year)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (out / COPY).read_bytes()


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", many_merges)
    assert run(root, tmp_path / "a", 2031, 1) == run(root, tmp_path / "b", 2047, 2)


def test_no_clock_gets_in(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", many_merges)
    with zipfile.ZipFile(root / "small.xlsx") as original:
        core = original.read("docProps/core.xml")
    run(root, tmp_path / "a", 2031, 1)
    with zipfile.ZipFile(tmp_path / "a" / COPY) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if b"2031" in archive.read(name)]
        assert archive.read("docProps/core.xml") == core, "the times are those of the original"


def test_a_workbook_that_does_not_say_when_it_was_made_still_does_not(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    old = zipfile.ZipFile(root / "small.xlsx")
    members = {name: old.read(name) for name in old.namelist() if name != "docProps/core.xml"}
    old.close()
    with zipfile.ZipFile(root / "small.xlsx", "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    run(root, tmp_path / "a", 2031, 1)
    with zipfile.ZipFile(tmp_path / "a" / COPY) as archive:
        core = archive.read("docProps/core.xml")
    assert b"created" not in core
    assert b"modified" not in core
    assert b"openpyxl" not in core
