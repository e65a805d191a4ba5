"""What of a workbook openpyxl does not write into a copy: found by looking at the parts, told in words.

What openpyxl keeps is listed here; whatever is not on a list is told, so that nothing unknown is lost
silently. Left out are the notes that programs keep for themselves (versions, the order of calculation).
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from openpyxl.cell import MergedCell

from metermap.codegen.annotate.codes import NOT_KEPT
from metermap.codegen.annotate.package import Package, Part
from metermap.core.findings import Finding
from metermap.core.places import FilePlace
from metermap.core.render import counted

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

__all__ = ["covered", "losses"]

_KEPT_TYPES = (
    "sheet.main+xml",
    "template.main+xml",
    "sheet.macroenabled.main+xml",
    "template.macroenabled.main+xml",
    "spreadsheetml.worksheet+xml",
    "spreadsheetml.chartsheet+xml",
    "spreadsheetml.styles+xml",
    "spreadsheetml.sharedstrings+xml",
    "spreadsheetml.comments+xml",
    "spreadsheetml.table+xml",
    "spreadsheetml.externallink+xml",
    "spreadsheetml.pivottable+xml",
    "spreadsheetml.pivotcachedefinition+xml",
    "spreadsheetml.pivotcacherecords+xml",
    "officedocument.theme+xml",
    "officedocument.drawing+xml",
    "drawingml.chart+xml",
    "core-properties+xml",
    "custom-properties+xml",
)
# Notes of a program for itself, or told by the part that refers to them.
_SILENT_TYPES = ("extended-properties+xml", "calcchain+xml", "vmldrawing", "image/")
_TYPES = (
    ("vbaproject", "macros"),
    ("threadedcomments", "threaded comments (their text stays as a note)"),
    ("person+xml", "the names of those who wrote threaded comments"),
    ("slicer", "a slicer"),
    ("timeline", "a timeline"),
    ("connections+xml", "connections to data elsewhere"),
    ("querytable", "a query"),
    ("ctrlprop", "a form control"),
    ("controlproperties", "a form control"),
    ("activex", "a form control"),
    ("oleobject", "an embedded object"),
    ("printersettings", "printer settings"),
    ("digital-signature", "a digital signature"),
    ("sheetmetadata", "the marks of dynamic arrays and data types"),
    ("chartstyle", "the style of a chart"),
    ("chartcolorstyle", "the colours of a chart"),
    ("chartex", "a chart of a newer kind"),
    ("diagram", "a diagram"),
    ("macrosheet", "a macro sheet"),
    ("dialogsheet", "a dialogue sheet"),
    ("customxml", "custom XML"),
    ("revision", "the history of changes"),
)
_PATHS = (
    ("customXml/", "custom XML"),
    ("xl/embeddings/", "an embedded file"),
    ("xl/printerSettings/", "printer settings"),
    ("_xmlsignatures/", "a digital signature"),
)
_KEPT_CHILDREN = frozenset(
    {
        "sheetPr",
        "dimension",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "sheetProtection",
        "scenarios",
        "autoFilter",
        "mergeCells",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "drawing",
        "legacyDrawing",
        "tableParts",
        "extLst",
    }
)
_KEPT_IN_WORKBOOK = frozenset(
    {
        "fileVersion",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "externalReferences",
        "definedNames",
        "calcPr",
        "pivotCaches",
        "AlternateContent",
        "revisionPtr",
        "fileRecoveryPr",
        "extLst",
    }
)
_CHILDREN = {
    "AlternateContent": "form controls or other content in two forms",
    "controls": "form controls",
    "customProperties": "custom properties",
    "customSheetViews": "custom views",
    "customWorkbookViews": "custom views",
    "dataConsolidate": "settings of a consolidation",
    "fileSharing": "the recommendation to open it for reading only",
    "ignoredErrors": "the list of ignored errors",
    "legacyDrawingHF": "pictures in header or footer",
    "oleObjects": "embedded objects",
    "phoneticPr": "settings of phonetic hints",
    "picture": "a background picture",
    "protectedRanges": "ranges that some may edit",
    "smartTags": "smart tags",
    "sortState": "the state of sorting",
}


def losses(file: str, package: Package, warnings: Iterable[str]) -> tuple[Finding, ...]:
    """Return a finding for each kind of thing in each part that the copy of `file` lacks.

    `warnings` are those of openpyxl while it read the workbook.
    """
    found = [_loss(file, part.name, what) for part in package.parts.values() for what in dict.fromkeys(_lost_of(part))]
    told = dict.fromkeys(warning for warning in warnings if not any(words in warning for words in _TOLD))
    return (*found, *(_loss(file, "", f"as openpyxl says: {warning}") for warning in told))


def covered(file: str, book: Workbook, filled: Iterable[tuple[str, int, int]]) -> tuple[Finding, ...]:
    """Return a finding for each sheet in which cells say something that a merge covers: openpyxl empties them.

    `filled` are the cells that say something, by sheet, row and column.
    """
    cells = {sheet.title: sheet._cells for sheet in book.worksheets}  # noqa: SLF001  (the public way makes every cell)
    lost = Counter(
        sheet for sheet, row, column in filled if isinstance(cells.get(sheet, {}).get((row, column)), MergedCell)
    )
    return tuple(
        _loss(file, sheet, f"what {counted(lost[sheet], 'cell')} under a merge hold{'s' * (lost[sheet] == 1)}")
        for sheet in cells
        if lost[sheet]
    )


_TOLD = (
    "extension is not supported and will be removed",
    "DrawingML support is incomplete",
    "Workbook contains no",  # styles, which are then openpyxl's own: nothing is lost
)


def _loss(file: str, part: str, what: str) -> Finding:
    message = f"not kept: {what} in {part}" if part else f"not kept, {what}"
    return NOT_KEPT.at(FilePlace(file, part), message, subject=f"{file}[{part}] {what}" if part else file)


def _lost_of(part: Part) -> Iterator[str]:
    yield from _of_type(part)
    match part.root:
        case "worksheet":
            yield from _of_children(part.children, _KEPT_CHILDREN)
            yield from _of_sheet(part)
        case "workbook":
            yield from _of_children(part.children, _KEPT_IN_WORKBOOK)
        case "wsDr":
            yield from _of_drawing(part)
        case "comments":
            notes = counted(part.tags["comment"], "comment")
            yield f"size of the box and format of the text of {notes}"
        case "sst" if part.tags["rPh"]:
            yield counted(part.tags["rPh"], "phonetic hint")
        case _:
            return


def _of_type(part: Part) -> Iterator[str]:
    kind = part.content_type
    if any(kind.endswith(kept) for kept in _KEPT_TYPES) and "digital" not in kind:
        return
    if any(silent in kind for silent in _SILENT_TYPES):
        return
    words = next((words for mark, words in _TYPES if mark in kind), "")
    yield words or next((words for path, words in _PATHS if part.name.startswith(path)), "a part of another kind")


def _of_children(children: Mapping[str, int], kept: frozenset[str]) -> Iterator[str]:
    for name in children:
        if name not in kept:
            yield _CHILDREN.get(name, f"settings called {name:.60}")


def _of_sheet(part: Part) -> Iterator[str]:
    if part.solved:
        formulas = counted(part.solved, "formula")
        yield f"the stored result of {formulas} (programs calculate when they open the copy)"
    if part.tags["rPh"]:
        yield counted(part.tags["rPh"], "phonetic hint")
    for name, number in part.extensions.items():
        yield f"{counted(number, 'extension')} called {name:.60}"


def _of_drawing(part: Part) -> Iterator[str]:
    if shapes := part.tags["sp"] + part.tags["cxnSp"]:
        yield counted(shapes, "shape")
    if part.tags["pic"] and importlib.util.find_spec("PIL") is None:
        yield counted(part.tags["pic"], "picture")
    charts = part.tags["chart"]
    if charts:
        yield f"what openpyxl does not know of {counted(charts, 'chart')}"
    if others := part.tags["graphicFrame"] - charts:
        yield counted(others, "diagram")
