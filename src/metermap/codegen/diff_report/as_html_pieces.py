"""Small pieces of a diff in HTML: the mark of a verdict, and two values with what is different in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from metermap.codegen.changes.model import Verdict
from metermap.codegen.diff_report.words import LISTED, NOTHING
from metermap.core.markup import EMPTY, tag, text
from metermap.core.text import Html

__all__ = ["marked", "verdict_mark"]

_LETTERS: Final = {
    Verdict.WIRE: "W",
    Verdict.MEANING: "M",
    Verdict.CONFORMANCE: "C",
    Verdict.COMPATIBLE: "\N{CHECK MARK}",
    Verdict.DOCUMENTATION: "\N{PILCROW SIGN}",
}
_SHORT: Final = 32
"""The characters of a value that stands on one line also where that is narrow."""
_WORDS: Final = re.compile(r"\w+|\W")


def verdict_mark(verdict: Verdict) -> Html:
    """Return the letter of a verdict in its shape and colour; the word stands beside it."""
    return tag("span", text(_LETTERS[verdict]), class_=f"mark {verdict.word}", title=verdict.value, aria_hidden="true")


def marked(old: str, new: str) -> tuple[Html, Html]:
    """Return both values with the words marked that differ, between those at both ends that do not."""
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    first = _common(olds, news)
    last = _common(olds[first:][::-1], news[first:][::-1])
    shape = _shape(old, new)
    return _marked(olds, first, last, *shape), _marked(news, first, last, *shape)


def _shape(old: str, new: str) -> tuple[str, str]:
    """Return the element and the class of two values: words are plain text, others code, which stays whole if short."""
    if " " in old + new:
        return "span", ""
    return "code", "short" if max(len(old), len(new)) <= _SHORT else ""


def _common(olds: Sequence[str], news: Sequence[str]) -> int:
    """Return how many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False)))


def _marked(words: Sequence[str], first: int, last: int, name: str, class_: str) -> Html:
    end = len(words) - last
    before, middle, after = ("".join(words[slice(*part)]) for part in ((0, first), (first, end), (end, len(words))))
    if not words or middle in (NOTHING, LISTED):
        return tag("span", text(middle), class_="quiet") if words else EMPTY
    partly = tag("mark", text(middle)) if middle and (before or after) else text(middle)
    return tag(name, text(before), partly, text(after), class_=class_)
