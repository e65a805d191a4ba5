"""By the keyboard alone: from the top of a page to a filtered matrix, and to a page that the search finds."""

from selenium.webdriver.common.keys import Keys

from tests.site.browser.window import Window

_MOST_STEPS = 60
_COUNT = "return document.querySelector('[data-filter=matrix] output').textContent"


def step_to(window: Window, selector: str) -> None:
    """Press Tab until the focus is on an element of a kind."""
    for _ in range(_MOST_STEPS):
        window.press(Keys.TAB)
        if window.run("return document.activeElement.matches(arguments[0])", selector):
            return
    message = f"Tab does not lead to {selector} in {_MOST_STEPS} steps"
    raise AssertionError(message)


def test_the_matrix_is_filtered(window: Window, address: str) -> None:
    window.open(f"{address}/matrix.html")
    step_to(window, "[data-filter=matrix] [name=q]")
    window.press(*"tamper")
    window.until(f"{_COUNT}.startsWith('2 of 7')")
    step_to(window, "summary")
    window.press(Keys.ENTER)
    step_to(window, "[name=standing][value=N]")
    window.press(Keys.SPACE)
    window.until(f"{_COUNT}.startsWith('0 of 7')")
    window.press(Keys.SPACE)
    window.until(f"{_COUNT}.startsWith('2 of 7')")
    assert window.console() == []


def test_the_first_stop_leads_past_the_navigation(window: Window, address: str) -> None:
    window.open(f"{address}/items/index.html")
    window.press(Keys.TAB, Keys.ENTER)
    assert window.run("return document.activeElement.id") == "content"
    window.press(Keys.TAB)
    assert window.run("return document.activeElement.closest('main') !== null") is True


def test_a_page_is_found_and_opened(window: Window, address: str) -> None:
    window.open(f"{address}/index.html")
    step_to(window, "#search-field")
    window.press(*"tamper")
    window.until("return document.querySelector('#search-results a') !== null")
    window.press(Keys.ARROW_DOWN, Keys.ENTER)
    window.until("return location.pathname.endsWith('/items/supply-tamper-state.html')")
