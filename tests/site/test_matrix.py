"""The matrix as it is written: what its cells, rows and controls say without any script."""

import dataclasses
import re
from pathlib import Path

import pytest

from metermap.catalogue.model import Value
from metermap.codegen.base import GeneratorInput
from metermap.core.markup import text
from metermap.mappings.model import ResolvedModel
from metermap.mappings.standing import LETTERS
from metermap.protocols import load_dictionaries
from metermap.site import generate
from metermap.site.filters import Choice, Facet, filter_controls, tokens
from tests.site.pages import read
from tests.site.small_model import element, small_model

_ROW = re.compile(r"<tr data-s=\"([^\"]*)\"[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<td>(?:<i class=\"([a-z-]+)\">(.)</i>)?</td>")

# A page of 2,000 rows stays under a megabyte and a half.
_ROW_BYTES = 1_500_000 / 2_000


def matrix_of(model: ResolvedModel) -> str:
    return generate(GeneratorInput(model, "small", {}, load_dictionaries())).files["docs/matrix.md"].decode()


@pytest.fixture(scope="module")
def page() -> str:
    return matrix_of(small_model())


class TestCells:
    def test_there_is_a_row_for_each_element_and_a_letter_for_each_cell(self, page: str) -> None:
        rows = _ROW.findall(page)
        assert len(rows) == len(small_model().catalogue.elements)
        for letters, row in rows:
            cells = _CELL.findall(row)
            assert [letter or " " for _, letter in cells] == list(letters)

    def test_the_letters_are_those_of_the_model(self, page: str) -> None:
        model = small_model()
        [letters] = [letters for letters, row in _ROW.findall(page) if "1960" in row]
        held = [
            model.standings.get(("SupplyTamperState.value", *column))
            for column in (("ESME", "dlms"), ("ESME", "sep"), ("GSME", "sep"), ("GSME", "dlms"))
        ]
        assert [LETTERS[standing] if standing else " " for standing in held] == list(letters)

    def test_each_letter_is_of_a_class_of_its_own(self, page: str) -> None:
        classes = {letter: name for name, letter in re.findall(r"<i class=\"([a-z-]+)\">(.)</i>", page)}
        assert len(classes) == len(set(classes.values()))
        assert classes["P"] == "proposed"

    def test_the_legend_explains_all_nine(self, page: str) -> None:
        legend = page.partition('class="legend"')[2].partition("</ul>")[0]
        assert [letter for letter in LETTERS.values() if f">{letter}<" not in legend] == []

    def test_twins_are_told_apart_by_their_rows(self) -> None:
        twin = element(1899, "ActiveExportRegister", "value", ("ESME",))
        twin = dataclasses.replace(twin, id=Value("ActiveExportRegister.value~2"))
        model = small_model()
        catalogue = dataclasses.replace(model.catalogue, elements=(*model.catalogue.elements, twin))
        said = read(matrix_of(dataclasses.replace(model, catalogue=catalogue))).text
        assert "value row 100" in said
        assert "value row 1899" in said
        assert "unit row" not in said


class TestFacets:
    def test_a_row_says_what_it_is_filtered_by(self, page: str) -> None:
        [row] = re.findall(r"<tr data-s[^>]*#362[^>]*>", page)
        assert 'data-q="SMETS 5.7.5.2 #362 1-0:2.8.0.255 scaler_unit"' in row
        assert 'data-category="operational-data"' in row
        assert 'data-section="5"' in row
        assert 'data-sensitive="no"' in row

    def test_the_controls_offer_what_rows_and_columns_say(self, page: str) -> None:
        controls = page.partition('data-filter="matrix"')[2].partition("<table")[0]
        for name, values in {
            "device": {"ESME", "GSME"},
            "protocol": {"dlms", "sep"},
            "standing": set(LETTERS.values()),
        }.items():
            assert set(re.findall(rf'name="{name}" value="([^"]*)"', controls)) == values

    def test_a_facet_that_parts_nothing_is_left_out(self) -> None:
        alone = Facet("device", "Device", (Choice("ESME", text("ESME")),))
        assert "ESME" not in filter_controls("rows", "rows", [alone])

    def test_a_value_is_one_word_whatever_it_is(self) -> None:
        assert tokens(["Smart  Energy", "a\tb"]) == "Smart-Energy a-b"
        hostile = Facet("d", '"><i>', tuple(Choice(value, text(value)) for value in ('"><script>', "b")))
        controls = filter_controls("rows", "rows", [hostile, dataclasses.replace(hostile, one=True)])
        assert "<script>" not in controls
        assert "<i>" not in controls

    def test_without_scripts_there_are_no_controls(self, page: str) -> None:
        assert '<div class="filter js-only"' in page


class TestSize:
    def test_a_row_of_great_britain_is_short(self, gb_build: Path) -> None:
        page = (gb_build / "site/matrix.html").read_text("utf-8")
        assert len(page.encode()) / len(_ROW.findall(page)) < _ROW_BYTES
