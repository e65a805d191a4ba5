"""The program as a process of its own, which Ctrl+C reaches wherever the tests run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from tests.conftest import ROOT

__all__ = ["WAIT_S", "started"]

WAIT_S = 120
"""After so long the process is ended, and whoever reads of it finds the end of its output."""

# Of what a shell starts in the background SIGINT is ignored, and so of what that starts in turn.
_START = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('metermap', run_name='__main__', alter_sys=True)"
)


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the program with both of its outputs piped; it ends with the block, or when it takes too long."""
    command = [sys.executable, "-c", _START, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT / "src", stdout=pipe, stderr=pipe, text=True) as program:
        limit = Timer(WAIT_S, program.kill)
        limit.start()
        try:
            yield program
        finally:
            limit.cancel()
            program.kill()
