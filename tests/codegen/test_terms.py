"""Values in the catalogue's terms, on the entries of Great Britain: each rule, and the law of going there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType

import pytest

from tests.codegen.gb_terms import Modules, Quantities, refusal

WHEN = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)


# quantities


def test_a_register_with_a_stated_scale_is_a_quantity(esme: ModuleType, quantity: Quantities) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    assert register.value(1_234_567) == quantity("1234567", "Wh")
    assert register.raw(quantity("1234567", "Wh")) == 1_234_567


def test_a_multiple_of_the_unit_is_the_same_quantity(esme: ModuleType, quantity: Quantities) -> None:
    assert esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(quantity("1.5", "kWh")) == 1500


def test_money_is_exact_and_has_the_unit_of_the_catalogue(esme: ModuleType, quantity: Quantities) -> None:
    price = esme.PRIMARY_ACTIVE_TARIFF_PRICE_VALUE
    assert price.value(12_345) == quantity("0.12345", "currency per kWh")
    assert price.raw(quantity("0.1", "currency per kWh")) == 10_000


def test_only_the_unit_other_is_that_of_the_catalogue(esme: ModuleType, cosem: ModuleType) -> None:
    threshold = esme.LOW_CREDIT_THRESHOLD_THRESHOLD_NEXT
    assert threshold.value(5, cosem.ScalerUnit(0, 254)).unit == "currency"
    assert threshold.value(5, cosem.ScalerUnit(0, 27)).unit == "W"
    power = esme.LOAD_LIMIT_POWER_THRESHOLD_THRESHOLD_NEXT
    assert power.value(5, cosem.ScalerUnit(0, 254)).unit == "other"


def test_a_scale_that_is_read_at_run_time_must_be_given(
    esme: ModuleType, scales: ModuleType, cosem: ModuleType, quantity: Quantities
) -> None:
    threshold = esme.LOAD_LIMIT_POWER_THRESHOLD_THRESHOLD_NEXT
    assert [(one.name, one.number) for one in threshold.scale_source.siblings] == [("scaler_unit_passive", 5)]
    error = refusal(scales, "SCALE", lambda: threshold.value(46))
    assert "read scaler_unit_passive" in error.detail
    scaler_unit = cosem.ScalerUnit(2, 27)
    assert threshold.value(46, scaler_unit) == quantity("4600", "W")
    assert threshold.raw(quantity("4600", "W"), threshold.scale_from({"scaler_unit_passive": scaler_unit})) == 46


def test_a_scale_that_was_read_counts_before_the_stated_one(esme: ModuleType, cosem: ModuleType) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    assert register.scale_source.stated.exponent == 0
    assert register.scale_from({"scaler_unit": cosem.ScalerUnit(3, 30)}).exponent == 3


def test_a_stated_scale_needs_no_siblings(esme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    seconds = scales.Scale(unit="s")
    entry = replace(esme.ACTIVE_EXPORT_REGISTER_VALUE, terms=terms.Terms(terms.Scaled(scales.ScaleSource(seconds))))
    assert entry.scale_from({}) is seconds
    error = refusal(scales, "SCALE", lambda: esme.PAYMENT_MODE_VALUE_PAYMENT_MODE.scale_from({}))
    assert "the value has no scale" in error.detail


@pytest.mark.parametrize("factors", [(0, 1), (1, 0), (-1, 1), (1, -1)])
def test_a_scale_that_has_no_way_back_is_none(scales: ModuleType, factors: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="a scale of"):
        scales.Scale(0, "", *factors)


def test_an_argument_counts_before_what_the_mapping_states(
    esme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    assert esme.ACTIVE_EXPORT_REGISTER_VALUE.value(7, scales.Scale(3, "Wh")) == quantity("7000", "Wh")


def test_what_the_scale_cannot_carry_is_refused_with_the_nearest(
    esme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    error = refusal(scales, "RESOLUTION", lambda: register.raw(quantity("1.2345", "kWh")))
    assert error.nearest == quantity("1234", "Wh")
    assert "1.2345 kWh" in str(error)
    error = refusal(scales, "OVERFLOW", lambda: register.raw(quantity("4294967296", "Wh")))
    assert error.nearest == quantity("4294967295", "Wh")
    error = refusal(scales, "OVERFLOW", lambda: register.raw(quantity("-1", "Wh")))
    assert error.nearest == quantity("0", "Wh")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(esme: ModuleType, scales: ModuleType, quantity: Quantities, number: str) -> None:
    refusal(scales, "NOT_A_VALUE", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(quantity(number, "Wh")))
    refusal(scales, "NOT_A_VALUE", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(quantity(number, "kWh")))


@pytest.mark.parametrize("number", [1.5, 15, "15"])
def test_a_quantity_of_anything_but_a_decimal_is_refused(
    esme: ModuleType, cosem: ModuleType, scales: ModuleType, number: object
) -> None:
    refusal(scales, "KIND", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(cosem.Quantity(number, "Wh")))
    refusal(scales, "KIND", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(cosem.Quantity(number, "kWh")))


def test_another_unit_and_a_bare_number_are_refused(esme: ModuleType, scales: ModuleType, quantity: Quantities) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    refusal(scales, "UNIT", lambda: register.raw(quantity("1", "varh")))
    refusal(scales, "UNIT", lambda: register.raw(quantity("1", "")))
    refusal(scales, "KIND", lambda: register.raw(1))


def test_siblings_of_a_smart_energy_attribute_make_its_scale(
    gsme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    register = gsme.CONSUMPTION_REGISTER_VALUE
    siblings = {(one.name, one.cluster_id, one.number) for one in register.scale_source.siblings}
    assert siblings == {
        ("Multiplier", 0x0702, 0x0301),
        ("Divisor", 0x0702, 0x0302),
        ("UnitOfMeasure", 0x0702, 0x0300),
    }
    scale = register.scale_from({"Multiplier": 1, "Divisor": 1000, "UnitOfMeasure": 1})
    assert register.value(1_234_567, scale) == quantity("1234.567", "m3")
    assert register.raw(quantity("1234567", "l"), scale) == 1_234_567
    refusal(scales, "SCALE", lambda: register.scale_from({"Multiplier": 1, "Divisor": 1000}))
    refusal(scales, "SCALE", lambda: register.scale_from({"Multiplier": 1, "Divisor": None, "UnitOfMeasure": 1}))
    refusal(scales, "SCALE", lambda: register.scale_from({"Multiplier": 0, "Divisor": 1, "UnitOfMeasure": 1}))


def test_numbers_in_binary_coded_decimal_are_refused(gsme: ModuleType, scales: ModuleType) -> None:
    numbers = {"Multiplier": 1, "Divisor": 1, "UnitOfMeasure": 0x7F}
    assert gsme.CONSUMPTION_REGISTER_VALUE.scale_from(numbers).unit == "unit 127"
    for code in (0x80, 0x8D):
        numbers["UnitOfMeasure"] = code
        refusal(scales, "SCALE", lambda: gsme.CONSUMPTION_REGISTER_VALUE.scale_from(numbers))


def test_one_code_counts_energy_and_power(esme: ModuleType) -> None:
    numbers = {"Multiplier": 1, "Divisor": 1000, "UnitOfMeasure": 0}
    assert esme.ACTIVE_IMPORT_REGISTER_SEP.scale_from(numbers).unit == "kWh"
    assert esme.ACTIVE_POWER_IMPORT_SEP.scale_from(numbers).unit == "kW"


def test_trailing_digits_count_the_decimals_of_money(gsme: ModuleType, quantity: Quantities) -> None:
    debt = gsme.TIME_DEBT_REGISTERS_1_VALUE
    assert {one.name for one in debt.scale_source.siblings} == {"PriceTrailingDigit", "Currency"}
    assert debt.value(-1250, debt.scale_from({"PriceTrailingDigit": 0x20, "Currency": 826})) == quantity("-12.5", "GBP")
    assert debt.scale_from({"PriceTrailingDigit": 0x20, "Currency": 840}).unit == "unit 840"


def test_a_scale_that_does_not_end_in_decimals_is_refused(
    gsme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    third = scales.Scale(unit="m3", divisor=3)
    assert gsme.CONSUMPTION_REGISTER_VALUE.value(9, third) == quantity("3", "m3")
    refusal(scales, "RESOLUTION", lambda: gsme.CONSUMPTION_REGISTER_VALUE.value(10, third))


def test_a_unit_that_no_source_names_is_not_the_catalogues(gsme: ModuleType, scales: ModuleType) -> None:
    threshold = gsme.TARIFF_THRESHOLD_MATRIX_1_3_THRESHOLD_CURRENT_BLOCK1_THRESHOLD
    scale = threshold.scale_from({"ThresholdMultiplier": 1, "ThresholdDivisor": 1})
    assert threshold.value(5, scale).unit == scales.UNKNOWN_UNIT


def test_a_number_whose_scale_no_source_tells_stays_raw_and_says_so(
    gsme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    limit = gsme.EMERGENCY_CREDIT_LIMIT_AMOUNT_NEXT
    assert limit.value(500) == 500
    assert limit.raw(500) == 500
    assert "no source tells the scale" in limit.terms.note
    error = refusal(scales, "SCALE", lambda: limit.raw(quantity("5", "GBP")))
    assert "no source tells the scale" in error.detail
    pence = scales.Scale(-2, "GBP")
    assert limit.value(500, pence) == quantity("5", "GBP")
    assert limit.raw(quantity("5", "GBP"), pence) == 500


def test_a_conversion_that_needs_other_elements_leaves_the_number_raw(gsme: ModuleType) -> None:
    samples = gsme.PROFILE_DATA_LOG_ACTIVE_ENERGY_IMPORTED_IN_PERIOD_METHOD_INPUT_TO_DATE_TIME
    assert samples.value(48) == 48
    assert samples.terms.note == "the wire carries (toDateTime - fromDateTime) / 30 min, which needs other elements"


# parts with the scale in their whole


def charge(price_scale: int, *prices: int) -> bytes:
    """Return the octets of a unit_charge whose table has the prices."""
    octets = bytes.fromhex("0203 0202 0F00 0F") + price_scale.to_bytes(1, "big", signed=True)
    octets += bytes.fromhex("0203 120000 0906 000000000000 0F00")
    octets += bytes((1, len(prices)))
    for number, price in enumerate(prices):
        octets += bytes((2, 2, 9, 1, number, 16)) + price.to_bytes(2, "big", signed=True)
    return octets


def test_a_price_is_scaled_by_the_price_scale_that_travels_with_it(
    esme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    price = esme.TARIFF_BLOCK_PRICE_MATRIX_TOU_VALUE_CURRENT_1_80_CHARGE_PER_UNIT
    whole = price.decode_whole(charge(-5, 12_345, 9_000))
    assert price.value_in(whole, 1) == quantity("0.12345", "currency per kWh")
    changed = price.with_value(whole, quantity("0.2", "currency per kWh"), 2)
    assert price.encode_whole(changed) == charge(-5, 12_345, 20_000)
    error = refusal(scales, "OVERFLOW", lambda: price.with_value(whole, quantity("1", "currency per kWh"), 2))
    assert error.nearest == quantity("0.32767", "currency per kWh")


def test_members_of_a_structure_state_the_scale_of_its_value(
    esme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    power = esme.POWER_IMPORT_COLLECTION_ACTIVE_POWER_IMPORT_VALUE
    assert power.value(230) == quantity("230", "W")
    unit: dict[str, int | None] = {"active_power_import_unit": 28, "active_power_import_scaler": -1}
    whole = {"active_power_import_value": 230, "active_power_scal_unit_type": unit}
    assert power.value_in(whole) == quantity("23.0", "VA")
    assert power.with_value(whole, quantity("2.5", "VA"))["active_power_import_value"] == 25
    assert power.value_in({"active_power_import_value": 230}) == quantity("230", "W")
    unit["active_power_import_unit"] = None
    refusal(scales, "SCALE", lambda: power.value_in(whole))


def test_trailing_digits_and_unit_of_a_field_are_fields_beside_it(gsme: ModuleType, quantity: Quantities) -> None:
    calorific_value = gsme.CALORIFIC_VALUE_VALUE_NEXT
    assert calorific_value.scale_source.in_whole
    whole = calorific_value.decode_whole(bytes.fromhex("00000000 00000000 97870000 01 30"))
    assert calorific_value.value_in(whole) == quantity("34.711", "MJ/m3")


# names


def test_a_code_with_a_name_is_named_and_goes_back_by_either(esme: ModuleType, terms: ModuleType) -> None:
    mode = esme.PAYMENT_MODE_VALUE_PAYMENT_MODE
    assert mode.value(2) == terms.Named(2, "prepayment")
    assert (str(mode.value(2)), int(mode.value(2))) == ("prepayment", 2)
    assert mode.raw("prepayment") == mode.raw(terms.Named(2, "prepayment")) == mode.raw(2) == 2


def test_a_code_without_a_name_stays_a_number(esme: ModuleType) -> None:
    assert esme.PAYMENT_MODE_VALUE_PAYMENT_MODE.value(77) == 77
    assert esme.PAYMENT_MODE_VALUE_PAYMENT_MODE.raw(77) == 77


def test_a_name_that_nothing_has_is_refused(esme: ModuleType, scales: ModuleType, terms: ModuleType) -> None:
    mode = esme.PAYMENT_MODE_VALUE_PAYMENT_MODE
    error = refusal(scales, "NO_SUCH_NAME", lambda: mode.raw("debit"))
    assert "credit, prepayment" in error.detail
    refusal(scales, "NO_SUCH_NAME", lambda: mode.raw(terms.Named(1, "prepayment")))


def test_the_mappings_own_words_are_names(gsme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    period = gsme.DEBT_RECOVERY_RATES_1_PERIOD_NEXT
    assert period.value(1) == terms.Named(1, "1 d")
    assert period.raw("1 h") == period.raw("PerHour") == 0
    assert period.value(3) == terms.Named(3, "PerMonth")
    error = refusal(scales, "NOT_ALLOWED", lambda: period.raw("PerMonth"))
    assert error.nearest == 1
    currency = gsme.CURRENCY_UNIT_VALUE_NEXT
    assert (currency.raw("GBP"), str(currency.value(978))) == (826, "EUR")


def test_a_boolean_with_names_goes_back_to_a_boolean(gsme: ModuleType, terms: ModuleType) -> None:
    actions = gsme.NON_DISABLEMENT_CALENDAR_NEXT_DAY_IDENTIFIERS_1_5_TIME_1_3_ACTIONS
    assert actions.value(1) == terms.Named(1, "active")
    assert actions.raw("inactive") == 0


def test_a_unit_of_a_register_has_its_symbol_as_name(esme: ModuleType, scales: ModuleType) -> None:
    unit = esme.ACTIVE_EXPORT_REGISTER_UNIT
    assert str(unit.value(30)) == "Wh"
    assert unit.raw("Wh") == 30
    refusal(scales, "NOT_ALLOWED", lambda: unit.raw(27))


def test_a_bitmap_is_flags_fields_and_bits_without_a_name(gsme: ModuleType, terms: ModuleType) -> None:
    alerts = gsme.ALERTS_CONFIGURATION_SETTINGS_METHOD_INPUT_VALUE
    flags = alerts.value(0b1001_1011)
    assert flags == terms.Flags(frozenset({"PushEventToWAN", "PushEventToHAN"}), (("LogAction", 3),), 0x80)
    assert "PushEventToWAN" in flags
    assert alerts.raw(flags) == 0b1001_1011


def test_flags_that_do_not_fit_are_refused(gsme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    alerts = gsme.ALERTS_CONFIGURATION_SETTINGS_METHOD_INPUT_VALUE
    refusal(scales, "NO_SUCH_NAME", lambda: alerts.raw(terms.Flags(frozenset({"Bell"}))))
    error = refusal(scales, "OVERFLOW", lambda: alerts.raw(terms.Flags(fields=(("LogAction", 8),))))
    assert error.nearest == 7
    refusal(scales, "OVERFLOW", lambda: alerts.raw(terms.Flags(unnamed=1 << 40)))
    refusal(scales, "KIND", lambda: alerts.raw(terms.Named(1, "PushEventToWAN")))


def test_only_the_words_that_the_mapping_allows_are_written(
    gsme: ModuleType, terms: ModuleType, scales: ModuleType
) -> None:
    mode = gsme.SUSPEND_DEBT_DISABLED_SUSPEND_DEBT_EMERGENCY_PAYMENT_MODE_VALUE_NEXT
    allowed = mode.value(0b0000_1100_1001_0100)
    assert mode.raw(allowed) == 0b0000_1100_1001_0100
    assert mode.value(1) == terms.Flags(frozenset({"DisconnectionEnabled"}))
    error = refusal(scales, "NOT_ALLOWED", lambda: mode.raw(mode.value(1)))
    assert error.nearest == 0b0000_0000_1001_0111


# meanings


def test_a_sentinel_is_a_meaning_as_its_type_reads_it(gsme: ModuleType, terms: ModuleType) -> None:
    threshold = gsme.DISABLEMENT_THRESHOLD_METER_BALANCE_THRESHOLD_NEXT
    unchanged = terms.Meaning("unchanged")
    assert threshold.value(-1) == unchanged
    assert threshold.raw(unchanged) == -1
    assert threshold.leaf.encode(threshold.raw(unchanged)) == b"\xff\xff\xff\xff"


def test_a_number_whose_code_is_a_sentinel_is_refused(
    gsme: ModuleType, scales: ModuleType, quantity: Quantities
) -> None:
    threshold = gsme.DISABLEMENT_THRESHOLD_METER_BALANCE_THRESHOLD_NEXT
    refusal(scales, "TAKEN", lambda: threshold.raw(-1))
    refusal(scales, "TAKEN", lambda: threshold.raw(quantity("-0.01", "GBP"), scales.Scale(-2, "GBP")))
    error = refusal(scales, "OVERFLOW", lambda: threshold.raw(-0x8000_0001))
    assert error.nearest == -0x7FFF_FFFF


def test_unchanged_is_a_meaning_in_a_table_of_names_too(gsme: ModuleType, terms: ModuleType) -> None:
    state = gsme.SUPPLY_TAMPER_STATE_METHOD_INPUT_STATE
    assert state.value(3) == terms.Meaning("unchanged")
    assert state.raw(terms.Meaning("unchanged")) == 3
    assert state.raw("locked") == state.raw("SupplyOff") == 0


@pytest.mark.parametrize(
    ("name", "word", "octets"),
    [
        ("EMERGENCY_CREDIT_LIMIT_ACTIVATE_NEXT_DATE_TIME", "immediate", b"\x00\x00\x00\x00"),
        ("TARIFF_THRESHOLD_MATRIX_ACTIVATE_NEXT_DATE_TIME", "cancel", b"\xfe\xff\xff\xff"),
        ("BILLING_DATA_LOG_MOSTRECENT_PREPAYMENT_CREDITS_METHOD_INPUT_TO_DATE_TIME", "all", b"\xfe\xff\xff\xff"),
    ],
)
def test_a_time_that_is_a_sentinel_is_a_meaning(gb: Modules, name: str, word: str, octets: bytes) -> None:
    start, meaning = getattr(gb("gsme"), name), gb("terms").Meaning(word)
    raw = start.leaf.decode_exact(octets)
    assert start.value(raw) == meaning
    assert start.leaf.encode(start.raw(meaning)) == octets
    refusal(gb("scales"), "TAKEN", lambda: start.raw(raw))
    assert start.value(WHEN) == start.raw(WHEN) == WHEN


def test_a_time_that_no_code_is_left_for_is_refused(gsme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    start = gsme.EMERGENCY_CREDIT_LIMIT_ACTIVATE_NEXT_DATE_TIME
    last = terms.EPOCH + timedelta(seconds=0xFFFF_FFFE)
    assert start.raw(last) == last
    error = refusal(scales, "OVERFLOW", lambda: start.raw(last + timedelta(seconds=1)))
    assert error.nearest == last


def test_a_meaning_without_a_code_is_refused(esme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    refusal(scales, "NO_SUCH_MEANING", lambda: register.raw(terms.Meaning("unchanged")))
    refusal(scales, "NO_SUCH_MEANING", lambda: register.raw(terms.NO_VALUE))


def test_the_non_value_of_smart_energy_is_no_value(gsme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    register = gsme.CONSUMPTION_REGISTER_VALUE
    assert register.value(None) == terms.NO_VALUE
    assert register.raw(terms.NO_VALUE) is None
    assert register.encode(register.raw(terms.NO_VALUE)) == b"\xff" * 6
    alerts = gsme.ALERTS_CONFIGURATION_SETTINGS_METHOD_INPUT_VALUE
    refusal(scales, "NO_SUCH_MEANING", lambda: alerts.raw(terms.NO_VALUE))


def test_the_non_value_may_have_a_meaning_of_its_own(gsme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    unchanged = terms.Meaning("unchanged")
    register = replace(gsme.CONSUMPTION_REGISTER_VALUE, terms=terms.Terms(non_value="unchanged"))
    assert register.value(None) == unchanged
    assert register.raw(unchanged) is None
    refusal(scales, "NO_SUCH_MEANING", lambda: register.raw(terms.NO_VALUE))


# moments


def test_seconds_of_a_log_are_a_moment(esme: ModuleType, terms: ModuleType, scales: ModuleType) -> None:
    stamp = esme.PHASE_1_AVERAGE_RMS_VOLTAGE_PROFILE_DATA_LOG_LOG_ENTRIES_1_4320_LOG_ENTRY_TIMESTAMP
    seconds = int((WHEN - terms.EPOCH).total_seconds())
    assert stamp.value(seconds) == WHEN
    assert stamp.raw(WHEN.astimezone(timezone(timedelta(hours=1)))) == seconds
    error = refusal(scales, "RESOLUTION", lambda: stamp.raw(WHEN + timedelta(milliseconds=5)))
    assert error.nearest == WHEN
    error = refusal(scales, "OVERFLOW", lambda: stamp.raw(terms.EPOCH - timedelta(seconds=1)))
    assert error.nearest == terms.EPOCH
    refusal(scales, "KIND", lambda: stamp.raw(WHEN.replace(tzinfo=None)))


def test_a_date_time_that_loses_nothing_is_a_moment(esme: ModuleType, cosem: ModuleType) -> None:
    when = esme.LOAD_LIMIT_SUPPLY_STATE_ACTIVATE_NEXT_DATE_TIME
    raw = cosem.DateTime(cosem.Date(2024, 2, 29, 4), cosem.Time(12, 30, 0, 0), 0, 0)
    assert when.value(raw) == WHEN
    assert when.raw(WHEN) == raw
    assert when.value(raw).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("date", "time", "rest"),
    [
        ((None, 2, 29, 4), (12, 30, 0, 0), (0, 0)),
        ((2024, 0xFE, 29, 4), (12, 30, 0, 0), (0, 0)),
        ((2024, 2, 30, 5), (12, 30, 0, 0), (0, 0)),
        ((2024, 2, 29, None), (12, 30, 0, 0), (0, 0)),
        ((2024, 2, 29, 3), (12, 30, 0, 0), (0, 0)),
        ((2024, 2, 29, 4), (12, 30, None, 0), (0, 0)),
        ((2024, 2, 29, 4), (12, 30, 0, None), (0, 0)),
        ((2024, 2, 29, 4), (12, 30, 0, 0), (None, 0)),
        ((2024, 2, 29, 4), (12, 30, 0, 0), (0, None)),
        ((2024, 2, 29, 4), (12, 30, 0, 0), (-60, 0x80)),
        ((0, 0, 0, 0), (0, 0, 0, 0), (0, 0)),
    ],
)
def test_a_date_time_that_would_lose_something_stays_field_by_field(
    gb: Modules, date: tuple[int, ...], time: tuple[int, ...], rest: tuple[int | None, ...]
) -> None:
    when, cosem = gb("esme").LOAD_LIMIT_SUPPLY_STATE_ACTIVATE_NEXT_DATE_TIME, gb("cosem")
    raw = cosem.DateTime(cosem.Date(*date), cosem.Time(*time), *rest)
    assert when.value(raw) is raw
    assert when.raw(raw) is raw


def test_a_moment_finer_than_a_hundredth_is_refused(esme: ModuleType, scales: ModuleType) -> None:
    when = esme.LOAD_LIMIT_SUPPLY_STATE_ACTIVATE_NEXT_DATE_TIME
    error = refusal(scales, "RESOLUTION", lambda: when.raw(WHEN + timedelta(milliseconds=12)))
    assert error.nearest == WHEN + timedelta(milliseconds=10)
    refusal(scales, "KIND", lambda: when.raw(WHEN.replace(tzinfo=None)))
    refusal(scales, "KIND", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(WHEN))


# what has no terms


def test_text_octets_and_composed_values_are_their_own(esme: ModuleType) -> None:
    number = esme.CUSTOMER_IDENTIFICATION_NUMBER_VALUE
    assert number.value(b"1234") == number.raw(b"1234") == b"1234"
    price = esme.TARIFF_BLOCK_PRICE_MATRIX_TOU_VALUE_CURRENT_1_80_CHARGE_PER_UNIT
    whole = price.decode_whole(charge(0, 1))
    assert price.value(whole) is whole
