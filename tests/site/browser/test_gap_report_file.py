"""The gap report's HTML file in a browser: from a disk, filtered, printed, on a narrow screen, without scripts."""

from pathlib import Path

import pytest

from tests.site.browser import pdf
from tests.site.browser.validator import objections
from tests.site.browser.window import NARROW, Window, elsewhere

_COUNT = "return document.querySelector('output.selection').textContent"
_ROWS = "return [...document.querySelectorAll('#gaps-table tbody tr')].filter((row) => row.checkVisibility()).length"


@pytest.fixture
def address(gb_build: Path) -> str:
    return (gb_build / "report/gap-report.html").as_uri()


def test_it_asks_for_nothing_and_says_nothing(window: Window, address: str) -> None:
    window.open(address)
    assert set(elsewhere(window.requests(), address)) <= {"data:,"}
    assert window.console() == []


def test_an_address_holds_what_is_chosen(window: Window, address: str) -> None:
    window.open(f"{address}#gaps?device=GSME&standing=undecided&q=time")
    assert window.run(_COUNT) == "5 of 750 gaps: device GSME, standing U undecided, with “time”"
    assert window.run(_ROWS) == 5
    window.click("#gaps-filter button")
    assert window.run(_COUNT) == "750 of 750 gaps"
    assert str(window.run("return location.hash")) == "#gaps"


def test_what_can_be_settled_leads_to_the_gaps_of_that_standing(window: Window, address: str) -> None:
    window.open(address)
    window.click(".tasks a")
    window.until("return document.querySelector('output.selection').textContent.startsWith('14 of 750 gaps')")


def test_without_scripts_every_gap_is_there_and_no_filter(window: Window, address: str) -> None:
    window.allow_scripts(allowed=False)
    window.open(address)
    assert window.run("return getComputedStyle(document.querySelector('#gaps-filter')).display") == "none"
    assert window.run(_ROWS) == 750


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_scrolls_down_only(window: Window, address: str, scheme: str) -> None:
    window.set(width=NARROW, scheme=scheme)
    window.open(address)
    assert window.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_first_page_on_paper_is_the_summary(window: Window, address: str) -> None:
    window.open(f"{address}#gaps?device=GSME")
    window.set(media="print")
    first, second, *_ = pdf.text(window.pdf()).split("\f")
    assert "What can be settled" in first
    assert "What nobody wrote down reads" in " ".join(first.split())
    assert second.split()[0] == "Coverage"


def test_it_is_valid(gb_build: Path) -> None:
    assert objections([gb_build / "report/gap-report.html"]) == []
