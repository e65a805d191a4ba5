"""Running the command line inside the test."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from metermap import cli
from tests.mapped import mapped_workspace


@dataclass(frozen=True)
class Ran:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``metermap`` with arguments."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = cli._run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err or "--debug" in arguments
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of one element, mapped."""
    return mapped_workspace(tmp_path / "small")
