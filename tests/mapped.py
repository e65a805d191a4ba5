"""A workspace of one element, mapped."""

from pathlib import Path

from metermap.core.rules import SMALL_ELEMENTS, small_workspace

__all__ = ["MAPPING", "mapped_workspace"]

MAPPING = """syntax 1.

on GSME over sep, tunnelled.

CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.
"""


def mapped_workspace(root: Path) -> Path:
    """Write the workspace into a new folder, and return that."""
    (root / "mappings").mkdir(parents=True)
    (root / "metermap.toml").write_text(small_workspace(), "utf-8")
    (root / "elements.csv").write_text(SMALL_ELEMENTS, "utf-8")
    (root / "mappings/gas.map").write_text(MAPPING, "utf-8")
    return root
