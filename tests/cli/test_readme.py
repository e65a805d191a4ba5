"""What the README and the documentation show is what happens."""

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.core.findings import Findings
from metermap.core.render import OutputFormat, render
from metermap.core.workspace import load_workspace
from metermap.mappings.parser import parse_bytes
from tests.conftest import ROOT, copy_gb

README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(path for folder in ("", "docs", "docs/decisions", "benchmarks") for path in (ROOT / folder).glob("*.md"))
TABLE = """\
row,reference,name,class_id,obis,attribute_or_method,number,attribute_name,dlms_type,constant,use_cases
100,SMETS 5.7.5.2,ActiveExportRegister: value,3,1-0:2.8.0.255,A,2,value,double-long-unsigned,-,ECS17a
"""


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(start: str) -> list[list[str]]:
    lines = (line for block in blocks(README, "console") for line in block.splitlines())
    return [shlex.split(line.removeprefix("$ ")) for line in lines if line.startswith(f"$ {start}")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder such as the reader's, with the workspace and a mapping table."""
    folder = tmp_path_factory.mktemp("reader")
    copy_gb(folder / "gb")
    (folder / "table.csv").write_text(TABLE, "utf-8")
    return folder


def test_there_are_commands_to_run() -> None:
    assert len(commands("sh ")) == 2
    assert len(commands("metermap ")) >= 5


@pytest.mark.parametrize("command", commands("metermap "), ids=" ".join)
def test_each_command_runs(folder: Path, command: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr or done.stdout


def test_the_main_command_prints_what_is_shown(tmp_path: Path) -> None:
    environment = {**os.environ, "METERMAP_PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")}
    script, shown = ROOT / "scripts/build-gb", blocks(README, "console")[0].splitlines()[1:]
    done = subprocess.run(
        ["sh", script, "--out", tmp_path / "build"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.splitlines())
    for line in shown:
        # Each line shown is printed, in this order; "..." stands for any number of others.
        assert line == "..." or line in printed, f"the README shows, and the command does not print: {line}"


def test_the_test_command_runs_every_check_and_is_what_the_ci_runs() -> None:
    script = (ROOT / "scripts/test").read_text("utf-8")
    for step in ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest"):
        assert f"\nstep {step}" in script
    assert "sh scripts/test" in (ROOT / ".ci/run").read_text("utf-8")
    assert ["sh", "scripts/test"] in commands("sh ")


@pytest.fixture
def bindings_on_path(gb_build: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The built Python bindings can be imported, and are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(gb_build / "python"))
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.mark.usefixtures("bindings_on_path")
def test_the_python_example_gives_what_is_shown() -> None:
    (session,) = blocks(README, "pycon")
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    assert len(test.examples) >= 4
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_finding_shown_is_the_one_that_a_slip_gives(gb_copy: Path) -> None:
    (shown,) = (block for block in blocks(README, "text") if "MM306" in block)
    mapping = gb_copy / "mappings/electricity-registers.map"
    mapping.write_text(mapping.read_text("utf-8").replace(" is Register ", " is Registre ", 1), "utf-8")
    assert render(pipeline.check(gb_copy).findings, OutputFormat.TEXT).startswith(shown)


def sentences() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for number, block in enumerate(blocks(page.read_text("utf-8"), "metermap"), 1):
            yield f"{page.name}:{number}", block


@pytest.mark.parametrize(("name", "block"), list(sentences()))
def test_each_example_of_the_language_can_be_read(name: str, block: str) -> None:
    findings = Findings()
    assert parse_bytes(name, block.encode(), findings).sentences
    assert not [finding.message for finding in findings]


def test_the_workspace_file_of_the_documentation_is_one(tmp_path: Path) -> None:
    (example,) = blocks((ROOT / "docs/workspace.md").read_text("utf-8"), "toml")
    tomllib.loads(example)
    (tmp_path / "metermap.toml").write_text(example, "utf-8")
    findings = Findings()
    assert load_workspace(tmp_path, findings) is not None, [finding.message for finding in findings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
        assert (page.parent / target).exists(), target


def test_every_decision_record_is_in_the_index() -> None:
    records = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert re.findall(r"\]\((0[^)]+)\)", index) == records
