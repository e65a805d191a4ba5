"""What is proved of a sentence: each verdict, each way to break, each reason, from real lines of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from metermap.mappings.proofs import ASSUMED, DECIDED_BY, WHY_UNDECIDED, Assumption, Breakage, Proof, Reason, Verdict

if TYPE_CHECKING:
    from tests.mappings.proofs.conftest import Prove

LIMIT = "RandomisedOffsetLimit is Data 0-0:94.44.0.1 {{ value: value #66 as {} }}."
REGISTER = """ActiveExportRegister is Register 1-0:2.8.0.255 {{
    value:              value #100 as double-long-unsigned,
    scaler_unit.unit:   unit  #233 = Wh,
    scaler_unit.scaler: scale #362 = {}
}}."""
BALANCE = "GSME\nDisablementThreshold(MeterBalance) is Prepayment {{ call ChangePaymentMode {{ CutOffValue: {} }} }}."
CURRENCY = (
    "GSME\nCurrencyUnit is Price {{ call PublishTariffInformation {{ UnitOfMeasure = 0, Currency: valueNext {} }} }}."
)


def only(proofs: dict[str, Proof], element: str) -> Proof:
    return proofs[element]


# numbers


def test_a_range_that_fits_is_lossless(proofs_of: Prove) -> None:
    proof = only(proofs_of(LIMIT.format("long-unsigned")), "RandomisedOffsetLimit.value")
    assert proof.verdict is Verdict.LOSSLESS
    assert (proof.stated, proof.carried, proof.beyond) == ("0..1799 s", "0..65535 s", "1800 s")
    assert proof.assumptions == (Assumption.WHOLE_UNITS, Assumption.SCALE_ZERO)
    assert [str(place) for place in proof.evidence] == ["smets2.xlsx[Item facts]!G176"]


def test_the_first_value_that_does_not_fit_is_named(proofs_of: Prove) -> None:
    proof = only(proofs_of(LIMIT.format("unsigned")), "RandomisedOffsetLimit.value")
    assert proof.verdict is Verdict.BROKEN
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.value, proof.broken.raw) == (Breakage.OVERFLOW, "256 s", "256")


@pytest.mark.parametrize(
    ("unit", "verdict", "breaks"),
    [
        ("s", Verdict.LOSSLESS, None),
        ("ms", Verdict.BROKEN, (Breakage.OVERFLOW, "66 s", "66000")),
        ("min", Verdict.BROKEN, (Breakage.RESOLUTION, "1 s", "1/60")),
    ],
)
def test_a_unit_converts_exactly(
    proofs_of: Prove, unit: str, verdict: Verdict, breaks: tuple[Breakage, str, str] | None
) -> None:
    proof = only(proofs_of(LIMIT.format(f"long-unsigned in {unit}")), "RandomisedOffsetLimit.value")
    broken = proof.broken
    assert proof.verdict is verdict
    assert (None if broken is None else (broken.kind, broken.value, broken.raw)) == breaks


def test_what_the_mapping_allows_narrows_what_the_wire_carries(proofs_of: Prove) -> None:
    proof = only(proofs_of(LIMIT.format("long-unsigned only 0..1000")), "RandomisedOffsetLimit.value")
    assert proof.broken is not None
    assert (proof.broken.value, proof.broken.why) == ("1001 s", "the mapping's 'only' leaves it out")


def test_without_a_range_the_limits_are_told_and_nothing_is_claimed(proofs_of: Prove) -> None:
    proof = only(proofs_of(REGISTER.format(0)), "ActiveExportRegister.value")
    assert (proof.verdict, proof.reasons) == (Verdict.UNDECIDED, (Reason.NO_RANGE,))
    assert proof.limits == "0..4294967295 Wh"


def test_a_scaler_coarser_than_the_resolution_loses_the_smallest_step(proofs_of: Prove) -> None:
    proof = only(proofs_of(REGISTER.format(3)), "ActiveExportRegister.value")
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.value, proof.broken.raw) == (Breakage.RESOLUTION, "1 Wh", "0.001")


def test_a_constant_scaler_is_held_against_the_one_that_is_printed(proofs_of: Prove) -> None:
    assert only(proofs_of(REGISTER.format(0)), "ActiveExportRegister.scale").verdict is Verdict.LOSSLESS
    broken = only(proofs_of(REGISTER.format(3)), "ActiveExportRegister.scale").broken
    assert broken is not None
    assert (broken.kind, broken.why) == (Breakage.CONSTANT, "the catalogue says 0")


def test_a_sentinel_inside_the_range_collides(proofs_of: Prove) -> None:
    text = BALANCE.format("thresholdNext as int32 only -0x7FFFFFFF..0x7FFFFFFF coded { unchanged = 0xFFFFFFFF, _ = _ }")
    broken = only(proofs_of(text), "DisablementThreshold(MeterBalance).thresholdNext").broken
    assert broken is not None
    assert (broken.kind, broken.value) == (Breakage.SENTINEL, "-1")


def test_a_sentinel_that_is_the_non_value_collides_with_nothing(proofs_of: Prove) -> None:
    text = BALANCE.format("thresholdNext as int32 only -0x7FFFFFFF..0x7FFFFFFF coded { unchanged = 0x80000000, _ = _ }")
    proof = only(proofs_of(text), "DisablementThreshold(MeterBalance).thresholdNext")
    assert (proof.verdict, proof.assumptions) == (Verdict.LOSSLESS, (Assumption.RESTRICTION,))


@pytest.mark.parametrize(
    ("wire", "breaks"),
    [
        ("uint32 only 0..0xFFFFFFFF", (Breakage.NON_VALUE, "4294967295")),
        ("int32 only 0..0xFFFFFFFF", (Breakage.OVERFLOW, "2147483648")),
        ("uint32 only -1..5", (Breakage.SIGN, "-1")),
        ("uint32 only 0..0xFFFFFFFE", None),
    ],
)
def test_what_the_mapping_allows_must_be_values_of_the_type(
    proofs_of: Prove, wire: str, breaks: tuple[Breakage, str] | None
) -> None:
    broken = only(
        proofs_of(BALANCE.format(f"thresholdNext as {wire}")), "DisablementThreshold(MeterBalance).thresholdNext"
    ).broken
    assert (None if broken is None else (broken.kind, broken.value)) == breaks


def test_a_restriction_of_very_many_parts_is_not_compared(proofs_of: Prove) -> None:
    parts = " | ".join(map(str, range(0, 600, 2)))
    proof = only(proofs_of(LIMIT.format(f"long-unsigned only {parts}")), "RandomisedOffsetLimit.value")
    assert (proof.verdict, proof.reasons) == (Verdict.UNDECIDED, (Reason.TOO_MANY,))


# names


@pytest.mark.parametrize(
    ("coded", "verdict", "breaks"),
    [
        ("as uint16 coded { GBP = 826, EUR = 978 }", Verdict.LOSSLESS, None),
        ("as uint16 coded { GBP = 826 }", Verdict.BROKEN, (Breakage.MEMBER, "FALSE")),
        ("as uint16 coded { GBP = 826, EUR = 0xFFFF }", Verdict.BROKEN, (Breakage.NON_VALUE, "EUR")),
        ("as uint16 coded { GBP = 826, EUR = 826 }", Verdict.BROKEN, (Breakage.SENTINEL, "GBP")),
        ("as uint16 coded { GBP = 826, EUR = 70000 }", Verdict.BROKEN, (Breakage.CODE, "EUR")),
        ("as uint16", Verdict.UNDECIDED, None),
        ("as uint16 coded { pound = 826, euro = 978 }", Verdict.UNDECIDED, None),
    ],
)
def test_each_name_needs_a_code_of_its_own(
    proofs_of: Prove, coded: str, verdict: Verdict, breaks: tuple[Breakage, str] | None
) -> None:
    proof = only(proofs_of(CURRENCY.format(coded)), "CurrencyUnit.valueNext")
    broken = proof.broken
    assert proof.verdict is verdict
    assert (None if broken is None else (broken.kind, broken.value)) == breaks
    assert proof.reasons == ((Reason.NO_CODES,) if verdict is Verdict.UNDECIDED else ())


# moments


DATES = """Non-DisablementCalendar is Schedule 0-0:12.0.1.255 {{
    entries[e in 1..22] {{ {}_date: entries[e].{}Date as {} }}
}}."""


def test_a_date_has_no_time_of_day(proofs_of: Prove) -> None:
    proof = only(
        proofs_of(DATES.format("begin", "begin", "octet-string(5)")), "Non-DisablementCalendar.entries[1..22].beginDate"
    )
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.why) == (Breakage.PART, "octet-string(5) holds no time of day")


def test_a_cosem_date_time_carries_every_moment(proofs_of: Prove) -> None:
    proof = only(
        proofs_of(DATES.format("begin", "begin", "octet-string(12)")),
        "Non-DisablementCalendar.entries[1..22].beginDate",
    )
    assert (proof.verdict, proof.assumptions) == (Verdict.LOSSLESS, (Assumption.CALENDAR,))


SPECIAL = 'GSME\n"TariffSwitchingTable(SpecialDays)" is Calendar {{ call PublishSpecialDays {{ {} }} }}.'


def test_a_count_of_seconds_has_no_wildcards(proofs_of: Prove) -> None:
    proofs = proofs_of(SPECIAL.format("StartTime: date[0..n].next #687 as UTC"))
    (proof,) = proofs.values()
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.value) == (Breakage.WILDCARD, "every 25 December")


def test_seconds_end_and_the_catalogue_does_not_say_when_it_does(proofs_of: Prove) -> None:
    proofs = proofs_of(SPECIAL.format("StartTime: activateNextDateTime #1224 as UTC coded { immediate = 0, _ = _ }"))
    (proof,) = proofs.values()
    assert (proof.verdict, proof.reasons) == (Verdict.UNDECIDED, (Reason.NO_SPAN,))
    assert proof.limits == "2000-01-01T00:00:01Z..2136-02-07T06:28:14Z"


# strings


NAME = "ModelType(SmartMeter) is Data 0-0:96.1.4.255 {{ value: value #1957 as {} }}."


@pytest.mark.parametrize(
    ("wire", "verdict", "breaks"),
    [
        ("octet-string(8)", Verdict.LOSSLESS, None),
        ("octet-string(4)", Verdict.BROKEN, (Breakage.LENGTH, "8 octets")),
        ("octet-string", Verdict.LOSSLESS, None),
        ("visible-string(8)", Verdict.UNDECIDED, None),
    ],
)
def test_a_string_needs_room_and_characters(
    proofs_of: Prove, wire: str, verdict: Verdict, breaks: tuple[Breakage, str] | None
) -> None:
    proof = only(proofs_of(NAME.format(wire)), "ModelType(SmartMeter).value")
    broken = proof.broken
    assert proof.verdict is verdict
    assert (None if broken is None else (broken.kind, broken.value)) == breaks


# the lists


def test_every_reason_and_every_assumption_is_explained() -> None:
    assert set(WHY_UNDECIDED) == set(DECIDED_BY) == set(Reason)
    assert set(ASSUMED) == set(Assumption)
