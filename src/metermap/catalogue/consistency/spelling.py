"""How names are compared to find two spellings of one: case, spaces, punctuation, plural, one wrong letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from metermap.core.suggest import normal

__all__ = ["counted_words", "fold", "near_misses", "one_letter_apart", "step_texts", "words"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_SHORTEST, _LONG, _LONGEST = 6, 8, 40
_RARE, _FREQUENT = 2, 5


def fold(text: str) -> str:
    """Return a name without what two spellings of it may differ in: case, punctuation, spaces, plural.

    ``Configuration Data`` and ``configuration-data`` are one, and so are ``Debt Register`` and ``Debt Registers``.
    """
    return normal(" ".join(word.removesuffix("s") for word in re.findall(r"\w+", text)))


def words(name: str) -> list[str]:
    """Return the words of a name in CamelCase or with spaces, in lower case: ``logEntries`` has two."""
    return [word.casefold() for word in _WORD.findall(name)]


def step_texts(path: str) -> list[str]:
    """Return the names between the full stops of a path as printed, without role and indices."""
    names = _BRACKETED.sub("", path.rpartition(":")[2]).split(".")
    return [name.strip() for name in names if name.strip()]


def one_letter_apart(one: str, other: str) -> bool:
    """Return whether one letter more, less or different, or two that changed places, make one the other."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def near_misses(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield (rare word, frequent word) of words that are one letter apart and not just a plural.

    Rare is up to 2 times, frequent 5 times and more; shorter words than 6 letters differ by a letter too easily.
    The time grows with the number of words, not with its square: words one letter apart have a form in
    common that lacks a letter.
    """
    counts = {word: count for word, count in counts.items() if _SHORTEST <= len(word) <= _LONGEST}
    frequent = [word for word, count in counts.items() if count >= _FREQUENT]
    lacking: dict[str, list[str]] = {}
    for word in frequent:
        for form in _forms(word):
            lacking.setdefault(form, []).append(word)
    for word, count in counts.items():
        if count <= _RARE:
            found = {other for form in _forms(word) for other in lacking.get(form, ())}
            yield from ((word, other) for other in sorted(found) if _is_slip(word, other))


def _is_slip(word: str, other: str) -> bool:
    """Slips seldom hit the first letter: repayment and prepayment are two words.

    A letter in place of another makes a word of a short word, as remove and remote; a plural is no slip.
    """
    if word[0] != other[0] or word.removesuffix("s") == other.removesuffix("s") or not one_letter_apart(word, other):
        return False
    replaced = len(word) == len(other) and sorted(word) != sorted(other)
    return not replaced or len(word) >= _LONG


def _forms(word: str) -> Iterable[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def counted_words(texts: Mapping[str, int]) -> Counter[str]:
    """Return how often each word occurs in texts, each of which stands so many times."""
    counts: Counter[str] = Counter()
    for text, times in texts.items():
        for word in words(text):
            counts[word] += times
    return counts
