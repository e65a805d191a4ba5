"""Indices that no statement says, and conditions that exclude each other: laws."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.paths import IndexRange
from metermap.core.findings import Findings
from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_file_text
from metermap.mappings.parts import missing_indices
from metermap.mappings.sentences import exclude_each_other


def spans(low: int, high: int) -> st.SearchStrategy[IndexRange]:
    ends = st.tuples(st.integers(low, high), st.integers(low, high))
    return ends.map(lambda pair: IndexRange(min(pair), max(pair)))


def points(box: tuple[IndexRange, ...]) -> set[tuple[int, ...]]:
    return set(product(*(range(int(index.low), int(index.high) + 1) for index in box)))


@given(st.lists(st.tuples(spans(1, 5), spans(1, 4)), min_size=1, max_size=6))
def test_indices_are_missing_if_and_only_if_no_part_says_them(said: list[tuple[IndexRange, ...]]) -> None:
    whole = (IndexRange(1, 5), IndexRange(1, 4))
    covered = set[tuple[int, ...]]().union(*map(points, said))
    assert bool(missing_indices(whole, said)) == (points(whole) != covered)


@given(st.lists(spans(1, 12).map(lambda index: (index,)), min_size=1, max_size=6))
def test_the_missing_indices_are_named(said: list[tuple[IndexRange, ...]]) -> None:
    covered = set[tuple[int, ...]]().union(*map(points, said))
    named = set[int]()
    for text in missing_indices((IndexRange(1, 12),), said):
        low, _, high = text.strip("[]").partition("..")
        named |= set(range(int(low), int(high or low) + 1))
    assert named == set(range(1, 13)) - {number for (number,) in covered}


def test_a_letter_leaves_nothing_out() -> None:
    assert missing_indices((IndexRange(1, "n"),), [(IndexRange(1, 3),)]) == []
    assert missing_indices((IndexRange(1, 9),), [(IndexRange(1, "n"),)]) == []


def condition(text: str) -> tuple[s.Compared, ...]:
    file = parse_file_text("x", f"on A over b when {text}.", Findings())
    assert isinstance(file.sentences[0], s.On)
    return file.sentences[0].clauses.when


NUMBERS = range(-1, 8)
TESTS = st.one_of(
    st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(0, 6)).map(lambda t: f"x {t[0]} {t[1]}"),
    st.tuples(st.integers(0, 3), st.integers(3, 6)).map(lambda t: f"x = {t[0]}..{t[1]}"),
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda t: f"x != {t[0]} | {t[1]}"),
)


def admits(test: str, number: int) -> bool:
    _, operator, right = test.split(" ", 2)
    parts = [part.partition("..") for part in right.split(" | ")]
    inside = any(int(low) <= number <= int(high or low) for low, _, high in parts)
    if operator in {"=", "!="}:
        return inside == (operator == "=")
    return bool(eval(f"{number} {operator} {right}"))  # noqa: S307  (a text of the strategy above)


@given(TESTS, TESTS)
def test_conditions_that_are_said_to_exclude_each_other_never_hold_at_once(one: str, other: str) -> None:
    if exclude_each_other(condition(one), condition(other)):
        assert not any(admits(one, number) and admits(other, number) for number in NUMBERS)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("variant = a", "variant = b", True),
        ("variant = a | b", "variant = b | c", False),
        ("variant = a", "variant != a", True),
        ("variant != a", "variant != b", False),
        ("variant = a", "mode = b", False),
        ("variant = a and mode = 1", "variant = a and mode = 2..3", True),
        ("x < 3", "x >= 3", True),
        ("x <= 3", "x >= 3", False),
        ("x < 3", "x > 2", False),
        ("x = a", "x = 1", False),
    ],
)
def test_conditions_that_exclude_each_other(one: str, other: str, apart: bool) -> None:
    assert exclude_each_other(condition(one), condition(other)) is apart
