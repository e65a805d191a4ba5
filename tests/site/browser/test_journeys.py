"""What three people come for: an implementer, the chair of a meeting, an editor of the catalogue."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.conftest import ROOT
from tests.site.browser import pdf
from tests.site.browser.window import Window

_BUILD_S = 180


class TestTheImplementer:
    """Has an address from the wire, and wants the code that decodes it."""

    def test_an_address_leads_to_the_snippet_that_is_copied_as_it_stands(self, window: Window, gb_address: str) -> None:
        search(window, gb_address, "0100020800FF")
        assert "1-0:2.8.0.255" in heading(window)
        window.click("main a[href*='active-export-register.html']")
        assert heading(window) == "ActiveExportRegister"
        window.allow_clipboard()
        copied = [copy(window, button) for button in window.driver.find_elements(By.CSS_SELECTOR, _COPY)]
        assert len(copied) >= 2  # Python and C
        assert [said for _, said in copied] == [shown for shown, _ in copied]
        assert any("import" in said for _, said in copied)
        assert any("#include" in said for _, said in copied)
        assert window.console() == []


_COPY = "button[data-copy-from]"


def search(window: Window, address: str, spelling: str) -> None:
    """Type into the search from the first page, by keys alone, and open the first that is found."""
    window.open(f"{address}/site/index.html")
    window.press("/", *spelling)
    window.until("return document.querySelector('#search-results a, #search-results [role=option]') !== null")
    window.press(Keys.ARROW_DOWN, Keys.ENTER)
    window.until("return location.pathname.includes('/objects/')")


def heading(window: Window) -> str:
    """Return the heading of the page, once it is there."""
    window.until("return document.querySelector('h1') !== null")
    return str(window.run("return document.querySelector('h1').textContent"))


def copy(window: Window, button: WebElement) -> tuple[str, str]:
    """Press a copy button, and return what it stands for and what is on the clipboard."""
    window.run(_OPEN, button)
    button.click()
    window.until("return document.hasFocus()")
    shown = window.run("return document.getElementById(arguments[0].dataset.copyFrom).textContent", button)
    said = window.wait("navigator.clipboard.readText().then(arguments[0], (error) => arguments[0](String(error)))")
    return str(shown), str(said)


# What is folded away is opened first.
_OPEN = "for (let at = arguments[0]; at; at = at.parentElement) if (at.matches('details')) at.open = true"


class TestTheChair:
    """Tables what is open for the gas meter, on paper."""

    def test_the_gaps_of_a_device_are_counted_and_printed(self, window: Window, gb_build: Path) -> None:
        gaps = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))["gaps"]
        wanted = [gap for gap in gaps if gap["device"] == "GSME"]
        window.open((gb_build / "report/gap-report.html").as_uri())
        select(window, "device", "GSME")
        count = f"{len(wanted):,} of {len(gaps):,} gaps"
        assert count in str(window.run("return document.querySelector('output').textContent"))
        window.set(media="print")
        shown = window.run(_GAPS)
        assert isinstance(shown, list)
        assert len(shown) == len(wanted) > 0
        printed = pdf.text(window.pdf())
        assert count in printed
        assert (pdf.letters("".join(shown)) - pdf.letters(printed)).total() == 0
        after = re.escape(str(window.run(_NEXT)))
        rows = re.split(rf"^\s*{after}$", printed[printed.index(count) :], maxsplit=1, flags=re.MULTILINE)[0]
        assert Counter(re.findall(r"^\s*(\w+) over\b", rows, re.MULTILINE)) == {"GSME": len(wanted)}
        assert window.console() == []

    def test_what_can_be_settled_leads_to_its_gaps(self, window: Window, gb_build: Path) -> None:
        gaps = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))["gaps"]
        wanted = sum(gap["standing"] == "undecided" for gap in gaps)
        window.open((gb_build / "report/gap-report.html").as_uri())
        window.click("a[data-choice='standing=undecided']")
        count = f"{wanted:,} of {len(gaps):,} gaps"
        window.until(f"return document.querySelector('#gaps output').textContent.startsWith('{count}')")


# The rows of the gaps that are laid out; what a filter hides is not.
_GAPS = """
return [...document.querySelectorAll("#gaps-table tbody tr")].filter((row) => row.checkVisibility())
  .map((row) => row.innerText);
"""


def select(window: Window, facet: str, value: str) -> None:
    """Choose a value of a facet, as a person does: by the keyboard."""
    selector = f"[data-filter=gaps-table] select[name={facet}]"
    field = window.driver.find_element(By.CSS_SELECTOR, selector)
    field.send_keys(value)
    window.until(f"return document.querySelector('{selector}').value === {json.dumps(value)}")


# The heading of the section after that of the gaps.
_NEXT = "return document.querySelector('#gaps ~ section h2').textContent"


class TestTheEditor:
    """Corrects a cell, and sees the page follow."""

    def test_a_page_shows_what_was_typed_into_the_workbook(self, window: Window, gb_copy: Path) -> None:
        with serving(gb_copy) as address:
            window.open(f"{address}items/power-import-collection.html")
            window.until("return document.querySelector('h1')?.textContent.includes('PowerImportCollection')", _BUILD_S)
            assert "ACME-1" not in str(window.run("return document.body.textContent"))
            change(gb_copy / "smets2.xlsx")
            window.until("return document.querySelector('main')?.textContent.includes('ACME-1')", _BUILD_S)
        assert window.driver.current_url == f"{address}items/power-import-collection.html"


@contextmanager
def serving(workspace: Path) -> Iterator[str]:
    """Run ``metermap site serve`` on a free port, and yield the address that it tells."""
    command = [sys.executable, "-m", "metermap", "site", "serve", str(workspace), "--port", "0"]
    program = subprocess.Popen(command, cwd=ROOT / "src", stderr=subprocess.PIPE, text=True)
    assert program.stderr is not None
    try:
        found = re.search(r"http://\S+/", program.stderr.readline())
        assert found is not None
        yield found[0]
    finally:
        program.terminate()
        program.communicate(timeout=_BUILD_S)


def change(workbook: Path) -> None:
    """Type another reference into each row of an item, and save."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Elements"]
    for row in sheet.iter_rows():
        if row[3].value == "PowerImportCollection":
            row[2].value = "ACME-1"
    book.save(workbook)
