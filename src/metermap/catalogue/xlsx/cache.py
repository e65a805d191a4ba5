"""Workbooks that were read before, so that an unchanged one is not read twice.

An entry is named after the digest of all that it was made from: the workbook's octets, the program
that read it and the limits it was read with. It lies in a folder of the user and never in a
workspace, which may come from anybody. It ends in the digest of all before. Whatever is wrong with
an entry or the folder, the workbook is read as if there were none.
"""

from __future__ import annotations

import hashlib
import os
import stat
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from metermap import __version__
from metermap.catalogue.xlsx.stored import decode, encode
from metermap.catalogue.xlsx.workbook import Workbook
from metermap.core.digest import combined_digest, sha256_hex
from metermap.core.limits import Limits

__all__ = ["VARIABLE", "entry_name", "recall", "remember"]

VARIABLE = "METERMAP_CACHE"
"""The environment variable that names the folder; empty: nothing is remembered."""

_SUFFIX = ".cells"
_NEW = "new-"  # what a killed run leaves behind is forgotten in its turn
_KEPT = 20
_DIGEST = 64  # hexadecimal digits of SHA-256
_PIECE = 1 << 20
_ROOT = Path(__file__).parents[2]
_PROGRAM = ("catalogue/cells.py", "catalogue/container.py", "core/limits.py")


def entry_name(digest: str, limits: Limits) -> str:
    """Return the name of the entry for a workbook with this digest; empty if nothing is to be remembered."""
    if _folder() is None:
        return ""
    try:
        sources = [*(_ROOT / name for name in _PROGRAM), *sorted(Path(__file__).parent.glob("*.py"))]
        program = [(str(source.relative_to(_ROOT)), sha256_hex(source.read_bytes())) for source in sources]
    except OSError:  # the program runs from an archive, say: then nobody can tell its versions apart
        return ""
    parts = [("metermap", __version__), ("limits", repr(limits)), ("workbook", digest)]
    return combined_digest([*parts, *program])


def recall(name: str, file: str) -> Workbook | None:
    """Return the workbook of the entry `name`, quoted as `file`; None if there is no sound entry."""
    folder = _folder()
    if folder is None or not name:
        return None
    try:
        with _open(folder / f"{name}{_SUFFIX}") as stream:
            return decode(stream, file) if _is_sound(stream, name) else None
    except (OSError, ValueError):
        return None


def remember(name: str, book: Workbook) -> None:
    """Keep a workbook under `name`, and forget those that were kept long before."""
    folder = _folder()
    if not name or folder is None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder, name, book)
        _forget(folder)
    except (OSError, ValueError):
        return


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return base / "metermap" if base.is_absolute() else None


def _header(name: str) -> bytes:
    return f"metermap workbook 1 {name}\n".encode("ascii")


def _open(path: Path) -> BinaryIO:
    stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    status = os.fstat(stream.fileno())
    ours = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISREG(status.st_mode) or not ours:
        stream.close()
        message = "no entry of ours"
        raise ValueError(message)
    return stream


def _is_sound(stream: BinaryIO, name: str) -> bool:
    """Return whether the digest at the end is that of all before it; leave `stream` after the header."""
    digest = hashlib.sha256()
    left = os.fstat(stream.fileno()).st_size - _DIGEST
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
    found = stream.read(_DIGEST)
    stream.seek(0)
    return stream.readline(len(_header(name))) == _header(name) and found == digest.hexdigest().encode("ascii")


def _write(folder: Path, name: str, book: Workbook) -> None:
    new = folder / f"{_NEW}{os.urandom(8).hex()}"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    digest = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as stream:
            for line in chain((_header(name),), encode(book)):
                digest.update(line)
                stream.write(line)
            stream.write(digest.hexdigest().encode("ascii"))
        new.replace(folder / f"{name}{_SUFFIX}")
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _forget(folder: Path) -> None:
    found = [*folder.glob(f"*{_SUFFIX}"), *folder.glob(f"{_NEW}*")]
    found.sort(key=lambda entry: (-entry.stat().st_mtime_ns, entry.name))
    for entry in found[_KEPT:]:
        entry.unlink(missing_ok=True)
