"""The page that a server shows where there is none, at any depth: it leads to nothing and loads nothing."""

from __future__ import annotations

from metermap.core.markup import join, tag, text
from metermap.core.text import Html

__all__ = ["MISSING", "missing_page"]

MISSING = "404.html"
"""The name under which servers of plain files look for the page, in their topmost folder."""

# It loads nothing itself; `metermap site serve` puts its own script into each page.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
_SAID = (
    "The address leads to no page of this site. An item may have been renamed, or was never here.",
    "The overview is the page index.html in the folder that the site was put into: shorten the address from its end.",
)


def missing_page(title: str) -> bytes:
    """Return the page as a whole. `title` names the site.

    A relative address would lead elsewhere at each depth, and the absolute one of a site is not known.
    """
    parts = (
        Html('<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">\n'),
        Html('<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'),
        tag("title", text(f"No such page: {title}" if title else "No such page")),
        Html("\n</head>\n<body>\n"),
        tag("main", tag("h1", text("No such page")), *(tag("p", text(said)) for said in _SAID), id="content"),
        Html("\n</body>\n</html>\n"),
    )
    return join(parts).encode()
