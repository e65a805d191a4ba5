"""``metermap mappings import``: a draft on standard output, or in a new file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
TABLE = """\
row,reference,name,class_id,obis,attribute_or_method,number,attribute_name,dlms_type,constant,use_cases
100,SMETS 5.7.5.2,ActiveExportRegister: value,3,1-0:2.8.0.255,A,2,value,double-long-unsigned,-,ECS17a
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    return tmp_path / "table.csv"


def test_the_draft_is_the_only_thing_on_standard_output(run: Run, table: Path) -> None:
    ran = run("mappings", "import", table, "--device", "ESME")
    assert (ran.code, ran.err) == (0, "")
    assert "on ESME over dlms" in ran.out
    assert "ActiveExportRegister is Register 1-0:2.8.0.255" in ran.out


def test_the_draft_goes_to_a_new_file(run: Run, table: Path, tmp_path: Path) -> None:
    shown = run("mappings", "import", table, "--device", "ESME").out
    ran = run("mappings", "import", table, "--device", "ESME", "-o", tmp_path / "draft.map")
    assert ran == Ran(0, "", "")
    assert (tmp_path / "draft.map").read_text("utf-8") == shown


def test_a_file_that_is_there_is_not_overwritten(run: Run, table: Path) -> None:
    ran = run("mappings", "import", table, "--device", "ESME", "-o", table)
    assert ran.code == 2
    assert "File exists" in ran.err
    assert table.read_text("utf-8") == TABLE


def test_a_table_that_cannot_be_read_is_3_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"no workbook")
    ran = run("mappings", "import", tmp_path / "table.xlsx", "--device", "ESME")
    assert ran.code == 3
    assert ran.out == ""
    assert "table.xlsx" in ran.err
    assert ": error MM" in ran.err
