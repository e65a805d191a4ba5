"""Finds where reading can go on after a mistake that nothing repairs."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Place", "next_place", "skip_blanks"]

_MARKS = re.compile(
    r"""
    (?P<skip> --[^\n]* | "(?:[^"\\\n]|\\.)*" )
  | (?P<sentence> ^(?=[A-Za-z_"@(<]) (?!also\b) )      # what opens one in column 1
  | (?P<stop> \.(?=\s|$|--) )
  | (?P<mark> [][{}(),] )
    """,
    re.VERBOSE | re.MULTILINE,
)
_BLANKS = re.compile(r"(?:\s+|--[^\n]*)*")
_OPENING = re.compile(r"(?:on|use|let|syntax|include|allow)\s+\S|\"?[^\W\d][^\s{}:=,]*\s+is\b")


@dataclass(frozen=True, slots=True)
class Place:
    """``,`` or ``}`` of the field that is given up; empty where the next sentence begins."""

    mark: str
    offset: int


def skip_blanks(text: str, offset: int) -> int:
    """Return the offset of what stands behind white space and comments."""
    found = _BLANKS.match(text, offset)
    return found.end() if found else offset


def next_place(text: str, offset: int, *, in_braces: bool, inside: int, at_start: bool) -> Place:
    """Return the next comma or brace of the innermost braces, or where the next sentence begins.

    `inside` counts the other brackets that are open within the braces. `at_start`: the fault is the first
    thing of a sentence, so that something must be skipped.
    """
    depth = 0
    for found in _MARKS.finditer(text, offset):
        mark = found["mark"]
        if mark is None:
            begins = _next_sentence(text, found)
            if begins is not None and (begins > offset or not at_start):
                return Place("", begins)
        elif mark in "{[(":
            depth += 1
        elif depth:
            depth -= mark != ","
        elif in_braces and (mark == "}" or (mark == "," and not inside)):
            return Place(mark, found.start())
        elif mark in ")]":
            inside = max(0, inside - 1)
    return Place("", len(text))


def _next_sentence(text: str, found: re.Match[str]) -> int | None:
    if found.lastgroup == "sentence":
        return found.start()
    after = skip_blanks(text, found.end())
    return after if found.lastgroup == "stop" and _opens(text, after) else None


def _opens(text: str, offset: int) -> bool:
    in_column_1 = offset == 0 or text[offset - 1] == "\n"
    return offset == len(text) or (in_column_1 and text[offset] not in "}-") or bool(_OPENING.match(text, offset))
