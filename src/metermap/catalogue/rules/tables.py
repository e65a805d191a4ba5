"""What the examples of rules about catalogues share: tables as CSV files, and rules of one line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule, small_workspace

__all__ = ["ELEMENT", "HEADERS", "catalogue_of", "elements_of", "in_words", "table"]

HEADERS = (
    "Element id",
    "Row",
    "Reference",
    "Item",
    "Attribute path",
    "Category",
    "Data type",
    "Sensitive",
    "Readers",
    "Writers",
    "Devices",
)
ELEMENT = (
    "CalorificValue.value",
    "21",
    "SMETS 4.6.4.3",
    "CalorificValue",
    "value",
    "Configuration data",
    "INTEGER",
    "",
    "Supplier",
    "",
    "GSME",
)


def table(headers: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV, lines ended by a line feed."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows((headers, *rows))
    return stream.getvalue()


def elements_of(*changes: dict[str, str]) -> str:
    """Return a table of elements: a row a change, each a good row in which some columns read differently."""
    return table(
        HEADERS, ([change.get(name, cell) for name, cell in zip(HEADERS, ELEMENT, strict=True)] for change in changes)
    )


def catalogue_of(text: str = "", *, profile: str = "", tables: str = "", top: str = "", **files: str) -> Example:
    """Return a workspace with elements.csv and further files, by their names without ending.

    `profile` stands among the keys of the workbook, `tables` and `top` as in `small_workspace`.
    """
    toml = small_workspace(tables, profile=profile, top=top)
    named = tuple((f"{name}.csv", content) for name, content in files.items())
    return Example(files=(("metermap.toml", toml), ("elements.csv", text or elements_of({})), *named))


def in_words(code: Code, family: Family, explanation: str, failing: str, passing: str) -> Rule:
    """Return a rule whose examples are told: their input is a workbook, which no text shows."""
    return Rule(code, family, explanation, Example(text=failing), Example(text=passing))
