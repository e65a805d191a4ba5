"""What was meant: a misspelt name of each kind is answered with the one that it resembles, and second places."""

from __future__ import annotations

import time

import pytest

from metermap.core.places import CellPlace, TextPlace
from metermap.core.suggest import closest, did_you_mean
from tests.mappings.conftest import Resolve

SCOPE = "on ESME over dlms, tunnelled.\n"
GAS = "on GSME over sep, tunnelled.\n"
REGISTER = SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { %s }.\n"
LOG = (
    SCOPE + "PowerEventLog is ProfileGeneric 0-0:99.98.4.255 { buffer[e in 1..100]: logEntries[e].logEntry "
    "{ timestamp: timestamp #606 } by %s }.\n"
)

MISSPELT = {
    "item": (SCOPE + "LoadLimitCountr is Register 0-0:94.44.42.255 { value: value }.", "MM301", "LoadLimitCounter"),
    "element": (REGISTER % "value: vlaue", "MM302", "value"),
    "element of a becomes": (REGISTER % "value: value becomes vlaue at unit", "MM302", "value"),
    "device": ("on ESMEE over dlms.\nLoadLimitCounter is Register 0-0:94.44.42.255 { value: value }.", "MM305", "ESME"),
    "class": (SCOPE + "ActiveExportRegister is Registr 1-0:2.8.0.255 { value: value }.", "MM306", "Register"),
    "attribute": (REGISTER % "valeu: value", "MM307", "value"),
    "attribute next door": (GAS + "ConsumptionRegister is Metering { Divisor: value / .Divsor }.", "MM307", "Divisor"),
    "cluster attribute": (GAS + "ConsumptionRegister is Metering { Multiplyer: value }.", "MM307", "Multiplier"),
    "method": (SCOPE + "LoadLimitCounter is Register 0-0:94.44.42.255 { call rest: reset }.", "MM308", "reset"),
    "member": (REGISTER % "scaler_unit.unti: unit", "MM309", "unit"),
    "parameter of a selector": (LOG % "range_descriptor { from_valeu: fromDateTime #640 }", "MM309", "from_value"),
    "cluster": (GAS + "ConsumptionRegister is Meterng { CurrentSummationDelivered: value }.", "MM311", "Metering"),
    "command": (GAS + "SupplyState is Metering { call ChangeSuply: disable }.", "MM313", "ChangeSupply"),
    "answer": (
        GAS + "SupplyState is Metering { call ChangeSupply: disable returns DefaultRespons }.",
        "MM313",
        "DefaultResponse",
    ),
    "field": (
        GAS + "SupplyState is Metering { call ChangeSupply { ProposdSupplyStatus: disable } }.",
        "MM314",
        "proposedSupplyStatus",
    ),
    "type": (REGISTER % "value: value as double-lonng", "MM319", "double-long"),
    "zigbee type": (GAS + "ConsumptionRegister is Metering { Divisor: divisor as uintt24 }.", "MM319", "uint24"),
    "use case": (REGISTER % "value: value for ECS17x", "MM320", "ECS17"),
    "table": ("let period = coded { 1 = 2 }.\n" + REGISTER % "value: value coded peroid", "MM322", "period"),
    "unit": (REGISTER % "scaler_unit.unit: unit = Whh", "MM323", "Wh"),
    "protocol": (
        "on ESME over dmls.\nLoadLimitCounter is Register 0-0:94.44.42.255 { value: value }.",
        "MM328",
        "dlms",
    ),
    "route": (
        "on ESME over dlms, tuneled.\nLoadLimitCounter is Register 0-0:94.44.42.255 { value: value }.",
        "MM329",
        "tunnelled",
    ),
    "selector": (LOG % "range_descripter { from_value: fromDateTime #640 }", "MM330", "range_descriptor"),
    "overlay": ("use dlms gbb.", "MM332", "gb"),
    "status": (REGISTER % "value: value status propossed", "MM333", "proposed"),
    "record": (REGISTER % 'value: value status proposed { sorce = "x" }', "MM340", "source"),
    "relation": (REGISTER % "value: value status proposed { relation = exakt }", "MM340", "exact"),
    "role": (REGISTER % "value: value for ECS17a(Suplier)", "MM341", "Supplier"),
    "variant": (
        "on ESME(twin_elemnt) over dlms.\nLoadLimitCounter is Register 0-0:94.44.42.255 { value: value }.",
        "MM345",
        "twin_element",
    ),
}


@pytest.mark.parametrize("kind", MISSPELT)
def test_a_misspelt_name_is_answered_with_the_one_that_is_meant(kind: str, resolve: Resolve) -> None:
    text, code, meant = MISSPELT[kind]
    finding = next(finding for finding in resolve(text).findings if finding.code == code)
    assert "Did you mean" in finding.help
    assert meant in finding.help
    assert isinstance(finding.place, TextPlace)


SECOND_PLACES = {
    "the row of another element": (REGISTER % "value: value #102", "MM303", ("B367", "B364")),
    "a row of an element in a constant": (REGISTER % "value = 1 #100", "MM326", ("B364",)),
    "a clause that stands twice": (REGISTER % "value: value as long as long", "MM207", ("test.map:2:66",)),
    "a let that is defined twice": (
        "let a = { b = 1 }.\nlet a = { b = 1 }.\n" + REGISTER % "scaler_unit: a",
        "MM208",
        ("test.map:1:5",),
    ),
    "a let with other parameters": (
        "let a(b, c) = { d: b }.\n" + REGISTER % "value: a(value)",
        "MM322",
        ("test.map:1:5",),
    ),
    "an element that is said twice": (REGISTER % "value: value, value: value", "MM403", ("test.map:2:50",)),
    "a comma that is missing": (REGISTER % "value: value\n scaler_unit.unit: unit", "MM201", ("test.map:3:2",)),
    "a brace that is not closed": (REGISTER.replace(" }", "") % "value: value", "MM201", ("test.map:2:48",)),
    "a role that the use case lacks": (REGISTER % "value: value for ECS17a(Suplier)", "MM341", ("smets2.xlsx",)),
}


@pytest.mark.parametrize("case", SECOND_PLACES)
def test_the_other_place_is_told_as_well(case: str, resolve: Resolve) -> None:
    text, code, places = SECOND_PLACES[case]
    finding = next(finding for finding in resolve(text).findings if finding.code == code)
    also = " ".join(map(str, finding.also))
    assert finding.also
    assert all(isinstance(place, TextPlace | CellPlace) for place in finding.also)
    assert all(place in also for place in places)


def test_an_element_beyond_its_indices_names_the_row_that_has_them(resolve: Resolve) -> None:
    text = (
        SCOPE + "PowerEventLog is ProfileGeneric 0-0:99.98.4.255 { "
        "buffer[e in 1..500]: logEntries[e].logEntry.timestamp #606 }.\n"
    )
    (finding,) = [finding for finding in resolve(text).findings if finding.code == "MM302"]
    assert any(isinstance(place, CellPlace) for place in finding.also)


MANY = [f"TariffBlockCounterMatrixElement{number}" for number in range(100_000)]


@pytest.mark.parametrize("word", ["TarifBlockCounterMatrixElement777", "A" * 1_000_000, "", "x"])
def test_a_suggestion_among_100_000_names_takes_no_time(word: str) -> None:
    started = time.process_time()
    closest(word, MANY)
    did_you_mean(word, MANY)
    assert time.process_time() - started < 10


def test_the_best_of_many_is_found_and_long_candidates_are_passed_over() -> None:
    assert "TariffBlockCounterMatrixElement777" in closest("TariffBlokCounterMatrixElement777", MANY)
    started = time.process_time()
    assert closest("Registr", ["R" * 1_000_000] * 100 + ["Register"]) == ("Register",)
    assert time.process_time() - started < 5
