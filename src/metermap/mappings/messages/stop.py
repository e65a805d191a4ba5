"""Where the parser stopped, what a mistake there is called, and how reading may go on.

Tokens are named as they are spelt (``is``, ``,``, ``..``); those that have many spellings by their
names in the grammar (``NAME``, ``NUMBER``, ``STRING``, ``OBIS``, ``ROWS``, ``_END``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Mistake", "Recogniser", "Repair", "Stop"]

_NEAR = 400  # how much of the text around a place is looked at
_WORD = re.compile(r"[^\W\d][\w-]*")
_LAST_WORD = re.compile(r"([^\W\d][\w-]*)\s*\Z")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that cannot be read.

    `offset` is where the token begins that cannot stand there, `before` the end of the one before it,
    `start` the beginning of the sentence. `allowed` are the tokens that could stand; `opened` the open
    brackets with their offsets, the innermost last.
    """

    text: str
    start: int
    before: int
    offset: int
    allowed: frozenset[str]
    opened: tuple[tuple[str, int], ...] = ()

    @property
    def rest(self) -> str:
        """The text from the place to the end of its line."""
        end = self.text.find("\n", self.offset, self.offset + _NEAR)
        return self.text[self.offset : end if end >= 0 else self.offset + _NEAR]

    @property
    def ahead(self) -> str:
        """The text from the place on, over lines."""
        return self.text[self.offset : self.offset + _NEAR]

    @property
    def behind(self) -> str:
        """The text of the sentence before the place, up to its last token."""
        return self.text[max(self.start, self.before - _NEAR) : self.before]

    @property
    def first_words(self) -> str:
        """The text of the sentence up to the place, if it is short; else an empty text."""
        return self.text[self.start : self.before] if self.before - self.start < _NEAR else ""

    @property
    def character(self) -> str:
        """The character at the place; empty at the end of the file."""
        return self.text[self.offset : self.offset + 1]

    @property
    def word(self) -> str:
        """The word that begins at the place, or an empty text."""
        found = _WORD.match(self.rest)
        return found[0] if found else ""

    @property
    def last_word(self) -> str:
        """The word that ends before the place, or an empty text."""
        found = _LAST_WORD.search(self.behind)
        return found[1] if found else ""

    @property
    def bracket(self) -> str:
        """The innermost open bracket, or an empty text."""
        return self.opened[-1][0] if self.opened else ""

    @property
    def in_column_1(self) -> bool:
        """Whether the place begins a line."""
        return self.offset == 0 or self.text[self.offset - 1] == "\n"


@dataclass(frozen=True, slots=True)
class Repair:
    """How reading goes on: `drop` tokens taken back, `insert` put in their place, from offset `resume`.

    `value` is the text of the token that is inserted, where it has many spellings.
    """

    insert: tuple[str, ...]
    resume: int
    drop: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is told of a stop: at the offset `at` or, if that is None, at the stop itself; `also` are offsets.

    Without a repair the sentence is given up after all its mistakes are told. `takes_previous`: so is
    the sentence before it, of which this was to be a part.
    """

    message: str
    expected: str = ""
    help: str = ""
    at: int | None = None
    also: tuple[int, ...] = ()
    repair: Repair | None = None
    takes_previous: bool = False


Recogniser: TypeAlias = Callable[[Stop], Mistake | None]
"""Returns the mistake that it knows, or None."""
