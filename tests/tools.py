"""External programs that tests need: found, or the test says loudly why it did not run."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

NO_SKIP = "METERMAP_NO_SKIP"
WEB = "METERMAP_WEB"


def require_tool(name: str) -> str:
    """Return the path of a program.

    Without it the test is skipped with a reason, or fails if METERMAP_NO_SKIP is set.
    """
    path = shutil.which(name)
    if path is None:
        missing(f"the program {name} is not installed")
    return path


def web_packages() -> Path:
    """Return the folder of the packages that check pages: node_modules in .web, or in what METERMAP_WEB names."""
    folder = Path(os.environ.get(WEB) or Path(__file__).parents[1] / ".web") / "node_modules"
    if not folder.is_dir():
        missing(f"the checks of pages are not installed in {folder.parent}; run: sh scripts/web")
    return folder


def missing(reason: str) -> NoReturn:
    """Skip the running test, or fail it if METERMAP_NO_SKIP is set."""
    if os.environ.get(NO_SKIP):
        pytest.fail(f"{reason}, and {NO_SKIP} is set")
    pytest.skip(reason)
