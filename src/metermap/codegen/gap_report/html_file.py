"""An HTML file that needs nothing else: no request, no style or script but its own two, which its policy names.

The content policy names both by their digests, so nothing that a catalogue says can run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import Final

from metermap.core.markup import tag, text
from metermap.core.text import Html

__all__ = ["SCRIPT", "STYLE", "html_file", "template"]

STYLE: Final = "gap-report.css"
"""The template that all such files share: colours, tables, the filter, paper."""
SCRIPT: Final = "gap-report.js"
"""The template of the filter."""


def html_file(title: str, style: str, program: str, body: Iterable[Html]) -> str:
    """Return the document; it works from a disk, and without the script, which stands last."""
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(program)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
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
    content = tag("body", *body, Html(f"\n<script>{program}</script>\n"))
    return "\n".join(("<!DOCTYPE html>", '<html lang="en-GB">', "<head>", *head, "</head>", content, "</html>")) + "\n"


def template(name: str, package: str = "metermap.codegen.gap_report") -> str:
    """Return a style or a script from the templates of a package."""
    return resources.files(package).joinpath("templates", name).read_text("utf-8")


def _digest(content: str) -> str:
    """Return what a content policy calls an inline style or script (CSP level 3, 2.3.1: hash-source)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
