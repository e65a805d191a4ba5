"""GBCS 0.8.1 beside GBCS 4.x: what is recorded of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.addresses import DlmsAddress
from metermap.mappings.model import EditionModel, Statement
from metermap.mappings.superseding import superseded
from tests.conftest import ROOT
from tests.editions.conftest import Found, found_in


@pytest.fixture(scope="module")
def gb() -> Found:
    return found_in(ROOT / "gb")


@pytest.fixture(scope="module")
def old(gb: Found) -> EditionModel:
    (found,) = gb.others
    return found


def homes(statements: tuple[Statement, ...], item: str) -> dict[str, set[str]]:
    """Return the logical names of the elements of an electricity meter's item, by the paths of the elements."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.device == "ESME" and statement.element.startswith(item):
            assert isinstance(statement.address, DlmsAddress)
            found.setdefault(statement.element.removeprefix(item), set()).add(str(statement.address.logical_name))
    return found


class TestWhatIsRecorded:
    def test_it_is_dated_and_recorded_in_part(self, old: EditionModel) -> None:
        assert (old.name, old.label, old.date, old.partial) == ("GBCS 0.8.1", "gbcs-0.8.1", "2014-11-28", True)

    def test_the_standing_charge_stood_in_another_object(self, gb: Found, old: EditionModel) -> None:
        then, now = homes(old.model.statements, "StandingCharge."), homes(gb.main.statements, "StandingCharge.")
        assert set().union(*then.values()) == {"0-0:19.2.4.255"}
        assert set().union(*now.values()) == {"0-0:19.20.4.255"}
        assert then.keys() == now.keys()

    def test_the_thresholds_stood_in_one_object_and_nothing_says_where_in_it(
        self, gb: Found, old: EditionModel
    ) -> None:
        name = "TariffThresholdMatrixBlocks[1to3]TOU["
        then, now = homes(old.model.statements, name), homes(gb.main.statements, name)
        current = {path for path in now if "thresholdCurrent" in path}
        assert len(current) == 8
        assert set().union(*(then[path] for path in current)) == {"0-0:16.0.12.255"}
        assert set().union(*(now[path] for path in current)) == {f"0-0:16.0.{n}.255" for n in range(11, 19)}
        said = [statement for statement in old.model.statements if "0-0:16.0.12.255" in str(statement.address)]
        assert {(statement.address.member, statement.relation) for statement in said} == {("", "broad")}  # type: ignore[union-attr]  # homes asserts it

    def test_the_passive_schedule_of_non_disablement_stood_in_another_object(
        self, gb: Found, old: EditionModel
    ) -> None:
        name = "Non-DisablementCalendar.entries[1..22]."
        then, now = homes(old.model.statements, name), homes(gb.main.statements, name)
        passive = {path for path in now if "Next" in path}
        assert set().union(*(then[path] for path in passive)) == {"0-0:12.1.1.255"}
        assert set().union(*(now[path] for path in passive)) == {"0-1:12.0.1.255"}
        assert all(then[path] == now[path] for path in now.keys() - passive)

    def test_a_calendar_had_another_name(self, gb: Found, old: EditionModel) -> None:
        names = {
            (now.item.value, then.item.value)
            for now, then in zip(gb.main.catalogue.elements, old.model.catalogue.elements, strict=True)
            if now.item.value != then.item.value
        }
        assert names == {("AuxiliaryControllerCalendar", "AuxiliaryLoadControlSwitchesCalendar")}

    def test_each_statement_that_is_recorded_says_that_only_the_logical_name_is(self, old: EditionModel) -> None:
        said = [statement for statement in old.model.statements if statement.key in old.own]
        assert len(said) == 33
        assert all("only the logical name" in " ".join(statement.because) for statement in said)

    def test_all_else_is_that_of_the_edition_that_is_worked_on(self, gb: Found, old: EditionModel) -> None:
        now = set(gb.main.statements)
        taken = [statement for statement in old.model.statements if statement.key not in old.own]
        assert {statement.item for statement in taken if statement not in now} == {
            "AuxiliaryLoadControlSwitchesCalendar"
        }
        assert len(old.model.statements) == len(gb.main.statements)

    def test_nothing_is_found_of_what_is_not_recorded(self, gb: Found) -> None:
        assert {str(finding.place).split(":")[0] for finding in gb.findings if finding.edition} == {
            "editions/gbcs-0.8.1/non-disablement.map",
            "editions/gbcs-0.8.1/standing-charge.map",
        }


class TestSuperseding:
    """Laws, on the statements of the Great Britain workspace."""

    @given(st.data())
    def test_what_is_said_again_of_some_elements_changes_those_and_no_other(
        self, gb: Found, data: st.DataObject
    ) -> None:
        shared = gb.main.statements
        items = sorted({statement.item for statement in shared})
        chosen = data.draw(st.sets(st.sampled_from(items), max_size=4))
        own = [replace(statement, status="disputed") for statement in shared if statement.item in chosen]
        made = superseded(shared, own)
        assert {statement.key for statement in made} == {statement.key for statement in shared}
        assert [one for one in made if one.item not in chosen] == [one for one in shared if one.item not in chosen]
        assert [one for one in made if one.item in chosen and one.status != "disputed"] == []

    def test_nothing_said_changes_nothing(self, gb: Found) -> None:
        assert superseded(gb.main.statements, ()) == gb.main.statements
