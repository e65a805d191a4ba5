"""Reading built pages: what they link to, load and say, by the standard library's parser."""

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_VOID = frozenset({"meta", "link", "input", "wbr", "br", "hr", "img"})


@dataclass
class Read(HTMLParser):
    """A page as read: ids, links, what it loads, inline code, kinds of elements, text, and tags left open."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    shapes: set[tuple[str, str]] = field(default_factory=set)
    text: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        self.shapes.add((tag, said.get("class") or ""))
        if tag not in _VOID:
            self.open.append(tag)
        self.ids += [said["id"] or ""] if "id" in said else []
        if tag == "a":
            self.links.append(said["href"] or "")
        elif address := said.get("src") or said.get("href"):
            self.loads.append(address)
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in said) else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Read:
    """Return a page as read."""
    found = Read()
    found.feed(html)
    found.close()
    return found


def read_tree(root: Path) -> dict[str, Read]:
    """Return each page of a built site, by its path from the site's root."""
    return {path.relative_to(root).as_posix(): read(path.read_text("utf-8")) for path in sorted(root.rglob("*.html"))}


def files_below(root: Path) -> set[str]:
    """Return the path of each file below a folder, from that folder."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def broken(pages: dict[str, Read], files: set[str]) -> list[str]:
    """Return the links that lead to no file, or to no anchor of a page."""
    faults = []
    for name, page in pages.items():
        for link in page.links:
            target, anchor = resolve(name, link)
            if target not in files or (anchor and anchor not in pages[target].ids):
                faults.append(f"{name}: {link}")
    return faults


def resolve(page: str, link: str) -> tuple[str, str]:
    """Return the file that a link on a page leads to, and the anchor."""
    parts = urlsplit(link)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)
