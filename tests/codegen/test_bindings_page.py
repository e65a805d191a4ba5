"""What the pages on the Python bindings show is what happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.codegen.conftest import write_gb
from tests.conftest import ROOT

PAGES = (ROOT / "docs/bindings.md", ROOT / "docs/bindings-messages.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bindings of the workspace are imported from, proposals included."""
    return write_gb(tmp_path_factory.mktemp("page"), "gb")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_gives_what_is_shown(folder: Path, page: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "doctest", page],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_there_are_examples_to_run(page: Path) -> None:
    assert page.read_text("utf-8").count(">>> ") > 40
