"""Put distributions on the path as an installation would: modules beside a folder of metadata."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
RUST_NAMES = ROOT / "tests/plugins/rust_names"

PLAIN = """
from metermap.codegen.base import Generated, Registration
def generate(given):
    return Generated({"hello.txt": given.model.name.encode()}, {"greetings": 1})
GENERATOR = Registration("FOLDER", generate, helpers=1)
"""


class Site:
    """A folder on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name: str, program: str, entry_points: str = "", module: str = "") -> None:
        """Install a distribution with one module; without `entry_points` it registers ``name = module:GENERATOR``."""
        module = module or name.replace("-", "_")
        (self.folder / f"{module}.py").write_text(program, "utf-8")
        metadata = self.folder / f"{name.replace('-', '_')}-1.2.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", "utf-8")
        lines = entry_points or f"{module} = {module}:GENERATOR"
        (metadata / "entry_points.txt").write_text(f"[metermap.generators]\n{lines}\n", "utf-8")
        importlib.invalidate_caches()

    def plain(self, name: str, folder: str = "", entry_points: str = "") -> None:
        """Install a generator that says hello."""
        self.install(name, PLAIN.replace("FOLDER", folder or name.replace("-", "_")), entry_points)


def a_site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Yield a folder on the path; what was imported from it is forgotten afterwards."""
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield Site(folder)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]
