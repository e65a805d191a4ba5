"""The forms of the gap report: their names on the command line, their files, and how a file of each is known again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from metermap.codegen.gap_report.as_csv import COLUMNS, report_csv, report_raw_csv
from metermap.codegen.gap_report.as_html import report_html, report_svg
from metermap.codegen.gap_report.as_json import report_json, report_schema
from metermap.codegen.gap_report.as_markdown import report_markdown
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.gap_report.as_xlsx import is_report_book, report_xlsx
from metermap.codegen.gap_report.model import GapReport

__all__ = ["FILED", "FORMS", "Form", "report_files"]

_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the name of its file, how it is made, and the start by which such a file is known again.

    One that `is_text` not, a workbook, is known by its title.
    """

    file: str
    make: Callable[[GapReport], bytes]
    start: str
    is_text: bool = True

    def is_report(self, path: Path) -> bool:
        """Return whether a file is a report in this form, so that another one may replace it, or is empty.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        return not head or (re.match(self.start.encode(), head) is not None and (self.is_text or is_report_book(path)))


def _text(make: Callable[[GapReport], str]) -> Callable[[GapReport], bytes]:
    return lambda report: make(report).encode("utf-8", "backslashreplace")


_JSON: Final = r'\{\n "schema_version": \d+,\n(?: "(?:name|title|edition|digest)": [^\n]*\n){4} "items": \d+,\n'
_SCHEMA: Final = r'\{\n "\$schema": "[^"\n]*",\n "description": "The whole report\.'
_HTML: Final = r"<!DOCTYPE html>\n<html [^\n]*>\n<head>\n(?:<[^\n]*>\n){1,9}<title>Gap report: "
_SVG: Final = r'<svg xmlns="http://www\.w3\.org/2000/svg" class="picture" [^\n>]*><title id="gap-picture-title">'
_XLSX: Final = r"PK\x03\x04"
_CSV: Final = re.escape(",".join(COLUMNS)) + r"\r\n"
_TEXT: Final = r"[^\n]*\nCatalogue edition [^\n]*\n\n {9}"

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": Form("gap-report.txt", _text(report_text), _TEXT),
        "html": Form("gap-report.html", _text(report_html), _HTML),
        "xlsx": Form("gap-report.xlsx", report_xlsx, _XLSX, is_text=False),
        "svg": Form("gap-report.svg", _text(report_svg), _SVG),
        "md": Form("gap-report.md", _text(report_markdown), "# Gap report: "),
        "csv": Form("gap-report.csv", _text(report_csv), _CSV),
        "csv-raw": Form("gap-report-raw.csv", _text(report_raw_csv), _CSV),
        "json": Form("gap-report.json", _text(report_json), _JSON),
        "json-schema": Form("gap-report.schema.json", lambda _: report_schema().encode(), _SCHEMA),
    }
)
"""By the name that ``metermap report --format`` knows."""

FILED: Final = tuple(name for name in FORMS if name != "text")
"""The forms that a build writes."""


def report_files(report: GapReport, names: tuple[str, ...] = FILED) -> dict[str, bytes]:
    """Return the files of the named forms."""
    return {FORMS[name].file: FORMS[name].make(report) for name in names}
