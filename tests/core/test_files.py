"""An output tree is all there or as it was, and nothing but metermap's own is ever replaced."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core import files as module
from metermap.core.files import MARKER, OutputRefusedError, read_manifest, write_tree

TREE = {"a.txt": b"one", "python/gb/__init__.py": b"two"}


def contents(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def beside(root: Path) -> list[str]:
    return sorted(path.name for path in root.parent.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build"


class TestWriting:
    def test_a_new_tree_holds_exactly_the_files_and_nothing_stays_beside_it(self, root: Path) -> None:
        write_tree(root, TREE)
        assert contents(root) == TREE
        assert beside(root) == ["build"]

    def test_a_second_tree_replaces_the_first_whole(self, root: Path) -> None:
        write_tree(root, TREE)
        write_tree(root, {"a.txt": b"changed", "c/new": b""})
        assert contents(root) == {"a.txt": b"changed", "c/new": b""}
        assert beside(root) == ["build"]

    def test_an_unchanged_file_keeps_its_time_and_a_changed_one_does_not(self, root: Path) -> None:
        write_tree(root, TREE)
        for path in TREE:
            os.utime(root / path, (1, 1))
        write_tree(root, TREE | {"a.txt": b"changed"})
        assert (root / "python/gb/__init__.py").stat().st_mtime == 1
        assert (root / "a.txt").stat().st_mtime > 1

    def test_a_file_that_the_user_linked_elsewhere_is_written_anew(self, root: Path, tmp_path: Path) -> None:
        write_tree(root, TREE)
        (tmp_path / "mine.txt").hardlink_to(root / "a.txt")
        write_tree(root, TREE)
        (tmp_path / "mine.txt").write_bytes(b"edited")
        assert contents(root) == TREE

    def test_files_to_keep_stay_as_they_are_and_are_listed(self, root: Path) -> None:
        write_tree(root, TREE)
        before = (root / "a.txt").stat()
        write_tree(root, {"new": b""}, keep=["a.txt"])
        after = (root / "a.txt").stat()
        assert contents(root) == {"a.txt": b"one", "new": b""}
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        manifest = read_manifest(root)
        assert manifest is not None
        assert manifest.intact(root)

    def test_a_file_to_keep_that_the_user_linked_elsewhere_becomes_a_copy(self, root: Path, tmp_path: Path) -> None:
        write_tree(root, TREE)
        (tmp_path / "mine.txt").hardlink_to(root / "a.txt")
        write_tree(root, {}, keep=["a.txt"])
        (tmp_path / "mine.txt").write_bytes(b"edited")
        assert contents(root) == {"a.txt": b"one"}

    def test_missing_parents_are_made(self, tmp_path: Path) -> None:
        write_tree(tmp_path / "x/y/build", TREE)
        assert contents(tmp_path / "x/y/build") == TREE

    def test_an_empty_folder_is_as_good_as_none(self, root: Path) -> None:
        root.mkdir()
        write_tree(root, TREE)
        assert contents(root) == TREE

    def test_caches_that_python_left_in_the_tree_do_not_stand_in_the_way(self, root: Path) -> None:
        write_tree(root, TREE)
        (root / "python/gb/__pycache__").mkdir()
        (root / "python/gb/__pycache__/x.pyc").write_bytes(b"")
        write_tree(root, TREE)
        assert contents(root) == TREE

    @given(st.dictionaries(st.from_regex(r"([a-z]{5,8}/){0,2}[a-z]{1,4}", fullmatch=True), st.binary(max_size=20)))
    def test_whatever_was_written_is_there_and_listed(
        self, tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
    ) -> None:
        root = tmp_path_factory.mktemp("tree") / "out"
        write_tree(root, files, inputs="0123")
        manifest = read_manifest(root)
        assert contents(root) == files
        assert manifest is not None
        assert manifest.inputs == "0123"
        assert sorted(manifest.files) == sorted(files)
        assert manifest.intact(root)


class TestMarker:
    def test_sha256sum_checks_a_tree(self, root: Path) -> None:
        write_tree(root, TREE)
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MARKER], cwd=root, check=True)

    @pytest.mark.parametrize("spoil", ["edit", "delete"])
    def test_a_changed_or_missing_file_shows(self, root: Path, spoil: str) -> None:
        write_tree(root, TREE)
        path = root / "a.txt"
        path.write_bytes(b"edited") if spoil == "edit" else path.unlink()
        manifest = read_manifest(root)
        assert manifest is not None
        assert not manifest.intact(root)

    def test_a_link_to_the_same_content_shows(self, root: Path, tmp_path: Path) -> None:
        write_tree(root, TREE)
        (root / "a.txt").rename(tmp_path / "a.txt")
        (root / "a.txt").symlink_to(tmp_path / "a.txt")
        manifest = read_manifest(root)
        assert manifest is not None
        assert not manifest.intact(root)

    @pytest.mark.parametrize("text", ["", "something else\n", "\x00\xff"])
    def test_a_foreign_marker_is_none(self, root: Path, text: str) -> None:
        root.mkdir()
        (root / MARKER).write_text(text, "latin-1")
        assert read_manifest(root) is None


class TestRefusals:
    """Nothing of the user's is touched: the tree before and after is the same."""

    def refused(self, root: Path, match: str) -> None:
        before = contents(root) if root.is_dir() else {}
        with pytest.raises(OutputRefusedError, match=match):
            write_tree(root, {"mine": b"new"})
        assert (contents(root) if root.is_dir() else {}) == before

    def test_a_file_to_keep_that_is_not_there(self, root: Path) -> None:
        write_tree(root, TREE)
        with pytest.raises(OutputRefusedError, match=r"lacks a file that was to stay: b\.txt"):
            write_tree(root, {}, keep=["a.txt", "b.txt"])
        assert contents(root) == TREE

    def test_a_file_to_keep_that_became_a_link(self, root: Path, tmp_path: Path) -> None:
        write_tree(root, TREE)
        (tmp_path / "secret").write_bytes(b"one")
        (root / "a.txt").unlink()
        (root / "a.txt").symlink_to(tmp_path / "secret")
        with pytest.raises(OutputRefusedError, match="lacks a file that was to stay"):
            write_tree(root, {}, keep=["a.txt"])

    def test_a_folder_that_metermap_did_not_make(self, root: Path) -> None:
        root.mkdir()
        (root / "thesis.docx").write_bytes(b"years of work")
        self.refused(root, "is not empty, and the marker file .metermap-output, .* is missing; remove the folder, or")

    def test_a_folder_with_somebody_elses_marker(self, root: Path) -> None:
        root.mkdir()
        (root / MARKER).write_bytes(b"not ours")
        self.refused(root, "the marker file .metermap-output, .* is not metermap's; .* choose another with --out")

    @pytest.mark.parametrize("path", ["notes.txt", "python/notes.txt", "empty/"])
    def test_something_of_the_users_inside_the_tree(self, root: Path, path: str) -> None:
        write_tree(root, TREE)
        target = root / path
        target.mkdir() if path.endswith("/") else target.write_bytes(b"mine")
        self.refused(root, "not metermap's: " + path)

    def test_a_link_inside_the_tree(self, root: Path, tmp_path: Path) -> None:
        write_tree(root, TREE)
        (tmp_path / "elsewhere").mkdir()
        (root / "link").symlink_to(tmp_path / "elsewhere")
        self.refused(root, "not metermap's: link")

    def test_a_link_in_place_of_the_folder(self, root: Path, tmp_path: Path) -> None:
        write_tree(tmp_path / "real", TREE)
        root.symlink_to(tmp_path / "real")
        self.refused(root, "symbolic link")

    def test_a_dangling_link(self, root: Path, tmp_path: Path) -> None:
        root.symlink_to(tmp_path / "nowhere")
        self.refused(root, "symbolic link")
        assert not (tmp_path / "nowhere").exists()

    def test_a_file_in_place_of_the_folder(self, root: Path) -> None:
        root.write_bytes(b"mine")
        self.refused(root, "is a file")
        assert root.read_bytes() == b"mine"

    def test_a_file_in_place_of_the_parent(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"mine")
        self.refused(tmp_path / "file/build", "cannot be written")

    def test_a_folder_without_permission(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Simulated: the superuser, whom tests may run as, is refused nowhere.
        def refusing(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        write_tree(root, TREE)
        monkeypatch.setattr(Path, "mkdir", refusing)
        self.refused(root, "cannot be written: Permission denied")


class TestFailuresInTheMiddle:
    @pytest.mark.parametrize("call", [1, 2])
    def test_a_failing_swap_leaves_the_old_tree(self, root: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
        write_tree(root, TREE)
        calls = 0
        rename = Path.rename

        def failing(self: Path, target: Path) -> Path:
            nonlocal calls
            calls += 1
            if calls == call:
                raise OSError(28, "No space left on device")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(OutputRefusedError, match="No space left"):
            write_tree(root, {"x": b""})
        assert contents(root) == TREE
        assert beside(root) == ["build"]

    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_a_failing_write_leaves_the_old_tree(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
    ) -> None:
        write_tree(root, TREE)

        def failing(*_: object) -> None:
            raise error

        monkeypatch.setattr(Path, "write_bytes", failing)
        with pytest.raises((OutputRefusedError, KeyboardInterrupt)):
            write_tree(root, {"x": b""})
        assert contents(root) == TREE
        assert beside(root) == ["build"]

    def test_what_a_killed_run_left_is_put_right_by_the_next(self, root: Path) -> None:
        write_tree(root, TREE)
        os.utime(root / "a.txt", (1, 1))
        root.rename(root.with_name(".build.metermap-old"))
        write_tree(root.with_name(".build.metermap-new"), {"half": b""})
        write_tree(root, TREE)
        assert contents(root) == TREE
        assert (root / "a.txt").stat().st_mtime == 1
        assert beside(root) == ["build"]

    def test_a_run_beside_another_fails_cleanly(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_tree(root, TREE)
        monkeypatch.setattr(module, "_LOCK_WAIT_S", 0.0)
        handle = os.open(root.parent, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with pytest.raises(OutputRefusedError, match="another run"):
                write_tree(root, {"x": b""})
        finally:
            os.close(handle)
        assert contents(root) == TREE


@pytest.mark.parametrize(
    "paths",
    [
        ["../x"],
        ["/etc/x"],
        ["a/../../x"],
        ["a\\x"],
        ["a//x"],
        ["./x"],
        [""],
        ["a/"],
        ["a\nx"],
        ["a\x00"],
        [MARKER],
        ["x" * 256],
        ["A", "a"],
        ["a", "a/b"],
        ["A/b", "a"],
    ],
)
def test_a_path_that_leaves_the_tree_or_meets_another_is_a_defect(root: Path, paths: list[str]) -> None:
    with pytest.raises(ValueError, match="path"):
        write_tree(root, dict.fromkeys(paths, b""))
    assert not root.exists()
