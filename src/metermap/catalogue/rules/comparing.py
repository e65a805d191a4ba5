"""The rules on the consistency of a catalogue, as rules like all others: their examples become CSV files.

What they look for and why stands in `metermap.catalogue.consistency`, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metermap.catalogue import codes
from metermap.catalogue.columns import ITEMS, USE_CASES, Column
from metermap.catalogue.consistency import RULES as CONSISTENCY_RULES
from metermap.catalogue.rules.tables import HEADERS, table
from metermap.core.rules import Example, Family, Rule, small_workspace

if TYPE_CHECKING:
    from metermap.catalogue.consistency import Example as Lines
    from metermap.catalogue.model import Element, ItemFact, UseCase

__all__ = ["RULES"]

_FAMILIES = {
    codes.NAME_AND_UNIT.id: Family.UNIT,
    codes.SCALED.id: Family.UNIT,
    codes.TYPE_AND_UNIT.id: Family.UNIT,
    codes.UNKNOWN_UNIT.id: Family.UNIT,
    codes.UNKNOWN_RANGE.id: Family.RANGE,
    codes.UNKNOWN_DEPTH.id: Family.CARDINALITY,
    codes.SIZES.id: Family.CARDINALITY,
    codes.USE_CASES.id: Family.USE_CASE,
}
_METER = """[[device]]
id        = "ESME"
title     = "Electricity smart metering equipment"
carrier   = "dlms"
protocols = { dlms = "tunnelled" }
"""


def _example(lines: Lines) -> Example:
    files = [("elements.csv", table(HEADERS, map(_element, lines.elements)))]
    books = []
    for name, part, columns, rows in (
        ("items", "items", ITEMS, lines.facts),
        ("use-cases", "use_cases", USE_CASES, lines.use_cases),
    ):
        if rows:
            files.append((f"{name}.csv", table((column.header for column in columns), _lines(rows, columns))))
            books.append(f'[[workbook]]\nfile = "{name}.csv"\n{part} = ["*"]\n')
    return Example(files=(("metermap.toml", small_workspace("\n".join((*books, _METER)))), *files))


def _element(line: Element) -> tuple[object, ...]:
    texts = (line.reference, line.item, line.path, line.category, line.data_type)
    row = "" if line.row is None else line.row.value
    return (line.id.value, row, *(text.value for text in texts), "", "", "", ";".join(line.devices.value))


def _lines(lines: Sequence[ItemFact | UseCase], columns: Sequence[Column]) -> Iterator[list[str]]:
    for line in lines:
        yield [_cell(line, column.field) for column in columns]


def _cell(line: ItemFact | UseCase, name: str) -> str:
    if name == "rows":
        return ";".join(map(str, getattr(line, name)))
    return str(getattr(line, name).value)


RULES: tuple[Rule, ...] = tuple(
    Rule(
        rule.code,
        _FAMILIES.get(rule.code.id, Family.CATALOGUE),
        rule.explanation,
        _example(rule.failing),
        _example(rule.passing),
    )
    for rule in CONSISTENCY_RULES
)
