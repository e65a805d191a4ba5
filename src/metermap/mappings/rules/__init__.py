"""The rules over resolved statements: `RULES`, one object each, in modules by family; `run_rules` runs all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.mappings.rules import first, proved
from metermap.mappings.rules.base import CheckedRule, Subject
from metermap.mappings.rules.edition import outside_edition

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["RULES", "CheckedRule", "Subject", "run_rules"]

RULES: tuple[CheckedRule, ...] = (*first.RULES, *proved.RULES)
"""Every rule, by family."""


def run_rules(subject: Subject) -> Iterator[Finding]:
    """Yield what the rules find, rule by rule."""
    for check in dict.fromkeys((*first.CHECKS, *(rule.check for rule in RULES), outside_edition)):
        yield from check(subject)
