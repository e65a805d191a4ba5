"""The page of changes: what differs from an earlier state, field by field, with both places and what it does."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.changes.model import Act, Kind, Verdict
from metermap.codegen.changes.snapshot import LISTS
from metermap.codegen.exchange.documents import Document, model_document
from metermap.codegen.gap_report.earlier_documents import from_model
from metermap.core.judged import unjudged
from metermap.protocols import load_dictionaries
from metermap.site.changes import Changes, Shown, changes_of
from metermap.site.facts import gather
from metermap.site.pages.changes import changes
from tests.site.pages import read
from tests.site.small_model import FINDINGS, small_model

DICTIONARIES = load_dictionaries()
DOCUMENT: Any = json.loads(json.dumps(model_document(small_model(), unjudged(FINDINGS))))


def found_since(old: Document) -> Changes:
    """Return the differences of the small model from an earlier document of it."""
    earlier = from_model(json.dumps(old).encode())
    return changes_of(gather(GeneratorInput(small_model(), "small", {}, DICTIONARIES, earlier=earlier)), earlier)


def html_since(old: Document) -> str:
    earlier = from_model(json.dumps(old).encode())
    facts = gather(GeneratorInput(small_model(), "small", {}, DICTIONARIES, earlier=earlier))
    return changes(facts).body


def page_since(old: Document) -> str:
    return read(html_since(old)).text


def seeded(kind: Kind, name: str, value: Any, index: int = 0) -> Any:  # noqa: ANN401  (JSON)
    old = copy.deepcopy(DOCUMENT)
    old[LISTS[kind]][index][name] = value
    return old


def statement(key: str) -> int:
    return next(place for place, said in enumerate(DOCUMENT["statements"]) if said["key"] == key)


def shown(found: Changes, kind: Kind) -> list[Shown]:
    """Return the fields that are shown of the only line that differs."""
    [changed] = found.changed(kind)
    return list(changed.fields)


class TestFields:
    def test_the_page_shows_both_values_with_both_places(self) -> None:
        old = seeded(Kind.ELEMENT, "sensitive", value=True)
        old["elements"][0]["cells"]["sensitive"] = "old.xlsx[Elements]!H9"
        said = page_since(old)
        assert "ActiveExportRegister.valuesensitiveyes old.xlsx[Elements]!H9no smets2.xlsx[Elements]!H100" in said
        assert "1 field of 1 element, with the value then and now" in said

    @pytest.mark.parametrize(
        ("name", "value", "title"),
        [
            ("logical_name", "1-0:1.8.0.255", "address"),
            ("index", 3, "address"),
            ("through", "30/0-0:43.2.0.255", "address"),
            ("class_name", "Registers", "address: class name"),
        ],
    )
    def test_an_address_is_shown_as_one_where_it_prints_differently(self, name: str, value: object, title: str) -> None:
        index = statement("ESME/dlms/100")
        address = {**DOCUMENT["statements"][index]["address"], name: value}
        [field] = shown(found_since(seeded(Kind.STATEMENT, "address", address, index)), Kind.STATEMENT)
        assert field.title == title

    def test_what_a_field_brings_along_is_not_shown_again(self) -> None:
        old = seeded(Kind.ELEMENT, "data_type", "BOOLEAN")
        old["elements"][0]["type"] |= {"kind": "boolean", "name": "BOOLEAN", "printed": "BOOLEAN"}
        [field] = shown(found_since(old), Kind.ELEMENT)
        assert (field.title, field.old, field.new) == ("data type", "BOOLEAN", "INTEGER")

    def test_a_printed_row_is_shown_of_the_element_alone(self) -> None:
        old = seeded(Kind.ELEMENT, "row", 99)
        old["statements"][statement("ESME/dlms/100")]["row"] = 99
        found = found_since(old)
        assert [(field.title, field.old, field.new) for field in shown(found, Kind.ELEMENT)] == [("row", "99", "100")]
        assert found.changed(Kind.STATEMENT) == ()

    def test_what_an_earlier_metermap_did_not_write_is_not_compared_and_the_page_says_so(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        for line in old["statements"]:
            del line["despite"], line["conversion"]
            (line["address"] or {}).pop("through", None)
        assert found_since(old).diff.changes == ()
        assert "Statements, not told thenconversion, despite" in page_since(old)


class TestVerdicts:
    def test_each_field_says_what_its_change_does_and_to_whom(self) -> None:
        old = seeded(Kind.STATEMENT, "unit", "Wh then", statement("ESME/dlms/100"))
        found = found_since(old)
        [changed] = found.changed(Kind.STATEMENT)
        [field] = changed.fields
        assert field.judgement == changed.judged.fields[0].judgement
        said = page_since(old)
        verdicts = ", ".join(verdict.value for verdict in field.judgement.verdicts)
        assert f"{verdicts}. {field.judgement.why}" in said
        assert changed.judged.whom.devices == ("ESME",)
        assert "For ESME as installed to GBCS 4.x" in said

    def test_of_the_parts_of_an_address_the_gravest_counts(self) -> None:
        index = statement("ESME/dlms/100")
        address = {**DOCUMENT["statements"][index]["address"], "index": 3, "name": "scaler_unit"}
        found = found_since(seeded(Kind.STATEMENT, "address", address, index))
        [field] = shown(found, Kind.STATEMENT)
        [judged] = found.diff.changes
        assert field.judgement.verdict is max(
            (one.judgement.verdict for one in judged.fields), key=lambda one: one.rank
        )

    def test_the_page_counts_the_changes_by_verdict(self) -> None:
        old = seeded(Kind.ELEMENT, "sensitive", value=True)
        [verdict] = [verdict for verdict, number in found_since(old).diff.counts().items() if number]
        said = page_since(old)
        assert f"changes, {verdict.value}1" in said
        assert all(f"changes, {other.value}0" in said for other in Verdict if other is not verdict)

    def test_an_id_that_is_used_again_is_noted(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        old["elements"][0] |= {"item": "Gas", "path": "volume", "row": 9_000}
        said = page_since(old)
        assert "Note: the id was that of Gas.volume" in said
        assert "Note: the id is used again, for ActiveExportRegister.value" in said


class TestLines:
    def test_lines_that_only_moved_are_counted_and_not_listed(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        for said in old["statements"]:
            said["place"], said["key"] = "mappings/old.map:1:1", f"old {said['key']}"
        found = found_since(old)
        assert (found.changed(Kind.STATEMENT), found.moved(Kind.STATEMENT)) == ((), len(old["statements"]))
        assert f"statements that only moved{len(old['statements'])}" in page_since(old)

    def test_a_statement_of_an_element_that_had_none_is_added_and_the_other_way_removed(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        gone = old["statements"].pop(statement("ESME/dlms/100"))
        [added] = found_since(old).with_act(Kind.STATEMENT, Act.ADDED)
        assert added.change.new_place == "mappings/small.map:100:5"
        assert "3/1-0:2.8.0.255/A2 value" in page_since(old)
        both = copy.deepcopy(DOCUMENT)
        both["statements"].append({**gone, "key": "2", "device": "SAPC", "place": "mappings/old.map:3:1"})
        [removed] = found_since(both).with_act(Kind.STATEMENT, Act.REMOVED)
        assert removed.change.old_place == "mappings/old.map:3:1"

    def test_statements_of_an_added_element_are_not_listed_again(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        key = "ActiveExportRegister.value"
        old["elements"] = [one for one in old["elements"] if one["id"] != key]
        old["statements"] = [one for one in old["statements"] if one["element"] != key]
        found = found_since(old)
        assert found.with_act(Kind.STATEMENT, Act.ADDED) == ()
        assert len(found.with_act(Kind.ELEMENT, Act.ADDED)) == 1

    @pytest.mark.parametrize(
        ("kind", "heading"),
        [
            (Kind.DEVICE, "Devices"),
            (Kind.ITEM, "Facts of items"),
            (Kind.USE_CASE, "Use cases"),
            (Kind.STATEMENT, "Statements"),
        ],
    )
    def test_a_line_of_each_kind_that_is_new_or_gone_has_its_section(self, kind: Kind, heading: str) -> None:
        old = copy.deepcopy(DOCUMENT)
        del old[LISTS[kind]][-1]
        assert f"{heading} added" in page_since(old)
        more = copy.deepcopy(DOCUMENT)
        other = {
            "id": "HHT",
            "device": "HHT",
            "code": "XCS1",
            "key": "HHT/dlms/1",
            "title": "another",
            "message_code": "",
        }
        line = more[LISTS[kind]][-1]
        more[LISTS[kind]].append({**line, **{name: value for name, value in other.items() if name in line}})
        more[LISTS[kind]][-1] |= {"section": "9.9"} if kind is Kind.ITEM else {}
        assert f"{heading} removed" in page_since(more)


class TestUntrusted:
    def test_markup_of_an_earlier_file_stays_text(self) -> None:
        body = html_since(seeded(Kind.ELEMENT, "readers", "<script>alert(1)</script>{{x}}"))
        assert "<script" not in body
        assert "{{" not in body
