"""What a workspace does about findings it does not want, and that all of them stay visible."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.core.rules import small_workspace
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ELEMENTS = """Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
RemainingBatteryCapacity.value,1751,SMETS 4.6.3.15,RemainingBatteryCapacity,value,Operational data,INTEGER,,,,GSME
"""
SENTENCE = """syntax 1.
on GSME over sep, tunnelled.
RemainingBatteryCapacity is Metering {{ RemainingBatteryLifeInDays: value as int16{} }}.
"""


def make(root: Path, tables: str = "", clause: str = "") -> Path:
    (root / "mappings").mkdir(exist_ok=True)
    (root / "metermap.toml").write_text(small_workspace(tables), "utf-8")
    (root / "elements.csv").write_text(ELEMENTS, "utf-8")
    (root / "mappings" / "a.map").write_text(SENTENCE.format(clause), "utf-8")
    return root


def found(run: Run, root: Path, *arguments: str) -> tuple[int, list[dict[str, str]], dict[str, int]]:
    ran = run("check", root, "--output-format", "json", *arguments)
    document = json.loads(ran.out)
    return ran.code, document["findings"], document["summary"]


class TestSeverities:
    def test_a_warning_that_is_a_note_does_not_count(self, run: Run, tmp_path: Path) -> None:
        code, findings, summary = found(run, make(tmp_path, '[severity]\nMM402 = "note"\n'))
        assert (code, findings, summary["notes_not_shown"]) == (0, [], 1)

    def test_a_warning_that_is_an_error_shows_as_one(self, run: Run, tmp_path: Path) -> None:
        _, (finding,), _ = found(run, make(tmp_path, '[severity]\nMM402 = { level = "error", because = "we ship" }\n'))
        assert finding["severity"] == "error"

    def test_one_that_is_off_is_counted_and_shown_with_all(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, '[severity]\nMM402 = { level = "off", because = "INT16 is printed" }\n')
        code, findings, summary = found(run, root)
        assert (code, findings, summary["suppressed"]) == (0, [], 1)
        _, (finding,), _ = found(run, root, "--all")
        assert finding["suppressed"] == "off in metermap.toml: INT16 is printed"
        assert "not shown: 1 suppressed" in run("check", root).out

    @pytest.mark.parametrize(
        ("line", "code"), [('MM4020 = "note"', "MM009"), ('MM301 = "note"', "MM010"), ('MM402 = "nope"', "MM005")]
    )
    def test_what_cannot_be_set_is_a_mistake_in_metermap_toml(
        self, run: Run, tmp_path: Path, line: str, code: str
    ) -> None:
        exit_code, (finding,), _ = found(run, make(tmp_path, f"[severity]\n{line}\n"))
        assert (exit_code, finding["code"]) == (2, code)
        assert "metermap.toml:" in str(finding["place"])

    def test_rules_wirend_their_pages_show_the_severity_of_the_workspace(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, '[severity]\nMM402 = { level = "note", because = "INT16 is printed" }\n')
        listed = json.loads(run("rules", root, "--family", "type", "--output-format", "json").out)["rules"]
        levels = {rule["code"]: rule["workspace"] for rule in listed}
        assert levels["MM402"] == {"level": "note", "because": "INT16 is printed"}
        assert levels["MM401"] is None
        assert "type; warning, here note, because INT16 is printed" in run("explain", "MM402", root).out


class TestAllow:
    def test_it_suppresses_and_is_counted_and_shown_with_all(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, clause=' allow MM402 because "INT16 is printed"')
        code, findings, summary = found(run, root)
        assert (code, findings, summary["suppressed"]) == (0, [], 1)
        _, (finding,), _ = found(run, root, "--all")
        assert finding["suppressed"].endswith(": INT16 is printed")

    def test_an_unused_one_is_a_warning_where_it_stands(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, clause=' allow MM402 and MM403 because "INT16 is printed"')
        code, (finding,), _ = found(run, root)
        assert (code, finding["code"]) == (1, "MM512")

    def test_a_sentence_holds_for_its_file(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path)
        file = root / "mappings" / "a.map"
        text = file.read_text("utf-8")
        file.write_text(text.replace("syntax 1.\n", 'syntax 1.\nallow MM402 because "INT16 is printed".\n'), "utf-8")
        code, findings, summary = found(run, root)
        assert (code, findings, summary["suppressed"]) == (0, [], 1)

    def test_a_review_of_a_suppressed_finding_is_not_called_stale(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, clause=' allow MM402 because "INT16 is printed"')
        toml = small_workspace(top='expected = "expected.csv"')
        (root / "metermap.toml").write_text(toml, "utf-8")
        row = "MM402,sep/RemainingBatteryCapacity.value#1751,accepted,seen"
        (root / "expected.csv").write_text(f"code,subject,verdict,reason\n{row}\n", "utf-8")
        assert found(run, root)[:2] == (0, [])


class TestBaseline:
    TABLES = '[check]\nbaseline = "baseline.csv"\n'

    def test_a_written_one_holds_what_is_there_and_counts_it(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        ran = run("baseline", "write", root)
        assert (ran.code, ran.out) == (0, f"{root / 'baseline.csv'} holds 1: 1 added, 0 removed\n")
        assert (root / "baseline.csv").read_text(
            "utf-8"
        ) == "code,subject,count\nMM402,sep/RemainingBatteryCapacity.value#1751,1\n"
        code, findings, summary = found(run, root)
        assert (code, findings, summary["in_baseline"]) == (0, [], 1)
        assert "not shown: 1 in the baseline" in run("check", root).out

    def test_it_does_not_grow_unless_asked_to(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        (root / "baseline.csv").write_text("code,subject,count\n", "utf-8")
        ran = run("baseline", "write", root)
        assert (ran.code, ran.out) == (1, "MM402 sep/RemainingBatteryCapacity.value#1751 is new\n")
        assert (root / "baseline.csv").read_text("utf-8") == "code,subject,count\n"
        assert run("baseline", "write", root, "--accept-new").code == 0
        assert "MM402" in (root / "baseline.csv").read_text("utf-8")

    def test_shrinking_takes_out_what_is_gone_and_adds_nothing(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        rows = "MM402,sep/RemainingBatteryCapacity.value#1751,3\nMM501,sep/gone,1\n"
        (root / "baseline.csv").write_text(f"code,subject,count\n{rows}", "utf-8")
        assert [finding["code"] for finding in found(run, root)[1]] == ["MM517", "MM517"]
        assert run("baseline", "check", root).code == 1
        assert run("baseline", "shrink", root).out.endswith("holds 1: 0 added, 3 removed\n")
        assert (root / "baseline.csv").read_text(
            "utf-8"
        ) == "code,subject,count\nMM402,sep/RemainingBatteryCapacity.value#1751,1\n"
        assert run("baseline", "check", root) == Ran(0, "1 in the baseline, 0 new, 0 gone\n", "")

    def test_it_is_not_shrunk_while_errors_may_hide_findings(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        run("baseline", "write", root)
        before = (root / "baseline.csv").read_text("utf-8")
        file = root / "mappings" / "a.map"
        file.write_text(
            file.read_text("utf-8").replace("RemainingBatteryCapacity is", "RemainingBatteryCapacty is"), "utf-8"
        )
        ran = run("baseline", "shrink", root)
        assert ran.code == 1
        assert "error MM301" in ran.err
        assert "is not shrunk" in ran.err
        assert (root / "baseline.csv").read_text("utf-8") == before

    def test_shrinking_an_empty_one_leaves_it_empty(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        (root / "baseline.csv").write_text("code,subject,count\n", "utf-8")
        assert run("baseline", "shrink", root).code == 0
        assert (root / "baseline.csv").read_text("utf-8") == "code,subject,count\n"
        assert found(run, root)[0] == 1

    def test_a_dry_run_writes_nothing(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, self.TABLES)
        ran = run("baseline", "write", root, "--dry-run")
        assert ran.out.endswith("would hold 1: 1 added, 0 removed\n")
        assert not (root / "baseline.csv").exists()

    def test_a_file_may_be_named_on_the_command_line(self, run: Run, tmp_path: Path) -> None:
        root, file = make(tmp_path), tmp_path / "old.csv"
        assert run("baseline", "write", root, "--baseline", file).code == 0
        assert found(run, root)[0] == 1
        assert found(run, root, "--baseline", str(file))[0] == 0

    def test_without_a_file_it_is_a_mistake(self, run: Run, tmp_path: Path) -> None:
        ran = run("baseline", "write", make(tmp_path))
        assert ran.code == 2
        assert "--baseline FILE" in ran.err

    def test_a_workspace_with_a_fault_is_told(self, run: Run, tmp_path: Path) -> None:
        ran = run("baseline", "write", make(tmp_path, 'colour = "red"\n'))
        assert ran.code == 2
        assert "MM003" in ran.err

    def test_no_other_file_is_written_over(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path)
        ran = run("baseline", "write", root, "--baseline", root / "elements.csv", "--accept-new")
        assert ran.code == 1
        assert "MM514" in ran.err
        assert (root / "elements.csv").read_text("utf-8") == ELEMENTS

    def test_an_error_never_enters(self, run: Run, tmp_path: Path) -> None:
        root = make(tmp_path, f'{self.TABLES}[severity]\nMM402 = "error"\n')
        ran = run("baseline", "write", root)
        assert (root / "baseline.csv").read_text("utf-8") == "code,subject,count\n"
        assert "error MM402" in ran.err
