"""Opening a workbook that the reader has let pass, and writing it so that the same inputs give the same bytes."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.xml.functions import tostring

from metermap.codegen.annotate.package import CORE, Package

__all__ = ["Opened", "open_book", "save_book"]

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_LONG_AGO = datetime(*_NO_TIME)  # noqa: DTZ001  (openpyxl cannot write properties without a time, only lose it after)


class Opened(NamedTuple):
    """A workbook as openpyxl has it, what openpyxl warned of, and when it says it was created and modified."""

    book: Workbook
    warnings: tuple[str, ...]
    created: datetime | None
    modified: datetime | None


def open_book(octets: bytes, package: Package) -> Opened:
    """Return the workbook with formulas as formulas; no link is followed, no macro kept.

    Raises whatever openpyxl raises for a file that it cannot follow.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        book = load_workbook(BytesIO(octets), rich_text=True)
    texts = tuple(str(warning.message) for warning in caught)
    created, modified = package.dated
    properties = book.properties
    if CORE not in package.parts:
        properties.creator = None  # else openpyxl would name itself
    return Opened(book, texts, properties.created if created else None, properties.modified if modified else None)


class _InOrder(MultiCellRange):
    """The merges of a sheet, which openpyxl keeps in a set and writes as they come."""

    def __iter__(self) -> Iterator[CellRange]:
        yield from self.sorted()


def save_book(opened: Opened) -> bytes:
    """Return the file. No clock gets in: not that of openpyxl's properties, not that of the archive."""
    for sheet in opened.book.worksheets:
        sheet.merged_cells = _InOrder(sheet.merged_cells.ranges)
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about tables with odd headings: they are the editor's
        opened.book.save(stream)
    return _without_times(stream.getvalue(), _core(opened))


def _core(opened: Opened) -> bytes:
    """Return the properties with the times of the original; what it does not say is not said."""
    properties = opened.book.properties
    times = {"created": opened.created, "modified": opened.modified}
    properties.created = opened.created or _LONG_AGO
    properties.modified = opened.modified or _LONG_AGO
    tree = properties.to_tree()
    for element in list(tree):
        if times.get(element.tag.rpartition("}")[2], _LONG_AGO) is None:
            tree.remove(element)
    octets: bytes = tostring(tree)
    return octets


def _without_times(octets: bytes, core: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(octets)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, core if name == CORE else old.read(name))
    return stream.getvalue()
