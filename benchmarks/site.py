"""A page an item, at 500 and 2,000 items, against stock mkdocs on the same text; and what a changed cell rewrites.

The items are those of gb again and again. Stock mkdocs gets what the pages say as Markdown, its own theme, search and
extensions, and a navigation as short as ours; that somebody had to write the Markdown first is not counted.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from benchmarks.measure import GB, own_seconds
from benchmarks.scaled import scaled
from metermap import pipeline, site
from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from metermap.publishing import Target, build_site
from metermap.site.bound import read_bindings
from metermap.site.facts import gather
from metermap.site.pages.items import item_pages

SIZES = (500, 2000)
AIM = 0.55
_SETTINGS = "site_name: items\nuse_directory_urls: false\nnav: [index.md]\n"
_INDEX = "# Items\n\nOne page each.\n"


def main() -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    model = pipeline.check(GB).model
    if model is None:
        message = "the workspace gb has no model; run metermap check gb"
        raise SystemExit(message)
    for size in SIZES:
        compare(scaled(model, size))
    rewrites()


def compare(model: ResolvedModel) -> None:
    """Print what a page costs here and there."""
    request = GeneratorInput(model, "gb", {}, load_dictionaries())
    pages: dict[str, str] = {}

    start = time.process_time()
    facts, bound = gather(request), read_bindings(request)
    gathering = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        writing = own_seconds(
            lambda: pages.update((page.path, f"{page.body}\n") for page in item_pages(facts, bound, request.site))
        )
        shell = site.generate(GeneratorInput(scaled(model, 1), "gb", {}, load_dictionaries())).files
        ours(here / "ours", dict(shell), pages)
        hook = own_seconds(lambda: site.render(here / "ours", here / "site"))
        stock(here / "stock", pages)
        theirs = own_seconds(lambda: build(load_config(str(here / "stock/mkdocs.yml"))))
        made = (
            sum(1 for _ in (here / "site/items").glob("*.html")),
            sum(1 for _ in (here / "stock/site").rglob("*.html")),
        )
    assert min(made) >= len(pages)
    each = 1000 / len(pages)
    print(f"{len(pages):,} pages of an item")
    print(f"{'  gathering the facts, a page':32} {gathering * each:9.2f} ms")
    print(f"{'  writing a page':32} {writing * each:9.2f} ms")
    print(f"{'  mkdocs with our hook, a page':32} {hook * each:9.2f} ms")
    print(f"{'  stock mkdocs, a page':32} {theirs * each:9.2f} ms")
    print(f"{'  ratio (aim: at most 0.55)':32} {(gathering + writing + hook) / theirs:9.2f}")


def ours(folder: Path, shell: dict[str, bytes], pages: dict[str, str]) -> None:
    """Write our source with the item pages alone, and the frame that every site has."""
    frame = {name: data for name, data in shell.items() if not name.startswith("docs/") or "/assets/" in name}
    head, _, rest = frame["mkdocs.yml"].decode().partition("nav:\n")
    _, after, extra = rest.partition("validation:\n")
    frame["mkdocs.yml"] = f"{head}nav:\n  - Items: index.md\n{after}{extra}".encode()
    frame["docs/index.md"] = b"<h1>Items</h1>\n<p>One page each.</p>\n"
    write_tree(folder, frame | {f"docs/{path}.md": body.encode() for path, body in pages.items()})


def stock(folder: Path, pages: dict[str, str]) -> None:
    """Write the same pages as Markdown."""
    files = {f"docs/{path}.md": markdown(body).encode() for path, body in pages.items()}
    write_tree(folder, files | {"mkdocs.yml": _SETTINGS.encode(), "docs/index.md": _INDEX.encode()})


class _Text(HTMLParser):
    """A page as Markdown: headings, paragraphs, lists, tables, code and links."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []
        self.cells = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"h1", "h2", "h3", "h4"}:
            self.made.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag in {"p", "dl", "ul", "ol", "table", "pre", "caption", "details"}:
            self.made.append("\n\n")
        elif tag in {"li", "dt"}:
            self.made.append("\n- ")
        elif tag == "dd":
            self.made.append(": ")
        elif tag == "tr":
            self.cells = 0
            self.made.append("\n|")
        elif tag == "code":
            self.made.append("`")
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
            self.made.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.cells += 1
            self.made.append(" |")
        elif tag == "thead":
            self.made.append("\n|" + " --- |" * self.cells)
        elif tag == "code":
            self.made.append("`")
        elif tag == "a":
            self.made.append(f"]({self.link})")

    def handle_data(self, data: str) -> None:
        self.made.append(" ".join(data.split(" ")).replace("|", "\\|").replace("\n", " "))


def markdown(body: str) -> str:
    """Return what a page says as Markdown."""
    reader = _Text()
    reader.feed(body)
    return "".join(reader.made).strip() + "\n"


def rewrites() -> None:
    """Print how many files a build writes: the first, one of nothing new, and one after a changed cell."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "gb"
        shutil.copytree(GB, workspace, ignore=shutil.ignore_patterns("build", "annotated", "site", "public"))
        print("gb, files written of all")
        for what in ("a first build", "again", "after a changed cell"):
            if what == "after a changed cell":
                change_a_cell(workspace / "smets2.xlsx")
            before = stamps(workspace / "site")
            seconds = own_seconds(lambda: build_site(workspace, Target(workspace / "site")))
            after = stamps(workspace / "site")
            new = sum(1 for name, stamp in after.items() if before.get(name) != stamp)
            print(f"  {what:30} {new:5,} of {len(after):5,}   {seconds:6.2f} s")


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of modification of each file."""
    return dict(_stamps(root))


def _stamps(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in root.rglob("*"):
        if path.is_file():
            status = path.stat()
            yield str(path), (status.st_ino, status.st_mtime_ns)


def change_a_cell(path: Path) -> None:
    """Give one description another word."""
    from openpyxl import load_workbook  # noqa: PLC0415  (not to be measured with the rest)

    book = load_workbook(path)
    sheet = book["Item facts"]
    cell = next(
        cell for row in sheet.iter_rows(min_row=2) for cell in row if str(cell.value or "").startswith("Heat content")
    )
    cell.value = f"{cell.value} (edited)"
    book.save(path)


if __name__ == "__main__":
    main()
