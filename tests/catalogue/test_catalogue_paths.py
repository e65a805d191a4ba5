"""Element paths: steps, index ranges and the key they are compared by."""

from __future__ import annotations

import time

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


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("[3..]", IndexRange(3, "")),
        ("[..5]", IndexRange("", 5)),
        ("[]", IndexRange("", "")),
        ("[0..n]", IndexRange(0, "n")),
    ],
)
def test_ranges_may_be_open(text: str, range_: IndexRange) -> None:
    (step,) = parse_path(f"date{text}").steps

    assert step == Step("date", (range_,))
    assert str(step) == f"date{text}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("(Phase[1])Counter.value", "(Phase[1])Counter.value"),
        ("TariffThresholdMatrixBlocks[1to3]TOU[8]", "TariffThresholdMatrixBlocks[1..3]TOU[8]"),
        ("Method: readLog", "method: readLog"),
        ("currentWeeks[1..4}.days[3]", "currentWeeks[1..4].days[3]"),
        ("logEntries [1 .. 12]", "logEntries[1..12]"),
    ],
)
def test_a_path_prints_in_one_notation(text: str, printed: str) -> None:
    assert str(parse_path(text)) == printed


@given(st.text(max_size=60) | st.text("[]}().:n123to method", max_size=60))
def test_printing_a_path_and_parsing_it_again_is_the_same(text: str) -> None:
    path = parse_path(text)

    assert parse_path(str(path)) == path


def test_a_path_expands_the_last_index_running_fastest() -> None:
    path = parse_path("tariffTOU[1..2].Block[0..1].value")

    assert [str(single) for single in path.expand()] == [
        "tariffTOU[1].Block[0].value",
        "tariffTOU[1].Block[1].value",
        "tariffTOU[2].Block[0].value",
        "tariffTOU[2].Block[1].value",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("value", 1), ("AuxiliaryController[n].state", 1), ("x[2..1]", 0), ("x[1..n]", None), ("x[]", None)],
)
def test_how_many_paths_it_stands_for(text: str, count: int | None) -> None:
    assert parse_path(text).count == count


_ENDS = st.integers(0, 4)
_RANGES = st.builds(lambda low, more: f"[{low}..{low + more}]", _ENDS, _ENDS)
_PATHS = st.lists(
    st.builds(str.__add__, st.sampled_from(["Block", "(Phase)Counter", "days"]), _RANGES), min_size=1, max_size=3
)
_PATH = _PATHS.map(".".join).map(parse_path)


@given(_PATH)
def test_count_is_the_number_of_different_paths_that_it_expands_to(path: ElementPath) -> None:
    assert len(set(path.expand())) == path.count


@given(_PATH, _PATH)
def test_containment_and_overlap_are_those_of_the_expansions(one: ElementPath, other: ElementPath) -> None:
    ours, theirs = set(one.expand()), set(other.expand())

    assert one.contains(other) == (theirs <= ours)
    assert one.overlaps(other) == bool(ours & theirs)


def test_a_letter_admits_every_number() -> None:
    entry = parse_path("Time[1..n].startTime")

    assert entry.contains(parse_path("Time[3].startTime"))
    assert not parse_path("Time[1..48].startTime").contains(entry)
    assert entry.overlaps(parse_path("Time[7..9].startTime"))
    assert not parse_path("Time[1..2].startTime").overlaps(parse_path("Time[3..n].startTime"))


def test_paths_of_another_role_or_name_have_nothing_in_common() -> None:
    assert not parse_path("method: value").overlaps(parse_path("value"))
    assert not parse_path("value").contains(parse_path("unit"))


def test_a_range_without_an_end_does_not_expand() -> None:
    with pytest.raises(ValueError, match="without an end"):
        next(parse_path("x[1..n]").expand())


@pytest.mark.parametrize("text", ["." * 32_767, "[1]" * 10_000, "[" * 32_767, "a[1..9].b" * 4_000 + "]"])
def test_a_hostile_path_is_parsed_in_no_time(text: str) -> None:
    start = time.perf_counter()
    str(parse_path(text))
    canonical_key(text)

    assert time.perf_counter() - start < 2


def test_the_first_of_a_thousand_million_paths_comes_at_once() -> None:
    assert str(next(parse_path("x[1..999999999].y[5]").expand())) == "x[1].y[5]"
