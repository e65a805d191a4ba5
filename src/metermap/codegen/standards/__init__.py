"""The report on standards: what a mapping rests on, who publishes and recognises it, and how the tests come out.

One record (`model`), four forms: text for a terminal, JSON (schema version in it), CSV, Markdown.
"""

from __future__ import annotations

from metermap.codegen.standards.as_csv import dependents_csv, standards_csv
from metermap.codegen.standards.as_json import report_json
from metermap.codegen.standards.as_markdown import report_markdown
from metermap.codegen.standards.as_text import report_text
from metermap.codegen.standards.build import build_report
from metermap.codegen.standards.model import Outcome, StandardsReport

__all__ = [
    "Outcome",
    "StandardsReport",
    "build_report",
    "dependents_csv",
    "render_report",
    "report_json",
    "report_markdown",
    "report_text",
    "standards_csv",
]


def render_report(report: StandardsReport, output_format: str, *, everything: bool) -> str:
    """Return the report as ``text``, ``json``, ``csv`` or ``markdown``.

    `everything` adds each statement that depends on a draft, a proposal or an extension; JSON always has
    them, and CSV then holds them instead of the standards.
    """
    match output_format:
        case "json":
            return report_json(report)
        case "csv":
            return dependents_csv(report) if everything else standards_csv(report)
        case "markdown":
            return report_markdown(report, everything=everything)
        case _:
            return report_text(report, everything=everything)
