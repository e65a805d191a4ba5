"""What holds of every verdict, whatever differs, and of how two values lie to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.judge_conversion import Turn, turn
from metermap.codegen.changes.judge_values import (
    Width,
    bracketed,
    depths,
    is_count,
    is_length,
    limits,
    one_dimension,
    permitted,
    ranges,
    roles_in,
    same_number,
    same_spelling,
    same_unit,
)
from metermap.codegen.changes.model import BREAKS, JudgedChange
from tests.codegen.changes.states import EDITS, Edit, small, spoilt, state

_MIRRORED = {Width.WIDER: Width.NARROWER, Width.NARROWER: Width.WIDER}
_SPANS = st.tuples(st.integers(-50, 50), st.integers(0, 50)).map(lambda span: f"{span[0]}..{sum(span)}")
_ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.integers(), max_size=3)


def _judged(edits: list[Edit]) -> tuple[JudgedChange, ...]:
    old = small()
    return compare(state(old), state(spoilt(old, edits)), {}).changes


@given(EDITS)
def test_a_change_is_as_grave_as_the_gravest_of_its_fields_and_tells_all_other_breaks(edits: list[Edit]) -> None:
    for judged in _judged(edits):
        mine = judged.judgement
        for field in judged.fields:
            assert field.judgement.verdict.rank <= mine.verdict.rank
            assert set(field.judgement.verdicts) & set(BREAKS) <= set(mine.verdicts)
        assert list(mine.also) == [verdict for verdict in BREAKS if verdict in mine.also]
        assert all(verdict.rank < mine.verdict.rank for verdict in mine.also)


@given(EDITS)
def test_a_reason_is_one_sentence_on_one_line_that_names_what_it_is_about(edits: list[Edit]) -> None:
    for judged in _judged(edits):
        for judgement in (judged.judgement, *(field.judgement for field in judged.fields)):
            assert judgement.why.isprintable()
            assert judgement.why.endswith(".")
            assert ": " in judgement.why


@given(EDITS)
def test_nobody_is_named_twice(edits: list[Edit]) -> None:
    for judged in _judged(edits):
        assert len(set(judged.whom.devices)) == len(judged.whom.devices)
        assert len(set(judged.whom.roles)) == len(judged.whom.roles)
        assert "" not in (*judged.whom.devices, *judged.whom.roles)


@given(_SPANS, _SPANS)
def test_what_is_wider_one_way_is_narrower_the_other(old: str, new: str) -> None:
    for compared in (permitted, ranges):
        there, back = compared(old, new), compared(new, old)
        assert back is _MIRRORED.get(there, there)
        assert compared(old, old) is Width.SAME


@given(_ANYTHING, _ANYTHING)
def test_values_of_any_shape_can_be_held_against_each_other(old: object, new: object) -> None:
    for compared in (permitted, ranges, depths, bracketed, same_number, same_spelling, same_unit, one_dimension):
        compared(old, new)  # type: ignore[arg-type]  # a file may hold anything that JSON can
    for name in ("minimum", "maximum", "length"):
        assert isinstance(limits(name, old, new), Width)  # type: ignore[arg-type]
    roles_in(old)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "width"),
    [
        ("1..12", "1..24", Width.WIDER),
        ("0..0.5", "0..0.7", Width.WIDER),
        ("0..10 step 5", "0..10 step 2", Width.ACROSS),
        ("0..10", "0..10 step 2", Width.UNKNOWN),
        ("0..10 kWh", "0..10 Wh", Width.UNKNOWN),
        ("100 entries", "50 entries", Width.NARROWER),
        ("n = 1..5", "n = 1..8", Width.WIDER),
        ("100 entries", "1..100", Width.UNKNOWN),
        ("ESME 0..50, GSME 0..20", "ESME 0..60, GSME 0..20", Width.WIDER),
        ("ESME 0..50, GSME 0..20", "ESME 0..60, GSME 0..10", Width.ACROSS),
        ("ESME 0..50, GSME 0..20", "ESME 0..50", Width.UNKNOWN),
        ("scaler -3", "scaler 3", Width.UNKNOWN),
    ],
)
def test_ranges_are_held_against_each_other_as_sets(old: str, new: str, width: Width) -> None:
    assert ranges(old, new) is width


@pytest.mark.parametrize(
    ("old", "new", "width"),
    [
        ("entries[1..22].time", "entries[1..30].time", Width.WIDER),
        ("entries[1..22].time", "entries[0..22].time", Width.ACROSS),
        ("days[1].time", "days[2].time", Width.ACROSS),
        ("a[1..2].b[1..4]", "a[1..3].b[1..2]", Width.ACROSS),
        ("entries[1..n].time", "entries[1..4].time", Width.UNKNOWN),
        ("entries[1..4].time", "entries[1..4].date", None),
        ("entries", "entries", Width.SAME),
    ],
)
def test_indices_are_held_against_each_other_one_by_one(old: str, new: str, width: Width | None) -> None:
    assert bracketed(old, new) is width


def test_a_sign_a_prefix_and_a_unit_of_unknown_size_are_no_spelling() -> None:
    assert not same_spelling("scaler -5", "scaler 5")
    assert not same_unit("mW", "MW")
    assert not same_unit("currency per period", "currency per month")
    assert same_unit("s", "second")
    assert one_dimension("Wh", "kWh")
    assert not one_dimension("Wh", "varh")


def test_a_count_is_told_from_a_value() -> None:
    assert is_count("100 entries")
    assert is_count("n = 1..5")
    assert not is_count("0..1799")
    assert not is_count("utf8 text")


@pytest.mark.parametrize(
    ("old", "new", "lies"),
    [
        ("", "value", Turn.SAME),
        ("value * 10 / 5", "2 * value", Turn.SAME),
        ("", "-value", Turn.ROUND),
        ("(toDateTime - fromDateTime) / 30 min", "(fromDateTime - toDateTime) / 30 min", Turn.ROUND),
        ("value / .Divisor", "-(value / .Divisor)", Turn.ROUND),
        ("value", "value * -100", Turn.ROUND_AND_OTHER),
        ("value * .Divisor", "-(value / .Divisor)", Turn.ROUND_AND_OTHER),
        ("value * .Divisor / .Multiplier", "value * .Multiplier / .Divisor", Turn.OTHER),
        ("value / 30 min", "value / 30 s", Turn.OTHER),
        ("value", "value * 100", Turn.OTHER),
        ("value", "value / 0", Turn.OTHER),
        ("value", "no expression (", Turn.OTHER),
        ("value", "((value ^ 64) ^ 64) ^ 64", Turn.OTHER),
        ("value", "-" * 299 + "value", Turn.OTHER),
    ],
)
def test_conversions_are_held_against_each_other_by_what_they_make_of_numbers(old: str, new: str, lies: Turn) -> None:
    assert turn(old, new) is lies


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_held_against_each_other_as_conversions(old: str, new: str) -> None:
    assert turn(old, new) in Turn


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4 octets", "1..4 octets"),
        ("4 octets", "up to 4 octets"),
        ("4 octets", "2 octets"),
        ("4 octets", "8 octets"),
        ("1..4 octets", "4 octets"),
        ("visible string, 22 octets", "visible string, 20 octets"),
        ("20 characters", "22 characters"),
    ],
)
def test_a_length_is_no_count_and_another_one_is_told_from_the_same(old: str, new: str) -> None:
    assert is_length(old, new)
    assert not is_count(old)
    assert ranges(old, new) is not Width.SAME


def test_a_length_in_octets_is_not_held_against_one_in_bits_or_a_number_of_things() -> None:
    assert not is_length("4 octets", "32 bits")
    assert not is_length("4 devices", "8 devices")
    assert not is_length("visible string, 22 octets", "octet string, 22 octets")
    assert not is_length("4 octets", "4..8")


def test_letter_case_counts_in_the_symbols_of_units_alone() -> None:
    assert same_unit("boolean/enum", "Boolean/Enum")
    assert same_unit("currency per period", "Currency per  period")
    assert not same_unit("Wh / currency", "wh / currency")
    assert not same_unit("mWh / currency", "MWh / currency")
    assert not same_unit("MW", "mW")
