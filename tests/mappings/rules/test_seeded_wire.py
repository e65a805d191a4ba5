"""Defects put into the real sentences of Great Britain, each of which its rule must find.

A defect is a text of the mapping files and what stands there instead. The file that it is put into is
resolved before and after; the rule must find more after.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Findings
from metermap.core.workspace import Workspace
from metermap.mappings import resolve_model
from metermap.mappings.rules import RULES
from metermap.protocols import Dictionaries

GB = Path(__file__).parents[3] / "gb"

DEFECTS: tuple[tuple[str, str, str], ...] = (
    # a device on both sides of a cluster: it is sent what only a server sends
    ("MM410", "call SelectAvailableEmergencyCredit @0x00: select #1050", "call PublishDebtLog: select #1050"),
    (
        "MM410",
        "call ChangeSupply @0x0B { ProposedSupplyStatus: disable #944 = 0 as enum8 }",
        "call PublishSnapshot { _: disable #944 }",
    ),
    # a question and its answer from one side
    ("MM411", '"record network data" #1392 returns DefaultResponse', '"record network data" #1392 returns GetSnapshot'),
    ("MM411", "select #1050 returns DefaultResponse", "select #1050 returns ChangeDebt"),
    # numbers kept for an earlier version
    ("MM412", "buffer: readLog #586 as integer,", "call get_buffer_by_range: readLog #586,"),
    ("MM412", "buffer: readLog #1923 as integer,", "call get_buffer_by_index: readLog #1923,"),
    # one logical name, two classes
    (
        "MM413",
        "ReactiveExportRegister is Register 1-0:4.8.0.255",
        "ReactiveExportRegister is ExtendedRegister 1-0:2.8.0.255",
    ),
    ("MM413", "FirmwareVersion is Data 0-0:0.2.1.255", "FirmwareVersion is Register 0-0:96.1.4.255"),
    # a name that means another direction, another phase
    ("MM414", "ActiveExportRegister is Register 1-0:2.8.0.255", "ActiveExportRegister is Register 1-0:1.8.0.255"),
    ("MM414", "ReactiveExportRegister is Register 1-0:4.8.0.255", "ReactiveExportRegister is Register 1-0:2.8.0.255"),
    (
        "MM414",
        '"(Phase[1])AverageRMSOverVoltageCounter" is Register 1-0:32.36.0.4',
        '"(Phase[1])AverageRMSOverVoltageCounter" is Register 1-0:72.36.0.4',
    ),
    # a slip in the country's block
    ("MM415", "LoadLimitCounter is Register 0-0:94.44.42.255", "LoadLimitCounter is Register 0-0:94.44.43.255"),
    ("MM415", "SupplyTamperState is Data 0-0:94.44.0.4", "SupplyTamperState is Data 0-0:94.44.0.99"),
    # lengths
    ("MM416", "value: value #85 as octet-string(4)", "value: value #85 as octet-string(8)"),
    ("MM416", "value: value #77 as octet-string(13)", "value: value #77 as octet-string(21)"),
    ("MM416", "value: value #1398 as octet-string(116)", "value: value #1398 as octet-string(100)"),
    # octets as text
    ("MM417", "value: value #85 as octet-string(4)", "value: value #85 as visible-string(4)"),
    ("MM417", "value: value #1957 as octet-string(8)", "value: value #1957 as utf8-string(8)"),
    # numbers of values
    ("MM418", "weekdays as bit-string(7)", "weekdays as bit-string(9)"),
    (
        "MM418",
        "thresholds[b in 1..3]: thresholdCurrent[b] #865..872",
        "thresholds[1..4]: thresholdCurrent[1..3] #865..872",
    ),
    # types that the standard does not have at the name
    ("MM419", "value: value #85 as octet-string(4)", "value: value #85 as bit-string(32)"),
    ("MM419", "value: value #100 as double-long-unsigned", "value: value #100 as bit-string(32)"),
    # units of another quantity
    ("MM420", "unit #233 = Wh", "unit #233 = varh"),
    ("MM420", "unit #507 = W", "unit #507 = Wh"),
    ("MM420", "UnitOfMeasure @0x0300: unit #1376 as enum8", "UnitOfMeasure @0x0300: unit #1376 = 0 as enum8"),
    # units of another size
    ("MM421", "unit #233 = Wh", "unit #233 = J"),
    ("MM421", "unit #507 = W", "unit #507 = 26"),
    # half of scaler and unit
    ("MM422", "scaler_unit.scaler: scale #362 = 0", "logical_name = _"),
    ("MM422", "scaler_unit.unit: unit #235 = count for ECS27,", ""),
    # scalers
    ("MM423", "scale #362 = 0", "scale #362 = -3"),
    ("MM423", "scale #370 = -5", "scale #370 = 5"),
    # scales that nobody mentions
    ("MM424", "scaler_unit.unit: unit #233 = Wh, scaler_unit.scaler: scale #362 = 0", "logical_name = _"),
    ("MM424", "UncontrolledFlowMultiplier @0x0B12 = _ #1666 as uint16,", ""),
    ("MM424", "CalorificValueTrailingDigit @0x0306 = _ #1558 as map8", "CalorificValueUnit = _"),
    # two units for one object
    ("MM425", "ReactiveExportRegister is Register 1-0:4.8.0.255", "ReactiveExportRegister is Register 1-0:2.8.0.255"),
    ("MM425", "active_import_scaler: active.scale #42 = 0", "active_import_unit = 32"),
    # zero
    ("MM426", "Divisor = 0x2710 #1396 as uint16", "Divisor = 0 #1396 as uint16"),
    ("MM426", "BlockThresholdMultiplier = 0x000001 #1362", "BlockThresholdMultiplier = 0x000000 #1362"),
    # codings that repeat themselves
    ("MM427", "coded { GBP = 826, EUR = 978 }", "coded { GBP = 826, EUR = 0x33A }"),
    ("MM427", "coded { days = 1, weeks = 2, months = 3 }", "coded { days = 1, weeks = 2, weeks = 3 }"),
    ("MM427", "coded { 1 h = PerHour, 1 d = PerDay }", "coded { 1 h = PerHour, 1 d = 0 }"),
    # values that the wire does not have
    ("MM428", "disable #944 = 0 as enum8", "disable #944 = 7 as enum8"),
    ("MM428", "clock_base = 5 #678", "clock_base = 9 #678"),
    (
        "MM428",
        "SupplyTamperState: state #1401 as enum8 coded { locked = 0x00, unchanged = 0x03 }",
        "SupplyTamperState: state #1401 as enum8 coded { locked = 0x00, unchanged = 0x30 }",
    ),
    # codings that leave a value out, or name another
    ("MM429", "coded { GBP = 826, EUR = 978 }", "coded { GBP = 826 }"),
    ("MM429", "coded { GBP = 826, EUR = 978 }", "coded { GBP = 826, USD = 840 }"),
    # a truth value in an enumeration
    ("MM430", "value: value #1960 as boolean", "value: value #1960 as enum"),
    ("MM430", "valueCurrent #1166 as boolean", "valueCurrent #1166 as enum"),
    # an update that writes what can only be read
    (
        "MM431",
        "RemainingBatteryLifeInDays @0x0205: value #1751 as uint16 } for GCS33",
        "RemainingBatteryLifeInDays @0x0205: value #1751 as uint16 } for GCS23",
    ),
    (
        "MM431",
        "SupplyStatus @0x0014: value.output_state #943 as enum8 for GCS33",
        "SupplyStatus @0x0014: value.output_state #943 as enum8 for GCS32",
    ),
    # use cases that do what nobody may
    ("MM432", "scale #362 = 0 } for ECS17a", "scale #362 = 0 } for ECS28b"),
    ("MM432", "value: value #82 as octet-string(4) } for ECS50", "value: value #82 as octet-string(4) } for ECS40"),
    # roles that may not
    ("MM433", "scale #362 = 0 } for ECS17a", "scale #362 = 0 } for ECS17b"),
    ("MM433", "value: value #85 as octet-string(4) } for ECS52", "value: value #85 as octet-string(4) } for ECS61d"),
    # use cases of the other protocol
    ("MM434", "scale #362 = 0 } for ECS17a", "scale #362 = 0 } for GCS13a"),
    ("MM434", "value #1751 as uint16 } for GCS33", "value #1751 as uint16 } for ECS17a"),
    # seconds from no epoch
    (
        "MM435",
        "timestamp #606 as double-long-unsigned in epoch2000",
        "timestamp #606 as double-long-unsigned",
    ),
    (
        "MM435",
        "fromDateTime #640 as double-long-unsigned in epoch2000",
        "fromDateTime #640 as double-long-unsigned in s",
    ),
    (
        "MM435",
        "capture_time: dateTimeStamp #511 as octet-string(12)",
        "capture_time: dateTimeStamp #511 as double-long-unsigned",
    ),
    ("MM435", "value: value #75 as octet-string(12)", "value: value #75 as long64-unsigned"),
    # a date without its time, a time without its date
    (
        "MM436",
        "capture_time: dateTimeStamp #511 as octet-string(12)",
        "capture_time: dateTimeStamp #511 as octet-string(5)",
    ),
    ("MM436", "value: value #75 as octet-string(12)", "value: value #75 as octet-string(4)"),
    (
        "MM436",
        "ImplementationDateTime: activateNextDateTime #1030 as UTC coded start_now",
        "ImplementationDateTime: activateNextDateTime #1030 as uint16",
    ),
    # a log asked in another type than it holds
    (
        "MM437",
        "from_value: fromDateTime #640 as double-long-unsigned",
        "from_value: fromDateTime #640 as octet-string(12)",
    ),
    ("MM437", "timestamp: timestamp #1926 as double-long-unsigned", "timestamp: timestamp #1926 as octet-string(12)"),
    # wildcards in a count of seconds
    ("MM438", "season_start: start as octet-string(12)", "season_start: start as double-long-unsigned"),
    ("MM438", "SpecialDayDate: date[0..20].next #1696 as date", "SpecialDayDate: date[0..20].next #1696 as UTC"),
    # local time
    (
        "MM439",
        "RemainingBatteryCapacity is Metering",
        "Time is Time { LocalTime: value #675 }. RemainingBatteryCapacity is Metering",
    ),
    (
        "MM439",
        "RemainingBatteryCapacity is Metering",
        "Time is Time { StandardTime: value #675 }. RemainingBatteryCapacity is Metering",
    ),
)


def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern that finds a text however it is broken into lines and indented."""
    words = (re.escape(word) for word in text.split())
    return re.compile(r"(?<!\S)" + r"\s+".join(words))


Found = Callable[[Path], Counter[str]]


@pytest.fixture
def found(gb: tuple[Workspace, Catalogue, Dictionaries]) -> Found:
    """Return how often each code is found in one file of mappings."""
    workspace, catalogue, dictionaries = gb

    def resolved(file: Path) -> Counter[str]:
        findings = Findings()
        own = replace(
            workspace, root=file.parents[1], mappings=(f"mappings/{file.name}",), workbooks=(), errata="", expected=""
        )
        resolve_model(own, catalogue, dictionaries, findings)
        return Counter(finding.code for finding in findings)

    return resolved


@cache
def _texts() -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((GB / "mappings").glob("*.map"))}


@pytest.mark.parametrize(("code", "real", "defect"), DEFECTS, ids=lambda text: text[:40])
def test_the_defect_is_found(code: str, real: str, defect: str, found: Found, tmp_path: Path) -> None:
    pattern = _pattern(real)
    holding = [name for name, text in _texts().items() if pattern.search(text)]
    assert holding, f"{real!r} stands in no file"
    shutil.copytree(GB / "mappings", tmp_path / "mappings")
    file = tmp_path / "mappings" / holding[0]
    before = found(file)
    file.write_text(pattern.sub(lambda _: defect, _texts()[holding[0]]), encoding="utf-8")
    after = found(file)
    assert not (after - before).keys() & {"MM201"}, "the defect is no sentence"
    assert after[code] > before[code]


def test_each_rule_has_two_defects_at_least() -> None:
    number = Counter(code for code, _, _ in DEFECTS)
    own = [rule.code.id for rule in RULES if "MM410" <= rule.code.id <= "MM439"]
    assert len(own) == 30
    assert {code: number[code] for code in own if number[code] < 2} == {}
