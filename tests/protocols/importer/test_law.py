"""The laws: the dictionary does not differ from itself; with the overlay of its difference, from any file."""

from __future__ import annotations

import pytest

from metermap.protocols import SepDictionary, load_dictionaries
from tests.protocols.importer.conftest import Import
from tests.protocols.importer.exporter import configurator, dotdot

EVERY = load_dictionaries(()).sep.cluster_ids()


@pytest.mark.parametrize("id_", EVERY, ids=hex)
def test_each_cluster_written_as_configurator_differs_in_nothing(
    standard: SepDictionary, importing: Import, id_: int
) -> None:
    found = importing(configurator(standard, [id_]))
    assert found.told == []
    assert found.comparison is not None
    assert not found.comparison.tables


@pytest.mark.parametrize("id_", EVERY, ids=hex)
def test_each_cluster_written_as_dotdot_differs_in_nothing(
    standard: SepDictionary, importing: Import, id_: int
) -> None:
    assert importing(dotdot(standard, [id_])).told == []


def test_everything_in_one_file_and_in_both_formats_at_once(standard: SepDictionary, importing: Import) -> None:
    found = importing({"all.xml": configurator(standard, EVERY), **dotdot(standard, [0x0702, 0x0705])})
    assert found.told == []
    assert found.comparison is not None
    assert sum(cluster.attributes.both for cluster in found.comparison.clusters) == 2772
    assert sum(cluster.commands.both for cluster in found.comparison.clusters) == 163


def test_what_a_format_cannot_state_is_counted_and_no_difference(standard: SepDictionary, importing: Import) -> None:
    comparison = importing(dotdot(standard, [0x0705])).comparison
    assert comparison is not None
    unstated = {f"{what} {column}": count for (what, column), count in comparison.unstated.items() if count}
    assert unstated["attribute introduced"] == 131
    assert unstated["command introduced"] == 17
