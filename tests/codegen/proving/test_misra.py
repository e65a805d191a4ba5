"""docs/misra.md says what cppcheck's MISRA addon finds in the workspace's C, and why it stays."""

from pathlib import Path

import pytest

from tests.codegen.proving.misra import TABLE, Report, committed, found_in, installed_version
from tests.tools import require_tool


@pytest.fixture(scope="module")
def report(gb_build: Path) -> Report:
    cppcheck = require_tool("cppcheck")
    if installed_version(cppcheck) != committed()[0]:
        pytest.skip(f"the table is of cppcheck {committed()[0]}; each version finds other places")
    return found_in(gb_build / "c", cppcheck)


def test_the_table_has_the_counts_of_today(report: Report) -> None:
    assert {row.rule: row.count for row in committed()[1]} == dict(report.rules), (
        "python -m tests.codegen.proving.misra --write"
    )


def test_nothing_else_is_found(report: Report) -> None:
    assert report.others == ()


def test_each_rule_has_a_reason() -> None:
    rows = committed()[1]
    assert rows
    assert [row.rule for row in rows if len(row.reason) < len("Because it is so.")] == []


def test_the_addon_finds_what_is_there(tmp_path: Path) -> None:
    lines = ("int f(int a);", "int f(int a)", "{", "    if (a > 1) {", "        goto end;", "    }", "    a = a + 1;")
    text = "\n".join((*lines, "end:", "    return a;", "}", ""))
    (tmp_path / "one.c").write_text(text, "utf-8")
    assert found_in(tmp_path, require_tool("cppcheck")).rules["15.1"] == 1


def test_the_document_makes_no_claim() -> None:
    assert "not a claim" in TABLE.read_text("utf-8")
