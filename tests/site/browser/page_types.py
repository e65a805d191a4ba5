"""Which page stands for a type: derived from the tree, so that a new type is tested by itself."""

import posixpath
from collections.abc import Mapping

from tests.site.pages import Read

# Folders in which each page is of a type of its own.
_TOP = 2


def one_of_each(pages: Mapping[str, Read]) -> list[str]:
    """Return the paths of one page of each type.

    A page at the top of a site or beside it is a type. Below, a folder holds its list, ``index.html``, and pages
    of one type: the one with most kinds of elements stands for them, the shortest of several.
    """
    chosen: dict[str, str] = {}
    for path in sorted(pages, key=lambda path: (-len(pages[path].shapes), len(pages[path].text), path)):
        chosen.setdefault(_type(path), path)
    return sorted(chosen.values())


def _type(path: str) -> str:
    folder, name = posixpath.split(path)
    return path if path.count("/") < _TOP or name == "index.html" else folder


def all_shapes(pages: Mapping[str, Read]) -> list[str]:
    """Return the paths of a page of each type, and of so many more that every kind of element is on one of them."""
    chosen = one_of_each(pages)
    seen = {shape for path in chosen for shape in pages[path].shapes}
    for path in sorted(pages, key=lambda path: (-len(pages[path].shapes), path)):
        if pages[path].shapes - seen:
            seen |= pages[path].shapes
            chosen.append(path)
    return sorted(chosen)
