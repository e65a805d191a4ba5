"""A sheet as a table: the header row, the section headings, the rows of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell
from metermap.catalogue.columns import Column, folded
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace, FilePlace
from metermap.core.suggest import did_you_mean

__all__ = ["Row", "read_table"]

_HEADER_WITHIN = 200
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values. `columns` maps a field to its column; `cells` holds what is not empty."""

    file: str
    sheet: str
    number: int
    section: str
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    cells: Mapping[int, RawCell]

    def cell(self, name: str) -> RawCell | None:
        """Return the cell of a field; None if it is empty."""
        return self.cells.get(self.columns[name])

    def place(self, name: str) -> CellPlace:
        """Return where the field's cell stands, empty or not."""
        return CellPlace(self.file, self.sheet, self.number, self.columns[name])


@dataclass(slots=True)
class _Remarks:
    """Cells that are read although somebody may not expect it, gathered for one finding a sheet."""

    hidden: list[RawCell] = field(default_factory=list)
    struck: list[RawCell] = field(default_factory=list)

    def look(self, cells: Iterable[RawCell]) -> None:
        self.hidden += [cell for cell in cells if cell.hidden][:1]
        self.struck += [cell for cell in cells if cell.struck][:1]

    def report(self, findings: Findings) -> None:
        for code, cells, what in (
            (codes.HIDDEN, self.hidden, "hidden"),
            (codes.STRUCK_THROUGH, self.struck, "struck through"),
        ):
            if cells:
                rows = ", ".join(str(cell.row) for cell in cells[:_LISTED])
                more = f" and {len(cells) - _LISTED} more" if len(cells) > _LISTED else ""
                first = cells[0]
                message = f"{first.sheet}: {what} and read nevertheless: row {rows}{more}"
                findings.add(code.at(first.place, message, subject=f"{first.file}[{first.sheet}]"))


def read_table(
    cells: Iterator[RawCell],
    at: FilePlace,
    columns: Sequence[Column],
    headers: Mapping[str, tuple[str, ...]],
    findings: Findings,
) -> Iterator[Row] | None:
    """Return the rows below the header of the sheet `at`; None if the header is not complete.

    `headers` gives further texts for a column's header. The header may stand in any of the first
    200 rows, its columns in any order; other columns are left alone.
    """
    rows = ((number, tuple(group)) for number, group in groupby(cells, attrgetter("row")))
    names = _header_texts(columns, headers)
    best: tuple[RawCell, ...] = ()
    matches = 0
    above: list[tuple[int, tuple[RawCell, ...]]] = []
    for number, row in rows:
        found = len({names[folded(str(cell.value))] for cell in row if folded(str(cell.value)) in names})
        if found > matches:
            best, matches, above = row, found, []
        elif matches:
            above.append((number, row))
        if matches == len(columns) or number > _HEADER_WITHIN:
            break
    found_columns = _header(best if matches > 1 else (), at, columns, names, findings)
    return None if found_columns is None else _rows(_chain(above, rows), at, columns, found_columns, findings)


def _chain(
    first: Iterable[tuple[int, tuple[RawCell, ...]]], then: Iterable[tuple[int, tuple[RawCell, ...]]]
) -> Iterator[tuple[int, tuple[RawCell, ...]]]:
    yield from first
    yield from then


def _header_texts(columns: Sequence[Column], headers: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    further = {folded(header): texts for header, texts in headers.items()}
    names: dict[str, str] = {}
    for column in columns:
        for text in (column.header, *further.get(folded(column.header), ())):
            names[folded(text)] = column.field
    return names


def _header(
    row: tuple[RawCell, ...],
    at: FilePlace,
    columns: Sequence[Column],
    names: Mapping[str, str],
    findings: Findings,
) -> dict[str, int] | None:
    if not row:
        expected = "a row with " + ", ".join(column.header for column in columns)
        findings.add(codes.NO_HEADER.at(at, f"{at} has no header row", subject=str(at), expected=expected))
        return None
    found: dict[str, RawCell] = {}
    complete = True
    for cell in row:
        name = names.get(folded(str(cell.value)))
        if name in found:
            message = f"{at}: {cell.value!s:.60} heads two columns"
            findings.add(codes.REPEATED_COLUMN.at(cell.place, message, subject=str(at), also=[found[name].place]))
            complete = False
        elif name is not None:
            found[name] = cell
    spare = [str(cell.value) for cell in row if folded(str(cell.value)) not in names]
    for column in columns:
        if column.field not in found:
            place = CellPlace(row[0].file, row[0].sheet, row[0].row, row[0].column)
            message = f"{at}: the column {column.header!r} is missing"
            near = did_you_mean(column.header, spare)
            expected = f"a column headed {column.header!r}" + (f"; {near}" if near else "")
            subject = f"{at} {column.header}"
            findings.add(codes.MISSING_COLUMN.at(place, message, subject=subject, expected=expected))
            complete = False
    return {name: cell.column for name, cell in found.items()} if complete else None


def _rows(
    rows: Iterator[tuple[int, tuple[RawCell, ...]]],
    at: FilePlace,
    columns: Sequence[Column],
    found: Mapping[str, int],
    findings: Findings,
) -> Iterator[Row]:
    headers = {column.field: column.header for column in columns}
    ours = frozenset(found.values())
    section = ""
    remarks = _Remarks()
    for number, row in rows:
        heading = _heading(row, ours)
        if heading is not None:
            section = " ".join(str(heading.value).split())
            if heading.merged is None:
                _report(codes.LONE_VALUE, heading, f"{heading.place} stands alone in its row", findings)
            continue
        cells = {cell.column: cell for cell in row if cell.column in ours}
        if not any(map(_says_something, cells.values())):
            continue
        marked = [cell for cell in cells.values() if cell.hidden or cell.struck or cell.merged]
        if marked:
            remarks.look(marked)
            _report_merges(marked, findings)
        yield Row(at.file, at.part, number, section, found, headers, cells)
    remarks.report(findings)


def _heading(row: tuple[RawCell, ...], ours: frozenset[int]) -> RawCell | None:
    """Return the cell of a section heading: the only value of its row, merged or in a column of ours."""
    said = [cell for cell in row if _says_something(cell)]
    if len(said) != 1 or not isinstance(said[0].value, str) or len(ours) == 1:
        return None
    return said[0] if said[0].merged is not None or said[0].column in ours else None


def _says_something(cell: RawCell) -> bool:
    return not isinstance(cell.value, str) or bool(cell.value.strip())


def _report_merges(cells: Iterable[RawCell], findings: Findings) -> None:
    for cell in cells:
        if cell.merged:
            _report(codes.MERGED_DATA, cell, f"{cell.place} is merged with its neighbours", findings)


def _report(code: Code, cell: RawCell, message: str, findings: Findings) -> None:
    findings.add(code.at(cell.place, message, subject=str(cell.place)))
