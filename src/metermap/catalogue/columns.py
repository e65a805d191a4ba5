"""The columns of each kind of sheet. A header is found by its text, wherever it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

__all__ = ["ELEMENTS", "HAN_ONLY", "ITEMS", "PARTS", "USE_CASES", "Column", "folded"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `filled`: no cell of it may be empty. `optional`: a sheet may do without it and not say so."""

    field: str
    header: str
    filled: bool = False
    optional: bool = False


ELEMENTS = (
    Column("id", "Element id", filled=True),
    Column("row", "Row", filled=True),
    Column("reference", "Reference"),
    Column("section", "Section", optional=True),
    Column("item", "Item", filled=True),
    Column("path", "Attribute path", filled=True),
    Column("category", "Category"),
    Column("data_type", "Data type"),
    Column("sensitive", "Sensitive"),
    Column("readers", "Readers"),
    Column("writers", "Writers"),
    Column("devices", "Devices", filled=True),
)
HAN_ONLY = (
    Column("id", "Element id", filled=True),
    Column("reference", "Reference"),
    Column("item", "Item", filled=True),
    Column("path", "Attribute path"),
    Column("devices", "Devices", filled=True),
)
ITEMS = (
    Column("device", "Device", filled=True),
    Column("section", "Section"),
    Column("category", "Category"),
    Column("item", "Item", filled=True),
    Column("data_type", "Data type"),
    Column("unit", "Unit"),
    Column("range", "Range or resolution"),
    Column("access", "Access"),
    Column("depth", "Depth"),
    Column("description", "Description"),
    Column("source", "Source"),
    Column("rows", "Rows"),
    Column("review", "Review"),
)
USE_CASES = (
    Column("code", "Use case", filled=True),
    Column("title", "Title"),
    Column("message_code", "Message code"),
    Column("target", "Target"),
    Column("protocol", "Protocol"),
    Column("message_type", "Message type"),
    Column("read_or_update", "Read or update"),
    Column("future_datable", "Future datable"),
    Column("replay_protection", "Replay protection"),
    Column("roles", "Remote party roles"),
    Column("service_reference", "Service reference"),
)
# The name of each part in a [[workbook]] table of metermap.toml, and its columns.
PARTS = {"elements": ELEMENTS, "han_only": HAN_ONLY, "items": ITEMS, "use_cases": USE_CASES}


def folded(text: str) -> str:
    """Return a header or sheet name as it is compared.

    Letter case, line breaks, no-break spaces and runs of spaces do not count.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
