"""Where the site's pages about data items stand, for the site and for what links to it.

File names come from names in the catalogue, which anybody may have typed: they go through the
`slug` filter, are unique within their folder, and are no name that mkdocs treats specially.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from metermap.core.text import slug, unique_names

__all__ = ["element_addresses", "element_anchors", "item_pages", "page_names"]

# A folder's own page to mkdocs, whatever the case.
_FOLDER_PAGES = ("index", "readme")


def page_names(texts: Iterable[str]) -> dict[str, str]:
    """Return a file name without ending for each text: unique, stable when the order changes.

    ``ActiveExportRegister`` gives ``active-export-register``; where ``Active Export Register``
    claims that as well, ``activeexportregister``; and where even that is taken, a digest follows.
    """
    texts = list(texts)
    claims = Counter(slug(name) for name in set(texts))
    return unique_names(texts, lambda name: _page_name(name if claims[slug(name)] == 1 else name.lower()))


def _page_name(name: str) -> str:
    mangled = slug(name)
    return f"{mangled}-page" if mangled in _FOLDER_PAGES else mangled


def item_pages(items: Iterable[str]) -> dict[str, str]:
    """Return the page of each item: its path from the site's root, without ending."""
    return {item: f"items/{name}" for item, name in page_names(items).items()}


def element_anchors(elements: Iterable[str]) -> dict[str, str]:
    """Return the place of each element, by its id, on the page of its item."""
    return {element: f"e-{name}" for element, name in page_names(elements).items()}


def element_addresses(elements: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the address of each element from the site's root, by its id; an element comes with its item."""
    item_of = dict(elements)
    pages, anchors = item_pages(item_of.values()), element_anchors(item_of)
    return {element: f"{pages[item]}.html#{anchors[element]}" for element, item in item_of.items()}
