"""The workspace file: read once, all faults in one run, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.core.findings import Finding, Findings
from metermap.core.workspace import StandardsChoice, Workspace, load_workspace
from tests.catalogue.workbooks import GB, TOML, only


def load(folder: Path, text: str) -> tuple[Workspace | None, tuple[Finding, ...]]:
    (folder / "metermap.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    return load_workspace(folder, findings), findings.sorted()


def test_gb() -> None:
    findings = Findings()
    workspace = load_workspace(GB, findings)

    assert list(findings) == []
    assert workspace is not None
    assert workspace.root == GB.resolve()
    assert (workspace.name, workspace.package, workspace.edition) == ("gb", "gb", "GBCS 4.x")
    assert [(device.id, device.carrier, dict(device.protocols)) for device in workspace.devices] == [
        ("ESME", "dlms", {"dlms": "tunnelled", "sep": "native"}),
        ("GSME", "sep", {"sep": "tunnelled"}),
        ("SAPC", "dlms", {"dlms": "tunnelled"}),
        ("CHF", "dlms", {"dlms": "native"}),
        ("GPF", "sep", {"sep": "native"}),
    ]
    assert workspace.devices[1].silent == {"dlms": "a gas meter speaks no DLMS"}
    assert workspace.dictionaries["dlms"].overlays == ("gb",)


def test_the_file_itself_may_be_named() -> None:
    assert load_workspace(GB / "metermap.toml", Findings()) == load_workspace(GB, Findings())


def test_a_folder_without_a_workspace_file(tmp_path: Path) -> None:
    findings = Findings()

    assert load_workspace(tmp_path, findings) is None
    assert only(findings.sorted()).code == "MM001"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = [", "metermap.toml"),
        ("name = 'a'\nname = 'b'\n", "metermap.toml:2:11"),
        ("a = 1 b", "metermap.toml:1:7"),
    ],
)
def test_what_is_not_toml(tmp_path: Path, text: str, place: str) -> None:
    _, findings = load(tmp_path, text)

    assert only(findings).code == "MM002"
    assert str(only(findings).place).startswith("metermap.toml")
    assert str(only(findings).place) == place


@pytest.mark.parametrize("octets", [b"name = '\xff'\n", b"\xff\xfen\x00"])
def test_what_is_not_utf_8(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "metermap.toml").write_bytes(octets)
    findings = Findings()

    assert load_workspace(tmp_path, findings) is None
    assert only(findings.sorted()).message == "metermap.toml is not UTF-8"


def test_nesting_without_end_is_no_traceback(tmp_path: Path) -> None:
    _, findings = load(tmp_path, "a = " + "[" * 5000)

    assert only(findings).code == "MM002"


def test_all_faults_come_in_one_run_each_with_its_line(tmp_path: Path) -> None:
    text = TOML.replace('package = "small"', 'package = "class"').replace("title = ", "tilte = ", 1)
    text = text.replace("han_only", "han_onyl").replace('"native"', '"nativ"').replace('id = "ESME"', "id = 4")

    workspace, findings = load(tmp_path, text)

    assert workspace is None
    assert [(str(finding.place), finding.code, finding.message) for finding in findings] == [
        ("metermap.toml", "MM004", "title is missing"),
        ("metermap.toml:3:1", "MM005", "package is 'class'"),
        ("metermap.toml:4:1", "MM003", "tilte is no known key"),
        ("metermap.toml:12:1", "MM003", "workbook[1].han_onyl is no known key"),
        ("metermap.toml:15:1", "MM005", "device[1].id is 4"),
        ("metermap.toml:30:1", "MM005", "device[3].protocols.sep is 'nativ'"),
    ]
    assert [finding.expected for finding in findings if finding.code == "MM003"] == [
        "did you mean 'title'?",
        "did you mean 'han_only'?",
    ]
    assert "'tunnelled'" in findings[-1].expected


@pytest.mark.parametrize("path", ["../errata.toml", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "~/x"])
def test_a_path_that_leaves_the_workspace_is_refused(tmp_path: Path, path: str) -> None:
    workspace, findings = load(tmp_path, TOML.replace('"errata.toml"', f"'{path}'"))

    assert workspace is None
    assert (only(findings).code, str(only(findings).place)) == ("MM006", "metermap.toml:6:1")


def test_a_symbolic_link_that_leaves_the_workspace_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "workspace"
    inside.mkdir()
    (tmp_path / "outside.toml").write_text("")
    (inside / "errata.toml").symlink_to(tmp_path / "outside.toml")

    _, findings = load(inside, TOML)

    assert only(findings).code == "MM006"
    assert "symbolic link" in only(findings).message


def test_mapping_files_are_sorted_and_stay_inside(tmp_path: Path) -> None:
    inside = tmp_path / "workspace"
    (inside / "mappings").mkdir(parents=True)
    for name in ("b.map", "a.map", "notes.txt"):
        (inside / "mappings" / name).write_text("")
    (tmp_path / "outside.map").write_text("")
    (inside / "mappings" / "c.map").symlink_to(tmp_path / "outside.map")

    workspace, _ = load(inside, 'mappings = ["mappings/*.map"]\n' + TOML)

    assert workspace is not None
    assert workspace.mapping_files() == ("mappings/a.map", "mappings/b.map")


@pytest.mark.parametrize("pattern", ["../*.map", "/*.map", "mappings/../../*.map"])
def test_a_pattern_that_leaves_the_workspace_is_refused(tmp_path: Path, pattern: str) -> None:
    _, findings = load(tmp_path, f'mappings = ["{pattern}"]\n{TOML}')

    assert only(findings).code == "MM006"


def test_a_device_declared_twice_names_both_lines(tmp_path: Path) -> None:
    _, findings = load(tmp_path, TOML.replace('id = "GSME"', 'id = "ESME"'))

    assert (only(findings).code, str(only(findings).place)) == ("MM007", "metermap.toml:21:1")
    assert [str(place) for place in only(findings).also] == ["metermap.toml:15:1"]


def test_a_device_must_speak_its_carrier(tmp_path: Path) -> None:
    _, findings = load(tmp_path, TOML.replace('carrier = "dlms"', 'carrier = "sep"'))

    assert (only(findings).code, only(findings).expected) == ("MM008", "one of dlms")


def test_a_device_is_not_both_speaking_and_silent(tmp_path: Path) -> None:
    spoken = 'protocols = { dlms = "tunnelled" }'
    _, findings = load(tmp_path, TOML.replace(spoken, f'{spoken}\nsilent = {{ dlms = "no" }}'))

    assert only(findings).message == "device ESME both speaks dlms and is silent in it"


STANDARDS = '\n[standards]\nhome = "sep"\nrecognised_by = "2013-12"\nregister = "standards.csv"\n'


def test_what_the_standards_are_held_against(tmp_path: Path) -> None:
    workspace, findings = load(tmp_path, TOML + STANDARDS)

    assert findings == ()
    assert workspace is not None
    assert workspace.standards == StandardsChoice("sep", "2013-12", "standards.csv")


def test_of_the_standards_nothing_need_be_recorded(tmp_path: Path) -> None:
    workspace, _ = load(tmp_path, TOML)

    assert workspace is not None
    assert workspace.standards == StandardsChoice()


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "expected"),
    [
        ('"sep"', '"sap"', "MM008", "standards.home is 'sap', which no device speaks", "did you mean 'sep'?"),
        ('"2013-12"', '"2013-13"', "MM005", "standards.recognised_by is '2013-13'", "a date: 2013, 2013-11 or"),
        ('"2013-12"', "201312", "MM005", "standards.recognised_by is 201312", "a text in quotes"),
        ('"standards.csv"', '"../x.csv"', "MM006", "standards.register: '../x.csv' leads out", "a path inside"),
        ("register =", "regster =", "MM003", "standards.regster is no known key", "did you mean 'register'?"),
    ],
)
def test_a_fault_of_the_standards_has_its_line(  # noqa: PLR0917  (a table's columns)
    tmp_path: Path, old: str, new: str, code: str, message: str, expected: str
) -> None:
    text = TOML + STANDARDS.replace(old, new)
    workspace, findings = load(tmp_path, text)

    found = only(findings)
    assert workspace is None
    assert found.code == code
    assert found.message.startswith(message)
    assert found.expected.startswith(expected)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if new in line and "=" in line)
    assert str(found.place) == f"metermap.toml:{line}:1"


def test_the_edition_that_a_device_must_meet_is_its_own_or_the_dictionary_s(tmp_path: Path) -> None:
    own = 'protocols = { sep = "native" }\neditions = { sep = "SE 1.4" }'
    text = TOML.replace('protocols = { sep = "native" }', own) + '\n[dictionaries.sep]\nedition = "SE 1.2a"\n'
    workspace, findings = load(tmp_path, text)

    assert findings == ()
    assert workspace is not None
    asked = {
        device.id: [workspace.editions_for(device, name) for name in ("sep", "dlms")] for device in workspace.devices
    }
    assert asked == {"ESME": [("SE 1.2a",), ()], "GSME": [("SE 1.2a",), ()], "GPF": [("SE 1.4",), ()]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('""', ()),
        ("[]", ()),
        ('"Blue Book 12"', ("Blue Book 12",)),
        ('["Blue Book 12", "Green Book 8"]', ("Blue Book 12", "Green Book 8")),
    ],
)
def test_an_edition_is_a_text_or_a_list_of_texts(tmp_path: Path, written: str, read: tuple[str, ...]) -> None:
    own = f'protocols = {{ sep = "native" }}\neditions = {{ sep = {written} }}'
    text = TOML.replace('protocols = { sep = "native" }', own) + f"\n[dictionaries.dlms]\nedition = {written}\n"
    workspace, findings = load(tmp_path, text)

    assert findings == ()
    assert workspace is not None
    assert workspace.dictionaries["dlms"].editions == read
    assert workspace.devices[2].editions == {"sep": read}


@pytest.mark.parametrize("written", ["12", "{ blue = 12 }", "true", '["Blue Book 12", 8]', '[""]'])
def test_no_other_value_is_an_edition(tmp_path: Path, written: str) -> None:
    workspace, findings = load(tmp_path, f"{TOML}\n[dictionaries.dlms]\nedition = {written}\n")

    found = only(findings)
    assert workspace is None
    assert found.code == "MM005"
    assert found.message.startswith("dictionaries.dlms.edition")
    assert found.place is not None
    assert str(found.place).startswith("metermap.toml:")


def test_no_edition_can_be_met_of_a_protocol_that_the_device_does_not_speak(tmp_path: Path) -> None:
    own = 'protocols = { sep = "native" }\neditions = { dlms = "Blue Book 12" }'
    workspace, findings = load(tmp_path, TOML.replace('protocols = { sep = "native" }', own))

    found = only(findings)
    assert workspace is None
    assert (found.code, str(found.place), found.expected) == ("MM008", "metermap.toml:31:1", "one of sep")
    assert found.message == "device GPF must meet an edition of dlms, which it does not speak"
