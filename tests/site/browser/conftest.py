"""One browser and one server for all tests, and the pages of Great Britain that stand for their types."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.site.browser.page_types import all_shapes, one_of_each
from tests.site.browser.window import Window, chromium
from tests.site.pages import Read, read_tree


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The browser that all tests share."""
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def window(browser: Chrome) -> Iterator[Window]:
    """The browser's window, for a test to set."""
    window = Window(browser)
    window.set()
    yield window
    window.reset()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Write nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and yield the address of its root, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the small site can be reached."""
    if request.param == "file":
        yield site.as_uri()
        return
    with served(site) as root:
        yield root


@pytest.fixture(scope="session", params=["file", "sub-path"])
def gb_address(
    request: pytest.FixtureRequest, gb_build: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where what was built of Great Britain can be reached: on disk, and two folders below a server's root."""
    if request.param == "file":
        yield gb_build.as_uri()
        return
    root = tmp_path_factory.mktemp("server")
    (root / "meters").mkdir()
    (root / "meters/gb").symlink_to(gb_build, target_is_directory=True)
    with served(root) as address:
        yield f"{address}/meters/gb"


@pytest.fixture(scope="session")
def gb_pages(gb_build: Path) -> dict[str, Read]:
    """Each page that people open, as read, by its path from the folder of outputs.

    What the site has for download is a copy of what stands beside it.
    """
    return {
        f"{folder}/{name}": page for folder in _shown(gb_build) for name, page in read_tree(gb_build / folder).items()
    }


def _shown(build: Path) -> list[str]:
    """Return the folders with pages; the sources of the site hold templates only."""
    return sorted({path.relative_to(build).parts[0] for path in build.rglob("*.html")} - {"site-src"})


@pytest.fixture(scope="session")
def gb_types(gb_pages: dict[str, Read]) -> list[str]:
    """A page of each type, of those of Great Britain."""
    return one_of_each(gb_pages)


@pytest.fixture(scope="session")
def gb_shapes(gb_pages: dict[str, Read]) -> list[str]:
    """Pages of Great Britain with every kind of element that any page has."""
    return all_shapes(gb_pages)
