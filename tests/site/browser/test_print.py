"""On paper: the whole text, nothing cut off at the edge, none of what only a screen can use."""

from pathlib import Path

from tests.site.browser import pdf
from tests.site.browser.window import Window

_SAID = "return document.querySelector('main').innerText"
_CONTROLS = """
return [...document.querySelectorAll("header nav, .skip, button, input, select")]
  .filter((control) => control.checkVisibility()).map((control) => control.outerHTML.slice(0, 80));
"""
_BROKEN = """
const broken = [];
for (const cell of document.querySelectorAll("main thead th")) {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/\\w+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) broken.push(word[0]);
    }
  }
}
return broken;
"""
_PAPER = 720  # A4 between its margins, in pixels of 1/96 inch


def lost(window: Window) -> int:
    """Return how many letters of the open page do not get onto the paper: columns beside it, frames that scroll."""
    said = str(window.run(_SAID))
    assert said
    return (pdf.letters(said) - pdf.letters(pdf.text(window.pdf()))).total()


def test_every_type_of_page_is_printed_whole_and_without_controls(
    window: Window, gb_build: Path, gb_types: list[str]
) -> None:
    window.set(media="print")
    faults = []
    for path in gb_types:
        window.driver.get((gb_build / path).as_uri())
        controls = window.run(_CONTROLS)
        assert isinstance(controls, list)
        faults += [f"{path}: {control}" for control in controls]
        if letters := lost(window):
            faults.append(f"{path}: {letters} letters are lost")
    assert not faults, "\n".join(faults)


def test_no_word_of_a_heading_is_broken(window: Window, gb_build: Path) -> None:
    window.set(width=_PAPER, media="print")
    broken = {}
    for path in ("matrix.html", "gaps.html", "items/supply-tamper-state.html", "items/firmware-version.html"):
        window.driver.get((gb_build / "site" / path).as_uri())
        if words := window.run(_BROKEN):
            broken[path] = words
    assert broken == {}


def test_a_table_that_is_cut_off_would_be_seen(window: Window, tmp_path: Path) -> None:
    cells = "".join(f"<td style='white-space: nowrap'>cell number {number} of many" for number in range(20))
    page = f"<main><div style='overflow: auto'><table><tr>{cells}</table></div></main>"
    (tmp_path / "wide.html").write_text(f"<!DOCTYPE html><title>Wide</title>{page}", "utf-8")
    window.set(media="print")
    window.driver.get((tmp_path / "wide.html").as_uri())
    assert lost(window) > 100


def test_the_letters_of_the_matrix_are_printed_on_their_grounds(window: Window, gb_build: Path) -> None:
    window.set(media="print")
    window.driver.get((gb_build / "site/matrix.html").as_uri())
    adjusted = "return [...document.querySelectorAll('.mark')].map((mark) => getComputedStyle(mark).printColorAdjust)"
    found = window.run(adjusted)
    assert isinstance(found, list)
    assert set(found) == {"exact"}
