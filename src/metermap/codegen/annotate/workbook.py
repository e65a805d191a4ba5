"""From a workbook of the workspace to its annotated copy, in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.catalogue.container import RefusedError
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.codegen.annotate.codes import refusal
from metermap.codegen.annotate.columns import add_columns
from metermap.codegen.annotate.comments import add_comments
from metermap.codegen.annotate.kept import covered, losses
from metermap.codegen.annotate.model import Annotated, Remark, Request
from metermap.codegen.annotate.package import Package, read_package
from metermap.codegen.annotate.places import Sheets
from metermap.codegen.annotate.sheet import add_findings_sheet
from metermap.codegen.annotate.write import Opened, open_book, save_book
from metermap.core.findings import Findings
from metermap.core.limits import LIMITS, Limits

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

__all__ = ["CELLS", "annotate_workbook"]

CELLS = 1_000_000
"""How many cells a workbook may have to be annotated; openpyxl keeps each in memory."""

_COMPARISONS = 10_000_000


def annotate_workbook(path: Path, request: Request, findings: Findings, limits: Limits = LIMITS) -> Annotated | None:
    """Return the annotated copy of the workbook at `path`, which is only read; None if it is refused.

    openpyxl gets the very octets that the catalogue's reader has let pass, and only these.
    """
    try:
        octets = _read(path, request.file)
        filled = _guarded(octets, request.file, findings, limits)
        return None if filled is None else _annotated(octets, request, filled)
    except RefusedError as refusal:
        findings.add(refusal.finding)
        return None


def _read(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise refusal(file, f"{file} cannot be read: {fault.strerror or 'it cannot be opened'}") from fault


def _guarded(octets: bytes, file: str, findings: Findings, limits: Limits) -> set[tuple[str, int, int]] | None:
    """Return which cells say something, by sheet, row and column; None if the reader refuses the workbook."""
    with tempfile.TemporaryDirectory(prefix="metermap-") as folder:
        copy = Path(folder) / "workbook.xlsx"
        copy.write_bytes(octets)
        with open_workbook(copy, file, findings, limits) as book:
            if book is None:
                return None
            cells = (cell for sheet in book.sheets for cell in book.cells(sheet.name))
            return {(cell.sheet, cell.row, cell.column) for cell in cells}


def _annotated(octets: bytes, request: Request, filled: set[tuple[str, int, int]]) -> Annotated:
    package = read_package(octets)
    _check_reach(request.file, package)
    opened = _opened(octets, request.file, package)
    _empty_links(opened.book, filled)
    lost = (*losses(request.file, package, opened.warnings), *covered(request.file, opened.book, filled))
    rows = add_columns(opened.book, request)
    sheets = Sheets(opened.book, request.file)
    comments = add_comments(sheets, request.remarks)
    remarks = (*request.remarks, *map(Remark, lost))
    add_findings_sheet(opened.book, sheets, remarks)
    return Annotated(request.file, _saved(opened, request.file), comments, len(remarks), rows, lost)


def _check_reach(file: str, package: Package) -> None:
    if package.reach > CELLS:
        message = f"{file} has {package.reach:,} cells with a content, a format, a merge or a link"
        advice = f"Up to {CELLS:,} can be annotated. Delete formats of empty rows, or split the workbook."
        raise refusal(file, message, advice)
    if package.link_effort > _COMPARISONS:
        message = f"{file} has too many links beside merged cells"
        raise refusal(file, message, "Take off links or merges, or split the workbook.")


def _opened(octets: bytes, file: str, package: Package) -> Opened:
    try:
        return open_book(octets, package)
    except Exception as fault:  # openpyxl raises anything for a file that it cannot follow
        raise refusal(file, f"{file} cannot be followed by openpyxl ({type(fault).__name__})") from fault


def _saved(opened: Opened, file: str) -> bytes:
    try:
        return save_book(opened)
    except Exception as fault:  # as above, for what it read and cannot write
        message = f"the copy of {file} cannot be written by openpyxl ({type(fault).__name__})"
        raise refusal(file, message) from fault


def _empty_links(book: Workbook, filled: Iterable[tuple[str, int, int]]) -> None:
    """Empty the cells into which openpyxl has written the target of a link: it might even be a formula."""
    known = set(filled)
    for sheet in book.worksheets:
        for (row, column), cell in sheet._cells.items():  # noqa: SLF001  (the public way makes every cell)
            if cell.hyperlink and (sheet.title, row, column) not in known:
                cell.value = ""  # and not None: openpyxl leaves out a cell without a value, and its link
                cell.data_type = "n"
