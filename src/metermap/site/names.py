"""Where each page stands: the site map, and links relative to a page.

File names come from names in the catalogue, which anybody may have typed: they go through the
`slug` filter, are unique within their folder, and are no name that mkdocs treats specially.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from metermap.core.text import slug, unique_names
from metermap.mappings.model import ResolvedModel

__all__ = ["SiteMap", "page_names", "site_map"]

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


@dataclass(frozen=True)
class SiteMap:
    """The pages of a site: path from its root, without ending, by what they are about.

    `anchors` gives an element's place on its item's page, by element id.
    """

    items: dict[str, str]
    objects: dict[str, str]
    clusters: dict[str, str]
    use_cases: dict[str, str]
    element_items: dict[str, str]
    anchors: dict[str, str]

    @cached_property
    def elements(self) -> dict[str, str]:
        """Return the address of each element from the site's root."""
        return {
            element: f"{self.items[item]}.html#{self.anchors[element]}" for element, item in self.element_items.items()
        }

    def item(self, name: str) -> str:
        """Return the address of an item's page from the site's root, empty for no such item."""
        return f"{self.items[name]}.html" if name in self.items else ""

    def subject(self, key: str) -> str:
        """Return the address of the page of a COSEM object or a cluster, by the model's key."""
        page = self.objects.get(key) or self.clusters.get(key)
        return f"{page}.html" if page else ""

    def use_case(self, code: str) -> str:
        """Return the address of a use case's page, empty for a code that the catalogue lacks."""
        return f"{self.use_cases[code]}.html" if code in self.use_cases else ""


def site_map(model: ResolvedModel) -> SiteMap:
    """Return where the pages about `model` stand."""
    elements = model.catalogue.elements
    subjects = list(model.by_object)
    return SiteMap(
        items=_folder("items", (element.item.value for element in elements)),
        objects=_folder("objects", (key for key in subjects if not key.startswith("0x"))),
        clusters=_folder("clusters", (key for key in subjects if key.startswith("0x"))),
        use_cases=_folder("use-cases", model.catalogue.use_case_by_code),
        element_items={element.id.value: element.item.value for element in elements},
        anchors={
            element: f"e-{name}" for element, name in page_names(element.id.value for element in elements).items()
        },
    )


def _folder(folder: str, texts: Iterable[str]) -> dict[str, str]:
    return {name: f"{folder}/{page}" for name, page in page_names(texts).items()}
