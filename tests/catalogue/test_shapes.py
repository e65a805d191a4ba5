"""Five workbooks as different hands keep them: each is read by its profile alone, nothing lost and nothing guessed."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from metermap.catalogue.model import Catalogue, Element
from metermap.core.findings import Severity
from tests.catalogue import shapes
from tests.catalogue.workbooks import read


def printed_facts(element: Element) -> tuple[object, ...]:
    """Return what a workbook without element ids and sensitivity says."""
    _, row, reference, item, path, category, data_type, _, readers, writers, devices = shapes.facts(element)
    return (row, reference, item, path, category, data_type, readers, writers, devices)


def must_read(root: Path) -> Catalogue:
    catalogue, findings = read(root)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert catalogue is not None
    return catalogue


def test_sheets_by_device_saved_by_libreoffice(tmp_path: Path) -> None:
    """Merged items, headings, line breaks in headers, a hidden and a struck-through row in each of two sheets."""
    catalogue, findings = read(shapes.by_device(tmp_path))

    assert catalogue is not None
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MM174", "by-device.xlsx[Electricity (ESME)]!A6"),
        ("MM174", "by-device.xlsx[Electricity (ESME)]!A7"),
        ("MM174", "by-device.xlsx[Gas (GSME)]!A6"),
        ("MM174", "by-device.xlsx[Gas (GSME)]!A7"),
    ]
    expected = {device: shapes.device_elements(device) for device in ("ESME", "GSME")}
    read_there = [*expected["ESME"][:1], *expected["ESME"][3:], *expected["GSME"][:1], *expected["GSME"][3:]]
    assert [printed_facts(element) for element in catalogue.elements] == list(map(printed_facts, read_there))
    assert [element.section for element in catalogue.elements] == [element.section for element in read_there]
    withdrawn = [printed_facts(expected[device][2]) for device in ("ESME", "GSME")]
    assert [printed_facts(element) for element in catalogue.withdrawn] == withdrawn


def test_a_filled_item_keeps_the_cell_that_it_came_from(tmp_path: Path) -> None:
    elements = must_read(shapes.by_device(tmp_path)).elements
    rows = Counter(str(element.item.place) for element in elements)

    assert max(rows.values()) > 10
    assert all(element.item.place and element.path.place for element in elements)
    assert all(
        element.item.place.row <= element.path.place.row
        for element in elements
        if element.item.place and element.path.place
    )


def test_german_csv_saved_as_a_workbook_by_libreoffice(tmp_path: Path) -> None:
    """Its row numbers are text with a full stop in the thousands, its flags German words."""
    catalogue = must_read(shapes.german(tmp_path))

    def known(element: Element) -> tuple[object, ...]:
        row, *rest, _, _, devices = printed_facts(element)
        return (row, *rest, element.sensitive.value, devices)

    assert list(map(known, catalogue.elements)) == list(map(known, shapes.gb_elements()))
    assert max(catalogue.elements_by_row) > 1_000


def test_what_libreoffice_turned_into_another_number_is_a_finding_and_not_a_number(tmp_path: Path) -> None:
    """Read without protection, 1.390 in a German file is 1.39 in an English LibreOffice.

    1.000 is 1 there, which no reader can tell from a row 1: its neighbours give the column away.
    """
    catalogue, findings = read(shapes.german(tmp_path, as_text=False))

    spoilt = [finding for finding in findings if finding.code == "MM124"]
    thousands = [element for element in shapes.gb_elements() if element.row and element.row.value >= 1_000]
    assert len(spoilt) == len(thousands) - 1 > 300
    assert all("stored as a number" in finding.message for finding in spoilt)
    assert catalogue is not None


def test_inline_strings_without_a_dimension(tmp_path: Path) -> None:
    shapes.inline(tmp_path)
    with zipfile.ZipFile(tmp_path / "inline.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    assert b"<dimension" not in sheet
    assert b" r=" not in sheet

    catalogue, findings = read(tmp_path)

    assert catalogue is not None
    assert list(findings) == []
    assert list(map(shapes.facts, catalogue.elements)) == list(map(shapes.facts, shapes.gb_elements()))
    assert str(catalogue.elements[0].id.place) == "inline.xlsx[Element list]!K4"


@pytest.mark.parametrize("declared", [True, False])
def test_a_header_of_two_rows_with_merged_groups(tmp_path: Path, declared: bool) -> None:
    shapes.grouped(tmp_path)
    if declared:
        toml = tmp_path / "metermap.toml"
        toml.write_text(toml.read_text().replace("[workbook.headers]", "header_rows = 2\n[workbook.headers]", 1))

    catalogue, findings = read(tmp_path)

    assert catalogue is not None
    assert list(findings) == []
    order = {element.id.value: set(element.devices.value) for element in shapes.gb_elements()}
    assert {element.id.value: set(element.devices.value) for element in catalogue.elements} == order
    assert [shapes.facts(element)[:-1] for element in catalogue.elements] == [
        shapes.facts(element)[:-1] for element in shapes.gb_elements()
    ]


def test_a_cosem_object_list(tmp_path: Path) -> None:
    catalogue, findings = read(shapes.cosem(tmp_path))

    assert catalogue is not None
    objects = shapes.cosem_objects()
    assert {finding.code for finding in findings} <= {"MM142", "MM177"}
    assert len(catalogue.elements) == sum(len(entry.attributes) for entry in objects.values()) > 100
    element = catalogue.element_by_id["1-0:2.8.0.255.value"]
    assert (element.item.value, element.category.value) == ("ActiveExportRegister", "3")
    assert (element.data_type.value, element.data_type.original) == ("INTEGER", "double-long-unsigned")
    assert element.readers.value == "Network Operator;Access Control Broker"
    assert element.devices.value == ("ESME",)
