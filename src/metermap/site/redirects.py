"""Pages at the addresses that data items had before they were renamed, each leading to the present one."""

from __future__ import annotations

from dataclasses import dataclass

from metermap.core.findings import Finding
from metermap.core.markup import join, link, tag, text
from metermap.core.places import FilePlace
from metermap.core.site_settings import SiteSettings
from metermap.core.suggest import did_you_mean
from metermap.site.codes import RENAMED_STILL_THERE, RENAMED_TAKEN, RENAMED_UNKNOWN
from metermap.site.names import SiteMap, page_names
from metermap.site.pieces import Page

__all__ = ["Redirects", "redirects"]

_PLACE = FilePlace("metermap.toml", "site.renamed")


@dataclass(frozen=True, slots=True)
class Redirects:
    """The pages, and what is wrong with renamings that have none."""

    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]


def redirects(site: SiteMap, settings: SiteSettings) -> Redirects:
    """Return a page for each former name whose address no item has now."""
    pages: list[Page] = []
    findings: list[Finding] = []
    taken = {path: item for item, path in site.items.items()}
    for old, name in sorted(page_names(settings.renamed).items()):
        new, path = settings.present_name(old), f"items/{name}"
        if fault := _fault(site, old, new):
            findings.append(fault)
        elif path not in taken:
            pages.append(_page(path, old, new, site.items[new].removeprefix("items/")))
        elif taken[path] != new:
            message = f"{old!r} had the address {path}.html, which {taken[path]!r} has now"
            findings.append(RENAMED_TAKEN.at(_PLACE, message, subject=old))
    return Redirects(tuple(pages), tuple(findings))


def _fault(site: SiteMap, old: str, new: str) -> Finding | None:
    """Return what is wrong with a renaming, None if nothing is."""
    if old in site.items:
        return RENAMED_STILL_THERE.at(_PLACE, f"{old!r} is still the name of a data item", subject=old)
    if new in site.items:
        return None
    expected = did_you_mean(new, site.items) or "the name of a data item of the catalogue"
    message = f"{old!r} is said to be {new!r} now, and there is no such data item"
    return RENAMED_UNKNOWN.at(_PLACE, message, subject=old, expected=expected)


def _page(path: str, old: str, new: str, page: str) -> Page:
    # The hook finds the address by the class and hands it to the theme, which leads the browser there.
    there = link(f"{page}.html", text(new), class_="moved")
    said = tag("p", text("This data item is now called "), there, text("."), class_="lead")
    return Page(path, old, join((tag("h1", text(old)), said)))
