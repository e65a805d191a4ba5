"""The line of a mapping file that a finding is about, with a caret under its place.

What is shown comes out of a file that anybody may have written: it is escaped, and cut where it is
long. Only files inside the workspace are read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from metermap.core.places import Place, TextPlace
from metermap.core.text import one_line

__all__ = ["MappingLines", "SourceLines", "caret_lines"]

_SUFFIX = ".map"
_MAX_BYTES = 10_000_000
_WIDTH = 100
_BEFORE = 60  # how much of a long line is kept left of the place
_CUT = "..."
_TAB = "    "


class SourceLines(Protocol):
    """Where the text output gets the line that a place names."""

    def line(self, place: TextPlace) -> str | None:
        """Return the line without its line break; None where there is none to show."""


@dataclass(slots=True)
class MappingLines:
    """The lines of the mapping files in a workspace's folder, each file read once.

    Other text files have places too, but not all of them count characters.
    """

    root: Path
    _files: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def line(self, place: TextPlace) -> str | None:
        """Return a line of a ``.map`` file; None for another file, one outside, one unreadable."""
        if place.file not in self._files:
            self._files[place.file] = self._read(place.file)
        lines = self._files[place.file]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    def _read(self, name: str) -> tuple[str, ...]:
        try:
            path = (self.root / name).resolve()
            inside = path.is_relative_to(self.root.resolve()) and path.is_file()
            if not inside or path.suffix != _SUFFIX or path.stat().st_size > _MAX_BYTES:
                return ()
            text = path.read_bytes().decode("utf-8-sig", "replace")
        except (OSError, ValueError):  # ValueError: a name with a NUL, a loop of links
            return ()
        return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def caret_lines(place: Place | None, sources: SourceLines | None) -> Iterator[str]:
    """Yield the line of a place and below it a caret, or nothing: ``  12 | A is B`` and ``     |   ^``."""
    if sources is None or not isinstance(place, TextPlace):
        return
    line = sources.line(place)
    if line is None:
        return
    shown, caret = _window(line, max(place.column, 1) - 1)
    number = f"{place.line:>6}"
    yield f"{number} | {shown}".rstrip()
    yield f"{' ' * len(number)} | {' ' * caret}^"


def _window(line: str, offset: int) -> tuple[str, int]:
    """Return the part of a line around an offset as it is shown, and the column of the caret."""
    start = max(0, offset - _BEFORE) if len(line) > _WIDTH else 0
    end = start + _WIDTH
    head = (_CUT if start else "") + _shown(line[start:offset])
    tail = _shown(line[offset:end]) + (_CUT if end < len(line) else "")
    return head + tail, _columns(head)


def _shown(text: str) -> str:
    return "".join(_TAB if character == "\t" else one_line(character) for character in text)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide character, none for a mark."""
    return sum(map(_column_count, text))


def _column_count(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
