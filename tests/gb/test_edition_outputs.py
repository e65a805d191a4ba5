"""What docs/edition-outputs.md shows of the bindings of GB is what happens; both programs read either edition."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.codegen.c_program import STRICT
from tests.tools import require_tool

PAGE = Path(__file__).parents[2] / "docs/edition-outputs.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)


def test_every_example_in_python_gives_what_is_shown(gb_build: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(gb_build / "python")}
    done = subprocess.run(
        [sys.executable, "-m", "doctest", PAGE], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert PAGE.read_text("utf-8").count(">>> ") > 10


def test_the_program_in_c_prints_what_is_shown(gb_build: Path, tmp_path: Path) -> None:
    [program] = blocks("c")
    (tmp_path / "example.c").write_text(program, "utf-8")
    folder = gb_build / "c"
    sources = [*sorted(folder.glob("*.c")), tmp_path / "example.c"]
    subprocess.run([require_tool("gcc"), *STRICT, f"-I{folder}", *sources, "-o", tmp_path / "example"], check=True)
    printed = subprocess.run([tmp_path / "example"], capture_output=True, text=True, check=True).stdout
    assert printed == blocks("text")[-1]


def test_the_parts_of_the_edition_compile_without_a_warning(gb_build: Path, tmp_path: Path) -> None:
    sources = sorted((gb_build / "c").glob("gb_gbcs081*.c"))
    assert sources
    flags = [*STRICT, "-O2", "-Wshadow", "-Wsign-conversion", "-Wmissing-prototypes", "-c"]
    for compiler in ("gcc", *(["clang"] if shutil.which("clang") else [])):
        subprocess.run([require_tool(compiler), *flags, *sources], cwd=tmp_path, check=True)


def test_the_package_of_the_edition_passes_the_strict_type_checker(gb_build: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    ran = subprocess.run(
        [*command, "gb_bindings/editions"], cwd=gb_build / "python", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
