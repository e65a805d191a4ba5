"""Interface classes: found as people write them, with what the sources say of each member."""

from __future__ import annotations

import pytest

from metermap.core.addresses import Access
from metermap.core.logical_names import LogicalName
from metermap.core.types import Kind
from metermap.protocols import DlmsDictionary, load_dictionaries

CLOCK = LogicalName(0, 0, 1, 0, 0, 255)


@pytest.mark.parametrize(
    ("name", "class_id"),
    [
        ("Data", 1),
        ("Register", 3),
        ("ProfileGeneric", 7),
        ("profile generic", 7),
        ("ScriptTable", 9),
        ("SpecialDaysTable", 11),
        ("ActivityCalendar", 20),
        ("SingleActionSchedule", 22),
        ("DataProtection", 30),
        ("ZigBeeNetworkControl", 104),
        ("Account", 111),
        ("TokenGateway", 115),
        ("ExtendedData", 9000),
        (7, 7),
        ("7", 7),
    ],
)
def test_a_class_answers_to_its_names(dlms: DlmsDictionary, name: str | int, class_id: int) -> None:
    found = dlms.interface_class(name)
    assert found is not None
    assert found.id == class_id


def test_the_latest_version_is_the_default(dlms: DlmsDictionary) -> None:
    latest, first = dlms.interface_class("ProfileGeneric"), dlms.interface_class("ProfileGeneric", 0)
    assert latest is not None
    assert first is not None
    assert (latest.version, latest.versions, first.version) == (1, (0, 1), 0)
    assert dlms.interface_class("ProfileGeneric", 9) is None


def test_members_are_found_by_index_and_name(dlms: DlmsDictionary) -> None:
    calendar = dlms.interface_class("ActivityCalendar")
    assert calendar is not None
    by_index, as_printed = calendar.attribute(10), calendar.attribute("activate_ passive_ calendar_time")
    assert by_index is as_printed
    assert by_index is not None
    assert (by_index.name, by_index.confidence) == ("activate_passive_calendar_time", "high")
    assert by_index.sources_disagree == "gurux.net=date-time"
    assert calendar.attribute("activate") is None
    assert calendar.method(1) is calendar.method("activate_passive_calendar")


def test_a_type_may_point_at_another(dlms: DlmsDictionary) -> None:
    calendar, extended = dlms.interface_class("ActivityCalendar"), dlms.interface_class("ExtendedRegister")
    assert calendar is not None
    assert extended is not None
    active, passive, value = calendar.attribute(3), calendar.attribute(7), extended.attribute("value")
    assert active is not None
    assert passive is not None
    assert value is not None
    assert passive.type.element == active.type.element
    assert str(passive.type) == "array{as attr 3}"
    assert value.type.kind is Kind.CHOICE
    assert "double-long-unsigned" in [member.name for member in value.type.members]


def test_the_extended_data_class_is_gb_alone(dlms: DlmsDictionary) -> None:
    extended = dlms.interface_class("ExtendedData")
    assert extended is not None
    assert extended.source == "gb"
    assert [member.name for member in extended.attributes[1:]] == [
        "value_active",
        "scaler_unit_active",
        "value_passive",
        "scaler_unit_passive",
        "activate_passive_value_time",
    ]
    assert load_dictionaries(()).dlms.interface_class("ExtendedData") is None


def test_class_names_are_what_the_language_writes(dlms: DlmsDictionary) -> None:
    names = dlms.class_names()
    assert {"Register", "ProfileGeneric", "ZigBeeNetworkControl", "ExtendedData"} <= set(names)
    assert [dlms.interface_class(name).id for name in names] == list(dlms.class_ids())  # type: ignore[union-attr]


def test_selective_access_to_a_profile(dlms: DlmsDictionary) -> None:
    by_range, by_entry = dlms.selective_access(7, 2)
    assert (by_range.name, by_range.access_selector) == ("range_descriptor", 1)
    assert [member.name for member in by_range.type.members] == [
        "restricting_object",
        "from_value",
        "to_value",
        "selected_values",
    ]
    assert str(by_entry.type.member("from_entry")) == "double-long-unsigned"
    assert dlms.selective_access(3, 2) == ()


def test_selective_access_is_that_of_the_latest_version(dlms: DlmsDictionary) -> None:
    assert [selector.name for selector in dlms.selective_access(15, 2)] == [
        "all_objects",
        "class_list",
        "object_id_list",
        "object_id",
    ]


def test_an_index_at_the_end_of_a_path_means_the_element(dlms: DlmsDictionary) -> None:
    charge, monitor = LogicalName(0, 0, 19, 20, 0, 255), LogicalName(0, 0, 16, 0, 11, 255)
    whole = dlms.type_at(113, charge, Access.ATTRIBUTE, 5, ("charge_table",))
    element = dlms.type_at(113, charge, Access.ATTRIBUTE, 5, ("charge_table[1..80]",))
    assert whole is not None
    assert element is not None
    assert (whole.kind, element.kind) == (Kind.ARRAY, Kind.STRUCTURE)
    assert whole.element is element
    thresholds = dlms.type_at(21, monitor, Access.ATTRIBUTE, 2)
    threshold = dlms.type_at(21, monitor, Access.ATTRIBUTE, 2, ("[3]",))
    assert thresholds is not None
    assert threshold is not None
    assert (thresholds.kind, threshold.kind) == (Kind.ARRAY, Kind.ANY)


def test_named_bits_are_members(dlms: DlmsDictionary) -> None:
    account = LogicalName(0, 0, 19, 0, 0, 255)
    bit = dlms.type_at(111, account, Access.ATTRIBUTE, 4, ("low_credit",))
    assert bit is not None
    assert (bit.kind, bit.name) == (Kind.BOOLEAN, "bit 1")
    assert "out_of_credit" in dlms.members_at(111, account, Access.ATTRIBUTE, 4)


def test_paths_that_lead_nowhere_say_what_would_have_been_valid(dlms: DlmsDictionary) -> None:
    path = ("preset_tim",)
    assert dlms.type_at(8, CLOCK, Access.METHOD, 5, path) is None
    assert dlms.members_at(8, CLOCK, Access.METHOD, 5, path) == (
        "preset_time",
        "validity_interval_start",
        "validity_interval_end",
    )
    assert dlms.type_at(8, CLOCK, Access.ATTRIBUTE, 99) is None
    assert dlms.type_at(8, CLOCK, Access.METHOD, 1, returned=True) is None


@pytest.mark.parametrize(
    ("key", "unit_id"), [("Wh", 30), (30, 30), ("wh", 30), ("count", 255), (255, 255), ("other", 254), ("m3", 13)]
)
def test_units(dlms: DlmsDictionary, key: str | int, unit_id: int) -> None:
    unit = dlms.unit(key)
    assert unit is not None
    assert unit.id == unit_id


def test_no_such_unit(dlms: DlmsDictionary) -> None:
    assert dlms.unit("furlong") is None
    assert dlms.unit(58) is None
