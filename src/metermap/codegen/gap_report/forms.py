"""The forms of the gap report: their names on the command line and their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from metermap.codegen.gap_report.around import ALONE, IN_BUILD, Around
from metermap.codegen.gap_report.as_csv import report_csv, report_raw_csv
from metermap.codegen.gap_report.as_csv_coverage import report_coverage_csv
from metermap.codegen.gap_report.as_html import report_html, report_svg
from metermap.codegen.gap_report.as_json import report_json, report_schema
from metermap.codegen.gap_report.as_markdown import report_markdown
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.gap_report.as_xlsx import report_xlsx
from metermap.codegen.gap_report.model import GapReport

__all__ = ["FILED", "FORMS", "Form", "report_files"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the name of its file, and how it is made where something lies around it."""

    file: str
    write: Callable[[GapReport, Around], str | bytes]

    def make(self, report: GapReport, around: Around = ALONE) -> bytes:
        """Return the report in this form."""
        made = self.write(report, around)
        return made if isinstance(made, bytes) else made.encode("utf-8", "backslashreplace")


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "text": Form("gap-report.txt", lambda report, _: report_text(report)),
        "html": Form("gap-report.html", lambda report, _: report_html(report)),
        "xlsx": Form("gap-report.xlsx", report_xlsx),
        "svg": Form("gap-report.svg", lambda report, _: report_svg(report)),
        "md": Form("gap-report.md", lambda report, around: report_markdown(report, picture=around.picture)),
        "csv": Form("gap-report.csv", lambda report, _: report_csv(report)),
        "csv-raw": Form("gap-report-raw.csv", lambda report, _: report_raw_csv(report)),
        "csv-coverage": Form("gap-report-coverage.csv", lambda report, _: report_coverage_csv(report)),
        "json": Form("gap-report.json", lambda report, _: report_json(report)),
        "json-schema": Form("gap-report.schema.json", lambda *_: report_schema()),
    }
)
"""By the name that ``metermap report --format`` knows."""

FILED: Final = tuple(name for name in FORMS if name != "text")
"""The forms that a build writes."""


def report_files(report: GapReport, names: tuple[str, ...] = FILED, around: Around = IN_BUILD) -> dict[str, bytes]:
    """Return the files of the named forms."""
    return {FORMS[name].file: FORMS[name].make(report, around) for name in names}
