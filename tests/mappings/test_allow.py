"""`allow`: what it suppresses, how far it reaches, and what is wrong with it."""

from __future__ import annotations

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, TextPlace
from metermap.mappings.allowed import Allowed, apply_allowances
from metermap.mappings.model import Allowance
from metermap.rule_book import all_codes

CODES = all_codes()


def finding(line: int, code: str = "MM402", severity: Severity = Severity.WARNING, file: str = "a.map") -> Finding:
    return Finding(code, severity, "something", TextPlace(file, line, 5), "a")


def allowance(*codes: str, lines: tuple[int, int | None] = (3, 5), reason: str = "agreed") -> Allowance:
    begins, ends = lines
    end = None if ends is None else TextPlace("a.map", ends, 80)
    return Allowance(codes or ("MM402",), reason, TextPlace("a.map", begins, 40), TextPlace("a.map", begins, 1), end)


def applied(*findings: Finding, to: tuple[Allowance, ...] = (allowance(),)) -> Allowed:
    return apply_allowances(findings, to, CODES)


def test_findings_inside_are_suppressed_and_say_by_what() -> None:
    result = applied(finding(2), finding(3), finding(5), finding(6))
    reason = "allowed at a.map:3:40: agreed"
    assert [each.suppressed for each in result.findings] == ["", reason, reason, ""]
    assert result.remarks == ()


def test_one_without_end_holds_to_the_end_of_its_file() -> None:
    result = applied(finding(900), finding(900, file="b.map"), to=(allowance(lines=(1, None)),))
    assert [bool(each.suppressed) for each in result.findings] == [True, False]


def test_other_codes_other_places_and_cells_are_left_alone() -> None:
    cell = Finding("MM402", Severity.WARNING, "something", CellPlace("a.map", "", 4, 1))
    assert not any(each.suppressed for each in applied(finding(4, "MM401"), cell).findings)


def test_the_innermost_one_counts_as_used() -> None:
    outer, inner = allowance(lines=(1, 9)), allowance(lines=(3, 5))
    result = applied(finding(4), to=(outer, inner))
    assert result.findings[0].suppressed.startswith("allowed at a.map:3:40")
    assert [(each.code, str(each.place)) for each in result.remarks] == [("MM512", "a.map:1:40")]


def test_one_that_suppresses_nothing_is_a_finding_for_each_of_its_codes() -> None:
    result = applied(finding(4), to=(allowance("MM402", "MM403"),))
    (unused,) = result.remarks
    assert (unused.code, unused.message) == ("MM512", "allow MM403: no such finding is placed from a.map:3:1 to 5:80")


def test_it_is_not_called_unused_where_an_error_hides_what_might_be_found() -> None:
    assert applied(finding(4, "MM301", Severity.ERROR)).remarks == ()


def test_it_is_not_called_unused_where_nobody_looked() -> None:
    result = apply_allowances([], (allowance(),), CODES, looked_for=lambda code: code != "MM402")
    assert result.remarks == ()


def test_an_error_that_is_fixed_cannot_be_allowed() -> None:
    result = applied(finding(4, "MM301", Severity.ERROR), to=(allowance("MM301"),))
    assert [each.code for each in result.remarks] == ["MM511"]
    assert not result.findings[0].suppressed


def test_an_error_of_judgement_can() -> None:
    result = applied(finding(4, "MM404", Severity.ERROR), to=(allowance("MM404"),))
    assert result.findings[0].suppressed


def test_an_unknown_code_gets_a_suggestion() -> None:
    (remark,) = applied(to=(allowance("MM40"),)).remarks
    assert (remark.code, remark.place) == ("MM510", TextPlace("a.map", 3, 40))
    assert remark.expected.startswith("did you mean 'MM")


def test_an_empty_reason_allows_nothing() -> None:
    result = applied(finding(4), to=(allowance(reason=" "),))
    assert [each.code for each in result.remarks] == ["MM513"]
    assert not result.findings[0].suppressed
