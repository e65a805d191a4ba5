"""The gap report as one HTML file that needs nothing else: no request, no style or script but its own two.

It works from a disk, without the script, and on paper; a first page holds what a meeting looks at. It has no links out
of the file, because it is sent by e-mail, where they would lead nowhere: the site's page has them.
"""

from __future__ import annotations

from metermap.codegen.gap_report.as_html_body import contents, sections, summary
from metermap.codegen.gap_report.as_html_filter import controls
from metermap.codegen.gap_report.as_html_gaps import GAPS_TABLE, facets
from metermap.codegen.gap_report.as_html_pieces import NO_LINKS
from metermap.codegen.gap_report.figures import PICTURE_TITLE, bars
from metermap.codegen.gap_report.html_file import SCRIPT, STYLE, html_file, template
from metermap.codegen.gap_report.model import NOT_RECORDED, GapReport
from metermap.codegen.gap_report.picture import picture
from metermap.core.markup import code, tag, text
from metermap.core.text import Html

__all__ = ["report_html", "report_svg"]


def report_svg(report: GapReport) -> str:
    """Return the picture as a file of its own."""
    return f"{picture(bars(report), PICTURE_TITLE)}\n"


def report_html(report: GapReport) -> str:
    """Return the report as an HTML document."""
    title = f"Gap report: {report.title or report.name}"
    return html_file(title, template(STYLE), template(SCRIPT), _body(report))


def _body(report: GapReport) -> tuple[Html, ...]:
    skip = tag("a", text("Skip to the gaps"), href="#gaps", class_="skip")
    opening = tag(
        "header",
        tag("p", text("Gap report"), class_="kicker"),
        tag("h1", text(report.title or report.name)),
        tag("p", text(f"Catalogue edition: {report.edition or NOT_RECORDED}")),
    )
    made = tag("p", text("Made by metermap from the model with SHA-256 "), code(report.digest))
    names = tag("p", text("ZigBee, Smart Energy and DLMS are names of their owners, who do not endorse this report."))
    said = sections(report, NO_LINKS, _controls(report))
    content = tag(
        "main", opening, summary(report, NO_LINKS), contents(report, NO_LINKS), *said, id="content", tabindex="-1"
    )
    return skip, content, tag("footer", made, names)


def _controls(report: GapReport) -> Html:
    """Return what filters the gaps."""
    return controls("gaps", GAPS_TABLE, facets(report))
