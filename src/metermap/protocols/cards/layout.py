"""Cards as text for a terminal and as JSON.

Texts come from workbooks and mapping files too: all that cannot be seen is shown escaped. Nothing is
cut: what does not fit the width is wrapped.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from metermap.core.text import one_line
from metermap.protocols.cards.card import Card, CardTable

__all__ = ["JSON_VERSION", "card_json", "card_text"]

JSON_VERSION: Final = 0

_INDENT: Final = "  "
_GAP: Final = "  "
_NARROWEST: Final = 12
_PARTS = re.compile(r"(?<=[{(|/.;_,])(?=.)(?!\w+:\d|\d)")  # tariff.map:11:5 and 1-0:1.8.0.255 stay whole


def card_text(card: Card, width: int = 120, rows: int | None = None) -> str:
    """Return the card as lines of at most `width` characters, where its words allow it.

    Of a table with more than `rows` rows the first ones are shown, and how many there are more.
    """
    lines = _titled(card, width)
    lines += _facts([(label, one_line(text)) for label, text in card.facts if text], width)
    for remark in card.remarks:
        lines += _wrapped(one_line(remark), width, _INDENT, _INDENT)
    for table in card.tables:
        if table.rows:
            shown = table if rows is None else replace(table, rows=table.rows[:rows])
            lines += ["", *_wrapped(one_line(table.title), width, _INDENT, _INDENT), *_table(shown, width)]
            if more := len(table.rows) - len(shown.rows):
                lines.append(f"{_INDENT * 2}and {more:,} more; --all shows them")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _titled(card: Card, width: int) -> list[str]:
    line = f"{one_line(card.title)}  ({card.kind})"
    return [line] if len(line) <= width else _wrapped(line, width, "", _INDENT)


def _facts(facts: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    label_width = max((len(label) for label, _ in facts), default=0)
    for label, text in facts:
        head = f"{_INDENT}{label.ljust(label_width)}{_GAP}"
        yield from _wrapped(text, width, head, " " * len(head))


def _table(table: CardTable, width: int) -> Iterator[str]:
    """Yield the rows as aligned columns; columns without any text are left out."""
    kept = [at for at in range(len(table.headings)) if any(row[at] for row in table.rows)]
    if not kept:
        return
    rows = [[one_line(row[at]) for at in kept] for row in (table.headings, *table.rows)]
    widths = _widths(rows, width - 2 * len(_INDENT))
    for row in rows:
        yield from _row(row, widths)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the widths of the columns: the widest give way until all fit, down to the longest part of a word."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    words = [[word for cell in column for word in cell.split()] for column in columns]
    parts = [[part for word in column for part in _PARTS.split(word)] for column in words]
    room = width - len(_GAP) * (len(widths) - 1)
    for floors in (words, parts):
        _narrow(widths, [max(map(len, column), default=0) for column in floors], room)
    return widths


def _narrow(widths: list[int], floors: Sequence[int], room: int) -> None:
    while sum(widths) > room:
        wide = [at for at, each in enumerate(widths) if each > max(floors[at], _NARROWEST)]
        if not wide:
            break
        widths[max(wide, key=widths.__getitem__)] -= 1


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [_wrapped(cell, each) for cell, each in zip(cells, widths, strict=True)]
    for at in range(max(map(len, wrapped))):
        line = (part[at] if at < len(part) else "" for part in wrapped)
        yield _INDENT * 2 + _GAP.join(text.ljust(each) for text, each in zip(line, widths, strict=True))


def _wrapped(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Return lines of at most `width`: broken at blanks, in a longer word behind a brace, bar, slash or point."""
    room = max(width - len(further), 1)
    words = " ".join(_broken(word, room) if len(word) > room else word for word in text.split())
    wrapper = textwrap.TextWrapper(
        width, initial_indent=first, subsequent_indent=further, break_on_hyphens=False, break_long_words=False
    )
    return wrapper.wrap(words) or [first]


def _broken(word: str, width: int) -> str:
    """Return a word that is too long in pieces, as many parts in each as fit."""
    pieces = [""]
    for part in _PARTS.split(word):
        if len(pieces[-1]) + len(part) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += part
    return " ".join(pieces)


def card_json(cards: Iterable[Card]) -> str:
    """Return cards as a JSON document, version 0, ASCII only: an object with `version` and `cards`."""
    document = {"version": JSON_VERSION, "cards": [_card(card) for card in cards]}
    return json.dumps(document, indent=2) + "\n"


def _facts_by_label(card: Card) -> dict[str, str]:
    """Return the facts with text; those of one label, such as two roles on a mirror, are joined."""
    found: dict[str, str] = {}
    for label, text in card.facts:
        if text:
            found[label] = f"{found[label]}; {text}" if label in found else text
    return found


def _card(card: Card) -> dict[str, object]:
    return {
        "kind": card.kind,
        "title": card.title,
        "facts": _facts_by_label(card),
        "tables": [
            {"title": table.title, "rows": [dict(zip(table.headings, row, strict=True)) for row in table.rows]}
            for table in card.tables
        ],
        "remarks": list(card.remarks),
    }
