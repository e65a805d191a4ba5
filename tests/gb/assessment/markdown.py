"""Markdown of the pages made from the assessment: tables, quotations, numbers of rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from metermap.core.text import markdown
from tests.gb.assessment.evidence import Printed

__all__ = ["MOST", "evidence_table", "paragraph", "quoted", "table"]

MOST = 12
"""A table of evidence shows at most so many lines a finding, and says how many there are."""
_PROTOCOLS = {"dlms": "DLMS", "sep": "Smart Energy"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> Iterator[str]:
    """Yield a table; its cells are Markdown. The last `numbers` columns are set to the right."""
    rules = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    yield from (f"| {' | '.join(cells)} |" for cells in (head, rules, *rows))
    yield ""


def paragraph(text: str) -> Iterator[str]:
    """Yield a paragraph of Markdown, wrapped as the pages are."""
    yield from textwrap.wrap(" ".join(text.split()), 118, break_long_words=False, break_on_hyphens=False)
    yield ""


def quoted(text: str) -> str:
    """Return a text of the sources between quotation marks, escaped."""
    return f"“{markdown(text)}”"


def evidence_table(found: Iterable[tuple[str, tuple[Printed, ...]]]) -> Iterator[str]:
    """Yield the table of a point's findings: what the rule says, the row, both texts."""
    head = ("Finding", "Row", "The catalogue prints", "The mapping table prints")
    yield from table(head, (row for message, lines in found for row in _rows(message, lines)))


def _rows(message: str, lines: tuple[Printed, ...]) -> Iterator[tuple[str, str, str, str]]:
    shown = lines[:MOST]
    for at, line in enumerate(shown):
        yield ("" if at else message, str(line.row or "–"), _catalogue(line), _mapping(line))  # noqa: RUF001  (a dash)
    if len(lines) > MOST:
        yield (f"and {len(lines) - MOST} more lines", "", "", "")
    if not lines:
        yield (message, "", "", "")


def _catalogue(line: Printed) -> str:
    cells = "; ".join(f"{markdown(cell)} {quoted(text)}" for cell, text in line.cells)
    return f"{markdown(line.name)}: {cells}" if cells else "not in the catalogue"


def _mapping(line: Printed) -> str:
    return "; ".join(f"{_PROTOCOLS[name]}: {', '.join(quoted(cell) for cell in cells)}" for name, cells in line.rows)
