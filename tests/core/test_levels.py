"""Severities of a workspace: which may be set, and what becomes of a finding."""

from __future__ import annotations

from metermap.core.findings import Code, Finding, Findings, Severity
from metermap.core.levels import Level, accepted_levels, levelled
from metermap.core.places import TextPlace

LINE = TextPlace("metermap.toml", 20, 1)
WARNING = Code("MM402", Severity.WARNING, "a warning")
BROKEN = Code("MM301", Severity.ERROR, "an error of reading")
JUDGED = Code("MM404", Severity.ERROR, "an error of judgement", judgement=True)
CODES = {code.id: code for code in (WARNING, BROKEN, JUDGED)}


def level(severity: Severity | None, because: str = "") -> Level:
    return Level(severity, because, LINE)


def accepted(**levels: Level) -> tuple[dict[str, Level], list[Finding]]:
    findings = Findings()
    return dict(accepted_levels(levels, CODES, findings)), findings.items


def one(code: Code, **levels: Level) -> Finding:
    (finding,) = levelled([code.at(None, "something")], levels)
    return finding


def test_a_warning_may_be_raised_lowered_or_turned_off() -> None:
    for severity in (*Severity, None):
        assert accepted(MM402=level(severity)) == ({"MM402": level(severity)}, [])


def test_an_error_of_judgement_may_be_lowered() -> None:
    assert accepted(MM404=level(Severity.NOTE))[1] == []


def test_an_error_that_is_fixed_may_not() -> None:
    for severity in (Severity.WARNING, Severity.NOTE, None):
        levels, (finding,) = accepted(MM301=level(severity))
        assert (levels, finding.code, finding.place) == ({}, "MM010", LINE)
        assert "MM301" in finding.message


def test_an_error_may_be_called_an_error() -> None:
    assert accepted(MM301=level(Severity.ERROR))[1] == []


def test_an_unknown_code_gets_a_suggestion() -> None:
    levels, (finding,) = accepted(MM403=level(Severity.NOTE))
    assert (levels, finding.code, finding.place) == ({}, "MM009", LINE)
    assert finding.expected.startswith("did you mean 'MM40")


def test_a_finding_has_the_severity_of_the_workspace() -> None:
    assert one(WARNING, MM402=level(Severity.ERROR)).severity is Severity.ERROR
    assert one(WARNING, MM404=level(Severity.ERROR)).severity is Severity.WARNING


def test_off_suppresses_with_the_reason_and_throws_nothing_away() -> None:
    assert one(WARNING, MM402=level(None, "we know")).suppressed == "off in metermap.toml: we know"
    assert one(WARNING, MM402=level(None)).suppressed == "off in metermap.toml"
    assert not one(WARNING, MM402=level(Severity.NOTE)).suppressed
