"""Files out of a git repository as they were at a revision, by asking git, which runs nothing else meanwhile.

Objects are listed and read; nothing is checked out. So there are no hooks, filters, pagers, helpers for differences or
credentials, and what a partial clone lacks is not fetched. The repository may be anybody's: its configuration too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # what is started is git, with arguments that were looked at
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, Literal, TypeAlias

from metermap.core.limits import REVISION_FILES, REVISION_OCTETS
from metermap.core.text import one_line

__all__ = ["GitError", "Repository", "TreeFile", "find_repository"]

_WAIT_S: Final = 120.0
_LONGEST_LISTING: Final = 64_000_000  # octets
_LONGEST_WORDS: Final = 4_000  # of what git says, in octets
_LONGEST_NAME: Final = 255

# Variables by which a user says where git's own configuration is. All others could lead elsewhere: a hook has GIT_DIR.
_KEPT_VARIABLES: Final = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"})
_VARIABLES: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # GIT_NO_LAZY_FETCH is younger than many a git
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS: Final = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.askPass=", "credential.helper=")


class GitError(Exception):
    """What git was asked for cannot be had; the message says why, and what would do."""


Kind: TypeAlias = Literal["file", "folder", "link", "submodule"]


@dataclass(frozen=True, slots=True)
class TreeFile:
    """What stands at a path of a tree, as git has it; a submodule is a link to a commit of another repository."""

    path: str
    kind: Kind
    object: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, asked from a folder in it; `top` is the folder of its work tree, None if it has none."""

    folder: Path
    program: str
    top: Path | None

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a revision names.

        Raises:
            GitError: there is none, or git cannot say.
        """
        if not revision or revision.startswith("-") or "\0" in revision:
            message = f"{_quoted(revision)} is no git revision"
            raise GitError(message)
        try:
            found = self._ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
        except GitError as error:
            said = f": {error}" if str(error) else ""
            message = f"{_quoted(revision)} is no git revision in {_shown(self.folder)}{said}{self._advice()}"
            raise GitError(message) from error
        return _object_id(found, revision)

    def find(self, commit: str, path: str) -> TreeFile | None:
        """Return what stands at `path`, from the repository's top, at a commit; the top itself where it is empty.

        Raises:
            GitError: git cannot say.
        """
        if not path:
            tree = self._ask("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}").strip()
            return TreeFile("", "folder", _object_id(tree, commit))
        if "\0" in path:
            return None
        entries = self._ask("ls-tree", "-z", "--full-tree", commit, "--", path).split(b"\0")[:-1]
        found = (_tree_file(entry) for entry in entries)
        return next((file for file in found if file.path == path), None)

    def files(self, tree: str) -> tuple[TreeFile, ...]:
        """Return all that is below a tree, by paths from there.

        Raises:
            GitError: there is too much, or a path leads out of the tree, or through what is no folder.
        """
        listing = self._ask("ls-tree", "-r", "-z", "--full-tree", tree)
        entries = listing.split(b"\0")[:-1]
        if len(entries) > REVISION_FILES:
            raise GitError(_TOO_MANY)
        files = tuple(map(_tree_file, entries))
        _check_folders(files)
        return files

    def contents(self, objects: Iterable[str]) -> Iterator[bytes]:
        """Yield what files hold, in their order.

        Raises:
            GitError: one is not there, as in a partial clone, or together they are too large.
        """
        left = REVISION_OCTETS
        with self._started("cat-file", "--batch") as (process, words):
            into, out = _pipes(process)
            for identity in objects:
                into.write(f"{identity}\n".encode("ascii"))
                into.flush()
                size = _size(out.readline(_LONGEST_WORDS))
                if size is None:
                    raise GitError(_lacking(identity, process, words))
                if size > left:
                    raise GitError(_TOO_LARGE)
                left -= size
                data = out.read(size)
                if len(data) != size or out.read(1) != b"\n":
                    message = "git stopped while it was reading; run git fsck"
                    raise GitError(message)
                yield data

    def _advice(self) -> str:
        shallow = self._ask("rev-parse", "--is-shallow-repository").strip() == b"true"
        return "; this clone is shallow and lacks most revisions: git fetch --unshallow --tags" if shallow else ""

    def _ask(self, *arguments: str) -> bytes:
        """Return what git prints.

        Raises:
            GitError: it fails; the message is what it says, and empty if it says nothing.
        """
        with self._started(*arguments) as (process, words):
            _, out = _pipes(process)
            printed = out.read(_LONGEST_LISTING + 1)
            if len(printed) > _LONGEST_LISTING:
                raise GitError(_TOO_MANY)
            if process.wait() != 0:
                raise GitError(_ended(process, words))
        return printed

    @contextmanager
    def _started(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """Yield git at work, and what it says of faults: a file, for a pipe that nobody reads would hold it up."""
        settings = (part for setting in _SETTINGS for part in ("-c", setting))
        command = [self.program, "--no-pager", *settings, *arguments]
        words = tempfile.TemporaryFile()  # noqa: SIM115  (closed below, when git has ended)
        try:
            process = subprocess.Popen(  # noqa: S603  (git itself, and no shell)
                command,
                cwd=self.folder,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
            )
        except (OSError, ValueError) as error:
            words.close()
            message = f"git cannot be started in {_shown(self.folder)}: {one_line(str(error))}"
            raise GitError(message) from error
        clock = threading.Timer(_WAIT_S, process.kill)
        clock.start()
        try:
            yield process, words
        except OSError as error:
            message = f"git ended too early: {one_line(str(error))}"
            raise GitError(message) from error
        finally:
            clock.cancel()
            _end(process)
            words.close()


_TOO_MANY: Final = (
    f"there are more than {REVISION_FILES:,} files below; name the folder of the workspace, or compare a checkout"
)
_TOO_LARGE: Final = (
    f"the files have more than {REVISION_OCTETS:,} octets; name the folder of the workspace, or compare a checkout"
)


def find_repository(folder: Path) -> Repository:
    """Return the repository that a folder lies in.

    Raises:
        GitError: it lies in none, git is not installed, or it does not want to read there.
    """
    program = shutil.which("git")
    if program is None:
        message = "git is not installed, and revisions are read by it"
        raise GitError(message)
    here = Repository(folder, str(Path(program).absolute()), None)
    try:
        found = here._ask("rev-parse", "--is-inside-work-tree")  # noqa: SLF001  (of the same class, half made)
        top = here._ask("rev-parse", "--show-toplevel") if found.strip() == b"true" else b""  # noqa: SLF001
    except GitError as error:
        message = f"{_shown(folder)} lies in no git repository that can be read: {error}"
        raise GitError(message) from error
    return Repository(folder, here.program, Path(os.fsdecode(top.removesuffix(b"\n"))) if top else None)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT_VARIABLES}
    return {**kept, **_VARIABLES}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            try:
                stream.close()
            except OSError:
                continue  # what git had not read of its input is of no use any more
    process.wait()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        message = "git was started without pipes"
        raise RuntimeError(message)
    return process.stdin, process.stdout


def _object_id(found: bytes, asked: str) -> str:
    if not re.fullmatch(rb"[0-9a-f]{40}|[0-9a-f]{64}", found):
        message = f"{_quoted(asked)} does not name one thing in git"
        raise GitError(message)
    return found.decode("ascii")


_KINDS: Final[Mapping[bytes, Kind]] = {b"040000": "folder", b"120000": "link", b"160000": "submodule"}


def _tree_file(entry: bytes) -> TreeFile:
    """Return what a line of ``git ls-tree -r -z`` says.

    Raises:
        GitError: its path leads out of the tree, which git itself would not make.
    """
    head, _, name = entry.partition(b"\t")
    mode, _, identity = head.split(b" ")
    path = os.fsdecode(name)
    parts = name.split(b"/")
    if any(part in {b"", b".", b".."} or len(part) > _LONGEST_NAME for part in parts):
        message = f"there is a file whose path no folder can have: {_quoted(path)}; run git fsck"
        raise GitError(message)
    return TreeFile(path, _KINDS.get(mode, "file"), identity.decode("ascii"))


def _check_folders(files: Iterable[TreeFile]) -> None:
    """Check that each path is there once, and that what is above it is a folder, as only git itself makes them.

    Raises:
        GitError: a path is there twice, or below what is a file or a link.
    """
    paths: set[str] = set()
    for file in files:
        if file.path in paths:
            message = f"two entries are called {_quoted(file.path)}; run git fsck"
            raise GitError(message)
        paths.add(file.path)
    for path in paths:
        if above := next((above for above in map(str, PurePosixPath(path).parents) if above in paths), None):
            message = f"{_quoted(path)} is below {_quoted(above)}, which is no folder; run git fsck"
            raise GitError(message)


def _size(header: bytes) -> int | None:
    """Return the size that a header of ``git cat-file --batch`` tells; None if it is that of no file."""
    match header.split():
        case [_, b"blob", size]:
            return int(size)
    return None


def _lacking(identity: str, process: subprocess.Popen[bytes], words: IO[bytes]) -> str:
    """Return why the content of a file is not there; git ends itself where it would have to fetch it."""
    process.kill()
    process.wait()
    said = _said(words)
    message = f"git does not have the content {identity[:12]} of a file{f' ({said})' if said else ''}"
    return f"{message}; a partial clone lacks some, and nothing is fetched: git fetch --refetch, or compare a checkout"


def _ended(process: subprocess.Popen[bytes], words: IO[bytes]) -> str:
    """Return what git says of why it failed, or that it took too long and was ended."""
    said = _said(words)
    if process.returncode < 0:
        return f"git was ended, after {_WAIT_S:.0f} seconds at most{f' ({said})' if said else ''}; compare a checkout"
    return said


def _said(words: IO[bytes]) -> str:
    words.seek(0)
    return _words(words.read(_LONGEST_WORDS))


def _words(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return one_line(" ".join(line.removeprefix("fatal: ") for line in lines))


def _quoted(text: str) -> str:
    return one_line(f"{text!r:.100}")


def _shown(path: Path) -> str:
    return one_line(str(path))
