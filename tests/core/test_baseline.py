"""The baseline: it holds old warnings by their number, excuses no error, and can only shrink."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.baseline import Entry, baseline_text, counted_keys, hold_against, read_baseline
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import TextPlace

HEADER = "code,subject,count\n"
KEYS = st.tuples(st.sampled_from(["MM402", "MM501"]), st.text('ab,"= \n', min_size=1, max_size=3).map(str.strip))
COUNTS = st.dictionaries(KEYS, st.integers(1, 3), max_size=4)


def finding(key: tuple[str, str] = ("MM501", "a"), line: int = 1, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(key[0], severity, "something", TextPlace("m.map", line, 1), key[1])


def entry(count: int = 1, key: tuple[str, str] = ("MM501", "a")) -> Entry:
    return Entry(*key, count, TextPlace("baseline.csv", 2, 1))


def findings_of(counts: dict[tuple[str, str], int]) -> list[Finding]:
    return [finding(key, line) for key, count in counts.items() for line in range(1, count + 1)]


def entries_of(counts: dict[tuple[str, str], int]) -> list[Entry]:
    return [entry(count, key) for key, count in counts.items()]


class TestReading:
    def read(self, folder: Path, text: str) -> tuple[tuple[Entry, ...], list[str]]:
        (folder / "baseline.csv").write_bytes(text.encode())
        findings = Findings()
        return read_baseline(folder, "baseline.csv", findings), [f"{each.code} {each.place}" for each in findings]

    def test_a_row_has_a_code_a_subject_and_a_number(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, f"{HEADER}MM501,a,3\n") == (
            (Entry("MM501", "a", 3, TextPlace("baseline.csv", 2, 1)),),
            [],
        )

    @pytest.mark.parametrize("row", ["MM501,a", "MM501,a,0", "MM501,a,-1", "MM501,a,many", "MM501,a,1,x", ",a,1"])
    def test_a_row_that_is_no_such_row_is_a_finding_and_holds_nothing(self, tmp_path: Path, row: str) -> None:
        assert self.read(tmp_path, f"{HEADER}{row}\n") == ((), ["MM515 baseline.csv:2:1"])

    def test_a_number_of_5000_digits_is_a_finding(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, f"{HEADER}MM501,a,{'9' * 5000}\n") == ((), ["MM515 baseline.csv:2:1"])

    def test_a_row_twice_is_a_finding(self, tmp_path: Path) -> None:
        entries, faults = self.read(tmp_path, f"{HEADER}MM501,a,1\nMM501,a,9\n")
        assert ([each.count for each in entries], faults) == ([1], ["MM516 baseline.csv:3:1"])

    @pytest.mark.parametrize("text", ["", "code,subject\nMM501,a\n", "code,subject,verdict,reason\n"])
    def test_another_list_is_no_baseline(self, tmp_path: Path, text: str) -> None:
        assert self.read(tmp_path, text) == ((), ["MM514 baseline.csv:1:1"])

    @given(COUNTS)
    def test_what_is_written_is_what_is_read(
        self, tmp_path_factory: pytest.TempPathFactory, counts: dict[tuple[str, str], int]
    ) -> None:
        folder = tmp_path_factory.mktemp("baseline")
        entries, faults = self.read(folder, baseline_text(Counter(counts)))
        assert faults == []
        assert {each.key: each.count for each in entries} == counts


class TestHolding:
    def test_as_many_as_are_counted_are_held_and_the_last_ones_are_new(self) -> None:
        held = hold_against([finding(line=line) for line in (3, 1, 2)], [entry(2)])
        assert [each.place for each in held.held] == [TextPlace("m.map", 1, 1), TextPlace("m.map", 2, 1)]
        assert [each.place for each in held.new] == [TextPlace("m.map", 3, 1)]
        assert held.stale == ()

    @pytest.mark.parametrize("severity", [Severity.ERROR, Severity.NOTE])
    def test_an_error_is_never_held_and_a_note_needs_no_holding(self, severity: Severity) -> None:
        held = hold_against([finding(severity=severity)], [entry()])
        assert (len(held.new), len(held.held), len(held.stale)) == (1, 0, 1)
        assert not counted_keys([finding(severity=severity)])

    def test_what_occurs_less_often_than_is_counted_is_a_finding_at_the_row(self) -> None:
        (stale,) = hold_against([finding()], [entry(3)]).stale
        assert (stale.code, str(stale.place)) == ("MM517", "baseline.csv:2:1")
        assert stale.message == "MM501 of a: the baseline counts 3, and 1 occur"

    @given(COUNTS, COUNTS)
    def test_nothing_is_lost_and_nothing_beyond_the_count_is_held(
        self, occurring: dict[tuple[str, str], int], counts: dict[tuple[str, str], int]
    ) -> None:
        found = findings_of(occurring)
        result = hold_against(found, entries_of(counts))
        assert sorted((*result.new, *result.held), key=str) == sorted(found, key=str)
        assert all(number <= counts.get(key, 0) for key, number in counted_keys(result.held).items())
        assert len(result.stale) == sum(occurring.get(key, 0) < count for key, count in counts.items())

    @given(COUNTS)
    def test_a_baseline_of_what_is_found_holds_it_all(self, occurring: dict[tuple[str, str], int]) -> None:
        found = findings_of(occurring)
        result = hold_against(found, entries_of(dict(counted_keys(found))))
        assert (result.new, result.stale, len(result.held)) == ((), (), len(found))
