"""Readable cards: what the dictionaries know of one entry, on one screen."""

from metermap.protocols.cards.card import Card, CardTable
from metermap.protocols.cards.layout import card_json, card_text

__all__ = ["Card", "CardTable", "card_json", "card_text"]
