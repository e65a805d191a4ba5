"""The program as a whole: help, wrong usage, defects, interruption."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap import __version__, pipeline
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "metermap", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_help_names_every_command_and_exit_code(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for word in ("build", "check", "init", "mappings", "standards", "130  interrupted"):
        assert word in ran.out


def test_help_loads_no_stage() -> None:
    heavy = "pydantic openpyxl lark jinja2 mkdocs metermap.pipeline"
    code = (
        "import sys; from metermap import cli; cli._run(['--help']); "
        f"sys.exit(' '.join(name for name in '{heavy}'.split() if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"metermap, version {__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("chekc",), ("check", "--al"), ("check", "a", "b"), ("init", "x")])
def test_wrong_usage_is_2_and_says_so_on_standard_error(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Usage: metermap" in ran.err


class TestDefects:
    @pytest.fixture(autouse=True)
    def defect(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_: Path, **_options: object) -> None:
            message = "a\nb\x1b[2J"
            raise KeyError(message)

        monkeypatch.setattr(pipeline, "check", fail)

    def test_a_defect_is_4_in_one_line_and_how_to_see_more(self, run: Run, tmp_path: Path) -> None:
        ran = run("check", tmp_path)
        assert ran.code == 4
        assert ran.out == ""
        first, second = ran.err.splitlines()
        assert first.startswith("metermap: a defect in metermap itself: KeyError")
        assert "--debug" in second
        assert "\x1b" not in ran.err

    def test_debug_shows_the_traceback(self, run: Run, tmp_path: Path) -> None:
        ran = run("--debug", "check", tmp_path)
        assert ran.code == 4
        assert "Traceback (most recent call last)" in ran.err


def test_interrupted_is_130(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Path, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check", interrupt)
    ran = run("check", tmp_path)
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "metermap: interrupted")


def test_the_program_runs_as_a_process_and_passes_its_code_on(tmp_path: Path) -> None:
    done = program("check", str(tmp_path))
    assert done.returncode == 2
    assert "error MM001" in done.stdout


def test_a_terminal_without_unicode_gets_escapes(tmp_path: Path) -> None:
    (tmp_path / "metermap.toml").write_text("größe = 1\n", "utf-8")
    done = program("check", str(tmp_path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 2
    assert r"gr\xf6" in done.stdout or "not TOML" in done.stdout
