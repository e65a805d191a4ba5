"""Each rule finds its failing example and leaves its passing one alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from metermap import pipeline
from metermap.core.rules import Example
from metermap.mappings.rules import RULES, CheckedRule

if TYPE_CHECKING:
    from tests.mappings.conftest import Resolve

_HEADER = "syntax 1.\nuse dlms gb.\nuse sep gb.\n"


def _codes(example: Example, resolve: Resolve, gb_copy: Path) -> set[str]:
    if not example.files:
        return set(resolve(_HEADER + example.mapping).codes)
    for file in (gb_copy / "mappings").glob("*.map"):
        file.unlink()
    (gb_copy / "mappings" / "example.map").write_text(_HEADER + example.mapping, encoding="utf-8")
    for name, text in example.files:
        (gb_copy / name).write_text(text, encoding="utf-8")
    return {finding.code for finding in pipeline.check(gb_copy).everything}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
def test_the_failing_example_is_found(rule: CheckedRule, resolve: Resolve, gb_copy: Path) -> None:
    assert rule.code.id in _codes(rule.failing, resolve, gb_copy)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
def test_the_passing_example_is_not(rule: CheckedRule, resolve: Resolve, gb_copy: Path) -> None:
    assert rule.code.id not in _codes(rule.passing, resolve, gb_copy)


def test_no_code_has_two_rules() -> None:
    codes = [rule.code.id for rule in RULES]
    assert len(codes) == len(set(codes))
