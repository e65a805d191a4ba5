"""Unit and range of an element: its own, apart from what its item's lines say of the item, a list or an index."""

import dataclasses

import pytest

from metermap.catalogue.model import Element, ItemFact, Value
from metermap.catalogue.types import parse_catalogue_type
from metermap.site.pages.item.bounds import bounds
from tests.site.pages import read
from tests.site.small_model import FACT, element


def line(unit: str, range_: str, data_type: str = "INTEGER", device: str = "ESME") -> ItemFact:
    return dataclasses.replace(
        FACT, unit=Value(unit), range=Value(range_), data_type=Value(data_type), device=Value(device)
    )


def of_type(path: str, data_type: str) -> Element:
    return dataclasses.replace(element(1, "Item", path, ("ESME",), data_type), type=parse_catalogue_type(data_type))


def said(path: str, data_type: str, *lines: ItemFact) -> list[str]:
    """Return the unit and range shown, one after the other."""
    shown = str(bounds(of_type(path, data_type), lines)).replace("</", "|</")
    return [part for part in read(shown).text.split("|") if part]


def test_a_value_has_the_unit_and_the_scale_of_its_item() -> None:
    assert said("value", "INTEGER", line("Wh", "scaler 0")) == ["Wh", "scaler 0"]


def test_what_goes_with_a_value_has_no_unit_of_its_own() -> None:
    assert said("unit", "ENUMERATION", line("Wh", "scaler 0")) == ["not stated"]
    assert said("scale", "INTEGER", line("Wh", "scaler 0")) == ["scaler 0"]


@pytest.mark.parametrize(
    ("path", "data_type", "range_"),
    [
        ("entries[n].logCode", "INTEGER", "100 entries"),
        ("settings[n].settingPeriodStartDateTime", "DATE-TIME", "n = 1..5"),
        ("value", "INTEGER", "8 TOU x 4 block = 32 prices"),
    ],
)
def test_the_depth_of_a_log_and_the_range_of_an_index_are_no_range_of_an_element(
    path: str, data_type: str, range_: str
) -> None:
    assert said(path, data_type, line("", range_, data_type)) == ["not stated"]


def test_the_unit_of_a_log_is_told_as_of_the_item() -> None:
    log = line("Wh / currency", "12 entries", "log of structure")
    assert said("entries[n].value", "INTEGER", log) == ["of the item: Wh / currency"]
    assert said("entries[n].timestamp", "DATE-TIME", log) == ["not stated"]


def test_units_of_several_devices_are_told_apart() -> None:
    lines = (line("Wh", ""), line("Wh", "", device="ESME twin element"), line("m3", "", device="GSME"))
    assert said("value", "INTEGER", *lines) == ["ESME, ESME twin element: ", "Wh", "GSME: ", "m3"]


def test_a_range_bounds_a_single_number_and_is_of_the_item_for_a_list() -> None:
    assert said("value", "INTEGER", line("0.01 %", "0..10000")) == ["0.01 %", "0..10000"]
    assert said("value[0..9]", "INTEGER", line("", "0..10000")) == ["of the item: 0..10000"]


def test_octets_and_names_have_the_lengths_and_meanings_that_are_read_as_theirs() -> None:
    assert said("name", "OCTET-STRING", line("", "visible string, 22 octets", "OCTET-STRING")) == [
        "visible string, 22 octets"
    ]
    assert said("value", "BOOLEAN", line("", "TRUE = GBP, FALSE = EUR", "BOOLEAN")) == ["TRUE = GBP, FALSE = EUR"]
    assert said("value", "INTEGER", line("", "TRUE = GBP, FALSE = EUR", "BOOLEAN")) == [
        "of the item: TRUE = GBP, FALSE = EUR"
    ]


def test_a_remark_that_is_not_read_is_of_the_item() -> None:
    assert said("value", "INTEGER", line("V", "compared once per averaging period")) == [
        "V",
        "of the item: compared once per averaging period",
    ]
