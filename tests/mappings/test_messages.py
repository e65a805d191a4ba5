"""Typical mistakes: the code, the place, and the words that help."""

from __future__ import annotations

import pytest

from metermap.core.findings import Findings
from metermap.mappings.parser import MAX_BYTES, MAX_DEPTH, parse_bytes, parse_file_text
from tests.mappings.conftest import Resolve

SCOPE = "on ESME over dlms, tunnelled.\n"
GAS = "on GSME over sep, tunnelled.\n"

SYNTAX = {
    "no full stop": (SCOPE + "A is Data 0-0:1.0.0.255 { value: value }\n", "test.map:2:41", "full stop is missing"),
    "a comma is missing": (
        SCOPE + "A is Data 0-0:1.0.0.255 { value: a\n other: b }.\n",
        "test.map:2:35",
        "comma is missing",
    ),
    "misspelt clause": (SCOPE + 'A is Data 0-0:1.0.0.255 { value: a becuse "x" }.\n', "test.map:2:36", "becuse"),
    "open quotes": (SCOPE + 'A is Data 0-0:1.0.0.255 { value: "a }.\n', "test.map:2:34", "not closed"),
    "a bracket too many": (SCOPE + "A is Data 0-0:1.0.0.255 { value: a }}.\n", "test.map:2:37", "}"),
    "five groups": (SCOPE + "A is Data 0-0:1.0.0 { value: a }.\n", "test.map:2:11", "five groups"),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_syntax_errors_name_line_and_column(case: str) -> None:
    text, place, words = SYNTAX[case]
    findings = Findings()
    parse_file_text("test.map", text, findings)
    (finding,) = findings.sorted()
    assert (finding.code, str(finding.place)) == ("MM201", place)
    assert words in finding.message
    assert finding.expected or finding.help


def test_a_misspelt_clause_is_suggested() -> None:
    findings = Findings()
    parse_file_text("test.map", SYNTAX["misspelt clause"][0], findings)
    assert findings.sorted()[0].help == "Did you mean 'because'?"


def test_one_bad_sentence_costs_one_finding_and_the_rest_is_read() -> None:
    findings = Findings()
    text = SCOPE + "A is .\nB is Data 0-0:1.0.0.255 { value: b }.\nC is C C.\nD is Data 0-0:1.0.0.255 { value: d }.\n"
    file = parse_file_text("test.map", text, findings)
    assert [str(finding.place) for finding in findings.sorted()] == ["test.map:2:5", "test.map:4:8"]
    assert len(file.sentences) == 3


def test_bytes_that_are_no_text() -> None:
    findings = Findings()
    parse_bytes("test.map", b"syntax 1.\nA is \xff", findings)
    assert [(finding.code, str(finding.place)) for finding in findings] == [("MM204", "test.map:2:6")]


def test_a_byte_order_mark_and_carriage_returns_are_fine() -> None:
    findings = Findings()
    file = parse_bytes("test.map", b"\xef\xbb\xbfsyntax 1.\r\nA is Data 0-0:1.0.0.255 { value: a }.\r\n", findings)
    assert (len(findings), len(file.sentences)) == (0, 2)


@pytest.mark.parametrize("bracket", ["{", "[", "("])
def test_deep_nesting_is_refused(bracket: str) -> None:
    findings = Findings()
    parse_file_text("test.map", "A is Data " + bracket * 100_000, findings)
    assert [finding.code for finding in findings] == ["MM202"]
    assert str(MAX_DEPTH) in findings.sorted()[0].message


def test_a_large_file_is_refused() -> None:
    findings = Findings()
    parse_bytes("test.map", b"-" * (MAX_BYTES + 1), findings)
    assert [finding.code for finding in findings] == ["MM203"]


def test_a_number_of_5000_digits_is_a_finding() -> None:
    findings = Findings()
    parse_file_text("test.map", f"A is Data 0-0:1.0.0.255 {{ value = {'9' * 5000} }}.\n", findings)
    assert [finding.code for finding in findings] == ["MM201"]


RESOLUTION = {
    "item": (SCOPE + "LoadLimitCountr is Register 0-0:94.44.42.255 { value: value }.", "MM301", "LoadLimitCounter"),
    "element": (SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: vlaue }.", "MM302", "value"),
    "class": (SCOPE + "ActiveExportRegister is Registr 1-0:2.8.0.255 { value: value }.", "MM306", "Register"),
    "attribute": (SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { valeu: value }.", "MM307", "value"),
    "method": (SCOPE + "LoadLimitCounter is Register 0-0:94.44.42.255 { call rest: reset }.", "MM308", "reset"),
    "call left out": (SCOPE + "LoadLimitCounter is Register 0-0:94.44.42.255 { reset: reset }.", "MM307", "call reset"),
    "member": (
        SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unti: unit }.",
        "MM309",
        "unit",
    ),
    "cluster": (GAS + "ConsumptionRegister is Meterng { CurrentSummationDelivered: value }.", "MM311", "Metering"),
    "cluster attribute": (
        GAS + "ConsumptionRegister is Metering { CurrentSumationDelivered: value }.",
        "MM307",
        "CurrentSummationDelivered",
    ),
    "command": (GAS + "SupplyState is Metering { call ChangeSuply: disable }.", "MM313", "ChangeSupply"),
    "field": (
        GAS + "SupplyState is Metering { call ChangeSupply { ProposdSupplyStatus: disable } }.",
        "MM314",
        "roposedSupplyStatus",
    ),
    "unit": (
        SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unit: unit = Whh }.",
        "MM323",
        "",
    ),
    "use case": (
        SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value } for ECS17x.",
        "MM320",
        "ECS17",
    ),
    "device": (
        "on ESMEE over dlms.\nActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.",
        "MM305",
        "ESME",
    ),
    "type": (
        SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value as double-longer }.",
        "MM319",
        "",
    ),
}


@pytest.mark.parametrize("case", RESOLUTION)
def test_unknown_names_are_suggested(case: str, resolve: Resolve) -> None:
    text, code, suggestion = RESOLUTION[case]
    outcome = resolve(text)
    assert code in outcome.codes
    finding = next(finding for finding in outcome.findings if finding.code == code)
    assert str(finding.place).startswith("test.map:")
    assert suggestion in finding.help


OTHERS = {
    "MM206": "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.",
    "MM303": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #102 }.",
    "MM304": SCOPE
    + "ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit { unit = 1, scaler = 0 } #9001,9002,9003 }.",
    "MM315": GAS + "ConsumptionRegister is Metering { CurrentSummationDelivered @0x0001: value }.",
    "MM316": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.256 { value: value }.",
    "MM317": SCOPE + "ActiveExportRegister is Register 9-9:9.9.9.9 { value: value }.",
    "MM326": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value = 1 #100 }.",
    "MM328": "on ESME over dmls.\nActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.",
    "MM329": "on ESME over dlms, tuneled.\nActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.",
    "MM330": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value by range_descriptor { a = 1 } }.",
    "MM401": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value as octet-string(4) }.",
    "MM402": SCOPE + "LoadLimitPeriod(Timer) is Limiter 0-0:17.0.0.255 "
    "{ min_over_threshold_duration: valueCurrent as long }.",
    "MM403": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value, value: value }.",
    "MM211": SCOPE + 'ActiveExportRegister is Register 1-0:2.8.0.255 { value: value because "\u202e" }.',
    "MM333": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value } status propossed.",
    "MM334": SCOPE + "ActiveExportRegister is Nowhere.",
    "MM335": GAS + "ConsumptionRegister is Metering { CurrentSummationDelivered: value / 0 }.",
    "MM336": SCOPE + "ActiveExportRegister is Register 1-0:<n in 8..1>.8.0.255 { value: value }.",
    "MM337": GAS + "TariffBlockPriceMatrixTOU is Price { PriceTrailingDigit { @4..8: scalerCurrent } }.",
    "MM338": "let a = { b = 1 }.",
    "MM404": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value }.\n"
    'ActiveExportRegister is Nowhere because "x".',
    "MM405": SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unit: unit = 256 }.",
    "MM322": GAS + "ConsumptionRegister is Metering { CurrentSummationDelivered: value coded nowhere }.",
    "MM332": "use dlms nowhere.",
    "MM205": "syntax 2.",
    "MM208": "let a = { b = 1 }.\nlet a = { b = 1 }.",
}


@pytest.mark.parametrize("code", OTHERS)
def test_each_mistake_has_its_code(code: str, resolve: Resolve) -> None:
    assert code in resolve(OTHERS[code]).codes


def test_numbers_after_at_must_be_whole(resolve: Resolve) -> None:
    text = (
        "TariffTOURegisterMatrix[t in 1..4] is Metering { CurrentTier<t>SummationDelivered @ 0x0100 / (t - 1): value }."
    )
    assert "MM335" in resolve(GAS + text).codes


def test_a_field_next_door_must_be_one(resolve: Resolve) -> None:
    outcome = resolve(GAS + "ConsumptionRegister is Metering { CurrentSummationDelivered: value / .Divsor }.")
    assert outcome.codes == ["MM307"]
    assert "Divisor" in outcome.findings[0].help


def test_a_row_that_no_catalogue_lists_is_no_element(resolve: Resolve) -> None:
    outcome = resolve(SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #101 }.")
    assert outcome.codes == ["MM303"]


def test_a_withdrawn_sentence_says_nothing(resolve: Resolve) -> None:
    outcome = resolve(SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value } status withdrawn.")
    assert (outcome.codes, outcome.statements) == ([], ())


@pytest.mark.parametrize("on", ["on ESME over dlsm.\n", "on ESME ? dlms.\n", "on ESMF over dlms.\n"])
def test_a_fault_of_the_scope_is_told_once(on: str, resolve: Resolve) -> None:
    text = "".join(f"ActiveExportRegister is Register 1-0:2.8.{n}.255 {{ value: value }}.\n" for n in range(5))
    outcome = resolve(on + text)
    assert len(outcome.findings) == 1
    assert outcome.statements == ()


def test_a_shared_fault_of_many_fields_is_told_once(resolve: Resolve) -> None:
    outcome = resolve(GAS + "TariffTOURegisterMatrix[t in 1..4] is Meterng { A<t>: value, B: value, C: value }.")
    assert outcome.codes.count("MM311") == 1


OF_DOUBLED = "ActiveExportRegister is Register 1-0:2.8.0.255 { value: doubled }.\n"
OTHER = "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 }.\n"


def doubling(count: int) -> str:
    """Return patterns of which each uses the one before twice, the last of them called 'doubled'."""
    lets = [f"let t{n} = {{ a: t{n - 1}, a: t{n - 1} }}.\n" for n in range(1, count)]
    return "let t0 = { a: value }.\n" + "".join(lets).replace(f"let t{count - 1} ", "let doubled ")


def test_templates_neither_recur_nor_explode(resolve: Resolve) -> None:
    inside = "ActiveExportRegister is Register 1-0:2.8.0.255 { value: a }."
    assert resolve("let a = { x: a }.\n" + SCOPE + inside).codes == ["MM322"]
    bomb = "let b0 = { x = 1 }.\n" + "".join(f"let b{n} = {{ x: b{n - 1}, y: b{n - 1} }}.\n" for n in range(1, 40))
    outcome = resolve(bomb + "let a = { z: b39 }.\n" + SCOPE + inside)
    assert outcome.codes == ["MM322"]
    assert "nested deeper than 20" in outcome.findings[0].message


def test_templates_that_double_leave_out_the_sentence_and_are_told_once(resolve: Resolve) -> None:
    outcome = resolve(doubling(18) + SCOPE + OF_DOUBLED + OF_DOUBLED + OTHER)
    assert outcome.codes == ["MM322"]
    assert "the file expands more than 20,000 templates" in outcome.findings[0].message
    assert outcome.said == ["#100 ESME ActiveExportRegister.value 3/1-0:2.8.0.255/A2 value"]


def test_what_a_template_says_many_times_over_is_told_once(resolve: Resolve) -> None:
    outcome = resolve(doubling(9) + SCOPE + OF_DOUBLED)
    assert len(outcome.statements) == 2**8
    assert outcome.codes == ["MM403"]


def test_a_long_sum_is_a_finding(resolve: Resolve) -> None:
    text = SCOPE + "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value" + " + 1" * 5000 + " }."
    assert resolve(text).codes == ["MM202"]


def test_an_enormous_range_is_refused(resolve: Resolve) -> None:
    outcome = resolve(SCOPE + "ActiveExportRegister is Register 1-0:<n in 1..999999999>.8.0.255 { value: value }.")
    assert outcome.statements == ()
    assert outcome.codes
