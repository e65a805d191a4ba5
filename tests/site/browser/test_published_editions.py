"""From one published edition to the same page of another, in a real browser: from a disk and from a sub-path."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from metermap.site.editions import Edition, published
from metermap.site.names import site_map
from tests.site.browser.conftest import served
from tests.site.browser.window import Window, elsewhere
from tests.site.small_model import renamed, small_model

_SHOWN = "return !document.getElementById('switcher').hidden"
_LINES = "return [...document.querySelectorAll('#switcher li')].map((line) => line.textContent)"
_BESIDE = "return document.querySelector('.in-editions')?.textContent ?? ''"
_BESIDE_THE_SCREEN = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
HOSTILE = "<img src=x onerror=alert(1)>"


def publish(root: Path, label: str, model: ResolvedModel, names: dict[str, str], folder: Path) -> None:
    write_tree(folder / "src", generate(GeneratorInput(model, "small", {}, load_dictionaries())).files)
    assert render(folder / "src", folder / "site") == ()
    site = {
        path.relative_to(folder / "site").as_posix(): path.read_bytes()
        for path in sorted((folder / "site").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    edition = Edition(
        label,
        model.title,
        model.edition,
        model.digest,
        {name: f"{page}.html" for name, page in site_map(model).items.items()},
        names,
        tuple(name for name in site if name.endswith(".html")),
    )
    made = published(root, edition, site)
    write_tree(root, made.files, keep=made.keep)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions: in the second an item has another name, hostile, and one item is no more."""
    folder = tmp_path_factory.mktemp("editions")
    now = renamed(small_model(), {"ActiveExportRegister": HOSTILE})
    left = tuple(one for one in now.catalogue.elements if one.item.value != "SupplyOutageRestore")
    said = tuple(one for one in now.statements if one.item != "SupplyOutageRestore")
    now = dataclasses.replace(now, catalogue=dataclasses.replace(now.catalogue, elements=left), statements=said)
    publish(folder / "public", "1.9", small_model(), {}, folder / "one")
    publish(folder / "public", "1.10", now, {"ActiveExportRegister": HOSTILE}, folder / "two")
    return folder / "public"


@pytest.fixture(params=["file", "sub-path"])
def editions(request: pytest.FixtureRequest, public: Path) -> Iterator[str]:
    """Where the editions can be reached."""
    if request.param == "file":
        yield public.as_uri()
        return
    with served(public.parent) as root:
        yield f"{root}/{public.name}"


def opened(window: Window, address: str) -> Window:
    window.open(address)
    window.until(_SHOWN)
    return window


def test_an_item_leads_to_itself_under_its_other_name(window: Window, editions: str) -> None:
    opened(window, f"{editions}/1.9/items/active-export-register.html")
    assert window.run("return document.querySelector('#switcher summary').textContent") == "Edition 1.9 1.10 is newer"
    assert window.run(_LINES) == [f"1.10as {HOSTILE}"]
    assert window.run(_BESIDE) == f"In other editions1.10as {HOSTILE}"
    window.click(".in-editions a")
    window.until("return document.querySelector('#switcher summary')?.textContent === 'Edition 1.10'")
    assert str(window.run("return location.pathname")).rpartition("/public/")[2].startswith("1.10/items/")
    assert window.run("return document.querySelectorAll('img').length") == 0
    window.click(".in-editions a")
    window.until("return location.pathname.endsWith('/1.9/items/active-export-register.html')")


def test_an_item_that_is_no_more_is_told_of(window: Window, editions: str) -> None:
    opened(window, f"{editions}/1.9/items/supply-outage-restore.html")
    assert window.run(_BESIDE) == "In other editions1.10knows no SupplyOutageRestore; to its overview"
    window.click(".in-editions a")
    window.until("return location.pathname.endsWith('/1.10/index.html')")


def test_any_other_page_leads_to_the_page_of_that_address(window: Window, editions: str) -> None:
    opened(window, f"{editions}/1.9/clusters/0x0702.html#top")
    window.click("#switcher summary")
    assert window.run(_LINES) == ["1.10this page"]
    assert window.run(_BESIDE) == ""
    window.click("#switcher li a")
    window.until("return location.pathname.endsWith('/1.10/clusters/0x0702.html') && location.hash === '#top'")


def test_the_menu_works_by_keyboard(window: Window, editions: str) -> None:
    opened(window, f"{editions}/1.9/matrix.html")
    window.run("document.querySelector('#switcher summary').focus()")
    window.press("\ue007")
    assert window.run("return document.querySelector('#switcher details').open") is True
    window.press("\ue00c")
    assert window.run("return document.querySelector('#switcher details').open") is False
    assert window.run("return document.activeElement.localName") == "summary"


def test_nothing_is_said_and_nobody_else_asked(window: Window, editions: str) -> None:
    for page in ("1.9/index.html", "1.10/items/supply-tamper-state.html", "1.9/objects/3-1-0-2-8-0-255.html"):
        opened(window, f"{editions}/{page}")
        assert window.console() == []
        assert elsewhere(window.requests(), editions) == []


def test_the_first_address_leads_to_the_newest_edition(window: Window, editions: str) -> None:
    window.open(f"{editions}/index.html")
    window.until("return location.pathname.endsWith('/1.10/index.html')")


def test_what_is_beside_the_editions_fits_a_narrow_screen(window: Window, editions: str) -> None:
    window.set(width=320)
    window.open(f"{editions}/compare.html")
    assert window.run(_BESIDE_THE_SCREEN) == 0
    opened(window, f"{editions}/1.9/items/active-export-register.html")
    window.click("#switcher summary")
    assert window.run(_BESIDE_THE_SCREEN) == 0
    assert window.console() == []


def test_a_site_that_is_no_edition_asks_for_no_index(window: Window, address: str) -> None:
    window.open(f"{address}/items/active-export-register.html")
    assert not [asked for asked in window.requests() if asked.endswith("versions.js")]
    assert window.run(_SHOWN) is False
    assert window.console() == []
