"""All kinds of findings and the rules that explain them, whatever stage defines them.

A check needs a code only where a workspace names it, and never the texts: both are loaded when asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib import import_module
from types import ModuleType

from metermap.core.findings import Code
from metermap.core.rules import Rule

__all__ = ["CODE_MODULES", "RETIRED", "RULE_MODULES", "all_codes", "all_rules", "codes_for"]

CODE_MODULES = (
    "metermap.core.codes",
    "metermap.core.expected_codes",
    "metermap.core.baseline_codes",
    "metermap.core.reserved_codes",
    "metermap.core.edition_codes",
    "metermap.mappings.codes",
    "metermap.mappings.allow_codes",
    "metermap.mappings.wire_codes",
    "metermap.mappings.whole_codes",
    "metermap.mappings.results.codes",
    "metermap.mappings.formatting.codes",
    "metermap.catalogue.codes",
    "metermap.protocols.codes",
    "metermap.protocols.standards.codes",
    "metermap.mappings.import_codes",
    "metermap.codegen.codes",
    "metermap.codegen.bindings.codes",
    "metermap.protocols.sep.importer.codes",
    "metermap.site.codes",
    "metermap.codegen.annotate.codes",
)
"""Where codes are defined; those that load fast come first."""

RULE_MODULES = (
    "metermap.core.workspace_rules",
    "metermap.core.edition_rules",
    "metermap.core.list_rules",
    "metermap.core.reserved_rules",
    "metermap.catalogue.rules",
    "metermap.protocols.rules",
    "metermap.mappings.language_rules",
    "metermap.mappings.name_rules",
    "metermap.mappings.rules",
    "metermap.mappings.other_rules",
    "metermap.mappings.results.rules",
    "metermap.codegen.rules",
    "metermap.site.rules",
)
"""Where rules are defined, each in a tuple `RULES`."""

RETIRED: Mapping[str, str] = {
    "MM325": "The protocol has no such home; there is a finding of its own for each kind of home.",
}
"""Codes that were given out once and are not any more, with what they meant."""


def all_codes() -> Mapping[str, Code]:
    """Return every kind of finding by its code, in the order of the codes."""
    found = {code.id: code for name in CODE_MODULES for code in _codes_of(import_module(name))}
    return dict(sorted(found.items()))


def codes_for(names: Collection[str]) -> Mapping[str, Code]:
    """Return kinds of findings, among them those named; all there are if one of the names is none."""
    found: dict[str, Code] = {}
    for module in CODE_MODULES:
        if all(name in found for name in names):
            break
        found.update((code.id, code) for code in _codes_of(import_module(module)))
    return found


def _codes_of(module: ModuleType) -> tuple[Code, ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, Code))


def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes."""
    rules: list[Rule] = []
    for name in RULE_MODULES:
        rules.extend(import_module(name).RULES)
    return tuple(sorted(rules, key=lambda rule: rule.code.id))
