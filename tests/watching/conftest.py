"""A workspace to watch."""

from pathlib import Path

import pytest

from tests.mapped import mapped_workspace


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of one element, mapped."""
    return mapped_workspace(tmp_path / "small")
