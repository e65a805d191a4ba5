"""Access modes, selective access by version, and the fields of date and time."""

from __future__ import annotations

import pytest

from metermap.core.addresses import Access
from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.types import Kind
from metermap.protocols import (
    DlmsDictionary,
    SpecialValue,
    access_modes,
    clock_status,
    data_type_lifetime,
    date_time_fields,
)
from metermap.protocols.dlms.date_times import DEVIATION_SIGN


@pytest.mark.parametrize(
    ("version", "access", "value", "names"),
    [
        (0, Access.ATTRIBUTE, 3, ("read_and_write",)),
        (2, Access.ATTRIBUTE, 6, ("authenticated_read_and_write",)),
        (2, Access.ATTRIBUTE, 7, None),
        (0, Access.METHOD, 1, ("access",)),
        (0, Access.METHOD, 2, None),
        (1, Access.METHOD, 2, ("authenticated_access",)),
        (3, Access.ATTRIBUTE, 0, ()),
        (3, Access.ATTRIBUTE, 0b0000_0111, ("read_access", "write_access", "authenticated_request")),
        (3, Access.ATTRIBUTE, 0x80, ("digitally_signed_response",)),
        (3, Access.METHOD, 0x09, ("access", "encrypted_request")),
        (3, Access.METHOD, 0x02, None),
        (3, Access.ATTRIBUTE, 0x100, None),
        (3, Access.ATTRIBUTE, -1, None),
    ],
)
def test_access_modes_follow_the_version(
    version: int, access: Access, value: int, names: tuple[str, ...] | None
) -> None:
    modes = access_modes(version)
    assert modes is not None
    assert modes.named(access, value) == names


def test_an_association_has_four_versions(dlms: DlmsDictionary) -> None:
    association = dlms.interface_class(15)
    assert association is not None
    assert [modes is not None for modes in map(access_modes, association.versions)] == [True] * 4
    assert access_modes(4) is None


def test_selective_access_is_by_version(dlms: DlmsDictionary) -> None:
    assert [one.name for one in dlms.selective_access(15, 2, 0)] == ["all_objects", "class_list", "object_id_list"]
    assert [one.access_selector for one in dlms.selective_access(15, 2, 3)] == [1, 2, 3, 4]
    assert dlms.selective_access(15, 2) == dlms.selective_access(15, 2, 3)
    assert dlms.selective_access(7, 2, 0) == ()
    assert dlms.selective_access(7, 2) == dlms.selective_access(7, 2, 1)


def test_selective_access_is_spelled_out(dlms: DlmsDictionary) -> None:
    (by_range, by_entry) = dlms.selective_access(7, 2)
    restricting = by_range.type.member("restricting_object")
    assert restricting is not None
    assert [member.name for member in restricting.members] == [
        *("class_id", "logical_name", "attribute_index", "data_index"),
    ]
    assert str(by_entry.type.member("from_entry")) == "double-long-unsigned"


@pytest.mark.parametrize(("kind", "octets"), [(Kind.DATE_TIME, 12), (Kind.DATE, 5), (Kind.TIME, 4)])
def test_the_fields_fill_the_octets(kind: Kind, octets: int) -> None:
    fields = date_time_fields(kind)
    places = [octet for field in fields for octet in range(field.first_octet, field.first_octet + field.octets)]
    assert len(places) == octets
    assert places == list(range(places[0], places[0] + octets))


def test_only_dates_and_times_have_fields() -> None:
    with pytest.raises(ValueError, match="one of date-time, date, time"):
        date_time_fields(Kind.OCTETS)


@pytest.mark.parametrize(
    ("name", "value", "meaning"),
    [
        ("year", 2024, 2024),
        ("year", 0xFFFF, "not specified"),
        ("month", 12, 12),
        ("month", 0, None),
        ("month", 0xFD, "daylight_savings_end"),
        ("month", 0xFE, "daylight_savings_begin"),
        ("day_of_month", 0xFD, "second last day of month"),
        ("day_of_month", 0xFE, "last day of month"),
        ("day_of_month", 0xE0, None),
        ("day_of_week", 7, 7),
        ("day_of_week", 0, None),
        ("hour", 24, None),
        ("hundredths_of_second", 0xFF, "not specified"),
        ("deviation", -60, -60),
        ("deviation", 0x8000, "not specified"),
        ("deviation", -32768, "not specified"),
        ("deviation", 1000, None),
        ("clock_status", 0x80, 0x80),
        ("clock_status", 0xFF, "not specified"),
    ],
)
def test_special_values_are_told_from_numbers(name: str, value: int, meaning: str | int | None) -> None:
    field = next(field for field in date_time_fields() if field.name == name)
    found = field.meaning(value)
    assert (found.meaning if isinstance(found, SpecialValue) else found) == meaning


def test_wildcards_are_the_not_specified() -> None:
    fields = {field.name: field for field in date_time_fields()}
    assert all(any(one.wildcard for one in field.special) for field in fields.values())
    assert [one.wildcard for one in fields["month"].special] == [False, False, True]


def test_a_deviation_is_what_leads_from_local_time_to_utc() -> None:
    an_hour_east = -60
    assert an_hour_east * DEVIATION_SIGN == 60


def test_the_status_of_the_clock() -> None:
    assert [(member.name, member.bits[0]) for member in clock_status().members] == [
        ("invalid_value", 0),
        ("doubtful_value", 1),
        ("different_clock_base", 2),
        ("invalid_clock_status", 3),
        ("daylight_saving_active", 7),
    ]


def test_delta_types_came_with_the_green_book_9() -> None:
    assert data_type_lifetime("delta-long") == Lifetime("Green Book 9")
    assert data_type_lifetime("long") == ALWAYS
