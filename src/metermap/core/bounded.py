"""Reading a file that anybody may have put there: a plain file, no link, and no more of it than a limit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

__all__ = ["FileError", "read_bounded", "resolved_path"]


class FileError(Exception):
    """The file is not there, is no plain file, is too large or cannot be read; the message says which."""


def read_bounded(path: Path, longest: int) -> bytes:
    """Return the octets of a plain file of at most `longest` octets. A symbolic link is not followed.

    Raises:
        FileError: it cannot be read so.
    """
    try:
        # A pipe that nobody writes to would be waited for: it is opened without waiting, and refused.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                message = "is no plain file"
                raise FileError(message)
            data = _octets(handle, longest + 1)
        finally:
            os.close(handle)
    except FileNotFoundError:
        message = "is missing"
        raise FileError(message) from None
    except OSError as error:
        message = "is a symbolic link" if path.is_symlink() else f"cannot be read: {error.strerror or error}"
        raise FileError(message) from error
    if len(data) > longest:
        message = f"has more than {longest:,} octets"
        raise FileError(message)
    return data


def _octets(handle: int, most: int) -> bytes:
    with open(handle, "rb", closefd=False) as stream:
        return stream.read(most)


def resolved_path(path: Path) -> Path:
    """Return where a path leads, through all links.

    Raises:
        FileError: it leads nowhere: links lead to each other, or no path can be so.
    """
    try:
        return path.resolve()
    except RuntimeError as error:  # Python before 3.13 says so of links that lead to each other
        message = "is a symbolic link that leads to itself"
        raise FileError(message) from error
    except (OSError, ValueError) as error:
        message = f"cannot be followed: {getattr(error, 'strerror', None) or error}"
        raise FileError(message) from error
