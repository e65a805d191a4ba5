"""Reads mapping files: text in, syntax tree and findings out.

The whole file is parsed in one pass. Only when that fails is it cut at the sentences (what
starts in column 1, except ``also``, ``}`` and comments), so that one bad sentence costs one
finding and the rest is still read.
"""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.exceptions import UnexpectedEOF

from metermap.core.places import FilePlace, TextPlace
from metermap.core.text import TURNING
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.builder import TreeBuilder, TreeFault, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metermap.core.findings import Findings

__all__ = ["CLAUSE_WORDS", "parse_bytes", "parse_file_text", "parse_hole"]

MAX_BYTES = 10_000_000
MAX_DEPTH = 40

CLAUSE_WORDS = (
    "as",
    "in",
    "only",
    "coded",
    "when",
    "for",
    "since",
    "until",
    "because",
    "despite",
    "status",
    "becomes",
    "by",
    "through",
    "optional",
    "allow",
)

_EXPECTED_WORDS = {
    "_END": "a full stop that ends the sentence",
    "COMMA": "a comma before the next field",
    "COLON": "':' (carries)",
    "EQUAL": "'=' (is always)",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "LPAR": "'('",
    "RPAR": "')'",
    "LSQB": "'['",
    "RSQB": "']'",
    "NAME": "a name",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "ROWS": "row numbers such as #100",
    "OBIS": "a logical name such as 1-0:1.8.0.255",
    "AT": "'@' and a number",
}


@cache
def _grammar() -> Lark:
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer="contextual",
        start=["file", "hole"],
        maybe_placeholders=True,
        transformer=TreeBuilder(),
    )


def parse_bytes(name: str, data: bytes, findings: Findings) -> s.File:
    """Read a mapping file. `name` is what messages call it; faults go to `findings`."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; the limit is {MAX_BYTES:,}"
        findings.add(codes.FILE_TOO_LARGE.at(FilePlace(name), message))
        return s.File(name, ())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        column = fault.start - data.rfind(b"\n", 0, fault.start)
        message = f"byte 0x{data[fault.start]:02X} is not UTF-8"
        findings.add(codes.NOT_TEXT.at(TextPlace(name, line, column), message))
        return s.File(name, ())
    return parse_file_text(name, text, findings)


def parse_file_text(name: str, text: str, findings: Findings) -> s.File:
    """Read the text of a mapping file; see `parse_bytes`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in TURNING.finditer(text):
        at = _position(text, found.start())
        place = TextPlace(name, at.line, at.column)
        findings.add(codes.MISLEADING_TEXT.at(place, f"the character U+{ord(found[0]):04X} stands here", subject=name))
    other = _OTHER_SYNTAX.match(text)
    if other is not None:
        at = _position(text, other.start("version"))
        message = f"the file is written in syntax {shown(other['version'])[1:-1]}, which this metermap does not read"
        advice = (
            "Nothing else of the file is read. Use a metermap that knows this syntax, or write the file in syntax 1."
        )
        place = TextPlace(name, at.line, at.column)
        findings.add(codes.SYNTAX_VERSION.at(place, message, subject=name, expected="syntax 1", help=advice))
        return s.File(name, ())
    deep = _too_deep(text)
    if deep is not None:
        place = TextPlace(name, deep.line, deep.column)
        findings.add(codes.NESTED_TOO_DEEP.at(place, f"brackets are nested deeper than {MAX_DEPTH}"))
        return s.File(name, ())
    try:
        sentences = _parse(text)
    except (UnexpectedInput, TreeFault):
        sentences = _sentence_by_sentence(name, text, findings)
    return s.File(name, tuple(sentences))


@lru_cache(maxsize=4096)
def parse_hole(text: str) -> s.Expression | s.Index | None:
    """Read what stands between ``<`` and ``>``: an expression, or a binding ``n in 1..2``."""
    try:
        return _grammar().parse(text, start="hole")  # type: ignore[return-value]  # the transformer's result
    except (UnexpectedInput, TreeFault):
        return None


def _parse(text: str) -> list[s.Sentence]:
    return _grammar().parse(text, start="file")  # type: ignore[return-value]  # the transformer's result


# ---- recovery and messages ------------------------------------------------------------------------

_OPENS = re.compile(r"^(?!also\b|--|[\s}])", re.MULTILINE)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the number of lines before it."""
    starts = [found.start() for found in _OPENS.finditer(text)]
    lines = text.count("\n", 0, starts[0]) if starts else 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].strip():
            yield lines, text[start:end]
        lines += text.count("\n", start, end)


def _sentence_by_sentence(name: str, text: str, findings: Findings) -> list[s.Sentence]:
    sentences: list[s.Sentence] = []
    before = 0
    for lines, chunk in _chunks(text):
        try:
            sentences.extend(_parse("\n" * lines + chunk))
        except UnexpectedInput as fault:
            _report(name, chunk, lines, fault, findings)
            before += 1
            if chunk.startswith("on "):
                sentences.append(_unknown_scope(lines + 1))
        except TreeFault as fault:
            findings.add(fault.code.at(TextPlace(name, fault.at.line, fault.at.column), str(fault)))
            before += 1
    if not before:
        # The file fails as a whole though every part parses: a sentence does not start in column 1.
        message = "a sentence does not start in column 1, or a part of one does"
        findings.add(codes.SYNTAX.at(FilePlace(name), message))
    return sentences


def _unknown_scope(line: int) -> s.On:
    """Return an `on` that says nothing: what follows one that cannot be read holds of nobody knows whom."""
    return s.On((), "", "", s.Clauses(), s.At(line, 1))


def _report(name: str, chunk: str, lines: int, fault: UnexpectedInput, findings: Findings) -> None:
    last = chunk.rstrip()
    line, column = fault.line, fault.column
    if isinstance(fault, UnexpectedEOF) or line is None or line < 1:
        line = lines + last.count("\n") + 1
        column = len(last.rsplit("\n", 1)[-1]) + 1
    found, allowed = _found(fault, chunk, line - lines, column)
    findings.add(
        codes.SYNTAX.at(
            TextPlace(name, line, column),
            found,
            expected=_expected(allowed),
            help=_advice(fault, allowed),
            subject=name,
        )
    )


def _found(fault: UnexpectedInput, chunk: str, line: int, column: int) -> tuple[str, frozenset[str]]:
    match fault:
        case UnexpectedToken():
            allowed = frozenset(fault.accepts or fault.expected)
            if fault.token.type == "$END":
                return "the sentence is not finished", allowed
            return f"{shown(str(fault.token))} cannot stand here", allowed
        case UnexpectedCharacters():
            allowed = frozenset(fault.allowed or ())
            character = chunk.split("\n")[line - 1][column - 1 : column]
            if character == '"':
                return "the text in quotes is not closed on its line", allowed
            return f"{shown(character)} cannot stand here", allowed
        case _:
            return "the sentence is not finished", frozenset()


def _expected(allowed: frozenset[str]) -> str:
    words = [word for terminal, word in _EXPECTED_WORDS.items() if terminal in allowed]
    clauses = [word for word in CLAUSE_WORDS if word.upper() in allowed]
    if clauses:
        words.append(f"a clause ({', '.join(clauses)})")
    words += [f"'{word}'" for word in ("is", "also", "over", "at", "call", "returns", "and") if word.upper() in allowed]
    return " or ".join(words)


def _advice(fault: UnexpectedInput, allowed: frozenset[str]) -> str:
    if isinstance(fault, UnexpectedToken):
        words = [word.lower() for word in allowed if word.isalpha()]
        close = difflib.get_close_matches(str(fault.token), words, n=1)
        if close:
            return f"Did you mean '{close[0]}'?"
    if "_END" in allowed:
        return "A sentence ends with a full stop; a new one starts in column 1."
    return "See the reference of the language, docs/language.md."


_TOKENS = re.compile(r'--[^\n]*|"(?:[^"\\\n]|\\.)*"|[][{}()]')


# A version that is not 1, in the first sentence: what follows may be of another language.
_OTHER_SYNTAX = re.compile(r"(?:\s|--[^\n]*\n)*+syntax\s+(?!1\s*\.(?:\s|$|--))(?P<version>\d[\w.]*?)\s*\.(?=\s|$|--)")


def _position(text: str, offset: int) -> s.At:
    return s.At(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _too_deep(text: str) -> s.At | None:
    depth = 0
    for found in _TOKENS.finditer(text):
        mark = found[0]
        if mark in "{[(":
            depth += 1
            if depth > MAX_DEPTH:
                return _position(text, found.start())
        elif mark in ")]}":
            depth = max(0, depth - 1)
    return None
