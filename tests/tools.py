"""External programs that tests need: found, or the test says loudly why it did not run."""

import os
import shutil
from typing import NoReturn

import pytest

NO_SKIP = "METERMAP_NO_SKIP"


def require_tool(name: str) -> str:
    """Return the path of a program.

    Without it the test is skipped with a reason, or fails if METERMAP_NO_SKIP is set.
    """
    path = shutil.which(name)
    if path is None:
        missing(f"the program {name} is not installed")
    return path


def missing(reason: str) -> NoReturn:
    """Skip the running test, or fail it if METERMAP_NO_SKIP is set."""
    if os.environ.get(NO_SKIP):
        pytest.fail(f"{reason}, and {NO_SKIP} is set")
    pytest.skip(reason)
