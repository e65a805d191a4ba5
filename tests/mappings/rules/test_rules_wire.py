"""Where the rules on address, type, unit, enumeration, access and time must stay silent, and what they count as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from metermap.core.numbers import whole_number

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from tests.mappings.conftest import Resolve

_ESME = "syntax 1.\nuse dlms gb.\non ESME over dlms, tunnelled.\n"
_GSME = "syntax 1.\non GSME over sep, tunnelled.\n"

Faults = Callable[[str], list["Finding"]]


@pytest.fixture
def faults(resolve: Resolve) -> Faults:
    """Return the findings of MM410 to MM439 of a mapping text."""
    return lambda text: [found for found in resolve(text).findings if "MM410" <= found.code <= "MM439"]


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


# ---- address ------------------------------------------------------------------------------------


def test_a_question_that_a_server_sends_leaves_the_device_a_client(faults: Faults) -> None:
    asked = """
"Events and Alerts Configuration Settings" is DeviceManagement {
    call GetEventConfiguration: getSettings #1940 returns ReportEventConfiguration
} for GCS20r.
CustomerIdentificationNumber is DeviceManagement {
    call UpdateCIN @0x06 { CustomerIdNumber: value #82 as octstr } returns DefaultResponse
} for GCS36.
"""
    assert "MM410" not in _codes(faults(_GSME + asked))


def test_both_sides_of_a_cluster_are_told_once_with_both_places(faults: Faults) -> None:
    text = """
ConversionFactor is Price { ConversionFactor @0x0302: value #1741 as uint32 } for GCS21a
also Price { call PublishConversionFactor @0x02 { ConversionFactor: valueNext #1372 as uint32 } } for GCS23.
CalorificValue is Price { CalorificValue @0x0304: value #1740 as uint32 } for GCS21a
also Price { call PublishCalorificValue @0x03 { CalorificValue: valueNext #1371 as uint32 } } for GCS23.
"""
    (finding,) = (found for found in faults(_GSME + text) if found.code == "MM410")
    assert (finding.subject, str(finding.place)) == ("sep/GSME Price", "test.map:5:51")
    assert [str(place) for place in finding.also] == ["test.map:4:29"]
    assert finding.message == (
        "GSME is sent command PublishConversionFactor as a client of Price, "
        "and has attribute ConversionFactor as its server"
    )


def test_a_recorded_deviation_silences_the_logical_name(faults: Faults) -> None:
    text = 'ActiveExportRegister is Register 1-0:1.8.0.255 { value: value #100 } despite "as the table prints it".\n'
    assert "MM414" not in _codes(faults(_ESME + text))


@pytest.mark.parametrize("name", ["1-0:2.8.0.255", "1-0:2.6.0.255", "0-0:1.8.0.255"])
def test_the_standard_s_meaning_is_of_direction_and_medium(name: str, faults: Faults) -> None:
    text = f"ActiveExportRegister is Register {name} {{ value: value #100 as double-long-unsigned }}.\n"
    assert "MM414" not in _codes(faults(_ESME + text))


# ---- type ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bits", "found"), [(6, True), (7, False), (8, False), (9, True)])
def test_an_index_from_nought_may_count_up_to_its_end_or_to_it_included(bits: int, found: bool, faults: Faults) -> None:
    text = (
        "AuxiliaryControllerCalendar is Schedule 0-0:12.0.2.255 { entries[e in 0..120] {\n"
        f"    exec_weekdays: currentEntries[e].execWeekdays[0..7] #729 as bit-string({bits}) }} }} for ECS61d.\n"
    )
    assert ("MM418" in _codes(faults(_ESME + text))) is found


def test_the_most_octets_need_room_and_no_exact_length(faults: Faults) -> None:
    text = "SupplierMessage is Data 0-2:96.13.1.255 {{ value: value #1398 as {} }}.\n"
    assert "MM416" not in _codes(faults(_ESME + text.format("octet-string(200)")))
    assert "MM416" not in _codes(faults(_ESME + text.format("octet-string")))
    (short,) = (found for found in faults(_ESME + text.format("octet-string(100)")) if found.code == "MM416")
    assert short.message == "SupplierMessage.value has <= 116 octets; octet-string(100) has not"


# ---- unit and scale -----------------------------------------------------------------------------

_SCALED = """ActiveExportRegister is Register 1-0:2.8.0.255 {{
    value: value #100 as double-long-unsigned, scaler_unit.unit: unit #233 = {}, scaler_unit.scaler: scale #362 = {}
}}.
"""


def test_a_unit_of_another_quantity_names_both_and_where_the_catalogue_says_so(faults: Faults) -> None:
    (finding,) = faults(_ESME + _SCALED.format("V", 0))
    assert (finding.code, finding.expected) == ("MM420", "Wh")
    assert finding.message == "ActiveExportRegister.unit is in V (voltage); the catalogue has Wh (active energy)"
    assert [str(place)[:20] for place in finding.also] == ["smets2.xlsx[Elements", "smets2.xlsx[Item fac"]


@pytest.mark.parametrize("scaler", [999_999_999, -999_999_999])
def test_a_scaler_out_of_all_bounds_is_told_and_never_computed(scaler: int, faults: Faults) -> None:
    assert "MM423" in _codes(faults(_ESME + _SCALED.format("Wh", scaler)))


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("-5", -5), ("0x1F", 31), ("0b101", 5), ("", None), ("7 h", None), ("_", None), ("٣", None)],
)
def test_a_constant_is_a_number_in_the_base_it_is_written_in(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_leading_zero_and_a_unit_of_zero_stop_no_check(faults: Faults) -> None:
    assert "MM405" not in _codes(faults(_ESME + _SCALED.format("Wh", "007")))
    text = "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 as double-long-unsigned in 0 Wh }.\n"
    assert "MM480" not in _codes(faults(_ESME + text))


def test_a_number_that_is_computed_needs_no_other_word_on_its_scale(faults: Faults) -> None:
    text = "ConsumptionRegister is Metering {{ CurrentSummationDelivered @0x0000: {} #1375 as uint48 }} for GCS13a.\n"
    assert "MM424" in _codes(faults(_GSME + text.format("value")))
    assert "MM424" not in _codes(faults(_GSME + text.format("value * .Divisor / .Multiplier")))


def test_what_scales_many_numbers_of_a_cluster_is_one_finding(faults: Faults) -> None:
    text = """
TariffTOURegisterMatrix[t in 1..4] is Metering {
    CurrentTier<t>SummationDelivered @ 0x0100 + 2*(t - 1): value #1370 as uint48
} for GCS13c.
"""
    (finding,) = (found for found in faults(_GSME + text) if found.code == "MM424")
    assert finding.message.startswith("4 numbers of GSME in Metering, TariffTOURegisterMatrix[1..4].value first")
    assert finding.subject == "sep/Metering scaled by Metering Multiplier and Metering Divisor"


# ---- enumeration --------------------------------------------------------------------------------


def test_names_that_agree_need_no_coding(faults: Faults) -> None:
    text = "PaymentMode is Account 0-0:19.0.0.255 { account_mode_and_status.payment_mode: value.PaymentMode #1018 }.\n"
    assert "MM430" not in _codes(faults(_ESME + text))


def test_an_open_coding_may_name_less_than_the_catalogue(faults: Faults) -> None:
    text = """
CurrencyUnit is Price {{
    call PublishTariffInformation @0x04 {{ Currency: valueNext #18 as uint16 coded {{ {} }} }} returns DefaultResponse
}} for GCS01a.
"""
    assert "MM429" in _codes(faults(_GSME + text.format("GBP = 826")))
    assert "MM429" not in _codes(faults(_GSME + text.format("GBP = 826, _ = _")))


# ---- access -------------------------------------------------------------------------------------


def test_roles_named_at_a_use_case_are_all_that_it_serves(faults: Faults) -> None:
    text = "ActiveExportRegister is Register 1-0:2.8.0.255 {{ scaler_unit: value #100 }} for {}.\n"
    (finding,) = (found for found in faults(_ESME + text.format("ECS17b")) if found.code == "MM433")
    assert finding.message == (
        "ECS17b serves Supplier, not listed at 1 element of ActiveExportRegister: ActiveExportRegister.value first"
    )
    assert "MM433" not in _codes(faults(_ESME + text.format("ECS17b(NetworkOperator)")))


def test_a_use_case_that_updates_and_reads_is_both(faults: Faults) -> None:
    text = "RemainingBatteryCapacity is Metering {{ RemainingBatteryLifeInDays @0x0205: value #1751 }} for {}.\n"
    assert "MM431" in _codes(faults(_GSME + text.format("GCS23")))
    assert "MM431" not in _codes(faults(_GSME + text.format("GCS23 and GCS33")))


# ---- time and epoch -----------------------------------------------------------------------------


@pytest.mark.parametrize(("counts", "found"), [("", True), (" in s", True), (" in epoch2000", False)])
def test_seconds_alone_are_no_epoch(counts: str, found: bool, faults: Faults) -> None:
    text = f"restrictDataDateTime is Data 0-0:94.44.3.2 {{ value: value #75 as double-long-unsigned{counts} }}.\n"
    assert ("MM435" in _codes(faults(_ESME + text))) is found


def test_a_number_of_half_hours_is_no_point_in_time(faults: Faults) -> None:
    text = """
ProfileDataLog(ActiveEnergyImportedInPeriod) is Metering {
    call GetSampledData @0x08 { NumberOfSamples: (toDateTime - fromDateTime) / 30 min #656 }
} for GCS17.
"""
    assert not {"MM435", "MM436"} & set(_codes(faults(_GSME + text)))
