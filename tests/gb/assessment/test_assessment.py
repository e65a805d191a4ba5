"""The assessment holds every finding of the reference workspace, quotes the sources exactly, and invents nothing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from openpyxl import load_workbook

from metermap.core.expected import Expectation, read_expected
from metermap.core.findings import Findings, Severity
from tests.gb.assessment.evidence import Evidence
from tests.gb.assessment.judged import KINDS, REAL
from tests.gb.assessment.page import PAGE, Subject, page
from tests.gb.load import GB

BODIES = ("the catalogue's editor", "CSA", "DLMS UA")
PROOFS = re.compile(r"MM4[89]\d")


@pytest.fixture(scope="module")
def reviewed() -> dict[tuple[str, str], Expectation]:
    # The assessment is of the edition that is worked on.
    rows = read_expected(GB, "expected-findings.csv", Findings())
    return {(row.code, row.subject): row for row in rows if not row.subject.startswith("GBCS 0.8.1: ")}


def test_each_reviewed_finding_is_judged_once_and_nothing_else(
    assessed: Subject, reviewed: dict[tuple[str, str], Expectation]
) -> None:
    keys = Counter(line.key for line in assessed.assessment.judged)
    assert set(keys) == set(reviewed)
    assert [key for key, count in keys.items() if count > 1] == []


def test_each_finding_has_a_kind_and_no_judgement_is_without_a_finding(assessed: Subject) -> None:
    found = {(finding.code, finding.subject) for finding in assessed.findings}
    assert {line.key for line in assessed.assessment.judged} <= found
    assert set(assessed.kinds.values()) <= KINDS.keys()  # kinds raises for a finding that nothing covers
    covered = {code for point in assessed.assessment.points for code in point.codes}
    assert {finding.severity for finding in assessed.findings if finding.code in covered} == {Severity.NOTE}


def test_a_true_alarm_and_a_broken_proof_are_in_a_point_or_accepted_with_a_reason(
    assessed: Subject, reviewed: dict[tuple[str, str], Expectation]
) -> None:
    for line in assessed.assessment.judged:
        row = reviewed[line.key]
        if row.alarm == "true" or PROOFS.match(line.code):
            assert line.kind in REAL or (line.kind == "accepted" and row.verdict == "accepted" and row.reason), line


def test_a_false_alarm_is_the_rules_mistake_and_no_other_is(
    assessed: Subject, reviewed: dict[tuple[str, str], Expectation]
) -> None:
    mistaken = {line.key for line in assessed.assessment.judged if line.kind == "rule"}
    assert mistaken == {key for key, row in reviewed.items() if row.alarm == "false"}


def test_a_finding_has_a_point_if_and_only_if_it_is_real(assessed: Subject) -> None:
    points = {point.id for point in assessed.assessment.points}
    assert [line for line in assessed.assessment.judged if (line.kind in REAL) is not (line.point in points)] == []


def test_each_point_has_a_finding_a_family_and_something_to_decide(assessed: Subject) -> None:
    assert [point.id for point in assessed.assessment.points if not assessed.by_point.get(point.id)] == []
    for point in assessed.assessment.points:
        assert point.family in assessed.assessment.families, point.id
        assert point.correction or point.question, point.id
        assert bool(point.question) is bool(point.whose), point.id


def test_a_question_is_a_bodys_never_a_persons(assessed: Subject) -> None:
    for point in assessed.assessment.points:
        for whose in filter(None, point.whose.split("; ")):
            assert whose.startswith(BODIES), point.id


def test_the_first_page_has_ten_points_in_plain_words(assessed: Subject) -> None:
    assert [point.rank for point in assessed.assessment.ranked] == list(range(1, 11))
    assert [point.id for point in assessed.assessment.points if bool(point.plain) is not bool(point.rank)] == []


def test_the_numbers_in_plain_words_are_those_of_the_findings(assessed: Subject) -> None:
    counts = {point: Counter(found.code for found in those) for point, those in assessed.by_point.items()}
    plain = {point.id: point.plain for point in assessed.assessment.points}
    assert f"In {counts['highest-code']['MM482']} gas settings" in plain["highest-code"]
    assert (counts["no-activation"]["MM454"], counts["gas-clock"]["MM501"]) == (5, 5)
    assert plain["no-activation"].startswith("Five gas settings")
    assert plain["gas-clock"].startswith("Five elements")
    assert counts["subghz-types"]["MM143"] == 17  # "each of the seventeen"


def test_each_cell_quoted_is_the_workbooks(assessed: Subject) -> None:
    book = load_workbook(GB / "smets2.xlsx")
    evidence = Evidence(assessed.model)
    quoted = {cell for finding in assessed.findings for line in evidence.of(finding) for cell in line.cells}
    assert len(quoted) > 400
    for reference, text in quoted:
        sheet, _, cell = reference.partition("!")
        printed = book[sheet][cell].value
        assert text == ("" if printed is None else str(printed)), reference


def test_each_real_finding_shows_a_text_of_the_sources(assessed: Subject) -> None:
    evidence = Evidence(assessed.model)
    bare = [
        finding
        for finding in assessed.findings
        if assessed.kinds[finding.code, finding.subject] in REAL and not evidence.of(finding)
    ]
    assert bare == []


def test_the_page_is_what_the_workspace_makes(assessed: Subject) -> None:
    assert PAGE.read_text("utf-8") == page(assessed), "run `python -m tests.gb.assessment.page --write`"
