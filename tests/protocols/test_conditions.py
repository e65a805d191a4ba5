"""When a field of a payload is present, and how many elements a list has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.protocols import SepDictionary
from metermap.protocols.sep.conditions import parse_condition, parse_count


@pytest.mark.parametrize(
    ("text", "values", "remain", "present"),
    [
        ("status == 0x00", {"status": 0}, False, True),
        ("status == 0x00", {"status": 1}, True, False),
        ("fieldControl & 0x01 != 0", {"fieldControl": 3}, False, True),
        ("fieldControl & 0x01 != 0", {"fieldControl": 2}, False, False),
        ("payloadType >= 2", {"payloadType": 1}, True, False),
        ("payloadType >= 2", {"payloadType": 2}, True, True),
        ("status == 0 and direction == 1", {"status": 0, "direction": 1}, False, True),
        ("status == 0 and direction == 1", {"status": 0, "direction": 0}, False, False),
        ("scheme == 0 or scheme >= 3", {"scheme": 3}, False, True),
        ("scheme == 0 or scheme >= 3", {"scheme": 1}, False, False),
        ("octets remain", {}, True, True),
        ("octets remain", {}, False, False),
        ("status != 0 or octets remain", {"status": 0}, True, True),
    ],
)
def test_a_condition_is_asked(text: str, values: dict[str, int], present: bool, remain: bool) -> None:
    condition = parse_condition(text)
    assert condition is not None
    assert condition.holds(values, octets_remain=remain) is present


def test_a_field_without_a_value_is_a_mistake_of_the_caller() -> None:
    condition = parse_condition("status == 0")
    assert condition is not None
    with pytest.raises(KeyError, match="status"):
        condition.holds({}, octets_remain=True)


@pytest.mark.parametrize(
    ("text", "value", "count"),
    [("number", 7, 7), ("control & 0x0F", 0x53, 3), ("control >> 4", 0x53, 5)],
)
def test_a_count_is_read_from_a_field(text: str, value: int, count: int) -> None:
    found = parse_count(text)
    assert found is not None
    assert found.of(value) == count


def test_a_list_may_go_to_the_end_of_the_payload() -> None:
    found = parse_count("octets remain")
    assert found is not None
    assert found.field == ""


@pytest.mark.parametrize("text", ["", "status", "status = 0", "status == ", "status == x", "a == 1 and", "0 == a == 1"])
def test_what_is_no_condition_is_told(text: str) -> None:
    assert parse_condition(text) is None


@pytest.mark.parametrize("text", ["", "a & ", "a << 4", "a + 1", "a b"])
def test_what_counts_nothing_is_told(text: str) -> None:
    assert parse_count(text) is None


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    parse_condition(text)
    parse_count(text)


def test_the_fields_of_an_image_block_response_depend_on_its_status(sep: SepDictionary) -> None:
    upgrade = sep.cluster("OTAUpgrade")
    command = upgrade.command("ImageBlockResponse") if upgrade else None
    assert command is not None
    shown = {member.name: (member.condition, member.count) for member in command.fields}
    assert shown["fileOffset"] == ("status == 0x00", "")
    assert shown["imageData"] == ("status == 0x00", "dataSize")
    assert shown["requestTime"] == ("status == 0x97", "")
    assert shown["status"] == ("", "")
