"""The page of a data item: how each device holds it first, then what is known of it, then what is open."""

from metermap.site.pages.item.context import ItemPages
from metermap.site.pages.item.page import item_body

__all__ = ["ItemPages", "item_body"]
