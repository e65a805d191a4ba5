"""Sets of numbers obey the laws of sets: each operation against counting on a stretch of the number line."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.mappings.proofs.sets import EMPTY, EVERY_INTEGER, NumberSet, numbers

WIDE = 20
QUARTERS = [Fraction(n, 4) for n in range(-4 * WIDE, 4 * WIDE + 1)]
"""Every set below has its numbers here, or is periodic and told by what it has here."""

ends = st.one_of(st.none(), st.integers(-24, 24).map(lambda n: Fraction(n, 4)))
steps = st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(3, 2), Fraction(5)])
runs = st.builds(lambda low, high, step: numbers(low, high, step=step), ends, ends, steps)


def joined(parts: list[NumberSet]) -> NumberSet:
    whole = EMPTY
    for part in parts:
        whole |= part
    return whole


sets = st.lists(runs, max_size=3).map(joined)


def counted(numbers_: NumberSet) -> set[Fraction]:
    return {number for number in QUARTERS if number in numbers_}


@given(sets, sets)
def test_union_intersection_and_difference_are_those_of_sets(one: NumberSet, two: NumberSet) -> None:
    assert counted(one | two) == counted(one) | counted(two)
    assert counted(one & two) == counted(one) & counted(two)
    assert counted(one - two) == counted(one) - counted(two)


@given(sets, sets)
def test_difference_and_intersection_make_the_whole(one: NumberSet, two: NumberSet) -> None:
    whole = (one - two) | (one & two)
    assert whole.nearest_outside(one) is None
    assert one.nearest_outside(whole) is None


@given(sets, sets)
def test_a_set_is_within_another_exactly_if_nothing_is_left_of_it(one: NumberSet, two: NumberSet) -> None:
    assert (one.nearest_outside(two) is None) is (not (one - two))


@given(sets, sets)
def test_the_witness_is_outside_and_none_is_nearer(one: NumberSet, two: NumberSet) -> None:
    witness = one.nearest_outside(two)
    outside = counted(one) - counted(two)
    if witness is None:
        assert not outside
    else:
        assert witness in one
        assert witness not in two
        assert all(abs(witness) <= abs(other) for other in outside)


@given(sets, st.sampled_from([Fraction(2), Fraction(-1), Fraction(1, 2), Fraction(-3, 4)]), st.integers(-5, 5))
def test_an_image_holds_what_its_numbers_become(one: NumberSet, factor: Fraction, offset: int) -> None:
    image = one.image(factor, offset)
    for number in QUARTERS:
        assert (number in one) is (factor * number + offset in image)
    back = image.image(1 / factor, Fraction(-offset) / factor)
    assert back.nearest_outside(one) is None
    assert one.nearest_outside(back) is None


@given(sets)
def test_the_ends_are_in_the_set_and_nothing_is_beyond_them(one: NumberSet) -> None:
    found = counted(one)
    if one.least is not None:
        assert one.least in one
        assert all(number >= one.least for number in found)
    if one.greatest is not None:
        assert one.greatest in one
        assert all(number <= one.greatest for number in found)


@pytest.mark.parametrize(
    ("set_", "text"),
    [
        (numbers(0, 10000), "0..10000"),
        (numbers(0, None, step=Fraction(1, 100000)), "0..inf step 0.00001"),
        (numbers(0, 3) | numbers(7, 7), "0..3 | 7"),
        (EVERY_INTEGER, "-inf..inf"),
        (EMPTY, "nothing"),
    ],
)
def test_a_set_prints_as_people_write_it(set_: NumberSet, text: str) -> None:
    assert str(set_) == text


def test_ends_are_put_on_the_steps() -> None:
    assert numbers(1, 10, step=4) == numbers(1, 9, step=4)
    assert numbers(0, 5, step=2, through=1) == numbers(1, 5, step=2)
    assert not numbers(3, 2)


def test_what_would_leave_too_many_progressions_is_refused() -> None:
    with pytest.raises(ValueError, match="leave"):
        _ = numbers(0, None, step=Fraction(1, 100000)) - numbers(0, None)


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_is_above_nought(step: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        numbers(0, 1, step=step)


def test_an_image_by_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="factor"):
        numbers(0, 1).image(0)
