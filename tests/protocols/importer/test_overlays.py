"""Overlays: written as a whole or not at all, read table by table, named by a workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.core.files import OutputRefusedError
from metermap.core.findings import Findings
from metermap.inputs import inputs_digest
from metermap.protocols import SepDictionary, load_dictionaries
from metermap.protocols.sep.clusters import ATTRIBUTES
from metermap.protocols.sep.importer import Comparison, overlay_files, would_change, write_overlay
from metermap.protocols.sep.layers import ABSENT
from metermap.protocols.sep.structures import STRUCTURES
from tests.protocols.importer.conftest import Import
from tests.protocols.importer.exporter import configurator

MANIFEST = 'format = 1\nid = "own"\ntitle = "Own lines"\n'


@pytest.fixture
def comparison(importing: Import, standard: SepDictionary) -> Comparison:
    """A comparison with one difference."""
    text = configurator(standard, [0x0705]).replace('default="0x0A"', 'default="0x0B"')
    found = importing(text).comparison
    assert found is not None
    return found


def test_only_what_differs_is_in_it(comparison: Comparison) -> None:
    files = overlay_files(comparison, "update")
    assert list(files) == ["dictionary.toml", "sep/clusters/0x0705/attributes.csv"]
    heading, row = files["sep/clusters/0x0705/attributes.csv"].decode().splitlines()
    assert heading == ",".join(ATTRIBUTES)
    assert row.startswith("server,0x0030,FriendlyCreditWarning,uint8,,0x00,0xFF,0x0B,,R,O,SE 1.2a,")
    assert files["dictionary.toml"].decode().splitlines()[1:] == [
        "format = 1",
        'id = "update"',
        'title = "What clusters.xml say otherwise than the dictionary"',
    ]


def test_writing_again_changes_nothing(comparison: Comparison, tmp_path: Path) -> None:
    files = overlay_files(comparison, "update")
    assert would_change(tmp_path / "update", files) == tuple(sorted(files))
    write_overlay(tmp_path / "update", files)
    assert would_change(tmp_path / "update", files) == ()
    write_overlay(tmp_path / "update", files)


def test_a_folder_of_somebody_else_is_not_touched(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/dictionary.toml").write_text("mine", "utf-8")
    with pytest.raises(OutputRefusedError, match="is not empty"):
        write_overlay(tmp_path / "mine", overlay_files(comparison, "mine"))
    assert (tmp_path / "mine/dictionary.toml").read_text("utf-8") == "mine"


def test_an_overlay_that_was_edited_is_not_overwritten(comparison: Comparison, tmp_path: Path) -> None:
    files = overlay_files(comparison, "update")
    write_overlay(tmp_path / "update", files)
    table = tmp_path / "update/sep/clusters/0x0705/attributes.csv"
    table.write_text(table.read_text("utf-8").replace("0x0B", "0x0C"), "utf-8")
    with pytest.raises(OutputRefusedError, match="has been edited"):
        write_overlay(tmp_path / "update", files)
    assert "0x0C" in table.read_text("utf-8")


def own(folder: Path, **tables: str) -> Path:
    """Write an overlay with these tables, and return its folder."""
    (folder / "sep").mkdir(parents=True)
    (folder / "dictionary.toml").write_text(MANIFEST, "utf-8")
    for name, text in tables.items():
        (folder / "sep" / f"{name}.csv").write_text(text, "utf-8")
    return folder


def test_an_entry_is_taken_away(tmp_path: Path) -> None:
    heading = ",".join(ABSENT)
    own(tmp_path / "o", absent=f"{heading}\n0x0705,attribute,server,0x0030\n0x0705,command,client,0x02\n")
    sep = load_dictionaries(("./o",), root=tmp_path).sep
    cluster = sep.cluster("Prepayment")
    assert cluster is not None
    assert cluster.attribute(0x0030) is None
    assert cluster.command("ChangeDebt") is None
    assert (len(cluster.attributes), len(cluster.commands)) == (130, 16)


@pytest.mark.parametrize(
    "row", ["0x0705,cluster,server,0x0030", "0x0705,attribute,centre,0x0030", "x,attribute,server,1"]
)
def test_what_cannot_be_taken_away_is_told(tmp_path: Path, row: str) -> None:
    own(tmp_path / "o", absent=f"{','.join(ABSENT)}\n{row}\n")
    findings = Findings()
    sep = load_dictionaries(("./o",), findings, tmp_path).sep
    sep.cluster("Prepayment")
    sep.cluster("Metering")
    (fault,) = findings
    assert fault.code == "MM804"
    assert str(fault.place).startswith("o/sep/absent.csv:2:")


def test_of_two_overlays_the_first_named_has_the_last_word(tmp_path: Path) -> None:
    heading = "kind,name,type,value,member\n"
    own(tmp_path / "one", enumerations=f"{heading}enum,ResultType,enum8,0x00,First\n")
    own(tmp_path / "two", enumerations=f"{heading}enum,ResultType,enum8,0x00,Second\nenum,Other,enum8,0x00,Second\n")
    sep = load_dictionaries(("./one", "./two"), root=tmp_path).sep
    tables = [sep.enumeration(name) for name in ("ResultType", "Other")]
    assert [(table.source, table.members[0].name) for table in tables if table] == [("one", "First"), ("two", "Second")]


def test_a_structure_that_holds_itself_is_no_endless_loop(tmp_path: Path) -> None:
    rows = "A,1,b,struct:B,,,\nB,1,a,struct:A[],,,\n"
    own(tmp_path / "o", structures=f"{','.join(STRUCTURES)}\n{rows}")
    (member,) = load_dictionaries(("./o",), root=tmp_path).sep.structure("A")
    assert [inner.name for inner in member.type.members] == ["a"]


def test_the_overlay_of_great_britain_still_reads(standard: SepDictionary) -> None:
    findings = Findings()
    sep = load_dictionaries(("gb",), findings).sep
    assert len(sep.listed()) == 192
    assert sep.cluster_ids() == standard.cluster_ids()
    assert [fault.message for fault in findings] == []


@pytest.mark.parametrize("name", ["./none", "none/", "none", "../outside"])
def test_an_overlay_that_is_none(tmp_path: Path, name: str) -> None:
    findings = Findings()
    assert load_dictionaries((name,), findings, tmp_path).overlays == ()
    assert [fault.code for fault in findings] == ["MM809"]


def test_an_overlay_of_another_format_is_left_out(tmp_path: Path) -> None:
    own(tmp_path / "o")
    (tmp_path / "o/dictionary.toml").write_text("format = 2\n", "utf-8")
    findings = Findings()
    assert load_dictionaries(("./o",), findings, tmp_path).overlays == ()
    assert [fault.code for fault in findings] == ["MM802"]


def test_an_overlay_with_a_symbolic_link_is_left_out(tmp_path: Path) -> None:
    own(tmp_path / "o")
    (tmp_path / "o/sep/absent.csv").symlink_to("/etc/hostname")
    findings = Findings()
    assert load_dictionaries(("./o",), findings, tmp_path).overlays == ()
    (fault,) = findings
    assert fault.message == "overlay './o' holds a symbolic link, 'absent.csv'"


def lay(workspace: Path, name: str) -> None:
    """Let a workspace name one more overlay for Smart Energy."""
    file = workspace / "metermap.toml"
    text = file.read_text("utf-8")
    named = re.sub(r'(\[dictionaries\.sep\][^\[]*overlays = \[)"gb"\]', rf'\1"gb", "{name}"]', text)
    assert named != text
    file.write_text(named, "utf-8")


def test_a_workspace_names_an_overlay_of_its_own(gb_copy: Path) -> None:
    heading = ",".join(ABSENT)
    own(gb_copy / "overlays/update", absent=f"{heading}\n0x0705,command,client,0x02\n")
    lay(gb_copy, "overlays/update")
    found = pipeline.check(gb_copy)
    assert any(finding.code.startswith("MM3") and "ChangeDebt" in finding.message for finding in found.findings)


@pytest.mark.parametrize("name", ["../update", "/update", "overlays/../../update", "linked/update"])
def test_a_workspace_names_no_overlay_outside(gb_copy: Path, name: str) -> None:
    own(gb_copy.parent / "update")
    (gb_copy / "linked").symlink_to(gb_copy.parent)
    lay(gb_copy, name)
    found = pipeline.check(gb_copy)
    assert [finding.code for finding in found.findings] == ["MM006"]
    assert found.exit == 2


def test_an_overlay_counts_as_an_input_of_a_build(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    before = inputs_digest(tmp_path / "w")
    write_overlay(tmp_path / "w/overlays/update", overlay_files(comparison, "update"))
    assert inputs_digest(tmp_path / "w") != before
