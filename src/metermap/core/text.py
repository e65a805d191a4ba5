"""Typed escaping filters: a name out of a catalogue is data, never code or markup.

Each filter returns its own string type, so that a template or writer can say which target the
text is fit for. All are total: any string goes in, and the result is safe for its target.
"""

from __future__ import annotations

import hashlib
import html as _html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NewType

from metermap.core.reserved_words import C_RESERVED, PYTHON_RESERVED

__all__ = [
    "TURNING",
    "CComment",
    "CIdentifier",
    "CString",
    "CsvCell",
    "Html",
    "Markdown",
    "OneLine",
    "PythonIdentifier",
    "Slug",
    "c_comment",
    "c_identifier",
    "c_string",
    "csv_cell",
    "html",
    "markdown",
    "one_line",
    "python_identifier",
    "shortened",
    "slug",
    "unique_names",
]

OneLine = NewType("OneLine", str)
Html = NewType("Html", str)
Markdown = NewType("Markdown", str)
Slug = NewType("Slug", str)
CIdentifier = NewType("CIdentifier", str)
PythonIdentifier = NewType("PythonIdentifier", str)
CComment = NewType("CComment", str)
CString = NewType("CString", str)
CsvCell = NewType("CsvCell", str)

TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The characters that change the direction of the text around them, and can hide what it says."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_SLUG_LENGTH = 64  # and a suffix of unique_names stays under 80
_IDENTIFIER_LENGTH = 120  # and any suffix stays under 192


def one_line(text: str) -> OneLine:
    r"""Return the text on one line, with all that cannot be seen shown as an escape.

    Control characters, line and paragraph separators, bidi and other format marks, surrogates,
    private and unassigned code points become ``\n``, ``\x1b``, ``\u202e``, ``\U000e0001``.
    """
    if text.isprintable():
        return OneLine(text)
    return OneLine("".join(map(_visible, text)))


def shortened(text: str, characters: int) -> str:
    """Return the text, at most about `characters` long; what was left out is counted."""
    if len(text) <= characters:
        return text
    return f"{text[:characters]} … ({len(text) - characters:,} characters left out)"


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    if short := _SHORT_ESCAPES.get(character):
        return short
    point = ord(character)
    if point <= 0xFF:  # noqa: PLR2004  (the widest that two hex digits hold)
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004  (four hex digits)


def html(text: str) -> Html:
    """Return the text for HTML content or a quoted attribute: unescaping it gives `one_line(text)`."""
    return Html(_html.escape(one_line(text), quote=True))


_MARKDOWN = re.compile(
    r"""
    ^ (?: [-+=:\#!\ ] | \d+[.)] )         # what would begin a list, heading, underline or code block
    | \ $                                  # a trailing space may be a line break
    | [\\`*{}\[\]&<>|~$]                   # what means something anywhere
    | (?<![^\W_]) _ | _ (?![^\W_])         # an underscore, unless it stands inside a word
    """,
    re.VERBOSE,
)
_BACKSLASH_ESCAPES = frozenset(r"\`*_{}[]#!+-")


def markdown(text: str) -> Markdown:
    """Return the text for inline Markdown, also at the start of a line or inside a table cell.

    Rendered, it shows `one_line(text)`: no emphasis, link, HTML, table border, list or heading.
    A backslash escapes what every dialect lets it escape; the rest are numeric entities.
    """
    return Markdown(_MARKDOWN.sub(_markdown_escape, one_line(text)))


def _markdown_escape(found: re.Match[str]) -> str:
    head, last = found[0][:-1], found[0][-1]
    return f"{head}\\{last}" if last in _BACKSLASH_ESCAPES else f"{head}&#{ord(last)};"


def slug(text: str) -> Slug:
    """Return a lower-case ASCII name for a file or an anchor: letters, digits and single hyphens.

    ``ActiveExportRegister.value`` gives ``active-export-register-value``. Never empty, never a
    device name of Windows (``con``), at most 64 characters.
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _ascii(text))
    name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:_SLUG_LENGTH].rstrip("-")
    return Slug(f"x-{name}" if name in _WINDOWS_DEVICES else name or "x")


_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def c_identifier(text: str) -> CIdentifier:
    """Return an identifier of C99 that is also none of C23, C++ or the standard headers' macros.

    Starts with a letter and holds no double underscore, so no name reserved to the implementation.
    """
    return CIdentifier(_identifier(text, C_RESERVED))


def python_identifier(text: str) -> PythonIdentifier:
    """Return an identifier of Python that is no keyword, soft keyword or built-in, private or dunder name."""
    return PythonIdentifier(_identifier(text, PYTHON_RESERVED))


def _identifier(text: str, reserved: frozenset[str]) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "_", _ascii(text)).strip("_")[:_IDENTIFIER_LENGTH].rstrip("_")
    if not name[:1].isalpha():
        name = f"x{name}"
    return f"{name}_" if name in reserved else name


def c_comment(text: str) -> CComment:
    """Return the text for a C comment of either form; it neither ends the comment nor joins lines.

    Comment marks and trigraphs are parted by a space; a trailing backslash gets a full stop.
    """
    shown = one_line(text).replace("*/", "* /").replace("/*", "/ *")
    shown = re.sub(r"\?(?=\?)", "? ", shown)
    return CComment(f"{shown}." if shown.rstrip().endswith("\\") else shown)


def c_string(text: str) -> CString:
    """Return a quoted string literal of C99 whose bytes are the text in UTF-8.

    Octal escapes, because a hexadecimal one would swallow following digits. No trigraph remains.
    A lone surrogate, which UTF-8 has not, is written as its Python escape.
    """
    octets = text.encode("utf-8", "backslashreplace").decode("latin-1")
    return CString('"' + re.sub(r"""[^ -~]|["\\?]""", _c_escape, octets) + '"')


def _c_escape(found: re.Match[str]) -> str:
    character = found[0]
    return f"\\{character}" if character in '"\\?' else f"\\{ord(character):03o}"


_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*([eE][-+]?\d+)?%?", re.ASCII)


def csv_cell(text: str) -> CsvCell:
    """Return the text for a CSV file that people open in a spreadsheet; the csv module still quotes it.

    What a spreadsheet would run as a formula gets an apostrophe in front; numbers such as -5 do
    not. Not for an exact export: there the raw text goes out, and the file's name says so.
    """
    shown = one_line(text)
    starts = text.startswith(_FORMULA_START) or shown.lstrip().startswith(_FORMULA_START)
    return CsvCell(f"'{shown}" if starts and not _NUMBER.fullmatch(shown) else shown)


_SUFFIX_LENGTHS = (0, 8, 16, 32, 64)


def unique_names(texts: Iterable[str], mangle: Callable[[str], str]) -> dict[str, str]:
    """Return a name for each text, unique among all, that does not depend on their order.

    A text keeps `mangle(text)` where nothing else claims it. All that collide, not all but the
    first, get an underscore and the first 8 hex digits of the SHA-256 of the text; more digits in
    the unheard-of case that those collide too.
    """
    level = dict.fromkeys(texts, 0)
    while True:
        names = {text: _suffixed(mangle(text), text, _SUFFIX_LENGTHS[step]) for text, step in level.items()}
        claims = Counter(names.values())
        # A name with all 64 digits need not move: whatever it meets still can.
        clash = [t for t, name in names.items() if claims[name] > 1 and level[t] < len(_SUFFIX_LENGTHS) - 1]
        if not clash:
            return names
        for text in clash:
            level[text] += 1


def _suffixed(name: str, text: str, digits: int) -> str:
    if not digits:
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name.rstrip('_')}_{digest[:digits]}"
