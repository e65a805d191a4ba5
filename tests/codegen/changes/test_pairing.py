"""Which line is which: one that only moved or has another name is told as that, and nothing else passes for it."""

from __future__ import annotations

import pytest

from metermap.codegen.changes.model import Act, Kind
from metermap.codegen.changes.pairing import keeping_order
from tests.codegen.changes.states import Document, changes, gb, line, of_kind, small

ID = "ActiveExportRegister.value"
KEY = "ESME/dlms/100"


def renamed_id(new: Document, old_id: str, new_id: str, **fields: object) -> Document:
    """Give an element another id, in its statements as well, and other fields."""
    element = line(new, Kind.ELEMENT, old_id)
    element |= {"id": new_id, **fields}
    for said in new["statements"]:
        if said["element"] == old_id:
            said["element"], said["item"] = new_id, element["item"]
    return new


def without_traces(new: Document, old_id: str, *kept: str) -> Document:
    """Take from an element all by which it could be known, but for some."""
    element = line(new, Kind.ELEMENT, old_id)
    others: Document = {"row": 7_777, "reference": "SMETS 9.9", "item": "Another", "path": "other"}
    element |= {name: value for name, value in others.items() if name not in kept}
    if "address" not in kept:
        new["statements"] = [said for said in new["statements"] if said["element"] != old_id]
    element["id"] = "Another.other"
    for said in new["statements"]:
        said["element"] = said["element"] if said["element"] != old_id else "Another.other"
    return new


class TestElements:
    def test_one_that_kept_its_id_and_has_another_item_is_renamed(self) -> None:
        new = renamed_id(small(), ID, ID, item="ExportRegister")
        [change] = of_kind(changes(small(), new), Kind.ELEMENT)
        assert (change.acts, change.paired_by) == ((Act.RENAMED,), "id")
        assert (change.old_name, change.name) == (ID, "ExportRegister.value")
        assert [field.name for field in change.fields] == ["item"]

    def test_a_declared_renaming_pairs_what_has_another_id(self) -> None:
        new = small()
        for path in ("value", "unit", "scale"):
            renamed_id(new, f"ActiveExportRegister.{path}", f"ExportRegister.{path}", item="ExportRegister", row=None)
        found = of_kind(changes(small(), new, {"ActiveExportRegister": "ExportRegister"}), Kind.ELEMENT)
        assert [change.paired_by for change in found] == ["metermap.toml"] * 3
        assert (found[0].old_key, found[0].key) == (ID, "ExportRegister.value")

    def test_of_declared_renamings_each_leads_to_the_last(self) -> None:
        new = renamed_id(without_traces(small(), ID), "Another.other", "Third.value", item="Third", path="value")
        found = of_kind(changes(small(), new, {"ActiveExportRegister": "Second", "Second": "Third"}), Kind.ELEMENT)
        assert [(change.old_key, change.key, change.paired_by) for change in found] == [
            (ID, "Third.value", "metermap.toml")
        ]

    @pytest.mark.parametrize(
        ("kept", "by"),
        [
            (("item", "path"), "name"),
            (("row", "path"), "row"),
            (("reference", "path"), "reference"),
            (("address",), "address"),
        ],
    )
    def test_without_id_it_is_known_by_what_is_left(self, kept: tuple[str, ...], by: str) -> None:
        old, new = small(), without_traces(small(), ID, *kept)
        if by == "reference":
            line(old, Kind.ELEMENT, ID)["reference"] = line(new, Kind.ELEMENT, "Another.other")["reference"] = "SMETS 1"
        [change] = of_kind(changes(old, new), Kind.ELEMENT)
        assert (change.paired_by, change.old_key, change.key) == (by, ID, "Another.other")
        assert Act.RENAMED in change.acts

    def test_with_nothing_left_it_is_gone_and_another_is_new(self) -> None:
        found = of_kind(changes(small(), without_traces(small(), ID)), Kind.ELEMENT)
        assert [(change.acts, change.key) for change in found] == [
            ((Act.ADDED,), "Another.other"),
            ((Act.REMOVED,), ID),
        ]

    def test_what_two_share_pairs_neither(self) -> None:
        new = without_traces(small(), ID, "row", "path")
        new["elements"].append({**line(new, Kind.ELEMENT, "Another.other"), "id": "Third.other", "item": "Third"})
        found = of_kind(changes(small(), new), Kind.ELEMENT)
        assert [change.acts for change in found] == [(Act.ADDED,), (Act.ADDED,), (Act.REMOVED,)]

    def test_a_name_is_surer_than_a_printed_row(self) -> None:
        """Another edition may give a printed row to something else."""
        new = without_traces(small(), ID, "row", "path")
        named = {**line(small(), Kind.ELEMENT, ID), "id": "Register.new", "row": 8_888}
        new["elements"].append(named)
        found = of_kind(changes(small(), new), Kind.ELEMENT)
        assert [(change.key, change.paired_by) for change in found] == [("Another.other", ""), ("Register.new", "name")]

    def test_an_id_that_is_used_again_for_something_else_is_no_renaming(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, ID).update(item="Gas", path="volume", row=9_000)
        added, removed = of_kind(changes(small(), new), Kind.ELEMENT)
        assert (added.acts, added.name, added.note) == ((Act.ADDED,), "Gas.volume", f"the id was that of {ID}")
        assert (removed.acts, removed.name) == ((Act.REMOVED,), ID)
        assert removed.note == "the id is used again, for Gas.volume"

    def test_neither_a_path_nor_a_row_that_both_lack_makes_them_the_same(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, "Active Import Register")["item"] = "Gas"
        found = of_kind(changes(small(), new), Kind.ELEMENT)
        assert [(change.acts, change.name) for change in found] == [
            ((Act.ADDED,), "Gas"),
            ((Act.REMOVED,), "Active Import Register"),
        ]

    def test_its_statements_are_those_of_another_element_as_well(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, ID).update(item="Gas", path="volume", row=9_000)
        found = of_kind(changes(small(), new), Kind.STATEMENT)
        assert [(change.acts, change.key) for change in found] == [((Act.ADDED,), KEY), ((Act.REMOVED,), KEY)]

    def test_of_two_that_swapped_their_ids_each_is_known_again(self) -> None:
        new = small()
        first, second = (line(new, Kind.ELEMENT, key) for key in (ID, "SupplyTamperState.methodInput: state"))
        first["id"], second["id"] = second["id"], first["id"]
        found = of_kind(changes(small(), new), Kind.ELEMENT)
        assert [(change.old_key, change.key, change.paired_by) for change in found] == [
            (ID, first["id"], "name"),
            (first["id"], ID, "name"),
        ]
        assert {change.note for change in found} == {
            f"the id was that of {ID}",
            "the id was that of SupplyTamperState.methodInput: state",
        }


class TestMoves:
    def test_a_sheet_of_another_name_moves_its_lines_and_changes_nothing(self) -> None:
        new = small()
        for element in new["elements"]:
            element["cells"] = {
                name: cell.replace("[Elements]", "[Table 3]") for name, cell in element["cells"].items()
            }
        found = changes(small(), new)
        assert {(change.kind, change.acts) for change in found} == {(Kind.ELEMENT, (Act.MOVED,))}
        assert len(found) == len(new["elements"])
        assert (found[0].old_place, found[0].new_place) == ("smets2.xlsx[Elements]!E100", "smets2.xlsx[Table 3]!E100")

    def test_a_mapping_file_of_another_name_moves_its_statements_and_changes_nothing(self) -> None:
        new = small()
        for said in new["statements"]:
            said["place"] = said["place"].replace("small.map", "large.map")
        found = changes(small(), new)
        assert {(change.kind, change.acts) for change in found} == {(Kind.STATEMENT, (Act.MOVED,))}

    def test_a_line_put_in_front_is_added_and_no_other_has_changed_its_place_in_the_order(self) -> None:
        new = small()
        new["elements"].insert(0, {**line(new, Kind.ELEMENT, ID), "id": "New.value", "item": "New", "row": 5})
        [change] = changes(small(), new)
        assert (change.acts, change.key, change.new_index) == ((Act.ADDED,), "New.value", 0)

    def test_a_line_that_went_to_the_end_is_the_only_one_that_moved(self) -> None:
        new = small()
        new["elements"].append(new["elements"].pop(0))
        [change] = changes(small(), new)
        assert (change.acts, change.key, change.fields) == ((Act.MOVED,), ID, ())
        assert (change.old_index, change.new_index) == (0, len(new["elements"]) - 1)

    def test_another_printed_row_in_the_same_cell_is_told_and_all_that_name_it_only_moves(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, ID)["row"] = 99
        line(new, Kind.STATEMENT, KEY)["row"] = 99
        new["items"][0]["rows"][0] = 99
        found = changes(small(), new)
        assert [(change.kind, change.acts, change.paired_by) for change in found] == [
            (Kind.ELEMENT, (Act.CHANGED,), "id"),
            (Kind.ITEM, (Act.MOVED,), "name"),
            (Kind.STATEMENT, (Act.MOVED,), "content"),
        ]
        [row] = found[0].fields
        assert (row.name, row.new_text, row.follows) == ("row", "99", "")

    def test_another_printed_row_in_another_cell_is_a_move_of_the_element_and_of_all_that_name_the_row(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, ID)["row"] = 99
        line(new, Kind.ELEMENT, ID)["cells"] = {"path": "book.xlsx[Elements]!E99"}
        line(new, Kind.STATEMENT, KEY)["row"] = 99
        new["items"][0]["rows"][0] = 99
        assert [(change.kind, change.acts, change.paired_by) for change in changes(small(), new)] == [
            (Kind.ELEMENT, (Act.MOVED,), "id"),
            (Kind.ITEM, (Act.MOVED,), "name"),
            (Kind.STATEMENT, (Act.MOVED,), "content"),
        ]

    def test_a_new_element_that_cites_the_section_with_the_old_path_is_not_the_old_one(self) -> None:
        old, new = small(), small()
        known = line(new, Kind.ELEMENT, ID)
        added = {**known, "id": "Another.one", "item": "Another", "row": 5_555, "cells": {}}
        known |= {"id": "Renamed.all", "item": "Renamed", "path": "all"}
        for said in new["statements"]:
            if said["element"] == ID:
                said["element"] = "Renamed.all"
        new["elements"].insert(0, added)
        [renamed] = of_kind(changes(old, new), Kind.ELEMENT, Act.RENAMED)
        assert (renamed.old_key, renamed.key, renamed.paired_by) == (ID, "Renamed.all", "row")
        assert [change.key for change in of_kind(changes(old, new), Kind.ELEMENT, Act.ADDED)] == ["Another.one"]

    def test_a_row_where_there_was_none_is_more_than_a_move(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, "Active Import Register")["row"] = 2_000
        assert [change.acts for change in changes(small(), new)] == [(Act.CHANGED,)]

    def test_a_statement_that_names_another_row_than_its_element_has_changed(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, KEY)["row"] = 233
        assert [change.acts for change in changes(small(), new)] == [(Act.CHANGED,)]

    def test_a_fact_that_names_another_row_than_before_has_changed(self) -> None:
        new = small()
        new["items"][0]["rows"][0] = 99
        assert [change.acts for change in changes(small(), new)] == [(Act.CHANGED,)]

    @pytest.mark.parametrize(
        ("numbers", "longest"), [([], 0), ([5], 1), ([3, 1, 2], 2), ([9, 1, 2, 3, 0], 3), ([4, 3, 2, 1], 1)]
    )
    def test_as_few_lines_as_can_be_have_moved(self, numbers: list[int], longest: int) -> None:
        kept = [numbers[place] for place in keeping_order(numbers)]
        assert (kept, len(kept)) == (sorted(kept), longest)


class TestFactsOfItems:
    def test_a_fact_of_another_section_is_the_same_fact(self) -> None:
        new = small()
        new["items"][0]["section"] = "SMETS 5.7.5.9"
        [change] = changes(small(), new)
        assert (change.acts, change.paired_by) == ((Act.CHANGED,), "name")

    @pytest.mark.parametrize(("renamed", "by"), [({"Active Export Register": "Export"}, "metermap.toml"), ({}, "row")])
    def test_a_fact_of_an_item_with_another_name_is_the_same_fact(self, renamed: dict[str, str], by: str) -> None:
        new = small()
        new["items"][0]["item"] = "Export"
        [change] = changes(small(), new, renamed)
        assert (change.acts, change.paired_by, change.old_name) == ((Act.RENAMED,), by, "Active Export Register")

    def test_it_follows_its_elements_to_the_new_name(self) -> None:
        old, new = small(), renamed_id(small(), "Active Import Register", "Import", item="Import")
        for document, item in ((old, "Active Import Register"), (new, "Import")):
            document["items"][0].update(item=item, rows=[], section="SMETS 1")
        [change] = of_kind(changes(old, new), Kind.ITEM)
        assert (change.acts, change.paired_by) == ((Act.RENAMED,), "element")

    def test_an_item_that_became_two_is_neither(self) -> None:
        new = small()
        for path, item in (("value", "First"), ("unit", "Second"), ("scale", "Second")):
            line(new, Kind.ELEMENT, f"ActiveExportRegister.{path}")["item"] = item
        found = of_kind(changes(facts(small(), "ActiveExportRegister"), facts(new, "First", "Second")), Kind.ITEM)
        assert [change.acts for change in found] == [(Act.ADDED,), (Act.ADDED,), (Act.REMOVED,)]

    def test_an_item_that_is_still_there_keeps_its_facts(self) -> None:
        """Its elements are another item's now, and it has others."""
        new = small()
        for path in ("value", "unit", "scale"):
            line(new, Kind.ELEMENT, f"ActiveExportRegister.{path}")["item"] = "Export"
        new["elements"].append({**line(new, Kind.ELEMENT, ID), "id": "9", "item": "ActiveExportRegister", "row": 9})
        old, new = facts(small(), "ActiveExportRegister"), facts(new, "ActiveExportRegister")
        new["items"][0]["unit"] = "kWh"
        [change] = of_kind(changes(old, new), Kind.ITEM)
        assert (change.acts, change.paired_by) == ((Act.CHANGED,), "name")


def facts(document: Document, *items: str) -> Document:
    """Return the document with a fact for each of these items, which nothing but the item tells from others."""
    fact = document["items"][0]
    return {**document, "items": [{**fact, "item": item, "section": item[:1], "rows": []} for item in items]}


class TestUseCases:
    def test_one_with_another_code_is_known_by_title_and_message_code(self) -> None:
        old, new = small(), small()
        old["use_cases"][0]["title"] = "ECS17a Read registers"
        new["use_cases"][0].update(code="ECS17", title="ECS17 Read registers")
        [change] = changes(old, new)
        assert (change.acts, change.paired_by) == ((Act.RENAMED, Act.CHANGED), "name")
        assert (change.old_key, change.key) == ("ECS17a", "ECS17")

    def test_one_with_another_code_and_message_code_is_another(self) -> None:
        new = small()
        new["use_cases"][0].update(code="ECS99", message_code="0x0999")
        assert [change.acts for change in changes(small(), new)] == [(Act.ADDED,), (Act.REMOVED,)]


class TestStatements:
    def test_it_is_told_by_the_element_device_and_protocol(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, KEY)["unit"] = "Wh"
        [change] = changes(small(), new)
        assert (change.name, change.device, change.protocol) == (ID, "ESME", "dlms")

    def test_it_follows_its_element_to_the_new_id(self) -> None:
        new = renamed_id(small(), ID, "ExportRegister.value", item="ExportRegister")
        [change] = of_kind(changes(small(), new), Kind.STATEMENT)
        assert (change.acts, change.paired_by) == ((Act.RENAMED,), "content")
        assert (change.old_name, change.name) == (ID, "ExportRegister.value")

    def test_a_key_alone_is_a_move(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, KEY)["key"] = "ESME/dlms/other"
        assert [change.acts for change in changes(small(), new)] == [(Act.MOVED,)]

    def test_of_several_those_of_one_address_are_a_pair(self) -> None:
        old, new = small(), small()
        first = line(old, Kind.STATEMENT, KEY)
        second = {**first, "key": "2", "only": "polyphase", "address": {**first["address"], "index": 3}}
        old["statements"], new["statements"] = [first, second], [{**second, "unit": "Wh"}, first]
        [change] = changes(old, new)
        assert (change.acts, change.paired_by) == ((Act.MOVED, Act.CHANGED), "address")
        assert [(field.name, field.new) for field in change.fields] == [("unit", "Wh")]

    def test_a_protocol_field_at_another_address_is_known_by_its_row(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/1104")["address"]["index"] = 5
        [change] = changes(small(), new)
        name = "DebtRecoveryRates[1].unit_charge_passive.charge_per_unit_scaling.commodity_scale"
        assert (change.acts, change.paired_by, change.name) == ((Act.CHANGED,), "row", name)

    def test_a_protocol_field_at_another_address_and_row_is_another(self) -> None:
        new = small()
        said = line(new, Kind.STATEMENT, "ESME/dlms/1104")
        said["address"]["index"], said["row"] = 5, 9
        assert [change.acts for change in changes(small(), new)] == [(Act.ADDED,), (Act.REMOVED,)]


class TestManyLines:
    def test_many_statements_of_one_element_are_soon_compared(self) -> None:
        old, new = small(), small()
        first = line(old, Kind.STATEMENT, KEY)
        old["statements"] = [{**first, "key": str(number), "value": str(number)} for number in range(20_000)]
        new["statements"] = [{**one, "value": f"{one['value']} then"} for one in old["statements"]]
        assert {change.acts for change in changes(old, new)} == {(Act.CHANGED,)}

    def test_an_edition_that_gives_everything_another_id_is_known_again(self) -> None:
        """Names and printed rows are enough, but where one name stands for several and no row tells them apart."""
        old = gb()
        new = {**old, "elements": [{**one, "id": f"{number}"} for number, one in enumerate(old["elements"])]}
        new["statements"] = []
        found = of_kind(changes({**old, "statements": []}, new), Kind.ELEMENT)
        assert {change.acts for change in found} == {(Act.RENAMED,)}
        assert len(found) == len(old["elements"])
