"""The page that a server shows where there is none."""

from __future__ import annotations

from metermap.core.markup import join, link, tag, text
from metermap.site.pieces import Page

__all__ = ["not_found"]


def not_found() -> Page:
    """Return ``404.html``, which most servers take for an address that leads nowhere."""
    said = (
        text("The address leads to no page of this site. An item may have been renamed, or was never here. "),
        text("Look for its name or number above, or start from the "),
        link("index.html", text("overview")),
        text(" or the "),
        link("items/index.html", text("list of data items")),
        text("."),
    )
    return Page("404", "No such page", join((tag("h1", text("No such page")), tag("p", *said))))
