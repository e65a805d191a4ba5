"""What a long page holds: links to its sections, under its heading."""

from __future__ import annotations

import re

from metermap.core.markup import link, tag
from metermap.core.text import Html
from metermap.site.pieces import Page

__all__ = ["with_contents"]

# As `markup.section` writes them; what stands in a heading is escaped, and stays so.
_SECTION = re.compile(r'<section id="([^"]*)"[^>]*><h2>(.*?)</h2>')
_FEWEST = 4


def with_contents(page: Page) -> Html:
    """Return a page's body, with links to its sections before the first if it has four or more.

    A page that says by itself where to jump to keeps its own list.
    """
    sections = _SECTION.findall(page.body)
    if len(sections) < _FEWEST or 'class="jump"' in page.body:
        return page.body
    entries = (tag("li", link(f"#{anchor}", Html(heading))) for anchor, heading in sections)
    contents = tag("nav", tag("ul", *entries), class_="jump", aria_label="On this page")
    at = page.body.index("<section")
    return Html(f"{page.body[:at]}{contents}{page.body[at:]}")
