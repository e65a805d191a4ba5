"""Why the findings of dictionaries, standards and cluster files are findings, with examples: `RULES`."""

from __future__ import annotations

from metermap.core.rules import Rule
from metermap.protocols.rules import asking, cluster_files, standards, tables

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (*tables.RULES, *asking.RULES, *standards.RULES, *cluster_files.RULES)
