"""The HTML file of a diff in a browser: from a disk, filtered, printed, on a narrow screen, without scripts."""

from pathlib import Path

import pytest

from metermap.codegen.diff_report.as_html import diff_html
from tests.codegen.diff_report.diffs import history
from tests.site.browser import pdf
from tests.site.browser.validator import objections
from tests.site.browser.window import NARROW, Window, elsewhere

_COUNT = "return document.querySelector('output.selection').textContent"
_SHOWN = "return [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility()).length"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("diff") / "diff.html"
    path.write_text(diff_html(history()), "utf-8")
    return path


@pytest.fixture
def address(file: Path) -> str:
    return file.as_uri()


def test_it_asks_for_nothing_and_says_nothing(window: Window, address: str) -> None:
    window.open(address)
    assert set(elsewhere(window.requests(), address)) <= {"data:,"}
    assert window.console() == []


def test_an_address_holds_what_is_chosen_and_empty_cards_go(window: Window, address: str) -> None:
    window.open(f"{address}#changes?verdict=conformance&device=GSME")
    assert window.run(_COUNT) == "1 of 6 entries: verdict breaks conformance, device GSME"
    assert [window.run(_SHOWN, kind) for kind in (".telling", ".item", ".chapter")] == [1, 1, 1]
    window.click("#entries-filter button")
    assert window.run(_COUNT) == "6 of 6 entries"
    assert [window.run(_SHOWN, kind) for kind in (".telling", ".item", ".chapter")] == [6, 6, 4]


def test_a_verdict_that_holds_as_well_is_found(window: Window, address: str) -> None:
    window.open(f"{address}#changes?verdict=conformance")
    assert window.run(_COUNT) == "3 of 6 entries: verdict breaks conformance"


def test_a_word_of_the_heading_finds_what_stands_under_it(window: Window, address: str) -> None:
    window.open(f"{address}#changes?q=auxiliaryload")
    assert window.run(_COUNT) == "1 of 6 entries: with “auxiliaryload”"


def test_without_scripts_every_entry_is_there_and_no_filter(window: Window, address: str) -> None:
    window.allow_scripts(allowed=False)
    window.open(address)
    assert window.run("return getComputedStyle(document.querySelector('#entries-filter')).display") == "none"
    assert window.run(_SHOWN, ".telling") == 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_scrolls_down_only(window: Window, address: str, scheme: str) -> None:
    window.set(width=NARROW, scheme=scheme)
    window.open(address)
    assert window.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_first_page_on_paper_says_what_breaks_and_for_whom(window: Window, address: str) -> None:
    window.open(address)
    window.set(media="print")
    first, second, *_ = pdf.text(window.pdf()).split("\f")
    assert "Breaks the wire" in " ".join(first.split())
    assert "Supplier" in first
    assert second.split()[0] == "Changes"


def test_it_is_valid(file: Path) -> None:
    assert objections([file]) == []
