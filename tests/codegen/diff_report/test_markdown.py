"""A diff as Markdown: tables that stay tables, text that stays text, and never longer than a comment may be."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown as rendered

from metermap.codegen.changes.model import Diff, Kind
from metermap.codegen.diff_report.as_markdown import diff_markdown
from tests.codegen.diff_report.diffs import (
    ANOTHER_OBJECT,
    ANOTHER_UNIT,
    NEW,
    NOTHING_BROKEN,
    OLD,
    everywhere,
    field,
    harmless,
    history,
    judged,
    statement,
)
from tests.site.hostile import HOSTILE
from tests.site.pages import Read, read


def shown(text: str) -> Read:
    return read(rendered(text, extensions=["tables"]))


@pytest.fixture(scope="module")
def text() -> str:
    return diff_markdown(history())


def test_it_opens_with_both_and_the_verdicts(text: str) -> None:
    assert text.startswith("# GBCS 0.8.1 \N{RIGHTWARDS ARROW} GBCS 4.x\n\n")
    assert "| Breaks the wire | the octets, or where they are found, are others | 10 |\n" in text
    assert "| ESME | 10 | 0 | 10 |\n" in text


def test_what_breaks_is_open_and_the_rest_is_folded(text: str) -> None:
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Breaks the wire: 10 changes",
        "Breaks meaning: 1 change",
        "Breaks conformance: 1 change",
        "Only moved",
    ]
    assert re.findall(r"<summary>(.*)</summary>", text) == ["Compatible: 4 changes"]
    assert text.count("<details>") == text.count("</details>") == 1


def test_a_change_has_both_values_both_places_the_verdict_and_for_whom(text: str) -> None:
    assert "*Breaks meaning*: the same number is another amount. For GSME as installed to GBCS 0.8.1; roles: " in text
    cells = r"smets2.xlsx\[Elements\]!G14 → smets2.xlsx\[Elements\]!G15"
    assert f"| unit | MJ/m3 | kWh/m3 | breaks meaning: the same number is another amount | {cells} |" in text


def test_a_new_path_is_told_with_the_old_one() -> None:
    changed = replace(statement("Item.new", field("unit", "a", "b")), old_name="Item.old")
    assert "| old \N{RIGHTWARDS ARROW} new |" in diff_markdown(
        Diff(OLD, NEW, tuple(Kind), (judged(changed, ANOTHER_UNIT),))
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_changes_nothing_but_the_text(hostile: str) -> None:
    plain, made = shown(diff_markdown(everywhere(harmless(hostile)))), shown(diff_markdown(everywhere(hostile)))
    assert made.tags == plain.tags
    assert made.links == made.loads == []
    assert set(made.inline) == {"style"}  # a table's columns of numbers


@given(st.text(max_size=30))
@settings(max_examples=30)
def test_any_text_keeps_each_row_as_wide_as_its_head(word: str) -> None:
    for block in diff_markdown(everywhere(word)).split("\n\n"):
        rows = [line for line in block.split("\n") if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1


def many(count: int) -> Diff:
    changes = [
        judged(statement(f"Item{n}.value", field("unit", "a" * 90, "b" * 90)), judgement)
        for judgement in (NOTHING_BROKEN, ANOTHER_OBJECT)
        for n in range(count)
    ]
    return Diff(OLD, NEW, tuple(Kind), tuple(changes))


class TestLength:
    def test_it_is_never_longer_than_a_comment_may_be(self) -> None:
        assert len(diff_markdown(many(2_000))) < 65_536

    def test_what_does_not_fit_is_counted_and_the_gravest_come_first(self) -> None:
        text = diff_markdown(many(2_000))
        told = len(re.findall("^### ", text, re.MULTILINE))
        left = [
            int(one.replace(",", "")) for one in re.findall(r"^([\d,]+) changes more than fit here", text, re.MULTILINE)
        ]
        assert told + sum(left) == 4_000
        assert left[-1] == 2_000

    def test_whoever_has_room_gets_all(self) -> None:
        text = diff_markdown(many(2_000), longest=10_000_000)
        assert "more than fit" not in text
        assert len(re.findall("^### ", text, re.MULTILINE)) == 4_000

    def test_of_very_many_lines_the_first_are_listed(self) -> None:
        changed = field("address.logical_name", "0-0:1.0.0.255", "0-0:1.0.1.255")
        lines = (judged(statement(f"Clock.member{n}", changed), ANOTHER_OBJECT) for n in range(100))
        text = diff_markdown(Diff(OLD, NEW, tuple(Kind), tuple(lines)))
        assert text.count("| member") == 40
        assert "And 60 more lines, which other forms list." in text

    def test_a_file_of_its_own_may_have_all_of_it(self) -> None:
        changed = field("address.logical_name", "0-0:1.0.0.255", "0-0:1.0.1.255")
        lines = (judged(statement(f"Clock.member{n}", changed), ANOTHER_OBJECT) for n in range(2_000))
        text = diff_markdown(Diff(OLD, NEW, tuple(Kind), tuple(lines)), longest=None)
        assert text.count("| member") == 2_000
        assert "more" not in text
