"""Consistency of a catalogue: general rules that find what is wrong inside it.

A rule compares the lines of a catalogue with each other; it knows nothing of one country's names. Each
reads every line a fixed number of times. What they find in the Great Britain catalogue has been looked
at, finding by finding: see docs/catalogue.md.
"""

from __future__ import annotations

from typing import Final

from metermap.catalogue import codes
from metermap.catalogue.consistency import kinds, links, names, neighbours, notations, printed, sizes, understood
from metermap.catalogue.consistency.lines import Lines
from metermap.catalogue.consistency.rule import Example, Rule
from metermap.catalogue.model import Catalogue
from metermap.core.findings import Findings, Severity

__all__ = ["RULES", "Example", "Rule", "check_consistency"]

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted(
        (
            *names.RULES,
            *neighbours.RULES,
            *kinds.RULES,
            *sizes.RULES,
            *notations.RULES,
            *links.RULES,
            *understood.RULES,
            *printed.RULES,
        ),
        key=lambda rule: rule.code.id,
    )
)


_DOUBT = codes.NUMBER_IN_DOUBT.id


def check_consistency(catalogue: Catalogue, findings: Findings) -> None:
    """Report what the rules find in `catalogue`.

    A cell with an error among the findings is left alone: what was read from it is not what stands there.
    So is one whose number is in doubt, which has been said.
    """
    faulty = {finding.place for finding in findings if finding.severity is Severity.ERROR or finding.code == _DOUBT}
    lines = Lines(catalogue)
    for rule in RULES:
        findings.extend(finding for finding in rule.look(lines) if finding.place not in faulty)
