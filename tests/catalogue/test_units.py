"""Units of the catalogue, of DLMS/COSEM and of Smart Energy meet in one table of dimensions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.units import UNITS, parse_unit, printed_number
from metermap.protocols import load_dictionaries
from tests.catalogue.workbooks import GB, must_read


@pytest.mark.parametrize(
    ("text", "dimension", "factor"),
    [
        ("kWh", "active energy", "3600000"),
        ("MJ", "active energy", "1000000"),
        ("varh", "reactive energy", "3600"),
        ("W", "active energy per time", "1"),
        ("MJ/m3", "active energy per volume", "1000000"),
        ("0.01 %", "number", "1/10000"),
        ("currency per kWh", "money per active energy", "1/3600000"),
        ("currency per day", "money per time", "1/86400"),
        ("100 cu ft/h", "volume per time", "6145149/7812500000"),
        ("count", "count", "1"),
    ],
)
def test_a_unit_has_a_dimension_and_an_exact_factor(text: str, dimension: str, factor: str) -> None:
    unit = parse_unit(text)

    assert unit is not None
    assert (str(unit.dimension), unit.factor) == (dimension, Fraction(factor))


def test_a_kilowatt_hour_is_3_6_megajoules() -> None:
    assert UNITS["kWh"].convert(Fraction(1), UNITS["MJ"]) == Fraction("3.6")


def test_water_boils_at_212_degrees_fahrenheit() -> None:
    assert UNITS["degF"].convert(Fraction(212), UNITS["degC"]) == 100


@pytest.mark.parametrize(("one", "other"), [("Wh", "varh"), ("kWh", "kW"), ("currency", "count")])
def test_what_nobody_may_add_does_not_convert(one: str, other: str) -> None:
    assert not UNITS[one].converts_to(UNITS[other])
    with pytest.raises(ValueError, match="not convertible"):
        UNITS[one].convert(Fraction(1), UNITS[other])


@pytest.mark.parametrize("text", ["flow", "currency per period", "mo"])
def test_of_some_units_only_the_dimension_is_known(text: str) -> None:
    unit = parse_unit(text)

    assert unit is not None
    assert unit.factor is None
    assert unit.dimension.powers


@pytest.mark.parametrize("text", ["", "S", "mw", "Btu", "dBm", "Wh per", "/", "x" * 10_000])
def test_what_is_no_unit_here(text: str) -> None:
    assert parse_unit(text) is None


_CONVERTIBLE = sorted(name for name, unit in UNITS.items() if unit.factor)


@given(st.sampled_from(_CONVERTIBLE), st.sampled_from(_CONVERTIBLE), st.fractions())
def test_there_and_back_is_the_same_quantity(one: str, other: str, value: Fraction) -> None:
    there, back = UNITS[one], UNITS[other]
    if there.converts_to(back):
        assert back.convert(there.convert(value, back), there) == value


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.none() | st.decimals("0.001", 1000, places=3))
def test_printing_a_unit_and_parsing_it_again_is_the_same(one: str, other: str, number: object) -> None:
    text = f"{one} per {other}"
    unit = parse_unit(text if number is None else f"{number} {text}")
    if unit is not None:
        assert parse_unit(str(unit)) == unit


@given(st.fractions())
def test_a_printed_number_is_the_number(number: Fraction) -> None:
    assert Fraction(printed_number(number)) == number


def test_the_units_of_dlms_that_are_not_in_the_table_are_known() -> None:
    missing = {unit.symbol for unit in load_dictionaries().dlms.units() if unit.symbol and not parse_unit(unit.symbol)}

    assert missing == {
        *("N", "Nm", "F", "ohm", "ohm m2/m", "Wb", "T", "H", "S", "Pa s"),
        *("1/(V2h)", "1/(A2h)", "Mol %", "g/cm2", "dBm", "dBuV", "dB", "in", "ft", "lb", "sq in", "sq ft", "ac"),
        *("cu in", "ac ft", "lbf", "psi", "lb/cu ft", "lb/(ft s)", "sq ft/s", "Btu", "thm (EC)", "thm (US)"),
        *("Btu/lb", "Btu/cu ft", "ft/s", "ac ft/s", "ac ft/min", "ac ft/h", "ac ft/d"),
        *("Btu/s", "Btu/min", "Btu/h", "Btu/d", "reserved", "other"),
    }


def test_units_of_dlms_and_of_the_catalogue_meet() -> None:
    cosem, printed = load_dictionaries().dlms.unit(30), parse_unit("MJ")

    assert cosem is not None
    assert printed is not None
    assert UNITS[cosem.symbol].convert(Fraction(1000), printed) == Fraction("3.6")


@pytest.mark.parametrize(("text", "symbol"), [("mins", "min"), ("hz", "Hz"), ("minutes", "min")])
def test_further_spellings(text: str, symbol: str) -> None:
    assert str(parse_unit(text)) == symbol


def test_every_unit_of_gb_is_understood() -> None:
    facts = [fact for fact in must_read(GB).items if fact.unit.value]

    assert len(facts) == 247
    assert [fact.unit.value for fact in facts if fact.units is None] == []
