"""What the sources print of a finding: cells of the workbook from the model, rows of the mapping tables as printed."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Final

from metermap.catalogue.model import Element, ItemFact, UseCase, Value
from metermap.core.findings import Finding
from metermap.core.places import CellPlace, TextPlace
from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["TABLES", "Evidence", "Line", "Printed", "printed_rows"]

Line = Element | ItemFact | UseCase
TABLES: Final = {"dlms": "dlms-rows.csv", "sep": "sep-rows.csv"}
_ROW: Final = re.compile(r"#(\d+)$")


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of evidence: a line of the catalogue with the cells quoted, and the rows of the mapping tables.

    `cells` are (reference as in ``Elements!E113``, text as printed); `rows` are (protocol, cells of the row).
    """

    row: int | None
    name: str
    cells: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def printed_rows() -> dict[str, dict[int, tuple[tuple[str, ...], ...]]]:
    """Return the mapping tables as printed, by protocol and row number; a number may stand on several lines."""
    folder = Path(__file__).parents[1]
    return {protocol: _table(folder / file) for protocol, file in TABLES.items()}


def _table(path: Path) -> dict[int, tuple[tuple[str, ...], ...]]:
    rows: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            rows[int(row[0])].append(tuple(row[3:]))
    return {number: tuple(found) for number, found in rows.items()}


class Evidence:
    """Finds what a finding is about: the lines of the catalogue at its cells, the statements at its places."""

    def __init__(self, model: ResolvedModel) -> None:
        self._model = model
        self._printed = printed_rows()

    @cached_property
    def _by_place(self) -> dict[tuple[str, int], Line]:
        catalogue = self._model.catalogue
        lines: Iterable[Line] = (*catalogue.elements, *catalogue.items, *catalogue.use_cases)
        return {(place.sheet, place.row): line for line in lines for place, _ in _values(line)}

    @cached_property
    def _statements(self) -> dict[TextPlace, list[Statement]]:
        found: defaultdict[TextPlace, list[Statement]] = defaultdict(list)
        for statement in self._model.statements:
            found[statement.place].append(statement)
        return found

    def of(self, finding: Finding) -> tuple[Printed, ...]:
        """Return the evidence for a finding, in the order of its places; each line once."""
        protocol = finding.subject.split("/")[0] if "/" in finding.subject else ""
        protocols = (protocol,) if protocol in TABLES else tuple(TABLES)
        lines = {line_key(line): self._line(line, cited, protocols) for line, cited in self._lines(finding)}
        rows = {line.row for line in lines.values()}
        bare = (self._bare(row, protocols) for row in sorted(self._rows(finding)) if row not in rows)
        return _named((*lines.values(), *bare), f"{finding.subject} {finding.message}")

    def _lines(self, finding: Finding) -> Iterator[tuple[Line, tuple[CellPlace, ...]]]:
        cells = [place for place in (finding.place, *finding.also) if isinstance(place, CellPlace)]
        cited: defaultdict[tuple[str, int], list[CellPlace]] = defaultdict(list)
        for cell in cells:
            cited[cell.sheet, cell.row].append(cell)
        for key, places in cited.items():
            if key in self._by_place:
                yield self._by_place[key], tuple(places)
        for element in self._elements(finding):
            if element.place and (element.place.sheet, element.place.row) not in cited:
                yield element, ()

    def _said(self, finding: Finding) -> Iterator[Statement]:
        for place in (finding.place, *finding.also):
            if isinstance(place, TextPlace):
                yield from self._statements.get(place, ())

    def _rows(self, finding: Finding) -> set[int]:
        named = _ROW.search(finding.subject)
        return {int(named[1])} if named else {said.row for said in self._said(finding) if said.row}

    def _elements(self, finding: Finding) -> Iterator[Element]:
        catalogue = self._model.catalogue
        if _ROW.search(finding.subject):
            rows = self._rows(finding)
            yield from (catalogue.elements_by_row[row] for row in rows if row in catalogue.elements_by_row)
        else:
            yield from (catalogue.element_by_id[said.element] for said in self._said(finding) if said.element)

    def _line(self, line: Line, cited: tuple[CellPlace, ...], protocols: tuple[str, ...]) -> Printed:
        wanted = {place for place in (*cited, *_standing(line)) if place}
        cells = tuple((f"{place.sheet}!{place.cell}", text) for place, text in _values(line) if place in wanted)
        row = line.row.value if isinstance(line, Element) and line.row else None
        return Printed(row, name_of(line), cells, self._of_row(row, protocols))

    def _bare(self, row: int, protocols: tuple[str, ...]) -> Printed:
        return Printed(row, "", (), self._of_row(row, protocols))

    def _of_row(self, row: int | None, protocols: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if row is None:
            return ()
        return tuple((protocol, cells) for protocol in protocols for cells in self._printed[protocol].get(row, ()))


def _named(found: tuple[Printed, ...], said: str) -> tuple[Printed, ...]:
    """Return the lines that the finding names, since a sentence of a mapping file says more; all, if it names none."""
    return tuple(line for line in found if line.name and line.name in said) or found


def _values(line: Line) -> Iterator[tuple[CellPlace, str]]:
    """Yield each cell of a line with its text as printed."""
    for field in fields(line):
        value = getattr(line, field.name)
        if isinstance(value, Value) and value.place:
            yield value.place, value.original if value.original is not None else str(value.value)


def _standing(line: Line) -> tuple[CellPlace | None, ...]:
    """Return the cells that are quoted whatever the rule is about."""
    match line:
        case Element():
            return (line.path.place, line.data_type.place)
        case ItemFact():
            return (line.item.place,)
        case UseCase():
            return (line.title.place, line.target.place)


def line_key(line: Line) -> tuple[str, str]:
    """Return what tells a line from all others."""
    match line:
        case Element():
            return "element", line.id.value
        case ItemFact():
            return "fact", str(line.item.place)
        case UseCase():
            return "use case", line.code.value


def name_of(line: Line) -> str:
    """Return what people call a line."""
    match line:
        case Element():
            return line.name
        case ItemFact():
            return f"{line.item.value} ({line.device.value})"
        case UseCase():
            return line.code.value
