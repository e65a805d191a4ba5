"""What each construct of the language says, on real rows of the Great Britain table."""

from __future__ import annotations

from tests.mappings.conftest import Resolve


def test_a_sentence_carries_attributes_and_structure_members(resolve: Resolve) -> None:
    outcome = resolve(
        """
syntax 1.
on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 {
    value: value #100 as double-long-unsigned,
    scaler_unit { unit: unit #233 = Wh, scaler: scale #362 = 0 }
} for ECS17a.
"""
    )
    assert outcome.codes == []
    assert outcome.said == [
        "#100 ESME ActiveExportRegister.value 3/1-0:2.8.0.255/A2 value",
        "#233 ESME ActiveExportRegister.unit 3/1-0:2.8.0.255/A3 scaler_unit: unit = 30",
        "#362 ESME ActiveExportRegister.scale 3/1-0:2.8.0.255/A3 scaler_unit: scaler = 0",
    ]
    assert outcome.statements[1].coded == (("Wh", "30"),)
    assert {statement.use_cases for statement in outcome.statements} == {("ECS17a",)}


def test_an_index_in_a_logical_name_spreads_and_rows_are_counted_off(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME over dlms, tunnelled.
"TariffThresholdMatrixBlocks[1to3]TOU"[tou in 1..8] is RegisterMonitor 0-0:16.1.<10 + tou>.255 {
    thresholds[b in 1..3]: thresholdNext[b] #880,873..879 as double-long-unsigned
} for ECS01a.
"""
    )
    assert outcome.codes == []
    assert [statement.row for statement in outcome.statements] == [880, *range(873, 880)]
    assert outcome.said[7] == (
        "#879 ESME TariffThresholdMatrixBlocks[1to3]TOU[8].thresholdNext[1..3] 21/0-0:16.1.18.255/A2 thresholds: [1..3]"
    )


def test_an_index_that_the_catalogue_lists_singly_spreads(resolve: Resolve) -> None:
    outcome = resolve(
        """
on GSME over sep, tunnelled.
TimeDebtRegisters[n in 1..2] is Prepayment {
    call ChangeDebt { DebtAmountType: adjust #1159,1160 = 2*n - 1 as enum8 } returns DefaultResponse
} for GCS04.
"""
    )
    assert [(s.row, s.element, s.value) for s in outcome.statements] == [
        (1159, "TimeDebtRegisters[1].adjust", "1"),
        (1160, "TimeDebtRegisters[2].adjust", "3"),
    ]
    assert "reply" not in outcome.codes
    assert outcome.statements[0].address is not None


def test_a_stride_gives_each_attribute_its_number(resolve: Resolve) -> None:
    outcome = resolve(
        """
on GSME over sep, tunnelled.
TariffTOURegisterMatrix[t in 1..4] is Metering {
    CurrentTier<t>SummationDelivered @ 0x0100 + 2*(t - 1): value * .Divisor / .Multiplier #1370 as uint48
} for GCS13c.
"""
    )
    assert outcome.codes == []
    assert [str(s.address) for s in outcome.statements] == [
        f"0x0702 Metering/server attribute 0x{0x0100 + 2 * t:04X} CurrentTier{t + 1}SummationDelivered"
        for t in range(4)
    ]
    assert outcome.statements[0].conversion == "(value * .Divisor) / .Multiplier"


def test_a_template_is_expanded_and_its_rows_dealt_to_its_constants(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME over dlms, tunnelled.
let commodity(class, name, attribute) = { class_id = class, logical_name = name, attribute_index = attribute }.
TariffBlockPriceMatrixTOU is Charge 0-0:19.20.0.255 {
    unit_charge_active { commodity_reference: commodity(3, 0x0100010800FF, 2) #1080,1092,1056 }
} for ECS24.
"""
    )
    assert outcome.codes == []
    assert [(s.row, s.value) for s in outcome.statements] == [(1080, "3"), (1092, "0x0100010800FF"), (1056, "2")]


def test_a_coding_is_named_once(resolve: Resolve) -> None:
    outcome = resolve(
        """
on GSME over sep, tunnelled.
let debt_period = coded { 1 h = PerHour, 1 d = PerDay }.
DebtRecoveryRates[n in 1..2] is Prepayment {
    DebtRecoveryFrequency<n> @ 0x0206 + 0x10*n: periodCurrent #1145,1146 as enum8 coded debt_period
} for GCS21b.
"""
    )
    assert outcome.codes == []
    assert {statement.coded for statement in outcome.statements} == {(("1 h", "PerHour"), ("1 d", "PerDay"))}


def test_a_field_and_its_prefix(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME over dlms, tunnelled.
BillingDataLog(mostrecentPaymentBasedDebtRepayment) is ProfileGeneric 0-0:98.1.4.255 {
    buffer[e in 1..10]: logEntries[e].logEntry {
        dlValue:   amount    #517 as double-long-unsigned,
        timestamp: timestamp #592 as double-long-unsigned in epoch2000
    } by range_descriptor { from_value: fromDateTime #628, to_value: toDateTime #649 }
} for ECS20a.
"""
    )
    assert outcome.codes == []
    assert [str(s.address) for s in outcome.statements] == [
        "7/0-0:98.1.4.255/A2 buffer: [1..10].dlValue",
        "7/0-0:98.1.4.255/A2 buffer: [1..10].timestamp",
        "7/0-0:98.1.4.255/A2 buffer by range_descriptor: from_value",
        "7/0-0:98.1.4.255/A2 buffer by range_descriptor: to_value",
    ]


def test_one_command_for_several_items(resolve: Resolve) -> None:
    outcome = resolve(
        """
on GSME over sep, tunnelled.
MeterBalance is Prepayment {
    call CreditAdjustment {
        CreditAdjustmentType: reset #1049 and EmergencyCreditBalance.reset #7
                          and AccumulatedDebtRegister.reset #1048 = 1 as enum8
    } returns DefaultResponse for GCS40b
}.
"""
    )
    assert [(s.row, s.value) for s in outcome.statements] == [(1049, "1"), (7, "1"), (1048, "1")]


def test_a_method_that_always_gets_the_same(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME over dlms, tunnelled.
SupplyState is ScriptTable 0-0:10.0.106.255 {
    call execute: enable  #693 = 0x0033 as long-unsigned for ECS42,
    call execute: disable #944 = 0x0034 as long-unsigned for ECS43
}.
"""
    )
    assert outcome.codes == []
    assert outcome.said == [
        "#693 ESME SupplyState.enable 9/0-0:10.0.106.255/M1 execute = 0x0033",
        "#944 ESME SupplyState.disable 9/0-0:10.0.106.255/M1 execute = 0x0034",
    ]


def test_a_response_answers_its_call(resolve: Resolve) -> None:
    outcome = resolve(
        """
on GSME over sep, tunnelled.
BillingDataLog(mostrecentPaymentBasedDebtRepayment) is Prepayment {
    call GetDebtRepaymentLog: readLog #574 returns PublishDebtLog {
        _: logEntries[e in 1..10].logEntry.amount #517
    }
} for GCS15d.
"""
    )
    assert outcome.codes == []
    assert str(outcome.statements[1].address) == (
        "0x0705 Prepayment/server command 0x06 PublishDebtLog: _ answering GetDebtRepaymentLog"
    )


def test_homes_that_are_no_object(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME over dlms, tunnelled.
SupplyOutageRestore is Alert(ECS80) {
    interuption_value: interruptionValue #1771 as octet-string(12)
} for ECS80 because "the source prints 'Not specified'".
on GSME over dlms.
RemainingBatteryCapacity is Nowhere because "a gas meter speaks no DLMS" status decided.
"""
    )
    assert outcome.codes == ["MM310"]
    assert outcome.said == [
        "#1771 ESME SupplyOutageRestore.interruptionValue Alert(ECS80): interuption_value",
        "#1751 GSME RemainingBatteryCapacity.value None",
    ]
    assert outcome.statements[1].status == "decided"


def test_clauses_of_the_scope_the_home_and_the_field_meet(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME, SAPC over dlms, tunnelled since 4.1 because "scope".
FirmwareVersion is Data 0-0:0.2.1.255 {
    value: value #85 as octet-string(4) optional when variant = twin_element because "field"
} for ECS52 because "home".
"""
    )
    assert outcome.codes == []
    assert [s.device for s in outcome.statements] == ["ESME", "SAPC"]
    first = outcome.statements[0]
    assert (first.because, first.since, first.optional) == (("scope", "home", "field"), "4.1", True)
    assert first.conditions == ("variant = twin_element",)
    assert first.route == "tunnelled"


def test_proposals_are_proposals(resolve: Resolve) -> None:
    outcome = resolve(
        """
on ESME, GPF over sep, native status proposed { source = "han_candidates" }.
"Cumulative and Historical Value Store" is Metering {
    PreviousDay<d in 2..8>ConsumptionDelivered @ 0x0420 + 2*(d - 2): "previous day <d>" as uint24
}.
"""
    )
    assert outcome.codes == ["MM424"]
    assert len(outcome.statements) == 14
    assert all(statement.proposed for statement in outcome.statements)
    assert "0x0422" in str(outcome.statements[2].address)
