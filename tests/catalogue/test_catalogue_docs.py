"""The tables of docs/catalogue.md say what the program does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.seeded_defects import DEFECTS, TIMES
from metermap.catalogue.consistency import RULES, check_consistency
from metermap.catalogue.erratum import FIELDS, Part
from metermap.catalogue.paths import has_unpaired_brackets, parse_path
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units, printed_ranges
from metermap.catalogue.references import parse_references, printed_references
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.expected import ALARMS, Expectation, read_expected
from metermap.core.findings import Findings, Severity
from metermap.core.types import Kind, TypeDescriptor
from tests.catalogue.seeding import outcomes
from tests.catalogue.workbooks import GB, must_read

PAGE = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text("utf-8")


def table(head: str) -> list[list[str]]:
    """Return the cells of the table with that heading."""
    found = re.search(rf"^\| {re.escape(head)}.*\n\|[- :|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, head
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def described(kind: TypeDescriptor) -> str:
    if kind.kind is Kind.ARRAY and kind.element is not None:
        count = kind.length[0] if kind.length else "any number"
        return f"{count} \N{MULTIPLICATION SIGN} {described(kind.element)}"
    if kind.kind is Kind.STRUCTURE and kind.members:
        return "structure of " + " and ".join(described(member.type) for member in kind.members)
    if kind.minimum is not None:
        return f"{kind.kind}, {kind.minimum} to {kind.maximum}"
    return f"{kind.kind}, {kind.length[0]} long" if kind.length else kind.kind.value


def path(text: str) -> str:
    parsed = parse_path(text)
    return f"{parsed}, {'any number' if parsed.count is None else parsed.count}"


READ: dict[str, Callable[[str], str]] = {
    "Data type": lambda text: described(parse_catalogue_type(text)),
    "Unit": lambda text: str(parse_units(text)),
    "Range or resolution": lambda text: (
        printed_ranges(clauses) if (clauses := parse_ranges(text)) else "not understood"
    ),
    "Depth": lambda text: str(parse_depth(text)),
    "Reference": lambda text: printed_references(parse_references(text) or ()),
    "Attribute path": path,
}


@pytest.mark.parametrize(("column", "printed", "read"), table("column | printed"))
def test_each_notation_is_read_as_shown(column: str, printed: str, read: str) -> None:
    assert READ[column](printed.strip("`")) == read


def test_how_much_of_gb_is_understood() -> None:
    catalogue = must_read(GB)
    elements, items = catalogue.elements, catalogue.items
    paths = [value for line in elements for value in (line.item.value, line.path.value) if value]
    cells = {
        "Data type (elements and facts)": [
            *(line.type.kind is not Kind.UNKNOWN for line in elements if line.data_type.value),
            *(fact.type.kind is not Kind.UNKNOWN for fact in items if fact.data_type.value),
        ],
        "Unit": [fact.units is not None for fact in items if fact.unit.value],
        "Range or resolution": [fact.ranges is not None for fact in items if fact.range.value],
        "Depth": [fact.entries is not None for fact in items if fact.depth.value],
        "Reference, Section": [
            *(line.references is not None for line in elements if line.reference.value),
            *(fact.references is not None for fact in items if fact.section.value),
        ],
        "Item, Attribute path": [
            all(step.name for step in parse_path(text).steps) and not has_unpaired_brackets(text) for text in paths
        ],
    }

    assert table("column | cells filled") == [
        [name, f"{len(understood):,}", f"{sum(understood):,}"] for name, understood in cells.items()
    ]


IDS = frozenset(rule.code.id for rule in RULES)
NOTES = frozenset(rule.code.id for rule in RULES if rule.code.severity is Severity.NOTE)


def reviewed() -> tuple[Expectation, ...]:
    """Return what was seen when somebody looked at the findings in gb."""
    findings = Findings()
    rows = read_expected(GB, "expected-findings.csv", findings)
    assert not list(findings)
    return rows


def judged(*, warnings_only: bool = False) -> Counter[str]:
    left_out = NOTES if warnings_only else frozenset()
    return Counter(row.alarm for row in reviewed() if row.code in IDS - left_out)


def rate(counts: Counter[str]) -> float:
    return counts["false"] / (counts["true"] + counts["false"])


def test_each_finding_of_a_rule_in_gb_is_judged() -> None:
    findings = Findings()
    check_consistency(must_read(GB), findings)

    rows = [row for row in reviewed() if row.alarm and row.code in IDS]
    assert sorted((row.code, row.subject) for row in rows) == sorted((each.code, each.subject) for each in findings)


def test_each_rule_stands_there_with_its_reason_and_how_its_findings_in_gb_were_judged() -> None:
    counts = Counter((row.code, row.alarm) for row in reviewed())

    assert table("code | | what is found") == [
        [
            rule.code.id,
            rule.code.severity.value,
            rule.code.title,
            rule.explanation,
            *(str(counts[rule.code.id, alarm]) for alarm in ALARMS),
        ]
        for rule in RULES
    ]


def test_the_false_alarms_are_counted_and_told() -> None:
    every, warnings = judged(), judged(warnings_only=True)
    still_open = sum(row.verdict == "open" for row in reviewed() if row.alarm and row.code in IDS)
    text = " ".join(PAGE.split())

    assert (
        f"Of these {every.total()} findings {every['true']} are true, {every['false']} are false and "
        f"{every['undecided']} undecided: {rate(every):.1%} of".replace("%", " %")
    ) in text
    assert (
        f"Of the {warnings.total()} warnings alone {warnings['true']} are true, {warnings['false']} are false and "
        f"{warnings['undecided']} undecided, which is {rate(warnings):.1%}.".replace("%", " %")
    ) in text
    assert f"of {still_open} of the {every.total()} the verdict is `open`" in text


@pytest.mark.parametrize("warnings_only", [False, True])
def test_fewer_than_five_in_a_hundred_alarms_are_false(*, warnings_only: bool) -> None:
    assert rate(judged(warnings_only=warnings_only)) < 0.05


def test_each_false_alarm_is_named() -> None:
    named = PAGE.partition("The false ones are")[2].partition("The rate says")[0]
    codes = Counter(row.code for row in reviewed() if row.alarm == "false")

    assert set(re.findall(r"^- (MM\d+) of", named, re.MULTILINE)) == set(codes)


def test_as_many_seeded_defects_are_found_as_stand_there() -> None:
    assert table("defect | found") == [
        [defect.name, str(sum(outcome.told for outcome in outcomes(defect)))] for defect in DEFECTS
    ]
    assert f"| found, of {TIMES} |" in PAGE


def test_the_fields_that_an_erratum_may_correct() -> None:
    names = {Part.ELEMENT: "an element", Part.FACT: "a fact", Part.USE_CASE: "a use case"}

    assert table("of | fields") == [[names[part], ", ".join(fields)] for part, fields in FIELDS.items()]
