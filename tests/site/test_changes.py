"""The changes field by field: each field that a released model has is compared, and nothing differs from itself."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.codegen.base import GeneratorInput
from metermap.codegen.changes.compare import (
    differences_of_elements,
    differences_of_items,
    differences_of_statements,
    differences_of_use_cases,
)
from metermap.codegen.changes.record import Details, Differences
from metermap.codegen.exchange import schema
from metermap.codegen.exchange.documents import Document, model_document
from metermap.codegen.gap_report.earlier import read_earlier
from metermap.codegen.gap_report.earlier_documents import DocumentError, from_model
from metermap.core.judged import unjudged
from metermap.protocols import load_dictionaries
from metermap.site.changes import Compared, changes_of
from metermap.site.facts import gather
from metermap.site.pages.changes import changes
from tests.site.pages import read
from tests.site.small_model import FINDINGS, small_model

if TYPE_CHECKING:
    from pydantic import BaseModel

DICTIONARIES = load_dictionaries()
DOCUMENT: Any = json.loads(json.dumps(model_document(small_model(), unjudged(FINDINGS))))

# Where a line stands and how it is called; what pairs lines is held by tests of its own.
_NOT_COMPARED = {
    "elements": {"id", "item", "path", "cells", "type"},
    "items": {"cell"},
    "use_cases": {"code", "cell"},
    "statements": {"key", "device", "protocol", "element", "item", "place", "type", "address"},
}
_KINDS: dict[str, type[BaseModel]] = {
    "elements": schema.ElementDocument,
    "items": schema.ItemDocument,
    "use_cases": schema.UseCaseDocument,
    "statements": schema.StatementDocument,
}
_TITLES = {
    "han_only": "HAN only",
    "dictionary_type": "type of the dictionary",
    "allows": "allowed findings",
    "coded": "coded as",
}


def fields() -> Iterator[tuple[str, str]]:
    """Yield every field of every kind of line that the schema of the released model has, as far as it is compared."""
    for kind, record in _KINDS.items():
        for name in record.model_fields:
            if name not in _NOT_COMPARED[kind]:
                yield kind, name


def other(name: str, value: Any) -> Any:  # noqa: ANN401  (JSON)
    """Return another value of the field, of the same shape."""
    named: dict[str, Any] = {
        "role": "gap",
        "row": 7_777,
        "rows": [7_777],
        "roles": {"ECS99": ["Supplier"]},
        "record": [["owner", "somebody"]],
        "coded": [["on", "1"]],
        "allows": [{"codes": ["MM501"], "reason": "agreed", "place": "", "begins": "", "ends": ""}],
    }
    if name in named and not (name == "roles" and isinstance(value, str)):
        return named[name]
    match value:
        case bool():
            return not value
        case str():
            return f"{value} then"
        case list():
            return [*value, "THEN"]
    message = f"no other value is known for {name}"
    raise AssertionError(message)


def compared(old: Document) -> Compared:
    """Return the differences of the small model from an earlier document of it."""
    earlier = from_model(json.dumps(old).encode())
    found = changes_of(gather(GeneratorInput(small_model(), "small", {}, DICTIONARIES, earlier=earlier)), earlier)
    assert found.compared
    return found.compared


def page_of(old: Document) -> str:
    earlier = from_model(json.dumps(old).encode())
    facts = gather(GeneratorInput(small_model(), "small", {}, DICTIONARIES, earlier=earlier))
    return read(changes(facts).body).text


def seeded(kind: str, name: str, value: Any, index: int = 0) -> Any:  # noqa: ANN401  (JSON)
    old = copy.deepcopy(DOCUMENT)
    old[kind][index][name] = value
    return old


def statement(key: str) -> int:
    return next(place for place, said in enumerate(DOCUMENT["statements"]) if said["key"] == key)


class TestEachField:
    @pytest.mark.parametrize(("kind", "name"), list(fields()))
    def test_a_change_of_it_alone_is_found_with_both_values(self, kind: str, name: str) -> None:
        old = seeded(kind, name, other(name, DOCUMENT[kind][0][name]))
        found: Differences = getattr(compared(old), kind)
        [pair] = found.changed
        [difference] = pair.differences
        assert difference.field == _TITLES.get(name, name.replace("_", " "))
        assert difference.old != difference.new
        assert (found.added, found.removed) == ((), ())

    @pytest.mark.parametrize("name", list(schema.TypeDocument.model_fields))
    def test_a_change_of_a_type_is_found(self, name: str) -> None:
        values: dict[str, Any] = {
            "system": "sep",
            "members": [{"name": "a", "type": None, "condition": ""}],
            "element": {"kind": "signed"},
            "length": [1, None],
            "optional": True,
        }
        kind = DOCUMENT["statements"][0]["type"]
        value = values.get(name, 9 if kind[name] is None else f"{kind[name]} then")
        [pair] = compared(seeded("statements", "type", {**kind, name: value})).statements.changed
        expected = "wire type" if name == "printed" else f"wire type: {name.replace('_', ' ')}"
        assert [one.field for one in pair.differences] == [expected]

    @pytest.mark.parametrize(
        ("key", "name", "value", "field"),
        [
            ("ESME/dlms/100", "class_id", 4, "address"),
            ("ESME/dlms/100", "logical_name", "1-0:1.8.0.255", "address"),
            ("ESME/dlms/100", "access", "method", "address"),
            ("ESME/dlms/100", "index", 3, "address"),
            ("ESME/dlms/100", "member", "unit", "address"),
            ("ESME/dlms/100", "selector", "range", "address"),
            ("ESME/dlms/100", "returned", True, "address"),
            ("ESME/dlms/100", "through", "30/0-0:43.2.0.255", "address"),
            ("ESME/dlms/100", "sequence", "[3]", "address"),
            ("ESME/dlms/100", "class_name", "Registers", "address: class name"),
            ("GSME/sep/1401", "cluster_id", 0x0703, "address"),
            ("GSME/sep/1401", "id", 0x0E, "address"),
            ("GSME/sep/1401", "side", "server", "address"),
            ("GSME/sep/1401", "field", "State", "address"),
            ("GSME/sep/1401", "request", "GetState", "address"),
            ("GSME/sep/1401", "reply", "Other", "address: reply"),
            ("GSME/sep/1401", "reply_id", 11, "address: reply id"),
            ("GSME/sep/1401", "request_id", 12, "address: request id"),
        ],
    )
    def test_a_change_of_an_address_is_found(self, key: str, name: str, value: str, field: str) -> None:
        index = statement(key)
        address = {**DOCUMENT["statements"][index]["address"], name: value}
        found = compared(seeded("statements", "address", address, index)).statements
        [pair] = found.changed
        assert [one.field for one in pair.differences] == [field]

    def test_the_page_shows_both_values_with_both_places(self) -> None:
        old = seeded("elements", "sensitive", value=True)
        old["elements"][0]["cells"]["sensitive"] = "old.xlsx[Elements]!H9"
        said = page_of(old)
        assert "ActiveExportRegister.valuesensitiveyes old.xlsx[Elements]!H9no smets2.xlsx[Elements]!H100" in said
        assert "1 field of 1 element, with the value then and now" in said

    def test_what_an_earlier_metermap_did_not_write_is_not_compared_and_the_page_says_so(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        for line in old["statements"]:
            del line["despite"], line["conversion"]
            (line["address"] or {}).pop("through", None)
        assert compared(old).statements == Differences()
        assert "Statements, not told thenconversion, despite" in page_of(old)


class TestPairs:
    def test_nothing_is_different_in_another_order(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        for kind in _KINDS:
            old[kind].reverse()
        found = compared(old)
        assert [getattr(found, kind) for kind in _KINDS] == [Differences()] * len(_KINDS)

    def test_where_a_line_stands_is_no_difference(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        for said in old["statements"]:
            said["place"], said["key"] = "mappings/old.map:1:1", f"old {said['key']}"
        assert compared(old).statements == Differences()

    def test_a_new_printed_row_of_an_element_is_told_of_the_element_alone(self) -> None:
        old = seeded("elements", "row", 99)
        old["statements"][statement("ESME/dlms/100")]["row"] = 99
        found = compared(old)
        assert [one.field for pair in found.elements.changed for one in pair.differences] == ["row"]
        assert found.statements == Differences()

    def test_of_several_statements_those_of_one_address_are_a_pair(self) -> None:
        first = DOCUMENT["statements"][statement("ESME/dlms/100")]
        second = {**first, "key": "2", "only": "polyphase", "address": {**first["address"], "index": 3}}
        old, new = (
            details({**DOCUMENT, "statements": said}) for said in ([first, second], [{**second, "unit": "Wh"}, first])
        )
        [pair] = differences_of_statements(old, new, {}, str).changed
        assert [(one.field, one.new) for one in pair.differences] == [("unit", "Wh")]

    def test_a_statement_of_an_element_that_had_none_is_added_and_the_other_way_removed(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        gone = old["statements"].pop(statement("ESME/dlms/100"))
        [line] = compared(old).statements.added
        assert (line.fields["address"], line.place) == ("3/1-0:2.8.0.255/A2 value", "mappings/small.map:100:5")
        both = copy.deepcopy(DOCUMENT)
        both["statements"].append({**gone, "key": "2", "device": "SAPC", "place": "mappings/old.map:3:1"})
        [line] = compared(both).statements.removed
        assert line.place == "mappings/old.map:3:1"

    def test_statements_of_an_added_element_are_not_listed_again(self) -> None:
        old = copy.deepcopy(DOCUMENT)
        old["elements"] = [one for one in old["elements"] if one["id"] != "ActiveExportRegister.value"]
        assert compared(old).statements == Differences()

    def test_a_protocol_field_at_another_address_is_paired_by_its_row(self) -> None:
        index = statement("ESME/dlms/1104")
        address = {**DOCUMENT["statements"][index]["address"], "index": 5}
        [pair] = compared(seeded("statements", "address", address, index)).statements.changed
        assert pair.new.subject == ("", "DebtRecoveryRates[1]", "ESME", "dlms")

    @given(
        st.lists(st.tuples(st.sampled_from(["", "ESME/dlms/100"]), st.integers(0, 3), st.integers(0, 2)), max_size=8)
    )
    @settings(max_examples=60, deadline=None)
    def test_no_line_is_lost_or_told_twice(self, lines: list[tuple[str, int, int]]) -> None:
        first = DOCUMENT["statements"][0]
        made = [
            {**first, "key": str(number), "value": value, "row": row, "element": first["element"] if value else ""}
            for number, (value, row, _) in enumerate(lines)
        ]
        half = len(made) // 2
        old, new = (details({**DOCUMENT, "statements": said}) for said in (made[:half], made[half:]))
        found = differences_of_statements(old, new, {}, str)
        same = len(new.statements) - len(found.added) - len(found.changed)
        assert same >= 0
        assert len(old.statements) == len(found.removed) + len(found.changed) + same


def details(document: Document) -> Details:
    found = from_model(json.dumps(document).encode()).details
    assert found
    return found


class TestGreatBritain:
    def test_it_does_not_differ_from_itself(self, gb_build: Path) -> None:
        told = read_earlier(gb_build / "model/model.json").details
        assert told
        assert (len(told.elements), len(told.statements)) > (700, 1_000)
        assert {
            differences_of_elements(told, told, {}),
            differences_of_items(told, told),
            differences_of_use_cases(told, told),
            differences_of_statements(told, told, {}, str),
        } == {Differences()}

    def test_each_line_turned_round_is_found(self, gb_build: Path) -> None:
        told = read_earlier(gb_build / "model/model.json").details
        assert told
        silent = dataclasses.replace(
            told,
            statements=tuple(
                dataclasses.replace(line, fields={**line.fields, "unit": line.fields["unit"] + " then"})
                for line in told.statements
            ),
        )
        found = differences_of_statements(silent, told, {}, str)
        assert (len(found.changed), found.added, found.removed) == (len(told.statements), (), ())
        assert {one.field for pair in found.changed for one in pair.differences} == {"unit"}


class TestUntrusted:
    @pytest.mark.parametrize(
        ("kind", "name", "value"),
        [
            ("elements", "sensitive", "yes"),
            ("elements", "readers", 5),
            ("items", "rows", ["1"]),
            ("items", "unit", "x" * 40_001),
            ("use_cases", "title", None),
            ("statements", "use_cases", "ECS17a"),
            ("statements", "roles", []),
            ("statements", "type", "long"),
        ],
    )
    def test_a_field_of_another_shape_is_refused_by_its_name(self, kind: str, name: str, value: object) -> None:
        with pytest.raises(DocumentError, match=rf"is no model \({kind}\.0\.{name}"):
            from_model(json.dumps(seeded(kind, name, value)).encode())

    def test_a_type_of_endless_depth_is_refused(self) -> None:
        deep = json.dumps(DOCUMENT).replace('"members": []', f'"members": {"[" * 5_000}{"]" * 5_000}', 1)
        with pytest.raises(DocumentError):
            from_model(deep.encode())

    def test_markup_of_an_earlier_file_stays_text(self) -> None:
        old = seeded("elements", "readers", "<script>alert(1)</script>{{x}}")
        earlier = from_model(json.dumps(old).encode())
        body = changes(gather(GeneratorInput(small_model(), "small", {}, DICTIONARIES, earlier=earlier))).body
        assert "<script" not in body
        assert "{{" not in body

    def test_many_statements_of_one_element_are_soon_compared(self) -> None:
        first = DOCUMENT["statements"][statement("ESME/dlms/100")]
        many = [{**first, "key": str(number), "value": str(number)} for number in range(20_000)]
        other = [{**one, "value": f"{one['value']} then"} for one in many]
        old, new = (details({**DOCUMENT, "statements": said}) for said in (many, other))
        found = differences_of_statements(old, new, {}, str)
        assert (len(found.changed), found.added, found.removed) == (20_000, (), ())
