"""The rounds of a check that is watched: what is new, what is gone, whatever happens to the workspace."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.exits import Exit
from metermap.core.finding_changes import changed_findings
from metermap.core.findings import Finding, Severity
from metermap.core.places import FilePlace, TextPlace
from metermap.core.render import OutputFormat
from metermap.core.renderers.report import Report
from metermap.core.renderers.rounds import Round, render_round
from metermap.rechecking import Wanted, rounds


def checked(root: Path, *steps: Callable[[Path], object], wanted: Wanted | None = None) -> list[Round]:
    """Return the rounds: one at first, and one after each step."""

    def looks() -> Iterator[tuple[str, ...]]:
        yield ()
        for step in steps:
            step(root)
            yield ("a file",)

    return list(rounds(root, wanted or Wanted(), looks()))


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(text, "utf-8")


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def text_of(told: Round) -> str:
    return render_round(told, OutputFormat.TEXT)


BROKEN = "syntax 1.\n\non GSME over sep, tunnelled.\n\nCalorificValue is is"


class TestWhatHappensToAWorkspace:
    def test_a_slip_is_new_and_its_correction_makes_it_gone(self, small: Path) -> None:
        whole = (small / "mappings/gas.map").read_text("utf-8")
        slip = whole.replace("uint32", "uint99")
        first, broken, mended = checked(small, write("mappings/gas.map", slip), write("mappings/gas.map", whole))
        assert first.changes.gone == ()
        assert broken.changes.gone == ()
        assert codes(broken.changes.new)
        assert mended.changes.new == ()
        assert mended.changes.gone == broken.changes.new
        assert mended.report.findings == first.report.findings

    @pytest.mark.parametrize(
        "step",
        [
            write("metermap.toml", "name = ["),
            lambda root: (root / "metermap.toml").unlink(),
            lambda root: (root / "elements.csv").unlink(),
            write("elements.csv", ""),
            lambda root: (root / "elements.csv").write_bytes(b"PK\x03\x04 half a workbook"),
            write("mappings/gas.map", BROKEN),
            lambda root: (root / "mappings/gas.map").write_bytes(b"\xff\xfe\x00"),
            lambda root: (root / "mappings/gas.map").unlink(),
        ],
        ids=["no TOML", "no settings", "no catalogue", "empty", "half", "no mapping", "no text", "no file"],
    )
    def test_whatever_breaks_is_told_and_gone_on_from(self, small: Path, step: Callable[[Path], object]) -> None:
        files = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}

        def mend(_: Path) -> None:
            for path, data in files.items():
                path.write_bytes(data)

        first, broken, mended = checked(small, step, mend)
        assert broken.changes.new
        assert set(mended.changes.new) <= set(first.report.findings)
        assert set(broken.changes.new) <= set(mended.changes.gone)
        assert mended.report.findings == first.report.findings

    def test_a_check_that_stops_does_not_tell_that_what_it_did_not_come_to_is_gone(self, small: Path) -> None:
        slip = write("elements.csv", (small / "elements.csv").read_text("utf-8").replace("INTEGER", "INTEGERX"))
        _, found, stopped = checked(small, slip, write("metermap.toml", "name = ["))
        assert found.changes.new
        assert stopped.stopped
        assert stopped.changes.gone == ()
        assert stopped.exit is Exit.USAGE
        assert "The check could not go on: what it found before is not told as gone." in text_of(stopped)

    def test_a_mapping_file_that_a_pattern_finds_is_read_when_it_comes(self, small: Path) -> None:
        more = write(
            "mappings/more.map", "syntax 1.\n\non GSME over sep, tunnelled.\n\nNoSuchItem is Price { x: value }.\n"
        )
        first, came, went = checked(small, more, lambda root: (root / "mappings/more.map").unlink())
        assert any(str(finding.place).startswith("mappings/more.map:") for finding in came.changes.new)
        assert went.changes.gone == came.changes.new
        assert went.report.findings == first.report.findings

    def test_a_line_above_moves_findings_and_makes_none_new(self, small: Path) -> None:
        slip = (small / "mappings/gas.map").read_text("utf-8").replace("uint32", "uint99")
        lower = slip.replace("\n\nCalorific", "\n\n\n\nCalorific")
        _, found, moved = checked(small, write("mappings/gas.map", slip), write("mappings/gas.map", lower))
        assert found.changes.new
        assert (moved.changes.new, moved.changes.gone) == ((), ())
        assert moved.changes.moved > 0
        assert f"Nothing new, nothing gone. {moved.changes.moved} only moved. " in text_of(moved)

    def test_the_whole_folder_may_go_and_come_back(self, small: Path) -> None:
        away = small.with_name("away")
        first, gone, back = checked(small, lambda root: root.rename(away), away.rename)
        assert gone.stopped
        assert codes(gone.changes.new) == ["MM001"]
        assert back.changes.gone == gone.changes.new
        assert back.report.findings == first.report.findings

    def test_nothing_is_written(self, small: Path) -> None:
        before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
        checked(small, lambda _: None)
        assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before


FINDING = Finding("MM402", Severity.ERROR, "a is b", TextPlace("a.map", 3, 1), "a")


def told(number: int = 2, new: tuple[Finding, ...] = (FINDING,), files: tuple[str, ...] = ("a.map",)) -> Round:
    return Round(number, files, Report((FINDING,)), changed_findings((), new), Exit.FINDINGS)


class TestForms:
    def test_the_first_round_is_what_a_check_prints(self) -> None:
        assert text_of(told(1)) == "a.map:3:1: error MM402: a is b\n\n1 error\n"

    def test_a_later_round_names_what_changed_and_marks_what_is_new(self) -> None:
        assert text_of(told()) == "\n2. a.map changed\n\nnew: a.map:3:1: error MM402: a is b\n\n1 error\n"

    def test_many_files_are_counted(self) -> None:
        assert "2. a, b, c, d, e and 2 other files changed\n" in text_of(told(files=tuple("abcdefg")))

    def test_a_file_s_name_reaches_no_terminal_as_it_is(self) -> None:
        assert "\x1b" not in text_of(told(files=("a\x1b[31m.map",)))

    def test_a_round_of_json_is_one_line(self) -> None:
        line = render_round(told(), OutputFormat.JSON)
        assert line.count("\n") == 1
        document = json.loads(line)
        assert (document["round"], document["files"], document["exit"]) == (2, ["a.map"], 1)
        assert [finding["code"] for finding in document["new"]] == ["MM402"]
        assert document["summary"]["error"] == 1

    def test_single_lines_have_signs(self) -> None:
        assert render_round(told(), OutputFormat.CONCISE) == "+ a.map:3:1: error MM402: a is b\n= 1 error\n"

    def test_other_forms_have_no_rounds(self) -> None:
        with pytest.raises(ValueError, match="rounds have no form sarif; there are text, concise, json"):
            render_round(told(), OutputFormat.SARIF)


places = st.one_of(
    st.none(),
    st.builds(FilePlace, st.sampled_from("ab")),
    st.builds(TextPlace, st.just("a.map"), st.integers(1, 4), st.just(1)),
)
found = st.lists(
    st.builds(Finding, st.sampled_from(["MM1", "MM2"]), st.sampled_from(Severity), st.sampled_from("xy"), places),
    max_size=6,
)


class TestLaws:
    @given(found)
    def test_nothing_changes_from_a_list_to_itself(self, findings: list[Finding]) -> None:
        assert changed_findings(findings, findings) == changed_findings((), ())

    @given(found, found)
    def test_the_numbers_add_up(self, before: list[Finding], now: list[Finding]) -> None:
        changes = changed_findings(before, now)
        assert len(before) - len(changes.gone) + len(changes.new) == len(now)

    @given(found, found)
    def test_backwards_new_and_gone_are_exchanged(self, before: list[Finding], now: list[Finding]) -> None:
        forth, back = changed_findings(before, now), changed_findings(now, before)
        assert (len(forth.new), len(forth.gone), forth.moved) == (len(back.gone), len(back.new), back.moved)

    @given(found, st.integers(1, 9))
    def test_what_moves_down_a_file_is_neither_new_nor_gone(self, findings: list[Finding], by: int) -> None:
        lower = [
            replace(each, place=replace(each.place, line=each.place.line + by))
            if isinstance(each.place, TextPlace)
            else each
            for each in findings
        ]
        changes = changed_findings(findings, lower)
        assert (changes.new, changes.gone) == ((), ())
