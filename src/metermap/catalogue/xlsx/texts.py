"""Texts of a workbook: shared strings, inline strings and comments, plain or in runs of several fonts."""

from __future__ import annotations

import re

from metermap.catalogue import codes
from metermap.catalogue.container import RefusedError, refuse_cell
from metermap.catalogue.xlsx.package import Attributes, End, Scan, Start
from metermap.catalogue.xlsx.references import Coordinates, coordinates
from metermap.core.limits import Limits, limit_help
from metermap.core.places import FilePlace

__all__ = ["CommentScan", "SharedStrings", "TextScan", "is_on", "unescaped"]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    r"""Return the text with ``_x000D_`` and its like as the characters that they stand for.

    Source: ECMA-376 part 1, ST_Xstring. ``_x005F_`` is the underscore of a text that looks like an
    escape. Half a surrogate pair stays as it is written.
    """
    return _ESCAPE.sub(_unescape, text) if "_x" in text else text


def _unescape(found: re.Match[str]) -> str:
    point = int(found[1], 16)
    return found[0] if 0xD800 <= point <= 0xDFFF else chr(point)  # noqa: PLR2004  (the surrogates)


def is_on(attributes: Attributes, name: str, *, default: bool = False) -> bool:
    """Return what a boolean attribute says."""
    return attributes[name] in {"1", "true", "on"} if name in attributes else default


class TextScan(Scan):
    """Collects the text of an item from its ``t`` elements. Phonetic runs are no part of it."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.texts: list[str] = []
        self.struck = False
        self._phonetic = False

    def text_starts(self) -> dict[str, Start]:
        """Return what to call for the elements of a text."""
        return {"t": self._start_text, "rPh": self._start_phonetic, "strike": self._strike}

    def text_ends(self) -> dict[str, End]:
        """Return what to call at their ends."""
        return {"t": self._end_text, "rPh": self._end_phonetic}

    def item(self, _: Attributes) -> None:
        """Begin a new text."""
        self.texts.clear()
        self.struck = False

    def text(self) -> str:
        """Return the item's text; refuse one that is too long."""
        text = unescaped("".join(self.texts))
        if len(text) > self.limits.characters:
            raise self.too_long()
        return text

    def _start_text(self, _: Attributes) -> None:
        if not self._phonetic:
            self.begin()

    def _end_text(self) -> None:
        if not self._phonetic:
            self.texts.append(self.take())

    def _start_phonetic(self, _: Attributes) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _strike(self, attributes: Attributes) -> None:
        self.struck = self.struck or is_on(attributes, "val", default=True)


class SharedStrings(TextScan):
    """The texts that cells refer to by number; `struck_out` are the numbers of those with a struck-through run."""

    def __init__(self, at: FilePlace, limits: Limits) -> None:
        super().__init__(limits)
        self.strings: list[str] = []
        self.struck_out: set[int] = set()
        self._at = at
        self.on({"si": self.item, **self.text_starts()}, {"si": self._end_item, **self.text_ends()})

    def _end_item(self) -> None:
        if self.struck:
            self.struck_out.add(len(self.strings))
        self.strings.append(self.text())

    def too_long(self) -> RefusedError:
        """Return the refusal of the string that the scan is at."""
        number = len(self.strings) + 1
        message = f"shared string {number} of {self._at.file} has more than {self.limits.characters:,} characters"
        return refuse_cell(codes.UNSAFE_CONTAINER, self._at, message, limit_help("characters", self.limits))


class CommentScan(TextScan):
    """The comments of a sheet, by cell."""

    def __init__(self, at: FilePlace, limits: Limits) -> None:
        super().__init__(limits)
        self.comments: dict[Coordinates, str] = {}
        self._at = at
        self._cell: Coordinates | None = None
        self.on({"comment": self._comment, **self.text_starts()}, {"comment": self._end_comment, **self.text_ends()})

    def _comment(self, attributes: Attributes) -> None:
        self.item(attributes)
        self._cell = coordinates(attributes.get("ref", ""))

    def _end_comment(self) -> None:
        if self._cell:
            self.comments[self._cell] = self.text()

    def too_long(self) -> RefusedError:
        """Return the refusal of the comment that the scan is at."""
        message = f"a comment of {self._at.file} has more than {self.limits.characters:,} characters"
        return refuse_cell(codes.UNSAFE_CONTAINER, self._at, message, limit_help("characters", self.limits))
