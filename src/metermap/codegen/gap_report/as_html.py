"""The gap report as one HTML file that needs nothing else: no request, no style or script but its own two.

Its content policy names both by their digests, so nothing that a catalogue says can run. It works from a disk, without
the script, and on paper; a first page holds what a meeting looks at. It has no links out of the file, because it is
sent by e-mail, where they would lead nowhere: the site's page has them.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Final

from metermap.codegen.gap_report.as_html_body import contents, sections, summary
from metermap.codegen.gap_report.as_html_gaps import GAPS_TABLE, Facet, facets
from metermap.codegen.gap_report.as_html_pieces import NO_LINKS
from metermap.codegen.gap_report.figures import PICTURE_TITLE, bars
from metermap.codegen.gap_report.model import NOT_RECORDED, GapReport
from metermap.codegen.gap_report.picture import picture
from metermap.core.markup import EMPTY, code, join, tag, text
from metermap.core.text import Html

__all__ = ["report_html", "report_svg"]

_SCRIPT: Final = "gap-report.js"
_STYLE: Final = "gap-report.css"


def report_svg(report: GapReport) -> str:
    """Return the picture as a file of its own."""
    return f"{picture(bars(report), PICTURE_TITLE)}\n"


def report_html(report: GapReport) -> str:
    """Return the report as an HTML document."""
    style, program = _template(_STYLE), _template(_SCRIPT)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(program)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    title = f"Gap report: {report.title or report.name}"
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        # Without an icon of its own a browser would ask the server for one.
        '<link rel="icon" href="data:,">',
        tag("title", text(title)),
        f"<style>{style}</style>",
    )
    # The script stands last, where the table that it filters is there.
    body = tag("body", *_body(report), Html(f"\n<script>{program}</script>\n"))
    return "\n".join(("<!DOCTYPE html>", '<html lang="en-GB">', "<head>", *head, "</head>", body, "</html>")) + "\n"


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
    """Return what filters the gaps: hidden, for without the script it would do nothing."""
    words = tag("label", text("Any word"), Html('<input type="search" name="q" autocomplete="off" spellcheck="false">'))
    reset = tag("button", text("Show all"), type="button")
    return join(
        (
            tag(
                "div",
                *map(_choice, facets(report)),
                words,
                reset,
                class_="filter off",
                id="gaps-filter",
                role="search",
                aria_label="Filter the gaps",
                data_filter=GAPS_TABLE,
                data_noun="gaps",
            ),
            tag("output", EMPTY, class_="selection"),
        )
    )


def _choice(facet: Facet) -> Html:
    options = (
        tag("option", text(f"{shown} ({count:,})"), value=value, data_shown=shown)
        for value, shown, count in facet.values
    )
    anything = Html('<option value="">any</option>')
    return tag("label", text(facet.title), tag("select", anything, *options, name_=facet.name))


def _template(name: str) -> str:
    return resources.files("metermap.codegen.gap_report").joinpath("templates", name).read_text("utf-8")


def _digest(content: str) -> str:
    """Return what a content policy calls an inline style or script (CSP level 3, 2.3.1: hash-source)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
