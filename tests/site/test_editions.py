"""The editions on the site: a table on an item's page, a page of their own, and former words in the search."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.core.addresses import DlmsAddress
from metermap.core.files import write_tree
from metermap.core.logical_names import LogicalName
from metermap.core.site_settings import SiteSettings
from metermap.core.text import one_line
from metermap.mappings.model import EditionModel, ResolvedModel, Role, Statement
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from tests.site.hostile import HOSTILE, hostile_model
from tests.site.pages import Read, broken, files_below, read, read_tree
from tests.site.small_model import renamed, small_model
from tests.site.test_search import read_index

THEN = LogicalName(1, 0, 2, 8, 9, 255)
SETTINGS = SiteSettings(renamed={"ExportRegister": "ActiveExportRegister"})


def _moved(said: Statement) -> Statement:
    if said.item == "ActiveExportRegister" and isinstance(said.address, DlmsAddress):
        return dataclasses.replace(said, address=dataclasses.replace(said.address, logical_name=THEN))
    return said


def edition(*, partial: bool, name: str = "GBCS 0.8.1") -> EditionModel:
    """Return an edition in which a register was at another object; recorded in part, that is all that is recorded."""
    newest = small_model()
    statements = tuple(map(_moved, newest.statements))
    own = frozenset(then.key for now, then in zip(newest.statements, statements, strict=True) if now != then)
    recorded = frozenset(said.element for said in statements if said.key in own)
    model = dataclasses.replace(newest, edition=name, statements=statements)
    if partial:
        return EditionModel(name, "gbcs-0.8.1", "2014-11-28", "a source", True, model, own, recorded)  # noqa: FBT003
    return EditionModel(name, "gbcs-0.8.1", "", "", partial=False, model=model)


def written(*editions: EditionModel, model: ResolvedModel | None = None) -> dict[str, str]:
    given = GeneratorInput(
        model or small_model(), "small", {}, load_dictionaries(), site=SETTINGS, editions=tuple(editions)
    )
    return {path: data.decode() for path, data in generate(given).files.items() if path.startswith("docs/")}


def page(files: dict[str, str], name: str) -> Read:
    return read(files[f"docs/{name}.md"])


def section_of(html: str) -> str:
    """Return the text of the section of editions on an item's page."""
    return read(html.partition('<section id="item-editions">')[2].partition("</section>")[0]).text


def item(files: dict[str, str], name: str) -> str:
    return section_of(files[f"docs/items/{name}.md"])


class TestItem:
    def test_it_is_told_where_it_was_and_what_changed(self) -> None:
        said = item(written(edition(partial=True)), "active-export-register")
        assert "GBCS 0.8.12014-11-28, recorded in part" in said
        assert "ESME over DLMS/COSEM: 3/1-0:2.8.9.255/A2 value double-long-unsigned" in said
        assert "3 changes, breaks the wire" in said
        assert "address: logical name: 1-0:2.8.9.255, then 1-0:2.8.0.255 (3 times)" in said
        assert "ESME over DLMS/COSEM: 3/1-0:2.8.0.255/A2 value" in said

    def test_what_is_not_recorded_is_one_line_that_says_so(self) -> None:
        said = item(written(edition(partial=True)), "supply-tamper-state")
        assert said.startswith("EditionsGBCS 0.8.1 (recorded in part): not recorded; GBCS 4.x: known.")
        assert (
            "<table"
            not in written(edition(partial=True))["docs/items/supply-tamper-state.md"]
            .partition('<section id="item-editions">')[2]
            .partition("</section>")[0]
        )

    def test_what_is_the_same_in_all_editions_is_one_line(self) -> None:
        said = item(written(edition(partial=False)), "supply-tamper-state")
        assert "Known by the same name at the same places in all editions: GBCS 0.8.1, GBCS 4.x." in said

    def test_what_is_as_in_the_next_edition_is_not_repeated(self) -> None:
        same = dataclasses.replace(edition(partial=False), name="GBCS 3", label="gbcs-3", model=small_model())
        said = item(written(edition(partial=False), same), "active-export-register")
        assert "as in GBCS 4.x" in said

    def test_a_former_name_is_told(self) -> None:
        older = edition(partial=False)
        model = renamed(older.model, {"ActiveExportRegister": "ExportRegister"})
        said = item(written(dataclasses.replace(older, model=model)), "active-export-register")
        assert "ExportRegister" in said.replace("ActiveExportRegister", "")

    def test_a_home_that_was_decided_against_is_told_with_its_reason(self) -> None:
        older = edition(partial=False)
        statements = tuple(
            dataclasses.replace(said, role=Role.GAP, address=None, because=("none then",))
            if said.item == "SupplyTamperState"
            else said
            for said in older.model.statements
        )
        model = dataclasses.replace(older.model, statements=statements)
        said = item(written(dataclasses.replace(older, model=model)), "supply-tamper-state")
        assert "no home: none then" in said

    def test_the_section_is_in_the_navigation_of_the_page(self) -> None:
        assert "#item-editions" in page(written(edition(partial=True)), "items/supply-tamper-state").links


class TestPage:
    def test_it_lists_the_editions_and_what_each_changed(self) -> None:
        said = page(written(edition(partial=True)), "editions").text
        assert "GBCS 0.8.12014-11-28in part" in said
        assert "From GBCS 0.8.1 to GBCS 4.x3 changes: 3 breaks the wire." in said
        assert said.count("ActiveExportRegister3 statements changed") == 1
        assert said.count("address: logical name: 1-0:2.8.9.255, then 1-0:2.8.0.255") == 1

    def test_the_front_page_leads_to_it(self) -> None:
        assert "editions.html" in page(written(edition(partial=True)), "index").links

    def test_an_edition_that_changed_nothing_says_so(self) -> None:
        same = dataclasses.replace(edition(partial=False), model=small_model())
        assert "No change." in page(written(same), "editions").text


class TestSearch:
    def test_a_former_logical_name_leads_to_the_item_with_the_edition_named(self) -> None:
        found = read_index(written(edition(partial=True))["docs/assets/search-index.js"])
        (hit,) = [entry for entry in found if entry.title == "1-0:2.8.9.255"]
        assert hit.detail == "ActiveExportRegister in GBCS 0.8.1"
        assert hit.address == "items/active-export-register.html#item-editions"

    def test_a_former_name_does_so_too(self) -> None:
        older = edition(partial=False)
        model = renamed(older.model, {"ActiveExportRegister": "ExportRegister"})
        files = written(dataclasses.replace(older, model=model))
        found = read_index(files["docs/assets/search-index.js"])
        assert "ActiveExportRegister in GBCS 0.8.1" in [
            entry.detail for entry in found if entry.title == "ExportRegister"
        ]


@pytest.mark.parametrize("partial", [True, False], ids=["in part", "whole"])
def test_all_links_lead_somewhere(tmp_path: Path, partial: bool) -> None:
    given = GeneratorInput(small_model(), "small", {}, load_dictionaries(), editions=(edition(partial=partial),))
    write_tree(tmp_path / "src", generate(given).files)
    assert render(tmp_path / "src", tmp_path / "out") == ()
    assert broken(read_tree(tmp_path / "out"), files_below(tmp_path / "out")) == []


def test_without_other_editions_no_page_speaks_of_them() -> None:
    files = written()
    assert "docs/editions.md" not in files
    assert not [name for name, text in files.items() if 'id="item-editions"' in text]


@pytest.mark.parametrize("said", HOSTILE)
def test_names_of_editions_are_text(said: str) -> None:
    hostile = dataclasses.replace(edition(partial=False, name=said), date=said, source=said, model=hostile_model())
    files = written(hostile, model=small_model())
    for name in ("editions", "items/active-export-register", "index"):
        made = page(files, name)
        assert made.open == []
        assert made.inline == []
    assert one_line(said) in page(files, "editions").text
