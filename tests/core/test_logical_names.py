"""Reading logical names: every spelling in, one canonical out; for all other text a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.logical_names import (
    CompletedName,
    LogicalName,
    NotALogicalName,
    complete_logical_name,
    parse_logical_name,
    read_logical_name,
    three_groups,
)

IMPORT = LogicalName(1, 0, 1, 8, 0, 255)


@pytest.mark.parametrize(
    "text",
    [
        "1-0:1.8.0.255",
        "1-0:1.8.0*255",
        "1-0:1.8.0&255",
        "1.0.1.8.0.255",
        "0100010800FF",
        "0x0100010800ff",
        "01 00 01 08 00 FF",
        "01-00-01-08-00-FF",
        "01:00:01:08:00:FF",
        " 1-0 : 1.8.0.255\u00a0",
        "\uff11-0:1.8.0.255",
        "1\u20130:1.8.0.255",
    ],
)
def test_every_spelling_is_read(text: str) -> None:
    assert read_logical_name(text) == IMPORT
    assert str(IMPORT) == "1-0:1.8.0.255"


@pytest.mark.parametrize(
    ("text", "reason", "suggestion"),
    [
        ("1-0:1.8.0.255  3", "a blank stands between digits", ""),
        ("1-0:1.8.0.2 55", "a blank stands between digits", ""),
        ("1-0:1.8.256.255", "group E is 256, over 255", ""),
        ("1-0:1.99999.0.255", "group D is 99999, over 255", ""),
        ("-1-0:1.8.0.255", "group A is negative: -1", ""),
        ("1-0:1.8.-3.255", "group E is negative: -3", ""),
        ("1-0:1.8.0", "it has five groups: group F is missing", "1-0:1.8.0.255"),
        ("1.0.1.8.0", "it has five groups", ""),
        ("1.0.1.8.0.255.7", "it has seven groups", ""),
        ("1.8.0", "it has three groups", ""),
        ("1-0-1-8-0-255", "its groups are not parted as in A-B:C.D.E.F", "1-0:1.8.0.255"),
        ("100010800FF", "it has 11 hexadecimal digits, not 12", "1-0:1.8.0.255"),
        ("1.8", "it is a number, as a spreadsheet stores it: retype the cell as text", ""),
        ("100010800", "it is a number, as a spreadsheet stores it: retype the cell as text", ""),
        ("2024-08-01", "it is a date, made by a spreadsheet: retype the cell as text", ""),
        ("Register", "it is not made of numbers", ""),
        ("", "it is empty", ""),
        ("\u00a0", "it is empty", ""),
        ("9" * 5000, "it is longer than 80 characters", ""),
        ("1-0:1.8.0.255" + " " * 200 + "x", "it is longer than 80 characters", ""),
    ],
)
def test_other_text_gets_a_reason(text: str, reason: str, suggestion: str) -> None:
    found = read_logical_name(text)
    assert isinstance(found, NotALogicalName)
    assert (found.reason, found.suggestion) == (reason, suggestion)
    assert found.help == (f"Did you mean {suggestion}?" if suggestion else "")
    assert found.expected == "six groups of 0 to 255, such as 1-0:1.8.0.255"
    assert parse_logical_name(text) is None


def test_group_f_is_completed_only_where_the_caller_asks() -> None:
    assert complete_logical_name("1-0:1.8.0") == CompletedName(IMPORT, completed=True)
    assert complete_logical_name("1-0:1.8.0.255") == CompletedName(IMPORT, completed=False)
    assert isinstance(complete_logical_name("1.8.0"), NotALogicalName)
    over = complete_logical_name("1-0:1.8.256")
    assert isinstance(over, NotALogicalName)
    assert over.reason == "group E is 256, over 255"


@pytest.mark.parametrize(("text", "groups"), [("1.8.0", (1, 8, 0)), ("1.8.256", None), ("1.8", None), ("x", None)])
def test_three_groups_are_c_d_and_e(text: str, groups: tuple[int, int, int] | None) -> None:
    assert three_groups(text) == groups


@given(st.text(alphabet="0123456789abcdefFx.:*&- \u2013\u00a0\uff11", max_size=40))
def test_no_text_makes_it_stumble_and_both_readers_agree(text: str) -> None:
    found = read_logical_name(text)
    assert (parse_logical_name(text) is None) == isinstance(found, NotALogicalName)
    if isinstance(found, LogicalName):
        assert read_logical_name(str(found)) == found


@given(st.text(max_size=100))
def test_a_suggestion_is_a_logical_name(text: str) -> None:
    found = read_logical_name(text)
    if isinstance(found, NotALogicalName) and found.suggestion:
        assert isinstance(read_logical_name(found.suggestion), LogicalName)
