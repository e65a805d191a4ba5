"""What ``metermap init`` writes for GitHub and GitLab: sound YAML, few rights, and commands that run."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from metermap import __version__
from metermap.automation import FORGES, forge_files
from metermap.site.editions import fault_of_label, read_editions
from tests.cli.conftest import Ran
from tests.conftest import ROOT

Run = Callable[..., Ran]
Yaml: TypeAlias = "dict[str, Yaml] | list[Yaml] | str | int | bool | None"
GITHUB, GITLAB = ".github/workflows/metermap.yml", ".gitlab-ci.yml"
INSTALL = f"python -m pip install metermap=={__version__}"


def read(path: str) -> "dict[str, Yaml]":
    document = yaml.safe_load(forge_files(FORGES)[path])
    assert isinstance(document, dict)
    return document


def scripts(node: Yaml) -> Iterator[str]:
    """Yield the commands of a file, a step or a line each."""
    if isinstance(node, list):
        for inner in node:
            yield from scripts(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key in {"run", "script", "before_script"}:
                lines = inner if isinstance(inner, list) else [inner]
                yield from (line for line in lines if isinstance(line, str))
            else:
                yield from scripts(inner)


def jobs(document: "dict[str, Yaml]") -> "dict[str, dict[str, Yaml]]":
    found = document["jobs"]
    assert isinstance(found, dict)
    return {name: job for name, job in found.items() if isinstance(job, dict)}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace as init makes it, in a repository with a tag, and metermap on the path."""
    folder = tmp_path_factory.mktemp("forge")
    root = folder / "mine"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "metermap", "init", "--example", "gb", str(root)]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    (folder / "bin").mkdir()
    program = folder / "bin/metermap"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m metermap "$@"\n', "utf-8")
    program.chmod(0o755)
    who = ["-c", "user.name=editor", "-c", "user.email=editor@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "Begin"], ["tag", "v4.0"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def shell(repository: Path, script: str) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join((str(repository.parent / "bin"), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_every_command_runs_in_a_copy_of_the_example(repository: Path, path: str) -> None:
    found = list(dict.fromkeys(scripts(read(path))))
    assert INSTALL in found
    assert len(found) >= 4
    for script in found:
        if script == INSTALL:
            continue  # this version is what is tested, and is on the path already
        subprocess.run(["git", "worktree", "prune"], cwd=repository, check=True)
        done = shell(repository, script)
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    assert [edition.label for edition in read_editions(repository / "public")] == ["v4.0", "draft"]
    assert any((repository / ".findings").iterdir())
    done = shell(repository, "git worktree remove --force .editions/v4.0 && rm -r public .findings")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_a_tag_that_is_no_label_is_passed_over(repository: Path, path: str) -> None:
    found = next(script for script in scripts(read(path)) if "git tag" in script)
    listing = found[found.index("git tag") : found.index(" | while")]
    good = ["v1", "v4.0-rc1", "v4.0_b", "v" + "1" * 39]
    bad = ["v" + "1" * 40, "v4/0", "v4.0+build", "v4é", "w4"]
    assert [fault_of_label(tag) for tag in good] == [""] * len(good)
    try:
        for tag in (*good, *bad):
            subprocess.run(["git", "tag", tag], cwd=repository, check=True)
        assert set(shell(repository, listing).stdout.split()) == {*good, "v4.0"}
    finally:
        subprocess.run(["git", "tag", "-d", *good, *bad], cwd=repository, check=True, capture_output=True)
    assert shell(repository, listing.replace("v[0-9]*", "none*")).returncode == 0


def test_a_finding_fails_the_check_and_not_the_site(repository: Path) -> None:
    file = repository / "mappings/gas-registers.map"
    whole = file.read_text("utf-8")
    file.write_text(whole + "Nonsense is Price {}.\n", "utf-8")
    try:
        codes = {
            script: shell(repository, script).returncode
            for path in (GITHUB, GITLAB)
            for script in scripts(read(path))
            if "metermap check" in script
        }
    finally:
        file.write_text(whole, "utf-8")
    assert len(codes) == 2
    assert set(codes.values()) == {1}


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_no_address_stands_in_them_and_this_version_is_asked_for(path: str) -> None:
    said = forge_files(FORGES)[path].decode()
    assert not re.search(r"https?:|//|\.org|\.com|\.io", said)
    assert said.count(f"metermap=={__version__}") == said.count("pip install")
    assert "@VERSION@" not in said


class TestGitHub:
    def test_no_job_has_more_rights_than_it_needs(self) -> None:
        document = read(GITHUB)
        assert document["permissions"] == {}
        assert {name: job["permissions"] for name, job in jobs(document).items()} == {
            "check": {"contents": "read", "security-events": "write"},
            "changes": {"contents": "read"},
            "site": {"contents": "read"},
            "publish": {"pages": "write", "id-token": "write"},
        }

    def test_every_action_is_pinned_and_no_credentials_stay(self) -> None:
        said = forge_files(FORGES)[GITHUB].decode()
        used = re.findall(r"uses: (\S+)", said)
        assert len(used) >= 6
        assert all(re.fullmatch(r"(?:actions|github)/[a-z/-]+@v\d+", action) for action in used)
        assert said.count("persist-credentials: false") == said.count("actions/checkout@")

    def test_no_text_of_a_change_reaches_a_shell(self) -> None:
        assert not [script for script in scripts(read(GITHUB)) if "${{" in script]

    def test_only_the_main_branch_is_published_and_after_the_check(self) -> None:
        publish = jobs(read(GITHUB))["publish"]
        assert publish["needs"] == ["check", "site"]
        assert publish["if"] == "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'"

    def test_every_job_ends(self) -> None:
        assert all(isinstance(job["timeout-minutes"], int) for job in jobs(read(GITHUB)).values())


class TestGitLab:
    def test_the_pages_are_those_of_the_default_branch_and_come_after_the_check(self) -> None:
        document = read(GITLAB)
        assert document["stages"] == ["check", "publish"]
        pages = document["pages"]
        assert isinstance(pages, dict)
        assert pages["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
        assert pages["artifacts"] == {"paths": ["public"]}

    def test_the_findings_are_shown_as_tests(self) -> None:
        check = read(GITLAB)["check"]
        assert isinstance(check, dict)
        assert check["artifacts"] == {"when": "always", "reports": {"junit": ".findings/findings.xml"}}


class TestInit:
    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ([], [GITHUB, GITLAB]),
            (["--ci", "github"], [GITHUB]),
            (["--ci", "gitlab"], [GITLAB]),
            (["--ci", "gitlab", "--ci", "github"], [GITHUB, GITLAB]),
            (["--ci", "none"], []),
        ],
    )
    def test_the_files_of_the_chosen_forges_are_written(
        self, run: Run, tmp_path: Path, options: list[str], expected: list[str]
    ) -> None:
        ran = run("init", "--example", "gb", *options, tmp_path / "mine")
        assert ran.code == 0
        assert [name for name in ran.out.split() if name.startswith(".")] == expected
        assert [name for name in (GITHUB, GITLAB) if (tmp_path / "mine" / name).exists()] == expected

    def test_none_goes_with_no_other(self, run: Run, tmp_path: Path) -> None:
        ran = run("init", "--example", "gb", "--ci", "none", "--ci", "github", tmp_path / "mine")
        assert (ran.code, "--ci none goes with no other --ci" in ran.err) == (2, True)

    def test_a_workspace_that_there_is_gets_what_it_lacks_and_keeps_what_it_has(self, run: Run, gb_copy: Path) -> None:
        (gb_copy / GITLAB).write_text("mine", "utf-8")
        dry = run("init", "--ci", "github", "--ci", "gitlab", gb_copy, "--dry-run")
        assert dry.out.split() == [GITHUB]
        assert not (gb_copy / GITHUB).exists()
        ran = run("init", "--ci", "github", "--ci", "gitlab", gb_copy)
        assert (ran.code, ran.out.split()) == (0, [GITHUB])
        assert f"{GITLAB} is there already and stays as it is" in ran.err
        assert (gb_copy / GITLAB).read_text("utf-8") == "mine"
        assert (gb_copy / GITHUB).read_bytes() == forge_files(["github"])[GITHUB]

    def test_a_folder_that_is_no_workspace_is_refused(self, run: Run, tmp_path: Path) -> None:
        ran = run("init", "--ci", "github", tmp_path)
        assert (ran.code, "holds no metermap.toml" in ran.err) == (2, True)
        assert not list(tmp_path.iterdir())

    def test_a_link_that_leads_out_is_refused(self, run: Run, gb_copy: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (gb_copy / ".github").symlink_to(tmp_path / "elsewhere")
        ran = run("init", "--ci", "github", gb_copy)
        assert (ran.code, "would be outside the folder" in ran.err) == (2, True)
        assert not list((tmp_path / "elsewhere").iterdir())
