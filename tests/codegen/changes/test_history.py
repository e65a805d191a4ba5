"""What is known of GBCS 0.8.1 against GBCS 4.x: exactly that is found, and judged as the meters on walls feel it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from metermap.codegen.changes.model import Act, Diff, JudgedChange, Kind, Verdict
from metermap.comparing import compare_states
from tests.conftest import ROOT

_FORMER, _PRESENT = "AuxiliaryLoadControlSwitchesCalendar", "AuxiliaryControllerCalendar"


@pytest.fixture(scope="module")
def diff() -> Diff:
    return compare_states(f"{ROOT / 'gb'}@GBCS 0.8.1", str(ROOT / "gb")).diff


def _of(diff: Diff, kind: Kind, item: str) -> list[JudgedChange]:
    return [change for change in diff.changes if change.change.kind is kind and change.change.name.startswith(item)]


def _logical_names(changes: Iterable[JudgedChange]) -> set[tuple[object, object]]:
    """Return the logical names that differ, each as it was and as it is."""
    fields = [field.change for judged in changes for field in judged.fields]
    return {(field.old, field.new) for field in fields if field.name == "address.logical_name"}


def _breaks_the_wire(changes: list[JudgedChange], *roles: str) -> None:
    assert changes
    for judged in changes:
        assert judged.judgement.verdicts == (Verdict.WIRE, Verdict.CONFORMANCE), judged.judgement.why
        assert (judged.whom.devices, judged.whom.edition) == (("ESME",), "GBCS 0.8.1")
        assert set(judged.whom.roles) <= set(roles)
    assert {role for judged in changes for role in judged.whom.roles} == set(roles)


def test_the_standing_charge_moved_to_another_object(diff: Diff) -> None:
    changes = _of(diff, Kind.STATEMENT, "StandingCharge")
    assert _logical_names(changes) == {("0-0:19.2.4.255", "0-0:19.20.4.255")}
    _breaks_the_wire(changes, "Access Control Broker", "Supplier")
    [why] = [judged.judgement.why for judged in changes if judged.change.name.endswith("valueNext.price_scale")]
    assert why.startswith("The logical name of StandingCharge.valueNext.price_scale on ESME over DLMS/COSEM was ")
    assert "0-0:19.2.4.255 and is 0-0:19.20.4.255: address the new place" in why


def test_one_object_of_thresholds_became_eight(diff: Diff) -> None:
    changes = _of(diff, Kind.STATEMENT, "TariffThresholdMatrixBlocks")
    assert len(changes) == 8
    # The second of the eight kept the logical name. Where in the object a threshold stood is not recorded.
    assert _logical_names(changes) == {("0-0:16.0.12.255", f"0-0:16.0.{n}.255") for n in range(11, 19) if n != 12}
    [kept] = [judged for judged in changes if judged.change.name.startswith("TariffThresholdMatrixBlocks[1to3]TOU[2]")]
    assert kept.judgement.verdicts == (Verdict.DOCUMENTATION,)
    assert not {field.change.name.partition(".")[0] for field in kept.fields} & {"address", "type", "relation"}
    _breaks_the_wire([judged for judged in changes if judged is not kept], "Access Control Broker", "Supplier")


def test_the_passive_schedule_of_non_disablement_moved_to_another_object(diff: Diff) -> None:
    changes = _of(diff, Kind.STATEMENT, "Non-DisablementCalendar")
    assert _logical_names(changes) == {("0-0:12.1.1.255", "0-1:12.0.1.255")}
    _breaks_the_wire(changes, "Supplier")


def test_the_calendar_of_auxiliary_controllers_is_only_called_otherwise(diff: Diff) -> None:
    changes = [*_of(diff, Kind.ELEMENT, _PRESENT), *_of(diff, Kind.STATEMENT, _PRESENT)]
    assert {judged.change.acts for judged in changes} == {(Act.RENAMED,)}
    assert {judged.judgement.verdicts for judged in changes} == {(Verdict.DOCUMENTATION,)}
    for judged in changes:
        assert f"was called {_FORMER}" in judged.judgement.why
        assert {"ESME", "SAPC"} >= set(judged.whom.devices)


def test_nothing_else_is_found_but_which_dictionaries_are_recorded(diff: Diff) -> None:
    known = ("StandingCharge", "TariffThresholdMatrixBlocks", "Non-DisablementCalendar", _PRESENT)
    others = [judged for judged in diff.changes if not judged.change.name.startswith(known)]
    assert {judged.change.key for judged in others} == {"ESME", "SAPC", "CHF"}
    for judged in others:
        assert [field.change.name for field in judged.fields] == ["editions"]
        assert judged.judgement.verdicts == (Verdict.DOCUMENTATION,)
