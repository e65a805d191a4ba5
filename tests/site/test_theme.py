"""The style sheet by its own rules: enough contrast in both schemes, colours by name, nothing from elsewhere."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.site.pages import read

_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_TEXTS = (
    "ink",
    "soft",
    "link",
    "mapped",
    "limited",
    "planned",
    "unaddressed",
    "no-home",
    "proposed",
    "undecided",
    "error",
    "warning",
)
_FILLED = ("mapped", "limited", "no-home")
_GROUNDS = ("paper", "sheet", "band")

# WCAG 2.2: 1.4.6 for text, 1.4.11 for what bounds a control or shows the focus.
_TEXT, _FRAME = 7.0, 3.0


@pytest.fixture(scope="module")
def sheet(site: Path) -> str:
    return (site / "assets/site.css").read_text("utf-8")


@pytest.fixture(scope="module", params=["light", "dark"])
def colours(request: pytest.FixtureRequest, sheet: str) -> dict[str, str]:
    """The colours of a scheme by name."""
    return {name: light if request.param == "light" else dark for name, light, dark in _TOKEN.findall(sheet)}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


class TestContrast:
    def test_text_stands_out_on_every_ground(self, colours: dict[str, str]) -> None:
        pairs = product(_TEXTS, _GROUNDS)
        assert [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < _TEXT] == []

    def test_a_letter_stands_out_on_its_mark(self, colours: dict[str, str]) -> None:
        assert [name for name in _FILLED if contrast(colours[name], colours["on-mark"]) < _TEXT] == []

    def test_a_match_stands_out(self, colours: dict[str, str]) -> None:
        assert contrast(colours["ink"], colours["hit"]) >= _TEXT

    @pytest.mark.parametrize("name", ["edge", "focus"])
    def test_controls_and_focus_have_a_frame(self, colours: dict[str, str], name: str) -> None:
        assert [ground for ground in _GROUNDS if contrast(colours[name], colours[ground]) < _FRAME] == []


class TestSheet:
    def test_the_scheme_is_asked_for_by_name_alone(self, sheet: str) -> None:
        # A reader may choose another one than the system's.
        assert "prefers-color-scheme" not in sheet

    def test_colours_stand_in_the_tokens_alone(self, sheet: str) -> None:
        rules = sheet[sheet.index("*, ::before") : sheet.index("@media print {\n  :root")]
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", rules) == []

    def test_every_name_that_is_used_is_there(self, sheet: str) -> None:
        made = set(re.findall(r"--([\w-]+):", sheet))
        assert set(re.findall(r"var\(--([\w-]+)\)", sheet)) - made == set()

    def test_each_standing_has_a_mark(self, sheet: str) -> None:
        for name in ("exact", "limited", "carried", *_TEXTS[5:10], "not-applicable"):
            assert f".mark.{name}" in sheet
            assert f".matrix .{name}" in sheet


class TestMissingPage:
    def test_it_is_the_same_at_any_depth(self, site: Path) -> None:
        page = read((site / "404.html").read_text("utf-8"))
        assert (page.links, page.loads, page.inline) == ([], [], [])
        assert "No such page" in page.text
        assert "Small: a dozen rows" in (site / "404.html").read_text("utf-8")
