"""What a statement needs must hold in the edition that its device must meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.workspace import DictionaryChoice, Workspace
from metermap.mappings import resolve_model
from metermap.protocols import Dictionaries

LATER = """
on GSME over sep, tunnelled.
ConsumptionRegister is Metering { CurrentDayMaxDemandDelivered: value #1375 as uint48 }.
"""
REMOVED = """
on GSME over sep, tunnelled.
SupplyTamperState is Prepayment {
    call SelectAvailableEmergencyCredit { siteId = 0 } returns DefaultResponse
}.
"""

UNDATED = """
on GSME over sep, tunnelled.
ManufacturerIdentifier is Basic { ManufacturerName: value }.
ModelType(SmartMeter) is Basic { ModelIdentifier: value }.
"""

Faults = Callable[..., list[Finding]]


@pytest.fixture
def faults(gb: tuple[Workspace, Catalogue, Dictionaries], tmp_path: Path) -> Faults:
    """Return the findings on editions and dictionaries of a mapping text, for a GSME that must meet an edition."""
    workspace, catalogue, dictionaries = gb

    def found(text: str, *editions: str, of_the_dictionary: str = "") -> list[Finding]:
        (tmp_path / "test.map").write_text(text, encoding="utf-8")
        findings = Findings()
        devices = tuple(
            replace(device, editions={"sep": editions} if device.id == "GSME" else {}) for device in workspace.devices
        )
        own = replace(
            workspace,
            root=tmp_path,
            mappings=("*.map",),
            workbooks=(),
            errata="",
            expected="",
            devices=devices,
            dictionaries={"sep": DictionaryChoice((of_the_dictionary,) if of_the_dictionary else ())},
        )
        assert resolve_model(own, catalogue, dictionaries, findings) is not None
        return [
            finding for finding in findings.sorted() if finding.code in {"MM332", "MM850", "MM851", "MM871", "MM872"}
        ]

    return found


def test_an_attribute_of_a_later_edition_is_a_finding_that_names_all(faults: Faults) -> None:
    (finding,) = faults(LATER, "SE 1.2a")
    assert (finding.code, finding.severity) == ("MM850", Severity.WARNING)
    assert str(finding.place) == "test.map:3:35"
    assert finding.message == (
        "ConsumptionRegister.value of GSME, which must meet SE 1.2a, "
        "needs attribute 0x045D CurrentDayMaxDemandDelivered of Metering: since SE 1.4"
    )
    assert finding.expected == "an entry that holds in SE 1.2a"
    assert finding.subject == "sep/ConsumptionRegister.value#1375"
    assert [str(place)[:19] for place in finding.also] == ["smets2.xlsx[Element"]


def test_the_same_edition_has_it(faults: Faults) -> None:
    assert faults(LATER, "SE 1.4") == []


def test_where_no_edition_is_recorded_nothing_is_said(faults: Faults) -> None:
    assert faults(LATER) == []
    assert faults(REMOVED) == []


def test_the_dictionary_s_edition_holds_for_a_device_that_names_none(faults: Faults) -> None:
    assert [finding.code for finding in faults(LATER, of_the_dictionary="SE 1.2a")] == ["MM850"]
    assert faults(LATER, "SE 1.4", of_the_dictionary="SE 1.2a") == []


@pytest.mark.parametrize("edition", ["SE 1.2a", "SE 1.4"])
def test_a_field_that_an_edition_took_away_is_a_finding(faults: Faults, edition: str) -> None:
    (finding,) = faults(REMOVED, edition)
    assert finding.code == "MM851"
    assert finding.message == (
        f"SupplyTamperState of GSME, which must meet {edition}, needs field siteId of command "
        "SelectAvailableEmergencyCredit of Prepayment: since when is not recorded, no more in SE 1.2a"
    )


def test_the_edition_before_still_has_it(faults: Faults) -> None:
    assert faults(REMOVED, "SE 1.1b") == []


@pytest.mark.parametrize("edition", ["HA 1.2", "LO 1.0", "ZCL 8.0"])
def test_an_edition_of_another_ladder_checks_nothing_and_that_is_told(faults: Faults, edition: str) -> None:
    (finding,) = faults(LATER, edition)
    assert (finding.code, finding.severity, str(finding.place)) == ("MM871", Severity.WARNING, "metermap.toml")
    assert finding.message == (
        f"GSME over sep must meet {edition}; 1 statement needs entries on ladder SE, "
        "which is in no order with it: not checked"
    )
    assert finding.expected == "an edition of SE"


def test_statements_of_which_no_edition_is_recorded_are_counted_in_one_note(faults: Faults) -> None:
    (finding,) = faults(UNDATED, "SE 1.2a")
    assert (finding.code, finding.severity, str(finding.place)) == ("MM872", Severity.NOTE, "metermap.toml")
    assert finding.message == (
        "2 statements of GSME over sep not checked against SE 1.2a: their entries record no edition"
    )


def test_an_edition_that_the_dictionary_does_not_know_is_no_finding_here(faults: Faults) -> None:
    assert faults(LATER, "SE 9") == []
    assert faults(UNDATED, "SE 9") == []


def test_a_proposal_is_held_to_the_edition_too(faults: Faults) -> None:
    proposed = LATER.replace("}.", "} status proposed.")
    assert [finding.code for finding in faults(proposed, "SE 1.2a")] == ["MM850"]


def test_other_devices_of_the_same_sentence_are_left_alone(faults: Faults) -> None:
    both = LATER.replace("on GSME", "on GSME, GPF").replace(", tunnelled", "")
    (finding,) = faults(both, "SE 1.2a")
    assert "of GSME, which" in finding.message


def test_a_file_may_say_that_it_uses_an_edition_that_a_device_must_meet(faults: Faults) -> None:
    text = f'use sep "SE 1.4".\n{LATER}'
    assert faults(text, "SE 1.4") == []
    (finding,) = faults(text, of_the_dictionary="SE 1.2b")[:1]
    assert (finding.code, finding.expected) == ("MM332", "SE 1.2b")
