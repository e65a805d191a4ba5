"""A check of what has not changed: the same output, without the work. Whatever does change makes it anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap import kept_checks, pipeline
from metermap.core.digest import sha256_hex
from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, FilePlace, TextPlace
from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from metermap.core.store import VARIABLE
from metermap.core.stored_findings import decode_finding, encode_finding
from metermap.kept_checks import kept_check
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
FORMATS = ("text", "concise", "json", "github", "sarif", "junit")
SENTENCE = (
    'syntax 1.\ninclude "lets.map".\non GSME over sep, tunnelled.\nCalorificValue is Price { CalorificValue: value }.\n'
)

CHECK = pipeline.check


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user, with nothing in it yet."""
    folder = tmp_path / "store"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def broken(gb_copy: Path) -> Path:
    """A workspace with findings of every severity and kind of place, some reviewed and some not."""
    (gb_copy / "mappings" / "zz-broken.map").write_text("on ESME over dlms, tunnelled.\n\nThis is not {\n", "utf-8")
    listed = (gb_copy / "expected-findings.csv").read_text("utf-8").splitlines(keepends=True)
    (gb_copy / "expected-findings.csv").write_text("".join(listed[:-3]), "utf-8")
    return gb_copy


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each check that is really made adds to this list."""
    checked: list[Path] = []

    def check(path: Path, *, baseline: Path | None = None) -> pipeline.CheckResult:
        checked.append(path)
        return CHECK(path, baseline=baseline)

    monkeypatch.setattr(pipeline, "check", check)
    return checked


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace that names one of each kind of file."""
    root = tmp_path / "small"
    (root / "mappings").mkdir(parents=True)
    named = 'errata = "errata.toml"\nexpected = "expected.csv"'
    (root / "metermap.toml").write_text(small_workspace('[check]\nbaseline = "old.csv"\n', top=named), "utf-8")
    (root / "elements.csv").write_text(SMALL_ELEMENTS, "utf-8")
    (root / "errata.toml").write_text("", "utf-8")
    (root / "expected.csv").write_text("code,subject,verdict,reason\n", "utf-8")
    (root / "old.csv").write_text("code,subject\n", "utf-8")
    (root / "mappings/a.map").write_text(SENTENCE, "utf-8")
    (root / "mappings/lets.map").write_text("syntax 1.\n", "utf-8")
    return root


def _tree(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        yield str(path), sha256_hex(path.read_bytes()) if path.is_file() else ""


class TestTheSameResult:
    def test_every_format_has_the_same_octets(self, run: Run, broken: Path, store: Path, made: list[Path]) -> None:
        arguments = [("--output-format", name, *rest) for name in FORMATS for rest in ((), ("--all",))]
        arguments += [("--fail-on", level) for level in ("error", "note", "never")]
        kept = [run("check", broken, *each) for each in arguments]
        assert len(made) == 1
        assert len(list(store.glob("*.check"))) == 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(VARIABLE, "")
            assert [run("check", broken, *each) for each in arguments] == kept

    def test_all_parts_and_all_kinds_of_places_come_back(self, broken: Path, store: Path) -> None:
        cold, kept = kept_check(broken), kept_check(broken)
        assert store.is_dir()
        assert kept.model is None
        assert kept.everything == cold.everything
        for part in ("findings", "notes", "reviewed", "suppressed", "held", "exit", "hidden"):
            assert getattr(kept, part) == getattr(cold, part)
        assert {type(finding.place) for finding in kept.everything} >= {CellPlace, TextPlace}

    def test_the_model_is_there_for_whoever_needs_it(self, gb_copy: Path, store: Path) -> None:
        kept_check(gb_copy)
        assert store.is_dir()
        assert pipeline.check(gb_copy).model is not None

    def test_nothing_is_written_into_the_workspace(self, gb_copy: Path, store: Path) -> None:
        before = dict(_tree(gb_copy))
        kept_check(gb_copy)
        kept_check(gb_copy)
        assert list(store.glob("*.check"))
        assert dict(_tree(gb_copy)) == before

    def test_it_loads_neither_pydantic_nor_a_parser(self, gb_copy: Path, store: Path) -> None:
        kept_check(gb_copy)
        assert list(store.glob("*.check"))
        program = (
            "import sys; from metermap.cli import _run; code = _run(['check', sys.argv[1]]); "
            "print(code, sorted({'pydantic', 'lark', 'openpyxl', 'jinja2'} & set(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", program, gb_copy], capture_output=True, text=True, check=True)
        assert ran.stdout.splitlines()[-1] == "0 []"


class TestWhatMakesItAnew:
    @pytest.mark.parametrize(
        "name",
        [
            "metermap.toml",
            "elements.csv",
            "errata.toml",
            "expected.csv",
            "old.csv",
            "mappings/a.map",
            "mappings/lets.map",
            "mappings/new.map",
        ],
    )
    def test_another_octet_in_any_input(self, small: Path, store: Path, made: list[Path], name: str) -> None:
        kept_check(small)
        kept_check(small)
        assert len(made) == 1, list(store.iterdir())
        with (small / name).open("a", encoding="utf-8") as stream:
            stream.write("\n")
        kept_check(small)
        assert len(made) == 2

    def test_an_input_that_goes(self, small: Path, store: Path, made: list[Path]) -> None:
        kept_check(small)
        (small / "old.csv").unlink()
        kept_check(small)
        assert (len(made), store.is_dir()) == (2, True)

    def test_a_baseline_of_the_command_line(self, small: Path, store: Path, made: list[Path], tmp_path: Path) -> None:
        old = tmp_path / "other.csv"
        old.write_text("code,subject\n", "utf-8")
        for baseline in (None, old, None, old):
            kept_check(small, baseline=baseline)
        assert (len(made), store.is_dir()) == (2, True)
        old.write_text("code,subject\nMM402,x\n", "utf-8")
        kept_check(small, baseline=old)
        assert len(made) == 3

    def test_another_program(
        self, small: Path, store: Path, made: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "program").mkdir()
        monkeypatch.setattr("metermap.inputs.__file__", str(tmp_path / "program/inputs.py"))
        kept_check(small)
        (tmp_path / "program/new.py").write_text("", "utf-8")
        kept_check(small)
        assert (len(made), store.is_dir()) == (2, True)

    def test_a_mapping_file_in_a_hidden_folder_that_a_pattern_finds(
        self, small: Path, store: Path, made: list[Path]
    ) -> None:
        text = (small / "metermap.toml").read_text("utf-8")
        assert "mappings/*.map" in text
        (small / "metermap.toml").write_text(text.replace("mappings/*.map", "**/*.map"), "utf-8")
        kept_check(small)
        (small / ".hidden").mkdir()
        (small / ".hidden/b.map").write_text("syntax 1.\n", "utf-8")
        kept_check(small)
        assert (len(made), store.is_dir()) == (2, True)

    def test_a_result_in_a_hidden_folder_that_a_pattern_finds_is_never_kept(
        self, small: Path, store: Path, made: list[Path]
    ) -> None:
        (small / ".results").mkdir()
        (small / ".results/one.json").write_text("{}\n", "utf-8")
        text = (small / "metermap.toml").read_text("utf-8")
        (small / "metermap.toml").write_text('results = [".results/*.json"]\n' + text, "utf-8")
        kept_check(small)
        kept_check(small)
        assert made == [small, small]
        assert not list(store.glob("*.check"))

    def test_what_is_read_from_a_hidden_folder_is_never_kept(self, small: Path, store: Path, made: list[Path]) -> None:
        (small / ".hidden").mkdir()
        (small / "elements.csv").rename(small / ".hidden/elements.csv")
        text = (small / "metermap.toml").read_text("utf-8")
        (small / "metermap.toml").write_text(text.replace('"elements.csv"', '".hidden/elements.csv"'), "utf-8")
        kept_check(small)
        kept_check(small)
        assert len(made) == 2
        assert not list(store.glob("*.check"))

    def test_what_changes_while_it_is_read_is_not_kept(
        self, small: Path, store: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def check(path: Path, *, baseline: Path | None = None) -> pipeline.CheckResult:
            result = CHECK(path, baseline=baseline)
            (path / "mappings/late.map").write_text("syntax 1.\n", "utf-8")
            return result

        monkeypatch.setattr(pipeline, "check", check)
        kept_check(small)
        assert not list(store.glob("*.check"))

    def test_a_check_that_could_not_go_on_is_not_kept(self, small: Path, store: Path, made: list[Path]) -> None:
        (small / "elements.csv").unlink()
        kept_check(small)
        kept_check(small)
        assert len(made) == 2
        assert not list(store.glob("*.check"))


class TestTheStore:
    def test_an_empty_variable_keeps_nothing(
        self, small: Path, tmp_path: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(VARIABLE, "")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
        kept_check(small)
        kept_check(small)
        assert (len(made), (tmp_path / "home").exists()) == (2, False)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'{"exit":4,"matches":{}}',
            b'{"exit":0,"matches":{},"findings":0}',
            b'{"exit":0,"matches":{"../*":[]}}',
            b'{"exit":0,"matches":{},"findings":[["MM1","fatal","","","","","",[],"",""]]}',
            b'{"exit":0,"matches":{},"findings":[["MM1","note","",["a",1],"","","",[],"",""]]}',
            b"[" * 100_000,
        ],
    )
    def test_an_entry_of_another_form_is_passed_over(
        self, small: Path, store: Path, made: list[Path], content: bytes
    ) -> None:
        first = kept_check(small)
        (entry,) = store.glob("*.check")
        kept_checks._STORE.keep(entry.stem, [content])
        assert kept_check(small).everything == first.everything
        assert len(made) == 2

    def test_a_spoilt_entry_is_passed_over(self, small: Path, store: Path, made: list[Path]) -> None:
        first = kept_check(small)
        (entry,) = store.glob("*.check")
        entry.write_bytes(entry.read_bytes().replace(b"exit", b"exIt"))
        assert kept_check(small).everything == first.everything
        assert len(made) == 2


places = st.one_of(
    st.builds(CellPlace, st.text(), st.text(), st.integers(), st.integers()),
    st.builds(TextPlace, st.text(), st.integers(), st.integers()),
    st.builds(FilePlace, st.text(), st.text()),
)


@given(
    st.builds(
        Finding,
        st.text(),
        st.sampled_from(Severity),
        st.text(),
        st.none() | places,
        subject=st.text(),
        expected=st.text(),
        help=st.text(),
        also=st.lists(places, max_size=3).map(tuple),
        clause=st.text(),
        suppressed=st.text(),
    )
)
def test_a_finding_comes_back_as_it_was(finding: Finding) -> None:
    assert decode_finding(json.loads(json.dumps(encode_finding(finding)))) == finding
