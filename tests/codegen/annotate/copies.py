"""Small workspaces, annotated: what their workbooks are like before and after."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from metermap.annotating import AnnotateResult, annotate
from tests.catalogue.workbooks import small_workspace

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAPPING = """\
on ESME over dlms, native.

ActiveExportRegister is Register 1-0:2.8.0.255 {
    value:  value as double-long-unsigned, scaler_unit { scaler = 0, unit = Wh }
} for ECS17a.
"""
COPY = "small.annotated.xlsx"


def workspace(
    root: Path, change: Callable[[Workbook], object] = lambda _: None, *, mapping: str = MAPPING, reviewed: str = ""
) -> Path:
    """Make a small workspace with a mapping of one element, and a list of reviewed findings."""
    root.mkdir(exist_ok=True)
    small_workspace(root, change)
    toml = root / "metermap.toml"
    keys = 'mappings = ["*.map"]\nexpected = "expected.csv"\n'
    toml.write_text(toml.read_text("utf-8").replace("errata =", f"{keys}errata =", 1), "utf-8")
    (root / "small.map").write_text(mapping, "utf-8")
    (root / "expected.csv").write_text(f"code,subject,verdict,reason\n{reviewed}", "utf-8")
    return root


def copied(root: Path) -> tuple[AnnotateResult, Workbook]:
    """Annotate the workspace; return the result and the copy of its workbook."""
    result = annotate(root, root.parent / "out")
    assert result.copies, result.findings
    return result, load_workbook(result.out / COPY, rich_text=True)


def comment(book: Workbook, sheet: str, cell: str) -> str:
    """Return the text of a comment; it must be there."""
    found = book[sheet][cell].comment
    assert found is not None, f"{sheet}!{cell} has no comment"
    return str(found.text)


def commented(book: Workbook) -> list[str]:
    """Return the cells that have a comment, as people write them."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]


def listed(book: Workbook, sheet: str = "metermap findings") -> list[dict[str, str]]:
    """Return the rows of the sheet of all findings, by header."""
    page: Worksheet = book[sheet]
    header, *rows = page.iter_rows(values_only=True)
    return [{str(key): str(value or "") for key, value in zip(header, row, strict=True)} for row in rows]


def add_parts(path: Path, parts: Mapping[str, bytes], change: Mapping[str, Callable[[bytes], bytes]]) -> None:
    """Put parts into a workbook that openpyxl does not make, and change others."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, change.get(member.filename, bytes)(content))
        for name, content in parts.items():
            new.writestr(name, content)


def typed(name: str, kind: str) -> Callable[[bytes], bytes]:
    """Return what gives a part its content type."""
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    return lambda content: content.replace(b"</Types>", override)


def look(book: Workbook, sheet: str) -> dict[str, object]:
    """Return what a sheet holds and how it looks, cell by cell, without comments."""
    page = book[sheet]
    header = page.oddHeader
    assert header is not None
    cells = {
        cell.coordinate: (
            str(cell.value),
            cell.data_type,
            cell.number_format,
            *map(repr, (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)),
            cell.hyperlink and (cell.hyperlink.target, cell.hyperlink.location),
        )
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }
    return {
        "cells": cells,
        "merges": sorted(map(str, page.merged_cells.ranges)),
        "columns": {key: dict(dimension) for key, dimension in page.column_dimensions.items()},
        "rows": {key: dict(dimension) for key, dimension in page.row_dimensions.items()},
        "validations": sorted(str(dict(found)) for found in page.data_validations.dataValidation),
        "formats": sorted(str(found.sqref) for found in page.conditional_formatting),
        "print": (page.print_area, page.print_title_rows, page.page_setup.orientation, header.center.text),
        "view": (page.freeze_panes, page.sheet_state, page.auto_filter.ref, sorted(page.tables)),
    }
