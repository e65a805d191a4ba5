"""What the oracles make of an entry, counted."""

from __future__ import annotations

import pytest

from metermap.protocols import load_dictionaries
from metermap.protocols.dlms.invariants import class_versions
from tests.oracles.ask import GURUX, SPODES
from tests.oracles.checks import ABSENT, PRESENT, Check
from tests.oracles.comparison import Comparison
from tests.oracles.coverage import Standing, coverage_page, standing, tally

PLACE = "class 3 version 0 attribute 2"


def _check(oracle: str, aspect: str, theirs: str, *, agrees: bool) -> Check:
    return Check(oracle, PLACE, "value", aspect, theirs if agrees else "ours", theirs, agrees)


HELD = _check(GURUX, "attribute", PRESENT, agrees=True)
LACKED = _check(GURUX, "attribute", ABSENT, agrees=False)
TYPE = _check(GURUX, "type", "long", agrees=True)
OTHER_TYPE = _check(GURUX, "type", "enum", agrees=False)
NAME = _check(GURUX, "name", "value", agrees=True)
OTHER_NAME = _check(GURUX, "name", "worth", agrees=False)
TYPE_BY_SPODES = _check(SPODES, "type", "long", agrees=True)


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([], Standing.SINGLE),
        ([HELD, TYPE, NAME], Standing.AGREED),
        ([HELD, TYPE, OTHER_NAME], Standing.AGREED),
        ([HELD, NAME], Standing.AGREED),
        ([HELD, OTHER_NAME], Standing.DISPUTED),
        ([HELD], Standing.DISPUTED),
        ([HELD, OTHER_TYPE, NAME], Standing.DISPUTED),
        ([HELD, OTHER_TYPE, TYPE_BY_SPODES], Standing.AGREED),
        ([LACKED], Standing.DISPUTED),
        ([LACKED, TYPE_BY_SPODES], Standing.DISPUTED),
    ],
)
def test_standing(checks: list[Check], expected: Standing) -> None:
    assert standing(checks) is expected


def test_a_tally_counts_every_entry_once() -> None:
    found = tally([PLACE, "class 9 version 0 method 1"], {PLACE: [HELD, TYPE]})
    assert found.cells == ("2", "1", "0", "1")
    assert (found.share, found.oracles) == ("1 of 2 (50%)", (GURUX,))
    assert tally([], {}).share == "0 of 0"


def test_the_page_has_a_row_for_every_cluster_and_every_version_of_a_class() -> None:
    dictionaries = load_dictionaries(("gb",))
    page = coverage_page(dictionaries, Comparison((TYPE,)), {GURUX: "1"})
    clusters = [line for line in page.splitlines() if line.startswith("| 0x")]
    classes = page.partition("## Interface classes")[2].splitlines()[4:]
    assert len(clusters) == len(dictionaries.sep.cluster_ids())
    assert len(classes) == len(list(class_versions(dictionaries.dlms)))
    assert "| 3 v0 | Register | 3 | 1 | 0 | 2 | 1 | 0 | 0 | 1 | gurux-dlms |" in classes
    assert any("(gb)" in line for line in classes)
