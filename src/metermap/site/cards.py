"""What the dictionaries know of an entry, as HTML: the same cards that the commands print."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from metermap.core.markup import EMPTY, code, join, labelled, table, tag, text
from metermap.core.text import Html
from metermap.protocols.cards import Card, CardTable
from metermap.site.pieces import definitions

__all__ = ["card_facts", "card_remarks", "card_table", "card_tables"]

# Columns that hold names, numbers and types of a standard.
_CODES = frozenset(
    {"id", "index", "name", "type", "selector", "value", "mask", "parameters", "attribute", "field", "at"}
)


def card_facts(
    card: Card,
    before: Iterable[tuple[str, Html]] = (),
    after: Iterable[tuple[str, Html]] = (),
    *,
    without: Collection[str] = (),
) -> Html:
    """Return a card's facts with others around them; those whose label is in `without` are said elsewhere."""
    own = (
        (f"{label[:1].upper()}{label[1:]}", text(said)) for label, said in card.facts if said and label not in without
    )
    return definitions((*before, *own, *after), class_="two")


def card_remarks(card: Card) -> Html:
    """Return a card's remarks, each in a paragraph."""
    return join(tag("p", text(remark), class_="quiet") for remark in card.remarks)


def card_tables(tables: Iterable[CardTable]) -> Html:
    """Return the tables that have rows."""
    return join(card_table(one) for one in tables if one.rows)


def card_table(shown: CardTable) -> Html:
    """Return a table of a card; a column without any content is left out."""
    kept = [index for index, _ in enumerate(shown.headings) if any(row[index] for row in shown.rows)]
    head = tuple(f"{shown.headings[index][:1].upper()}{shown.headings[index][1:]}" for index in kept)
    rows = (
        tag("tr", *labelled(head, (_cell(shown.headings[index], row[index]) for index in kept))) for row in shown.rows
    )
    return table(shown.title, head, [tag("tbody", *rows)], class_="card stack")


def _cell(heading: str, said: str) -> Html:
    if not said:
        return tag("td", EMPTY)
    return tag("td", code(said) if heading in _CODES else text(said))
