"""Mistakes with values: logical names, numbers, ranges, indices, row numbers, lengths, units."""

from __future__ import annotations

import re

from metermap.core.logical_names import NotALogicalName, read_logical_name
from metermap.mappings.messages.stop import Mistake, Recogniser, Repair, Stop

__all__ = ["VALUES"]

_RUN = re.compile(r"[0-9A-Fa-f<][^\s{}\",#]*")
_RANGE_WORDS = frozenset({"to", "through", "thru", "until", "bis", "upto"})


def _logical_name(stop: Stop) -> Mistake | None:
    """Return the mistake of what stands for a logical name after the class and is none."""
    near = stop.text[max(stop.start, stop.offset - 200) : stop.offset]
    behind = re.search(r"(?:\bis|\balso|\bthrough)\s+[^\W\d]\w*\s+([0-9<][^\s{}]*)?\Z", near)
    if behind is None:
        return None
    begun = len(behind[1] or "")
    at = stop.offset - begun
    found = _RUN.match(stop.text, at, at + 200)
    if found is None or found[0][0] not in "0123456789<":
        return None
    written = found[0].rstrip(".:-")
    if "<" in written:
        message = f"a '<' in '{written}' is not closed"
        return (
            Mistake(message, "'>'", "Write <n> or <10 + n>.", at=at)
            if written.count("<") != written.count(">")
            else None
        )
    return _spaced(stop, at) or _otherwise_written(written, at, drop=1 if begun else 0)


def _spaced(stop: Stop, at: int) -> Mistake | None:
    found = re.match(r"[0-9A-Fa-f][^{}\",\n#<]*", stop.text[at : at + 200])
    written = found[0].rstrip(". ") if found else ""
    read = read_logical_name("".join(written.split()))
    if " " not in written or isinstance(read, NotALogicalName):
        return None
    return Mistake(f"the logical name '{written}' has a space", str(read), "Remove it.", at=at)


def _otherwise_written(written: str, at: int, *, drop: int) -> Mistake | None:
    read = read_logical_name(written)
    if isinstance(read, NotALogicalName):
        message = f"'{written}' is no logical name: {read.reason}"
        return Mistake(message, read.expected, read.help, at=at)
    if str(read) == written:
        return None
    message = f"'{written}' is not how this language writes a logical name"
    return Mistake(message, str(read), at=at, repair=Repair(("OBIS",), at + len(written), drop, str(read)))


def _decimal_comma(stop: Stop) -> Mistake | None:
    found = re.match(r"\d+(?!\w)", stop.rest)
    whole = re.search(r"(?<![\w.,#])(-?\d+),\Z", stop.behind)
    if not found or not whole or stop.before != stop.offset:
        return None
    written = f"{whole[1]},{found[0]}"
    message = f"'{written}' has a decimal comma"
    expected = f"'{whole[1]}.{found[0]}'"
    return Mistake(message, expected, "Numbers have a decimal point.", at=stop.before - len(whole[0]))


def _listed_values(stop: Stop) -> Mistake | None:
    """Return the mistake of values, rows or use cases that a comma joins."""
    if stop.character == "," and stop.bracket == "[" and "]" in stop.allowed:
        return Mistake("a comma joins no values", "'|'", "Write '[1 | 3]'.")
    if not stop.behind.endswith(",") or not re.match(r"-?\d", stop.rest):
        return None
    if re.search(r"#[\d.,]+,\Z", stop.behind):
        advice = "Row numbers are written without spaces: #100,101."
        return Mistake("a row number stands apart from the others", help=advice, at=stop.offset)
    if re.search(r"(?:only|=|\.\.|!=)\s*[\w.]+\s*,\Z", stop.behind):
        return Mistake("a comma joins no values", "'|'", "Write 'only 0 | 1'.", at=stop.before - 1)
    return None


def _worded_range(stop: Stop) -> Mistake | None:
    if stop.last_word not in _RANGE_WORDS or not re.match(r"\w", stop.rest):
        return None
    if not re.search(rf"\w\s+{stop.last_word}\s*\Z", stop.behind):
        return None
    at = stop.before - len(stop.last_word)
    message = f"'{stop.last_word}' makes no range"
    return Mistake(message, "'..'", "Write '1..8'.", at=at, repair=Repair(("..",), stop.offset, drop=1))


def _dots(stop: Stop) -> Mistake | None:
    if stop.character != "." or not stop.behind.endswith(".."):
        return None
    return Mistake(
        "'...' makes no range", "'..'", "Write '1..8'.", at=stop.before - 2, repair=Repair((), stop.offset + 1)
    )


def _rows(stop: Stop) -> Mistake | None:
    found = re.match(r"#\s+(\d+)|(?:rows?|line|no\.?|nr\.?)\s+#?(\d[\d.,]*)", stop.rest, re.IGNORECASE)
    if not found or "ROWS" not in stop.allowed:
        return None
    number = found[1] or found[2].rstrip(".,")
    repair = Repair(
        ("ROWS",), stop.offset + len(found[0]) - len(found[1] or found[2]) + len(number), value=f"#{number}"
    )
    message = f"'{found[0].rstrip('.,')}' is no row number"
    return Mistake(message, f"'#{number}'", f"Write '#{number}'.", repair=repair)


def _length(stop: Stop) -> Mistake | None:
    found = re.match(r"\[\s*(\d+)\s*\]", stop.rest)
    if not found or not re.search(r"\bas\s+[\w-]+\s*\Z", stop.behind):
        return None
    message, expected = "a length stands in round brackets", f"'({found[1]})'"
    return Mistake(message, expected, f"Write '({found[1]})'.", repair=Repair((), stop.offset + len(found[0])))


def _percent(stop: Stop) -> Mistake | None:
    if stop.character != "%":
        return None
    repair = Repair(("NAME",), stop.offset + 1, value="percent") if "NAME" in stop.allowed else None
    return Mistake("'%' is no unit of the language", "'percent'", "Write 'percent'.", repair=repair)


def _edition(stop: Stop) -> Mistake | None:
    found = re.match(r"[vV](\d[\w.]*\w|\d)", stop.rest)
    if not found or not re.search(r"\b(?:since|until|syntax)\s*\Z", stop.behind):
        return None
    kind = "NUMBER" if "NUMBER" in stop.allowed else "STRING"
    repair = Repair((kind,), stop.offset + len(found[0]), value=found[1] if kind == "NUMBER" else f'"{found[1]}"')
    return Mistake(f"'{found[0]}' is no edition", f"'{found[1]}'", "Write the number alone.", repair=repair)


VALUES: tuple[Recogniser, ...] = (
    _logical_name,
    _rows,
    _decimal_comma,
    _listed_values,
    _worded_range,
    _dots,
    _length,
    _percent,
    _edition,
)
