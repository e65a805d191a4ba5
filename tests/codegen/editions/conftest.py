"""The bindings of the workspace with other editions, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.codegen import c, python
from tests.codegen.conftest import write
from tests.codegen.editions.older import given_editions, partly, wholly


@pytest.fixture(scope="session")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``python/`` and ``c/``; of the other edition only part is recorded."""
    folder = tmp_path_factory.mktemp("part")
    given = given_editions(partly())
    write(python.generate(given).files, folder)
    write(c.generate(given).files, folder)
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, of an edition that is recorded as a whole."""
    folder = tmp_path_factory.mktemp("all")
    given = given_editions(wholly())
    write(python.generate(given).files, folder)
    write(c.generate(given).files, folder)
    return folder
