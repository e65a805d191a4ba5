"""Places of a workbook that only another edition has."""

from __future__ import annotations

from metermap.codegen.impact import Reach
from metermap.impacting import impact_of
from metermap.origins import origin_of
from metermap.resolving import Resolved, Run, resolve
from tests.editions.conftest import ELEMENTS, Made, edition, workspace

__all__ = ["workspace"]

BOOK = '[[editions.workbook]]\nfile = "old.csv"\nelements = ["*"]\n'


def test_a_cell_that_only_another_edition_has_is_answered_as_that_has_it(workspace: Made) -> None:
    old = ELEMENTS.replace("Configuration data", "Operational data")
    resolved = resolve(workspace(edition("Small 1.0", tables=BOOK), {"old.csv": old}), Run())
    assert isinstance(resolved, Resolved)
    impact = impact_of(resolved, Run(), origin_of(resolved, "old.csv!F2"))
    assert impact.origin.edition is not None
    assert impact.origin.edition.name == "Small 1.0"
    assert [said.printed for said in impact.origin.said] == ["Operational data"]
    assert "model/editions/small-1.0.json" in impact.outputs.files
    assert "site/items/calorific-value.html" in impact.outputs.pages
    assert origin_of(resolved, "old.csv").reach is Reach.FOLDERS
