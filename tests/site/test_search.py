"""What the search index holds: everything that has a place, under one spelling, in few bytes."""

import dataclasses
import json
from pathlib import Path

import pytest

from metermap.catalogue.model import Value
from metermap.codegen.base import GeneratorInput
from metermap.core.site_settings import SiteSettings
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from metermap.site import generate
from metermap.site.search import Kind, with_page
from tests.site.hostile import HOSTILE
from tests.site.pages import Read, read_tree
from tests.site.small_model import small_model

_GB_LIMIT = 400_000


@dataclasses.dataclass(frozen=True)
class Found:
    """An entry as a browser reads it."""

    kind: str
    title: str
    detail: str
    address: str
    words: str


def read_index(script: str) -> list[Found]:
    """Return the entries of an index: the script is one assignment of JSON."""
    start, _, said = script.partition("metermapIndex = ")
    assert start == '"use strict";\nwindow.'
    assert said.endswith(";\n")
    # Keys without quotes are all that parts it from JSON.
    data = json.loads(said[:-2].replace("{kinds:", '{"kinds":', 1).replace("], pages:", '], "pages":', 1))
    return [
        Found(data["kinds"][kind], title, detail, f"{page}#{anchor}" if anchor else page, words)
        for page, entries in data["pages"]
        for kind, title, detail, anchor, words in entries
    ]


def index_of(model: ResolvedModel) -> str:
    files = generate(GeneratorInput(model, "small", {}, load_dictionaries())).files
    return files["docs/assets/search-index.js"].decode()


def with_constant(value: str) -> ResolvedModel:
    """Return the model with a constant on row 362."""
    model = small_model()
    said = (dataclasses.replace(one, value=value) if one.row == 362 else one for one in model.statements)
    return dataclasses.replace(model, statements=tuple(said))


@pytest.fixture(scope="module")
def script(site: Path) -> str:
    return (site / "assets/search-index.js").read_text("utf-8")


@pytest.fixture(scope="module")
def entries(script: str) -> list[Found]:
    return read_index(script)


def one(entries: list[Found], kind: str, title: str) -> Found:
    [entry] = [entry for entry in entries if (entry.kind, entry.title) == (kind, title)]
    return entry


class TestEntries:
    def test_an_object_stands_under_its_canonical_name(self, entries: list[Found]) -> None:
        found = one(entries, "COSEM object", "1-0:2.8.0.255")
        assert (found.detail, found.address) == ("Register, class 3", "objects/3-1-0-2-8-0-255.html")

    def test_a_member_of_a_cluster_stands_under_name_number_and_pair(self, entries: list[Found]) -> None:
        found = one(entries, "Attribute", "CurrentSummationDelivered")
        assert found.detail == "attribute 0x0000 of Metering 0x0702"
        assert found.words == "0x0702/0x0000 0x0000"
        assert one(entries, "Command", "SetSupplyStatus").words == "0x0702/0x000D 0x000D"

    def test_an_element_stands_under_its_row_and_its_homes(self, entries: list[Found]) -> None:
        found = one(entries, "Element", "ActiveExportRegister.scale")
        assert (found.detail, found.words) == ("row 362, ESME", "#362 1-0:2.8.0.255 scaler_unit")

    def test_a_use_case_stands_under_its_message_code(self, entries: list[Found]) -> None:
        assert one(entries, "Use case", "ECS17a").words == "0x0026"

    def test_an_item_stands_under_its_section(self, entries: list[Found]) -> None:
        assert one(entries, "Data item", "ActiveExportRegister").words == "SMETS 5.7.5.2"

    def test_the_printed_row_of_a_protocol_field_leads_to_its_item(self) -> None:
        model = small_model()
        statements = tuple(
            dataclasses.replace(said, item="SupplyTamperState", value="0x0100010800FF") if said.row == 1104 else said
            for said in model.statements
        )
        entries = read_index(index_of(dataclasses.replace(model, statements=statements)))
        found = one(entries, "Data item", "SupplyTamperState")
        assert found.words == "SMETS 5.7.5.2 #1104 =1-0:1.8.0.255"

    def test_what_a_constant_cites_is_marked_and_named_as_the_dictionary_does(self) -> None:
        script = index_of(with_constant("0x0100010800FF"))
        found = one(read_index(script), "Element", "ActiveExportRegister.scale")
        assert found.words == "#362 1-0:2.8.0.255 scaler_unit =1-0:1.8.0.255"
        named = '"1-0:1.8.0.255":"Electricity (AC), Sum Li Active power+ (QI+QIV), Time integral 1, Total"'
        assert script.endswith(f', "named": {{{named}}}}};\n')

    def test_what_a_statement_is_at_is_not_named_as_merely_cited(self) -> None:
        assert index_of(with_constant("0x0100020800FF")).endswith(', "named": {}};\n')

    def test_a_page_that_was_added_later_is_found(self, script: str) -> None:
        entries = read_index(with_page(script, "Downloads", "downloads.html"))
        assert one(entries, "Page", "Downloads").address == "downloads.html"
        assert entries[:-1] == read_index(script)

    def test_the_downloads_of_great_britain_are_found(self, gb_build: Path) -> None:
        entries = read_index((gb_build / "site/assets/search-index.js").read_text("utf-8"))
        assert one(entries, "Page", "Downloads").address == "downloads.html"

    def test_a_former_name_leads_to_the_page_of_that_name(self) -> None:
        site = SiteSettings(renamed={"TamperState": "SupplyTamperState"})
        files = generate(GeneratorInput(small_model(), "small", {}, load_dictionaries(), site=site)).files
        found = one(read_index(files["docs/assets/search-index.js"].decode()), "Data item", "TamperState")
        assert (found.detail, found.address) == ("former name", "items/tamper-state.html")

    def test_a_standing_leads_to_the_matrix(self, entries: list[Found]) -> None:
        assert one(entries, "Page", "Matrix: no home").address == "matrix.html?standing=N"
        assert one(entries, "Page", "Matrix: GSME over Smart Energy").address == "matrix.html?device=GSME&protocol=sep"

    def test_each_thing_stands_there_once(self, entries: list[Found]) -> None:
        assert len({(entry.kind, entry.address, entry.title) for entry in entries}) == len(entries)


class TestAddresses:
    def test_each_leads_to_a_page_and_an_anchor(self, site: Path, entries: list[Found]) -> None:
        assert unresolved(read_tree(site), entries) == []

    def test_each_of_great_britain_does(self, gb_build: Path) -> None:
        entries = read_index((gb_build / "site/assets/search-index.js").read_text("utf-8"))
        assert unresolved(read_tree(gb_build / "site"), entries) == []


def unresolved(pages: dict[str, Read], entries: list[Found]) -> list[str]:
    """Return the addresses that lead nowhere."""
    lost = []
    for entry in entries:
        page, _, anchor = entry.address.partition("#")
        page = page.partition("?")[0]
        if page not in pages or (anchor and anchor not in pages[page].ids):
            lost.append(entry.address)
    return lost


class TestScript:
    def test_that_of_great_britain_is_small(self, gb_build: Path) -> None:
        assert (gb_build / "site/assets/search-index.js").stat().st_size < _GB_LIMIT

    def test_the_same_model_gives_the_same_bytes(self, script: str) -> None:
        assert index_of(small_model()) == script

    def test_a_hostile_name_stays_a_string(self) -> None:
        model = small_model()
        name = "".join(HOSTILE) + "\u2028</script>"
        elements = tuple(
            dataclasses.replace(element, item=Value(name)) if element.item.value == "SupplyTamperState" else element
            for element in model.catalogue.elements
        )
        catalogue = dataclasses.replace(model.catalogue, elements=elements)
        script = index_of(dataclasses.replace(model, catalogue=catalogue))
        assert script.isascii()
        assert any(entry.title.startswith("<script>alert(1)</script>") for entry in read_index(script))

    def test_every_kind_has_a_name_in_the_order_of_their_numbers(self, script: str) -> None:
        kinds = json.loads(script.partition("{kinds: ")[2].partition(", pages:")[0])
        assert len(kinds) == len(set(kinds)) == len(Kind)
