"""The built site in a real browser: from the file system, and from a server."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import require_tool

_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
)
_WAIT_S = 10


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser with a profile of its own, that keeps what pages write to the console."""
    options = ChromeOptions()
    options.binary_location = require_tool("chromium")
    service = Service(require_tool("chromedriver"))
    for argument in (*_QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, service)
    yield driver
    driver.quit()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Write nothing."""


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site can be reached."""
    if request.param == "file":
        yield site.as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


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


def test_every_page_opens_with_an_empty_console_and_no_sideways_scrolling(
    browser: Chrome, address: str, site: Path
) -> None:
    browser.set_window_size(400, 900)
    try:
        for path in sorted(site.rglob("*.html")):
            browser.get(f"{address}/{path.relative_to(site).as_posix()}")
            overflow = browser.execute_script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, path
            assert browser.get_log("browser") == [], path  # type: ignore[no-untyped-call]
    finally:
        browser.set_window_size(1280, 1000)


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


def test_the_console_would_tell_of_code_that_the_policy_forbids(browser: Chrome, site: Path, tmp_path: Path) -> None:
    page = (site / "index.html").read_text("utf-8").replace("</main>", "<script>document.title = 'run'</script></main>")
    (tmp_path / "index.html").write_text(page, "utf-8")
    browser.get((tmp_path / "index.html").as_uri())
    said = [str(entry["message"]) for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
    assert any("Content Security Policy" in message for message in said)
    assert browser.title != "run"
