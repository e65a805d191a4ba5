"""A member of a structure whose shape an earlier field decides may have the type of any shape, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.mappings.conftest import Resolve

_DAY = """syntax 1.
on GSME over sep, tunnelled.
Non-DisablementCalendar is Calendar {{
    call PublishDayProfile[d in 1..5] @0x01 {{
        DayScheduleEntries {{
            {member}: nextDayIdentifiers[d].Time[1..3].{element} as {type}
        }}
    }}
}} for GCS05.
"""


def deviations(resolve: Resolve, member: str, element: str, kind: str) -> list[str]:
    found = resolve(_DAY.format(member=member, element=element, type=kind)).findings
    return [finding.message for finding in found if finding.code == "MM402"]


@pytest.mark.parametrize("kind", ["uint8", "enum8", "bool", "map8"])
def test_what_a_calendar_of_some_type_has_there_is_no_deviation(resolve: Resolve, kind: str) -> None:
    assert deviations(resolve, "ActivePriceTierOrFriendlyCreditEnable", "actions #1538", kind) == []


@pytest.mark.parametrize("kind", ["uint16", "int8", "octstr"])
def test_what_no_calendar_has_there_is_one(resolve: Resolve, kind: str) -> None:
    (message,) = deviations(resolve, "ActivePriceTierOrFriendlyCreditEnable", "actions #1538", kind)
    assert message.endswith(f"is stated as {kind}; the dictionary has uint8")


def test_the_shapes_of_another_member_do_not_count(resolve: Resolve) -> None:
    assert len(deviations(resolve, "StartTime", "startTime #1539", "bool")) == 1


@pytest.mark.parametrize("constant", ['"abc"', "0.5", "-1.25", "30.5"])
def test_a_text_or_a_fraction_does_not_fit_a_whole_number(resolve: Resolve, constant: str) -> None:
    assert _unfit(resolve, "scaler", "scale", f"{constant} as integer")
    assert _unfit(resolve, "unit", "unit", constant)


@pytest.mark.parametrize("constant", ["-128", "2.0", "0xFF"])
def test_a_whole_number_fits(resolve: Resolve, constant: str) -> None:
    assert not _unfit(resolve, "scaler", "scale", f"{constant} as integer")


def _unfit(resolve: Resolve, member: str, element: str, constant: str) -> bool:
    text = f"ActiveExportRegister is Register 1-0:2.8.0.255 {{ scaler_unit.{member}: {element} = {constant} }}."
    return "MM405" in resolve(f"on ESME over dlms, tunnelled.\n{text}").codes
