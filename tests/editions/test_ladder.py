"""The ladder of editions: what holds between since and until, both included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.edition_ladder import EditionLadder, edition_label, identifier_label

GB = EditionLadder(("GBCS 0.8.1", "GBCS 2.0", "GBCS 4.x"))


@st.composite
def ladders(draw: st.DrawFn) -> EditionLadder:
    """Names in no order that their letters or numbers would tell."""
    return EditionLadder(draw(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=8, unique=True)))


class TestHolding:
    @given(ladders(), st.data())
    def test_what_has_two_bounds_holds_on_the_rungs_from_one_to_the_other(
        self, ladder: EditionLadder, data: st.DataObject
    ) -> None:
        rungs = st.integers(0, len(ladder.names) - 1)
        since, until = data.draw(rungs), data.draw(rungs)
        names = ladder.names
        held = [name for name in names if ladder.holds(names[since], names[until], name)]
        assert held == list(names[since : until + 1])

    @given(ladders())
    def test_what_has_no_bounds_holds_everywhere(self, ladder: EditionLadder) -> None:
        assert all(ladder.holds("", "", name) for name in ladder.names)

    @given(ladders(), st.text(max_size=20), st.text(max_size=20))
    def test_whatever_a_bound_says_an_answer_is_given(self, ladder: EditionLadder, since: str, until: str) -> None:
        assert isinstance(ladder.holds(since, until, ladder.names[0]), bool)

    @pytest.mark.parametrize(
        ("since", "until", "held"),
        [
            ("GBCS 2.0", "", ["GBCS 2.0", "GBCS 4.x"]),
            ("", "0.8.1", ["GBCS 0.8.1"]),
            ("0.9", "", ["GBCS 2.0", "GBCS 4.x"]),  # no rung, and newer than 0.8.1 all the same
            ("4.1", "", ["GBCS 4.x"]),  # of 4.x only the 4 is known
            ("", "4.1", ["GBCS 0.8.1", "GBCS 2.0", "GBCS 4.x"]),
            ("SMETS 1.58", "", ["GBCS 0.8.1", "GBCS 2.0", "GBCS 4.x"]),  # in no order with these: it bounds nothing
        ],
    )
    def test_a_number_is_held_against_the_numbers_of_the_rungs(self, since: str, until: str, held: list[str]) -> None:
        assert [name for name in GB.names if GB.holds(since, until, name)] == held


class TestNames:
    @pytest.mark.parametrize("text", ["GBCS 0.8.1", "0.8.1", "4", "4.1", "GBCS 3"])
    def test_a_rung_and_a_number_beside_them_are_known(self, text: str) -> None:
        assert GB.knows(text)

    @pytest.mark.parametrize("text", ["GBCS", "SMETS 1.58", "draft", "", "GBSC 0.8.1"])
    def test_what_is_in_no_order_with_them_is_not(self, text: str) -> None:
        assert not GB.knows(text)

    def test_a_number_that_two_rungs_share_means_neither(self) -> None:
        ladder = EditionLadder(("Draft 1", "Final 1"))
        assert not ladder.has("1")

    def test_a_number_without_end_is_no_fault(self) -> None:
        assert GB.holds(f"GBCS {'9' * 5000}", "", "GBCS 4.x") in {True, False}


class TestLabels:
    @pytest.mark.parametrize(
        ("name", "label", "identifier"),
        [
            ("GBCS 0.8.1", "gbcs-0.8.1", "gbcs_0_8_1"),
            ("  Édition 2 (draft) ", "edition-2-draft", "edition_2_draft"),
            ("../../etc", "etc", "etc"),
            ("a..b", "a.b", "a_b"),
            ("第一", "", ""),
            ("CON", "edition-con", "edition_con"),
            ("com1.2", "edition-com1.2", "edition_com1_2"),
            ("Console", "console", "console"),
        ],
    )
    def test_a_name_as_a_path_and_as_an_identifier(self, name: str, label: str, identifier: str) -> None:
        assert edition_label(name) == label
        assert identifier_label(label) == identifier

    @given(st.text(max_size=60))
    def test_no_label_leaves_its_folder(self, name: str) -> None:
        label = edition_label(name)
        assert not set(label) - set("abcdefghijklmnopqrstuvwxyz0123456789.-")
        assert ".." not in label
        assert not label.startswith((".", "-"))
