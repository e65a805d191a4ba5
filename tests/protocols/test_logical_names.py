"""Logical names: what covers them, and what they say in words."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.editions import Holding, Lifetime
from metermap.core.logical_names import LogicalName, parse_logical_name
from metermap.protocols import DlmsDictionary, load_dictionaries, parse_dlms_type

RECENT = "unspecified number of last billing periods"
DIP = "UNIPEDE voltage dip, class 15 to 30%, 100 to 500ms"

_octet = st.integers(0, 255)
_names = st.builds(LogicalName, _octet, _octet, _octet, _octet, _octet, _octet)


def _name(text: str) -> LogicalName:
    name = parse_logical_name(text)
    assert name is not None
    return name


def _first(sets: tuple[int, ...]) -> LogicalName:
    a, b, c, d, e, f = ((mask & -mask).bit_length() - 1 for mask in sets)
    return LogicalName(a, b, c, d, e, f)


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
        name.octets.hex(" "),
        name.octets.hex("-").upper(),
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
        ("1-0:1.8.0.255", "Electricity (AC), Sum Li Active power+ (QI+QIV), Time integral 1, Total"),
        ("1-0:3.8.1.126", "Electricity (AC), Sum Li Reactive power+ (QI+QII), Time integral 1, Rate (E=1), " + RECENT),
        ("1-0:32.32.11.255", "Electricity (AC), L1 Voltage, Under limit occurrence counter, " + DIP),
        ("1-0:32.7.5.255", "Electricity (AC), L1 Voltage, Inst. value, nth harmonic (E=5)"),
        ("2-0:1.8.0.255", "Electricity (DC), C=1, D=8"),
        ("7-0:43.13.0.255", "Gas, Flow rate, Instantaneous, Value at standard conditions"),
        ("0-0:19.20.6.255", "Abstract objects, Payment metering, Charge (D=20), E=6"),
        ("0-0:96.7.9.255", "Abstract objects, General and service entry, No. of long power failures, in any phase"),
        ("0-0:97.98.12.255", "Abstract objects, Error and alarm registers, Alarm registers, alarm filter (E=12)"),
        ("0-5:24.1.0.255", "Abstract objects, Channel (B=5), M-Bus, M-Bus client"),
        ("0-0:10.0.101.255", "Abstract objects, Script table, Activate test mode"),
        ("0-0:94.33.1.2", "Abstract objects, Country specific, France, E=1, F=2"),
        ("0-0:93.4.1.255", "Abstract objects, Consortia specific, consortium (D=4), E=1"),
        ("6-0:1.0.0.255", "Thermal energy: heat, C=1"),
        ("12-0:1.1.1.255", "reserved (A=12), C=1, D=1, E=1"),
        ("0-0:5.0.0.255", "Abstract objects, reserved (C=5)"),
    ],
)
def test_descriptions_say_what_is_known_and_no_more(dlms: DlmsDictionary, text: str, words: str) -> None:
    assert dlms.describe_logical_name(_name(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0-130:1.2.3.255", "Abstract objects, manufacturer specific (B=130), C=1, D=2, E=3"),
        ("1-0:150.8.1.255", "Electricity (AC), Manufacturer specific (C=150), D=8, E=1"),
        ("1-0:1.200.1.255", "Electricity (AC), Sum Li Active power+ (QI+QIV), manufacturer specific (D=200), E=1"),
        (
            "1-0:1.8.200.255",
            "Electricity (AC), Sum Li Active power+ (QI+QIV), Time integral 1, manufacturer specific (E=200)",
        ),
        (
            "1-0:1.8.0.200",
            "Electricity (AC), Sum Li Active power+ (QI+QIV), Time integral 1, Total, manufacturer specific (F=200)",
        ),
    ],
)
def test_what_follows_a_manufacturers_group_is_the_manufacturers(dlms: DlmsDictionary, text: str, words: str) -> None:
    assert dlms.describe_logical_name(_name(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0-0:94.44.34.10", "Abstract objects, Country specific, United Kingdom, E=34, F=10: ImportRegisterCollection"),
        (
            "1-0:2.8.0.255",
            "Electricity (AC), Sum Li Active power- (QII+QIII), Time integral 1, Total: ActiveExportRegister",
        ),
        ("0-0:63.1.1.255", "Abstract objects, reserved (C=63), D=1, E=1: TariffThresholdMatrix"),
    ],
)
def test_an_overlay_says_what_it_keeps_there(dlms: DlmsDictionary, text: str, words: str) -> None:
    assert dlms.describe_logical_name(_name(text)) == words
    standard = load_dictionaries(()).dlms.describe_logical_name(_name(text))
    assert words.startswith(f"{standard}: ")


def test_every_gb_object_has_a_name_and_no_bare_group_c(dlms: DlmsDictionary) -> None:
    (overlay,) = dlms.overlays
    for name, own in overlay.objects.items():
        words = dlms.describe_logical_name(name)
        assert own.keeps
        assert words.endswith(f": {own.keeps.replace('DeviceLog(CHF), DeviceLog(CHF) - ', 'DeviceLog(CHF), also ')}")
        assert ", C=" not in words


def test_no_rule_of_the_standard_is_left_without_words(dlms: DlmsDictionary) -> None:
    bare = [words for rule in dlms.rules() if ", C=" in (words := dlms.describe_logical_name(_first(rule.sets)))]
    assert len(bare) == 3
    assert all(", manufacturer specific (B=128), " in words for words in bare)


@pytest.mark.parametrize(
    ("text", "types", "type_", "allowed"),
    [
        ("0-0:96.1.0.255", ("double-long-unsigned", "octet-string", "visible-string"), "octet-string(6)", True),
        ("0-0:96.1.0.255", None, "structure{a:long}", False),
        ("1-0:1.8.0.255", None, "double-long-unsigned", True),
        ("1-0:1.8.0.255", None, "boolean", False),
        ("1-0:1.8.0.255", None, "CHOICE(boolean,long)", True),
        ("0-0:94.44.34.10", (), "structure{a:long}", True),
    ],
)
def test_a_rule_says_which_types_a_value_may_have(
    dlms: DlmsDictionary, text: str, types: tuple[str, ...] | None, type_: str, *, allowed: bool
) -> None:
    rule, descriptor = dlms.logical_name(_name(text)), parse_dlms_type(type_)
    assert rule is not None
    assert descriptor is not None
    assert rule.types is not None
    if types == ():
        assert rule.types == ()
    elif types:
        assert set(types) <= set(rule.types)
    assert rule.allows_type(descriptor) is allowed


def test_a_rule_without_types_says_nothing_of_them(dlms: DlmsDictionary) -> None:
    rule, descriptor = dlms.logical_name(_name("0-0:1.0.0.255")), parse_dlms_type("long")
    assert rule is not None
    assert descriptor is not None
    assert rule.types is None
    assert rule.allows_type(descriptor) is None


def test_oddities_of_the_rules_are_kept(dlms: DlmsDictionary) -> None:
    assert sum(1 for rule in dlms.rules() if rule.note) == 33
    rule = dlms.logical_name(_name("0-0:96.7.10.255"))
    assert rule is not None
    assert rule.note == "the source has an empty item among the types"


def test_rules_name_every_type_or_any(dlms: DlmsDictionary) -> None:
    stated = Counter("none" if rule.types is None else "any" if not rule.types else "some" for rule in dlms.rules())
    assert stated == {"some": 1021, "none": 269, "any": 82}


def test_what_no_standard_rule_covers_is_listed(dlms: DlmsDictionary) -> None:
    rules = [dlms.logical_name(name) for overlay in dlms.overlays for name in overlay.objects]
    uncovered = [str(rule.logical_name) for rule in rules if rule is not None and rule.standard_class_ids is None]
    assert len(uncovered) == 9
    assert "0-0:63.1.1.255" in uncovered
    assert all(name.startswith("0-0:16.1.1") for name in uncovered if name != "0-0:63.1.1.255")


def test_what_deviates_from_the_standard_is_listed_with_its_source(dlms: DlmsDictionary) -> None:
    rules = [dlms.logical_name(name) for overlay in dlms.overlays for name in overlay.objects]
    deviating = [str(rule.logical_name) for rule in rules if rule is not None and rule.deviates]
    assert deviating == ["0-0:96.13.0.255", "0-0:96.13.1.255"]
    assert {(one.class_id, one.index, one.overlay, one.source) for one in dlms.deviations()} == {
        (104, 4, "null-data", "gb")
    }
    extended = dlms.interface_class(9000)
    assert extended is not None
    assert extended.source == "gb"


def test_direct_current_came_with_edition_15(dlms: DlmsDictionary) -> None:
    entry = next(entry for entry in dlms.value_groups()["A"] if entry.meaning == "Electricity (DC)")
    assert entry.lifetime == Lifetime("Blue Book 15")
    manifest = dlms.manifest()
    assert manifest is not None
    assert manifest.ladder.holds(entry.lifetime, "Blue Book 13") is Holding.NOT_YET
    assert manifest.ladder.holds(entry.lifetime, "Green Book 9") is Holding.NOT_RECORDED


def test_the_overlay_holds_every_gb_object(dlms: DlmsDictionary) -> None:
    (overlay,) = dlms.overlays
    assert len(overlay.objects) == 212
    assert all(dlms.interface_class(id_) for own in overlay.objects.values() for id_ in own.class_ids)
