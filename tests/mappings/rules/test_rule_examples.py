"""Each rule over resolved statements finds its failing example and leaves its passing one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from metermap.mappings.rules import RULES, CheckedRule

if TYPE_CHECKING:
    from tests.mappings.rules.conftest import CodesOf


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
def test_the_failing_example_is_found(rule: CheckedRule, codes_of: CodesOf) -> None:
    assert rule.code.id in codes_of(rule.failing)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.id)
def test_the_passing_example_is_not(rule: CheckedRule, codes_of: CodesOf) -> None:
    assert rule.code.id not in codes_of(rule.passing)


def test_no_code_has_two_rules() -> None:
    codes = [rule.code.id for rule in RULES]
    assert len(codes) == len(set(codes))
