"""Read the workbooks of a workspace into the typed catalogue.

A fault of a cell costs that cell, not its row: what can be read is read, so that one run reports
all there is to report. A sheet or column that is missing stops at the catalogue's border.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from metermap.catalogue import codes, values
from metermap.catalogue.cells import RawWorkbook
from metermap.catalogue.columns import ELEMENTS, HAN_ONLY, ITEMS, USE_CASES, Column, folded
from metermap.catalogue.container import RefusedError
from metermap.catalogue.errata import apply_errata, load_errata
from metermap.catalogue.guards import report_lookalikes, watched
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.paths import has_unpaired_brackets
from metermap.catalogue.table import Row, read_table
from metermap.catalogue.types import known_types, parse_catalogue_type
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace, FilePlace
from metermap.core.suggest import did_you_mean
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.core.workspace import WorkbookProfile, Workspace

__all__ = ["read_catalogue"]

Record = TypeVar("Record")
Build = Callable[[Row], Record | None]

_NO_TYPE = TypeDescriptor(Kind.UNKNOWN, TypeSystem.CATALOGUE, "")


def read_catalogue(workspace: Workspace, findings: Findings) -> Catalogue | None:
    """Return what the workbooks of `workspace` say, errata applied.

    None if a workbook, sheet or column is missing or unreadable. All faults are reported, and a
    catalogue is returned although single cells are faulty: its caller asks `findings.errors`.
    """
    reader = _Reader(workspace, findings)
    complete = True
    for profile in workspace.workbooks:
        with open_workbook(workspace.root / profile.file, profile.file, findings, workspace.limits) as book:
            complete = book is not None and reader.read(book, profile) and complete
    errata = load_errata(workspace, findings)
    if not complete or errata is None:
        return None
    catalogue = reader.catalogue()
    catalogue = apply_errata(catalogue, errata, workspace.edition, findings)
    _check_elements(catalogue.elements, findings)
    return catalogue


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets of one workbook."""

    book: RawWorkbook
    profile: WorkbookProfile
    findings: Findings

    def read(self, names: Iterable[str], columns: Sequence[Column], build: Build[Record], into: list[Record]) -> bool:
        """Add the records of the sheets to `into`; return whether all of them could be read."""
        complete = True
        for name in names:
            sheet = _find_sheet(self.book, name, self.findings)
            rows = None if sheet is None else self._rows(sheet, columns)
            if rows is None:
                complete = False
                continue
            into += [record for row in rows if (record := build(row)) is not None]
        return complete

    def _rows(self, sheet: str, columns: Sequence[Column]) -> list[Row] | None:
        at = FilePlace(self.book.file, sheet)
        try:
            rows = read_table(
                watched(self.book.cells(sheet), self.findings), at, columns, self.profile.headers, self.findings
            )
            return None if rows is None else list(rows)
        except RefusedError as refusal:
            self.findings.add(refusal.finding)
            return None


class _Reader:
    """Collects the records of all workbooks."""

    def __init__(self, workspace: Workspace, findings: Findings) -> None:
        self.findings = findings
        self.devices = tuple(device.id for device in workspace.devices)
        self.elements: list[Element] = []
        self.items: list[ItemFact] = []
        self.use_cases: list[UseCase] = []

    def read(self, book: RawWorkbook, profile: WorkbookProfile) -> bool:
        """Read one workbook; return whether all its sheets could be read."""
        sheets = _Sheets(book, profile, self.findings)
        return all(
            [
                sheets.read(profile.elements, ELEMENTS, self._element, self.elements),
                sheets.read(profile.han_only, HAN_ONLY, self._han_only, self.elements),
                sheets.read(profile.items, ITEMS, self._item, self.items),
                sheets.read(profile.use_cases, USE_CASES, self._use_case, self.use_cases),
            ]
        )

    def catalogue(self) -> Catalogue:
        """Return all that was read; of two records with the same id the first."""
        report = self.findings
        elements = _unique(self.elements, lambda element: element.id, codes.DUPLICATE_ID, report)
        cases = _unique(self.use_cases, lambda case: case.code, codes.DUPLICATE_ID, report)
        report_lookalikes((element.id for element in elements), report)
        report_lookalikes((case.code for case in cases), report)
        with_row = [element for element in elements if element.row]
        _unique(with_row, lambda element: element.row or element.id, codes.DUPLICATE_ROW, report)
        return Catalogue(tuple(elements), tuple(self.items), tuple(cases))

    def _element(self, row: Row) -> Element | None:
        text = _texts(row, ELEMENTS, self.findings)
        printed = values.whole_number(row, "row", self.findings)
        return self._named(
            Element(
                id=text["id"],
                row=printed,
                reference=text["reference"],
                section=row.section,
                item=text["item"],
                path=text["path"],
                category=text["category"],
                data_type=text["data_type"],
                type=parse_catalogue_type(text["data_type"].value),
                sensitive=values.flag(row, "sensitive", self.findings),
                readers=text["readers"],
                writers=text["writers"],
                devices=values.device_list(row, "devices", self.devices, self.findings),
            )
        )

    def _han_only(self, row: Row) -> Element | None:
        text = _texts(row, HAN_ONLY, self.findings)
        return self._named(
            Element(
                id=text["id"],
                row=None,
                reference=text["reference"],
                section=row.section,
                item=text["item"],
                path=text["path"],
                category=Value(""),
                data_type=Value(""),
                type=_NO_TYPE,
                sensitive=Value(False),  # noqa: FBT003  (the sheet has no such column)
                readers=Value(""),
                writers=Value(""),
                devices=values.device_list(row, "devices", self.devices, self.findings),
                han_only=True,
            )
        )

    @staticmethod
    def _named(element: Element) -> Element | None:
        """Return the element; None if a fault, reported already, left it without an id."""
        return element if element.id.value else None

    def _item(self, row: Row) -> ItemFact:
        text = _texts(row, ITEMS, self.findings)
        return ItemFact(
            device=text["device"],
            section=text["section"],
            category=text["category"],
            item=text["item"],
            data_type=text["data_type"],
            unit=text["unit"],
            range=text["range"],
            access=text["access"],
            depth=text["depth"],
            description=text["description"],
            source=text["source"],
            review=text["review"],
            rows=values.row_list(row, "rows", self.findings),
        )

    def _use_case(self, row: Row) -> UseCase:
        text = _texts(row, USE_CASES, self.findings)
        return UseCase(
            code=text["code"],
            title=text["title"],
            message_code=text["message_code"],
            target=text["target"],
            protocol=text["protocol"],
            message_type=text["message_type"],
            read_or_update=text["read_or_update"],
            future_datable=text["future_datable"],
            replay_protection=text["replay_protection"],
            roles=text["roles"],
            service_reference=text["service_reference"],
        )


_NOT_TEXTS = frozenset({"row", "sensitive", "devices", "rows"})


def _texts(row: Row, columns: Iterable[Column], findings: Findings) -> dict[str, Value[str]]:
    """Return the row's texts by field; the fields of another kind are not among them."""
    return {
        column.field: values.text(row, column.field, findings, filled=column.filled)
        for column in columns
        if column.field not in _NOT_TEXTS
    }


def _find_sheet(book: RawWorkbook, name: str, findings: Findings) -> str | None:
    """Return the sheet's name as the workbook has it."""
    names = [sheet.name for sheet in book.sheets]
    for found in names:
        if folded(found) == folded(name):
            return found
    near = did_you_mean(name, names)
    expected = f"a sheet called {name!r}" + (f"; {near}" if near else f"; there are {', '.join(names)}")
    place = FilePlace(book.file, name)
    message = f"{book.file} has no sheet {name!r:.60}"
    findings.add(codes.MISSING_SHEET.at(place, message, subject=str(place), expected=expected))
    return None


Key = str | int


def _unique(
    records: Iterable[Record],
    key: Callable[[Record], Value[str] | Value[int]],
    code: Code,
    findings: Findings,
) -> list[Record]:
    """Return the first record of each key; report the others with the place of the first."""
    first: dict[Key, CellPlace | None] = {}
    kept: list[Record] = []
    for record in records:
        value = key(record)
        if value.value not in first:
            first[value.value] = value.place
            kept.append(record)
            continue
        earlier = first[value.value]
        message = f"{value.value!s:.100} stands in two rows"
        also = [earlier] if earlier else []
        findings.add(code.at(value.place, message, subject=str(value.value), also=also))
    return kept


def _check_elements(elements: Collection[Element], findings: Findings) -> None:
    """Report types that are missing or not understood, and paths whose brackets do not pair."""
    faulty = {finding.place for finding in findings}
    for element in elements:
        subject = element.id.value
        if not element.han_only and element.type.kind is Kind.UNKNOWN and element.data_type.place not in faulty:
            _report_type(element, findings)
        for value in (element.item, element.path):
            if has_unpaired_brackets(value.value):
                message = f"the brackets of {value.value!r:.100} do not pair"
                findings.add(codes.BAD_PATH.at(value.place, message, subject=subject))


def _report_type(element: Element, findings: Findings) -> None:
    printed = element.data_type.value
    place = element.data_type.place
    if not printed:
        message = f"{element.name:.120} has no data type"
        findings.add(codes.NO_TYPE.at(place, message, subject=element.id.value))
        return
    near = did_you_mean(printed, known_types()) or "one of " + ", ".join(known_types())
    message = f"{element.name:.120}: the data type {printed!r:.60} is not understood"
    findings.add(codes.UNKNOWN_TYPE.at(place, message, subject=element.id.value, expected=near))
