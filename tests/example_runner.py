"""Runs the examples of rules: what `check` says of a workspace that an example makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap import pipeline
from metermap.core.findings import Findings
from metermap.mappings import resolve_model
from tests.conftest import copy_gb

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.rules import Example
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries

__all__ = ["codes_of"]

HEADER = "syntax 1.\nuse dlms gb.\nuse sep gb.\n"
SHORT_HEADER = "syntax 1.\n"  # a workspace of the example names no overlays


def codes_of(
    example: Example, gb: tuple[Workspace, Catalogue, Dictionaries], folder: Path, *, built: bool = False
) -> set[str]:
    """Return the codes that are found in an example, in an empty folder; what only a build finds if it is `built`."""
    if not example.files:
        return _resolved(example.mapping, gb, folder)
    root = folder / "example"
    header = SHORT_HEADER if "metermap.toml" in dict(example.files) else HEADER
    root.mkdir() if "metermap.toml" in dict(example.files) else _without_mappings(copy_gb(root))
    (root / "mappings").mkdir(exist_ok=True)
    (root / "mappings" / "example.map").write_text(header + example.mapping, encoding="utf-8")
    for name, text in example.files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    checked = pipeline.build(root).checked if built else pipeline.check(root)
    return {finding.code for finding in checked.everything}


def _without_mappings(root: Path) -> None:
    for file in (root / "mappings").glob("*.map"):
        file.unlink()


def _resolved(mapping: str, gb: tuple[Workspace, Catalogue, Dictionaries], folder: Path) -> set[str]:
    workspace, catalogue, dictionaries = gb
    (folder / "example.map").write_text(HEADER + mapping, encoding="utf-8")
    findings = Findings()
    own = replace(workspace, root=folder, mappings=("*.map",), workbooks=(), errata="", expected="", editions=())
    resolve_model(own, catalogue, dictionaries, findings)
    return {finding.code for finding in findings}
