"""The consistency rules: what each is about, what they find in gb, and how many seeded defects they find."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.seeded_defects import DEFECTS, Defect
from metermap.catalogue.consistency import RULES, Example, Rule, check_consistency
from metermap.catalogue.consistency.lines import Lines
from metermap.catalogue.consistency.rule import element, fact
from metermap.catalogue.consistency.spelling import fold, near_misses, one_letter_apart, words
from metermap.catalogue.model import Catalogue
from metermap.core.expected import read_expected
from metermap.core.findings import Finding, Findings, Severity
from tests.catalogue.seeding import gb, outcomes
from tests.catalogue.workbooks import GB, check, must_read, only, small_workspace

RULE = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code.id) for rule in RULES])


def found(catalogue: Catalogue) -> tuple[Finding, ...]:
    findings = Findings()
    check_consistency(catalogue, findings)
    return tuple(findings)


class TestEachRule:
    @RULE
    def test_its_failing_example_fails_at_a_cell(self, rule: Rule) -> None:
        findings = list(rule.look(Lines(rule.failing.catalogue())))

        assert {finding.code for finding in findings} == {rule.code.id}
        assert all(finding.place and finding.subject for finding in findings)

    @RULE
    def test_its_passing_example_passes(self, rule: Rule) -> None:
        assert list(rule.look(Lines(rule.passing.catalogue()))) == []

    @RULE
    def test_it_warns_or_notes_and_says_why_and_what_to_do(self, rule: Rule) -> None:
        assert rule.code.severity in {Severity.WARNING, Severity.NOTE}
        assert rule.code.help
        assert rule.explanation.endswith(".")

    def test_no_two_have_one_code(self) -> None:
        assert len({rule.code.id for rule in RULES}) == len(RULES)


class TestGreatBritain:
    def test_each_finding_has_been_looked_at(self) -> None:
        reviewed = {(row.code, row.subject) for row in read_expected(GB, "expected-findings.csv", Findings())}

        assert [finding for finding in found(gb()) if (finding.code, finding.subject) not in reviewed] == []

    def test_how_many_of_each(self) -> None:
        assert Counter(finding.code for finding in found(gb())) == {
            "MM134": 1,
            "MM135": 4,
            "MM136": 4,
            "MM138": 1,
            "MM139": 3,
            "MM143": 17,
            "MM145": 6,
            "MM146": 1,
            "MM148": 9,
            "MM191": 21,
            "MM195": 14,
            "MM197": 5,
            "MM198": 3,
        }

    def test_sixteen_pairs_that_the_source_lists_twice_are_no_defect(self) -> None:
        assert sum(line.id.value.endswith("~2") for line in gb().elements) == 16
        assert "MM133" not in {finding.code for finding in found(gb())}

    def test_without_the_errata_the_rules_find_what_they_correct(self, gb_copy: Path) -> None:
        file = gb_copy / "metermap.toml"
        file.write_text(file.read_text("utf-8").replace('errata   = "errata.toml"', 'errata   = ""'), "utf-8")

        new = {(each.code, each.subject) for each in check(gb_copy)} - {(one.code, one.subject) for one in found(gb())}

        demand = "MaximumDemand(ConfigurableTime)ActivePowerImportValue"
        assert ("MM144", "TariffSwitchingTable(SecondaryElement).currentWeeks[1..4}.days[3].Identifier") in new
        assert {("MM137", f"{demand}.unit"), ("MM137", f"{demand}.scale")} <= new
        assert {("MM134", "data_type: iNTEGER"), ("MM134", "data_type: method")} <= new

    def test_the_same_catalogue_gives_the_same_findings(self) -> None:
        assert found(gb()) == found(must_read(GB))


# Ten of each kind are made; fewer are found where a line has no neighbours to be compared with.
_FLOORS = {
    "a step of a path spelled differently": 8,
    "the reference of another line": 7,
    "a wrong digit in a reference": 6,
    "a wrong digit in a fact's section": 8,
    "a unit of another dimension": 8,
    "a fact's text copied from the line above": 5,
    "another type": 5,
    "another type of a fact": 5,
    "another category": 8,
}


@pytest.mark.parametrize("defect", [pytest.param(defect, id=defect.name) for defect in DEFECTS])
def test_seeded_defects_are_found(defect: Defect) -> None:
    told = sum(outcome.told for outcome in outcomes(defect))

    assert told >= _FLOORS.get(defect.name, 10), [outcome for outcome in outcomes(defect) if not outcome.told]


def test_nine_in_ten_of_all_seeded_defects_are_found() -> None:
    made = [outcome for defect in DEFECTS for outcome in outcomes(defect)]

    assert sum(outcome.told for outcome in made) >= 0.9 * len(made)


class TestUntrustedCatalogues:
    def test_a_faulty_cell_is_reported_once(self, tmp_path: Path) -> None:
        root = small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("G5", 5))

        assert only(check(root)).code == "MM123"

    def test_time_grows_with_the_lines_and_not_with_their_square(self) -> None:
        times = 20
        many = Catalogue(gb().elements * times, gb().items * times, gb().use_cases * times)
        start = time.perf_counter()
        found(many)

        assert time.perf_counter() - start < 1 * times

    def test_ten_thousand_lines_about_one_thing_do_no_harm(self) -> None:
        lines = Example(
            tuple(element(n, "A", "value", reference="SMETS 1.1") for n in range(1, 10_001)),
            tuple(fact(n, "ESME", "A", depth=str(n), rows=(n,)) for n in range(1, 10_001)),
        )
        start = time.perf_counter()
        found(lines.catalogue())

        assert time.perf_counter() - start < 20

    def test_ten_thousand_unknown_words_do_no_harm(self) -> None:
        lines = Example(
            tuple(element(n, "A", f"v{n}", f"TYPE {n}", category=f"kind {n}") for n in range(1, 10_001)),
            tuple(fact(n, "ESME", f"A {n}", unit=f"unit {n}", says=f"words {n}") for n in range(1, 10_001)),
        )
        start = time.perf_counter()
        found(lines.catalogue())

        assert time.perf_counter() - start < 20

    @pytest.mark.parametrize(
        "text",
        ["(" * 30_000, "[1.." * 8_000, "~1" * 15_000, ". " * 15_000, "a/" * 15_000, "A" * 30_000 + "a", "1 " * 15_000],
    )
    def test_a_cell_as_long_as_a_workbook_allows_takes_no_time(self, text: str) -> None:
        lines = Example(
            tuple(element(n, text, f"{text}{n}", text, reference=text, category=text) for n in range(1, 6)),
            tuple(fact(n, "ESME", text, text, section=text, unit=text, says=text, depth=text) for n in range(1, 6)),
        )
        start = time.perf_counter()
        found(lines.catalogue())

        assert time.perf_counter() - start < 10

    @given(st.lists(st.text(max_size=12), min_size=6, max_size=6))
    def test_any_text_may_stand_in_any_cell(self, texts: list[str]) -> None:
        one, two, three, four, five, six = texts
        lines = Example(
            (element(1, one, two, three, reference=four, category=five), element(2, six, one, two, reference=three)),
            (fact(1, one, two, three, section=four, unit=five, says=six, depth=one, rows=(1, 2)),),
        )
        found(lines.catalogue())


class TestSpelling:
    def test_case_punctuation_spaces_and_plural_do_not_count(self) -> None:
        assert fold("Configuration Data") == fold("configuration-data") == fold("ConfigurationDatas")
        assert fold("Method") != fold("Method Input")

    def test_the_words_of_a_name(self) -> None:
        assert words("SubGHzChannelLog") == ["sub", "g", "hz", "channel", "log"]
        assert words("logEntries[1..12].logEntry") == ["log", "entries", "log", "entry"]

    @pytest.mark.parametrize(("one", "other"), [("theshold", "threshold"), ("elmeent", "element"), ("unnit", "unit")])
    def test_one_letter_apart(self, one: str, other: str) -> None:
        assert one_letter_apart(one, other)
        assert one_letter_apart(other, one)

    @pytest.mark.parametrize(("one", "other"), [("unit", "unit"), ("unit", "units in"), ("abcd", "badc")])
    def test_not_one_letter_apart(self, one: str, other: str) -> None:
        assert not one_letter_apart(one, other)

    @pytest.mark.parametrize(
        ("rare", "usual"),
        [("repayment", "prepayment"), ("remove", "remote"), ("charge", "change"), ("counters", "counter")],
    )
    def test_words_of_their_own_are_no_slips(self, rare: str, usual: str) -> None:
        assert list(near_misses({rare: 1, usual: 50})) == []

    @given(st.text("abcdefg", min_size=7, max_size=9), st.integers(1, 6))
    def test_a_letter_left_out_of_a_frequent_word_is_a_slip(self, word: str, at: int) -> None:
        rare = word[:at] + word[at + 1 :]
        expected = [] if rare.removesuffix("s") == word else [(rare, word)]
        assert list(near_misses({rare: 1, word: 5})) == expected


def test_a_corrected_line_is_judged_as_corrected() -> None:
    line = next(line for line in gb().elements if line.errata == ("type-case-row-689",))
    printed = replace(line, data_type=replace(line.data_type, value="iNTEGER"))

    assert "MM134" in {finding.code for finding in found(replace(gb(), elements=(*gb().elements[:80], printed)))}
