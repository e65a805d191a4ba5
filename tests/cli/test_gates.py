"""What docs/diff.md and docs/gates.md tell is what happens: commands, recipes of forges, and hooks."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from metermap.automation import FORGES, forge_files
from tests.cli.conftest import Ran
from tests.comparing.small import MAPPING, Repository, model_json, repository, small, write
from tests.conftest import ROOT

Run = Callable[..., Ran]
MOVED = ("1-0:2.8.0.255", "1-0:2.8.1.255")
PAGES = {name: (ROOT / f"docs/{name}.md").read_text("utf-8") for name in ("diff", "gates")}
EDITIONS = '\n[[editions]]\nname = "GBCS 0.8.1"\nrecorded = "in part"\nmappings = ["editions/*.map"]\n'
INSTALL = "python -m pip install metermap"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGES[page], re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[list[str]]:
    lines = (line for block in blocks(page, "console") for line in block.splitlines())
    return [shlex.split(line.removeprefix("$ metermap ")) for line in lines]


def scripts(node: object) -> Iterator[str]:
    """Yield the commands of a recipe, a step or a line each."""
    if isinstance(node, list):
        for inner in node:
            yield from scripts(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key in {"run", "script"}:
                yield from (inner if isinstance(inner, list) else [inner])
            else:
                yield from scripts(inner)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Repository:
    """The repository of the documentation: the workspace gb with the release 4.0, the tag v4.0, a build, a workbook."""
    made = repository(tmp_path / "repository")
    monkeypatch.chdir(made.root)
    root = small(made.root / "gb")
    old = MAPPING.split("ActiveImport", maxsplit=1)[0].replace(*MOVED)
    write(root, {"editions/old.map": old, "metermap.toml": (root / "metermap.toml").read_text("utf-8") + EDITIONS})
    assert run("release", "gb", "4.0").code == 0
    write(made.root, {"build/model/model.json": model_json(root)})
    shutil.copy(root / "small.csv", made.root / "next.csv")
    made.commit("v4.0")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/metermap"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m metermap "$@"\n', "utf-8")
    program.chmod(0o755)
    return made


def broken(repo: Repository) -> None:
    """Break the wire in the work tree."""
    file = repo.root / "gb/mappings/small.map"
    file.write_text(file.read_text("utf-8").replace(*MOVED), "utf-8")


def shell(repo: Repository, script: str, *, inside: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(repo.root.parent / "bin"), os.environ["PATH"])),
        "GITHUB_STEP_SUMMARY": str(repo.root.parent / "summary.md"),
    }
    command = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=repo.root / inside, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("page", PAGES)
def test_each_command_of_the_page_runs(repo: Repository, run: Run, page: str) -> None:
    assert len(commands(page)) >= 4
    for command in commands(page):
        ran = run(*(part.replace("smets2.xlsx", "small.csv").replace("next.xlsx", "next.csv") for part in command))
        assert ran.code == 0, (command, ran.err)
    assert (repo.root / "changes.json").exists() == (page == "diff")


def test_what_a_gate_says_is_what_the_page_shows(repo: Repository, run: Run) -> None:
    broken(repo)
    (shown,) = blocks("gates", "text")
    said = run("diff", "--against", "last", "--fail-on", "wire", "gb").err
    here = shown.replace("electricity-registers.map:11:5", "small.map:3:5")
    for line in here.replace("Access Control Broker, Network Operator", "Supplier").splitlines():
        assert line in said.splitlines()


@pytest.mark.parametrize("number", [0, 1], ids=["github", "gitlab"])
def test_a_recipe_passes_what_breaks_nothing_and_stops_what_breaks_the_wire(repo: Repository, number: int) -> None:
    recipe = [script for script in scripts(yaml.safe_load(blocks("gates", "yaml")[number])) if script != INSTALL]
    assert any("metermap diff" in script for script in recipe)
    codes = []
    for spoil in (False, True):
        if spoil:
            broken(repo)
        codes.append([shell(repo, script).returncode for script in recipe])
    assert set(codes[0]) == {0}
    failing = [script for script, code in zip(recipe, codes[1], strict=True) if code]
    assert len(failing) == 1
    assert "metermap diff" in failing[0]
    assert shell(repo, failing[0]).returncode == 1
    assert MOVED[1] in (repo.root / ".changes/changes.md").read_text("utf-8")
    assert "breaks the wire" in (repo.root / ".changes/changes.html").read_text("utf-8").casefold()
    summary = repo.root.parent / "summary.md"
    assert summary.exists() == (number == 0)


@pytest.mark.parametrize("path", forge_files(FORGES))
def test_the_files_that_init_writes_hold_a_workspace_against_its_last_release(repo: Repository, path: str) -> None:
    document = yaml.safe_load(forge_files(FORGES)[path])
    job = (document.get("jobs") or document)["changes"]
    (gate, *others) = [script for script in scripts(job) if "pip install" not in script]
    assert shell(repo, gate, inside="gb").returncode == 0
    broken(repo)
    done = shell(repo, gate, inside="gb")
    assert done.returncode == 1, done.stderr
    assert "metermap: breaks the wire: ActiveExportRegister: statement changed, ESME over DLMS/COSEM" in done.stderr
    for script in others:
        assert shell(repo, script, inside="gb").returncode == 0
        assert MOVED[1] in (repo.root.parent / "summary.md").read_text("utf-8")
    assert (repo.root / "gb/.changes/changes.json").exists()
    shutil.rmtree(repo.root / "gb/releases")
    assert shell(repo, gate, inside="gb").returncode == 0


@dataclass(frozen=True)
class Hook:
    """What .pre-commit-hooks.yaml says of a hook."""

    id: str
    name: str
    description: str
    entry: str
    language: str
    pass_filenames: bool
    files: str
    args: tuple[str, ...] = ()


HOOKS = {hook["id"]: Hook(**hook) for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


class TestHooks:
    def test_both_are_python_programs_that_get_no_file_names(self) -> None:
        assert list(HOOKS) == ["metermap-check", "metermap-diff"]
        assert {(hook.language, hook.pass_filenames) for hook in HOOKS.values()} == {("python", False)}

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [
            ("mappings/a.map", True),
            ("gb/metermap.toml", True),
            ("smets2.xlsx", True),
            ("a.csv", True),
            ("README.md", False),
            ("map", False),
            ("a.map.orig", False),
        ],
    )
    def test_they_run_for_what_a_workspace_reads(self, name: str, *, wanted: bool) -> None:
        assert {bool(re.search(hook.files, name)) for hook in HOOKS.values()} == {wanted}

    def test_each_does_what_it_says(self, repo: Repository) -> None:
        (recipe,) = (block for block in blocks("gates", "yaml") if "hooks:" in block)
        (used,) = yaml.safe_load(recipe)["repos"]
        entries = [f"{HOOKS[hook['id']].entry} {shlex.join(hook['args'])}" for hook in used["hooks"]]
        assert [shell(repo, entry).returncode for entry in entries] == [0, 0]
        broken(repo)
        assert [shell(repo, entry).returncode for entry in entries] == [0, 1]

    def test_without_arguments_they_are_about_the_top_folder(self, repo: Repository) -> None:
        broken(repo)
        for name, code in (("metermap-check", 0), ("metermap-diff", 1)):
            entry = shlex.join((*shlex.split(HOOKS[name].entry), *HOOKS[name].args))
            assert shell(repo, entry, inside="gb").returncode == code

    def test_the_plain_hook_stops_a_commit_that_breaks_the_wire(self, repo: Repository) -> None:
        (hook,) = blocks("gates", "sh")
        path = repo.root / ".git/hooks/pre-commit"
        path.parent.mkdir(exist_ok=True)
        path.write_text(hook, "utf-8")
        path.chmod(0o755)
        commit = "git -c user.name=editor -c user.email=editor@example.org commit -qm Change"
        write(repo.root, {"gb/mappings/small.map": "-- A remark.\n" + MAPPING})
        assert shell(repo, f"git add gb && {commit}").returncode == 0
        broken(repo)
        stopped = shell(repo, f"git add gb && {commit}")
        assert stopped.returncode == 1
        assert "metermap: breaks the wire" in stopped.stderr
        assert repo.git("status", "--porcelain") == "M  gb/mappings/small.map"
