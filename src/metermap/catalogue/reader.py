"""Read the workbooks of a workspace into the typed catalogue.

A fault of a cell costs that cell, not its row: what can be read is read, so that one run reports
all there is to report. A sheet or column that is missing stops at the catalogue's border.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from metermap.catalogue import codes, values
from metermap.catalogue.cells import RawSheet, RawWorkbook
from metermap.catalogue.columns import ELEMENTS, HAN_ONLY, ITEMS, PARTS, USE_CASES, Column, folded
from metermap.catalogue.container import RefusedError
from metermap.catalogue.doubtful import doubtful_values
from metermap.catalogue.errata import apply_errata, load_errata
from metermap.catalogue.guards import report_lookalikes
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.profiles import PartProfile, check_profiles, part_profile, report_unused, wanted_sheets
from metermap.catalogue.sheets import find_sheets
from metermap.catalogue.sources import open_source
from metermap.catalogue.supposed import supposed_workbook
from metermap.catalogue.table import Layout, Row, read_table
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace
from metermap.core.render import counted
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.core.workspace import NumberLocale, WorkbookProfile, Workspace

__all__ = ["read_catalogue"]

Record = TypeVar("Record")
Build = Callable[[PartProfile, Row], Record | None]

_NO_TYPE = TypeDescriptor(Kind.UNKNOWN, TypeSystem.CATALOGUE, "")


def read_catalogue(workspace: Workspace, findings: Findings) -> Catalogue | None:
    """Return what the workbooks of `workspace` say, errata applied.

    None if a workbook, sheet or column is missing or unreadable. All faults are reported, and a
    catalogue is returned although single cells are faulty: its caller asks `findings.errors`.
    """
    if not check_profiles(workspace, findings):
        return None
    reader = _Reader(workspace, findings)
    complete = True
    for profile in workspace.workbooks:
        with open_source(workspace.root / profile.file, profile, findings, workspace.limits) as book:
            complete = (
                book is not None and reader.read(supposed_workbook(book, workspace.supposed), profile) and complete
            )
    errata = load_errata(workspace, findings)
    if not complete or errata is None:
        return None
    catalogue = reader.catalogue()
    corrected = apply_errata(catalogue, errata, workspace.edition, findings, workspace.ladder)
    findings.extend(doubtful_values(corrected.items))
    return corrected


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The sheets of one workbook; `layouts` gathers what was found in them, by part."""

    book: RawWorkbook
    profile: WorkbookProfile
    findings: Findings
    layouts: dict[str, list[Layout]]

    def read(self, name: str, build: Build[Record], into: list[Record]) -> bool:
        """Add the records of a part's sheets to `into`; return whether all of them could be read."""
        part = self._part(name)
        wanted = wanted_sheets(self.profile)[name]
        sheets = find_sheets(self.book, wanted, self.findings, skip_hidden=part.hidden == "skip")
        complete = sheets is not None
        for sheet in sheets or ():
            rows = self._rows(sheet, name, part)
            if rows is None:
                complete = False
                continue
            into += [record for row in rows if (record := build(part, row)) is not None]
        return complete

    def _part(self, name: str) -> PartProfile:
        part = part_profile(self.profile, PARTS[name])
        # A CSV file has no other way to store a number.
        all_text = any(not sheet.name for sheet in self.book.sheets)
        return replace(part, numbers=NumberLocale()) if all_text and part.numbers is None else part

    def _rows(self, sheet: RawSheet, name: str, part: PartProfile) -> list[Row] | None:
        try:
            table = read_table(self.book, sheet, part, self.findings)
            if table is None:
                return None
            self.layouts.setdefault(name, []).append(table.layout)
            return list(table.rows)
        except RefusedError as refusal:
            self.findings.add(refusal.finding)
            return None


class _Reader:
    """Collects the records of all workbooks."""

    def __init__(self, workspace: Workspace, findings: Findings) -> None:
        self.findings = findings
        self.devices = tuple(device.id for device in workspace.devices)
        self.declared = (*self.devices, *(device.title for device in workspace.devices))
        self.elements: list[Element] = []
        self.withdrawn: list[Element] = []
        self.items: list[ItemFact] = []
        self.use_cases: list[UseCase] = []

    def read(self, book: RawWorkbook, profile: WorkbookProfile) -> bool:
        """Read one workbook; return whether all its sheets could be read."""
        sheets = _Sheets(book, profile, self.findings, {})
        complete = all(
            [
                sheets.read("elements", self._element, self.elements),
                sheets.read("han_only", self._han_only, self.elements),
                sheets.read("items", self._item, self.items),
                sheets.read("use_cases", self._use_case, self.use_cases),
            ]
        )
        if complete:
            report_unused(profile, sheets.layouts, self.findings)
        return complete

    def catalogue(self) -> Catalogue:
        """Return all that was read; of two records with the same id the first."""
        report = self.findings
        elements = _unique(self.elements, lambda element: element.id, codes.DUPLICATE_ID, report)
        cases = _unique(self.use_cases, lambda case: case.code, codes.DUPLICATE_ID, report)
        report_lookalikes((element.id for element in elements), report)
        report_lookalikes((case.code for case in cases), report)
        if not self.elements:  # beside elements, facts about devices that are not aligned are usual
            _report_other_devices(self.items, self.declared, report)
        with_row = [element for element in elements if element.row]
        _unique(with_row, lambda element: element.row or element.id, codes.DUPLICATE_ROW, report)
        return Catalogue(tuple(elements), tuple(self.items), tuple(cases), withdrawn=tuple(self.withdrawn))

    def _element(self, part: PartProfile, row: Row) -> Element | None:
        text = _texts(row, ELEMENTS, self.findings)
        printed = values.whole_number(row, "row", self.findings)
        return self._named(
            part,
            row,
            Element(
                id=_id(part, row, text, printed),
                row=printed,
                reference=text["reference"],
                section=text["section"].value or row.section,
                item=text["item"],
                path=text["path"],
                category=text["category"],
                data_type=text["data_type"],
                type=parse_catalogue_type(text["data_type"].value),
                sensitive=values.flag(row, "sensitive", self.findings),
                readers=text["readers"],
                writers=text["writers"],
                devices=values.device_list(row, "devices", self.devices, self.findings),
            ),
        )

    def _han_only(self, part: PartProfile, row: Row) -> Element | None:
        text = _texts(row, HAN_ONLY, self.findings)
        return self._named(
            part,
            row,
            Element(
                id=_id(part, row, text, None),
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
            ),
        )

    def _named(self, part: PartProfile, row: Row, element: Element) -> Element | None:
        """Return the element; None if a fault, reported already, left it without an id, or if it is withdrawn."""
        if row.struck and part.struck == "withdrawn":
            self.withdrawn.append(element)
            return None
        return element if element.id.value else None

    def _item(self, part: PartProfile, row: Row) -> ItemFact | None:
        if row.struck and part.struck == "withdrawn":
            return None
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
            numbers=part.numbers,
            rows_place=row.place("rows"),
        )

    def _use_case(self, part: PartProfile, row: Row) -> UseCase | None:
        if row.struck and part.struck == "withdrawn":
            return None
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


def _report_other_devices(facts: Sequence[ItemFact], declared: Iterable[str], findings: Findings) -> None:
    """Report the devices of facts that are not declared, once each; ``ESME boost`` is of the device ESME."""
    known = [f"{folded(name)} " for name in declared]
    counts = Counter(fact.device.value for fact in facts)
    first = {fact.device.value: fact.device for fact in reversed(facts)}
    for name, count in counts.items():
        if name and not any(f"{folded(name)} ".startswith(text) for text in known):
            message = f"{name!r:.60}, the device of {counted(count, 'fact')}, is not declared in this workspace"
            findings.add(codes.OTHER_DEVICE.at(first[name].place, message, subject=f"Device: {name:.100}"))


_NOT_TEXTS = frozenset({"row", "sensitive", "devices", "rows"})


def _texts(row: Row, columns: Iterable[Column], findings: Findings) -> dict[str, Value[str]]:
    """Return the row's texts by field; the fields of another kind are not among them."""
    return {
        column.field: values.text(row, column.field, findings, filled=column.filled)
        for column in columns
        if column.field not in _NOT_TEXTS
    }


def _id(part: PartProfile, row: Row, text: Mapping[str, Value[str]], printed: Value[int] | None) -> Value[str]:
    """Return an element's id: its cell's, or composed of the columns that the profile names."""
    if row.place("id") is not None:
        return text["id"]
    found = [printed if name == "row" else text[name] for name in part.id_from if name in {"row", *text}]
    said = [value for value in found if value is not None and str(value)]
    return Value(".".join(map(str, said)), said[-1].place if said else None)


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
