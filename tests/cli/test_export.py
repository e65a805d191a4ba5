"""``metermap mappings export``: where it writes, and what it says it cannot carry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


def test_the_table_is_printed_and_what_it_lacks_is_told_apart(run: Run) -> None:
    ran = run("mappings", "export", ROOT / "gb")
    assert ran.code == 0
    assert len(list(csv.DictReader(io.StringIO(ran.out)))) > 1000
    assert ran.err.startswith("metermap: not in the file: comments, ")


@pytest.mark.parametrize(("output_format", "name"), [("csv", "a.csv"), ("xlsx", "a.xlsx")])
def test_import_reads_what_export_wrote(run: Run, tmp_path: Path, output_format: str, name: str) -> None:
    table, draft = tmp_path / name, tmp_path / "again.map"
    assert run("mappings", "export", ROOT / "gb", "--output-format", output_format, "-o", table).out == ""
    assert run("mappings", "import", table, "-o", draft) == Ran(0, "", "")
    assert draft.read_text("utf-8").startswith(f"-- Imported from {name}, a sentence for each row.\n\nsyntax 1.\n")


def test_sssom_is_printed_with_its_metadata(run: Run) -> None:
    ran = run("mappings", "export", ROOT / "gb", "--output-format", "sssom")
    assert ran.out.startswith("#curie_map:\n")
    assert "fields of the protocol alone" in ran.err


def test_options_of_the_workspace_name_its_terms(run: Run, gb_copy: Path) -> None:
    with (gb_copy / "metermap.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[build.exchange]\niri = "https://example.org/gb/"\n')
    ran = run("mappings", "export", gb_copy, "--output-format", "sssom")
    assert '#mapping_set_id: "https://example.org/gb/mappings"' in ran.out


def test_a_file_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine", "utf-8")
    assert run("mappings", "export", ROOT / "gb", "-o", tmp_path / "a.csv").code == 2
    assert (tmp_path / "a.csv").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--raw", "-o", "table.csv"), "name the file so, such as table.raw.csv"),
        (("--raw", "--output-format", "sssom"), "--raw is for CSV"),
        (("--output-format", "xlsx"), "a workbook is no text to print"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], why: str) -> None:
    ran = run("mappings", "export", ROOT / "gb", *arguments)
    assert ran.code == 2
    assert why in ran.err


def test_what_could_not_be_resolved_is_told(run: Run, gb_copy: Path) -> None:
    (gb_copy / "mappings" / "zz-broken.map").write_text("on ESME over dlms, tunnelled.\n\nThis is not {\n", "utf-8")
    ran = run("mappings", "export", gb_copy)
    assert ran.code == 1
    assert "not in the file: what could not be resolved" in ran.err
    assert "MM201" in ran.err


def test_a_workspace_that_cannot_be_read_gives_no_table(run: Run, gb_copy: Path) -> None:
    (gb_copy / "smets2.xlsx").write_bytes(b"")
    ran = run("mappings", "export", gb_copy)
    assert (ran.code, ran.out) == (3, "")
