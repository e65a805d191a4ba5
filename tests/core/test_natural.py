"""The order of names with numbers in them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.natural import natural_order


@pytest.mark.parametrize(
    "ordered",
    [
        ["CS01a", "ECS04a", "ECS04b", "ECS09", "ECS17b", "ECS17d", "GCS4"],
        ["4", "4.9", "4.10", "5"],
        ["a", "a0", "a1", "a01b", "a" + "9" * 5000],
        ["", "x", "x²", "²"],
    ],
)
def test_numbers_count_as_numbers(ordered: list[str]) -> None:
    keys = [natural_order(name) for name in ordered]
    assert all(one < other for one, other in pairwise(keys))


@given(st.integers(0), st.integers(0), st.text("ab.", max_size=3))
def test_behind_the_same_letters_the_number_decides(one: int, other: int, before: str) -> None:
    assert (natural_order(f"{before}{one}") < natural_order(f"{before}{other}")) == (one < other)
