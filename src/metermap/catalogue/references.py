"""References of the catalogue: which sections of which documents a line cites.

Printed forms: ``SMETS 4.6.5.5/5.7.5.11``, ``SMETS 4.5.3.20 SMETS 5.5.1 / 9.4.1 CHTS 4.6.3.1``,
``SMETS NA; CHTS 4.5.4.10``, ``SMETS 6 / IHDTS``, ``(DLMS)``. A list of COSEM objects cites logical names
instead: ``1-0:2.8.0.255``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from metermap.core.logical_names import LogicalName, parse_logical_name

__all__ = ["Reference", "parse_references", "printed_references"]

_LONGEST = 2000
_NUMBERED = re.compile(r"[\d.\s]+")
_NOT_USED = 255
_TOKEN = re.compile(
    r"\s*(?:(?P<separator>[,;/&+]|and\b)"
    r"|(?P<noise>sections?\b|clauses?\b|\N{SECTION SIGN})"
    r"|(?P<section>(?:[A-Z]\.?)?\d{1,4}(?:\.\d{1,4}){0,9}(?![\w.])|N/?A\b)"
    r"|(?P<document>\(?[A-Z][A-Za-z]{1,15}(?:\d(?![\d.]))?\b\)?))\s*"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A section of a document, or a document as a whole: `section` is empty then.

    In brackets the source names a protocol instead, whose own field the line is: ``(DLMS)``. A reference
    to a COSEM object has a `logical_name` and neither of the two; `printed` is how it is spelled.
    """

    document: str
    section: str = ""
    logical_name: LogicalName | None = None
    printed: str = field(default="", compare=False)

    @property
    def family(self) -> str:
        """Return document and all numbers of the section but the last: ``SMETS 5.7.5``."""
        return f"{self.document} {self.section.rpartition('.')[0]}"

    @property
    def chapter(self) -> str:
        """Return document and the first number of the section: ``SMETS 5``. In GB that is a device."""
        return f"{self.document} {self.section.partition('.')[0]}".rstrip()

    def __str__(self) -> str:
        return self.printed if self.logical_name else f"{self.document} {self.section}".rstrip()


def parse_references(text: str) -> tuple[Reference, ...] | None:
    """Return what `text` cites, in its order, each once; () for an empty text, None if it is not understood.

    Sections are parted by a slash, a comma, a semicolon, ``and``, ``&`` or mere space. One without a
    document belongs to the document before it. ``NA`` means that the document has no such section.
    Logical names stand alone, parted by a comma or a semicolon; six numbers with full stops between
    them are one only if the last is 255, for they could be a section.
    """
    if len(text) > _LONGEST:
        return None
    if objects := _objects(text):
        return objects
    found: list[Reference] = []
    document, cited, at, end = "", True, 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        at = token.end()
        if name := token["document"]:
            _cite_whole(found, document, cited=cited)
            document, cited = name, False
        elif section := token["section"]:
            if not document:
                return None
            cited = True
            if section not in {"NA", "N/A"}:
                found.append(Reference(document, section))
    _cite_whole(found, document, cited=cited)
    return tuple(dict.fromkeys(found)) if document or not end else None


def _objects(text: str) -> tuple[Reference, ...]:
    """Return references to COSEM objects, each once; () if the text is anything else."""
    found: list[Reference] = []
    for part in map(str.strip, re.split("[;,]", text)):
        name = parse_logical_name(part)
        if name is None or (_NUMBERED.fullmatch(part) and name.f != _NOT_USED):
            return ()
        found.append(Reference("", logical_name=name, printed=part))
    return tuple(dict.fromkeys(found))


def _cite_whole(found: list[Reference], document: str, *, cited: bool) -> None:
    if document and not cited:
        found.append(Reference(document))


def printed_references(references: Iterable[Reference]) -> str:
    """Return references in one notation, which `parse_references` reads as the same ones.

    ``SMETS 4.6.5.15 / 5.7.5.27; CHTS 4.6.3.10``.
    """
    parts: list[str] = []
    before = ""
    for reference in references:
        joined = reference.document == before != "" and bool(reference.section)
        parts.append(f" / {reference.section}" if joined else f"; {reference}")
        before = reference.document if reference.section else ""
    return "".join(parts).removeprefix("; ")
