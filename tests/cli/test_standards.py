"""``metermap standards``: what it prints, where, and with which exit code."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.protocols.standards import COLUMNS
from tests.cli.conftest import Ran
from tests.conftest import ROOT

Run = Callable[..., Ran]
HEADING = ",".join(COLUMNS) + "\n"


def with_standards(folder: Path, text: str) -> Path:
    file = folder / "metermap.toml"
    file.write_text(file.read_text("utf-8").replace('home = "sep"\n', f'home = "sep"\n{text}\n'), "utf-8")
    return folder


def test_the_shipped_workspace(run: Run) -> None:
    ran = run("standards", ROOT / "gb")
    assert (ran.code, ran.err) == (0, "")
    assert (
        "\nThis mapping rests on\n  of all 16 editions below: status not recorded; openness not recorded\n" in ran.out
    )
    assert "\n  dlms-ua-blue-book: COSEM interface classes and OBIS\n" in ran.out
    assert "\nTest: recognised or in process by a date that the workspace sets: no date set\n" in ran.out


@pytest.mark.parametrize(
    ("form", "start"),
    [("json", '{\n "schema_version": 0,'), ("csv", "standard,title,"), ("markdown", "# Standards: Great Britain")],
)
def test_each_format(run: Run, form: str, start: str) -> None:
    ran = run("standards", ROOT / "gb", "--output-format", form)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(start)


def test_a_test_that_fails_is_1(run: Run, gb_copy: Path) -> None:
    ran = run("standards", with_standards(gb_copy, 'recognised_by = "2013-12-31"'), "--output-format", "json")
    assert ran.code == 1
    assert [test["outcome"] for test in json.loads(ran.out)["tests"]] == ["cannot be told", "fail"]


def test_rows_of_the_workspace_are_held_to_the_same_rules_by_check(run: Run, gb_copy: Path) -> None:
    with_standards(gb_copy, 'register = "own.csv"')
    (gb_copy / "own.csv").write_text(HEADING + "zigbee-se,,A body,2.0" + "," * 14 + "\n", "utf-8")
    checked = run("check", gb_copy, "--output-format", "concise")
    assert (checked.code, checked.out) == (1, "own.csv:2:2: error MM854: title is empty\n")
    ran = run("standards", gb_copy)
    assert ran.code == 1
    assert "own.csv:2:2: error MM854" in ran.err
    assert "This mapping rests on" in ran.out


def test_an_edition_that_the_dictionary_does_not_know(run: Run, gb_copy: Path) -> None:
    file = gb_copy / "metermap.toml"
    old = 'protocols = { sep = "tunnelled" }'
    text = file.read_text("utf-8").replace(old, f'{old}\neditions = {{ sep = "SE 1.2" }}')
    file.write_text(text, "utf-8")
    ran = run("check", gb_copy)
    assert ran.code == 1
    assert "metermap.toml[device[2].editions.sep]: error MM811" in ran.out
    assert "Did you mean SE 1.2" in ran.out


def with_dictionary_edition(folder: Path, protocol: str, edition: str) -> Path:
    """Set what all devices must meet of a dictionary."""
    file = folder / "metermap.toml"
    text, found = re.subn(rf"(\[dictionaries\.{protocol}\]\nedition +=).*", rf"\1 {edition}", file.read_text("utf-8"))
    assert found == 1
    file.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("protocol", "edition", "said"),
    [
        (
            "dlms",
            '["Blue Book 12", "Green Book 8", "Blue Book 13"]',
            (
                "'Blue Book 12', 'Blue Book 13' are chosen together: all are of the ladder Blue Book",
                "one edition of each ladder: Blue Book, Green Book",
            ),
        ),
        (
            "dlms",
            '["Green Book 8", "Green Book 8"]',
            (
                "'Green Book 8', 'Green Book 8' are chosen together: all are of the ladder Green Book",
                "one edition of each ladder: Blue Book, Green Book",
            ),
        ),
        (
            "sep",
            '["SE 1.2a", "ZCL 8.0"]',
            ("'SE 1.2a', 'ZCL 8.0' are chosen together: an entry of sep rests on one of them", "one edition"),
        ),
    ],
)
def test_editions_on_which_no_entry_rests_together(
    run: Run, gb_copy: Path, protocol: str, edition: str, said: tuple[str, str]
) -> None:
    ran = run("check", with_dictionary_edition(gb_copy, protocol, edition), "--output-format", "json")
    (found,) = [finding for finding in json.loads(ran.out)["findings"] if finding["code"] == "MM870"]
    assert ran.code == 1
    assert found["severity"] == "error"
    assert (found["message"], found["expected"]) == said
    assert found["place"]["file"] == "metermap.toml"
    assert found["subject"] == f"dictionaries.{protocol}"


def test_a_blue_book_and_a_green_book_are_chosen_together(run: Run, gb_copy: Path) -> None:
    with_dictionary_edition(gb_copy, "dlms", '["Blue Book 12", "Green Book 8"]')
    checked = run("check", gb_copy, "--output-format", "json")
    assert (checked.code, json.loads(checked.out)["findings"]) == (0, [])
    ran = run("standards", gb_copy)
    assert "must meet Blue Book 12 and Green Book 8" in ran.out
    assert "the register does not hold" not in ran.out


def test_what_was_not_checked_is_counted_among_the_notes(run: Run, gb_copy: Path) -> None:
    def notes() -> int:
        hidden: int = json.loads(run("check", gb_copy, "--output-format", "json").out)["summary"]["notes_not_shown"]
        return hidden

    before = notes()
    with_dictionary_edition(gb_copy, "dlms", '"Blue Book 12"')
    assert notes() == before + 1


def test_a_standard_that_the_register_lacks_is_a_row_of_the_workspace(run: Run, gb_copy: Path) -> None:
    assert "the catalogue cites CHTS (not in the register)" in run("standards", gb_copy).out
    with_standards(gb_copy, 'register = "own.csv"')
    row = "chts,Communications Hub Technical Specifications,A body,1" + "," * 14
    (gb_copy / "own.csv").write_text(f"{HEADING}{row}\n", "utf-8")
    ran = run("standards", gb_copy)
    assert (ran.code, ran.err) == (0, "")
    assert "the catalogue cites CHTS (chts): 88 elements" in ran.out


def test_an_edition_that_lacks_what_is_mapped_is_a_warning_of_check(run: Run, gb_copy: Path) -> None:
    file = gb_copy / "metermap.toml"
    old = 'protocols = { sep = "tunnelled" }'
    file.write_text(file.read_text("utf-8").replace(old, f'{old}\neditions = {{ sep = "SE 1.1a" }}'), "utf-8")
    ran = run("check", gb_copy, "--output-format", "json")
    found = [finding for finding in json.loads(ran.out)["findings"] if finding["code"] == "MM850"]
    assert ran.code == 1
    assert {finding["severity"] for finding in found} == {"warning"}
    assert all("GSME, which must meet SE 1.1a, needs" in finding["message"] for finding in found)
    assert len(found) > 200


def test_a_fault_of_the_workspace_file_is_2_and_nothing_is_printed(run: Run, gb_copy: Path) -> None:
    ran = run("standards", with_standards(gb_copy, 'recognised_by = "soon"'))
    assert (ran.code, ran.out) == (2, "")
    assert "standards.recognised_by is 'soon'" in ran.err
    assert "a date: 2013, 2013-11 or 2013-11-30" in ran.err


def test_an_unreadable_workbook_is_3(run: Run, gb_copy: Path) -> None:
    (gb_copy / "smets2.xlsx").write_bytes(b"")
    ran = run("standards", gb_copy)
    assert (ran.code, ran.out) == (3, "")


def test_a_build_writes_it_beside_the_gap_report(gb_build: Path, run: Run) -> None:
    assert (gb_build / "report/standards.json").read_text("utf-8") == run(
        "standards", ROOT / "gb", "--output-format", "json"
    ).out
    assert (gb_build / "report/standards.md").read_text("utf-8").startswith("# Standards: Great Britain")
