"""Logical names: what covers them, and what they say in words."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.logical_names import LogicalName, parse_logical_name
from metermap.protocols import DlmsDictionary, load_dictionaries

_octet = st.integers(0, 255)
_names = st.builds(LogicalName, _octet, _octet, _octet, _octet, _octet, _octet)


@cache
def _dlms() -> DlmsDictionary:
    return load_dictionaries().dlms


@given(_names)
def test_every_spelling_leads_back(name: LogicalName) -> None:
    a, b, c, d, e, f = name.groups
    spellings = [
        str(name),
        f"{a}-{b}:{c}.{d}.{e}*{f}",
        f"{a}.{b}.{c}.{d}.{e}.{f}",
        name.octets.hex(),
        f"0x{name.octets.hex().upper()}",
        f"{a}\u2013{b}:{c}.{d}.{e}.{f}\u00a0",
    ]
    assert {parse_logical_name(spelling) for spelling in spellings} == {name}


@given(_names)
def test_every_name_can_be_described_and_a_rule_names_itself(name: LogicalName) -> None:
    assert isinstance(_dlms().describe_logical_name(name), str)
    rule = _dlms().logical_name(name)
    assert rule is None or rule.logical_name == name


@pytest.mark.parametrize(
    ("text", "source", "class_ids", "standard"),
    [
        ("1-0:2.8.0.255", "gb", (3,), (3, 4)),
        ("1-0:1.8.1.255", "standard", (3, 4), (3, 4)),
        ("0-0:94.44.34.10", "gb", (1,), ()),
        ("0-0:16.1.11.255", "gb", (21,), None),
        ("0-0:96.13.0.255", "gb", (9000,), (1, 3, 4)),
    ],
)
def test_who_covers_a_name(
    dlms: DlmsDictionary, text: str, source: str, class_ids: tuple[int, ...], standard: tuple[int, ...] | None
) -> None:
    name = parse_logical_name(text)
    assert name is not None
    rule = dlms.logical_name(name)
    assert rule is not None
    assert (rule.source, rule.class_ids, rule.standard_class_ids) == (source, class_ids, standard)
    assert rule.deviates == (text == "0-0:96.13.0.255")


def test_a_name_that_nothing_covers(dlms: DlmsDictionary) -> None:
    assert dlms.logical_name(LogicalName(9, 0, 5, 5, 5, 5)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1-0:2.8.0.255", "Electricity (AC), Sum Li Active power- (QII+QIII), Time integral 1, Total"),
        ("0-0:19.20.1.255", "Abstract objects, Payment metering, Charge (D=20), E=1"),
        ("0-0:94.44.34.10", "Abstract objects, Country specific, UK, E=34, F=10"),
    ],
)
def test_descriptions_say_what_is_known_and_no_more(dlms: DlmsDictionary, text: str, words: str) -> None:
    name = parse_logical_name(text)
    assert name is not None
    assert dlms.describe_logical_name(name) == words


def test_the_overlay_holds_every_gb_object(dlms: DlmsDictionary) -> None:
    (overlay,) = dlms.overlays
    assert len(overlay.objects) == 212
    assert all(dlms.interface_class(id_) for ids in overlay.objects.values() for id_ in ids)
