"""``metermap pics``: what it prints and writes, what it never touches, and with which exit code."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from os import environ
from pathlib import Path

import pytest

from metermap import cli
from tests.conformance.workspace import HEADER, small
from tests.conftest import ROOT, copy_gb

PAGE = (ROOT / "docs" / "conformance.md").read_text("utf-8")
GB = ROOT / "gb"


@dataclass(frozen=True)
class Ran:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = cli._run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return command


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one element of one device, and no results."""
    return small(tmp_path / "small", HEADER)


class TestPrinting:
    def test_markdown_of_the_statement_and_its_test_cases(self, run: Run) -> None:
        ran = run("pics", GB, "--device", "GPF")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("# Protocol implementation conformance statement: GPF, Gas proxy function")
        assert "\n# Test cases: GPF" in ran.out

    def test_csv_is_the_test_cases(self, run: Run) -> None:
        ran = run("pics", GB, "--device", "gpf", "--format", "csv")
        assert ran.out.startswith("device,protocol,subject,outcome,edition,date,laboratory,remarks,")

    def test_json_is_all_of_it(self, run: Run) -> None:
        ran = run("pics", GB, "--device", "GPF", "--device", "CHF", "--format", "json")
        assert [each["device"] for each in json.loads(ran.out)["statements"]] == ["CHF", "GPF"]


class TestWriting:
    def test_all_forms_with_their_figures(self, run: Run, tmp_path: Path) -> None:
        ran = run("pics", GB, "--device", "GPF", "--out", tmp_path / "out")
        assert (ran.code, ran.err) == (0, "")
        assert "GPF: 11 elements mapped\n      19 Test cases\n" in ran.out
        names = sorted(path.name for path in (tmp_path / "out" / "gpf").iterdir())
        assert names == [
            "clusters.csv",
            "elements.csv",
            "results.csv",
            "statement.md",
            "statement.xlsx",
            "test-cases.csv",
            "test-cases.md",
        ]

    def test_a_dry_run_writes_nothing_and_says_what_it_would(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        ran = run("pics", workspace, "--format", "json", "--out", tmp_path / "out", "--dry-run")
        assert ran.code == 0
        assert "2 files in" in ran.out
        assert not (tmp_path / "out").exists()

    def test_again_it_changes_nothing(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        arguments = ("pics", workspace, "--format", "xlsx", "--format", "md", "--out", tmp_path / "out")
        assert run(*arguments).code == 0
        assert "0 files in" in run(*arguments, "--dry-run").out

    def test_what_is_there_of_other_devices_stays(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run("pics", GB, "--device", "CHF", "--format", "csv", "--format", "json", "--out", out)
        before = {path.name: path.read_bytes() for path in (out / "chf").iterdir()}
        (out / "chf" / "results.csv").write_text("ours", "utf-8")
        told = run("pics", GB, "--device", "GPF", "--out", out, "--dry-run").out
        assert "8 files in" in told
        assert "chf/" not in told
        ran = run("pics", GB, "--device", "GPF", "--out", out)
        assert ran.out.endswith("\n4 files of other devices stay as they are; conformance.json is of GPF alone\n")
        after = {path.name: path.read_bytes() for path in (out / "chf").iterdir()}
        assert after == before | {"results.csv": b"ours"}
        assert (out / "gpf" / "statement.md").exists()
        assert run("pics", GB, "--format", "csv", "--out", out).code == 2

    def test_forms_that_are_not_asked_for_are_named_as_they_go(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        run("pics", workspace, "--format", "csv", "--out", out)
        arguments = ("pics", workspace, "--format", "md", "--device", "GSME", "--out", out)
        assert "  gsme/results.csv (removed)\n" in run(*arguments, "--dry-run").out
        assert (out / "gsme" / "results.csv").exists()
        assert "  gsme/results.csv removed: it is not made this time\n" in run(*arguments).out
        assert sorted(path.name for path in (out / "gsme").iterdir()) == ["statement.md", "test-cases.md"]

    def test_one_file_is_one_file(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "out"
        arguments = ("pics", GB, "--device", "GPF", "--format", "md", "--out", out)
        run(*arguments)
        (out / "gpf" / "statement.md").unlink()
        assert run(*arguments, "--dry-run").out.startswith("1 file in")

    def test_what_somebody_filled_in_is_not_replaced(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        arguments = ("pics", workspace, "--format", "csv", "--out", tmp_path / "out")
        run(*arguments)
        file = tmp_path / "out" / "gsme" / "results.csv"
        file.write_text("ours", "utf-8")
        ran = run(*arguments)
        assert ran.code == 2
        assert "was filled in since metermap wrote it" in ran.err
        assert file.read_text("utf-8") == "ours"
        assert run(*arguments, "--dry-run").code == 2

    def test_a_folder_of_somebody_else_is_refused(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "theirs").mkdir()
        (tmp_path / "theirs" / "mine.txt").write_text("mine", "utf-8")
        assert run("pics", workspace, "--out", tmp_path / "theirs").code == 2
        assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["mine.txt"]

    def test_the_template_is_a_new_file(self, run: Run, workspace: Path, tmp_path: Path) -> None:
        file = tmp_path / "results.csv"
        assert run("pics", workspace, "--results-template", file, "--dry-run").code == 0
        assert not file.exists()
        ran = run("pics", workspace, "--results-template", file)
        assert (ran.code, ran.out) == (0, "")
        assert file.read_text("utf-8").startswith("device,protocol,subject,outcome,")
        again = run("pics", workspace, "--results-template", file)
        assert again.code == 2
        assert "results.csv cannot be written: File exists" in again.err
        dry = run("pics", workspace, "--results-template", file, "--dry-run")
        assert (dry.code, dry.err) == (again.code, again.err)

    def test_a_template_without_a_folder_is_refused_alike_with_and_without_a_dry_run(
        self, run: Run, workspace: Path, tmp_path: Path
    ) -> None:
        arguments = ("pics", workspace, "--results-template", tmp_path / "nowhere" / "results.csv")
        dry, ran = run(*arguments, "--dry-run"), run(*arguments)
        assert (dry.code, dry.err) == (ran.code, ran.err) == (2, dry.err)
        assert "cannot be written: No such file or directory" in ran.err


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--device", "GSM"), "did you mean 'GSME'?"),
            (("--device", "toaster"), "those it has: GSME"),
            (("--format", "xlsx"), "name a folder with --out"),
            (("--format", "md", "--format", "csv"), "md and csv would both be printed"),
        ],
    )
    def test_it_says_what_to_do(self, run: Run, workspace: Path, arguments: tuple[str, ...], said: str) -> None:
        ran = run("pics", workspace, *arguments)
        assert ran.code == 2
        assert said in " ".join(ran.err.split())

    def test_a_workspace_with_an_error_has_a_statement_and_exit_1(self, run: Run, workspace: Path) -> None:
        file = workspace / "mappings" / "gas.map"
        file.write_text(file.read_text("utf-8") + "\nNothing is Register 1-0:9.9.9.255 { value: x }.\n", "utf-8")
        ran = run("pics", workspace, "--format", "csv")
        assert ran.code == 1
        assert "error MM" in ran.err
        assert ran.out.startswith("device,")

    def test_what_is_no_workspace_is_exit_2(self, run: Run, tmp_path: Path) -> None:
        assert run("pics", tmp_path).code == 2


class TestThePage:
    def test_each_command_prints_what_is_shown(self, tmp_path: Path) -> None:
        """The commands of the page run one after the other, in a folder such as the reader's."""
        copy_gb(tmp_path / "gb")
        blocks = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
        assert blocks
        for block in blocks:
            command, *shown = block.splitlines()
            done = subprocess.run(
                [sys.executable, "-m", *shlex.split(command.removeprefix("$ "))],
                cwd=tmp_path,
                env={**environ, "PYTHONPATH": str(ROOT / "src")},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            printed = iter(done.stdout.splitlines())
            for line in shown:
                assert line == "..." or line in printed, f"the page shows, and the command does not print: {line}"
