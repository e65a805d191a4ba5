"""``metermap fmt``: which files it takes, what it writes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from metermap.commands.fmt import fmt

PLAIN = b"syntax   1.\n"
LAID_OUT = b"syntax 1.\n"


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(fmt, [str(argument) for argument in arguments], input=stdin, standalone_mode=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "test.map"
    path.write_bytes(PLAIN)
    return path


def test_a_file_is_written_and_then_left_alone(file: Path) -> None:
    file.chmod(0o640)
    first = run(file)
    assert (first.return_value, first.stdout) == (0, f"{file}\n")
    assert file.read_bytes() == LAID_OUT
    assert file.stat().st_mode & 0o777 == 0o640
    before = file.stat().st_mtime_ns, file.stat().st_ino
    second = run(file)
    assert (second.return_value, second.stdout) == (0, "")
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before
    assert [path.name for path in file.parent.iterdir()] == ["test.map"]


def test_check_lists_and_writes_nothing(file: Path) -> None:
    result = run("--check", file)
    assert (result.return_value, result.stdout) == (1, f"{file}\n")
    assert file.read_bytes() == PLAIN


def test_diff_shows_and_writes_nothing(file: Path) -> None:
    result = run("--diff", file)
    assert result.return_value == 1
    assert "-syntax   1.\n+syntax 1.\n" in result.stdout
    assert file.read_bytes() == PLAIN


def test_standard_input_goes_to_standard_output() -> None:
    result = run("-", stdin=PLAIN)
    assert (result.return_value, result.stdout_bytes) == (0, LAID_OUT)


def test_a_file_with_errors_is_left_alone_and_the_others_are_written(file: Path) -> None:
    wrong = file.with_name("wrong.map")
    wrong.write_bytes(b"X is { .")
    result = run(wrong, file)
    assert result.return_value == 3
    assert "MM201" in result.stderr
    assert wrong.read_bytes() == b"X is { ."
    assert file.read_bytes() == LAID_OUT


def test_a_symbolic_link_is_not_written_through(file: Path) -> None:
    link = file.with_name("link.map")
    link.symlink_to(file)
    result = run(link)
    assert result.return_value == 1
    assert "MM236" in result.stderr
    assert link.is_symlink()
    assert file.read_bytes() == PLAIN


def test_a_read_only_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)
    result = run(file)
    assert result.return_value == 1
    assert "read-only" in result.stderr
    assert file.read_bytes() == PLAIN


def test_a_file_that_is_not_there_is_told() -> None:
    result = run("nowhere.map")
    assert result.return_value == 3
    assert "nowhere.map: error MM235" in result.stderr


def test_a_workspace_is_all_its_mapping_files(tmp_path: Path) -> None:
    gb = Path(__file__).parents[3] / "gb"
    files = [file for folder in ("mappings", "editions") for file in (gb / folder).glob("**/*.map")]
    assert run("--check", gb).stderr.endswith(f"of {len(files)} files would change\n")
    assert run("--check", tmp_path).return_value == 2
