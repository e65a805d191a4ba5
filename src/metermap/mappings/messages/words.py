"""Mistakes with words: misspelt, in capitals, of another language, at a place where none may stand."""

from __future__ import annotations

import difflib
import re

from metermap.mappings.messages.stop import Mistake, Recogniser, Repair, Stop

__all__ = ["EARLY_WORDS", "LATE_WORDS"]

_LONGEST = 30
_SHORTEST = 3
_MEANT = {
    "are": "is",
    "was": "is",
    "equals": "is",
    "maps": "is",
    "mapped": "is",
    "means": "is",
    "ist": "is",
    "est": "is",
    "if": "when",
    "where": "when",
    "unless": "when",
    "wenn": "when",
    "si": "when",
    "from": "since",
    "to": "until",
    "type": "as",
    "als": "as",
    "unit": "in",
    "units": "in",
    "usecase": "for",
    "usecases": "for",
    "use-case": "for",
    "use": "for",
    "via": "through",
    "using": "by",
    "with": "by",
    "reason": "because",
    "note": "because",
    "since": "because",
    "weil": "because",
    "although": "despite",
    "except": "despite",
    "values": "only",
    "value": "only",
    "range": "only",
    "enum": "coded",
    "encoded": "coded",
    "return": "returns",
    "plus": "also",
    "then": "becomes",
}
_FOR_OVER = frozenset({"via", "using", "by", "with", "through", "on", "uber", "sur", "in"})
_FILLERS = frozenset({"mapped", "stored", "carried", "found", "located", "held", "represented", "a", "an", "the"})
_PREPOSITIONS = frozenset({"to", "by", "in", "at", "as", "on", "onto"})
_STARTS = ("on", "use", "let", "syntax", "include", "allow")
_USE_CASE = r"[A-Z]{2,5}\d+[a-z]{0,3}"


def _sentence_word(stop: Stop) -> Mistake | None:
    """Return the mistake of a sentence whose first word is a misspelt one of the language."""
    first = stop.first_words
    if "is" not in stop.allowed or not re.fullmatch(r"[^\W\d]\w*", first) or len(first) > _LONGEST:
        return None
    if re.match(r"\w+\s+is\b|is\b", stop.rest) or not re.match(r"[\w\"]", stop.rest):
        return None
    close = difflib.get_close_matches(first.lower(), _STARTS, n=1, cutoff=0.6)
    if not close:
        return None
    message = f"'{first}' begins no sentence"
    repair = Repair((close[0],), stop.offset, drop=1)
    return Mistake(message, f"'{close[0]}'", f"Did you mean '{close[0]}'?", at=stop.start, repair=repair)


def _keyword_as_name(stop: Stop) -> Mistake | None:
    """Return the mistake of an item or field whose name is a word of the language and stands unquoted."""
    first = re.match(rf"({'|'.join(_STARTS)})\s+is\b", stop.text[stop.start : stop.start + 40])
    if first:
        message = f"'{first[1]}' begins another kind of sentence"
        advice = f'As the name of an item it stands in quotes: "{first[1]}".'
        return Mistake(message, f'"{first[1]}"', advice, at=stop.start)
    if stop.last_word == "call" and stop.character in {":", "="}:
        at = stop.before - len("call")
        advice = 'A field of that name stands in quotes: "call".'
        return Mistake("'call' begins a call", "the name of a method or command", advice, at=at)
    if stop.last_word == "call" and re.search(r":\s*call\s*\Z", stop.behind) and stop.word:
        message = "'call' stands behind the colon"
        return Mistake(message, "an element of ours", f"Write 'call {stop.word}: ...'.", at=stop.before - len("call"))
    return None


def _also_begins(stop: Stop) -> Mistake | None:
    if stop.first_words != "also":
        return None
    advice = "Remove the full stop before it."
    return Mistake("'also' goes on with a sentence that has ended", help=advice, at=stop.start)


def _filler(stop: Stop) -> Mistake | None:
    """Return the mistake of ``is mapped to CLASS`` or ``is a CLASS``."""
    found = re.search(r"\b(?:is|also)\s+(\w+)\s*\Z", stop.behind)
    if not found or found[1].lower() not in _FILLERS or not stop.word:
        return None
    at = stop.before - len(found[1])
    resume = stop.offset + len(stop.word) if stop.word in _PREPOSITIONS else stop.offset
    written = f"{found[1]} {stop.word}" if stop.word in _PREPOSITIONS else found[1]
    message = f"'{written}' stands between 'is' and the class"
    return Mistake(
        message, "a class, cluster or kind of home", f"Leave '{written}' out.", at=at, repair=Repair((), resume, 1)
    )


def _spaces_in_item(stop: Stop) -> Mistake | None:
    """Return the mistake of an item's name of several words."""
    first = stop.first_words
    if "is" not in stop.allowed or not re.fullmatch(r"[^\W\d]\w*", first):
        return None
    found = re.match(r"((?:[^\W\d]\w*\s+)+?)is\b", stop.rest)
    if not found:
        return None
    name = f"{first} {found[1].strip()}"
    message = f"the name '{name}' has spaces"
    return Mistake(message, f'"{name}"', "Write it as the catalogue does, in quotes.", at=stop.start)


def _name_in_brackets(stop: Stop) -> Mistake | None:
    if stop.offset != stop.start or not re.match(r"[(\d]|[^\W\d_]", stop.rest):
        return None
    found = re.match(r"[^\s\"{}:=]+", stop.rest)
    if not found or not re.match(r"\s+is\b", stop.rest[found.end() :]):
        return None
    message = f"the name '{found[0]}' does not begin with a letter from A to Z"
    repair = Repair(("STRING",), stop.offset + found.end(), value=f'"{found[0]}"')
    return Mistake(message, f'"{found[0]}"', "Such a name stands in quotes.", repair=repair)


def _over(stop: Stop) -> Mistake | None:
    """Return the mistake of an `on` without its protocol."""
    if re.search(r",\s*over\s*\Z", stop.behind) and "over" in stop.allowed:
        message = "a comma stands before 'over'"
        return Mistake(message, "'over' and a protocol", "Remove the comma.", at=stop.before - len("over"))
    if "over" not in stop.allowed or stop.character in {"(", "["}:
        return None
    word = stop.word
    if word.lower() in {"and", "or"} and "," in stop.allowed:
        comma = Repair((",",), stop.offset + len(word))
        return Mistake(f"'{word}' joins no devices", "a comma", "Write ',' between devices.", repair=comma)
    if word.lower() in _FOR_OVER or difflib.get_close_matches(word[:_LONGEST], ["over"], cutoff=0.7):
        over = Repair(("over",), stop.offset + len(word))
        return Mistake(f"'{word}' stands before the protocol", "'over'", "Did you mean 'over'?", repair=over)
    known = re.match(r"(?:dlms|sep)\b", stop.rest)
    advice = "Write 'on DEVICE over PROTOCOL, ROUTE.'"
    message = "'over' is missing before the protocol" if known else "'over' and the protocol are missing"
    inserted = Repair(("over",), stop.offset) if known else None
    return Mistake(message, "'over' and a protocol", advice, at=stop.before, repair=inserted)


def _joined(stop: Stop) -> Mistake | None:
    """Return the mistake of ``and`` for a comma, and of a comma for ``and``."""
    word = stop.word
    if word in {"and", "or"} and "," in stop.allowed and word not in stop.allowed and stop.bracket != "{":
        repair = Repair((",",), stop.offset + len(word))
        return Mistake(f"'{word}' joins no names here", "a comma", "Write ',' for it.", repair=repair)
    if stop.character == "," and "and" in stop.allowed and re.search(rf"\bfor\s[^{{}}]*{_USE_CASE}\Z", stop.behind):
        repair = Repair(("and",), stop.offset + 1)
        return Mistake("a comma joins no use cases", "'and'", "Write 'for A and B'.", repair=repair)
    if re.search(rf"\bfor\s+{_USE_CASE}\s*(?:and\s+{_USE_CASE}\s*)*,\s*{_USE_CASE}\s*\Z", stop.behind):
        at = stop.before - len(stop.behind) + stop.behind.rindex(",")
        return Mistake("a comma joins no use cases", "'and'", "Write 'for A and B'.", at=at)
    if word in {"and", "with", "plus", "or"} and "also" in stop.allowed:
        repair = Repair(("also",), stop.offset + len(word))
        return Mistake(
            f"'{word}' begins no home", "'also'", "One more home of the item begins with 'also'.", repair=repair
        )
    return None


def _reason_without_quotes(stop: Stop) -> Mistake | None:
    if "STRING" not in stop.allowed or not re.search(r"\b(?:because|despite)\s*\Z", stop.behind):
        return None
    found = re.match(r"(?=\w)[^\n,{}\"]+?(?=\s*(?:[,{}\"\n]|\.(?:\s|$)|$))", stop.rest)
    if not found:
        return None
    repair = Repair(("STRING",), stop.offset + found.end(), value=f'"{found[0]}"')
    return Mistake("the reason stands without quotes", 'a text in "quotes"', 'Write "..." around it.', repair=repair)


def _quoted_word(stop: Stop) -> Mistake | None:
    found = re.match(r'"([^"\n]*)"', stop.rest)
    if not found or "NAME" not in stop.allowed or "STRING" in stop.allowed:
        return None
    repair = Repair(("NAME",), stop.offset + found.end(), value=found[1])
    message = f"'{found[1][:_LONGEST]}' stands in quotes here"
    return Mistake(message, "a name without quotes", "Remove the quotes.", repair=repair)


def _type_of_words(stop: Stop) -> Mistake | None:
    found = re.search(r"\bas\s+([a-z-]+)\s*\Z", stop.behind)
    words = re.match(r"[a-z]+(?:[ ]+[a-z]+)?", stop.rest)
    if not found or not words or stop.word in stop.allowed:
        return None
    from metermap.protocols import dlms_type_names  # noqa: PLC0415  (only this mistake asks for it)

    for written in (words[0], stop.word):
        joined = "-".join((found[1], *written.split()))
        if joined in dlms_type_names():
            message = f"the type '{found[1]} {written}' is one word"
            repair = Repair(("NAME",), stop.offset + len(written), drop=1, value=joined)
            at = stop.before - len(found[1])
            return Mistake(message, f"'{joined}'", f"Write '{joined}'.", at=at, repair=repair)
    return None


def _no_home(stop: Stop) -> Mistake | None:
    word = stop.last_word
    if word not in {"is", "also", "through"} or re.match(r"[\w\"]", stop.rest) or word == stop.first_words:
        return None
    expected = "a class, a cluster, Alert, Message or Nowhere"
    return Mistake(f"nothing stands behind '{word}'", expected, "Name the home.", at=stop.before)


def _clause_word(stop: Stop) -> Mistake | None:
    """Return the mistake of a word of the language that is misspelt, or meant in other words."""
    word = stop.word
    known = sorted(each for each in stop.allowed if each.isalpha() and each.islower())
    if not word or not known or len(word) > _LONGEST:
        return None
    meant = _meant(word, known)
    if not meant:
        return None
    repair = Repair((meant,), stop.offset + len(word))
    if word.lower() == meant:
        message = f"'{word}' is written small"
        return Mistake(message, f"'{meant}'", "All words of the language are written small.", repair=repair)
    return Mistake(f"'{word}' is no word of the language", f"'{meant}'", f"Did you mean '{meant}'?", repair=repair)


def _meant(word: str, known: list[str]) -> str:
    small = word.lower()
    if small in known:
        return small
    if _MEANT.get(small) in known:
        return _MEANT[small]
    if len(small) < _SHORTEST:
        return ""
    close = difflib.get_close_matches(small, known, n=1, cutoff=0.65)
    return close[0] if close else ""


def _missing_is(stop: Stop) -> Mistake | None:
    if "is" not in stop.allowed or "over" in stop.allowed:
        return None
    repair = Repair(("is",), stop.offset) if re.match(r"[^\W\d]\w*\s+[\d<{\"]|[^\W\d]\w*\s*\{", stop.rest) else None
    advice = "Write 'ITEM is HOME { ... }.'"
    return Mistake("'is' is missing behind the item", "'is'", advice, at=stop.before, repair=repair)


def _missing_mark(stop: Stop) -> Mistake | None:
    """Return the mistake of a field without ``:`` or ``=``, or with a name of two words."""
    if stop.bracket != "{" or ":" not in stop.allowed or "=" not in stop.allowed or "," in stop.allowed:
        return None
    if not re.match(r"[\w\"(]", stop.rest):
        return None
    if re.match(r"[\w.\[\]]+\s*[:=]", stop.rest):
        name = f"{stop.last_word} {stop.word}"
        advice = f'Write "{name}" in quotes, or as the dictionary does.'
        return Mistake(f"the name '{name}' has a space", "one word before ':' or '='", advice, at=stop.before)
    repair = Repair((":",), stop.offset)
    advice = "':' says which element the field carries, '=' which constant it holds."
    return Mistake("':' or '=' is missing behind the field's name", "':' or '='", advice, at=stop.before, repair=repair)


def _missing_equals(stop: Stop) -> Mistake | None:
    if "=" not in stop.allowed or not re.match(r"let\b", stop.text[stop.start : stop.start + 4]) or stop.opened:
        return None
    if stop.word == "is":
        return Mistake("'is' defines no name", "'='", "Write 'let NAME = ...'.", repair=Repair(("=",), stop.offset + 2))
    if stop.character == ":":
        return Mistake("':' defines no name", "'='", "Write 'let NAME = ...'.", repair=Repair(("=",), stop.offset + 1))
    repair = Repair(("=",), stop.offset) if stop.character == "{" or stop.word == "coded" else None
    return Mistake("'=' is missing behind the name", "'='", "Write 'let NAME = ...'.", at=stop.before, repair=repair)


EARLY_WORDS: tuple[Recogniser, ...] = (
    _keyword_as_name,
    _also_begins,
    _name_in_brackets,
    _spaces_in_item,
    _sentence_word,
    _filler,
    _no_home,
    _missing_equals,
    _reason_without_quotes,
    _quoted_word,
    _joined,
    _over,
)
LATE_WORDS: tuple[Recogniser, ...] = (_type_of_words, _clause_word, _missing_is, _missing_mark)
