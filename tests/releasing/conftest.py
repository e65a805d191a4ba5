"""Workspaces that are released."""

from pathlib import Path

import pytest

from metermap.releasing import Wanted, release
from tests.releasing.workspace import replace_in, small


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The small workspace, not released yet."""
    return small(tmp_path / "small")


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace with two releases, 4.0 and 4.1, for tests to read; an address moved in between."""
    root = small(tmp_path_factory.mktemp("released") / "small")
    assert release(root, Wanted("4.0")).files
    replace_in(root / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
    assert release(root, Wanted("4.1", date="2026-01-31")).files
    return root
