"""What three people come for: an implementer, the chair of a meeting, an editor of the catalogue."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT
from tests.site.browser import pdf
from tests.site.browser.window import Window

_BUILD_S = 180


class TestTheImplementer:
    """Has an address from the wire, and wants the code that decodes it."""

    @pytest.mark.parametrize("spelling", ["0100010800FF", "1.0.1.8.0*255", "1-0:1.8.0"])
    def test_an_address_in_any_spelling_leads_to_its_object(
        self, window: Window, gb_address: str, spelling: str
    ) -> None:
        search(window, gb_address, spelling)
        assert heading(window).startswith("1-0:1.8.0.255")

    def test_and_from_there_to_the_snippet_that_is_copied_as_it_stands(self, window: Window, gb_address: str) -> None:
        search(window, gb_address, "0100010800FF")
        window.click("main a[href*='active-import-register.html']")
        assert "ActiveImportRegister" in heading(window)
        window.allow_clipboard()
        copied = 0
        for number in range(len(window.driver.find_elements("css selector", "button[data-copy-from]"))):
            shown, said = copy(window, number)
            assert said == shown
            assert "1-0:1.8.0" in said or "active_import_register" in said.lower()
            copied += 1
        assert copied >= 2  # Python and C
        assert window.console() == []


def search(window: Window, address: str, spelling: str) -> None:
    """Type into the search from the first page, by keys alone, and open the first that is found."""
    window.open(f"{address}/site/index.html")
    window.press("/", *spelling)
    window.until("return document.querySelector('#search-results a, #search-results [role=option]') !== null")
    window.press("\ue015", "\ue007")  # down, enter
    window.until("return location.pathname.includes('/objects/')")


def heading(window: Window) -> str:
    """Return the heading of the page, once it is there."""
    window.until("return document.querySelector('h1') !== null")
    return str(window.run("return document.querySelector('h1').textContent"))


def copy(window: Window, number: int) -> tuple[str, str]:
    """Press a page's copy button, and return what it stands for and what is on the clipboard."""
    button = window.driver.find_elements("css selector", "button[data-copy-from]")[number]
    window.run(
        "for (let at = arguments[0]; at; at = at.parentElement) if (at.matches('details')) at.open = true", button
    )
    button.click()
    shown = window.run("return document.getElementById(arguments[0].dataset.copyFrom).textContent", button)
    said = window.wait("navigator.clipboard.readText().then(arguments[0], (error) => arguments[0](String(error)))")
    return str(shown), str(said)


class TestTheChair:
    """Tables what is open for the gas meter, on paper."""

    def test_the_gaps_of_a_device_are_counted_and_printed(self, window: Window, gb_build: Path) -> None:
        report = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
        wanted = [gap for gap in report["gaps"] if gap["device"] == "GSME"]
        others = [gap for gap in report["gaps"] if gap["device"] != "GSME"]
        window.open((gb_build / "report/gap-report.html").as_uri())
        select(window, "device", "GSME")
        total = f"{len(report['gaps']):,}"
        assert f"{len(wanted):,} of {total} gaps" in str(window.run("return document.body.innerText"))
        shown = window.run(_SHOWN_ROWS)
        assert isinstance(shown, list)
        assert len(shown) == len(wanted) > 0
        assert window.console() == []
        self.check_paper(window, shown, others)

    @staticmethod
    def check_paper(window: Window, shown: list[str], others: list[dict[str, str]]) -> None:
        """What is chosen is printed, with the choice, and what is not chosen is not."""
        window.set(media="print")
        printed = pdf.letters(pdf.text(window.pdf()))
        assert (pdf.letters("".join(shown)) - printed).total() == 0


def select(window: Window, facet: str, value: str) -> None:
    """Choose a value of a facet, as a person does: by the keyboard."""
    field = window.driver.find_element("css selector", f"#gaps-filter select[name={facet}]")
    field.send_keys(value)
    window.until(f"return document.querySelector('#gaps-filter select[name={facet}]').value === {json.dumps(value)}")


_SHOWN_ROWS = """
return [...document.querySelectorAll("table.gaps tbody tr")].filter((row) => row.checkVisibility())
  .map((row) => row.innerText);
"""


class TestTheEditor:
    """Corrects a cell, and sees the page follow."""

    def test_a_page_shows_what_was_typed_into_the_workbook(self, window: Window, gb_copy: Path) -> None:
        with serving(gb_copy) as address:
            window.open(f"{address}items/active-import-register.html")
            window.until("return document.querySelector('h1')?.textContent.includes('ActiveImportRegister')", _BUILD_S)
            assert "ACME-1" not in str(window.run("return document.body.textContent"))
            change(gb_copy / "smets2.xlsx")
            window.until("return document.querySelector('main')?.textContent.includes('ACME-1')", _BUILD_S)
        assert window.driver.current_url == f"{address}items/active-import-register.html"


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
        if row[3].value == "ActiveImportRegister":
            row[2].value = "ACME-1"
    book.save(workbook)
