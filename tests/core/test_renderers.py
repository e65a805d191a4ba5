"""Findings for programs: what each format says, and that nothing a cell holds can say something else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, FilePlace, TextPlace
from metermap.core.render import OutputFormat
from metermap.core.renderers import render_report
from metermap.core.renderers.report import Aside, FailOn, Kind, Report
from metermap.core.renderers.sarif import FINGERPRINT

IN_TEXT = Finding(
    "MM306",
    Severity.ERROR,
    "no interface class is called Registre",
    TextPlace("mappings/esme.map", 12, 7),
    subject="Registre",
    expected="did you mean 'Register'?",
    help="Correct the name.",
    also=(CellPlace("smets2.xlsx", "Elements", 14, 4), FilePlace("metermap.toml", "device")),
    clause="DLMS UA Blue Book",
)
IN_CELL = Finding("MM157", Severity.WARNING, "9..1 runs backwards", CellPlace("books/a b.xlsx", "R&D", 14, 4), "9..1")
NOWHERE = Finding("MM501", Severity.NOTE, "SupplyState is undecided", None)
KIND = Kind("MM306", Severity.ERROR, "An unknown class", "Correct the name.", "Names are looked up.", "Blue Book")
REPORT = Report((IN_TEXT, IN_CELL, NOWHERE), folder="gb", kinds={"MM306": KIND}, version="1.2.3")

# All that has a meaning in one of the formats, and all that none of them can hold.
HOSTILE = st.text(
    st.sampled_from("%:,=\n\r\t&<>\"'\x00\x1b\x85\u2028\u202e\ufffe\uffff\ud800 /\\#?[]a-É\U0001f600"), max_size=30
)


def _sarif(report: Report) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render_report(report, OutputFormat.SARIF))["runs"][0]
    return run


def _junit(report: Report) -> ET.Element:
    root: ET.Element = fromstring(render_report(report, OutputFormat.JUNIT))
    return root


class TestGitHub:
    def test_each_finding_is_a_command_with_its_place(self) -> None:
        first, second, third = render_report(REPORT, OutputFormat.GITHUB).splitlines()
        assert first == (
            "::error file=gb/mappings/esme.map,line=12,col=7,title=MM306::no interface class is called Registre"
            "%0Aexpected: did you mean 'Register'?%0Ahelp: Correct the name."
            "%0Asee also: smets2.xlsx[Elements]!D14, metermap.toml[device]%0Asource: DLMS UA Blue Book"
        )
        assert second.startswith("::warning file=gb/books/a b.xlsx,title=MM157 at books/a b.xlsx[R&D]!D14::9..1")
        assert third == "::notice title=MM501::SupplyState is undecided"

    def test_what_does_not_count_is_a_notice_with_the_reason(self) -> None:
        aside = {IN_CELL: Aside("accepted: as printed")}
        (line,) = render_report(Report((IN_CELL,), aside=aside), OutputFormat.GITHUB).splitlines()
        assert line.startswith("::notice ")
        assert line.endswith("%0Adoes not count: accepted: as printed")

    @given(HOSTILE, HOSTILE)
    def test_a_text_neither_ends_its_command_nor_adds_a_property(self, text: str, file: str) -> None:
        finding = Finding("MM306", Severity.ERROR, text, TextPlace(file, 1, 1), text, text, text)
        (line,) = render_report(Report((finding,)), OutputFormat.GITHUB).splitlines()
        properties = line.removeprefix("::error ").partition("::")[0].split(",")
        assert [pair.partition("=")[0] for pair in properties] == ["file", "line", "col", "title"]
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line)


class TestSarif:
    def test_a_result_has_place_other_places_and_what_to_do(self) -> None:
        result = _sarif(REPORT)["results"][0]
        assert (result["ruleId"], result["level"]) == ("MM306", "error")
        assert result["message"]["text"].startswith("no interface class is called Registre\nexpected: did you mean")
        (location,) = result["locations"]
        assert location["physicalLocation"] == {
            "artifactLocation": {"uri": "mappings/esme.map", "uriBaseId": "WORKSPACE"},
            "region": {"startLine": 12, "startColumn": 7},
        }
        cell, part = result["relatedLocations"]
        assert cell["logicalLocations"][0]["fullyQualifiedName"] == "smets2.xlsx[Elements]!D14"
        assert part["logicalLocations"][0]["name"] == "device"
        assert [cell["id"], part["id"]] == [1, 2]

    def test_a_cell_is_a_logical_place_in_its_workbook(self) -> None:
        location = _sarif(REPORT)["results"][1]["locations"][0]
        assert location["physicalLocation"] == {
            "artifactLocation": {"uri": "books/a%20b.xlsx", "uriBaseId": "WORKSPACE"}
        }
        assert location["logicalLocations"][0]["name"] == "D14"

    def test_the_rules_are_described_once_each(self) -> None:
        run = _sarif(Report((*REPORT.findings, IN_TEXT), kinds=REPORT.kinds))
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["MM157", "MM306", "MM501"]
        assert rules[1] == {
            "id": "MM306",
            "defaultConfiguration": {"level": "error"},
            "shortDescription": {"text": "An unknown class"},
            "fullDescription": {"text": "Names are looked up."},
            "help": {"text": "Names are looked up.\n\nCorrect the name.\n\nSource: Blue Book"},
        }
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]

    @pytest.mark.parametrize(
        ("folder", "base"),
        [
            ("", {"uriBaseId": "%SRCROOT%", "uri": "./"}),
            ("my gb", {"uriBaseId": "%SRCROOT%", "uri": "my%20gb/"}),
            ("/srv/gb", {"uri": "file:///srv/gb/"}),
        ],
    )
    def test_paths_are_relative_to_the_workspace_wherever_it_is(self, folder: str, base: dict[str, str]) -> None:
        bases = _sarif(Report((IN_TEXT,), folder=folder))["originalUriBaseIds"]
        assert bases["WORKSPACE"] == base

    @pytest.mark.parametrize(
        ("file", "artifact"),
        [
            ("/a b/c.map", {"uri": "file:///a%20b/c.map"}),
            ("a:b#c?.map", {"uri": "a%3Ab%23c%3F.map", "uriBaseId": "WORKSPACE"}),
            ("größe.map", {"uri": "gr%C3%B6%C3%9Fe.map", "uriBaseId": "WORKSPACE"}),
            ("bad\udcff.map", {"uri": "bad%FF.map", "uriBaseId": "WORKSPACE"}),
        ],
    )
    def test_a_path_is_a_uri(self, file: str, artifact: dict[str, str]) -> None:
        finding = replace(IN_TEXT, place=FilePlace(file))
        (result,) = _sarif(Report((finding,)))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact

    def test_a_finding_is_known_again_when_its_line_and_words_change(self) -> None:
        moved = replace(IN_TEXT, place=TextPlace("mappings/esme.map", 99, 1), message="in other words")
        prints = [
            result["partialFingerprints"][FINGERPRINT]
            for findings in ((IN_TEXT,), (moved,), (replace(IN_TEXT, subject="Clocc"),), (IN_TEXT, moved))
            for result in _sarif(Report(findings))["results"]
        ]
        assert prints[0] == prints[1] == prints[3]
        assert len(set(prints)) == 3

    @pytest.mark.parametrize(
        ("aside", "suppression"),
        [
            (Aside("seen"), {"kind": "external", "status": "accepted", "justification": "seen"}),
            (Aside("?", accepted=False), {"kind": "external", "status": "underReview", "justification": "?"}),
            (Aside("so", in_source=True), {"kind": "inSource", "status": "accepted", "justification": "so"}),
        ],
    )
    def test_what_does_not_count_is_suppressed(self, aside: Aside, suppression: dict[str, str]) -> None:
        (result,) = _sarif(Report((IN_CELL,), aside={IN_CELL: aside}))["results"]
        assert result["suppressions"] == [suppression]

    @given(HOSTILE, HOSTILE)
    def test_any_text_gives_a_document_in_ascii_with_uris(self, text: str, file: str) -> None:
        finding = Finding("MM306", Severity.ERROR, text, CellPlace(file, text, 1, 1), text, text, text)
        shown = render_report(Report((finding,), folder=file), OutputFormat.SARIF)
        assert shown.isascii()
        uri = json.loads(shown)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri)


class TestJUnit:
    def test_a_suite_for_each_file_and_a_case_for_each_finding(self) -> None:
        root = _junit(REPORT)
        assert root.attrib == {"name": "metermap", "tests": "3", "failures": "2", "errors": "0"}
        assert [suite.get("name") for suite in root] == ["mappings/esme.map", "books/a b.xlsx", "metermap"]
        failure = root[0][0][0]
        assert (root[0][0].get("name"), failure.get("type")) == ("MM306 Registre", "error MM306")
        assert (failure.text or "").splitlines()[:2] == ["mappings/esme.map:12:7", IN_TEXT.message]

    def test_a_note_and_what_does_not_count_are_skipped(self) -> None:
        root = _junit(replace(REPORT, aside={IN_CELL: Aside("seen")}))
        assert [[outcome.tag for outcome in suite[0]] for suite in root] == [["failure"], ["skipped"], ["skipped"]]
        assert "(seen)" in (root[1][0][0].get("message") or "")

    @pytest.mark.parametrize(("fail_on", "failures"), [("never", 0), ("error", 1), ("warning", 2), ("note", 3)])
    def test_what_fails_the_run_is_a_failure(self, fail_on: str, failures: int) -> None:
        assert _junit(replace(REPORT, fail_on=FailOn(fail_on))).get("failures") == str(failures)

    def test_no_findings_are_a_case_that_passes(self) -> None:
        root = _junit(Report(()))
        assert root.get("tests") == "1"
        assert len(root[0][0]) == 0

    @given(HOSTILE, HOSTILE)
    def test_any_text_gives_xml_with_the_same_elements(self, text: str, file: str) -> None:
        finding = Finding("MM306", Severity.ERROR, text, TextPlace(file, 1, 1), text, text, text)
        assert [element.tag for element in _junit(Report((finding,))).iter()] == [
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
        ]


@pytest.mark.parametrize("output_format", OutputFormat)
def test_the_same_findings_give_the_same_bytes(output_format: OutputFormat) -> None:
    assert render_report(REPORT, output_format) == render_report(replace(REPORT), output_format)
