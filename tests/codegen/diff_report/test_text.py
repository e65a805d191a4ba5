"""A diff as text: the answer first, each change once, and nothing that a terminal would run."""

import dataclasses
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from metermap.codegen.changes.model import Act, Diff, Kind, Side, Verdict, Whom
from metermap.codegen.diff_report.as_text import diff_text
from tests.codegen.diff_report.diffs import (
    ANOTHER_OBJECT,
    NEW,
    NOTHING_BROKEN,
    OLD,
    element,
    field,
    history,
    judged,
    moved,
    statement,
)
from tests.codegen.diff_report.strategies import DIFFS

if TYPE_CHECKING:
    from pydantic import JsonValue

ALL = tuple(Kind)
SGR = re.compile("\x1b\\[[0-9;]*m")


def told(*changes: object) -> str:
    return diff_text(Diff(OLD, NEW, ALL, changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def text() -> str:
    return diff_text(history())


class TestHead:
    def test_the_first_line_names_both(self, text: str) -> None:
        assert text.splitlines()[0] == "GBCS 0.8.1 -> GBCS 4.x"

    def test_each_side_says_what_it_was_read_from_with_a_short_digest(self, text: str) -> None:
        assert "  old: gb at edition GBCS 0.8.1, gb, SHA-256 1f0e1f0e1f0e\n" in text
        assert "  new: gb, SHA-256 8ab38ab38ab3\n" in text

    def test_two_states_of_one_edition_are_told_apart_by_their_source(self) -> None:
        diff = Diff(Side("old/model.json", edition="GBCS 4.x"), Side("gb", edition="GBCS 4.x"), ALL)
        assert diff_text(diff).startswith("GBCS 4.x (old/model.json) -> GBCS 4.x (gb)\n")

    def test_a_partial_edition_is_said(self, text: str) -> None:
        assert "Only part of GBCS 0.8.1 is recorded. What is not recorded shows no difference." in text

    def test_counts_stand_by_verdict_gravest_first(self, text: str) -> None:
        assert (
            "16 changes, and 983 lines that only moved\n"
            "  10  break the wire\n"
            "   1  break meaning\n"
            "   1  break conformance\n"
            "   4  compatible\n"
            "   0  documentation only\n"
        ) in text

    def test_who_is_hit_stands_by_device_and_role(self, text: str) -> None:
        assert (
            "Breaks for devices  wire  meaning  conformance\n"
            "  GSME                 0        1            1\n"
            "  ESME                10        0           10\n"
        ) in text
        assert "  Supplier           10        1           10\n" in text


class TestNothing:
    def test_an_empty_diff_says_what_was_compared(self) -> None:
        said = "No difference. Compared: devices, elements, facts of items, use cases and statements."
        assert said in told()
        assert "change" not in told()

    def test_a_workbook_has_no_statements_and_that_is_said(self) -> None:
        kinds = (Kind.ELEMENT, Kind.ITEM, Kind.USE_CASE)
        old, new = (Side(name, kinds=kinds) for name in ("old.xlsx", "new.xlsx"))
        text = diff_text(Diff(old, new, kinds))
        assert "No difference. Compared: elements, facts of items and use cases." in text
        assert "Not compared: devices and statements, because neither old.xlsx nor new.xlsx has them." in text

    def test_a_list_that_one_side_lacks_is_said_of_it(self) -> None:
        old = Side("old.xlsx", kinds=(Kind.ELEMENT,))
        diff = Diff(old, Side("gb"), (Kind.ELEMENT,))
        assert "facts of items, use cases and statements, because old.xlsx has none." in diff_text(diff)

    def test_nothing_in_common_is_no_equality(self) -> None:
        text = diff_text(Diff(Side("a", kinds=()), Side("b", kinds=()), ()))
        assert "No difference" not in text
        assert "Not compared: devices, elements, facts of items, use cases and statements" in text


class TestChanges:
    def test_the_gravest_come_first(self, text: str) -> None:
        found = [line.partition(":")[0] for line in text.splitlines() if line.endswith("---")]
        assert found == ["Breaks the wire", "Breaks meaning", "Breaks conformance", "Compatible"]

    def test_what_is_the_same_on_many_lines_is_told_once_with_all_of_them(self, text: str) -> None:
        assert text.count("0-0:19.2.4.255 -> 0-0:19.20.4.255") == 1
        assert "  3 statements changed, ESME over DLMS/COSEM\n" in text
        assert "    - valueCurrent.classID  mappings/electricity-tariff.map:83:34\n" in text

    def test_a_line_that_several_devices_share_names_them(self) -> None:
        changed = field("address.logical_name", "0-0:1.0.0.255", "0-0:1.0.1.255")
        two = [judged(statement("Clock.time", changed, device=device), ANOTHER_OBJECT) for device in ("ESME", "SAPC")]
        assert "  2 statements changed, ESME, SAPC over DLMS/COSEM: time" in told(*two)

    def test_members_of_an_array_are_one_item(self, text: str) -> None:
        assert "\nTariffThresholdMatrixBlocks[1to3]TOU[1, 3..8]\n  7 statements changed" in text
        assert text.count("a client asks for another object") == 2

    def test_members_that_differ_in_their_values_have_each_its_own(self, text: str) -> None:
        assert "0-0:16.0.12.255 -> 0-0:16.0.18.255" in text

    def test_an_array_and_an_item_that_is_named_after_one_are_two(self) -> None:
        names = ("Controller[n].state", "Controller[1].state", "Controller[1][2].state")
        found = told(*(judged(statement(name, field("unit", "a", "b")), ANOTHER_OBJECT) for name in names))
        assert all(f"\n{name.partition('.')[0]}\n" in found for name in names)

    def test_an_item_that_was_renamed_says_its_old_name_once(self, text: str) -> None:
        assert (
            "\nAuxiliaryControllerCalendar (was AuxiliaryLoadControlSwitchesCalendar)\n  3 elements renamed\n" in text
        )
        assert text.count("AuxiliaryLoadControlSwitchesCalendar") == 1

    def test_both_rows_and_both_cells_of_what_moved_as_well_are_told(self, text: str) -> None:
        assert (
            "- activateNextDateTime  (row 702 -> 749)  smets2.xlsx[Elements]!D42 -> smets2.xlsx[Elements]!D43" in text
        )

    def test_each_field_has_both_values_and_what_that_does(self, text: str) -> None:
        assert "    unit: MJ/m3 -> kWh/m3\n      breaks meaning: the same number is another amount\n" in text

    def test_what_is_new_and_what_is_gone_say_what_they_are(self, text: str) -> None:
        assert "  element added: value  (data type UINT32)  smets2.xlsx[Elements]!D15\n" in text
        assert "  element removed: value  (data type UINT32)  smets2.xlsx[Elements]!D20\n" in text

    def test_an_added_statement_says_its_address(self) -> None:
        address: dict[str, JsonValue] = {
            "protocol": "dlms",
            "class_id": 3,
            "class_name": "Register",
            "logical_name": "1-0:2.8.0.255",
            "access": "attribute",
            "index": 2,
            "name": "value",
        }
        new = dataclasses.replace(
            statement("ActiveExportRegister.value", field("unit", "", "")),
            acts=(Act.ADDED,),
            fields=(),
            record={"address": address, "type": {"printed": "double-long-unsigned"}},
        )
        assert "1-0:2.8.0.255" in told(judged(new, NOTHING_BROKEN))
        assert "wire type double-long-unsigned" in " ".join(told(judged(new, NOTHING_BROKEN)).split())

    def test_what_hits_nobody_says_nothing_of_whom(self) -> None:
        assert "    for " not in told(judged(element("A.b", Act.ADDED), NOTHING_BROKEN, Whom()))


class TestMoved:
    def test_lines_that_only_moved_are_one_line_a_sheet(self, text: str) -> None:
        assert text.endswith("Only moved\n  smets2.xlsx[Elements]: 983 lines stand in another row\n")

    def test_one_is_one(self) -> None:
        text = told(moved(3))
        assert "0 changes, and 1 line that only moved\n" in text
        assert "smets2.xlsx[Elements]: 1 line stands in another row\n" in text

    def test_a_move_that_breaks_something_is_told_in_full(self) -> None:
        text = told(judged(moved(3).change, ANOTHER_OBJECT))
        assert "element moved: value" in text
        assert "Only moved" not in text


class TestValues:
    def changed(self, old: object, new: object) -> str:
        return told(judged(statement("a.b", field("unit", old, new)), NOTHING_BROKEN))

    def test_no_value_is_said(self) -> None:
        assert "unit: (nothing) -> Wh" in self.changed("", "Wh")

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            (1, "1", 'unit: 1 -> "1"'),
            (None, "", 'unit: null -> ""'),
            ("Wh", "Wh ", 'unit: "Wh" -> "Wh "'),
            ("", "(nothing)", 'unit: "" -> "(nothing)"'),
        ],
    )
    def test_values_that_would_look_alike_are_shown_exactly(self, old: object, new: object, shown: str) -> None:
        assert shown in self.changed(old, new)

    def test_a_long_value_is_cut_and_says_so(self) -> None:
        text = self.changed("Wh", "x " * 5_000)
        assert "(9,402 characters left out)" in text.replace("\n", " ").replace("        ", "")
        assert len(text) < 2_500


class TestTerminal:
    @given(DIFFS)
    def test_nothing_is_run_and_nothing_turns_the_text(self, diff: Diff) -> None:
        shown = diff_text(diff).replace("\n", "")
        assert all(unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp") for one in shown)

    def test_colours_are_there_if_asked_for_and_nothing_else(self) -> None:
        coloured = diff_text(history(), colour=True)
        assert SGR.search(coloured)
        assert SGR.sub("", coloured) == diff_text(history())

    def test_lines_are_about_a_hundred_wide(self, text: str) -> None:
        assert max(map(len, text.splitlines())) <= 100

    def test_every_verdict_that_occurs_has_its_chapter(self) -> None:
        for verdict in Verdict:
            changed = judged(
                statement("a.b", field("unit", "a", "b")), dataclasses.replace(ANOTHER_OBJECT, verdict=verdict)
            )
            assert f"\n{verdict.value.capitalize()}: 1 change ---" in told(changed)
