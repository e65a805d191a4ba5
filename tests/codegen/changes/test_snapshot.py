"""States read from files: what a release says is read as it was written, and what is no release is refused in words."""

from __future__ import annotations

import codecs
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Kind, Snapshot
from metermap.codegen.changes.snapshot import LISTS, DocumentError, read_snapshot
from tests.codegen.changes.states import Document, gb, small, state


def read(document: object) -> Snapshot:
    return read_snapshot(json.dumps(document).encode(), "a test")


def with_value(kind: Kind, name: str, value: object) -> Document:
    document = small()
    document[LISTS[kind]][0][name] = value
    return document


class TestWhatWasWritten:
    @pytest.mark.parametrize("document", [small(), gb()], ids=["small", "gb"])
    def test_a_state_is_read_from_its_file_as_from_its_document(self, document: Document) -> None:
        assert read(document) == state(document)

    def test_it_says_of_itself_what_the_document_does(self) -> None:
        side = read(small()).side
        assert (side.source, side.name, side.edition, side.digest) == ("a test", "small", "GBCS 4.x", "5" * 64)
        assert side.kinds == tuple(Kind)

    def test_the_mark_that_an_editor_put_in_front_is_no_part_of_it(self) -> None:
        data = json.dumps(small()).encode()
        assert read_snapshot(codecs.BOM_UTF8 + data, "a test") == read_snapshot(data, "a test")

    def test_of_an_earlier_metermap_the_lists_that_it_did_not_write_are_not_told(self) -> None:
        document = {name: value for name, value in small().items() if name not in {"items", "devices"}}
        assert read(document).side.kinds == (Kind.ELEMENT, Kind.USE_CASE, Kind.STATEMENT)
        assert compare(read(document), state(small()), {}).compared == (Kind.ELEMENT, Kind.USE_CASE, Kind.STATEMENT)

    def test_a_field_of_a_later_metermap_is_kept_and_compared(self) -> None:
        new = with_value(Kind.ELEMENT, "lifetime", [1, {"years": 20}])
        old = with_value(Kind.ELEMENT, "lifetime", [1, {"years": 15}])
        [judged] = compare(read(old), read(new), {}).changes
        assert [field.name for field in judged.change.fields] == ["lifetime"]


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "is no JSON document of metermap's"),
            (b"\xff\xfe{}", "is no JSON document of metermap's"),
            (b"PK\x03\x04", "is no JSON document of metermap's"),
            (b"[" * 100_000, "is no JSON document of metermap's"),
            (b'{"a":' * 100_000, "is no JSON document of metermap's"),
            (b'{"statements": [NaN]}', "is no JSON document of metermap's"),
            (b'{"statements": ["\\ud800"]}', "is no JSON document of metermap's"),
            (b"9" * 100_000, "is no JSON document of metermap's"),
            (b"[]", "is no model"),
            (b'{"lines": []}', "is no model"),
            (b'{"statements": {}}', "is no model"),
            (b'{"statements": []}', "schema version None"),
            (b'{"schema_version": false, "statements": []}', "schema version False"),
            (b'{"schema_version": 7, "statements": []}', "schema version 7, and this metermap compares version 0"),
        ],
    )
    def test_what_is_no_model(self, data: bytes, why: str) -> None:
        with pytest.raises(DocumentError, match=why):
            read_snapshot(data, "a test")

    @pytest.mark.parametrize(
        ("kind", "name", "value"),
        [
            (Kind.DEVICE, "protocols", ["dlms"]),
            (Kind.ELEMENT, "sensitive", "yes"),
            (Kind.ELEMENT, "readers", 5),
            (Kind.ELEMENT, "cells", {"path": 5}),
            (Kind.ELEMENT, "row", 10**30),
            (Kind.ITEM, "rows", ["1"]),
            (Kind.ITEM, "unit", "x" * 40_001),
            (Kind.USE_CASE, "title", None),
            (Kind.STATEMENT, "use_cases", "ECS17a"),
            (Kind.STATEMENT, "roles", []),
            (Kind.STATEMENT, "type", "long"),
            (Kind.STATEMENT, "address", {"protocol": "modbus"}),
            (Kind.STATEMENT, "allows", [{"codes": "MM501"}]),
        ],
    )
    def test_a_field_of_another_shape_is_named(self, kind: Kind, name: str, value: object) -> None:
        with pytest.raises(DocumentError, match=rf"is no model \({LISTS[kind]}\.0\.{name}"):
            read(with_value(kind, name, value))

    def test_a_value_that_stands_before_another_of_its_name_does_not_hide_it(self) -> None:
        data = json.dumps(small()).replace('"sensitive": false', '"sensitive": false, "sensitive": "no"', 1)
        with pytest.raises(DocumentError, match="sensitive"):
            read_snapshot(data.encode(), "a test")

    @pytest.mark.parametrize(("kind", "what"), [(Kind.DEVICE, "device ESME"), (Kind.ELEMENT, "element Active")])
    def test_an_id_that_is_listed_twice(self, kind: Kind, what: str) -> None:
        document = small()
        document[LISTS[kind]].append(document[LISTS[kind]][0])
        with pytest.raises(DocumentError, match=f"it lists the {what}.* twice"):
            read(document)

    def test_a_message_is_one_short_line(self) -> None:
        with pytest.raises(DocumentError) as refused:
            read(with_value(Kind.STATEMENT, "roles", {"a\n\x1b[31m" * 1_000: 5}))
        assert len(str(refused.value)) < 1_000
        assert "\n" not in str(refused.value)
        assert "\x1b" not in str(refused.value)

    @given(st.sampled_from(list(Kind)), st.data())
    def test_anything_in_any_field_is_compared_or_refused(self, kind: Kind, data: st.DataObject) -> None:
        anything: st.SearchStrategy[Any] = st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
            max_leaves=5,
        )
        name = data.draw(st.sampled_from(list(small()[LISTS[kind]][0])))
        document = with_value(kind, name, data.draw(anything))
        try:
            found = read(document)
        except DocumentError:
            return
        assert compare(found, found, {}).changes == ()
        compare(state(small()), found, {})


def _leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of all values inside a record, of lists the first alone."""
    inner = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for name, said in inner:
        yield (*path, name)
        yield from _leaves(said, (*path, name))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", [5, "x", None, {}, [5], 10**30], ids=repr)
def test_a_wrong_value_anywhere_inside_a_line_is_compared_or_refused(kind: Kind, value: object) -> None:
    lines = small()[LISTS[kind]]
    bare = {**small(), **{name: [] for name in LISTS.values()}}
    firsts = {str((line.get("address") or {}).get("protocol")): line for line in reversed(lines)}
    for line in firsts.values():
        whole = {**bare, LISTS[kind]: [line]}
        for *path, last in _leaves(line):
            wrong = copy.deepcopy(line)
            inner = wrong
            for name in path:
                inner = inner[name]
            inner[last] = value
            try:
                found = read({**bare, LISTS[kind]: [wrong]})
            except DocumentError:
                continue
            compare(state(whole), found, {})
            compare(found, state(whole), {})


def test_a_logical_name_that_is_a_number_is_refused() -> None:
    document = small()
    next(line for line in document["statements"] if (line["address"] or {}).get("protocol") == "dlms")["address"] |= {
        "logical_name": 5
    }
    with pytest.raises(DocumentError, match="logical_name"):
        read(document)
