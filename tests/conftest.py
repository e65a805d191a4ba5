"""Settings for all tests, and the Great Britain workspace, copied and built once."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from metermap import pipeline

# Shared machines pause for longer than a deadline allows; a slow example is not a wrong one.
# A gate must answer the same twice: with CI set the examples are fixed; elsewhere they explore.
settings.register_profile("metermap", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI")))
settings.load_profile("metermap")

# Tests read what is there, and leave nothing in the user's folders; those of the cache name one.
os.environ["METERMAP_CACHE"] = ""

ROOT = Path(__file__).parents[1]


def copy_gb(folder: Path) -> Path:
    """Return a copy of the workspace, without what may have been built in it."""
    shutil.copytree(ROOT / "gb", folder, ignore=shutil.ignore_patterns("build", "annotated"))
    return folder


@pytest.fixture
def gb_copy(tmp_path: Path) -> Path:
    """A copy of the workspace for one test to spoil."""
    return copy_gb(tmp_path / "gb")


@pytest.fixture(scope="session")
def gb_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All outputs of the workspace as it is, for all tests to read."""
    out = tmp_path_factory.mktemp("gb") / "build"
    pipeline.build(ROOT / "gb", out)
    return out
