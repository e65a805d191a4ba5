"""``metermap explain``: all that is known of an element, and what holds at a line of a mapping file, as cards."""

from metermap.codegen.explaining.asked import Meant, meant_by
from metermap.codegen.explaining.element import element_cards
from metermap.codegen.explaining.place import (
    AskedCell,
    AskedLine,
    asked_place,
    begins_at,
    elements_at,
    line_card,
    sentence_at,
)

__all__ = [
    "AskedCell",
    "AskedLine",
    "Meant",
    "asked_place",
    "begins_at",
    "element_cards",
    "elements_at",
    "line_card",
    "meant_by",
    "sentence_at",
]
