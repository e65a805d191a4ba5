"""What was made before, kept in a folder of the user so that it is not made twice.

An entry is named after the digest of all that it was made from, and ends in the digest of all before. The folder is
the user's and never a workspace's, which may come from anybody. Whatever is wrong with an entry or the folder, there is
none.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

__all__ = ["VARIABLE", "Store", "is_kept"]

VARIABLE = "METERMAP_CACHE"
"""The environment variable that names the folder; empty: nothing is remembered."""

_NEW = "new-"  # what a killed run leaves behind is forgotten in its turn
_DIGEST = 64  # hexadecimal digits of SHA-256
_PIECE = 1 << 20


def is_kept() -> bool:
    """Return whether there is a folder to keep anything in."""
    return _folder() is not None


@dataclass(frozen=True, slots=True)
class Store:
    """Entries of one kind: `title` begins each file, `suffix` ends its name, and the last `kept` ones are kept."""

    title: str
    suffix: str
    kept: int = 20

    def open(self, name: str) -> BinaryIO | None:
        """Return the entry `name`, a stream behind its title and with the digest at its end; None if none is sound."""
        folder = _folder()
        if folder is None or not name:
            return None
        try:
            stream = _open(folder / f"{name}{self.suffix}")
        except (OSError, ValueError):
            return None
        try:
            if self._is_sound(stream, name):
                return stream
        except (OSError, ValueError):
            pass
        stream.close()
        return None

    def read(self, name: str) -> bytes | None:
        """Return what was kept under `name`; None if there is no sound entry."""
        stream = self.open(name)
        if stream is None:
            return None
        with stream:
            return stream.read()[:-_DIGEST]

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep an entry, and forget those that were kept long before."""
        folder = _folder()
        if not name or folder is None:
            return
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(folder, name, pieces)
            self._forget(folder)
        except (OSError, ValueError):
            return

    def _header(self, name: str) -> bytes:
        return f"{self.title} {name}\n".encode("ascii")

    def _is_sound(self, stream: BinaryIO, name: str) -> bool:
        """Return whether the digest at the end is that of all before it; leave `stream` after the header."""
        digest, header = hashlib.sha256(), self._header(name)
        left = os.fstat(stream.fileno()).st_size - _DIGEST
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
        found = stream.read(_DIGEST)
        stream.seek(0)
        return stream.readline(len(header)) == header and found == digest.hexdigest().encode("ascii")

    def _write(self, folder: Path, name: str, pieces: Iterable[bytes]) -> None:
        new = folder / f"{_NEW}{os.urandom(8).hex()}"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        digest = hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as stream:
                for line in chain((self._header(name),), pieces):
                    digest.update(line)
                    stream.write(line)
                stream.write(digest.hexdigest().encode("ascii"))
            new.replace(folder / f"{name}{self.suffix}")
        except BaseException:
            new.unlink(missing_ok=True)
            raise

    def _forget(self, folder: Path) -> None:
        found = [*folder.glob(f"*{self.suffix}"), *folder.glob(f"{_NEW}*")]
        found.sort(key=lambda entry: (-entry.stat().st_mtime_ns, entry.name))
        for entry in found[self.kept :]:
            entry.unlink(missing_ok=True)


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return base / "metermap" if base.is_absolute() else None


def _open(path: Path) -> BinaryIO:
    stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    status = os.fstat(stream.fileno())
    ours = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISREG(status.st_mode) or not ours:
        stream.close()
        message = "no entry of ours"
        raise ValueError(message)
    return stream
