"""The built site in a real browser: from the file system, and from a server."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

_WAIT_S = 10


def search(browser: Chrome, query: str) -> list[str]:
    """Type a query and return the titles found."""
    field = browser.find_element(By.ID, "search-field")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(query)
    WebDriverWait(browser, _WAIT_S).until(lambda page: "found" in page.find_element(By.ID, "search-status").text)
    return [title.text for title in browser.find_elements(By.CSS_SELECTOR, "#search-results .title")]


@pytest.mark.parametrize(
    ("query", "title", "page"),
    [
        ("1-0:2.8.0.255", "1-0:2.8.0.255", "objects/3-1-0-2-8-0-255.html"),
        ("0100020800FF", "1-0:2.8.0.255", "objects/3-1-0-2-8-0-255.html"),
        ("1.0.2.8.0*255", "1-0:2.8.0.255", "objects/3-1-0-2-8-0-255.html"),
        ("0x0702", "0x0702 Metering", "clusters/0x0702.html"),
        ("tamper", "SupplyTamperState", "items/supply-tamper-state.html"),
        ("active export", "ActiveExportRegister", "items/active-export-register.html"),
        ("ecs17a", "ECS17a", "use-cases/ecs17a.html"),
        ("#362", "ActiveExportRegister.scale", "items/active-export-register.html#e-active-export-register-scale"),
    ],
)
def test_a_search_leads_to_its_page(browser: Chrome, address: str, query: str, title: str, page: str) -> None:
    # From a page in a folder, so that links out of the index have to find the root.
    browser.get(f"{address}/objects/index.html")
    assert search(browser, query)[0] == title
    browser.find_element(By.CSS_SELECTOR, "#search-results a").click()
    WebDriverWait(browser, _WAIT_S).until(lambda found: found.current_url == f"{address}/{page}")
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_the_keyboard_alone_will_do(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/index.html")
    browser.find_element(By.TAG_NAME, "body").send_keys("/")
    field = browser.switch_to.active_element
    assert field.get_attribute("id") == "search-field"
    assert search(browser, "tamper")
    field.send_keys(Keys.ARROW_DOWN)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(browser, _WAIT_S).until(lambda found: found.current_url.endswith("supply-tamper-state.html"))
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_a_search_without_a_hit_says_so(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/index.html")
    assert search(browser, "<b>no such thing</b>") == []
    assert browser.find_element(By.ID, "search-status").text == "Nothing found"


def test_the_matrix_can_be_filtered(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/matrix.html")
    browser.find_element(By.ID, "matrix-filter").send_keys("tamper")
    count = browser.find_element(By.ID, "matrix-count")
    assert count.text == "2 of 7 elements"
    shown = [row for row in browser.find_elements(By.CSS_SELECTOR, "#matrix tbody tr") if row.is_displayed()]
    assert len(shown) == 3  # the item's heading and its two elements
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("page", ["items/supply-tamper-state.html", "objects/3-1-0-2-8-0-255.html", "gaps.html"])
def test_a_narrow_screen_shows_each_cell_of_a_stacked_table(browser: Chrome, address: str, page: str) -> None:
    browser.set_window_size(400, 900)
    try:
        browser.get(f"{address}/{page}")
        hidden = browser.execute_script(
            "return [...document.querySelectorAll('.stack td')].filter((cell) => cell.textContent"
            " && (cell.getBoundingClientRect().right > innerWidth || cell.scrollWidth > cell.clientWidth)).length"
        )
        heading = browser.execute_script(
            "return getComputedStyle(document.querySelector('.stack [data-label]'), '::before').content"
        )
    finally:
        browser.set_window_size(1280, 1000)
    assert hidden == 0
    assert heading not in {"none", "normal"}
