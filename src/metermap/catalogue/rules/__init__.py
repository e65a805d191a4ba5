"""Why the findings of the catalogue and of errata are findings, with examples: `RULES`."""

from __future__ import annotations

from metermap.catalogue.rules import cells, comparing, errata, sheets
from metermap.core.rules import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (*sheets.RULES, *cells.RULES, *comparing.RULES, *errata.RULES)
