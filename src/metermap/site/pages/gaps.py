"""The gap report as a page: its sections from the same record as its other forms, with links to the site's pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report.as_html_body import sections, summary
from metermap.codegen.gap_report.as_html_gaps import GAPS_TABLE, facets
from metermap.codegen.gap_report.as_html_pieces import Links
from metermap.core.markup import join, link, tag, text
from metermap.core.text import Html
from metermap.site.facts import SiteFacts
from metermap.site.filters import Choice, Facet, filter_controls
from metermap.site.pieces import Page

__all__ = ["gaps"]

# Sections of the report that the site tells at more length on a page of its own.
_PAGES: Final = {
    "parity": ("parity.html", "Parity"),
    "standards": ("standards.html", "Standards"),
    "undecided-proofs": ("proofs.html", "What would decide the rest"),
    "findings": ("findings.html", "Findings"),
}


def gaps(facts: SiteFacts) -> Page:
    """Return the gap report's page."""
    return Page("gaps", "Gap report", join(_body(facts)))


def _body(facts: SiteFacts) -> Iterator[Html]:
    report, links = facts.report, _links(facts)
    yield tag("h1", text("Gap report"))
    yield summary(report, links)
    yield tag("p", text("On pages of their own: "), join(_others(), ", "), text("."), class_="rules")
    yield from sections(report, links, _controls(facts))


def _others() -> Iterator[Html]:
    yield from (link(address, text(heading)) for address, heading in _PAGES.values())


def _links(facts: SiteFacts) -> Links:
    there = facts.map
    return Links(
        elements=there.elements,
        items={name: there.item(name) for name in there.items},
        use_cases={code: there.use_case(code) for code in there.use_cases},
        rules={code: there.rule(code) for code in there.rules},
        pages={anchor: address for anchor, (address, _) in _PAGES.items()},
        gaps="gaps.html?standing={}#gaps",
    )


def _controls(facts: SiteFacts) -> Html:
    found = (
        Facet(facet.name, facet.title, tuple(_choice(*value) for value in facet.values), one=True)
        for facet in facets(facts.report)
    )
    return filter_controls(GAPS_TABLE, "gaps", found, hint="element, reason, clause")


def _choice(value: str, shown: str, count: int) -> Choice:
    return Choice(value, text(f"{shown} ({count:,})"))
