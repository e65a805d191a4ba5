"""The reference workspace as a fixture."""

from __future__ import annotations

import pytest

from metermap.mappings.model import ResolvedModel
from tests.gb.load import load_gb


@pytest.fixture(scope="session")
def gb_model() -> ResolvedModel:
    return load_gb()
