"""Writing an output tree: all of it or nothing, and never over what metermap did not make.

A tree is built beside its target and swapped in, so a reader sees the old tree or the new one. A
marker file in it lists what was written, in the format of sha256sum. From the marker the next run
knows which files are metermap's own, and whether they still are as written.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from metermap.core.digest import sha256_hex
from metermap.core.text import one_line

__all__ = [
    "MARKER",
    "Manifest",
    "OutputRefusedError",
    "check_paths",
    "locked",
    "read_manifest",
    "write_once",
    "write_tree",
]

MARKER = ".metermap-output"

_HEADER = "# Written by metermap, which replaces these files. sha256sum -c checks them."
_INPUTS = "# inputs "
_LOCK_WAIT_S = 10.0
_LOCK_POLL_S = 0.05
_NAME_BYTES = 255
# What other programs leave behind in a tree that they only use, and make again when it is gone.
_CACHES = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})


class OutputRefusedError(Exception):
    """The output folder cannot be written, or must not be; the old tree is intact."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a marker says: the digest of what the tree was made from, and of each file in it."""

    inputs: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def intact(self, root: Path) -> bool:
        """Return whether every file of the tree is there and as it was written."""
        return all(_digest_or_none(root / path) == digest for path, digest in self.files.items())

    def spoilt(self, root: Path) -> frozenset[str]:
        """Return the files of the tree that are gone, or not as they were written."""
        return frozenset(path for path, digest in self.files.items() if _digest_or_none(root / path) != digest)


def read_manifest(root: Path) -> Manifest | None:
    """Return what the marker in `root` says; None without a marker that metermap could have written."""
    try:
        lines = (root / MARKER).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    if lines[:1] != [_HEADER]:
        return None
    inputs = next((line.removeprefix(_INPUTS) for line in lines if line.startswith(_INPUTS)), "")
    entries = (line.partition("  ") for line in lines if not line.startswith("#"))
    return Manifest(inputs, {path: digest for digest, _, path in entries})


def write_tree(root: Path, files: Mapping[str, bytes], *, inputs: str = "", keep: Collection[str] = ()) -> None:
    """Make `root` hold exactly these files, or leave it as it is.

    `files` maps relative POSIX paths to contents. `inputs` is a digest of what they were made from,
    kept in the marker. `keep` are files of the tree as it is that stay, whatever they hold: they are not
    read. A file that stays, or whose content does not change, keeps its inode and its time of modification.

    Raises:
        OutputRefusedError: `root` is a symbolic link, or holds a file or folder that metermap did
            not make, or lacks one to keep; another run is writing it; or the system refuses to write.
        ValueError: a path is absolute, leaves `root`, or meets another one; a defect of the caller.
    """
    check_paths((*files, *keep))
    # The parent may be reached through links; what must be no link is the tree's own folder.
    root = root.parent.resolve() / root.name if root.name not in {"", ".."} else root.resolve()
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with locked(root.parent):
            _recover(root)
            _refuse_foreign(root)
            _replace(root, files, inputs, _kept(root, keep))
    except OSError as error:
        message = f"{one_line(str(root))} cannot be written: {error.strerror or error}"
        raise OutputRefusedError(message) from error


def write_once(root: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder `root`, which must not be there, with exactly these files, or leave nothing of it.

    It gets no marker: what metermap writes later never replaces it, and its files are inputs like others.

    Raises:
        OutputRefusedError: something of that name is there; another run is writing beside it; or the system refuses.
        ValueError: see `check_paths`.
    """
    check_paths(files)
    root = root.parent.resolve() / root.name
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with locked(root.parent):
            new = _beside(root, "new")
            if new.is_dir():
                shutil.rmtree(new)
            if os.path.lexists(root):
                message = f"{one_line(str(root))} is there already, and is never written twice"
                raise OutputRefusedError(message)
            try:
                _fill(new, root, files, ())
                new.rename(root)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
    except OSError as error:
        message = f"{one_line(str(root))} cannot be written: {error.strerror or error}"
        raise OutputRefusedError(message) from error


def check_paths(files: Iterable[str]) -> None:
    """Check that all these can be the files of one tree.

    Raises:
        ValueError: a path is absolute, leaves the tree, cannot be a name on some disk, or meets another one.
    """
    files = tuple(files)
    folders = {str(parent).casefold() for path in files for parent in PurePosixPath(path).parents}
    seen: set[str] = set()
    for path in files:
        parts = path.split("/")
        plain = path.isprintable() and "\\" not in path and not any(part in {"", ".", ".."} for part in parts)
        short = all(len(part.encode("utf-8", "surrogatepass")) <= _NAME_BYTES for part in parts)
        if not plain or not short or path == MARKER:
            message = f"not a path inside an output folder: {path!r}"
            raise ValueError(message)
        # Names that differ in case only are one file on many a disk.
        if path.casefold() in seen or path.casefold() in folders:
            message = f"two outputs claim the path {path!r}"
            raise ValueError(message)
        seen.add(path.casefold())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs of metermap from writing in a folder.

    Raises:
        OutputRefusedError: one is writing there, and does not come to its end.
        OSError: there is no such folder.
    """
    # The folder itself is locked: no lock file stays behind, and a killed run frees the lock.
    handle = os.open(folder, os.O_RDONLY)
    try:
        _wait_for_lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _wait_for_lock(handle: int, folder: Path) -> None:
    end = time.monotonic() + _LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                message = f"another run of metermap is writing in {one_line(str(folder))}; try again when it is done"
                raise OutputRefusedError(message) from None
            time.sleep(_LOCK_POLL_S)
        else:
            return


def _beside(root: Path, what: str) -> Path:
    return root.with_name(f".{root.name}.metermap-{what}")


def _recover(root: Path) -> None:
    """Clear up after a run that was killed: an old tree not yet replaced comes back."""
    old, new = _beside(root, "old"), _beside(root, "new")
    if old.is_dir() and not os.path.lexists(root):
        old.rename(root)
    for left in (old, new):
        if left.is_dir():
            shutil.rmtree(left)


def _refuse_foreign(root: Path) -> None:
    if not os.path.lexists(root):
        return
    shown = one_line(str(root))
    if root.is_symlink():
        message = f"{shown} is a symbolic link; name the folder itself"
        raise OutputRefusedError(message)
    if not root.is_dir():
        message = f"{shown} is a file, not a folder"
        raise OutputRefusedError(message)
    manifest = read_manifest(root)
    own = manifest.files if manifest else {}
    foreign = sorted(path for path in _walk(root) if path not in own and path != MARKER)
    if manifest is None and (foreign or (root / MARKER).exists()):
        fault = "is not metermap's" if os.path.lexists(root / MARKER) else "is missing"
        message = (
            f"{shown} is not empty, and the marker file {MARKER}, by which metermap knows its own output, {fault}; "
            "remove the folder, or choose another with --out"
        )
        raise OutputRefusedError(message)
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        message = f"{shown} holds a file that is not metermap's: {one_line(foreign[0])}{more}; move it elsewhere"
        raise OutputRefusedError(message)


def _walk(root: Path) -> Iterator[str]:
    """Yield the relative path of all that is no folder, and of a link or empty folder, caches left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _CACHES]
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        if here != root and not folders and not names and not any(here.iterdir()):
            yield here.relative_to(root).as_posix() + "/"
        for name in (*links, *names):
            yield (here / name).relative_to(root).as_posix()


def _kept(root: Path, keep: Collection[str]) -> dict[str, str]:
    """Return the digests of the files to keep, as the marker has them."""
    manifest = read_manifest(root)
    known = manifest.files if manifest else {}
    if lacking := sorted(path for path in keep if path not in known or not _is_plain(root / path)):
        message = f"{one_line(str(root))} lacks a file that was to stay: {one_line(lacking[0])}; make it anew"
        raise OutputRefusedError(message)
    return {path: known[path] for path in keep}


def _replace(root: Path, files: Mapping[str, bytes], inputs: str, kept: Mapping[str, str]) -> None:
    old, new = _beside(root, "old"), _beside(root, "new")
    try:
        _fill(new, root, files, kept)
        digests = {path: sha256_hex(content) for path, content in files.items()} | dict(kept)
        lines = [_HEADER, f"{_INPUTS}{inputs}", *(f"{digest}  {path}" for path, digest in sorted(digests.items()))]
        (new / MARKER).write_text("\n".join(lines) + "\n", "utf-8")
        if root.exists():
            root.rename(old)
        new.rename(root)
    except BaseException:
        _recover(root)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _fill(new: Path, root: Path, files: Mapping[str, bytes], kept: Iterable[str]) -> None:
    new.mkdir()
    for folder in sorted({PurePosixPath(path).parent for path in (*files, *kept)}):
        (new / folder).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        if not _keep(root / path, new / path, content):
            (new / path).write_bytes(content)
    for path in kept:
        if not _keep(root / path, new / path):
            shutil.copyfile(root / path, new / path)


def _keep(old: Path, new: Path, content: bytes | None = None) -> bool:
    """Take the old file over, with its time of modification, if it holds the content; None: whatever it holds."""
    try:
        status = old.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            return False
        if content is not None and (status.st_size != len(content) or old.read_bytes() != content):
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _digest_or_none(path: Path) -> str | None:
    try:
        return sha256_hex(path.read_bytes()) if not path.is_symlink() else None
    except OSError:
        return None
