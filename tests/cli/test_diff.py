"""``metermap diff``: what it prints and writes, when it fails, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.codegen.changes.gate import WORDS
from metermap.codegen.diff_report.forms import FORMS
from metermap.commands.diff import FORMATS, VERDICTS
from tests.cli.conftest import Ran
from tests.comparing.small import Repository, repository, small, write

Run = Callable[..., Ran]
MOVED = ("1-0:2.8.0.255", "1-0:2.8.1.255")
NARROWER = ("1-0:1.8.0.255 {\n    value: value\n", "1-0:1.8.0.255 {\n    value: value as long-unsigned\n")
NONSENSE = "on ESME over dlms, native.\nNonsense is Register 1-0:1.8.0.255 {\n    value: value\n}.\n"


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    """Two workspaces: the address of one register differs, and the type of the other is narrower."""
    return small(tmp_path / "old"), small(tmp_path / "new", MOVED, NARROWER)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository whose top folder is a workspace: the tag v1, and a change since."""
    made = repository(tmp_path / "repository")
    small(made.root)
    made.commit("v1")
    small(made.root, MOVED)
    monkeypatch.chdir(made.root)
    return made


def test_the_forms_and_verdicts_are_those_that_there_are() -> None:
    assert sorted(FORMATS) == sorted(FORMS)
    assert list(VERDICTS) == list(WORDS)


def test_a_difference_is_told_and_is_no_fault(run: Run, states: tuple[Path, Path]) -> None:
    ran = run("diff", *states)
    assert (ran.code, ran.err) == (0, "")
    assert "address: logical name: 1-0:2.8.0.255 -> 1-0:2.8.1.255" in ran.out
    assert "mappings/small.map:3:5" in ran.out
    assert "breaks the wire" in ran.out


def test_nothing_is_told_where_nothing_differs(run: Run, states: tuple[Path, Path]) -> None:
    ran = run("diff", states[0], states[0])
    assert (ran.code, ran.err) == (0, "")
    assert "No difference" in ran.out


def test_a_revision_is_compared_with_the_folder(run: Run, repo: Repository) -> None:
    ran = run("diff", "v1", ".")
    assert ran.code == 0
    assert f"v1 (commit {repo.git('rev-parse', 'v1')[:12]})" in ran.out
    assert MOVED[1] in ran.out


class TestGate:
    @pytest.mark.parametrize(("word", "count"), [("wire", 1), ("break", 2)])
    def test_a_change_that_is_not_to_be_fails_and_is_told(
        self, run: Run, states: tuple[Path, Path], word: str, count: int
    ) -> None:
        ran = run("diff", *states, "--fail-on", word)
        assert ran.code == 1
        told = ran.err.splitlines()
        first = told.index("metermap: breaks the wire: ActiveExportRegister: statement changed, ESME over DLMS/COSEM")
        assert told[first + 1] == "  address: logical name: 1-0:2.8.0.255 -> 1-0:2.8.1.255"
        assert told[first + 2].startswith("  why: address the new place")
        assert "  value: at mappings/small.map:3:5 in both" in told[first + 3 : first + 5]
        assert told[-2].startswith("metermap: to do: take it back; or, if it is meant,")
        assert told[-1] == f"metermap: --fail-on {word}: {count} of 2 changes fail it"

    @pytest.mark.parametrize("word", ["documentation", "compatible", "meaning"])
    def test_other_changes_pass(self, run: Run, states: tuple[Path, Path], word: str) -> None:
        ran = run("diff", *states, "--fail-on", word)
        assert (ran.code, ran.err) == (0, "")

    def test_what_also_holds_fails_as_well(self, run: Run, states: tuple[Path, Path]) -> None:
        ran = run("diff", *states, "--fail-on", "conformance")
        assert ran.code == 1
        assert "metermap: breaks conformance: ActiveExportRegister" in ran.err

    def test_it_may_be_asked_for_several(self, run: Run, states: tuple[Path, Path]) -> None:
        assert run("diff", *states, "--fail-on", "documentation", "--fail-on", "wire").code == 1
        assert run("diff", *states, "--fail-on", "documentation", "--fail-on", "compatible").code == 0

    def test_what_is_not_shown_fails_all_the_same(self, run: Run, states: tuple[Path, Path]) -> None:
        ran = run("diff", *states, "--fail-on", "wire", "--only", "documentation")
        assert ran.code == 1
        assert "--fail-on wire: 1 of 2 changes fail it" in ran.err

    def test_a_state_with_errors_does_not_pass(self, run: Run, states: tuple[Path, Path]) -> None:
        write(states[1], {"mappings/more.map": NONSENSE})
        ran = run("diff", *states, "--fail-on", "meaning")
        assert ran.code == 1
        assert "mappings/more.map:2:1: error MM301" in ran.err
        assert f"--fail-on meaning: {states[1]} has errors, so that nobody can say" in ran.err

    def test_an_old_state_with_errors_is_told_and_passes(self, run: Run, states: tuple[Path, Path]) -> None:
        write(states[0], {"mappings/more.map": NONSENSE})
        ran = run("diff", *states, "--fail-on", "meaning")
        assert ran.code == 0
        assert f"{states[0]} has errors: what could not be read may show as removed" in ran.err

    def test_a_workspace_is_held_against_its_last_release(self, run: Run, repo: Repository) -> None:
        small(repo.root)
        assert run("release", ".", "one").code == 0
        assert run("diff", "--against", "last", "--fail-on", "documentation").code == 0
        text = (repo.root / "mappings/small.map").read_text("utf-8")
        write(repo.root, {"mappings/small.map": text.replace(*MOVED)})
        for arguments in (["last"], ["one"], ["last", "."], ["last", "-w", "."], ["v1"], ["releases/one/model.json"]):
            ran = run("diff", "--against", *arguments, "--fail-on", "wire")
            assert (ran.code, "--fail-on wire: 1 of " in ran.err) == (1, True), arguments
        assert run("diff", "--against", "last").code == 0

    def test_a_released_model_that_was_changed_is_no_measure(self, run: Run, repo: Repository) -> None:
        assert run("release", ".", "one").code == 0
        model = repo.root / "releases/one/model.json"
        model.write_text(model.read_text("utf-8").replace(MOVED[1], MOVED[0]), "utf-8")
        ran = run("diff", "--against", "last", "--fail-on", "wire")
        assert ran.code == 3
        assert "is not as it was released" in ran.err
        assert "metermap verify-release" in ran.err


class TestForms:
    @pytest.mark.parametrize("form", [name for name in FORMATS if name != "xlsx"])
    def test_each_form_is_printed(self, run: Run, states: tuple[Path, Path], form: str) -> None:
        ran = run("diff", *states, "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.strip()

    def test_files_tell_their_form_by_the_suffix(self, run: Run, states: tuple[Path, Path], tmp_path: Path) -> None:
        names = ["a.txt", "b.md", "c.html", "d.json", "e.xlsx"]
        ran = run("diff", *states, *(part for name in names for part in ("-o", tmp_path / name)))
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        starts = [(tmp_path / name).read_bytes()[:2] for name in names]
        assert starts[-1] == b"PK"
        assert json.loads((tmp_path / "d.json").read_bytes())
        assert b"<!doctype html>" in (tmp_path / "c.html").read_bytes().lower()

    def test_they_are_written_before_the_gate_fails(self, run: Run, states: tuple[Path, Path], tmp_path: Path) -> None:
        assert run("diff", *states, "--fail-on", "wire", "-o", tmp_path / "changes.md").code == 1
        assert MOVED[1] in (tmp_path / "changes.md").read_text("utf-8")

    def test_a_dry_run_writes_nothing_and_says_what_would_change(
        self, run: Run, states: tuple[Path, Path], tmp_path: Path
    ) -> None:
        file = tmp_path / "changes.md"
        assert run("diff", *states, "-o", file, "--dry-run").out == f"{file}\n"
        assert not file.exists()
        run("diff", *states, "-o", file)
        assert run("diff", *states, "-o", file, "--dry-run").out == ""

    def test_what_metermap_did_not_write_is_never_replaced(
        self, run: Run, states: tuple[Path, Path], tmp_path: Path
    ) -> None:
        write(tmp_path, {"mine.md": "my notes"})
        ran = run("diff", *states, "-o", tmp_path / "mine.md")
        assert (ran.code, "mine.md is there already" in ran.err) == (2, True)
        assert (tmp_path / "mine.md").read_text("utf-8") == "my notes"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--format", "xlsx"], "a workbook is not printed"),
            (["-o", "changes.doc"], "changes.doc does not tell its form"),
            (["-o", "a.md", "-o", "b.md", "--format", "md"], "--format says the form of one file"),
            (["--format", "json", "--only", "wire"], "JSON holds all changes"),
            (["-o", "nosuch/changes.md"], "nosuch"),
        ],
    )
    def test_what_cannot_be_made_is_refused_before_the_work(
        self, run: Run, states: tuple[Path, Path], options: list[str], said: str
    ) -> None:
        ran = run("diff", *states, *options)
        assert (ran.code, ran.out, said in ran.err) == (2, "", True), ran.err


class TestParts:
    def test_a_part_is_shown_and_says_so(self, run: Run, states: tuple[Path, Path]) -> None:
        ran = run("diff", *states, "--only", "wire", "--item", "ActiveExportRegister", "--device", "ESME")
        assert "only some of the changes: verdict wire; item ActiveExportRegister; device ESME" in " ".join(
            ran.out.split()
        )
        assert MOVED[1] in ran.out
        assert "ActiveImportRegister" not in ran.out

    @pytest.mark.parametrize("options", [["--item", "ActiveImportRegister", "--only", "wire"], ["--only", "meaning"]])
    def test_a_part_of_which_there_is_nothing_is_said_to_be(
        self, run: Run, states: tuple[Path, Path], options: list[str]
    ) -> None:
        ran = run("diff", *states, *options)
        assert ran.out == "none of 2 changes is of this kind, so that there is nothing to show\n"

    def test_what_neither_state_knows_is_refused_with_what_is_alike(self, run: Run, states: tuple[Path, Path]) -> None:
        ran = run("diff", *states, "--item", "ActiveExprtRegister", "--device", "NIX")
        assert ran.code == 2
        assert "neither state has the device 'NIX'" in ran.err
        assert "neither state has the item 'ActiveExprtRegister'. Did you mean ActiveExportRegister" in ran.err

    def test_nothing_is_a_part_of_nothing(self, run: Run, states: tuple[Path, Path]) -> None:
        whole, part = (run("diff", states[0], states[0], *options) for options in ([], ["--only", "wire"]))
        assert part == whole


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "no state given: name OLD and NEW, or a release with --against"),
            (["a"], "1 state given"),
            (["a", "b", "c"], "3 states given"),
            (["a", "b", "--against", "last"], "--against names the old state"),
            (["a", "--against", "last", "-w", "."], "--against names the old state"),
            (["a", "b", "--fail-on", "sometimes"], "'sometimes' is not one of"),
        ],
    )
    def test_the_wrong_number_of_states_is_told(self, run: Run, arguments: list[str], said: str) -> None:
        ran = run("diff", *arguments)
        assert (ran.code, said in ran.err) == (2, True), ran.err

    def test_a_workspace_that_cannot_be_read_is_told_with_its_findings(
        self, run: Run, states: tuple[Path, Path]
    ) -> None:
        write(
            states[0], {"metermap.toml": (states[0] / "metermap.toml").read_text("utf-8").replace("*.map", "*.nosuch")}
        )
        stopped = run("diff", *states)
        assert stopped.code == 3
        assert "error MM209" in stopped.err
        assert " note MM" not in stopped.err
        write(states[1], {"metermap.toml": "nonsense"})
        small(states[0])
        ran = run("diff", *states)
        assert ran.code == 2
        assert f"{states[1]} cannot be read as a workspace" in ran.err
        assert "metermap.toml" in ran.err
        assert ran.out == ""

    def test_texts_of_a_catalogue_do_not_reach_the_terminal_as_they_are(self, run: Run, tmp_path: Path) -> None:
        evil = "Evil\x1b[31m\u202e"
        old = small(tmp_path / "old")
        new = small(tmp_path / "new", ("Operational data", evil))
        ran = run("diff", old, new, "--fail-on", "documentation", "--fail-on", "compatible", "--fail-on", "break")
        assert ran.code == 1
        assert not {"\x1b", "\u202e"}.intersection(ran.out + ran.err)
