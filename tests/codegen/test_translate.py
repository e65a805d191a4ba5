"""Translation between DLMS/COSEM and Smart Energy on elements of the electricity meter, and each reason to refuse.

The meter's homes in Smart Energy are proposals that nobody has reviewed; the bindings here include them.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import TypeVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime.entries import Entry
from metermap.codegen.python.runtime.scales import Scale
from metermap.codegen.python.runtime.translate import NotTranslatableError
from tests.codegen.gb_terms import Modules

E = TypeVar("E", bound=Entry)

WHEN = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def tools(gb: Modules) -> ModuleType:
    return gb("translate")


@pytest.fixture(scope="session")
def kilowatt_hours(esme: ModuleType) -> Scale:
    """The scale that a meter states by Multiplier 1, Divisor 1000 and unit kWh."""
    numbers = {"Multiplier": 1, "Divisor": 1000, "UnitOfMeasure": 0}
    return cast("Scale", esme.ACTIVE_EXPORT_REGISTER_SEP.scale_from(numbers))


def refused(gb: Modules, name: str, *arguments: object, **options: object) -> NotTranslatableError:
    with pytest.raises(gb("translate").NotTranslatableError) as caught:
        gb("translate").translate(*arguments, **options)
    assert caught.value.reason is gb("scales").Refusal[name]
    assert isinstance(caught.value, ValueError)
    return cast("NotTranslatableError", caught.value)


def with_terms(entry: E, **changes: object) -> E:
    """Return an entry that is as another but for what is changed."""
    return dataclasses.replace(entry, **changes)  # type: ignore[arg-type]  # any field


def test_an_energy_goes_from_watt_hours_to_the_scale_of_the_other_wire(
    esme: ModuleType, tools: ModuleType, kilowatt_hours: Scale
) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    assert tools.translate(1_234_567, dlms, sep, to_scale=kilowatt_hours) == 1_234_567
    octets = tools.translate_octets(bytes.fromhex("06 0012D687"), dlms, sep, to_scale=kilowatt_hours)
    assert octets == (1_234_567).to_bytes(6, "little")
    assert tools.translate_octets(octets, sep, dlms, from_scale=kilowatt_hours).hex() == "060012d687"


def test_entries_are_of_one_element_where_item_and_current_value_say_so(esme: ModuleType, tools: ModuleType) -> None:
    register = esme.REGISTRY.by_element("Active Export Register")[0]
    assert tools.counterparts(register, esme.REGISTRY) == (esme.ACTIVE_EXPORT_REGISTER_VALUE,)
    assert tools.counterparts(esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.REGISTRY) == (register,)
    assert not tools.is_same_element(register, esme.ACTIVE_EXPORT_REGISTER_UNIT)
    state = esme.LOAD_LIMIT_SUPPLY_STATE_SEP
    assert tools.is_same_element(state, esme.LOAD_LIMIT_SUPPLY_STATE_VALUE_CURRENT)
    assert not tools.is_same_element(state, esme.LOAD_LIMIT_SUPPLY_STATE_VALUE_NEXT)


def test_the_caller_may_know_that_two_names_are_one_element(
    gb: Modules, esme: ModuleType, tools: ModuleType, kilowatt_hours: Scale
) -> None:
    # The active import register is a member of a collection in the catalogue, and an item in the home.
    dlms, sep = esme.IMPORT_REGISTER_COLLECTION_ACTIVE_VALUE, esme.ACTIVE_IMPORT_REGISTER_SEP
    refused(gb, "ELEMENT", 5, dlms, sep, to_scale=kilowatt_hours)
    assert tools.translate(5, dlms, sep, to_scale=kilowatt_hours, same_element=True) == 5
    assert tools.translate(5, sep, dlms, from_scale=kilowatt_hours, same_element=True) == 5


def test_another_device_is_refused(gb: Modules, esme: ModuleType, kilowatt_hours: Scale) -> None:
    meter, proxy = esme.CUMULATIVE_CURRENT_DAY_VALUE_STORE_CONSUMPTION_SEP, gb("gpf")
    mirrored = proxy.CUMULATIVE_CURRENT_DAY_VALUE_STORE_CONSUMPTION
    scales = {"from_scale": kilowatt_hours, "to_scale": kilowatt_hours}
    refused(gb, "DEVICE", 5, meter, mirrored, same_element=True, **scales)


def test_a_scale_is_needed_where_the_wire_states_it_at_run_time(gb: Modules, esme: ModuleType) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    assert "Multiplier, Divisor, UnitOfMeasure" in refused(gb, "SCALE", 5, dlms, sep).detail
    refused(gb, "SCALE", 5, sep, dlms)


def test_a_number_that_is_too_large_is_refused(gb: Modules, esme: ModuleType, kilowatt_hours: Scale) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    error = refused(gb, "OVERFLOW", 2**32, sep, dlms, from_scale=kilowatt_hours)
    assert "4294967295 Wh" in error.detail


def test_a_resolution_that_is_too_coarse_is_refused(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    whole_units = gb("scales").Scale(unit="kWh")
    assert tools.translate(2000, dlms, sep, to_scale=whole_units) == 2
    assert "2 kWh" in refused(gb, "RESOLUTION", 1999, dlms, sep, to_scale=whole_units).detail


def test_another_unit_is_refused(gb: Modules, esme: ModuleType) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    cubic_metres = sep.scale_from({"Multiplier": 1, "Divisor": 1000, "UnitOfMeasure": 1})
    refused(gb, "UNIT", 1000, dlms, sep, to_scale=cubic_metres)
    unknown = gb("scales").Scale(unit=gb("scales").UNKNOWN_UNIT)
    refused(gb, "UNIT", 1000, sep, dlms, from_scale=unknown)


def test_no_value_is_refused_where_the_other_wire_has_none(
    gb: Modules, esme: ModuleType, kilowatt_hours: Scale
) -> None:
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    refused(gb, "NOT_A_VALUE", None, sep, dlms, from_scale=kilowatt_hours)


def test_a_count_needs_no_scale(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    dlms, sep = esme.LOAD_LIMIT_COUNTER_VALUE, esme.LOAD_LIMIT_COUNTER_SEP
    assert tools.translate(254, dlms, sep) == 254
    assert tools.translate(254, sep, dlms) == 254
    refused(gb, "OVERFLOW", 255, dlms, sep)  # the code of uint8 for no value
    refused(gb, "NOT_A_VALUE", None, sep, dlms)


def test_two_numbers_of_unknown_scales_are_not_taken_for_one(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    dlms, sep = esme.METER_BALANCE_VALUE, esme.METER_BALANCE_PREPAYMENT_SEP
    refused(gb, "SCALE", -500, dlms, sep, same_element=True)
    pence, tenths = gb("scales").Scale(-2, "GBP"), gb("scales").Scale(-3, "GBP")
    options = {"from_scale": pence, "to_scale": tenths, "same_element": True}
    assert tools.translate(-500, dlms, sep, **options) == -5000
    refused(gb, "OVERFLOW", 2**31 - 1, dlms, sep, **options)


def test_a_name_that_the_other_wire_lacks_is_refused(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    terms = gb("terms")
    sep = esme.SUPPLY_STATE_SEP
    dlms = with_terms(
        esme.SUPPLY_STATE_VALUE_OUTPUT_STATE,
        terms=terms.Terms(terms.Coded(((1, "SupplyOn"), (0, "Disconnected")))),
    )
    assert tools.translate(1, dlms, sep, same_element=True) == 2
    assert tools.translate(2, sep, dlms, same_element=True) == 1
    refused(gb, "NO_SUCH_NAME", 0, dlms, sep, same_element=True)
    refused(gb, "NO_SUCH_NAME", 77, sep, dlms, same_element=True)


def test_codes_of_one_wire_without_names_do_not_count_as_those_of_the_other(gb: Modules, esme: ModuleType) -> None:
    dlms, sep = esme.SUPPLY_STATE_VALUE_OUTPUT_STATE, esme.SUPPLY_STATE_SEP
    refused(gb, "NO_SUCH_NAME", 1, dlms, sep, same_element=True)
    refused(gb, "KIND", 1, sep, dlms, same_element=True)


def test_a_truth_value_is_no_name(gb: Modules, esme: ModuleType) -> None:
    closed = True
    refused(gb, "KIND", closed, esme.LOAD_LIMIT_SUPPLY_STATE_VALUE_CURRENT, esme.LOAD_LIMIT_SUPPLY_STATE_SEP)


def test_a_meaning_without_a_counterpart_is_refused(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    terms, scales = gb("terms"), gb("scales")
    source = with_terms(esme.METER_BALANCE_VALUE, terms=terms.Terms(meanings=((-1, "unchanged"),)))
    target = esme.METER_BALANCE_PREPAYMENT_SEP
    refused(gb, "NO_SUCH_MEANING", -1, source, target, same_element=True)
    knows = with_terms(target, terms=terms.Terms(meanings=((-7, "unchanged"),)))
    assert tools.translate(-1, source, knows, same_element=True) == -7
    pence = scales.Scale(-2, "GBP")
    refused(gb, "TAKEN", -7, source, knows, same_element=True, from_scale=pence, to_scale=pence)


def test_octets_pass_if_the_other_wire_has_room(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    dlms, sep = esme.CUSTOMER_IDENTIFICATION_NUMBER_VALUE, esme.CUSTOMER_IDENTIFICATION_NUMBER_SEP
    assert tools.translate_octets(bytes.fromhex("09 04 31323334"), dlms, sep) == b"\x041234"
    assert tools.translate(b"1234", sep, dlms) == b"1234"
    refused(gb, "OVERFLOW", b"12345", sep, dlms)
    refused(gb, "NOT_A_VALUE", None, sep, dlms)


def test_a_part_has_the_room_of_its_own_type(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    sep = esme.CUSTOMER_IDENTIFICATION_NUMBER_SEP
    part = with_terms(esme.IMPORT_REGISTER_COLLECTION_ACTIVE_VALUE, leaf=gb("axdr").OctetString(0, 2))
    part = with_terms(part, terms=gb("terms").AS_IT_IS)
    assert tools.translate(b"12", sep, part, same_element=True) == b"12"
    refused(gb, "OVERFLOW", b"123", sep, part, same_element=True)


def test_fields_without_an_element_are_of_no_element(esme: ModuleType, tools: ModuleType) -> None:
    dlms, sep = esme.LOAD_LIMIT_COUNTER_VALUE, esme.LOAD_LIMIT_COUNTER_SEP
    assert tools.is_same_element(dlms, sep)
    assert not tools.is_same_element(with_terms(dlms, element=""), sep)
    assert not tools.is_same_element(with_terms(dlms, element=""), with_terms(sep, element=""))
    assert not tools.is_same_element(dlms, with_terms(sep, device="GSME"))


def test_a_moment_passes_and_a_date_with_wildcards_does_not(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    cosem = gb("cosem")
    dlms = esme.LOAD_LIMIT_SUPPLY_STATE_ACTIVATE_NEXT_DATE_TIME
    sep = with_terms(esme.ACTIVE_EXPORT_REGISTER_SEP, codec=gb("zcl").UTC, terms=gb("terms").AS_IT_IS)
    raw = cosem.DateTime.from_datetime(WHEN)
    assert tools.translate(raw, dlms, sep, same_element=True) == WHEN
    assert tools.translate(WHEN, sep, dlms, same_element=True) == raw
    wild = dataclasses.replace(raw, date=cosem.Date())
    refused(gb, "NOT_A_VALUE", wild, dlms, sep, same_element=True)
    early = cosem.DateTime.from_datetime(datetime(1999, 12, 31, tzinfo=UTC))
    refused(gb, "OVERFLOW", early, dlms, sep, same_element=True)
    fine = cosem.DateTime.from_datetime(WHEN + timedelta(milliseconds=10))
    refused(gb, "RESOLUTION", fine, dlms, sep, same_element=True)


def test_parts_have_no_octets_of_their_own(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    with pytest.raises(tools.NotTranslatableError) as caught:
        tools.translate_octets(b"", esme.IMPORT_REGISTER_COLLECTION_ACTIVE_VALUE, esme.ACTIVE_IMPORT_REGISTER_SEP)
    assert caught.value.reason is gb("scales").Refusal.PART


def test_octets_that_are_no_value_are_a_fault_of_decoding(gb: Modules, esme: ModuleType, tools: ModuleType) -> None:
    with pytest.raises(gb("codec").DecodeError):
        tools.translate_octets(b"\x06", esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP)


@given(
    raw=st.integers(0, 2**32 - 1),
    multiplier=st.integers(1, 1000),
    divisor=st.sampled_from((1, 2, 8, 10, 1000, 10**6)),
)
def test_what_was_translated_comes_back(gb: Modules, raw: int, multiplier: int, divisor: int) -> None:
    esme, tools, scales = gb("esme"), gb("translate"), gb("scales")
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    scale = scales.Scale(unit="kWh", multiplier=multiplier, divisor=divisor)
    if raw * divisor % (1000 * multiplier):
        refused(gb, "RESOLUTION", raw, dlms, sep, to_scale=scale)
        return
    there = tools.translate(raw, dlms, sep, to_scale=scale)
    assert there * multiplier * 1000 == raw * divisor
    assert tools.translate(there, sep, dlms, from_scale=scale) == raw


@given(raw=st.integers(0, 2**48 - 2), multiplier=st.integers(1, 3), divisor=st.sampled_from((1, 3, 7, 1000)))
def test_the_other_way_it_comes_back_or_is_refused(gb: Modules, raw: int, multiplier: int, divisor: int) -> None:
    esme, tools, scales = gb("esme"), gb("translate"), gb("scales")
    dlms, sep = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.ACTIVE_EXPORT_REGISTER_SEP
    scale = scales.Scale(unit="kWh", multiplier=multiplier, divisor=divisor)
    watt_hours, rest = divmod(1000 * raw * multiplier, divisor)
    if rest:
        refused(gb, "RESOLUTION", raw, sep, dlms, from_scale=scale)
    elif watt_hours >= 2**32:
        refused(gb, "OVERFLOW", raw, sep, dlms, from_scale=scale)
    else:
        assert tools.translate(raw, sep, dlms, from_scale=scale) == watt_hours
        assert tools.translate(watt_hours, dlms, sep, to_scale=scale) == raw
