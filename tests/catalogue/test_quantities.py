"""Ranges, resolutions, depths and units as catalogues print them, and what they say."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.quantities import (
    Amount,
    Clause,
    Duration,
    Indices,
    Interval,
    LogDepth,
    Product,
    Resolution,
)
from metermap.catalogue.quantity_texts import parse_depth, parse_ranges, parse_units, printed_ranges
from metermap.core.units import UNITS
from tests.catalogue.workbooks import GB, must_read


def interval(low: int | None, high: int | None) -> Interval:
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


class TestTellingApart:
    """A number of entries, a range of numbers, a range of indices, a resolution, a time."""

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("0 to 9 999 999", interval(0, 9_999_999)),
            ("1..12", interval(1, 12)),
            ("100", interval(100, 100)),
            ("12 entries", LogDepth(interval(12, 12))),
            ("n entries", LogDepth(interval(None, None))),
            ("range n", interval(None, None)),
            ("0..n", interval(0, None)),
            ("0..n devices", Amount(interval(0, None), "devices")),
            ("0.001kWh", Resolution(Fraction(1, 1000), UNITS["kWh"])),
            ("0..16 devices", Amount(interval(0, 16), "devices")),
            ("n = 1..5", Indices("n", interval(1, 5))),
            ("0.001 kWh", Resolution(Fraction(1, 1000), UNITS["kWh"])),
            ("scaler -5", Resolution(Fraction(1, 100_000))),
            ("14 days", LogDepth(span=Duration(Fraction(14), UNITS["d"]))),
            ("8 x 4", Product((Amount(interval(8, 8), ""), Amount(interval(4, 4), "")))),
        ],
    )
    def test_what_a_text_says(self, text: str, says: object) -> None:
        assert parse_ranges(text) == (Clause(says),)  # type: ignore[arg-type]

    def test_a_number_in_the_column_of_depths_counts_entries(self) -> None:
        assert parse_depth("100") == parse_depth("100 entries") == LogDepth(interval(100, 100))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("0 to 9,999,999", "0..9999999"),
        ("0 \N{EN DASH} 100", "0..100"),
        ("between 0 and 5", "0..5"),
        ("not less than 5", ">= 5"),
        ("less than 5 kWh", "< 5 kWh"),
        ("up to 116 octets", "<= 116 octets"),
        ("[0, 100)", "[0..100)"),
        ("0..100 in steps of 5", "0..100 step 5"),
        ("13 months, half-hourly", "13 mo every 30 min"),
        ("13 months half-hourly", "13 mo every 30 min"),
        ("19056 entries = 397 days of half hours", "19056 entries, 397 d every 30 min"),
        ("41 entries, 6-minute spacing over 4 hours", "41 entries, 4 h every 6 min"),
        ("4 h at 6 min", "4 h every 6 min"),
        ("26 octets = 2 x 13", "2 x 13 = 26 octets"),
        ("512-bit write / 256-bit read", "512 bit write/256 bit read"),
        ("ESME 0..50, GSME 0..20", "0..50 on ESME; 0..20 on GSME"),
        ("TRUE = GBP, FALSE = EUR", "TRUE = GBP, FALSE = EUR"),
        ("status: invalid, unreliable, reliable", "status: invalid, unreliable, reliable"),
    ],
)
def test_a_range_prints_in_one_notation(text: str, printed: str) -> None:
    clauses = parse_ranges(text)

    assert clauses is not None
    assert printed_ranges(clauses) == printed
    assert parse_ranges(printed) == clauses


@pytest.mark.parametrize(
    "text",
    ["", "resettable count", "5..1", "(5, 5)", "0..10 step 3", "0..10 step 0", "0 days", "step 1/0", "x" * 9_999],
)
def test_what_is_not_understood_is_said_to_be(text: str) -> None:
    assert parse_ranges(text) is None


@pytest.mark.parametrize("text", ["-5..5", "<= -1", "-1", "1.5", "1.0", "1.5 entries", "1.0..5", "-5 entries", "n"])
def test_entries_are_counted_in_whole_numbers_from_0(text: str) -> None:
    assert parse_depth(text) is None


def test_a_sum_is_no_list_of_codes() -> None:
    assert parse_ranges("4 x 8 = 33 of a kind, 5 + 5 = ten") is None


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("19056 entries = 397 days of half hours", True),
        ("41 entries, 6-minute spacing over 4 hours", True),
        ("19056 entries = 398 days of half hours", False),
        ("8 TOU x 4 block = 32 prices", True),
        ("8 TOU x 4 block = 48 prices", False),
        ("4 x 8 = 33", False),
        ("33 = 4 x 8", False),
        ("512 bits = 256 mask + 256 action", True),
        ("500 bits = 256 mask + 256 action", False),
    ],
)
def test_a_text_that_counts_twice_can_be_checked(text: str, agrees: bool) -> None:
    (clause,) = parse_ranges(text) or ()

    assert clause.says.agrees is agrees  # type: ignore[union-attr]


class TestUnits:
    @pytest.mark.parametrize(
        ("text", "units", "instead", "remark"),
        [
            ("Wh", ["Wh"], "", ""),
            ("kWh, currency", ["kWh", "currency"], "", ""),
            ("Wh / currency", ["Wh", "currency"], "", ""),
            ("MJ/m3", ["MJ/m3"], "", ""),
            ("W (name says energy)", ["W"], "", "name says energy"),
            ("boolean", [], "boolean", ""),
            ("none", [], "none", ""),
        ],
    )
    def test_a_cell_lists_units_or_says_that_there_is_none(
        self, text: str, units: list[str], instead: str, remark: str
    ) -> None:
        found = parse_units(text)

        assert found is not None
        assert ([str(unit) for unit in found.units], found.instead, found.remark) == (units, instead, remark)
        assert parse_units(str(found)) == found

    def test_a_unit_that_nobody_knows(self) -> None:
        assert parse_units("furlongs") is None


_NUMBERS = st.integers(-50, 50).map(Fraction) | st.decimals(-50, 50, places=3).map(Fraction)


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    shape = draw(st.sampled_from(["both", "low", "high"]))
    can_be_open = low < high or shape != "both"
    opened = st.booleans() if can_be_open else st.just(value=False)
    return Interval(
        low if shape != "high" else None,
        high if shape != "low" else None,
        shape != "high" and draw(opened),
        shape != "low" and draw(opened),
    )


@given(_intervals())
def test_printing_an_interval_and_parsing_it_again_is_the_same(found: Interval) -> None:
    assert parse_ranges(str(found)) == (Clause(found),)


@given(_intervals())
def test_an_interval_contains_its_closed_ends_and_no_open_one(found: Interval) -> None:
    assert found.low is None or (found.low in found) is not found.low_open
    assert found.high is None or (found.high in found) is not found.high_open
    assert found.low is None or (found.low - 1) not in found


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(-5, 100))
def test_an_interval_with_steps_contains_what_the_steps_reach(low: int, step: int, steps: int, number: int) -> None:
    found = Interval(Fraction(low), Fraction(low + steps * step), step=Fraction(step))

    assert (number in found) == (number in range(low, low + steps * step + 1, step))


_WORDS = "0..5 12 entries 397 days of half hours n = x TRUE GBP , ; / + ( ) kWh per scaler -5 up to ESME on step 0.001"
_PIECES = st.sampled_from([*_WORDS.split(), "entries = ", ", ", "; ", " x ", "half-hourly", "every 30 min"])


@given(st.text(max_size=80) | st.lists(_PIECES, max_size=9).map(" ".join))
def test_any_text_has_an_answer_and_what_is_understood_prints_as_itself(text: str) -> None:
    clauses, units, depth = parse_ranges(text), parse_units(text), parse_depth(text)

    assert clauses is None or parse_ranges(printed_ranges(clauses)) == clauses
    assert units is None or parse_units(str(units)) == units
    assert depth is None or parse_depth(str(depth)) == depth


@pytest.mark.parametrize("text", ["9 " * 150, "a, " * 100, "1-" * 150, "x = " * 75, "at least " * 33, "(" * 300])
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    for parse in (parse_ranges, parse_units, parse_depth):
        parse(text[:300])

    assert time.perf_counter() - start < 2


def test_how_much_of_gb_is_understood() -> None:
    facts = must_read(GB).items
    depths = [fact for fact in facts if fact.depth.value]
    ranges = [fact for fact in facts if fact.range.value]

    assert len(depths) == 269
    assert all(fact.entries for fact in depths)
    assert (len([fact for fact in ranges if fact.ranges]), len(ranges)) == (427, 483)
