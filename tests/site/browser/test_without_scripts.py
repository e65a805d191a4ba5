"""Where no scripts run: all can be read and reached, and nothing is there that does not work."""

from pathlib import Path

import pytest

from tests.site.browser.window import Window

# What only a script can answer; a link, and details that open, need none.
_CONTROLS = """
return [...document.querySelectorAll("button, input, select, textarea, [role=button], [role=tab], a:not([href])")]
  .filter((control) => control.checkVisibility()).map((control) => control.outerHTML.slice(0, 80));
"""


@pytest.fixture
def still(window: Window) -> Window:
    """The window, in which no page runs scripts."""
    window.allow_scripts(allowed=False)
    return window


def test_there_is_no_control_that_does_nothing(still: Window, gb_build: Path, gb_types: list[str]) -> None:
    faults = []
    for path in gb_types:
        still.driver.get((gb_build / path).as_uri())
        controls = still.run(_CONTROLS)
        assert isinstance(controls, list)
        faults += [f"{path}: {control}" for control in controls]
    assert not faults, "\n".join(faults)


_ROWS = """
const rows = [...document.querySelectorAll("#matrix tbody tr:not(.group)")];
return [rows.length, rows.filter((row) => row.checkVisibility()).length, rows.map((row) => row.textContent).join()];
"""


def test_the_matrix_can_be_read(still: Window, gb_build: Path) -> None:
    still.driver.get((gb_build / "site/matrix.html").as_uri())
    found = still.run(_ROWS)
    assert isinstance(found, list)
    rows, shown, said = found
    assert rows == shown > 700
    assert "measurementPeriod" in said


def test_links_lead_on(still: Window, gb_address: str) -> None:
    still.driver.get(f"{gb_address}/site/index.html")
    still.click("nav a[href='items/index.html']")
    still.click("main a[href$='active-export-register.html']")
    assert still.driver.current_url == f"{gb_address}/site/items/active-export-register.html"
    assert "1-0:2.8.0.255" in str(still.run("return document.querySelector('main').innerText"))


def test_scripts_did_not_run(still: Window, site: Path) -> None:
    still.driver.get((site / "index.html").as_uri())
    assert still.run("return document.querySelector('#search-form').checkVisibility()") is False
    still.allow_scripts(allowed=True)
    still.driver.get((site / "index.html").as_uri())
    assert still.run("return document.querySelector('#search-form').checkVisibility()") is True
