"""The line under a finding: what is shown of it, where the caret stands, and what is never read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, TextPlace
from metermap.core.render import OutputFormat, render
from metermap.core.source_lines import MappingLines, caret_lines
from metermap.core.text import one_line


class One:
    """A source of one line."""

    def __init__(self, text: str) -> None:
        self.text = text

    def line(self, place: TextPlace) -> str | None:
        return self.text if place.line == 1 else None


def shown(text: str, column: int) -> list[str]:
    return list(caret_lines(TextPlace("a.map", 1, column), One(text)))


def test_the_caret_stands_under_the_place() -> None:
    assert shown("A is B.", 6) == ["     1 | A is B.", "       |      ^"]


def test_the_caret_may_stand_behind_the_end() -> None:
    assert shown("A is B", 7)[1] == "       |       ^"


def test_a_tab_is_four_columns() -> None:
    assert shown("\tA is B.", 2) == ["     1 |     A is B.", "       |     ^"]


def test_a_wide_character_is_two_columns_and_a_mark_none() -> None:
    assert shown("表表 x", 4)[1] == "       |      ^"
    assert shown("e\u0301 x", 4)[1] == "       |   ^"


def test_control_characters_are_escaped() -> None:
    assert shown("\x1b[31mA\u202e x", 9) == [r"     1 | \x1b[31mA\u202e x", "       |" + " " * 17 + "^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    line, caret = shown("a" * 5_000 + "!" + "b" * 5_000, 5_001)
    assert line.startswith("     1 | ...aaa")
    assert line.endswith("bbb...")
    assert line[caret.index("^")] == "!"
    assert len(line) < 130


@given(st.text(max_size=300), st.integers(1, 320))
def test_any_line_can_be_shown(text: str, column: int) -> None:
    line, caret = shown(text, column)
    assert line == one_line(line)
    assert caret.endswith("^")


def test_only_text_shows_it_and_only_for_lines_of_mapping_files(tmp_path: Path) -> None:
    (tmp_path / "a.map").write_text("A is B.\n", encoding="utf-8")
    (tmp_path / "metermap.toml").write_text("name = 1\n", encoding="utf-8")
    places = (TextPlace("a.map", 1, 6), TextPlace("metermap.toml", 1, 1), CellPlace("b.xlsx", "S", 1, 1), None)
    findings = [Finding("MM201", Severity.ERROR, "no", place) for place in places]
    sources = MappingLines(tmp_path)
    assert render(findings, OutputFormat.TEXT, sources=sources).count("^") == 1
    for other in (OutputFormat.CONCISE, OutputFormat.JSON):
        assert render(findings, other, sources=sources) == render(findings, other)


@pytest.mark.parametrize("name", ["../secret.map", "/etc/hostname", "link.map", "a\0.map", "none.map", "folder.map"])
def test_nothing_outside_the_workspace_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.map").write_text("secret\n", encoding="utf-8")
    root = tmp_path / "workspace"
    (root / "folder.map").mkdir(parents=True)
    (root / "link.map").symlink_to(tmp_path / "secret.map")
    assert MappingLines(root).line(TextPlace(name, 1, 1)) is None


@pytest.mark.parametrize("line", [0, -1, 3, 10**9])
def test_a_line_that_the_file_has_not_is_not_shown(line: int, tmp_path: Path) -> None:
    (tmp_path / "a.map").write_text("A\n", encoding="utf-8")
    assert MappingLines(tmp_path).line(TextPlace("a.map", line, 1)) is None


def test_lines_are_counted_as_the_parser_counts_them(tmp_path: Path) -> None:
    (tmp_path / "a.map").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree \xff\x0cx\n")
    lines = MappingLines(tmp_path)
    assert [lines.line(TextPlace("a.map", line, 1)) for line in (1, 2, 3)] == ["one", "two", "three \ufffd\x0cx"]
