"""``metermap init``: a workspace to start from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from metermap import examples
from metermap.core.files import MARKER
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_copy_is_the_workspace(run: Run, tmp_path: Path) -> None:
    ran = run("init", "--example", "gb", tmp_path / "mine")
    copied = contents(tmp_path / "mine")
    assert ran.code == 0
    assert ran.out.splitlines() == sorted(copied)
    assert {"metermap.toml", "smets2.xlsx", "errata.toml", "expected-findings.csv"} <= set(copied)
    assert copied["smets2.xlsx"] == (ROOT / "gb/smets2.xlsx").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_outputs_and_hidden_files_stay_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    for name in (
        "metermap.toml",
        "build/x",
        f"other/{MARKER}",
        "other/x",
        ".git/x",
        ".hidden",
        "~$book.xlsx",
        "m/a.map",
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"")
    monkeypatch.setattr(examples, "example_path", lambda _: source)
    ran = run("init", "--example", "gb", "--ci", "none", tmp_path / "mine")
    assert ran.out.split() == ["m/a.map", "metermap.toml"]


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run("init", "--example", "gb", tmp_path / "mine").code == 0


@pytest.mark.parametrize("kind", ["file in it", "file", "link"])
def test_what_is_there_is_not_touched(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine"
    if kind == "file in it":
        target.mkdir()
        (target / "thesis.docx").write_bytes(b"years")
    elif kind == "file":
        target.write_bytes(b"years")
    else:
        (tmp_path / "elsewhere").mkdir()
        target.symlink_to(tmp_path / "elsewhere")
    before = contents(tmp_path)
    ran = run("init", "--example", "gb", target)
    assert ran.code == 2
    assert "is not an empty folder" in ran.err
    assert contents(tmp_path) == before


def test_a_dry_run_lists_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("init", "--example", "gb", tmp_path / "mine", "--dry-run")
    assert "metermap.toml" in ran.out.split()
    assert not list(tmp_path.iterdir())
