"""The way into a workbook: `open_workbook`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from metermap.catalogue.container import RefusedError, changed, open_container, opened
from metermap.catalogue.xlsx.book import read_archive
from metermap.catalogue.xlsx.cache import entry_name, recall, remember
from metermap.catalogue.xlsx.workbook import Workbook
from metermap.core.findings import Findings
from metermap.core.limits import LIMITS, Limits

__all__ = ["open_workbook"]


@contextmanager
def open_workbook(path: Path, file: str, findings: Findings, limits: Limits = LIMITS) -> Iterator[Workbook | None]:
    """Read the workbook at `path`, which places quote as `file`; None if it is refused.

    All of it is read and checked, also the sheets that nobody asks for. No file stays open. One that
    was read before, by this program and with these limits, is recalled; see `cache`.
    """
    try:
        book = _read(path, file, limits)
    except RefusedError as refusal:
        findings.add(refusal.finding)
        yield None
        return
    findings.extend(book.remarks())
    yield book


def _read(path: Path, file: str, limits: Limits) -> Workbook:
    with opened(path, file, limits) as stream:
        digest = _digest(stream)
        entry = entry_name(digest, limits)
        if known := recall(entry, file):
            return known
        with open_container(stream, file, limits) as archive:
            book = read_archive(archive, file, limits)
        if _digest(stream) != digest:
            raise changed(file)
    remember(entry, book)
    return book


def _digest(stream: BufferedReader) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()
