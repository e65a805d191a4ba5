"""``metermap protocols import zcl``: exit codes, the forms of the report, the overlay."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.protocols import load_dictionaries
from tests.cli.conftest import Ran
from tests.conftest import ROOT
from tests.protocols.importer.exporter import configurator, dotdot

Run = Callable[..., Ran]
STANDARD = load_dictionaries(()).sep
PREPAYMENT = configurator(STANDARD, [0x0705])
PAGE = (ROOT / "docs/protocols-import.md").read_text("utf-8")
COMMANDS = [
    line.removeprefix("$ metermap ")
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture
def same(tmp_path: Path) -> Path:
    """A file that says what the dictionary says."""
    (tmp_path / "same.xml").write_text(PREPAYMENT, "utf-8")
    return tmp_path / "same.xml"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A file with one change."""
    (tmp_path / "other.xml").write_text(PREPAYMENT.replace('default="0x0A"', 'default="0x0B"'), "utf-8")
    return tmp_path / "other.xml"


def test_no_difference_and_no_fault_is_0(run: Run, same: Path) -> None:
    ran = run("protocols", "import", "zcl", same)
    assert (ran.code, ran.err) == (0, "")
    assert "0x0705 Prepayment: 131 of 131 attributes and 17 of 17 commands are in the files\n  no difference" in ran.out


def test_a_difference_is_1(run: Run, other: Path) -> None:
    ran = run("protocols", "import", "zcl", other)
    assert (ran.code, ran.err) == (1, "")
    line = next(number for number, text in enumerate(other.read_text("utf-8").splitlines(), 1) if '"0x0B"' in text)
    assert (
        f"  changed  attribute server 0x0030 FriendlyCreditWarning (other.xml:{line}:1)\n"
        "             default: 0x0A -> 0x0B\n"
    ) in ran.out
    assert "  attribute           131        131        131          0          0          1\n" in ran.out


def test_a_warning_without_a_difference_is_1_and_a_note_is_0(run: Run, same: Path) -> None:
    text = PREPAYMENT.replace("<cluster ", '<atomic><type id="0x21" name="int8u"/></atomic><cluster ', 1)
    same.write_text(text, "utf-8")
    assert run("protocols", "import", "zcl", same).code == 1
    same.write_text(PREPAYMENT.replace("</cluster>", "<!-- <attribute/> --></cluster>"), "utf-8")
    ran = run("protocols", "import", "zcl", same)
    assert ran.code == 0
    assert "note MM837" in ran.err


def test_an_unreadable_file_is_3_and_nothing_is_compared_or_written(run: Run, same: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<!DOCTYPE a><configurator/>", "utf-8")
    ran = run("protocols", "import", "zcl", same, tmp_path / "bad.xml", "--overlay", tmp_path / "o")
    assert (ran.code, ran.out) == (3, "")
    assert "bad.xml:1:" in ran.err
    assert "error MM821: bad.xml declares a document type" in ran.err
    assert not (tmp_path / "o").exists()


def test_markdown(run: Run, other: Path) -> None:
    ran = run("protocols", "import", "zcl", other, "--output-format", "markdown")
    rows = [line for line in ran.out.splitlines() if line.startswith("| changed | attribute")]
    assert len(rows) == 1
    assert rows[0].startswith(
        "| changed | attribute server 0x0030 | FriendlyCreditWarning | default | 0x0A | 0x0B | other.xml:"
    )
    assert {line.count("|") for line in ran.out.splitlines() if line.startswith("|")} == {8}


def test_json(run: Run, other: Path) -> None:
    ran = run("protocols", "import", "zcl", other, "--output-format", "json")
    document = json.loads(ran.out)
    assert document["version"] == 0
    assert document["files"] == ["other.xml"]
    assert document["summary"]["attribute"] == {"added": 0, "missing": 0, "changed": 1}
    (cluster,) = document["clusters"]
    assert cluster["attributes"] == {"dictionary": 131, "files": 131, "both": 131}
    (difference,) = cluster["differences"]
    assert difference["details"] == [{"column": "default", "before": "0x0A", "after": "0x0B"}]
    assert difference["place"]["file"] == "other.xml"
    assert document["editions"][0]["rungs"][:2] == ["SE 1.4", "SE 1.2b"]
    assert document["findings"] == []


def test_the_same_files_give_the_same_bytes(run: Run, other: Path) -> None:
    for form in ("text", "markdown", "json"):
        first, second = (run("protocols", "import", "zcl", other, "--output-format", form).out for _ in range(2))
        assert first == second


def test_the_overlay_is_written_and_takes_the_difference_in(run: Run, other: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlays/update"
    tried = run("protocols", "import", "zcl", other, "--overlay", overlay, "--dry-run")
    assert "2 files of" in tried.err
    assert "sep/clusters/0x0705/attributes.csv" in tried.err
    assert not overlay.exists()
    assert run("protocols", "import", "zcl", other, "--overlay", overlay).code == 1
    assert (overlay / "dictionary.toml").is_file()
    assert run("protocols", "import", "zcl", other, "--with", overlay).code == 0
    assert run("protocols", "import", "zcl", other).code == 1


def test_a_folder_of_somebody_else_is_2_and_stays(run: Run, other: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/x.csv").write_text("mine", "utf-8")
    ran = run("protocols", "import", "zcl", other, "--overlay", tmp_path / "mine")
    assert ran.code == 2
    assert "is not empty" in ran.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["x.csv"]


@pytest.mark.parametrize("wanted", ["0x0705", "1797", "Prepayment", "prepayment"])
def test_one_cluster_alone(run: Run, tmp_path: Path, wanted: str) -> None:
    (tmp_path / "two.xml").write_text(configurator(STANDARD, [0x0702, 0x0705]), "utf-8")
    ran = run("protocols", "import", "zcl", tmp_path / "two.xml", "--cluster", wanted)
    assert ran.code == 0
    assert "0x0705 Prepayment" in ran.out
    assert "0x0702" not in ran.out


def test_mistakes_on_the_command_line_are_2(run: Run, same: Path) -> None:
    assert "Missing argument" in run("protocols", "import", "zcl").err
    ran = run("protocols", "import", "zcl", same, "--cluster", "Prepaymnt")
    assert ran.code == 2
    assert "Did you mean Prepayment?" in ran.err
    ran = run("protocols", "import", "zcl", same, "--with", "atlantis")
    assert ran.code == 2
    assert "there is no overlay './atlantis'" in ran.err


def test_asking_for_help_loads_no_xml_reader() -> None:
    script = "import sys, metermap.cli as c; c._run(['protocols', 'import', 'zcl', '--help']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"xml.sax", "defusedxml", "metermap.protocols"} & set(run.stdout.split())


def test_there_are_commands_in_the_documentation() -> None:
    assert len(COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_each_documented_command_runs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name, id_ in (("ami.xml", 0x0702), ("general.xml", 0x0000), ("types.xml", 0x0019)):
        Path(name).write_text(configurator(STANDARD, [id_]), "utf-8")
    for name, text in dotdot(STANDARD, [0x0019]).items():
        Path(name).write_text(text, "utf-8")
    run("protocols", "import", "zcl", "ami.xml", "types.xml", "--overlay", "overlays/se-update")
    ran = run(*shlex.split(command))
    assert (ran.code, ran.err.count("error")) == (0, 0)
