"""The Great Britain workbook: all of it is there, and every value knows its cell."""

from __future__ import annotations

from collections import Counter

import pytest

from metermap.catalogue.model import Catalogue, Element
from metermap.core.types import Kind
from tests.catalogue.workbooks import GB, read


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, _ = read(GB)
    assert found is not None
    return found


def test_gb_reads_without_a_finding() -> None:
    assert read(GB)[1] == ()


def test_counts(catalogue: Catalogue) -> None:
    printed = [element for element in catalogue.elements if not element.han_only]

    assert len(printed) == 722
    assert len(catalogue.elements_by_row) == 722
    assert len(catalogue.elements) - len(printed) == 71
    assert len(catalogue.items) == 557
    assert len(catalogue.use_cases) == 176


def test_ids_are_unique_and_sixteen_names_occur_twice(catalogue: Catalogue) -> None:
    assert len(catalogue.element_by_id) == len(catalogue.elements)
    assert sum(element.id.value.endswith("~2") for element in catalogue.elements) == 16


def test_the_later_of_two_rows_with_one_name_has_the_suffix(catalogue: Catalogue) -> None:
    for element in catalogue.elements:
        if element.id.value.endswith("~2"):
            first = catalogue.element_by_id[element.id.value.removesuffix("~2")]
            assert first.row is not None
            assert element.row is not None
            assert first.row.value < element.row.value


ABN = "Access Control Broker;Network Operator"
ABNS = f"{ABN};Supplier"
SECONDARY = "TariffSwitchingTable(SecondaryElement)"
# row: reference, item, path, category, data type, kind, sensitive, readers, writers, devices
EXPECTED = {
    2: (
        "SMETS 5.26.3.1 / 9.14.3.1",
        "BoostFunctionEventLog",
        "method: readLog",
        "Method",
        "Method",
        Kind.METHOD,
        False,
        "Access Control Broker;Supplier",
        "",
        ("ESME", "SAPC"),
    ),
    3: (
        "SMETS 5.26.3.1 / 9.14.3.1",
        "BoostFunctionEventLog",
        "logEntries[1..25].logEntry.boostEnd",
        "Operational data",
        "DATE-TIME",
        Kind.DATE_TIME,
        False,
        "Access Control Broker;Supplier",
        "",
        ("ESME", "SAPC"),
    ),
    503: (
        "SMETS 5.7.5.21",
        "MaximumDemandActivePowerExportValue",
        "value",
        "Operational data",
        "INTEGER",
        Kind.INTEGER,
        False,
        ABN,
        "",
        ("ESME",),
    ),
    505: (
        "SMETS 5.7.5.20",
        "MaximumDemand(ConfigurableTime)ActivePowerImportValue",
        "unit",
        "Constant data",
        "ENUMERATION",
        Kind.ENUM,
        False,
        ABNS,
        "",
        ("ESME",),
    ),
    689: (
        "SMETS 4.6.4.30 SMETS 5.7.4.48",
        "TariffSwitchingTable(SpecialDays)",
        "dayIdentifier[0..n].next",
        "Configuration Data",
        "INTEGER",
        Kind.INTEGER,
        False,
        "",
        "Supplier",
        ("ESME", "GSME"),
    ),
    809: (
        "SMETS 4.6.4.30 SMETS 5.7.4.48",
        "TariffSwitchingTable",
        "currentWeeks[1..n].days[3].Identifier",
        "Configuration data",
        "INTEGER",
        Kind.INTEGER,
        False,
        "Access Control Broker;Supplier",
        "",
        ("ESME", "GSME"),
    ),
    810: (
        "SMETS 5.13.1.2",
        SECONDARY,
        "currentWeeks[1..4].days[3].Identifier",
        "Operational data",
        "INTEGER",
        Kind.INTEGER,
        False,
        "Access Control Broker;Supplier",
        "",
        ("ESME",),
    ),
    932: (
        "SMETS 5.7.5.14 CHTS 4.6.3.7",
        "DailyConsumptionLog",
        "Method: readLog",
        "Method",
        "Method",
        Kind.METHOD,
        False,
        ABNS,
        "",
        ("ESME", "GPF"),
    ),
}


@pytest.mark.parametrize("row", EXPECTED)
def test_all_values_of_an_element(catalogue: Catalogue, row: int) -> None:
    assert values(catalogue.elements_by_row[row]) == EXPECTED[row]


def values(element: Element) -> tuple[object, ...]:
    return (
        element.reference.value,
        element.item.value,
        element.path.value,
        element.category.value,
        element.data_type.value,
        element.type.kind,
        element.sensitive.value,
        element.readers.value,
        element.writers.value,
        element.devices.value,
    )


def test_every_value_of_a_printed_element_knows_its_cell(catalogue: Catalogue) -> None:
    element = catalogue.elements_by_row[810]
    places = [
        value.place
        for value in (
            element.id,
            element.row,
            element.reference,
            element.item,
            element.path,
            element.category,
            element.data_type,
            element.sensitive,
            element.readers,
            element.writers,
            element.devices,
        )
        if value is not None and value.place is not None
    ]

    assert [place.column for place in places] == list(range(1, 12))
    assert {(place.file, place.sheet) for place in places} == {("smets2.xlsx", "Elements")}
    assert len({place.row for place in places}) == 1


def test_flaws_stay_in_the_workbook_and_errata_correct_them(catalogue: Catalogue) -> None:
    broken = catalogue.elements_by_row[810]

    assert broken.path.original == "currentWeeks[1..4}.days[3].Identifier"
    assert broken.id.value == f"{SECONDARY}.currentWeeks[1..4}}.days[3].Identifier"
    assert broken.errata == ("broken-bracket-row-810",)
    assert catalogue.elements_by_row[689].data_type.original == "iNTEGER"
    assert sum(bool(element.errata) for element in catalogue.elements) == 6


def test_section_headings_become_the_section(catalogue: Catalogue) -> None:
    assert catalogue.elements_by_row[2].section == "Boost (SMETS 5.26)"
    assert {element.section for element in catalogue.elements} >= {"Communications hub (CHTS 4.5, 4.6)"}
    assert "" not in {element.section for element in catalogue.elements}


def test_devices_of_the_catalogue(catalogue: Catalogue) -> None:
    count = Counter(
        device for element in catalogue.elements if not element.han_only for device in element.devices.value
    )

    assert count == {"ESME": 567, "GSME": 271, "SAPC": 104, "CHF": 62, "GPF": 11}


def test_item_facts_carry_review_and_joined_rows(catalogue: Catalogue) -> None:
    clock = next(fact for fact in catalogue.items if fact.item.value == "Clock")
    reviews = Counter(fact.review.value.split(" row")[0] for fact in catalogue.items)

    assert clock.rows == (675, 676)
    assert reviews == {
        "mapping table": 295,
        "public document": 208,
        "recalled, not checked against a public text": 54,
    }
    assert len(catalogue.facts_by_row) == 438


def test_a_use_case(catalogue: Catalogue) -> None:
    case = catalogue.use_case_by_code["ECS17a"]

    assert case.title.value == "ECS17a Read ESME Energy Registers (Export Energy)"
    assert case.message_code.value == "0x0026"
    assert case.service_reference.value == "4.2"
    assert case.roles.value == "Network Operator;Access Control Broker"


def test_han_items_have_no_row_and_no_type(catalogue: Catalogue) -> None:
    item = catalogue.element_by_id["Cumulative Current Day Value Store.cost"]

    assert item.han_only
    assert item.row is None
    assert item.type.kind is Kind.UNKNOWN
    assert item.devices.value == ("ESME", "GPF")
