"""Hook for mkdocs: hands our finished HTML through, and the downloads beside it.

This file is copied into the generated folder and needs nothing but mkdocs. A page under `docs`
that begins with its heading in HTML is finished; python-markdown would only spend time on it,
and could read markup into a name. A page that somebody adds in Markdown goes the usual way.
"""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import jinja2

_FINISHED: dict[str, str] = {}
_TAG = re.compile(r"<[^>]*>")
_MOVED = re.compile(r'<a href="([^"]*)" class="moved"')
_BEGINNING = 2000


def on_page_markdown(markdown: str, *, page: Any, **_: object) -> str:  # noqa: ANN401  (mkdocs' types may be absent)
    """Keep a finished page aside and give python-markdown nothing to read."""
    if not markdown.startswith("<h1>"):
        return markdown
    _FINISHED[page.file.src_uri] = markdown
    heading = markdown.partition("</h1>")[0]
    # What is set small beside a heading stands apart from it in a line of plain text too.
    plain = _TAG.sub("", heading.replace("<small", " <small"))
    page.meta["title"] = html.unescape(plain).strip()
    if moved := _MOVED.search(markdown, 0, _BEGINNING):
        page.meta["moved"] = html.unescape(moved[1])
    return ""


def on_page_content(content: str, *, page: Any, **_: object) -> str:  # noqa: ANN401  (as above)
    """Return the finished page, or what python-markdown made."""
    return _FINISHED.pop(page.file.src_uri, content)


def on_env(env: jinja2.Environment, **_: object) -> jinja2.Environment:
    """Make the theme's templates escape what they print, and stop at a misspelt name."""
    env.autoescape = True
    env.undefined = jinja2.StrictUndefined
    return env


def on_post_build(config: Any, **_: object) -> None:  # noqa: ANN401  (as above)
    """Copy the folder of downloads as it is: to mkdocs a file that ends in .md would be a page."""
    downloads = Path(config["docs_dir"]).parent / "downloads"
    if downloads.is_dir():
        shutil.copytree(downloads, Path(config["site_dir"]) / "downloads", dirs_exist_ok=True)
