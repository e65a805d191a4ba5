"""What cluster files may cost to read: all limits in one place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one import; the largest library seen has 2 megabytes in 50 files.

    `file_octets`: size of a file. `files`: how many, included ones counted. `depth`: nesting of
    elements. `elements`: in all files together. `characters`: an attribute's value or an element's text.
    """

    file_octets: int = 16 * _MEGA
    files: int = 500
    depth: int = 50
    elements: int = 150_000
    characters: int = 50_000

    def said(self, name: str) -> str:
        """Return a limit in the words of a message: ``at most 50 levels of elements``."""
        return _SAID[name].format(getattr(self, name))


_SAID = {
    "file_octets": "at most {:,} octets in a file",
    "files": "at most {:,} files in one import",
    "depth": "at most {:,} levels of elements",
    "elements": "at most {:,} elements in all files",
    "characters": "at most {:,} characters in a value or text",
}

LIMITS = Limits()
