"""Opens what a profile names, whatever kind of file it is, as a raw workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from metermap.catalogue import codes
from metermap.catalogue.cells import RawWorkbook
from metermap.catalogue.csv_reader import open_csv
from metermap.catalogue.xlsx.reader import open_workbook
from metermap.core.findings import Findings
from metermap.core.limits import LIMITS, Limits
from metermap.core.places import FilePlace
from metermap.core.workspace import WorkbookProfile

__all__ = ["open_source"]

_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_OTHERS = {".ods": "an OpenDocument spreadsheet", ".xls": "an old Excel workbook", ".xlsb": "a binary Excel workbook"}


def open_source(
    path: Path, profile: WorkbookProfile, findings: Findings, limits: Limits = LIMITS
) -> AbstractContextManager[RawWorkbook | None]:
    """Open the file at `path`, CSV or XLSX by its name, which places quote as in the profile; None if refused."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return open_csv(path, profile.file, findings, limits, encoding=profile.encoding, delimiter=profile.delimiter)
    if suffix in _OTHERS:
        return _refused(profile.file, _OTHERS[suffix], findings)
    return open_workbook(path, profile.file, findings, limits)


@contextmanager
def _refused(file: str, kind: str, findings: Findings) -> Iterator[None]:
    message = f"{file} is {kind}, which is not read"
    finding = codes.UNREADABLE_WORKBOOK.at(FilePlace(file), message, subject=file, expected="an .xlsx or a .csv file")
    findings.add(finding)
    yield None
