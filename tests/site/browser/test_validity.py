"""The pages are valid HTML, by html-validate, and every link of theirs leads somewhere."""

from pathlib import Path

from tests.site.browser.validator import objections
from tests.site.pages import Read, broken, files_below


def test_every_kind_of_element_is_valid(gb_build: Path, gb_shapes: list[str]) -> None:
    assert "\n".join(objections(gb_build / path for path in gb_shapes)) == ""


def test_every_page_of_a_small_site_is_valid(site: Path) -> None:
    assert "\n".join(objections(sorted(site.rglob("*.html")))) == ""


def test_every_page_is_valid_whatever_a_catalogue_says(hostile: Path) -> None:
    assert "\n".join(objections(sorted(hostile.rglob("*.html")))) == ""


def test_a_page_that_is_not_valid_would_be_seen(site: Path, tmp_path: Path) -> None:
    page = (site / "index.html").read_text("utf-8").replace("</main>", "<p id='content'><button>Go</button></main>")
    (tmp_path / "odd.html").write_text(page, "utf-8")
    rules = {fault.split(": ")[1] for fault in objections([tmp_path / "odd.html"])}
    assert rules >= {"no-dup-id", "no-implicit-close", "no-implicit-button-type"}


def test_every_link_leads_to_a_page_and_to_what_it_names_there(gb_build: Path, gb_pages: dict[str, Read]) -> None:
    assert broken(gb_pages, files_below(gb_build)) == []
