"""Texts that are not understood: units, ranges, depths, references, paths. The text stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import MOST_SUGGESTIONS, CellText, Column, Lines
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.model import Element
from metermap.catalogue.paths import ElementPath
from metermap.core.findings import Code, Finding
from metermap.core.suggest import did_you_mean
from metermap.core.units import UNITS

__all__ = ["RULES"]

_SHOWN = 10


_Parsed: TypeAlias = Callable[[Lines, CellText], object]


def _not_understood(fields: Sequence[str], code: Code, parsed: _Parsed) -> Callable[[Lines], Iterator[Finding]]:
    """Return what looks for texts that are not understood: a finding for each text of a column."""

    def look(lines: Lines) -> Iterator[Finding]:
        for column in lines.columns:
            if column.field in fields:
                yield from _texts(column, code, partial(parsed, lines))

    return look


def _texts(column: Column, code: Code, parsed: Callable[[CellText], object]) -> Iterator[Finding]:
    unknown = [(text, cells) for text, cells in column.by_text.items() if parsed(cells[0]) is None]
    for number, (text, cells) in enumerate(unknown):
        first, *others = cells
        more = f", in {len(cells)} cells" if others else ""
        message = f"{text!r:.100} is not understood{more}"
        near = did_you_mean(text, UNITS) if code is codes.UNKNOWN_UNIT and number < MOST_SUGGESTIONS else ""
        also = [cell.value.place for cell in others[:_SHOWN] if cell.value.place]
        subject = f"{column.field}: {text:.100}"
        yield code.at(first.value.place, message, subject=subject, expected=near, also=also)


def _unit(lines: Lines, cell: CellText) -> object:
    return lines.units_by_text[cell.text, cell.numbers]


def _range(lines: Lines, cell: CellText) -> object:
    return lines.ranges_by_text[cell.text, cell.numbers]


def _depth(lines: Lines, cell: CellText) -> object:
    return lines.depths_by_text[cell.text, cell.numbers]


def _references(lines: Lines, cell: CellText) -> object:
    return lines.references_by_text[cell.text]


def _bad_indices(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.elements:
        if fault := _fault(lines.path(line)):
            place, subject = line.path.place, line.id.value
            yield codes.BAD_INDEX.at(place, f"{line.path.value!r:.100}: {fault}", subject=subject)


def _fault(path: ElementPath) -> str:
    if not all(step.name for step in path.steps):
        return "a name is missing between two full stops"
    backwards = next((index for index in path.indices if index.count == 0), None)
    return f"the range {backwards} ends before it begins" if backwards else ""


def _paths_of(*paths: str) -> tuple[Element, ...]:
    return tuple(element(n, "PowerEventLog", path) for n, path in enumerate(paths, 1))


RULES = (
    Rule(
        codes.UNKNOWN_UNIT,
        "A unit that has no dimension cannot be compared with what a protocol sends.",
        _not_understood(["unit"], codes.UNKNOWN_UNIT, _unit),
        failing=Example(facts=(fact(1, "ESME", "Active Export Register", unit="Whh"),)),
        passing=Example(facts=(fact(1, "ESME", "Active Export Register", unit="Wh"),)),
    ),
    Rule(
        codes.UNKNOWN_RANGE,
        "A remark in the column of ranges says something to people only. It is a note: remarks are welcome.",
        _not_understood(["range"], codes.UNKNOWN_RANGE, _range),
        failing=Example(facts=(fact(1, "ESME", "Load Limit Counter", says="resettable count"),)),
        passing=Example(facts=(fact(1, "ESME", "Randomised Offset Limit", says="0..1799"),)),
    ),
    Rule(
        codes.UNKNOWN_DEPTH,
        "Nobody can tell how long a log must be if its depth is no number.",
        _not_understood(["depth"], codes.UNKNOWN_DEPTH, _depth),
        failing=Example(facts=(fact(1, "ESME", "Event Log", "log of structure", depth="a hundred"),)),
        passing=Example(facts=(fact(1, "ESME", "Event Log", "log of structure", depth="100"),)),
    ),
    Rule(
        codes.UNKNOWN_REFERENCE,
        "A line that cites nothing that can be looked up cannot be checked.",
        _not_understood(["reference", "section"], codes.UNKNOWN_REFERENCE, _references),
        failing=Example(elements=(element(100, "ActiveExportRegister", "value", reference="SMETS 5.7.5."),)),
        passing=Example(elements=(element(100, "ActiveExportRegister", "value", reference="SMETS 5.7.5.2"),)),
    ),
    Rule(
        codes.BAD_INDEX,
        "A range that ends before it begins stands for nothing, and a step without a name for nobody knows what.",
        _bad_indices,
        failing=Example(elements=_paths_of("logEntries[100..1].logEntry.logCode", "logEntries[1..100]..logCode")),
        passing=Example(elements=_paths_of("logEntries[1..100].logEntry.logCode")),
    ),
)
