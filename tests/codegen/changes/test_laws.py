"""Nothing differs from itself, and a state with what is different is the other state: whatever has happened."""

from __future__ import annotations

import copy

from hypothesis import given, settings

from metermap.codegen.changes.apply import apply
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Act, Kind
from metermap.codegen.changes.snapshot import LISTS
from tests.codegen.changes.states import EDITS, Document, Edit, changes, gb, of_kind, small, spoilt, state


def holds(old: Document, new: Document) -> None:
    """Check both laws of two states."""
    then, now = state(old, "then"), state(new, "now")
    assert compare(now, state(copy.copy(new), "again"), {}).changes == ()
    diff = compare(then, now, {"SupplyTamperState": "a"})
    assert apply(then, diff) == now
    assert [list(record) for records in apply(then, diff).lists.values() for record in records] == [
        list(record) for records in now.lists.values() for record in records
    ]


class TestGreatBritain:
    def test_it_does_not_differ_from_itself(self) -> None:
        assert changes(gb(), copy.deepcopy(gb())) == []

    @given(EDITS)
    @settings(max_examples=25)
    def test_a_state_with_the_difference_is_the_other_state(self, edits: list[Edit]) -> None:
        holds(gb(), spoilt(gb(), edits))

    @given(EDITS)
    @settings(max_examples=10)
    def test_so_it_is_the_other_way_round(self, edits: list[Edit]) -> None:
        holds(spoilt(gb(), edits), gb())


class TestSmallStates:
    @given(EDITS, EDITS)
    @settings(max_examples=200)
    def test_a_state_with_the_difference_is_the_other_state(self, first: list[Edit], second: list[Edit]) -> None:
        holds(spoilt(small(), first), spoilt(small(), second))

    @given(EDITS, EDITS)
    @settings(max_examples=100)
    def test_each_line_is_told_once(self, first: list[Edit], second: list[Edit]) -> None:
        old, new = spoilt(small(), first), spoilt(small(), second)
        found = changes(old, new)
        for kind, name in LISTS.items():
            of = of_kind(found, kind)
            was = [change.old_index for change in of if change.old_index is not None]
            now = [change.new_index for change in of if change.new_index is not None]
            assert (len(set(was)), len(set(now))) == (len(was), len(now))
            added, removed = (len(of_kind(of, kind, act)) for act in (Act.ADDED, Act.REMOVED))
            assert len(old[name]) - removed == len(new[name]) - added

    @given(EDITS)
    def test_nothing_is_told_of_two_equal_states(self, edits: list[Edit]) -> None:
        assert changes(spoilt(small(), edits), copy.deepcopy(spoilt(small(), edits))) == []

    def test_from_nothing_everything_is_added_and_to_nothing_everything_is_removed(self) -> None:
        nothing = {**small(), **{name: [] for name in LISTS.values()}}
        assert {change.acts for change in changes(nothing, small())} == {(Act.ADDED,)}
        assert {change.acts for change in changes(small(), nothing)} == {(Act.REMOVED,)}
        holds(nothing, small())
        holds(small(), nothing)

    def test_a_list_turned_round_has_all_lines_moved_but_one(self) -> None:
        new = small()
        new["elements"].reverse()
        assert len(of_kind(changes(small(), new), Kind.ELEMENT, Act.MOVED)) == len(new["elements"]) - 1
