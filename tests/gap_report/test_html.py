"""The report as one HTML file: it needs nothing else, runs nothing that a catalogue says, and all its links resolve."""

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.codegen.gap_report import build_report
from metermap.codegen.gap_report.as_html import report_html
from metermap.codegen.gap_report.figures import figures, tasks
from metermap.codegen.gap_report.model import GAPS, NOT_RECORDED, GapReport
from metermap.mappings.standing import Standing
from tests.gap_report.reports import full_report
from tests.site.hostile import HOSTILE
from tests.site.pages import Read, read
from tests.site.small_model import small_model


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(full_report("Some text"))


@pytest.fixture(scope="module")
def found(page: str) -> Read:
    return read(page)


def inline(page: str, name: str) -> list[str]:
    return re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)


def plain(page: str) -> str:
    """Return the page without its style and script."""
    return re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


class TestSelfContained:
    def test_it_loads_nothing(self, found: Read) -> None:
        assert found.loads == ["data:,"]

    def test_it_leads_nowhere_else(self, found: Read) -> None:
        assert all(link.startswith("#") for link in found.links)

    def test_the_policy_allows_its_own_style_and_script_alone(self, page: str) -> None:
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
        assert rules["default-src"] == "'none'"
        for name, rule in (("style", "style-src"), ("script", "script-src")):
            [content] = inline(page, name)
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert rules[rule] == f"'sha256-{digest}'"
        assert set(rules) == {"default-src", "style-src", "script-src", "img-src", "base-uri", "form-action"}

    def test_nothing_is_styled_or_run_beside_them(self, found: Read) -> None:
        assert sorted(found.inline) == ["script", "style"]

    def test_the_same_report_gives_the_same_bytes(self, page: str) -> None:
        assert report_html(full_report("Some text")) == page


class TestStructure:
    def test_all_is_closed_and_named_once(self, found: Read) -> None:
        assert found.open == []
        assert [name for name, count in Counter(found.ids).items() if count > 1] == []

    def test_each_link_leads_to_a_part_of_the_page(self, found: Read) -> None:
        assert {link.removeprefix("#").partition("?")[0] for link in found.links} <= set(found.ids)

    def test_headings_go_down_by_one(self, found: Read) -> None:
        levels = [int(tag[1]) for tag in found.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))

    def test_each_table_has_a_caption_and_each_heading_a_scope(self, page: str, found: Read) -> None:
        assert found.tags.count("caption") == found.tags.count("table") > 15
        assert all(" scope=" in tag for tag in re.findall(r"<th[ >][^>]*", page))

    def test_the_first_page_comes_before_the_tables(self, page: str) -> None:
        shown = plain(page)
        assert shown.index('class="summary"') < shown.index("<svg") < shown.index("<table")

    def test_without_the_script_there_is_no_filter(self, page: str) -> None:
        [filter_] = re.findall(r'<div class="([^"]*)"[^>]* data-filter=[^>]*>', page)
        assert filter_ == "filter off"
        assert ".filter.off, .selection:empty { display: none; }" in inline(page, "style")[0]
        assert '<output class="selection"></output>' in page


class TestNumbers:
    def test_every_key_figure_has_its_denominator(self) -> None:
        report = build_report(small_model())
        text = " ".join(read(report_html(report)).text.split())
        for figure in figures(report):
            assert f"{figure.count:,} of {figure.whole:,}{figure.said}" in text

    def test_what_can_be_settled_adds_up_to_the_gaps(self) -> None:
        report = full_report("x")
        found = tasks(report)
        assert sum(task.count for task in found if task.standing) == len(report.gaps) == len(GAPS)
        assert {task.whole for task in found if task.standing} == {len(report.gaps)}

    def test_a_row_for_each_gap_with_what_it_is_filtered_by(self) -> None:
        report = build_report(small_model())
        rows = re.findall(
            r'<tr data-device="(\w+)" data-protocol="(\w+)" data-standing="([\w-]+)" data-section="([^"]*)"',
            report_html(report),
        )
        expected = [
            (gap.device, gap.protocol, gap.standing.value.replace(" ", "-"), gap.section) for gap in report.gaps
        ]
        assert [tuple(row) for row in rows] == expected

    def test_the_choices_say_how_many_they_let_through(self) -> None:
        report = build_report(small_model())
        page = report_html(report)
        for name in ("device", "protocol", "standing", "section"):
            [options] = re.findall(rf'<select name="{name}">(.*?)</select>', page)
            counts = [int(count) for count in re.findall(r"\((\d+)\)</option>", options)]
            assert sum(counts) == len(report.gaps)

    def test_the_limits_name_the_value_that_breaks(self, found: Read) -> None:
        assert "2 of the 6 elements with a home have a limit" in found.text

    def test_a_gap_says_once_that_nothing_is_recorded(self) -> None:
        report = build_report(small_model())
        undecided = next(gap for gap in report.gaps if gap.standing is Standing.UNDECIDED)
        assert (undecided.owner, undecided.decision, undecided.date) == (NOT_RECORDED,) * 3
        assert f"owner: {NOT_RECORDED}" not in read(report_html(report)).text

    def test_what_changed_is_told_on_the_first_page(self, found: Read) -> None:
        assert "1 new gap, 1 closed, 1 other change of standing, 2 elements added, 2 removed" in found.text

    def test_an_empty_report_says_so(self) -> None:
        report = GapReport(
            name="empty",
            title="",
            edition="",
            digest="0" * 64,
            items=0,
            elements=0,
            home_items=0,
            home_elements=0,
            columns=(),
            lines=(),
            gaps=(),
            proposals=(),
            protocol_fields=(),
            parity=(),
            hubs=(),
            standards=None,
            security=full_report("x").security,
            proof_reasons=(),
            findings=(),
        )
        text = read(report_html(report)).text
        assert "No gaps." in text
        assert "The report on standards was not at hand." in text


class TestHostileTexts:
    """Whatever a catalogue says in any field is shown, and is nothing else."""

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_text_changes_nothing_but_the_text(self, text: str, found: Read) -> None:
        hostile = report_html(full_report(text))
        shown = read(hostile)
        assert shown.tags.count("script") == shown.tags.count("style") == 1
        assert [tag for tag in shown.tags if tag != "wbr"] == [tag for tag in found.tags if tag != "wbr"]
        assert sorted(shown.inline) == ["script", "style"]
        assert shown.loads == ["data:,"]
        assert all(link.startswith("#") for link in shown.links)

    @given(st.text(max_size=30))
    @settings(max_examples=25)
    def test_any_text_leaves_the_page_whole(self, text: str) -> None:
        shown = read(report_html(full_report(text)))
        assert shown.open == []
        assert sorted(shown.inline) == ["script", "style"]
