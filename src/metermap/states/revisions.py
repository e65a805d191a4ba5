"""Taking a state out of a git revision, into a temporary folder from which it is read like any other.

Only what is asked for is taken: the folder of a workspace, a model and what stands beside it, or a workbook with the
files that say how to read it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from metermap.codegen.release.sums import FILE as SUMS
from metermap.core.exits import Exit
from metermap.core.findings import Findings
from metermap.core.git import GitError, Repository, TreeFile
from metermap.core.text import one_line
from metermap.core.workspace import FILE_NAME, Workspace, load_workspace
from metermap.inputs import named_files
from metermap.states.kinds import DOCUMENTS, is_workbook
from metermap.states.state import Located, StateError

__all__ = ["take"]

_POINTER: Final = b"version https://git-lfs.github.com/spec/"
_LONGEST_POINTER: Final = 1024
_NAMED_IN_NOTES: Final = 3


def take(repository: Repository, commit: str, path: str, into: Path) -> Located:
    """Take the state at `path`, from the repository's top, into the folder `into`; nothing is named after that folder.

    Raises:
        StateError: there is none, or it cannot be read as it is kept in git.
        GitError: git cannot say.
    """
    found = repository.find(commit, path)
    if found is None:
        message = (
            f"commit {commit[:12]} has no {_shown(path)}; paths go from the top of the repository, or begin with ./"
        )
        raise StateError(message)
    match found.kind:
        case "folder":
            return _take_folder(repository, commit, found, into)
        case "file" if PurePosixPath(path).suffix == ".toml":
            folder = repository.find(commit, posixpath.dirname(path))
            return _take_workspace(repository, folder or found, into, PurePosixPath(path).name)
        case "file" if is_workbook(path):
            beside = (str(parent / FILE_NAME) for parent in PurePosixPath(path).parents)
            return _take_files(repository, commit, [path, *beside], into)
        case "file":
            return _take_files(repository, commit, [path], into)
    kind = "a symbolic link" if found.kind == "link" else "another repository, a submodule"
    message = f"{_shown(path)} is {kind} there, and is not followed; name what it leads to"
    raise StateError(message)


def _take_folder(repository: Repository, commit: str, folder: TreeFile, into: Path) -> Located:
    if repository.find(commit, posixpath.join(folder.path, FILE_NAME)):
        return _take_workspace(repository, folder, into, "")
    names = [posixpath.join(folder.path, name) for name in DOCUMENTS]
    for name in names:
        if repository.find(commit, name):
            return _take_files(repository, commit, [name, posixpath.join(posixpath.dirname(name), SUMS)], into)
    message = f"{_shown(folder.path)} holds neither {FILE_NAME} nor {' nor '.join(DOCUMENTS)} at commit {commit[:12]}"
    message = f"{message}; name the folder of the workspace, as in v4.0:gb, or give it by --workspace"
    raise StateError(message)


def _take_files(repository: Repository, commit: str, paths: list[str], into: Path) -> Located:
    """Take single files, the first of which is the state; those that are not there are left out."""
    files = [file for path in paths if (file := repository.find(commit, path)) and file.kind == "file"]
    for file, data in zip(files, repository.contents(file.object for file in files), strict=True):
        if _is_pointer(data):
            raise _pointers([file.path])
        _write(into, file.path, data)
    return Located(into / paths[0], "", into)


def _take_workspace(repository: Repository, folder: TreeFile, into: Path, name: str) -> Located:
    files = repository.files(folder.object)
    taken = _Taken(into, files)
    pointers = list(taken.write_files(repository))
    left = tuple(taken.write_links(repository))
    workspace = load_workspace(into / name if name else into, Findings())
    if workspace is not None:  # else reading it tells why not
        _refuse_lacking(workspace, pointers, [file.path for file in files if file.kind == "submodule"])
    return Located(into / name if name else into, "", into, notes=tuple(_notes(left)))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A folder of a revision that is written into another one."""

    into: Path
    files: tuple[TreeFile, ...]

    def write_files(self, repository: Repository) -> Iterator[str]:
        """Write the files; yield the paths of those that stand for a content which is kept elsewhere."""
        plain = [file for file in self.files if file.kind == "file"]
        for file, data in zip(plain, repository.contents(file.object for file in plain), strict=True):
            _write(self.into, file.path, data)
            if _is_pointer(data):
                yield file.path

    def write_links(self, repository: Repository) -> Iterator[str]:
        """Make the links that lead straight to what was written; yield the paths of the others."""
        known = {file.path for file in self.files if file.kind == "file"}
        known |= {str(parent) for path in known for parent in PurePosixPath(path).parents}
        links = [file for file in self.files if file.kind == "link"]
        for file, data in zip(links, repository.contents(file.object for file in links), strict=True):
            target = os.fsdecode(data)
            if _leads_to(file.path, target) not in known:
                yield file.path
                continue
            with _taking(file.path):
                path = self.into / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                # A file system that takes two names for one may have made a folder of another link.
                if path.parent.resolve() != path.parent:
                    message = f"{_shown(file.path)} is below a symbolic link"
                    raise GitError(message)
                path.symlink_to(target)


def _leads_to(link: str, target: str) -> str | None:
    """Return the path that a link leads to, from the folder that is taken; None if it leaves it, or winds."""
    parts = [part for part in target.split("/") if part not in {"", "."}]
    climbs = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    folder = PurePosixPath(link).parent.parts
    if not target or target.startswith("/") or "\0" in target or ".." in parts[climbs:] or climbs > len(folder):
        return None
    return str(PurePosixPath(*folder[: len(folder) - climbs], *parts[climbs:]))


def _write(into: Path, name: str, data: bytes) -> None:
    with _taking(name):
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(data)


@contextmanager
def _taking(name: str) -> Iterator[None]:
    """Turn a refusal of the system into an error of git's: no folder has such a file, or has it beside the others.

    Raises:
        GitError: the system refuses.
    """
    try:
        yield
    except OSError as error:
        message = f"{_shown(name)} cannot be taken out of git: {error.strerror or error}"
        raise GitError(message) from error


def _is_pointer(data: bytes) -> bool:
    return len(data) < _LONGEST_POINTER and data.startswith(_POINTER)


def _refuse_lacking(workspace: Workspace, pointers: list[str], submodules: list[str]) -> None:
    """Refuse a workspace that reads what git does not keep in this repository.

    Raises:
        StateError: it does.
    """
    files, patterns = named_files(workspace)
    read = {*files, *workspace.files_of(*patterns)}
    if lacking := sorted(read.intersection(pointers)):
        raise _pointers(lacking)
    folders = [_fixed_part(pattern) for pattern in (*files, *patterns)]
    for name in submodules:
        if any(_meet(PurePosixPath(name), folder) for folder in folders):
            message = (
                f"the workspace may read from {_shown(name)}, which is another repository, a submodule, and is not"
            )
            message = f"{message} read from git; compare a checkout"
            raise StateError(message, Exit.INPUT)


def _fixed_part(pattern: str) -> PurePosixPath:
    """Return the folder below which a pattern finds files."""
    parts = PurePosixPath(pattern).parts
    first = next((number for number, part in enumerate(parts) if set(part) & set("*?[")), len(parts))
    return PurePosixPath(*parts[:first])


def _meet(one: PurePosixPath, other: PurePosixPath) -> bool:
    return one == other or one in other.parents or other in one.parents


def _pointers(paths: list[str]) -> StateError:
    message = f"{_listed(paths)} {'is' if len(paths) == 1 else 'are'} kept in Git LFS, from which nothing is fetched"
    return StateError(f"{message}; compare a checkout, such as one of git worktree", Exit.INPUT)


def _notes(left: tuple[str, ...]) -> Iterator[str]:
    if left:
        yield f"symbolic links that do not lead straight to a file of the workspace are left out: {_listed(list(left))}"


def _listed(paths: list[str]) -> str:
    more = len(paths) - _NAMED_IN_NOTES
    shown = ", ".join(map(_shown, paths[:_NAMED_IN_NOTES]))
    return f"{shown} and {more} more" if more > 0 else shown


def _shown(path: str) -> str:
    return one_line(path) or "the top folder"
