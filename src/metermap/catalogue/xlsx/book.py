"""From an archive to a workbook: what it points to, its sheets in the order of their tabs."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from metermap.catalogue import codes
from metermap.catalogue.container import refuse_cell
from metermap.catalogue.xlsx.package import Attributes, Package, Relation, Scan
from metermap.catalogue.xlsx.references import Coordinates
from metermap.catalogue.xlsx.sheet import SheetScan
from metermap.catalogue.xlsx.styles import StyleScan
from metermap.catalogue.xlsx.texts import CommentScan, SharedStrings, is_on
from metermap.catalogue.xlsx.typed import BookFacts
from metermap.catalogue.xlsx.workbook import Page, Workbook
from metermap.core.limits import Limits
from metermap.core.places import FilePlace

__all__ = ["read_archive"]

_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ORDINARY = frozenset({"hyperlink"})  # what a person may click, and no program follows


def read_archive(archive: zipfile.ZipFile, file: str, limits: Limits) -> Workbook:
    """Read every part of a workbook's archive, once. Raises `RefusedError`."""
    package = Package(archive, file, limits)
    main = _main_part(package)
    targets = package.relations(main)
    tabs = _TabScan(limits)
    package.parse(main, tabs)
    facts = _book_facts(package, targets, limits, from_1904=tabs.from_1904)
    pages = tuple(_page(package, tab, facts, limits) for tab in _worksheets(package, tabs, targets))
    package.parse_the_rest()
    links = {relation.target for relation in package.external if relation.kind not in _ORDINARY}
    return Workbook(file, pages, tuple(sorted(links)))


class _Tab(NamedTuple):
    """A tab of the workbook: `part` is the id of a relation, later the path that it leads to."""

    name: str
    part: str
    hidden: bool


class _TabScan(Scan):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.tabs: list[_Tab] = []
        self.from_1904 = False
        self.on({"sheet": self._sheet, "workbookPr": self._properties})

    def _sheet(self, attributes: Attributes) -> None:
        relation = next((attributes[name] for name in _RELATION_IDS if name in attributes), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.tabs.append(_Tab(attributes.get("name", ""), relation, hidden))

    def _properties(self, attributes: Attributes) -> None:
        self.from_1904 = is_on(attributes, "date1904")


def _main_part(package: Package) -> str:
    relations = package.relations("").values()
    main = next((relation.target for relation in relations if relation.kind == "officeDocument"), "")
    if main not in package:
        message = f"{package.file} is an archive, but no workbook"
        raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(package.file), message)
    return main


def _book_facts(package: Package, targets: Mapping[str, Relation], limits: Limits, *, from_1904: bool) -> BookFacts:
    by_kind = {relation.kind: relation.target for relation in targets.values()}
    part = by_kind.get("sharedStrings", "")
    strings = SharedStrings(FilePlace(package.file, part), limits)
    package.parse(part, strings)
    styles = StyleScan(limits)
    package.parse(by_kind.get("styles", ""), styles)
    return BookFacts(strings.strings, frozenset(strings.struck_out), styles.styles(), from_1904)


def _worksheets(package: Package, tabs: _TabScan, targets: Mapping[str, Relation]) -> list[_Tab]:
    """Return the tabs that are tables of cells; charts and dialogues are none."""
    found: dict[str, _Tab] = {}
    for tab in tabs.tabs:
        relation = targets.get(tab.part)
        if relation is not None and relation.kind != "worksheet":
            continue
        at = FilePlace(package.file, tab.name)
        if relation is None or relation.target not in package:
            raise refuse_cell(codes.BROKEN_PART, at, f"{at} has no part in the container")
        if tab.name.casefold() in found:
            raise refuse_cell(codes.BROKEN_PART, at, f"{package.file} has two sheets called {tab.name!r:.60}")
        found[tab.name.casefold()] = tab._replace(part=relation.target)
    return list(found.values())


def _page(package: Package, tab: _Tab, facts: BookFacts, limits: Limits) -> Page:
    scan = SheetScan(FilePlace(package.file, tab.name), facts, limits)
    package.parse(tab.part, scan)
    return scan.page(tab.name, _comments(package, tab, limits), hidden=tab.hidden)


def _comments(package: Package, tab: _Tab, limits: Limits) -> dict[Coordinates, str]:
    found: dict[Coordinates, str] = {}
    for relation in package.relations(tab.part).values():
        if relation.kind == "comments":
            scan = CommentScan(FilePlace(package.file, relation.target), limits)
            package.parse(relation.target, scan)
            found |= scan.comments
    return found
