"""Finding what the name of a state means: a path, an edition of a workspace, or a git revision, in this order."""

from __future__ import annotations

import posixpath
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from metermap.core.edition_ladder import EditionLadder, edition_label
from metermap.core.exits import Exit
from metermap.core.findings import Findings
from metermap.core.git import GitError, Repository, find_repository
from metermap.core.text import one_line
from metermap.core.workspace import FILE_NAME, load_workspace
from metermap.states.kinds import is_workspace
from metermap.states.releases import find_release
from metermap.states.revisions import take
from metermap.states.state import Located, StateError

__all__ = ["Finder"]

_GIT: Final = "git:"


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds states; what it takes out of git is there until `stack` closes.

    `workspace` is the folder of a workspace, or its metermap.toml, that the user named beside the two states; None if
    none was named.
    """

    stack: ExitStack
    workspace: Path | None = None

    def pair(self, old: str, new: str) -> tuple[Located, Located]:
        """Return where two states lie.

        Raises:
            StateError: one is not there, or could be several things.
        """
        return self._find(old, self._beside(new)), self._find(new, self._beside(old))

    def against(self, release: str, workspace: Path) -> tuple[Located, Located]:
        """Return where a release of the workspace lies, or whatever else is named in its place, and the workspace.

        Raises:
            StateError: as `pair`; or `workspace` is none.
        """
        if not is_workspace(workspace):
            message = (
                f"{_shown(str(workspace))} holds no {FILE_NAME}; name the workspace that is held against a release"
            )
            raise StateError(message)
        folder = _folder(workspace)
        located = find_release(folder, release) or self._find(release, folder)
        return located, Located(workspace, one_line(str(workspace)))

    def _beside(self, other: str) -> Path:
        """Return the folder of the workspace whose states are named: what the user says, else the other state's."""
        if self.workspace is not None:
            return _folder(self.workspace)
        named = (Path(other), Path(other.rpartition("@")[0]))
        return next((_folder(path) for path in named if str(path) != "." and is_workspace(path)), Path())

    def _find(self, text: str, beside: Path) -> Located:
        forced = text.startswith(_GIT)
        if text and not forced and _is_there(Path(text)):
            return Located(Path(text), one_line(text))
        if not forced and (edition := self._edition(text, beside)):
            return edition
        try:
            return self._revision(text.removeprefix(_GIT), beside)
        except GitError as error:
            tried = "" if forced else f"is no file or folder, no edition{_known(text, beside)}, and "
            message = f"{text!r:.100} {tried}cannot be read from git: {error}"
            raise StateError(one_line(message)) from error

    def _edition(self, text: str, beside: Path) -> Located | None:
        """Return the edition that ``WORKSPACE@NAME`` or ``@NAME`` names; None if there is no such workspace or edition.

        Raises:
            StateError: the workspace cannot be read, so that nobody can say.
        """
        head, at, name = text.rpartition("@")
        path = Path(head) if head else beside
        if not at or not name or not is_workspace(path):
            return None
        findings = Findings()
        workspace = load_workspace(path, findings)
        if workspace is None:
            message = f"{_shown(str(path))} cannot be read as a workspace, so its editions are not known"
            raise StateError(message, Exit.USAGE, findings.sorted())
        names = (workspace.edition, *(entry.name for entry in workspace.editions))
        found = next((known for known in names if _means(name, known, workspace.ladder)), _numbered(name, names))
        if found is None:
            return None
        return Located(path, one_line(text), edition="" if found == workspace.edition else found)

    def _revision(self, text: str, beside: Path) -> Located:
        """Return the state at ``REV:PATH``, or at ``REV`` where the workspace `beside` lies.

        Raises:
            GitError: git does not know the revision.
            StateError: nothing that can be read is there.
        """
        revision, path = _parted(text)
        repository = _repository(beside) if path is None else _nearest_repository(beside)
        commit = repository.commit(revision)
        inside = _path_of(beside, repository) if path is None else _normal(path, repository)
        into = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="metermap-"))).resolve()
        try:
            located = take(repository, commit, inside, into)
        except GitError as error:
            message = one_line(f"{text}: {error}")
            raise StateError(message, Exit.INPUT) from error
        except StateError as error:
            message = one_line(f"{text}: {error}")
            raise StateError(message, error.exit) from error
        return replace(located, shown=f"{one_line(text)} (commit {commit[:12]})")


def _means(text: str, name: str, ladder: EditionLadder) -> bool:
    """Return whether a text means the edition of that name: the name, its label, or what the ladder knows it by."""
    same_rung = ladder.knows(text) and not ladder.before(text, name) and not ladder.before(name, text)
    return bool(name) and (same_rung or text in {name, edition_label(name)})


def _numbered(text: str, names: Iterable[str]) -> str | None:
    """Return the edition in whose name a text is the number, if there is but one: ``4.x`` of ``GBCS 4.x``."""
    found = [name for name in names if text in name.split()[1:] and any(map(str.isdigit, text))]
    return found[0] if len(found) == 1 else None


def _known(text: str, beside: Path) -> str:
    """Return the editions that there are, where an edition of a workspace may have been meant."""
    head, at, _ = text.rpartition("@")
    path = Path(head) if head else beside
    workspace = load_workspace(path, Findings()) if at and is_workspace(path) else None
    if workspace is None:
        return ""
    names = [*(entry.name for entry in workspace.editions), workspace.edition]
    return f" of {_shown(str(path))} (which has {', '.join(filter(None, names)) or 'none with a name'})"


def _parted(text: str) -> tuple[str, str | None]:
    """Return revision and path of ``REV:PATH``; no path where there is no colon. One in braces belongs to REV."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ":" and depth <= 0:
            return text[:place], text[place + 1 :]
    return text, None


def _nearest_repository(beside: Path) -> Repository:
    """Return the repository of the current folder, as git would; else that of a workspace."""
    try:
        return _repository(Path())
    except GitError:
        return _repository(beside)


def _repository(folder: Path) -> Repository:
    return find_repository(folder.resolve())


def _path_of(folder: Path, repository: Repository) -> str:
    """Return where a folder stands in the work tree of its repository.

    Raises:
        StateError: the repository has none.
    """
    if repository.top is None:
        message = "this repository has no work tree, so that a revision needs a path: REV:PATH"
        raise StateError(message)
    return _under(folder.resolve(), repository.top)


def _normal(path: str, repository: Repository) -> str:
    """Return a path as git spells it, from the repository's top.

    Raises:
        StateError: it leads out of the repository.
    """
    if path in {".", ".."} or path.startswith(("./", "../")):
        if repository.top is None:
            message = f"{path!r:.100} begins at a folder of the work tree, and this repository has none"
            raise StateError(message)
        return _under(Path(posixpath.normpath(Path.cwd() / path)), repository.top)
    normal = posixpath.normpath(path) if path else "."
    if normal.startswith(("/", "../")) or normal == "..":
        message = f"{path!r:.100} leads out of the repository; paths go from its top, or begin with ./"
        raise StateError(message)
    return "" if normal == "." else normal


def _under(path: Path, top: Path) -> str:
    if not path.is_relative_to(top):
        message = f"{_shown(str(path))} lies outside the repository {_shown(str(top))}"
        raise StateError(message)
    inside = path.relative_to(top).as_posix()
    return "" if inside == "." else inside


def _folder(workspace: Path) -> Path:
    return workspace if workspace.is_dir() else workspace.parent


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False  # too long for a path, or with a character that none has


def _shown(text: str) -> str:
    return one_line(text)
