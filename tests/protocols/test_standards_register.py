"""The register of standards: facts with their basis, and nothing filled in that nobody recorded."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from metermap.core.findings import Finding, Findings
from metermap.protocols import Dictionaries
from metermap.protocols.standards import COLUMNS, Register, StandardRecord, Standing, load_register
from tests.conftest import ROOT

ROW = {
    "id": "zigbee-se",
    "title": "ZigBee Smart Energy Profile",
    "body": "ZigBee Alliance (now CSA)",
    "edition": "1.2a (07-5356-19)",
}


def table(*rows: dict[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def load(folder: Path, octets: bytes | str) -> tuple[Register, tuple[Finding, ...]]:
    (folder / "own.csv").write_bytes(octets if isinstance(octets, bytes) else octets.encode())
    findings = Findings()
    return load_register(findings, folder, "own.csv"), findings.sorted()


def faults(folder: Path, **cells: str) -> list[tuple[str, str, str]]:
    register, findings = load(folder, table({**ROW, **cells}))
    row = register.edition("zigbee-se", "1.2a (07-5356-19)")
    assert row is None or row.provenance == "metermap", "a faulty row must not be used"
    return [(finding.code, str(finding.place), finding.message) for finding in findings]


@pytest.fixture(scope="module")
def register() -> Register:
    findings = Findings()
    found = load_register(findings)
    assert list(findings) == []
    return found


def edition(register: Register, standard: str, name: str) -> StandardRecord:
    found = register.edition(standard, name)
    assert found is not None
    return found


class TestTheBuiltInOne:
    def test_it_has_the_editions_of_ten_standards(self, register: Register) -> None:
        assert len(register.records) == 27
        assert len({record.id for record in register.records}) == 10

    def test_recognition_and_basis_are_as_printed(self, register: Register) -> None:
        printed = edition(register, "iec-62056-6-2", "Ed. 2")
        assert (printed.recognition, printed.basis) == ("recognised", "seen: adopted as EN 62056-6-2:2017")
        assert (printed.standing, printed.recognised_since, printed.recognised_by) == (Standing.RECOGNISED, "2017", "")

    def test_an_announcement_is_in_process_by_the_date_that_it_prints(self, register: Register) -> None:
        announced = edition(register, "zigbee-se", "1.1 (07-5356-16)")
        assert (announced.standing, announced.expected_by) == (Standing.IN_PROCESS, "2013-11")
        assert announced.recognition.endswith("in the Alliance's answer to 11D/836")

    def test_what_nobody_knows_is_unreviewed(self, register: Register) -> None:
        unknown = edition(register, "zigbee-se", "1.2a (07-5356-19)")
        assert (unknown.standing, unknown.recognised_since, unknown.status) == (Standing.UNREVIEWED, "", "")

    def test_of_openness_nobody_has_recorded_anything(self, register: Register) -> None:
        assert not any(record.openness.stated or record.openness.source for record in register.records)

    def test_who_recognised_something_is_nowhere_recorded(self, register: Register) -> None:
        assert {record.recognised_by for record in register.records} == {""}

    def test_every_edition_of_the_dictionaries_that_names_a_standard_is_in_it(
        self, register: Register, dictionaries: Dictionaries
    ) -> None:
        rungs = [
            rung
            for name in ("dlms", "sep", *dictionaries.overlays)
            if (manifest := dictionaries.manifest(name)) is not None
            for rung in manifest.editions
        ]
        unknown = [rung.name for rung in rungs if register.edition(rung.standard, rung.edition) is None]
        assert unknown == ["HA 1.2", "LO 1.0", "ZCL 6.0", "ZCL 8.0"]


class TestAWorkspaceOfItsOwn:
    def test_a_row_replaces_that_of_the_same_id_and_edition_as_a_whole(self, tmp_path: Path) -> None:
        own = {**ROW, "standing": "recognised", "recognised_since": "2015", "basis": "a letter of the Alliance"}
        register, findings = load(tmp_path, table(own))
        found = edition(register, "zigbee-se", "1.2a (07-5356-19)")
        assert findings == ()
        assert (found.provenance, str(found.place)) == ("workspace", "own.csv:2:1")
        assert (found.standing, found.recognised_since, found.date) == (Standing.RECOGNISED, "2015", "")
        assert len(register.editions("zigbee-se")) == 7

    def test_a_row_of_a_new_edition_is_added(self, tmp_path: Path) -> None:
        register, findings = load(tmp_path, table({**ROW, "edition": "2.0", "status": "draft"}))
        assert findings == ()
        assert [record.edition for record in register.editions("zigbee-se")][-1] == "2.0"

    def test_openness_is_a_statement_with_its_source(self, tmp_path: Path) -> None:
        own = {**ROW, "contribution": "yes", "study": "no", "terms": "FRAND", "openness_source": "membership rules"}
        register, findings = load(tmp_path, table(own))
        openness = edition(register, "zigbee-se", "1.2a (07-5356-19)").openness
        assert findings == ()
        assert (openness.contribution, openness.study, openness.terms) == ("yes", "no", "FRAND")
        assert openness.source == "membership rules"

    def test_a_byte_order_mark_blank_lines_and_windows_line_ends_do_no_harm(self, tmp_path: Path) -> None:
        text = table({**ROW, "edition": "2.0"}).replace("\n", "\r\n") + ",,,\r\n\r\n"
        register, findings = load(tmp_path, b"\xef\xbb\xbf" + text.encode())
        assert findings == ()
        assert edition(register, "zigbee-se", "2.0").place.line == 2

    def test_lines_are_counted_past_cells_of_several_lines(self, tmp_path: Path) -> None:
        rows = ({**ROW, "edition": "2.0", "basis": "one\ntwo"}, {**ROW, "edition": "2.1", "kind": "club"})
        _, findings = load(tmp_path, table(*rows))
        assert [str(finding.place) for finding in findings] == ["own.csv:4:6"]


class TestFaults:
    """Each is told with its line and column, and the row is left out."""

    @pytest.mark.parametrize(
        ("cells", "column", "message"),
        [
            ({"id": "ZigBee SE"}, 1, "the id is 'ZigBee SE'"),
            ({"title": ""}, 2, "title is empty"),
            ({"body": " "}, 3, "body is empty"),
            ({"date": "November 2013"}, 5, "date is 'November 2013'"),
            ({"kind": "clubb"}, 6, "kind is 'clubb'"),
            ({"status": "drafty"}, 7, "status is 'drafty'"),
            ({"standing": "recognized", "basis": "seen"}, 10, "standing is 'recognized'"),
            ({"study": "maybe"}, 16, "study is 'maybe'"),
            ({"terms": "RAND"}, 17, "terms is 'RAND'"),
        ],
    )
    def test_a_cell_of_the_wrong_kind(self, tmp_path: Path, cells: dict[str, str], column: int, message: str) -> None:
        assert ("MM854", f"own.csv:2:{column}", message) in faults(tmp_path, **cells)

    def test_what_it_may_be_is_said(self, tmp_path: Path) -> None:
        _, findings = load(
            tmp_path, table({**ROW, "standing": "recognized", "basis": "seen", "terms": "?", "openness_source": "a"})
        )
        assert [finding.expected for finding in findings] == [
            "did you mean 'recognised'?",
            "FRAND or free or other",
        ]

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"recognition": "recognised by CENELEC"}, "a recognition is stated, and no basis"),
            ({"standing": "not recognised"}, "a recognition is stated, and no basis"),
            ({"recognised_since": "2015"}, "recognised_since is stated of an edition whose standing is unreviewed"),
            ({"recognised_by": "CENELEC"}, "recognised_by is stated of an edition whose standing is unreviewed"),
            (
                {"standing": "recognised", "basis": "seen", "expected_by": "2015"},
                "expected_by is stated of an edition whose standing is recognised",
            ),
            ({"contribution": "yes"}, "openness is stated, and no source"),
        ],
    )
    def test_what_rests_on_nothing(self, tmp_path: Path, cells: dict[str, str], message: str) -> None:
        assert [(code, text) for code, _, text in faults(tmp_path, **cells)] == [("MM856", message)]

    def test_an_edition_twice_with_both_places(self, tmp_path: Path) -> None:
        register, findings = load(tmp_path, table(ROW, {**ROW, "title": "Another"}))
        (finding,) = findings
        assert (finding.code, str(finding.place)) == ("MM855", "own.csv:3:1")
        assert [str(place) for place in finding.also] == ["own.csv:2:1"]
        assert edition(register, "zigbee-se", "1.2a (07-5356-19)").title == "ZigBee Smart Energy Profile"

    def test_the_source_of_a_standard_that_is_not_there(self, tmp_path: Path) -> None:
        _, findings = load(tmp_path, table({**ROW, "source_of": "iec-62056-6-2 iec-62056-6-9"}))
        (finding,) = findings
        assert (finding.code, str(finding.place)) == ("MM857", "own.csv:2:14")
        assert finding.expected == "did you mean 'iec-62056-6-2'?"

    def test_a_character_that_turns_the_text_around(self, tmp_path: Path) -> None:
        assert faults(tmp_path, basis="seen \u202e neve") == [
            ("MM858", "own.csv:2:9", "the character U+202E stands in basis")
        ]

    def test_a_row_of_the_wrong_width(self, tmp_path: Path) -> None:
        _, findings = load(tmp_path, table() + "a,b\n")
        assert [(found.code, str(found.place), found.expected) for found in findings] == [
            ("MM854", "own.csv:2:1", "18 cells")
        ]

    @pytest.mark.parametrize("text", ["", "id,edition\n", table().replace("basis", "Basis")])
    def test_other_columns(self, tmp_path: Path, text: str) -> None:
        _, findings = load(tmp_path, text)
        assert [(found.code, str(found.place)) for found in findings] == [("MM853", "own.csv:1:1")]

    @pytest.mark.parametrize(
        ("octets", "message"),
        [
            (b"\xff\xfe\x00", "own.csv is not UTF-8"),
            (table().encode() + b'"', "own.csv is no well-formed CSV: unexpected end of data"),
            (table().encode() + b"x" * 1_000_000, "own.csv is larger than 1,000,000 octets"),
        ],
    )
    def test_what_cannot_be_read(self, tmp_path: Path, octets: bytes, message: str) -> None:
        register, findings = load(tmp_path, octets)
        assert [(found.code, found.message) for found in findings] == [("MM852", message)]
        assert len(register.records) == 27, "metermap's own rows stay"

    @pytest.mark.parametrize(("name", "reason"), [("missing.csv", "No such file"), (".", "Is a directory")])
    def test_no_such_file(self, tmp_path: Path, name: str, reason: str) -> None:
        findings = Findings()
        load_register(findings, tmp_path, name)
        (finding,) = findings
        assert finding.code == "MM852"
        assert reason in finding.message

    def test_all_come_in_one_run(self, tmp_path: Path) -> None:
        rows = ({**ROW, "kind": "club"}, {**ROW, "edition": "2", "date": "soon", "status": "x"}, {**ROW, "id": ""})
        _, findings = load(tmp_path, table(*rows))
        assert [str(finding.place) for finding in findings] == [
            "own.csv:2:6",
            "own.csv:3:5",
            "own.csv:3:7",
            "own.csv:4:1",
        ]


def test_the_row_that_the_documentation_shows_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs/standards.md").read_text("utf-8")
    example = next(part for part in re.findall(r"```text\n(.*?)```", text, re.DOTALL) if part.startswith("id,"))
    register, findings = load(tmp_path, example)
    assert list(findings) == []
    assert [(record.provenance, record.kind) for record in register.editions("chts")] == [("workspace", "national")]
