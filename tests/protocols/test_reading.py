"""Reading tables: lazily, and with a finding that names file and line for each fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from metermap.core.addresses import Access
from metermap.core.findings import Finding, Findings
from metermap.core.logical_names import LogicalName
from metermap.core.suggest import normal
from metermap.protocols import DlmsDictionary, SepDictionary, closest, load_dictionaries
from metermap.protocols.dlms.overlay import Overlay
from metermap.protocols.manifest import read_manifest
from metermap.protocols.tables import number, read_table

INDEX = "id,name,versions\n"
MEMBERS = "version,kind,index,name,type,static_dynamic,confidence,confirmed_by,sources_disagree,same_as\n"


def _only(findings: Findings) -> Finding:
    (finding,) = findings
    return finding


def _class(folder: Path, rows: str) -> Findings:
    (folder / "classes").mkdir()
    (folder / "interface_classes.csv").write_text(INDEX + "3,Register,0\n", "utf-8")
    (folder / "classes" / "0003.csv").write_text(MEMBERS + rows, "utf-8")
    findings = Findings()
    DlmsDictionary(folder, (), findings).interface_class(3)
    return findings


def test_nothing_is_read_until_asked_for(tmp_path: Path) -> None:
    findings = Findings()
    dlms, sep = DlmsDictionary(tmp_path, (), findings), SepDictionary(tmp_path, (), findings)
    assert len(findings) == 0
    assert dlms.interface_class("Register") is None
    assert sep.cluster("Metering") is None
    assert [finding.code for finding in findings] == ["MM801", "MM801"]


def test_importing_the_dictionaries_imports_nothing_heavy() -> None:
    script = "import sys, metermap.protocols; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pydantic", "openpyxl", "lark", "jinja2", "mkdocs", "difflib"} & set(run.stdout.split())


def test_an_unknown_overlay_is_a_finding_and_left_out() -> None:
    findings = Findings()
    dictionaries = load_dictionaries(("gb", "atlantis"), findings)
    assert dictionaries.overlays == ("gb",)
    assert _only(findings).code == "MM809"
    assert _only(findings).expected.startswith("gb, or the path of a folder")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id,name\n1,Data\n", "MM803"),
        (b"", "MM803"),
        (b"id,name,versions\n\xff,Data,0\n", "MM801"),
        (b'id,name,versions\n1,"Data,0\n', "MM801"),
        (b"id,name,versions\nx,Data,0\n", "MM804"),
        (b"id,name,versions\n,Data,0\n", "MM804"),
        (b"id,name,versions\n1,Data\n", "MM804"),
        (b"id,name,versions\n1,Data,0\n1,Data,0\n", "MM805"),
    ],
)
def test_faults_of_a_table(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "interface_classes.csv").write_bytes(content)
    findings = Findings()
    DlmsDictionary(tmp_path, (), findings).class_ids()
    assert _only(findings).code == code
    assert "interface_classes.csv" in str(_only(findings).place)


def test_a_fault_names_line_and_cell(tmp_path: Path) -> None:
    findings = _class(
        tmp_path, "0,attribute,1,logical_name,octet-string[6],S,high,,,\n0,attribute,two,value,long,D,high,,,\n"
    )
    finding = _only(findings)
    assert str(finding.place).endswith("classes/0003.csv:3:3")
    assert finding.message == "index 'two' is no number"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("0,property,1,logical_name,octet-string[6],S,high,,,\n", "MM804"),
        ("0,attribute,2,value,long,D,high,,,\n0,attribute,2,other,long,D,high,,,\n", "MM805"),
    ],
)
def test_faults_of_a_class(tmp_path: Path, rows: str, code: str) -> None:
    assert _only(_class(tmp_path, rows)).code == code


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,0-0:94.44.300.1,attribute,2,value,a,,long,", "MM804"),
        ("1,0-0:94.44.30.1,property,2,value,a,,long,", "MM804"),
        ("1,0-0:94.44.30.1,attribute,2,value,a,,longg,", "MM806"),
    ],
)
def test_faults_of_an_overlay(tmp_path: Path, row: str, code: str) -> None:
    heading = "class_id,logical_name,access,index,part,path,position,type,condition\n"
    (tmp_path / "members.csv").write_text(f"{heading}{row}\n", "utf-8")
    findings = Findings()
    Overlay(tmp_path, "test", findings).part((1, LogicalName(0, 0, 94, 44, 30, 1), Access.ATTRIBUTE, 2, "value"))
    assert _only(findings).code == code
    assert str(_only(findings).place).split(":")[1] == "2"


def test_stated_positions_make_the_order_known(tmp_path: Path) -> None:
    heading = "class_id,logical_name,access,index,part,path,position,type,condition\n"
    rows = "1,0-0:94.44.30.1,attribute,2,value,[1..4].b,2,long,\n1,0-0:94.44.30.1,attribute,2,value,[1..4].a,1,enum,\n"
    (tmp_path / "members.csv").write_text(heading + rows, "utf-8")
    part = Overlay(tmp_path, "test", Findings()).part(
        (1, LogicalName(0, 0, 94, 44, 30, 1), Access.ATTRIBUTE, 2, "value")
    )
    assert part is not None
    assert part.order_known
    assert part.type.length == (0, 4)
    assert part.type.element is not None
    assert [member.name for member in part.type.element.members] == ["a", "b"]


@pytest.mark.parametrize(("text", "code"), [("format = 2\n", "MM802"), ("format = \n", "MM801"), ("", "MM802")])
def test_faults_of_a_manifest(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "dictionary.toml").write_text(text, "utf-8")
    findings = Findings()
    assert read_manifest(tmp_path, findings) is None
    assert _only(findings).code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0x1F", 31),
        ("-100", -100),
        ("-0x10", -16),
        ("", None),
        ("1.5", None),
        ("0x", None),
        ("--1", None),
        (" 1", None),
        ("1_0", None),
        ("٣", None),
        ("9" * 5000, None),
    ],
)
def test_numbers_are_decimal_or_hexadecimal(text: str, value: int | None) -> None:
    assert number(text) == value


def test_a_short_line_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1\n2,3\n", "utf-8")
    findings = Findings()
    table = read_table(tmp_path / "t.csv", ("a", "b"), findings)
    assert table.rows == (("1", ""), ("2", "3"))
    assert str(_only(findings).place).endswith("t.csv:2:1")


def test_names_compare_without_case_spaces_and_punctuation() -> None:
    assert normal("Debt Recovery Amount#1") == normal("DebtRecoveryAmount1")
    assert normal("activate_ passive_ calendar_time") == normal("activate_passive_calendar_time")


def test_suggestions_resemble_the_word() -> None:
    names = ("scaler_unit", "value", "capture_time")
    assert closest("scalar_unit", names) == ("scaler_unit",)
    assert closest("ScalerUnit", names) == ("scaler_unit",)
    assert closest("zzz", names) == ()
    assert closest("value", names, limit=0) == ()
    assert closest("v" * 100_000, names) == ()
