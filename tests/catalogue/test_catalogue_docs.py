"""The tables of docs/catalogue.md say what the program does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.seeded_defects import DEFECTS
from metermap.catalogue.consistency import RULES, check_consistency
from metermap.catalogue.erratum import FIELDS, Part
from metermap.catalogue.paths import has_unpaired_brackets, parse_path
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units, printed_ranges
from metermap.catalogue.references import parse_references, printed_references
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.findings import Findings
from metermap.core.types import Kind, TypeDescriptor
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


def test_each_rule_stands_there_with_its_reason_and_its_findings_in_gb() -> None:
    findings = Findings()
    check_consistency(must_read(GB), findings)
    found = Counter(finding.code for finding in findings)

    assert table("code | | what is found") == [
        [rule.code.id, rule.code.severity.value, rule.code.title, rule.explanation, str(found[rule.code.id]), "0"]
        for rule in RULES
    ]
    assert f"in these {len(findings)}," in PAGE


def test_each_kind_of_seeded_defect_stands_there() -> None:
    assert [name for name, _ in table("defect | found")] == [defect.name for defect in DEFECTS]


def test_the_fields_that_an_erratum_may_correct() -> None:
    names = {Part.ELEMENT: "an element", Part.FACT: "a fact", Part.USE_CASE: "a use case"}

    assert table("of | fields") == [[names[part], ", ".join(fields)] for part, fields in FIELDS.items()]
