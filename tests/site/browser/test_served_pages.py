"""A page of `metermap site serve` in a real browser: it follows the workspace, and tells when that is broken."""

import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from metermap.serving import serve
from metermap.site.server import SiteServer
from tests.site.browser.window import Window, elsewhere

_NOTICE = "return document.querySelector('.served-notice')?.textContent"
ITEM = "items/calorific-value.html"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of one element."""
    (tmp_path / "metermap.toml").write_text(small_workspace(), "utf-8")
    (tmp_path / "elements.csv").write_text(SMALL_ELEMENTS, "utf-8")
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/gas.map").write_text("syntax 1.\n", "utf-8")
    return tmp_path


@pytest.fixture
def page(workspace: Path) -> Iterator[str]:
    """The address of the item's page, once it is there."""
    server, stop, built = SiteServer("127.0.0.1", 0), Event(), Event()
    thread = threading.Thread(target=serve, args=(workspace, server, lambda _: built.set(), stop), daemon=True)
    thread.start()
    assert built.wait(60)
    yield f"{server.url}{ITEM}"
    stop.set()
    thread.join(60)


def test_it_shows_an_edit_without_being_asked(window: Window, workspace: Path, page: str) -> None:
    window.open(page)
    assert "SMETS 4.6.4.3" in str(window.run("return document.body.innerText"))
    (workspace / "elements.csv").write_text(SMALL_ELEMENTS.replace("SMETS 4.6.4.3", "SMETS 4.6.4.9"), "utf-8")
    window.until("return document.body.innerText.includes('SMETS 4.6.4.9')", 60)
    assert window.console() == []
    assert elsewhere(window.requests(), page.removesuffix(ITEM)) == []


def test_it_tells_of_a_broken_workspace_and_of_a_mended_one(window: Window, workspace: Path, page: str) -> None:
    window.open(page)
    (workspace / "metermap.toml").write_text(small_workspace() + "<b>", "utf-8")
    window.until(_NOTICE, 60)
    assert str(window.run(_NOTICE)).startswith("The workspace cannot be built as it is. These are the last good pages.")
    assert "SMETS 4.6.4.3" in str(window.run("return document.body.innerText"))
    (workspace / "metermap.toml").write_text(small_workspace(), "utf-8")
    window.until("return !document.querySelector('.served-notice')", 60)
    assert window.console() == []
