"""From a stop to what is said of it: the first mistake that is recognised, or what could stand there."""

from __future__ import annotations

from metermap.mappings.builder import shown
from metermap.mappings.messages.marks import MARKS
from metermap.mappings.messages.stop import Mistake, Stop
from metermap.mappings.messages.values import VALUES
from metermap.mappings.messages.words import EARLY_WORDS, LATE_WORDS

__all__ = ["mistake_at"]

_RECOGNISERS = (*VALUES, *EARLY_WORDS, *MARKS, *LATE_WORDS)
_WORDS = {
    "_END": "a full stop that ends the sentence",
    ",": "a comma before the next field",
    ":": "':' (carries)",
    "=": "'=' (is always)",
    "{": "'{'",
    "}": "'}'",
    "(": "'('",
    ")": "')'",
    "[": "'['",
    "]": "']'",
    "NAME": "a name",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "ROWS": "row numbers such as #100",
    "OBIS": "a logical name such as 1-0:1.8.0.255",
    "@": "'@' and a number",
}
_MARKS_SHOWN = ("is", "also", "over", "at", "call", "returns", "and")


def mistake_at(stop: Stop) -> tuple[Mistake, bool]:
    """Return what is wrong at a stop, and whether it is one of the mistakes that are known."""
    for recogniser in _RECOGNISERS:
        mistake = recogniser(stop)
        if mistake is not None:
            return mistake, True
    return _generic(stop), False


def _generic(stop: Stop) -> Mistake:
    if stop.offset >= len(stop.text):
        return Mistake("the sentence is not finished", _expected(stop.allowed), at=stop.before)
    message = f"{shown(stop.word or stop.character)} cannot stand here"
    if stop.offset == stop.start:
        return Mistake(message, "an item's name, or one of the words syntax, use, on, let", "A sentence begins here.")
    advice = "See the reference of the language, docs/language.md."
    if "_END" in stop.allowed:
        advice = "A sentence ends with a full stop; a new one starts in column 1."
    return Mistake(message, _expected(stop.allowed), advice)


def _expected(allowed: frozenset[str]) -> str:
    words = [word for spelling, word in _WORDS.items() if spelling in allowed]
    clauses = sorted(word for word in allowed if word.isalpha() and word.islower() and word not in _MARKS_SHOWN)
    if clauses:
        words.append(f"a clause ({', '.join(clauses)})")
    words += [f"'{word}'" for word in _MARKS_SHOWN if word in allowed]
    return " or ".join(words)
