"""``metermap report``: what it prints and writes, what it refuses, and when its exit code is not 0."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from metermap import questions
from metermap.codegen.gap_report.forms import FILED, FORMS
from metermap.commands import report as command
from tests.cli.conftest import Ran
from tests.conftest import ROOT, copy_gb

Run = Callable[..., Ran]
GB = ROOT / "gb"


MAKE = questions.gap_report
MAKE_ONCE = cache(MAKE)


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the report of the workspace as it is once: the tests are about what becomes of it."""
    monkeypatch.setattr(questions, "gap_report", lambda path: MAKE_ONCE(path) if path == GB else MAKE(path))


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the workspace in which nothing is said of the identity of the electricity meter any more."""
    folder = copy_gb(tmp_path_factory.mktemp("spoiled") / "gb")
    (folder / "mappings/electricity-identity.map").write_text("syntax 1.\nuse dlms gb.\n", "utf-8")
    return folder


def test_the_command_knows_all_forms() -> None:
    assert list(FORMS) == list(command.FORMATS)
    assert list(FILED) == list(command.FORMATS[1:])


class TestPrinted:
    def test_without_options_it_is_a_page(self, run: Run) -> None:
        ran = run("report", GB)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(
            "Great Britain: SMETS2 over DLMS/COSEM and Smart Energy\nCatalogue edition GBCS 4.x. "
        )
        assert "\nESME/dlms  tunnelled, carrier  559 of 567   98.5 %" in ran.out
        assert len(ran.out.splitlines()) <= 60

    @pytest.mark.parametrize(
        ("form", "start"),
        [
            ("md", "# Gap report: Great Britain"),
            ("json", '{\n "schema_version": 1,\n "name": "gb",'),
            ("csv", "device,protocol,route,standing,"),
            ("csv-raw", "device,protocol,route,standing,"),
            ("csv-coverage", "device,title,protocol,route,carrier,"),
            ("html", "<!DOCTYPE html>"),
            ("svg", "<svg "),
            ("json-schema", '{\n "$schema": "https://json-schema.org/draft/2020-12/schema",'),
        ],
    )
    def test_each_form(self, run: Run, form: str, start: str) -> None:
        ran = run("report", GB, "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(start)

    def test_a_day_that_is_named_is_that_up_to_which_ages_are_counted(self, run: Run) -> None:
        ran = run("report", GB, "--as-of", "2026-12-01", "--format", "json")
        assert json.loads(ran.out)["as_of"] == "2026-12-01"

    def test_it_is_what_a_build_writes(self, run: Run, gb_build: Path) -> None:
        assert run("report", GB, "--format", "json").out == (gb_build / "report/gap-report.json").read_text("utf-8")

    def test_a_workspace_with_an_error_is_told_and_the_report_made(self, run: Run, gb_copy: Path) -> None:
        file = gb_copy / "mappings/gas-logs.map"
        file.write_text(file.read_text("utf-8") + "Nothing is Metering { Multiplier: value }.\n", "utf-8")
        ran = run("report", gb_copy)
        assert ran.code == 1
        assert "mappings/gas-logs.map:" in ran.err
        assert "GSME/sep" in ran.out

    def test_a_workspace_that_cannot_be_read_has_no_report(self, run: Run, gb_copy: Path) -> None:
        (gb_copy / "smets2.xlsx").write_bytes(b"no workbook")
        ran = run("report", gb_copy)
        assert (ran.code, ran.out) == (3, "")
        assert "smets2.xlsx" in ran.err


class TestWritten:
    def test_a_folder_gets_all_forms_again_and_again(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "report"
        for _ in range(2):
            ran = run("report", GB, "--out", out)
            assert (ran.code, ran.out) == (0, f"{len(FILED)} files written to {out}\n")
            assert {FORMS[name].file for name in FILED} == {file.name for file in out.iterdir()} - {".metermap-output"}

    def test_or_those_that_are_asked_for(self, run: Run, tmp_path: Path) -> None:
        ran = run("report", GB, "--out", tmp_path / "report", "--format", "md", "--format", "csv")
        assert ran.code == 0
        assert {file.name for file in (tmp_path / "report").glob("gap*")} == {"gap-report.md", "gap-report.csv"}

    def test_a_build_is_not_replaced_by_a_report(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "build").mkdir()
        marker = "# Written by metermap, which replaces these files. sha256sum -c checks them.\n# inputs \n"
        (tmp_path / "build/.metermap-output").write_text(f"{marker}{'0' * 64}  model/model.json\n", "utf-8")
        ran = run("report", GB, "--out", tmp_path / "build")
        assert ran.code == 2
        assert "holds more than a gap report, such as model/model.json; name another folder with --out" in ran.err

    def test_what_somebody_changed_there_is_not_replaced(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "report"
        run("report", GB, "--out", out, "--format", "md", "--format", "csv")
        with (out / "gap-report.csv").open("a", encoding="utf-8") as stream:
            stream.write("an owner\n")
        ran = run("report", GB, "--out", out)
        assert ran.code == 2
        assert "gap-report.csv was changed since metermap wrote it; nothing is replaced: move it elsewhere" in ran.err
        assert (out / "gap-report.csv").read_text("utf-8").endswith("an owner\n")
        (out / "gap-report.csv").unlink()
        assert run("report", GB, "--out", out).code == 0

    def test_one_file_is_said_to_be_one(self, run: Run, tmp_path: Path) -> None:
        ran = run("report", GB, "--out", tmp_path / "report", "--format", "md")
        assert ran.out == f"1 file written to {tmp_path / 'report'}\n"

    @pytest.mark.parametrize("suffix", ["txt", "html", "xlsx", "svg", "md", "csv", "json"])
    def test_a_file_tells_its_form_by_its_suffix_and_may_be_replaced(
        self, run: Run, tmp_path: Path, suffix: str
    ) -> None:
        file = tmp_path / f"report.{suffix}"
        for _ in range(2):
            assert run("report", GB, "-o", file).code == 0
        form = FORMS["text" if suffix == "txt" else suffix]
        made = MAKE_ONCE(GB).report
        assert made is not None
        assert suffix == "xlsx" or file.read_bytes() == form.make(made)

    def test_a_report_that_somebody_changed_is_not_replaced(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "deck.xlsx"
        run("report", GB, "-o", file)
        book = load_workbook(file)
        book["Gaps"]["P2"] = "A. Person"
        book.save(file)
        edited = file.read_bytes()
        ran = run("report", GB, "-o", file)
        assert ran.code == 2
        assert "deck.xlsx was changed since metermap wrote it; it is not replaced: move it elsewhere, or" in ran.err
        assert file.read_bytes() == edited

    @pytest.mark.parametrize("text", ["# Minutes\n", "# Gap report: my own meeting notes\n"])
    def test_a_file_of_somebody_is_not(self, run: Run, tmp_path: Path, text: str) -> None:
        file = tmp_path / "minutes.md"
        file.write_text(text, "utf-8")
        ran = run("report", GB, "-o", file)
        assert ran.code == 2
        assert "minutes.md is there already, and .metermap-written beside it does not say that metermap wrote it" in (
            ran.err
        )
        assert file.read_text("utf-8") == text

    def test_a_dry_run_says_what_would_change_and_writes_nothing(self, run: Run, tmp_path: Path) -> None:
        out, file = tmp_path / "report", tmp_path / "report.md"
        ran = run("report", GB, "--out", out, "--format", "md", "--dry-run")
        assert (ran.code, ran.out) == (0, f"1 file in {out} would change; none is written.\n  gap-report.md\n")
        assert run("report", GB, "-o", file, "--dry-run").err == f"{file} would be written\n"
        assert list(tmp_path.iterdir()) == []
        run("report", GB, "-o", file)
        assert run("report", GB, "-o", file, "--dry-run").err == f"{file} would not change\n"

    def test_links_lead_to_the_cells_from_where_the_workbook_is(self, run: Run, tmp_path: Path) -> None:
        run("report", GB, "-o", tmp_path / "sub.xlsx")
        links = [cell.hyperlink for row in load_workbook(tmp_path / "sub.xlsx")["Gaps"] for cell in row]
        targets = {unquote(link.target) for link in links if link and link.target}
        assert {(tmp_path / target).resolve() for target in targets} == {GB / "smets2.xlsx"}

    def test_and_to_the_pages_of_a_site_that_is_there(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "site").mkdir()
        (tmp_path / "site/index.html").touch()
        run("report", GB, "--out", tmp_path / "report", "--format", "xlsx")
        links = [cell.hyperlink for row in load_workbook(tmp_path / "report/gap-report.xlsx")["Gaps"] for cell in row]
        assert any((link.target or "").startswith("../site/items/") for link in links if link)

    def test_the_picture_is_shown_where_it_is_written(self, run: Run, tmp_path: Path) -> None:
        run("report", GB, "--out", tmp_path / "both", "--format", "md", "--format", "svg")
        run("report", GB, "-o", tmp_path / "alone.md")
        assert "](gap-report.svg)" in (tmp_path / "both/gap-report.md").read_text("utf-8")
        assert "gap-report.svg" not in (tmp_path / "alone.md").read_text("utf-8")

    def test_nor_is_a_released_model(self, run: Run, tmp_path: Path, gb_build: Path) -> None:
        shutil.copy(gb_build / "model/model.json", tmp_path / "model.json")
        assert "is there already" in run("report", GB, "-o", tmp_path / "model.json").err

    def test_a_name_that_no_disk_holds_is_told(self, run: Run, tmp_path: Path) -> None:
        ran = run("report", GB, "-o", tmp_path / f"{'x' * 300}.md")
        assert ran.code == 2
        assert "cannot be written: File name too long" in ran.err

    def test_a_folder_that_is_a_link_is_refused(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "out").symlink_to(tmp_path / "real")
        ran = run("report", GB, "--out", tmp_path / "out")
        assert ran.code == 2
        assert "is a symbolic link; name the folder itself" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "md", "--format", "json"), "md and json would go to one place: name a folder with --out"),
        (("--out", "a", "-o", "b.md"), "--out names a folder and --output a file: give one of them"),
        (("--format", "xlsx"), "a workbook is not printed: name a file with --output, or a folder with --out"),
        (("-o", "report.docx"), "report.docx does not tell its form: name it with --format"),
        (("--fail-on", "new-gap"), "--fail-on new-gap needs --against OLD: new since when?"),
        (("--against", "nowhere.json"), "'nowhere.json' does not exist"),
        (("--format", "pdf"), "'pdf' is not one of"),
        (("--fail-on", "gap"), "'gap' is not 'new-gap'"),
        (("--as-of", "yesterday"), "'yesterday' does not match the format '%Y-%m-%d'"),
    ],
)
def test_options_that_exclude_each_other_are_told(run: Run, options: tuple[str, ...], said: str) -> None:
    ran = run("report", GB, *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


class TestAgainst:
    def test_nothing_is_different_from_its_own_build(self, run: Run, gb_build: Path) -> None:
        ran = run("report", GB, "--against", gb_build, "--fail-on", "new-gap")
        assert (ran.code, ran.err) == (0, "")
        assert "\nNothing is different from the gap report of edition GBCS 4.x" in ran.out

    def test_every_new_gap_is_named(self, run: Run, spoiled: Path, gb_build: Path) -> None:
        ran = run(
            "report", spoiled, "--against", gb_build / "model/model.json", "--fail-on", "new-gap", "--format", "json"
        )
        trend = json.loads(ran.out)["trend"]
        assert ran.code == 1
        assert trend["source"]["form"] == "model"
        told = [line for line in ran.err.splitlines() if line.startswith("metermap: new gap: ")]
        assert len(told) == len(trend["new_gaps"]) > 0
        assert all("ESME/dlms is undecided, was " in line or "SAPC/dlms is undecided, was " in line for line in told)

    def test_without_the_gate_a_new_gap_is_no_failure(self, run: Run, spoiled: Path, gb_build: Path) -> None:
        before = run("report", spoiled).code
        assert run("report", spoiled, "--against", gb_build).code == before

    def test_a_gap_that_is_closed_is_no_failure(self, run: Run, spoiled: Path, tmp_path: Path) -> None:
        run("report", spoiled, "-o", tmp_path / "old.json")
        ran = run("report", GB, "--against", tmp_path / "old.json", "--fail-on", "new-gap")
        assert (ran.code, ran.err) == (0, "")
        assert "\nAgainst the gap report of edition GBCS 4.x" in ran.out

    def test_what_is_no_report_is_3(self, run: Run) -> None:
        ran = run("report", GB, "--against", GB / "metermap.toml")
        assert (ran.code, ran.out) == (3, "")
        assert "metermap: --against: " in ran.err
        assert "metermap.toml is no JSON document of metermap's" in ran.err

    def test_another_workspace_is_compared_and_told(self, run: Run, tmp_path: Path, gb_build: Path) -> None:
        document = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
        (tmp_path / "old.json").write_text(json.dumps({**document, "name": "other"}), "utf-8")
        ran = run("report", GB, "--against", tmp_path / "old.json")
        assert ran.code == 0
        assert ran.err == "metermap: OLD is of the workspace 'other', not 'gb'\n"


class TestMinimum:
    def test_each_that_is_missed_is_told_in_one_run(self, run: Run) -> None:
        demands = ("ESME/dlms=90", "ESME/dlms=99", "ESME/dlms/exact=50", "GSME/sep=97.4")
        ran = run("report", GB, *(part for demand in demands for part in ("--min-coverage", demand)))
        exact = "158 of 567 elements are exact (27.86 %), expected 50 %"
        assert ran.code == 1
        assert ran.err.splitlines() == [
            "metermap: below --min-coverage: ESME/dlms: 559 of 567 elements are mapped (98.58 %), expected 99 %",
            f"metermap: below --min-coverage: ESME/dlms: {exact}",
        ]

    def test_slips_are_told_all_at_once(self, run: Run) -> None:
        ran = run("report", GB, "--min-coverage", "ESNE/dlms=1", "--min-coverage", "ESME/slep=1")
        assert (ran.code, ran.out) == (2, "")
        assert "--min-coverage: 'ESNE' is no device; did you mean 'ESME'?" in ran.err
        assert (
            "--min-coverage: 'slep' is no protocol that the workspace asks ESME about; did you mean 'sep'?" in ran.err
        )


PAGE = (ROOT / "docs/gap-report.md").read_text("utf-8")


def test_the_documented_commands_run_one_after_the_other(
    run: Run, gb_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(gb_copy.parent)
    commands = re.findall(r"^\$ metermap (.*)$", PAGE, re.MULTILINE)
    assert len(commands) == 5
    for line in commands:
        ran = run(*line.split())
        assert (ran.code, ran.err) == (0, ""), line


def test_what_the_documentation_shows_is_printed(run: Run, spoiled: Path, gb_build: Path) -> None:
    summary, gates = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert run("report", GB).out.startswith(summary)
    against = run("report", spoiled, "--against", gb_build, "--fail-on", "new-gap")
    least = run("report", GB, "--min-coverage", "ESME/dlms=99")
    assert [line for line in gates.splitlines() if line not in (against.err + least.err).splitlines()] == []


def test_the_documentation_names_every_form() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \| (?:`gap-report|printed)", PAGE, re.MULTILINE) == list(FORMS)
