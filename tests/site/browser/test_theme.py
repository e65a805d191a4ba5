"""What every page can do: keep the reader's colours, fold its menu, copy."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.site.browser.window import Window

_PAPER = "return getComputedStyle(document.body).backgroundColor"
_LABEL = "return document.querySelector('#theme-toggle').textContent"
_LIGHT, _DARK = "rgb(252, 252, 250)", "rgb(20, 25, 27)"


@pytest.fixture
def page(window: Window, address: str) -> Iterator[Window]:
    """The home page, with no choice of colours kept before or after."""
    window.open(f"{address}/index.html")
    window.run("localStorage.clear()")
    window.open(f"{address}/index.html")
    yield window
    window.run("localStorage.clear()")


class TestColours:
    def test_the_system_decides_until_the_reader_does(self, page: Window, address: str) -> None:
        assert page.run(_PAPER) == _LIGHT
        page.set(scheme="dark")
        assert page.run(_PAPER) == _DARK
        page.click("#theme-toggle")
        assert (page.run(_LABEL), page.run(_PAPER)) == ("Colours: light", _LIGHT)
        page.open(f"{address}/matrix.html")
        assert (page.run(_LABEL), page.run(_PAPER)) == ("Colours: light", _LIGHT)
        page.click("#theme-toggle")
        page.set(scheme="light")
        assert (page.run(_LABEL), page.run(_PAPER)) == ("Colours: dark", _DARK)
        page.click("#theme-toggle")
        assert (page.run(_LABEL), page.run(_PAPER)) == ("Colours: automatic", _LIGHT)

    def test_the_choice_stands_before_anything_is_drawn(self, page: Window) -> None:
        scripts = page.run("return [...document.head.querySelectorAll('script')].map((s) => [s.src, s.defer])")
        assert isinstance(scripts, list)
        assert [src.rpartition("/")[2] for src, deferred in scripts if not deferred] == ["theme.js"]

    def test_paper_is_white_whatever_was_chosen(self, page: Window) -> None:
        page.click("#theme-toggle")
        page.click("#theme-toggle")
        page.set(scheme="dark", media="print")
        assert page.run(_PAPER) == "rgb(255, 255, 255)"

    def test_with_nothing_to_keep_it_in_the_choice_lasts_as_long_as_the_page(self, page: Window) -> None:
        page.run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
        page.click("#theme-toggle")
        assert page.run(_LABEL) == "Colours: light"
        assert page.console() == []


class TestMenu:
    def test_a_narrow_page_folds_it(self, page: Window) -> None:
        link = "return document.querySelector('#main-nav a').checkVisibility()"
        assert page.run(link) is True
        page.set(width=320)
        assert page.run(link) is False
        page.click("#menu-toggle")
        assert page.run(link) is True
        assert page.run("return document.querySelector('#menu-toggle').ariaExpanded") == "true"


_BUTTON = """
const button = document.createElement("button");
button.dataset.copy = arguments[0];
button.textContent = "Copy";
document.querySelector("main").prepend(button);
button.focus();
"""


class TestCopy:
    @pytest.mark.parametrize("clipboard", [True, False])
    def test_a_button_copies_says_so_and_keeps_the_focus(self, page: Window, *, clipboard: bool) -> None:
        page.allow_clipboard()
        page.run(_BUTTON, "1-0:2.8.0.255\n<b>")
        if not clipboard:
            page.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
        page.press(Keys.ENTER)
        page.until("return document.activeElement.textContent === 'Copied'")
        page.until("return document.querySelector('body > [role=status]')?.textContent === 'Copied'")
        copied = page.wait(
            "const done = arguments[0]; navigator.clipboard.readText().then(done, (e) => done(String(e)))"
        )
        assert copied == "1-0:2.8.0.255\n<b>"
        assert page.console() == []
