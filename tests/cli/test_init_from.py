"""``metermap init --from``: a profile proposed by looking, which reads the workbook and says what it guessed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap import pipeline
from metermap.catalogue.model import Catalogue
from metermap.catalogue.profile_text import quoted
from metermap.core.exits import Exit
from metermap.core.findings import Severity
from tests.catalogue import shapes
from tests.catalogue.workbooks import ELEMENT_HEADERS, ELEMENT_ROWS, GB, read
from tests.cli.conftest import Ran

Run = Callable[..., Ran]

EXPORT = ELEMENT_ROWS[0]


def workbook(path: Path, rows: Sequence[shapes.Record], merges: Sequence[str] = (), name: str = "Elements") -> Path:
    shapes.write_by_hand(path, {name: shapes.HandSheet(rows, merges)})
    return path


def proposed(run: Run, source: Path, folder: Path) -> Catalogue:
    """Start a workspace and read it; the proposal must read the workbook without an error."""
    ran = run("init", "--from", source, folder)
    assert ran.code == 0, ran.err
    catalogue, findings = read(folder)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert catalogue is not None
    return catalogue


def proposal(run: Run, source: Path, folder: Path) -> str:
    ran = run("init", "--from", source, folder, "--dry-run")
    assert ran.code == 0, ran.err
    tomllib.loads(ran.out)
    return ran.out


# ---- the five shapes, and Great Britain ------------------------------------------------------------


@pytest.mark.parametrize("shape", [shapes.inline, shapes.grouped])
def test_what_holds_the_whole_catalogue_is_read_whole(run: Run, tmp_path: Path, shape: Callable[[Path], Path]) -> None:
    shape(tmp_path)
    catalogue = proposed(run, tmp_path / f"{shape.__name__}.xlsx", tmp_path / "new")

    assert [shapes.facts(element)[:-1] for element in catalogue.elements] == [
        shapes.facts(element)[:-1] for element in shapes.gb_elements()
    ]
    assert [set(element.devices.value) for element in catalogue.elements] == [
        set(element.devices.value) for element in shapes.gb_elements()
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_german_list_is_understood(run: Run, tmp_path: Path, suffix: str) -> None:
    shapes.german(tmp_path)
    catalogue = proposed(run, tmp_path / f"german.{suffix}", tmp_path / "new")

    assert list(catalogue.elements_by_row) == [element.row.value for element in shapes.gb_elements() if element.row]
    assert sum(element.sensitive.value for element in catalogue.elements) == sum(
        element.sensitive.value for element in shapes.gb_elements()
    )
    assert 'numbers = { decimal = ",", thousands = "." }' in (tmp_path / "new/metermap.toml").read_text("utf-8")


def test_sheets_by_device_become_a_table_each(run: Run, tmp_path: Path) -> None:
    shapes.by_device(tmp_path)
    catalogue = proposed(run, tmp_path / "by-device.xlsx", tmp_path / "new")

    assert {element.devices.value for element in catalogue.elements} == {("ESME",), ("GSME",)}
    toml = (tmp_path / "new/metermap.toml").read_text("utf-8")
    assert toml.count("[[workbook]]") == 2
    assert 'fill = ["Item", "Reference"]' in toml
    assert 'hidden and read nevertheless; hidden = "skip" would leave that out' in " ".join(
        toml.replace("\n#  ", "").split()
    )


def test_an_object_list_is_filled_downwards_and_lists_what_its_types_may_mean(run: Run, tmp_path: Path) -> None:
    shapes.cosem(tmp_path)
    catalogue = proposed(run, tmp_path / "cosem.xlsx", tmp_path / "new")

    assert catalogue.element_by_id["1-0:2.8.0.255.value"].item.value == "ActiveExportRegister"
    toml = (tmp_path / "new/metermap.toml").read_text("utf-8")
    assert 'fill = ["Item", "Reference", "Category"]' in toml
    assert "Data types not understood: 'double-long-unsigned' (39)" in toml
    assert "put its name here" in toml


def test_great_britain_is_proposed_as_it_is(run: Run, tmp_path: Path) -> None:
    toml = tomllib.loads(proposal(run, GB / "smets2.xlsx", tmp_path / "new"))
    own = tomllib.loads((GB / "metermap.toml").read_text("utf-8"))

    parts = ("elements", "han_only", "items", "use_cases")
    (table,) = toml["workbook"]
    assert {part: table[part] for part in parts} == {part: own["workbook"][0][part] for part in parts}
    assert set(table) == {"file", *parts}
    assert {device["id"] for device in toml["device"]} == {device["id"] for device in own["device"]}


# ---- the new workspace ---------------------------------------------------------------------------------


def test_the_new_workspace_can_be_checked_at_once(run: Run, tmp_path: Path) -> None:
    source = workbook(tmp_path / "list.xlsx", [ELEMENT_HEADERS, *ELEMENT_ROWS])
    ran = run("init", "--from", source, tmp_path / "new")

    assert ran.out.split() == [
        ".github/workflows/metermap.yml",
        ".gitlab-ci.yml",
        "list.xlsx",
        "mappings/first.map",
        "metermap.toml",
    ]
    first, *_, last = ran.err.splitlines()
    assert first == "Read by this profile: 2 elements."
    assert last.endswith(", which tells each element as undecided (MM501) until mappings are written")
    assert (tmp_path / "new/list.xlsx").read_bytes() == source.read_bytes()
    result = pipeline.check(tmp_path / "new")
    assert result.exit is Exit.FINDINGS
    assert {finding.code for finding in result.findings} == {"MM501"}


def test_each_guess_says_why(run: Run, tmp_path: Path) -> None:
    rows = (
        ("Catalogue",),
        ("No.", "Data item", "Attribut path", "Type", "Colour"),
        (100, "ActiveExportRegister", "value", "INTEGER", "green"),
        (101, None, "unit", "ENUMERATION", "red"),
    )
    text = proposal(run, workbook(tmp_path / "a.xlsx", rows, ["A1:E1", "B3:B4"], "ESME list"), tmp_path / "new")

    for expected in (
        "# ESME list: a guess, looks like elements; header in row 2, 2 rows below; not understood:",
        '# A2: likely, a name that others use\nRow = ["No."]',
        '# C2: a guess, the texts resemble each other\n"Attribute path" = ["Attribut path"]',
        '# sure, Item: 1 cell merged downwards\nfill = ["Item"]',
        '# a guess, from the sheet\'s name\nconstants = { Devices = "ESME" }',
        'these together are different in every row\nid_from = ["Item", "Attribute path"]',
        "# Read by this profile: 2 elements.",
        "# a guess: no workbook says what a device speaks",
    ):
        assert expected in text


def test_a_column_that_only_looks_like_row_numbers_is_given_up(run: Run, tmp_path: Path) -> None:
    rows = (
        ("No.", "Item", "Path", "Device"),
        (1, "ActiveExportRegister", "value", "ESME"),
        (1, "Clock", "time", "ESME"),
    )
    text = proposal(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")

    assert "A1 'No.' is not read as Row: it has the same number more than once, such as '1'." in text
    assert 'lacks = ["Row", ' in text


def test_columns_that_say_something_else_are_given_up_and_the_id_stays_composed(run: Run, tmp_path: Path) -> None:
    rows: list[shapes.Record] = [("Key", "Clause", "Item", "Path", "Encrypted", "Device")]
    rows += [("K", f"5.{n}", "ActiveExportRegister", "value", "maybe", "ESME") for n in (1, 2)]
    text = proposal(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")

    assert "A1 'Key' is not read as Element id: it has empty or equal cells." in text
    assert "E1 'Encrypted' is not read as Sensitive: it says more than yes and no." in text
    assert 'id_from = ["Reference", "Attribute path"]' in text
    assert [element.id.value for element in proposed(run, tmp_path / "a.xlsx", tmp_path / "new").elements] == [
        "5.1.value",
        "5.2.value",
    ]


def test_ids_that_cannot_be_made_different_are_told(run: Run, tmp_path: Path) -> None:
    rows = (("Item", "Path", "Device"), *[("ActiveExportRegister", "value", "ESME")] * 3)
    text = proposal(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")

    assert "# a guess: no column holds ids; 2 rows will be reported, which have the same" in text
    assert "# 2 errors MM140" in text


def test_a_device_that_is_no_word_becomes_one(run: Run, tmp_path: Path) -> None:
    rows = (("Item", "Path", "Meter"), ("ActiveExportRegister", "value", "E meter; Gas meter"))
    catalogue = proposed(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")

    assert catalogue.elements[0].devices.value == ("E-meter", "Gas-meter")


def test_facts_about_items_alone_make_a_workspace_too(run: Run, tmp_path: Path) -> None:
    rows = (("Item", "Unit", "Value range", "Access"), ("ActiveExportRegister", "Wh", "0 to 9 999 999", "read"))
    catalogue = proposed(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")

    assert [(fact.item.value, fact.range.value) for fact in catalogue.items] == [
        ("ActiveExportRegister", "0 to 9 999 999")
    ]


def test_the_devices_of_facts_are_declared_if_no_element_names_any(run: Run, tmp_path: Path) -> None:
    rows = [("Device", "Item", "Unit")]
    rows += [(name, "Register", "Wh") for name in ("Gas meter", "ESME", "ESME boost")]
    source = workbook(tmp_path / "a.xlsx", rows)
    proposed(run, source, tmp_path / "new")

    toml = tomllib.loads((tmp_path / "new/metermap.toml").read_text("utf-8"))
    assert [(device["id"], device["title"]) for device in toml["device"]] == [
        ("Gas-meter", "Gas meter"),
        ("ESME", "ESME"),
    ]
    assert read(tmp_path / "new")[1] == ()


def test_the_device_of_a_fact_that_is_not_declared_is_told(run: Run, tmp_path: Path) -> None:
    rows = (("Device", "Item", "Unit"), ("ESME", "Register", "Wh"), ("GSME", "Register", "m3"))
    proposed(run, workbook(tmp_path / "a.xlsx", rows), tmp_path / "new")
    toml = tmp_path / "new/metermap.toml"
    toml.write_text(toml.read_text("utf-8").replace('= "GSME"', '= "GPF"'), "utf-8")

    (finding,) = read(tmp_path / "new")[1]
    assert (finding.code, str(finding.place)) == ("MM159", "a.xlsx[Elements]!A3")
    assert finding.message == "'GSME', the device of 1 fact, is not declared in this workspace"


def test_a_vague_text_below_a_group_is_a_guess_if_nothing_else_claims_its_column(run: Run, tmp_path: Path) -> None:
    rows = (("Thing", None, None, "Devices"), ("Item", "Path", "Type", None), ("Clock", "time", "DATE-TIME", "ESME"))
    text = proposal(run, workbook(tmp_path / "a.xlsx", rows, ["A1:C1"]), tmp_path / "new")

    assert '# C2: a guess, the text says little below a group, and no other column claims this\n"Data type" =' in text


def test_each_sheet_of_great_britain_says_how_sure_it_is(run: Run, tmp_path: Path) -> None:
    text = proposal(run, GB / "smets2.xlsx", tmp_path / "new")

    assert text.count(": sure, looks like ") == 4


@pytest.mark.parametrize("octets", [b"", b"\n\n"])
def test_an_empty_csv_file_is_told_to_be_empty(run: Run, tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(octets)
    ran = run("init", "--from", tmp_path / "a.csv", tmp_path / "new")

    assert ran.code == 3
    assert "MM170: a.csv: it is empty" in ran.err


def test_a_csv_file_without_a_catalogue_is_called_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Minutes,of a meeting\n", "utf-8")
    ran = run("init", "--from", tmp_path / "a.csv", tmp_path / "new")

    assert "MM179: nothing in a.csv looks like a part of a catalogue: the file was looked at" in ran.err


def test_windows_text_is_tried_and_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("Item;Path;Gerät\nActiveExportRegister;value;ESME\n".encode("cp1252"))
    text = proposal(run, tmp_path / "a.csv", tmp_path / "new")

    assert '# a guess: it is not UTF-8\nencoding = "cp1252"' in text
    assert '# likely: it makes the most regular table\ndelimiter = ";"' in text
    assert len(proposed(run, tmp_path / "a.csv", tmp_path / "new").elements) == 1


def test_a_profile_that_cannot_read_says_what_stands_in_the_way(run: Run, tmp_path: Path) -> None:
    rows = ((*ELEMENT_HEADERS, "Item"), (*EXPORT, "?"))
    ran = run("init", "--from", workbook(tmp_path / "a.xlsx", rows), tmp_path / "new", "--dry-run")

    assert ran.code == 1
    assert ran.err.splitlines() == [
        "This profile does not read the workbook yet. In the way stands:",
        "  a.xlsx[Elements]!L1: a.xlsx[Elements]: Item heads two columns",
    ]
    assert "#   a.xlsx[Elements]!L1: a.xlsx[Elements]: Item heads two columns" in ran.out


# ---- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_workbook_without_a_catalogue_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, dry: tuple[str, ...]
) -> None:
    source = workbook(tmp_path / "a.xlsx", [("Minutes", "of a meeting"), ("all", "agreed")])
    ran = run("init", "--from", source, tmp_path / "new", *dry)

    assert (ran.code, ran.out) == (3, "")
    assert "MM179: nothing in a.xlsx looks like a part of a catalogue: 'Elements' looked at" in ran.err
    assert not (tmp_path / "new").exists()


def test_other_kinds_of_file_are_refused_with_a_way_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(b"PK")
    ran = run("init", "--from", tmp_path / "a.ods", tmp_path / "new")

    assert ran.code == 3
    assert "a.ods is an OpenDocument spreadsheet, which is not read" in ran.err
    assert "save it as an Excel workbook (.xlsx)" in ran.err


def test_a_hostile_workbook_is_refused_as_ever(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)

    assert run("init", "--from", tmp_path / "a.xlsx", tmp_path / "new").code == 3


@pytest.mark.parametrize("arguments", [("new",), ("--example", "gb", "--from", "a.csv", "new")])
def test_one_beginning_must_be_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("Item,Path,Device\na,b,C\n")
    ran = run("init", *arguments)

    assert ran.code == 2
    assert "either --example or --from" in ran.err


def test_a_folder_with_something_in_it_is_left_alone(run: Run, tmp_path: Path) -> None:
    source = workbook(tmp_path / "a.xlsx", [ELEMENT_HEADERS, EXPORT])
    (tmp_path / "new").mkdir()
    (tmp_path / "new/thesis.docx").write_bytes(b"years")

    assert run("init", "--from", source, tmp_path / "new").code == 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["thesis.docx"]


# ---- texts of others in the proposal ---------------------------------------------------------------------


def test_odd_names_and_texts_stay_data(run: Run, tmp_path: Path) -> None:
    header = ('Data item"]\n[build]\u202e', "Path", "Device", 'x"""\\')
    rows = (("Item", "Attribute\npath", *header[2:]), ('Ac"tive\\', "va]lue", 'E"SME', "#"))
    source = workbook(tmp_path / 'odd "name" [1] \\.xlsx', rows, name="a\"b # c'd")
    toml = tomllib.loads(proposal(run, source, tmp_path / "new"))

    assert set(toml) == {"name", "package", "title", "mappings", "workbook", "device"}
    assert toml["workbook"][0]["file"] == "workbook.xlsx"
    assert len(proposed(run, source, tmp_path / "new").elements) == 1


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_quoted(text: str) -> None:
    line = f"x = {quoted(text)}"

    assert tomllib.loads(line) == {"x": text}
    assert line.isprintable()


def test_the_proposal_is_the_same_each_time(run: Run, tmp_path: Path) -> None:
    source = workbook(tmp_path / "a.xlsx", [ELEMENT_HEADERS, *ELEMENT_ROWS])

    assert proposal(run, source, tmp_path / "new") == proposal(run, source, tmp_path / "new")
