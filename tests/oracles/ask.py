"""Asking the oracles: each in its own environment, as a program of its own.

The libraries are never imported here. `sh scripts/oracles` makes the environment; METERMAP_ORACLES_PYTHON
names the interpreter of another one.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter

from tests.oracles.facts import DlmsFacts, SepFacts

__all__ = [
    "COSEM",
    "GURUX",
    "HERE",
    "ORACLES",
    "SPODES",
    "ZIGPY",
    "Answers",
    "OraclesMissing",
    "ask_all",
    "interpreter",
    "pinned",
]

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
PYTHON: Final = "METERMAP_ORACLES_PYTHON"

ZIGPY: Final = "zigpy"
GURUX: Final = "gurux-dlms"
SPODES: Final = "dlms-spodes"
COSEM: Final = "dlms-cosem"
ORACLES: Final = (ZIGPY, GURUX, SPODES, COSEM)

_SECONDS: Final = 120
_Facts = TypeVar("_Facts", SepFacts, DlmsFacts)


class OraclesMissing(Exception):  # noqa: N818  (it says what is, and is no fault of the program)
    """There is no environment with the oracles; the text says how to make one."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What all oracles say; `dlms` by oracle."""

    sep: SepFacts
    dlms: dict[str, DlmsFacts]

    @property
    def versions(self) -> dict[str, str]:
        """Return the version of each oracle."""
        found = dict(self.sep.packages)
        for facts in self.dlms.values():
            found |= facts.packages
        return found


def pinned() -> dict[str, str]:
    """Return the versions of the oracles that the lists of differences are about."""
    lines = (HERE / "requirements.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    versions = {name.strip().lower().replace("_", "-"): version.strip() for name, version in pairs}
    return {oracle: versions[oracle] for oracle in ORACLES}


@cache
def ask_all() -> Answers:
    """Return what the oracles say, asked once a run.

    Raises:
        OraclesMissing: there is no environment to ask them in.
        subprocess.CalledProcessError: an oracle cannot be read; its own message is on standard error.
    """
    python = interpreter()
    dlms = {
        GURUX: _ask(python, "gurux_facts", DlmsFacts),
        SPODES: _ask(python, "spodes_facts", DlmsFacts),
        COSEM: _ask(python, "cosem_facts", DlmsFacts),
    }
    return Answers(_ask(python, "zigpy_facts", SepFacts), dlms)


def interpreter() -> str:
    """Return the interpreter of the environment with the oracles.

    Raises:
        OraclesMissing: there is none.
    """
    named = os.environ.get(PYTHON)
    if named:
        return named
    made = ROOT / ".venv-oracles" / "bin" / "python"
    if not made.exists():
        message = f"the oracles are not installed: run `sh scripts/oracles`, or set {PYTHON}"
        raise OraclesMissing(message)
    return str(made)


def _ask(python: str, script: str, shape: type[_Facts]) -> _Facts:
    command = [python, "-I", str(HERE / "extract" / f"{script}.py")]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=_SECONDS)
    return TypeAdapter(shape).validate_json(run.stdout)
