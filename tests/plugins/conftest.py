"""A small workspace to build, and a folder to install plug-ins in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue.workbooks import small_workspace
from tests.plugins.installing import Site, a_site


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with two elements, of which one has an address."""
    root = tmp_path / "small"
    (root / "mappings").mkdir(parents=True)
    small_workspace(root)
    file = root / "metermap.toml"
    file.write_text('mappings = ["mappings/*.map"]\n' + file.read_text("utf-8"), "utf-8")
    sentence = "on ESME over dlms, tunnelled.\nActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.\n"
    (root / "mappings/a.map").write_text(sentence, "utf-8")
    return root


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A folder on the path."""
    yield from a_site(tmp_path / "site", monkeypatch)
