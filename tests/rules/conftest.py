"""The Great Britain catalogue and dictionaries, read once."""

from __future__ import annotations

import pytest

from metermap.catalogue.model import Catalogue
from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Findings
from metermap.core.workspace import Workspace, load_workspace
from metermap.protocols import Dictionaries, load_dictionaries
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def gb() -> tuple[Workspace, Catalogue, Dictionaries]:
    workspace = load_workspace(ROOT / "gb", Findings())
    assert workspace is not None
    catalogue = read_catalogue(workspace, Findings())
    assert catalogue is not None
    return workspace, catalogue, load_dictionaries()
