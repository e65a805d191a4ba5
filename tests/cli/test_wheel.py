"""The wheel holds the example workspace without its outputs, and works where nothing else is."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_gb


def succeed(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from a copy of the repository in which gb has been built."""
    source = tmp_path_factory.mktemp("wheel") / "metermap"
    ignored = shutil.ignore_patterns("__pycache__", "build")
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "gb", source / "gb", ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source / name)
    (source / "gb/build").mkdir()
    (source / "gb/build/output.txt").write_bytes(b"")
    # No .gitignore in the copy: an archive of the sources has none either.
    succeed(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", source / "dist", cwd=source)
    (found,) = (source / "dist").glob("*.whl")
    return found


def test_it_holds_the_workspace_and_not_what_was_built(wheel: Path, tmp_path: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    prefix = "metermap/workspaces/gb/"
    packed = sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))
    workspace = copy_gb(tmp_path / "gb")
    assert packed == sorted(path.relative_to(workspace).as_posix() for path in workspace.rglob("*") if path.is_file())
    assert not [name for name in names if "output.txt" in name]


def test_it_holds_what_is_not_python_as_well(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    source = ROOT / "src"
    data = [path for path in (source / "metermap").rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
    assert {path.relative_to(source).as_posix() for path in data} <= set(names)
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}


def test_installed_it_starts_and_checks_a_workspace(wheel: Path, tmp_path: Path) -> None:
    succeed(sys.executable, "-m", "venv", "--without-pip", "fresh", cwd=tmp_path)
    python = tmp_path / "fresh/bin/python"
    # The dependencies are those of the running environment: a test must not need a network. Python
    # runs no .pth file there, so metermap itself comes from nowhere but the wheel.
    (site,) = (tmp_path / "fresh/lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    install = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    succeed(sys.executable, *install, cwd=tmp_path)
    assert str(site) in succeed(python, "-c", "import metermap; print(metermap.__file__)", cwd=tmp_path)
    succeed(tmp_path / "fresh/bin/metermap", "init", "--example", "gb", "mine", cwd=tmp_path)
    succeed(tmp_path / "fresh/bin/metermap", "check", "mine", cwd=tmp_path)
