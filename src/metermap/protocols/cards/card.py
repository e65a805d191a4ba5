"""The card: plain data that every renderer shows alike."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Card", "CardTable"]


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table of a card; every row has as many cells as there are headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one entry.

    `kind` is the field's term for it (``cluster``, ``interface class``), `title` what it is called
    with its numbers. `facts` are label and text; one without text is left out. `remarks` are whole sentences.
    """

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[CardTable, ...] = ()
    remarks: tuple[str, ...] = ()
