"""Findings for other programs: SARIF, annotations of GitHub, JUnit. `metermap.core.render` has those for people.

Each format is one module with one function from a `Report` to a text. What a workbook or a mapping file put
into a finding is data there too: it is escaped for its target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metermap.core.render import OutputFormat
    from metermap.core.renderers.report import Report

__all__ = ["render_report"]


def render_report(report: Report, output_format: OutputFormat, *, colour: bool = False) -> str:
    """Return a report in any format, with a line feed at the end unless nothing is to be said."""
    from metermap.core.render import OutputFormat, render  # noqa: PLC0415  (that module asks this one for the rest)
    from metermap.core.renderers.github import render_github  # noqa: PLC0415  (one of them is needed)
    from metermap.core.renderers.junit import render_junit  # noqa: PLC0415
    from metermap.core.renderers.sarif import render_sarif  # noqa: PLC0415

    match output_format:
        case OutputFormat.GITHUB:
            return render_github(report)
        case OutputFormat.SARIF:
            return render_sarif(report)
        case OutputFormat.JUNIT:
            return render_junit(report)
        case _:
            hidden, sources = report.hidden, report.sources
            return render(report.findings, output_format, hidden=hidden, colour=colour, sources=sources)
