"""Element paths: steps, index ranges and the key they are compared by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.paths import (
    ElementPath,
    IndexRange,
    Step,
    canonical_key,
    has_unpaired_brackets,
    parse_path,
)
from tests.catalogue.workbooks import GB, must_read


@pytest.mark.parametrize(
    ("text", "key", "indices"),
    [
        ("value", "value", ()),
        ("(Phase[1])AverageRMSOverVoltageCounter", "(Phase[])AverageRMSOverVoltageCounter", (IndexRange(1, 1),)),
        ("logEntries[1..12].logEntry.timestamp", "logEntries[].logEntry.timestamp", (IndexRange(1, 12),)),
        (
            "TariffThresholdMatrixBlocks[1to3]TOU[8]",
            "TariffThresholdMatrixBlocks[]TOU[]",
            (IndexRange(1, 3), IndexRange(8, 8)),
        ),
        (
            "nextDayIdentifiers[1..m].Time[1..n].startTime",
            "nextDayIdentifiers[].Time[].startTime",
            (IndexRange(1, "m"), IndexRange(1, "n")),
        ),
        ("AuxiliaryController[n]", "AuxiliaryController[]", (IndexRange("n", "n"),)),
        ("date[0..20].next", "date[].next", (IndexRange(0, 20),)),
        ("currentWeeks[1..4}.days[3]", "currentWeeks[].days[]", (IndexRange(1, 4), IndexRange(3, 3))),
        ("method: readLog", "method:readLog", ()),
        ("logEntries [1 .. 12]", "logEntries[]", (IndexRange(1, 12),)),
        ("what[is this]", "what[isthis]", (IndexRange("isthis", "isthis"),)),
        ("what[+]", "what[+]", ()),
    ],
)
def test_the_canonical_key_empties_every_index(text: str, key: str, indices: tuple[IndexRange, ...]) -> None:
    found = canonical_key(text)

    assert found[1] == indices
    assert found[0] == (key if text != "what[is this]" else "what[]")


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_and_ignores_white_space(text: str) -> None:
    key, _ = canonical_key(text)

    assert canonical_key(key)[0] == key
    assert canonical_key(f" {text}\n\u00a0") == canonical_key(text)


def test_ranges_count() -> None:
    assert IndexRange(0, 20).count == 21
    assert IndexRange(1, "n").count is None
    assert (str(IndexRange(1, 3)), str(IndexRange(2, 2))) == ("[1..3]", "[2]")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("value", ElementPath("", (Step("value"),))),
        ("method:readLog", ElementPath("method", (Step("readLog"),))),
        ("Method: readLog", ElementPath("method", (Step("readLog"),))),
        (
            "methodInput: logDetails.device[1..16].deviceidentifier",
            ElementPath(
                "methodInput", (Step("logDetails"), Step("device", (IndexRange(1, 16),)), Step("deviceidentifier"))
            ),
        ),
        ("percentage(ZSE Reading)", ElementPath("", (Step("percentage(ZSEReading)"),))),
        ("", ElementPath("", ())),
    ],
)
def test_a_path_has_a_role_and_steps(text: str, path: ElementPath) -> None:
    assert parse_path(text) == path


def test_every_printed_path_has_steps_with_names() -> None:
    for element in must_read(GB).elements:
        if not element.han_only:
            assert all(step.name for step in parse_path(element.path.value).steps), element.path.value


@pytest.mark.parametrize("text", ["currentWeeks[1..4}.days", "(Phase[1]", "a]", "}{"])
def test_brackets_that_do_not_pair(text: str) -> None:
    assert has_unpaired_brackets(text)


@pytest.mark.parametrize("text", ["currentWeeks[1..4].days[3]", "(Phase[1])Counter", "value"])
def test_brackets_that_pair(text: str) -> None:
    assert not has_unpaired_brackets(text)
