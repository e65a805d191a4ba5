"""Nothing that a mapping file says is read and then ignored, and nothing that it says breaks the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mappings.conftest import Resolve

SCOPE = "on ESME over dlms, tunnelled.\n"
GAS = "on GSME over sep, tunnelled.\n"


def register(pattern: str, clauses: str = "") -> str:
    return f"{SCOPE}ActiveExportRegister is Register 1-0:2.8.0.255 {{ {pattern} }} {clauses}."


IGNORED = {
    "a block without an element": register("scaler_unit: value * 2 { unit: unit }"),
    "a template with more beside it": "let t(a) = { unit: a }.\n" + register("scaler_unit: t(unit) and banana = 5"),
    "a constant of a call with arguments": register("call reset = 0 { data = 0 }"),
    "rows twice on a call": SCOPE + "LoadLimitCounter is Register 0-0:94.44.42.255 { call reset #9001: reset #500 }.",
    "through on a field": register(
        "value: value through DataProtection 0-0:43.2.2.255 { call get_protected_attributes }"
    ),
    "by on a call": register("call reset by range_descriptor { from_value = 1 }"),
    "by on a constant": register("value = 5 by range_descriptor { from_value = 1 }"),
    "a type on a home": register("value: value", "as boolean"),
    "a type on a scope": "on ESME over dlms as boolean.\n" + register("value: value").removeprefix(SCOPE),
    "a coding on braces": register("scaler_unit { unit: unit } coded { 1 = 2 }"),
    "rows said twice": register("scaler_unit { unit = Wh #9005, scaler = 0 #9006 } #9007,9008"),
    "brackets behind a class": SCOPE + "ActiveExportRegister is Register(banana) 1-0:2.8.0.255 { value: value }.",
    "brackets behind an attribute": register("value(3): value"),
    "an instance of a cluster": GAS
    + "ConsumptionRegister is Metering 1-0:1.8.0.255 { CurrentSummationDelivered: value }.",
    "a command that answers a method": register("call reset returns Banana { a = 1 }"),
    "a number for a role": register("value: value", "for ECS17a(1)"),
    "a device with an index": "on ESME[3] over dlms.\n" + register("value: value").removeprefix(SCOPE),
    "fields of what is nowhere": SCOPE + 'ActiveExportRegister is Nowhere { value: value } because "x".',
    "a number beside a member": register("scaler_unit { unit @7: unit }"),
    "through in Smart Energy": GAS
    + "ConsumptionRegister is Metering { CurrentSummationDelivered: value } through Price.",
}


@pytest.mark.parametrize("case", IGNORED)
def test_what_would_be_ignored_is_a_fault(case: str, resolve: Resolve) -> None:
    assert "MM327" in resolve(IGNORED[case]).codes


OTHERS = {
    "words after the route": ("on ESME over dlms, tunnelled, native.\n" + "A is Data 0-0:1.0.0.255.", "MM201"),
    "a length that is none": (register("value: value as octet-string(1.9)"), "MM201"),
    "a row list without end": (register("value: value #0..9999,0..9999"), "MM304"),
    "two parameters of one name": ("let t(a, a) = { unit: a }.\n" + register("scaler_unit: t(unit, unit)"), "MM327"),
    "a wrong number of arguments": ("let t(a) = { unit: a }.\n" + register("scaler_unit: t(unit, 1)"), "MM322"),
    "an unknown entry of a review": (register("value: value", "status agreed { mood = good }"), "MM340"),
    "an unknown relation": (register("value: value", "status agreed { relation = banana }"), "MM340"),
    "a date that is none": (register("value: value", 'status agreed { date = "2026-02-30" }'), "MM340"),
    "a date that is computed": (register("value: value", "status agreed { date = 2026-11-30 }"), "MM340"),
    "a protocol that is not spoken": ("on SAPC over sep.\nA is Metering { Multiplier: a }.", "MM339"),
    "an element of another device": (
        "on SAPC over dlms.\n" + register("value: value").removeprefix(SCOPE),
        "MM406",
    ),
    "two constants for one field": (register("scaler_unit.scaler: scale = 0, scaler_unit.scaler: scale = 5"), "MM403"),
    "a gap of no element": (SCOPE + '"BoostFunctionControl[9]" is Nowhere because "x".', "MM302"),
}


def test_owner_and_date_are_entries_of_a_review(resolve: Resolve) -> None:
    dated = 'status agreed { owner = "A. Person", date = "2026-11-30" }'
    resolved = resolve(register("value: value", dated))
    assert "MM340" not in resolved.codes
    assert [said.record for said in resolved.statements] == [(("owner", "A. Person"), ("date", "2026-11-30"))]


@pytest.mark.parametrize("case", OTHERS)
def test_each_is_told(case: str, resolve: Resolve) -> None:
    text, code = OTHERS[case]
    assert code in resolve(text).codes


@pytest.mark.parametrize(
    "pattern",
    ["value @10^5000: value", "value @10^400000: value", "value @2^0.5: value", "value[b in 1..0^-1]: value"],
)
def test_numbers_without_measure_are_findings(pattern: str, resolve: Resolve) -> None:
    assert resolve(register(pattern)).codes


@pytest.mark.parametrize("hole", ["10^5000", "0^-1", "1/3", "m"])
def test_holes_without_a_whole_number_are_findings(hole: str, resolve: Resolve) -> None:
    outcome = resolve(f"{SCOPE}ActiveExportRegister is Register 1-0:<{hole}>.8.0.255 {{ value: value }}.")
    assert "MM316" in outcome.codes


def test_constants_are_computed_exactly(resolve: Resolve) -> None:
    outcome = resolve(register("value = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF + 1"))
    assert outcome.statements[0].value == str(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF + 1)


def test_a_parameter_is_replaced_wherever_it_stands(resolve: Resolve) -> None:
    text = "let t(a, v) = { unit: a = v only v }.\n" + register("scaler_unit: t(unit #233, 30)")
    (statement,) = resolve(text).statements
    assert (statement.value, statement.only, statement.coded) == ("30", "30", ())


def test_a_variant_is_that_of_its_device(resolve: Resolve) -> None:
    text = "on ESME(twin_element), SAPC over dlms.\nFirmwareVersion is Data 0-0:0.2.1.255 { value: value }."
    conditions = {statement.device: statement.conditions for statement in resolve(text).statements}
    assert conditions == {"ESME": ("variant = twin_element",), "SAPC": ()}


def test_a_gap_of_all_of_an_item_and_of_each(resolve: Resolve) -> None:
    text = SCOPE + 'BoostFunctionControl[n in 1..5] is Nowhere because "x".'
    outcome = resolve(text)
    assert outcome.codes == []
    assert [statement.row for statement in outcome.statements] == [13, 14, 15, 16, 17]


def test_the_same_for_other_use_cases_or_editions_is_not_said_twice(resolve: Resolve) -> None:
    assert resolve(register("value: value for ECS17a, value: value for ECS21c")).codes == []
    assert resolve(register('value: value until "4.0", value: value since "4.1"')).codes == []


def test_a_unit_is_no_member_of_another_enumeration(resolve: Resolve) -> None:
    log = "BillingDataLog(mostrecentPrepaymentCredits) is ProfileGeneric 0-0:98.1.5.255 { sort_method = Wh }."
    assert "MM323" in resolve(SCOPE + log).codes
