"""The site's source folder: pages, theme, hook and settings, ready for a plain ``mkdocs build``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from metermap.codegen.base import Generated, GeneratorInput
from metermap.core.findings import Severity
from metermap.core.render import counted
from metermap.core.text import one_line
from metermap.mappings.model import ResolvedModel
from metermap.site.bound import read_bindings
from metermap.site.contents import with_contents
from metermap.site.facts import SiteFacts, gather
from metermap.site.missing import MISSING, missing_page
from metermap.site.pages.changes import changes
from metermap.site.pages.classes import class_list, class_pages
from metermap.site.pages.devices import device_list, device_pages
from metermap.site.pages.editions import editions
from metermap.site.pages.findings import findings
from metermap.site.pages.gaps import gaps
from metermap.site.pages.home import home
from metermap.site.pages.items import item_list, item_pages
from metermap.site.pages.matrix import matrix
from metermap.site.pages.members import cluster_list, cluster_pages, member_pages
from metermap.site.pages.parity import parity
from metermap.site.pages.proofs import proofs
from metermap.site.pages.rules import rule_list, rule_pages
from metermap.site.pages.sections import section_list, section_pages
from metermap.site.pages.standards import standards
from metermap.site.pages.subjects import object_list, object_pages
from metermap.site.pages.use_cases import use_case_list, use_case_pages
from metermap.site.pieces import Page
from metermap.site.redirects import redirects
from metermap.site.search import INDEX, search_index, search_page

__all__ = ["generate", "with_entry"]

# Item, object, cluster and use case pages are left out: mkdocs' time grows with the square of
# what its navigation lists.
_NAV = (
    ("Overview", "index.md"),
    ("Data items", "items/index.md"),
    ("Devices", "devices/index.md"),
    ("Matrix", "matrix.md"),
    ("COSEM objects", "objects/index.md"),
    ("Clusters", "clusters/index.md"),
    ("Use cases", "use-cases/index.md"),
    ("Sections", "sections/index.md"),
    ("Gap report", "gaps.md"),
    ("Findings", "findings.md"),
)

# What follows the navigation in mkdocs.yml. No value holds a line break, so it begins a line but once.
_AFTER_NAV = "validation:\n"

# The lists above the pages of a folder: the way back from one.
_FOLDERS = {
    "items": "Data items",
    "devices": "Devices",
    "objects": "COSEM objects",
    "classes": "Interface classes",
    "clusters": "Clusters",
    "use-cases": "Use cases",
    "sections": "Sections",
    "rules": "Rules",
}


def generate(request: GeneratorInput) -> Generated:
    """Return the source folder of the site about the request's model. Takes no options."""
    facts = gather(request)
    files = {
        "mkdocs.yml": _settings(request.model, _unread(request)).encode(),
        "hook.py": (_package() / "hook.py").read_bytes(),
        f"docs/{MISSING}": missing_page(one_line(request.model.title or request.model.name)),
    }
    files.update(_theme(_package() / "theme", "theme"))
    own = list(_pages(facts, request))
    moved = redirects(facts.map, request.site)
    pages = [*own, *moved.pages]
    files[INDEX] = search_index(facts, own, moved.pages).encode()
    files.update((f"docs/{page.path}.md", f"{with_contents(page)}\n".encode()) for page in pages)
    counts = {
        "pages": len(pages),
        "item pages": len(facts.map.items),
        "object pages": len(facts.map.objects),
        "cluster pages": len(facts.map.clusters),
        "use case pages": len(facts.map.use_cases),
    }
    return Generated(dict(sorted(files.items())), counts, moved.findings)


def _package() -> Traversable:
    return resources.files("metermap.site")


def _theme(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _theme(entry, f"{path}/{entry.name}")
        elif not entry.name.endswith((".py", ".pyc")):
            yield f"{path}/{entry.name}", entry.read_bytes()


def _pages(facts: SiteFacts, request: GeneratorInput) -> Iterator[Page]:
    yield home(facts)
    yield item_list(facts)
    yield matrix(facts)
    yield object_list(facts)
    yield cluster_list(facts)
    yield use_case_list(facts)
    yield gaps(facts)
    yield findings(facts)
    yield search_page()
    yield from item_pages(facts, read_bindings(request), request.site)
    yield from object_pages(facts)
    yield from cluster_pages(facts)
    yield from use_case_pages(facts)
    yield from member_pages(facts)
    yield class_list(facts)
    yield from class_pages(facts)
    yield device_list(facts)
    yield from device_pages(facts)
    yield section_list(facts)
    yield from section_pages(facts)
    yield standards(facts)
    yield proofs(facts)
    yield parity(facts)
    yield changes(facts)
    if facts.ladder:
        yield editions(facts, facts.ladder)
    yield rule_list(facts)
    yield from rule_pages(facts)


def _unread(request: GeneratorInput) -> str:
    """Return what to say above each page if a stage could not go on somewhere; empty if all was read.

    Whatever became of such an error, what it tells of is not in the model.
    """
    codes = {code: rule.code.fixed for code, rule in request.rules.items()}
    found = (judged.finding for judged in request.findings)
    count = sum(one.severity is Severity.ERROR and codes.get(one.code, True) for one in found)
    said = (
        "left something unread or unresolved, so these pages lack it. What they show as undecided may be decided there."
    )
    return f"{counted(count, 'error')} {said}" if count else ""


def _settings(model: ResolvedModel, unread: str) -> str:
    """Return mkdocs.yml; a JSON string is a YAML one once nothing in it is out of sight."""
    title = _quoted(model.title or model.name)
    entries = "".join(f"  - {label}: {path}\n" for label, path in _NAV)
    return (
        "# Made by metermap; build with: mkdocs build\n"
        f"site_name: {title}\n"
        "docs_dir: docs\n"
        "# Pages also open from a file system, without a server.\n"
        "use_directory_urls: false\n"
        "theme:\n"
        "  name: null\n"
        "  custom_dir: theme\n"
        "hooks:\n"
        "  - hook.py\n"
        "# The site brings its own search, and pages that need no Markdown.\n"
        "plugins: []\n"
        "markdown_extensions: []\n"
        "nav:\n"
        f"{entries}"
        f"{_AFTER_NAV}"
        "  nav:\n"
        "    omitted_files: ignore\n"
        "extra:\n"
        f"  edition: {_quoted(model.edition)}\n"
        f"  digest: {_quoted(model.digest)}\n"
        f"  unread: {_quoted(unread)}\n"
        "  generator: metermap\n"
        "  folders:\n" + "".join(f"    {folder}: {label}\n" for folder, label in _FOLDERS.items())
    )


def with_entry(settings: bytes, label: str, path: str) -> bytes:
    """Return mkdocs.yml with one more page in the navigation, the last; `path` is its source below ``docs``."""
    nav, after, rest = settings.partition(_AFTER_NAV.encode())
    return nav + f"  - {label}: {path}\n".encode() + after + rest


def _quoted(value: str) -> str:
    return json.dumps(one_line(value), ensure_ascii=False)
