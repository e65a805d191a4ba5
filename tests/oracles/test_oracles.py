"""The dictionaries beside independent libraries: what differs is listed and judged, and the page is current."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from metermap.protocols import Dictionaries, load_dictionaries
from tests.oracles import ask
from tests.oracles.ask import ORACLES, Answers, OraclesMissing, ask_all, pinned
from tests.oracles.comparison import Comparison, recorded_sources
from tests.oracles.coverage import PAGE, coverage_page
from tests.oracles.differences import Difference, Evidence, faults, print_lines, read_lists
from tests.oracles.names import ABBREVIATIONS, used_abbreviations

ROOT = Path(__file__).parents[2]


def test_the_oracles_are_those_that_the_lists_are_about(answers: Answers) -> None:
    assert answers.versions == pinned()


def test_every_difference_is_listed_and_every_listed_one_occurs(comparison: Comparison) -> None:
    listed = {line.check for line in read_lists()}
    current = set(comparison.differences)
    new = [Difference(check) for check in comparison.differences if check not in listed]
    gone = [line for line in read_lists() if line.check not in current]
    assert (new, gone) == ([], []), f"\nadd, with a verdict:\n{print_lines(new)}remove:\n{print_lines(gone)}"


def test_every_verdict_has_a_basis_and_what_can_be_checked_of_it_holds(
    comparison: Comparison, standard: Dictionaries
) -> None:
    evidence = Evidence(comparison.checks, recorded_sources(standard))
    assert list(faults(read_lists(), evidence)) == []


def test_the_page_of_coverage_is_current(comparison: Comparison, answers: Answers) -> None:
    page = coverage_page(load_dictionaries(("gb",)), comparison, answers.versions)
    assert (ROOT / PAGE).read_text("utf-8") == page, "run `sh scripts/oracles coverage --write`"


def test_nothing_is_compared_twice(comparison: Comparison) -> None:
    repeated = [key for key, count in Counter(check.key for check in comparison.checks).items() if count > 1]
    assert repeated == []


@pytest.mark.parametrize(("oracle", "least"), list(zip(ORACLES, (2000, 1000, 1000, 100), strict=True)))
def test_no_oracle_falls_silent(comparison: Comparison, oracle: str, least: int) -> None:
    assert sum(check.oracle == oracle for check in comparison.checks) > least


def test_every_abbreviation_makes_two_names_one(comparison: Comparison) -> None:
    same = [check for check in comparison.checks if check.of_name and check.agrees]
    needed = (used_abbreviations([check.ours]) ^ used_abbreviations([check.theirs]) for check in same)
    assert frozenset[str]().union(*needed) == ABBREVIATIONS.keys()


def test_without_their_environment_the_oracles_are_missing_and_the_text_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("METERMAP_ORACLES_PYTHON", raising=False)
    monkeypatch.setattr(ask, "ROOT", tmp_path)
    with pytest.raises(OraclesMissing, match="run `sh scripts/oracles`"):
        ask_all.__wrapped__()
