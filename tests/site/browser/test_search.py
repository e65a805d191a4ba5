"""The search in a real browser: it finds every spelling, by hand and by keyboard, and runs nothing that it is given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from metermap.codegen.base import GeneratorInput
from metermap.core.files import write_tree
from metermap.core.logical_names import LogicalName, parse_logical_name
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from tests.site.browser.window import Window
from tests.site.test_search import with_constant

_STATUS = "document.querySelector('#search-status').textContent"
_TITLES = "return [...document.querySelectorAll('#search-results .title')].map((title) => title.textContent)"
_PAGE_TITLES = "return [...document.querySelectorAll('#search-page .title')].map((title) => title.textContent)"

EXPORT = "1-0:2.8.0.255"
METERING = "0x0702 Metering"
DELIVERED = "CurrentSummationDelivered"

SPELLINGS = [
    (EXPORT, EXPORT),
    ("1-0:2.8.0*255", EXPORT),
    ("1.0.2.8.0.255", EXPORT),
    ("1.0.2.8.0*255", EXPORT),
    ("1-0:2.8.0&255", EXPORT),
    ("0100020800FF", EXPORT),
    ("0100020800ff", EXPORT),
    ("0x0100020800FF", EXPORT),
    ("01 00 02 08 00 FF", EXPORT),
    ("01-00-02-08-00-FF", EXPORT),
    ("1 - 0 : 2.8.0.255", EXPORT),
    ("1\N{EN DASH}0:2.8.0.255", EXPORT),
    ("\N{FULLWIDTH DIGIT ONE}-0:2.8.0.255", EXPORT),
    ("1-0:2.8.0", EXPORT),
    ("2.8.0", EXPORT),
    ("0x0702", METERING),
    ("0X0702", METERING),
    ("0x702", METERING),
    ("0702", METERING),
    ("1794", METERING),
    ("metering", METERING),
    ("CurrentSummationDelivered", DELIVERED),
    ("currentsummation", DELIVERED),
    ("current summation", DELIVERED),
    ("delivered current", DELIVERED),
    ("0x0702/0x0000", DELIVERED),
    ("0702/0000", DELIVERED),
    ("0x0702/0x0D", "SetSupplyStatus"),
    ("0x0607", "SupplyTamperState"),
    ("tamper", "SupplyTamperState"),
    ("TAMPER supply", "SupplyTamperState"),
    ("active export", "ActiveExportRegister"),
    ("ECS17a", "ECS17a"),
    ("ecs17a", "ECS17a"),
    ("0x0026", "ECS17a"),
    ("0026", "ECS17a"),
    ("#362", "ActiveExportRegister.scale"),
    ("362", "ActiveExportRegister.scale"),
    ("row 362", "ActiveExportRegister.scale"),
    ("class 3", "Register"),
    ("register", "Register"),
    ("charge", "Charge"),
    ("5.7.5.2", "SMETS 5.7.5.2"),
    ("smets 5.7.5", "SMETS 5.7.5"),
    ("ESME", "ESME"),
    ("mm501", "MM501"),
    ("gap report", "Gap report"),
    ("undecided", "Matrix: undecided"),
]


def ask(window: Window, query: str) -> list[str]:
    """Put a query into the field, and return the titles found."""
    window.run(
        "const field = document.querySelector('#search-field'); field.focus();"
        "document.querySelector('#search-status').textContent = '';"
        "field.value = arguments[0]; field.dispatchEvent(new Event('input', { bubbles: true }));",
        query,
    )
    window.until(f"return /found/i.test({_STATUS})")
    found = window.run(_TITLES)
    assert isinstance(found, list)
    return [str(title) for title in found]


@pytest.fixture
def anywhere(window: Window, address: str) -> Window:
    """A page in a folder, so that links out of the index have to find the root."""
    window.open(f"{address}/objects/index.html")
    return window


class TestFinding:
    def test_every_spelling(self, anywhere: Window) -> None:
        first = {query: (ask(anywhere, query) or ["nothing"])[0] for query, _ in SPELLINGS}
        assert first == dict(SPELLINGS)
        assert anywhere.console() == []

    def test_a_number_is_not_found_inside_another(self, anywhere: Window) -> None:
        assert ask(anywhere, "60") == []  # of row 1960
        assert ask(anywhere, "196")[0] == "SupplyTamperState.value"  # while it is being typed
        assert ask(anywhere, "8.0.25")[0] == EXPORT

    def test_results_stand_in_groups_and_say_where_they_match(self, anywhere: Window) -> None:
        ask(anywhere, "tamper")
        kinds = anywhere.run("return [...document.querySelectorAll('#search-results .kind')].map((k) => k.textContent)")
        assert kinds == ["Data item", "Attribute", "Element"]
        marked = anywhere.run("return [...new Set([...document.querySelectorAll('mark')].map((m) => m.textContent))]")
        assert marked == ["Tamper"]

    @pytest.mark.parametrize(("typed", "meant"), [("tampre", "tamper"), ("suply tamper", "supply tamper")])
    def test_a_slip_is_asked_about(self, anywhere: Window, typed: str, meant: str) -> None:
        assert ask(anywhere, typed) == []
        assert anywhere.run(f"return {_STATUS}") == f"Nothing found. Did you mean {meant}?"

    @pytest.mark.parametrize(
        "query",
        [
            "<img src=x onerror=alert(1)>",
            '"><script>document.title = "run"</script>',
            "((((",
            "\\",
            "[a-",
            "\u202etamper",
            "__proto__",
            "constructor",
            "0x" + "f" * 98,
            "a" * 100,
            "\N{PILE OF POO}" * 50,
        ],
    )
    def test_a_hostile_query_finds_nothing_and_runs_nothing(self, anywhere: Window, query: str) -> None:
        title = anywhere.driver.title
        assert ask(anywhere, query) == []
        assert anywhere.run("return document.querySelectorAll('#search-form img, #search-form script').length") == 0
        assert (anywhere.driver.title, anywhere.console()) == (title, [])


@pytest.fixture(scope="module")
def citing(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site in which a constant cites 1-0:1.8.0.255, which no statement is at."""
    folder = tmp_path_factory.mktemp("citing")
    asked = GeneratorInput(with_constant("0x0100010800FF"), "small", {}, load_dictionaries())
    write_tree(folder / "site-src", generate(asked).files)
    assert render(folder / "site-src", folder / "site") == ()
    return (folder / "site").as_uri()


_DETAILS = "return [...document.querySelectorAll('.hit .detail')].map((detail) => detail.textContent)"
_MEANING = "Electricity (AC), Sum Li Active power+ (QI+QIV), Time integral 1, Total"


class TestCited:
    @pytest.mark.parametrize("query", ["1-0:1.8.0.255", "0100010800FF", "1.0.1.8.0.255"])
    def test_what_only_cites_a_name_says_so_and_that_nothing_is_at_it(
        self, window: Window, citing: str, query: str
    ) -> None:
        window.open(f"{citing}/index.html")
        assert ask(window, query) == ["ActiveExportRegister.scale"]
        assert window.run(_DETAILS) == ["row 362, ESME, cites 1-0:1.8.0.255 as a constant"]
        assert window.run(f"return {_STATUS}") == "1 found. No statement is at 1-0:1.8.0.255"
        assert window.console() == []

    def test_it_stands_below_what_has_the_words_itself(self, window: Window, citing: str) -> None:
        window.open(f"{citing}/index.html")
        assert ask(window, "8.0.255")[-1] == "ActiveExportRegister.scale"
        assert ask(window, EXPORT)[0] == EXPORT
        details = window.run(_DETAILS)
        assert isinstance(details, list)
        assert not [detail for detail in details if "cites" in detail]

    def test_the_page_of_results_says_what_the_dictionary_calls_it(self, window: Window, citing: str) -> None:
        window.open(f"{citing}/search.html?q=1-0:1.8.0.255")
        window.until("return document.querySelectorAll('#search-page .hit').length > 0")
        said = window.run("return document.querySelector('#search-page').textContent")
        assert f"No statement is at 1-0:1.8.0.255; the dictionary calls it: {_MEANING}." in str(said)

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("1-0:99.8.0.255", "Nothing found. No statement is at 1-0:99.8.0.255"),
            ("0x0702/0x0999", "Nothing found. No statement is at 0x0702/0x0999"),
            ("0x0999", "Nothing found. No statement is at 0x0999"),
            ("9999", "Nothing found"),
            ("2.8.0.2555", "Nothing found"),
        ],
    )
    def test_an_address_that_nothing_has_is_named(self, anywhere: Window, query: str, said: str) -> None:
        assert ask(anywhere, query) == []
        assert anywhere.run(f"return {_STATUS}") == said

    @pytest.mark.parametrize("query", [EXPORT, "0x0702", "0x0702/0x0000", "0x0026", "tamper", "1.8"])
    def test_what_something_has_is_not(self, anywhere: Window, query: str) -> None:
        ask(anywhere, query)
        assert "No statement" not in str(anywhere.run(f"return {_STATUS}"))


_OCTET = st.integers(0, 255)


def spellings(name: LogicalName) -> list[str]:
    a, b, c, d, e, f = name.groups
    octets = name.octets.hex()
    return [
        f"{a}-{b}:{c}.{d}.{e}.{f}",
        f"{a}-{b}:{c}.{d}.{e}*{f}",
        f"{a}.{b}.{c}.{d}.{e}.{f}",
        f" {a} - {b} : {c}.{d}.{e}.{f} ",
        f"{a}\N{EN DASH}{b}:{c}.{d}.{e}.{f}",
        octets,
        octets.upper(),
        f"0x{octets}",
        name.octets.hex(" "),
        name.octets.hex("-"),
        name.octets.hex(":"),
    ]


@pytest.fixture(scope="module")
def spelled(browser: Chrome, address: str) -> Chrome:
    browser.get(f"{address}/search.html")
    return browser


@settings(max_examples=40, deadline=None)
@given(name=st.builds(LogicalName, _OCTET, _OCTET, _OCTET, _OCTET, _OCTET, _OCTET))
def test_the_page_reads_a_logical_name_as_the_catalogue_does(spelled: Chrome, name: LogicalName) -> None:
    written = spellings(name)
    assert {parse_logical_name(text) for text in written} == {name}
    read = spelled.execute_script("return arguments[0].map((text) => window.metermap.words(text).join(' '))", written)
    assert set(read) == {str(name)}


class TestField:
    def test_the_keyboard_alone_will_do(self, window: Window, address: str) -> None:
        window.open(f"{address}/index.html")
        window.press("/")
        assert window.run("return document.activeElement.id") == "search-field"
        assert ask(window, "tamper")
        window.press(Keys.ARROW_DOWN)
        active = window.run(
            "const field = document.activeElement; const option = document.getElementById("
            "field.getAttribute('aria-activedescendant')); return [field.getAttribute('aria-expanded'),"
            "option.getAttribute('aria-selected'), option.querySelector('.title').textContent]"
        )
        assert active == ["true", "true", "SupplyTamperState"]
        window.press(Keys.ENTER)
        window.until("return location.pathname.endsWith('/items/supply-tamper-state.html')")
        assert window.console() == []

    def test_the_arrow_goes_round_and_escape_closes(self, anywhere: Window) -> None:
        ask(anywhere, "tamper")
        anywhere.press(Keys.ARROW_UP)
        assert anywhere.run("return document.querySelector('[aria-selected=true] .title').textContent") == (
            "SupplyTamperState.value"
        )
        anywhere.press(Keys.ARROW_DOWN)
        assert anywhere.run("return document.querySelector('[aria-selected=true]')") is None
        anywhere.press(Keys.ESCAPE)
        closed = (
            "const field = document.activeElement; return [field.id, field.getAttribute('aria-expanded'), field.value]"
        )
        assert anywhere.run(closed) == ["search-field", "false", "tamper"]

    def test_enter_opens_what_was_named_exactly(self, anywhere: Window) -> None:
        ask(anywhere, "0100020800FF")
        anywhere.press(Keys.ENTER)
        anywhere.until("return location.pathname.endsWith('/objects/3-1-0-2-8-0-255.html')")

    def test_enter_lists_what_was_not(self, anywhere: Window) -> None:
        ask(anywhere, "tamper")
        anywhere.press(Keys.ENTER)
        anywhere.until("return location.pathname.endsWith('/search.html')")
        anywhere.until("return document.querySelectorAll('#search-page .title').length > 0")
        assert anywhere.run("return location.search") == "?q=tamper"


class TestPage:
    def test_a_search_can_be_linked(self, window: Window, address: str) -> None:
        window.open(f"{address}/search.html?q=active+export")
        window.until("return document.querySelectorAll('#search-page .hit').length > 0")
        titles = window.run(_PAGE_TITLES)
        assert isinstance(titles, list)
        assert titles[0] == "ActiveExportRegister"
        assert window.run("return document.querySelector('#search-field').value") == "active export"
        window.click("#search-page .hit")
        window.until("return location.pathname.endsWith('/items/active-export-register.html')")

    def test_a_slip_leads_on(self, window: Window, address: str) -> None:
        window.open(f"{address}/search.html?q=tampre")
        window.until("return document.querySelector('#search-page a') !== null")
        window.click("#search-page a")
        window.until("return location.search === '?q=tamper'")
        window.until("return document.querySelectorAll('#search-page .title').length > 0")

    def test_a_hostile_link_runs_nothing(self, window: Window, address: str) -> None:
        window.open(f"{address}/search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
        window.until("return document.querySelector('#search-page').textContent.includes('Nothing found')")
        assert window.run("return document.querySelectorAll('main img').length") == 0
        assert window.console() == []
