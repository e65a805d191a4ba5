"""A window of Chromium, in the words of the tests: what it looked at, said, asked for, and how it is set."""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.tools import require_tool

WIDE, NARROW = 1280, 320
_HEIGHT = 1000
_SCRIPT_S, _WAIT_S = 120, 20
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves the machine, whatever a page asks for; what it asked for is still on record.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    f"--window-size={WIDE},{_HEIGHT}",
)


@contextmanager
def chromium(profile: Path) -> Iterator[Chrome]:
    """Run a browser with a profile of its own, that keeps what pages write to the console and ask for."""
    options = ChromeOptions()
    options.binary_location = require_tool("chromium")
    service = Service(require_tool("chromedriver"))
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, service)
    try:
        driver.set_script_timeout(_SCRIPT_S)
        yield driver
    finally:
        driver.quit()


@dataclass(frozen=True, slots=True)
class Window:
    """A browser's window."""

    driver: Chrome

    def open(self, address: str) -> None:
        """Go to a page, and forget what was said and asked for before."""
        self.driver.get("about:blank")
        self.console()
        self.requests()
        self.driver.get(address)

    def run(self, script: str, *arguments: object) -> object:
        """Return what a script returns that is no part of the page, and that no policy of the page stops."""
        found: object = self.driver.execute_script(script, *arguments)
        return found

    def wait(self, script: str, *arguments: object) -> object:
        """Return what a script hands to its last argument."""
        found: object = self.driver.execute_async_script(script, *arguments)
        return found

    def click(self, selector: str) -> None:
        """Click on the first element of a kind."""
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def until(self, script: str, seconds: float = _WAIT_S) -> None:
        """Wait until a script returns something true."""
        WebDriverWait(self.driver, seconds).until(lambda driver: driver.execute_script(script), script)

    def press(self, *keys: str) -> None:
        """Press one key after the other, as on a keyboard."""
        actions = ActionChains(self.driver, duration=0)
        for key in keys:
            actions.send_keys(key)
        actions.perform()

    def console(self) -> list[str]:
        """Return what was written to the console since the last question."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last question, in order."""
        entries = self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        events = (json.loads(entry["message"])["message"] for entry in entries)
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def set(self, width: int = WIDE, scheme: str = "light", media: str = "screen") -> None:
        """Set the width in CSS pixels, the colour scheme, and the medium that pages are laid out for."""
        size = {"width": width, "height": _HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        # Without motion, colours are what they are at once.
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        features = [{"name": "prefers-color-scheme", "value": scheme}, still]
        self._tell("Emulation.setDeviceMetricsOverride", **size)
        self._tell("Emulation.setEmulatedMedia", media=media, features=features)

    def reset(self) -> None:
        """Undo all settings."""
        self.allow_scripts(allowed=True)
        self._tell("Emulation.clearDeviceMetricsOverride")
        self._tell("Emulation.setEmulatedMedia", media="", features=[])

    def allow_scripts(self, *, allowed: bool) -> None:
        """Have pages run their scripts, or not."""
        self._tell("Emulation.setScriptExecutionDisabled", value=not allowed)

    def allow_clipboard(self) -> None:
        """Have pages read and write the clipboard without asking."""
        self._tell("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])

    def pdf(self) -> bytes:
        """Return the page as it prints on A4."""
        paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False}
        return base64.b64decode(str(self._tell("Page.printToPDF", **paper)["data"]))

    def _tell(self, command: str, **arguments: object) -> dict[str, object]:
        said: dict[str, object] = self.driver.execute_cdp_cmd(command, arguments)
        return said


def elsewhere(requests: Iterable[str], base: str) -> list[str]:
    """Return the requests that go to no address under `base`, the frame that a test puts before a page left out."""
    return [address for address in requests if not address.startswith((base, "about:blank"))]
