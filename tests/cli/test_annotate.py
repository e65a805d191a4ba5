"""``metermap annotate``: what it writes and says."""

import json
from collections.abc import Callable
from pathlib import Path

from metermap.core.files import MARKER
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_it_writes_a_copy_beside_the_workspace_and_says_so(run: Run, gb_copy: Path) -> None:
    original = (gb_copy / "smets2.xlsx").read_bytes()
    ran = run("annotate", gb_copy)
    assert ran.code == 0
    assert ran.err == ""
    first, second = ran.out.splitlines()
    assert first.startswith(f"{gb_copy}/annotated/smets2.annotated.xlsx: ")
    assert first.endswith(" findings listed, 793 rows with a mapping status")
    assert second == "  nothing in it is known that the copy does not keep"
    assert sorted(path.name for path in (gb_copy / "annotated").iterdir()) == [MARKER, "smets2.annotated.xlsx"]
    assert (gb_copy / "smets2.xlsx").read_bytes() == original


def test_findings_are_no_reason_to_fail(run: Run, gb_copy: Path) -> None:
    (gb_copy / "expected-findings.csv").write_text("code,subject,verdict,reason\n", "utf-8")
    assert run("check", gb_copy).code == 1
    assert run("annotate", gb_copy).code == 0


def test_a_copy_is_no_input(run: Run, gb_copy: Path, tmp_path: Path) -> None:
    before = run("check", gb_copy, "--all", "--output-format", "json")
    run("build", gb_copy, "--out", tmp_path / "build")
    run("annotate", gb_copy)
    assert json.loads(run("check", gb_copy, "--all", "--output-format", "json").out) == json.loads(before.out)
    assert "Nothing to do" in run("build", gb_copy, "--out", tmp_path / "build").out


def test_it_replaces_its_own_copies_and_nothing_else(run: Run, gb_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("annotate", gb_copy, "--out", out).code == 0
    assert run("annotate", gb_copy, "--out", out).code == 0
    (out / "mine.txt").write_text("mine", "utf-8")
    ran = run("annotate", gb_copy, "--out", out)
    assert ran.code == 2
    assert "not metermap's: mine.txt" in ran.err


def test_the_workspace_itself_is_no_place_for_copies(run: Run, gb_copy: Path) -> None:
    before = sorted(gb_copy.rglob("*"))
    for folder in (gb_copy, gb_copy.parent, gb_copy / "mappings", gb_copy / "mappings/new"):
        ran = run("annotate", gb_copy, "--out", folder)
        assert ran.code == 2
        assert "has to do with the input" in ran.err
    assert sorted(gb_copy.rglob("*")) == before


def test_a_folder_of_included_files_is_no_place_for_copies(run: Run, gb_copy: Path) -> None:
    (gb_copy / "mappings/shared").rename(gb_copy / "names")
    for file in (gb_copy / "mappings").glob("*.map"):
        file.write_text(file.read_text("utf-8").replace('include "shared/', 'include "../names/'), "utf-8")
    for folder in (gb_copy / "names", gb_copy / "names/new"):
        ran = run("annotate", gb_copy, "--out", folder)
        assert ran.code == 2
        assert "has to do with the input names/" in ran.err


def test_a_refused_workbook_has_no_copy_and_ends_with_3(run: Run, gb_copy: Path) -> None:
    (gb_copy / "smets2.xlsx").write_bytes(b"")
    ran = run("annotate", gb_copy)
    assert ran.code == 3
    assert "smets2.xlsx is not annotated: it is refused" in ran.err
    assert "error MM100" in ran.err
    assert ran.out == ""
    assert not (gb_copy / "annotated").exists()


def test_a_mistake_in_the_workspace_file_ends_with_2(run: Run, gb_copy: Path) -> None:
    (gb_copy / "metermap.toml").write_text("name = ", "utf-8")
    ran = run("annotate", gb_copy)
    assert ran.code == 2
    assert "metermap.toml" in ran.err
