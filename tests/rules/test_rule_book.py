"""Every code has one rule; every example that a file can show is run, and it is stated how many cannot."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import metermap
from metermap.core.findings import Code, Severity
from metermap.core.rules import Example, Rule
from metermap.mappings.rules import RULES as CHECKED
from metermap.rule_book import CODE_MODULES, RETIRED, all_codes, all_rules, codes_for
from tests.example_runner import codes_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries

RULES = all_rules()
TOLD = {rule.code.id for rule in RULES if rule.failing.text or rule.passing.text}
CHECKED_CODES = {rule.code.id for rule in CHECKED}
RUN = [rule for rule in RULES if rule.code.id not in TOLD | CHECKED_CODES]  # tests/mappings/rules runs the checked ones
_BUILT = ("MM07", "MM7")
_IN_WORDS = {
    "MM001": "there is no file to show",
    **dict.fromkeys(("MM073", "MM074", "MM075", "MM076"), "needs a plug-in"),
    "MM079": "needs a symbolic link",
    **dict.fromkeys(("MM100", "MM101", "MM102", "MM103", "MM104", "MM120", "MM121", "MM122"), "needs a workbook"),
    **dict.fromkeys(("MM123", "MM124", "MM129", "MM130", "MM131", "MM132", "MM150", "MM151"), "needs a workbook"),
    **dict.fromkeys(("MM156", "MM174", "MM175", "MM176", "MM179"), "needs a workbook"),
    **dict.fromkeys(("MM202", "MM203", "MM217"), "too large to print"),
    "MM204": "is no text",
    "MM210": "needs a symbolic link",
    "MM235": "a file that is named on the command line",
    "MM236": "a file that is named on the command line",
    **dict.fromkeys(("MM350", "MM960"), "more than a thousand faults"),
    **dict.fromkeys(("MM230", "MM231", "MM232", "MM233", "MM234"), "a table that is imported once"),
    **dict.fromkeys(("MM710", "MM711", "MM712"), "a fault of mkdocs"),
    **dict.fromkeys(("MM807", "MM808"), "found by the tests of the shipped tables, not by check"),
    **dict.fromkeys(("MM812", "MM813"), "found by the tests of the shipped tables, not by check"),
    **dict.fromkeys((f"MM{number}" for number in range(814, 820)), "a question, and no file"),
    **dict.fromkeys((f"MM{number}" for number in range(820, 842)), "XML that is imported once"),
    **dict.fromkeys(("MM860", "MM861", "MM862", "MM863"), "needs a workbook"),
    **dict.fromkeys(("MM880", "MM881"), "a question, and no file"),
}
"""The rules whose examples are words, and why."""


def _defines_codes(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    imported = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "metermap.core.findings"
        and any(name.name == "Code" for name in node.names)
        for node in ast.walk(tree)
    )
    called = any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Code"
        for node in ast.walk(tree)
    )
    return imported and called


class TestTheBook:
    def test_every_code_that_is_defined_anywhere_has_exactly_one_rule(self) -> None:
        assert [rule.code.id for rule in RULES] == list(all_codes())

    def test_the_book_knows_every_module_that_defines_codes(self) -> None:
        """Each module of the package is parsed: one that calls `Code` of `metermap.core.findings` defines codes."""
        package = Path(metermap.__path__[0])
        defining = {path for path in package.rglob("*.py") if _defines_codes(path)}
        assert defining == {Path(str(import_module(name).__file__)) for name in CODE_MODULES}

    def test_no_id_is_used_twice(self) -> None:
        defined = [
            value for name in CODE_MODULES for value in vars(import_module(name)).values() if isinstance(value, Code)
        ]
        assert len({id(code) for code in defined}) == len({code.id for code in defined}) == len(all_codes())

    def test_a_retired_code_is_not_given_out_again(self) -> None:
        assert RETIRED
        assert not set(RETIRED) & set(all_codes())

    def test_a_few_codes_are_found_without_loading_all(self) -> None:
        assert set(codes_for({"MM402", "MM501"})) < set(all_codes())
        assert codes_for({"MM402"})["MM402"] is all_codes()["MM402"]

    def test_an_unknown_code_loads_all(self) -> None:
        assert set(codes_for({"MM999"})) == set(all_codes())


class TestEachRule:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
    def test_it_says_why_in_sentences_and_not_what_the_title_says(self, rule: Rule) -> None:
        assert len(rule.explanation) >= 40
        assert rule.explanation.endswith(".")
        assert rule.code.title.casefold() not in rule.explanation.casefold()

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
    def test_its_examples_are_there_and_differ(self, rule: Rule) -> None:
        assert rule.failing != Example()
        assert rule.failing != rule.passing

    def test_what_is_only_told_is_listed_with_its_reason(self) -> None:
        assert set(_IN_WORDS) == TOLD

    def test_how_many_are_only_told(self) -> None:
        assert len(TOLD) == 82

    def test_only_errors_are_fixed_and_no_finding_of_a_judgement(self) -> None:
        assert all(code.severity is Severity.ERROR for code in all_codes().values() if code.fixed)
        assert not all_codes()["MM404"].fixed
        assert all_codes()["MM301"].fixed


@pytest.mark.parametrize("rule", RUN, ids=lambda rule: rule.code.id)
class TestExamples:
    def test_the_failing_example_is_found_and_the_passing_one_is_not(
        self, rule: Rule, gb: tuple[Workspace, Catalogue, Dictionaries], tmp_path: Path
    ) -> None:
        code, built = rule.code.id, rule.code.id.startswith(_BUILT)
        for name in ("failing", "passing"):
            (tmp_path / name).mkdir()
        assert code in codes_of(rule.failing, gb, tmp_path / "failing", built=built)
        assert code not in codes_of(rule.passing, gb, tmp_path / "passing", built=built)
