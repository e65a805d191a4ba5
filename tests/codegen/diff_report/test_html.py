"""A diff as one HTML file: it needs nothing else, runs nothing that a catalogue says, and says first what breaks."""

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.codegen.changes.model import Diff, Kind
from metermap.codegen.diff_report.as_html import diff_html
from metermap.codegen.diff_report.as_html_pieces import marked
from tests.codegen.diff_report.diffs import NEW, OLD, everywhere, harmless, history
from tests.site.hostile import HOSTILE
from tests.site.pages import Read, read


@pytest.fixture(scope="module")
def page() -> str:
    return diff_html(history())


@pytest.fixture(scope="module")
def found(page: str) -> Read:
    return read(page)


class TestSelfContained:
    def test_it_loads_nothing_and_leads_nowhere_else(self, found: Read) -> None:
        assert found.loads == ["data:,"]
        assert all(link.startswith("#") for link in found.links)

    def test_each_link_leads_to_a_part_of_the_page(self, found: Read) -> None:
        assert {link.removeprefix("#") for link in found.links} <= set(found.ids)

    def test_the_policy_allows_its_own_style_and_script_alone(self, page: str) -> None:
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
        assert rules["default-src"] == "'none'"
        for name, rule in (("style", "style-src"), ("script", "script-src")):
            [content] = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert rules[rule] == f"'sha256-{digest}'"

    def test_nothing_is_styled_or_run_beside_them(self, found: Read) -> None:
        assert sorted(found.inline) == ["script", "style"]


class TestStructure:
    @pytest.mark.parametrize("diff", [history(), Diff(OLD, NEW, tuple(Kind))])
    def test_all_is_closed_and_named_once(self, diff: Diff) -> None:
        found = read(diff_html(diff))
        assert found.open == []
        assert [name for name, count in Counter(found.ids).items() if count > 1] == []
        assert {link.removeprefix("#") for link in found.links} <= set(found.ids)

    def test_headings_go_down_by_one(self, found: Read) -> None:
        levels = [int(tag[1]) for tag in found.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))

    def test_the_first_page_says_what_breaks_and_for_whom(self, found: Read) -> None:
        first = " ".join(found.text[: found.text.index("Any word")].split())
        assert "GBCS 0.8.1 → GBCS 4.x" in first
        assert "10Breaks the wirethe octets, or where they are found, are others" in first
        assert "ESME10010" in first

    def test_without_changes_there_is_nothing_to_filter(self) -> None:
        found = read(diff_html(Diff(OLD, NEW, tuple(Kind))))
        assert "select" not in found.tags
        assert "No difference. Compared:" in found.text

    def test_an_entry_says_by_what_it_can_be_found(self, page: str) -> None:
        assert (
            'data-verdict="wire conformance" data-device="ESME" data-role="Supplier" data-kind="statement" '
            'data-words="StandingCharge '
        ) in page


class TestHostile:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_text_changes_nothing_but_the_text(self, text: str) -> None:
        plain, made = read(diff_html(everywhere(harmless(text)))), read(diff_html(everywhere(text)))
        shape = [tag for tag in plain.tags if tag not in ("wbr", "code", "span", "mark")]
        assert [tag for tag in made.tags if tag not in ("wbr", "code", "span", "mark")] == shape
        assert sorted(made.inline) == ["script", "style"]
        assert made.loads == ["data:,"]
        assert all(link.startswith("#") for link in made.links)

    @given(st.text(max_size=30))
    @settings(max_examples=25)
    def test_any_text_leaves_the_page_whole(self, text: str) -> None:
        assert read(diff_html(everywhere(text))).open == []


class TestMarkedValues:
    def test_the_words_that_differ_are_marked(self) -> None:
        old, new = marked("0-0:19.2.4.255", "0-0:19.20.4.255")
        assert old == '<code class="short">0-0:19.<mark>2</mark>.4.255</code>'
        assert new == '<code class="short">0-0:19.<mark>20</mark>.4.255</code>'

    def test_of_words_that_were_put_in_nothing_is_marked_in_the_old_value(self) -> None:
        assert marked("of gas", "of the gas") == ("<span>of gas</span>", "<span>of <mark>the </mark>gas</span>")

    def test_values_without_a_word_in_common_are_not_marked(self) -> None:
        assert marked("Wh", "kg") == ('<code class="short">Wh</code>', '<code class="short">kg</code>')

    @given(st.text(), st.text())
    def test_both_values_are_there_whole(self, old: str, new: str) -> None:
        shown = [read(part).text for part in marked(old, new)]
        assert shown == [read(str(part)).text for part in (marked(old, old)[0], marked(new, new)[0])]
