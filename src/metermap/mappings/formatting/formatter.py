"""Formatting one text: read, laid out, and read again to see that nothing but space has changed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from metermap.core.collecting import no_collection
from metermap.core.findings import Finding, Findings
from metermap.mappings.formatting.concrete import Concrete, read_concrete, tokens_of
from metermap.mappings.formatting.layout import lay_out
from metermap.mappings.parser import parse_bytes, parse_file_text

__all__ = ["Formatted", "format_bytes", "format_text"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in the canonical layout, or None for one with errors; `findings` has those, and warnings."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def format_text(name: str, text: str) -> Formatted:
    """Return a mapping file's text in the canonical layout, with newlines as line ends.

    `name` is what findings call the file. An empty file stays empty.
    """
    findings = Findings()
    with no_collection():
        parse_file_text(name, text, findings)
        return Formatted(None if findings.errors else _laid_out(text), findings.sorted())


def format_bytes(name: str, data: bytes) -> Formatted:
    """Return the content of a mapping file in the canonical layout.

    A byte order mark stays. Line ends become those of the first line, carriage return and newline or newline alone.
    """
    findings = Findings()
    with no_collection():
        parse_bytes(name, data, findings)
        if findings.errors:
            return Formatted(None, findings.sorted())
        text = _laid_out(data.decode("utf-8-sig"))
    mark = "\ufeff" if data.startswith(codecs.BOM_UTF8) else ""
    first_line = data.partition(b"\n")[0]
    return Formatted(mark + (text.replace("\n", "\r\n") if first_line.endswith(b"\r") else text), findings.sorted())


def _laid_out(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    before = read_concrete(plain)
    laid_out = lay_out(before)
    if laid_out != plain and list(_said(before)) != list(_said(read_concrete(laid_out))):
        message = "the layout changes what the file says"
        raise AssertionError(message)
    return laid_out


def _said(concrete: Concrete) -> Iterator[tuple[str, str]]:
    """Yield all tokens but commas at the end of a list, then all comments."""
    tokens = [(token.type, str(token)) for token in tokens_of(concrete.tree)]
    yield from (token for token, after in pairwise([*tokens, ("", "")]) if (token[1], after[1]) != (",", "}"))
    yield from (("", comment.text) for gap in concrete.all_gaps() for comment in gap.comments)
