"""What laboratories send back: read with places, checked in one run, counted by the present edition alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.places import CellPlace
from metermap.mappings import results as laboratory  # its function `tested` would be taken for a test
from metermap.mappings.model import ResolvedModel
from metermap.mappings.results import Outcome, TestResult
from tests.conformance.workspace import HEADER, ROW, checked, small
from tests.gb.load import load_gb

ASKED = ("CalorificValue.value", "GSME", "sep")


def codes(folder: Path) -> list[str]:
    return [found.code for found in checked(folder)[1]]


class TestAFileThatIsRight:
    def test_its_rows_are_results_with_their_places(self, tmp_path: Path) -> None:
        model, found = checked(small(tmp_path, HEADER + ROW))
        assert not found
        [result] = model.results
        assert (result.subject, result.outcome, result.date) == ("CalorificValue.value", Outcome.PASSED, "2026-03-31")
        assert str(result.place) == "results/1.csv!A2"
        assert (result.element, result.statement, result.use_case) == ("CalorificValue.value", "", "")

    @pytest.mark.parametrize(
        "text",
        [
            HEADER.replace(",", ";") + ROW.replace(",", ";"),
            "\ufeff" + HEADER + ROW,
            (HEADER + ROW).encode("utf-16"),
            HEADER.upper() + ROW.replace("passed", "PASSED").replace("North", " North "),
            HEADER.strip() + ",our own remark\r\n" + ROW.strip() + ",looked fine\r\n",
            "\n\n" + HEADER + "\n" + ROW,
        ],
        ids=["semicolons", "byte-order-mark", "utf-16", "capitals", "a-column-more", "empty-rows"],
    )
    def test_it_may_look_as_a_spreadsheet_program_saves_it(self, tmp_path: Path, text: str | bytes) -> None:
        model, found = checked(small(tmp_path, text))
        assert not found
        assert [result.laboratory for result in model.results] == ["North"]

    def test_the_order_of_its_columns_does_not_matter(self, tmp_path: Path) -> None:
        columns = list(zip(HEADER.strip().split(","), ROW.strip().split(","), strict=True))[::-1]
        text = "\n".join(",".join(cells) for cells in zip(*columns, strict=True))
        assert checked(small(tmp_path, text))[0].results[0].date == "2026-03-31"

    def test_a_row_of_the_template_that_nobody_filled_in_says_nothing(self, tmp_path: Path) -> None:
        model, found = checked(small(tmp_path, HEADER + "GSME,sep,CalorificValue.value,,1.0,,\n"))
        assert not found
        assert model.results == ()

    def test_a_subject_may_be_a_statement(self, tmp_path: Path) -> None:
        folder = small(tmp_path, HEADER + ROW.replace("CalorificValue.value", "GSME/sep/CalorificValue.value#21"))
        [result] = checked(folder)[0].results
        assert (result.element, result.statement) == ("CalorificValue.value", "GSME/sep/CalorificValue.value#21")

    def test_it_is_a_source_of_the_model_and_in_its_digest(self, tmp_path: Path) -> None:
        model, _ = checked(small(tmp_path / "one", HEADER + ROW))
        other, _ = checked(small(tmp_path / "two", HEADER + ROW.replace("passed", "failed")))
        assert "results/1.csv" in [source.path for source in model.sources]
        assert model.digest != other.digest


class TestWhatIsWrong:
    def test_all_faults_are_told_in_one_run(self, tmp_path: Path) -> None:
        rows = (
            "ESME,sep,CalorificValue.value,passed,1.0,2026-03-31,",
            "GSME,dlms,CalorificValue.value,passed,1.0,2026-03-31,",
            "GSME,sep,CalorifcValue.value,pass,1.0,31/03/2026,",
            "GSME,sep,CalorificValue.value,failed,0.9,2026-03-31,",
            "GSME,sep,,passed,1.0,,",
        )
        _, found = checked(small(tmp_path, HEADER + "\n".join(rows)))
        assert [(fault.code, str(fault.place)) for fault in found] == [
            ("MM953", "results/1.csv!A2"),
            ("MM953", "results/1.csv!B3"),
            ("MM953", "results/1.csv!C4"),
            ("MM954", "results/1.csv!D4"),
            ("MM955", "results/1.csv!F4"),
            ("MM956", "results/1.csv!A5"),
            ("MM952", "results/1.csv!A6"),
        ]
        assert "did you mean 'CalorificValue.value'?" in found[2].expected
        assert "did you mean 'passed'?" in found[3].expected

    @pytest.mark.parametrize("day", ["2026-02-30", "2026-3-31", "20260331", "2026-W13-2", "2026", "yesterday"])
    def test_a_date_is_a_day_in_one_spelling(self, tmp_path: Path, day: str) -> None:
        assert codes(small(tmp_path, HEADER + ROW.replace("2026-03-31", day))) == ["MM955"]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no table at all",
            HEADER.replace("subject", "test") + ROW,
            HEADER.replace("laboratory", "outcome") + ROW,
            b"\xff\xfe\xfd",
            (HEADER + ROW).encode() + b"\x00",
            HEADER + '"never closed',
        ],
        ids=["empty", "text", "a-column-less", "a-column-twice", "no-utf-8", "nul", "quotation-mark"],
    )
    def test_a_file_that_cannot_be_read_is_a_finding_of_results(self, tmp_path: Path, text: str | bytes) -> None:
        assert set(codes(small(tmp_path, text))) == {"MM950"}

    def test_a_file_of_nothing_but_faults_is_told_of_up_to_a_thousand(self, tmp_path: Path) -> None:
        wrong = ROW.replace("CalorificValue.value", "Nothing").replace("2026-03-31", "31.3.")
        found = codes(small(tmp_path, HEADER + wrong * 600))
        assert len(found) == 1_001
        assert found.count("MM960") == 1

    def test_no_file_where_the_workspace_says_that_there_are_some(self, tmp_path: Path) -> None:
        assert codes(small(tmp_path)) == ["MM951"]

    def test_a_link_that_leads_out_of_the_workspace_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "secret.csv").write_text(HEADER + ROW, "utf-8")
        folder = small(tmp_path / "workspace")
        (folder / "results" / "1.csv").symlink_to(tmp_path / "secret.csv")
        model, found = checked(folder)
        assert model.results == ()
        assert [fault.code for fault in found] == ["MM950"]

    def test_an_element_that_nothing_carries_cannot_have_been_tested(self, tmp_path: Path) -> None:
        folder = small(tmp_path, HEADER + ROW, mapping="syntax 1.\non GSME over sep, tunnelled.\n")
        model, found = checked(folder)
        assert [fault.code for fault in found] == ["MM959"]
        assert [(count.carried, count.passed) for count in laboratory.tested(model).counts] == [(0, 0)]

    def test_a_workspace_without_an_edition_takes_results_without_one(self, tmp_path: Path) -> None:
        assert codes(small(tmp_path, HEADER + ROW.replace("1.0", ""), edition="")) == []


class TestSeveralResultsOfOneThing:
    def counted(self, folder: Path, *rows: str) -> tuple[list[str], tuple[int, int, int]]:
        model, found = checked(small(folder, HEADER + "".join(rows)))
        [count] = laboratory.tested(model).counts
        assert count.carried == count.passed + count.failed + count.untested
        return [fault.code for fault in found], (count.passed, count.failed, count.untested)

    def test_one_that_passed_is_tested(self, tmp_path: Path) -> None:
        assert self.counted(tmp_path, ROW) == ([], (1, 0, 0))

    def test_the_last_day_of_a_laboratory_counts(self, tmp_path: Path) -> None:
        earlier = ROW.replace("passed", "failed").replace("2026", "2025")
        assert self.counted(tmp_path, ROW, earlier) == ([], (1, 0, 0))

    def test_two_laboratories_that_disagree_make_it_failed(self, tmp_path: Path) -> None:
        other = ROW.replace("passed", "failed").replace("North", "South").replace("2026", "2025")
        assert self.counted(tmp_path, ROW, other) == (["MM958"], (0, 1, 0))

    def test_two_outcomes_of_one_day_contradict_each_other(self, tmp_path: Path) -> None:
        assert self.counted(tmp_path, ROW, ROW.replace("passed", "failed")) == (["MM958"], (0, 1, 0))

    def test_the_same_row_twice_is_told_and_counts_once(self, tmp_path: Path) -> None:
        assert self.counted(tmp_path, ROW, ROW) == (["MM957"], (1, 0, 0))

    def test_another_edition_is_told_and_counts_for_nothing(self, tmp_path: Path) -> None:
        codes_, counts = self.counted(tmp_path, ROW.replace("1.0", "0.9"))
        assert (codes_, counts) == (["MM956"], (0, 0, 1))

    def test_a_test_that_was_not_run_counts_for_nothing(self, tmp_path: Path) -> None:
        assert self.counted(tmp_path, ROW.replace("passed", "not run")) == ([], (0, 0, 1))

    def test_evidence_keeps_what_counts_and_what_is_stale_apart(self, tmp_path: Path) -> None:
        model, _ = checked(small(tmp_path, HEADER + ROW + ROW.replace("1.0", "0.9")))
        evidence = laboratory.tested(model).evidence[ASKED]
        assert (len(evidence.current), len(evidence.stale), evidence.carried) == (1, 1, True)
        assert evidence.outcome is Outcome.PASSED


MODEL = load_gb()
CARRIED = [asked for asked, state in MODEL.states.items() if state.value == "mapped"]
RESULTS = st.builds(
    lambda asked, outcome, edition, day, laboratory: TestResult(
        device=asked[1],
        protocol=asked[2],
        subject=asked[0],
        outcome=outcome,
        edition=edition,
        date=day.isoformat(),
        laboratory=laboratory,
        element=asked[0],
        statement="",
        use_case="",
        place=CellPlace("lab.csv", "", 2, 1),
    ),
    st.sampled_from(CARRIED[:5]),
    st.sampled_from(Outcome),
    st.sampled_from([MODEL.edition, "another"]),
    st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    st.sampled_from(["North", "South"]),
)


def with_results(results: Iterable[TestResult]) -> ResolvedModel:
    return replace(MODEL, results=tuple(results))


class TestTheLawsOfCounting:
    def test_the_shipped_workspace_has_none(self) -> None:
        counts = laboratory.tested(MODEL).counts
        assert [(count.passed, count.failed) for count in counts] == [(0, 0)] * len(MODEL.coverage)
        assert [count.carried for count in counts] == [part.mapped for part in MODEL.coverage]

    @given(st.lists(RESULTS, max_size=12))
    def test_no_more_are_tested_than_are_carried(self, results: list[TestResult]) -> None:
        for count in laboratory.tested(with_results(results)).counts:
            assert 0 <= count.passed + count.failed <= count.carried
            assert count.untested >= 0

    @given(st.lists(RESULTS, max_size=8).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
    def test_the_order_of_rows_and_files_does_not_matter(
        self, orders: tuple[list[TestResult], list[TestResult]]
    ) -> None:
        one, other = orders
        assert laboratory.tested(with_results(one)).counts == laboratory.tested(with_results(other)).counts

    @given(st.lists(RESULTS, max_size=8), RESULTS)
    def test_a_result_of_another_edition_changes_no_count(self, results: list[TestResult], more: TestResult) -> None:
        stale = replace(more, edition="long ago")
        assert (
            laboratory.tested(with_results(results)).counts == laboratory.tested(with_results([*results, stale])).counts
        )

    @given(st.lists(RESULTS, max_size=8), RESULTS)
    def test_a_failure_of_a_later_day_is_never_hidden(self, results: list[TestResult], more: TestResult) -> None:
        failed = replace(more, edition=MODEL.edition, outcome=Outcome.FAILED, date="2027-01-01")
        found = laboratory.tested(with_results([*results, failed])).evidence[
            failed.element, failed.device, failed.protocol
        ]
        assert found.outcome is Outcome.FAILED
