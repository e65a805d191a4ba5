"""The generated Python of GB is clean for pyright as for mypy: it runs in the environment of the oracles."""

import subprocess
from pathlib import Path

from metermap.codegen import python
from metermap.codegen.base import GeneratorInput
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb
from tests.oracles.ask import OraclesMissing, interpreter
from tests.tools import missing

SETTINGS = '{"typeCheckingMode": "standard", "include": ["gb_bindings"]}'


def test_pyright_finds_nothing(tmp_path: Path) -> None:
    try:
        checker = interpreter()
    except OraclesMissing as reason:
        missing(str(reason))
    given = GeneratorInput(load_gb(), "gb", {}, load_dictionaries())
    for name, octets in python.generate(given).files.items():
        target = tmp_path / Path(name).relative_to("python")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(octets)
    (tmp_path / "pyrightconfig.json").write_text(SETTINGS, "utf-8")
    command = [checker, "-m", "basedpyright", "--project", str(tmp_path / "pyrightconfig.json")]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "0 errors, 0 warnings" in ran.stdout, ran.stdout + ran.stderr
