"""The picture: bars that are read without colour, whose numbers are the report's, whatever anybody typed."""

import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.gap_report import build_report
from metermap.codegen.gap_report.as_html import report_svg
from metermap.codegen.gap_report.figures import bars
from metermap.codegen.gap_report.picture import Bar, picture
from metermap.mappings.standing import LETTERS, Standing
from tests.site.hostile import HOSTILE
from tests.site.small_model import small_model

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*found: Bar) -> ET.Element:
    return ET.fromstring(picture(found, "A title"))  # noqa: S314  (it is our own)


def bar(*parts: tuple[Standing, int], device: str = "ESME", protocol: str = "DLMS/COSEM", note: str = "native") -> Bar:
    return Bar(device, protocol, note, sum(count for _, count in parts), parts)


def words(element: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")


def segments(element: ET.Element) -> list[tuple[str, float, float]]:
    """Return pattern, place and width of each part of the first bar."""
    row = element.findall(f"{SVG}g")[0]
    rects = [rect for rect in row.findall(f"{SVG}rect") if rect.get("class") == "edge"]
    return [(rect.get("fill", ""), float(rect.get("x", "")), float(rect.get("width", ""))) for rect in rects]


ALL = bar(*((standing, 10 * number) for number, standing in enumerate(Standing, start=1)))


class TestReadWithoutColour:
    def test_each_standing_has_a_pattern_of_its_own(self) -> None:
        patterns = drawn(ALL).findall(f"{SVG}defs/{SVG}pattern")
        shapes = set()
        for pattern in patterns:
            [ground, *lines] = list(pattern)
            dark = ground.get("fill") != "#ffffff"
            shapes.add((dark, *((line.get("d"), line.get("stroke-width")) for line in lines)))
        assert len(shapes) == len(patterns) == len(Standing)

    def test_each_count_stands_with_its_letter_below_the_bar(self) -> None:
        said = words(drawn(ALL))
        for number, standing in enumerate(Standing, start=1):
            assert f"{LETTERS[standing]} {10 * number}" in said

    def test_the_legend_has_the_standings_that_occur(self) -> None:
        said = words(drawn(bar((Standing.EXACT, 3), (Standing.UNDECIDED, 1))))
        assert said.endswith("E exact U undecided")


class TestBars:
    def test_the_parts_fill_the_bar_without_a_gap(self) -> None:
        found = segments(drawn(ALL))
        for (_, x, width), (_, following, _) in itertools.pairwise(found):
            assert x + width == pytest.approx(following, abs=0.02)
        assert sum(width for _, _, width in found) == pytest.approx(434, abs=0.1)

    def test_they_stand_in_one_order_whatever_the_order_of_the_counts(self) -> None:
        turned = bar(*reversed(ALL.parts))
        assert segments(drawn(turned)) == segments(drawn(ALL))

    def test_the_denominator_stands_beside_the_bar(self) -> None:
        assert "5 of 1,005" in words(drawn(bar((Standing.EXACT, 3), (Standing.CARRIED, 2), (Standing.NO_HOME, 1000))))

    def test_a_device_without_elements_is_told_to_have_none(self) -> None:
        found = drawn(bar())
        assert segments(found) == []
        assert "no elements" in words(found)

    @given(st.dictionaries(st.sampled_from(Standing), st.integers(0, 10**9)))
    def test_no_part_is_lost_however_small(self, counts: dict[Standing, int]) -> None:
        found = segments(drawn(bar(*counts.items())))
        assert len(found) == sum(count > 0 for count in counts.values())


class TestForThoseWhoDoNotSeeIt:
    def test_title_and_description_say_all_that_is_drawn(self) -> None:
        found = drawn(bar((Standing.EXACT, 3), (Standing.UNDECIDED, 1)))
        title, description = found[0], found[1]
        assert found.get("role") == "img"
        assert found.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert title.text == "A title"
        assert description.text == "ESME over DLMS/COSEM: 3 of 4 elements have a home; exact 3; undecided 1."


class TestAnywhere:
    def test_it_needs_no_style_and_asks_for_nothing(self) -> None:
        for element in drawn(ALL).iter():
            assert not {"style", "href", "src"} & set(element.attrib)
            assert element.tag != f"{SVG}style"
            for value in element.attrib.values():
                assert not re.search(r"url\((?!#)", value)

    def test_the_file_is_the_picture_of_the_report(self) -> None:
        report = build_report(small_model())
        assert report_svg(report) == report_svg(report)
        found = ET.fromstring(report_svg(report))  # noqa: S314  (it is our own)
        for column in report.columns:
            assert f"{column.mapped} of {column.elements}" in words(found)
        assert [one.device for one in bars(report)] == [column.device for column in report.columns]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_is_a_text_in_it(self, name: str) -> None:
        found = drawn(bar((Standing.EXACT, 1), device=name, protocol=name, note=name))
        assert {element.tag.removeprefix(SVG) for element in found.iter()} <= {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "rect",
            "path",
            "text",
            "tspan",
            "g",
        }

    @given(st.text(max_size=300))
    def test_any_name_leaves_it_well_formed(self, name: str) -> None:
        found = drawn(bar((Standing.EXACT, 1), device=name, protocol=name, note=name))
        assert max(len("".join(text.itertext())) for text in found.iter(f"{SVG}text")) < 600
