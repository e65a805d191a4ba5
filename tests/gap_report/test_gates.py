"""Gates: what is demanded of a report, what names it, and what a message says of one that does not hold."""

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.gap_report import build_report, report_json
from metermap.codegen.gap_report.earlier import read_earlier
from metermap.codegen.gap_report.gates import GateError, below, new_gaps, read_least
from metermap.codegen.gap_report.model import GapReport
from metermap.codegen.gap_report.trend import with_trend
from tests.site.small_model import small_model

REPORT = build_report(small_model())
"""ESME over dlms carries 4 of 5 elements, over sep none of 6; GSME over sep 2 of 2, over dlms none of 2."""


def fails(text: str, report: GapReport = REPORT) -> list[str]:
    return list(below(report, [read_least(text, report)]))


class TestDemands:
    @pytest.mark.parametrize("text", ["ESME/dlms=80", "ESME/dlms/mapped=80", "GSME/sep=100", "ESME/sep=0"])
    def test_what_is_reached_holds(self, text: str) -> None:
        assert fails(text) == []

    def test_what_is_missed_is_told_with_numerator_and_denominator(self) -> None:
        assert fails("ESME/dlms=90") == ["ESME/dlms: 4 of 5 elements are mapped (80 %), expected 90 %"]

    def test_a_share_that_only_rounds_to_the_demand_misses_it(self) -> None:
        counts = REPORT.columns[0].counts
        close = dataclasses.replace(counts, elements=dataclasses.replace(counts.elements, carried=29_999, total=30_000))
        column = dataclasses.replace(REPORT.columns[0], counts=close)
        report = dataclasses.replace(REPORT, columns=(column,))
        assert fails("ESME/dlms=100", report) == [
            "ESME/dlms: 29,999 of 30,000 elements are mapped (99.99 %), expected 100 %"
        ]

    def test_what_is_proved_exact_and_what_is_tested_may_be_demanded(self) -> None:
        assert fails("ESME/dlms/exact=1") == ["ESME/dlms: 0 of 5 elements are exact (0 %), expected 1 %"]
        assert fails("ESME/dlms/tested=1") == [
            "ESME/dlms: 0 of 4 elements that are mapped are tested (0 %), expected 1 %"
        ]

    def test_what_failed_is_not_tested_and_told_beside(self) -> None:
        counts = dataclasses.replace(REPORT.columns[0].counts, tested=1, failed=3)
        report = dataclasses.replace(REPORT, columns=(dataclasses.replace(REPORT.columns[0], counts=counts),))
        assert fails("ESME/dlms/tested=25", report) == []
        assert fails("ESME/dlms/tested=26", report) == [
            "ESME/dlms: 1 of 4 elements that are mapped are tested (25 %), 3 failed, expected 26 %"
        ]

    def test_a_share_of_nothing_meets_no_demand(self) -> None:
        assert fails("ESME/sep/tested=1") == ["ESME/sep: 0 of 0 elements that are mapped are tested, expected 1 %"]
        assert fails("ESME/sep/tested=0") == []

    @given(st.decimals(0, 100, places=3))
    def test_a_demand_reads_as_it_is_written(self, percent: Decimal) -> None:
        assert str(read_least(f"ESME/dlms={percent}", REPORT)) == f"ESME/dlms/mapped={percent}"
        assert bool(fails(f"ESME/dlms={percent}")) is (percent > 80)


class TestSlips:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("ESNE/dlms=9", "'ESNE' is no device; did you mean 'ESME'?"),
            ("Other/dlms=9", "'Other' is no device; there are: ESME, GSME"),
            ("ESME/dlm=9", "'dlm' is no protocol that the workspace asks ESME about; did you mean 'dlms'?"),
            ("ESME/dlms/exakt=9", "'exakt' is no share; did you mean 'exact'?"),
            ("ESME/dlms", "'ESME/dlms' is no demand; expected DEVICE/PROTOCOL=PERCENT, such as ESME/dlms=90"),
            ("ESME=9", "'ESME=9' is no demand; expected DEVICE/PROTOCOL=PERCENT, such as ESME/dlms=90"),
            ("ESME/dlms=", "'' in 'ESME/dlms=' is no percentage; expected a number from 0 to 100, such as 97.5"),
            (
                "ESME/dlms=101",
                "'101' in 'ESME/dlms=101' is no percentage; expected a number from 0 to 100, such as 97.5",
            ),
            ("ESME/dlms=-1", "'-1' in 'ESME/dlms=-1' is no percentage; expected a number from 0 to 100, such as 97.5"),
            (
                "ESME/dlms=nan",
                "'nan' in 'ESME/dlms=nan' is no percentage; expected a number from 0 to 100, such as 97.5",
            ),
            (
                "ESME/dlms=inf",
                "'inf' in 'ESME/dlms=inf' is no percentage; expected a number from 0 to 100, such as 97.5",
            ),
            (
                "ESME/dlms=90%",
                "'90%' in 'ESME/dlms=90%' is no percentage; expected a number from 0 to 100, such as 97.5",
            ),
        ],
    )
    def test_each_is_told_with_what_was_meant(self, text: str, said: str) -> None:
        with pytest.raises(GateError) as told:
            read_least(text, REPORT)
        assert str(told.value) == said

    @pytest.mark.parametrize(
        "number",
        ["1_0", "+5", " 5", "5 ", "1e1", "1e9999999", "5.", ".5", "-0", "0x5", "\u0665", "5\n", "1" * 99],
    )
    def test_a_percentage_is_digits_with_a_fraction_at_most(self, number: str) -> None:
        with pytest.raises(GateError, match="is no percentage; expected a number from 0 to 100, such as"):
            read_least(f"ESME/dlms={number}", REPORT)

    @given(st.text(max_size=300))
    def test_whatever_is_written_is_a_demand_or_told(self, text: str) -> None:
        try:
            found = str(read_least(text, REPORT))
        except GateError as told:
            found = str(told)
        assert 0 < len(found) < 500


def test_a_new_gap_is_named_with_its_cell_and_how_it_stood(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text(report_json(REPORT), "utf-8")
    model = small_model()
    fewer = dataclasses.replace(model, statements=tuple(said for said in model.statements if said.row != 100))
    trend = with_trend(build_report(fewer), read_earlier(old)).trend
    assert trend is not None
    assert list(new_gaps(trend)) == [
        "ActiveExportRegister.value on ESME/dlms is undecided, was carried (smets2.xlsx[Elements]!E100, row 100)"
    ]
