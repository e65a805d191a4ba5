"""What differs of a line, field by field: each field of the schema, with both values in words and both places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from metermap.codegen.changes.model import PLACE, Act, Change, Kind
from metermap.codegen.changes.snapshot import LISTS
from metermap.codegen.changes.texts import field_title, value_text
from metermap.codegen.exchange import schema
from tests.codegen.changes.states import Document, changes, line, of_kind, small

if TYPE_CHECKING:
    from pydantic import BaseModel

_RECORDS: dict[Kind, type[BaseModel]] = {
    Kind.DEVICE: schema.DeviceDocument,
    Kind.ELEMENT: schema.ElementDocument,
    Kind.ITEM: schema.ItemDocument,
    Kind.USE_CASE: schema.UseCaseDocument,
    Kind.STATEMENT: schema.StatementDocument,
}
# What a line is known by has tests of its own, and so have the parts of addresses and types.
_LEFT = {("device", "id"), ("element", "id"), ("use case", "code"), ("statement", "address")}
_LEFT |= {("statement", name) for name in ("device", "protocol", "element")}
_LEFT |= {(kind, "type") for kind in ("element", "statement")}


def fields() -> Iterator[tuple[Kind, str]]:
    for kind, record in _RECORDS.items():
        yield from ((kind, name) for name in record.model_fields if (kind.value, name) not in _LEFT)


def other(value: Any) -> Any:  # noqa: ANN401  (JSON)
    """Return another value of the same shape."""
    match value:
        case bool():
            return not value
        case int():
            return value + 7_000
        case str():
            return f"{value} now"
        case list():
            return [*value, "NOW"]
        case dict():
            return {**value, "now": "smets2.xlsx[Elements]!Z9"}
    message = f"no other value is known for {value!r}"
    raise AssertionError(message)


def with_field(kind: Kind, name: str, value: object, index: int = 0) -> Document:
    new = small()
    new[LISTS[kind]][index][name] = value
    return new


def only(old: Document, new: Document) -> Change:
    [change] = changes(old, new)
    return change


class TestEachField:
    @pytest.mark.parametrize(("kind", "name"), list(fields()))
    def test_a_change_of_it_alone_is_found_with_both_values(self, kind: Kind, name: str) -> None:
        was = small()[LISTS[kind]][0][name]
        change = only(small(), with_field(kind, name, other(was)))
        assert [(field.name, field.old, field.new) for field in change.fields] == [(name, was, other(was))]
        assert change.fields[0].old_text != change.fields[0].new_text

    @pytest.mark.parametrize("name", list(schema.TypeDocument.model_fields))
    def test_a_change_of_a_type_is_found_part_by_part(self, name: str) -> None:
        new = small()
        kind = line(new, Kind.STATEMENT, "ESME/dlms/100")["type"]
        kind[name] = {"members": [{"name": "a", "type": None, "condition": ""}], "optional": True}.get(name, 9)
        [field] = only(small(), new).fields
        assert (field.name, field.follows) == (f"type.{name}", "")

    @pytest.mark.parametrize(
        ("key", "document"),
        [("ESME/dlms/100", schema.DlmsAddressDocument), ("GSME/sep/1401", schema.SepAddressDocument)],
    )
    def test_a_change_of_an_address_is_found_part_by_part(self, key: str, document: type[BaseModel]) -> None:
        for name in document.model_fields:
            if name != "protocol":
                new = small()
                address = line(new, Kind.STATEMENT, key)["address"]
                address[name] = 99 if address[name] is None else other(address[name])
                [field] = only(small(), new).fields
                assert (field.name, field.new) == (f"address.{name}", address[name])

    def test_an_address_that_is_new_is_told_as_a_whole(self) -> None:
        old = small()
        line(old, Kind.STATEMENT, "ESME/dlms/100")["address"] = None
        [field] = only(old, small()).fields
        assert (field.name, field.old_text, field.new_text) == ("address", "", "3/1-0:2.8.0.255/A2 value")

    def test_what_one_side_does_not_tell_is_not_compared(self) -> None:
        old = small()
        for said in old["statements"]:
            del said["despite"], said["conversion"]
            (said["address"] or {}).pop("through", None)
        assert changes(old, small()) == changes(small(), old) == []

    def test_a_list_that_one_side_does_not_have_is_not_compared(self) -> None:
        old = small()
        del old["items"]
        assert changes(old, small()) == []


class TestPlaces:
    def test_each_field_of_an_element_has_its_own_cell(self) -> None:
        new = with_field(Kind.ELEMENT, "readers", "Supplier")
        new["elements"][0]["cells"]["readers"] = "new.xlsx[Elements]!Z9"
        [readers, cells] = only(small(), new).fields
        assert (readers.old_place, readers.new_place) == ("smets2.xlsx[Elements]!I100", "new.xlsx[Elements]!Z9")
        assert (cells.name, cells.follows) == ("cells", PLACE)

    def test_a_type_is_read_from_the_cell_of_the_data_type(self) -> None:
        new = small()
        new["elements"][0]["type"]["octets"] = 4
        [field] = only(small(), new).fields
        assert field.new_place == new["elements"][0]["cells"]["data_type"]

    def test_a_statement_stands_in_its_mapping_file(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/100").update(unit="Wh", place="mappings/new.map:1:1")
        unit, place = only(small(), new).fields
        assert (unit.old_place, unit.new_place) == ("mappings/small.map:100:5", "mappings/new.map:1:1")
        assert (place.name, place.follows) == ("place", PLACE)


class TestWhatFollows:
    def test_a_type_follows_from_the_data_type_that_is_printed(self) -> None:
        new = small()
        new["elements"][0]["data_type"] = "BOOLEAN"
        new["elements"][0]["type"] |= {"kind": "boolean", "name": "BOOLEAN", "printed": "BOOLEAN"}
        found = only(small(), new).fields
        assert [(field.name, field.follows) for field in found] == [
            ("data_type", ""),
            ("type.kind", "data_type"),
            ("type.name", "data_type"),
            ("type.printed", "data_type"),
        ]

    def test_a_wire_type_is_told_before_its_size(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/100")["type"] |= {"octets": 8, "printed": "long64"}
        found = only(small(), new).fields
        assert [(field.name, field.follows) for field in found] == [
            ("type.printed", ""),
            ("type.octets", "type.printed"),
        ]

    def test_the_name_of_an_attribute_follows_from_its_number(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/100")["address"] |= {"index": 3, "name": "scaler_unit"}
        found = only(small(), new).fields
        assert [(field.name, field.follows) for field in found] == [
            ("address.index", ""),
            ("address.name", "address.index"),
        ]

    def test_the_key_of_a_statement_is_no_change_of_its_own(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/100").update(unit="Wh", key="other")
        change = only(small(), new)
        assert change.acts == (Act.CHANGED,)
        assert [(field.name, field.follows) for field in change.fields] == [("unit", ""), ("key", PLACE)]

    def test_an_allowance_that_stands_elsewhere_says_the_same(self) -> None:
        old, new = small(), small()
        allowed = {"codes": ["MM501"], "reason": "agreed", "place": "a.map:1:1", "begins": "a.map:1:1", "ends": ""}
        line(old, Kind.STATEMENT, "ESME/dlms/100")["allows"] = [allowed]
        line(new, Kind.STATEMENT, "ESME/dlms/100")["allows"] = [{**allowed, "place": "a.map:2:1"}]
        assert only(old, new).acts == (Act.MOVED,)
        line(new, Kind.STATEMENT, "ESME/dlms/100")["allows"] = [{**allowed, "reason": "not agreed"}]
        assert only(old, new).acts == (Act.CHANGED,)

    def test_a_change_of_the_name_alone_is_a_renaming_alone(self) -> None:
        new = with_field(Kind.ELEMENT, "path", "amount")
        [change] = of_kind(changes(small(), new), Kind.ELEMENT)
        assert change.acts == (Act.RENAMED,)


class TestWords:
    @pytest.mark.parametrize(
        ("name", "value", "text"),
        [
            ("row", None, ""),
            ("sensitive", True, "yes"),
            ("devices", ["ESME", "GSME"], "ESME, GSME"),
            ("coded", [["on", "1"], ["off", "0"]], "on = 1; off = 0"),
            ("roles", {"ECS17a": ["Supplier", "ACB"]}, "ECS17a: Supplier, ACB"),
            ("allows", [{"codes": ["MM501"], "reason": "agreed", "place": ""}], "MM501: agreed"),
            ("address.cluster_id", 0x0702, "0x0702"),
            ("address.reply_id", 11, "0x0B"),
            ("address.class_id", 3, "3"),
            ("type.element", {"kind": "unsigned", "printed": "long-unsigned"}, "long-unsigned"),
            ("type.members", [{"name": "a", "type": {"printed": "enum"}, "condition": ""}], "a: enum"),
        ],
    )
    def test_a_value_reads_like_one(self, name: str, value: Any, text: str) -> None:  # noqa: ANN401  (JSON)
        assert value_text(name, value) == text

    def test_a_field_has_a_name_in_words(self) -> None:
        assert field_title("address.logical_name") == "address: logical name"
        assert field_title("type.printed") == "wire type"
        assert field_title("type.minimum") == "wire type: minimum"
        assert field_title("type.minimum", Kind.ELEMENT) == "catalogue type: minimum"
        assert field_title("type.printed", Kind.ELEMENT) == "catalogue type"
        assert field_title("han_only") == "HAN only"
