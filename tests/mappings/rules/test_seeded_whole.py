"""Defects planted in the real mapping, two or more for each rule: each is found, and was not there before.

A seed replaces a text of one file of ``gb/mappings``, or changes a line of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from metermap.core.findings import Findings
from metermap.mappings import resolve_model
from metermap.mappings.rules import (
    RULES,
    cardinality,
    conflict,
    parity,
    review,
    route,
    staging,
    structure,
    use_case,
)
from tests.mappings.conftest import GB

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries

Parts: TypeAlias = "tuple[Workspace, Catalogue, Dictionaries]"
Found: TypeAlias = "frozenset[tuple[str, str, str]]"
Change: TypeAlias = "Callable[[Catalogue], Catalogue]"

FAMILIES = (cardinality, structure, conflict, staging, parity, route, use_case, review)
FILES = tuple(sorted(path.name for path in (GB / "mappings").glob("*.map")))


@dataclass(frozen=True, slots=True)
class Seed:
    """In `file`, the first `old`, white space aside, becomes `new`; or `change` is made to the catalogue."""

    code: str
    file: str
    old: str
    new: str
    change: Change | None = None


def _sampled(rows: tuple[int, int, int], per: str) -> str:
    log, since, until = rows
    return (
        f"call GetSampledData @0x08 {{ SampleId: readLog #{log} = 0x0001, EarliestSampleTime: fromDateTime #{since}, "
        f"NumberOfSamples: (toDateTime - fromDateTime) / {per} #{until} }} returns GetSampledDataResponse {{"
    )


def _snapshot(rows: tuple[int, int, int]) -> str:
    log, since, until = rows
    return (
        f"call GetSnapshot @0x06 {{ SnapshotCause: readLog #{log} = 0x0001, EarliestStartTime: fromDateTime #{since}, "
        f"LatestEndTime: toDateTime #{until} }} returns PublishSnapshot {{"
    )


def _depth(device: str, item: str, depth: str) -> Change:
    def change(catalogue: Catalogue) -> Catalogue:
        facts = (
            replace(fact, depth=replace(fact.depth, value=depth))
            if fact.device.value == device and fact.item.value == item
            else fact
            for fact in catalogue.items
        )
        return replace(catalogue, items=tuple(facts))

    return change


def _readers(element_id: str, readers: str) -> Change:
    def change(catalogue: Catalogue) -> Catalogue:
        elements = (
            replace(one, readers=replace(one.readers, value=readers)) if one.id.value == element_id else one
            for one in catalogue.elements
        )
        return replace(catalogue, elements=tuple(elements))

    return change


def _roles(code: str, roles: str) -> Change:
    def change(catalogue: Catalogue) -> Catalogue:
        cases = (
            replace(case, roles=replace(case.roles, value=roles)) if case.code.value == code else case
            for case in catalogue.use_cases
        )
        return replace(catalogue, use_cases=tuple(cases))

    return change


_POWER = (
    "from_value: fromDateTime #640 as double-long-unsigned in epoch2000, "
    "to_value: toDateTime #661 as double-long-unsigned in epoch2000"
)
_EXPORT = (
    "from_value: fromDateTime #631 as double-long-unsigned in epoch2000, "
    "to_value: toDateTime #652 as double-long-unsigned in epoch2000"
)
_BATTERY = "RemainingBatteryCapacity is Metering { RemainingBatteryLifeInDays @0x0205: value #1751 as uint16 }"
_VARIANT = "MeterVariant is Data 0-0:96.1.2.255 { value: value #1958 as octet-string(1) } for ECS26m"
_FIRMWARE = "value #85 as octstr } for GCS38"
_LIST = '{ source = "a list of candidate pairings, not reviewed" }'
_SIGNED = "only -0x7FFFFFFF .. 0x7FFFFFFF"

SEEDS = (
    Seed("MM440", "gas-logs.map", _sampled((581, 635, 656), "30 min"), _snapshot((581, 635, 656))),
    Seed("MM440", "hub-gas-proxy.map", _sampled((932, 1797, 1798), "1 d"), _snapshot((932, 1797, 1798))),
    Seed("MM441", "electricity-logs.map", "buffer[e in 1..731]", "buffer[e in 1..365]"),
    Seed("MM441", "electricity-logs.map", "buffer[e in 1..25]", "buffer[e in 1..20]"),
    Seed("MM442", "gas-registers.map", "TariffTOURegisterMatrix[t in 1..4]", "TariffTOURegisterMatrix[t in 1..3]"),
    Seed("MM442", "gas-registers.map", "TariffBlockCounter[b in 1..4]", "TariffBlockCounter[b in 1..3]"),
    Seed("MM442", "electricity-registers.map", "Block_primary_registers[1..64]", "Block_primary_registers[1..32]"),
    Seed("MM443", "electricity-logs.map", f"}} by range_descriptor {{ {_POWER} }}", "}"),
    Seed("MM443", "electricity-logs.map", f"}} by range_descriptor {{ {_EXPORT} }}", "}"),
    Seed(
        "MM444",
        "gas-prepayment.map",
        f"CreditAdjustmentValue: adjustmentValue #1844 as int32 {_SIGNED}",
        "StartTime = _",
    ),
    Seed("MM444", "gas-tariff.map", "#1442 as uint32 for GCS01a and GCS01b", "#1442 as uint32 for GCS01a"),
    Seed("MM445", "gas-configuration.map", "EventConfiguration: value #1530 as map8,", ""),
    Seed("MM445", "gas-registers.map", "MeasurementPeriod: measurementPeriod #1868 as uint16 only 0..0xFFFF,", ""),
    Seed("MM446", "gas-logs.map", "SnapshotPayloadType = 6", "SnapshotPayloadType = 99"),
    Seed("MM446", "gas-configuration.map", "disableProtection #1390 = 2", "disableProtection #1390 = 77"),
    Seed("MM447", "gas-tariff.map", "CalendarType = 0x00 #1352", "CalendarType = 0x02 #1352"),
    Seed("MM447", "gas-registers.map", "arm #945 = 1", "arm #945 = 2"),
    Seed(
        "MM448",
        "gas-prepayment.map",
        f"amountNext #1195 as int32 {_SIGNED}",
        "amountNext #1195 as int32 only 0..0xFFFFFFFF",
    ),
    Seed("MM448", "gas-registers.map", "#1867 as uint8 only 0..0xFF", "#1867 as uint8 only 0..0x1FF"),
    Seed("MM450", "electricity-supply.map", "thresholds[2]: threshold #863", "thresholds[1]: threshold #863"),
    Seed(
        "MM450",
        "electricity-supply.map",
        "min_under_threshold_duration: valueCurrent",
        "min_over_threshold_duration: valueCurrent",
    ),
    Seed("MM451", "gas-logs.map", "readLog #1391 = 0x0002", "readLog #1391 = 0x0001"),
    Seed("MM451", "gas-logs.map", "readLog #1493 = 0x00000001", "readLog #1493 = 0x00000002"),
    Seed("MM452", "gas-tariff.map", "CalendarType = 0x00 #1352", "CalendarType = _ #1352"),
    Seed("MM452", "gas-tariff.map", "CalendarType = 3 #1456", "CalendarType = _ #1456"),
    Seed(
        "MM453",
        "gas-configuration.map",
        "SiteID @0x0307: value #1747 as octstr",
        "SiteID @0x0307: value #1747 as octstr, MeterSerialNumber @0x0308: value #1747 as octstr",
    ),
    Seed(
        "MM453",
        "gas-registers.map",
        "RemainingBatteryLifeInDays @0x0205: value #1751 as uint16",
        "RemainingBatteryLifeInDays @0x0205: value #1751 as uint16, RemainingBatteryLife @0x0201: value #1751 as uint8",
    ),
    Seed("MM454", "gas-tariff.map", "StartTime: activateNextDateTime #858 as UTC coded start_time,", ""),
    Seed(
        "MM454",
        "electricity-calendars.map",
        "also ExtendedData 0-0:94.44.128.26 "
        "{ activate_passive_value_time: activateNextDateTime #1201 as octet-string(12) } for ECS46d",
        "",
    ),
    Seed("MM455", "electricity-prepayment.map", "value_active: valueCurrent #1167 as double-long for ECS26a,", ""),
    Seed(
        "MM455",
        "gas-prepayment.map",
        ", ImplementationDateTime: activateAmountNextDateTime #1213 as UTC coded start_now",
        "",
    ),
    Seed(
        "MM456",
        "gas-registers.map",
        "#1401 as enum8 coded { locked = 0x00, unchanged = 0x03 }",
        "#1401 as enum8 coded { locked = 0x00 }",
    ),
    Seed(
        "MM456",
        "gas-registers.map",
        "#1524 as enum8 coded { locked = 0x00, unchanged = 0x03 }",
        "#1524 as enum8 coded { locked = 0x00 }",
    ),
    Seed("MM458", "electricity-prepayment.map", "value #1022 as double-long", "value #1022 as long"),
    Seed(
        "MM458",
        "electricity-prepayment.map",
        "thresholdCurrent #864 as double-long",
        "thresholdCurrent #864 as unsigned",
    ),
    Seed("MM459", "gas-prepayment.map", "#1184 as uint32 only 0..0xFFFFFFFF", "#1184 as uint32 only 0..1000"),
    Seed("MM459", "gas-prepayment.map", "#1183 as uint32 only 0..0xFFFFFFFF", "#1183 as uint32 only 1..50000"),
    Seed("MM460", "", "", "", _depth("GSME", "Event Log", "50")),
    Seed("MM460", "", "", "", _depth("GSME", "Prepayment Daily Read Log", "14")),
    Seed(
        "MM461",
        "gas-prepayment.map",
        "amountCurrent #1035 as int32 for GCS21b",
        "amountCurrent #1035 as int32 for GCS05",
    ),
    Seed(
        "MM461",
        "gas-prepayment.map",
        "thresholdCurrent #1034 as uint32 for GCS21b",
        "thresholdCurrent #1034 as uint32 for GCS05",
    ),
    Seed("MM462", "electricity-logs.map", "on ESME over dlms, tunnelled", "on ESME over dlms, translated_at_hub"),
    Seed(
        "MM462", "electricity-registers.map", "on ESME over dlms, tunnelled", "on ESME over dlms, translated_at_centre"
    ),
    Seed(
        "MM463",
        "electricity-registers.map",
        "through DataProtection 0-0:43.2.8.255 { call get_protected_attributes #24 as structure }",
        "",
    ),
    Seed(
        "MM463",
        "electricity-prepayment.map",
        "through DataProtection 0-0:43.2.1.255 { call get_protected_attributes #934 as structure }",
        "",
    ),
    Seed("MM464", "gas-configuration.map", _FIRMWARE, "value #85 as octstr }"),
    Seed("MM464", "gas-registers.map", f"{_BATTERY} for GCS33", _BATTERY),
    Seed("MM465", "gas-configuration.map", "for GCS46", ""),
    Seed("MM465", "electricity-identity.map", "for ECS50", ""),
    Seed("MM466", "", "", "", _readers("FirmwareVersion.value", "Supplier")),
    Seed("MM466", "", "", "", _roles("GCS46", "Supplier;Load Controller")),
    Seed("MM467", "electricity-identity.map", "for ECS50", "for CCS02"),
    Seed("MM467", "hub.map", "for ECS35c", "for ECS35e"),
    Seed("MM468", "gas-configuration.map", "for GCS46", "for ECS50"),
    Seed("MM468", "electricity-identity.map", "for ECS50", "for GCS46"),
    Seed("MM470", "home-proposals.map", f"status proposed {_LIST}", "status agreed"),
    Seed("MM470", "gas-configuration.map", _FIRMWARE, f"{_FIRMWARE} status decided"),
    Seed("MM471", "home-proposals.map", '{ source = "a list', '{ confidence = 7, source = "a list'),
    Seed("MM471", "gas-configuration.map", _FIRMWARE, f'{_FIRMWARE} status reviewed {{ confidence = "high" }}'),
    Seed("MM472", "home-proposals.map", f"status proposed {_LIST}", "status proposed"),
    Seed("MM472", "gas-configuration.map", _FIRMWARE, f"{_FIRMWARE} status proposed"),
    Seed("MM473", "gas-registers.map", f"{_BATTERY} for GCS33", 'RemainingBatteryCapacity is Nowhere because "none"'),
    Seed("MM473", "electricity-identity.map", _VARIANT, 'MeterVariant is Nowhere because "none"'),
    Seed("MM474", "gas-configuration.map", _FIRMWARE, f"{_FIRMWARE} status disputed"),
    Seed("MM474", "gas-registers.map", f"{_BATTERY} for GCS33", f"{_BATTERY} for GCS33 status disputed"),
)


def _found(parts: Parts, folder: Path, seed: Seed | None = None) -> Found:
    workspace, catalogue, dictionaries = parts
    for name in FILES:
        text = (GB / "mappings" / name).read_text(encoding="utf-8")
        planted = _planted(text, seed) if seed is not None and seed.file == name else text
        (folder / name).write_text(planted, encoding="utf-8")
    findings = Findings()
    own = replace(workspace, root=folder, mappings=("*.map",), workbooks=(), errata="", expected="")
    resolve_model(own, seed.change(catalogue) if seed and seed.change else catalogue, dictionaries, findings)
    return frozenset((finding.code, finding.subject, finding.message) for finding in findings)


def _planted(text: str, seed: Seed) -> str:
    """Return the text with the seed in it; comments between the words of `old` do not count."""
    blank = r"(?:\s|--[^\n]*\n)"
    words = re.findall(r"\w+|[^\w\s]", seed.old)
    parts = [re.escape(word) for word in words]
    gaps = [rf"{blank}*" for _ in parts[1:]] + [""]
    found = re.search("".join(part + gap for part, gap in zip(parts, gaps, strict=True)), text)
    assert found, f"{seed.file} no longer has: {seed.old}"
    return text[: found.start()] + seed.new + text[found.end() :]


@pytest.fixture(scope="module")
def before(gb: Parts, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return _found(gb, tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.code} {seed.new[:40]}")
def test_a_planted_defect_is_found(seed: Seed, gb: Parts, before: Found, tmp_path: Path) -> None:
    """A finding of the rule is new: by what it is about or by what it says."""
    new = _found(gb, tmp_path, seed) - before

    assert seed.code in {code for code, _, _ in new}, sorted(new)


def test_each_rule_of_these_families_has_two_seeds_or_more() -> None:
    planted = [seed.code for seed in SEEDS]
    for family in FAMILIES:
        assert all(planted.count(rule.code.id) > 1 for rule in family.RULES)
    assert set(planted) <= {rule.code.id for rule in RULES}
