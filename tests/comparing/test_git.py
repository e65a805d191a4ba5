"""Reading a git repository that may be anybody's: what is there is read, and nothing is run, written or fetched."""

import os
import shutil
from pathlib import Path

import pytest

from metermap.core import git
from metermap.core.git import GitError, find_repository
from tests.comparing.small import Repository, repository, write
from tests.tools import require_tool

FILE, FOLDER, LINK, SUBMODULE = "100644", "40000", "120000", "160000"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = repository(tmp_path / "repository")
    write(made.root, {"a.txt": "first\n", "below/b.txt": "second\n"})
    made.commit("v1")
    return made


def contents(repo: Repository, commit: str, path: str = "") -> dict[str, bytes]:
    """Return all files below a path, as they are read."""
    found = find_repository(repo.root)
    tree = found.find(found.commit(commit), path)
    assert tree is not None
    files = found.files(tree.object)
    return dict(zip((file.path for file in files), found.contents(file.object for file in files), strict=True))


def test_files_are_read_as_they_were_committed(repo: Repository) -> None:
    write(repo.root, {"a.txt": "changed since\n"})
    assert contents(repo, "v1") == {"a.txt": b"first\n", "below/b.txt": b"second\n"}
    assert contents(repo, "v1", "below") == {"b.txt": b"second\n"}


def test_a_repository_is_found_from_a_folder_in_it(repo: Repository) -> None:
    found = find_repository(repo.root / "below")
    assert found.top == repo.root
    assert found.find(found.commit("v1"), "below/b.txt") is not None
    assert found.find(found.commit("v1"), "b.txt") is None


def test_names_may_hold_whatever_a_file_system_allows(repo: Repository) -> None:
    names = ["with blank", "line\nbreak", "*.txt", ":(top)a.txt", "ä", "\udcff", 'quo"te', "back\\slash"]
    for name in names:
        (repo.root / name).write_bytes(os.fsencode(name))
    repo.commit("v2")
    assert {name: contents(repo, "v2")[name] for name in names} == {name: os.fsencode(name) for name in names}
    found = find_repository(repo.root)
    for name in names:
        file = found.find(found.commit("v2"), name)
        assert file is not None
        assert file.path == name


@pytest.mark.parametrize("spelling", ["HEAD", "main", "v1^{}", "HEAD^{/A state}", "@", "main@{0}"])
def test_a_revision_is_spelled_as_in_git(repo: Repository, spelling: str) -> None:
    assert find_repository(repo.root).commit(spelling) == repo.git("rev-parse", "HEAD")


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "nosuch",
        "--all",
        "-n1",
        "--output=x",
        "HEAD..HEAD",
        "^HEAD",
        "HEAD^{tree}",
        ":a.txt",
        "a\0b",
        "HEAD v1",
        "*",
    ],
)
def test_what_names_no_commit_is_refused(repo: Repository, spelling: str) -> None:
    with pytest.raises(GitError) as caught:
        find_repository(repo.root).commit(spelling)
    assert "git" in str(caught.value)
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", "a.txt", "below"]


def test_a_folder_outside_any_repository_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_tool("git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path))  # a hook's, which must not lead astray
    with pytest.raises(GitError, match="lies in no git repository that can be read: not a git repository"):
        find_repository(tmp_path)


def test_without_git_the_message_says_so(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git is not installed"):
        find_repository(repo.root)


def test_a_shallow_clone_is_told_how_to_get_more(repo: Repository, tmp_path: Path) -> None:
    repo.commit("v2")
    repo.git("clone", "-q", "--depth=1", "--no-tags", f"file://{repo.root}", str(tmp_path / "shallow"))
    with pytest.raises(GitError, match=r"this clone is shallow .* git fetch --unshallow --tags"):
        find_repository(tmp_path / "shallow").commit("v1")


def test_a_bare_repository_has_no_work_tree(repo: Repository, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--bare", str(repo.root), str(tmp_path / "bare"))
    assert contents(Repository(tmp_path / "bare"), "v1", "below") == {"b.txt": b"second\n"}
    assert find_repository(tmp_path / "bare").top is None


def test_links_and_other_repositories_are_told_apart_from_files(repo: Repository) -> None:
    (repo.root / "link").symlink_to("a.txt")
    repo.commit()
    inner = repo.git("rev-parse", "HEAD")
    commit = repo.plant([(LINK, repo.blob(b"a.txt"), "link"), (SUBMODULE, inner, "other")])
    found = find_repository(repo.root)
    kinds = {path: file.kind for path in ("link", "other") if (file := found.find(commit, path))}
    assert kinds == {"link": "link", "other": "submodule"}


@pytest.mark.parametrize("name", ["..", ".", "../../escaped", "/absolute", "a//b", "x" * 300])
def test_a_path_that_no_folder_has_is_refused(repo: Repository, name: str) -> None:
    commit = repo.plant([(FILE, repo.blob(b"evil"), name)])
    with pytest.raises(GitError, match="whose path no folder can have"):
        contents(repo, commit)


def test_a_tree_that_is_a_link_as_well_is_refused(repo: Repository) -> None:
    """What stands below it would be written through the link, and lead out of the folder that is taken."""
    link = repo.blob(b"../../top")
    inner = repo.git("rev-parse", f"{repo.plant([(LINK, repo.blob(b'../../../etc/hostname'), 'c.map')])}^{{tree}}")
    twice = repo.plant([(LINK, link, "a"), (FOLDER, inner, "a")])
    with pytest.raises(GitError, match=r"'a/c\.map' is below 'a', which is no folder"):
        contents(repo, twice)
    same = repo.plant([(FILE, repo.blob(b"one"), "a"), (FILE, repo.blob(b"two"), "a")])
    with pytest.raises(GitError, match="two entries are called 'a'"):
        contents(repo, same)


def test_objects_are_not_replaced_by_others(repo: Repository) -> None:
    blob = repo.git("rev-parse", "v1:a.txt")
    repo.git("replace", blob, repo.blob(b"another"))
    assert contents(repo, "v1")["a.txt"] == b"first\n"


def shim(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program before git that does something else as well."""
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script.format(git=shutil.which('git'))}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


def test_warnings_without_end_do_not_hold_git_up(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim(tmp_path, 'head -c 300000 /dev/zero >&2\nexec {git} "$@"', monkeypatch)
    assert contents(repo, "v1")["a.txt"] == b"first\n"


def test_git_that_takes_too_long_is_said_to_have_been_ended(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim(tmp_path, "exec sleep 60", monkeypatch)
    monkeypatch.setattr(git, "_WAIT_S", 0.2)
    with pytest.raises(GitError, match="git was ended, after 0 seconds at most"):
        find_repository(repo.root)


def test_a_tree_that_grows_without_end_is_refused(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    for _ in range(12):  # each holds the one before ten times: a million million files in a few octets
        listing = b"".join(f"40000 d{number}".encode() + b"\0" + bytes.fromhex(tree) for number in range(10))
        tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", data=listing)
    monkeypatch.setattr(git, "_LONGEST_LISTING", 1_000_000)
    with pytest.raises(GitError, match="more than 50,000 files"):
        find_repository(repo.root).files(tree)


def test_more_octets_than_the_limit_are_refused(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "REVISION_OCTETS", 10)
    with pytest.raises(GitError, match="octets"):
        contents(repo, "v1")


def script(folder: Path) -> tuple[Path, Path]:
    """Return a program that leaves a mark if anybody runs it, and the mark."""
    mark, program = folder / "mark", folder / "evil"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n", "utf-8")
    program.chmod(0o755)
    return program, mark


def test_nothing_that_a_repository_configures_is_run(repo: Repository, tmp_path: Path) -> None:
    program, mark = script(tmp_path)
    write(repo.root, {".gitattributes": "* filter=evil diff=evil\n"})
    commit = repo.commit("v2")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.sshCommand",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.process",
        "pager.ls-tree",
        "pager.cat-file",
        "alias.cat-file",
        "gpg.program",
        "uploadpack.packObjectsHook",
    ):
        repo.git("config", key, str(program))
    repo.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        shutil.copy(program, tmp_path / "hooks" / hook)
    before = sorted(path for path in (repo.root / ".git").rglob("*"))
    assert contents(repo, commit)["a.txt"] == b"first\n"
    assert not mark.exists()
    assert sorted(path for path in (repo.root / ".git").rglob("*")) == before


def test_what_a_partial_clone_lacks_is_not_fetched(repo: Repository, tmp_path: Path) -> None:
    program, mark = script(tmp_path)
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{repo.root}", str(partial))
    Repository(partial).git("config", "remote.origin.uploadpack", str(program))
    with pytest.raises(
        GitError, match=r"does not have the content .* a partial clone lacks some, and nothing is fetched"
    ):
        contents(Repository(partial), "v1")
    assert not mark.exists()


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    for name, value in {"GIT_DIR": other.root / ".git", "GIT_INDEX_FILE": "nosuch", "GIT_WORK_TREE": "/"}.items():
        monkeypatch.setenv(name, str(value))
    program, mark = script(tmp_path)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program))
    assert find_repository(repo.root).top == repo.root
    assert find_repository(repo.root).commit("v1")
    assert not mark.exists()
