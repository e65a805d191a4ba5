"""What a page says and asks for when it is opened: from a disk, and from a folder of a server."""

from pathlib import Path

from tests.site.browser.window import Window, elsewhere


def test_every_type_of_page_opens_in_silence_and_asks_nobody_else(
    window: Window, gb_address: str, gb_types: list[str]
) -> None:
    faults = []
    for path in gb_types:
        window.open(f"{gb_address}/{path}")
        asked = window.requests()
        assert f"{gb_address}/{path}" in asked
        faults += [f"{path} asks for {address}" for address in elsewhere(asked, f"{gb_address}/{_root(path)}/")]
        faults += [f"{path} says {message}" for message in window.console()]
    assert not faults, "\n".join(faults)


def _root(path: str) -> str:
    """Return the folder that a page may be moved about with: the site, or the report's."""
    return path.partition("/")[0]


def test_the_search_asks_nobody_else(window: Window, gb_address: str) -> None:
    window.open(f"{gb_address}/site/items/index.html")
    window.press("/", *"tamper")
    window.until("return document.querySelectorAll('#search-results a').length > 0")
    asked = window.requests()
    assert any(address.endswith("/assets/search-index.js") for address in asked)
    assert elsewhere(asked, f"{gb_address}/site/") == []
    assert window.console() == []


def test_every_page_of_a_small_site_opens_in_silence(window: Window, address: str, site: Path) -> None:
    window.open(f"{address}/index.html")
    for path in sorted(site.rglob("*.html")):
        window.driver.get(f"{address}/{path.relative_to(site).as_posix()}")
        assert window.console() == [], path
    assert elsewhere(window.requests(), address) == []


def test_what_a_page_asks_of_others_would_be_seen(window: Window, tmp_path: Path) -> None:
    odd = tmp_path / "odd.html"
    odd.write_text("<!DOCTYPE html><title>Odd</title><img src='http://192.0.2.1/x.png' alt=''>", "utf-8")
    window.open(odd.as_uri())
    assert elsewhere(window.requests(), tmp_path.as_uri()) == ["http://192.0.2.1/x.png"]


def test_the_console_would_tell_of_code_that_the_policy_forbids(window: Window, site: Path, tmp_path: Path) -> None:
    page = (site / "index.html").read_text("utf-8").replace("</main>", "<script>document.title = 'run'</script></main>")
    (tmp_path / "index.html").write_text(page, "utf-8")
    window.open((tmp_path / "index.html").as_uri())
    assert any("Content Security Policy" in message for message in window.console())
    assert window.driver.title != "run"
