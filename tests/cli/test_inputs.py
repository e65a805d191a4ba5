"""The digest that tells a build whether it has anything to do."""

from pathlib import Path

import pytest

from metermap.core.files import write_tree
from metermap.inputs import inputs_digest


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "metermap.toml").write_text("name", "utf-8")
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/a.map").write_text("a", "utf-8")
    return tmp_path


@pytest.mark.parametrize("path", ["metermap.toml", "mappings/a.map", "mappings/b.map", "new.csv"])
def test_a_changed_or_new_file_changes_it(workspace: Path, path: str) -> None:
    before = inputs_digest(workspace)
    (workspace / path).write_text("changed", "utf-8")
    assert inputs_digest(workspace) != before


def test_a_removed_or_renamed_file_changes_it(workspace: Path) -> None:
    before = inputs_digest(workspace)
    (workspace / "mappings/a.map").rename(workspace / "mappings/b.map")
    renamed = inputs_digest(workspace)
    (workspace / "mappings/b.map").unlink()
    assert len({before, renamed, inputs_digest(workspace)}) == 3


def test_outputs_lock_files_and_hidden_folders_do_not(workspace: Path) -> None:
    before = inputs_digest(workspace)
    write_tree(workspace / "build", {"x": b""})
    write_tree(workspace / "another", {"x": b""})
    (workspace / ".git").mkdir()
    (workspace / ".git/HEAD").write_bytes(b"")
    (workspace / "~$smets2.xlsx").write_bytes(b"")
    (workspace / ".~lock.smets2.xlsx#").write_bytes(b"")
    assert inputs_digest(workspace) == before


def test_where_the_workspace_lies_does_not(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = inputs_digest(workspace)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "moved"
    workspace.rename(elsewhere)
    assert inputs_digest(elsewhere) == before
