"""Includes that must not hurt, and what a file sees of others."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from metermap.core.findings import Findings
from metermap.mappings.includes import MAX_INCLUDED, Library, mapping_and_included, read_library

SCOPE = "on GSME over sep, tunnelled.\n"


def library(root: Path, files: dict[str, str], *mappings: str) -> tuple[Library, Counter[str]]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    findings = Findings()
    made = read_library(root, tuple((name, files[name].encode()) for name in mappings or ("a.map",)), findings)
    made.report_unused(findings)
    return made, Counter(finding.code for finding in findings)


def test_ten_thousand_includes_of_one_file_are_one_include(tmp_path: Path) -> None:
    start = time.monotonic()
    made, codes = library(tmp_path, {"a.map": 'include "b.map".\n' * 10_000, "b.map": ""})
    assert made.included["a.map"].keys() == {"b.map"}
    assert codes == {"MM216": 1, "MM218": 1}
    assert time.monotonic() - start < 20


def test_ten_thousand_includes_of_files_are_refused_by_the_limit(tmp_path: Path) -> None:
    text = "".join(f'include "t/{number}.map".\n' for number in range(10_000))
    files = {f"t/{number}.map": "" for number in range(MAX_INCLUDED + 5)}
    made, codes = library(tmp_path, {"a.map": text, **files})
    assert len(made.files) == MAX_INCLUDED + 1
    assert codes == {"MM217": 1}


def test_a_chain_is_followed_to_its_end(tmp_path: Path) -> None:
    length = MAX_INCLUDED - 1
    files = {f"{number}.map": f'include "{number + 1}.map".\n' for number in range(length)}
    last = "let end = coded { a = 1 }.\n"
    made, codes = library(tmp_path, {"a.map": 'include "0.map".\n', **files, f"{length}.map": last})
    assert "end" in made.visible["a.map"]
    assert codes["MM217"] == 0


def test_a_file_reached_twice_defines_its_names_once(tmp_path: Path) -> None:
    files = {
        "a.map": 'include "b.map".\ninclude "c.map".\n',
        "b.map": 'include "d.map".\n',
        "c.map": 'include "./x/../d.map".\n',
        "d.map": "let end = coded { a = 1 }.\n",
    }
    made, codes = library(tmp_path, files)
    assert list(made.files) == ["a.map", "b.map", "d.map", "c.map"]
    assert made.visible["a.map"]["end"].file == "d.map"
    assert codes["MM208"] == 0


def test_an_included_file_does_not_see_what_its_includer_defines(tmp_path: Path) -> None:
    files = {"a.map": 'include "b.map".\nlet own = coded { a = 1 }.\n', "b.map": "let theirs = coded { a = 1 }.\n"}
    made, _ = library(tmp_path, files)
    assert set(made.visible["a.map"]) == {"own", "theirs"}
    assert set(made.visible["b.map"]) == {"theirs"}


def test_a_mapping_file_may_include_another_that_holds_names_only(tmp_path: Path) -> None:
    files = {"a.map": 'include "b.map".\n' + SCOPE, "b.map": "let theirs = coded { a = 1 }.\n"}
    made, codes = library(tmp_path, files, "a.map", "b.map")
    assert made.mappings == ("a.map", "b.map")
    assert set(made.visible["a.map"]) == {"theirs"}
    assert codes["MM215"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "../x.map",
        "/x.map",
        "t/../../x.map",
        "https://x/y.map",
        "//x/y.map",
        "C:/x.map",
        "~/x.map",
        "a\\\\b.map",
        "",
        ".",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_not_read(path: str, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "x.map").write_text("let secret = coded { a = 1 }.\n")
    made, codes = library(root, {"a.map": f'include "{path}".\n'})
    assert list(made.files) == ["a.map"]
    assert codes["MM213"] + codes["MM212"] == 1


@pytest.mark.parametrize("path", ["a" * 300 + ".map", "a/" * 2_000 + "b.map", "folder"])
def test_what_the_system_cannot_open_is_not_there(path: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _, codes = library(tmp_path, {"a.map": f'include "{path}".\n'})
    assert codes == {"MM212": 1}


def test_links_that_lead_round_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b.map").symlink_to("c.map")
    (tmp_path / "c.map").symlink_to("b.map")
    _, codes = library(tmp_path, {"a.map": 'include "b.map".\n'})
    assert codes == {"MM212": 1}


def test_a_link_inside_the_workspace_is_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "b.map").symlink_to("c.map")
    files = {"a.map": 'include "b.map".\ninclude "c.map".\n', "c.map": "let end = coded { a = 1 }.\n"}
    made, codes = library(tmp_path, files)
    assert list(made.files) == ["a.map", "c.map"]
    assert codes["MM208"] == 0


def test_the_files_of_a_mapping_are_its_own_and_what_they_include(tmp_path: Path) -> None:
    files = {"a.map": 'include "t/b.map".\n', "t/b.map": 'include "c.map".\n', "t/c.map": "syntax 1.\n", "d.map": ""}
    library(tmp_path, files)
    assert mapping_and_included(tmp_path, ("a.map", "gone.map")) == ("a.map", "gone.map", "t/b.map", "t/c.map")
