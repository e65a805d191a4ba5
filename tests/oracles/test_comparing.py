"""Comparing finds each kind of difference, and lets alone what is none. The oracles here are made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from metermap.protocols import Dictionaries
from tests.oracles.checks import ABSENT, PRESENT, Check, ranges
from tests.oracles.dlms import compare_dlms
from tests.oracles.facts import (
    AttributeFact,
    ClassFact,
    ClusterFact,
    CommandFact,
    DataTypeFact,
    DlmsFacts,
    EnumerationFact,
    FieldFact,
    IndexFact,
    Numbered,
    PartFact,
    SepFacts,
    TypeFact,
    ZclTypeFact,
)
from tests.oracles.sep import compare_sep

_SUMMATION = AttributeFact(0x0001, "current_summ_received", "uint48", "R", mandatory=False)
_UINT16 = ZclTypeFact(0x21, "uint16", 2, signed=False, non_value="FFFF")


def _differing(checks: Iterable[Check]) -> list[tuple[str, str, str]]:
    return [(check.aspect, check.ours, check.theirs) for check in checks if not check.agrees]


def _metering(
    standard: Dictionaries, *attributes: AttributeFact, commands: tuple[CommandFact, ...] = ()
) -> list[tuple[str, str, str]]:
    clusters = (ClusterFact(0x0702, "Metering", attributes, commands),)
    return _differing(compare_sep(standard.sep, SepFacts({}, (), clusters, ())))


def test_an_attribute_that_is_the_same_is_no_difference(standard: Dictionaries) -> None:
    assert _metering(standard, _SUMMATION) == []


@pytest.mark.parametrize(
    ("attribute", "difference"),
    [
        (replace(_SUMMATION, type="uint32"), ("type", "uint48", "uint32")),
        (replace(_SUMMATION, access="RW"), ("access", "R", "RW")),
        (replace(_SUMMATION, mandatory=True), ("mandatory", "O", "M")),
        (replace(_SUMMATION, name="current_total"), ("name", "CurrentSummationReceived", "current_total")),
        (replace(_SUMMATION, id=0xEEEE, name="unheard_of"), ("attribute", ABSENT, "unheard_of")),
    ],
)
def test_an_attribute_may_differ_in(
    standard: Dictionaries, attribute: AttributeFact, difference: tuple[str, str, str]
) -> None:
    assert _metering(standard, attribute) == [difference]


def test_attributes_of_every_cluster_are_not_ours_to_list(standard: Dictionaries) -> None:
    assert _metering(standard, replace(_SUMMATION, id=0xFFFD)) == []


def test_where_an_oracle_states_no_side_the_one_that_has_the_id_is_meant(standard: Dictionaries) -> None:
    clusters = (ClusterFact(0x0019, "OTA Upgrade", (_SUMMATION,), ()),)
    places = {check.place for check in compare_sep(standard.sep, SepFacts({}, (), clusters, ()))}
    assert "0x0019 client attribute 0x0001" in places


def test_fields_are_compared_in_the_order_they_are_sent(standard: Dictionaries) -> None:
    names = ("provider_id", "issuer_event_id", "request_date_time", "implementation_date_time")
    types = ("uint32", "uint32", "UTC", "UTC")
    fields = [FieldFact(name, type_) for name, type_ in zip(names, types, strict=True)]
    whole = (*fields, FieldFact("proposed_supply_status", "enum8"), FieldFact("supply_control_bits", "map16"))
    short = (*fields, FieldFact("proposed_supply_status", "enum8"))
    assert _metering(standard, commands=(CommandFact("client", 0x0B, "change_supply", whole),)) == [
        ("field 6 type", "map8", "map16")
    ]
    ((aspect, _, theirs),) = _metering(standard, commands=(CommandFact("client", 0x0B, "change_supply", short),))
    assert (aspect, theirs) == ("fields", " ".join((*names, "proposed_supply_status")))


def test_a_list_that_counts_its_items_is_two_fields(standard: Dictionaries) -> None:
    fields = (FieldFact("provider_id", "uint32"), FieldFact("issuer_event_ids", "uint8*uint32[]"))
    assert _metering(standard, commands=(CommandFact("client", 0x0A, "ResetLoadLimitCounter", fields),)) == [
        ("fields", "providerId issuerEventId", "provider_id (count) issuer_event_ids")
    ]


def test_a_command_that_we_lack_is_a_difference(standard: Dictionaries) -> None:
    assert _metering(standard, commands=(CommandFact("client", 0xEE, "explode", ()),)) == [
        ("command", ABSENT, "explode")
    ]


def test_an_enumeration_is_compared_by_value(standard: Dictionaries) -> None:
    members = (Numbered(0, "Supply_OFF"), Numbered(1, "Supply_OFF_ARMED"), Numbered(9, "Supply_BROKEN"))
    statuses = EnumerationFact("Status", members)
    attribute = AttributeFact(0x14, "supply_status", "enum8", "R", mandatory=False, enumeration=statuses)
    table = standard.sep.enumeration("SupplyStatus")
    assert table is not None
    more = ranges({member.value for member in table.members} - {0, 1})
    assert _metering(standard, attribute) == [("values of Status", more, "9")]


def test_named_values_that_we_lack_are_no_fault_of_the_attribute(standard: Dictionaries) -> None:
    hours = EnumerationFact("Hours", (Numbered(0, "None"), Numbered(1, "One")))
    clusters = (ClusterFact(0x0702, "Metering", (replace(_SUMMATION, enumeration=hours),), ()),)
    (check,) = (found for found in compare_sep(standard.sep, SepFacts({}, (), clusters, ())) if not found.agrees)
    assert (check.place, check.aspect) == ("0x0702 server attribute 0x0001 values", "enumeration")
    assert (check.ours, check.theirs) == (ABSENT, "Hours (2)")


@pytest.mark.parametrize(
    ("type_", "difference"),
    [
        (_UINT16, None),
        (replace(_UINT16, octets=None), None),
        (replace(_UINT16, octets=4), ("octets", "2", "4")),
        (replace(_UINT16, signed=True), ("signed", "False", "True")),
        (replace(_UINT16, non_value="00FF"), ("non-value", "FFFF", "00FF")),
        (replace(_UINT16, name="word"), ("name", "uint16", "word")),
        (replace(_UINT16, id=0x77, name="nibble"), ("type", ABSENT, "nibble")),
    ],
)
def test_a_type_may_differ_in(
    standard: Dictionaries, type_: ZclTypeFact, difference: tuple[str, str, str] | None
) -> None:
    found = _differing(compare_sep(standard.sep, SepFacts({}, (type_,), (), ())))
    assert found == ([] if difference is None else [difference])


def _dlms(standard: Dictionaries, *classes: ClassFact) -> list[tuple[str, str, str]]:
    return _differing(compare_dlms(standard.dlms, "made-up", DlmsFacts({}, classes, (), (), ())))


_SCALER_UNIT = TypeFact(
    "structure", members=(PartFact("scaler", TypeFact("integer")), PartFact("unit", TypeFact("enum")))
)
_REGISTER = (
    IndexFact(1, "Logical Name", TypeFact("octet-string", 6), "S"),
    IndexFact(2, "Value", TypeFact("long")),
    IndexFact(3, "Scaler Unit", _SCALER_UNIT),
)


def test_a_class_that_is_the_same_is_no_difference(standard: Dictionaries) -> None:
    assert _dlms(standard, ClassFact(3, 0, "Register", _REGISTER, ())) == []


@pytest.mark.parametrize(
    ("index", "name", "type_", "difference"),
    [
        (1, "logical_name", TypeFact("octet-string", 8), ("length", "6", "8")),
        (3, "scaler_unit", TypeFact("array"), ("type", "structure", "array")),
        (3, "scale", None, ("name", "scaler_unit", "scale")),
        (
            3,
            "scaler_unit",
            TypeFact("structure", members=(*_SCALER_UNIT.members[:1], PartFact("unit", TypeFact("long")))),
            ("member 2 type", "enum", "long"),
        ),
        (
            3,
            "scaler_unit",
            TypeFact("structure", members=(*_SCALER_UNIT.members[:1], PartFact("measure", TypeFact("enum")))),
            ("member 2 name", "unit", "measure"),
        ),
        (
            3,
            "scaler_unit",
            TypeFact("structure", members=_SCALER_UNIT.members[:1]),
            ("members", "scaler unit", "scaler"),
        ),
    ],
)
def test_an_attribute_of_a_class_may_differ_in(
    standard: Dictionaries, index: int, name: str, type_: TypeFact | None, difference: tuple[str, str, str]
) -> None:
    attributes = tuple(IndexFact(index, name, type_) if fact.index == index else fact for fact in _REGISTER)
    assert _dlms(standard, ClassFact(3, 0, "Register", attributes, ())) == [difference]


def test_one_alternative_of_a_choice_agrees_and_another_type_does_not(standard: Dictionaries) -> None:
    attributes = (*_REGISTER[:1], IndexFact(2, "value", TypeFact("structure")), *_REGISTER[2:])
    ((aspect, ours, theirs),) = _dlms(standard, ClassFact(3, 0, "Register", attributes, ()))
    assert (aspect, theirs) == ("type", "structure")
    assert "double-long-unsigned" in ours


def test_static_against_dynamic(standard: Dictionaries) -> None:
    attributes = (*_REGISTER[:1], IndexFact(2, "value", None, "S"), *_REGISTER[2:])
    assert _dlms(standard, ClassFact(3, 0, "Register", attributes, ())) == [("static or dynamic", "D", "S")]


def test_a_version_is_closed_what_one_side_lacks_is_a_difference(standard: Dictionaries) -> None:
    more = (*_REGISTER, IndexFact(4, "colour", None))
    assert _dlms(standard, ClassFact(3, 0, "Register", more, ())) == [("attribute", ABSENT, "colour")]
    assert _dlms(standard, ClassFact(3, 0, "Register", _REGISTER[:2], ())) == [("attribute", PRESENT, ABSENT)]
    assert _dlms(standard, ClassFact(3, 77, "Register", _REGISTER, ())) == [("version", ABSENT, PRESENT)]


def test_an_oracle_without_methods_knows_nothing_of_them(standard: Dictionaries) -> None:
    none, other = (), (IndexFact(1, "explode", None),)
    assert _dlms(standard, ClassFact(3, 0, "Register", _REGISTER, none)) == []
    assert _dlms(standard, ClassFact(3, 0, "Register", _REGISTER, other)) == [("name", "reset", "explode")]


def test_values_of_an_enumeration_are_compared_where_both_sides_state_them(standard: Dictionaries) -> None:
    profile = standard.dlms.interface_class(7, 1)
    assert profile is not None
    facts = [IndexFact(member.index, member.name, None) for member in profile.attributes]
    facts[4] = IndexFact(5, "sort_method", TypeFact("enum", values=(1, 2, 3, 9)))
    assert _dlms(standard, ClassFact(7, 1, "ProfileGeneric", tuple(facts), ())) == [("values", "1-6", "1-3 9")]


def test_units_classes_and_data_types_that_we_lack(standard: Dictionaries) -> None:
    facts = DlmsFacts(
        {},
        (),
        (Numbered(7, "PROFILE_GENERIC"), Numbered(5999, "Crystal ball")),
        (Numbered(30, "ACTIVE_ENERGY"), Numbered(35, "CURRENT"), Numbered(250, "FURLONG")),
        (DataTypeFact(18, "long-unsigned", 2), DataTypeFact(16, "long", 4), DataTypeFact(99, "quaternion", None)),
    )
    assert [(aspect, theirs) for aspect, _, theirs in _differing(compare_dlms(standard.dlms, "made-up", facts))] == [
        ("class", "Crystal ball"),
        ("name", "CURRENT"),
        ("unit", "FURLONG"),
        ("octets", "4"),
        ("data type", "quaternion"),
    ]
