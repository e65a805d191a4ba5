"""Reads mapping files: bytes or text in, syntax tree and findings out; see `messages.reading` for mistakes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lark import UnexpectedInput

from metermap.core.collecting import no_collection
from metermap.core.places import FilePlace, TextPlace
from metermap.core.text import TURNING
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.builder import TreeBuilder, TreeFault, shown
from metermap.mappings.grammar_tables import parser_with
from metermap.mappings.messages.reading import Reader
from metermap.mappings.messages.tables import Spellings

if TYPE_CHECKING:
    from lark import Lark

    from metermap.core.findings import Findings

__all__ = ["parse_bytes", "parse_file_text", "parse_hole"]

MAX_BYTES = 10_000_000
MAX_DEPTH = 40


@cache
def _grammar() -> Lark:
    return parser_with(TreeBuilder())


@cache
def _spellings() -> Spellings:
    return Spellings(_grammar())


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
    with no_collection():
        return Reader(_grammar(), _spellings(), name, text, findings).read()


@lru_cache(maxsize=4096)
def parse_hole(text: str) -> s.Expression | s.Index | None:
    """Read what stands between ``<`` and ``>``: an expression, or a binding ``n in 1..2``."""
    try:
        return _grammar().parse(text, start="hole")  # type: ignore[return-value]  # the transformer's result
    except (UnexpectedInput, TreeFault):
        return None


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
