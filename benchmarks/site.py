"""Build time of a page of gb's site, against mkdocs on as many pages of a line each."""

import logging
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from benchmarks.measure import GB, own_seconds, print_ratio
from metermap import pipeline, site
from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.protocols import load_dictionaries


def main() -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    model = pipeline.check(GB).model
    if model is None:
        message = "the workspace gb has no model; run metermap check gb"
        raise SystemExit(message)
    request = GeneratorInput(model, "gb", {}, load_dictionaries())
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        source_time = own_seconds(lambda: write_tree(here / "src", site.generate(request).files))
        html_time = own_seconds(lambda: site.render(here / "src", here / "site"))
        pages = sum(1 for _ in (here / "site").rglob("*.html"))
        plain = own_seconds(lambda: plain_site(here / "plain", pages))
    print(f"{pages} pages")
    print(f"{'writing the source, a page':32} {source_time / pages * 1000:9.2f} ms")
    print_ratio("mkdocs with our hook, a page", html_time / pages, "mkdocs, a line a page", plain / pages)


def plain_site(folder: Path, pages: int) -> None:
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: plain\nnav: [index.md]\n", "utf-8")
    (folder / "docs/index.md").write_text("# Plain\n", "utf-8")
    for number in range(pages):
        (folder / f"docs/page{number}.md").write_text(f"# Page {number}\n\nA line.\n", "utf-8")
    build(load_config(str(folder / "mkdocs.yml")))


if __name__ == "__main__":
    main()
