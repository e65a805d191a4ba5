"""``metermap build``: what it writes and prints, and that it does nothing twice or by halves."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from metermap import pipeline
from metermap.codegen import c
from metermap.core.files import MARKER, write_tree
from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, FilePlace, Place, TextPlace
from metermap.core.render import Hidden, render_json
from metermap.inputs import inputs_digest
from tests.cli.conftest import Ran
from tests.conftest import copy_gb

Run = Callable[..., Ran]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that the tests of this module build in order, each from the state the last one left."""
    return copy_gb(tmp_path_factory.mktemp("workspace") / "gb")


class TestOneAfterTheOther:
    def test_the_first_build_writes_every_folder_and_prints_the_figures(self, run: Run, workspace: Path) -> None:
        ran = run("build", workspace)
        assert ran.code == 0
        assert sorted(path.name for path in (workspace / "build").iterdir()) == [
            MARKER,
            "c",
            "conformance",
            "model",
            "python",
            "report",
            "site",
            "site-src",
            "vectors",
        ]
        assert (workspace / "build/site/index.html").is_file()
        summary = (workspace / "build/report/summary.txt").read_text("utf-8")
        assert ran.out.startswith(summary)
        assert "175 items with 722 elements" in summary
        assert "\nTime\n" in ran.out
        assert str(workspace / "build") in ran.out

    def test_every_share_has_its_denominator_and_the_parts_add_up(self, workspace: Path) -> None:
        summary = (workspace / "build/report/summary.txt").read_text("utf-8")
        rows = [line.replace(" of ", " ").replace(",", "").split() for line in summary.splitlines() if " over " in line]
        figures = [[int(cell) for cell in row[3:]] for row in rows if row[3:4] and row[3].isdigit()]
        assert len(figures) >= 5
        for mapped, elements, *rest in figures:
            assert mapped + sum(rest) == elements

    def test_another_build_does_nothing(self, run: Run, workspace: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in (workspace / "build").rglob("*")}
        ran = run("build", workspace)
        assert ran.code == 0
        assert "Nothing to do" in ran.out
        assert "175 items with 722 elements" in ran.out
        assert {path: path.stat().st_mtime_ns for path in (workspace / "build").rglob("*")} == before

    def test_an_edited_output_is_made_again(self, run: Run, workspace: Path) -> None:
        path = workspace / "build/report/summary.txt"
        path.write_text("edited", "utf-8")
        assert "Nothing to do" not in run("build", workspace).out
        assert path.read_text("utf-8") != "edited"

    def test_a_changed_input_is_noticed(self, run: Run, workspace: Path) -> None:
        with (workspace / "metermap.toml").open("a", encoding="utf-8") as stream:
            stream.write("\n# a remark\n")
        ran = run("build", workspace, "--dry-run")
        assert "Nothing to do" not in ran.out
        assert "would change; none is written" in ran.out

    def test_a_file_of_the_users_stops_the_build_and_stays(self, run: Run, workspace: Path) -> None:
        notes = workspace / "build/notes.txt"
        notes.write_text("mine", "utf-8")
        ran = run("build", workspace)
        assert ran.code == 2
        assert "not metermap's: notes.txt" in ran.err
        assert notes.read_text("utf-8") == "mine"


def test_the_same_inputs_give_the_same_bytes(gb_build: Path, run: Run, gb_copy: Path, tmp_path: Path) -> None:
    os.utime(gb_copy / "smets2.xlsx", (1, 1))
    assert run("build", gb_copy, "--out", tmp_path / "out").code == 0
    assert contents(tmp_path / "out") == contents(gb_build)


def test_a_dry_run_writes_nothing(run: Run, gb_copy: Path) -> None:
    before = contents(gb_copy)
    ran = run("build", gb_copy, "--dry-run")
    assert "would change; none is written" in ran.out
    assert contents(gb_copy) == before


def test_findings_do_not_stop_it(run: Run, gb_copy: Path) -> None:
    (gb_copy / "expected-findings.csv").write_text("code,subject,verdict,reason\n", "utf-8")
    ran = run("build", gb_copy)
    assert ran.code == 1
    assert "warning MM501" in ran.err
    findings = json.loads((gb_copy / "build/report/findings.json").read_text("utf-8"))
    assert findings["summary"]["warning"] > 0


def test_another_build_that_does_nothing_prints_the_same_findings(run: Run, gb_copy: Path) -> None:
    (gb_copy / "expected-findings.csv").write_text("code,subject,verdict,reason\n", "utf-8")
    with (gb_copy / "metermap.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[build.python]\nx = "1"\n')  # MM720, which a check does not see
    first = run("build", gb_copy)
    again = run("build", gb_copy)
    assert "Nothing to do" in again.out
    assert (again.code, again.err) == (first.code, first.err)
    assert again.code == 1
    assert "metermap.toml[build]: error MM720" in again.err
    assert "[Elements]!" in again.err


@pytest.mark.parametrize(
    "place", [CellPlace("smets2.xlsx", "Elements", 365, 2), TextPlace("a.map", 12, 7), FilePlace("b", "c"), None]
)
def test_the_findings_file_gives_back_every_kind_of_place(place: Place | None, tmp_path: Path) -> None:
    finding = Finding("MM501", Severity.WARNING, "text", place, "subject", "expected", "help", (FilePlace("a"),), "1.2")
    (tmp_path / "findings.json").write_text(render_json([finding], Hidden(2, 3)), "utf-8")
    read = pipeline._read_findings(tmp_path / "findings.json")
    assert read.findings == (finding,)
    assert (read.summary["reviewed"], read.summary["notes_not_shown"]) == (2, 3)


def test_a_findings_file_of_another_form_is_made_again(run: Run, gb_copy: Path) -> None:
    assert run("build", gb_copy).code == 0
    out = gb_copy / "build"
    files = {path: data for path, data in contents(out).items() if path != MARKER}
    write_tree(out, {**files, "report/findings.json": b"[]"}, inputs=inputs_digest(gb_copy))
    ran = run("build", gb_copy)
    assert (ran.code, "Nothing to do" in ran.out) == (0, False)
    assert contents(out)["report/findings.json"] == files["report/findings.json"]


def test_without_its_marker_a_folder_is_not_taken_for_our_own(run: Run, gb_copy: Path) -> None:
    write_tree(gb_copy / "build", {"model/old": b"old"})
    (gb_copy / "build" / MARKER).unlink()
    ran = run("build", gb_copy)
    assert ran.code == 2
    assert "the marker file .metermap-output, by which metermap knows its own output, is missing" in ran.err
    assert "remove the folder, or choose another with --out" in ran.err
    assert contents(gb_copy / "build") == {"model/old": b"old"}


def test_a_stage_that_cannot_go_on_writes_nothing(run: Run, gb_copy: Path) -> None:
    (gb_copy / "smets2.xlsx").write_bytes(b"")
    ran = run("build", gb_copy)
    assert ran.code == 3
    assert ran.out == ""
    assert "smets2.xlsx: error MM1" in ran.err
    assert not (gb_copy / "build").exists()


def test_a_generator_that_fails_leaves_the_old_tree(
    run: Run, gb_copy: Path, gb_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del gb_build  # its modules are loaded: only the one under test fails
    out = gb_copy / "build"
    write_tree(out, {"model/old": b"old"})

    def fail(_: object) -> NoReturn:
        raise RuntimeError

    monkeypatch.setattr(c, "GENERATOR", replace(c.GENERATOR, generate=fail))
    assert run("build", gb_copy).code == 4
    assert contents(out).keys() == {MARKER, "model/old"}


def test_options_for_an_unknown_generator_are_a_finding(run: Run, gb_copy: Path) -> None:
    with (gb_copy / "metermap.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[build.pyhton]\nx = "1"\n')
    ran = run("build", gb_copy, "--dry-run")
    assert "warning MM070: there is no generator pyhton" in ran.err
    assert "did you mean 'python'?" in ran.err
