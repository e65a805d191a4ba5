"""What terms are made of a mapping's clauses: tables, limits, units and conversions, as written and as mistaken."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.scan import scan
from metermap.codegen.python.runtime.scales import UNKNOWN_UNIT, Role, Scale
from metermap.codegen.python.runtime.terms import AS_IT_IS, Coded, Scaled, Seconds, Terms
from metermap.core.addresses import Address
from metermap.core.types import TypeDescriptor
from metermap.mappings.model import Statement
from metermap.protocols import load_dictionaries
from tests.codegen.gb_model import dlms, dlms_type, given, model, sep, statement
from tests.gb.load import load_gb

DEVICES = ("esme", "gsme", "gpf", "chf", "sapc")
COUNTER = sep(0x0702, 0x0606, "LoadLimitCounter")  # uint8
BALANCE = sep(0x0705, 0x0001, "CreditRemaining")  # int32
DATA = dlms(1, (0, 0, 96, 1, 0, 255), 2, "value")


def terms_of(address: Address, wire_type: TypeDescriptor | None, **clauses: object) -> Terms:
    made: Statement = statement(1, "Thing.value", address, wire_type, **clauses)
    ((facts,),) = (device.entries for device in scan(given(model((made,))), str.upper).devices)
    return facts.terms


def test_nothing_is_assumed_of_a_bare_number() -> None:
    assert terms_of(COUNTER, None) == AS_IT_IS
    assert terms_of(DATA, dlms_type("double-long-unsigned")) == AS_IT_IS


def test_a_complete_table_names_codes_and_allows_no_other() -> None:
    found = terms_of(COUNTER, None, coded=(("low", "1"), ("high", "0x02")))
    assert found == Terms(Coded(((1, "low"), (2, "high"))), allowed=((1, 1), (2, 2)))


def test_what_only_says_counts_before_what_a_table_allows() -> None:
    found = terms_of(COUNTER, None, coded=(("low", "1"), ("high", "0x02")), only="1..9")
    assert found.allowed == ((1, 9),)
    assert terms_of(COUNTER, None, only="1..9").allowed == ((1, 9),)


def test_a_table_that_lets_others_through_gives_meanings() -> None:
    found = terms_of(COUNTER, None, coded=(("all", "0xFE"), ("_", "_")))
    assert found == Terms(meanings=((0xFE, "all"),))


def test_a_code_that_all_bits_make_is_read_as_its_type_reads_it() -> None:
    found = terms_of(BALANCE, None, coded=(("unchanged", "0xFFFFFFFF"), ("_", "_")))
    assert found.meanings == ((-1, "unchanged"),)


def test_a_code_that_is_the_non_value_is_what_none_means() -> None:
    coded = (("unchanged", "0xFF"), ("_", "_"))
    assert terms_of(COUNTER, None, coded=coded) == Terms(non_value="unchanged")
    coded = (("unchanged", "0x80000000"), ("_", "_"))
    assert terms_of(BALANCE, None, coded=coded) == Terms(non_value="unchanged")


@pytest.mark.parametrize("code", ["", "PerHour", "0x100", "-1", "0x" + "F" * 5000, "9" * 5000])
def test_a_code_that_the_type_cannot_have_says_nothing(code: str) -> None:
    assert terms_of(COUNTER, None, coded=(("odd", code),)) == AS_IT_IS


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("0..3", ((0, 3),)),
        ("-0x7F .. 0x7F", ((-127, 127),)),
        ("0x3 | 0b110", ((3, 3), (6, 6))),
        ("some day", ()),
        ("0..x", ()),
        ("0..0x" + "F" * 5000, ((0, 1 << 64),)),
    ],
)
def test_limits_are_ranges_of_raw_numbers(text: str, allowed: tuple[tuple[int, int], ...]) -> None:
    assert terms_of(COUNTER, None, only=text).allowed == allowed


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("s", Scale(0, "s")),
        ("0.01 percent", Scale(0, "percent", 1, 100)),
        ("30 min", Scale(0, "min", 30)),
    ],
)
def test_a_stated_unit_is_a_scale(unit: str, scale: Scale) -> None:
    sense = terms_of(COUNTER, None, unit=unit).sense
    assert isinstance(sense, Scaled)
    assert sense.source.stated == scale


def test_a_unit_that_makes_no_number_is_no_scale() -> None:
    assert terms_of(COUNTER, None, unit="1.2.3 percent").sense is None
    assert terms_of(COUNTER, None, unit="0 percent").sense is None


def test_seconds_since_the_epoch_are_a_time() -> None:
    assert terms_of(DATA, dlms_type("double-long-unsigned"), unit="epoch2000").sense == Seconds()


def test_a_conversion_by_siblings_is_a_scale() -> None:
    sense = terms_of(COUNTER, None, conversion="(value * .Divisor) / .Multiplier").sense
    assert isinstance(sense, Scaled)
    assert [(one.role, one.name) for one in sense.source.siblings] == [
        (Role.MULTIPLIER, "Multiplier"),
        (Role.DIVISOR, "Divisor"),
    ]
    assert sense.source.unit == UNKNOWN_UNIT


@pytest.mark.parametrize("conversion", ["(value * .Nothing) / .Multiplier", "(a - b) / 1 d"])
def test_any_other_conversion_leaves_the_number_raw(conversion: str) -> None:
    found = terms_of(COUNTER, None, conversion=conversion)
    assert found == Terms(note=f"the wire carries {conversion}, which needs other elements")


def test_what_is_made_is_what_the_bindings_say(gb: Callable[[str], ModuleType]) -> None:
    options = {"proposals": "include"}
    found = scan(GeneratorInput(load_gb(), "whole", options, load_dictionaries()), str.upper)
    made = {facts.statement.key: facts.terms for device in found.devices for facts in device.entries}
    written = {entry.key: entry.terms for device in DEVICES for entry in gb(device).REGISTRY}
    assert written.keys() == made.keys()
    assert {key: repr(terms) for key, terms in written.items()} == {key: repr(terms) for key, terms in made.items()}
    assert sum(1 for terms in made.values() if terms != AS_IT_IS) > 250
