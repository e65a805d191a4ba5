"""``metermap explain ELEMENT``: all that is known of an element, as cards."""

from metermap.codegen.explaining.asked import Meant, meant_by
from metermap.codegen.explaining.element import element_cards

__all__ = ["Meant", "element_cards", "meant_by"]
