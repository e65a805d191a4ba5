"""What became of a finding, as the outputs get it: nothing that somebody dealt with is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.core.exits import Exit
from metermap.core.findings import Finding, Severity
from metermap.core.judged import JudgedFinding, Outcome, unjudged
from metermap.core.rules import small_workspace
from metermap.judging import judge
from metermap.resolving import Run, resolve
from tests.cli.conftest import Ran
from tests.cli.test_findings_control import make
from tests.site.pages import read

SUBJECT = "sep/RemainingBatteryCapacity.value#1751"
ALLOW = ' allow MM402 because "INT16 is printed"'
BASELINE = '[check]\nbaseline = "baseline.csv"\n'


def judged(root: Path) -> dict[str, JudgedFinding]:
    run = Run()
    resolved = resolve(root, run)
    assert not isinstance(resolved, Exit)
    return {one.finding.code: one for one in judge(run, resolved, built=False).everything}


def reviewed(root: Path, verdict: str) -> Path:
    make(root)
    (root / "metermap.toml").write_text(small_workspace(top='expected = "expected.csv"'), "utf-8")
    (root / "expected.csv").write_text(f"code,subject,verdict,reason\nMM402,{SUBJECT},{verdict},seen\n", "utf-8")
    return root


class TestOutcome:
    def test_what_nobody_dealt_with_is_open(self, tmp_path: Path) -> None:
        one = judged(make(tmp_path))["MM402"]
        assert (one.outcome, one.verdict, one.reason, one.place) == (Outcome.OPEN, "", "", None)

    def test_a_remark_is_a_note(self, tmp_path: Path) -> None:
        assert judged(make(tmp_path, '[severity]\nMM402 = "note"\n'))["MM402"].outcome is Outcome.NOTE

    @pytest.mark.parametrize("verdict", ["accepted", "open"])
    def test_a_reviewed_one_has_verdict_reason_and_line(self, tmp_path: Path, verdict: str) -> None:
        one = judged(reviewed(tmp_path, verdict))["MM402"]
        assert (one.outcome, one.verdict, one.reason) == (Outcome.REVIEWED, verdict, "seen")
        assert str(one.place) == "expected.csv:2:1"

    def test_an_allowed_one_says_where_and_why(self, tmp_path: Path) -> None:
        one = judged(make(tmp_path, clause=ALLOW))["MM402"]
        assert one.outcome is Outcome.SUPPRESSED
        assert one.reason.startswith("allowed at mappings/a.map:3:")
        assert one.reason.endswith(": INT16 is printed")

    def test_one_that_is_off_says_so(self, tmp_path: Path) -> None:
        one = judged(make(tmp_path, '[severity]\nMM402 = { level = "off", because = "we ship" }\n'))["MM402"]
        assert (one.outcome, one.reason) == (Outcome.SUPPRESSED, "off in metermap.toml: we ship")

    def test_an_old_one_is_in_the_baseline(self, tmp_path: Path) -> None:
        root = make(tmp_path, BASELINE)
        (root / "baseline.csv").write_text(f"code,subject,count\nMM402,{SUBJECT},1\n", "utf-8")
        assert judged(root)["MM402"].outcome is Outcome.HELD

    def test_a_review_of_nothing_is_a_finding_of_its_own(self, tmp_path: Path) -> None:
        root = reviewed(tmp_path, "accepted")
        (root / "expected.csv").write_text("code,subject,verdict,reason\nMM401,nothing,accepted,seen\n", "utf-8")
        assert {one.outcome for one in judged(root).values()} == {Outcome.OPEN}
        assert len(judged(root)) == 2


def test_where_nobody_judges_all_is_open_but_notes_and_what_is_silenced() -> None:
    found = [
        Finding("MM901", Severity.ERROR, "an error", None),
        Finding("MM902", Severity.NOTE, "a note", None),
        Finding("MM903", Severity.WARNING, "silenced", None, suppressed="off in metermap.toml"),
    ]
    outcomes = {one.finding.code: one.outcome for one in unjudged(found)}
    assert outcomes == {"MM901": Outcome.OPEN, "MM902": Outcome.NOTE, "MM903": Outcome.SUPPRESSED}


def test_a_build_marks_it_in_the_model_and_on_the_site(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    ran = run("build", reviewed(tmp_path / "small", "accepted"), "--out", tmp_path / "build")
    assert ran.code == 0, ran.err
    model = json.loads((tmp_path / "build/model/model.json").read_text("utf-8"))
    [finding] = model["findings"]
    told = [finding[key] for key in ("code", "outcome", "verdict", "reason", "recorded")]
    assert told == ["MM402", "reviewed", "accepted", "seen", "expected.csv:2:1"]
    page = (tmp_path / "build/site/findings.html").read_text("utf-8")
    assert "reviewed: accepted" in page
    assert 'data-state="reviewed"' in page
    rule = (tmp_path / "build/site/rules/mm402.html").read_text("utf-8")
    assert "1 of 1 findings: 1 reviewed" in rule


class TestAgainst:
    """An earlier state that metermap.toml names."""

    def build(self, run: Callable[..., Ran], root: Path, against: str) -> tuple[Ran, str]:
        make(root, f'[site]\nagainst = "{against}"\n')
        ran = run("build", root, "--out", root / "build")
        page = root / "build/site/changes.html"
        return ran, page.read_text("utf-8") if page.is_file() else ""

    def test_the_site_and_the_gap_report_show_that_an_element_was_renamed_since(
        self, run: Callable[..., Ran], tmp_path: Path
    ) -> None:
        run("build", make(tmp_path), "--out", tmp_path / "build")
        (tmp_path / "released").mkdir()
        old = (tmp_path / "build/model/model.json").read_text("utf-8")
        (tmp_path / "released/model.json").write_text(old.replace("RemainingBatteryCapacity", "BatteryLeft"), "utf-8")
        ran, page = self.build(run, tmp_path, "released/model.json")
        assert "MM005" not in ran.err
        assert "1 element with another name then" in read(page).text
        assert "BatteryLeft.value" in read(page).text
        report = json.loads((tmp_path / "build/report/gap-report.json").read_text("utf-8"))
        assert (report["trend"]["added"], report["trend"]["removed"]) == ([], [])

    @pytest.mark.parametrize(
        ("name", "fault"),
        [
            ("none.json", "none.json is no file that can be read"),
            ("elements.csv", "elements.csv is no JSON document of metermap's"),
            ("build/model/model.json", "lies in a folder that metermap wrote"),
            ("../model.json", "leads out of the workspace"),
        ],
    )
    def test_what_is_none_is_an_error_that_names_no_folder_of_this_machine(
        self, run: Callable[..., Ran], tmp_path: Path, name: str, fault: str
    ) -> None:
        run("build", make(tmp_path), "--out", tmp_path / "build")
        ran, _ = self.build(run, tmp_path, name)
        assert fault in ran.err.replace("\n", " ") + ran.out
        findings = (tmp_path / "build/report/findings.json").read_text("utf-8")
        assert str(tmp_path) not in findings
