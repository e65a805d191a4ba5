"""The rules over resolved statements: `RULES`, one object each, in modules by family; `run_rules` runs all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.mappings.rules import (
    access,
    address,
    cardinality,
    conflict,
    devices,
    edition,
    enumeration,
    homes,
    lengths,
    parity,
    proved,
    review,
    route,
    staging,
    structure,
    time,
    twice,
    unit,
    use_case,
    wire_types,
    word,
)
from metermap.mappings.rules.base import CheckedRule, Subject

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["RULES", "CheckedRule", "Subject", "run_rules"]

RULES: tuple[CheckedRule, ...] = (
    *homes.RULES,
    *wire_types.RULES,
    *twice.RULES,
    *devices.RULES,
    *edition.RULES,
    *address.RULES,
    *lengths.RULES,
    *unit.RULES,
    *enumeration.RULES,
    *access.RULES,
    *time.RULES,
    *cardinality.RULES,
    *structure.RULES,
    *conflict.RULES,
    *staging.RULES,
    *parity.RULES,
    *route.RULES,
    *use_case.RULES,
    *review.RULES,
    *proved.RULES,
    *word.RULES,
)
"""Every rule, by family."""


def run_rules(subject: Subject) -> Iterator[Finding]:
    """Yield what the rules find, rule by rule."""
    for check in dict.fromkeys(rule.check for rule in RULES):
        yield from check(subject)
