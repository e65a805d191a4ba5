"""A workspace of one element, for tests of results, and what its file of results says."""

from collections.abc import Sequence
from pathlib import Path

from metermap.core.findings import Finding
from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from metermap.mappings.model import ResolvedModel
from metermap.pipeline import check

__all__ = ["HEADER", "ROW", "checked", "small"]

HEADER = "device,protocol,subject,outcome,edition,date,laboratory\n"
ROW = "GSME,sep,CalorificValue.value,passed,1.0,2026-03-31,North\n"
MAPPING = """syntax 1.
on GSME over sep, tunnelled.
CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.
"""


def small(folder: Path, *texts: str | bytes, mapping: str = MAPPING, edition: str = "1.0") -> Path:
    """Make the workspace in a folder, with a file of results for each text."""
    top = (f'edition = "{edition}"\n' if edition else "") + 'results = ["results/*.csv"]\n'
    (folder / "mappings").mkdir(parents=True)
    (folder / "results").mkdir()
    (folder / "metermap.toml").write_text(small_workspace(top=top), "utf-8")
    (folder / "elements.csv").write_text(SMALL_ELEMENTS, "utf-8")
    (folder / "mappings" / "gas.map").write_text(mapping, "utf-8")
    for number, text in enumerate(texts, 1):
        octets = text if isinstance(text, bytes) else text.encode()
        (folder / "results" / f"{number}.csv").write_bytes(octets)
    return folder


def checked(folder: Path) -> tuple[ResolvedModel, Sequence[Finding]]:
    """Return the model of a workspace, and what is found about results."""
    result = check(folder)
    assert result.model is not None
    return result.model, [found for found in result.everything if "MM950" <= found.code <= "MM969"]
