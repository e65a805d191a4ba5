"""The matrix in a real browser: filter, sort, state in the address, keyboard."""

from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from tests.site.browser.window import Window

_ROWS = """
return [...document.querySelectorAll('#matrix tbody tr:not(.group)')].filter((row) => row.checkVisibility())
  .map((row) => row.querySelector('td').textContent);
"""
_COUNT = "return document.querySelector('[data-filter=matrix] output').textContent"


def rows(window: Window) -> list[str]:
    """Return the printed rows shown, in order."""
    found = window.run(_ROWS)
    assert isinstance(found, list)
    return [str(row) for row in found]


def headings(window: Window) -> object:
    """Return the groups' headings shown."""
    shown = "[...document.querySelectorAll('#matrix tr.group')].filter((row) => row.checkVisibility())"
    return window.run(f"return {shown}.map((row) => row.textContent)")


def type_in(window: Window, words: str) -> None:
    """Type into the text filter."""
    window.run("document.querySelector('[data-filter=matrix] [name=q]').focus()")
    window.press(*words)


def tick(window: Window, facet: str, value: str) -> None:
    """Tick a facet's box, as a click does."""
    window.run(f"document.querySelector('[data-filter=matrix] [name={facet}][value=\"{value}\"]').click()")


def state(window: Window) -> dict[str, list[str]]:
    """Return the state in the address."""
    return parse_qs(urlsplit(window.driver.current_url).query)


@pytest.fixture
def matrix(window: Window, address: str) -> Window:
    """The matrix of the small model."""
    window.open(f"{address}/matrix.html")
    window.until(f"{_COUNT} !== ''")
    return window


class TestFilter:
    def test_a_word_of_the_name(self, matrix: Window) -> None:
        assert matrix.run(_COUNT) == "7 of 7 elements"
        type_in(matrix, "tamper")
        assert matrix.run(_COUNT) == "2 of 7 elements"
        assert rows(matrix) == ["1401", "1960"]
        assert headings(matrix) == ["SupplyTamperState"]
        assert matrix.console() == []

    @pytest.mark.parametrize(
        ("words", "shown"),
        [
            ("362", ["362"]),
            ("0100020800FF", ["100", "233", "362"]),
            ("1-0:2.8.0 scaler", ["233", "362"]),
            ("0x0702", ["1401", "1960", ""]),
            ("5.7.5.2 restore", ["1771"]),
            ("no such thing", []),
        ],
    )
    def test_a_row_an_address_in_any_spelling_a_section(self, matrix: Window, words: str, shown: list[str]) -> None:
        type_in(matrix, words)
        assert sorted(rows(matrix)) == sorted(shown)

    def test_a_standing_of_any_column(self, matrix: Window) -> None:
        tick(matrix, "standing", "A")
        assert rows(matrix) == ["1771"]
        tick(matrix, "standing", "P")
        assert rows(matrix) == ["", "1771"]

    def test_a_device_shows_its_elements_and_its_columns(self, matrix: Window) -> None:
        tick(matrix, "device", "GSME")
        assert rows(matrix) == ["1401", "1960"]
        shown = (
            "return [...document.querySelectorAll('#matrix thead [data-column]')].filter((th) => th.checkVisibility())"
        )
        assert matrix.run(f"{shown}.map((th) => th.dataset.device)") == ["GSME", "GSME"]

    def test_a_standing_in_a_column(self, matrix: Window) -> None:
        tick(matrix, "device", "ESME")
        tick(matrix, "protocol", "sep")
        tick(matrix, "standing", "P")
        assert rows(matrix) == [""]

    def test_reset_shows_all_again(self, matrix: Window) -> None:
        type_in(matrix, "restore")
        assert matrix.run(_COUNT) == "1 of 7 elements"
        matrix.click("[data-filter=matrix] .reset")
        assert matrix.run(_COUNT) == "7 of 7 elements"
        matrix.until("return location.search === ''")

    def test_the_time_that_it_took_is_told(self, matrix: Window) -> None:
        told = matrix.wait(
            "const done = arguments[0]; document.addEventListener('metermap:filtered', (event) => done(event.detail),"
            "{ once: true }); const field = document.querySelector('[data-filter=matrix] [name=q]');"
            "field.value = 'tamper'; field.dispatchEvent(new Event('input', { bubbles: true }));"
        )
        assert isinstance(told, dict)
        assert (told["shown"], told["total"]) == (2, 7)
        assert 0 <= told["filtered"] <= told["painted"]


class TestSort:
    def test_by_row_and_back(self, matrix: Window) -> None:
        first = rows(matrix)
        matrix.click("[data-sort=row] button")
        assert rows(matrix) == ["100", "233", "362", "1401", "1771", "1960", ""]
        assert headings(matrix) == []
        matrix.click("[data-sort=row] button")
        assert rows(matrix) == ["1960", "1771", "1401", "362", "233", "100", ""]
        assert matrix.run("return document.querySelector('[data-sort=row]').ariaSort") == "descending"
        matrix.click("[data-sort=row] button")
        assert rows(matrix) == first

    def test_by_the_standing_in_a_column(self, matrix: Window) -> None:
        matrix.click("[data-sort=ESME-dlms] button")
        ordered = "[...document.querySelectorAll('#matrix tbody tr:not(.group)')]"
        letters = matrix.run(f"return {ordered}.map((row) => row.dataset.s[0]).join('')")
        assert isinstance(letters, str)
        order = "ELCAFN\N{EN DASH}PU "
        assert list(letters) == sorted(letters, key=order.index)

    def test_a_sorted_row_names_its_item(self, matrix: Window) -> None:
        matrix.click("[data-sort=row] button")
        name = "return document.querySelector('#matrix tbody tr:not(.group)[data-q*=\"#100 \"] th').innerText"
        assert matrix.run(name) == "ActiveExportRegister value"

    def test_sorted_and_filtered_go_together(self, matrix: Window) -> None:
        type_in(matrix, "export")
        matrix.click("[data-sort=row] button")
        assert rows(matrix) == ["100", "233", "362"]
        matrix.press(Keys.TAB)
        type_in(matrix, " scale")
        assert rows(matrix) == ["233", "362"]
        matrix.click("[data-sort=row] button")
        matrix.click("[data-sort=row] button")
        assert rows(matrix) == ["233", "362"]


class TestAddress:
    def test_it_has_the_state_and_opening_it_restores_it(self, matrix: Window) -> None:
        type_in(matrix, "value")
        tick(matrix, "device", "ESME")
        matrix.click("[data-sort=row] button")
        matrix.until("return location.search.includes('device')")
        assert state(matrix) == {"q": ["value"], "device": ["ESME"], "sort": ["row"]}
        shown = rows(matrix)
        matrix.open(matrix.driver.current_url)
        assert rows(matrix) == shown
        assert matrix.run("return document.querySelector('[data-filter=matrix] [name=q]').value") == "value"

    def test_sorted_when_it_opens_it_still_knows_its_groups(self, window: Window, address: str) -> None:
        window.open(f"{address}/matrix.html?sort=row&q=tamper")
        window.until(f"{_COUNT} === '2 of 7 elements'")
        assert (rows(window), headings(window)) == (["1401", "1960"], [])
        window.click("[data-sort=row] button")
        window.click("[data-sort=row] button")
        assert (rows(window), headings(window)) == (["1401", "1960"], ["SupplyTamperState"])

    def test_the_way_back_restores_it(self, matrix: Window) -> None:
        type_in(matrix, "tamper")
        matrix.until("return location.search === '?q=tamper'")
        matrix.click("#matrix tbody:not([hidden]) tr.group a")
        matrix.driver.back()
        matrix.until(f"{_COUNT} === '2 of 7 elements'")
        assert rows(matrix) == ["1401", "1960"]

    @pytest.mark.parametrize(
        "query", ["?standing=<script>", "?device=__proto__&sort=constructor", "#?q=%22%3E", "?q=%E0"]
    )
    def test_a_hostile_state_is_words_or_nothing(self, window: Window, address: str, query: str) -> None:
        window.open(f"{address}/matrix.html{query}")
        window.until(f"{_COUNT} !== ''")
        assert window.console() == []

    def test_a_fragment_will_do_where_a_query_will_not(self, window: Window, address: str) -> None:
        window.open(f"{address}/matrix.html#?q=tamper")
        window.until(f"{_COUNT} === '2 of 7 elements'")


class TestKeyboard:
    def test_arrows_move_over_groups_and_hidden_rows(self, matrix: Window) -> None:
        type_in(matrix, "value")
        matrix.run("document.querySelector('#matrix tbody:not([hidden]) th a').focus()")
        seen = []
        for _ in range(8):
            matrix.press(Keys.ARROW_DOWN)
            seen.append(matrix.run("return document.activeElement.closest('tr').dataset.s ?? 'group'"))
        assert seen.count("group") == 2
        assert seen[-1] == seen[-2]  # the last row
        assert matrix.run("return document.activeElement.closest('tr').checkVisibility()")

    def test_a_cell_can_be_reached_and_opens_its_element(self, matrix: Window) -> None:
        matrix.run("document.querySelector('#matrix tr:not(.group) a').focus()")
        matrix.press(Keys.END)
        assert matrix.run("return [document.activeElement.localName, document.activeElement.cellIndex]") == ["td", 5]
        matrix.press(Keys.HOME, Keys.ARROW_RIGHT)
        assert matrix.run("return document.activeElement.localName") == "a"
        matrix.press(Keys.ARROW_RIGHT, Keys.ENTER)
        matrix.until("return location.pathname.includes('/items/')")

    def test_the_tab_key_passes_through_the_table_once(self, matrix: Window) -> None:
        stops = (
            "return document.querySelectorAll('#matrix tbody [tabindex=\"0\"], #matrix tbody a:not([tabindex])').length"
        )
        assert matrix.run(stops) == 1
        type_in(matrix, "tamper")
        assert matrix.run(stops) == 1
        matrix.until("return document.querySelector('#matrix tbody [tabindex=\"0\"]').checkVisibility()")

    def test_a_focused_row_is_not_under_the_heading(self, window: Window, gb_address: str) -> None:
        window.open(f"{gb_address}/site/matrix.html")
        window.run("document.querySelectorAll('#matrix tbody th a')[300].focus()")
        for _ in range(60):
            window.press(Keys.ARROW_UP)
        covered = (
            "const box = document.activeElement.getBoundingClientRect();"
            "const top = document.elementFromPoint(box.left + 3, box.top + 3);"
            "return document.activeElement.contains(top) || top.contains(document.activeElement)"
        )
        assert window.run(covered) is True
