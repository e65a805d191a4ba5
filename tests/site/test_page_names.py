"""Addresses of pages: one for each name, kept while others come, and never handed on to what comes later."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.pages import element_addresses, item_pages, page_names
from metermap.site.names import site_map
from tests.site.small_model import small_model

NAMES = st.sampled_from(
    ["ActiveImport", "Active Import", "active import", "ACTIVE-import", "Index", "Other", "con", ""]
)
PRINTED = st.lists(st.tuples(NAMES, st.none() | st.integers(1, 9)), max_size=8)


def test_an_item_has_the_words_of_its_name_for_an_address() -> None:
    assert item_pages([("ActiveImport", 3)]) == {"ActiveImport": "items/active-import"}


def test_a_name_that_meets_another_leaves_the_page_to_what_is_printed_first() -> None:
    pages = item_pages([("Active Import", None), ("active import", 9), ("ActiveImport", 12), ("ActiveImport", 7)])
    assert pages == {
        "ActiveImport": "items/active-import",
        "active import": "items/active-import_0bd5d341",
        "Active Import": "items/active-import_c3e6af65",
    }


def test_what_is_known_in_the_home_only_comes_last() -> None:
    assert item_pages([("Active Import", None), ("ActiveImport", 5000)])["ActiveImport"] == "items/active-import"


@given(st.lists(st.tuples(NAMES, st.integers(1, 9)), max_size=8))
def test_an_item_printed_behind_all_others_moves_none(printed: list[tuple[str, int]]) -> None:
    before = item_pages(printed)
    after = item_pages([*printed, ("active Import", 10), ("Active import", None)])
    assert {name: after[name] for name in before} == before


@given(PRINTED)
def test_addresses_are_distinct_and_know_no_order(printed: list[tuple[str, int | None]]) -> None:
    pages = item_pages(printed)
    assert len(set(pages.values())) == len(pages) == len({name for name, _ in printed})
    assert item_pages(reversed(printed)) == pages


@given(st.lists(NAMES))
def test_without_ranks_the_characters_decide(names: list[str]) -> None:
    assert page_names(names) == page_names(reversed(names))


def test_the_site_and_the_workbook_of_the_gap_report_agree() -> None:
    model = small_model()
    elements = model.catalogue.elements
    last = dataclasses.replace(elements[0], item=dataclasses.replace(elements[0].item, value="Z"), row=None)
    model = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=(*elements[1:], last)))
    rows = ((one.id.value, one.item.value, one.row.value if one.row else None) for one in model.catalogue.elements)
    assert site_map(model).elements == element_addresses(rows)
