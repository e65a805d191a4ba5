"""Where the site's pages about data items stand, for the site and for what links to it.

File names come from names in the catalogue, which anybody may have typed: they go through the
`slug` filter, are unique within their folder, and are no name that mkdocs treats specially.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from metermap.core.text import slug, unique_names

__all__ = ["Row", "element_addresses", "element_anchors", "item_pages", "page_names"]

# A folder's own page to mkdocs, whatever the case.
_FOLDER_PAGES = ("index", "readme")

Row: TypeAlias = int | None
"""The number of a printed row; None for what no printed table lists."""


def page_names(texts: Iterable[str], rank: Callable[[str], tuple[int, ...]] = lambda _: ()) -> dict[str, str]:
    """Return a file name without ending for each text: unique, stable when the order changes.

    ``ActiveExportRegister`` gives ``active-export-register``. Where ``Active Export Register`` claims that as well,
    the text of the lowest rank keeps it (of equals, the first by its characters), and each other one gets a digest of
    itself: a text that comes later and ranks higher moves no other.
    """
    texts = sorted(set(texts), key=lambda text: (rank(text), text))
    plain = {text: _page_name(text) for text in texts}
    first = {name: text for text, name in reversed(plain.items())}
    # No slug holds an underscore: what has a digest meets no plain name.
    distinct = unique_names(texts, _page_name)
    return {text: name if first[name] == text else distinct[text] for text, name in plain.items()}


def _page_name(name: str) -> str:
    mangled = slug(name)
    return f"{mangled}-page" if mangled in _FOLDER_PAGES else mangled


def item_pages(items: Iterable[tuple[str, Row]]) -> dict[str, str]:
    """Return the page of each item: its path from the site's root, without ending. `items` come with each row."""
    return {item: f"items/{name}" for item, name in _by_row(items).items()}


def element_anchors(elements: Iterable[tuple[str, Row]]) -> dict[str, str]:
    """Return the place of each element, by its id, on the page of its item; an id comes with its row."""
    return {element: f"e-{name}" for element, name in _by_row(elements).items()}


def element_addresses(elements: Iterable[tuple[str, str, Row]]) -> dict[str, str]:
    """Return the address of each element from the site's root, by its id; it comes with its item and its row."""
    elements = list(elements)
    pages = item_pages((item, row) for _, item, row in elements)
    anchors = element_anchors((element, row) for element, _, row in elements)
    return {element: f"{pages[item]}.html#{anchors[element]}" for element, item, _ in elements}


def _by_row(texts: Iterable[tuple[str, Row]]) -> Mapping[str, str]:
    """Return the page name of each text; where names meet, what is printed first comes first, what is not last."""
    ranks: dict[str, tuple[int, ...]] = {}
    for text, row in texts:
        rank = (1, 0) if row is None else (0, row)
        ranks[text] = min(rank, ranks.get(text, rank))
    return page_names(ranks, ranks.__getitem__)
