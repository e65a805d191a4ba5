"""Which files of the output tree say something of what is touched, and which change with every finding and figure.

The site's pages are `metermap.site.dependence`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metermap.core.text import slug, unique_names

if TYPE_CHECKING:
    from metermap.codegen.impact.model import Origin, Touched
    from metermap.mappings.model import ResolvedModel

__all__ = [
    "ALWAYS",
    "COUNTED",
    "SHOWN",
    "counted_of_edition",
    "device_folders",
    "named_of_edition",
    "named_patterns",
    "table_counts",
]

_MAPPING_TABLE: Final = "model/model.csv"  # with a line for each statement

_LISTS_OF_EDITIONS: Final = ("model/editions.json", "model/editions/*", "site/editions.html")

COUNTED: Final = (
    *("report/*", "conformance/conformance.json", "vectors/vectors.json"),
    # What another edition has otherwise is told as a difference from the one that is worked on.
    *(*_LISTS_OF_EDITIONS, "python/*_bindings/editions/*", "c/*_editions*"),
    # What several entries share is stored once: another type or text there may need another line of them.
    *("c/*_layouts.[ch]", "c/*_terms*", "python/*_bindings/*_types.py", "python/*_bindings/units.py"),
    *(f"site/{name}.html" for name in ("index", "findings", "gaps", "matrix", "parity", "proofs", "standards")),
    *(f"site/{name}.html" for name in ("changes", "downloads")),
    *("site/*/index.html", "site/rules/*.html", "site/assets/search-index.js", "site/downloads/*"),
)
"""Reports, lists and what else changes if a finding comes or goes, or a figure changes."""

ALWAYS: Final = (
    "model/model.json",
    "report/*",
    "conformance/*",
    "python/*",
    "c/*",
    "vectors/vectors.json",
    "site/downloads/*",
)
"""Where the digest of the inputs is said; nothing else need change there."""

_EVERY_PAGE: Final = ("items", "objects", "clusters", "classes", "devices", "sections", "use-cases")
_MEANT: Final = {
    "reference": ("sections",),
    "section": ("sections",),
    "code": ("items", "use-cases", "devices", "objects", "clusters"),
    "target": ("devices",),
    **dict.fromkeys(("id", "row", "item", "path", "rows", "device", "devices", "sentence"), _EVERY_PAGE),
}
SHOWN: Final = tuple(f"site/{folder}/*.html" for folder in _EVERY_PAGE)
"""The pages that show findings beside what they are about."""

# Whoever else is meant by another value there has files of the bindings, of the statements and cases, too.
_OF_DEVICES: Final = ("conformance/*", "python/*_bindings/*.py", "c/*.[ch]")


def named_patterns(origin: Origin) -> tuple[str, ...]:
    """Return patterns of what another value at the place may be about: pages and files that no one can name before."""
    folders = dict.fromkeys(folder for name in origin.names for folder in _MEANT.get(name, ()))
    pages = tuple(f"site/{folder}/*.html" for folder in folders)
    return (*pages, *_OF_DEVICES) if "items" in folders else pages


def named_of_edition(origin: Origin) -> tuple[str, ...]:
    """Return the pages that another value at a place of another edition may be about."""
    return ("site/items/*.html",) if origin.names else ()


def counted_of_edition() -> tuple[str, ...]:
    """Return what changes with a finding or a figure of another edition, beside the lists of editions."""
    return tuple(pattern for pattern in COUNTED if pattern not in _LISTS_OF_EDITIONS)


def table_counts(touched: Touched) -> dict[str, int]:
    """Return how many lines of the mapping table say something of what is touched: one a statement."""
    return {_MAPPING_TABLE: len(touched.statements)} if touched.statements else {}


def device_folders(model: ResolvedModel, touched: Touched) -> tuple[str, ...]:
    """Return the folders of the touched devices that hold their statements and test cases."""
    folders = unique_names((device.id for device in model.devices), slug)
    found = {statement.device for statement in touched.statements}
    found |= {device for element in touched.elements for device in element.devices.value}
    return tuple(f"{folders[device.id]}/" for device in model.devices if device.id in found)
