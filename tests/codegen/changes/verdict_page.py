"""The tables of docs/verdicts.md: ``python -m tests.codegen.changes.verdict_page --write`` makes them anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from metermap.codegen.changes.judge_lines import LINES
from metermap.codegen.changes.judge_rule import Arm, Rule
from metermap.codegen.changes.judge_rules import UNKNOWN
from metermap.codegen.changes.judge_table import FIELDS
from metermap.codegen.changes.model import Kind
from tests.conftest import ROOT

__all__ = ["MARK", "PAGE", "all_rules", "tables"]

PAGE = ROOT / "docs" / "verdicts.md"
MARK = "## Which rule judges what\n"
_LISTS = {
    Kind.DEVICE: "Devices",
    Kind.ELEMENT: "Elements",
    Kind.ITEM: "Facts of items",
    Kind.USE_CASE: "Use cases",
    Kind.STATEMENT: "Statements",
}


def all_rules() -> dict[str, Rule]:
    """Return the rules by name, in the order in which the table names them first."""
    found: dict[str, Rule] = {}
    for kind in Kind:
        rules = [rule for (of, _), rule in LINES.items() if of is kind]
        for rule in (*rules, *FIELDS[kind].values()):
            assert found.setdefault(rule.name, rule) is rule, f"two rules are called {rule.name}"
    return {**found, UNKNOWN.name: UNKNOWN}


def tables() -> str:
    """Return what stands from the mark to the end of the page."""
    return "\n".join((*_which(), *_what(), ""))


def _which() -> Iterator[str]:
    yield MARK
    yield "A field that is listed nowhere here has the rule *unknown field*."
    for kind in Kind:
        yield f"\n### {_LISTS[kind]}\n"
        yield "| line or field | rule |"
        yield "| --- | --- |"
        yield from (f"| a line that was {act} | {rule.name} |" for (of, act), rule in LINES.items() if of is kind)
        for rule in dict.fromkeys(FIELDS[kind].values()):
            names = ", ".join(f"`{name}`" for name, own in FIELDS[kind].items() if own is rule)
            yield f"| {names} | {rule.name} |"


def _what() -> Iterator[str]:
    yield "\n## What each rule says"
    for rule in all_rules().values():
        yield f"\n### {rule.name[0].upper()}{rule.name[1:]}\n"
        yield f"{rule.reason}\n"
        yield "| if | verdict | and |"
        yield "| --- | --- | --- |"
        yield from (f"| {arm.when} | {_verdicts(arm)} | {arm.todo} |" for arm in rule.arms)


def _verdicts(arm: Arm) -> str:
    first, *others = (verdict.value for verdict in arm.verdicts)
    return f"{first}; also {', '.join(others)}" if others else first


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.codegen.changes.verdict_page --write")
    before = PAGE.read_text("utf-8").partition(MARK)[0]
    PAGE.write_text(before + tables(), encoding="utf-8")
