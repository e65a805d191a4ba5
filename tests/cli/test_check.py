"""``metermap check``: what it prints, where, and with which exit code."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


def test_the_shipped_workspace_is_clean(run: Run) -> None:
    ran = run("check", ROOT / "gb", "--output-format", "concise")
    assert ran == Ran(0, "", "")


def test_all_shows_notes_and_reviewed_findings_too_and_still_exits_with_0(run: Run) -> None:
    quiet = json.loads(run("check", ROOT / "gb", "--output-format", "json").out)
    ran = run("check", ROOT / "gb", "--output-format", "json", "--all")
    shown = json.loads(ran.out)
    assert ran.code == 0
    assert quiet["summary"]["reviewed"] + quiet["summary"]["notes_not_shown"] == len(shown["findings"])
    assert not quiet["findings"]


def test_the_workspace_may_be_named_by_its_file_or_be_the_current_folder(
    run: Run, gb_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_folder = run("check", gb_copy)
    assert run("check", gb_copy / "metermap.toml") == by_folder
    monkeypatch.chdir(gb_copy)
    assert run("check") == by_folder


def test_a_warning_that_nobody_has_reviewed_counts(run: Run, gb_copy: Path) -> None:
    listed = (gb_copy / "expected-findings.csv").read_text("utf-8").splitlines(keepends=True)
    (gb_copy / "expected-findings.csv").write_text("".join(listed[:-1]), "utf-8")
    ran = run("check", gb_copy, "--output-format", "json")
    (finding,) = json.loads(ran.out)["findings"]
    assert ran.code == 1
    assert listed[-1].startswith(f"{finding['code']},")


def test_a_review_of_a_finding_that_does_not_occur_counts(run: Run, gb_copy: Path) -> None:
    with (gb_copy / "expected-findings.csv").open("a", encoding="utf-8") as stream:
        stream.write("MM501,NoSuchItem.value,accepted,made up\n")
    ran = run("check", gb_copy, "--output-format", "concise")
    assert ran.code == 1
    assert "warning MM053: MM501 of NoSuchItem.value is reviewed, but does not occur" in ran.out


class TestInputThatIsWrong:
    """A finding on standard output with its place, the right exit code, and nothing on stderr."""

    def test_no_such_folder(self, run: Run, tmp_path: Path) -> None:
        ran = run("check", tmp_path / "nowhere")
        assert ran.code == 2
        assert "does not exist" in ran.err

    @pytest.mark.parametrize("text", [None, "name = ", "[device]\n"])
    def test_the_workspace_file_is_missing_or_wrong(self, run: Run, tmp_path: Path, text: str | None) -> None:
        if text is not None:
            (tmp_path / "metermap.toml").write_text(text, "utf-8")
        ran = run("check", tmp_path)
        assert ran.code == 2
        assert "metermap.toml" in ran.out
        assert "error MM0" in ran.out

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04 truncated", b"a,b\n1,2\n"])
    def test_the_workbook_cannot_be_read(self, run: Run, gb_copy: Path, data: bytes) -> None:
        (gb_copy / "smets2.xlsx").write_bytes(data)
        ran = run("check", gb_copy, "--output-format", "concise")
        assert ran.code == 3
        assert ran.out.startswith("smets2.xlsx: error MM1")

    def test_a_sentence_cannot_be_read(self, run: Run, gb_copy: Path) -> None:
        (gb_copy / "mappings" / "zz-broken.map").write_text("on ESME over dlms, tunnelled.\n\nThis is not {\n", "utf-8")
        ran = run("check", gb_copy, "--output-format", "concise")
        assert ran.code == 1
        assert "mappings/zz-broken.map:" in ran.out
        assert "error MM201" in ran.out


class TestFormats:
    @pytest.fixture
    def broken(self, gb_copy: Path) -> Path:
        (gb_copy / "smets2.xlsx").write_bytes(b"")
        return gb_copy

    def test_text_ends_with_the_counts(self, run: Run, broken: Path) -> None:
        assert run("check", broken).out.endswith("\n\n1 error\n")

    def test_concise_is_a_line_each(self, run: Run, broken: Path) -> None:
        assert run("check", broken, "--output-format", "concise").out.count("\n") == 1

    def test_json_is_a_document(self, run: Run, broken: Path) -> None:
        document = json.loads(run("check", broken, "--output-format", "json").out)
        assert document["version"] == 0
        counts = ("error", "warning", "note", "reviewed", "notes_not_shown", "suppressed", "in_baseline")
        assert document["summary"] == dict.fromkeys(counts, 0) | {"error": 1}

    def test_another_is_wrong_usage(self, run: Run, broken: Path) -> None:
        assert run("check", broken, "--output-format", "yaml").code == 2
