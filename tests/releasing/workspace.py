"""A small workspace to release: a gas meter with three elements, two of them mapped, and facts about one item."""

from collections.abc import Mapping
from pathlib import Path

from metermap.core.rules import small_workspace

__all__ = ["ELEMENTS", "MAPPING", "contents", "replace_in", "small"]

HEAD = "Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices\n"
ELEMENTS = {
    "CalorificValue.value": "21,SMETS 4.6.4.3,CalorificValue,value,Configuration data,INTEGER,,Supplier,,GSME",
    "ConversionFactor.value": "22,SMETS 4.6.4.5,ConversionFactor,value,Configuration data,INTEGER,,Supplier,,GSME",
    "Tier.label": "23,SMETS 4.6.4.6,Tier,label,Configuration data,OCTET STRING,,Supplier,,GSME",
}
MAPPING = """syntax 1.

on GSME over sep, tunnelled.

CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.

ConversionFactor is Price { ConversionFactor @0x0302: value #22 as uint32 }.
"""


def small(root: Path, elements: Mapping[str, str] = ELEMENTS) -> Path:
    """Make the workspace in a folder that is not there yet."""
    (root / "mappings").mkdir(parents=True)
    (root / "metermap.toml").write_text(
        small_workspace(top='edition = "GBCS 4.0"  # the one that is worked on'), "utf-8"
    )
    write_elements(root, elements)
    (root / "mappings/gas.map").write_text(MAPPING, "utf-8")
    return root


def write_elements(root: Path, elements: Mapping[str, str]) -> None:
    rows = "".join(f"{name},{rest}\n" for name, rest in elements.items())
    (root / "elements.csv").write_text(HEAD + rows, "utf-8")


def replace_in(path: Path, old: str, new: str) -> None:
    """Edit a file as a person would; what is to be replaced is there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def contents(root: Path) -> dict[str, bytes]:
    """Return all files below a folder by their paths."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
