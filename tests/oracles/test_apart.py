"""The oracles stay apart: nothing but the scripts that print what they know imports them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.oracles.ask import ORACLES, pinned

ROOT = Path(__file__).parents[2]
LIBRARIES = {"zigpy", "gurux_dlms", "DLMS_SPODES", "dlms_cosem"}
EXTRACT = Path(__file__).parent / "extract"
OCTETS = Path(__file__).parent / "vectors"
PEERS = Path(__file__).parent / "peers"
BENCHMARKS = ROOT / "benchmarks"


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_scripts_import_them() -> None:
    files = [file for folder in ("src", "tests", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    assert {file.parent for file in files if LIBRARIES & _imports(file)} == {EXTRACT, OCTETS, PEERS, BENCHMARKS}


def test_the_scripts_import_nothing_of_ours() -> None:
    scripts = [*EXTRACT.glob("*.py"), *OCTETS.glob("*.py")]
    assert len(scripts) == 2 * len(ORACLES)
    others = [*PEERS.glob("*.py"), BENCHMARKS / "peers.py"]
    assert not any({"metermap", "tests"} & _imports(script) for script in (*scripts, *others))


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_neither_the_product_nor_its_tests_depend_on_them(name: str) -> None:
    requirements = [line.strip(' ",') for line in (ROOT / name).read_text("utf-8").splitlines()]
    assert not [line for line in requirements if line.lower().replace("_", "-").startswith(ORACLES)]


def test_every_version_is_pinned() -> None:
    lines = (EXTRACT.parent / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(line.count("==") == 1 for line in pins)
    assert set(pinned()) == set(ORACLES)
