"""Mistakes with marks: arrows, quotes, comments, colons and equals signs, brackets, commas, full stops."""

# ruff: noqa: RUF001  (the marks that are mistaken for those of the language are what this is about)

from __future__ import annotations

import re
import unicodedata

from metermap.mappings.messages.stop import Mistake, Recogniser, Repair, Stop

__all__ = ["MARKS"]

_ARROW = re.compile(r"<?[-=~]+>|:=|==|::|=:|[→⇒➔⟶↦←⇐]")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|/\*[^\n]*|<!--[^\n]*|#(?!\d)[^\n]*|;;[^\n]*|[—–][^\n]*", re.DOTALL)
_CURLY = {"“": "”“", "„": "“”", "”": "”“", "«": "»", "»": "«", "‘": "’‘", "’": "’‘", "'": "'", "`": "`´'", "´": "´`"}
_LOOKALIKE = {
    "：": ":",
    "，": ",",
    "、": ",",
    "。": "_END",
    "．": ".",
    "＝": "=",
    "｛": "{",
    "｝": "}",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "−": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "…": "..",
    "‥": "..",
    "＠": "@",
    "¦": "|",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}
_COMPARISONS = frozenset({"<=", ">=", "!="})
_FIELD = re.compile(
    r"""call\s+[^\W\d"] | (?:@|"[^"\n]*"|[^\W\d][\w<>-]*)
    (?:\[[^]\n]*\] | \.[^\W\d][\w<>-]* | \s*@\s*[^\s:={]+)*\s*[:={]""",
    re.VERBOSE,
)
_WORD = re.compile(r"\w+")
_CLOSERS = {"{": "}", "(": ")", "[": "]"}
_CALLED = {"{": "brace", "(": "bracket", "[": "square bracket"}
_SENTENCE_WORDS = ("on", "use", "let", "syntax", "include", "allow")
_SENTENCE = re.compile(rf"(?:{'|'.join(_SENTENCE_WORDS)})\b|(?:\"[^\"\n]*\"|[^\W\d][^\s\"{{}}:=,]*)\s+is\b")


def _mark_for(stop: Stop) -> str:
    """Return which mark or word belongs between a left side and a right side here."""
    return next((mark for mark in ("is", ":", "=") if mark in stop.allowed), "")


_MEANS = {
    "is": "",
    ":": "':' says which element a field carries, '=' which constant it holds.",
    "=": "",
}


def _arrow(stop: Stop) -> Mistake | None:
    found = _ARROW.match(stop.rest)
    mark = _mark_for(stop)
    if not found or not mark:
        return None
    repair = Repair((mark,), stop.offset + len(found[0]))
    advice = f"Write '{mark}'. {_MEANS[mark]}"
    return Mistake(f"'{found[0]}' is no mark of the language", f"'{mark}'", advice.strip(), repair=repair)


def _two_marks(stop: Stop) -> Mistake | None:
    if stop.character not in {":", "=", ">"} or not stop.behind.endswith((":", "=", "-")):
        return None
    written = stop.behind[-1] + stop.character
    at = stop.before - 1
    message = f"'{written}' is no mark of the language"
    if written[0] == "-":
        return Mistake(message, "'='", "Write '='.", at=at, repair=Repair(("=",), stop.offset + 1, drop=1))
    if stop.character == ">":
        return None
    return Mistake(
        message, "':' or '='", f"Keep one of the two. {_MEANS[':']}", at=at, repair=Repair((), stop.offset + 1)
    )


def _curly(stop: Stop) -> Mistake | None:
    closers = _CURLY.get(stop.character)
    if closers is None or (closers != "'" and not unicodedata.category(stop.character).startswith(("P", "S"))):
        return None
    end = next((at for at, character in enumerate(stop.rest[1:], 1) if character in f'{closers}"'), 0)
    repair = (
        Repair(("STRING",), stop.offset + end + 1, value=f'"{stop.rest[1:end]}"')
        if end and "STRING" in stop.allowed
        else None
    )
    message = f"{stop.character} is no quote of the language"
    return Mistake(message, 'a text in straight quotes: "..."', "Replace the quotes at both ends.", repair=repair)


def _open_quote(stop: Stop) -> Mistake | None:
    if stop.character != '"':
        return None
    line_end = stop.text.find("\n", stop.offset)
    line_end = len(stop.text) if line_end < 0 else line_end
    if stop.text.find('"', stop.offset + 1, line_end) >= 0:
        return None
    limit = re.compile(r"\n(?=[A-Za-z\n])").search(stop.text, line_end, line_end + 5_000)
    end = limit.start() if limit else min(len(stop.text), line_end + 5_000)
    if stop.text.count('"', line_end, end) % 2:
        close = stop.text.index('"', line_end, end) + 1
        message = "the text in quotes goes on over the end of the line"
        advice = 'Close it on its line; several texts may follow each other: because "..." "...".'
        return Mistake(message, help=advice, repair=Repair(("STRING",), close))
    return Mistake("the text in quotes is not closed on its line", '"', 'Close it with ".', repair=None)


def _comment(stop: Stop) -> Mistake | None:
    offset = stop.offset
    drop = 0
    if stop.character == "/" and stop.text[offset - 1 : offset] == "/" and stop.before == offset:
        offset, drop = offset - 1, 1
    found = _COMMENT.match(stop.text, offset, offset + 2_000)
    if not found:
        return None
    shown = re.match(r"\S{1,4}", found[0])
    written = shown[0] if shown else found[0][:1]
    sign = next((sign for sign in ("//", "/*", "<!--", ";;") if written.startswith(sign)), written[:1])
    if stop.text[offset:].startswith("# ") and re.match(r"#\s+\d", stop.text[offset : offset + 20]):
        return None  # row numbers, apart from their sign
    return Mistake(
        f"'{sign}' begins no comment",
        "'--', up to the end of the line",
        f"Write '--' for '{sign}'.",
        at=offset,
        repair=Repair((), found.end(), drop),
    )


def _lookalike(stop: Stop) -> Mistake | None:
    mark = _LOOKALIKE.get(stop.character)
    if mark is None:
        return None
    spelt = "." if mark == "_END" else mark
    token = "CMP" if mark in _COMPARISONS else mark
    repair = Repair((token,), stop.offset + 1, value=spelt) if token in stop.allowed else None
    message = f"'{stop.character}' (U+{ord(stop.character):04X}) is another character than '{spelt}'"
    return Mistake(message, f"'{spelt}'", "Type it anew.", repair=repair)


def _invisible(stop: Stop) -> Mistake | None:
    if not stop.character or stop.character.isprintable() or stop.character.isspace() is None:
        return None
    point = f"U+{ord(stop.character):04X}"
    name = unicodedata.name(stop.character, "a control character").lower()
    glued = _WORD.match(stop.text, stop.offset + 1)
    if stop.last_word and stop.before == stop.offset and glued and unicodedata.category(stop.character) != "Zs":
        repair = Repair(("NAME",), glued.end(), drop=1, value=stop.last_word + glued[0])
        return Mistake(f"{point} ({name}) cannot stand here", help="Remove it.", repair=repair)
    run = next((at for at, c in enumerate(stop.rest) if c != stop.character), len(stop.rest)) or 1
    advice = "Write an ordinary space." if unicodedata.category(stop.character) == "Zs" else "Remove it."
    return Mistake(f"{point} ({name}) cannot stand here", help=advice, repair=Repair((), stop.offset + run))


def _and_between_fields(stop: Stop) -> Mistake | None:
    found = re.search(r"\band\s+[^\s,{}]+\s*\Z", stop.behind)
    if stop.character not in {":", "="} or stop.bracket != "{" or not found:
        return None
    at = stop.before - len(found[0])
    return Mistake("'and' joins no fields", "a comma before the next field", "Write ',' for 'and'.", at=at)


def _comma_missing_behind_a_number(stop: Stop) -> Mistake | None:
    """Return the mistake of a comma behind a number, where the next name was taken for its unit."""
    found = re.search(r"\d\w*(\s*\n\s*)([^\W\d]\w*)\s*\Z", stop.behind)
    if stop.character not in {":", "=", ".", "[", "@", "{"} or stop.bracket != "{" or not found:
        return None
    return Mistake(
        "a comma is missing between two fields",
        "a comma before the next field",
        "Put it behind the field that ends here.",
        at=stop.before - len(found[0]) + found.start(1) - found.start(),
        also=(stop.before - len(found[2]),),
        repair=Repair((",", "NAME"), stop.offset, drop=1, value=found[2]),
    )


def _brace_begins(stop: Stop) -> Mistake | None:
    if stop.offset != stop.start or stop.character != "{":
        return None
    message = "'{' begins no sentence: a full stop stands before it"
    return Mistake(message, help="Remove the full stop, or name an item and its home.", takes_previous=True)


def _colon_or_equals(stop: Stop) -> Mistake | None:
    """Return the mistake of a ``:`` or ``=`` where the other, or ``is`` or ``in``, belongs."""
    if stop.character not in {":", "="}:
        return None
    if stop.bracket == "[" and "in" in stop.allowed:
        message, advice = f"'{stop.character}' stands in an index", "Write '[n in 1..8]'."
        return Mistake(message, "'in'", advice, repair=Repair(("in",), stop.offset + 1))
    mark = next((mark for mark in ("is", ":", "=") if mark in stop.allowed and mark != stop.character), "")
    if not mark:
        return None
    repair = Repair((mark,), stop.offset + 1)
    advice = f"Write '{mark}'. {_MEANS[mark]}".strip()
    return Mistake(f"'{stop.character}' stands for '{mark}'", f"'{mark}'", advice, repair=repair)


def _semicolon(stop: Stop) -> Mistake | None:
    if stop.character != ";":
        return None
    if "_END" in stop.allowed:
        full_stop = Repair(("_END",), stop.offset + 1)
        return Mistake("';' ends no sentence", "a full stop", "Write '.' for ';'.", repair=full_stop)
    repair = Repair((",",), stop.offset + 1) if "," in stop.allowed else None
    return Mistake("';' parts no fields", "a comma before the next field", "Write ',' for ';'.", repair=repair)


def _missing_comma(stop: Stop) -> Mistake | None:
    if stop.bracket != "{" or "," not in stop.allowed or not _FIELD.match(stop.ahead):
        return None
    if stop.in_column_1 and _SENTENCE.match(stop.ahead):
        return None
    return Mistake(
        "a comma is missing between two fields",
        "a comma before the next field",
        "Put it behind the field that ends here.",
        at=stop.before,
        also=(stop.offset,),
        repair=Repair((",",), stop.offset),
    )


def _comma_too_many(stop: Stop) -> Mistake | None:
    if stop.character != ",":
        return None
    if stop.behind.endswith((",", "{", "(")):
        advice = "Remove it, or write what should stand before it."
        return Mistake("nothing stands before this comma", help=advice, repair=Repair((), stop.offset + 1))
    if "_END" in stop.allowed and re.match(r",\s*(?:--[^\n]*\s*)*\n(?=\S)", stop.ahead):
        repair = Repair(("_END",), stop.offset + 1)
        return Mistake("a comma ends no sentence", "a full stop", "Write '.' for ','.", repair=repair)
    return None


def _missing_full_stop(stop: Stop) -> Mistake | None:
    if "_END" not in stop.allowed:
        return None
    if stop.character == "." and re.match(r"\.[^\W\d]", stop.rest):
        message, advice = "the full stop is glued to what follows", "Put a line break behind it."
        return Mistake(message, help=advice, repair=Repair(("_END",), stop.offset + 1))
    if not (stop.offset >= len(stop.text) or _SENTENCE.match(stop.ahead)):
        return None
    return Mistake(
        "the sentence is not finished: its full stop is missing",
        "a full stop that ends the sentence",
        "Write '.' here.",
        at=stop.before,
        also=(stop.offset,) if stop.offset < len(stop.text) else (),
        repair=Repair(("_END",), stop.offset),
    )


def _not_closed(stop: Stop) -> Mistake | None:
    """Return the mistake of a bracket that is open where the sentence ends or an outer one closes."""
    ends = re.match(r"\.(?=\s|$|--)", stop.rest) or stop.offset >= len(stop.text)
    starts = stop.in_column_1 and _SENTENCE.match(stop.ahead)
    outer = stop.character in {"}", ")", "]", ",", ":"} and stop.bracket not in {"", "{"}
    if not stop.opened:
        return None
    bracket, at = stop.opened[-1]
    closer = _CLOSERS[bracket]
    swallowed = bracket == "[" and stop.last_word == "is" and bool(stop.word)
    if not (ends or starts or outer or swallowed):
        return None
    if swallowed:
        message, advice = "the square bracket '[' is not closed", "Write ']' before 'is'."
        repair: Repair | None = Repair(("]", "is"), stop.offset, drop=1)
        return Mistake(message, "']'", advice, at=stop.before - len(" is"), also=(at,), repair=repair)
    inserted = [_CLOSERS[each] for each, _ in reversed(stop.opened)] if ends or starts else [closer]
    if starts or stop.offset >= len(stop.text):
        inserted.append("_END")
    repair = Repair(tuple(inserted), stop.offset) if closer in stop.allowed else None
    message = f"the {_CALLED[bracket]} '{bracket}' is not closed"
    return Mistake(message, f"'{closer}'", f"Write '{closer}' here.", at=stop.before, also=(at,), repair=repair)


def _sentence_begun(stop: Stop) -> Mistake | None:
    """Return the mistake of an open bracket where the next sentence was taken for a part of this one."""
    found = re.search(r"\n([^\s{}:=,]+)\s*\Z", stop.behind)
    if stop.word != "is" or not stop.opened or not found:
        return None
    bracket, opened = stop.opened[-1]
    closers = [_CLOSERS[each] for each, _ in reversed(stop.opened)]
    begun = stop.before - len(stop.behind) + found.start(1)
    end = stop.before - len(stop.behind) + len(stop.behind[: found.start()].rstrip())
    message = f"the {_CALLED[bracket]} '{bracket}' is not closed before the next sentence"
    repair = Repair((*closers, "_END"), begun, drop=1)
    advice = f"Write '{''.join(closers)}.' here."
    return Mistake(message, f"'{_CLOSERS[bracket]}'", advice, at=end, also=(opened,), repair=repair)


def _closer_too_many(stop: Stop) -> Mistake | None:
    openers = {closer: opener for opener, closer in _CLOSERS.items()}
    opener = openers.get(stop.character)
    if opener is None or any(bracket == opener for bracket, _ in stop.opened):
        return None
    message = f"'{stop.character}' closes nothing: no '{opener}' is open"
    return Mistake(message, help="Remove it.", repair=Repair((), stop.offset + 1))


def _nothing_behind(stop: Stop) -> Mistake | None:
    """Return the mistake of a field whose value is missing."""
    mark = stop.behind[-1:]
    if mark not in {":", "="} or stop.character not in {",", "}", "."}:
        return None
    what = "an element of ours" if mark == ":" else "a constant"
    message = f"nothing stands behind '{mark}'"
    return Mistake(message, what, "Write it, or leave the field out.", at=stop.before)


MARKS: tuple[Recogniser, ...] = (
    _open_quote,
    _curly,
    _comment,
    _arrow,
    _two_marks,
    _lookalike,
    _invisible,
    _brace_begins,
    _and_between_fields,
    _comma_missing_behind_a_number,
    _colon_or_equals,
    _semicolon,
    _nothing_behind,
    _comma_too_many,
    _missing_comma,
    _missing_full_stop,
    _sentence_begun,
    _not_closed,
    _closer_too_many,
)
